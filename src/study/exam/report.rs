//! What an exam says: how many were right and where, what that is worth and how sure that is, time, and how well the learner knew it.

use crate::course::exam::Pass;
use crate::study::exam::{ExamItem, ExamRecord};
use crate::study::store::Millis;

/// Standard errors on either side of a share within which the truth lies nineteen times of twenty.
const SIGMAS: f64 = 1.96;

/// A report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Right answers.
    pub right: usize,
    /// Questions that count: all that the course still had.
    pub all: usize,
    /// Questions left open: they count as wrong.
    pub unanswered: usize,
    /// The share of right answers, 0 to 1.
    pub share: f64,
    /// Where that share would lie in many such exams: from here.
    pub low: f64,
    /// To here.
    pub high: f64,
    /// The share that passes.
    pub mark: f64,
    /// How the one lies to the other.
    pub standing: Standing,
    /// The same three on AWS's scale, as a straight line has them: low, middle, high.
    pub scaled: Option<[u32; 3]>,
    /// Each domain that had questions.
    pub domains: Vec<Part>,
    /// Time spent, in milliseconds.
    pub elapsed: Millis,
    /// The time of a question in the middle of those that were looked at, in milliseconds.
    pub median: Millis,
    /// How it went with answers given as a guess, as fairly sure, as sure.
    pub calibration: [Part; 3],
    /// How many answers were changed from wrong to right, and from right to wrong.
    pub changed: (usize, usize),
}

/// A part of an exam.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Right answers.
    pub right: usize,
    /// Questions.
    pub all: usize,
}

impl Part {
    /// The share of right answers, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        share(self.right, self.all)
    }
}

/// How a result lies to the mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The whole band is above it.
    Above,
    /// It is within the band.
    Close,
    /// The whole band is below it.
    Below,
}

/// Reports an exam that was handed in.
#[must_use]
pub fn report(record: &ExamRecord) -> Report {
    let counted = || record.items.iter().filter(|item| item.right.is_some());
    let part = |name: &str, fits: &dyn Fn(&ExamItem) -> bool| Part {
        name: name.to_owned(),
        right: counted().filter(|item| fits(item) && item.right == Some(true)).count(),
        all: counted().filter(|item| fits(item)).count(),
    };
    let whole = part("", &|_| true);
    let (low, high) = band(whole.right, whole.all);
    let mark = record.pass.share();
    let standing = match (low >= mark, high < mark) {
        (true, _) => Standing::Above,
        (_, true) => Standing::Below,
        _ => Standing::Close,
    };
    let domains = record.domains.iter().enumerate().map(|(place, name)| part(name, &|item| item.domain == place));
    let mut times: Vec<Millis> = record.items.iter().map(|item| item.took).filter(|took| *took > 0).collect();
    times.sort_unstable();
    let level = |level: u8, name: &str| part(name, &|item| item.answer.is_some() && item.confidence == Some(level));
    let turned =
        |to: bool| record.items.iter().filter(|item| item.right == Some(to) && item.first_right == Some(!to)).count();
    Report {
        right: whole.right,
        all: whole.all,
        unanswered: counted().filter(|item| item.answer.is_none()).count(),
        share: whole.share(),
        low,
        high,
        mark,
        standing,
        scaled: scaled(record.pass, [low, whole.share(), high]),
        domains: domains.filter(|domain| domain.all > 0).collect(),
        elapsed: record.elapsed,
        median: times.get(times.len() / 2).copied().unwrap_or_default(),
        calibration: [level(1, "a guess"), level(2, "fairly sure"), level(3, "sure")],
        changed: (turned(true), turned(false)),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a scale from 100 to 1000")]
fn scaled(pass: Pass, shares: [f64; 3]) -> Option<[u32; 3]> {
    let [low, middle, high] = shares.map(|share| pass.scaled(share).map(|points| points.round() as u32));
    Some([low?, middle?, high?])
}

/// Where the share of right answers would lie in many such exams, nineteen times of twenty: the binomial error in Wilson's form, which
/// leaves a band also where all or none were right.
#[must_use]
pub fn band(right: usize, all: usize) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    let (share, n, z2) = (share(right, all), count(all), SIGMAS * SIGMAS);
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let reach = SIGMAS / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    ((middle - reach).max(0.0), (middle + reach).min(1.0))
}

/// `part / whole`, and nothing of nothing is nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { count(part) / count(whole) }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of questions are small")]
fn count(number: usize) -> f64 {
    number as f64
}

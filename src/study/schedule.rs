//! When a card comes back: our use of FSRS-6, which the crate `fsrs` computes.
//!
//! Pure: how an answer went comes in as [`Evidence`], days come in as numbers. What is known of a card's past is in
//! [`crate::study::cards`].

use fsrs::{ComputeParametersInput, DEFAULT_PARAMETERS, FSRS, FSRSItem, FSRSReview, MemoryState};

use crate::study::day::Day;

/// The algorithm and what computes it, kept beside every memory: a memory means nothing without it.
pub const ALGORITHM: &str = "FSRS-6, fsrs 6.6.2";

/// The recall that is aimed at unless the learner sets another.
pub const TARGET: f64 = 0.90;
/// The lowest and the highest recall that can be aimed at.
pub const TARGETS: std::ops::RangeInclusive<f64> = 0.80..=0.97;
/// No card stays away longer, in days.
const LONGEST: u32 = 3650;
/// Before an exam, every card comes a last time within so many days of it.
const LAST_DAYS: i32 = 7;
/// Reviews on a later day than the one before, from which on it is worth fitting the algorithm to a learner.
pub const ENOUGH_TO_TUNE: usize = 400;

/// How well an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Wrong.
    Again,
    /// Right, after a hint, or unsure, or slowly.
    Hard,
    /// Right.
    Good,
    /// Right, sure and fast, twice running.
    Easy,
}

impl Grade {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// 1 to 4, as FSRS counts.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::Again => 1,
            Self::Hard => 2,
            Self::Good => 3,
            Self::Easy => 4,
        }
    }

    /// The grade of a number from 1 to 4.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.number() == number)
    }

    /// Whether the answer was right.
    #[must_use]
    pub fn is_right(self) -> bool {
        self != Self::Again
    }
}

/// What an answer shows about how well it was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Whether it was wholly right.
    pub right: bool,
    /// 1 a guess, 2 fairly sure, 3 sure; `None` when it was not asked.
    pub confidence: Option<u8>,
    /// Hints taken.
    pub hints: u8,
    /// Milliseconds from seeing the question to answering.
    pub took: u32,
    /// The learner's own median for this kind of question; `None` as long as there are too few to tell.
    pub usual: Option<u32>,
    /// The answer before this one was quick ([`Evidence::is_quick`]).
    pub quick_before: bool,
}

impl Evidence {
    /// Right, sure, without a hint, and not slower than usual.
    #[must_use]
    pub fn is_quick(self) -> bool {
        let fast = self.usual.is_some_and(|usual| self.took <= usual);
        self.right && self.confidence == Some(3) && self.hints == 0 && fast
    }

    /// The grade.
    #[must_use]
    pub fn grade(self) -> Grade {
        let slow = self.usual.is_some_and(|usual| self.took > usual.saturating_mul(2));
        match self {
            Self { right: false, .. } => Grade::Again,
            Self { hints: 1.., .. } | Self { confidence: Some(..=1), .. } => Grade::Hard,
            _ if slow => Grade::Hard,
            Self { quick_before: true, .. } if self.is_quick() => Grade::Easy,
            _ => Grade::Good,
        }
    }
}

/// What FSRS knows of a memory.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Memory {
    /// Days until the chance of recall has fallen to 90 %.
    pub stability: f32,
    /// 1 (easy) to 10.
    pub difficulty: f32,
}

/// How a learner's cards are scheduled: the algorithm with its parameters, the recall aimed at, the exam.
#[derive(Debug, Clone)]
pub struct Schedule {
    fsrs: FSRS,
    decay: f32,
    target: f64,
    exam: Option<Day>,
}

impl Default for Schedule {
    fn default() -> Self {
        Self::new(None, TARGET, None)
    }
}

impl Schedule {
    /// A schedule with the learner's own `parameters` (what [`tune`] gave; the algorithm's own where there are none, or they are
    /// no such parameters), which aims at the recall `target`, kept within [`TARGETS`], and at an `exam` on that day.
    #[must_use]
    pub fn new(parameters: Option<&[f32]>, target: f64, exam: Option<Day>) -> Self {
        let own = parameters.filter(|own| own.len() == DEFAULT_PARAMETERS.len());
        let default = || FSRS::default();
        let (fsrs, decay) = own
            .and_then(|own| Some((FSRS::new(own).ok()?, own.last().copied()?)))
            .unwrap_or_else(|| (default(), fsrs::FSRS6_DEFAULT_DECAY));
        let target = if target.is_nan() { TARGET } else { target.clamp(*TARGETS.start(), *TARGETS.end()) };
        Self { fsrs, decay, target, exam }
    }

    /// The recall aimed at.
    #[must_use]
    pub fn target(&self) -> f64 {
        self.target
    }

    /// The exam aimed at.
    #[must_use]
    pub fn exam(&self) -> Option<Day> {
        self.exam
    }

    /// The memory after an answer that came so many days after the one before. `memory` is `None` at the first.
    #[must_use]
    pub fn after(&self, memory: Option<Memory>, days: u32, grade: Grade) -> Memory {
        // What no memory can be (a spoiled row) begins anew.
        let before = memory.filter(|memory| memory.stability.is_finite() && memory.difficulty.is_finite());
        let state = before.map(|Memory { stability, difficulty }| MemoryState { stability, difficulty });
        let Ok(next) = self.fsrs.next_states(state, self.target as f32, days) else {
            return before.unwrap_or(Memory { stability: 1.0, difficulty: 5.0 });
        };
        let next = match grade {
            Grade::Again => next.again,
            Grade::Hard => next.hard,
            Grade::Good => next.good,
            Grade::Easy => next.easy,
        };
        Memory { stability: next.memory.stability, difficulty: next.memory.difficulty }
    }

    /// Days until recall has fallen to the target: at least one.
    #[must_use]
    pub fn interval(&self, memory: Memory) -> u32 {
        let days = self.fsrs.next_interval(Some(memory.stability), self.target as f32, Grade::Good.number());
        // A float that is cast ends at the integer's ends, and what is no number becomes 0.
        (days.round() as u32).clamp(1, LONGEST)
    }

    /// The chance, 0 to 1, that it is recalled so many days after the last answer.
    #[must_use]
    pub fn recall(&self, memory: Memory, days: u32) -> f64 {
        let state = MemoryState { stability: memory.stability, difficulty: memory.difficulty };
        let recall = fsrs::current_retrievability(state, days as f32, self.decay);
        if recall.is_finite() { f64::from(recall).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The day on which a card comes back that was last answered on `last`, and so far on `days` different days. `spread` (any
    /// number that differs from card to card) keeps those that an exam holds back from coming all on one day.
    #[must_use]
    pub fn due(&self, memory: Memory, last: Day, days: u32, spread: u64) -> Day {
        let free = last.plus(i32::try_from(self.interval(memory)).unwrap_or(i32::MAX));
        self.exam.map_or(free, |exam| before_exam(exam, last, free, days, spread))
    }
}

/// The day on which a card comes back that would do so on `free`, with an exam ahead: every card is seen on two days at least, and
/// a last time within the seven days before it.
fn before_exam(exam: Day, last: Day, free: Day, days: u32, spread: u64) -> Day {
    let (first, eve) = (exam.plus(-LAST_DAYS), exam.plus(-1));
    if last >= eve || free <= eve {
        free
    } else if last < first {
        first.plus(i32::try_from(spread % u64::from(LAST_DAYS.unsigned_abs())).unwrap_or(0))
    } else if days < 2 {
        eve
    } else {
        free
    }
}

/// How many of `new` cards to begin with on each day from `today` on, so that all were seen before the last week before the exam.
#[must_use]
pub fn new_a_day(new: usize, today: Day, exam: Day) -> usize {
    let days = usize::try_from(exam.plus(-LAST_DAYS).since(today)).unwrap_or(usize::MAX);
    new.div_ceil(days.max(1))
}

/// What fitting the algorithm to a learner gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuned {
    /// The parameters, for [`Schedule::new`].
    pub parameters: Vec<f32>,
    /// How far the algorithm's own parameters were off: the log loss over all that was answered, less is better.
    pub before: f64,
    /// How far these are off.
    pub after: f64,
    /// Reviews that it was fitted to.
    pub reviews: usize,
}

/// Why nothing was fitted; says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTuned {
    /// There is not enough to go by.
    #[error(
        "{reviews} answers came on a later day than the one before; from {ENOUGH_TO_TUNE} on it is worth fitting the schedule to \
         you, until then the usual one is the better guess"
    )]
    TooFew {
        /// How many there are.
        reviews: usize,
    },
    /// It found nothing.
    #[error("nothing better than the schedule's usual parameters was found ({message}); they stay")]
    Nothing {
        /// What the algorithm says.
        message: String,
    },
}

/// Fits the algorithm's parameters to what was answered: for each card its answers in order, each with the days since the one before.
///
/// # Errors
/// When there are too few answers, or nothing better was found.
pub fn tune(histories: &[Vec<(u32, Grade)>]) -> Result<Tuned, NotTuned> {
    let nothing = |message: &str| NotTuned::Nothing { message: message.to_owned() };
    let items: Vec<FSRSItem> = histories.iter().flat_map(|history| items_of(history)).collect();
    let reviews = items.len();
    if reviews < ENOUGH_TO_TUNE {
        return Err(NotTuned::TooFew { reviews });
    }
    let input = ComputeParametersInput { train_set: items.clone(), ..ComputeParametersInput::default() };
    let parameters = fsrs::compute_parameters(input).map_err(|error| nothing(&error.to_string()))?;
    let loss = |fsrs: FSRS| fsrs.evaluate(items.clone(), |_| true).map(|found| f64::from(found.log_loss));
    let before = loss(FSRS::default()).map_err(|error| nothing(&error.to_string()))?;
    let own = FSRS::new(&parameters).map_err(|error| nothing(&error.to_string()))?;
    let after = loss(own).map_err(|error| nothing(&error.to_string()))?;
    if parameters.iter().all(|parameter| parameter.is_finite()) && after < before {
        Ok(Tuned { parameters, before, after, reviews })
    } else {
        Err(nothing("they fit what you answered best"))
    }
}

/// What FSRS learns from: each answer of a later day with all that came before it.
fn items_of(history: &[(u32, Grade)]) -> Vec<FSRSItem> {
    let mut reviews: Vec<FSRSReview> = Vec::new();
    let mut items = Vec::new();
    for (days, grade) in history {
        let delta_t = if reviews.is_empty() { 0 } else { *days };
        reviews.push(FSRSReview { rating: grade.number(), delta_t });
        if delta_t > 0 {
            items.push(FSRSItem { reviews: reviews.clone() });
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f32, expected: f32) -> bool {
        (found - expected).abs() < 0.000_06
    }

    fn check(schedule: &Schedule, before: Option<Memory>, days: u32, grade: Grade, expected: (f32, f32)) -> Memory {
        let memory = schedule.after(before, days, grade);
        let near = close(memory.stability, expected.0) && close(memory.difficulty, expected.1);
        assert!(near, "{grade:?} after {days} days: {memory:?}, expected {expected:?}");
        memory
    }

    #[test]
    fn first_answers_give_the_memories_of_the_algorithm() {
        let schedule = Schedule::default();
        for (grade, expected) in [
            (Grade::Again, (0.2120, 6.4133)),
            (Grade::Hard, (1.2931, 5.1122)),
            (Grade::Good, (2.3065, 2.1181)),
            (Grade::Easy, (8.2956, 1.0000)),
        ] {
            check(&schedule, None, 0, grade, expected);
        }
    }

    #[test]
    fn a_series_of_answers_gives_the_memories_of_the_algorithm() {
        let schedule = Schedule::default();
        let mut memory = None;
        let mut interval = 0;
        for (days, grade, expected) in [
            (0, Grade::Good, (2.3065, 2.1181)),
            (2, Grade::Good, (10.9643, 2.1112)),
            (11, Grade::Again, (1.5383, 7.3922)),
            (2, Grade::Good, (4.8763, 7.3801)),
            (5, Grade::Easy, (18.8021, 6.4898)),
            (19, Grade::Hard, (35.7815, 7.6550)),
        ] {
            assert_eq!(days, interval, "each answer comes when it is due");
            let next = check(&schedule, memory, days, grade, expected);
            interval = schedule.interval(next);
            memory = Some(next);
        }
    }

    #[test]
    fn answers_of_one_day_give_the_memories_of_the_algorithm() {
        let schedule = Schedule::default();
        for (first, second, stability) in [
            (Grade::Hard, Grade::Hard, 1.2931),
            (Grade::Good, Grade::Again, 0.7751),
            (Grade::Good, Grade::Good, 2.3065),
            (Grade::Easy, Grade::Easy, 13.0461),
        ] {
            let memory = schedule.after(Some(schedule.after(None, 0, first)), 0, second);
            assert!(close(memory.stability, stability), "{first:?}, {second:?}: {memory:?}");
        }
    }

    #[test]
    fn an_interval_is_the_time_until_recall_has_fallen_to_the_target() {
        let memory = Memory { stability: 100.0, difficulty: 5.0 };
        for target in [0.80, 0.85, 0.90, 0.95, 0.97] {
            let schedule = Schedule::new(None, target, None);
            let recall = schedule.recall(memory, schedule.interval(memory));
            assert!((recall - target).abs() < 0.005, "{target}: {recall}");
        }
        assert_eq!(Schedule::default().interval(memory), 100);
        assert_eq!(Schedule::new(None, 0.5, None).target(), 0.80);
        assert_eq!(Schedule::new(None, 1.0, None).target(), 0.97);
        assert_eq!(Schedule::new(None, f64::NAN, None).target(), TARGET);
        assert!((Schedule::default().recall(memory, 0) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn the_grade_follows_from_result_confidence_hints_and_time() {
        let right =
            Evidence { right: true, confidence: Some(3), took: 1_000, usual: Some(1_000), ..Evidence::default() };
        for (evidence, grade, quick) in [
            (Evidence { right: false, ..right }, Grade::Again, false),
            (Evidence { right: false, hints: 3, quick_before: true, ..right }, Grade::Again, false),
            (Evidence { hints: 1, ..right }, Grade::Hard, false),
            (Evidence { confidence: Some(1), ..right }, Grade::Hard, false),
            (Evidence { took: 2_001, ..right }, Grade::Hard, false),
            (Evidence { took: 2_000, ..right }, Grade::Good, false),
            (Evidence { confidence: Some(2), ..right }, Grade::Good, false),
            (Evidence { confidence: None, quick_before: true, ..right }, Grade::Good, false),
            (Evidence { took: 9_000_000, usual: None, ..right }, Grade::Good, false),
            (Evidence { usual: None, quick_before: true, ..right }, Grade::Good, false),
            (right, Grade::Good, true),
            (Evidence { quick_before: true, ..right }, Grade::Easy, true),
            (Evidence { quick_before: true, took: 1_001, ..right }, Grade::Good, false),
            (Evidence { usual: Some(u32::MAX), took: u32::MAX, ..right }, Grade::Good, true),
        ] {
            assert_eq!((evidence.grade(), evidence.is_quick()), (grade, quick), "{evidence:?}");
        }
    }

    #[test]
    fn before_an_exam_each_card_comes_on_two_days_and_once_in_the_last_week() {
        // The exam is on day 100: the last week is 93 to 99.
        for (last, free, days, expected, why) in [
            (50, 60, 1, 60, "it comes again long before"),
            (50, 95, 1, 95, "it comes in the last week by itself"),
            (50, 99, 3, 99, "on the eve by itself"),
            (50, 100, 3, 96, "too late: into the last week, on the day its number gives"),
            (92, 400, 9, 96, "far too late"),
            (93, 120, 2, 120, "it had its last time"),
            (93, 120, 1, 99, "seen on one day only"),
            (98, 120, 1, 99, "seen on one day only, two days before"),
            (99, 101, 1, 101, "there is no day left"),
            (100, 110, 5, 110, "the day itself"),
            (130, 140, 5, 140, "after the exam"),
        ] {
            assert_eq!(before_exam(Day(100), Day(last), Day(free), days, 3), Day(expected), "{why}");
        }
        let days: std::collections::BTreeSet<Day> =
            (0..70).map(|spread| before_exam(Day(100), Day(50), Day(150), 2, spread)).collect();
        assert_eq!(days.into_iter().collect::<Vec<_>>(), (93..100).map(Day).collect::<Vec<_>>());
    }

    #[test]
    fn new_cards_are_spread_over_the_days_before_the_last_week() {
        for (new, today, expected) in
            [(0, 0, 0), (93, 0, 1), (94, 0, 2), (10, 91, 5), (10, 92, 10), (10, 99, 10), (10, 300, 10)]
        {
            assert_eq!(new_a_day(new, Day(today), Day(100)), expected, "{new} from {today} on");
        }
    }

    #[test]
    fn what_are_no_parameters_is_not_used() {
        let usual = Schedule::default().after(None, 0, Grade::Good);
        for own in [&[][..], &[1.0; 3], &[f32::NAN; 21]] {
            assert_eq!(Schedule::new(Some(own), TARGET, None).after(None, 0, Grade::Good), usual);
        }
        let mut own = DEFAULT_PARAMETERS;
        own[2] = 5.0;
        assert_eq!(Schedule::new(Some(&own), TARGET, None).after(None, 0, Grade::Good).stability, 5.0);
    }

    #[test]
    fn tuning_wants_enough_answers_and_then_fits_them_better() {
        let few = vec![vec![(0, Grade::Good), (2, Grade::Good)]; 30];
        assert_eq!(tune(&few), Err(NotTuned::TooFew { reviews: 30 }));
        // Somebody who forgets much faster than most.
        let forgetful: Vec<Vec<(u32, Grade)>> = (0..300)
            .map(|card| {
                let second = if card % 3 == 0 { Grade::Good } else { Grade::Again };
                vec![(0, Grade::Good), (2, second), (1, Grade::Good), (3, second)]
            })
            .collect();
        let tuned = tune(&forgetful).unwrap();
        assert_eq!(tuned.reviews, 900);
        assert!(tuned.after < tuned.before, "{tuned:?}");
        assert_eq!(tune(&forgetful).unwrap(), tuned, "the same answers give the same parameters");
        let own = Schedule::new(Some(&tuned.parameters), TARGET, None);
        assert!(own.after(None, 0, Grade::Good).stability < Schedule::default().after(None, 0, Grade::Good).stability);
    }
}

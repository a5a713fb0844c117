//! Small things that several parts of an exam draw: times, the strip of questions, the list to look over.

use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::course::Course;
use crate::course::block::{Block, plain_text};
use crate::course::markdown;
use crate::course::question::QuestionId;
use crate::study::exam::ExamRecord;
use crate::study::store::Millis;
use crate::tui::theme::{Role, Theme};

/// With less than this left, the clock shows seconds.
const LAST: Millis = 5 * 60_000;

/// The time left, as a person reads it.
#[must_use]
pub fn left(time: Millis) -> String {
    if time > LAST { format!("{} min left", minutes(time)) } else { format!("{} left", clock(time)) }
}

/// How long what [`left`] says stays so, in milliseconds.
#[must_use]
pub fn until_next(time: Millis) -> u32 {
    let step = if time > LAST { 60_000 } else { 1_000 };
    // A little more, so that the clock is over the edge when it is looked at.
    u32::try_from((time - 1).max(0) % step + 1 + 5).unwrap_or(1_000)
}

/// Minutes begun.
#[must_use]
pub fn minutes(time: Millis) -> Millis {
    (time + 59_999) / 60_000
}

/// Minutes and seconds: `1:05`.
#[must_use]
pub fn clock(time: Millis) -> String {
    let seconds = time.max(0) / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The day, `2026-11-23`, UTC.
#[must_use]
pub fn day(at: Millis) -> String {
    let moment = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    moment.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// A share in percent.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// Every question as a sign, the one on the screen marked.
#[must_use]
pub fn strip(record: &ExamRecord, theme: &Theme) -> Line<'static> {
    let symbols = theme.symbols();
    let sign = |(place, item): (usize, &crate::study::exam::ExamItem)| {
        let sign = if item.answer.is_some() { symbols.full } else { symbols.empty };
        let role = match (item.flagged, item.answer.is_some()) {
            (true, _) => Role::Silent,
            (false, true) => Role::BarFull,
            (false, false) => Role::Dim,
        };
        let style = theme.style(role);
        Span::styled(sign, if place == record.at { style.add_modifier(Modifier::REVERSED) } else { style })
    };
    Line::from(record.items.iter().enumerate().map(sign).collect::<Vec<_>>())
}

/// The first paragraph of a question, in a line.
#[must_use]
pub fn stem(course: &Course, id: &QuestionId) -> String {
    let question = course.question(id).ok();
    let blocks = question.map(|question| markdown::blocks(&question.common.stem).0).unwrap_or_default();
    let first = blocks.iter().find_map(|block| match block {
        Block::Paragraph(run) => Some(plain_text(run)),
        _ => None,
    });
    first.unwrap_or_else(|| format!("question {id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_says_minutes_and_at_the_end_seconds_and_is_looked_at_when_it_changes() {
        for (time, words, next) in [
            (40 * 60_000, "40 min left", 60_005),
            (39 * 60_000 + 1, "40 min left", 6),
            (39 * 60_000, "39 min left", 60_005),
            (5 * 60_000 + 1, "6 min left", 6),
            (5 * 60_000, "5:00 left", 1_005),
            (61_200, "1:01 left", 205),
            (0, "0:00 left", 6),
        ] {
            assert_eq!((left(time).as_str(), until_next(time)), (words, next), "{time}");
        }
    }
}

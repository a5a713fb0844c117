//! Days on which a page was read.

/// Before this day nothing of the course existed, and what was read then must be read again.
const FIRST: &str = "2024-01-01";

/// What is wrong with the day a page is said to have been read on, `today` being `2026-11-23` or so; `None` when it may be true.
pub(super) fn fault(day: &str, today: &str) -> Option<String> {
    if !is_day(day) {
        Some(format!("`{day}` is no day: write it as `2026-11-23`"))
    } else if day > today {
        Some(format!("`{day}` is still to come, today is {today}: say when the page was read"))
    } else if day < FIRST {
        Some(format!("`{day}` is too long ago: read the page again, and say when"))
    } else {
        None
    }
}

/// Whether `text` is a day of the calendar, `2026-11-23`. Such texts stand in the order of their days.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, digits: usize| {
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_was_read_on_a_day_of_the_calendar_that_has_come() {
        for (day, words) in [
            ("2026-11-23", None),
            ("2026-11-22", None),
            ("2024-02-29", None),
            ("2026-11-24", Some("still to come")),
            ("2027-01-01", Some("still to come")),
            ("2023-12-31", Some("too long ago")),
            ("2026-02-29", Some("no day")),
            ("2026-13-01", Some("no day")),
            ("2026-04-31", Some("no day")),
            ("26-11-23", Some("no day")),
            ("2026-11", Some("no day")),
            ("23.11.2026", Some("no day")),
        ] {
            let fault = fault(day, "2026-11-23");
            assert_eq!(fault.is_some(), words.is_some(), "{day}: {fault:?}");
            assert!(fault.is_none_or(|fault| fault.contains(words.unwrap())), "{day}");
        }
    }
}

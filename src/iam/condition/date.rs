//! Dates: the W3C profile of ISO 8601, or seconds since 1970
//! (AWS: "IAM JSON policy elements: Condition operators", Date condition operators).

/// A moment: nanoseconds since the beginning of 1970, UTC.
pub type Moment = i128;

const NANOS: i128 = 1_000_000_000;

/// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `YYYY-MM-DDThh:mmTZD`, `…:ssTZD`, `…:ss.sTZD` with `Z` or an offset, or whole
/// seconds since 1970. What is left out counts from the beginning: a date alone means its midnight in UTC. Four digits are
/// a year.
#[must_use]
pub fn parse(text: &str) -> Option<Moment> {
    if text.len() != 4 && text.strip_prefix('-').unwrap_or(text).bytes().all(|b| b.is_ascii_digit()) {
        return text.parse::<i64>().ok().map(|seconds| i128::from(seconds) * NANOS);
    }
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |month| number(month, 2))?;
    let (day, has_day) = match parts.next() {
        Some(day) => (number(day, 2)?, true),
        None => (1, false),
    };
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let midnight = days_since_1970(year, month, day) * 86_400 * NANOS;
    match time {
        Some(time) if has_day => Some(midnight + since_midnight(time)?),
        Some(_) => None,
        None => Some(midnight),
    }
}

/// Reads `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s` with its zone; nanoseconds since midnight UTC, which may be negative.
fn since_midnight(text: &str) -> Option<i128> {
    let (clock, offset) = match text.strip_suffix('Z') {
        Some(clock) => (clock, 0),
        None => {
            let (clock, zone) = text.split_at_checked(text.len().checked_sub(6)?)?;
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let minutes = within(number(hours, 2)?, 23)? * 60 + within(number(minutes, 2)?, 59)?;
            match zone.bytes().next()? {
                b'+' => (clock, minutes),
                b'-' => (clock, -minutes),
                _ => return None,
            }
        }
    };
    let mut parts = clock.split(':');
    let hours = within(number(parts.next()?, 2)?, 23)?;
    let minutes = within(number(parts.next()?, 2)?, 59)?;
    let (seconds, nanos) = match parts.next() {
        None => (0, 0),
        Some(text) => match text.split_once('.') {
            None => (within(number(text, 2)?, 59)?, 0),
            Some((seconds, fraction)) => (within(number(seconds, 2)?, 59)?, fraction_of_second(fraction)?),
        },
    };
    if parts.next().is_some() {
        return None;
    }
    Some(((hours * 60 + minutes - offset) * 60 + seconds) * NANOS + nanos)
}

/// Digits behind the point as nanoseconds; what is finer is dropped.
fn fraction_of_second(digits: &str) -> Option<i128> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let padded = digits.bytes().chain(std::iter::repeat(b'0')).take(9);
    Some(padded.fold(0, |sum, digit| sum * 10 + i128::from(digit - b'0')))
}

/// Exactly `width` digits.
fn number(text: &str, width: usize) -> Option<i128> {
    let fits = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

fn within(number: i128, most: i128) -> Option<i128> {
    (number <= most).then_some(number)
}

fn is_leap(year: i128) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i128, month: i128) -> i128 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, counted in years that begin in March.
fn days_since_1970(year: i128, month: i128, day: i128) -> i128 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_form_is_read() {
        for (text, seconds) in [
            ("1970", 0),
            ("2026", 1_767_225_600),
            ("2026-01", 1_767_225_600),
            ("2026-01-01", 1_767_225_600),
            ("2026-01-01T00:00Z", 1_767_225_600),
            ("2026-01-01T00:00:01Z", 1_767_225_601),
            ("2026-01-01T02:00:01+02:00", 1_767_225_601),
            ("2025-12-31T19:00:01-05:00", 1_767_225_601),
            ("1767225600", 1_767_225_600),
            ("2024-02-29", 1_709_164_800),
            ("1969-12-31T23:59:59Z", -1),
            ("-1", -1),
            ("0001-01-01", -62_135_596_800),
        ] {
            assert_eq!(parse(text), Some(seconds * NANOS), "{text}");
        }
        assert_eq!(parse("1970-01-01T00:00:00.25Z"), Some(250_000_000));
    }

    #[test]
    fn agrees_with_a_calendar_library() {
        for days in (-200_000..200_000).step_by(379) {
            let moment = jiff::Timestamp::from_second(days * 86_400).unwrap();
            assert_eq!(parse(&moment.to_string()), Some(moment.as_nanosecond()), "{moment}");
        }
    }

    #[test]
    fn other_texts_are_no_dates() {
        for text in [
            "",
            "-",
            "26",
            "x",
            "2026-1-1",
            "2026-00-01",
            "2026-13-01",
            "2026-02-29",
            "2026-01-01T",
            "2026-01-01T00:00",
            "2026-01-01T00:00:00",
            "2026-01T00:00Z",
            "2026-01-01T24:00Z",
            "2026-01-01T00:60Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01 00:00Z",
            "2026-01-01T00:00+2:00",
            "2026-01-01T00:00:00:00Z",
            "2026-01-01-01",
            "1.5",
            "2026-01-01T00:00z",
            "\u{e9}\u{e9}\u{e9}\u{e9}T00:00Z",
            "2026-01-01T0\u{e9}\u{e9}\u{e9}",
            "99999999999999999999",
        ] {
            if text == "26" {
                assert_eq!(parse(text), Some(26 * NANOS), "two digits are seconds");
            } else {
                assert_eq!(parse(text), None, "{text}");
            }
        }
    }
}

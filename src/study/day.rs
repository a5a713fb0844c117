//! Days as a learner counts them: from four in the morning to four in the morning, where they are. Who goes on after midnight
//! is still in the same day.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Unit};

use crate::study::store::Millis;

/// The hour at which a day begins.
const BEGINS: i8 = 4;

/// A day: how many passed since 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(pub i32);

/// A point in time, and the learner's day that it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// Milliseconds since 1970, UTC.
    pub at: Millis,
    /// The day.
    pub day: Day,
}

impl Moment {
    /// The moment `at` in this time zone.
    #[must_use]
    pub fn of(at: Millis, zone: &TimeZone) -> Self {
        Self { at, day: Day::of(at, zone) }
    }
}

impl Day {
    /// The day that a time is in. A time beyond the calendar's ends counts as the end.
    #[must_use]
    pub fn of(at: Millis, zone: &TimeZone) -> Self {
        let time = Timestamp::from_millisecond(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX });
        // By the clock on the wall: a day of 23 or 25 hours is a day.
        let local = time.to_zoned(zone.clone()).datetime();
        let today = Self::from_date(local.date());
        if local.hour() < BEGINS { today.plus(-1) } else { today }
    }

    /// When it begins.
    #[must_use]
    pub fn begins(self, zone: &TimeZone) -> Millis {
        let begins = self.date().at(BEGINS, 0, 0, 0).to_zoned(zone.clone());
        begins.map_or(i64::from(self.0).saturating_mul(86_400_000), |begins| begins.timestamp().as_millisecond())
    }

    /// The day of a date in the calendar.
    #[must_use]
    pub fn from_date(date: Date) -> Self {
        let since = date.since((Unit::Day, Date::constant(1970, 1, 1)));
        Self(since.map_or(0, |span| span.get_days()))
    }

    /// Its date in the calendar, or the calendar's end.
    #[must_use]
    pub fn date(self) -> Date {
        let end = if self.0 < 0 { Date::MIN } else { Date::MAX };
        Span::new().try_days(self.0).map_or(end, |span| Date::constant(1970, 1, 1).saturating_add(span))
    }

    /// So many days later; earlier where it is negative.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The Monday of its week.
    #[must_use]
    pub fn monday(self) -> Self {
        // 1 January 1970 was a Thursday.
        self.plus(-(self.0.rem_euclid(7) + 3) % 7)
    }

    /// Days that passed since `earlier`, none where that is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> u32 {
        u32::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.date())
    }
}

impl std::str::FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        text.parse().map(Self::from_date).map_err(|_| NoDay(text.to_owned()))
    }
}

impl TryFrom<String> for Day {
    type Error = NoDay;

    fn try_from(text: String) -> Result<Self, NoDay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

/// The text is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no day; write it as 2026-11-23")]
pub struct NoDay(String);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Millis {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    /// Berlin's rules, written out so that the test needs no table of the machine: an hour ahead, two in summer.
    fn berlin() -> TimeZone {
        TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
    }

    #[test]
    fn a_day_ends_at_four_in_the_morning_on_the_wall() {
        let newfoundland = TimeZone::posix("NST3:30NDT,M3.2.0,M11.1.0").unwrap();
        for (zone, time, day) in [
            (TimeZone::UTC, "2026-11-23T03:59:59Z", "2026-11-22"),
            (TimeZone::UTC, "2026-11-23T04:00:00Z", "2026-11-23"),
            (TimeZone::UTC, "2026-11-24T00:30:00Z", "2026-11-23"),
            (berlin(), "2026-11-23T02:59:59Z", "2026-11-22"),
            (berlin(), "2026-11-23T03:00:00Z", "2026-11-23"),
            (berlin(), "2026-07-01T01:59:59Z", "2026-06-30"),
            (berlin(), "2026-07-01T02:00:00Z", "2026-07-01"),
            (newfoundland, "2026-11-23T07:29:59Z", "2026-11-22"),
        ] {
            assert_eq!(Day::of(at(time), &zone).to_string(), day, "{time}");
        }
    }

    #[test]
    fn the_days_on_which_the_clocks_change_are_days_like_others() {
        // In Berlin 29 March 2026 has 23 hours, 25 October 25.
        for (date, hours) in [("2026-03-27", 24), ("2026-03-28", 23), ("2026-10-24", 25), ("2026-10-25", 24)] {
            let day: Day = date.parse().unwrap();
            let (begins, next) = (day.begins(&berlin()), day.plus(1).begins(&berlin()));
            assert_eq!(next - begins, hours * 3_600_000, "{date}");
            assert_eq!(Day::of(begins, &berlin()), day);
            assert_eq!(Day::of(next - 1, &berlin()), day);
            assert_eq!(Day::of(next, &berlin()), day.plus(1));
        }
    }

    #[test]
    fn days_are_counted_across_months_and_leap_years_and_never_below_none() {
        for (from, to, days) in [
            ("2026-11-23", "2026-11-23", 0),
            ("2028-02-28", "2028-03-01", 2),
            ("2026-12-31", "2027-01-01", 1),
            ("2027-01-01", "2026-12-31", 0),
        ] {
            assert_eq!(to.parse::<Day>().unwrap().since(from.parse().unwrap()), days, "{from} to {to}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_hold() {
        for day in [i32::MIN, -1, 0, 1, 20_000, i32::MAX] {
            let day = Day(day);
            assert_eq!(day.begins(&TimeZone::UTC) < 0, day.0 < 0, "{day}");
        }
        assert!(Day::of(Millis::MIN, &berlin()) < Day(0) && Day::of(Millis::MAX, &berlin()) > Day(0));
        assert_eq!(
            "23 November".parse::<Day>().unwrap_err().to_string(),
            "`23 November` is no day; write it as 2026-11-23"
        );
    }
}

//! The clock: the one place where a command learns the time.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::study::store::Millis;

/// Now, in milliseconds since 1970, UTC. A clock set before 1970 reads as 1970.
#[must_use]
pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

/// The latest day that it is anywhere on Earth, `2026-11-23`: what somebody east of here wrote down this morning is no day to come.
#[must_use]
pub fn today() -> String {
    let east = jiff::tz::Offset::constant(14).to_time_zone();
    jiff::Timestamp::from_millisecond(now()).unwrap_or_default().to_zoned(east).date().to_string()
}

/// A number that is another one each time, short enough to be typed again.
#[must_use]
pub fn number() -> u64 {
    u64::try_from(now()).unwrap_or_default() % 100_000
}

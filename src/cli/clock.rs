//! The clock: the one place where a command learns the time.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::study::store::Millis;

/// Now, in milliseconds since 1970, UTC. A clock set before 1970 reads as 1970.
#[must_use]
pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

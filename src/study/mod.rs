//! What a learner did: answers, lab results, drafts, reading positions, settings; kept so that nothing is lost.
//!
//! The clock comes in as an argument: times are milliseconds since 1970, UTC. Only [`store`] knows files.

pub mod progress;
pub mod recall;
pub mod store;

pub use store::{Store, StoreError};

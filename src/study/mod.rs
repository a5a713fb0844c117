//! What a learner did: answers, lab results, drafts, reading positions, settings; kept so that nothing is lost.
//!
//! The clock comes in as an argument: times are milliseconds since 1970, UTC. Only [`store`] knows files.

pub mod cards;
pub mod day;
pub mod decks;
pub mod drill;
pub mod exam;
pub mod figures;
pub mod pairs;
pub mod progress;
pub mod recall;
pub mod schedule;
pub mod session;
pub mod settings;
pub mod store;

pub use store::{Store, StoreError};

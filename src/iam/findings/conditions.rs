//! What is found in conditions: keys, operators and values that do not go together.

use super::Finding;

/// In the order in which a person meets them.
pub(in crate::iam) const CONDITIONS: &[Finding] = &[];

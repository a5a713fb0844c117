//! What is found in principals: who is let in, and what must be asked of them.

use super::Finding;

/// In the order in which a person meets them.
pub(in crate::iam) const PRINCIPALS: &[Finding] = &[];

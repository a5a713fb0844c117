//! What says nothing, or says it twice.

use super::Finding;

/// In the order in which a person meets them.
pub(in crate::iam) const TIDY: &[Finding] = &[];

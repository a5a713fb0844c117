//! What is granted more widely than its author is likely to want: passing roles, everything at once, complements.

use super::Finding;

/// In the order in which a person meets them.
pub(in crate::iam) const GRANTING: &[Finding] = &[];

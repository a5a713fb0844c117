//! What says nothing, or says it twice.

use super::Finding;

/// In the order in which a person meets them.
pub(super) const TABLE: &[Finding] = &[];

//! Names that AWS does not have: services, actions, resources, the parts of ARNs.

use super::Finding;

/// In the order in which a person meets them.
pub(in crate::iam) const NAMES: &[Finding] = &[];

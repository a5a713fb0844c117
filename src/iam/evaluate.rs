//! Decides a request: one code path for the decision and for the way to it.

use crate::iam::request::{Policies, Request};
use crate::iam::trace::{Decision, Reason, Trace};

/// Decides, and says nothing.
#[must_use]
pub fn decide(request: &Request, policies: &Policies) -> Decision {
    let _ = (request, policies);
    Decision { reason: Reason::NoIdentityAllow }
}

/// Decides, and keeps the way. The decision is that of [`decide`], always.
#[must_use]
pub fn trace(request: &Request, policies: &Policies) -> Trace {
    Trace { layers: Vec::new(), decision: decide(request, policies), unspecified: Vec::new() }
}

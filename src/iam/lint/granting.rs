//! Permissions that are wider than they look: passing roles, everything at once, complements.

use super::Document;
use crate::diagnostic::Diagnostic;

/// Adds what is found.
pub(super) fn check(_document: &Document<'_>, _findings: &mut Vec<Diagnostic>) {}

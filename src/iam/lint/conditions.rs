//! Conditions: keys that are never there, operators that do not fit, values that never match.

use super::Document;
use crate::diagnostic::Diagnostic;

/// Adds what is found.
pub(super) fn check(_document: &Document<'_>, _findings: &mut Vec<Diagnostic>) {}

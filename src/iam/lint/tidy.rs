//! What says nothing, or says it twice.

use super::Document;
use crate::diagnostic::Diagnostic;

/// Adds what is found.
pub(super) fn check(_document: &Document<'_>, _findings: &mut Vec<Diagnostic>) {}

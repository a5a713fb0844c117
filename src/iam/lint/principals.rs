//! Who is let in, and what is asked of them.

use super::Document;
use crate::diagnostic::Diagnostic;

/// Adds what is found.
pub(super) fn check(_document: &Document<'_>, _findings: &mut Vec<Diagnostic>) {}

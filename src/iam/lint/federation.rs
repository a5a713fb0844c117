//! Trust in identity providers: which claims must be asked of whoever holds a token.

use super::Document;
use crate::diagnostic::Diagnostic;

/// Adds what is found.
pub(super) fn check(_document: &Document<'_>, _findings: &mut Vec<Diagnostic>) {}

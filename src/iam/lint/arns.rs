//! Resources: the parts of an ARN, and whether it is one that the actions work on.

mod fit;
mod parts;
mod shape;

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::iam::pattern::ResourcePattern;
use crate::text::Spanned;
use shape::{Formats, Parts};

/// Adds what is found.
pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let formats = Formats::default();
    for statement in &document.policy.statements {
        let Some(element) = &statement.resource else { continue };
        let mut resources = Vec::with_capacity(element.entries.len());
        for entry in &element.entries {
            let Some(parts) = parts_of(entry) else { continue };
            let found = findings.len();
            parts::check(document, entry, &parts, &formats, findings);
            // What an ARN with a slip was meant to cover, nobody knows.
            let is_sound = findings.len() == found && parts.count == 6 && !parts.has_early_variable();
            resources.push(fit::Resource { entry, parts, is_sound });
        }
        // Among all resources there is one that fits.
        if resources.len() == element.entries.len() && !element.negated && !statement.action.negated {
            fit::check(document, statement, &resources, findings);
        }
    }
}

/// The parts of an ARN; `None` of a pattern that covers every resource.
fn parts_of(entry: &Spanned<ResourcePattern>) -> Option<Parts<'_>> {
    let text = entry.value.as_str();
    text.starts_with("arn:").then(|| Parts::of(text))
}

#[cfg(test)]
mod tests;

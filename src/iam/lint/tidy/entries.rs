//! Entries of one list that another entry of it makes superfluous: actions, resources, principals, condition values.

use std::cmp::Reverse;
use std::mem::discriminant;

use super::{Document, mended, repeated};
use crate::diagnostic::Diagnostic;
use crate::iam::findings::{
    Finding, REDUNDANT_ACTION, REDUNDANT_CONDITION_VALUE, REDUNDANT_PRINCIPAL, REDUNDANT_RESOURCE,
};
use crate::iam::policy::{ConditionLine, Statement};
use crate::iam::principal::PrincipalEntry;
use crate::text::Spanned;

/// Adds what is found in the lists of a statement.
pub(super) fn check(document: &Document<'_>, statement: &Statement, findings: &mut Vec<Diagnostic>) {
    let version = document.policy.version;
    let actions = &statement.action.entries;
    let of_action = |at: usize| actions.get(at).map(|entry| (entry.value.as_str(), entry.value.fixed().len()));
    let covers = |wide: usize, narrow: usize| match (actions.get(wide), actions.get(narrow)) {
        (Some(wide), Some(narrow)) => wide.value.covers(&narrow.value),
        _ => false,
    };
    for (narrow, wide) in superfluous(actions.len(), of_action, true, covers) {
        if let (Some(narrow), Some(wide)) = (actions.get(narrow), actions.get(wide)) {
            let texts = (narrow.value.as_str(), wide.value.as_str());
            let is_same = texts.0.eq_ignore_ascii_case(texts.1);
            let finding = redundant(&REDUNDANT_ACTION, &Spanned::new(texts.0, narrow.range), texts.1, is_same);
            findings.push(mended(finding, document, narrow.range));
        }
    }
    if let Some(element) = &statement.resource {
        let resources = &element.entries;
        let of_resource = |at: usize| resources.get(at).map(|entry| (entry.value.as_str(), entry.value.fixed().len()));
        let covers = |wide: usize, narrow: usize| match (resources.get(wide), resources.get(narrow)) {
            (Some(wide), Some(narrow)) => wide.value.covers(&narrow.value, version),
            _ => false,
        };
        for (narrow, wide) in superfluous(resources.len(), of_resource, false, covers) {
            if let (Some(narrow), Some(wide)) = (resources.get(narrow), resources.get(wide)) {
                let texts = (narrow.value.as_str(), wide.value.as_str());
                let is_same = texts.0 == texts.1;
                let finding = redundant(&REDUNDANT_RESOURCE, &Spanned::new(texts.0, narrow.range), texts.1, is_same);
                findings.push(mended(finding, document, narrow.range));
            }
        }
    }
    principals(document, statement, findings);
    for line in &statement.conditions {
        values(document, line, findings);
    }
}

fn redundant(finding: &Finding, narrow: &Spanned<&str>, wide: &str, is_same: bool) -> Diagnostic {
    let text = narrow.value;
    if is_same {
        finding.at(narrow.range, format!("`{text}` stands in this list twice")).with_help("take one of the two out")
    } else {
        finding
            .at(narrow.range, format!("`{text}` is covered by `{wide}` in the same list, so it changes nothing"))
            .with_help(format!("take it out; or take `{wide}` out, if that is more than you mean"))
    }
}

/// How many of the entries that begin alike one is compared with: a list of thousands of patterns must not stop the typing.
pub(super) const COMPARED: usize = 64;

/// Pairs (superfluous entry, one that covers it) of a list of `count`, by number, each superfluous entry once. `of` gives
/// an entry's text, and how many of its bytes stand before the first wildcard.
///
/// A pattern covers only what begins as it does. So, in the order of these beginnings, everything that may cover an entry
/// is on a stack of beginnings of one another; nothing else is looked at.
pub(super) fn superfluous<'t>(
    count: usize,
    of: impl Fn(usize) -> Option<(&'t str, usize)>,
    ignore_case: bool,
    covers: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    if count < 2 {
        return Vec::new();
    }
    let stars = |text: &str| text.bytes().filter(|byte| *byte == b'*').count();
    let mut entries: Vec<(String, usize, Reverse<usize>, usize)> = (0..count)
        .filter_map(|at| {
            let (text, fixed) = of(at)?;
            let begin = text.get(..fixed)?;
            let begin = if ignore_case { begin.to_ascii_lowercase() } else { begin.to_owned() };
            let stars = stars(text);
            // Of those that begin alike, what covers has no more characters to match, and no fewer stars.
            Some((begin, text.len() - stars, Reverse(stars), at))
        })
        .collect();
    entries.sort_unstable();
    let mut pairs = Vec::new();
    let mut above: Vec<(&str, usize)> = Vec::new();
    for (begin, _, _, at) in &entries {
        while above.pop_if(|(shorter, _)| !begin.starts_with(*shorter)).is_some() {}
        match above.iter().take(COMPARED).find(|(_, wide)| covers(*wide, *at)) {
            Some((_, wide)) => pairs.push((*at, *wide)),
            None => above.push((begin, *at)),
        }
    }
    pairs
}

fn principals(document: &Document<'_>, statement: &Statement, findings: &mut Vec<Diagnostic>) {
    let Some(element) = &statement.principal else { return };
    let key = |entry: &Spanned<PrincipalEntry>| discriminant(&entry.value);
    for entry in repeated(&element.entries, |entry| (key(entry), entry.value.as_str())) {
        let message = format!("`{}` stands in this list already, in this or another spelling", entry.value.as_str());
        let finding = REDUNDANT_PRINCIPAL.at(entry.range, message).with_help("take one of the two out");
        findings.push(mended(finding, document, entry.range));
    }
}

fn values(document: &Document<'_>, line: &ConditionLine, findings: &mut Vec<Diagnostic>) {
    for value in repeated(&line.values, |value| value.value.as_str()) {
        let message = format!("`{}` is a value of `{}` already", value.value, line.key.value);
        let finding = REDUNDANT_CONDITION_VALUE.at(value.range, message).with_help("take one of the two out");
        findings.push(mended(finding, document, value.range));
    }
}

//! What says nothing, or says it twice.
//!
//! Decided by what is written, entry by entry: whatever is called superfluous here can be taken out and no decision changes.

mod entries;
mod statements;

use std::collections::HashSet;
use std::hash::Hash;

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::iam::findings::{MISSING_ALLOW, UNIQUE_SIDS_RECOMMENDED};
use crate::iam::json::{Token, TokenKind};
use crate::iam::policy::{Effect, PolicyKind};
use crate::text::{Edit, TextRange};

/// Adds what is found.
pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    for statement in &document.policy.statements {
        entries::check(document, statement, findings);
    }
    statements::check(document, findings);
    let written = document.parse.root.as_ref().and_then(|root| root.get("Statement"));
    repeated_sids(document, findings);
    missing_allow(document, written.map_or(0, |node| node.items().len()), findings);
}

/// In the kinds of policy in which AWS takes a name twice.
fn repeated_sids(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    if !matches!(document.kind, PolicyKind::Resource | PolicyKind::Scp | PolicyKind::Rcp) {
        return;
    }
    let sids = document.policy.statements.iter().filter_map(|statement| statement.sid.as_ref());
    let sids = sids.filter(|sid| !sid.value.is_empty());
    for sid in repeated(sids, |sid| sid.value.as_str()) {
        let message = format!("another statement is named `{}` already", sid.value);
        findings.push(UNIQUE_SIDS_RECOMMENDED.at(sid.range, message).with_help("give each statement its own name"));
    }
}

/// A document that has to allow something and only denies. What could not be read may have been the `Allow`.
fn missing_allow(document: &Document<'_>, written: usize, findings: &mut Vec<Diagnostic>) {
    let statements = &document.policy.statements;
    let (message, help) = match document.kind {
        PolicyKind::Boundary => (
            "this boundary allows nothing, so whoever has it may do nothing at all",
            "a boundary is the most that is allowed: add a statement with `Allow`, and deny from that",
        ),
        PolicyKind::Trust => (
            "this trust policy allows nobody, so nobody can assume the role",
            "add a statement with `Allow` that names who may",
        ),
        _ => return,
    };
    let denies = statements.iter().all(|statement| statement.effect.value == Effect::Deny);
    if let Some(root) = &document.parse.root
        && denies
        && !statements.is_empty()
        && statements.len() == written
    {
        let start = root.range.start as usize;
        findings.push(MISSING_ALLOW.at(TextRange::new(start, start + 1), message).with_help(help));
    }
}

/// Those of `things` whose key another one before had.
fn repeated<T: Copy, K: Hash + Eq>(
    things: impl IntoIterator<Item = T>,
    key: impl Fn(T) -> K,
) -> impl Iterator<Item = T> {
    let mut seen = HashSet::new();
    things.into_iter().filter(move |thing| !seen.insert(key(*thing)))
}

/// A finding with the edit that takes out the entry or member at `range`.
fn mended(finding: Diagnostic, document: &Document<'_>, range: TextRange) -> Diagnostic {
    match take_out(document, range) {
        Some(edit) => finding.with_fix(edit),
        None => finding,
    }
}

/// The edit that takes an entry out of its list or a member out of its object, and one comma with it; what stands behind
/// moves into its place. `None` when it stands alone, or next to a comment.
fn take_out(document: &Document<'_>, range: TextRange) -> Option<Edit> {
    let tokens = &document.parse.tokens;
    let first = tokens.partition_point(|token| token.range.start < range.start);
    let behind = tokens.partition_point(|token| token.range.start < range.end);
    let is_comma = |token: &&Token| token.kind == TokenKind::Punctuation && token.range.slice(document.text) == ",";
    let is_code = |token: &&Token| token.kind != TokenKind::Comment;
    let edit = |start: u32, end: u32| Edit { range: TextRange { start, end }, insert: String::new() };
    if tokens.get(behind).filter(is_comma).is_some() {
        let next = tokens.get(behind + 1).filter(is_code)?;
        return Some(edit(range.start, next.range.start));
    }
    tokens.get(first.checked_sub(1)?).filter(is_comma)?;
    let before = tokens.get(first.checked_sub(2)?).filter(is_code)?;
    Some(edit(before.range.end, range.end))
}

#[cfg(test)]
mod tests;

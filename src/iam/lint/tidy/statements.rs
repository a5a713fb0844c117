//! Statements that another statement makes superfluous.

use super::{Document, mended};
use crate::diagnostic::Diagnostic;
use crate::iam::findings::REDUNDANT_STATEMENT;
use crate::iam::policy::{ConditionLine, Element, Statement, Version};
use crate::text::{Spanned, TextRange};

/// How many pairs of entries are compared in one document, and with how many statements each: a long one must not stop the
/// typing.
const COMPARED: usize = 200_000;
const STATEMENTS: usize = 128;

/// Adds what is found.
pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let (statements, version) = (&document.policy.statements, document.policy.version);
    let mut left = COMPARED;
    for narrow in statements {
        let wide = statements.iter().take(STATEMENTS).find(|wide| {
            // Of two that say the same, the later one is superfluous.
            wide.index != narrow.index
                && covers(wide, narrow, version, &mut left)
                && (wide.index < narrow.index || !covers(narrow, wide, version, &mut left))
        });
        let Some(wide) = wide else { continue };
        let asks_less = wide.conditions.len() < narrow.conditions.len();
        let message = if asks_less {
            format!("{} says this already, and asks for less, so this condition changes nothing", name(wide))
        } else {
            format!("{} says all of this already, so this statement changes nothing", name(wide))
        };
        let help = "take it out; or narrow the other one, if that is more than you mean";
        let start = narrow.range.start as usize;
        let finding = REDUNDANT_STATEMENT.at(TextRange::new(start, start + 1), message).with_help(help);
        findings.push(mended(finding, document, narrow.range));
    }
}

/// What a person calls a statement.
fn name(statement: &Statement) -> String {
    match &statement.sid {
        Some(sid) if !sid.value.is_empty() => format!("the statement `{}`", sid.value),
        _ => format!("statement {}", statement.index + 1),
    }
}

/// Whether `wide` applies wherever `narrow` does, with the same effect. `left` is how many comparisons may still be made.
fn covers(wide: &Statement, narrow: &Statement, version: Version, left: &mut usize) -> bool {
    wide.effect.value == narrow.effect.value
        && wide.conditions.iter().all(|line| narrow.conditions.iter().any(|other| is_same_line(line, other)))
        && element_covers(&wide.action, &narrow.action, left, |wide, narrow| wide.covers(narrow))
        && match (&wide.resource, &narrow.resource) {
            (Some(wide), Some(narrow)) => {
                element_covers(wide, narrow, left, |wide, narrow| wide.covers(narrow, version))
            }
            (None, None) => true,
            _ => false,
        }
        && match (&wide.principal, &narrow.principal) {
            (Some(wide), Some(narrow)) => {
                element_covers(wide, narrow, left, PartialEq::eq) && element_covers(narrow, wide, left, PartialEq::eq)
            }
            (None, None) => true,
            _ => false,
        }
}

/// Whether an element names everything that another one names. Of two `Not` forms the one that lists less names more.
fn element_covers<T>(
    wide: &Element<T>,
    narrow: &Element<T>,
    left: &mut usize,
    covers: impl Fn(&T, &T) -> bool,
) -> bool {
    if wide.negated != narrow.negated {
        return false;
    }
    let (outer, inner) = if wide.negated { (narrow, wide) } else { (wide, narrow) };
    let mut within = |entry: &Spanned<T>| {
        outer.entries.iter().any(|other| {
            let may = *left > 0;
            *left = left.saturating_sub(1);
            may && covers(&other.value, &entry.value)
        })
    };
    inner.entries.iter().all(&mut within)
}

/// Whether two lines of conditions ask the same.
fn is_same_line(a: &ConditionLine, b: &ConditionLine) -> bool {
    let has = |values: &[Spanned<String>], wanted: &Spanned<String>| values.iter().any(|v| v.value == wanted.value);
    a.operator.value == b.operator.value
        && a.key.value.eq_ignore_ascii_case(&b.key.value)
        && a.values.iter().all(|value| has(&b.values, value))
        && b.values.iter().all(|value| has(&a.values, value))
}

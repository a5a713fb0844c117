//! Colours of a policy by what its words mean: keys, effects, actions, ARNs, variables, wildcards.
//!
//! Made from the reader's own tokens, so that it works while the text is broken, and knows an action from an ARN.

use ratatui::text::{Line, Span};

use crate::iam::json::{self, Token, TokenKind};
use crate::text::TextRange;
use crate::tui::theme::{Role, Theme};

/// The role of every piece of `text` that has one, in order, without overlap.
#[must_use]
pub fn policy_roles(text: &str) -> Vec<(TextRange, Role)> {
    let parse = json::parse(text);
    roles_of(text, &parse.tokens)
}

/// The same from tokens that were read already.
#[must_use]
pub fn roles_of(text: &str, tokens: &[Token]) -> Vec<(TextRange, Role)> {
    let mut roles = Vec::new();
    // The key whose values follow, and the depth of brackets at which it stands.
    let mut keys: Vec<&str> = Vec::new();
    let mut last_key = "";
    for token in tokens {
        let written = token.range.slice(text);
        match token.kind {
            TokenKind::Punctuation => {
                match written {
                    "{" | "[" => keys.push(last_key),
                    "}" | "]" => {
                        last_key = keys.pop().unwrap_or_default();
                    }
                    _ => {}
                }
                roles.push((token.range, Role::CodePunctuation));
            }
            TokenKind::Key => {
                last_key = written.trim_matches('"');
                let in_condition = keys.contains(&"Condition");
                roles.push((token.range, if in_condition { Role::Condition } else { Role::CodeKey }));
            }
            TokenKind::String => string(&mut roles, token.range, written, last_key),
            TokenKind::Number | TokenKind::Word => roles.push((token.range, Role::CodeNumber)),
            TokenKind::Comment => roles.push((token.range, Role::CodeComment)),
            TokenKind::Junk => roles.push((token.range, Role::Error)),
        }
    }
    roles
}

/// A string value: what it is follows from its key and its form.
fn string(roles: &mut Vec<(TextRange, Role)>, range: TextRange, written: &str, key: &str) {
    let base = match (key, written) {
        (_, "\"Allow\"") => return roles.push((range, Role::EffectAllow)),
        (_, "\"Deny\"") => return roles.push((range, Role::EffectDeny)),
        ("Action" | "NotAction", _) => Role::Action,
        (_, text) if text.starts_with("\"arn:") => Role::Arn,
        ("Resource" | "NotResource" | "AWS" | "Federated", _) => Role::Arn,
        ("Service", _) => Role::Action,
        _ => Role::CodeString,
    };
    let patterned = matches!(base, Role::Action | Role::Arn);
    let start = range.start as usize;
    let mut from = 0;
    let mut rest = written.char_indices().peekable();
    let push = |roles: &mut Vec<(TextRange, Role)>, a: usize, b: usize, role: Role| {
        if a < b {
            roles.push((TextRange::new(start + a, start + b), role));
        }
    };
    while let Some((at, character)) = rest.next() {
        match character {
            '*' | '?' if patterned => {
                push(roles, from, at, base);
                push(roles, at, at + 1, Role::Wildcard);
                from = at + 1;
            }
            '$' if rest.peek().is_some_and(|(_, next)| *next == '{') => {
                push(roles, from, at, base);
                let end = written.get(at..).and_then(|tail| tail.find('}')).map_or(written.len(), |n| at + n + 1);
                push(roles, at, end, Role::Variable);
                from = end;
                while rest.peek().is_some_and(|(next, _)| *next < end) {
                    rest.next();
                }
            }
            _ => {}
        }
    }
    push(roles, from, written.len(), base);
}

/// A policy as lines to draw.
#[must_use]
pub fn policy_lines(text: &str, theme: &Theme) -> Vec<Line<'static>> {
    coloured_lines(text, &policy_roles(text), theme)
}

/// A text as lines, coloured by roles (in order, without overlap; what lies between is plain).
#[must_use]
pub fn coloured_lines(text: &str, roles: &[(TextRange, Role)], theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = vec![Vec::new()];
    let mut at = 0;
    let mut put = |piece: &str, role: Role| {
        for (i, part) in piece.split('\n').enumerate() {
            if i > 0 {
                lines.push(Vec::new());
            }
            if let (false, Some(line)) = (part.is_empty(), lines.last_mut()) {
                line.push(Span::styled(part.replace('\t', "  "), theme.style(role)));
            }
        }
    };
    for (range, role) in roles {
        put(text.get(at..range.start as usize).unwrap_or_default(), Role::Text);
        put(range.slice(text), *role);
        at = range.end as usize;
    }
    put(text.get(at..).unwrap_or_default(), Role::Text);
    lines.into_iter().map(Line::from).collect()
}

/// The spans of the piece of `text` between two offsets, coloured by roles, appended to `spans`.
pub fn spans_between(
    text: &str,
    from: usize,
    to: usize,
    roles: &[(TextRange, Role)],
    theme: &Theme,
    spans: &mut Vec<Span<'static>>,
) {
    let mut at = from;
    let mut put = |a: usize, b: usize, role: Role| {
        if let Some(piece) = text.get(a..b).filter(|piece| !piece.is_empty()) {
            spans.push(Span::styled(piece.to_owned(), theme.style(role)));
        }
    };
    for (range, role) in roles {
        let (start, end) = ((range.start as usize).max(from), (range.end as usize).min(to));
        if start < end && start >= at {
            put(at, start, Role::Text);
            put(start, end, *role);
            at = end;
        }
    }
    put(at, to, Role::Text);
}

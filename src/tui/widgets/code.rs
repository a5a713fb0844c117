//! Colours of a policy by what its words mean: keys, effects, actions, ARNs, variables, wildcards.
//!
//! Made from the reader's own tokens, so that it works while the text is broken, and knows an action from an ARN.

use ratatui::text::{Line, Span};

use crate::iam::arn::is_account;
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
    let mut roles = Vec::with_capacity(tokens.len() * 2);
    // The keys whose objects and lists are open, and the one whose value follows.
    let mut open: Vec<&str> = Vec::new();
    let mut key = "";
    // How many of them stood before `Condition`, while one is open.
    let mut condition = None;
    for token in tokens {
        let written = token.range.slice(text);
        match token.kind {
            TokenKind::Punctuation => {
                match written {
                    "{" | "[" => {
                        if key == "Condition" && condition.is_none() {
                            condition = Some(open.len());
                        }
                        open.push(key);
                    }
                    "}" | "]" => {
                        key = open.pop().unwrap_or_default();
                        condition = condition.filter(|at| *at < open.len());
                    }
                    _ => {}
                }
                roles.push((token.range, Role::CodePunctuation));
            }
            TokenKind::Key => {
                key = written.trim_matches('"');
                let role = match condition.map(|at| open.len() - at) {
                    None => Role::CodeKey,
                    Some(1) => Role::Condition,
                    Some(_) => Role::ConditionKey,
                };
                roles.push((token.range, role));
            }
            TokenKind::String => {
                let operator = condition.and_then(|at| open.get(at + 1)).copied();
                string(&mut roles, token.range, written, key, operator);
            }
            TokenKind::Number | TokenKind::Word => roles.push((token.range, Role::CodeNumber)),
            TokenKind::Comment => roles.push((token.range, Role::CodeComment)),
            TokenKind::Junk => roles.push((token.range, Role::Error)),
        }
    }
    roles
}

/// A string value: what it is follows from its key, the operator it stands under, and its form. Half-written it is already
/// what it will be.
fn string(roles: &mut Vec<(TextRange, Role)>, range: TextRange, written: &str, key: &str, operator: Option<&str>) {
    let content = written.strip_prefix('"').unwrap_or(written);
    let content = content.strip_suffix('"').unwrap_or(content);
    let start = range.start as usize;
    let mut put = |from: usize, to: usize, role: Role, patterned: bool| {
        pieces(roles, start + from, written.get(from..to).unwrap_or_default(), role, patterned);
    };
    let whole = written.len();
    let matches_patterns = operator.is_some_and(|name| name.contains("Like") || name.contains("Arn"));
    match (key, content) {
        ("Action" | "NotAction", _) => match written.find(':') {
            Some(colon) => {
                put(0, colon, Role::Service, true);
                put(colon, colon + 1, Role::CodePunctuation, false);
                put(colon + 1, whole, Role::Action, true);
            }
            None => put(0, whole, Role::Service, true),
        },
        (_, "Allow") if operator.is_none() => put(0, whole, Role::EffectAllow, false),
        (_, "Deny") if operator.is_none() => put(0, whole, Role::EffectDeny, false),
        (_, arn) if arn.starts_with("arn:") => {
            let mut from = 0;
            let colons = colons(written);
            for (part, colon) in colons.iter().take(5).map(|at| Some(*at)).chain([None]).enumerate() {
                let role = match part {
                    0 | 1 => Role::Partition,
                    2 => Role::Service,
                    3 => Role::Region,
                    4 => Role::Account,
                    _ => Role::Resource,
                };
                put(from, colon.unwrap_or(whole), role, true);
                if let Some(colon) = colon {
                    put(colon, colon + 1, Role::CodePunctuation, false);
                    from = colon + 1;
                }
            }
        }
        (_, account) if is_account(account) => put(0, whole, Role::Account, false),
        ("Service", _) => put(0, whole, Role::Service, false),
        ("Resource" | "NotResource" | "AWS" | "Federated" | "Principal" | "NotPrincipal", _) => {
            put(0, whole, Role::Resource, true);
        }
        _ => put(0, whole, Role::CodeString, matches_patterns),
    }
}

/// Where the colons of a text stand; those within a variable do not count.
fn colons(text: &str) -> Vec<usize> {
    let mut inside = false;
    let mut before = ' ';
    let mut found = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '{' if before == '$' => inside = true,
            '}' => inside = false,
            ':' if !inside => found.push(at),
            _ => {}
        }
        before = character;
    }
    found
}

/// A piece that begins at byte `start` of the text: variables in it, and wildcards where it is a pattern, stand out.
fn pieces(roles: &mut Vec<(TextRange, Role)>, start: usize, text: &str, base: Role, patterned: bool) {
    let mut put = |from: usize, to: usize, role: Role| {
        if from < to {
            roles.push((TextRange::new(start + from, start + to), role));
        }
    };
    let mut from = 0;
    for (at, character) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let (length, role) = match character {
            _ if at < from => continue,
            '*' | '?' if patterned => (1, Role::Wildcard),
            '$' if rest.starts_with("${") => (rest.find('}').map_or(rest.len(), |end| end + 1), Role::Variable),
            _ => continue,
        };
        put(from, at, base);
        put(at, at + length, role);
        from = at + length;
    }
    put(from, text.len(), base);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces that are neither punctuation nor keys, each with its role.
    fn check(text: &str, expected: &[(&str, Role)]) {
        let found: Vec<(&str, Role)> = policy_roles(text)
            .into_iter()
            .filter(|(_, role)| !matches!(role, Role::CodePunctuation | Role::CodeKey))
            .map(|(range, role)| (range.slice(text), role))
            .collect();
        assert_eq!(found, expected, "{text}");
        let ranges = policy_roles(text);
        assert!(ranges.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start), "in order, without overlap: {text}");
    }

    #[test]
    fn an_action_is_its_service_and_its_name() {
        check(
            r#"{"Action": ["s3:Get*", "ec2", "*"]}"#,
            &[
                ("\"s3", Role::Service),
                ("Get", Role::Action),
                ("*", Role::Wildcard),
                ("\"", Role::Action),
                ("\"ec2\"", Role::Service),
                ("\"", Role::Service),
                ("*", Role::Wildcard),
                ("\"", Role::Service),
            ],
        );
    }

    #[test]
    fn an_arn_is_its_parts() {
        check(
            r#"{"Resource": "arn:aws:ec2:eu-west-1:111122223333:instance/${aws:username}-*"}"#,
            &[
                ("\"arn", Role::Partition),
                ("aws", Role::Partition),
                ("ec2", Role::Service),
                ("eu-west-1", Role::Region),
                ("111122223333", Role::Account),
                ("instance/", Role::Resource),
                ("${aws:username}", Role::Variable),
                ("-", Role::Resource),
                ("*", Role::Wildcard),
                ("\"", Role::Resource),
            ],
        );
    }

    #[test]
    fn conditions_tell_operators_from_keys_and_patterns_from_texts() {
        check(
            r#"{"Condition": {"StringLike": {"aws:PrincipalTag/a": "b*"}, "StringEquals": {"k": ["c*", "111122223333"]}}, "Sid": "x*"}"#,
            &[
                ("\"StringLike\"", Role::Condition),
                ("\"aws:PrincipalTag/a\"", Role::ConditionKey),
                ("\"b", Role::CodeString),
                ("*", Role::Wildcard),
                ("\"", Role::CodeString),
                ("\"StringEquals\"", Role::Condition),
                ("\"k\"", Role::ConditionKey),
                ("\"c*\"", Role::CodeString),
                ("\"111122223333\"", Role::Account),
                ("\"x*\"", Role::CodeString),
            ],
        );
    }

    #[test]
    fn principals_and_effects_have_their_own() {
        check(
            r#"{"Effect": "Deny", "Principal": {"AWS": "111122223333", "Service": "ec2.amazonaws.com"}, "x": true}"#,
            &[
                ("\"Deny\"", Role::EffectDeny),
                ("\"111122223333\"", Role::Account),
                ("\"ec2.amazonaws.com\"", Role::Service),
                ("true", Role::CodeNumber),
            ],
        );
    }

    #[test]
    fn what_is_half_written_has_its_colours_already() {
        check("{\"Action\": \"s3:Ge", &[("\"s3", Role::Service), ("Ge", Role::Action)]);
        check(
            "{\"Resource\": \"arn:aws:s3",
            &[("\"arn", Role::Partition), ("aws", Role::Partition), ("s3", Role::Service)],
        );
        check("{\"Sid\": \"${aws", &[("\"", Role::CodeString), ("${aws", Role::Variable)]);
        check(
            "{\"Condition\": {\"Bool\": {\"aws:Mfa\" \"true\"",
            &[("\"Bool\"", Role::Condition), ("\"aws:Mfa\"", Role::ConditionKey), ("\"true\"", Role::CodeString)],
        );
    }
}

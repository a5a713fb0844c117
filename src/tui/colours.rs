//! Colours of code that is no policy: shell, Python, TOML, HCL, YAML. The grammars are syntect's and two-face's (`examples/grammars`
//! gathers them); their scopes are turned into our roles, so that the theme decides what things look like.
//!
//! Making a language's grammar ready takes tens of milliseconds and some megabytes: it is done beside the drawing, for all blocks of
//! a lesson at once, each language on a thread of its own, and the grammars are dropped afterwards. A block's colours are kept.

use std::collections::BTreeMap;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

use crate::text::TextRange;
use crate::tui::theme::Role;

/// What `examples/grammars` gathers.
static GRAMMARS: &[u8] = include_bytes!("../../assets/grammars.bin");

/// The role of each piece of a text that has one, in order, without overlap.
pub type Roles = Vec<(TextRange, Role)>;

/// A block of code: what tells it from others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snippet {
    /// The language, as the lesson names it.
    pub language: String,
    /// The code.
    pub text: String,
}

/// The colours known so far.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Colours(BTreeMap<Snippet, Roles>);

impl Colours {
    /// Keeps the colours of blocks.
    pub fn keep(&mut self, coloured: impl IntoIterator<Item = (Snippet, Roles)>) {
        self.0.extend(coloured);
    }

    /// The colours of a block, when they are known.
    #[must_use]
    pub fn of(&self, language: &str, text: &str) -> Option<&Roles> {
        self.0.iter().find(|(snippet, _)| snippet.language == language && snippet.text == text).map(|(_, roles)| roles)
    }
}

/// Whether a language is coloured here: not plain text, and not JSON, which [`crate::tui::widgets::code`] knows better.
#[must_use]
pub fn is_coloured(language: &str) -> bool {
    !matches!(language, "" | "text" | "json")
}

/// Colours blocks; they come back in the order of their languages. A language without a grammar stays plain.
#[must_use]
pub fn colour(snippets: Vec<Snippet>) -> Vec<(Snippet, Roles)> {
    let mut languages: BTreeMap<String, Vec<Snippet>> = BTreeMap::new();
    for snippet in snippets {
        languages.entry(snippet.language.clone()).or_default().push(snippet);
    }
    // Grammars that cannot be read leave everything plain: the text is there all the same.
    let grammars: SyntaxSet = syntect::dumps::from_uncompressed_data(GRAMMARS).unwrap_or_default();
    let of_language = |snippets: Vec<Snippet>| -> Vec<(Snippet, Roles)> {
        snippets.into_iter().map(|snippet| (snippet.clone(), roles_of(&grammars, &snippet))).collect()
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = languages.into_values().map(|snippets| scope.spawn(|| of_language(snippets))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    })
}

fn roles_of(grammars: &SyntaxSet, snippet: &Snippet) -> Roles {
    let Some(grammar) = grammars.find_syntax_by_token(&snippet.language) else { return Vec::new() };
    let mut state = ParseState::new(grammar);
    let mut stack = ScopeStack::new();
    let mut roles: Roles = Vec::new();
    let mut put = |start: usize, end: usize, stack: &ScopeStack| {
        if let (true, Some(role)) = (start < end, role_of(stack)) {
            match roles.last_mut() {
                Some((range, last)) if *last == role && range.end as usize == start => {
                    *range = TextRange::new(range.start as usize, end);
                }
                _ => roles.push((TextRange::new(start, end), role)),
            }
        }
    };
    let mut start = 0;
    for line in snippet.text.split_inclusive('\n') {
        // A grammar that fails leaves the rest plain: the text is there all the same.
        let Ok(changes) = state.parse_line(line, grammars) else { return roles };
        let mut at = 0;
        for (place, change) in changes {
            put(start + at, start + place, &stack);
            at = place;
            if stack.apply(&change).is_err() {
                return roles;
            }
        }
        put(start + at, start + line.len(), &stack);
        start += line.len();
    }
    roles
}

/// The role of the innermost scope that has one.
fn role_of(stack: &ScopeStack) -> Option<Role> {
    stack.as_slice().iter().rev().find_map(|scope| role_of_scope(*scope))
}

fn role_of_scope(scope: Scope) -> Option<Role> {
    let name = scope.build_string();
    let begins =
        |beginning: &str| name.strip_prefix(beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let table = [
        ("comment", Role::CodeComment),
        ("punctuation.definition.comment", Role::CodeComment),
        ("punctuation.definition.string", Role::CodeString),
        ("punctuation.definition.variable", Role::Variable),
        ("punctuation.definition.parameter", Role::CodeKey),
        ("punctuation", Role::CodePunctuation),
        ("string", Role::CodeString),
        ("constant", Role::CodeNumber),
        ("keyword.operator", Role::CodePunctuation),
        ("keyword", Role::CodeKeyword),
        ("storage", Role::CodeKeyword),
        ("variable.function.shell", Role::CodeKeyword),
        ("variable.function", Role::Action),
        ("support.function", Role::Action),
        ("entity.name.function", Role::Action),
        ("variable.parameter.option", Role::CodeKey),
        ("variable.parameter", Role::CodeKey),
        ("variable.other.readwrite.shell", Role::Variable),
        ("variable.declaration", Role::CodeKey),
        ("entity.name.tag", Role::CodeKey),
        ("entity.name.table", Role::CodeKeyword),
        ("support.type.property-name", Role::CodeKey),
        ("meta.tag.key", Role::CodeKey),
    ];
    table.into_iter().find(|(beginning, _)| begins(beginning)).map(|(_, role)| role)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which role a piece of a text has.
    fn check(language: &str, text: &str, expected: &[(&str, Role)]) {
        let snippet = Snippet { language: language.into(), text: text.into() };
        let coloured = colour(vec![snippet]);
        let (_, roles) = coloured.first().unwrap();
        for (piece, role) in expected {
            let at = text.find(piece).unwrap();
            let found = roles.iter().find(|(range, _)| range.as_usize().contains(&at)).map(|(_, role)| *role);
            assert_eq!(found, Some(*role), "`{piece}` in {roles:?}");
        }
        let mut end = 0;
        for (range, _) in roles {
            assert!(range.start >= end && range.end as usize <= text.len(), "{roles:?}");
            end = range.end;
        }
    }

    #[test]
    fn a_shell_command_its_options_and_strings_have_their_roles() {
        check(
            "sh",
            "# who am I\naws sts get-caller-identity --query \"Arn\"\n",
            &[
                ("# who", Role::CodeComment),
                ("aws", Role::CodeKeyword),
                ("--query", Role::CodeKey),
                ("Arn", Role::CodeString),
            ],
        );
    }

    #[test]
    fn python_and_toml_have_theirs() {
        check(
            "python",
            "import boto3\nkeys = answer[\"Credentials\"]\n",
            &[("import", Role::CodeKeyword), ("Credentials", Role::CodeString)],
        );
        check("toml", "stars = 1\n", &[("stars", Role::CodeKey), ("1", Role::CodeNumber)]);
        check("hcl", "name = \"AppRole\"\n", &[("AppRole", Role::CodeString)]);
        check("yaml", "name: \"AppRole\"\n", &[("AppRole", Role::CodeString)]);
        // Python's grammar leads to those of SQL and of regular expressions.
        check("python", "rows = 'select * from t'\nname = re.compile(r'a+')\n", &[("select", Role::CodeString)]);
    }

    #[test]
    fn an_unknown_language_stays_plain() {
        let snippet = Snippet { language: "klingon".into(), text: "nuqneH".into() };
        assert_eq!(colour(vec![snippet.clone()]), [(snippet, Vec::new())]);
    }
}

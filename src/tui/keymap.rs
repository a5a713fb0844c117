//! From a key to an action, by the table in [`crate::tui::actions`] and by what the person changed of it.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::tui::actions::{ACTIONS, Action, Binding, Context};

/// A key with its modifiers, as the table writes it: `ctrl-q`, `shift-f6`, `pagedown`, `G`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Chord {
    /// Reads a chord; `None` when it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        loop {
            rest = if let Some(tail) = rest.strip_prefix("ctrl-") {
                modifiers |= KeyModifiers::CONTROL;
                tail
            } else if let Some(tail) = rest.strip_prefix("shift-") {
                modifiers |= KeyModifiers::SHIFT;
                tail
            } else if let Some(tail) = rest.strip_prefix("alt-") {
                modifiers |= KeyModifiers::ALT;
                tail
            } else {
                break;
            };
        }
        let mut characters = rest.chars();
        let code = match (characters.next(), characters.next()) {
            (Some(single), None) => KeyCode::Char(single),
            _ => match rest {
                "up" => KeyCode::Up,
                "down" => KeyCode::Down,
                "left" => KeyCode::Left,
                "right" => KeyCode::Right,
                "pageup" => KeyCode::PageUp,
                "pagedown" => KeyCode::PageDown,
                "home" => KeyCode::Home,
                "end" => KeyCode::End,
                "enter" => KeyCode::Enter,
                "esc" => KeyCode::Esc,
                "tab" => KeyCode::Tab,
                "backtab" => KeyCode::BackTab,
                "space" => KeyCode::Char(' '),
                "delete" => KeyCode::Delete,
                "backspace" => KeyCode::Backspace,
                function => KeyCode::F(function.strip_prefix('f')?.parse().ok()?),
            },
        };
        Some(Self { code, modifiers })
    }

    /// The chord a key event is. Shift is dropped where the character says it already.
    #[must_use]
    pub fn of(key: KeyEvent) -> Self {
        let modifiers = match key.code {
            KeyCode::Char(_) | KeyCode::BackTab => key.modifiers - KeyModifiers::SHIFT,
            _ => key.modifiers,
        };
        Self { code: key.code, modifiers }
    }
}

impl std::fmt::Display for Chord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A character and Tab backwards say by themselves that Shift is held.
        let says_shift = matches!(self.code, KeyCode::Char(_) | KeyCode::BackTab);
        for (modifier, word) in
            [(KeyModifiers::CONTROL, "ctrl-"), (KeyModifiers::ALT, "alt-"), (KeyModifiers::SHIFT, "shift-")]
        {
            if self.modifiers.contains(modifier) && !(says_shift && modifier == KeyModifiers::SHIFT) {
                f.write_str(word)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("space"),
            KeyCode::Char(character) => write!(f, "{character}"),
            KeyCode::F(number) => write!(f, "f{number}"),
            other => f.write_str(&format!("{other:?}").to_lowercase()),
        }
    }
}

/// What a key does in these contexts, the most particular first, as long as nobody changed any.
#[must_use]
pub fn action_for(contexts: &[Context], key: KeyEvent) -> Option<Action> {
    Keymap::default().action_for(contexts, key)
}

/// The keys that the person changed; all others are the table's.
///
/// They are kept as text, a line for each: where, what, and its keys (`home  glossary  w f2`). Lines that begin with `#`
/// say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keymap {
    changed: BTreeMap<(Context, Action), Vec<String>>,
}

/// A line that does not hold, and why; the keys of the table do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub message: String,
}

impl std::fmt::Display for Slip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "keys, line {}: {}", self.line, self.message)
    }
}

impl Keymap {
    /// Reads the text; gives the lines that do not hold too.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Slip>) {
        let mut lines: BTreeMap<(Context, Action), usize> = BTreeMap::new();
        let mut keymap = Self::default();
        let mut slips = Vec::new();
        for (line, words) in text.lines().enumerate().map(|(place, words)| (place + 1, words.trim())) {
            if words.is_empty() || words.starts_with('#') {
                continue;
            }
            match read_line(words) {
                Ok((binding, _)) if lines.contains_key(&row_of(binding)) => {
                    slips.push(Slip { line, message: "the keys of this are named further up already".to_owned() });
                }
                Ok((binding, keys)) => {
                    lines.insert(row_of(binding), line);
                    keymap.changed.insert(row_of(binding), keys);
                }
                Err(message) => slips.push(Slip { line, message }),
            }
        }
        // Whichever of two was written later gives way, until no key has two meanings.
        while let Some((row, line, message)) = keymap.collision(&lines) {
            keymap.changed.remove(&row);
            lines.remove(&row);
            slips.push(Slip { line, message });
        }
        slips.sort_by_key(|slip| slip.line);
        (keymap, slips)
    }

    /// The last line whose key means something else too.
    fn collision(&self, lines: &BTreeMap<(Context, Action), usize>) -> Option<((Context, Action), usize, String)> {
        let collides = |(row, line): (&(Context, Action), &usize)| {
            let binding = ACTIONS.iter().find(|binding| row_of(binding) == *row)?;
            let (key, other) = self.keys(binding).into_iter().find_map(|key| Some((key, self.taken(binding, key)?)))?;
            Some((*row, *line, taken_words(key, other)))
        };
        lines.iter().filter_map(collides).max_by_key(|(_, line, _)| *line)
    }

    /// What else the key does where this is done.
    fn taken(&self, binding: &Binding, key: &str) -> Option<&'static Binding> {
        let chord = Chord::parse(key)?;
        ACTIONS
            .iter()
            .filter(|other| other.context == binding.context && other.action != binding.action)
            .find(|other| self.keys(other).into_iter().any(|key| Chord::parse(key) == Some(chord)))
    }

    /// The keys that do what a row of the table says; the first is the one shown.
    #[must_use]
    pub fn keys(&self, binding: &Binding) -> Vec<&str> {
        match self.changed.get(&row_of(binding)) {
            Some(keys) => keys.iter().map(String::as_str).collect(),
            None => binding.keys.to_vec(),
        }
    }

    /// Whether the keys are others than the table's.
    #[must_use]
    pub fn is_changed(&self, binding: &Binding) -> bool {
        self.changed.contains_key(&row_of(binding))
    }

    /// Why the key cannot do what the row says, if it cannot.
    #[must_use]
    pub fn refusal(&self, binding: &Binding, key: KeyEvent) -> Option<String> {
        let key = Chord::of(key).to_string();
        let other = self.taken(binding, &key).map(|other| taken_words(&key, other));
        check_key(binding, &key).err().or(other)
    }

    /// What a key does in these contexts, the most particular first.
    #[must_use]
    pub fn action_for(&self, contexts: &[Context], key: KeyEvent) -> Option<Action> {
        let chord = Chord::of(key);
        contexts.iter().find_map(|context| {
            let mut bindings = ACTIONS.iter().filter(|binding| binding.context == *context);
            let found = bindings.find(|binding| match self.changed.get(&row_of(binding)) {
                Some(keys) => keys.iter().any(|text| Chord::parse(text) == Some(chord)),
                None => binding.keys.iter().any(|text| Chord::parse(text) == Some(chord)),
            });
            found.map(|binding| binding.action)
        })
    }
}

fn row_of(binding: &Binding) -> (Context, Action) {
    (binding.context, binding.action)
}

fn taken_words(key: &str, other: &Binding) -> String {
    format!("`{key}` means something there already: {}", other.help)
}

/// The row that a line speaks of, and the keys it names.
fn read_line(line: &str) -> Result<(&'static Binding, Vec<String>), String> {
    let mut words = line.split_whitespace();
    let (place, what) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut rows = ACTIONS.iter().filter(|binding| context_name(binding.context) == place).peekable();
    if rows.peek().is_none() {
        return Err(format!("no place is called `{place}`; write a line as `home glossary g`"));
    }
    let binding = rows
        .find(|binding| can_change(binding) && action_name(binding.action) == what)
        .ok_or_else(|| format!("`{place}` has no `{what}` whose key could be another"))?;
    let keys: Vec<String> = words.map(str::to_owned).collect();
    if keys.is_empty() {
        return Err("no key is named".to_owned());
    }
    keys.iter().try_for_each(|key| check_key(binding, key))?;
    Ok((binding, keys))
}

/// Whether a key can do what a row says, whatever else it does.
fn check_key(binding: &Binding, key: &str) -> Result<(), String> {
    let chord = Chord::parse(key).filter(|chord| chord.to_string() == key);
    let Some(chord) = chord else {
        return Err(format!("`{key}` is no key; write one as w, W, f2, space, pagedown, ctrl-w, alt-w"));
    };
    let is_letter = |chord: Chord| matches!(chord.code, KeyCode::Char(_)) && chord.modifiers.is_empty();
    let is_always = |chord: Chord| {
        let mut always = ACTIONS.iter().filter(|binding| binding.context == Context::Always);
        always.any(|binding| binding.keys.iter().any(|key| Chord::parse(key) == Some(chord)))
    };
    if is_letter(chord) && is_typed_in(binding.context) {
        return Err(format!("`{key}` is text there; take a key such as f2, ctrl-w or alt-w"));
    }
    if binding.context != Context::Always && is_always(chord) {
        return Err(format!("`{key}` leaves the program everywhere"));
    }
    Ok(())
}

/// Whether one may be typing where the context holds: there no letter of the table's does anything.
fn is_typed_in(context: Context) -> bool {
    let letter = |key: &&str| matches!(Chord::parse(key), Some(Chord { code: KeyCode::Char(_), modifiers }) if modifiers.is_empty());
    !ACTIONS.iter().filter(|binding| binding.context == context).any(|binding| binding.keys.iter().any(&letter))
}

/// Whether the keys of a row can be others. Digits choose what stands beside them, and `Esc` leaves a key as it is.
#[must_use]
pub fn can_change(binding: &Binding) -> bool {
    !matches!(binding.action, Action::Choose(_)) && binding.context != Context::Press
}

/// The text with other keys for a row; with none, without its line. What else it says stays.
#[must_use]
pub fn with_keys(text: &str, binding: &Binding, keys: &[String]) -> String {
    let (place, what) = (context_name(binding.context), action_name(binding.action));
    let speaks_of_it = |line: &str| {
        let mut words = line.split_whitespace();
        words.next() == Some(place.as_str()) && words.next() == Some(what.as_str())
    };
    let mut lines: Vec<String> = text.lines().filter(|line| !speaks_of_it(line)).map(str::to_owned).collect();
    if !keys.is_empty() {
        lines.push(format!("{place}  {what}  {}", keys.join(" ")));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// What a context is called in the text: `exam-choice`.
#[must_use]
pub fn context_name(context: Context) -> String {
    name(&format!("{context:?}"))
}

/// What an action is called in the text: `next-question`.
#[must_use]
pub fn action_name(action: Action) -> String {
    name(&format!("{action:?}"))
}

/// The name of a variant, in small letters with hyphens.
fn name(variant: &str) -> String {
    let mut out = String::new();
    for letter in variant.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// The rows that hold in these contexts, in the table's order, each action once.
#[must_use]
pub fn bindings(contexts: &[Context]) -> Vec<&'static Binding> {
    let mut out: Vec<&'static Binding> = Vec::new();
    for context in contexts {
        for binding in ACTIONS.iter().filter(|binding| binding.context == *context) {
            if !out.iter().any(|seen| seen.action == binding.action) {
                out.push(binding);
            }
        }
    }
    out
}

/// How a key is written for people: `Ctrl-Q`, `Enter`, `←`.
#[must_use]
pub fn shown(key: &str, ascii: bool) -> String {
    if key.chars().count() == 1 {
        return key.to_owned();
    }
    key.split('-')
        .map(|part| match (part, ascii) {
            ("up", false) => "↑".to_owned(),
            ("down", false) => "↓".to_owned(),
            ("left", false) => "←".to_owned(),
            ("right", false) => "→".to_owned(),
            ("pageup", _) => "PgUp".to_owned(),
            ("pagedown", _) => "PgDn".to_owned(),
            ("backtab", _) => "S-Tab".to_owned(),
            (word, _) => {
                let mut letters = word.chars();
                letters
                    .next()
                    .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
                    .unwrap_or_default()
            }
        })
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_in_the_table_can_be_read() {
        for binding in ACTIONS {
            for key in binding.keys {
                assert!(Chord::parse(key).is_some(), "`{key}` of {:?}", binding.action);
            }
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_context() {
        for (i, a) in ACTIONS.iter().enumerate() {
            for b in ACTIONS.iter().skip(i + 1).filter(|b| b.context == a.context) {
                for key in a.keys {
                    assert!(!b.keys.contains(key), "`{key}` is {:?} and {:?} in {:?}", a.action, b.action, a.context);
                }
            }
        }
    }

    fn row(place: &str, what: &str) -> &'static Binding {
        let mut rows = ACTIONS.iter();
        rows.find(|row| context_name(row.context) == place && action_name(row.action) == what).unwrap()
    }

    #[test]
    fn every_row_and_every_key_has_a_name_of_its_own() {
        for (i, a) in ACTIONS.iter().enumerate() {
            let same = |b: &&Binding| row_of(b) == row_of(a);
            assert!(!ACTIONS.iter().skip(i + 1).any(|b| same(&b)), "{:?} twice in {:?}", a.action, a.context);
            for key in a.keys.iter().filter(|_| can_change(a)) {
                assert_eq!(Chord::parse(key).unwrap().to_string(), *key);
                assert_eq!(check_key(a, key), Ok(()), "`{key}` of {:?} in {:?}", a.action, a.context);
            }
        }
    }

    #[test]
    fn a_line_gives_other_keys_in_its_place_alone() {
        let (keymap, slips) = Keymap::read("# mine\n\nhome  glossary  w f2\nhome sandbox g\n");
        assert_eq!(slips, []);
        assert_eq!(keymap.keys(row("home", "glossary")), ["w", "f2"]);
        let press = |letter| KeyEvent::from(KeyCode::Char(letter));
        assert_eq!(keymap.action_for(&[Context::Home], press('w')), Some(Action::Glossary));
        assert_eq!(keymap.action_for(&[Context::Home], press('g')), Some(Action::Sandbox));
        assert_eq!(keymap.action_for(&[Context::Home], press('s')), None);
        assert_eq!(keymap.action_for(&[Context::List], press('j')), Some(Action::Down));
    }

    #[test]
    fn a_line_that_does_not_hold_is_named_and_the_table_holds() {
        for (text, line, words) in [
            ("hoem glossary w", 1, "no place is called `hoem`"),
            ("\nhome glosary w", 2, "`home` has no `glosary`"),
            ("home glossary", 1, "no key is named"),
            ("home glossary ctrl+w", 1, "`ctrl+w` is no key"),
            ("home glossary shift-w", 1, "`shift-w` is no key"),
            ("home glossary ctrl-q", 1, "leaves the program"),
            ("home glossary s", 1, "`s` means something there already: write and try policies"),
            ("home glossary w\nhome sandbox w", 2, "`w` means something there already"),
            ("home glossary w\nhome glossary f2", 2, "further up already"),
            ("editor undo u", 1, "`u` is text there"),
            ("question choose w", 1, "`question` has no `choose`"),
        ] {
            let (keymap, slips) = Keymap::read(text);
            let [slip] = slips.as_slice() else { panic!("{text}: {slips:?}") };
            assert!(slip.line == line && slip.message.contains(words), "{text}: {slip}");
            assert_eq!(keymap.keys(row("home", "sandbox")), ["s"], "{text}");
        }
    }

    #[test]
    fn one_line_is_changed_and_the_others_stay() {
        let text = "# mine\nhome  glossary  w\nnonsense\n";
        let glossary = row("home", "glossary");
        assert_eq!(with_keys(text, glossary, &["f2".into(), "w".into()]), "# mine\nnonsense\nhome  glossary  f2 w\n");
        assert_eq!(with_keys(text, glossary, &[]), "# mine\nnonsense\n");
        assert_eq!(with_keys("", glossary, &["f2".into()]), "home  glossary  f2\n");
    }

    #[test]
    fn the_particular_context_wins() {
        let key = KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL);
        assert_eq!(action_for(&[Context::Editor, Context::Browse], key), Some(Action::Undo));
        assert_eq!(action_for(&[Context::List, Context::Browse], key), Some(Action::Suspend));
    }
}

//! From a key to an action, by the table in [`crate::tui::actions`].

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

/// What a key does in these contexts, the most particular first.
#[must_use]
pub fn action_for(contexts: &[Context], key: KeyEvent) -> Option<Action> {
    let chord = Chord::of(key);
    contexts.iter().find_map(|context| {
        let bindings = ACTIONS.iter().filter(|binding| binding.context == *context);
        bindings
            .filter(|binding| binding.keys.iter().any(|text| Chord::parse(text) == Some(chord)))
            .map(|binding| binding.action)
            .next()
    })
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

    #[test]
    fn the_particular_context_wins() {
        let key = KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL);
        assert_eq!(action_for(&[Context::Editor, Context::Browse], key), Some(Action::Undo));
        assert_eq!(action_for(&[Context::List, Context::Browse], key), Some(Action::Suspend));
    }
}

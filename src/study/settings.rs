//! The settings, in one table: what each is called, what it may be, what it is until the learner says otherwise.
//!
//! A value is kept in the store by its setting's name. What is kept but cannot be (an older program, an import) counts as
//! if nothing were.

use crate::place::ThemeName;
use crate::study::day::Day;
use crate::study::schedule::{TARGET, TARGETS};
use crate::study::store::{ASK_CONFIDENCE, EXAM_DATE, Store, StoreError, TARGET_RECALL};

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The name by which it is kept.
    pub name: &'static str,
    /// What it belongs to.
    pub group: &'static str,
    /// What a person calls it.
    pub title: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// What it is until the learner says otherwise.
    pub default: &'static str,
    /// A line that says what it does.
    pub about: &'static str,
}

/// What a setting may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One of these: the value as it is kept, and as a person calls it.
    Choice(&'static [(&'static str, &'static str)]),
    /// One of [`ThemeName::ALL`].
    Theme,
    /// A share within [`TARGETS`], in steps of a hundredth.
    Recall,
    /// A day, or none: `2026-12-01` or nothing.
    Date,
    /// Any number of days; kept in a table of the store's own ([`Store::days_off`]).
    Days,
    /// What each key does; kept in a file of its own ([`Store::keys`]).
    Keys,
}

const YES_NO: Kind = Kind::Choice(&[("yes", "yes"), ("no", "no")]);

/// What the screen looks like: a [`ThemeName`].
pub const THEME: Setting = Setting {
    name: "theme",
    group: "Screen",
    title: "Theme",
    kind: Kind::Theme,
    default: "auto",
    about: "the colours; automatic follows the terminal's background",
};
/// Whether to draw with ASCII only.
pub const ASCII: Setting = Setting {
    name: "ascii",
    group: "Screen",
    title: "ASCII only",
    kind: Kind::Choice(&[("auto", "automatic"), ("yes", "yes"), ("no", "no")]),
    default: "auto",
    about: "plain ASCII; automatic where the locale is not UTF-8",
};
/// Whether the program takes the mouse.
pub const MOUSE: Setting = Setting {
    name: "mouse",
    group: "Screen",
    title: "Mouse",
    kind: YES_NO,
    default: "yes",
    about: "clicks and wheel; without it, the terminal selects text",
};
/// What each key does.
pub const KEYS: Setting = Setting {
    name: "keys",
    group: "Screen",
    title: "Keys",
    kind: Kind::Keys,
    default: "",
    about: "what each key does; any of them can be another one",
};
/// Whether to ask after an answer how sure the learner is.
pub const CONFIDENCE: Setting = Setting {
    name: ASK_CONFIDENCE,
    group: "Questions",
    title: "How sure are you?",
    kind: YES_NO,
    default: "yes",
    about: "asked after each answer; sure but wrong comes back today",
};
/// Whether to ask what one expects before a decision is walked through.
pub const PREDICT_FIRST: Setting = Setting {
    name: "predict_first",
    group: "Questions",
    title: "Predict first",
    kind: Kind::Choice(&[("auto", "as the lesson wants"), ("yes", "always"), ("no", "never")]),
    default: "auto",
    about: "what you expect, asked before a decision's steps show",
};
/// Whether an exam shows how much time is left.
pub const CLOCK: Setting = Setting {
    name: "exam.clock",
    group: "Questions",
    title: "Clock in exams",
    kind: Kind::Choice(&[("yes", "shown"), ("no", "hidden")]),
    default: "yes",
    about: "the time left of an exam; it runs, hidden or not",
};
/// The recall that the schedule aims at.
pub const TARGET_SHARE: Setting = Setting {
    name: TARGET_RECALL,
    group: "Schedule",
    title: "Target recall",
    kind: Kind::Recall,
    default: "0.90",
    about: "the share of cards to know still when they come back",
};
/// The day of the exam.
pub const EXAM: Setting = Setting {
    name: EXAM_DATE,
    group: "Schedule",
    title: "Exam date",
    kind: Kind::Date,
    default: "",
    about: "every card twice before it, the last time in its week",
};
/// Days without study.
pub const DAYS_OFF: Setting = Setting {
    name: "days_off",
    group: "Schedule",
    title: "Days off",
    kind: Kind::Days,
    default: "",
    about: "days without study; a streak goes on over them",
};

/// All of them, in the order in which they are shown.
pub const SETTINGS: [Setting; 10] =
    [THEME, ASCII, MOUSE, KEYS, CONFIDENCE, PREDICT_FIRST, CLOCK, TARGET_SHARE, EXAM, DAYS_OFF];

impl Setting {
    /// The text as it is kept, if it can be a value of this setting.
    #[must_use]
    pub fn value(&self, text: &str) -> Option<String> {
        let text = text.trim();
        match self.kind {
            Kind::Choice(choices) => choices.iter().any(|(value, _)| *value == text).then(|| text.to_owned()),
            Kind::Theme => ThemeName::from_name(text).map(|name| name.as_str().to_owned()),
            Kind::Recall => recall(text).map(|share| format!("{share:.2}")),
            Kind::Date if text.is_empty() => Some(String::new()),
            Kind::Date => text.parse::<Day>().ok().map(|day| day.to_string()),
            Kind::Days | Kind::Keys => None,
        }
    }

    /// The values to choose from, as they are kept and as a person calls them; none where they are not few.
    #[must_use]
    pub fn choices(&self) -> Vec<(&'static str, &'static str)> {
        match self.kind {
            Kind::Choice(choices) => choices.to_vec(),
            Kind::Theme => ThemeName::ALL.map(|name| (name.as_str(), name.title())).to_vec(),
            Kind::Recall | Kind::Date | Kind::Days | Kind::Keys => Vec::new(),
        }
    }

    /// What a person calls a value.
    #[must_use]
    pub fn words(&self, value: &str) -> String {
        let chosen = self.choices().into_iter().find(|(kept, _)| *kept == value);
        match (chosen, self.kind) {
            (Some((_, words)), _) => words.to_owned(),
            (None, Kind::Date) if value.is_empty() => "none".to_owned(),
            (None, _) => value.to_owned(),
        }
    }

    /// The value after this one, or the one before. Choices go round; a share stops at its ends; of the others there is no next.
    #[must_use]
    pub fn beside(&self, value: &str, forward: bool) -> String {
        if self.kind == Kind::Recall {
            let step = if forward { 0.01 } else { -0.01 };
            return recall(value).and_then(|share| self.value(&(share + step).to_string())).unwrap_or_default();
        }
        let choices = self.choices();
        let Some(at) = choices.iter().position(|(kept, _)| *kept == value) else { return value.to_owned() };
        let to = if forward { at + 1 } else { at + choices.len().saturating_sub(1) };
        choices.get(to % choices.len().max(1)).map_or_else(|| value.to_owned(), |(kept, _)| (*kept).to_owned())
    }

    /// What is kept, or else what it is until the learner says otherwise.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of(&self, store: &Store) -> Result<String, StoreError> {
        let kept = store.setting(self.name)?.and_then(|text| self.value(&text));
        Ok(kept.unwrap_or_else(|| self.default.to_owned()))
    }

    /// Whether the value is yes.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_on(&self, store: &Store) -> Result<bool, StoreError> {
        Ok(self.of(store)? == "yes")
    }

    /// Keeps a value; one that cannot be is not kept.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn keep(&self, store: &Store, value: &str) -> Result<(), StoreError> {
        self.value(value).map_or(Ok(()), |value| store.set_setting(self.name, &value))
    }
}

/// The recall to aim at, from `0.9` or `90`, brought within [`TARGETS`].
fn recall(text: &str) -> Option<f64> {
    let share: f64 = text.trim().parse().ok().filter(|share: &f64| share.is_finite())?;
    let share = if share > 1.0 { share / 100.0 } else { share };
    Some(share.clamp(*TARGETS.start(), *TARGETS.end()))
}

/// The recall that the schedule aims at.
///
/// # Errors
/// When the file cannot be read.
pub fn target_recall(store: &Store) -> Result<f64, StoreError> {
    Ok(TARGET_SHARE.of(store)?.parse().unwrap_or(TARGET))
}

/// The day of the exam, if there is one.
///
/// # Errors
/// When the file cannot be read.
pub fn exam_date(store: &Store) -> Result<Option<Day>, StoreError> {
    Ok(EXAM.of(store)?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_name_of_its_own_a_line_and_a_default_that_can_be() {
        for (place, setting) in SETTINGS.iter().enumerate() {
            assert!(SETTINGS.iter().skip(place + 1).all(|other| other.name != setting.name), "{}", setting.name);
            assert!(
                !setting.title.is_empty() && (1..=56).contains(&setting.about.chars().count()),
                "{}",
                setting.about
            );
            if !matches!(setting.kind, Kind::Days | Kind::Keys) {
                assert_eq!(setting.value(setting.default).as_deref(), Some(setting.default), "{}", setting.name);
            }
        }
    }

    #[test]
    fn what_cannot_be_counts_as_nothing() {
        for (setting, kept, value) in [
            (THEME, "high-contrast", "high-contrast"),
            (THEME, "pink", "auto"),
            (ASCII, "no", "no"),
            (MOUSE, "on", "yes"),
            (PREDICT_FIRST, "", "auto"),
            (TARGET_SHARE, "0.85", "0.85"),
            (TARGET_SHARE, " 95 ", "0.95"),
            (TARGET_SHARE, "0.5", "0.80"),
            (TARGET_SHARE, "100", "0.97"),
            (TARGET_SHARE, "NaN", "0.90"),
            (EXAM, "2026-12-01", "2026-12-01"),
            (EXAM, "", ""),
            (EXAM, "soon", ""),
        ] {
            let store = Store::in_memory().unwrap();
            store.set_setting(setting.name, kept).unwrap();
            assert_eq!(setting.of(&store).unwrap(), value, "{} = {kept}", setting.name);
        }
    }

    #[test]
    fn nothing_is_kept_that_cannot_be() {
        let store = Store::in_memory().unwrap();
        for (setting, wish, value) in [(MOUSE, "no", "no"), (MOUSE, "perhaps", "no"), (EXAM, "tomorrow", "")] {
            setting.keep(&store, wish).unwrap();
            assert_eq!(setting.of(&store).unwrap(), value, "{} = {wish}", setting.name);
        }
    }

    #[test]
    fn choices_go_round_and_shares_stop_at_their_ends() {
        for (setting, value, forward, next) in [
            (MOUSE, "yes", true, "no"),
            (MOUSE, "no", true, "yes"),
            (ASCII, "auto", false, "no"),
            (THEME, "auto", true, "dark"),
            (THEME, "auto", false, "monochrome"),
            (TARGET_SHARE, "0.90", true, "0.91"),
            (TARGET_SHARE, "0.90", false, "0.89"),
            (TARGET_SHARE, "0.97", true, "0.97"),
            (TARGET_SHARE, "0.80", false, "0.80"),
            (EXAM, "2026-12-01", true, "2026-12-01"),
        ] {
            assert_eq!(setting.beside(value, forward), next, "{} after {value}", setting.name);
        }
    }
}

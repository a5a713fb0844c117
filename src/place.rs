//! Where in the program to be, and in which colours: what the command line can ask for and both faces understand.

use std::path::PathBuf;

use crate::study::decks::Length;

/// A place in the program.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Place {
    /// The course map.
    #[default]
    Home,
    /// A lesson's text, by id (`L03`) or number.
    Lesson(String),
    /// A lesson's questions, by the lesson's id or number.
    Quiz(String),
    /// Six questions that show whether a lesson is known already, by the lesson's id or number.
    TestOut(String),
    /// A lab, by id (`B01`).
    Lab(String),
    /// All labs.
    Labs,
    /// All exams.
    Exams,
    /// An exam, by id (`dva-iam`).
    Exam(String),
    /// The report of the last exam of that id.
    ExamReport(String),
    /// Drills: the choice of one, or this one at once.
    Drill(Option<DrillWish>),
    /// Where the learner stands: days, memory, exams, the course.
    Progress,
    /// The words of the course and what they mean, at the entry of that id or name if there is one; else those that hold it.
    Glossary(Option<String>),
    /// All lessons, looked through for these words.
    Search(String),
    /// The settings.
    Settings,
    /// The sandbox, with what is in this file: a policy or a scenario.
    Sandbox(Option<PathBuf>),
}

/// A drill, as the command line asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct DrillWish {
    /// The deck's name ([`crate::study::decks::named`]); without one what is due, then what is new.
    pub deck: Option<String>,
    /// How long; as long as the last time when left out.
    pub length: Option<Length>,
    /// Cram: no effect on the schedule.
    pub cram: bool,
}

/// A theme, as the command line and the settings name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ThemeName {
    /// What fits the terminal's background, as far as it can be known.
    #[default]
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// The terminal's own sixteen colours.
    Terminal,
    /// Bright on black, nothing dim.
    HighContrast,
    /// No colour: bold, underline, reverse.
    Monochrome,
}

impl ThemeName {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Auto, Self::Dark, Self::Light, Self::HighContrast, Self::Terminal, Self::Monochrome];

    /// The name used on the command line and kept as a setting.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Terminal => "terminal",
            Self::HighContrast => "high-contrast",
            Self::Monochrome => "monochrome",
        }
    }

    /// The theme of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == name)
    }

    /// What a person calls it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Auto => "automatic",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Terminal => "the terminal's own colours",
            Self::HighContrast => "high contrast",
            Self::Monochrome => "no colours",
        }
    }
}

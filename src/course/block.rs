//! The blocks a lesson's text is made of. [`crate::course::markdown`] makes them, the faces lay them out.

use crate::course::question::QuestionId;
use crate::iam::policy::PolicyKind;

/// A block of a lesson.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading. Level 2 opens a section (a, b, c …), level 3 a part of one.
    Heading {
        /// 2 or 3.
        level: u8,
        /// Its anchor, unique in the lesson: `a`, or a slug of its text.
        id: String,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The first number of a numbered list.
        start: Option<u64>,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table {
        /// How each column is set.
        align: Vec<Align>,
        /// The head of each column.
        header: Vec<Vec<Inline>>,
        /// The rows, each as wide as the header.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// Terms and what they mean.
    Definitions(Vec<(Vec<Inline>, Vec<Block>)>),
    /// A note set apart: `> [!trap] words of the title`.
    Callout {
        /// What sort.
        kind: CalloutKind,
        /// Its title, when it has one of its own.
        title: Vec<Inline>,
        /// Its text.
        body: Vec<Block>,
    },
    /// A code block: ```` ```json trust broken ````.
    Code {
        /// The language: `json`, `sh`, `toml`, `hcl`, `python`, `text`.
        language: String,
        /// For policies, which kind; such a block is proved valid.
        policy: Option<PolicyKind>,
        /// The policy is broken on purpose, and must be found so.
        broken: bool,
        /// The policy is more open than anybody should write, on purpose, and must be found so.
        warns: bool,
        /// The code.
        text: String,
    },
    /// A drawing: ```` ```diagram ````.
    Diagram(Diagram),
    /// A question that stands here: ```` ```checkpoint ```` with one id a line.
    Checkpoint(Vec<QuestionId>),
    /// A lab to go to: ```` ```lab ```` with its id.
    Lab(String),
    /// A request whose decision is shown, computed: ```` ```decision ```` with `scenario NAME` and `request NAME`.
    Decision {
        /// A file of assets/scenarios, without its ending.
        scenario: String,
        /// The request's name in it.
        request: String,
    },
}

/// How a table's column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// The sorts of callout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CalloutKind {
    /// Worth knowing.
    Note,
    /// Makes work easier.
    Tip,
    /// A mistake that people make.
    Trap,
    /// How exams ask it.
    Exam,
    /// What many believe, and what is true.
    Belief,
}

impl CalloutKind {
    /// All sorts.
    pub const ALL: [Self; 5] = [Self::Note, Self::Tip, Self::Trap, Self::Exam, Self::Belief];

    /// The name in the text: `> [!trap]`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Trap => "trap",
            Self::Exam => "exam",
            Self::Belief => "belief",
        }
    }

    /// The title when the text gives none.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Trap => "trap",
            Self::Exam => "exam trap",
            Self::Belief => "common belief",
        }
    }
}

/// A drawing in box characters.
///
/// Written as a block of parts, each opened by a line `--- plain`, `--- wide`, `--- narrow` or `--- step WORDS`. A stepped
/// drawing repeats `step`, `wide`, `narrow` for each step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// What the drawing says, in a sentence: plain mode shows this.
    pub plain: String,
    /// Its steps; a drawing that does not move has one.
    pub steps: Vec<DiagramStep>,
}

/// One state of a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagramStep {
    /// What this step shows; empty for a drawing that does not move.
    pub caption: String,
    /// At most 78 columns.
    pub wide: Vec<String>,
    /// At most 44 columns.
    pub narrow: Vec<String>,
}

/// A run of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain.
    Text(String),
    /// Strong.
    Strong(Vec<Inline>),
    /// Stressed.
    Emphasis(Vec<Inline>),
    /// Code.
    Code(String),
    /// A glossary term: `[role chaining](term:role-chaining)`.
    Term {
        /// The words in the text.
        text: String,
        /// The entry's id.
        id: String,
    },
    /// A lesson: `[sessions](lesson:L05)` or `(lesson:L05#b)`.
    Lesson {
        /// The words in the text.
        text: String,
        /// The lesson's id, with a section behind `#` if one is meant.
        target: String,
    },
    /// A line break that the author wants.
    Break,
}

/// The words of a run, marks left out.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) => out.push_str(&plain_text(inner)),
            Inline::Term { text, .. } | Inline::Lesson { text, .. } => out.push_str(text),
            Inline::Break => out.push(' '),
        }
    }
    out
}

//! What is done beside the drawing, on a thread of its own, because it takes longer than a frame may.

use crate::tui::colours::{self, Roles, Snippet};

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Colour these blocks of code.
    Colour(Vec<Snippet>),
}

/// Something done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Blocks of code with their colours.
    Coloured(Vec<(Snippet, Roles)>),
}

impl Job {
    /// Does it.
    #[must_use]
    pub fn run(self) -> Done {
        match self {
            Self::Colour(snippets) => Done::Coloured(colours::colour(snippets)),
        }
    }
}

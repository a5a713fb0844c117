//! What is done beside the drawing, on a thread of its own, because it takes longer than a frame may.

use crate::tui::colours::{self, Roles, Snippet};

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Colour these blocks of code.
    Colour(Vec<Snippet>),
    /// Wait, in milliseconds, so that what happens often can be kept once.
    Wait(u32),
}

/// Something done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Blocks of code with their colours.
    Coloured(Vec<(Snippet, Roles)>),
    /// The time has passed.
    Waited,
}

impl Job {
    /// Does it.
    #[must_use]
    pub fn run(self) -> Done {
        match self {
            Self::Colour(snippets) => Done::Coloured(colours::colour(snippets)),
            Self::Wait(milliseconds) => {
                std::thread::sleep(core::time::Duration::from_millis(u64::from(milliseconds)));
                Done::Waited
            }
        }
    }
}

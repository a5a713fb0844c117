//! What is done beside the drawing, on a thread of its own, because it takes longer than a frame may.

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {}

/// Something done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {}

impl Job {
    /// Does it.
    #[must_use]
    pub fn run(self) -> Done {
        match self {}
    }
}

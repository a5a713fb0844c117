//! A scenario's file while it is being changed: what is added, removed and renamed is written into the text that is there,
//! and everything else in it stays as somebody wrote it, comments, order and blank lines too.
//!
//! A change is made in two halves. [`Change`] says what the scenario shall be, `write` writes the difference into the text
//! and nothing else; the text is read anew, and unless it says exactly what it shall, the change is refused. So is one that
//! would leave a scenario that cannot be built. A file in JSON becomes TOML with its first change: JSON has no comments.

mod change;
mod names;
mod rewrite;
mod tree;
mod write;

use crate::iam::scenario::{Scenario, ScenarioError, ScenarioFile};
use crate::text::{LineColumn, LineIndex, TextRange};

pub use change::{Change, Seat};
pub use names::{Entity, Hanging, Link, hangs_on};

/// A scenario's file, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    text: String,
    file: Result<ScenarioFile, ScenarioError>,
}

impl Draft {
    /// A draft of that text, in TOML or (beginning with `{`) JSON.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { file: read(&text), text }
    }

    /// The text as it stands.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is JSON. The first change makes it TOML.
    #[must_use]
    pub fn is_json(&self) -> bool {
        is_json(&self.text)
    }

    /// What the text says.
    ///
    /// # Errors
    /// What is wrong with its form, with the place. What it says may still be something that cannot be: see
    /// [`Draft::scenario`].
    pub fn file(&self) -> Result<&ScenarioFile, ScenarioError> {
        self.file.as_ref().map_err(Clone::clone)
    }

    /// The scenario, its documents read with `read`.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place in the text.
    pub fn scenario(&self, read: &mut dyn FnMut(&str) -> Result<String, String>) -> Result<Scenario, ScenarioError> {
        if self.is_json() { Scenario::from_json(&self.text, read) } else { Scenario::from_toml(&self.text, read) }
    }

    /// Makes a change. On an error nothing is changed.
    ///
    /// # Errors
    /// What is wrong with the change, or with what would come of it. A scenario that could not be built before may still
    /// not be: it is mended step by step.
    pub fn change(&mut self, change: &Change) -> Result<(), ScenarioError> {
        let before = self.file()?;
        let after = change.apply(before).map_err(ScenarioError::new)?;
        if let Err(error) = buildable(&after)
            && buildable(before).is_ok()
        {
            return Err(error);
        }
        self.put(after)
    }

    /// Writes into the text what `after` has otherwise.
    fn put(&mut self, after: ScenarioFile) -> Result<(), ScenarioError> {
        let old = if self.is_json() { "" } else { self.text.as_str() };
        let text =
            write::written(old, self.file.as_ref().map_err(Clone::clone)?, &after).map_err(ScenarioError::new)?;
        if read(&text).as_ref() != Ok(&after) {
            let message = "this cannot be written into the file as it is laid out; change it there by hand";
            return Err(ScenarioError::new(message));
        }
        *self = Self { text, file: Ok(after) };
        Ok(())
    }

    /// Makes several changes, one after the other, or none of them.
    ///
    /// # Errors
    /// What is wrong with the first that cannot be made.
    pub fn change_all(&mut self, changes: &[Change]) -> Result<(), ScenarioError> {
        let mut draft = self.clone();
        changes.iter().try_for_each(|change| draft.change(change))?;
        *self = draft;
        Ok(())
    }

    /// What would be wrong with changes; `None` when they can be made.
    #[must_use]
    pub fn refusal(&self, changes: &[Change]) -> Option<ScenarioError> {
        self.clone().change_all(changes).err()
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

fn read(text: &str) -> Result<ScenarioFile, ScenarioError> {
    if is_json(text) {
        return serde_json::from_str(text).map_err(|error| {
            let place = LineColumn { line: error.line().saturating_sub(1), column: error.column().saturating_sub(1) };
            let range = TextRange::at(LineIndex::new(text).offset(text, place));
            ScenarioError { range: Some(range), ..ScenarioError::new(error.to_string()) }
        });
    }
    toml::from_str(text).map_err(|error| ScenarioError {
        range: error.span().map(|span| TextRange::new(span.start, span.end)),
        ..ScenarioError::new(error.message().trim_end())
    })
}

/// Whether a scenario of this shape can be built, whatever its documents say.
fn buildable(file: &ScenarioFile) -> Result<(), ScenarioError> {
    let (world, requests) = (file.world.clone(), file.requests.clone());
    Scenario::build("", "", world, requests, &mut |_| Ok("{}".to_owned())).map(drop)
}

#[cfg(test)]
mod tests;

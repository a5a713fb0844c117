//! What is this? For any place in a policy: what the word there means, does and covers.

use crate::iam::complete::Site;
use crate::text::TextRange;

/// What is known of a word in a policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// The word.
    pub range: TextRange,
    /// The word and what sort of thing it is: "s3:GetObject, an action of Amazon S3".
    pub title: String,
    /// What it means, a paragraph each, the most important first.
    pub words: Vec<String>,
    /// What belongs to it, in lists.
    pub lists: Vec<List>,
}

/// A list with a heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// "Condition keys (12)".
    pub heading: String,
    /// Name and what is to be said of it (may be empty).
    pub rows: Vec<(String, String)>,
}

/// What stands at the cursor of the site; `None` when that is nothing with a meaning of its own.
#[must_use]
pub fn about(_site: &Site<'_>) -> Option<About> {
    None
}

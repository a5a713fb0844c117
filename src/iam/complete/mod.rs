//! What could be written at a place in a document: element names, actions, ARNs, principals, operators, keys, values.
//!
//! `spot` finds out where the cursor is, a file for each thing gathers what belongs there, `rank` holds it against what was
//! typed, `write` puts quotes, colons and commas around it. Names come from the catalogue and the surroundings; what is
//! proposed is legal as far as one document can tell, and never all that is.

mod actions;
mod conditions;
mod elements;
mod principals;
mod rank;
mod resources;
mod spot;
mod values;
mod write;

pub use principals::service_names;
use spot::{Place, Spot};
use write::Candidate;

use crate::iam::json::Parse;
use crate::iam::policy::PolicyKind;
use crate::iam::surroundings::Surroundings;
use crate::text::TextRange;

/// Where somebody is writing.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The text, which may be broken.
    pub text: &'a str,
    /// Its tree and tokens.
    pub parse: &'a Parse,
    /// What kind of policy it is.
    pub kind: PolicyKind,
    /// The cursor, in bytes of the text.
    pub cursor: usize,
    /// The names around it.
    pub surroundings: &'a Surroundings,
}

/// What can be written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What a proposal replaces: the word before and behind the cursor.
    pub range: TextRange,
    /// The best first.
    pub proposals: Vec<Proposal>,
    /// What stands there is already one of the things that can be written, to the letter; the proposals are the others.
    pub is_whole: bool,
}

/// What a proposal is, for its sign and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The name of an element or of a principal's type.
    Element,
    /// A service prefix.
    Service,
    /// An action.
    Action,
    /// An ARN, whole or to be filled in.
    Arn,
    /// Whom a statement speaks of.
    Principal,
    /// A condition operator.
    Operator,
    /// A condition key.
    Key,
    /// A value: an effect, a version, a region, a tag, a truth.
    Value,
    /// A piece of policy.
    Snippet,
}

/// One thing that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What is shown, and compared with what was typed.
    pub label: String,
    /// What it is, in a few words: `Write · table*`.
    pub detail: String,
    /// What sort of thing.
    pub sort: Sort,
    /// What is written.
    pub insert: Insert,
    /// Which characters of the label were typed (counted in characters, ascending).
    pub matched: Vec<usize>,
}

/// A text with places to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Insert {
    /// The text.
    pub text: String,
    /// The places in it to go to with Tab, in order, each with its example text selected; the cursor ends up behind the
    /// text, or at an empty last place.
    pub places: Vec<TextRange>,
}

impl Insert {
    /// A text without places.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), places: Vec::new() }
    }
}

/// What can be written at the site; `None` where nothing can be said. Takes any text and any cursor; the work is linear in
/// the length of the text.
#[must_use]
pub fn complete(site: &Site<'_>) -> Option<Completion> {
    let spot = Spot::of(*site)?;
    let mut found = Vec::new();
    if spot.word.open.is_empty() {
        if values::takes_variables(spot.place) {
            values::variables(&spot, &mut found);
        }
    } else {
        gather(&spot, &mut found);
    }
    let (proposals, is_whole) = rank::ranked(&spot, &found);
    (!proposals.is_empty()).then(|| Completion { range: spot.range(), proposals, is_whole })
}

/// Everything that belongs at a spot, whatever was typed.
fn gather(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    match spot.place {
        Place::Document => elements::documents(spot, found),
        Place::DocumentElement => elements::of_document(spot, found),
        Place::Statement => elements::statements(spot, found),
        Place::Element => elements::of_statement(spot, found),
        Place::Value("Action" | "NotAction") => actions::candidates(spot, found),
        Place::Value("Resource" | "NotResource") => resources::candidates(spot, found),
        Place::Value("Principal") => principals::types(spot, true, found),
        Place::Value(element) => elements::fixed_values(spot, element, found),
        Place::PrincipalType => principals::types(spot, false, found),
        Place::Principal(of_type) => principals::named(spot, of_type, found),
        Place::Operator => conditions::operators(spot, found),
        Place::Key(operator) => conditions::keys(spot, operator, found),
        Place::ConditionValue(operator, key) => values::candidates(spot, operator, key, found),
    }
}

#[cfg(test)]
mod tests;

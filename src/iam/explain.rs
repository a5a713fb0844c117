//! The words: what a step of a trace, a reason, a denial means, for a person who is new to IAM.
//!
//! `names` calls things by the names people use, `words` holds the tables (one row for each reason, layer, condition
//! outcome and open question), `walk` lays a simulation out line by line, `summary` tells it in a sentence or two,
//! `message` gives what AWS itself would say.

mod apart;
mod carried;
mod change;
mod denied;
mod head;
mod message;
mod names;
mod near;
mod operator;
mod summary;
mod walk;
mod words;

use std::sync::Arc;

use crate::iam::policy::PolicyKind;
use crate::iam::trace::Parting;
use crate::text::TextRange;

pub use carried::walk_with_requests;
pub use change::{change_words, side_effect_words};
pub use denied::{denied_words, unknown_words};
pub use message::{access_denied_form, access_denied_message};
pub use operator::{OperatorPage, operator_page};
pub use summary::{judgement, kept_out, summary};
pub use walk::{walk, whole_walk};
pub use words::{
    ReasonPage, check_words, condition_reason_words, layer_name, outcome_words, reason_page, rule_words,
    unspecified_words,
};

/// One line of the walk through a simulation: both faces draw the same lines.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkStep {
    /// What the line is about; also how far it is indented.
    pub level: WalkLevel,
    /// Which hop it belongs to, from 0.
    pub hop: usize,
    /// The sign before it.
    pub sign: Sign,
    /// The kind of policy it is about.
    pub badge: Option<PolicyKind>,
    /// The words of the line, e.g. `trust policy of AppRole`.
    pub label: String,
    /// What came of it, e.g. `Statement 1 names the account, not you`.
    pub note: String,
    /// Where in which document it points.
    pub place: Option<Place>,
    /// Whether the decision fell here.
    pub decisive: bool,
    /// A pattern and a value held side by side.
    pub side_by_side: Option<SideBySide>,
    /// Of interest only to who asks for it: an element of a statement that neither decided nor came close.
    pub aside: bool,
}

/// What a line of the walk is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WalkLevel {
    /// A call.
    Hop,
    /// A layer of its decision.
    Layer,
    /// A statement in it.
    Statement,
    /// An element of that.
    Element,
}

/// The sign before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// Yes: allows, matches, passes.
    Yes,
    /// A no that somebody wrote down.
    No,
    /// Nobody said yes.
    Silent,
    /// Nothing there, or not asked.
    Nothing,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The document's name.
    pub document: Arc<str>,
    /// Where in it.
    pub range: TextRange,
}

/// A pattern above a value, and where they part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideBySide {
    /// What the policy says.
    pub pattern: String,
    /// What the request has.
    pub value: String,
    /// Where they part.
    pub parting: Option<Parting>,
}

#[cfg(test)]
mod tests;

//! What is known around a document while it is written: the names of its world, and the request that is looked at.

use crate::iam::request::Context;
use crate::iam::scenario::World;

/// A name that can be written into a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What is written: an ARN, an account id, a domain.
    pub name: String,
    /// What it is, for a person: "role Deployer in prod".
    pub what: String,
}

/// What is known around a document. Empty where there is no world: everything here is an addition.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Accounts, by id.
    pub accounts: Vec<Named>,
    /// Users and roles, by ARN.
    pub principals: Vec<Named>,
    /// Identity providers, by ARN.
    pub providers: Vec<Named>,
    /// Resources, by ARN.
    pub resources: Vec<Named>,
    /// The organisation's id, when there is one.
    pub organization: Option<String>,
    /// Tags that are in use: key and value.
    pub tags: Vec<(String, String)>,
    /// The condition keys of the request that is looked at: what a variable becomes.
    pub context: Option<Context>,
}

impl Surroundings {
    /// What a world has to offer; each name once, in the order of the world.
    #[must_use]
    pub fn of(_world: &World) -> Self {
        Self::default()
    }
}

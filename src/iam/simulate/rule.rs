//! Rules that no policy bears on: how long credentials may last, what may not be set twice, which roles can be passed.

use super::caller::Caller;
use crate::iam::request::PrincipalType;
use crate::iam::scenario::{Api, Scenario, ScenarioError, Taken};

/// A rule by which a call fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Fewer seconds than the call gives.
    TooShort {
        /// What was asked for.
        asked: u32,
    },
    /// More seconds than the role's longest session.
    LongerThanRole {
        /// What was asked for.
        asked: u32,
        /// What the role gives at most.
        most: u32,
    },
    /// A role session asks for a session longer than an hour.
    ChainedLongerThanHour {
        /// What was asked for.
        asked: u32,
    },
    /// More seconds than the call gives.
    LongerThanCall {
        /// What was asked for.
        asked: u32,
    },
    /// A session tag that came along from an earlier session is passed again.
    TransitiveTagAgain {
        /// Its key.
        key: String,
    },
    /// The role that is handed to a service belongs to another account than whoever hands it over.
    RoleOfAnotherAccount,
    /// The session has a source identity already, and another is passed.
    OtherSourceIdentity {
        /// The one that is set.
        set: String,
    },
}

/// Fifteen minutes.
const LEAST: u32 = 900;
/// What role chaining gives at most, whatever the role says.
const CHAINED: u32 = 3_600;
/// Thirty-six hours: the most for a user's own credentials.
const MOST_FOR_USER: u32 = 129_600;

/// The rule by which `caller` fails to get what it asks for (AWS: "Compare AWS STS credentials"; "Pass session tags in AWS
/// STS"; "Monitor and control actions taken with assumed roles").
pub(super) fn broken(scenario: &Scenario, caller: &Caller, taken: &Taken<'_>) -> Result<Option<Rule>, ScenarioError> {
    if let Some(asked) = taken.assume.duration {
        let most = match &taken.role {
            Some(role) => Some(scenario.world.role(role).map_err(ScenarioError::new)?.0.max_session_duration),
            None => None,
        };
        let chained = taken.api == Api::AssumeRole && caller.principal.kind == PrincipalType::RoleSession;
        // A root user's credentials are cut to an hour instead (AWS: "GetSessionToken", STS API Reference).
        let is_root = caller.principal.kind == PrincipalType::Root;
        match most {
            _ if asked < LEAST => return Ok(Some(Rule::TooShort { asked })),
            Some(_) if chained && asked > CHAINED => return Ok(Some(Rule::ChainedLongerThanHour { asked })),
            Some(most) if asked > most => return Ok(Some(Rule::LongerThanRole { asked, most })),
            None if asked > MOST_FOR_USER && !is_root => return Ok(Some(Rule::LongerThanCall { asked })),
            Some(_) | None => {}
        }
    }
    let along = |key: &&String| caller.transitive.iter().any(|(own, _)| own.eq_ignore_ascii_case(key));
    if let Some(key) = taken.assume.tags.keys().find(along) {
        return Ok(Some(Rule::TransitiveTagAgain { key: key.clone() }));
    }
    Ok(match (&caller.source_identity, &taken.assume.source_identity) {
        (Some(set), Some(asked)) if set != asked => Some(Rule::OtherSourceIdentity { set: set.clone() }),
        _ => None,
    })
}

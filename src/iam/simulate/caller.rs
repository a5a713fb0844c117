//! Whoever makes a call: its principal, its own policies, and the keys that follow from who it is.

use super::{attached, context};
use crate::iam::request::{Attached, Context, Policies, Principal, PrincipalType, Request};
use crate::iam::scenario::{Identity, Scenario, ScenarioError, Who, is_session_name};

/// A caller.
pub(super) struct Caller {
    /// As AWS sees it.
    pub principal: Principal,
    /// The value of `aws:userid`; services have none.
    pub user_id: Option<String>,
    /// What it would call a session it makes.
    name: String,
    identity: Vec<Attached>,
    session: Option<Vec<Attached>>,
}

impl Caller {
    /// Whoever makes the first call of a request.
    pub fn first(scenario: &Scenario, who: &Who) -> Result<Self, ScenarioError> {
        let world = &scenario.world;
        match who {
            Who::User(name) => {
                let (user, identity) = world.user(name).map_err(ScenarioError::new)?;
                let documents = user.document_names().map(|name| attached(scenario, &name));
                Ok(Self {
                    principal: principal(PrincipalType::User, identity.user_arn(), Some(identity.account)),
                    user_id: Some(unique_id("AIDA", &identity.user_arn())),
                    name: identity.name.to_owned(),
                    identity: documents.collect::<Result<_, _>>()?,
                    session: None,
                })
            }
            Who::Root(name) => {
                let id = &world.account(name).map_err(ScenarioError::new)?.id;
                Ok(Self {
                    principal: principal(PrincipalType::Root, format!("arn:aws:iam::{id}:root"), Some(id)),
                    user_id: Some(id.clone()),
                    name: "root".to_owned(),
                    identity: Vec::new(),
                    session: None,
                })
            }
            Who::Service(name) => Ok(Self {
                principal: principal(PrincipalType::Service, name.clone(), None),
                user_id: None,
                name: service_session_name(name),
                identity: Vec::new(),
                session: None,
            }),
            Who::Role { role, session } => Self::session(scenario, role, session),
            Who::Anonymous => Ok(Self {
                principal: principal(PrincipalType::Anonymous, String::new(), None),
                user_id: Some("anonymous".to_owned()),
                name: "anonymous".to_owned(),
                identity: Vec::new(),
                session: None,
            }),
        }
    }

    /// A session of the role `account/Name`.
    pub fn session(scenario: &Scenario, role: &str, session: &str) -> Result<Self, ScenarioError> {
        let (role, identity): (_, Identity<'_>) = scenario.world.role(role).map_err(ScenarioError::new)?;
        let documents = role.document_names().map(|name| attached(scenario, &name));
        let arn = identity.session_arn(session);
        let base = principal(PrincipalType::RoleSession, arn, Some(identity.account));
        Ok(Self {
            principal: Principal { role_arn: Some(identity.role_arn()), ..base },
            user_id: Some(format!("{}:{session}", unique_id("AROA", &identity.role_arn()))),
            name: session.to_owned(),
            identity: documents.collect::<Result<_, _>>()?,
            session: Some(Vec::new()),
        })
    }

    /// The name of a session that it makes and does not name.
    pub fn session_name(&self) -> String {
        match is_session_name(&self.name) {
            true => self.name.clone(),
            false => format!("{}-session", self.name).chars().take(64).collect(),
        }
    }

    /// Its call of `action` on `resource`, with every key that a real one carries.
    pub fn request(&self, action: &str, resource: &str, resource_account: Option<&str>) -> Request {
        let mut request = Request {
            principal: self.principal.clone(),
            action: action.to_owned(),
            resource: resource.to_owned(),
            resource_account: resource_account.map(str::to_owned),
            context: Context::default(),
            flags: crate::iam::request::Flags::default(),
        };
        request.context = context::derive(&request, self.user_id.as_deref());
        request
    }

    /// Its own policies.
    pub fn policies(&self) -> Policies {
        Policies { identity: self.identity.clone(), session: self.session.clone(), ..Policies::default() }
    }
}

fn principal(kind: PrincipalType, arn: String, account: Option<&str>) -> Principal {
    Principal { kind, arn, account: account.map(str::to_owned), role_arn: None, user_arn: None }
}

/// What services call the sessions they make: EC2 the instance's id (AWS: "IAM policy elements: Variables and tags"),
/// Lambda the function's name, others something of their own.
fn service_session_name(service: &str) -> String {
    match service.split('.').next().unwrap_or_default() {
        "ec2" => "i-0abc1234def567890".to_owned(),
        "lambda" => "my-function".to_owned(),
        name => name.to_owned(),
    }
}

/// A unique id as IAM gives out (AWS: "IAM identifiers"): invented, and always the same for the same ARN.
fn unique_id(prefix: &str, arn: &str) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    // FNV-1a: spreads well enough, needs no crate, and nothing secret hangs on it.
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let mut state = arn.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let mut id = prefix.to_owned();
    for position in 0..17u8 {
        state = step(state, position);
        let letter = LETTERS.get(usize::try_from((state >> 40) % 32).unwrap_or_default()).copied().unwrap_or(b'A');
        id.push(char::from(letter));
    }
    id
}

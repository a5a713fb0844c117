//! Whoever makes a call: its principal, its own policies, and the keys that follow from who it is.

use super::hops::many;
use super::{attached, context};
use crate::iam::request::{Attached, Context, ContextValue, Flags, Policies, Principal, PrincipalType, Request};
use crate::iam::scenario::{
    Api, Identity, ProviderKind, Purpose, RequestSpec, Role, Scenario, ScenarioError, Tags, Taken, Who, World,
    is_session_name,
};

/// A caller.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    /// As AWS sees it.
    pub principal: Principal,
    /// The value of `aws:userid`; services have none.
    pub user_id: Option<String>,
    /// Its tags: its own, and for a session those that came with it.
    pub tags: Vec<(String, String)>,
    /// Those of them that go along into the next role.
    pub transitive: Vec<(String, String)>,
    /// The source identity, once it is set.
    pub source_identity: Option<String>,
    /// Whether the credentials are temporary.
    pub is_temporary: bool,
    /// What temporary credentials say about MFA; `None` when they say nothing.
    pub mfa: Option<bool>,
    /// Further keys that the credentials carry.
    pub keys: Vec<(String, ContextValue)>,
    /// Circumstances that no key says.
    flags: Flags,
    /// What it would call a session it makes.
    name: String,
    identity: Vec<Attached>,
    boundary: Option<Attached>,
    session: Option<Vec<Attached>>,
}

impl Caller {
    /// Whoever makes the first call of a request.
    pub fn first(scenario: &Scenario, who: &Who) -> Result<Self, ScenarioError> {
        let world = &scenario.world;
        match who {
            Who::User(name) => Self::user(scenario, name),
            Who::Root(name) => {
                let id = &world.account(name).map_err(ScenarioError::new)?.id;
                let principal = principal(PrincipalType::Root, format!("arn:aws:iam::{id}:root"), Some(id));
                Ok(Self { user_id: Some(id.clone()), ..Self::bare(principal, "root") })
            }
            Who::Service(name) => Ok(Self::service(name)),
            Who::Role { role, session } => Ok(Self { mfa: Some(false), ..Self::session(scenario, role, session)? }),
            Who::WebIdentity(name) => {
                let provider = world.provider(name, ProviderKind::Oidc).map_err(ScenarioError::new)?;
                Ok(Self::bare(principal(PrincipalType::WebIdentity, provider, None), "web-identity"))
            }
            Who::Saml(name) => {
                let provider = world.provider(name, ProviderKind::Saml).map_err(ScenarioError::new)?;
                Ok(Self::bare(principal(PrincipalType::Saml, provider, None), "saml-user"))
            }
            Who::Anonymous => {
                let principal = principal(PrincipalType::Anonymous, String::new(), None);
                Ok(Self { user_id: Some("anonymous".to_owned()), ..Self::bare(principal, "anonymous") })
            }
        }
    }

    /// A service.
    pub fn service(name: &str) -> Self {
        Self::bare(principal(PrincipalType::Service, name.to_owned(), None), &service_session_name(name))
    }

    fn bare(principal: Principal, name: &str) -> Self {
        Self {
            principal,
            user_id: None,
            tags: Vec::new(),
            transitive: Vec::new(),
            source_identity: None,
            is_temporary: false,
            mfa: None,
            keys: Vec::new(),
            flags: Flags::default(),
            name: name.to_owned(),
            identity: Vec::new(),
            boundary: None,
            session: None,
        }
    }

    fn user(scenario: &Scenario, name: &str) -> Result<Self, ScenarioError> {
        let (user, identity) = scenario.world.user(name).map_err(ScenarioError::new)?;
        let mut names: Vec<String> = user.document_names().collect();
        for group in &user.groups {
            names.extend(scenario.world.group(group).map_err(ScenarioError::new)?.document_names());
        }
        let principal = principal(PrincipalType::User, identity.user_arn(), Some(identity.account));
        Ok(Self {
            user_id: Some(unique_id("AIDA", &identity.user_arn())),
            identity: names.iter().map(|name| attached(scenario, name)).collect::<Result<_, _>>()?,
            boundary: boundary(scenario, user.boundary_document_name())?,
            tags: pairs(&user.tags),
            ..Self::bare(principal, identity.name)
        })
    }

    /// A session of the role `account/Name`.
    fn session(scenario: &Scenario, role: &str, session: &str) -> Result<Self, ScenarioError> {
        let (role, identity): (&Role, Identity<'_>) = scenario.world.role(role).map_err(ScenarioError::new)?;
        let documents = role.document_names().map(|name| attached(scenario, &name));
        let arn = identity.session_arn(session);
        let base = principal(PrincipalType::RoleSession, arn, Some(identity.account));
        let principal = Principal { role_arn: Some(identity.role_arn()), ..base };
        Ok(Self {
            user_id: Some(format!("{}:{session}", unique_id("AROA", &identity.role_arn()))),
            identity: documents.collect::<Result<_, _>>()?,
            boundary: boundary(scenario, role.boundary_document_name())?,
            session: Some(Vec::new()),
            tags: pairs(&role.tags),
            is_temporary: true,
            flags: Flags { service_linked_role: identity.is_service_linked(), ..Flags::default() },
            ..Self::bare(principal, session)
        })
    }

    /// Who acts once a step is done: the holder of the credentials that it gave.
    pub fn after(
        self,
        scenario: &Scenario,
        spec: &RequestSpec,
        step: usize,
        purpose: &Purpose<'_>,
    ) -> Result<Self, ScenarioError> {
        match purpose {
            Purpose::Take(taken) | Purpose::Tag(taken) | Purpose::Identify(taken) => {
                let policies = spec.session_policies(step).into_iter();
                let policies = policies.map(|(name, _)| attached(scenario, &name)).collect::<Result<_, _>>()?;
                self.taking(scenario, taken, policies)
            }
            Purpose::Accept { role, service } => {
                let named = spec.through.get(step).and_then(|step| step.assume().session.clone());
                let service = Self::service(service);
                let name = named.unwrap_or_else(|| service.session_name());
                service.of_service(Self::session(scenario, role, &name)?)
            }
            Purpose::Call { .. } | Purpose::Also(_) | Purpose::Pass { .. } => Ok(self),
        }
    }

    fn taking(self, scenario: &Scenario, taken: &Taken<'_>, policies: Vec<Attached>) -> Result<Self, ScenarioError> {
        let name = self.session_name_for(taken);
        let assume = &taken.assume;
        match (taken.api, &taken.role) {
            (Api::AssumeRole | Api::AssumeRoleWithSaml | Api::AssumeRoleWithWebIdentity, Some(role)) => {
                let session = Self::session(scenario, role, &name)?;
                let session = match self.principal.kind {
                    PrincipalType::Service => self.clone().of_service(session)?,
                    _ => session,
                };
                // AWS: "Pass session tags in AWS STS": what is passed goes before what the role has.
                let passed: Vec<(String, String)> =
                    self.transitive.iter().cloned().chain(pairs(&assume.tags)).collect();
                let goes_on =
                    |(key, _): &&(String, String)| assume.transitive.iter().any(|t| t.eq_ignore_ascii_case(key));
                let transitive = self.transitive.iter().cloned().chain(passed.iter().filter(goes_on).cloned());
                Ok(Self {
                    tags: over(session.tags, &passed),
                    transitive: over(Vec::new(), &transitive.collect::<Vec<_>>()),
                    source_identity: self.source_identity.clone().or_else(|| assume.source_identity.clone()),
                    session: Some(policies),
                    // AWS: "Secure API access with MFA": what AssumeRole gives out knows of no MFA; those who come from
                    // an identity provider carry no such key at all.
                    mfa: (taken.api == Api::AssumeRole).then_some(false),
                    keys: [session.keys, kept_claims(&self.principal, taken)].concat(),
                    ..session
                })
            }
            (Api::GetFederationToken, _) => {
                let account = self.principal.account.clone().unwrap_or_default();
                let arn = format!("arn:aws:sts::{account}:federated-user/{name}");
                let principal = Principal {
                    user_arn: Some(self.principal.arn.clone()),
                    ..principal(PrincipalType::FederatedUser, arn, Some(&account))
                };
                Ok(Self {
                    principal,
                    user_id: Some(format!("{account}:{name}")),
                    tags: over(self.tags.clone(), &pairs(&assume.tags)),
                    is_temporary: true,
                    session: Some(policies),
                    name,
                    ..self
                })
            }
            (Api::GetSessionToken, _) => Ok(Self {
                is_temporary: true,
                mfa: Some(assume.mfa),
                flags: Flags { session_token: true, mfa: assume.mfa, ..self.flags },
                ..self
            }),
            // A call for a role that names none is no plan.
            (Api::AssumeRole | Api::AssumeRoleWithSaml | Api::AssumeRoleWithWebIdentity, None) => Ok(self),
        }
    }

    /// `session` as this service makes it.
    fn of_service(self, session: Self) -> Result<Self, ScenarioError> {
        let keys = match self.principal.arn.split('.').next() {
            // AWS: "AWS global condition context keys", properties of the network; "Condition keys for Amazon EC2".
            Some("ec2") => {
                let account = session.principal.account.clone().unwrap_or_default();
                let instance = format!("arn:aws:ec2:{}:{account}:instance/{}", context::REGION, session.name);
                vec![
                    ("ec2:SourceInstanceARN".to_owned(), context::one(instance)),
                    ("aws:Ec2InstanceSourceVpc".to_owned(), context::one("vpc-0abc1234def567890")),
                ]
            }
            _ => Vec::new(),
        };
        Ok(Self { mfa: Some(false), keys, ..session })
    }

    /// The name of a session that it makes and does not name.
    fn session_name(&self) -> String {
        match is_session_name(&self.name) {
            true => self.name.clone(),
            false => format!("{}-session", self.name).chars().take(64).collect(),
        }
    }

    /// The name of the session that a call gives.
    pub fn session_name_for(&self, taken: &Taken<'_>) -> String {
        let most = if taken.api == Api::GetFederationToken { 32 } else { 64 };
        let own = || self.session_name().chars().take(most).collect();
        taken.assume.session.clone().unwrap_or_else(own)
    }

    /// Its call of `action` on `resource`, with every key that a real one carries.
    pub fn request(&self, world: &World, action: &str, resource: &str, resource_account: Option<&str>) -> Request {
        let is_management = |id: Option<&str>| id.is_some_and(|id| world.is_management(id));
        let mut request = Request {
            principal: self.principal.clone(),
            action: action.to_owned(),
            resource: resource.to_owned(),
            resource_account: resource_account.map(str::to_owned),
            context: Context::default(),
            flags: Flags {
                principal_in_management_account: is_management(self.principal.account.as_deref()),
                resource_in_management_account: is_management(resource_account),
                ..self.flags
            },
        };
        request.context = context::derive(&request, self, world);
        request
    }

    /// `policies` with its own.
    pub fn policies(&self, policies: Policies) -> Policies {
        Policies {
            identity: self.identity.clone(),
            boundary: self.boundary.clone(),
            session: self.session.clone(),
            ..policies
        }
    }
}

fn boundary(scenario: &Scenario, name: Option<String>) -> Result<Option<Attached>, ScenarioError> {
    name.map(|name| attached(scenario, &name)).transpose()
}

fn pairs(tags: &Tags) -> Vec<(String, String)> {
    tags.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// `tags` with `others` over those of the same key, whatever its case.
fn over(tags: Vec<(String, String)>, others: &[(String, String)]) -> Vec<(String, String)> {
    let mut result: Vec<(String, String)> = Vec::new();
    for (key, value) in tags.into_iter().chain(others.iter().cloned()) {
        result.retain(|(own, _)| !own.eq_ignore_ascii_case(&key));
        result.push((key, value));
    }
    result
}

/// What of a token or an assertion a session keeps (AWS: "IAM and AWS STS condition context keys"): of OIDC the provider
/// and, of the providers that need not be registered, every claim; of SAML who the subject is.
fn kept_claims(caller: &Principal, taken: &Taken<'_>) -> Vec<(String, ContextValue)> {
    let claims = context::claims(caller, taken);
    match caller.kind {
        PrincipalType::WebIdentity => {
            let provider = ("aws:FederatedProvider".to_owned(), context::one(&caller.arn));
            let kept = claims.into_iter().filter(|_| !caller.arn.starts_with("arn:"));
            [provider].into_iter().chain(kept).collect()
        }
        PrincipalType::Saml => {
            const KEPT: [&str; 3] = ["saml:namequalifier", "saml:sub", "saml:sub_type"];
            claims.into_iter().filter(|(key, _)| KEPT.contains(&key.as_str())).collect()
        }
        PrincipalType::User
        | PrincipalType::RoleSession
        | PrincipalType::FederatedUser
        | PrincipalType::Root
        | PrincipalType::Service
        | PrincipalType::Anonymous => Vec::new(),
    }
}

/// The keys of `tags` as a multivalued key.
pub(super) fn tag_keys<'t>(tags: impl IntoIterator<Item = &'t String>) -> ContextValue {
    many(tags.into_iter().cloned())
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

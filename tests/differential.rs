//! A second evaluator, written from the specification's pseudo-code and as plainly as can be, held against the real one on
//! random cases. They share the parsed policies and what compares one pattern, one condition line or one principal.
//!
//! `IAM_DOJO_LONG=1` compares two hundred thousand cases in place of two thousand.

#[path = "support/random.rs"]
mod random;

use std::collections::BTreeMap;

use iam_dojo::iam::catalogue::Catalogue;
use iam_dojo::iam::evaluate::{decide, trace};
use iam_dojo::iam::policy::{Effect, Element, PolicyKind, Statement};
use iam_dojo::iam::principal::{PrincipalEntry, PrincipalMatch};
use iam_dojo::iam::request::{Attached, Policies, PrincipalType as Kind, Request, ResourceKind};
use iam_dojo::iam::trace::{Decision, Layer, Reason, Strength};
use iam_dojo::iam::{cases, condition};

/// Everything that is asked, in one place.
struct Naive<'a> {
    request: &'a Request,
    policies: &'a Policies,
}

/// The ARN's part at `index`, or nothing.
fn part(arn: &str, index: usize) -> &str {
    arn.splitn(6, ':').nth(index).unwrap_or_default()
}

impl Naive<'_> {
    /// "Decision algorithm", pseudo-code.
    fn evaluate(&self) -> Reason {
        if let Some(reason) = self.special_operation() {
            return reason;
        }
        for layer in Layer::ALL {
            if self.any(&self.documents(layer), Effect::Deny) {
                return Reason::ExplicitDeny(layer);
            }
        }
        if self.is_protected_object() {
            return Reason::OperationForbidden;
        }
        if self.rcp_applies() && !self.every_level_allows(self.policies.rcp.as_deref()) {
            return Reason::RcpNoAllow;
        }
        if self.scp_applies() && !self.every_level_allows(self.policies.scp.as_deref()) {
            return Reason::ScpNoAllow;
        }
        let kind = self.request.principal.kind;
        let resource = self.resource_allow();
        match (kind, resource) {
            (Kind::Service | Kind::Saml | Kind::WebIdentity, Some(_)) => return Reason::ServiceAllow,
            (Kind::Anonymous, Some(_)) => return Reason::PublicAllow,
            (Kind::Service | Kind::Saml | Kind::WebIdentity | Kind::Anonymous, None) => return Reason::NoResourceAllow,
            _ => {}
        }
        let is_trust = self.policies.resource_kind == ResourceKind::Trust;
        let is_key =
            self.policies.resource_kind == ResourceKind::Kms && part(&self.request.resource, 5).starts_with("key/");
        if (is_trust || is_key) && resource.is_none() {
            return Reason::NoResourceAllow;
        }
        let has_boundary = self.policies.boundary.is_some();
        let boundary_silent = has_boundary && !self.any(&self.documents(Layer::Boundary), Effect::Allow);
        let identity = self.any(&self.documents(Layer::Identity), Effect::Allow);
        let same = self.is_same_account();
        if same {
            if kind == Kind::Root && !is_trust {
                return Reason::RootAllow;
            }
            if resource == Some(Strength::Direct) {
                return if is_trust && boundary_silent { Reason::BoundaryNoAllow } else { Reason::ResourceDirectAllow };
            }
            if !identity && resource != Some(Strength::Entity) {
                return Reason::NoIdentityAllow;
            }
        } else {
            if resource.is_none() {
                return Reason::NoResourceAllow;
            }
            if kind == Kind::Root {
                return Reason::CrossAccountAllow;
            }
            if !identity {
                return Reason::NoIdentityAllow;
            }
        }
        if boundary_silent {
            return Reason::BoundaryNoAllow;
        }
        let session = self.documents(Layer::Session);
        if (!session.is_empty() || kind == Kind::FederatedUser) && !self.any(&session, Effect::Allow) {
            return Reason::SessionNoAllow;
        }
        match (same, identity) {
            (false, _) => Reason::CrossAccountAllow,
            (true, true) => Reason::IdentityAllow,
            (true, false) => Reason::ResourceEntityAllow,
        }
    }

    /// The documents of a layer that bear on the request.
    fn documents(&self, layer: Layer) -> Vec<&Attached> {
        let policies = self.policies;
        match layer {
            Layer::Rcp if self.rcp_applies() => policies.rcp.iter().flatten().flatten().collect(),
            Layer::Scp if self.scp_applies() => policies.scp.iter().flatten().flatten().collect(),
            Layer::Rcp | Layer::Scp => Vec::new(),
            Layer::Resource => policies.resource.iter().collect(),
            Layer::Identity => policies.identity.iter().collect(),
            Layer::Boundary => policies.boundary.iter().collect(),
            Layer::Session => policies.session.iter().flatten().collect(),
        }
    }

    fn any(&self, documents: &[&Attached], effect: Effect) -> bool {
        documents.iter().any(|document| {
            document.policy.statements.iter().any(|s| s.effect.value == effect && self.applies(document, s).is_some())
        })
    }

    fn every_level_allows(&self, levels: Option<&[Vec<Attached>]>) -> bool {
        let allows = |level: &Vec<Attached>| self.any(&level.iter().collect::<Vec<_>>(), Effect::Allow);
        levels.is_none_or(|levels| levels.iter().all(allows))
    }

    /// The strongest Allow of the resource's policy.
    fn resource_allow(&self) -> Option<Strength> {
        let document = self.policies.resource.as_ref()?;
        let allows = document.policy.statements.iter().filter(|s| s.effect.value == Effect::Allow);
        allows.filter_map(|statement| self.applies(document, statement)?).max()
    }

    /// "Statement applicability": `None` when it does not apply; else how strongly its principals name the caller.
    fn applies(&self, document: &Attached, statement: &Statement) -> Option<Option<Strength>> {
        let has_principals = matches!(document.kind, PolicyKind::Trust | PolicyKind::Resource | PolicyKind::Rcp);
        let strength = match (&statement.principal, has_principals) {
            (Some(element), true) => self.principal_applies(document.kind, statement.effect.value, element)?,
            (None, false) => None,
            // Not a statement of this kind of policy.
            (Some(_), false) | (None, true) => return None,
        };
        let request = self.request;
        let listed = statement.action.entries.iter().any(|entry| entry.value.matches(&request.action));
        if listed == statement.action.negated {
            return None;
        }
        if let Some(element) = &statement.resource {
            let covers = |entry: &iam_dojo::iam::pattern::ResourcePattern| {
                entry.matches(&request.resource, &request.context, document.policy.version)
            };
            if element.entries.iter().any(|entry| covers(&entry.value)) == element.negated {
                return None;
            }
        }
        let holds = |line| condition::holds(line, &request.context, document.policy.version, &mut |_| ()).0;
        statement.conditions.iter().all(holds).then_some(strength)
    }

    /// "Principals": the strength of the strongest entry, or `NotPrincipal`'s chain rule.
    fn principal_applies(
        &self,
        kind: PolicyKind,
        effect: Effect,
        element: &Element<PrincipalEntry>,
    ) -> Option<Option<Strength>> {
        let caller = &self.request.principal;
        let entries = || element.entries.iter().map(|entry| &entry.value);
        let everyone = entries().any(|entry| *entry == PrincipalEntry::Everyone);
        if !element.negated {
            let named = entries().filter_map(|entry| entry.names(caller)).map(PrincipalMatch::strength).max();
            // A resource control policy limits a resource "regardless of who calls".
            let limited = (kind == PolicyKind::Rcp && everyone).then_some(Strength::Direct);
            return named.or(limited).map(Some);
        }
        if effect == Effect::Allow {
            return None;
        }
        let account = caller.account.clone().map(PrincipalEntry::Account);
        let role = caller.role_arn.clone().map(PrincipalEntry::Role);
        let itself = match caller.kind {
            Kind::User => Some(PrincipalEntry::User(caller.arn.clone())),
            Kind::RoleSession => Some(PrincipalEntry::Session(caller.arn.clone())),
            Kind::FederatedUser => Some(PrincipalEntry::FederatedUser(caller.arn.clone())),
            Kind::Service => Some(PrincipalEntry::Service(caller.arn.clone())),
            Kind::WebIdentity | Kind::Saml => Some(PrincipalEntry::Federated(caller.arn.clone())),
            Kind::Anonymous => Some(PrincipalEntry::Everyone),
            Kind::Root => None,
        };
        let chain = [account, role, itself];
        let all_listed = chain.iter().flatten().all(|link| entries().any(|entry| entry == link));
        let spared = (everyone || all_listed) && self.policies.boundary.is_none();
        (!spared).then_some(None)
    }

    /// "Organization policies": SCPs.
    fn scp_applies(&self) -> bool {
        let flags = self.request.flags;
        self.request.principal.account.is_some() && !flags.principal_in_management_account && !flags.service_linked_role
    }

    /// "Organization policies": RCPs.
    fn rcp_applies(&self) -> bool {
        let request = self.request;
        let action = request.action.to_lowercase();
        let service = action.split(':').next().unwrap_or_default();
        let of_linked_role = part(&request.resource, 5).starts_with("role/aws-service-role/");
        let service_assumes = request.principal.kind == Kind::Service && action == "sts:assumerole" && of_linked_role;
        let managed_key = part(&request.resource, 2) == "kms" && part(&request.resource, 5).starts_with("alias/aws/");
        Catalogue::built_in().service(service).is_some_and(|service| service.supports_rcp)
            && action != "kms:retiregrant"
            && !(request.flags.resource_in_management_account || request.flags.service_linked_role)
            && !(service_assumes || managed_key)
    }

    /// The table of STS operations, and "Special operations".
    fn special_operation(&self) -> Option<Reason> {
        let (kind, flags) = (self.request.principal.kind, self.request.flags);
        let action = self.request.action.to_lowercase();
        let user_or_root = matches!(kind, Kind::User | Kind::Root);
        let may_call = match action.as_str() {
            "sts:getcalleridentity" => return Some(Reason::NoPermissionRequired),
            "sts:getsessiontoken" if user_or_root && !flags.session_token => return Some(Reason::NoPermissionRequired),
            "sts:getsessiontoken" => false,
            "sts:getfederationtoken" => user_or_root && !flags.session_token,
            "sts:assumerole" => matches!(kind, Kind::User | Kind::RoleSession | Kind::Service),
            "sts:assumerolewithsaml" => kind == Kind::Saml,
            "sts:assumerolewithwebidentity" => kind == Kind::WebIdentity,
            // A permission, not an API.
            "iam:passrole" => true,
            iam if iam.starts_with("iam:") => kind != Kind::FederatedUser && (!flags.session_token || flags.mfa),
            _ => true,
        };
        (!may_call).then_some(Reason::OperationForbidden)
    }

    /// "Objects AWS protects". Of the actions that the cases ask for, these change something.
    fn is_protected_object(&self) -> bool {
        let resource = self.request.resource.as_str();
        match self.request.action.as_str() {
            "iam:PassRole" | "iam:CreatePolicyVersion" => {
                resource.starts_with("arn:aws:iam::aws:policy/") || part(resource, 5).starts_with("role/aws-reserved/")
            }
            "kms:DeleteAlias" => part(resource, 5).starts_with("alias/aws/"),
            _ => false,
        }
    }

    /// An owner that nobody names is in the ARN, or else the caller.
    fn is_same_account(&self) -> bool {
        let in_arn = Some(part(&self.request.resource, 4)).filter(|text| text.len() == 12);
        let owner = self.request.resource_account.as_deref().or(in_arn);
        owner.is_none() || owner == self.request.principal.account.as_deref()
    }
}

#[test]
fn both_evaluators_agree() {
    let long = std::env::var_os("IAM_DOJO_LONG").is_some();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..if long { 200_000 } else { 2_000 } {
        let case = random::case(seed);
        let (request, policies) = cases::read(case.as_object().expect("a case is an object")).expect("a good case");
        let expected = Decision { reason: Naive { request: &request, policies: &policies }.evaluate() };
        assert_eq!(decide(&request, &policies), expected, "case {seed}: {case:#}");
        assert_eq!(trace(&request, &policies).decision, expected, "with its trace, case {seed}: {case:#}");
        *reasons.entry(expected.reason.code()).or_default() += 1;
    }
    println!("{reasons:#?}");
    let never: Vec<&str> = Reason::ALL.iter().map(|r| r.code()).filter(|code| !reasons.contains_key(code)).collect();
    assert!(never.is_empty(), "no case ends in {never:?}: the dice are loaded");
}

//! Where policies stand in a scenario, and the names of their documents.

use std::sync::Arc;

use super::load::arranged;
use super::organization::Level;
use super::{Document, Group, PathStep, PolicySource, RequestSpec, Resource, Role, User, World};
use crate::iam::policy::PolicyKind;

/// Where a policy stands.
pub(super) struct Slot<'w> {
    /// The way to it from the top of the file.
    pub path: Vec<PathStep>,
    /// What it is of: `trust policy of prod/ReadReports`.
    pub title: String,
    /// Its kind, which follows from where it stands.
    pub kind: PolicyKind,
    /// The policy.
    pub source: &'w PolicySource,
}

/// The names of the two policies that AWS attaches everywhere in an organisation.
const FULL_AWS_ACCESS: &str = "FullAWSAccess";
/// The one for resource control policies, which nobody can detach.
const RCP_FULL_AWS_ACCESS: &str = "RCPFullAWSAccess";

/// Those two (AWS Organizations User Guide: "SCP evaluation", "Resource control policies (RCPs)"). The second is written as
/// nobody but AWS may write one: what its reader finds wrong with it does not count.
pub(super) fn managed_by_organizations() -> impl Iterator<Item = Document> {
    const SCP: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }]
}"#;
    const RCP: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }]
}"#;
    let both = [(FULL_AWS_ACCESS, PolicyKind::Scp, SCP), (RCP_FULL_AWS_ACCESS, PolicyKind::Rcp, RCP)];
    both.into_iter().map(|(name, kind, text)| Document { diagnostics: Vec::new(), ..Document::read(name, kind, text) })
}

/// Whether a document is one of those two.
pub(crate) fn is_full_aws_access(document: &str) -> bool {
    [FULL_AWS_ACCESS, RCP_FULL_AWS_ACCESS].contains(&document)
}

/// Collects the policies of one place of the file.
struct Place<'s, 'w> {
    slots: &'s mut Vec<Slot<'w>>,
    path: Vec<PathStep>,
}

impl<'w> Place<'_, 'w> {
    fn one(&mut self, field: &str, title: String, kind: PolicyKind, source: Option<&'w PolicySource>) {
        let path = || self.path.iter().cloned().chain([field.into()]).collect();
        let slot = source.map(|source| Slot { path: path(), title, kind, source });
        self.slots.extend(slot);
    }

    fn many(&mut self, field: &str, kind: PolicyKind, sources: &'w [PolicySource], title: impl Fn(usize) -> String) {
        for (nth, source) in sources.iter().enumerate() {
            let path = self.path.iter().cloned().chain([field.into(), nth.into()]).collect();
            self.slots.push(Slot { path, title: title(nth), kind, source });
        }
    }

    fn level(&mut self, level: &Level<'w>) {
        self.many("scps", PolicyKind::Scp, level.scps, |nth| level.title_of("SCP", nth));
        self.many("rcps", PolicyKind::Rcp, level.rcps, |nth| level.title_of("RCP", nth));
    }
}

/// Every policy of a world and of the requests in it, in the order of the file.
pub(super) fn slots<'w>(world: &'w World, requests: &'w [RequestSpec]) -> Vec<Slot<'w>> {
    let mut slots = Vec::new();
    let slots_mut = &mut slots;
    let mut at = |path: Vec<PathStep>, collect: &mut dyn FnMut(&mut Place<'_, 'w>)| {
        collect(&mut Place { slots: &mut *slots_mut, path });
    };
    let in_world = |list: &str, nth: usize| vec!["world".into(), list.into(), nth.into()];
    if let Some(root) = &world.organization {
        at(vec!["world".into(), "organization".into()], &mut |place| place.level(&Level::of_root(root)));
        for (name, unit) in &root.units {
            let path = vec!["world".into(), "organization".into(), "units".into(), name.as_str().into()];
            at(path, &mut |place| place.level(&Level::of_unit(name, unit)));
        }
    }
    for (name, account) in &world.accounts {
        let path = vec!["world".into(), "accounts".into(), name.as_str().into()];
        at(path, &mut |place| place.level(&Level::of_account(name, account)));
    }
    for (nth, group) in world.groups.iter().enumerate() {
        at(in_world("groups", nth), &mut |place| {
            place.many("policies", PolicyKind::Identity, &group.policies, |nth| policy_title(nth, &group.name));
        });
    }
    for (nth, user) in world.users.iter().enumerate() {
        at(in_world("users", nth), &mut |place| {
            place.many("policies", PolicyKind::Identity, &user.policies, |nth| policy_title(nth, &user.name));
            place.one("boundary", boundary_title(&user.name), PolicyKind::Boundary, user.boundary.as_ref());
        });
    }
    for (nth, role) in world.roles.iter().enumerate() {
        at(in_world("roles", nth), &mut |place| {
            place.one("trust", trust_title(&role.name), PolicyKind::Trust, Some(&role.trust));
            place.many("policies", PolicyKind::Identity, &role.policies, |nth| policy_title(nth, &role.name));
            place.one("boundary", boundary_title(&role.name), PolicyKind::Boundary, role.boundary.as_ref());
        });
    }
    for (nth, resource) in world.resources.iter().enumerate() {
        at(in_world("resources", nth), &mut |place| {
            place.one("policy", resource_title(&resource.arn), PolicyKind::Resource, resource.policy.as_ref());
        });
    }
    for (nth, request) in requests.iter().enumerate() {
        for (step, assume) in request.through.iter().enumerate() {
            let super::Step::Assume(assume) = assume else { continue };
            let path = vec!["requests".into(), nth.into(), "through".into(), step.into()];
            at(path, &mut |place| {
                place.many("policies", PolicyKind::Session, &assume.policies, |nth| session_title(request, step, nth));
            });
        }
    }
    slots
}

impl User {
    /// The names of its own policies' documents.
    pub fn document_names(&self) -> impl Iterator<Item = String> {
        self.policies.iter().enumerate().map(|(nth, source)| source.document_name(policy_title(nth, &self.name)))
    }

    /// The name of its boundary's document, if it has one.
    #[must_use]
    pub fn boundary_document_name(&self) -> Option<String> {
        self.boundary.as_ref().map(|source| source.document_name(boundary_title(&self.name)))
    }
}

impl Group {
    /// The names of its policies' documents.
    pub fn document_names(&self) -> impl Iterator<Item = String> {
        self.policies.iter().enumerate().map(|(nth, source)| source.document_name(policy_title(nth, &self.name)))
    }
}

impl Role {
    /// The name of its trust policy's document.
    #[must_use]
    pub fn trust_document_name(&self) -> String {
        self.trust.document_name(trust_title(&self.name))
    }

    /// The names of its permissions policies' documents.
    pub fn document_names(&self) -> impl Iterator<Item = String> {
        self.policies.iter().enumerate().map(|(nth, source)| source.document_name(policy_title(nth, &self.name)))
    }

    /// The name of its boundary's document, if it has one.
    #[must_use]
    pub fn boundary_document_name(&self) -> Option<String> {
        self.boundary.as_ref().map(|source| source.document_name(boundary_title(&self.name)))
    }
}

impl Resource {
    /// The name of its policy's document, if it has one.
    #[must_use]
    pub fn document_name(&self) -> Option<String> {
        self.policy.as_ref().map(|source| source.document_name(resource_title(&self.arn)))
    }
}

impl Level<'_> {
    /// The names of the documents of its service control policies, AWS's own first.
    pub fn scp_document_names(&self) -> impl Iterator<Item = String> {
        let own = self.full_aws_access.then(|| FULL_AWS_ACCESS.to_owned());
        let scps = self.scps.iter().enumerate();
        own.into_iter().chain(scps.map(|(nth, source)| source.document_name(self.title_of("SCP", nth))))
    }

    /// The names of the documents of its resource control policies, AWS's own first.
    pub fn rcp_document_names(&self) -> impl Iterator<Item = String> {
        let rcps = self.rcps.iter().enumerate();
        let names = rcps.map(|(nth, source)| source.document_name(self.title_of("RCP", nth)));
        [RCP_FULL_AWS_ACCESS.to_owned()].into_iter().chain(names)
    }

    fn title_of(&self, kind: &str, nth: usize) -> String {
        format!("{kind} {} of {}", nth + 1, self.owner)
    }
}

impl RequestSpec {
    /// The session policies of a step of [`RequestSpec::through`]: each with the name of its document, and its text where
    /// that stands in the file.
    pub(crate) fn session_policies(&self, step: usize) -> Vec<(Arc<str>, Option<String>)> {
        let Some(super::Step::Assume(assume)) = self.through.get(step) else { return Vec::new() };
        let named = assume.policies.iter().enumerate().map(|(nth, source)| {
            let name = source.document_name(session_title(self, step, nth));
            (name.into(), source.written_out())
        });
        named.collect()
    }
}

impl PolicySource {
    /// The name under which the text is asked for, when it stands elsewhere: a file's, or the ARN of one of AWS's policies.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !is_json_text(text) => Some(text),
            Self::Text(_) | Self::Inline(_) => None,
        }
    }

    /// The document's name: the file's, or `title` for one that is written out.
    pub(super) fn document_name(&self, title: String) -> String {
        self.file().map_or(title, str::to_owned)
    }

    /// The text, when it is written out.
    pub(crate) fn written_out(&self) -> Option<String> {
        match self {
            Self::Inline(value) => Some(format!("{:#}", arranged(value.clone()))),
            Self::Text(text) if is_json_text(text) => Some(text.clone()),
            Self::Text(_) => None,
        }
    }
}

/// Whether a policy's text is the policy rather than a file's name.
pub(super) fn is_json_text(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Whether a policy's name is the ARN of one that AWS manages.
pub(super) fn is_managed_by_aws(name: &str) -> bool {
    let parts: Vec<&str> = name.splitn(6, ':').collect();
    matches!(parts.as_slice(), ["arn", _, "iam", "", "aws", policy] if policy.starts_with("policy/"))
}

fn trust_title(role: &str) -> String {
    format!("trust policy of {role}")
}

fn policy_title(nth: usize, owner: &str) -> String {
    format!("policy {} of {owner}", nth + 1)
}

pub(super) fn boundary_title(owner: &str) -> String {
    format!("boundary of {owner}")
}

fn resource_title(arn: &str) -> String {
    format!("policy of {arn}")
}

fn session_title(request: &RequestSpec, step: usize, nth: usize) -> String {
    format!("session policy {} of {}, step {}", nth + 1, request.name, step + 1)
}

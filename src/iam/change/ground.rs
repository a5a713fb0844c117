//! What changes are tried on.

use std::sync::Arc;

use super::{Owner, Part};
use crate::iam::policy::PolicyKind;
use crate::iam::request::PrincipalType;
use crate::iam::scenario::{Document, PolicySource, RequestSpec, Scenario};
use crate::iam::simulate::{Hop, Simulation, simulate};
use crate::iam::trace::{Layer, Verdict};

/// Documents that can be rewritten, and a request that can be run anew.
pub(super) trait Ground: Clone {
    /// The document of that name.
    fn document(&self, name: &str) -> Option<&Document>;
    /// Who could get a policy for this layer of this call, having none; and what that document would be called.
    fn vacancy(&self, hop: &Hop, layer: Layer) -> Option<(Owner, Arc<str>)>;
    /// Makes a change. `None` when it cannot be made, or AWS would not save what comes of it.
    fn make(&mut self, part: &Part) -> Option<()>;
    /// Runs the request.
    fn run(&self) -> Option<Simulation>;
    /// Runs every other request that there is: its name, and how it ended.
    fn others(&self) -> Vec<(String, Simulation)>;
}

/// A scenario and the request in it that is to come out another way.
#[derive(Clone)]
pub(super) struct Stage<'s> {
    pub(super) scenario: Scenario,
    pub(super) spec: &'s RequestSpec,
}

impl Ground for Stage<'_> {
    fn document(&self, name: &str) -> Option<&Document> {
        self.scenario.documents.get(name)
    }

    fn vacancy(&self, hop: &Hop, layer: Layer) -> Option<(Owner, Arc<str>)> {
        let world = &self.scenario.world;
        let principal = &hop.request.principal;
        let owner = match (layer, principal.kind) {
            (Layer::Identity, PrincipalType::User) => {
                let is = |name: &str| world.user(name).is_ok_and(|(_, user)| user.user_arn() == principal.arn);
                Owner::User(world.users.iter().find(|user| is(&user.name))?.name.clone())
            }
            (Layer::Identity, PrincipalType::RoleSession) => {
                let arn = principal.role_arn.as_deref()?;
                let is = |name: &str| world.role(name).is_ok_and(|(_, role)| role.role_arn() == arn);
                Owner::Role(world.roles.iter().find(|role| is(&role.name))?.name.clone())
            }
            (Layer::Resource, _) => {
                let resource = world.resource(&hop.request.resource)?;
                if resource.policy.is_some() {
                    return None;
                }
                Owner::Resource(resource.arn.clone())
            }
            _ => return None,
        };
        let mut scenario = self.scenario.clone();
        let name = attach(&mut scenario, &owner, "{}")?;
        Some((owner, name))
    }

    fn make(&mut self, part: &Part) -> Option<()> {
        make(&mut self.scenario, part)
    }

    fn run(&self) -> Option<Simulation> {
        simulate(&self.scenario, self.spec).ok()
    }

    fn others(&self) -> Vec<(String, Simulation)> {
        let others = self.scenario.requests.iter().filter(|spec| spec.name != self.spec.name);
        others.filter_map(|spec| Some((spec.name.clone(), simulate(&self.scenario, spec).ok()?))).collect()
    }
}

/// Makes a part of a change in a scenario. `None` when it cannot be made, or AWS would not save what comes of it; the
/// scenario is good for nothing then.
pub(super) fn make(scenario: &mut Scenario, part: &Part) -> Option<()> {
    let name = match &part.attach_to {
        Some(owner) => attach(scenario, owner, &part.apply(""))?,
        None => {
            let text = part.apply(&scenario.documents.get(&part.document)?.text);
            scenario.replace_document(&part.document, text)?;
            Arc::clone(&part.document)
        }
    };
    scenario.documents.get(&name)?.refusal().is_none().then_some(())
}

/// Gives the owner a policy more; gives the document's name.
fn attach(scenario: &mut Scenario, owner: &Owner, text: &str) -> Option<Arc<str>> {
    let source = PolicySource::Text(text.to_owned());
    let world = &mut scenario.world;
    let (name, kind) = match owner {
        Owner::User(name) => {
            let user = world.users.iter_mut().find(|user| user.name == *name)?;
            user.policies.push(source);
            (user.document_names().last()?, PolicyKind::Identity)
        }
        Owner::Role(name) => {
            let role = world.roles.iter_mut().find(|role| role.name == *name)?;
            role.policies.push(source);
            (role.document_names().last()?, PolicyKind::Identity)
        }
        Owner::Resource(arn) => {
            let resource = world.resources.iter_mut().find(|resource| resource.arn == *arn)?;
            resource.policy = Some(source);
            (resource.document_name()?, PolicyKind::Resource)
        }
    };
    let name: Arc<str> = name.into();
    scenario.documents.insert(Arc::clone(&name), Document::read(Arc::clone(&name), kind, text));
    Some(name)
}

/// Which of the requests that ran `before` end another way after, and how.
pub(super) fn turned(before: &[(String, Simulation)], after: &[(String, Simulation)]) -> Vec<(String, Verdict)> {
    let now = |name: &str| after.iter().find(|(other, _)| other == name).map(|(_, simulation)| simulation);
    before
        .iter()
        .filter_map(|(name, before)| {
            let now = now(name)?;
            let verdict = now.decision()?.verdict();
            (before.is_allowed() != now.is_allowed()).then(|| (name.clone(), verdict))
        })
        .collect()
}

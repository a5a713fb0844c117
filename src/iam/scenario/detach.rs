//! Takes a document away wherever it stands: what would be if nobody had attached it.

use super::organization::Level;
use super::slots::{boundary_title, is_full_aws_access};
use super::{Document, PolicySource, RequestSpec, Scenario, Step, World};
use crate::iam::policy::{Policy, PolicyKind};

impl Scenario {
    /// Whether AWS lets a document be detached: not the RCP that it attaches itself, and not the last SCP of a level
    /// (AWS Organizations User Guide: "SCP evaluation", "Resource control policies (RCPs)").
    pub(crate) fn can_detach(&self, name: &str) -> bool {
        let Some(kind) = self.documents.get(name).map(|document| document.kind) else { return false };
        let is_own = is_full_aws_access(name);
        match kind {
            PolicyKind::Rcp => !is_own,
            // AWS's own goes where another stands beside it.
            PolicyKind::Scp if is_own => {
                levels(&self.world).iter().any(|level| level.full_aws_access && !level.scps.is_empty())
            }
            PolicyKind::Scp => levels(&self.world).iter().all(|level| {
                let mut names = level.scp_document_names();
                let first = names.next();
                first.is_none_or(|first| first != name) || names.next().is_some()
            }),
            PolicyKind::Identity
            | PolicyKind::Trust
            | PolicyKind::Resource
            | PolicyKind::Boundary
            | PolicyKind::Session => true,
        }
    }

    /// Takes the document of that name away from everybody who has it. A role is left with a trust policy that says
    /// nothing, for AWS knows none without; other documents keep their names.
    pub(crate) fn detach(&mut self, name: &str) {
        let world = &mut self.world;
        for group in &mut world.groups {
            let names = group.document_names().collect();
            without(&mut group.policies, names, name);
        }
        for user in &mut world.users {
            let names = user.document_names().collect();
            user.boundary = user.boundary.take().filter(|source| is_other(source, boundary_title(&user.name), name));
            without(&mut user.policies, names, name);
        }
        for role in &mut world.roles {
            let names = role.document_names().collect();
            role.boundary = role.boundary.take().filter(|source| is_other(source, boundary_title(&role.name), name));
            without(&mut role.policies, names, name);
        }
        for resource in &mut world.resources {
            if resource.document_name().as_deref() == Some(name) {
                resource.policy = None;
            }
        }
        detach_from_levels(world, name);
        if let Some(document) = self.documents.get_mut(name).filter(|document| document.kind == PolicyKind::Trust) {
            *document = Document {
                policy: Policy::default().into(),
                text: "".into(),
                diagnostics: Vec::new(),
                ..document.clone()
            };
        }
    }
}

fn is_other(source: &PolicySource, title: String, name: &str) -> bool {
    source.document_name(title) != name
}

/// Takes the policy whose document has that name out of a list; the others are named from now on, for a document that is
/// written out is called after its place.
fn without(sources: &mut Vec<PolicySource>, names: Vec<String>, name: &str) {
    if names.iter().any(|other| other == name) {
        *sources = names.into_iter().filter(|other| other != name).map(PolicySource::Text).collect();
    }
}

/// Every level of the organisation.
fn levels(world: &World) -> Vec<Level<'_>> {
    let root = world.organization.as_ref();
    let units = root.into_iter().flat_map(|root| root.units.iter().map(|(name, unit)| Level::of_unit(name, unit)));
    // The account outside the organisation has nothing attached, and what is not there cannot be taken away.
    let accounts = world.accounts.iter().filter(|(_, account)| world.levels(&account.id).is_some());
    let accounts = accounts.map(|(name, account)| Level::of_account(name, account));
    root.map(Level::of_root).into_iter().chain(units).chain(accounts).collect()
}

fn detach_from_levels(world: &mut World, name: &str) {
    let names = |level: &Level<'_>| {
        let scps = level.scp_document_names().skip(usize::from(level.full_aws_access)).collect();
        (scps, level.rcp_document_names().skip(1).collect())
    };
    let change = |(scps, rcps): (Vec<String>, Vec<String>),
                  own_scps: &mut Vec<PolicySource>,
                  own_rcps: &mut Vec<PolicySource>,
                  full: &mut bool| {
        *full &= !is_full_aws_access(name) || own_scps.is_empty();
        without(own_scps, scps, name);
        without(own_rcps, rcps, name);
    };
    if let Some(root) = &mut world.organization {
        let named = names(&Level::of_root(root));
        change(named, &mut root.scps, &mut root.rcps, &mut root.full_aws_access);
        for (title, unit) in &mut root.units {
            let named = names(&Level::of_unit(title, unit));
            change(named, &mut unit.scps, &mut unit.rcps, &mut unit.full_aws_access);
        }
    }
    for (title, account) in &mut world.accounts {
        let named = names(&Level::of_account(title, account));
        change(named, &mut account.scps, &mut account.rcps, &mut account.full_aws_access);
    }
}

impl RequestSpec {
    /// Takes the session policy whose document has that name out of the steps. The documents that are written out in them
    /// must be among those of the scenario by then.
    pub(crate) fn detach(&mut self, name: &str) {
        for at in 0..self.through.len() {
            let names: Vec<String> = self.session_policies(at).into_iter().map(|(name, _)| name.to_string()).collect();
            if let Some(Step::Assume(assume)) = self.through.get_mut(at) {
                without(&mut assume.policies, names, name);
            }
        }
    }
}

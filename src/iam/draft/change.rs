//! What can be done to a scenario, as data, and what comes of it. Texts are another file's business.

use std::collections::BTreeMap;

use super::names::{Entity, Link, each_name, hangs_on, lies_in};
use crate::iam::scenario::{
    Account, Group, IdentityProvider, InstanceProfile, Organization, PolicySource, RequestSpec, Resource, Role,
    ScenarioFile, Unit, User, World,
};

/// A change of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Another title.
    Title(String),
    /// Another text about it.
    About(String),
    /// Makes an organisation, or changes its id and its management account; its units and policies stay.
    PutOrganization {
        /// Its id; AWS's example when left out.
        id: Option<String>,
        /// The short name of its management account.
        management: Option<String>,
    },
    /// Adds an organisational unit, or puts it in place of the one of that name.
    PutUnit(String, Unit),
    /// An account, by its short name.
    PutAccount(String, Account),
    /// A group.
    PutGroup(Group),
    /// A user.
    PutUser(User),
    /// A role.
    PutRole(Box<Role>),
    /// An instance profile.
    PutInstanceProfile(InstanceProfile),
    /// An identity provider.
    PutIdentityProvider(IdentityProvider),
    /// A resource.
    PutResource(Resource),
    /// A request.
    PutRequest(Box<RequestSpec>),
    /// Gives something another name (a resource another ARN); whatever names it follows. An account's policies name it by
    /// its id and need not.
    Rename(Entity, String),
    /// Takes something out that nothing else names.
    Remove(Entity),
    /// Takes something out together with all that hangs on it: see [`hangs_on`].
    RemoveWith(Entity),
    /// Attaches a policy; where there can be only one, in place of the one that is there.
    Attach(Seat, PolicySource),
    /// Detaches a policy, by its place in the list from 0; where there can be only one, that is 0.
    Detach(Seat, usize),
}

/// Where a policy hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seat {
    /// The permissions policies of a user, a group or a role.
    Permissions(Entity),
    /// The boundary of a user or a role.
    Boundary(Entity),
    /// The trust policy of the role of that name.
    Trust(String),
    /// The policy of the resource of that ARN.
    Resource(String),
    /// The service control policies of the organisation's root, a unit or an account.
    Scps(Entity),
    /// Its resource control policies.
    Rcps(Entity),
}

impl Seat {
    /// What it belongs to.
    #[must_use]
    pub fn owner(&self) -> Entity {
        match self {
            Self::Permissions(entity) | Self::Boundary(entity) | Self::Scps(entity) | Self::Rcps(entity) => {
                entity.clone()
            }
            Self::Trust(role) => Entity::Role(role.clone()),
            Self::Resource(arn) => Entity::Resource(arn.clone()),
        }
    }
}

/// A place for policies: one, one that must be there, or many.
enum Place<'w> {
    Must(&'w mut PolicySource),
    One(&'w mut Option<PolicySource>),
    Many(&'w mut Vec<PolicySource>),
}

impl Change {
    /// The scenario with the change made. Whether it can be built is not asked here.
    ///
    /// # Errors
    /// What is wrong with the change itself.
    pub fn apply(&self, file: &ScenarioFile) -> Result<ScenarioFile, String> {
        let mut file = file.clone();
        let world = &mut file.world;
        match self {
            Self::Title(title) if title.trim().is_empty() => return Err("a scenario needs a title".to_owned()),
            Self::Title(title) => file.title.clone_from(title),
            Self::About(about) => file.about.clone_from(about),
            Self::PutOrganization { id, management } => put_organization(world, id.as_deref(), management.clone()),
            Self::PutUnit(name, unit) => {
                let root = world.organization.as_mut().ok_or(NO_ORGANIZATION)?;
                is_word(name, "OU")?;
                root.units.insert(name.clone(), unit.clone());
            }
            Self::PutAccount(name, account) => drop(world.accounts.insert(name.clone(), account.clone())),
            Self::PutGroup(group) => put(&mut world.groups, group.clone(), |a, b| a.name == b.name),
            Self::PutUser(user) => put(&mut world.users, user.clone(), |a, b| a.name == b.name),
            Self::PutRole(role) => put(&mut world.roles, role.as_ref().clone(), |a, b| a.name == b.name),
            Self::PutInstanceProfile(profile) => {
                put(&mut world.instance_profiles, profile.clone(), |a, b| a.name == b.name);
            }
            Self::PutIdentityProvider(provider) => {
                put(&mut world.identity_providers, provider.clone(), |a, b| (&a.name, a.kind) == (&b.name, b.kind));
            }
            Self::PutResource(resource) => put(&mut world.resources, resource.clone(), |a, b| a.arn == b.arn),
            Self::PutRequest(request) => {
                put(&mut file.requests, request.as_ref().clone(), |a, b| a.name == b.name);
            }
            Self::Rename(entity, name) => rename(&mut file, entity, name)?,
            Self::Remove(entity) => {
                is_there(&file, entity)?;
                let hanging: Vec<String> =
                    hangs_on(&file, entity).into_iter().map(|hanging| hanging.to_string()).collect();
                if !hanging.is_empty() {
                    return Err(format!(
                        "{entity} is still named: {}; change or remove that first",
                        hanging.join(", ")
                    ));
                }
                remove(&mut file, entity);
            }
            Self::RemoveWith(entity) => {
                is_there(&file, entity)?;
                let hanging = hangs_on(&file, entity);
                for cut in hanging.iter().filter(|hanging| !hanging.goes) {
                    cut_link(&mut file, &cut.what, cut.link, &cut.named);
                }
                for gone in hanging.iter().filter(|hanging| hanging.goes) {
                    remove(&mut file, &gone.what);
                }
                remove(&mut file, entity);
            }
            Self::Attach(seat, policy) => match place(&mut file, seat)? {
                Place::Must(old) => *old = policy.clone(),
                Place::One(old) => *old = Some(policy.clone()),
                Place::Many(list) if list.contains(policy) => {
                    return Err(match policy {
                        PolicySource::Text(name) if policy.file().is_some() => {
                            format!("`{name}` is attached to {} already", seat.owner())
                        }
                        _ => format!("this policy is attached to {} already", seat.owner()),
                    });
                }
                Place::Many(list) => list.push(policy.clone()),
            },
            Self::Detach(seat, nth) => {
                let none = format!("{} has no such policy", seat.owner());
                match place(&mut file, seat)? {
                    Place::Must(_) => {
                        return Err("a role always has a trust policy; write another, or remove the role".to_owned());
                    }
                    Place::One(old) => drop(old.take().ok_or(none)?),
                    Place::Many(list) if *nth < list.len() => drop(list.remove(*nth)),
                    Place::Many(_) => return Err(none),
                }
            }
        }
        Ok(file)
    }
}

const NO_ORGANIZATION: &str = "there is no organisation yet; add it first";

/// Puts an entry in place of the one that is the same, or at the end.
fn put<T>(list: &mut Vec<T>, new: T, same: impl Fn(&T, &T) -> bool) {
    match list.iter_mut().find(|old| same(old, &new)) {
        Some(old) => *old = new,
        None => list.push(new),
    }
}

fn put_organization(world: &mut World, id: Option<&str>, management: Option<String>) {
    let mut root = world.organization.take().unwrap_or_else(|| Organization {
        id: "o-exampleorgid".to_owned(),
        management: None,
        scps: Vec::new(),
        rcps: Vec::new(),
        full_aws_access: true,
        units: BTreeMap::new(),
    });
    root.management = management;
    if let Some(id) = id {
        id.clone_into(&mut root.id);
    }
    world.organization = Some(root);
}

fn is_word(name: &str, what: &str) -> Result<(), String> {
    match name.trim() == name && !name.is_empty() && !name.contains('/') {
        true => Ok(()),
        false => Err(format!("`{name}` cannot be the name of an {what}; leave out blanks around it and any `/`")),
    }
}

fn is_there(file: &ScenarioFile, entity: &Entity) -> Result<(), String> {
    if entity.is_in(file) { Ok(()) } else { Err(format!("there is no {entity}")) }
}

fn rename(file: &mut ScenarioFile, entity: &Entity, name: &str) -> Result<(), String> {
    is_there(file, entity)?;
    let new = entity.named(name);
    if entity == &new {
        return Ok(());
    }
    if *entity == Entity::Organization {
        return Err("the organisation has no name; change its id".to_owned());
    }
    if new.is_in(file) {
        return Err(format!("there is a {} `{name}` already", entity.sort()));
    }
    if matches!(entity, Entity::Unit(_)) {
        is_word(name, "OU")?;
    }
    if let Entity::Resource(old) = entity {
        rename_objects(file, old, name);
    }
    each_name(file, &mut |_, _, named| {
        if named == entity {
            return Some(name.to_owned());
        }
        let rest = named.name().split_once('/').map(|(_, rest)| rest).filter(|_| lies_in(named, entity))?;
        Some(format!("{name}/{rest}"))
    });
    Ok(())
}

/// Lets the requests for what lies in a resource ask for the same in the renamed one.
fn rename_objects(file: &mut ScenarioFile, old: &str, name: &str) {
    let world = &file.world;
    for request in &mut file.requests {
        let Some(resource) = &mut request.resource else { continue };
        let owner = world.resource(resource).map(|owner| owner.arn.as_str());
        if let Some(rest) = resource.strip_prefix(old).filter(|_| owner == Some(old)) {
            *resource = format!("{name}{rest}");
        }
    }
}

fn remove(file: &mut ScenarioFile, entity: &Entity) {
    let world = &mut file.world;
    match entity {
        Entity::Organization => {
            world.organization = None;
            for account in world.accounts.values_mut() {
                let (id, title) = (std::mem::take(&mut account.id), std::mem::take(&mut account.title));
                *account = Account { id, title, unit: None, scps: Vec::new(), rcps: Vec::new(), full_aws_access: true };
            }
        }
        Entity::Unit(name) => {
            if let Some(root) = &mut world.organization {
                root.units.remove(name);
            }
        }
        Entity::Account(name) => drop(world.accounts.remove(name)),
        Entity::Group(name) => world.groups.retain(|group| group.name != *name),
        Entity::User(name) => world.users.retain(|user| user.name != *name),
        Entity::Role(name) => world.roles.retain(|role| role.name != *name),
        Entity::InstanceProfile(name) => world.instance_profiles.retain(|profile| profile.name != *name),
        Entity::Oidc(_) | Entity::Saml(_) => {
            world.identity_providers.retain(|provider| Entity::provider(&provider.name, provider.kind) != *entity);
        }
        Entity::Resource(arn) => world.resources.retain(|resource| resource.arn != *arn),
        Entity::Request(name) => file.requests.retain(|request| request.name != *name),
    }
}

/// Cuts a link: the member leaves the group, what hangs in a unit goes up to where the unit hangs.
fn cut_link(file: &mut ScenarioFile, what: &Entity, link: Link, named: &Entity) {
    let world = &mut file.world;
    let above = match (named, &world.organization) {
        (Entity::Unit(name), Some(root)) => root.units.get(name).and_then(|unit| unit.parent.clone()),
        _ => None,
    };
    match (what, link) {
        (Entity::User(name), Link::MemberOf) => {
            for user in world.users.iter_mut().filter(|user| user.name == *name) {
                user.groups.retain(|group| group != named.name());
            }
        }
        (Entity::Account(name), Link::HangsIn) => {
            if let Some(account) = world.accounts.get_mut(name) {
                account.unit = Some(above.unwrap_or_else(|| "root".to_owned()));
            }
        }
        (Entity::Unit(name), Link::HangsIn) => {
            let unit = world.organization.as_mut().and_then(|root| root.units.get_mut(name));
            if let Some(unit) = unit {
                unit.parent = above;
            }
        }
        (Entity::Organization, Link::ManagedBy) => {
            if let Some(root) = &mut world.organization {
                root.management = None;
            }
        }
        _ => {}
    }
}

fn place<'w>(file: &'w mut ScenarioFile, seat: &Seat) -> Result<Place<'w>, String> {
    let world = &mut file.world;
    let missing = || format!("there is no {}", seat.owner());
    let none = || format!("{} has no place for such a policy", seat.owner());
    let found = match seat {
        Seat::Permissions(Entity::User(name)) => {
            world.users.iter_mut().find(|user| user.name == *name).map(|user| Place::Many(&mut user.policies))
        }
        Seat::Permissions(Entity::Group(name)) => {
            world.groups.iter_mut().find(|group| group.name == *name).map(|group| Place::Many(&mut group.policies))
        }
        Seat::Permissions(Entity::Role(name)) => {
            world.roles.iter_mut().find(|role| role.name == *name).map(|role| Place::Many(&mut role.policies))
        }
        Seat::Boundary(Entity::User(name)) => {
            world.users.iter_mut().find(|user| user.name == *name).map(|user| Place::One(&mut user.boundary))
        }
        Seat::Boundary(Entity::Role(name)) => {
            world.roles.iter_mut().find(|role| role.name == *name).map(|role| Place::One(&mut role.boundary))
        }
        Seat::Trust(name) => {
            world.roles.iter_mut().find(|role| role.name == *name).map(|role| Place::Must(&mut role.trust))
        }
        Seat::Resource(arn) => {
            let found = world.resources.iter_mut().find(|resource| resource.arn == *arn);
            found.map(|resource| Place::One(&mut resource.policy))
        }
        Seat::Scps(owner) | Seat::Rcps(owner) => {
            let is_scp = matches!(seat, Seat::Scps(_));
            let pick = |scps, rcps| Place::Many(if is_scp { scps } else { rcps });
            match (owner, world.organization.as_mut()) {
                (_, None) => return Err(NO_ORGANIZATION.to_owned()),
                (Entity::Organization, Some(root)) => Some(pick(&mut root.scps, &mut root.rcps)),
                (Entity::Unit(name), Some(root)) => {
                    root.units.get_mut(name).map(|unit| pick(&mut unit.scps, &mut unit.rcps))
                }
                (Entity::Account(name), Some(_)) => {
                    world.accounts.get_mut(name).map(|account| pick(&mut account.scps, &mut account.rcps))
                }
                _ => return Err(none()),
            }
        }
        Seat::Permissions(_) | Seat::Boundary(_) => return Err(none()),
    };
    found.ok_or_else(missing)
}

//! Who names whom in a scenario: what would dangle when something goes, and what must follow when something is renamed.

use std::fmt;

use crate::iam::scenario::{Passes, ProviderKind, ScenarioFile, Step};

/// Something in a scenario that has a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entity {
    /// The organisation.
    Organization,
    /// An organisational unit, by name.
    Unit(String),
    /// An account, by its short name.
    Account(String),
    /// A group, `account/Name`.
    Group(String),
    /// A user, `account/Name`.
    User(String),
    /// A role, `account/Name`.
    Role(String),
    /// An instance profile, `account/Name`.
    InstanceProfile(String),
    /// An OIDC provider, `account/address`.
    Oidc(String),
    /// A SAML provider, `account/Name`.
    Saml(String),
    /// A resource, by its ARN.
    Resource(String),
    /// A request, by name.
    Request(String),
}

impl Entity {
    /// What it is: `role`, `OU`.
    #[must_use]
    pub fn sort(&self) -> &'static str {
        match self {
            Self::Organization => "organisation",
            Self::Unit(_) => "OU",
            Self::Account(_) => "account",
            Self::Group(_) => "group",
            Self::User(_) => "user",
            Self::Role(_) => "role",
            Self::InstanceProfile(_) => "instance profile",
            Self::Oidc(_) => "OIDC provider",
            Self::Saml(_) => "SAML provider",
            Self::Resource(_) => "resource",
            Self::Request(_) => "request",
        }
    }

    /// Its name; none for the organisation.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Organization => "",
            Self::Unit(name)
            | Self::Account(name)
            | Self::Group(name)
            | Self::User(name)
            | Self::Role(name)
            | Self::InstanceProfile(name)
            | Self::Oidc(name)
            | Self::Saml(name)
            | Self::Resource(name)
            | Self::Request(name) => name,
        }
    }

    /// The same sort of thing with another name.
    #[must_use]
    pub fn named(&self, name: &str) -> Self {
        let name = name.to_owned();
        match self {
            Self::Organization => Self::Organization,
            Self::Unit(_) => Self::Unit(name),
            Self::Account(_) => Self::Account(name),
            Self::Group(_) => Self::Group(name),
            Self::User(_) => Self::User(name),
            Self::Role(_) => Self::Role(name),
            Self::InstanceProfile(_) => Self::InstanceProfile(name),
            Self::Oidc(_) => Self::Oidc(name),
            Self::Saml(_) => Self::Saml(name),
            Self::Resource(_) => Self::Resource(name),
            Self::Request(_) => Self::Request(name),
        }
    }

    /// The provider of that name and kind.
    #[must_use]
    pub fn provider(name: &str, kind: ProviderKind) -> Self {
        match kind {
            ProviderKind::Oidc => Self::Oidc(name.to_owned()),
            ProviderKind::Saml => Self::Saml(name.to_owned()),
        }
    }

    /// Whether a scenario has it.
    #[must_use]
    pub fn is_in(&self, file: &ScenarioFile) -> bool {
        let world = &file.world;
        let units = world.organization.as_ref().map(|root| &root.units);
        let provider = |name: &str, kind| world.identity_providers.iter().any(|p| p.name == name && p.kind == kind);
        match self {
            Self::Organization => world.organization.is_some(),
            Self::Unit(name) => units.is_some_and(|units| units.contains_key(name)),
            Self::Account(name) => world.accounts.contains_key(name),
            Self::Group(name) => world.groups.iter().any(|group| group.name == *name),
            Self::User(name) => world.users.iter().any(|user| user.name == *name),
            Self::Role(name) => world.roles.iter().any(|role| role.name == *name),
            Self::InstanceProfile(name) => world.instance_profiles.iter().any(|profile| profile.name == *name),
            Self::Oidc(name) => provider(name, ProviderKind::Oidc),
            Self::Saml(name) => provider(name, ProviderKind::Saml),
            Self::Resource(arn) => world.resources.iter().any(|resource| resource.arn == *arn),
            Self::Request(name) => file.requests.iter().any(|request| request.name == *name),
        }
    }

    /// Everything of a scenario that has a name, in the order of the file.
    #[must_use]
    pub fn all(file: &ScenarioFile) -> Vec<Self> {
        let world = &file.world;
        let units = world.organization.iter().flat_map(|root| root.units.keys().cloned());
        let mut all: Vec<Self> = world.organization.iter().map(|_| Self::Organization).collect();
        all.extend(units.map(Self::Unit));
        all.extend(world.accounts.keys().cloned().map(Self::Account));
        all.extend(world.groups.iter().map(|group| Self::Group(group.name.clone())));
        all.extend(world.users.iter().map(|user| Self::User(user.name.clone())));
        all.extend(world.roles.iter().map(|role| Self::Role(role.name.clone())));
        all.extend(world.instance_profiles.iter().map(|profile| Self::InstanceProfile(profile.name.clone())));
        all.extend(world.identity_providers.iter().map(|provider| Self::provider(&provider.name, provider.kind)));
        all.extend(world.resources.iter().map(|resource| Self::Resource(resource.arn.clone())));
        all.extend(file.requests.iter().map(|request| Self::Request(request.name.clone())));
        all
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organization => f.write_str("the organisation"),
            _ => write!(f, "{} `{}`", self.sort(), self.name()),
        }
    }
}

/// Why one thing names another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// It is its own name.
    Own,
    /// It lies in that account.
    LiesIn,
    /// It hangs in that unit.
    HangsIn,
    /// That account manages it.
    ManagedBy,
    /// It is a member of that group.
    MemberOf,
    /// It holds that role.
    Holds,
    /// That is who makes it.
    MadeBy,
    /// It takes credentials from that on its way.
    GoesThrough,
    /// It hands that to a service.
    Passes,
}

impl Link {
    /// In words, to go before the name that is named.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Own => "is",
            Self::LiesIn => "lies in",
            Self::HangsIn => "hangs in",
            Self::ManagedBy => "is managed by",
            Self::MemberOf => "is a member of",
            Self::Holds => "holds",
            Self::MadeBy => "is made by",
            Self::GoesThrough => "goes through",
            Self::Passes => "passes",
        }
    }

    /// Whether it can do without: a user is a user outside of a group, too.
    fn can_be_cut(self) -> bool {
        matches!(self, Self::HangsIn | Self::ManagedBy | Self::MemberOf)
    }
}

/// Something that names something that shall go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hanging {
    /// What names it.
    pub what: Entity,
    /// Why.
    pub link: Link,
    /// What is named.
    pub named: Entity,
    /// Whether it goes too; otherwise only the link does.
    pub goes: bool,
}

impl fmt::Display for Hanging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.what, self.link.words(), self.named)
    }
}

/// Everything that names `entity`, and what names that, as far as it would go too. Each once.
#[must_use]
pub fn hangs_on(file: &ScenarioFile, entity: &Entity) -> Vec<Hanging> {
    let mut found: Vec<Hanging> = Vec::new();
    let mut going = vec![entity.clone()];
    let mut at = 0;
    while let Some(named) = going.get(at).cloned() {
        at += 1;
        each_name(&mut file.clone(), &mut |what, link, own| {
            // What hangs in a unit hangs in the organisation.
            let in_organization =
                (&named, link) == (&Entity::Organization, Link::HangsIn) && matches!(what, Entity::Account(_));
            let is_meant = own == &named || in_organization || (link == Link::Own && lies_in(own, &named));
            let known = what == &named
                || going.contains(what)
                || found.iter().any(|known| known.what == *what && known.named == named);
            if is_meant && !known {
                let link = if link == Link::Own { Link::LiesIn } else { link };
                let goes = !link.can_be_cut();
                found.push(Hanging { what: what.clone(), link, named: named.clone(), goes });
                if goes {
                    going.push(what.clone());
                }
            }
            None
        });
    }
    // What goes for one reason need not be told that a link is cut, too.
    let gone: Vec<Entity> = found.iter().filter(|hanging| hanging.goes).map(|hanging| hanging.what.clone()).collect();
    found.retain(|hanging| hanging.goes || !gone.contains(&hanging.what));
    found
}

/// Whether the name of something says that it lies in that account.
pub(super) fn lies_in(entity: &Entity, account: &Entity) -> bool {
    let Entity::Account(account) = account else { return false };
    match entity {
        Entity::Organization | Entity::Unit(_) | Entity::Account(_) | Entity::Resource(_) | Entity::Request(_) => false,
        _ => entity.name().split_once('/').is_some_and(|(own, _)| own == account),
    }
}

/// Who looks at names: told what has the name, why, and what is named; what it gives back takes the name's place.
pub(super) type See<'s> = dyn FnMut(&Entity, Link, &Entity) -> Option<String> + 's;

/// Shows every name in a scenario to `see`, the names that things have themselves last.
pub(super) fn each_name(file: &mut ScenarioFile, see: &mut See<'_>) {
    let world = &mut file.world;
    if let Some(root) = &mut world.organization {
        if let Some(management) = &mut root.management {
            show(see, &Entity::Organization, Link::ManagedBy, Entity::Account, management);
        }
        for (name, unit) in &mut root.units {
            if let Some(parent) = &mut unit.parent {
                show(see, &Entity::Unit(name.clone()), Link::HangsIn, Entity::Unit, parent);
            }
        }
    }
    for (name, account) in &mut world.accounts {
        if let Some(unit) = &mut account.unit {
            show(see, &Entity::Account(name.clone()), Link::HangsIn, Entity::Unit, unit);
        }
    }
    for user in &mut world.users {
        let what = Entity::User(user.name.clone());
        user.groups.iter_mut().for_each(|group| show(see, &what, Link::MemberOf, Entity::Group, group));
    }
    for profile in &mut world.instance_profiles {
        let what = Entity::InstanceProfile(profile.name.clone());
        show(see, &what, Link::Holds, Entity::Role, &mut profile.role);
    }
    for resource in &mut world.resources {
        let what = Entity::Resource(resource.arn.clone());
        show(see, &what, Link::LiesIn, Entity::Account, &mut resource.account);
    }
    for request in &mut file.requests {
        let what = Entity::Request(request.name.clone());
        show_who(see, &what, &mut request.who);
        for step in &mut request.through {
            match step {
                Step::Role(role) => show(see, &what, Link::GoesThrough, Entity::Role, role),
                Step::Assume(assume) => {
                    show_some(see, &what, Link::GoesThrough, Entity::Role, &mut assume.role);
                    show_some(see, &what, Link::GoesThrough, Entity::InstanceProfile, &mut assume.instance_profile);
                }
            }
        }
        match &mut request.passes {
            Some(Passes::Role(role)) => show(see, &what, Link::Passes, Entity::Role, role),
            Some(Passes::Passed(passed)) => {
                show_some(see, &what, Link::Passes, Entity::Role, &mut passed.role);
                show_some(see, &what, Link::Passes, Entity::InstanceProfile, &mut passed.instance_profile);
            }
            None => {}
        }
    }
    show_own(file, see);
}

/// The names that things have themselves.
fn show_own(file: &mut ScenarioFile, see: &mut See<'_>) {
    let world = &mut file.world;
    if let Some(root) = &mut world.organization {
        root.units = std::mem::take(&mut root.units)
            .into_iter()
            .map(|(name, unit)| (renamed(see, Entity::Unit(name)), unit))
            .collect();
    }
    world.accounts = std::mem::take(&mut world.accounts)
        .into_iter()
        .map(|(name, account)| (renamed(see, Entity::Account(name)), account))
        .collect();
    world.groups.iter_mut().for_each(|group| group.name = renamed(see, Entity::Group(group.name.clone())));
    world.users.iter_mut().for_each(|user| user.name = renamed(see, Entity::User(user.name.clone())));
    world.roles.iter_mut().for_each(|role| role.name = renamed(see, Entity::Role(role.name.clone())));
    for profile in &mut world.instance_profiles {
        profile.name = renamed(see, Entity::InstanceProfile(profile.name.clone()));
    }
    for provider in &mut world.identity_providers {
        provider.name = renamed(see, Entity::provider(&provider.name, provider.kind));
    }
    world.resources.iter_mut().for_each(|resource| resource.arn = renamed(see, Entity::Resource(resource.arn.clone())));
    file.requests.iter_mut().for_each(|request| request.name = renamed(see, Entity::Request(request.name.clone())));
}

fn renamed(see: &mut See<'_>, entity: Entity) -> String {
    see(&entity, Link::Own, &entity).unwrap_or_else(|| entity.name().to_owned())
}

fn show(see: &mut See<'_>, what: &Entity, link: Link, sort: fn(String) -> Entity, name: &mut String) {
    if let Some(new) = see(what, link, &sort(name.clone())) {
        *name = new;
    }
}

fn show_some(see: &mut See<'_>, what: &Entity, link: Link, sort: fn(String) -> Entity, name: &mut Option<String>) {
    if let Some(name) = name {
        show(see, what, link, sort, name);
    }
}

/// `user dev/ann`, `role dev/Deployer as ci`: the name is the second word.
fn show_who(see: &mut See<'_>, what: &Entity, who: &mut String) {
    let words: Vec<&str> = who.split_whitespace().collect();
    let sort: fn(String) -> Entity = match words.first() {
        Some(&"user") => Entity::User,
        Some(&"root") => Entity::Account,
        Some(&"role") => Entity::Role,
        Some(&"web_identity") => Entity::Oidc,
        Some(&"saml") => Entity::Saml,
        _ => return,
    };
    let Some(name) = words.get(1) else { return };
    if let Some(new) = see(what, Link::MadeBy, &sort((*name).to_owned())) {
        let before = words.iter().take(1).copied();
        let words: Vec<&str> = before.chain([new.as_str()]).chain(words.iter().skip(2).copied()).collect();
        *who = words.join(" ");
    }
}

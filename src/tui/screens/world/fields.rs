//! The forms of a world: which fields each sort of thing has, what could stand in them, and the changes that come of what was
//! written. What cannot be is said by the draft itself, which is asked after every key.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::iam::catalogue::{Catalogue, managed_policies};
use crate::iam::complete::Sort;
use crate::iam::draft::{Change, Draft, Entity, Seat};
use crate::iam::policy::PolicyKind;
use crate::iam::scenario::{
    Account, Document, Group, IdentityProvider, InstanceProfile, PathStep, PolicySource, ProviderKind, Resource, Role,
    ScenarioFile, Tags, Unit, User,
};
use crate::iam::surroundings::Surroundings;
use crate::tui::widgets::form::{Form, Item, Offer};

/// A form being filled in, and what it is about.
#[derive(Debug, Clone)]
pub struct Filling {
    /// The form.
    pub form: Form,
    /// What its frame says.
    pub title: String,
    /// Whether something was written in it.
    pub written: bool,
    /// Whether the person wanted to leave once, with something written.
    pub leaving: bool,
    subject: Subject,
}

/// What a form is about.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Subject {
    /// Something new of the sort that its first field says, in that account at first.
    New(String),
    /// Something that is there.
    Old(Entity),
    /// A policy for something.
    Policy(Entity),
}

/// What is known while a form is filled in.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// The draft that will be changed.
    pub draft: &'k Draft,
    /// What it says.
    pub file: &'k ScenarioFile,
    /// The documents that there are.
    pub documents: &'k BTreeMap<Arc<str>, Document>,
}

/// What can be added: the name kept in the form, and the one shown.
const SORTS: [(&str, &str); 9] = [
    ("account", "account"),
    ("user", "user"),
    ("role", "role"),
    ("group", "group"),
    ("resource", "resource"),
    ("profile", "instance profile"),
    ("provider", "identity provider"),
    ("organization", "organisation"),
    ("unit", "OU"),
];

impl Filling {
    /// A form for something new; `near` is what was chosen, and says in which account or unit it will be.
    #[must_use]
    pub fn new(near: Option<&Entity>, known: Known<'_>) -> Self {
        let accounts = &known.file.world.accounts;
        let account = near.and_then(|near| account_of(near, known.file));
        let account = account.or_else(|| accounts.keys().next().cloned()).unwrap_or_default();
        let sort = match near {
            _ if accounts.is_empty() => "account",
            Some(Entity::Organization | Entity::Unit(_)) => "account",
            Some(Entity::Role(_)) => "role",
            Some(Entity::Resource(_)) => "resource",
            Some(Entity::Group(_)) => "group",
            _ => "user",
        };
        let form = new_form(sort, &account, near, known);
        Self::about(form, "Add to the world".into(), Subject::New(account))
    }

    /// A form for something that is there; `None` when there is nothing of that name to be changed here.
    #[must_use]
    pub fn of(entity: &Entity, known: Known<'_>) -> Option<Self> {
        let form = Form::new(items_of(entity, known)?);
        Some(Self::about(form, format!("Change {}", super::about::plain(entity)), Subject::Old(entity.clone())))
    }

    /// A form for a policy of something; `None` for what has none.
    #[must_use]
    pub fn policy(owner: &Entity, known: Known<'_>) -> Option<Self> {
        let seats = seats(owner, known.file);
        let options: Vec<(&str, &str)> = seats.iter().map(|(kind, _)| (kind.as_str(), kind.title())).collect();
        let (first, _) = seats.first()?;
        let items = vec![
            Item::choice("kind", "Kind", &options, first.as_str()),
            Item::text("document", "Document", "")
                .help("A document that is there, one of AWS's by its ARN, or a new name that ends in `.json`. Left empty, a new one is named for you."),
        ];
        let mut form = Form::new(items);
        form.offer("document", documents(*first, known));
        form.show("kind", seats.len() > 1);
        form.focus("document");
        Some(Self::about(form, format!("A policy for {}", super::about::plain(owner)), Subject::Policy(owner.clone())))
    }

    fn about(form: Form, title: String, subject: Subject) -> Self {
        Self { form, title, written: false, leaving: false, subject }
    }

    /// Something was written: what follows from it in other fields, and what is wrong. Nothing is said of a field that is
    /// still empty unless all is asked for.
    pub fn renew(&mut self, known: Known<'_>, all: bool) {
        let (id, ..) = self.form.focused();
        self.written |= !matches!(id, "sort" | "kind");
        match (&self.subject, id) {
            (Subject::New(account), "sort") => {
                let sort = self.form.text("sort").to_owned();
                self.form = new_form(&sort, &account.clone(), None, known);
                self.form.focus("sort");
            }
            (Subject::Policy(_), "kind") => {
                let kind = PolicyKind::from_name(self.form.text("kind")).unwrap_or(PolicyKind::Identity);
                self.form.offer("document", documents(kind, known));
            }
            (_, "arn") => {
                let account = known.file.world.accounts.get(self.form.text("account"));
                let offers = arns(self.form.under_cursor(), account.map_or("", |account| &account.id));
                self.form.offer("arn", offers);
            }
            _ => {}
        }
        self.form.clear_faults();
        let wrong = match self.changes(known) {
            Ok(changes) => known.draft.refusal(&changes).map(|error| {
                let field = error.path.iter().rev().find_map(|step| match step {
                    PathStep::Key(key) if self.has(key) => Some(key.clone()),
                    PathStep::Key(_) | PathStep::Index(_) => None,
                });
                let field = field.unwrap_or_else(|| self.first_field().to_owned());
                (field, error.message)
            }),
            Err((field, message)) => Some((field.to_owned(), message)),
        };
        if let Some((field, message)) = wrong
            && (all || !self.is_empty(&field))
        {
            self.form.fault(&field, Some(message));
        }
    }

    fn has(&self, id: &str) -> bool {
        self.fields().contains(&id)
    }

    fn is_empty(&self, id: &str) -> bool {
        let text = self.form.text(id);
        (text.is_empty() || text.ends_with('/')) && self.form.lines(id).is_empty() && self.form.pairs(id).is_empty()
    }

    fn first_field(&self) -> &'static str {
        self.fields().first().copied().unwrap_or("name")
    }

    fn sort(&self) -> &str {
        match &self.subject {
            Subject::New(_) => self.form.text("sort"),
            Subject::Policy(_) => "policy",
            Subject::Old(entity) => match entity {
                Entity::Organization => "organization",
                Entity::Unit(_) => "unit",
                Entity::Account(_) => "account",
                Entity::Group(_) => "group",
                Entity::User(_) => "user",
                Entity::Role(_) => "role",
                Entity::InstanceProfile(_) => "profile",
                Entity::Oidc(_) | Entity::Saml(_) => "provider",
                Entity::Resource(_) => "resource",
                Entity::Request(_) => "",
            },
        }
    }

    fn fields(&self) -> &'static [&'static str] {
        match self.sort() {
            "account" => &["name", "id", "title", "unit", "full_aws_access"],
            "user" => &["name", "groups", "policies", "boundary", "tags"],
            "role" => &["name", "trust", "policies", "boundary", "tags", "max_session_duration"],
            "group" => &["name", "policies"],
            "resource" => &["arn", "account", "policy", "tags"],
            "profile" => &["name", "role"],
            "provider" => &["name", "kind"],
            "organization" => &["management", "id"],
            "unit" => &["name", "parent", "full_aws_access"],
            "policy" => &["document", "kind"],
            _ => &[],
        }
    }

    /// The changes that come of the form as it is filled in.
    ///
    /// # Errors
    /// The field that says nothing yet that could be taken, and why.
    pub fn changes(&self, known: Known<'_>) -> Result<Vec<Change>, (&'static str, String)> {
        let form = &self.form;
        let world = &known.file.world;
        let text = |id: &str| form.text(id).to_owned();
        let some = |id: &str| Some(text(id)).filter(|text| !text.is_empty());
        let old = match &self.subject {
            Subject::Old(entity) => Some(entity),
            Subject::New(_) => None,
            Subject::Policy(owner) => return self.policy_change(owner, known).map(|change| vec![change]),
        };
        let sort = self.sort().to_owned();
        let held = old.map(|entity| super::tree::policies(world, entity)).unwrap_or_default();
        let source = |text: &str| {
            let known = held.iter().find(|held| label(held.source, held.nth) == text).map(|held| held.source.clone());
            known.unwrap_or_else(|| PolicySource::Text(text.to_owned()))
        };
        let sources = |id: &str| form.lines(id).iter().map(|text| source(text)).collect::<Vec<_>>();
        let name = if sort == "resource" { text("arn") } else { text("name") };
        let named = !matches!(sort.as_str(), "organization");
        if named && (name.is_empty() || (name.ends_with('/') && sort != "resource")) {
            let field = if sort == "resource" { "arn" } else { "name" };
            let message = match sort.as_str() {
                "account" | "unit" => "a name is missing; one word will do",
                "resource" => "an ARN is missing; Ctrl-Space shows how those of a service look",
                _ => "a name is missing behind the account's",
            };
            return Err((field, message.to_owned()));
        }
        let mut changes = Vec::new();
        let entity = match sort.as_str() {
            "account" => Entity::Account(name.clone()),
            "unit" => Entity::Unit(name.clone()),
            "user" => Entity::User(name.clone()),
            "role" => Entity::Role(name.clone()),
            "group" => Entity::Group(name.clone()),
            "resource" => Entity::Resource(name.clone()),
            "profile" => Entity::InstanceProfile(name.clone()),
            "provider" => Entity::provider(&name, kind_of(form)),
            _ => Entity::Organization,
        };
        match old {
            // A provider of another kind is another one.
            Some(old) if old.sort() != entity.sort() => changes.push(Change::Remove(old.clone())),
            Some(old) if old.name() != name && named => changes.push(Change::Rename(old.clone(), name.clone())),
            None if entity.is_in(known.file) => {
                let field = if sort == "resource" { "arn" } else { "name" };
                let message = match sort.as_str() {
                    "organization" => "there is an organisation already; choose it and change it".to_owned(),
                    _ => format!("there is a {} `{name}` already", entity.sort()),
                };
                return Err((if sort == "organization" { "management" } else { field }, message));
            }
            _ => {}
        }
        changes.push(match sort.as_str() {
            "account" => {
                let before = old.and_then(|old| world.accounts.get(old.name()));
                let in_organization = world.organization.is_some();
                Change::PutAccount(
                    name,
                    Account {
                        id: text("id"),
                        title: text("title"),
                        unit: some("unit").filter(|_| in_organization),
                        scps: before.map(|account| account.scps.clone()).unwrap_or_default(),
                        rcps: before.map(|account| account.rcps.clone()).unwrap_or_default(),
                        full_aws_access: !in_organization || form.is_on("full_aws_access"),
                    },
                )
            }
            "unit" => {
                let units = world.organization.as_ref().map(|root| &root.units);
                let before = old.and_then(|old| units?.get(old.name()));
                let parent = some("parent").filter(|parent| parent != "root");
                Change::PutUnit(
                    name,
                    Unit {
                        parent,
                        scps: before.map(|unit| unit.scps.clone()).unwrap_or_default(),
                        rcps: before.map(|unit| unit.rcps.clone()).unwrap_or_default(),
                        full_aws_access: form.is_on("full_aws_access"),
                    },
                )
            }
            "user" => Change::PutUser(User {
                name,
                policies: sources("policies"),
                groups: form.lines("groups"),
                boundary: some("boundary").map(|text| source(&text)),
                tags: tags(form)?,
            }),
            "role" => Change::PutRole(Box::new(Role {
                trust: some("trust")
                    .map_or_else(|| new_document(&name, PolicyKind::Trust, known), |text| source(&text)),
                policies: sources("policies"),
                boundary: some("boundary").map(|text| source(&text)),
                tags: tags(form)?,
                max_session_duration: text("max_session_duration")
                    .parse()
                    .map_err(|_| ("max_session_duration", "this is no number of seconds, such as 3600".to_owned()))?,
                name,
            })),
            "group" => Change::PutGroup(Group { name, policies: sources("policies") }),
            "resource" => Change::PutResource(Resource {
                arn: name,
                account: text("account"),
                policy: some("policy").map(|text| source(&text)),
                tags: tags(form)?,
            }),
            "profile" => Change::PutInstanceProfile(InstanceProfile { name, role: text("role") }),
            "provider" => Change::PutIdentityProvider(IdentityProvider { name, kind: kind_of(form) }),
            _ => Change::PutOrganization { id: some("id"), management: some("management") },
        });
        Ok(changes)
    }

    fn policy_change(&self, owner: &Entity, known: Known<'_>) -> Result<Change, (&'static str, String)> {
        let seats = seats(owner, known.file);
        let chosen = seats.into_iter().find(|(kind, _)| kind.as_str() == self.form.text("kind"));
        let (kind, seat) = chosen.ok_or(("kind", "choose what kind of policy it is".to_owned()))?;
        let document = match self.form.text("document") {
            "" => new_document(owner.name(), kind, known),
            name => PolicySource::Text(name.to_owned()),
        };
        Ok(Change::Attach(seat, document))
    }
}

/// The account that something lies in, by its short name.
fn account_of(entity: &Entity, file: &ScenarioFile) -> Option<String> {
    match entity {
        Entity::Account(name) => Some(name.clone()),
        Entity::Resource(arn) => {
            let found = file.world.resources.iter().find(|resource| resource.arn == *arn);
            found.map(|resource| resource.account.clone())
        }
        Entity::Organization | Entity::Unit(_) | Entity::Request(_) => None,
        _ => entity.name().split_once('/').map(|(account, _)| account.to_owned()),
    }
}

/// The kinds of policy that something can have, and where they hang.
pub fn seats(owner: &Entity, file: &ScenarioFile) -> Vec<(PolicyKind, Seat)> {
    let permissions = (PolicyKind::Identity, Seat::Permissions(owner.clone()));
    let boundary = (PolicyKind::Boundary, Seat::Boundary(owner.clone()));
    let levels = || vec![(PolicyKind::Scp, Seat::Scps(owner.clone())), (PolicyKind::Rcp, Seat::Rcps(owner.clone()))];
    match owner {
        Entity::Organization | Entity::Unit(_) => levels(),
        Entity::Account(_) if file.world.organization.is_some() => levels(),
        Entity::Group(_) => vec![permissions],
        Entity::User(_) => vec![permissions, boundary],
        Entity::Role(name) => vec![permissions, (PolicyKind::Trust, Seat::Trust(name.clone())), boundary],
        Entity::Resource(arn) => vec![(PolicyKind::Resource, Seat::Resource(arn.clone()))],
        _ => Vec::new(),
    }
}

/// What a field says of a policy: its file, or, of one that is written out, that it is.
fn label(source: &PolicySource, nth: usize) -> String {
    source.file().map_or_else(|| format!("(written out in the file, {})", nth + 1), str::to_owned)
}

fn kind_of(form: &Form) -> ProviderKind {
    if form.text("kind") == "saml" { ProviderKind::Saml } else { ProviderKind::Oidc }
}

fn tags(form: &Form) -> Result<Tags, (&'static str, String)> {
    let pairs = form.pairs("tags");
    let count = pairs.len();
    let tags: Tags = pairs.into_iter().collect();
    match tags.len() == count {
        true => Ok(tags),
        false => Err(("tags", "a tag stands twice; remove one".to_owned())),
    }
}

/// A name for a document that is not there yet, beside those that are: `dev-to-prod/trust-reader.json`.
fn new_document(owner: &str, kind: PolicyKind, known: Known<'_>) -> PolicySource {
    let folders = known.documents.keys().filter(|name| name.ends_with(".json"));
    let folder = folders.filter_map(|name| name.rsplit_once('/')).map(|(folder, _)| format!("{folder}/")).next();
    let simple = owner.rsplit(['/', ':']).find(|part| !part.is_empty()).unwrap_or("all");
    let kept = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let simple: String = simple.chars().map(kept).collect();
    let sort = match kind {
        PolicyKind::Identity => "allow",
        other => other.as_str(),
    };
    let name = |n: usize| {
        let number = if n == 1 { String::new() } else { format!("-{n}") };
        format!("{}{sort}-{simple}{number}.json", folder.as_deref().unwrap_or_default())
    };
    let free = (1..100).map(name).find(|name| !known.documents.contains_key(name.as_str()));
    PolicySource::Text(free.unwrap_or_else(|| name(100)))
}

/// The documents of a kind, and AWS's own where one can be attached.
fn documents(kind: PolicyKind, known: Known<'_>) -> Vec<Offer> {
    let own = known.documents.values().filter(|document| document.kind == kind && document.name.ends_with(".json"));
    let mut offers: Vec<Offer> = own.map(|document| Offer::new(&*document.name, kind.title())).collect();
    if matches!(kind, PolicyKind::Identity | PolicyKind::Boundary) {
        offers.extend(managed_policies().map(|policy| Offer::of(Sort::Arn, policy.arn, "of AWS")));
    }
    offers
}

/// ARNs that could be meant, of the service that was begun: a service first, then its sorts of resources.
fn arns(typed: &str, account: &str) -> Vec<Offer> {
    let catalogue = Catalogue::built_in();
    let service = typed.split(':').nth(2).filter(|_| typed.matches(':').count() >= 3);
    match service.and_then(|prefix| catalogue.service(prefix)) {
        None => {
            let services = catalogue.services().filter(|service| service.resource_types().next().is_some());
            services
                .map(|service| Offer::of(Sort::Service, format!("arn:aws:{}:", service.prefix), service.name))
                .collect()
        }
        Some(service) => {
            let types = service.resource_types();
            let each = types.flat_map(|sort| sort.arn_formats().map(move |format| (sort.name, format)));
            each.map(|(sort, format)| Offer::of(Sort::Arn, example(format, account), sort)).collect()
        }
    }
}

/// `BucketName` as a name: `bucket-name`.
fn in_words(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && out.ends_with(|last: char| last.is_ascii_lowercase()) {
            out.push('-');
        }
        out.push(character.to_ascii_lowercase());
    }
    out
}

/// `arn:${Partition}:s3:::${BucketName}` as something to go on from: `arn:aws:s3:::bucket-name`.
fn example(format: &str, account: &str) -> String {
    let mut out = String::new();
    let mut rest = format;
    while let Some((before, tail)) = rest.split_once("${") {
        out.push_str(before);
        let (name, after) = tail.split_once('}').unwrap_or((tail, ""));
        match name {
            "Partition" => out.push_str("aws"),
            "Account" if !account.is_empty() => out.push_str(account),
            "Region" => out.push_str("eu-west-1"),
            name => out.push_str(&in_words(name)),
        }
        rest = after;
    }
    out + rest
}

fn accounts(file: &ScenarioFile, behind: &str) -> Vec<Offer> {
    let each = file.world.accounts.iter();
    each.map(|(name, account)| Offer::new(format!("{name}{behind}"), format!("{} {}", account.title, account.id)))
        .collect()
}

fn names<'n>(all: impl Iterator<Item = &'n str>, what: &str) -> Vec<Offer> {
    all.map(|name| Offer::new(name, what)).collect()
}

fn units(file: &ScenarioFile) -> Vec<Offer> {
    let own = file.world.organization.iter().flat_map(|root| root.units.keys());
    let mut offers = vec![Offer::new("root", "the organisation's root")];
    offers.extend(own.map(|name| Offer::new(name.as_str(), "OU")));
    offers
}

/// The fields of something new.
fn new_form(sort: &str, account: &str, near: Option<&Entity>, known: Known<'_>) -> Form {
    let can_be = |(kept, _): &(&str, &str)| match *kept {
        "account" | "organization" => true,
        "unit" => known.file.world.organization.is_some(),
        _ => !known.file.world.accounts.is_empty(),
    };
    let has_organization = known.file.world.organization.is_some();
    let sorts: Vec<(&str, &str)> =
        SORTS.into_iter().filter(can_be).filter(|(kept, _)| *kept != "organization" || !has_organization).collect();
    let mut items = vec![Item::choice("sort", "What", &sorts, sort).help("What is added. Left and Right change it.")];
    items.extend(items_for(sort, &Blank { account, near }, known));
    let mut form = Form::new(items);
    form.focus(if sort == "resource" { "arn" } else { "name" });
    form
}

/// What something new begins with.
struct Blank<'b> {
    account: &'b str,
    near: Option<&'b Entity>,
}

fn items_for(sort: &str, blank: &Blank<'_>, known: Known<'_>) -> Vec<Item> {
    let name = match sort {
        "account" | "unit" | "organization" | "resource" => String::new(),
        _ => format!("{}/", blank.account),
    };
    let unit = match (sort, blank.near) {
        ("account" | "unit", Some(Entity::Unit(unit))) => unit.clone(),
        ("account", Some(Entity::Organization)) => "root".to_owned(),
        _ => String::new(),
    };
    let none = BTreeMap::new();
    match sort {
        "account" => account_items(
            &name,
            &Account {
                id: String::new(),
                title: String::new(),
                unit: Some(unit),
                scps: Vec::new(),
                rcps: Vec::new(),
                full_aws_access: true,
            },
            known,
        ),
        "unit" => unit_items(&name, &unit, true, known),
        "user" => {
            user_items(&User { name, policies: Vec::new(), groups: Vec::new(), boundary: None, tags: none }, known)
        }
        "role" => role_items(
            &Role {
                name,
                trust: PolicySource::Text(String::new()),
                policies: Vec::new(),
                boundary: None,
                tags: none,
                max_session_duration: 3600,
            },
            known,
        ),
        "group" => group_items(&Group { name, policies: Vec::new() }, known),
        "resource" => {
            resource_items(&Resource { arn: name, account: blank.account.to_owned(), policy: None, tags: none }, known)
        }
        "profile" => profile_items(&InstanceProfile { name, role: String::new() }, known),
        "provider" => provider_items(&IdentityProvider { name, kind: ProviderKind::Oidc }, known),
        _ => organization_items("", "", known),
    }
}

fn items_of(entity: &Entity, known: Known<'_>) -> Option<Vec<Item>> {
    let world = &known.file.world;
    let root = world.organization.as_ref();
    Some(match entity {
        Entity::Organization => organization_items(&root?.id, root?.management.as_deref().unwrap_or_default(), known),
        Entity::Unit(name) => {
            let unit = root?.units.get(name)?;
            unit_items(name, unit.parent.as_deref().unwrap_or("root"), unit.full_aws_access, known)
        }
        Entity::Account(name) => account_items(name, world.accounts.get(name)?, known),
        Entity::Group(name) => group_items(world.group(name).ok()?, known),
        Entity::User(name) => user_items(world.users.iter().find(|user| user.name == *name)?, known),
        Entity::Role(name) => role_items(world.roles.iter().find(|role| role.name == *name)?, known),
        Entity::InstanceProfile(name) => {
            profile_items(world.instance_profiles.iter().find(|profile| profile.name == *name)?, known)
        }
        Entity::Oidc(_) | Entity::Saml(_) => {
            let is = |own: &&IdentityProvider| Entity::provider(&own.name, own.kind) == *entity;
            provider_items(world.identity_providers.iter().find(is)?, known)
        }
        Entity::Resource(arn) => resource_items(world.resources.iter().find(|resource| resource.arn == *arn)?, known),
        Entity::Request(_) => return None,
    })
}

const NAME: &str = "The account's short name, a slash, the name. A path may stand between: `dev/team/ann`.";
const TAGS: &str =
    "Tags, a key and a value in each line. Policies read them as `aws:PrincipalTag` and `aws:ResourceTag`.";
const POLICIES: &str = "Permissions policies, a document in each line: a file's name, or the ARN of a policy of AWS's.";
const BOUNDARY: &str = "The most it may ever be allowed: a document. It grants nothing.";
const FULL: &str = "Whether the SCP FullAWSAccess is attached, as it is until somebody detaches it. Without it only what other \
                    SCPs allow is left.";

fn policy_list(sources: &[PolicySource], known: Known<'_>) -> Item {
    let labels: Vec<String> = sources.iter().enumerate().map(|(nth, source)| label(source, nth)).collect();
    let item = Item::list("policies", "Policies", labels.iter().map(String::as_str));
    item.help(POLICIES).offers(documents(PolicyKind::Identity, known))
}

fn boundary_item(source: Option<&PolicySource>, known: Known<'_>) -> Item {
    let label = source.map(|source| label(source, 0)).unwrap_or_default();
    Item::text("boundary", "Boundary", &label).help(BOUNDARY).offers(documents(PolicyKind::Boundary, known))
}

fn tags_item(tags: &Tags, known: Known<'_>) -> Item {
    let in_use = Surroundings::of(&known.file.world).tags;
    let mut keys: Vec<&str> = in_use.iter().map(|(key, _)| key.as_str()).collect();
    keys.dedup();
    let values = in_use.iter().map(|(key, value)| Offer::new(value.as_str(), format!("of {key}"))).collect();
    let pairs = tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    Item::pairs("tags", "Tags", pairs).help(TAGS).offers(names(keys.into_iter(), "in use")).value_offers(values)
}

fn name_item(name: &str, known: Known<'_>) -> Item {
    Item::text("name", "Name", name).help(NAME).offers(accounts(known.file, "/"))
}

fn account_items(name: &str, account: &Account, known: Known<'_>) -> Vec<Item> {
    let mut items = vec![
        Item::text("name", "Short name", name).help("How this file calls it, one word: dev."),
        Item::text("id", "Account id", &account.id)
            .help("Its twelve digits. Any will do, but policies name it by them."),
        Item::text("title", "Title", &account.title).help("What people call it: Dev."),
    ];
    if known.file.world.organization.is_some() {
        let unit = account.unit.as_deref().unwrap_or_default();
        items.push(
            Item::text("unit", "OU", unit)
                .help("The OU that it hangs in, or root. Empty, it is not in the organisation.")
                .offers(units(known.file)),
        );
        items.push(Item::switch("full_aws_access", "FullAWSAccess", account.full_aws_access).help(FULL));
    }
    items
}

fn unit_items(name: &str, parent: &str, full: bool, known: Known<'_>) -> Vec<Item> {
    vec![
        Item::text("name", "Name", name).help("What the OU is called."),
        Item::text("parent", "Hangs in", parent).help("Another OU, or root.").offers(units(known.file)),
        Item::switch("full_aws_access", "FullAWSAccess", full).help(FULL),
    ]
}

fn organization_items(id: &str, management: &str, known: Known<'_>) -> Vec<Item> {
    vec![
        Item::text("management", "Management", management)
            .help("The management account, by its short name. No SCP binds it. Empty, it is none of this world's.")
            .offers(accounts(known.file, "")),
        Item::text("id", "Id", id).help("What `aws:PrincipalOrgID` holds. Empty, it is AWS's example."),
    ]
}

fn group_items(group: &Group, known: Known<'_>) -> Vec<Item> {
    vec![name_item(&group.name, known), policy_list(&group.policies, known)]
}

fn user_items(user: &User, known: Known<'_>) -> Vec<Item> {
    let groups = known.file.world.groups.iter().map(|group| group.name.as_str());
    vec![
        name_item(&user.name, known),
        Item::list("groups", "Groups", user.groups.iter().map(String::as_str))
            .help("The groups it is in: it has their policies too.")
            .offers(names(groups, "group")),
        policy_list(&user.policies, known),
        boundary_item(user.boundary.as_ref(), known),
        tags_item(&user.tags, known),
    ]
}

fn role_items(role: &Role, known: Known<'_>) -> Vec<Item> {
    let trust = label(&role.trust, 0);
    vec![
        name_item(&role.name, known),
        Item::text("trust", "Trust policy", &trust)
            .help("The document that says who may assume it. Left empty, a new one is named for you.")
            .offers(documents(PolicyKind::Trust, known)),
        policy_list(&role.policies, known),
        boundary_item(role.boundary.as_ref(), known),
        tags_item(&role.tags, known),
        Item::text("max_session_duration", "Longest session", &role.max_session_duration.to_string())
            .help("In seconds: 3600 (one hour) to 43200 (twelve)."),
    ]
}

fn profile_items(profile: &InstanceProfile, known: Known<'_>) -> Vec<Item> {
    let roles = known.file.world.roles.iter().map(|role| role.name.as_str());
    vec![
        name_item(&profile.name, known),
        Item::text("role", "Role", &profile.role)
            .help("The role in it, of the same account. EC2 takes it out for an instance.")
            .offers(names(roles, "role")),
    ]
}

fn provider_items(provider: &IdentityProvider, known: Known<'_>) -> Vec<Item> {
    let kind = if provider.kind == ProviderKind::Saml { "saml" } else { "oidc" };
    vec![
        Item::choice("kind", "Kind", &[("oidc", "OpenID Connect"), ("saml", "SAML 2.0")], kind)
            .help("What it speaks: tokens of OpenID Connect, or assertions of SAML."),
        Item::text("name", "Name", &provider.name)
            .help("The account, a slash, and its address without https:// (OpenID Connect) or its name (SAML).")
            .offers(
                known
                    .file
                    .world
                    .accounts
                    .keys()
                    .map(|name| Offer::new(format!("{name}/token.actions.githubusercontent.com"), "GitHub Actions"))
                    .collect(),
            ),
    ]
}

fn resource_items(resource: &Resource, known: Known<'_>) -> Vec<Item> {
    let policy = resource.policy.as_ref().map(|source| label(source, 0)).unwrap_or_default();
    let account = known.file.world.accounts.get(&resource.account);
    vec![
        Item::text("arn", "ARN", &resource.arn)
            .help("Requests for this ARN and for what lies under it (behind / or :) belong to it.")
            .offers(arns(&resource.arn, account.map_or("", |account| &account.id))),
        Item::text("account", "Owner", &resource.account)
            .help("The account that owns it, by its short name.")
            .offers(accounts(known.file, "")),
        Item::text("policy", "Its policy", &policy)
            .help("The document that is its own policy. Empty, it has none.")
            .offers(documents(PolicyKind::Resource, known)),
        tags_item(&resource.tags, known),
    ]
}

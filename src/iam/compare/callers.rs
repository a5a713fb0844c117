//! Who may ask, told apart by the principals that statements name and by the keys that follow from the caller.
//!
//! A caller is one text (its ARN, or its role's, and behind a mark its id and session), so that principals and the keys
//! `aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:username` and `aws:userid` are patterns on one variable and cannot
//! contradict each other.

use super::automaton::{self, ANY, Class, NO_COLON, Pattern, literal, many, one, without};
use super::bits::Bits;
use super::budget::{Halt, Meter};
use super::keys::{Key, Presence, Row, Rows, pattern_of};
use super::plan::Plan;
use super::variables::Variables;
use crate::iam::arn::{Arn, is_account};
use crate::iam::condition::Family;
use crate::iam::principal::PrincipalEntry;
use crate::iam::request::{Context, ContextValue, Principal, PrincipalType, ResourceKind};

/// A caller with the keys that follow from it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Caller {
    pub(super) principal: Principal,
    pub(super) keys: Vec<(&'static str, ContextValue)>,
}

/// The keys that follow from the caller, in lower case.
pub(super) const DERIVED: [&str; 8] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principaltype",
    "aws:username",
    "aws:userid",
    "aws:principalisawsservice",
    "aws:principalservicename",
    "aws:principalservicenameslist",
];

/// The account that people know as their own.
pub(super) const HOME: &str = "111122223333";
/// An account of nobody they know.
pub(super) const STRANGER: &str = "999900001111";

const MARK: &str = "\u{1}";
const DIGIT: Class = automaton::only("0123456789");
const UPPER: Class = automaton::only("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
const NAME: Class = automaton::only("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+=,.@-_");
const PATH: Class = automaton::only("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+=,.@-_/");

/// A service that people know and no policy here names is one of these.
const SERVICES: [&str; 6] = [
    "lambda.amazonaws.com",
    "ec2.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "glue.amazonaws.com",
    "states.amazonaws.com",
    "codebuild.amazonaws.com",
];

impl Caller {
    /// A user that nobody names.
    pub(super) fn anybody(account: &str) -> Self {
        Self::user(format!("arn:aws:iam::{account}:user/Ann"), "AIDAEXAMPLEANN".to_owned())
    }

    fn of(kind: PrincipalType, arn: String, account: Option<&str>) -> Self {
        let account = account.map(str::to_owned);
        Self { principal: Principal { kind, arn, account, role_arn: None, user_arn: None }, keys: Vec::new() }
    }

    fn user(arn: String, id: String) -> Self {
        let account = account_of(&arn);
        let name = arn.rsplit('/').next().unwrap_or_default().to_owned();
        let mut caller = Self::of(PrincipalType::User, arn.clone(), account.as_deref()).signed("User", arn, id);
        caller.keys.push(("aws:username", ContextValue::One(name)));
        caller
    }

    fn session(role_arn: &str, id: &str, session: &str) -> Self {
        let account = account_of(role_arn).unwrap_or_default();
        let role = role_arn.rsplit('/').next().unwrap_or_default();
        let arn = format!("arn:aws:sts::{account}:assumed-role/{role}/{session}");
        let id = format!("{id}:{session}");
        let mut caller =
            Self::of(PrincipalType::RoleSession, arn, Some(&account)).signed("AssumedRole", role_arn.to_owned(), id);
        caller.principal.role_arn = Some(role_arn.to_owned());
        caller
    }

    fn federated(arn: &str, user: &str) -> Self {
        let account = account_of(arn).unwrap_or_default();
        let user_arn = format!("arn:aws:iam::{account}:user/{user}");
        let name = arn.rsplit('/').next().unwrap_or_default();
        let id = format!("{account}:{name}");
        let caller = Self::of(PrincipalType::FederatedUser, arn.to_owned(), Some(&account));
        let mut caller = caller.signed("FederatedUser", arn.to_owned(), id);
        caller.principal.user_arn = Some(user_arn);
        caller
    }

    fn root(account: &str) -> Self {
        let arn = format!("arn:aws:iam::{account}:root");
        Self::of(PrincipalType::Root, arn.clone(), Some(account)).signed("Account", arn, account.to_owned())
    }

    fn service(name: &str) -> Self {
        let mut caller = Self::of(PrincipalType::Service, name.to_owned(), None);
        caller.keys = vec![
            ("aws:PrincipalIsAWSService", ContextValue::One("true".to_owned())),
            ("aws:PrincipalServiceName", ContextValue::One(name.to_owned())),
            ("aws:PrincipalServiceNamesList", ContextValue::Many(vec![name.to_owned()])),
        ];
        caller
    }

    /// The keys of every signed call of an account's principal (AWS: "IAM policy elements: Variables and tags").
    fn signed(mut self, kind: &str, arn: String, id: String) -> Self {
        let account = self.principal.account.clone().unwrap_or_default();
        let one = ContextValue::One;
        self.keys = vec![
            ("aws:PrincipalType", one(kind.to_owned())),
            ("aws:PrincipalArn", one(arn)),
            ("aws:PrincipalAccount", one(account)),
            ("aws:userid", one(id)),
            ("aws:PrincipalIsAWSService", one("false".to_owned())),
        ];
        self
    }

    pub(super) fn key(&self, name: &str) -> Option<&ContextValue> {
        self.keys.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

fn account_of(arn: &str) -> Option<String> {
    Arn::parse(arn).map(|arn| arn.account.to_owned())
}

/// The callers of a kind, one for every way in which they stand to the statements. `owner`: the account that owns the
/// resource. `tied`: the keys that follow from the caller do; else they are anybody's. `fixed`: the values of `variables`.
#[expect(clippy::too_many_arguments, reason = "all that a caller depends on")]
pub(super) fn rows(
    plan: &Plan<'_>,
    keys: &[Key<'_>],
    kind: PrincipalType,
    owner: &str,
    tied: bool,
    variables: &Variables,
    fixed: &Context,
    meter: &Meter<'_>,
) -> Result<Vec<Row<Caller>>, Halt> {
    let mut found = Rows::new();
    let all = plan.everything();
    for (caller, cost) in proposed(plan, keys, kind, owner, tied, fixed, meter)? {
        let mut bits = plan.by_caller(&caller.principal);
        if tied {
            if !agrees(&caller, variables, fixed) {
                continue;
            }
            for key in keys.iter().filter(|key| is_derived(&key.name)) {
                bits = bits.and(&key.row_of(caller.key(&key.name).cloned(), fixed, &all).bits);
            }
        }
        let is_own = caller.principal.account.as_deref() == Some(owner);
        if plan.resource_kind == ResourceKind::Trust || !is_own {
            bits.clear(plan.own());
        }
        // A stranger teaches more than a neighbour.
        let cost = cost + if is_own { 3 } else { 0 };
        found.add(bits, cost, caller);
    }
    Ok(found.0)
}

pub(super) fn is_derived(key: &str) -> bool {
    DERIVED.iter().any(|derived| derived.eq_ignore_ascii_case(key))
}

/// Whether a kind of caller can have the values of variables at all: users have names, and nobody else has.
pub(super) fn can_be(kind: PrincipalType, variables: &Variables, fixed: &Context) -> bool {
    use PrincipalType as Kind;
    variables.values.iter().all(|(key, _)| match key.as_str() {
        "aws:username" => (kind == Kind::User) == fixed.get(key).is_some(),
        "aws:principalservicename" => (kind == Kind::Service) == fixed.get(key).is_some(),
        _ => true,
    })
}

/// Whether what variables stand for is what the caller is, absence included.
fn agrees(caller: &Caller, variables: &Variables, fixed: &Context) -> bool {
    variables.values.iter().all(|(key, _)| !is_derived(key) || caller.key(key) == fixed.get(key))
}

/// Whether requests of such a caller carry a key at all (AWS: "AWS global condition context keys").
pub(super) fn presence(key: &str, caller: &Caller) -> Presence {
    use PrincipalType as Kind;
    let kind = caller.principal.kind;
    let lower = key.to_ascii_lowercase();
    let of_account = matches!(kind, Kind::User | Kind::RoleSession | Kind::FederatedUser | Kind::Root);
    let only = |is: bool| if is { Presence::Maybe } else { Presence::Never };
    match lower.as_str() {
        "aws:sourcearn" | "aws:sourceaccount" | "aws:sourceorgid" | "aws:sourceorgpaths" => only(kind == Kind::Service),
        "aws:sourceip" => only(kind != Kind::Service),
        "aws:principalorgid" | "aws:principalorgpaths" | "aws:sourceidentity" | "aws:tokenissuetime" => {
            only(of_account)
        }
        "aws:multifactorauthpresent" | "aws:multifactorauthage" | "aws:federatedprovider" => only(of_account),
        _ if lower.starts_with("aws:principaltag/") => only(of_account),
        _ if lower.starts_with("aws:") => Presence::Maybe,
        _ if lower.starts_with("saml:") => only(kind == Kind::Saml),
        // The claims of a token are called after the provider's address.
        _ => match lower.rsplit_once(':').filter(|(host, _)| host.contains('.')) {
            None => Presence::Maybe,
            Some((host, claim)) => {
                let arn = caller.principal.arn.to_ascii_lowercase();
                let own = arn.split_once(":oidc-provider/").map_or(arn.as_str(), |(_, name)| name);
                match () {
                    () if kind != Kind::WebIdentity || own != host => Presence::Never,
                    () if matches!(claim, "sub" | "aud") => Presence::Always,
                    () => Presence::Maybe,
                }
            }
        },
    }
}

fn proposed(
    plan: &Plan<'_>,
    keys: &[Key<'_>],
    kind: PrincipalType,
    owner: &str,
    tied: bool,
    fixed: &Context,
    meter: &Meter<'_>,
) -> Result<Vec<(Caller, u32)>, Halt> {
    use PrincipalType as Kind;
    let named = named(plan);
    let listed = |wanted: &[&str], of: fn(&PrincipalEntry) -> Option<&str>| {
        let own: Vec<String> = named.iter().filter_map(|entry| of(entry)).map(str::to_owned).collect();
        let fresh = wanted.iter().find(|name| !own.iter().any(|known| known == *name)).map(|name| (*name).to_owned());
        own.into_iter().chain(fresh).collect::<Vec<_>>()
    };
    Ok(match kind {
        Kind::User | Kind::RoleSession | Kind::Root | Kind::FederatedUser => {
            return entities(keys, &named, kind, owner, tied, fixed, meter);
        }
        Kind::Service => {
            let names = listed(&SERVICES, |entry| match entry {
                PrincipalEntry::Service(name) => Some(name),
                _ => None,
            });
            let from_keys =
                keys.iter().filter(|key| key.name.to_ascii_lowercase().starts_with("aws:principalservicename"));
            let values = from_keys.flat_map(|key| &key.lines).flat_map(|line| &line.line.values);
            let values = values.map(|value| value.value.clone()).filter(|value| value.ends_with(".amazonaws.com"));
            let names = names.into_iter().chain(values).filter(|name| !name.contains('*'));
            names.map(|name| (Caller::service(&name), 4)).collect()
        }
        Kind::WebIdentity => {
            let fresh = ["arn:aws:iam::999900001111:oidc-provider/oidc.example.com", "accounts.google.com"];
            let names = listed(&fresh, |entry| match entry {
                PrincipalEntry::Federated(name) if !name.contains(":saml-provider/") => Some(name),
                _ => None,
            });
            names.into_iter().map(|name| (Caller::of(kind, name, None), 4)).collect()
        }
        Kind::Saml => {
            let fresh =
                ["arn:aws:iam::999900001111:saml-provider/Example", "arn:aws:iam::999900001111:saml-provider/Other"];
            let names = listed(&fresh, |entry| match entry {
                PrincipalEntry::Federated(name) if name.contains(":saml-provider/") => Some(name),
                _ => None,
            });
            names.into_iter().map(|name| (Caller::of(kind, name, None), 4)).collect()
        }
        Kind::Anonymous => {
            let mut caller = Caller::of(kind, String::new(), None);
            let one = |text: &str| ContextValue::One(text.to_owned());
            caller.keys = vec![
                ("aws:PrincipalType", one("Anonymous")),
                ("aws:PrincipalAccount", one("anonymous")),
                ("aws:userid", one("anonymous")),
            ];
            vec![(caller, 0)]
        }
    })
}

/// Every principal that some statement names.
fn named<'a>(plan: &Plan<'a>) -> Vec<&'a PrincipalEntry> {
    let elements = plan.boxes.iter().filter_map(|boxed| boxed.statement.principal.as_ref());
    elements.flat_map(|element| &element.entries).map(|entry| &entry.value).collect()
}

/// Users, role sessions, federated users and root users.
fn entities(
    keys: &[Key<'_>],
    named: &[&PrincipalEntry],
    kind: PrincipalType,
    owner: &str,
    tied: bool,
    fixed: &Context,
    meter: &Meter<'_>,
) -> Result<Vec<(Caller, u32)>, Halt> {
    let mut patterns: Vec<Pattern> = vec![in_account(&literal(owner))];
    for entry in named {
        patterns.extend(of_entry(entry));
    }
    if tied {
        for key in keys.iter().filter(|key| is_derived(&key.name)) {
            for line in &key.lines {
                let base = line.line.operator.value.base;
                if matches!(base.family(), Family::String | Family::Arn) {
                    for value in &line.line.values {
                        let pattern = pattern_of(base, &value.value, line.version, fixed);
                        patterns.extend(pattern.iter().flat_map(|pattern| of_key(&key.name, pattern, kind)));
                    }
                }
            }
        }
        for (key, value) in fixed.iter() {
            for text in value.values() {
                patterns.extend(of_key(key, &literal(text), kind));
            }
        }
    }
    let patterns: Vec<(usize, Pattern)> = patterns.into_iter().enumerate().collect();
    let mut found: Vec<(Caller, u32)> = Vec::new();
    for account in [STRANGER, HOME, owner] {
        for (rank, text) in (0..).zip(friendly(kind, account)) {
            found.extend(read(kind, &text).map(|caller| (caller, rank)));
        }
    }
    for entry in named {
        found.extend(friendly_of(entry, kind).and_then(|text| read(kind, &text)).map(|caller| (caller, 2)));
    }
    for shape in shapes(kind) {
        for text in automaton::cells(&patterns, Some(&shape), meter)? {
            found.extend(read(kind, &text).map(|caller| (caller, 40 + text.len() as u32)));
        }
    }
    Ok(found)
}

/// Callers of a kind as texts, such as people would make up.
fn friendly(kind: PrincipalType, account: &str) -> Vec<String> {
    match kind {
        PrincipalType::User => vec![
            format!("arn:aws:iam::{account}:user/Mallory{MARK}AIDAEXAMPLEMALLORY"),
            format!("arn:aws:iam::{account}:user/Ann{MARK}AIDAEXAMPLEANN"),
            format!("arn:aws:iam::{account}:user/Bob{MARK}AIDAEXAMPLEBOB"),
        ],
        PrincipalType::RoleSession => vec![
            format!("arn:aws:iam::{account}:role/AppRole{MARK}AROAEXAMPLEAPP:example"),
            format!("arn:aws:iam::{account}:role/OtherRole{MARK}AROAEXAMPLEOTHER:example"),
        ],
        PrincipalType::FederatedUser => vec![format!("arn:aws:sts::{account}:federated-user/Fay{MARK}Ann")],
        PrincipalType::Root => vec![account.to_owned()],
        _ => Vec::new(),
    }
}

/// A caller that an entry names, as a text.
fn friendly_of(entry: &PrincipalEntry, kind: PrincipalType) -> Option<String> {
    match (entry, kind) {
        (PrincipalEntry::Account(account), _) => {
            friendly(kind, account).into_iter().nth(1).or_else(|| Some(account.clone()))
        }
        (PrincipalEntry::User(arn), PrincipalType::User) => Some(format!("{arn}{MARK}AIDAEXAMPLEUSER")),
        (PrincipalEntry::Role(arn), PrincipalType::RoleSession) => Some(format!("{arn}{MARK}AROAEXAMPLEROLE:example")),
        (PrincipalEntry::Session(arn), PrincipalType::RoleSession) => {
            let (account, rest) = (account_of(arn)?, arn.split_once("assumed-role/")?.1);
            let (role, session) = rest.split_once('/')?;
            Some(format!("arn:aws:iam::{account}:role/{role}{MARK}AROAEXAMPLEROLE:{session}"))
        }
        _ => None,
    }
}

/// What the texts of a kind of caller look like.
fn shapes(kind: PrincipalType) -> Vec<Pattern> {
    let account = || [one(DIGIT); 12];
    let name = || [one(NAME), many(NAME)];
    let join = |pieces: &[&[automaton::Place]]| pieces.concat();
    let user_id = join(&[&literal("AIDA"), &[many(UPPER)]]);
    let role_id = join(&[&literal("AROA"), &[many(UPPER)], &literal(":"), &name()]);
    let with_path = |kind: &str, id: &[automaton::Place]| {
        let head = join(&[&literal("arn:aws:iam::"), &account(), &literal(&format!(":{kind}/"))]);
        let path = [one(NAME), many(PATH), one(Class::Is('/'))];
        vec![join(&[&head, &name(), &literal(MARK), id]), join(&[&head, &path, &name(), &literal(MARK), id])]
    };
    match kind {
        PrincipalType::User => with_path("user", &user_id),
        PrincipalType::RoleSession => with_path("role", &role_id),
        PrincipalType::FederatedUser => {
            let head =
                join(&[&literal("arn:aws:sts::"), &account(), &literal(":federated-user/"), &name(), &literal(MARK)]);
            let path = [one(NAME), many(PATH), one(Class::Is('/'))];
            vec![join(&[&head, &name()]), join(&[&head, &path, &name()])]
        }
        PrincipalType::Root => vec![account().to_vec()],
        _ => Vec::new(),
    }
}

/// The caller that a text stands for.
fn read(kind: PrincipalType, text: &str) -> Option<Caller> {
    if kind == PrincipalType::Root {
        return is_account(text).then(|| Caller::root(text));
    }
    let (arn, id) = text.split_once(MARK)?;
    match kind {
        PrincipalType::User => Some(Caller::user(arn.to_owned(), id.to_owned())),
        PrincipalType::RoleSession => {
            let (id, session) = id.split_once(':')?;
            Some(Caller::session(arn, id, session))
        }
        PrincipalType::FederatedUser => Some(Caller::federated(arn, id)),
        _ => None,
    }
}

/// Everybody of an account, whatever the kind of caller: a root user's text is its account.
fn in_account(account: &[automaton::Place]) -> Pattern {
    let head = [&literal("arn:aws:"), [many(NO_COLON)].as_slice(), &literal("::")].concat();
    [&head, account, &[one(Class::Is(':')), many(ANY)]].concat()
}

/// The texts of the callers that an entry names.
fn of_entry(entry: &PrincipalEntry) -> Vec<Pattern> {
    let then = |head: &str, tail: &[automaton::Place]| [&literal(head), &literal(MARK), tail].concat();
    match entry {
        PrincipalEntry::Account(account) => vec![in_account(&literal(account)), literal(account)],
        PrincipalEntry::User(arn) => {
            // A federated user has the user who made it behind the mark.
            let (account, user) =
                (account_of(arn).unwrap_or_default(), arn.split_once(":user/").map_or("", |(_, user)| user));
            let head = literal(&format!("arn:aws:sts::{account}:federated-user/"));
            vec![
                then(arn, &[many(ANY)]),
                [&head, [many(Class::Not(MARK))].as_slice(), &literal(&format!("{MARK}{user}"))].concat(),
            ]
        }
        PrincipalEntry::Role(arn) => vec![then(arn, &[many(ANY)])],
        PrincipalEntry::Session(arn) => {
            let Some((account, (role, session))) =
                account_of(arn).zip(arn.split_once("assumed-role/").and_then(|(_, rest)| rest.split_once('/')))
            else {
                return Vec::new();
            };
            let head = format!("arn:aws:iam::{account}:role/");
            let tail = [[many(Class::Not(":"))].as_slice(), &literal(&format!(":{session}"))].concat();
            let plain = then(&format!("{head}{role}"), &tail);
            let pathed =
                [&literal(&head), [many(Class::Not(MARK))].as_slice(), &then(&format!("/{role}"), &tail)].concat();
            vec![plain, pathed]
        }
        PrincipalEntry::FederatedUser(arn) => vec![then(arn, &[many(ANY)])],
        _ => Vec::new(),
    }
}

/// The texts of callers whose key matches a pattern.
fn of_key(key: &str, pattern: &[automaton::Place], kind: PrincipalType) -> Vec<Pattern> {
    let anything = [many(ANY)];
    let mark = literal(MARK);
    let join = |pieces: &[&[automaton::Place]]| pieces.concat();
    let lower = key.to_ascii_lowercase();
    match (lower.as_str(), kind) {
        // A root user's text is its account: each is told by trying those that are named.
        (_, PrincipalType::Root) => root_of_key(&lower, pattern),
        ("aws:principalarn", _) => vec![join(&[&without(pattern, MARK), &mark, &anything])],
        ("aws:principalaccount", _) => vec![in_account(&without(pattern, ":"))],
        ("aws:username", _) => {
            let name = without(pattern, "/\u{1}");
            let head = join(&[&literal("arn:aws:iam::"), &[many(NO_COLON)], &literal(":user/")]);
            vec![
                join(&[&head, &name, &mark, &anything]),
                join(&[&head, &[many(Class::Not(MARK)), one(Class::Is('/'))], &name, &mark, &anything]),
            ]
        }
        // Account and name, which stand apart in the text.
        ("aws:userid", PrincipalType::FederatedUser) => {
            let middle = literal(":federated-user/");
            let head = literal("arn:aws:sts::");
            let way = |account: &[automaton::Place], name: &[automaton::Place]| {
                join(&[&head, &without(account, ":"), &middle, &without(name, MARK), &mark, &anything])
            };
            // The colon between them is a place of the pattern, or within a run.
            let cut = |(at, place): (usize, &automaton::Place)| {
                let (before, behind) = pattern.split_at_checked(at)?;
                match place {
                    _ if place.class == Class::Is(':') => Some(way(before, behind.get(1..)?)),
                    _ if *place == many(ANY) => Some(way(pattern.get(..=at)?, behind)),
                    _ => None,
                }
            };
            pattern.iter().enumerate().filter_map(cut).collect()
        }
        ("aws:userid", _) => vec![join(&[&[many(Class::Not(MARK))], &mark, pattern])],
        _ => Vec::new(),
    }
}

fn root_of_key(key: &str, pattern: &[automaton::Place]) -> Vec<Pattern> {
    match key {
        "aws:principalaccount" | "aws:userid" => vec![pattern.to_vec()],
        // What stands between the parts of the ARN that every root user has.
        "aws:principalarn" => {
            let (head, tail) = (literal("arn:aws:iam::"), literal(":root"));
            let middle = pattern.strip_prefix(head.as_slice()).and_then(|rest| rest.strip_suffix(tail.as_slice()));
            middle.map(<[_]>::to_vec).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The accounts that statements speak of, wherever that is, and one that they do not.
pub(super) fn accounts(plan: &Plan<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        let digits =
            text.split(|letter: char| !letter.is_ascii_digit()).filter(|run| is_account(run)).map(str::to_owned);
        for account in digits.chain(Arn::parse(text).and_then(|arn| some_account(arn.account))) {
            if !found.contains(&account) {
                found.push(account);
            }
        }
    };
    named(plan).iter().for_each(|entry| add(entry.as_str()));
    for boxed in &plan.boxes {
        let resources = boxed.statement.resource.iter().flat_map(|element| &element.entries);
        resources.for_each(|entry| add(entry.value.as_str()));
        let values = boxed.statement.conditions.iter().flat_map(|line| &line.values);
        values.for_each(|value| add(&value.value));
    }
    for (_, lines) in plan.keys.iter().filter(|(key, _)| key.ends_with("account")) {
        for value in lines.iter().flat_map(|line| &line.line.values) {
            add(&format!("arn:aws:iam::{}:root", value.value));
        }
    }
    let usual = [HOME, "444455556666", STRANGER, "123456789012", "210987654321"].into_iter().map(str::to_owned);
    let others = (100_000_000_000_u64..).map(|number| number.to_string());
    let fresh = usual.chain(others).find(|account| !found.contains(account));
    found.extend(fresh);
    found
}

/// An account that a pattern with wildcards covers, if it covers any.
fn some_account(pattern: &str) -> Option<String> {
    let fixed = pattern.chars().filter(|letter| *letter != '*').count();
    let fill = "1".repeat(12_usize.checked_sub(fixed)?);
    let account = pattern.replacen('*', &fill, 1).replace('*', "").replace('?', "1");
    (pattern != "*" && is_account(&account)).then_some(account)
}

/// All boxes, whoever calls.
pub(super) fn anybody(plan: &Plan<'_>, account: &str) -> Row<Caller> {
    let bits: Bits = plan.everything();
    Row { bits, cost: 0, value: Caller::anybody(account) }
}

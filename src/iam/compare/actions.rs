//! What may be asked: the catalogue's actions, each on the types of resource it works on and with the keys it carries, in
//! groups that no statement tells apart; or any action at all, as a text.

use std::collections::BTreeMap;

use super::automaton::{self, Class, Pattern, literal_any_case, many, one};
use super::bits::Bits;
use super::budget::{Halt, Meter};
use super::keys::{Key, Presence};
use super::plan::{PROTECTED, Plan};
use super::set::everything;
use crate::iam::arn::Arn;
use crate::iam::catalogue::{AccessLevel, Action, ActionResource, Catalogue, Service, stands_for};
use crate::iam::evaluate;
use crate::iam::pattern::ActionPattern;
use crate::iam::policy::{PolicyKind, Statement};
use crate::iam::request::{Context, Flags, Policies, Principal, PrincipalType, Request};
use crate::iam::trace::{Decision, Reason};

/// Actions that nothing tells apart, by the one that teaches most.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) bits: Bits,
    pub(super) action: String,
    pub(super) cost: u32,
    /// The format of the ARNs they work on; `None`: requests name no resource.
    pub(super) format: Option<&'static str>,
    /// Which of the keys a request may carry.
    pub(super) carries: Vec<Presence>,
}

/// The services that stand for all that no statement speaks of.
const UNTOUCHED: [&str; 8] = ["dynamodb", "s3", "sqs", "lambda", "ec2", "sns", "kms", "secretsmanager"];

/// Groups of the catalogue's actions that a caller may call.
pub(super) fn realistic(
    plan: &Plan<'_>,
    keys: &[Key<'_>],
    caller: PrincipalType,
    meter: &Meter<'_>,
) -> Result<Vec<Group>, Halt> {
    let catalogue = Catalogue::built_in();
    let allowed = everything_allowed();
    let touched = touched(plan, keys);
    let mut services: Vec<Service> = touched.iter().filter_map(|prefix| catalogue.service(prefix)).collect();
    if plan.kind != PolicyKind::Trust && plan.boxes.iter().any(|boxed| reaches_everywhere(boxed.statement)) {
        let others = UNTOUCHED.iter().filter(|prefix| !touched.iter().any(|known| known == *prefix));
        services.extend(others.filter_map(|prefix| catalogue.service(prefix)).take(2));
    }
    let mut groups: BTreeMap<(Bits, Option<&'static str>, Vec<Presence>), Group> = BTreeMap::new();
    for service in services {
        let spoken = Spoken::of(plan, service.prefix);
        for action in service.actions() {
            meter.spend(1)?;
            let name = format!("{}:{}", service.prefix, action.name);
            let mut bits = spoken.bits(plan, &name);
            if !plan.may_differ(&bits) || !is_callable(plan, caller, &name) {
                continue;
            }
            protect(plan, caller, &name, &allowed, &mut bits);
            let cost = cost(&action, &name);
            let wanted: Vec<bool> =
                keys.iter().map(|key| key.lines.is_empty() || key.lines.iter().any(|line| bits.has(line.at))).collect();
            let known = |key: &str| takes(key, service.prefix, action.condition_keys().chain(passed_along(&name)));
            let of_action: Vec<bool> =
                keys.iter().zip(&wanted).map(|(key, wanted)| *wanted && known(&key.name)).collect();
            let matters = resource_matters(plan, &bits);
            let mut file = |format: Option<&'static str>, on: Option<ActionResource>| {
                let carries: Vec<Presence> = keys
                    .iter()
                    .zip(of_action.iter().zip(&wanted))
                    .map(|(key, (of_action, wanted))| match presence(&key.name) {
                        _ if !wanted => Presence::Maybe,
                        Some(presence) => presence,
                        None if *of_action => Presence::Maybe,
                        None => match on {
                            Some(on) if on_resource(&key.name, on) => Presence::Maybe,
                            _ => Presence::Never,
                        },
                    })
                    .collect();
                let kept = if matters { format } else { None };
                let group = groups.entry((bits.clone(), kept, carries)).or_insert_with_key(|(bits, _, carries)| {
                    Group { bits: bits.clone(), action: name.clone(), cost: u32::MAX, format, carries: carries.clone() }
                });
                // The plainer a thing's name, the easier it is to read.
                let cost = cost + format.map_or(1, |format| format.matches("${").count() as u32);
                if cost < group.cost {
                    (group.cost, group.action, group.format) = (cost, name.clone(), format);
                }
            };
            let mut needs_resource = false;
            let mut has_resource = false;
            for on in action.resources() {
                has_resource = true;
                needs_resource |= on.required;
                for format in on.resource_type.arn_formats() {
                    file(Some(format), Some(on));
                }
            }
            // Where none of the types is required, a call may name no resource; but those of S3 always do.
            if !has_resource || !needs_resource && service.prefix != "s3" && plan.kind != PolicyKind::Trust {
                file(None, None);
            }
        }
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by(|a, b| (a.cost, &a.action, a.format).cmp(&(b.cost, &b.action, b.format)));
    Ok(groups)
}

/// Groups of all actions there could be, on anything and with any key.
pub(super) fn formal(
    plan: &Plan<'_>,
    keys: &[Key<'_>],
    caller: PrincipalType,
    meter: &Meter<'_>,
) -> Result<Vec<Group>, Halt> {
    let allowed = everything_allowed();
    let mut patterns: Vec<(usize, Pattern)> = Vec::new();
    for (at, boxed) in plan.boxes.iter().enumerate() {
        patterns.extend(boxed.statement.action.entries.iter().map(|entry| (at, wild(entry.value.as_str()))));
    }
    // What the rules of operations speak of is told apart too.
    patterns.extend((plan.boxes.len()..).zip(RULED.iter().map(|text| wild(text))));
    let shape = [one(SERVICE), many(SERVICE), one(Class::Is(':')), one(NAME), many(NAME)];
    let mut groups: BTreeMap<Bits, Group> = BTreeMap::new();
    for action in automaton::cells(&patterns, Some(&shape), meter)? {
        let mut bits = plan.by_action(&action);
        if !plan.may_differ(&bits) || !is_callable(plan, caller, &action) {
            continue;
        }
        protect(plan, caller, &action, &allowed, &mut bits);
        let carries = vec![Presence::Maybe; keys.len()];
        let group = Group { bits: bits.clone(), action, cost: 0, format: None, carries };
        groups.entry(bits).or_insert(group);
    }
    Ok(groups.into_values().collect())
}

/// Actions that have rules of their own, whatever policies say (`src/iam/evaluate/operation.rs` has them).
const RULED: [&str; 21] = [
    "sts:GetCallerIdentity",
    "sts:GetSessionToken",
    "sts:AssumeRoleWith*",
    "sts:AssumeRo*",
    "sts:GetFederationToken",
    "sts:*",
    "iam:*",
    "iam:PassRole",
    "iam:Get*",
    "iam:List*",
    "iam:Generate*",
    "iam:Simulate*",
    "kms:*",
    "kms:Describe*",
    "kms:Get*",
    "kms:List*",
    "kms:RetireGrant",
    "iam:*RolePolicy",
    "iam:*RolePermissionsBoundary",
    "iam:UpdateAssumeRolePolicy",
    "iam:AttachRolePolicy",
];

const SERVICE: Class = automaton::only("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
const NAME: Class = SERVICE;

fn wild(text: &str) -> Pattern {
    let any = Class::Not("");
    text.chars()
        .flat_map(|letter| match letter {
            '*' => vec![many(any)],
            '?' => vec![one(any)],
            letter => literal_any_case(letter.encode_utf8(&mut [0; 4])),
        })
        .collect()
}

fn entries<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = &'p ActionPattern> {
    plan.boxes.iter().flat_map(|boxed| &boxed.statement.action.entries).map(|entry| &entry.value)
}

/// The prefixes of the services that some statement speaks of.
fn touched(plan: &Plan<'_>, keys: &[Key<'_>]) -> Vec<String> {
    if plan.kind == PolicyKind::Trust {
        return vec!["sts".to_owned()];
    }
    let mut found: Vec<String> = Vec::new();
    let mut add = |prefix: &str| {
        let prefix = prefix.to_ascii_lowercase();
        if !prefix.is_empty() && !found.contains(&prefix) {
            found.push(prefix);
        }
    };
    for entry in entries(plan) {
        add(entry.as_str().split_once(':').map_or("", |(service, _)| service));
    }
    if plan.boxes.iter().any(|boxed| reaches_everywhere(boxed.statement)) {
        let resources = plan.boxes.iter().filter_map(|boxed| boxed.statement.resource.as_ref());
        for entry in resources.flat_map(|element| &element.entries) {
            add(entry.value.as_str().split(':').nth(2).unwrap_or_default());
        }
        for key in keys {
            add(key.name.split_once(':').map_or("", |(prefix, _)| prefix));
        }
    }
    found
}

/// Whether a statement speaks of actions of any service.
fn reaches_everywhere(statement: &Statement) -> bool {
    statement.action.negated || statement.action.entries.iter().any(|entry| !entry.value.as_str().contains(':'))
}

/// What the statements say of one service: which boxes could cover its actions, and by which patterns.
struct Spoken<'p> {
    boxes: Vec<(usize, bool, Vec<&'p ActionPattern>)>,
}

impl<'p> Spoken<'p> {
    fn of(plan: &'p Plan<'_>, prefix: &str) -> Self {
        let about = |pattern: &&ActionPattern| {
            pattern.as_str().split_once(':').is_none_or(|(service, _)| service.eq_ignore_ascii_case(prefix))
        };
        let boxes = plan.boxes.iter().enumerate().map(|(at, boxed)| {
            let element = &boxed.statement.action;
            (at, element.negated, element.entries.iter().map(|entry| &entry.value).filter(about).collect())
        });
        Self { boxes: boxes.collect() }
    }

    fn bits(&self, plan: &Plan<'_>, action: &str) -> Bits {
        let mut bits = plan.everything();
        for (at, negated, patterns) in &self.boxes {
            if patterns.iter().any(|pattern| pattern.matches(action)) == *negated {
                bits.clear(*at);
            }
        }
        bits
    }
}

/// Whether any statement among `live` tells resources apart.
fn resource_matters(plan: &Plan<'_>, live: &Bits) -> bool {
    let of_statement = |at: usize| {
        let resource = plan.boxes.get(at).and_then(|boxed| boxed.statement.resource.as_ref());
        resource
            .is_some_and(|element| element.negated || !element.entries.iter().any(|entry| entry.value.is_everything()))
    };
    live.iter().any(of_statement) || (0..PROTECTED.len()).any(|which| live.has(plan.protected(which)))
}

/// Keys that all requests carry, whatever they ask for, or that do not depend on it; `None`: it depends
/// (AWS: "AWS global condition context keys").
fn presence(key: &str) -> Option<Presence> {
    let lower = key.to_ascii_lowercase();
    let begins = |begin: &str| lower.starts_with(begin);
    match lower.as_str() {
        "aws:currenttime"
        | "aws:epochtime"
        | "aws:securetransport"
        | "aws:viaawsservice"
        | "aws:requestedregion"
        | "aws:useragent" => Some(Presence::Always),
        "aws:tagkeys" => None,
        _ if begins("aws:requesttag/") || begins("aws:resourcetag/") => None,
        _ if begins("aws:") => Some(Presence::Maybe),
        // Another global key, or one that nobody knows.
        _ if Catalogue::built_in().global_key(key).is_some_and(|known| known.category != "federation") => {
            Some(Presence::Maybe)
        }
        _ => None,
    }
}

/// Whether a key is among those that an action takes, or is one that nobody knows and may be new.
fn takes(key: &str, service: &str, mut known: impl Iterator<Item = &'static str>) -> bool {
    if known.any(|known| stands_for(known, key)) {
        return true;
    }
    let catalogue = Catalogue::built_in();
    let is_unknown = catalogue.global_key(key).is_none() && catalogue.condition_key(key).is_none();
    let host = key.rsplit_once(':').map_or("", |(host, _)| host);
    // The claims of a token that AWS lists for no provider in particular come with the operation that takes tokens.
    is_unknown && key.split_once(':').is_some_and(|(prefix, _)| prefix.eq_ignore_ascii_case(service))
        || service == "sts" && host.contains('.')
}

/// The keys of the calls that an action is part of: tags, a source identity and a context are passed along with the call
/// that assumes the role, and carry its keys (AWS: "Pass session tags in AWS STS", "Monitor and control actions taken with assumed
/// roles").
fn passed_along(action: &str) -> impl Iterator<Item = &'static str> {
    let is_passed = ["sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"].contains(&action);
    let calls: &[&str] =
        if is_passed { &["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"] } else { &[] };
    calls.iter().filter_map(|call| Catalogue::built_in().action(call)).flat_map(Action::condition_keys)
}

fn on_resource(key: &str, on: ActionResource) -> bool {
    let stands = |known: &'static str| stands_for(known, key);
    on.condition_keys().any(stands) || on.resource_type.condition_keys().any(stands)
}

/// Whether the policies have a say when such a caller calls an action.
pub(super) fn is_callable(plan: &Plan<'_>, caller: PrincipalType, action: &str) -> bool {
    if evaluate::is_out_of_scope(action) {
        return false;
    }
    let service = action.split_once(':').map_or("", |(service, _)| service);
    let is = |other: &str| service.eq_ignore_ascii_case(other);
    if (is("sts") || is("iam") && caller == PrincipalType::FederatedUser)
        && matches!(
            decided(caller, action, "*", &everything_allowed()).reason,
            Reason::OperationForbidden | Reason::NoPermissionRequired
        )
    {
        return false;
    }
    plan.kind != PolicyKind::Rcp
        || Catalogue::built_in().supports_rcp(service) && !action.eq_ignore_ascii_case("kms:RetireGrant")
}

/// Leaves the bits of those objects that an action may not change.
fn protect(plan: &Plan<'_>, caller: PrincipalType, action: &str, allowed: &Policies, bits: &mut Bits) {
    let service = action.split_once(':').map_or("", |(service, _)| service);
    for (which, arn) in PROTECTED.iter().enumerate() {
        let about = Arn::parse(arn).is_some_and(|arn| arn.service.eq_ignore_ascii_case(service));
        if !about || decided(caller, action, arn, allowed).reason != Reason::OperationForbidden {
            bits.clear(plan.protected(which));
        }
    }
}

/// Policies that allow everything, to ask what the rules of an operation say by themselves.
fn everything_allowed() -> Policies {
    Policies {
        identity: vec![everything(PolicyKind::Identity)],
        session: Some(vec![everything(PolicyKind::Session)]),
        ..Policies::default()
    }
}

/// What is decided under such policies.
fn decided(caller: PrincipalType, action: &str, resource: &str, policies: &Policies) -> Decision {
    let account = Some("111122223333".to_owned());
    let request = Request {
        principal: Principal {
            kind: caller,
            arn: String::new(),
            account: account.clone(),
            role_arn: None,
            user_arn: None,
        },
        action: action.to_owned(),
        resource: resource.to_owned(),
        resource_account: account,
        context: Context::default(),
        flags: Flags::default(),
    };
    evaluate::decide(&request, policies)
}

/// Actions that people know, those first whose misuse is best understood.
const TEACHING: [&str; 40] = [
    "iam:PutRolePolicy",
    "iam:PassRole",
    "iam:CreateUser",
    "iam:AttachRolePolicy",
    "iam:CreateAccessKey",
    "sts:AssumeRole",
    "sts:AssumeRoleWithWebIdentity",
    "sts:AssumeRoleWithSAML",
    "sts:TagSession",
    "s3:DeleteBucket",
    "s3:DeleteObject",
    "s3:PutObject",
    "s3:PutBucketPolicy",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:ListAllMyBuckets",
    "dynamodb:DeleteItem",
    "dynamodb:PutItem",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:DeleteTable",
    "ec2:TerminateInstances",
    "ec2:RunInstances",
    "ec2:StartInstances",
    "ec2:DescribeInstances",
    "lambda:UpdateFunctionCode",
    "lambda:InvokeFunction",
    "lambda:DeleteFunction",
    "sqs:DeleteQueue",
    "sqs:SendMessage",
    "sqs:ReceiveMessage",
    "sns:Publish",
    "kms:ScheduleKeyDeletion",
    "kms:Decrypt",
    "secretsmanager:GetSecretValue",
    "logs:PutLogEvents",
    "logs:DeleteLogGroup",
    "iam:GetRole",
    "iam:ListUsers",
    "cloudformation:DeleteStack",
];

/// How little a person learns from a request of an action: what changes things and is known goes first.
fn cost(action: &Action, name: &str) -> u32 {
    let level = match action.level {
        AccessLevel::PermissionsManagement => 0,
        AccessLevel::Write if action.name.starts_with("Delete") => 1,
        AccessLevel::Write => 2,
        AccessLevel::Read => 6,
        AccessLevel::Tagging => 8,
        AccessLevel::List => 7,
    };
    let known = TEACHING.iter().any(|known| known.eq_ignore_ascii_case(name));
    level + if known { 0 } else { 12 + action.name.len() as u32 / 4 }
}

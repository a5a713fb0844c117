//! The values of `Action` and `NotAction`: services, actions, and patterns over them.

use crate::iam::catalogue::{Action, Catalogue, Service};
use crate::iam::complete::Sort;
use crate::iam::complete::rank::word_start;
use crate::iam::complete::spot::Spot;
use crate::iam::complete::write::{Candidate, Detail, Write, plain};
use crate::iam::pattern::ActionPattern;
use crate::iam::policy::PolicyKind;

/// The services that people meet first, in front of the others. A habit, not a fact.
const COMMON: [&str; 20] = [
    "s3",
    "lambda",
    "dynamodb",
    "ec2",
    "logs",
    "sqs",
    "sns",
    "iam",
    "sts",
    "kms",
    "secretsmanager",
    "ssm",
    "cloudwatch",
    "events",
    "states",
    "ecr",
    "ecs",
    "rds",
    "glue",
    "athena",
];

/// From how many letters on actions are looked for in all services.
const LETTERS: usize = 3;

/// What can stand in the element at the spot.
pub(super) fn candidates(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let typed = spot.typed();
    // A pattern with wildcards is the author's own; to complete it would be to take it away.
    if typed.contains(['*', '?']) {
        return;
    }
    if spot.site.kind == PolicyKind::Trust {
        return in_trust_policy(spot, found);
    }
    let before = found.len();
    match typed.split_once(':') {
        Some((prefix, name)) => {
            match Catalogue::built_in().service(prefix).filter(|service| is_legal(spot, *service)) {
                Some(service) => of_service(service, name, found),
                None => services(spot, found),
            }
        }
        None => {
            services(spot, found);
            in_all_services(spot, typed, found);
            if spot.site.kind != PolicyKind::Rcp {
                found.push(Candidate::text("*", "every action of every service", Sort::Action).weighing(9));
            }
        }
    }
    let mut number = 0;
    found.retain(|candidate| {
        number += 1;
        number <= before || !spot.has(&candidate.label)
    });
}

/// A resource control policy binds the resources of some services only (AWS: "Resource control policies (RCPs)").
fn is_legal(spot: &Spot<'_>, service: Service) -> bool {
    spot.site.kind != PolicyKind::Rcp || service.supports_rcp
}

fn services(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let used: Vec<&str> = spot.actions().into_iter().filter_map(|action| Some(action.split_once(':')?.0)).collect();
    let is_used = |service: &Service| used.iter().any(|prefix| prefix.eq_ignore_ascii_case(service.prefix));
    for service in Catalogue::built_in().services().filter(|service| is_legal(spot, *service)) {
        let weight = match COMMON.iter().position(|common| *common == service.prefix) {
            _ if is_used(&service) => 0,
            Some(_) => 1,
            None => 3,
        };
        let text = format!("{}:", service.prefix);
        found.push(Candidate {
            write: Write::Text(plain(&text).place("")),
            label: text.into(),
            detail: Detail::Words(service.name.into()),
            sort: Sort::Service,
            weight,
        });
    }
    // The common ones in the order of their list.
    found.sort_by_key(|candidate| {
        let prefix = candidate.label.strip_suffix(':').unwrap_or_default();
        COMMON.iter().position(|common| *common == prefix).unwrap_or(COMMON.len())
    });
}

/// The actions of a service, and patterns over those that begin with `name`.
fn of_service(service: Service, name: &str, found: &mut Vec<Candidate>) {
    let mut beginning = 0;
    for action in service.actions() {
        beginning += usize::from(action.name.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name)));
        found.push(candidate(service, action, 0));
    }
    if !name.is_empty() && beginning > 1 {
        let words = format!("the {beginning} actions that begin so");
        found.push(Candidate::text(format!("{}:{name}*", service.prefix), words, Sort::Action).weighing(8));
    }
    let words = format!("every action of {}", service.name);
    found.push(Candidate::text(format!("{}:*", service.prefix), words, Sort::Action).weighing(9));
}

/// The actions of all services whose names begin like the text; of the common ones also those with a word that does. A
/// service that is not common gives a few: with more letters, or with its own name, the rest come.
fn in_all_services(spot: &Spot<'_>, typed: &str, found: &mut Vec<Candidate>) {
    const FEW: usize = 3;
    if typed.len() < LETTERS {
        return;
    }
    let catalogue = Catalogue::built_in();
    for service in catalogue.services().filter(|service| is_legal(spot, *service)) {
        let Ok(pattern) = ActionPattern::parse(&format!("{}:{typed}*", service.prefix)) else { return };
        let is_common = COMMON.contains(&service.prefix);
        let (weight, most) = if is_common { (4, usize::MAX) } else { (6, FEW) };
        found.extend(catalogue.actions_matching(&pattern).take(most).map(|action| candidate(service, action, weight)));
        if is_common {
            let words = service.actions().filter(|action| word_start(action.name, typed).is_some());
            found.extend(words.map(|action| candidate(service, action, weight + 1)));
        }
    }
}

fn candidate(service: Service, action: Action, weight: u8) -> Candidate {
    Candidate {
        label: format!("{}:{}", service.prefix, action.name).into(),
        detail: Detail::Of(action),
        sort: Sort::Action,
        weight,
        write: Write::Label,
    }
}

/// What a role's trust policy speaks of: the actions of STS on roles, those for the statement's principals first
/// (AWS: "IAM policy validation check reference": roles use the assume action that fits the provider).
fn in_trust_policy(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let Some(sts) = Catalogue::built_in().service("sts") else { return };
    let fitting = assume_action(spot);
    for action in sts.actions() {
        let on_role = action.resources().any(|on| on.resource_type.name == "role");
        let weight = match action.name {
            name if name == fitting => 0,
            "TagSession" | "SetSourceIdentity" => 1,
            _ => 2,
        };
        let candidate = candidate(sts, action, weight);
        if on_role && !spot.has(&candidate.label) {
            found.push(candidate);
        }
    }
}

/// The action by which the principals of a trust statement take the role.
pub(super) fn assume_action(spot: &Spot<'_>) -> &'static str {
    if spot.names_saml() {
        "AssumeRoleWithSAML"
    } else if spot.element("Principal").is_some_and(|principal| principal.get("Federated").is_some()) {
        "AssumeRoleWithWebIdentity"
    } else {
        "AssumeRole"
    }
}

/// What an action is, in a few words: `Write · table*`. A star stands behind a resource type that every call names.
pub(super) fn detail(action: Action) -> String {
    const SHOWN: usize = 4;
    let names = |on: crate::iam::catalogue::ActionResource| {
        format!("{}{}", on.resource_type.name, if on.required { "*" } else { "" })
    };
    let mut types: Vec<String> = action.resources().map(names).collect();
    // Required ones first.
    types.sort_by_key(|name| !name.ends_with('*'));
    let more = if types.len() > SHOWN { ", …" } else { "" };
    types.truncate(SHOWN);
    let level = action.level.as_str();
    if types.is_empty() { format!("{level} · only on *") } else { format!("{level} · {}{more}", types.join(", ")) }
}

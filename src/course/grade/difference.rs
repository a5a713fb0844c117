//! The difference of two answers to a lab in access, not in text: requests that one allows and the other does not. Found by trying: the
//! lab's own requests, and those near them (other callers, other actions on the same sort of thing, other places, other circumstances).
//! That none is found proves nothing; it says that all which were tried came out alike.

use std::collections::BTreeSet;

use crate::course::grade::with_documents;
use crate::course::lab::Lab;
use crate::iam::about::resource_types;
use crate::iam::arn::Arn;
use crate::iam::catalogue::Catalogue;
use crate::iam::scenario::{Assume, RequestSpec, Scenario, Step, World};
use crate::iam::simulate::{Simulation, simulate};

/// Services that are tried in the place of another caller.
const SERVICES: [&str; 6] = [
    "ec2.amazonaws.com",
    "lambda.amazonaws.com",
    "ecs-tasks.amazonaws.com",
    "cloudformation.amazonaws.com",
    "apigateway.amazonaws.com",
    "s3.amazonaws.com",
];

/// How two answers to a lab differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// How many requests were tried.
    pub tried: usize,
    /// What the first allows and the second does not.
    pub only_first: Vec<Tried>,
    /// The other way round.
    pub only_second: Vec<Tried>,
}

impl Difference {
    /// Nothing was found that one allows and the other does not.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.only_first.is_empty() && self.only_second.is_empty()
    }
}

/// Requests that differ in their action alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Who, and as which role: `dev/ann as dev/AppRole`.
    pub who: String,
    /// The actions, in the order tried; none when putting the role on is all that was asked.
    pub actions: Vec<String>,
    /// On what: an ARN, or `*`.
    pub resource: String,
    /// What is otherwise than in the lab's own request: `without aws:SourceIp`.
    pub how: String,
}

/// Tries what `first` and `second`, each the documents of an answer in the order of the tabs, allow in a lab. The work is that of some
/// thousand simulations at most.
#[must_use]
pub fn difference(lab: &Lab, first: &[String], second: &[String]) -> Difference {
    let (first, second) = (with_documents(lab, first), with_documents(lab, second));
    let mut difference = Difference::default();
    let mut seen = BTreeSet::new();
    for request in &lab.file.requests {
        for (variant, how) in variants(&lab.file.world, request) {
            // The same call may be near two of the lab's requests.
            let call =
                RequestSpec { name: String::new(), text: String::new(), expect: None, hidden: None, ..variant.clone() };
            let call = format!("{call:?}");
            let is_other = (&variant.action, &variant.resource) != (&request.action, &request.resource);
            if seen.contains(&call) || is_other && !is_asked(&variant) {
                continue;
            }
            seen.insert(call);
            let (one, other) = (allows(&first, &variant), allows(&second, &variant));
            let (Some(one), Some(other)) = (one, other) else { continue };
            difference.tried += 1;
            if one != other {
                let side = if one { &mut difference.only_first } else { &mut difference.only_second };
                note(side, &variant, how);
            }
        }
    }
    difference
}

/// Whether a request is allowed; `None` when nobody can make it. A document that AWS would not save allows nothing.
fn allows(scenario: &Scenario, request: &RequestSpec) -> Option<bool> {
    match simulate(scenario, request) {
        Ok(simulation) => Some(Simulation::is_allowed(&simulation)),
        Err(error) => error.document.is_some().then_some(false),
    }
}

fn note(side: &mut Vec<Tried>, request: &RequestSpec, how: String) {
    let role = request.through.iter().filter_map(|step| step.assume().role.clone()).next_back();
    let caller = match request.who.split_once(' ') {
        Some(("service" | "user", name)) => name.to_owned(),
        Some(("role", name)) => format!("a session of {name}"),
        Some(("root", account)) => format!("the root user of {account}"),
        _ if request.who == "anonymous" => "anybody".to_owned(),
        _ => request.who.clone(),
    };
    let (who, resource) = match (&role, &request.action) {
        (Some(role), Some(_)) => (format!("{caller} as {role}"), request.resource.clone().unwrap_or_default()),
        (Some(role), None) => (caller, role.clone()),
        (None, _) => (caller, request.resource.clone().unwrap_or_default()),
    };
    let alike = |tried: &&mut Tried| (&tried.who, &tried.resource, &tried.how) == (&who, &resource, &how);
    match (side.iter_mut().find(alike), &request.action) {
        (Some(tried), Some(action)) if !tried.actions.contains(action) => tried.actions.push(action.clone()),
        (Some(_), _) => {}
        (None, action) => {
            side.push(Tried { who, actions: action.iter().cloned().collect(), resource, how });
        }
    }
}

/// Whether AWS is ever asked for this action on such a resource, as far as the catalogue knows.
fn is_asked(request: &RequestSpec) -> bool {
    let (Some(name), Some(resource)) = (&request.action, &request.resource) else { return true };
    let Some(action) = Catalogue::built_in().action(name) else { return true };
    let types = resource_types(resource);
    let is_of_service = Arn::parse(resource).zip(action.service()).is_some_and(|(arn, of)| arn.service == of.prefix);
    types.is_empty() || !is_of_service || action.resources().any(|on| types.contains(&on.resource_type))
}

/// A request and those near it, each with what is otherwise in it.
fn variants(world: &World, request: &RequestSpec) -> Vec<(RequestSpec, String)> {
    let mut all = vec![(request.clone(), String::new())];
    let mut put = |how: &str, change: &dyn Fn(&mut RequestSpec)| {
        let mut variant = request.clone();
        change(&mut variant);
        all.push((variant, how.to_owned()));
    };
    for who in callers(world).into_iter().filter(|who| *who != request.who) {
        put("", &|variant| variant.who.clone_from(&who));
    }
    for action in actions_near(request) {
        put("", &|variant| variant.action = Some(action.clone()));
    }
    for resource in resources_near(request) {
        put("", &|variant| variant.resource = Some(resource.clone()));
    }
    for name in request.context.keys() {
        put(&format!("without {name}"), &|variant| {
            variant.context.remove(name);
            variant.without.push(name.clone());
        });
    }
    let Some(last) = request.through.last().map(|step| step.assume().into_owned()) else { return all };
    if last.api.is_some_and(|api| !api.takes_role()) || last.start.is_some() {
        return all;
    }
    let mut assumed = |how: &str, change: &dyn Fn(&mut Assume)| {
        let mut other = last.clone();
        change(&mut other);
        if other != last {
            put(how, &|variant| {
                variant.through.pop();
                variant.through.push(Step::Assume(Box::new(other.clone())));
            });
        }
    };
    assumed("without MFA", &|step| step.mfa = false);
    assumed("without its external id", &|step| step.external_id = None);
    assumed("without its source identity", &|step| step.source_identity = None);
    assumed("without session tags", &|step| step.tags.clear());
    assumed("with another session name", &|step| step.session = Some("another".to_owned()));
    if last.tags.is_empty() {
        assumed("with a session tag", &|step| {
            step.tags.insert("team".to_owned(), "red".to_owned());
        });
    }
    if last.source_identity.is_none() {
        assumed("with a source identity", &|step| step.source_identity = Some("ann".to_owned()));
    }
    all
}

/// Everybody in the world, as a request's `who` names them, and a few services.
fn callers(world: &World) -> Vec<String> {
    let users = world.users.iter().map(|user| format!("user {}", user.name));
    let roles = world.roles.iter().map(|role| format!("role {}", role.name));
    let roots = world.accounts.keys().map(|account| format!("root {account}"));
    let services = SERVICES.iter().map(|service| format!("service {service}"));
    users.chain(roles).chain(roots).chain(services).chain(["anonymous".to_owned()]).collect()
}

/// The other actions of the service that work on the same sort of thing, or on nothing in particular as this one does.
fn actions_near(request: &RequestSpec) -> Vec<String> {
    let Some(action) = request.action.as_deref().and_then(|action| Catalogue::built_in().action(action)) else {
        return Vec::new();
    };
    let types: Vec<&str> = action.resources().map(|on| on.resource_type.name).collect();
    let alike = |other: &crate::iam::catalogue::Action| {
        let mut others = other.resources().map(|on| on.resource_type.name).peekable();
        if types.is_empty() { others.peek().is_none() } else { others.any(|name| types.contains(&name)) }
    };
    let service = action.service().into_iter();
    service
        .flat_map(|service| service.actions())
        .filter(|other| *other != action)
        .filter(alike)
        .map(|other| other.to_string())
        .collect()
}

/// Other places: a neighbour of the thing, one deeper, another beginning, another account, everything of the kind.
fn resources_near(request: &RequestSpec) -> Vec<String> {
    let Some(resource) = request.resource.as_deref() else { return Vec::new() };
    let parts: Vec<&str> = resource.splitn(6, ':').collect();
    let [arn, partition, service, region, account, name] = parts.as_slice() else { return Vec::new() };
    let of = |region: &str, account: &str, name: &str| format!("{arn}:{partition}:{service}:{region}:{account}:{name}");
    let (head, tail) = name.split_at(name.rfind(['/', ':']).map_or(0, |at| at + 1));
    let mut names = vec![format!("{name}-other"), format!("{head}other"), format!("{name}/deeper")];
    if let Some((first, rest)) = name.split_once('/') {
        names.extend([format!("{first}-other/{rest}"), format!("{first}/elsewhere/{tail}")]);
    }
    let mut all: Vec<String> = names.iter().map(|name| of(region, account, name)).collect();
    if !account.is_empty() {
        all.push(of(region, "999900001111", name));
    }
    if !region.is_empty() {
        all.push(of("us-west-2", account, name));
    }
    all.retain(|other| other != resource);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;

    fn built_in(id: &str) -> std::sync::Arc<Lab> {
        Course::built_in().unwrap().lab(id).unwrap()
    }

    fn words(tried: &[Tried]) -> Vec<String> {
        tried
            .iter()
            .map(|tried| format!("{} {} {} {}", tried.who, tried.actions.join(","), tried.resource, tried.how))
            .map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    fn trust(principal: &str, action: &str) -> Vec<String> {
        vec![format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"{action}"}}]}}"#
        )]
    }

    const EC2: &str = r#"{"Service":"ec2.amazonaws.com"}"#;

    #[test]
    fn the_same_access_in_other_words_does_not_differ() {
        let lab = built_in("B01");
        let listed = trust(r#"{"Service":["ec2.amazonaws.com"]}"#, "sts:AssumeRole");
        let found = difference(&lab, &listed, &lab.reference);
        assert!(found.is_none() && found.tried > 20, "{found:?}");
    }

    #[test]
    fn what_one_answer_lets_through_beyond_the_other_is_named() {
        let lab = built_in("B01");
        let found = difference(&lab, &trust(EC2, "sts:*"), &lab.reference);
        assert!(words(&found.only_first).iter().any(|words| words.contains("with a session tag")), "{found:?}");
        assert_eq!(found.only_second, []);
        let back = difference(&lab, &lab.reference, &trust(EC2, "sts:*"));
        assert_eq!((back.only_first, back.only_second), (found.only_second, found.only_first));
    }

    #[test]
    fn a_service_that_no_goal_names_is_tried_and_actions_are_gathered() {
        let lab = built_in("B01");
        let two = trust(r#"{"Service":["ec2.amazonaws.com","apigateway.amazonaws.com"]}"#, "sts:AssumeRole");
        let found = words(&difference(&lab, &two, &lab.reference).only_first);
        assert!(found.contains(&"apigateway.amazonaws.com dev/AppRole".to_owned()), "{found:?}");
        let lab = built_in("B02");
        let wide: Vec<String> = lab.reference.iter().map(|text| text.replace("s3:GetObject", "s3:*")).collect();
        assert_ne!(wide, lab.reference);
        let found = difference(&lab, &wide, &lab.reference);
        assert!(found.only_first.iter().any(|tried| tried.actions.len() > 5), "{found:?}");
    }

    #[test]
    fn only_what_aws_is_ever_asked_is_tried_and_nothing_is_named_twice() {
        let lab = built_in("B02");
        let list = |text: &String| {
            let bucket = "[\"arn:aws:s3:::my-app-bucket\", \"arn:aws:s3:::my-app-bucket/*\"]";
            let both = text.replace("\"s3:GetObject\"", "[\"s3:GetObject\", \"s3:ListBucket\"]");
            both.replace("\"arn:aws:s3:::my-app-bucket/*\"", bucket)
        };
        let listing: Vec<String> = lab.reference.iter().map(list).collect();
        let found = difference(&lab, &listing, &lab.reference).only_first;
        let listed: Vec<&Tried> =
            found.iter().filter(|tried| tried.actions.iter().any(|action| action == "s3:ListBucket")).collect();
        assert!(!listed.is_empty(), "{found:?}");
        for tried in listed {
            assert!(!tried.resource.contains('/'), "nobody lists {}", tried.resource);
        }
        for id in ["B02", "B03", "B04"] {
            let lab = built_in(id);
            let wide: Vec<String> = lab.reference.iter().map(|text| text.replace("s3:GetObject", "s3:*")).collect();
            for tried in difference(&lab, &wide, &lab.reference).only_first {
                let once: BTreeSet<&String> = tried.actions.iter().collect();
                assert_eq!(once.len(), tried.actions.len(), "{id}: {tried:?}");
            }
        }
    }

    #[test]
    fn every_lab_can_be_compared_with_its_starter() {
        let course = Course::built_in().unwrap();
        for (_, entry) in course.labs() {
            let lab = course.lab(&entry.id).unwrap();
            assert!(difference(&lab, &lab.reference, &lab.reference).is_none());
            assert!(!difference(&lab, &lab.starter, &lab.reference).is_none(), "{}", entry.id);
        }
    }
}

//! Requests of labs: they are such as AWS can get, and the hidden ones ask what the visible ones let expect.

use std::collections::BTreeMap;

use super::{Check, Place, quoted};
use crate::course::lab::Lab;
use crate::iam::arn::Arn;
use crate::iam::catalogue::{Action, Catalogue};
use crate::iam::findings::{ACTION_NEEDS_ALL_RESOURCES, RESOURCE_DOES_NOT_FIT_ACTION};
use crate::iam::lint::lint;
use crate::iam::policy::PolicyKind;
use crate::iam::scenario::{Also, Api, ContextSpec, Expect, ExpectOutcome, RequestSpec, Step};

impl Check<'_> {
    /// Every call that a request makes is one that AWS can get: the action takes that type of resource, the condition keys can be there.
    /// What the catalogue does not know may be so.
    pub(super) fn makeable(&mut self, place: Place<'_>, lab: &Lab) {
        for request in &lab.file.requests {
            let near = quoted(&request.name);
            for call in calls(request) {
                let Some(action) = Catalogue::built_in().action(call.action) else { continue };
                match resource_fault(action, call.resource) {
                    Some(Fault::Never(words)) => {
                        self.problem(place, &near, format!("request `{}`: {words}", request.name));
                    }
                    Some(Fault::Unlikely(words)) => {
                        self.warning(place, &near, format!("request `{}`: {words}", request.name));
                    }
                    None => {}
                }
                for key in call.keys.into_iter().flat_map(BTreeMap::keys).filter(|key| !can_be_present(action, key)) {
                    let message = format!(
                        "request `{}`: AWS puts no `{key}` into a request of `{action}`; take the key out of `context`",
                        request.name
                    );
                    self.problem(place, &near, message);
                }
            }
        }
    }

    /// A hidden request asks for what a visible one asks for: who is shown only what must be denied need not guess what must be allowed.
    pub(super) fn intent(&mut self, place: Place<'_>, lab: &Lab) {
        let requests = &lab.file.requests;
        let allows: Vec<bool> =
            requests.iter().filter(|request| request.hidden.is_none()).filter_map(must_be_allowed).collect();
        for request in requests.iter().filter(|request| request.hidden.is_some()) {
            let Some(allowed) = must_be_allowed(request) else { continue };
            if !allows.contains(&allowed) {
                let word = if allowed { "allowed" } else { "denied" };
                let message = format!(
                    "hidden request `{}` must be {word}, and no visible one must: show one of the same kind",
                    request.name
                );
                self.problem(place, &quoted(&request.name), message);
            }
        }
    }
}

fn must_be_allowed(request: &RequestSpec) -> Option<bool> {
    let outcome = match request.expect.as_ref()? {
        Expect::Outcome(outcome) => *outcome,
        Expect::Exactly(exactly) => exactly.outcome,
    };
    Some(outcome == ExpectOutcome::Allow)
}

/// A call that a request makes, as its file says it.
struct Call<'r> {
    action: &'r str,
    resource: Option<&'r str>,
    keys: Option<&'r BTreeMap<String, ContextSpec>>,
}

fn calls(request: &RequestSpec) -> Vec<Call<'_>> {
    let own = request.action.as_deref();
    let mut calls: Vec<Call<'_>> = Vec::new();
    // The holder of a token or an assertion comes with it to the first role.
    let first = match request.who.split_whitespace().next() {
        Some("web_identity") => Api::AssumeRoleWithWebIdentity,
        Some("saml") => Api::AssumeRoleWithSaml,
        _ => Api::AssumeRole,
    };
    for (at, step) in request.through.iter().enumerate() {
        let Step::Assume(assume) = step else { continue };
        if let Some(start) = &assume.start {
            calls.push(Call { action: &start.action, resource: Some(&start.resource), keys: Some(&start.context) });
        }
        let api = assume.api.unwrap_or(if at == 0 { first } else { Api::AssumeRole });
        calls.push(Call { action: api.action(), resource: None, keys: Some(&assume.context) });
    }
    if let Some(action) = own {
        calls.push(Call { action, resource: request.resource.as_deref(), keys: Some(&request.context) });
    }
    for also in &request.also {
        match also {
            Also::Resource(resource) => {
                calls.extend(own.map(|action| Call { action, resource: Some(resource), keys: None }));
            }
            Also::Check(check) => {
                let action = check.action.as_deref().or(own);
                let call = |action| Call { action, resource: Some(&check.resource), keys: Some(&check.context) };
                calls.extend(action.map(call));
            }
        }
    }
    calls
}

enum Fault {
    /// AWS never gets such a request.
    Never(String),
    /// It gets another one, and this may stand for it.
    Unlikely(String),
}

fn resource_fault(action: Action, resource: Option<&str>) -> Option<Fault> {
    let types: Vec<&str> = action.resources().map(|on| on.resource_type.name).collect();
    match resource? {
        "*" if action.resources().any(|on| on.required) => Some(Fault::Unlikely(format!(
            "a call of `{action}` names a resource ({}), not `*`; give its ARN",
            types.join(", ")
        ))),
        "*" => None,
        arn if Arn::parse(arn).is_none() => None,
        arn => {
            // A policy that allows exactly this call has a finding when there can be no such call.
            let statement = serde_json::json!({ "Effect": "Allow", "Action": action.to_string(), "Resource": arn });
            let policy = serde_json::json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string();
            let findings = lint(&policy, PolicyKind::Identity).findings;
            let has = |code: &str| findings.iter().any(|finding| finding.code == code);
            if has(ACTION_NEEDS_ALL_RESOURCES.code) {
                let words = format!("`{action}` works on no particular resource; write `resource = \"*\"`");
                Some(Fault::Never(words))
            } else if has(RESOURCE_DOES_NOT_FIT_ACTION.code) {
                let words = format!("`{action}` works on {}, and `{arn}` is no such thing", types.join(", "));
                Some(Fault::Never(words))
            } else {
                None
            }
        }
    }
}

/// Whether requests of an action may carry a key. One that the catalogue does not know may be there.
fn can_be_present(action: Action, key: &str) -> bool {
    Catalogue::built_in().condition_key(key).is_none() || action.takes_key(key)
}

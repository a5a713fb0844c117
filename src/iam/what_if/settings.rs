//! What is set otherwise than a scenario has it, and how that gets into the scenario and the request.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::iam::policy::PolicyKind;
use crate::iam::request::ContextValue;
use crate::iam::scenario::{Api, Assume, ContextSpec, Document, RequestSpec, Scenario, Step, Tags, Who};

/// A thing that can be set otherwise.
#[derive(Debug, Clone)]
pub enum Subject {
    /// The policy document of that name, wherever it is attached.
    Document(Arc<str>),
    /// A condition key of a call.
    Key {
        /// The step of the way that makes the call, from 0; `None` is the request itself.
        step: Option<usize>,
        /// Its name; letter case means nothing.
        key: String,
    },
}

impl PartialEq for Subject {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Document(a), Self::Document(b)) => a == b,
            (Self::Key { step: a, key: one }, Self::Key { step: b, key: other }) => {
                a == b && one.eq_ignore_ascii_case(other)
            }
            _ => false,
        }
    }
}

impl Eq for Subject {}

/// How a thing is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// The document is attached.
    On,
    /// The document is attached nowhere.
    Off,
    /// The call does not carry the key.
    Absent,
    /// The call carries the key with this value.
    Value(ContextValue),
}

/// What is set otherwise than the scenario has it; nothing at first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings(Vec<(Subject, Setting)>);

impl Settings {
    /// How a thing is set; `None` when it is as the scenario has it.
    #[must_use]
    pub fn get(&self, subject: &Subject) -> Option<&Setting> {
        self.0.iter().find(|(known, _)| known == subject).map(|(_, setting)| setting)
    }

    /// Sets a thing. A document that is on is as the scenario has it.
    pub fn set(&mut self, subject: Subject, setting: Setting) {
        self.clear(&subject);
        if setting != Setting::On {
            self.0.push((subject, setting));
        }
    }

    /// Leaves a thing as the scenario has it.
    pub fn clear(&mut self, subject: &Subject) {
        self.0.retain(|(known, _)| known != subject);
    }

    /// Whether everything is as the scenario has it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many things are set otherwise.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The scenario and the request with everything set so. What a scenario expects of the request as it was is left out.
    #[must_use]
    pub fn apply<'s>(&self, scenario: &'s Scenario, spec: &RequestSpec) -> (Cow<'s, Scenario>, RequestSpec) {
        let (mut scenario, mut spec) = (Cow::Borrowed(scenario), spec.clone());
        spec.expect = spec.expect.filter(|_| self.is_empty());
        for (subject, setting) in &self.0 {
            match (subject, setting) {
                (Subject::Document(name), Setting::Off) => {
                    write_down_session_policies(scenario.to_mut(), &spec);
                    spec.detach(name);
                    scenario.to_mut().detach(name);
                }
                (Subject::Key { step, key }, Setting::Absent) => set_key(&mut spec, *step, key, None),
                (Subject::Key { step, key }, Setting::Value(value)) => set_key(&mut spec, *step, key, Some(value)),
                _ => {}
            }
        }
        (scenario, spec)
    }
}

/// Puts the session policies that stand in the request among the documents, so that they can be called by name.
fn write_down_session_policies(scenario: &mut Scenario, spec: &RequestSpec) {
    for (name, text) in (0..spec.through.len()).flat_map(|step| spec.session_policies(step)) {
        if let (Some(text), false) = (text, scenario.documents.contains_key(&name)) {
            scenario.documents.insert(Arc::clone(&name), Document::read(name, PolicyKind::Session, text));
        }
    }
}

/// Whether a key says what a call was made with: who changes it changes the call.
pub(super) fn is_part_of_call(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["sts:externalid", "sts:sourceidentity", "aws:multifactorauthpresent"].contains(&key.as_str())
        || key.starts_with(REQUEST_TAG)
}

const REQUEST_TAG: &str = "aws:requesttag/";

/// The keys that a call can be given although it carries none: those of its options.
pub(super) fn sent_with(who: &Who, spec: &RequestSpec, step: Option<usize>) -> Vec<&'static str> {
    match step {
        Some(at) if takes_mfa(who, spec, at) => vec!["aws:MultiFactorAuthPresent"],
        Some(_) => Vec::new(),
        None => vec!["aws:MultiFactorAuthPresent", "aws:CurrentTime", "aws:SourceIp"],
    }
}

/// Whether a step can be made with a code of an MFA device: by a user's or a root user's own credentials (AWS: "Secure API
/// access with MFA").
fn takes_mfa(who: &Who, spec: &RequestSpec, step: usize) -> bool {
    let is_token = |step: &Step| step.assume().api == Some(Api::GetSessionToken);
    matches!(who, Who::User(_) | Who::Root(_))
        && spec.through.iter().take(step).all(is_token)
        && spec.through.get(step).is_some_and(|step| {
            let assume = step.assume();
            assume.start.is_none() && matches!(assume.api, None | Some(Api::AssumeRole | Api::GetSessionToken))
        })
}

/// Lets a call carry a key with a value, or not carry it.
fn set_key(spec: &mut RequestSpec, step: Option<usize>, key: &str, value: Option<&ContextValue>) {
    let lower = key.to_ascii_lowercase();
    let tag = lower.starts_with(REQUEST_TAG).then(|| key.get(REQUEST_TAG.len()..).unwrap_or_default());
    let first = value.and_then(|value| value.values().first().cloned());
    let Some(at) = step else {
        return match tag {
            Some(tag) => set_tag(&mut spec.tags, tag, first),
            None => overlay(&mut spec.context, &mut spec.without, key, value),
        };
    };
    // What the request says of itself would go over it.
    if at + 1 == spec.through.len() && spec.action.is_none() {
        forget(&mut spec.context, &mut spec.without, key);
    }
    let takes_mfa = Who::parse(&spec.who).is_ok_and(|who| takes_mfa(&who, spec, at));
    let Some(step) = spec.through.get_mut(at) else { return };
    let mut assume = step.assume().into_owned();
    match (lower.as_str(), tag) {
        ("sts:externalid", _) => assume.external_id = first,
        ("sts:sourceidentity", _) => assume.source_identity = first,
        ("sts:rolesessionname", _) => assume.session = first,
        ("aws:multifactorauthpresent", _) if takes_mfa => {
            assume.mfa = first.is_some_and(|value| value.eq_ignore_ascii_case("true"));
        }
        (_, Some(tag)) => {
            if first.is_none() {
                assume.transitive.retain(|key| !key.eq_ignore_ascii_case(tag));
            }
            set_tag(&mut assume.tags, tag, first);
        }
        _ => {
            set_in_start(&mut assume, key, value);
            overlay(&mut assume.context, &mut assume.without, key, value);
        }
    }
    *step = Step::Assume(Box::new(assume));
}

/// A step that hands a role over makes calls of two parties: each has keys of its own.
fn set_in_start(assume: &mut Assume, key: &str, value: Option<&ContextValue>) {
    if let Some(start) = &mut assume.start {
        overlay(&mut start.context, &mut Vec::new(), key, value);
    }
}

fn set_tag(tags: &mut Tags, key: &str, value: Option<String>) {
    tags.retain(|known, _| !known.eq_ignore_ascii_case(key));
    tags.extend(value.map(|value| (key.to_owned(), value)));
}

fn forget(context: &mut BTreeMap<String, ContextSpec>, without: &mut Vec<String>, key: &str) {
    context.retain(|known, _| !known.eq_ignore_ascii_case(key));
    without.retain(|known| !known.eq_ignore_ascii_case(key));
}

fn overlay(
    context: &mut BTreeMap<String, ContextSpec>,
    without: &mut Vec<String>,
    key: &str,
    value: Option<&ContextValue>,
) {
    forget(context, without, key);
    match value {
        Some(ContextValue::One(value)) => {
            context.insert(key.to_owned(), ContextSpec::Text(value.clone()));
        }
        Some(ContextValue::Many(values)) => {
            context.insert(key.to_owned(), ContextSpec::Many(values.clone()));
        }
        None => without.push(key.to_owned()),
    }
}

//! A scenario as a tree of values, as a file writes it: what is left out in a file is left out here. The only place that
//! knows how the shapes of [`crate::iam::scenario`] are written.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value, json};

use crate::iam::scenario::{
    Account, Also, Assume, ContextSpec, Expect, ExpectExactly, ExpectOutcome, Group, IdentityProvider, InstanceProfile,
    Organization, Passes, PolicySource, ProviderKind, RequestSpec, Resource, Role, ScenarioFile, Start, Step, Tags,
    Unit, User, World,
};

/// A table whose members come in the order in which people write them.
#[derive(Default)]
struct Members(Map<String, Value>);

impl Members {
    fn put(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// Left out when it is nothing: an empty text, list or table, or none at all.
    fn some(self, key: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let is_nothing = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        if is_nothing { self } else { self.put(key, value) }
    }

    /// Left out when it is what is taken when nothing is said.
    fn unless<T: PartialEq + Into<Value>>(self, key: &str, value: T, usual: T) -> Self {
        if value == usual { self } else { self.put(key, value) }
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

fn list<T>(items: &[T], each: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(each).collect())
}

fn map<T>(items: &BTreeMap<String, T>, each: impl Fn(&T) -> Value) -> Value {
    Value::Object(items.iter().map(|(key, item)| (key.clone(), each(item))).collect())
}

fn tags(tags: &Tags) -> Value {
    map(tags, |value| json!(value))
}

/// The whole file. `world` stands in it even when it is empty: a scenario without one is none.
pub(super) fn file(file: &ScenarioFile) -> Map<String, Value> {
    let ScenarioFile { title, about, world: all, requests } = file;
    let members = Members::default().put("title", title.as_str()).some("about", about.as_str());
    members.put("world", world(all)).some("requests", list(requests, request)).0
}

fn world(world: &World) -> Value {
    let World { organization: root, accounts, groups, users, roles, instance_profiles, identity_providers, resources } =
        world;
    let mut members = Members::default();
    if let Some(root) = root {
        members = members.put("organization", organization(root));
    }
    members
        .some("accounts", map(accounts, account))
        .some("groups", list(groups, group))
        .some("users", list(users, user))
        .some("roles", list(roles, role))
        .some("instance_profiles", list(instance_profiles, profile))
        .some("identity_providers", list(identity_providers, provider))
        .some("resources", list(resources, resource))
        .done()
}

/// What stands for an organisation's id when the file says none.
const ORGANIZATION_ID: &str = "o-exampleorgid";

fn organization(root: &Organization) -> Value {
    let Organization { id, management, scps, rcps, full_aws_access, units } = root;
    Members::default()
        .unless("id", id.as_str(), ORGANIZATION_ID)
        .some("management", management.clone())
        .some("scps", list(scps, policy))
        .some("rcps", list(rcps, policy))
        .unless("full_aws_access", *full_aws_access, true)
        .some("units", map(units, unit))
        .done()
}

fn unit(unit: &Unit) -> Value {
    let Unit { parent, scps, rcps, full_aws_access } = unit;
    Members::default()
        .some("parent", parent.clone())
        .some("scps", list(scps, policy))
        .some("rcps", list(rcps, policy))
        .unless("full_aws_access", *full_aws_access, true)
        .done()
}

fn account(account: &Account) -> Value {
    let Account { id, title, unit, scps, rcps, full_aws_access } = account;
    Members::default()
        .put("id", id.as_str())
        .some("title", title.as_str())
        .some("unit", unit.clone())
        .some("scps", list(scps, policy))
        .some("rcps", list(rcps, policy))
        .unless("full_aws_access", *full_aws_access, true)
        .done()
}

fn group(group: &Group) -> Value {
    let Group { name, policies } = group;
    Members::default().put("name", name.as_str()).some("policies", list(policies, policy)).done()
}

fn user(user: &User) -> Value {
    let User { name, policies, groups, boundary, tags: all } = user;
    Members::default()
        .put("name", name.as_str())
        .some("policies", list(policies, policy))
        .some("groups", groups.clone())
        .some("boundary", boundary.as_ref().map_or(Value::Null, policy))
        .some("tags", tags(all))
        .done()
}

fn role(role: &Role) -> Value {
    let Role { name, trust, policies, boundary, tags: all, max_session_duration } = role;
    Members::default()
        .put("name", name.as_str())
        .put("trust", policy(trust))
        .some("policies", list(policies, policy))
        .some("boundary", boundary.as_ref().map_or(Value::Null, policy))
        .some("tags", tags(all))
        .unless("max_session_duration", *max_session_duration, 3600)
        .done()
}

fn profile(profile: &InstanceProfile) -> Value {
    let InstanceProfile { name, role } = profile;
    Members::default().put("name", name.as_str()).put("role", role.as_str()).done()
}

fn provider(provider: &IdentityProvider) -> Value {
    let IdentityProvider { name, kind } = provider;
    let kind = match kind {
        ProviderKind::Oidc => "oidc",
        ProviderKind::Saml => "saml",
    };
    Members::default().put("name", name.as_str()).put("kind", kind).done()
}

fn resource(resource: &Resource) -> Value {
    let Resource { arn, account, policy: own, tags: all } = resource;
    Members::default()
        .put("arn", arn.as_str())
        .put("account", account.as_str())
        .some("policy", own.as_ref().map_or(Value::Null, policy))
        .some("tags", tags(all))
        .done()
}

fn policy(source: &PolicySource) -> Value {
    match source {
        PolicySource::Text(text) => json!(text),
        PolicySource::Inline(value) => value.clone(),
    }
}

fn request(request: &RequestSpec) -> Value {
    let RequestSpec {
        name,
        text,
        who,
        through,
        action,
        resource,
        passes: passed,
        also: further,
        tags: all,
        source,
        called_via,
        context: keys,
        without,
        expect: expected,
        hidden,
    } = request;
    Members::default()
        .put("name", name.as_str())
        .some("text", text.as_str())
        .put("who", who.as_str())
        .some("through", list(through, step))
        .some("action", action.clone())
        .some("resource", resource.clone())
        .some("passes", passed.as_ref().map_or(Value::Null, passes))
        .some("also", list(further, also))
        .some("tags", tags(all))
        .some("source", source.clone())
        .some("called_via", called_via.clone())
        .some("context", context(keys))
        .some("without", without.clone())
        .some("expect", expected.as_ref().map_or(Value::Null, expect))
        .some("hidden", hidden.clone())
        .done()
}

fn step(step: &Step) -> Value {
    match step {
        Step::Role(role) => json!(role),
        Step::Assume(all) => assume(all),
    }
}

fn assume(assume: &Assume) -> Value {
    let Assume {
        api,
        role,
        instance_profile,
        start: started,
        session,
        duration,
        policies,
        tags: all,
        transitive,
        source_identity,
        external_id,
        mfa,
        claims,
        context: keys,
        without,
    } = assume;
    Members::default()
        .some("api", api.map(|api| api.as_str()))
        .some("role", role.clone())
        .some("instance_profile", instance_profile.clone())
        .some("start", started.as_ref().map_or(Value::Null, start))
        .some("session", session.clone())
        .some("duration", *duration)
        .some("policies", list(policies, policy))
        .some("tags", tags(all))
        .some("transitive", transitive.clone())
        .some("source_identity", source_identity.clone())
        .some("external_id", external_id.clone())
        .unless("mfa", *mfa, false)
        .some("claims", context(claims))
        .some("context", context(keys))
        .some("without", without.clone())
        .done()
}

fn start(start: &Start) -> Value {
    let Start { action, resource, to, context: keys } = start;
    let members = Members::default().put("action", action.as_str()).put("resource", resource.as_str());
    members.some("to", to.clone()).some("context", context(keys)).done()
}

fn passes(passes: &Passes) -> Value {
    match passes {
        Passes::Role(role) => json!(role),
        Passes::Passed(passed) => Members::default()
            .some("role", passed.role.clone())
            .some("instance_profile", passed.instance_profile.clone())
            .some("to", passed.to.clone())
            .some("context", context(&passed.context))
            .done(),
    }
}

fn also(also: &Also) -> Value {
    match also {
        Also::Resource(resource) => json!(resource),
        Also::Check(check) => Members::default()
            .put("resource", check.resource.as_str())
            .some("action", check.action.clone())
            .some("context", context(&check.context))
            .done(),
    }
}

fn context(keys: &BTreeMap<String, ContextSpec>) -> Value {
    map(keys, |value| match value {
        ContextSpec::Bool(value) => json!(value),
        ContextSpec::Integer(value) => json!(value),
        ContextSpec::Float(value) => Number::from_f64(*value).map_or(Value::Null, Value::Number),
        ContextSpec::Text(value) => json!(value),
        ContextSpec::Many(values) => json!(values),
    })
}

fn expect(expect: &Expect) -> Value {
    let outcome = |outcome: ExpectOutcome| match outcome {
        ExpectOutcome::Allow => "allow",
        ExpectOutcome::Deny => "deny",
        ExpectOutcome::ExplicitDeny => "explicit_deny",
        ExpectOutcome::ImplicitDeny => "implicit_deny",
    };
    match expect {
        Expect::Outcome(only) => json!(outcome(*only)),
        Expect::Exactly(ExpectExactly { outcome: wanted, hop, reason }) => Members::default()
            .put("outcome", outcome(*wanted))
            .some("hop", hop.and_then(|hop| u64::try_from(hop).ok()))
            .some("reason", reason.clone())
            .done(),
    }
}

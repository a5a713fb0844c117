//! Between a request and the fields of a form: what stands where, and which field an error is about.

use std::collections::BTreeMap;

use crate::iam::arn::Arn;
use crate::iam::scenario::{
    Also, AlsoCheck, Api, Assume, ContextSpec, Passed, Passes, PathStep, PolicySource, RequestSpec, Scenario, Start,
    Step, Tags,
};
use crate::iam::what_if::type_of_key;
use crate::tui::widgets::form::{Form, Item};

/// What the sorts of caller are called, by the word that a request begins with.
const CALLERS: [(&str, &str); 7] = [
    ("user", "user"),
    ("role", "session of a role"),
    ("service", "service"),
    ("root", "root user"),
    ("web_identity", "OIDC token"),
    ("saml", "SAML assertion"),
    ("anonymous", "nobody"),
];

/// The circumstances that have a field of their own.
pub(super) const ADDRESS: &str = "aws:SourceIp";
pub(super) const TIME: &str = "aws:CurrentTime";
pub(super) const MFA: &str = "aws:MultiFactorAuthPresent";

/// What shows its details.
#[derive(Debug, Clone, Default)]
pub(super) struct Unfolded {
    /// Which of the steps.
    pub steps: Vec<bool>,
    /// The call itself.
    pub call: bool,
}

impl Unfolded {
    /// What says something in its details.
    pub fn of(spec: &RequestSpec) -> Self {
        let call = !spec.also.is_empty() || spec.source.is_some() || !spec.called_via.is_empty();
        Self { steps: spec.through.iter().map(has_details).collect(), call }
    }

    fn step(&self, at: usize) -> bool {
        self.steps.get(at).copied().unwrap_or_default()
    }

    /// Folds the details that a button is about, or unfolds them.
    pub fn turn(&mut self, at: Option<usize>) {
        let more = match at {
            Some(at) => self.steps.get_mut(at),
            None => Some(&mut self.call),
        };
        if let Some(more) = more {
            *more = !*more;
        }
    }

    /// Unfolds what a field lies in.
    pub fn show(&mut self, field: &str) {
        match field.split_once(':') {
            Some(("role", _)) => {}
            Some((_, at)) => {
                if let Some(more) = at.parse::<usize>().ok().and_then(|at| self.steps.get_mut(at)) {
                    *more = true;
                }
            }
            None => self.call |= DETAILS_OF_CALL.contains(&field),
        }
    }
}

/// The fields of a request.
pub(super) fn form(spec: &RequestSpec, unfolded: &Unfolded) -> Form {
    let (kind, name, session) = caller(&spec.who);
    let mut items = vec![
        Item::heading("Who"),
        Item::choice("who", "caller", &CALLERS, kind).help("Who makes the first call, with credentials of its own."),
        Item::text("name", "name", name).help("As the world has it: account/Name, or a service's name."),
        Item::text("as", "session", session).help("The name of the session that exists already."),
    ];
    items.push(Item::heading("Roles on the way"));
    for (at, step) in spec.through.iter().enumerate() {
        items.extend(step_items(at, &step.assume(), unfolded.step(at)));
    }
    items.push(Item::button("add", "one more role").help("The caller gets new credentials before the call below."));
    items.push(Item::heading("What"));
    let action = spec.action.as_deref().unwrap_or_default();
    let resource = spec.resource.as_deref().unwrap_or_default();
    items.push(
        Item::text("action", "action", action)
            .help("What is done: service:Action. Empty when getting the last role is all that is asked."),
    );
    items.push(
        Item::text("resource", "resource", resource).help("To what: an ARN, or * for an action that names none."),
    );
    let passes = spec.passes.as_ref().map(|passes| passes.passed().into_owned());
    let passes = passes.unwrap_or_default();
    let passed = passes.role.or(passes.instance_profile).unwrap_or_default();
    items.push(Item::text("passes", "hands over", &passed).help(
        "The role that the call hands to a service, if it does. iam:PassRole and the role's trust are checked too.",
    ));
    items.push(Item::text("passes-to", "  to service", &passes.to.unwrap_or_default()).help(TO_SERVICE));
    items.push(Item::pairs("tags", "tags", pairs(&spec.tags)).help("Tags sent with the call: aws:RequestTag."));
    items.push(Item::heading("Under which circumstances"));
    items.push(Item::text("address", "address", &said(spec, ADDRESS)).help("From where the call comes: aws:SourceIp."));
    items.push(
        Item::text("time", "time", &said(spec, TIME))
            .help("When, in UTC: 2026-01-15T09:00:00Z. Empty: that time. aws:CurrentTime."),
    );
    let mfa = match spec.context.iter().find(|(key, _)| key.eq_ignore_ascii_case(MFA)) {
        Some((_, value)) => {
            if value.value().values() == ["true"] {
                "yes"
            } else {
                "no"
            }
        }
        None if spec.without.iter().any(|key| key.eq_ignore_ascii_case(MFA)) => "absent",
        None => "",
    };
    let options = [("", "as the credentials say"), ("yes", "yes"), ("no", "no"), ("absent", "the key is absent")];
    items.push(Item::choice("mfa", "MFA", &options, mfa).help("aws:MultiFactorAuthPresent of the last call."));
    let others: Vec<(String, String)> = spec
        .context
        .iter()
        .filter(|(key, _)| !has_own_field(key))
        .map(|(key, value)| (key.clone(), rendered(value)))
        .collect();
    items.push(
        Item::pairs("context", "condition keys", others.iter().map(|(key, value)| (key.as_str(), value.as_str())))
            .help("Keys that the call carries besides. Several values of one key stand between commas."),
    );
    let without = spec.without.iter().filter(|key| !key.eq_ignore_ascii_case(MFA)).map(String::as_str);
    items.push(
        Item::list("without", "not carried", without).help("Keys that a call would carry and this one does not."),
    );
    let words = if unfolded.call { "less about this call" } else { "more about this call" };
    items.push(
        Item::button("more", words)
            .help("Because of what a service calls, through which services it comes, what is checked besides."),
    );
    items.push(
        Item::text("source", "because of", spec.source.as_deref().unwrap_or_default()).help(
            "For a service that calls: the ARN of what made it call. aws:SourceArn, and aws:SourceAccount with it.",
        ),
    );
    items.push(
        Item::list("via", "comes through", spec.called_via.iter().map(String::as_str))
            .help("Services that make this call with the caller's credentials, the first one first: aws:CalledVia."),
    );
    let also: Vec<_> = spec.also.iter().map(Also::check).collect();
    let also = also.iter().map(|check| (check.resource.as_str(), check.action.as_deref().unwrap_or_default()));
    items.push(Item::pairs("also", "checked too", also).help(
        "What AWS checks besides for this call: a resource, and the action on it; no action means the call's own. All \
         of it must be allowed.",
    ));
    items.push(Item::heading("Kept as"));
    items.push(Item::text("kept", "name", &spec.name).help("A short name. Empty: one is made of who and what."));
    items.push(Item::text("text", "in words", &spec.text).help("What a person reads: “Ann reads a report”."));
    let mut form = Form::new(items);
    show(&mut form, spec, unfolded);
    form
}

fn step_items(at: usize, assume: &Assume, more: bool) -> Vec<Item> {
    let id = |field: &str| format!("{field}:{at}");
    let role = assume.role.as_deref().or(assume.instance_profile.as_deref()).unwrap_or_default();
    let calls = [
        ("", "the call that fits"),
        ("assume_role", "AssumeRole"),
        ("assume_role_with_web_identity", "AssumeRoleWithWebIdentity"),
        ("assume_role_with_saml", "AssumeRoleWithSAML"),
        ("get_session_token", "GetSessionToken"),
        ("get_federation_token", "GetFederationToken"),
    ];
    let call = assume.api.map_or("", Api::as_str);
    let duration = assume.duration.map(|seconds| seconds.to_string()).unwrap_or_default();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let policies: Vec<String> = assume.policies.iter().map(policy_line).collect();
    let start = assume.start.as_ref();
    let shown = |keys: &BTreeMap<String, ContextSpec>| -> Vec<(String, String)> {
        keys.iter().map(|(key, value)| (key.clone(), rendered(value))).collect()
    };
    let (claims, context) = (shown(&assume.claims), shown(&assume.context));
    let handing = start.map(|start| shown(&start.context)).unwrap_or_default();
    let number = at + 1;
    vec![
        Item::text(&id("role"), &format!("{number} role"), role).help("The role that is assumed: account/Name."),
        Item::button(&id("more"), if more { "less about this step" } else { "more about this step" }).help(
            "Session name, tags, policies, ExternalId, duration, MFA; or the call that hands the role to a service.",
        ),
        Item::text(&id("handed"), "  handed over by", start.map_or("", |start| &start.action)).help(
            "The call that hands the role to a service, which then works with it. Empty: the caller takes it itself.",
        ),
        Item::text(&id("on"), "  on", start.map_or("", |start| &start.resource))
            .help("To what that call is done: an ARN, or * for an action that names none."),
        Item::text(&id("to"), "  to service", start.and_then(|start| start.to.as_deref()).unwrap_or_default())
            .help(TO_SERVICE),
        Item::pairs(&id("handing"), "  with the keys", handing.iter().map(|(a, b)| (a.as_str(), b.as_str())))
            .help("Condition keys that the call carries which hands the role over."),
        Item::choice(&id("call"), "  by", &calls, call).help("The call of AWS STS that gives the credentials."),
        Item::text(&id("session"), "  session name", &text(&assume.session)).help("Empty: the caller's own name."),
        Item::text(&id("duration"), "  seconds", &duration)
            .help("How long the credentials last, 900 or more. Empty: an hour."),
        Item::text(&id("external"), "  ExternalId", &text(&assume.external_id))
            .help("What a third party sends: sts:ExternalId."),
        Item::switch(&id("code"), "  MFA code", assume.mfa).help("Whether the caller sends a code of its MFA device."),
        Item::text(&id("identity"), "  source identity", &text(&assume.source_identity))
            .help("Stays the same through every role from here on. sts:SetSourceIdentity is checked too."),
        Item::pairs(&id("tags"), "  session tags", pairs(&assume.tags)).help("sts:TagSession is checked too."),
        Item::list(&id("transitive"), "  transitive", assume.transitive.iter().map(String::as_str))
            .help("Keys of those tags that go along into the next role."),
        Item::list(&id("policies"), "  session policies", policies.iter().map(String::as_str))
            .help("The most the session may do: a document's name, the ARN of a policy of AWS's, or JSON in a line."),
        Item::pairs(&id("claims"), "  token says", claims.iter().map(|(a, b)| (a.as_str(), b.as_str())))
            .help("What the token or assertion says: sub, aud."),
        Item::pairs(&id("context"), "  condition keys", context.iter().map(|(a, b)| (a.as_str(), b.as_str())))
            .help("Keys that this call carries besides."),
        Item::list(&id("without"), "  not carried", assume.without.iter().map(String::as_str))
            .help("Keys that this call would carry and does not."),
        Item::button(&id("less"), "without this step").help("Takes this step out of the way."),
    ]
}

/// What is said of the service that a role is handed to.
const TO_SERVICE: &str =
    "The service that gets the role: lambda.amazonaws.com. Empty where it follows from the action.";

/// The fields of a step that are shown when it is unfolded.
const DETAILS: [&str; 5] = ["handed", "session", "context", "without", "less"];

/// Those besides when the caller takes the role itself: no call that hands one over takes them.
const TAKEN: [&str; 9] =
    ["call", "duration", "external", "code", "identity", "tags", "transitive", "policies", "claims"];

/// Those besides when it is handed to a service.
const HANDED: [&str; 3] = ["on", "to", "handing"];

/// The fields of the call that are shown when it is unfolded.
const DETAILS_OF_CALL: [&str; 3] = ["source", "via", "also"];

/// Shows the fields that mean something.
pub(super) fn show(form: &mut Form, spec: &RequestSpec, unfolded: &Unfolded) {
    let kind = form.text("who").to_owned();
    form.show("name", kind != "anonymous");
    form.show("as", kind == "role");
    for at in 0..spec.through.len() {
        let more = unfolded.step(at);
        let is_handed = !form.text(&format!("handed:{at}")).is_empty();
        for (fields, fit) in [(DETAILS.as_slice(), true), (&TAKEN, !is_handed), (&HANDED, is_handed)] {
            for field in fields {
                let id = format!("{field}:{at}");
                let shown = more && (fit || is_filled(form, &id));
                form.show(&id, shown);
            }
        }
    }
    let acts = !form.text("action").is_empty();
    let passes = acts && !form.text("passes").is_empty();
    form.show("passes", acts);
    form.show("passes-to", passes);
    form.show("tags", acts);
    form.show("source", unfolded.call || kind == "service");
    form.show("via", unfolded.call);
    form.show("also", unfolded.call && acts);
}

/// Whether something is written in a field of a step.
fn is_filled(form: &Form, id: &str) -> bool {
    !matches!(form.text(id), "" | "no") || !form.lines(id).is_empty() || !form.pairs(id).is_empty()
}

/// The request as the form has it. What the form has no field for is as in `base`.
pub(super) fn spec(form: &Form, base: &RequestSpec) -> RequestSpec {
    let name = form.text("name");
    let who = match (form.text("who"), form.text("as")) {
        ("anonymous", _) => "anonymous".to_owned(),
        ("role", "") | ("role", "session") => format!("role {name}"),
        ("role", session) => format!("role {name} as {session}"),
        (kind, _) => format!("{kind} {name}"),
    };
    let through = base.through.iter().enumerate().map(|(at, step)| self::step(form, at, step)).collect();
    let some = |id: &str| Some(form.text(id).to_owned()).filter(|text| !text.is_empty());
    let action = some("action");
    let mut context: BTreeMap<String, ContextSpec> =
        form.pairs("context").into_iter().map(|(key, value)| read_value(&base.context, key, &value)).collect();
    let mut without = form.lines("without");
    for (id, key) in [("address", ADDRESS), ("time", TIME)] {
        context.extend(some(id).map(|value| read_value(&base.context, key.to_owned(), &value)));
    }
    match form.text("mfa") {
        "yes" => drop(context.insert(MFA.to_owned(), ContextSpec::Bool(true))),
        "no" => drop(context.insert(MFA.to_owned(), ContextSpec::Bool(false))),
        "absent" => without.push(MFA.to_owned()),
        _ => {}
    }
    RequestSpec {
        name: form.text("kept").to_owned(),
        text: form.text("text").to_owned(),
        who,
        through,
        passes: some("passes")
            .filter(|_| action.is_some())
            .map(|role| passes(role, some("passes-to"), base.passes.as_ref())),
        tags: if action.is_some() { form.pairs("tags").into_iter().collect() } else { Tags::new() },
        also: if action.is_some() { also(form, &base.also) } else { Vec::new() },
        source: some("source"),
        called_via: form.lines("via"),
        action,
        resource: some("resource"),
        context,
        without,
        // What was expected was expected of the request as it was.
        expect: None,
        ..base.clone()
    }
}

fn step(form: &Form, at: usize, base: &Step) -> Step {
    let id = |field: &str| format!("{field}:{at}");
    let base = base.assume();
    let some = |field: &str| Some(form.text(&id(field)).to_owned()).filter(|text| !text.is_empty());
    let named = some("role");
    let by_profile = base.instance_profile.is_some() && named == base.instance_profile;
    let sources = form.lines(&id("policies")).into_iter().map(|line| {
        let same = base.policies.iter().find(|source| policy_line(source) == line);
        same.cloned().unwrap_or(PolicySource::Text(line))
    });
    let values = |field: &str, base: &BTreeMap<String, ContextSpec>| {
        form.pairs(&id(field)).into_iter().map(|(key, value)| read_value(base, key, &value)).collect()
    };
    let assume = Assume {
        api: Api::ALL.into_iter().find(|api| api.as_str() == form.text(&id("call"))),
        instance_profile: named.clone().filter(|_| by_profile),
        role: named.filter(|_| !by_profile),
        session: some("session"),
        // What is no number is said to be too short.
        duration: some("duration").map(|seconds| seconds.parse().unwrap_or(0)),
        external_id: some("external"),
        mfa: form.is_on(&id("code")),
        source_identity: some("identity"),
        tags: form.pairs(&id("tags")).into_iter().collect(),
        transitive: form.lines(&id("transitive")),
        policies: sources.collect(),
        claims: values("claims", &base.claims),
        context: values("context", &base.context),
        start: some("handed").map(|action| Start {
            action,
            resource: form.text(&id("on")).to_owned(),
            to: some("to"),
            context: values("handing", base.start.as_ref().map_or(&BTreeMap::new(), |start| &start.context)),
        }),
        without: form.lines(&id("without")),
    };
    let short = Assume { role: assume.role.clone(), ..Assume::default() };
    match &assume.role {
        Some(role) if assume == short => Step::Role(role.clone()),
        _ => Step::Assume(Box::new(assume)),
    }
}

fn passes(role: String, to: Option<String>, base: Option<&Passes>) -> Passes {
    let base = base.map(|passes| passes.passed().into_owned()).unwrap_or_default();
    if base.instance_profile.as_ref() == Some(&role) {
        Passes::Passed(Passed { to, ..base })
    } else if to.is_some() || !base.context.is_empty() {
        Passes::Passed(Passed { role: Some(role), instance_profile: None, to, ..base })
    } else {
        Passes::Role(role)
    }
}

/// The further checks as the form has them. The form has no field for keys of their own: they stay in their line while it is
/// rewritten, and with what is as it was when lines come or go.
fn also(form: &Form, base: &[Also]) -> Vec<Also> {
    let lines = form.pairs("also");
    let same_lines = lines.len() == base.len();
    let line = |(at, (resource, action)): (usize, (String, String))| {
        let action = Some(action).filter(|action| !action.is_empty());
        let is_same = |also: &&Also| {
            let check = also.check();
            check.resource == resource && check.action == action
        };
        if let Some(same) = base.iter().find(is_same) {
            return same.clone();
        }
        let context = base.get(at).filter(|_| same_lines).map(|also| also.check().context.clone()).unwrap_or_default();
        match (&action, context.is_empty()) {
            (None, true) => Also::Resource(resource),
            _ => Also::Check(AlsoCheck { resource, action, context }),
        }
    };
    lines.into_iter().enumerate().map(line).collect()
}

/// The field that an error of a request is about, by its way from the top of the request.
pub(super) fn field_of(path: &[PathStep]) -> String {
    let key = |at: usize| match path.get(at) {
        Some(PathStep::Key(key)) => key.as_str(),
        _ => "",
    };
    match (key(0), path.get(1)) {
        ("who", _) => "name".to_owned(),
        ("through", Some(PathStep::Index(at))) => {
            let field = match key(2) {
                "api" => "call",
                "external_id" => "external",
                "source_identity" => "identity",
                "mfa" => "code",
                "start" => match key(3) {
                    "resource" => "on",
                    "to" => "to",
                    _ => "handed",
                },
                field @ ("session" | "duration" | "tags" | "transitive" | "policies" | "claims" | "context") => field,
                _ => "role",
            };
            format!("{field}:{at}")
        }
        ("resource", _) => "resource".to_owned(),
        ("passes", _) => "passes".to_owned(),
        ("tags", _) => "tags".to_owned(),
        ("context", _) => "context".to_owned(),
        ("name", _) => "kept".to_owned(),
        ("source", _) => "source".to_owned(),
        ("also", _) => "also".to_owned(),
        _ => "action".to_owned(),
    }
}

/// The sort of caller, its name and its session's.
fn caller(who: &str) -> (&str, &str, &str) {
    let mut words = who.split_whitespace();
    let (kind, name) = (words.next().unwrap_or("user"), words.next().unwrap_or_default());
    (kind, name, words.nth(1).unwrap_or_default())
}

fn pairs(tags: &Tags) -> impl Iterator<Item = (&str, &str)> {
    tags.iter().map(|(key, value)| (key.as_str(), value.as_str()))
}

fn has_own_field(key: &str) -> bool {
    [ADDRESS, TIME, MFA].iter().any(|own| key.eq_ignore_ascii_case(own))
}

fn said(spec: &RequestSpec, key: &str) -> String {
    let value = spec.context.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
    value.map(|(_, value)| rendered(value)).unwrap_or_default()
}

fn rendered(value: &ContextSpec) -> String {
    value.value().values().join(", ")
}

/// A key with its value as it was typed. What says the same as before is kept as it was written.
fn read_value(base: &BTreeMap<String, ContextSpec>, key: String, typed: &str) -> (String, ContextSpec) {
    if let Some(same) = base.get(&key).filter(|value| rendered(value) == typed) {
        return (key, same.clone());
    }
    let multivalued = type_of_key(&key).is_some_and(|(_, many)| many);
    let value = match typed {
        "true" => ContextSpec::Bool(true),
        "false" => ContextSpec::Bool(false),
        _ if multivalued => {
            let values = typed.split(',').map(str::trim).filter(|value| !value.is_empty());
            ContextSpec::Many(values.map(str::to_owned).collect())
        }
        _ => ContextSpec::Text(typed.to_owned()),
    };
    (key, value)
}

/// A session policy in a line.
fn policy_line(source: &PolicySource) -> String {
    match source {
        PolicySource::Inline(value) => value.to_string(),
        PolicySource::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// Whether a step says more than its role.
fn has_details(step: &Step) -> bool {
    let assume = step.assume();
    let plain =
        Assume { role: assume.role.clone(), instance_profile: assume.instance_profile.clone(), ..Assume::default() };
    *assume != plain
}

/// A name for a request that has none: who and what, and a number where that is taken.
pub(super) fn name_for(spec: &RequestSpec, scenario: &Scenario, own: Option<&str>) -> String {
    let last = |text: &str| text.rsplit(['/', ':', ' ']).next().unwrap_or_default().to_owned();
    let who = match spec.who.split_whitespace().nth(1) {
        Some(name) if spec.who.starts_with("service ") => name.split('.').next().unwrap_or_default().to_owned(),
        Some(name) => last(name),
        None => spec.who.clone(),
    };
    let role = || spec.through.iter().rev().find_map(|step| step.assume().role.clone());
    let what = match &spec.action {
        Some(action) => crate::iam::aws_cli::operation_name(&last(action)),
        None => role().map(|role| last(&role)).unwrap_or_default(),
    };
    let what = what.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let base = format!("{who}-{what}").to_lowercase();
    let taken = |name: &str| scenario.requests.iter().any(|known| known.name == name && Some(name) != own);
    let mut numbered = (2..).map(|number| format!("{base}-{number}"));
    if taken(&base) { numbered.find(|name| !taken(name)).unwrap_or(base) } else { base }
}

/// Whether a resource still has places to fill in.
pub(super) fn unfilled(resource: &str) -> Option<&str> {
    Arn::parse(resource)?;
    let start = resource.find("${")?;
    let rest = resource.get(start..)?;
    rest.get(..=rest.find('}')?)
}

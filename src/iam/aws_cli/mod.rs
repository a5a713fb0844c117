//! A request as a person would type it: calls of the `aws` command line, role by role.
//!
//! What no option says (an address, a time) and what only the person has (a token, a code, a file) stands in a comment or
//! as a word in capitals. `operation` has the names of operations and their arguments.

mod operation;

pub use operation::operation_name;

use crate::iam::arn::Arn;
use crate::iam::scenario::{
    Api, Assume, PolicySource, ProviderKind, RequestSpec, Scenario, Step, Tags, Who, World, is_session_name,
};

/// The commands of a request, as a script for a shell like `sh`: a comment before each, so that they can be read and typed
/// one by one.
///
/// # Errors
/// When the request does not say who, or names what the world does not have.
pub fn commands(scenario: &Scenario, spec: &RequestSpec) -> Result<String, String> {
    let world = &scenario.world;
    let who = Who::parse(&spec.who)?;
    let mut script = Script::default();
    let mut caller = begin(world, &who, &mut script)?;
    for step in &spec.through {
        take(world, &who, step, &mut caller, &mut script)?;
    }
    match (&spec.action, &spec.resource) {
        (Some(action), Some(resource)) => operation::call(world, spec, (action, resource), &caller, &mut script)?,
        _ => {
            script.remark("who you are now; nobody needs a permission for this call");
            script.command("aws sts get-caller-identity", &[]);
        }
    }
    unsaid(spec, &mut script);
    Ok(script.text())
}

/// Lines of a script.
#[derive(Debug, Default)]
struct Script {
    lines: Vec<String>,
}

/// The widest that a comment is set.
const WIDTH: usize = 98;

impl Script {
    /// A comment of its own, a blank line before it.
    fn remark(&mut self, words: &str) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.note(words);
    }

    /// A comment on what stands above it.
    fn note(&mut self, words: &str) {
        let mut line = String::new();
        for word in words.split(' ') {
            if !line.is_empty() && line.len() + 1 + word.len() > WIDTH {
                self.lines.push(format!("# {line}"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.lines.push(format!("# {line}"));
    }

    fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// A command with its options, each on a line of its own when there are many.
    fn command(&mut self, command: &str, options: &[String]) {
        let short = [command.to_owned()].into_iter().chain(options.iter().cloned()).collect::<Vec<_>>().join(" ");
        match short.len() <= WIDTH {
            true => self.lines.push(short),
            false => {
                let all = [command].into_iter().chain(options.iter().map(String::as_str));
                self.lines.push(all.collect::<Vec<_>>().join(" \\\n    "));
            }
        }
    }

    fn text(self) -> String {
        self.lines.join("\n") + "\n"
    }
}

/// Whoever types, as far as it bears on the commands.
#[derive(Debug, Clone)]
struct Caller {
    /// What it would call a session that it makes.
    name: String,
    /// The account whose devices it has.
    account: Option<String>,
    /// Whether it has credentials of AWS's.
    has_credentials: bool,
    /// Whether it is a service itself.
    is_service: bool,
}

/// Says whose credentials the first command needs.
fn begin(world: &World, who: &Who, script: &mut Script) -> Result<Caller, String> {
    let (words, name, account) = match who {
        Who::User(name) => {
            let (_, user) = world.user(name)?;
            (
                format!("with an access key of the user {} ({})", user.name, user.user_arn()),
                user.name,
                Some(user.account),
            )
        }
        Who::Root(name) => {
            let id = world.account(name)?.id.as_str();
            (format!("with credentials of the root user of {name} ({id})"), "root", Some(id))
        }
        Who::Role { role, session } => {
            let (_, identity) = world.role(role)?;
            let arn = identity.session_arn(session);
            (format!("with the credentials of a session that exists already: {arn}"), session.as_str(), None)
        }
        Who::Service(name) => {
            let words = format!("{name} acts: nobody types this. What follows is done where the service lets code run");
            (words, name.split('.').next().unwrap_or_default(), None)
        }
        Who::WebIdentity(name) => {
            let provider = world.provider(name, ProviderKind::Oidc)?;
            (format!("with a token of {provider}, and no AWS credentials"), "web-identity", None)
        }
        Who::Saml(name) => {
            let provider = world.provider(name, ProviderKind::Saml)?;
            (format!("with an assertion of {provider}, and no AWS credentials"), "saml-user", None)
        }
        Who::Anonymous => ("without any credentials".to_owned(), "anonymous", None),
    };
    script.remark(&words);
    let has_credentials = matches!(who, Who::User(_) | Who::Root(_) | Who::Role { .. });
    Ok(Caller {
        name: name.to_owned(),
        account: account.map(str::to_owned),
        has_credentials,
        is_service: matches!(who, Who::Service(_)),
    })
}

/// A step to new credentials.
fn take(world: &World, who: &Who, step: &Step, caller: &mut Caller, script: &mut Script) -> Result<(), String> {
    let assume = step.assume();
    let role = role_of(world, &assume)?;
    if let Some(start) = &assume.start {
        script.remark("whoever hands the role over calls the service");
        operation::start(world, start, &assume, script)?;
        let service = start.to.clone().unwrap_or_else(|| "the service".to_owned());
        let role = role.unwrap_or_default();
        script.remark(&format!("{service} puts {role} on; what follows is done with the credentials it gets there"));
        caller.name = service.split('.').next().unwrap_or_default().to_owned();
        caller.has_credentials = true;
        return Ok(());
    }
    if let (Who::Service(service), Some(role), false) = (who, &role, caller.has_credentials) {
        script.remark(&format!("{service} gets the credentials of {role} and hands them to what runs there"));
        caller.name = assume.session.clone().unwrap_or_else(|| session_name(&caller.name));
        caller.has_credentials = true;
        return Ok(());
    }
    let api = assume.api.unwrap_or(match who {
        Who::WebIdentity(_) if !caller.has_credentials => Api::AssumeRoleWithWebIdentity,
        Who::Saml(_) if !caller.has_credentials => Api::AssumeRoleWithSaml,
        _ => Api::AssumeRole,
    });
    let session = assume.session.clone().unwrap_or_else(|| session_name(&caller.name));
    script.remark(&format!("new credentials: {}", api.action()));
    let options = options(world, who, &Asked { api, assume: &assume, role, session: &session }, caller, script)?;
    let command = format!("session=$(aws sts {}", operation_name(api.action().split(':').nth(1).unwrap_or_default()));
    script.command(&command, &options);
    for (nth, name) in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"].into_iter().enumerate() {
        script.line(format!("export {name}=\"$(printf %s \"$session\" | cut -f{})\"", nth + 1));
    }
    if api != Api::GetSessionToken {
        caller.name = session;
    }
    caller.has_credentials = true;
    Ok(())
}

/// The ARN of the role of a step.
fn role_of(world: &World, assume: &Assume) -> Result<Option<String>, String> {
    let name = match (&assume.role, &assume.instance_profile) {
        (Some(role), _) => Some(role.clone()),
        (None, Some(profile)) => Some(world.instance_profile(profile)?.0.role.clone()),
        (None, None) => None,
    };
    name.map(|name| Ok(world.role(&name)?.1.role_arn())).transpose()
}

fn session_name(name: &str) -> String {
    match is_session_name(name) {
        true => name.to_owned(),
        false => format!("{name}-session").chars().take(64).collect(),
    }
}

/// What is asked for.
struct Asked<'a> {
    api: Api,
    assume: &'a Assume,
    /// The role's ARN.
    role: Option<String>,
    /// The session's name.
    session: &'a str,
}

/// The options of a call for credentials, and at the end what makes one line of them.
fn options(
    world: &World,
    who: &Who,
    asked: &Asked<'_>,
    caller: &Caller,
    script: &mut Script,
) -> Result<Vec<String>, String> {
    let Asked { api, assume, role, session } = asked;
    let (api, session) = (*api, *session);
    let mut options = Vec::new();
    let mut add = |name: &str, value: &str| options.push(format!("--{name} {}", quoted(value)));
    if let Some(role) = role.as_ref().filter(|_| api.takes_role()) {
        add("role-arn", role);
    }
    match api {
        Api::AssumeRole => add("role-session-name", session),
        Api::AssumeRoleWithWebIdentity => {
            add("role-session-name", session);
            add("web-identity-token", "file://TOKEN");
        }
        Api::AssumeRoleWithSaml => {
            if let Who::Saml(name) = who {
                add("principal-arn", &world.provider(name, ProviderKind::Saml)?);
            }
            add("saml-assertion", "file://ASSERTION");
            script.note("the name of the session comes with the assertion");
        }
        Api::GetFederationToken => add("name", session.get(..32).unwrap_or(session)),
        Api::GetSessionToken => {}
    }
    if let Some(seconds) = assume.duration {
        add("duration-seconds", &seconds.to_string());
    }
    if let Some(id) = &assume.external_id {
        add("external-id", id);
    }
    if let Some(identity) = &assume.source_identity {
        match api {
            Api::AssumeRole => add("source-identity", identity),
            _ => script.note(&format!("the token or assertion must say the source identity {identity}")),
        }
    }
    if assume.mfa {
        let account = caller.account.as_deref().unwrap_or_default();
        add("serial-number", &format!("arn:aws:iam::{account}:mfa/DEVICE"));
        add("token-code", "CODE");
    }
    let by_option = matches!(api, Api::AssumeRole | Api::GetFederationToken);
    if !assume.tags.is_empty() && by_option {
        options.push(format!("--tags {}", tags(&assume.tags)));
    } else if !assume.tags.is_empty() {
        let keys: Vec<String> = assume.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
        script.note(&format!("the token or assertion must bring the session tags {}", keys.join(", ")));
    }
    if !assume.transitive.is_empty() && by_option {
        let keys: Vec<String> = assume.transitive.iter().map(|key| quoted(key)).collect();
        options.push(format!("--transitive-tag-keys {}", keys.join(" ")));
    }
    if !assume.claims.is_empty() {
        let claims: Vec<String> = assume
            .claims
            .iter()
            .map(|(claim, value)| format!("{claim} = {}", value.value().values().join(", ")))
            .collect();
        script.note(&format!("the token or assertion must say: {}", claims.join("; ")));
    }
    session_policies(&assume.policies, &mut options, script);
    options.push("--query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)".to_owned());
    Ok(options)
}

/// AWS: "AssumeRole" (STS API Reference): one document, and managed policies by ARN.
fn session_policies(policies: &[PolicySource], options: &mut Vec<String>, script: &mut Script) {
    let arns: Vec<String> = policies
        .iter()
        .filter_map(PolicySource::file)
        .filter(|file| Arn::parse(file).is_some())
        .map(|arn| format!("arn={}", quoted(arn)))
        .collect();
    let documents: Vec<String> = policies
        .iter()
        .filter(|policy| policy.file().is_none_or(|file| Arn::parse(file).is_none()))
        .map(|policy| match (policy.file(), policy) {
            (Some(file), _) => quoted(&format!("file://{file}")),
            (None, PolicySource::Inline(value)) => quoted(&value.to_string()),
            (None, PolicySource::Text(text)) => match serde_json::from_str::<serde_json::Value>(text) {
                Ok(value) => quoted(&value.to_string()),
                Err(_) => quoted(text.trim()),
            },
        })
        .collect();
    if documents.len() > 1 {
        script.note("the call takes one document: join these into it");
    }
    options.extend(documents.into_iter().map(|document| format!("--policy {document}")));
    if !arns.is_empty() {
        options.push(format!("--policy-arns {}", arns.join(" ")));
    }
}

/// Tags as `aws sts` takes them: in its short form, or in JSON where that would be read otherwise.
fn tags(tags: &Tags) -> String {
    let is_plain =
        |text: &String| !text.is_empty() && !text.contains(|c: char| ",='\"[]{}@".contains(c) || c.is_whitespace());
    match tags.iter().all(|(key, value)| is_plain(key) && is_plain(value)) {
        true => {
            let short = tags.iter().map(|(key, value)| quoted(&format!("Key={key},Value={value}")));
            short.collect::<Vec<_>>().join(" ")
        }
        false => {
            let pairs = tags.iter().map(|(key, value)| serde_json::json!({ "Key": key, "Value": value }));
            quoted(&serde_json::Value::Array(pairs.collect()).to_string())
        }
    }
}

/// What the request was given and no option says.
fn unsaid(spec: &RequestSpec, script: &mut Script) {
    let said = |key: &str| operation::says_by_option(spec.action.as_deref().unwrap_or_default(), key);
    let of_steps = spec.through.iter().map(Step::assume).collect::<Vec<_>>();
    let steps = of_steps.iter().flat_map(|assume| assume.context.iter());
    let keys: Vec<String> = steps
        .chain(&spec.context)
        .filter(|(key, _)| !said(key))
        .map(|(key, value)| format!("{key} = {}", value.value().values().join(", ")))
        .collect();
    let without: Vec<&str> =
        of_steps.iter().flat_map(|assume| &assume.without).chain(&spec.without).map(String::as_str).collect();
    if !keys.is_empty() || !without.is_empty() || !spec.called_via.is_empty() || spec.source.is_some() {
        script.remark("no option says these; they follow from where, when and by whom the call is made:");
        for key in keys {
            script.note(&format!("  {key}"));
        }
        if !without.is_empty() {
            script.note(&format!("  not carried: {}", without.join(", ")));
        }
        if !spec.called_via.is_empty() {
            script.note(&format!("  the call comes through {}", spec.called_via.join(", then ")));
        }
        if let Some(source) = &spec.source {
            script.note(&format!("  the service calls because of {source}"));
        }
    }
}

/// A word as a shell takes it.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests;

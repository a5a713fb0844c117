//! Reads the message of a denial, as a person finds it in a terminal or a log, back into a request
//! (AWS: "Troubleshoot access denied error messages").
//!
//! Terminals colour such a message, wrap it and break it in the middle of a word. So its fixed words are looked for
//! without regard to white space, and what stands between them is taken from the text.

mod request;

pub use request::Retold;

use crate::iam::arn::{Arn, is_account};
use crate::iam::policy::PolicyKind;
use crate::iam::request::{Principal, PrincipalType};

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// Who asked, as far as the message says.
    pub principal: Principal,
    /// `service:Action`.
    pub action: String,
    /// What it was asked of; `None` when the message names no resource.
    pub resource: Option<String>,
    /// What denied; `None` in the old form, which does not say.
    pub denial: Option<Denial>,
    /// The operation that the caller's program called, when the message names it.
    pub operation: Option<String>,
    /// The id under which AWS keeps the details of the decision, in the newer form.
    pub authorization_id: Option<String>,
    /// What the message leaves open and a simulation needs.
    pub unknown: Vec<Unknown>,
}

/// What denied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// The kind of policy. There may have been others: the message names one.
    pub policy: DenyingPolicy,
    /// Whether a Deny statement applied; else nobody allowed.
    pub explicit: bool,
    /// The ARN of the policy with the Deny statement, when the message names it.
    pub policy_arn: Option<String>,
}

/// The kinds of policy that a message can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DenyingPolicy {
    /// A policy of the caller.
    Identity,
    /// The caller's permissions boundary.
    Boundary,
    /// A session policy.
    Session,
    /// A service control policy.
    Scp,
    /// A resource control policy.
    Rcp,
    /// The resource's own policy.
    Resource,
    /// The trust policy of the role that was to be assumed.
    Trust,
    /// The policy of the VPC endpoint that the call went through.
    VpcEndpoint,
}

impl DenyingPolicy {
    /// All kinds, with the words by which a message names each.
    pub const TABLE: [(Self, &'static str); 8] = [
        (Self::Identity, "identity-based policy"),
        (Self::Boundary, "permissions boundary"),
        (Self::Session, "session policy"),
        (Self::Scp, "service control policy"),
        (Self::Rcp, "resource control policy"),
        (Self::Resource, "resource-based policy"),
        (Self::Trust, "role trust policy"),
        (Self::VpcEndpoint, "VPC endpoint policy"),
    ];

    /// The words by which a message names it.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::TABLE.iter().find(|(policy, _)| *policy == self).map_or("", |(_, words)| words)
    }

    /// The kind of document; `None` for what is no kind of this program's.
    #[must_use]
    pub fn kind(self) -> Option<PolicyKind> {
        match self {
            Self::Identity => Some(PolicyKind::Identity),
            Self::Boundary => Some(PolicyKind::Boundary),
            Self::Session => Some(PolicyKind::Session),
            Self::Scp => Some(PolicyKind::Scp),
            Self::Rcp => Some(PolicyKind::Rcp),
            Self::Resource => Some(PolicyKind::Resource),
            Self::Trust => Some(PolicyKind::Trust),
            Self::VpcEndpoint => None,
        }
    }

    /// The name used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.kind().map_or("vpc_endpoint", PolicyKind::as_str)
    }
}

/// What a message leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unknown {
    /// The message names a role; the session of it is not known.
    Session,
    /// A session's ARN leaves out the path of its role.
    RolePath,
    /// Which identity provider vouched for the caller.
    Provider,
    /// No resource is named: the action takes none, or the message leaves it out.
    Resource,
    /// Whose the resource is: its ARN has no account.
    ResourceAccount,
    /// Which kind of policy denied, and whether by a Deny statement.
    Denial,
    /// Which policy of that kind denied.
    Policy,
    /// The condition keys that the request carried.
    Context,
}

/// Why a text is no such message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeniedError {
    /// Nothing of the form is in it.
    #[error("that is no access-denied message; paste it from `User:` on, as AWS wrote it")]
    OtherText,
    /// It says that access is denied and no more.
    #[error(
        "the message says that access is denied, not who asked for what; look the call up in CloudTrail and paste its \
         `errorMessage`"
    )]
    NoDetails,
    /// It is encoded.
    #[error("the message is encoded; decode it first: `aws sts decode-authorization-message --encoded-message ...`")]
    Encoded,
    /// What stands for the caller is none.
    #[error("the caller in the message is neither an ARN nor a service; paste the message whole")]
    Caller,
    /// What stands for the action is none.
    #[error("the action in the message is no `service:Action`; paste the message whole")]
    Action,
}

/// Reads a message.
///
/// # Errors
/// When the text is no access-denied message, or too little of one.
pub fn read_message(text: &str) -> Result<Denied, DeniedError> {
    let text = without_colours(text);
    let message = Squeezed::new(&text);
    let operation = message.between("whencallingthe", "operation").map(squeezed);
    if message.find("encodedauthorizationfailuremessage", 0).is_some() {
        return Err(DeniedError::Encoded);
    }
    let Some(authorized) = message.find("notauthorizedtoperform", 0) else {
        return Err(match message.find("accessdenied", 0) {
            Some(_) => DeniedError::NoDetails,
            None => DeniedError::OtherText,
        });
    };
    let after = authorized.end + usize::from(message.starts_with(":", authorized.end));
    let context = Context::find(&message, after);
    let on = message.find("onresource:", after).filter(|on| context.is_none_or(|context| on.start < context.start));
    let end_of_action = on.as_ref().map(|on| on.start).or(context.map(|context| context.start));
    let action = match end_of_action {
        Some(end) => squeezed(message.original(after, end)),
        None => message.word(after).to_owned(),
    };
    let action = action.trim_matches(QUOTES).trim_end_matches(['.', ',', ';']).to_owned();
    if !is_action(&action) {
        return Err(DeniedError::Action);
    }
    let principal = match message.find("user:", 0).filter(|user| user.end <= authorized.start) {
        Some(user) => {
            let name = squeezed(message.original(user.end, authorized.start));
            let name = name.strip_suffix("is").unwrap_or(&name).trim_matches(QUOTES);
            principal(name).ok_or(DeniedError::Caller)?
        }
        None => unsigned(&action).ok_or(DeniedError::NoDetails)?,
    };
    let resource = on.map(|on| match context {
        Some(context) => unbroken(message.original(on.end, context.start)),
        None => message.name(on.end),
    });
    let resource = resource.map(|resource| resource.trim_matches(QUOTES).trim_end_matches(['.', ',', ';']).to_owned());
    let authorization_id = message.find("authorizationid:", after).map(|id| {
        let id = message.text.get(id.end..).unwrap_or_default();
        id.chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').collect()
    });
    let denial = context.map(|context| Denial {
        policy: context.policy,
        explicit: context.explicit,
        policy_arn: context.policy_arn(&message),
    });
    let resource = resource.filter(|resource| !resource.is_empty());
    let denied = Denied { principal, action, resource, denial, operation, authorization_id, unknown: Vec::new() };
    Ok(Denied { unknown: unknown(&denied), ..denied })
}

const QUOTES: [char; 3] = ['"', '\'', '`'];

/// What stands where the message says why.
#[derive(Clone, Copy)]
struct Context {
    start: usize,
    end: usize,
    policy: DenyingPolicy,
    explicit: bool,
}

impl Context {
    /// The first place behind `after` that says why, in a form that is documented.
    fn find(message: &Squeezed<'_>, after: usize) -> Option<Self> {
        let forms = DenyingPolicy::TABLE.iter().flat_map(|(policy, words)| {
            let words = squeezed(&words.to_ascii_lowercase());
            let denies = ["a", "an", "the"].map(|article| (format!("withanexplicitdenyin{article}{words}"), true));
            let silent = [(format!("becauseno{words}allowsthe"), false)];
            denies.into_iter().chain(silent).map(move |(form, explicit)| (*policy, form, explicit))
        });
        forms
            .filter_map(|(policy, form, explicit)| {
                let found = message.find(&form, after)?;
                Some(Self { start: found.start, end: found.end, policy, explicit })
            })
            .min_by_key(|context| context.start)
    }

    /// The ARN behind a colon, up to the next white space.
    fn policy_arn(self, message: &Squeezed<'_>) -> Option<String> {
        let arn = message.starts_with(":arn:", self.end).then(|| message.name(self.end + 1))?;
        self.explicit.then(|| arn.trim_end_matches(['.', ',', ';', ')']).trim_end_matches(QUOTES).to_owned())
    }
}

/// A text without its white space, in small letters, that knows where each byte comes from.
struct Squeezed<'t> {
    original: &'t str,
    text: String,
    from: Vec<usize>,
}

impl<'t> Squeezed<'t> {
    fn new(original: &'t str) -> Self {
        let kept = || original.char_indices().filter(|(_, c)| !c.is_whitespace());
        let text = kept().map(|(_, c)| c.to_ascii_lowercase()).collect();
        let from = kept().flat_map(|(at, c)| (0..c.len_utf8()).map(move |byte| at + byte)).collect();
        Self { original, text, from }
    }

    fn find(&self, words: &str, after: usize) -> Option<std::ops::Range<usize>> {
        let start = after + self.text.get(after..)?.find(words)?;
        Some(start..start + words.len())
    }

    fn starts_with(&self, words: &str, at: usize) -> bool {
        self.text.get(at..).is_some_and(|rest| rest.starts_with(words))
    }

    /// Where a byte comes from; behind the last, the end.
    fn place(&self, at: usize) -> usize {
        self.from.get(at).copied().unwrap_or(self.original.len())
    }

    /// The text between two places.
    fn original(&self, start: usize, end: usize) -> &'t str {
        self.original.get(self.place(start)..self.place(end)).unwrap_or_default().trim()
    }

    /// The text from a place to the next white space.
    fn word(&self, start: usize) -> &'t str {
        let rest = self.original.get(self.place(start)..).unwrap_or_default();
        rest.split_whitespace().next().unwrap_or_default()
    }

    /// [`Self::word`], put together again where a line broke it: when it is the beginning of an ARN alone, or when all that
    /// follows is one piece of a word.
    fn name(&self, start: usize) -> String {
        let rest = self.original.get(self.place(start)..).unwrap_or_default().trim_start();
        let word = self.word(start);
        let behind = rest.get(word.len()..).unwrap_or_default();
        let mut words = behind.split_whitespace();
        let next = words.next().unwrap_or_default();
        let is_last = words.next().is_none() && next.contains(|c: char| c.is_ascii_alphanumeric());
        let broken = behind.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        match broken && (is_last || is_half(word)) {
            true => format!("{word}{next}"),
            false => word.to_owned(),
        }
    }

    /// What stands between two phrases.
    fn between(&self, before: &str, behind: &str) -> Option<&'t str> {
        let start = self.find(before, 0)?.end;
        let end = self.find(behind, start)?.start;
        (end - start <= 80).then(|| self.original(start, end))
    }
}

/// Whether a text is the beginning of an ARN and not the whole: parts are missing, or digits of its account.
fn is_half(text: &str) -> bool {
    let text = text.trim_start_matches(QUOTES);
    let digits = |account: &str| !account.is_empty() && account.bytes().all(|b| b.is_ascii_digit());
    text.starts_with("arn:")
        && Arn::parse(text)
            .is_none_or(|arn| arn.resource.is_empty() || (digits(arn.account) && !is_account(arn.account)))
}

/// A text without any white space.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A text without line breaks and the white space around them. A resource's name may hold spaces.
fn unbroken(text: &str) -> String {
    text.lines().map(str::trim).collect()
}

/// A text without what colours it in a terminal (ECMA-48: control sequences, and operating system commands).
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\u{1b}' if characters.next_if_eq(&'[').is_some() => {
                while characters.next().is_some_and(|c| !('\u{40}'..='\u{7e}').contains(&c)) {}
            }
            '\u{1b}' if characters.next_if_eq(&']').is_some() => {
                while let Some(c) = characters.next() {
                    if c == '\u{7}' || (c == '\u{1b}' && characters.next_if_eq(&'\\').is_some()) {
                        break;
                    }
                }
            }
            c if c.is_control() && !c.is_whitespace() => {}
            c => plain.push(c),
        }
    }
    plain
}

fn is_action(text: &str) -> bool {
    let name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    text.split_once(':').is_some_and(|(service, action)| name(service) && name(action))
}

/// The caller that a message names.
fn principal(name: &str) -> Option<Principal> {
    let base = |kind, arn: &str, account: Option<&str>| Principal {
        kind,
        arn: arn.to_owned(),
        account: account.map(str::to_owned),
        role_arn: None,
        user_arn: None,
    };
    if name.eq_ignore_ascii_case("anonymous") {
        return Some(base(PrincipalType::Anonymous, "", None));
    }
    let Some(arn) = Arn::parse(name) else {
        let is_service = name.ends_with(".amazonaws.com") || name.ends_with(".amazonaws.com.cn");
        return is_service.then(|| base(PrincipalType::Service, name, None));
    };
    let account = Some(arn.account).filter(|account| is_account(account))?;
    let (partition, role_arn) =
        (arn.partition, |role: &str| format!("arn:{}:iam::{account}:role/{role}", arn.partition));
    let of_role = |arn: &str, role: &str| Principal {
        role_arn: Some(role_arn(role)),
        ..base(PrincipalType::RoleSession, arn, Some(account))
    };
    match (arn.service, arn.resource.split_once('/')) {
        ("iam", None) if arn.resource == "root" => Some(base(PrincipalType::Root, name, Some(account))),
        ("iam", Some(("user", _))) => Some(base(PrincipalType::User, name, Some(account))),
        ("sts", Some(("federated-user", _))) => Some(base(PrincipalType::FederatedUser, name, Some(account))),
        ("sts", Some(("assumed-role", session))) => {
            let (role, _) = session.split_once('/')?;
            Some(of_role(name, role))
        }
        // The page's own examples name a role where a session is meant.
        ("iam", Some(("role", path))) => {
            let role = path.rsplit('/').next()?;
            Some(of_role(&format!("arn:{partition}:sts::{account}:assumed-role/{role}/{SESSION}"), path))
        }
        _ => None,
    }
}

/// Stands for a session's name that the message does not say.
const SESSION: &str = "session";

/// Whoever calls an operation that nobody signs.
fn unsigned(action: &str) -> Option<Principal> {
    let kind = match action.split_once(':') {
        Some(("sts", "AssumeRoleWithWebIdentity")) => PrincipalType::WebIdentity,
        Some(("sts", "AssumeRoleWithSAML")) => PrincipalType::Saml,
        _ => return None,
    };
    Some(Principal { kind, arn: String::new(), account: None, role_arn: None, user_arn: None })
}

/// What is left open.
fn unknown(denied: &Denied) -> Vec<Unknown> {
    let mut unknown = Vec::new();
    let mut add = |open: Unknown, is: bool| {
        if is {
            unknown.push(open);
        }
    };
    let principal = &denied.principal;
    let is_session = principal.kind == PrincipalType::RoleSession;
    let without_session = is_session && principal.arn.ends_with(&format!("/{SESSION}"));
    add(Unknown::Session, without_session);
    add(Unknown::RolePath, is_session && !without_session);
    add(Unknown::Provider, matches!(principal.kind, PrincipalType::WebIdentity | PrincipalType::Saml));
    add(Unknown::Resource, denied.resource.is_none());
    add(Unknown::ResourceAccount, denied.resource.is_some() && denied.resource_account().is_none());
    add(Unknown::Denial, denied.denial.is_none());
    add(Unknown::Policy, denied.denial.as_ref().is_some_and(|denial| denial.explicit && denial.policy_arn.is_none()));
    add(Unknown::Context, true);
    unknown
}

impl Denied {
    /// The account that the resource's ARN names.
    #[must_use]
    pub fn resource_account(&self) -> Option<&str> {
        let arn = Arn::parse(self.resource.as_deref()?)?;
        Some(arn.account).filter(|account| is_account(account))
    }
}

#[cfg(test)]
mod tests;

//! Turns a JSON tree into a policy, and says what AWS would refuse and where.
//!
//! Tolerant: what can be read is read, and all findings are listed, in the order of the text, one for each slip. What the
//! JSON reader has named already (a half-typed member) is not named a second time.

mod condition;
mod name;
mod principal;
pub(in crate::iam) mod provider;
pub(in crate::iam) mod service;
mod statement;

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::iam::catalogue::is_managed;
use crate::iam::condition::ConditionOperator;
use crate::iam::findings::{
    DATA_TYPE_MISMATCH, EMPTY_ARRAY_STATEMENT, Finding, INVALID_POLICY_ELEMENT, INVALID_VERSION, MISSING_STATEMENT,
    MISSING_VERSION, POLICY_NOT_AN_OBJECT, POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA, POLICY_SIZE_EXCEEDS_RCP_QUOTA,
    POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA, POLICY_SIZE_EXCEEDS_SCP_QUOTA,
    POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA, UNSUPPORTED_ID,
};
use crate::iam::json::{Member, Node, Parse, Value};
use crate::iam::policy::{Policy, PolicyKind, Statement, Version};
use crate::iam::principal::PrincipalKey;
use crate::text::{Edit, TextRange};

/// What [`lower`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lowered {
    /// All that could be read.
    pub policy: Policy,
    /// The findings of the reader and of the grammar, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Lowered {
    /// Whether AWS would save the document, as far as these findings go.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.diagnostics.iter().all(|d| d.severity != Severity::Error)
    }
}

/// Reads a parsed document as a policy of `kind`. A statement that cannot be read is left out, with a finding.
#[must_use]
pub fn lower(parse: &Parse, kind: PolicyKind) -> Lowered {
    let mut reader =
        Reader { kind, version: Version::default(), sids: BTreeSet::new(), diagnostics: parse.diagnostics.clone() };
    let policy = reader.document(parse);
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|d| (d.range.start, d.severity));
    Lowered { policy, diagnostics }
}

/// [`crate::iam::json::parse`] and [`lower`] in one.
#[must_use]
pub fn read(text: &str, kind: PolicyKind) -> Lowered {
    lower(&crate::iam::json::parse(text), kind)
}

/// The kind that a document reads like: a trust policy names principals and no resource (or is about STS alone), a
/// resource policy names both, and all others read like an identity policy.
#[must_use]
pub fn guess_kind(parse: &Parse) -> PolicyKind {
    let statements = parse.root.as_ref().and_then(|root| root.get("Statement")).map_or(&[] as &[Node], Node::items);
    let has = |statement: &Node, name: &str| {
        let not = format!("Not{name}");
        statement.members().iter().any(|m| m.key == name || m.key == not)
    };
    let is_about_sts = |statement: &Node| {
        let actions = statement.get("Action").map_or(&[] as &[Node], Node::items);
        !actions.is_empty() && actions.iter().all(|a| a.as_str().is_some_and(is_sts))
    };
    let mut with_principal = statements.iter().filter(|s| has(s, "Principal")).peekable();
    if with_principal.peek().is_none() {
        PolicyKind::Identity
    } else if with_principal.all(|s| !has(s, "Resource") || is_about_sts(s)) {
        PolicyKind::Trust
    } else {
        PolicyKind::Resource
    }
}

fn is_sts(action: &str) -> bool {
    action.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("sts:"))
}

/// The elements of a document.
const DOCUMENT_ELEMENTS: &[&str] = &["Version", "Id", "Statement"];

/// The elements of a statement.
const STATEMENT_ELEMENTS: &[&str] =
    &["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

/// Says that a piece cannot be read; the findings say why.
struct Unreadable;

struct Reader {
    kind: PolicyKind,
    version: Version,
    /// The statement names met so far.
    sids: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn document(&mut self, parse: &Parse) -> Policy {
        let Some(root) = &parse.root else { return Policy::default() };
        if !matches!(root.value, Value::Object(_)) {
            // Text that is not JSON at all has its finding.
            if !root.is_missing() && parse.diagnostics.is_empty() {
                let message = format!("a policy is one object, from `{{` to `}}`, and this is {}", root.type_name());
                self.report(POLICY_NOT_AN_OBJECT.at(root.range, message));
            }
            return Policy::default();
        }
        self.version = match root.get("Version").and_then(Node::as_str) {
            Some("2012-10-17") => Version::V2012,
            _ => Version::V2008,
        };
        let mut statements = Vec::new();
        let is_bare_statement = root.get("Statement").is_none() && root.get("Effect").is_some();
        for member in root.members() {
            match member.key.as_str() {
                "Version" => self.version(&member.value),
                "Id" => self.id(member),
                // A repeated key: strict parsers take the last.
                "Statement" => statements = self.statements(&member.value),
                name if is_bare_statement && STATEMENT_ELEMENTS.contains(&name) => {}
                _ => self.unknown_element(member, DOCUMENT_ELEMENTS),
            }
        }
        let meant = elements_meant(root, DOCUMENT_ELEMENTS);
        if !meant.contains(&"Version") {
            self.missing_version(root);
        }
        if !meant.contains(&"Statement") {
            let mut diagnostic = MISSING_STATEMENT.at(opening(root), "the policy has no `Statement`");
            if is_bare_statement {
                let help = "`Effect` and the elements beside it make one statement: put them into `\"Statement\": { }`";
                diagnostic = diagnostic.with_help(help);
            }
            self.report(diagnostic);
        }
        self.size(parse, root);
        Policy { version: self.version, statements }
    }

    fn version(&mut self, value: &Node) {
        let fix = Edit { range: value.range, insert: "\"2012-10-17\"".to_owned() };
        let diagnostic = match (&value.value, self.kind) {
            (Value::Missing, _) => return,
            (Value::String(text), PolicyKind::Scp | PolicyKind::Rcp) if text == "2008-10-17" => {
                // AWS: Organizations User Guide, "SCP syntax" and "RCP syntax".
                let message = format!("a {} takes the version `2012-10-17` only", self.kind.title());
                INVALID_VERSION.at(value.range, message)
            }
            (Value::String(text), _) if text == "2012-10-17" || text == "2008-10-17" => return,
            (Value::String(text), _) => {
                let message = format!("`{text}` is no version of the policy language: it is `2012-10-17`");
                INVALID_VERSION.at(value.range, message).with_help("it is not a date of yours, and it stays as it is")
            }
            _ => wrong_type(value, "`Version` is a string"),
        };
        self.report(diagnostic.with_fix(fix));
    }

    fn missing_version(&mut self, root: &Node) {
        let message = "the policy names no `Version`, so the old language of 2008 is meant, which has no variables";
        let mut diagnostic = MISSING_VERSION.at(opening(root), message).with_help("add `\"Version\": \"2012-10-17\"`");
        if let Some(first) = root.members().first() {
            let range = TextRange::at(first.key_range.start as usize);
            diagnostic = diagnostic.with_fix(Edit { range, insert: "\"Version\": \"2012-10-17\", ".to_owned() });
        }
        self.report(diagnostic);
    }

    /// AWS: "IAM JSON policy elements: Id".
    fn id(&mut self, member: &Member) {
        if !matches!(self.kind, PolicyKind::Trust | PolicyKind::Resource) {
            let message = format!("a {} has no `Id`: it belongs to policies attached to resources", self.kind.title());
            self.report(UNSUPPORTED_ID.at(member.key_range, message));
        } else if !member.value.is_missing() && member.value.as_str().is_none() {
            self.report(wrong_type(&member.value, "`Id` is a string"));
        }
    }

    fn statements(&mut self, value: &Node) -> Vec<Statement> {
        self.sids.clear();
        match &value.value {
            Value::Missing => Vec::new(),
            Value::Array(items) if items.is_empty() => {
                self.report(EMPTY_ARRAY_STATEMENT.at(value.range, "`Statement` is empty: a policy needs a statement"));
                Vec::new()
            }
            Value::Array(_) | Value::Object(_) => {
                let items = value.items().iter().enumerate();
                items.filter_map(|(index, item)| self.statement(index, item)).collect()
            }
            _ => {
                self.report(wrong_type(value, "`Statement` is an object, or a list of objects"));
                Vec::new()
            }
        }
    }

    /// An element that does not exist. A member without a value is still being typed.
    fn unknown_element(&mut self, member: &Member, elements: &[&str]) {
        if member.value.is_missing() {
            return;
        }
        let key = &member.key;
        let known = |list: &[&str]| list.contains(&key.as_str());
        let diagnostic = if let Some(meant) = name::nearest(key, elements) {
            let fix = Edit { range: member.key_range, insert: format!("\"{meant}\"") };
            let message = if key.eq_ignore_ascii_case(meant) {
                format!("`{key}` is no policy element: letter case counts, write `{meant}`")
            } else {
                format!("`{key}` is no policy element: did you mean `{meant}`?")
            };
            INVALID_POLICY_ELEMENT.at(member.key_range, message).with_fix(fix)
        } else if known(STATEMENT_ELEMENTS) {
            let message = format!("`{key}` belongs inside a statement, not beside `Statement`");
            INVALID_POLICY_ELEMENT.at(member.key_range, message)
        } else if known(DOCUMENT_ELEMENTS) {
            let message = format!("`{key}` belongs beside `Statement`, not inside a statement");
            INVALID_POLICY_ELEMENT.at(member.key_range, message)
        } else if ConditionOperator::parse(key).is_ok() {
            INVALID_POLICY_ELEMENT
                .at(member.key_range, format!("`{key}` is a condition operator: it belongs inside `Condition`"))
                .with_help(format!("write `\"Condition\": {{\"{key}\": ...}}`"))
        } else if PrincipalKey::ALL.into_iter().any(|known| known.as_str() == key) {
            INVALID_POLICY_ELEMENT
                .at(member.key_range, format!("`{key}` is a type of principal: it belongs inside `Principal`"))
                .with_help(format!("write `\"Principal\": {{\"{key}\": ...}}`"))
        } else {
            let list: Vec<String> = elements.iter().map(|name| format!("`{name}`")).collect();
            INVALID_POLICY_ELEMENT
                .at(member.key_range, format!("`{key}` is no policy element"))
                .with_help(format!("the elements here are {}", list.join(", ")))
        };
        self.report(diagnostic);
    }

    /// AWS: "IAM and AWS STS quotas"; Organizations User Guide, "Quotas". A resource's service has its own limit.
    fn size(&mut self, parse: &Parse, root: &Node) {
        let (finding, limit, counted): (&Finding, usize, usize) = match self.kind {
            PolicyKind::Identity | PolicyKind::Boundary => {
                (&POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA, 6_144, parse.characters_without_white_space)
            }
            PolicyKind::Trust => {
                (&POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA, 2_048, parse.characters_without_white_space)
            }
            PolicyKind::Session => (&POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA, 2_048, parse.characters),
            PolicyKind::Scp => (&POLICY_SIZE_EXCEEDS_SCP_QUOTA, 10_240, parse.characters),
            PolicyKind::Rcp => (&POLICY_SIZE_EXCEEDS_RCP_QUOTA, 5_120, parse.characters),
            PolicyKind::Resource => return,
        };
        // What AWS publishes itself may be longer, and is nobody's to save.
        if counted <= limit || self.kind == PolicyKind::Identity && is_managed(root, counted) {
            return;
        }
        let end = root.range.end as usize;
        let range = TextRange::new(end.saturating_sub(1).max(root.range.start as usize), end);
        let message = format!("the policy has {counted} characters, and a {} may have {limit}", self.kind.title());
        let help = match self.kind {
            PolicyKind::Trust => "white space is not counted; an account can have the quota raised to 8192",
            PolicyKind::Identity | PolicyKind::Boundary => {
                "white space is not counted; a role can have several policies"
            }
            _ => "white space is counted too",
        };
        self.report(finding.at(range, message).with_help(help));
    }
}

/// The opening bracket of an object, to point at when something inside is missing; its first key if it has none.
fn opening(node: &Node) -> TextRange {
    let start = node.range.start as usize;
    match node.members().first() {
        Some(first) if first.key_range.start == node.range.start => first.key_range,
        _ => TextRange::new(start, (start + 1).min(node.range.end as usize)),
    }
}

/// Which of `elements` an object has, or has members that were meant to be them.
fn elements_meant(node: &Node, elements: &[&'static str]) -> Vec<&'static str> {
    let mut meant = Vec::with_capacity(elements.len());
    for member in node.members() {
        let known = elements.iter().find(|name| **name == member.key).copied();
        if let Some(name) = known.or_else(|| name::nearest(&member.key, elements))
            && !meant.contains(&name)
        {
            meant.push(name);
        }
    }
    meant
}

/// A value of a JSON type that does not belong there; `expected` says what does.
fn wrong_type(value: &Node, expected: &str) -> Diagnostic {
    let diagnostic = DATA_TYPE_MISMATCH.at(value.range, format!("{expected}, and this is {}", value.type_name()));
    match &value.value {
        Value::Number(text) => diagnostic.with_fix(Edit { range: value.range, insert: format!("\"{text}\"") }),
        _ => diagnostic,
    }
}

/// A refusal in the words of whoever refused: what is wrong and, behind a semicolon, what to do.
fn refused(finding: &Finding, range: TextRange, why: &impl ToString) -> Diagnostic {
    let why = why.to_string();
    // What is empty has no name to be called by.
    let why = why.strip_prefix("`` ").map_or_else(|| why.clone(), |rest| format!("nothing stands here: it {rest}"));
    match why.split_once("; ") {
        Some((message, help)) => finding.at(range, message).with_help(help),
        None => finding.at(range, why),
    }
}

#[cfg(test)]
mod tests;

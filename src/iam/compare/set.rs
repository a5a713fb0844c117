//! What is compared: documents of one kind that act together, and how the evaluator is asked about them.

use std::sync::Arc;

use crate::iam::condition::ConditionOperator;
use crate::iam::lower;
use crate::iam::pattern::{ActionPattern, ResourcePattern};
use crate::iam::policy::{Effect, Element, Policy, PolicyKind, Statement, Version};
use crate::iam::principal::PrincipalEntry;
use crate::iam::request::{Attached, Policies, PrincipalType, Request, ResourceKind};
use crate::text::{Spanned, TextRange};

/// Documents of one kind that act together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// What they are.
    pub kind: PolicyKind,
    /// What they say. An allow in any of them allows, a deny in any of them denies.
    pub documents: Vec<Arc<Policy>>,
}

impl Set {
    /// A set of documents.
    #[must_use]
    pub fn new(kind: PolicyKind, documents: Vec<Arc<Policy>>) -> Self {
        Self { kind, documents }
    }

    /// A set of one document, read from its text. What cannot be read of it says nothing.
    #[must_use]
    pub fn of_text(kind: PolicyKind, text: &str) -> Self {
        Self::new(kind, vec![Arc::new(lower::read(text, kind).policy)])
    }

    /// Its statements, with the place of each: document and statement, both from 0.
    pub(super) fn statements(&self) -> impl Iterator<Item = ((usize, usize), &Statement, Version)> {
        self.documents.iter().enumerate().flat_map(|(at, policy)| {
            policy.statements.iter().map(move |statement| ((at, statement.index), statement, policy.version))
        })
    }

    fn has(&self, effect: Effect) -> bool {
        self.statements().any(|(_, statement, _)| statement.effect.value == effect)
    }

    /// Whether it only takes away: it denies something and allows nothing.
    pub(super) fn only_denies(&self) -> bool {
        self.has(Effect::Deny) && !self.has(Effect::Allow)
    }

    /// How the resource's policy counts: a policy that speaks of KMS alone is that of a key.
    #[must_use]
    pub fn resource_kind(&self) -> ResourceKind {
        match self.kind {
            PolicyKind::Trust => ResourceKind::Trust,
            PolicyKind::Resource if self.is_about_keys() => ResourceKind::Kms,
            _ => ResourceKind::Generic,
        }
    }

    fn is_about_keys(&self) -> bool {
        let mut actions = self.statements().flat_map(|(_, statement, _)| &statement.action.entries).peekable();
        actions.peek().is_some()
            && actions
                .all(|entry| entry.value.as_str().get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("kms:")))
    }

    /// The policies under which these documents alone decide: everybody else who has a say allows everything.
    #[must_use]
    pub fn policies(&self, request: &Request, resource_kind: ResourceKind) -> Policies {
        let attach = |(at, policy): (usize, &Arc<Policy>)| Attached {
            name: format!("{}[{at}]", self.kind.as_str()).into(),
            kind: self.kind,
            policy: Arc::clone(policy),
        };
        let mut policies = Policies { identity: vec![everything(PolicyKind::Identity)], ..Policies::default() };
        let documents = || self.documents.iter().enumerate().map(attach);
        match self.kind {
            // There is one boundary at most, so several documents are held as what they mean in it: what they allow.
            PolicyKind::Identity | PolicyKind::Boundary => policies.identity = documents().collect(),
            PolicyKind::Session => policies.session = Some(documents().collect()),
            PolicyKind::Scp => policies.scp = Some(vec![documents().collect()]),
            PolicyKind::Rcp => {
                policies.rcp = Some(vec![documents().chain([everything(PolicyKind::Rcp)]).collect()]);
            }
            PolicyKind::Trust | PolicyKind::Resource => {
                policies.resource = Some(self.joined());
                policies.resource_kind = resource_kind;
                if request.principal.kind == PrincipalType::FederatedUser {
                    policies.session = Some(vec![everything(PolicyKind::Session)]);
                }
            }
        }
        policies
    }

    /// All documents as one: a resource has one policy.
    fn joined(&self) -> Attached {
        let policy = match self.documents.as_slice() {
            [only] => Arc::clone(only),
            documents => Arc::new(Policy {
                version: documents.first().map_or(Version::V2012, |policy| policy.version),
                statements: documents.iter().flat_map(|policy| policy.statements.iter().cloned()).collect(),
            }),
        };
        Attached { name: self.kind.as_str().into(), kind: self.kind, policy }
    }
}

/// A document that allows everything to everybody.
pub(super) fn everything(kind: PolicyKind) -> Attached {
    const NOWHERE: TextRange = TextRange { start: 0, end: 0 };
    fn element<T>(entry: T) -> Element<T> {
        Element { negated: false, entries: vec![Spanned::new(entry, NOWHERE)], range: NOWHERE }
    }
    let statement = ActionPattern::parse("*").ok().zip(ResourcePattern::parse("*").ok()).map(|(action, resource)| {
        let principal = (kind == PolicyKind::Rcp).then(|| element(PrincipalEntry::Everyone));
        Statement {
            index: 0,
            sid: None,
            effect: Spanned::new(Effect::Allow, NOWHERE),
            principal,
            action: element(action),
            resource: Some(element(resource)),
            conditions: Vec::new(),
            condition_range: None,
            range: NOWHERE,
        }
    });
    let policy = Policy { version: Version::V2012, statements: statement.into_iter().collect() };
    Attached { name: "everything".into(), kind, policy: Arc::new(policy) }
}

/// What makes two statements the same condition for applying, whatever their effect, name and place.
pub(super) fn signature(statement: &Statement, version: Version) -> String {
    fn list<T>(out: &mut String, element: &Element<T>, text: impl Fn(&T) -> String) {
        let mut texts: Vec<String> = element.entries.iter().map(|entry| text(&entry.value)).collect();
        texts.sort_unstable();
        texts.dedup();
        out.push(if element.negated { '!' } else { '=' });
        for text in texts {
            out.push_str(&text);
            out.push('\u{1}');
        }
        out.push('\u{2}');
    }
    let mut out = String::new();
    if let Some(principal) = &statement.principal {
        list(&mut out, principal, |entry| format!("{entry:?}"));
    }
    list(&mut out, &statement.action, |entry| entry.as_str().to_ascii_lowercase());
    if let Some(resource) = &statement.resource {
        list(&mut out, resource, |entry| entry.as_str().to_owned());
    }
    let mut lines: Vec<String> = statement
        .conditions
        .iter()
        .map(|line| {
            let operator: ConditionOperator = line.operator.value;
            let mut values: Vec<&str> = line.values.iter().map(|value| value.value.as_str()).collect();
            values.sort_unstable();
            values.dedup();
            format!("{operator}\u{1}{}\u{1}{}", line.key.value.to_ascii_lowercase(), values.join("\u{1}"))
        })
        .collect();
    lines.sort_unstable();
    out.push_str(&lines.join("\u{2}"));
    if version == Version::V2008 && out.contains("${") {
        out.push_str("\u{2}2008");
    }
    out
}

//! A statement in the text of its document: where its elements stand, and what a change of them looks like.

use std::sync::Arc;

use super::{Candidate, ChangeKind, Part, SideEffect, write};
use crate::iam::json::{self, Member, Node};
use crate::iam::policy::{ConditionLine, Statement};
use crate::iam::principal::PrincipalKey;
use crate::iam::request::{Principal, PrincipalType};
use crate::iam::scenario::Document;
use crate::iam::trace::StatementStep;
use crate::text::{Edit, TextRange};

/// A document's text, read.
pub(super) struct Page<'d> {
    /// The document.
    pub(super) document: &'d Document,
    root: Node,
}

/// One statement of it.
pub(super) struct Site<'p> {
    pub(super) page: &'p Page<'p>,
    /// The statement in the text.
    pub(super) node: &'p Node,
    /// What it says.
    pub(super) statement: &'p Statement,
    /// What it is called.
    label: String,
}

/// What a part touches.
pub(super) enum Touched {
    /// This piece becomes another.
    Piece(TextRange),
    /// This is put in.
    PutIn(String),
    /// This piece goes.
    TakenOut(TextRange),
}

/// The change of one element of a statement.
pub(super) struct Fix {
    pub(super) kind: ChangeKind,
    pub(super) edits: Vec<Edit>,
    /// The member it stands in.
    pub(super) touched: TextRange,
    pub(super) cost: u32,
    pub(super) growth: Vec<SideEffect>,
}

impl Fix {
    /// A change of `member`.
    pub(super) fn of(member: &Member, kind: ChangeKind, edit: Edit, cost: u32) -> Self {
        Self { kind, edits: vec![edit], touched: member.range(), cost, growth: Vec::new() }
    }

    /// The same with what it does besides.
    pub(super) fn growing(self, growth: Option<SideEffect>) -> Self {
        Self { growth: growth.into_iter().collect(), ..self }
    }
}

impl<'d> Page<'d> {
    /// Reads a document's text.
    pub(super) fn read(document: &'d Document) -> Option<Self> {
        Some(Self { document, root: json::parse(&document.text).root? })
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.document.text
    }

    /// The value of `Statement`.
    pub(super) fn statements(&self) -> Option<&Node> {
        self.root.get("Statement")
    }

    /// The statement that a trace speaks of.
    pub(super) fn site(&self, step: &StatementStep) -> Option<Site<'_>> {
        let node = self.statements()?.items().get(step.index)?;
        let statement = self.document.policy.statements.iter().find(|statement| statement.index == step.index)?;
        Some(Site { page: self, node, statement, label: label(step.sid.as_deref(), step.index) })
    }

    /// A part of a change of this document.
    pub(super) fn part(
        &self,
        statement: String,
        kinds: Vec<ChangeKind>,
        mut edits: Vec<Edit>,
        touched: Touched,
    ) -> Part {
        edits.sort_by_key(|edit| edit.range);
        let mut part = Part {
            document: Arc::clone(&self.document.name),
            policy: self.document.kind,
            attach_to: None,
            statement,
            kinds,
            range: edits.iter().map(|edit| edit.range).reduce(TextRange::cover).unwrap_or_default(),
            edits,
            before: String::new(),
            after: String::new(),
        };
        match touched {
            Touched::Piece(range) => {
                let text = part.apply(self.text());
                let end = text.len().saturating_sub(self.text().len().saturating_sub(range.end as usize));
                part.range = range;
                part.before = range.slice(self.text()).to_owned();
                part.after = TextRange::new(range.start as usize, end).slice(&text).to_owned();
            }
            Touched::PutIn(what) => part.after = what,
            Touched::TakenOut(range) => part.before = range.slice(self.text()).to_owned(),
        }
        part
    }

    /// A statement more, with these members: how it is put in, and how it reads.
    pub(super) fn one_statement_more(&self, members: &[(&str, String)]) -> Option<(String, Vec<Edit>, String)> {
        let statements = self.statements()?;
        let statement = write::object_like(self.text(), statements.items().last()?, members);
        let edits = write::add_statement(self.text(), statements, &statement);
        Some((label(None, statements.items().len()), edits, statement))
    }
}

impl Site<'_> {
    /// The text.
    pub(super) fn text(&self) -> &str {
        self.page.text()
    }

    /// An element of the statement.
    pub(super) fn member(&self, key: &str) -> Option<&Member> {
        self.node.members().iter().find(|member| member.key == key)
    }

    /// The operator and the key of a condition line.
    pub(super) fn condition(&self, line: &ConditionLine) -> Option<(&Member, &Member)> {
        let condition = self.member("Condition")?;
        condition.value.members().iter().find_map(|operator| {
            let key = operator.value.members().iter().find(|key| key.range() == line.range)?;
            Some((operator, key))
        })
    }

    /// All fixes at once.
    pub(super) fn candidate(&self, fixes: Vec<Fix>) -> Option<Candidate> {
        let touched = fixes.iter().map(|fix| fix.touched).reduce(TextRange::cover)?;
        let cost = fixes.iter().map(|fix| fix.cost).sum();
        let (mut kinds, mut edits, mut growth) = (Vec::new(), Vec::new(), Vec::new());
        for fix in fixes {
            kinds.push(fix.kind);
            edits.extend(fix.edits);
            growth.extend(fix.growth);
        }
        Some(Candidate { part: self.part(kinds, edits, Touched::Piece(touched)), cost, growth })
    }

    /// A part of a change, of this statement.
    pub(super) fn part(&self, kinds: Vec<ChangeKind>, edits: Vec<Edit>, touched: Touched) -> Part {
        self.page.part(self.label.clone(), kinds, edits, touched)
    }

    /// The statement taken out; `None` when it is the only one.
    pub(super) fn without(&self) -> Option<Part> {
        let ranges: Vec<TextRange> = self.page.statements()?.items().iter().map(|item| item.range).collect();
        let edit = write::take_out(&ranges, self.statement_place()?)?;
        Some(self.part(vec![ChangeKind::RemoveStatement], vec![edit], Touched::TakenOut(self.node.range)))
    }

    fn statement_place(&self) -> Option<usize> {
        self.page.statements()?.items().iter().position(|item| item.range == self.node.range)
    }
}

/// What people call a statement.
fn label(sid: Option<&str>, index: usize) -> String {
    match sid {
        Some(sid) if !sid.is_empty() => sid.to_owned(),
        _ => format!("Statement {}", index + 1),
    }
}

/// How a policy names a caller, as closely as it should: a role rather than one of its sessions. Nobody is named by a
/// wildcard, and a caller from outside of AWS only with conditions that nobody but its author knows.
pub(super) fn entry_for(principal: &Principal) -> Option<(PrincipalKey, &str)> {
    match principal.kind {
        PrincipalType::User | PrincipalType::FederatedUser | PrincipalType::Root => {
            Some((PrincipalKey::Aws, &principal.arn))
        }
        PrincipalType::RoleSession => Some((PrincipalKey::Aws, principal.role_arn.as_ref().unwrap_or(&principal.arn))),
        PrincipalType::Service => Some((PrincipalKey::Service, &principal.arn)),
        PrincipalType::WebIdentity | PrincipalType::Saml | PrincipalType::Anonymous => None,
    }
}

//! One statement: which elements it has and may have in a policy of its kind, and `Sid`, `Effect`, `Action`, `Resource`.

use crate::iam::findings::{
    EMPTY_ARRAY_ACTION, EMPTY_ARRAY_RESOURCE, EMPTY_SID_VALUE, Finding, INVALID_ACTION_FORMAT, INVALID_ARN_PREFIX,
    INVALID_EFFECT, INVALID_RESOURCE_FORMAT, MISSING_ACTION, MISSING_ARN_FIELD, MISSING_EFFECT, MISSING_RESOURCE,
    RCP_SYNTAX_ERROR_ACTION, RCP_SYNTAX_ERROR_ALLOW, RCP_SYNTAX_ERROR_NOTACTION,
    ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE, UNIQUE_SIDS_REQUIRED, UNSUPPORTED_ACTION_IN_POLICY,
    UNSUPPORTED_ELEMENT_COMBINATION, UNSUPPORTED_SID, VARIABLE_UNSUPPORTED_IN_VERSION,
};
use crate::iam::json::{Member, Node, Value};
use crate::iam::lower::{Reader, STATEMENT_ELEMENTS, Unreadable, elements_meant, is_sts, opening, refused, wrong_type};
use crate::iam::pattern::{ActionPattern, ResourcePattern};
use crate::iam::policy::{Effect, Element, PolicyKind, Statement, Version};
use crate::text::{Edit, Spanned, TextRange};

/// A statement's JSON, and what can be seen of it at a glance.
pub(super) struct Outline<'n> {
    pub(super) node: &'n Node,
    /// The elements that are there, or were meant to be.
    meant: Vec<&'static str>,
    /// Whether a member is only half typed, so that what seems missing may just not be there yet.
    half_typed: bool,
    /// Whether some form of `Principal` is meant.
    pub(super) has_principal: bool,
    /// Whether some form of `Resource` is meant.
    pub(super) has_resource: bool,
}

impl<'n> Outline<'n> {
    fn of(node: &'n Node) -> Self {
        let meant = elements_meant(node, STATEMENT_ELEMENTS);
        let either = |plain, negated| meant.contains(&plain) || meant.contains(&negated);
        Self {
            node,
            half_typed: node.members().iter().any(|m| m.value.is_missing()),
            has_principal: either("Principal", "NotPrincipal"),
            has_resource: either("Resource", "NotResource"),
            meant,
        }
    }

    /// Whether to say that `name` is missing: it is not there, nor anything that could be meant to be it.
    pub(super) fn lacks(&self, name: &str) -> bool {
        !self.half_typed && !self.meant.iter().any(|meant| meant.strip_prefix("Not").unwrap_or(meant) == name)
    }
}

impl Reader {
    pub(super) fn statement(&mut self, index: usize, node: &Node) -> Option<Statement> {
        match node.value {
            Value::Object(_) => {}
            Value::Missing => return None,
            _ => {
                self.report(wrong_type(node, "a statement is an object, from `{` to `}`"));
                return None;
            }
        }
        for member in node.members().iter().filter(|m| !STATEMENT_ELEMENTS.contains(&m.key.as_str())) {
            self.unknown_element(member, STATEMENT_ELEMENTS);
        }
        let outline = Outline::of(node);
        // All are read before any is missed, so that all findings are listed.
        let sid = self.sid(node);
        let effect = self.effect(&outline);
        let principal = self.principal(&outline, effect.as_ref().ok().map(|e| e.value));
        let action = self.action(&outline);
        let resource = self.resource(&outline);
        let condition = node.members().iter().rev().find(|m| m.key == "Condition");
        let conditions = condition.map_or(Ok(Vec::new()), |member| self.conditions(&member.value));
        let statement = Statement {
            index,
            sid,
            effect: effect.ok()?,
            principal: principal.ok()?,
            action: action.ok()?,
            resource: resource.ok()?,
            conditions: conditions.ok()?,
            condition_range: condition.map(Member::range),
            range: node.range,
        };
        self.demanded_claims(&statement);
        Some(statement)
    }

    /// AWS: "IAM JSON policy elements: Sid".
    fn sid(&mut self, node: &Node) -> Option<Spanned<String>> {
        let member = node.members().iter().rev().find(|member| member.key == "Sid")?;
        let value = &member.value;
        let Value::String(text) = &value.value else {
            if !value.is_missing() {
                self.report(wrong_type(value, "`Sid` is a string"));
            }
            return None;
        };
        let stored_by_iam =
            matches!(self.kind, PolicyKind::Identity | PolicyKind::Trust | PolicyKind::Boundary | PolicyKind::Session);
        if stored_by_iam {
            let kept: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
            if kept.len() != text.len() {
                let message = format!("`{text}` cannot be a `Sid`: it is made of letters and digits only");
                let fix = Edit { range: value.range, insert: format!("\"{kept}\"") };
                self.report(UNSUPPORTED_SID.at(value.range, message).with_fix(fix));
            } else if !text.is_empty() && !self.sids.insert(text.clone()) {
                let message = format!("another statement is named `{text}` already: each `Sid` stands once");
                self.report(UNIQUE_SIDS_REQUIRED.at(value.range, message));
            }
        }
        if text.is_empty() {
            let mut diagnostic = EMPTY_SID_VALUE.at(member.range(), "the `Sid` is empty: it names nothing");
            let next = node.members().iter().find(|other| other.key_range > member.key_range);
            if let Some(next) = next {
                let range = TextRange::new(member.key_range.start as usize, next.key_range.start as usize);
                diagnostic = diagnostic.with_fix(Edit { range, insert: String::new() });
            }
            self.report(diagnostic);
        }
        Some(Spanned::new(text.clone(), value.range))
    }

    /// AWS: "IAM JSON policy elements: Effect".
    fn effect(&mut self, outline: &Outline<'_>) -> Result<Spanned<Effect>, Unreadable> {
        let Some(value) = outline.node.get("Effect") else {
            if outline.lacks("Effect") {
                let message = "the statement has no `Effect`: say `Allow` or `Deny`";
                self.report(MISSING_EFFECT.at(opening(outline.node), message));
            }
            return Err(Unreadable);
        };
        let effect = match &value.value {
            Value::Missing => return Err(Unreadable),
            Value::String(text) if text == "Allow" => Effect::Allow,
            Value::String(text) if text == "Deny" => Effect::Deny,
            Value::String(text) => {
                let mut diagnostic =
                    INVALID_EFFECT.at(value.range, format!("`{text}` is no effect: it is `Allow` or `Deny`"));
                if let Some(meant) = super::name::nearest(text, &["Allow", "Deny"]) {
                    diagnostic = diagnostic
                        .with_help(format!("write `{meant}`; letter case counts"))
                        .with_fix(Edit { range: value.range, insert: format!("\"{meant}\"") });
                }
                self.report(diagnostic);
                return Err(Unreadable);
            }
            _ => {
                self.report(wrong_type(value, "`Effect` is the string `Allow` or `Deny`"));
                return Err(Unreadable);
            }
        };
        if effect == Effect::Allow && self.kind == PolicyKind::Rcp {
            let message = "a resource control policy of your own can only `Deny`";
            self.report(RCP_SYNTAX_ERROR_ALLOW.at(value.range, message));
        }
        Ok(Spanned::new(effect, value.range))
    }

    fn action(&mut self, outline: &Outline<'_>) -> Result<Element<ActionPattern>, Unreadable> {
        let Some((member, negated)) = self.either(outline.node, "Action", "NotAction")? else {
            if outline.lacks("Action") {
                let message = "the statement has no `Action`: say which actions it speaks of";
                self.report(MISSING_ACTION.at(opening(outline.node), message));
            }
            return Err(Unreadable);
        };
        if negated && self.kind == PolicyKind::Rcp {
            let message = "a resource control policy has no `NotAction`: list the actions it denies in `Action`";
            self.report(RCP_SYNTAX_ERROR_NOTACTION.at(member.key_range, message));
        }
        let reads_like_permissions = outline.has_resource && !outline.has_principal;
        let (texts, mut all_read) = self.texts(&member.key, &member.value, &EMPTY_ARRAY_ACTION);
        let mut entries = Vec::with_capacity(texts.len());
        for Spanned { value: text, range } in texts {
            match ActionPattern::parse(text) {
                Ok(pattern) => {
                    if self.kind == PolicyKind::Trust && !is_sts(text) && !reads_like_permissions {
                        self.foreign_action(text, range);
                    }
                    if self.kind == PolicyKind::Rcp && text == "*" && !negated {
                        let message =
                            "a resource control policy cannot speak of every action: name the service, like `s3:*`";
                        self.report(RCP_SYNTAX_ERROR_ACTION.at(range, message));
                    }
                    entries.push(Spanned::new(pattern, range));
                }
                Err(why) => {
                    all_read = false;
                    let mut diagnostic = refused(&INVALID_ACTION_FORMAT, range, &why);
                    let of_sts = format!("sts:{text}");
                    if self.kind == PolicyKind::Trust && !text.contains(':') && ActionPattern::parse(&of_sts).is_ok() {
                        diagnostic = diagnostic.with_fix(Edit { range, insert: format!("\"{of_sts}\"") });
                    }
                    self.report(diagnostic);
                }
            }
        }
        if all_read { Ok(Element { negated, entries, range: member.range() }) } else { Err(Unreadable) }
    }

    /// An action of another service in a trust policy.
    fn foreign_action(&mut self, text: &str, range: TextRange) {
        let message = if text == "*" {
            "a trust policy cannot speak of every action: name `sts:AssumeRole`".to_owned()
        } else {
            format!(
                "`{text}` does not belong in a trust policy: that says who may assume the role, with `sts:` actions"
            )
        };
        let help = "what the role may do stands in its permissions policy";
        self.report(UNSUPPORTED_ACTION_IN_POLICY.at(range, message).with_help(help));
    }

    fn resource(&mut self, outline: &Outline<'_>) -> Result<Option<Element<ResourcePattern>>, Unreadable> {
        let found = self.either(outline.node, "Resource", "NotResource")?;
        if self.kind == PolicyKind::Trust {
            if let Some((member, _)) = found {
                let message = format!("a trust policy has no `{}`: its resource is the role itself", member.key);
                let help = "what the role may do, and with which resources, stands in its permissions policy";
                let diagnostic = ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE.at(member.key_range, message);
                self.report(diagnostic.with_help(help));
                return Err(Unreadable);
            }
            return Ok(None);
        }
        let Some((member, negated)) = found else {
            // With `Principal` and no `Resource` it is a trust policy in the wrong place, and the finding says so there.
            let is_misplaced = outline.has_principal && !matches!(self.kind, PolicyKind::Resource | PolicyKind::Rcp);
            if outline.lacks("Resource") && !is_misplaced {
                let message = "the statement has no `Resource`: say which resources it speaks of, `\"*\"` for all";
                self.report(MISSING_RESOURCE.at(opening(outline.node), message));
            }
            return Err(Unreadable);
        };
        let (texts, mut all_read) = self.texts(&member.key, &member.value, &EMPTY_ARRAY_RESOURCE);
        let mut entries = Vec::with_capacity(texts.len());
        for Spanned { value: text, range } in texts {
            self.check_variables(text, range);
            match ResourcePattern::parse(text) {
                Ok(pattern) => {
                    // AWS: "Grammar of the IAM JSON policy language": missing parts are filled in for identity policies.
                    if self.kind == PolicyKind::Session && text.starts_with("arn:") && text.split(':').count() < 6 {
                        let message = format!("`{text}` lacks parts: in a session policy an ARN has all six");
                        self.report(MISSING_ARN_FIELD.at(range, message));
                    }
                    entries.push(Spanned::new(pattern, range));
                }
                Err(why) => {
                    all_read = false;
                    let is_arn = text.starts_with("arn:");
                    let finding = if is_arn { &INVALID_RESOURCE_FORMAT } else { &INVALID_ARN_PREFIX };
                    self.report(refused(finding, range, &why));
                }
            }
        }
        if all_read { Ok(Some(Element { negated, entries, range: member.range() })) } else { Err(Unreadable) }
    }

    /// The member of that name or of its `Not` form, and whether it is the latter. Both together cannot be read.
    pub(super) fn either<'n>(
        &mut self,
        node: &'n Node,
        plain: &str,
        negated: &str,
    ) -> Result<Option<(&'n Member, bool)>, Unreadable> {
        let find = |name: &str| node.members().iter().rev().find(|m| m.key == name);
        match (find(plain), find(negated)) {
            (Some(a), Some(b)) => {
                let second = if a.key_range < b.key_range { b } else { a };
                let message = format!("`{plain}` and `{negated}` in one statement: keep one of the two");
                self.report(UNSUPPORTED_ELEMENT_COMBINATION.at(second.key_range, message));
                Err(Unreadable)
            }
            (Some(member), None) => Ok(Some((member, false))),
            (None, Some(member)) => Ok(Some((member, true))),
            (None, None) => Ok(None),
        }
    }

    /// The strings of an element that is a string or a list of strings, and whether that is all there is.
    pub(super) fn texts<'n>(&mut self, name: &str, value: &'n Node, empty: &Finding) -> (Vec<Spanned<&'n str>>, bool) {
        let items = value.items();
        if items.is_empty() {
            self.report(empty.at(value.range, format!("`{name}` is an empty list: put something in, or take it out")));
            return (Vec::new(), false);
        }
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match item.as_str() {
                Some(text) => texts.push(Spanned::new(text, item.range)),
                None if item.is_missing() => {}
                None => self.report(wrong_type(item, &format!("`{name}` is a string or a list of strings"))),
            }
        }
        let all_read = texts.len() == items.len();
        (texts, all_read)
    }

    /// AWS: "IAM JSON policy elements: Version": variables came with the version of 2012.
    pub(super) fn check_variables(&mut self, text: &str, range: TextRange) {
        if self.version == Version::V2008 && text.contains("${") {
            let message = "`${` is plain text here: variables need `\"Version\": \"2012-10-17\"`";
            self.report(VARIABLE_UNSUPPORTED_IN_VERSION.at(range, message));
        }
    }
}

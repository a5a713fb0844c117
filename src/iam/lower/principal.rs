//! `Principal` and `NotPrincipal`: in which kinds of policy they may stand, and their values
//! (AWS: "AWS JSON policy elements: Principal", "AWS JSON policy elements: NotPrincipal").

use crate::diagnostic::Diagnostic;
use crate::iam::arn::is_account;
use crate::iam::findings::{
    ALLOW_WITH_NOT_PRINCIPAL, EMPTY_ARRAY_PRINCIPAL, EMPTY_OBJECT_PRINCIPAL, INVALID_FEDERATED_PRINCIPAL,
    INVALID_PRINCIPAL, INVALID_PRINCIPAL_FORMAT, INVALID_PRINCIPAL_KEY, INVALID_SERVICE_PRINCIPAL_FORMAT,
    MISSING_PRINCIPAL, RCP_SYNTAX_ERROR_PRINCIPAL, ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL,
    SCP_SYNTAX_ERROR_PRINCIPAL, UNSUPPORTED_NOT_PRINCIPAL, UNSUPPORTED_PRINCIPAL, UNSUPPORTED_WILDCARD_IN_PRINCIPAL,
};
use crate::iam::json::{Member, Node, Value};
use crate::iam::lower::statement::Outline;
use crate::iam::lower::{Reader, Unreadable, name, opening, refused, service, wrong_type};
use crate::iam::policy::{Effect, Element, PolicyKind};
use crate::iam::principal::{PrincipalEntry, PrincipalKey};
use crate::text::{Edit, Spanned, TextRange};

impl Reader {
    pub(super) fn principal(
        &mut self,
        outline: &Outline<'_>,
        effect: Option<Effect>,
    ) -> Result<Option<Element<PrincipalEntry>>, Unreadable> {
        let found = self.either(outline.node, "Principal", "NotPrincipal")?;
        let has_none =
            matches!(self.kind, PolicyKind::Identity | PolicyKind::Boundary | PolicyKind::Session | PolicyKind::Scp);
        match found {
            Some((member, negated)) if has_none => {
                self.misplaced_principal(member, negated);
                Err(Unreadable)
            }
            None if has_none => Ok(None),
            None => {
                self.missing_principal(outline);
                Err(Unreadable)
            }
            Some((member, true)) if self.kind == PolicyKind::Trust => {
                let message = "a trust policy has no `NotPrincipal`: name in `Principal` those it speaks of";
                self.report(ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL.at(member.key_range, message));
                Err(Unreadable)
            }
            Some((member, true)) if self.kind == PolicyKind::Rcp => {
                let message = "a resource control policy has no `NotPrincipal`: it says `\"Principal\": \"*\"`";
                self.report(UNSUPPORTED_NOT_PRINCIPAL.at(member.key_range, message));
                Err(Unreadable)
            }
            Some((member, negated)) => {
                if negated && effect == Some(Effect::Allow) {
                    let message = "`NotPrincipal` with `Allow` would let in everybody else in the world";
                    let help = "list in `Principal` those it allows";
                    self.report(ALLOW_WITH_NOT_PRINCIPAL.at(member.key_range, message).with_help(help));
                }
                if self.kind == PolicyKind::Rcp && !member.value.is_missing() && member.value.as_str() != Some("*") {
                    let message = "a resource control policy speaks of everybody: its `Principal` is `\"*\"`";
                    let help = "narrow it with a condition, for example on `aws:PrincipalArn`";
                    self.report(RCP_SYNTAX_ERROR_PRINCIPAL.at(member.value.range, message).with_help(help));
                    return Err(Unreadable);
                }
                let entries = self.principals(&member.key, &member.value)?;
                Ok(Some(Element { negated, entries, range: member.range() }))
            }
        }
    }

    fn misplaced_principal(&mut self, member: &Member, negated: bool) {
        let finding = match self.kind {
            _ if negated => &UNSUPPORTED_NOT_PRINCIPAL,
            PolicyKind::Scp => &SCP_SYNTAX_ERROR_PRINCIPAL,
            _ => &UNSUPPORTED_PRINCIPAL,
        };
        let whom = match self.kind {
            PolicyKind::Scp => "it speaks of all principals of the accounts it is attached to",
            PolicyKind::Session => "it speaks of the session it is passed for",
            _ => "it speaks of the role or user it is attached to",
        };
        let message = format!("a {} has no `{}`: {whom}", self.kind.title(), member.key);
        let help =
            "who may assume a role is said in its trust policy: move the statement there, or delete this element";
        self.report(finding.at(member.key_range, message).with_help(help));
    }

    fn missing_principal(&mut self, outline: &Outline<'_>) {
        if !outline.lacks("Principal") {
            return;
        }
        let place = opening(outline.node);
        let diagnostic = match self.kind {
            PolicyKind::Trust if outline.has_resource => MISSING_PRINCIPAL
                .at(place, "this reads like a permissions policy, and it stands where the trust policy belongs")
                .with_help("a trust policy has `Principal`, who may assume the role, and no `Resource`"),
            PolicyKind::Trust => MISSING_PRINCIPAL
                .at(place, "the statement has no `Principal`: a trust policy says who may assume the role"),
            PolicyKind::Rcp => MISSING_PRINCIPAL
                .at(place, "the statement has no `Principal`: a resource control policy says `\"Principal\": \"*\"`"),
            _ => MISSING_PRINCIPAL
                .at(place, "the statement has no `Principal`: a resource policy says whom it speaks of")
                .with_help("without one it reads like a permissions policy, which is attached to a user or role"),
        };
        self.report(diagnostic);
    }

    /// The values of the element: `"*"`, or a map from the types of principal to names.
    fn principals(&mut self, element: &str, value: &Node) -> Result<Vec<Spanned<PrincipalEntry>>, Unreadable> {
        match &value.value {
            Value::Missing => Err(Unreadable),
            Value::String(text) if text == "*" => Ok(vec![Spanned::new(PrincipalEntry::Everyone, value.range)]),
            Value::String(text) => {
                let message = format!("`{element}` has to say of which type `{text}` is");
                let mut diagnostic = INVALID_PRINCIPAL_FORMAT.at(value.range, message);
                let key = PrincipalKey::ALL.into_iter().find(|key| PrincipalEntry::parse(*key, text).is_ok());
                if let Some(key) = key.map(PrincipalKey::as_str) {
                    diagnostic = diagnostic
                        .with_help(format!("write `{{\"{key}\": \"{text}\"}}`"))
                        .with_fix(Edit { range: value.range, insert: format!("{{\"{key}\": \"{text}\"}}") });
                }
                self.report(diagnostic);
                Err(Unreadable)
            }
            Value::Object(members) if members.is_empty() => {
                self.report(EMPTY_OBJECT_PRINCIPAL.at(value.range, format!("`{element}` names nobody")));
                Err(Unreadable)
            }
            Value::Object(members) => {
                // All members are read, so that all findings are listed.
                let read: Vec<_> =
                    members.iter().map(|member| self.principals_of_type(member, members.len() == 1)).collect();
                Ok(read.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
            }
            _ => {
                let expected = format!("`{element}` is `\"*\"` or an object such as `{{\"AWS\": \"...\"}}`");
                self.report(wrong_type(value, &expected));
                Err(Unreadable)
            }
        }
    }

    fn principals_of_type(
        &mut self,
        member: &Member,
        is_only_type: bool,
    ) -> Result<Vec<Spanned<PrincipalEntry>>, Unreadable> {
        let Some(key) = PrincipalKey::ALL.into_iter().find(|key| key.as_str() == member.key) else {
            if !member.value.is_missing() {
                let known = PrincipalKey::ALL.map(PrincipalKey::as_str);
                let message = format!("`{}` is no type of principal", member.key);
                let mut diagnostic = INVALID_PRINCIPAL_KEY.at(member.key_range, message);
                diagnostic = match name::nearest(&member.key, &known) {
                    Some(meant) => diagnostic
                        .with_help(format!("write `{meant}`; letter case counts"))
                        .with_fix(Edit { range: member.key_range, insert: format!("\"{meant}\"") }),
                    None => diagnostic.with_help("the types are `AWS`, `Service`, `Federated` and `CanonicalUser`"),
                };
                self.report(diagnostic);
            }
            return Err(Unreadable);
        };
        let (texts, all_read) = self.texts(key.as_str(), &member.value, &EMPTY_ARRAY_PRINCIPAL);
        let only = (is_only_type && texts.len() == 1).then_some(member);
        let read: Vec<_> =
            texts.into_iter().map(|text| self.principal_entry(key, text.value, text.range, only)).collect();
        let entries = read.into_iter().collect::<Result<Vec<_>, _>>()?;
        if all_read { Ok(entries) } else { Err(Unreadable) }
    }

    /// One name under `key`; `only` is the member when it is the only name there.
    fn principal_entry(
        &mut self,
        key: PrincipalKey,
        text: &str,
        range: TextRange,
        only: Option<&Member>,
    ) -> Result<Spanned<PrincipalEntry>, Unreadable> {
        match PrincipalEntry::parse(key, text) {
            Ok(entry) => Ok(Spanned::new(entry, range)),
            Err(why) => {
                let finding = match key {
                    _ if text.contains(['*', '?']) => &UNSUPPORTED_WILDCARD_IN_PRINCIPAL,
                    PrincipalKey::Service => &INVALID_SERVICE_PRINCIPAL_FORMAT,
                    PrincipalKey::Federated if self.kind == PolicyKind::Trust => &INVALID_FEDERATED_PRINCIPAL,
                    _ => &INVALID_PRINCIPAL,
                };
                self.report(as_meant(refused(finding, range, &why), key, text, only));
                Err(Unreadable)
            }
        }
    }
}

/// The refusal with what was meant, where that can be told: a name under the wrong type, a misspelt service, an account
/// number in groups of digits.
fn as_meant(refusal: Diagnostic, key: PrincipalKey, text: &str, only: Option<&Member>) -> Diagnostic {
    if text.contains(['*', '?']) {
        return refusal;
    }
    let range = refusal.range;
    let other =
        PrincipalKey::ALL.into_iter().find(|other| *other != key && PrincipalEntry::parse(*other, text).is_ok());
    if let Some(other) = other.map(PrincipalKey::as_str) {
        let moved = refusal.with_help(format!("write it under `{other}`, not under `{}`", key.as_str()));
        return match only {
            Some(member) => moved.with_fix(Edit { range: member.key_range, insert: format!("\"{other}\"") }),
            None => moved,
        };
    }
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let meant = match key {
        PrincipalKey::Service => service::meant(text),
        PrincipalKey::Aws if is_account(&digits) => Some(digits),
        _ => None,
    };
    match meant {
        Some(meant) => {
            refusal.with_help(format!("write `{meant}`")).with_fix(Edit { range, insert: format!("\"{meant}\"") })
        }
        None => refusal,
    }
}

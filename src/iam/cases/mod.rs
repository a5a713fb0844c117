//! Flat cases: one request with its policies as a JSON object, one decision as a JSON object.
//!
//! Nothing is derived and no document is refused: a statement that cannot be read never applies, a document without
//! readable statements says nothing. A case as such is refused only when it is not JSON, or lacks or garbles a member
//! that the decision needs.

mod trace;

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::iam::evaluate;
use crate::iam::json::Parse;
use crate::iam::lower;
use crate::iam::policy::PolicyKind;
use crate::iam::request::{
    Attached, Context, ContextValue, Flags, Policies, Principal, PrincipalType, Request, ResourceKind,
};

/// Why a case cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// Not JSON, or not an object.
    #[error("the line is not a JSON object: {0}")]
    NotAnObject(String),
    /// More text than a case can need.
    #[error("the line is longer than {MAX_LINE} bytes; no case needs that much, so look for a missing line break")]
    TooLong,
    /// A member that must be there is not.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A member of the wrong form.
    #[error("`{member}` is not {wanted}")]
    Form {
        /// Which.
        member: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// An operation whose rules are not modelled.
    #[error("`{0}` is outside of what this simulator knows; a decision would be a guess")]
    OutOfScope(String),
}

/// The longest line that is read, in bytes. AWS takes documents of a few thousand characters, and a case has a few dozen
/// of them at most.
pub const MAX_LINE: usize = 16 << 20;

/// Answers one line: `{"id", "decision", "reason"}`, with `explain` also `"trace"`; or `{"id", "error"}`. The answer is one
/// line without its line break.
#[must_use]
pub fn run_line(line: &str, explain: bool) -> String {
    answer(line, explain).unwrap_or_else(|refusal| refusal)
}

/// The same as [`run_line`], and tells answers from refusals.
///
/// # Errors
/// The answer with an `error`, when the line is no case that can be decided.
pub fn answer(line: &str, explain: bool) -> Result<String, String> {
    let case = object_of(line);
    let id = case.as_ref().ok().and_then(|case| case.get("id")).cloned().unwrap_or(Value::Null);
    let (request, policies) = match case.and_then(|case| read(&case)) {
        Ok(read) => read,
        Err(error) => return Err(json!({"id": id, "error": error.to_string()}).to_string()),
    };
    if !explain {
        let decision = evaluate::decide(&request, &policies);
        let (verdict, reason) = (decision.verdict().as_str(), decision.reason.code());
        return Ok(format!(r#"{{"id":{id},"decision":"{verdict}","reason":"{reason}"}}"#));
    }
    let trace = evaluate::trace(&request, &policies);
    let (verdict, reason) = (trace.decision.verdict().as_str(), trace.decision.reason.code());
    Ok(json!({"id": id, "decision": verdict, "reason": reason, "trace": trace::to_json(&trace)}).to_string())
}

fn object_of(line: &str) -> Result<Map<String, Value>, CaseError> {
    if line.len() > MAX_LINE {
        return Err(CaseError::TooLong);
    }
    match serde_json::from_str(line) {
        Ok(Value::Object(case)) => Ok(case),
        Ok(_) => Err(CaseError::NotAnObject("it holds another value".to_owned())),
        Err(error) => Err(CaseError::NotAnObject(error.to_string())),
    }
}

/// Reads a case: its members `request` and `policies`; others mean nothing here.
///
/// # Errors
/// When a member that the decision needs is missing or of the wrong form.
pub fn read(case: &Map<String, Value>) -> Result<(Request, Policies), CaseError> {
    let request = object(case, "request")?.ok_or(CaseError::Missing("request"))?;
    let request = read_request(request)?;
    if evaluate::is_out_of_scope(&request.action) {
        return Err(CaseError::OutOfScope(request.action));
    }
    let policies = match object(case, "policies")? {
        Some(policies) => read_policies(policies)?,
        None => Policies::default(),
    };
    Ok((request, policies))
}

/// Writes the `request` of a case: read again, it is the same request. Flags that are not set are left out.
#[must_use]
pub fn write_request(request: &Request) -> Value {
    let principal = &request.principal;
    let mut caller = Map::new();
    caller.insert("type".to_owned(), principal.kind.as_str().into());
    caller.insert("arn".to_owned(), principal.arn.clone().into());
    caller.insert("account".to_owned(), principal.account.clone().into());
    for (member, arn) in [("role_arn", &principal.role_arn), ("user_arn", &principal.user_arn)] {
        if let Some(arn) = arn {
            caller.insert(member.to_owned(), arn.clone().into());
        }
    }
    let value = |value: &ContextValue| match value {
        ContextValue::One(value) => Value::from(value.clone()),
        ContextValue::Many(values) => Value::from(values.clone()),
    };
    let context: Map<String, Value> =
        request.context.iter().map(|(key, carried)| (key.to_owned(), value(carried))).collect();
    let flags = &request.flags;
    let set: Map<String, Value> = [
        ("slr", flags.service_linked_role),
        ("principal_in_mgmt", flags.principal_in_management_account),
        ("resource_in_mgmt", flags.resource_in_management_account),
        ("caller_session_token", flags.session_token),
        ("mfa", flags.mfa),
    ]
    .into_iter()
    .filter(|(_, is_set)| *is_set)
    .map(|(flag, is_set)| (flag.to_owned(), is_set.into()))
    .collect();
    let mut written = json!({
        "principal": caller,
        "action": request.action,
        "resource": request.resource,
        "resource_account": request.resource_account,
        "context": context,
    });
    if let Some(written) = written.as_object_mut().filter(|_| !set.is_empty()) {
        written.insert("flags".to_owned(), set.into());
    }
    written
}

fn read_request(request: &Map<String, Value>) -> Result<Request, CaseError> {
    let principal = object(request, "principal")?.ok_or(CaseError::Missing("request.principal"))?;
    let mut context = Context::default();
    for (key, value) in object(request, "context")?.into_iter().flatten() {
        if let Some(value) = context_value(key, value)? {
            context.set(key, value);
        }
    }
    let none = Map::new();
    let flags = object(request, "flags")?.unwrap_or(&none);
    Ok(Request {
        principal: read_principal(principal)?,
        action: text(request, "action")?.ok_or(CaseError::Missing("request.action"))?,
        resource: text(request, "resource")?.ok_or(CaseError::Missing("request.resource"))?,
        resource_account: text(request, "resource_account")?,
        context,
        flags: Flags {
            service_linked_role: flag(flags, "slr")?,
            principal_in_management_account: flag(flags, "principal_in_mgmt")?,
            resource_in_management_account: flag(flags, "resource_in_mgmt")?,
            session_token: flag(flags, "caller_session_token")?,
            mfa: flag(flags, "mfa")?,
        },
    })
}

/// Reads a caller: `{"type", "arn", "account"}`, with `role_arn` or `user_arn` for sessions.
///
/// # Errors
/// When the type is missing or unknown, or the ARN of anybody but an anonymous caller is missing.
pub fn read_principal(principal: &Map<String, Value>) -> Result<Principal, CaseError> {
    let name = text(principal, "type")?.ok_or(CaseError::Missing("request.principal.type"))?;
    let kind = PrincipalType::ALL.into_iter().find(|kind| kind.as_str() == name);
    let kind = kind.ok_or_else(|| CaseError::Form {
        member: "type".to_owned(),
        wanted: "a principal type: `user`, `role_session`, `federated_user`, `root`, `service`, `web_identity`, `saml` \
                 or `anonymous`",
    })?;
    let arn = match text(principal, "arn")? {
        Some(arn) => arn,
        None if kind == PrincipalType::Anonymous => String::new(),
        None => return Err(CaseError::Missing("request.principal.arn")),
    };
    Ok(Principal {
        kind,
        arn,
        account: text(principal, "account")?,
        role_arn: text(principal, "role_arn")?,
        user_arn: text(principal, "user_arn")?,
    })
}

/// Reads the value of a context key; numbers and truth values count as their JSON text, `null` as absent.
///
/// # Errors
/// When it is an object or a list of other things than these.
pub fn context_value(key: &str, value: &Value) -> Result<Option<ContextValue>, CaseError> {
    let scalar = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    let read = match value {
        Value::Null => return Ok(None),
        Value::Array(values) => values.iter().map(scalar).collect::<Option<Vec<_>>>().map(ContextValue::Many),
        value => scalar(value).map(ContextValue::One),
    };
    let wanted = "a string or a list of strings";
    read.map(Some).ok_or_else(|| CaseError::Form { member: format!("context.{key}"), wanted })
}

fn read_policies(policies: &Map<String, Value>) -> Result<Policies, CaseError> {
    let resource_kind = match text(policies, "resource_kind")?.as_deref() {
        None | Some("generic") => ResourceKind::Generic,
        Some("trust") => ResourceKind::Trust,
        Some("kms") => ResourceKind::Kms,
        Some(_) => {
            let wanted = "a kind of resource: `generic`, `trust` or `kms`";
            return Err(CaseError::Form { member: "resource_kind".to_owned(), wanted });
        }
    };
    let of_resource = if resource_kind == ResourceKind::Trust { PolicyKind::Trust } else { PolicyKind::Resource };
    let one = |member: &str, kind| present(policies, member).map(|document| attach(member.to_owned(), kind, document));
    Ok(Policies {
        identity: documents(policies, "identity", PolicyKind::Identity)?.unwrap_or_default(),
        boundary: one("boundary", PolicyKind::Boundary),
        session: documents(policies, "session", PolicyKind::Session)?,
        resource: one("resource", of_resource),
        resource_kind,
        scp: levels(policies, "scp", PolicyKind::Scp)?,
        rcp: levels(policies, "rcp", PolicyKind::Rcp)?,
    })
}

fn documents(
    policies: &Map<String, Value>,
    member: &str,
    kind: PolicyKind,
) -> Result<Option<Vec<Attached>>, CaseError> {
    match present(policies, member) {
        None => Ok(None),
        Some(list) => attach_all(member, kind, list).map(Some),
    }
}

fn levels(
    policies: &Map<String, Value>,
    member: &str,
    kind: PolicyKind,
) -> Result<Option<Vec<Vec<Attached>>>, CaseError> {
    let Some(list) = present(policies, member) else { return Ok(None) };
    let Value::Array(levels) = list else {
        let wanted = "a list of levels, each a list of documents";
        return Err(CaseError::Form { member: member.to_owned(), wanted });
    };
    let levels = levels.iter().enumerate().map(|(i, level)| attach_all(&format!("{member}[{i}]"), kind, level));
    levels.collect::<Result<_, _>>().map(Some)
}

fn attach_all(member: &str, kind: PolicyKind, list: &Value) -> Result<Vec<Attached>, CaseError> {
    let Value::Array(documents) = list else {
        return Err(CaseError::Form { member: member.to_owned(), wanted: "a list of documents" });
    };
    Ok(documents.iter().enumerate().map(|(i, document)| attach(format!("{member}[{i}]"), kind, document)).collect())
}

fn attach(name: String, kind: PolicyKind, document: &Value) -> Attached {
    let policy = lower::lower(&Parse::of_value(document), kind).policy;
    Attached { name: name.into(), kind, policy: Arc::new(policy) }
}

/// A member that is there and not `null`.
fn present<'a>(of: &'a Map<String, Value>, member: &str) -> Option<&'a Value> {
    of.get(member).filter(|value| !value.is_null())
}

fn object<'a>(of: &'a Map<String, Value>, member: &str) -> Result<Option<&'a Map<String, Value>>, CaseError> {
    match present(of, member) {
        None => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object)),
        Some(_) => Err(CaseError::Form { member: member.to_owned(), wanted: "an object" }),
    }
}

fn text(of: &Map<String, Value>, member: &str) -> Result<Option<String>, CaseError> {
    match present(of, member) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(CaseError::Form { member: member.to_owned(), wanted: "a string" }),
    }
}

fn flag(of: &Map<String, Value>, member: &str) -> Result<bool, CaseError> {
    match present(of, member) {
        None => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(CaseError::Form { member: member.to_owned(), wanted: "`true` or `false`" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(line: &str) -> Value {
        serde_json::from_str(&run_line(line, false)).unwrap()
    }

    const REQUEST: &str = r#"{"principal": {"type": "user", "arn": "arn:aws:iam::111122223333:user/Ana",
        "account": "111122223333"}, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
        "resource_account": "111122223333", "context": {}}"#;

    fn with_policies(policies: &str) -> Value {
        answer(&format!(r#"{{"id": 7, "request": {REQUEST}, "policies": {policies}}}"#))
    }

    #[test]
    fn a_line_that_cannot_be_read_gives_an_error_and_its_id() {
        for (line, id, error) in [
            ("{", Value::Null, "the line is not a JSON object"),
            ("[]", Value::Null, "the line is not a JSON object"),
            (r#"{"id": "a"}"#, json!("a"), "`request` is missing"),
            (r#"{"id": "a", "request": {"principal": {}}}"#, json!("a"), "`request.principal.type` is missing"),
            (
                r#"{"id": 1, "request": {"principal": {"type": "anonymous"}, "resource": "*"}}"#,
                json!(1),
                "`request.action` is missing",
            ),
            (
                r#"{"id": 1, "request": {"principal": {"type": "user"}, "action": "a:b", "resource": "*"}}"#,
                json!(1),
                "`request.principal.arn` is missing",
            ),
            (
                r#"{"id": 1, "request": {"principal": {"type": "root", "arn": "x"}, "action": "sts:AssumeRoot", "resource": "*"}}"#,
                json!(1),
                "`sts:AssumeRoot` is outside",
            ),
        ] {
            let found = answer(line);
            assert_eq!(found["id"], id, "{line}");
            assert!(found["error"].as_str().unwrap().starts_with(error), "{line}: {found}");
            assert_eq!(found.as_object().unwrap().len(), 2);
        }
    }

    #[test]
    fn a_request_that_is_written_reads_as_the_same() {
        for request in [
            serde_json::from_str::<Value>(REQUEST).unwrap(),
            json!({
                "principal": {"type": "role_session", "arn": "arn:aws:sts::111122223333:assumed-role/App/s",
                    "account": "111122223333", "role_arn": "arn:aws:iam::111122223333:role/App"},
                "action": "a:b", "resource": "*", "resource_account": null,
                "context": {"aws:TagKeys": ["a", "b"], "aws:username": ""}, "flags": {"mfa": true},
            }),
        ] {
            let read = read_request(request.as_object().unwrap()).unwrap();
            assert_eq!(write_request(&read), request);
        }
    }

    #[test]
    fn members_of_the_wrong_form_are_named() {
        for (policies, member) in [
            (r#"{"identity": {}}"#, "`identity`"),
            (r#"{"scp": [{}]}"#, "`scp[0]`"),
            (r#"{"resource_kind": "role"}"#, "`resource_kind`"),
            ("[]", "`policies`"),
        ] {
            let found = with_policies(policies);
            assert!(found["error"].as_str().unwrap().starts_with(member), "{policies}: {found}");
        }
    }

    #[test]
    fn a_document_that_says_nothing_neither_allows_nor_denies() {
        for document in ["{}", r#"{"Statement": []}"#, r#"{"Statement": [{"Effect": "Perhaps"}]}"#, "\"no policy\""] {
            let found = with_policies(&format!(r#"{{"identity": [{document}]}}"#));
            assert_eq!(
                found,
                json!({"id": 7, "decision": "implicit_deny", "reason": "NO_IDENTITY_ALLOW"}),
                "{document}"
            );
        }
        assert_eq!(with_policies("{}")["reason"], "NO_IDENTITY_ALLOW");
    }

    #[test]
    fn a_statement_with_an_element_of_another_kind_of_policy_never_applies() {
        let everything = r#""Effect": "Allow", "Action": "*""#;
        let with_principal = with_policies(&format!(
            r#"{{"identity": [{{"Statement": {{{everything}, "Resource": "*", "Principal": "*"}}}}]}}"#
        ));
        assert_eq!(with_principal["reason"], "NO_IDENTITY_ALLOW");
        let trust = format!(r#"{{"Statement": {{{everything}, "Resource": "*", "Principal": "*"}}}}"#);
        let with_resource = with_policies(&format!(r#"{{"resource": {trust}, "resource_kind": "trust"}}"#));
        assert_eq!(with_resource["reason"], "NO_RESOURCE_ALLOW");
    }

    #[test]
    fn the_trace_comes_only_when_asked_for() {
        let line = format!(r#"{{"id": 7, "request": {REQUEST}}}"#);
        let with: Value = serde_json::from_str(&run_line(&line, true)).unwrap();
        assert_eq!(with["trace"].as_array().unwrap().len(), 6);
        assert_eq!(answer(&line).as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "decision", "reason"]);
        assert!(!run_line(&line, true).contains('\n'));
    }
}

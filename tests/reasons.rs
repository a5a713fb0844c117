//! Every reason has a case that ends in it, words for a narrow pane and for a sentence, and a page of AWS's to read on.

#![expect(clippy::indexing_slicing, clippy::panic, reason = "a test that panics says what went wrong")]

use iam_dojo::iam::cases;
use iam_dojo::iam::evaluate::{decide, trace};
use iam_dojo::iam::explain::reason_page;
use iam_dojo::iam::trace::{Reason, Verdict};
use serde_json::{Value, json};

const OBJECT: &str = "arn:aws:s3:::b/k";
const ROLE: &str = "arn:aws:iam::111122223333:role/App";

/// A caller of the account 111122223333, or of none.
fn caller(kind: &str) -> Value {
    let (arn, account) = match kind {
        "user" => ("arn:aws:iam::111122223333:user/Ana", Some("111122223333")),
        "role_session" => ("arn:aws:sts::111122223333:assumed-role/App/s", Some("111122223333")),
        "root" => ("arn:aws:iam::111122223333:root", Some("111122223333")),
        "service" => ("lambda.amazonaws.com", None),
        _ => ("", None),
    };
    json!({"type": kind, "arn": arn, "account": account, "role_arn": (kind == "role_session").then_some(ROLE)})
}

fn document(effect: &str, principal: Option<Value>) -> Value {
    let mut statement = json!({"Effect": effect, "Action": ["s3:*", "sts:*"], "Resource": "*"});
    if let Some(principal) = principal {
        statement["Principal"] = principal;
    }
    json!({"Version": "2012-10-17", "Statement": statement})
}

/// Who asks, whose the resource is, and the policies, for a request on an object that ends for this reason.
fn case(reason: Reason) -> (&'static str, &'static str, Value) {
    let (home, away) = ("111122223333", "444455556666");
    let (allow, deny) = (|| document("Allow", None), || document("Deny", None));
    let to = |effect, principal: Value| document(effect, Some(principal));
    let account = || json!({"AWS": home});
    match reason.code() {
        "EXPLICIT_DENY_RCP" => ("user", home, json!({"identity": [allow()], "rcp": [[to("Deny", json!("*"))]]})),
        "EXPLICIT_DENY_SCP" => ("user", home, json!({"identity": [allow()], "scp": [[allow()], [allow(), deny()]]})),
        "EXPLICIT_DENY_RESOURCE" => ("user", home, json!({"identity": [allow()], "resource": to("Deny", account())})),
        "EXPLICIT_DENY_IDENTITY" => ("user", home, json!({"identity": [allow(), deny()]})),
        "EXPLICIT_DENY_BOUNDARY" => ("user", home, json!({"identity": [allow()], "boundary": deny()})),
        "EXPLICIT_DENY_SESSION" => ("role_session", home, json!({"identity": [allow()], "session": [deny()]})),
        // AWS's own policy, which allows everything, cannot be taken away; a case can leave it out.
        "RCP_NO_ALLOW" => ("user", home, json!({"identity": [allow()], "rcp": [[to("Allow", json!("*"))], []]})),
        "SCP_NO_ALLOW" => ("user", home, json!({"identity": [allow()], "scp": [[allow()], []]})),
        "RESOURCE_DIRECT_ALLOW" => ("user", home, json!({"resource": to("Allow", json!("*"))})),
        "RESOURCE_ENTITY_ALLOW" => ("role_session", home, json!({"resource": to("Allow", json!({"AWS": ROLE}))})),
        "IDENTITY_ALLOW" => ("user", home, json!({"identity": [allow()]})),
        "CROSS_ACCOUNT_ALLOW" => ("user", away, json!({"identity": [allow()], "resource": to("Allow", account())})),
        "SERVICE_ALLOW" => {
            ("service", home, json!({"resource": to("Allow", json!({"Service": "lambda.amazonaws.com"}))}))
        }
        "PUBLIC_ALLOW" => ("anonymous", home, json!({"resource": to("Allow", json!("*"))})),
        "ROOT_ALLOW" => ("root", home, json!({})),
        "NO_PERMISSION_REQUIRED" => ("user", home, json!({"identity": [deny()]})),
        "NO_IDENTITY_ALLOW" => ("user", home, json!({"resource": to("Allow", account())})),
        "BOUNDARY_NO_ALLOW" => {
            let other =
                json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}});
            ("user", home, json!({"identity": [allow()], "boundary": other}))
        }
        "SESSION_NO_ALLOW" => ("role_session", home, json!({"identity": [allow()], "session": [{}]})),
        "NO_RESOURCE_ALLOW" => ("user", away, json!({"identity": [allow()]})),
        "OPERATION_FORBIDDEN" => ("root", home, json!({"resource": to("Allow", json!("*"))})),
        code => panic!("{code} has no case; write one here"),
    }
}

#[test]
fn every_reason_has_a_case_that_ends_in_it() {
    for reason in Reason::ALL {
        let (kind, owner, policies) = case(reason);
        let (action, resource) = match reason {
            Reason::NoPermissionRequired => ("sts:GetCallerIdentity", "*"),
            Reason::OperationForbidden => ("sts:AssumeRole", ROLE),
            _ => ("s3:GetObject", OBJECT),
        };
        let request =
            json!({"principal": caller(kind), "action": action, "resource": resource, "resource_account": owner});
        let case = json!({"id": reason.code(), "request": request, "policies": policies});
        let (request, policies) = cases::read(case.as_object().expect("an object")).expect("a good case");
        let traced = trace(&request, &policies);
        assert_eq!(decide(&request, &policies).reason.code(), reason.code(), "{case:#}");
        assert_eq!(traced.decision.reason.code(), reason.code(), "{case:#}");
        // The layer that the reason names is the one that the trace marks.
        let decisive: Vec<_> = traced.layers.iter().filter(|step| step.decisive).map(|step| step.layer).collect();
        assert_eq!(decisive, reason.layer().into_iter().collect::<Vec<_>>(), "{}", reason.code());
        let answer: Value = serde_json::from_str(&cases::run_line(&case.to_string(), false)).expect("JSON");
        assert_eq!(answer["reason"], reason.code());
        assert_eq!(answer["decision"], reason.verdict().as_str());
    }
}

#[test]
fn every_reason_has_a_code_of_its_own_words_and_a_page() {
    let mut codes: Vec<_> = Reason::ALL.iter().map(|reason| reason.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Reason::ALL.len(), "two reasons share a code");
    for reason in Reason::ALL {
        let (page, code) = (reason_page(reason), reason.code());
        assert_eq!(Reason::from_code(code), Some(reason));
        assert_eq!(page.reason, reason, "{code}: the words of another reason");
        let width = page.short.chars().count();
        assert!((10..=40).contains(&width) && !page.short.ends_with('.'), "{code}: {}", page.short);
        assert!(page.long.ends_with('.') && page.long.starts_with(char::is_uppercase), "{code}: {}", page.long);
        assert!(page.long.chars().count() > width, "{code}: the long words are no longer than the short ones");
        assert!(page.source.starts_with(char::is_uppercase) && page.source.contains(' '), "{code}: {}", page.source);
        let says_no = ["den", "not", "never", "leave", "nothing"].iter().any(|word| page.short.contains(word));
        let is_no = reason.verdict() != Verdict::Allow;
        assert!(says_no || !is_no, "{code}: words for a no that sound like a yes: {}", page.short);
    }
}

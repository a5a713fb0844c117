//! `simulate --from-error`: an access-denied message becomes the skeleton of a request.

use std::io::{Read, Write};

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::simulate::{GOOD, wrapped};
use crate::iam::denied::{Denied, read_message};
use crate::iam::explain::{denied_words, unknown_words};

/// Prints what a message says: for people, or as a flat case in one line, to be completed and run. `-` reads the message
/// from `input`. Gives the exit code.
///
/// # Errors
/// When the text is no access-denied message, or too little of one.
pub fn run(message: &str, format: Format, input: &mut dyn Read, out: &mut dyn Write) -> anyhow::Result<u8> {
    let mut text = message.to_owned();
    if message == "-" {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes)?;
        text = String::from_utf8_lossy(&bytes).into_owned();
    }
    let denied = read_message(&text)?;
    match format {
        Format::Text => write!(out, "{}", to_text(&denied))?,
        Format::Json => writeln!(out, "{}", to_json(&denied))?,
    }
    out.flush()?;
    Ok(GOOD)
}

fn to_text(denied: &Denied) -> String {
    let principal = &denied.principal;
    let mut rows = vec![("who", format!("{} {}", principal.kind.as_str().replace('_', " "), principal.arn))];
    let mut add = |name: &'static str, value: Option<String>| rows.extend(value.map(|value| (name, value)));
    add("role", principal.role_arn.clone());
    add("account", principal.account.clone());
    add("action", Some(denied.action.clone()));
    add("resource", Some(denied.resource.clone().unwrap_or_else(|| "none named".to_owned())));
    add("owner", denied.resource_account().map(str::to_owned));
    add("operation", denied.operation.clone());
    add("denied by", Some(denied_words(denied)));
    add("policy", denied.denial.as_ref().and_then(|denial| denial.policy_arn.clone()));
    add(
        "details",
        denied.authorization_id.as_ref().map(|id| format!("aws iam get-authorization-details --authorization-id {id}")),
    );
    let mut lines: Vec<String> = rows.into_iter().map(|(name, value)| row(name, value.trim_end())).collect();
    lines.push(String::new());
    lines.push("Still unknown, and a simulation needs it:".to_owned());
    for open in &denied.unknown {
        let mut words = wrapped(unknown_words(*open), 4).into_iter();
        lines.extend(words.next().map(|first| format!("  – {}", first.trim_start())));
        lines.extend(words);
    }
    lines.push(String::new());
    lines.extend(wrapped("As a case to complete and run: `--format json`, then `iam-dojo simulate --cases`.", 0));
    lines.join("\n") + "\n"
}

/// A name and what it is, in lines that fit.
fn row(name: &str, value: &str) -> String {
    const COLUMN: usize = 12;
    let value = wrapped(value, COLUMN).join("\n");
    format!("{name:<COLUMN$}{}", value.trim_start())
}

/// The shape of a flat case. What is unknown stands as a guess or as `null`, and is named.
fn to_json(denied: &Denied) -> Value {
    let principal = &denied.principal;
    let mut who = json!({ "type": principal.kind.as_str(), "arn": principal.arn, "account": principal.account });
    if let (Some(role), Some(who)) = (&principal.role_arn, who.as_object_mut()) {
        who.insert("role_arn".to_owned(), json!(role));
    }
    let denial = denied.denial.as_ref().map(|denial| {
        json!({ "policy": denial.policy.as_str(), "explicit": denial.explicit, "policy_arn": denial.policy_arn })
    });
    let unknown: Vec<&str> = denied.unknown.iter().map(|open| unknown_words(*open)).collect();
    json!({
        "request": {
            "principal": who,
            "action": denied.action,
            "resource": denied.resource.as_deref().unwrap_or("*"),
            "resource_account": denied.resource_account(),
            "context": {},
        },
        "denial": denial,
        "operation": denied.operation,
        "authorization_id": denied.authorization_id,
        "unknown": unknown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::cases;

    const MESSAGE: &str = "An error occurred (AccessDenied) when calling the GetObject operation: User: \
        arn:aws:sts::111122223333:assumed-role/App/s1 is not authorized to perform: s3:GetObject on resource: \
        \"arn:aws:s3:::data/k\" with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/Stop. Go to \
        https://console.example for complete details, or call the iam:GetAuthorizationDetails API with the following \
        authorization id: 0f1e2d3c-aaaa-bbbb-cccc-0123456789ab";

    fn printed(message: &str, format: Format, input: &str) -> String {
        let mut out = Vec::new();
        assert_eq!(run(message, format, &mut input.as_bytes(), &mut out).unwrap(), GOOD);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn people_read_what_was_said_and_what_was_not() {
        insta::assert_snapshot!("from_error", printed(MESSAGE, Format::Text, ""));
    }

    #[test]
    fn programs_get_a_case_that_runs() {
        let line = printed("-", Format::Json, MESSAGE);
        assert_eq!(line.lines().count(), 1);
        let case: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(case["request"]["principal"]["role_arn"], "arn:aws:iam::111122223333:role/App");
        assert_eq!(case["request"]["resource"], "arn:aws:s3:::data/k");
        assert_eq!(case["denial"]["policy_arn"], "arn:aws:iam::111122223333:policy/Stop");
        assert_eq!(case["operation"], "GetObject");
        let answer = cases::run_line(&line, false);
        assert!(answer.contains("NO_IDENTITY_ALLOW"), "{answer}");
    }

    #[test]
    fn other_texts_are_no_messages() {
        let error = run("command not found", Format::Text, &mut "".as_bytes(), &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("no access-denied message"), "{error}");
    }
}

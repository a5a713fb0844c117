//! Element names that are legal where they are written, the values that only a few words can be, and skeletons.

use crate::iam::complete::spot::{Place, Spot};
use crate::iam::complete::write::{Candidate, Write, empty_string, example, list_of_one, plain};
use crate::iam::complete::{Insert, Sort, actions};
use crate::iam::json::Node;
use crate::iam::policy::PolicyKind;
use crate::iam::templates::{Template, templates};

/// The elements of a document that it does not have.
pub(super) fn of_document(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let kind = spot.site.kind;
    let list = plain("[\n  ").and(&statement(spot, default_effect(kind)).indented("  ")).then("\n]");
    let mut element = |name: &'static str, words: &'static str, value: Insert| {
        if !spot.has(name) {
            let write = Write::member(plain(name), value);
            found.push(Candidate::text(name, words, Sort::Element).written(write));
        }
    };
    element("Version", "the version of the policy language", plain("\"2012-10-17\""));
    element("Statement", "what the policy says", list.indented(spot.indent()));
    // AWS: "IAM JSON policy elements: Id".
    if matches!(kind, PolicyKind::Trust | PolicyKind::Resource) {
        element("Id", "a name for the policy", empty_string());
    }
}

/// The elements of a statement that it does not have and may have, what it must have first.
pub(super) fn of_statement(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let kind = spot.site.kind;
    let mut element = |name: &'static str, words: &'static str, value: Insert| {
        // The other of a pair is there already.
        let other = name.strip_prefix("Not").map_or_else(|| format!("Not{name}"), str::to_owned);
        if !spot.has(name) && !spot.has(&other) {
            let weight = u8::from(matches!(name, "Sid" | "Condition")) + 2 * u8::from(name.starts_with("Not"));
            let write = Write::member(plain(name), value);
            found.push(Candidate::text(name, words, Sort::Element).weighing(weight).written(write));
        }
    };
    element("Effect", "Allow or Deny", effect_value(kind));
    match kind {
        PolicyKind::Trust => element("Principal", "who may assume the role", empty_object()),
        PolicyKind::Resource => element("Principal", "whom it speaks of", empty_object()),
        PolicyKind::Rcp => element("Principal", "whom it speaks of: everybody", plain("\"*\"")),
        PolicyKind::Identity | PolicyKind::Boundary | PolicyKind::Session | PolicyKind::Scp => {}
    }
    element("Action", "which actions it speaks of", action_value(spot));
    if kind != PolicyKind::Trust {
        element("Resource", "which resources it speaks of", empty_string());
    }
    element("Condition", "when it applies", empty_object());
    element("Sid", "a name for the statement", empty_string());
    if !matches!(kind, PolicyKind::Trust | PolicyKind::Rcp) {
        element("NotAction", "all actions but these", list_of_one());
    }
    if kind != PolicyKind::Trust {
        element("NotResource", "all resources but these", empty_string());
    }
    // AWS: "AWS JSON policy elements: NotPrincipal": with Deny only.
    if kind == PolicyKind::Resource && spot.element("Effect").and_then(Node::as_str) == Some("Deny") {
        element("NotPrincipal", "everybody but these", empty_object());
    }
}

fn empty_object() -> Insert {
    plain("{").place("").then("}")
}

/// A resource control policy of one's own can only deny (AWS: "RCP syntax").
fn default_effect(kind: PolicyKind) -> &'static str {
    if kind == PolicyKind::Rcp { "Deny" } else { "Allow" }
}

fn effect_value(kind: PolicyKind) -> Insert {
    match kind {
        PolicyKind::Rcp => plain("\"Deny\""),
        kind => example(default_effect(kind)),
    }
}

fn action_value(spot: &Spot<'_>) -> Insert {
    match spot.site.kind {
        PolicyKind::Trust => example(&format!("sts:{}", actions::assume_action(spot))),
        _ => list_of_one(),
    }
}

/// The values of elements that take only a few.
pub(super) fn fixed_values(spot: &Spot<'_>, element: &str, found: &mut Vec<Candidate>) {
    let kind = spot.site.kind;
    let organization = matches!(kind, PolicyKind::Scp | PolicyKind::Rcp);
    let mut value = |label: &'static str, words: &'static str| found.push(Candidate::text(label, words, Sort::Value));
    match element {
        "Effect" => {
            if kind != PolicyKind::Rcp {
                value("Allow", "grants what the statement names");
            }
            value("Deny", "forbids it, whatever else allows it");
        }
        "Version" => {
            value("2012-10-17", "the language as it is, with variables");
            // AWS: "SCP syntax", "RCP syntax": only the new one. Nor where variables would become plain text.
            if !organization && !spot.site.text.contains("${") {
                value("2008-10-17", "the old language, without variables");
            }
        }
        _ => {}
    }
}

/// A statement with places to fill in, from brace to brace.
fn statement(spot: &Spot<'_>, effect: &str) -> Insert {
    let kind = spot.site.kind;
    let head = plain("{\n  \"Effect\": \"").place(effect).then("\",\n  ");
    let whom = match kind {
        PolicyKind::Trust => plain("\"Principal\": ").and(&empty_object()).then(",\n  \"Action\": "),
        PolicyKind::Resource => plain("\"Principal\": ").and(&empty_object()).then(",\n  \"Action\": "),
        PolicyKind::Rcp => plain("\"Principal\": \"*\",\n  \"Action\": "),
        _ => plain("\"Action\": "),
    };
    let what = match kind {
        PolicyKind::Trust => example("sts:AssumeRole"),
        _ => list_of_one().then(",\n  \"Resource\": ").and(&empty_string()),
    };
    head.and(&whom).and(&what).then("\n}")
}

/// Statements to begin from: bare ones that allow and deny, and the templates that fit the kind.
pub(super) fn statements(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let effects: &[(&str, &str)] = match spot.site.kind {
        PolicyKind::Rcp => &[("Deny", "statement that denies")],
        _ => &[("Allow", "statement that allows"), ("Deny", "statement that denies")],
    };
    for (effect, label) in effects {
        snippet(spot, label, "a statement to fill in", &statement(spot, effect), found);
    }
    for template in templates(spot.site.kind).iter().filter(|template| template.statement) {
        from_template(spot, template, found);
    }
}

/// A whole document: a bare one, and the templates that fit the kind.
pub(super) fn documents(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let kind = spot.site.kind;
    let statement = statement(spot, default_effect(kind)).indented("    ");
    let document =
        plain("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    ").and(&statement).then("\n  ]\n}\n");
    let label = format!("{{ \"Version\": …, \"Statement\": [ … ] }}  {}", kind.title());
    let write = Write::Json(document);
    found.push(Candidate::text(label, "a document with one statement", Sort::Snippet).written(write));
    for template in templates(kind).iter().filter(|template| !template.statement) {
        from_template(spot, template, found);
    }
}

fn from_template(spot: &Spot<'_>, template: &Template, found: &mut Vec<Candidate>) {
    snippet(spot, template.name, template.title, &template.insert, found);
}

/// A piece of JSON, moved in to where it is written; as the value of `Statement`, in the brackets of a list.
fn snippet(spot: &Spot<'_>, label: &str, words: &'static str, json: &Insert, found: &mut Vec<Candidate>) {
    let json = if spot.place == Place::Statement && !spot.in_list {
        plain("[\n  ").and(&json.indented("  ")).then("\n]")
    } else {
        json.clone()
    };
    let write = Write::Json(json.indented(spot.indent()));
    found.push(Candidate::text(label.to_owned(), words, Sort::Snippet).weighing(1).written(write));
}

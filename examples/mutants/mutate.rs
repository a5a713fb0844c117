//! Small changes of a policy document, each with what it is. The document's own order is kept.

use serde_json::{Map, Value, json};

/// A document with one change.
pub struct Mutant {
    /// The change: `Statement[0]: drops Condition`.
    pub what: String,
    /// The document.
    pub text: String,
}

/// The elements that list things and have a `Not` form.
const LISTS: [(&str, &str); 3] = [("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal")];

/// Operators that ask the other way round, or nearly the same.
const OPERATORS: [(&str, &str); 14] = [
    ("StringEquals", "StringNotEquals"),
    ("StringEquals", "StringLike"),
    ("StringEquals", "StringEqualsIgnoreCase"),
    ("StringLike", "StringNotLike"),
    ("StringLike", "StringEquals"),
    ("ArnEquals", "ArnNotEquals"),
    ("ArnLike", "ArnNotLike"),
    ("NumericEquals", "NumericNotEquals"),
    ("NumericLessThan", "NumericGreaterThan"),
    ("NumericLessThanEquals", "NumericLessThan"),
    ("NumericGreaterThanEquals", "NumericGreaterThan"),
    ("DateLessThan", "DateGreaterThan"),
    ("IpAddress", "NotIpAddress"),
    ("StringNotEquals", "StringEquals"),
];

/// Services to put in another's place.
const SERVICES: [&str; 4] =
    ["lambda.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "s3.amazonaws.com"];

/// Every document that differs from this one by one change.
pub fn mutants(document: &Value) -> Vec<Mutant> {
    let statements: Vec<Map<String, Value>> = match document.get("Statement") {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_object).cloned().collect(),
        Some(Value::Object(one)) => vec![one.clone()],
        _ => Vec::new(),
    };
    let with = |statements: Vec<Map<String, Value>>| {
        let mut changed = document.clone();
        if let Some(top) = changed.as_object_mut() {
            top.insert("Statement".to_owned(), statements.into_iter().map(Value::Object).collect());
        }
        serde_json::to_string_pretty(&changed).unwrap_or_default()
    };
    let mut all = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        if statements.len() > 1 {
            let others = statements.iter().enumerate().filter(|(other, _)| *other != at);
            let text = with(others.map(|(_, statement)| statement.clone()).collect());
            all.push(Mutant { what: format!("Statement[{at}]: dropped"), text });
        }
        for (what, changed) in changes(statement) {
            let mut statements = statements.clone();
            statements.iter_mut().skip(at).take(1).for_each(|statement| statement.clone_from(&changed));
            all.push(Mutant { what: format!("Statement[{at}]: {what}"), text: with(statements) });
        }
    }
    if document.get("Version").is_some() {
        let mut changed = document.clone();
        changed.as_object_mut().and_then(|top| top.remove("Version"));
        let text = serde_json::to_string_pretty(&changed).unwrap_or_default();
        all.push(Mutant { what: "drops Version".to_owned(), text });
    }
    all
}

type Statement = Map<String, Value>;

fn changes(statement: &Statement) -> Vec<(String, Statement)> {
    let mut all = Vec::new();
    let mut put = |what: String, key: &str, value: Value| {
        let mut changed = statement.clone();
        changed.insert(key.to_owned(), value);
        all.push((what, changed));
    };
    match statement.get("Effect").and_then(Value::as_str) {
        Some("Allow") => put("swaps Allow for Deny".to_owned(), "Effect", json!("Deny")),
        _ => put("swaps Deny for Allow".to_owned(), "Effect", json!("Allow")),
    }
    for (key, value) in statement {
        match key.as_str() {
            "Action" | "NotAction" => {
                list(value, action_forms)
                    .into_iter()
                    .for_each(|(what, value)| put(format!("{key} {what}"), key, value));
            }
            "Resource" | "NotResource" => {
                list(value, resource_forms)
                    .into_iter()
                    .for_each(|(what, value)| put(format!("{key} {what}"), key, value));
            }
            "Principal" | "NotPrincipal" => {
                put(format!("{key} widened to *"), key, json!("*"));
                principals(value).into_iter().for_each(|(what, value)| put(format!("{key} {what}"), key, value));
            }
            "Condition" => {
                conditions(value).into_iter().for_each(|(what, value)| put(what, key, value));
            }
            _ => {}
        }
    }
    for (plain, negated) in LISTS {
        for (from, to) in [(plain, negated), (negated, plain)] {
            if statement.contains_key(from) {
                all.push((format!("{from} becomes {to}"), renamed(statement, from, to)));
            }
        }
    }
    if statement.contains_key("Condition") {
        let mut changed = statement.clone();
        changed.remove("Condition");
        all.push(("drops Condition".to_owned(), changed));
    }
    all
}

/// The same with a member under another name, in its place.
fn renamed(object: &Statement, from: &str, to: &str) -> Statement {
    let name = |key: &String| if key == from { to.to_owned() } else { key.clone() };
    object.iter().map(|(key, value)| (name(key), value.clone())).collect()
}

/// The changes of a text, or of a list of texts: one left out, or one in another form.
fn list(value: &Value, forms: impl Fn(&str) -> Vec<String>) -> Vec<(String, Value)> {
    let entries: Vec<&str> = match value {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        if entries.len() > 1 {
            let rest = entries.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, entry)| *entry);
            all.push((format!("drops {entry}"), rest.collect()));
        }
        for form in forms(entry).into_iter().filter(|form| form != entry) {
            let changed = entries.iter().enumerate().map(|(other, entry)| if other == at { &form } else { *entry });
            all.push((format!("{entry} -> {form}"), changed.collect()));
        }
    }
    all
}

fn action_forms(action: &str) -> Vec<String> {
    let Some((service, name)) = action.split_once(':') else { return Vec::new() };
    let word = name.char_indices().skip(1).find(|(_, c)| c.is_uppercase()).map_or(name.len(), |(at, _)| at);
    let verb = name.get(..word).unwrap_or(name);
    let mut forms = vec!["*".to_owned(), format!("{service}:*")];
    if !name.contains('*') {
        forms.extend([format!("{service}:{verb}*"), format!("{action}*")]);
    }
    let others: &[&str] = match service {
        "s3" => &["GetObject", "PutObject", "DeleteObject", "ListBucket"],
        "dynamodb" => &["GetItem", "PutItem", "Query", "Scan"],
        "sqs" => &["SendMessage", "ReceiveMessage"],
        "sts" => &["AssumeRole", "TagSession", "SetSourceIdentity"],
        "iam" => &["PassRole", "GetRole", "CreateRole"],
        "lambda" => &["InvokeFunction", "CreateFunction"],
        "logs" => &["PutLogEvents", "CreateLogStream", "CreateLogGroup"],
        _ => &[],
    };
    forms.extend(others.iter().map(|name| format!("{service}:{name}")));
    forms
}

fn resource_forms(resource: &str) -> Vec<String> {
    let mut forms = vec!["*".to_owned()];
    let parts: Vec<&str> = resource.splitn(6, ':').collect();
    if let [arn, partition, service, region, account, name] = parts.as_slice() {
        let arn_with =
            |region: &str, account: &str, name: &str| format!("{arn}:{partition}:{service}:{region}:{account}:{name}");
        forms.push(arn_with(region, account, "*"));
        if !region.is_empty() {
            forms.extend([arn_with("*", account, name), arn_with("us-west-2", account, name)]);
        }
        if !account.is_empty() {
            forms.extend([arn_with(region, "*", name), arn_with(region, "999900001111", name)]);
        }
        let (head, tail) = name.split_at(name.rfind(['/', ':']).map_or(0, |at| at + 1));
        if tail == "*" {
            // One thing fewer deep, one deeper, the container itself, the container's neighbours.
            let bare = head.trim_end_matches(['/', ':']);
            forms.extend([
                arn_with(region, account, bare),
                arn_with(region, account, &format!("{bare}*")),
                arn_with(region, account, &format!("{head}only-this")),
                arn_with(region, account, &format!("{head}a*")),
            ]);
        } else {
            forms.extend([
                arn_with(region, account, &format!("{head}*")),
                arn_with(region, account, &format!("{name}*")),
                arn_with(region, account, &format!("{name}/*")),
                arn_with(region, account, &format!("{name}-other")),
            ]);
        }
    }
    forms
}

fn principal_forms(principal: &str) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    if principal.ends_with(".amazonaws.com") {
        forms.extend(SERVICES.map(str::to_owned));
    }
    let parts: Vec<&str> = principal.splitn(6, ':').collect();
    if let [_, _, _, _, account, name] = parts.as_slice() {
        let of = |account: &str, name: &str| format!("arn:aws:iam::{account}:{name}");
        forms.push(of(account, "root"));
        forms.extend(["999900001111", "111122223333", "444455556666"].map(|account| of(account, name)));
        forms.push("*".to_owned());
    }
    forms
}

fn principals(value: &Value) -> Vec<(String, Value)> {
    let Some(map) = value.as_object() else { return Vec::new() };
    let mut all = Vec::new();
    for (key, entries) in map {
        if map.len() > 1 {
            let mut changed = map.clone();
            changed.remove(key);
            all.push((format!("drops {key}"), Value::Object(changed)));
        }
        for (what, entries) in list(entries, principal_forms) {
            let mut changed = map.clone();
            changed.insert(key.clone(), entries);
            all.push((what, Value::Object(changed)));
        }
    }
    for (key, more) in [("Service", json!("lambda.amazonaws.com")), ("AWS", json!("arn:aws:iam::999900001111:root"))] {
        if !map.contains_key(key) {
            let mut changed = map.clone();
            changed.insert(key.to_owned(), more.clone());
            all.push((format!("adds {more}"), Value::Object(changed)));
        }
    }
    all
}

fn conditions(value: &Value) -> Vec<(String, Value)> {
    let Some(block) = value.as_object() else { return Vec::new() };
    let mut all = Vec::new();
    let with = |operator: &str, lines: Statement| {
        let mut changed = block.clone();
        changed.insert(operator.to_owned(), Value::Object(lines));
        Value::Object(changed)
    };
    for (operator, lines) in block {
        let Some(lines) = lines.as_object() else { continue };
        if block.len() > 1 {
            let mut changed = block.clone();
            changed.remove(operator);
            all.push((format!("drops {operator}"), Value::Object(changed)));
        }
        for other in operators(operator) {
            all.push((format!("{operator} -> {other}"), Value::Object(renamed(block, operator, &other))));
        }
        for (key, values) in lines {
            if lines.len() > 1 {
                let mut changed = lines.clone();
                changed.remove(key);
                all.push((format!("{operator} drops {key}"), with(operator, changed)));
            }
            for (what, values) in list(values, value_forms) {
                let mut changed = lines.clone();
                changed.insert(key.clone(), values);
                all.push((format!("{operator} {key} {what}"), with(operator, changed)));
            }
        }
    }
    all
}

fn operators(operator: &str) -> Vec<String> {
    let (set, plain) = operator.split_once(':').map_or(("", operator), |(set, plain)| (set, plain));
    let prefix = if set.is_empty() { String::new() } else { format!("{set}:") };
    let (bare, suffix) = plain.strip_suffix("IfExists").map_or((plain, ""), |bare| (bare, "IfExists"));
    let mut all: Vec<String> =
        OPERATORS.iter().filter(|(from, _)| *from == bare).map(|(_, to)| format!("{prefix}{to}{suffix}")).collect();
    if bare != "Null" {
        all.push(if suffix.is_empty() { format!("{operator}IfExists") } else { format!("{prefix}{bare}") });
    }
    match set {
        "ForAllValues" => all.extend([format!("ForAnyValue:{plain}"), plain.to_owned()]),
        "ForAnyValue" => all.extend([format!("ForAllValues:{plain}"), plain.to_owned()]),
        _ => {}
    }
    all
}

fn value_forms(value: &str) -> Vec<String> {
    match value {
        "true" => vec!["false".to_owned()],
        "false" => vec!["true".to_owned()],
        _ => {
            let cut = value.rfind(['/', ':']).and_then(|at| value.get(..=at));
            let mut forms = vec!["*".to_owned(), format!("{value}*"), format!("{value}-other")];
            forms.extend(cut.map(|head| format!("{head}*")));
            forms
        }
    }
}

//! Cases as data: a small world, a request, and the text of the first change.

use super::*;
use crate::iam::evaluate;
use crate::iam::explain::{change_words, side_effect_words};
use crate::iam::request::{Attached, Policies, Request, ResourceKind};
use crate::iam::scenario::Document;
use crate::iam::simulate::{Hop, simulate};
use crate::iam::trace::Layer;

/// The statements of the policies of a world: user `dev/ann`, role `dev/App`, role `prod/Reader`, the bucket `data` in Dev
/// and the bucket `far` in Prod. Empty: no such policy.
#[derive(Clone, Copy, Default)]
struct Statements {
    ann: &'static str,
    app: &'static str,
    trust: &'static str,
    reader: &'static str,
    data: &'static str,
    far: &'static str,
}

const DEV: &str = "111122223333";
const PROD: &str = "444455556666";
const ANN: &str = "arn:aws:iam::111122223333:user/ann";

fn policy(statements: &str) -> String {
    format!("{{\"Version\": \"2012-10-17\", \"Statement\": {statements}}}")
}

fn scenario(world: Statements, requests: &str) -> Scenario {
    let list = |statements: &str| match statements {
        "" => String::new(),
        statements => format!("policies = ['''{}''']\n", policy(statements)),
    };
    let own = |statements: &str| match statements {
        "" => String::new(),
        statements => format!("policy = '''{}'''\n", policy(statements)),
    };
    let trust = match world.trust {
        "" => r#"{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}"#,
        trust => trust,
    };
    let text = format!(
        "title = \"t\"\n[world.accounts.dev]\nid = \"{DEV}\"\n[world.accounts.prod]\nid = \"{PROD}\"\n\
         [[world.users]]\nname = \"dev/ann\"\n{}[[world.users]]\nname = \"dev/bob\"\n\
         [[world.roles]]\nname = \"dev/App\"\ntrust = '''{}'''\n{}\
         [[world.roles]]\nname = \"prod/Reader\"\ntrust = '''{}'''\n{}\
         [[world.resources]]\narn = \"arn:aws:s3:::data\"\naccount = \"dev\"\n{}\
         [[world.resources]]\narn = \"arn:aws:s3:::far\"\naccount = \"prod\"\n{}\n{requests}",
        list(world.ann),
        policy(trust),
        list(world.app),
        policy(trust),
        list(world.reader),
        own(world.data),
        own(world.far),
    );
    Scenario::from_toml(&text, &mut |name| Err(name.to_owned())).unwrap()
}

/// `who action resource`, or `who > role`, or `who > role action resource`; `KEY=VALUE` words go into the context.
fn request(name: &str, line: &str) -> String {
    let (context, words): (Vec<&str>, Vec<&str>) = line.split_whitespace().partition(|word| word.contains('='));
    let words = words.join(" ");
    let (who, call) = match words.split_once(" > ") {
        Some((who, rest)) => {
            let (role, call) = rest.split_once(' ').unwrap_or((rest, ""));
            (format!("who = \"{who}\"\nthrough = [\"{role}\"]\n"), call.to_owned())
        }
        None => {
            let at = words.match_indices(' ').nth(usize::from(!words.starts_with("anonymous"))).unwrap().0;
            let (who, call) = words.split_at(at);
            (format!("who = \"{who}\"\n"), call.trim_start().to_owned())
        }
    };
    let call = match call.split_once(' ') {
        Some((action, resource)) => format!("action = \"{action}\"\nresource = \"{resource}\"\n"),
        None => String::new(),
    };
    let pairs: Vec<String> = context
        .iter()
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap();
            match value.strip_prefix('[') {
                Some(list) => {
                    let items: Vec<String> =
                        list.trim_end_matches(']').split(',').map(|v| format!("\"{v}\"")).collect();
                    format!("\"{key}\" = [{}]", items.join(", "))
                }
                None => format!("\"{key}\" = \"{value}\""),
            }
        })
        .collect();
    format!("[[requests]]\nname = \"{name}\"\n{who}{call}context = {{ {} }}\n", pairs.join(", "))
}

fn told(change: &Change) -> String {
    let part = |part: &Part| match (part.before.as_str(), part.after.as_str()) {
        ("", after) => format!("{}: + {after}", part.document),
        (before, "") => format!("{}: - {before}", part.document),
        (before, after) => format!("{}: {before} => {after}", part.document),
    };
    change.parts.iter().map(part).collect::<Vec<_>>().join(" | ")
}

/// Holds every change to what is promised of all: it applies to the documents' text, leaves none that AWS would refuse,
/// turns the decision, and has words.
fn hold(scenario: &Scenario, spec: &RequestSpec, changes: &[Change]) {
    let was = simulate(scenario, spec).unwrap().is_allowed();
    assert!(changes.len() <= GIVEN);
    for change in changes {
        let after = change.apply(scenario).unwrap();
        assert!(after.documents.values().all(|document| document.refusal().is_none()), "{change:?}");
        assert_ne!(simulate(&after, spec).unwrap().is_allowed(), was, "{change:?}");
        assert!((1..=2).contains(&change.parts.len()));
        assert_eq!(change_words(change).len(), change.parts.len());
        assert_eq!(side_effect_words(change).len(), change.also.len());
        for part in &change.parts {
            assert!(part.edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "{part:?}");
            assert_ne!(part.before, part.after);
        }
    }
}

/// The first change, as [`told`]; empty when there is none.
fn first(world: Statements, requests: &[&str]) -> (String, Vec<Change>) {
    let texts: Vec<String> = requests.iter().enumerate().map(|(at, line)| request(&format!("r{at}"), line)).collect();
    let scenario = scenario(world, &texts.concat());
    let spec = &scenario.requests[0];
    let simulation = simulate(&scenario, spec).unwrap();
    let changes = match simulation.is_allowed() {
        true => closing_changes(&scenario, spec, &simulation),
        false => smallest_changes(&scenario, spec, &simulation),
    };
    hold(&scenario, spec, &changes);
    (changes.first().map(told).unwrap_or_default(), changes)
}

const READ_DATA: &str = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}"#;
const ALL_S3: &str = r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}"#;
const ASSUME: &str = r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}"#;
const TRUST_DEV: &str =
    r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole"}"#;
const NONE: Statements = Statements { ann: "", app: "", trust: "", reader: "", data: "", far: "" };

#[test]
fn an_implicit_deny_opens_with_the_least_edit() {
    let check = |world: Statements, call: &str, expected: &str| assert_eq!(first(world, &[call]).0, expected, "{call}");
    let app = |app| Statements { app, ..NONE };
    let get = "role dev/App s3:GetObject arn:aws:s3:::data/k";
    check(
        app(READ_DATA),
        "role dev/App s3:PutObject arn:aws:s3:::data/k",
        r#"policy 1 of dev/App: "Action": "s3:GetObject" => "Action": ["s3:GetObject", "s3:PutObject"]"#,
    );
    check(
        app(r#"[{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"*"}]"#),
        "role dev/App s3:PutObject arn:aws:s3:::data/k",
        r#"policy 1 of dev/App: "Action":["s3:GetObject","s3:ListBucket"] => "Action":["s3:GetObject","s3:ListBucket","s3:PutObject"]"#,
    );
    check(
        app(r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data"}"#),
        get,
        r#"policy 1 of dev/App: "Resource": "arn:aws:s3:::data" => "Resource": ["arn:aws:s3:::data", "arn:aws:s3:::data/k"]"#,
    );
    check(
        app(
            "[{\n  \"Effect\": \"Allow\",\n  \"Action\": \"s3:GetObject\",\n  \"Resource\": [\n    \"arn:aws:s3:::logs/*\"\n  ]\n}]",
        ),
        get,
        "policy 1 of dev/App: \"Resource\": [\n    \"arn:aws:s3:::logs/*\"\n  ] => \"Resource\": [\n    \
         \"arn:aws:s3:::logs/*\",\n    \"arn:aws:s3:::data/k\"\n  ]",
    );
    // Bucket and object go with different actions: a statement of its own keeps them apart.
    check(
        app(READ_DATA),
        "role dev/App s3:ListBucket arn:aws:s3:::data",
        r#"policy 1 of dev/App: + {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::data"}"#,
    );
    // Another service is another statement.
    check(
        app(ALL_S3),
        "role dev/App sqs:SendMessage arn:aws:sqs:us-east-1:111122223333:q",
        r#"policy 1 of dev/App: + {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:q"}"#,
    );
    // An action that takes no resource wants a `*`, and gets it alone.
    check(
        app(r#"[{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::data"}]"#),
        "role dev/App s3:ListAllMyBuckets *",
        r#"policy 1 of dev/App: + {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}"#,
    );
    check(
        app(r#"{"Effect": "Allow", "NotAction": ["iam:*", "s3:GetObject"], "Resource": "*"}"#),
        get,
        r#"policy 1 of dev/App: "NotAction": ["iam:*", "s3:GetObject"] => "NotAction": ["iam:*"]"#,
    );
    check(
        app(r#"{"Effect": "Allow", "Action": "s3:*", "NotResource": ["arn:aws:s3:::data/k", "arn:aws:s3:::data/l"]}"#),
        get,
        r#"policy 1 of dev/App: "NotResource": ["arn:aws:s3:::data/k", "arn:aws:s3:::data/l"] => "NotResource": ["arn:aws:s3:::data/l"]"#,
    );
    check(
        NONE,
        get,
        "policy 1 of dev/App: + {\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \
         \"Action\": \"s3:GetObject\",\n      \"Resource\": \"arn:aws:s3:::data/k\"\n    }\n  ]\n}\n",
    );
}

#[test]
fn no_wildcard_comes_in_with_a_name() {
    let check = |name: &str, app: &'static str, expected: usize| {
        let call = format!("role dev/App s3:GetObject arn:aws:s3:::data/{name}");
        assert_eq!(first(Statements { app, ..NONE }, &[&call]).1.len(), expected, "{name}");
    };
    let logs = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*"}"#;
    check("k", logs, 2);
    check("a*b", logs, 0);
    check("what?", logs, 0);
    check("a${aws:username}b", logs, 0);
}

#[test]
fn a_condition_is_mended_by_its_value() {
    let check = |condition: &str, words: &str, expected: &str| {
        let statement =
            format!(r#"{{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {condition}}}"#);
        let world = Statements { app: Box::leak(statement.into_boxed_str()), ..NONE };
        let told = first(world, &[&format!("role dev/App s3:GetObject arn:aws:s3:::data/k {words}")]).0;
        let told = told.strip_prefix("policy 1 of dev/App: \"Condition\": ").unwrap_or(&told);
        assert_eq!(told.split(" => \"Condition\": ").last().unwrap(), expected, "{condition}");
    };
    check(
        r#"{"StringEquals": {"aws:PrincipalTag/team": "red"}}"#,
        "aws:PrincipalTag/team=blue",
        r#"{"StringEquals": {"aws:PrincipalTag/team": ["red", "blue"]}}"#,
    );
    check(
        r#"{"StringLike": {"s3:prefix": ["in/*", "out/*"]}}"#,
        "s3:prefix=logs/x",
        r#"{"StringLike": {"s3:prefix": ["in/*", "out/*", "logs/x"]}}"#,
    );
    check(
        r#"{"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}"#,
        "",
        r#"{"IpAddress": {"aws:SourceIp": ["198.51.100.0/24", "203.0.113.10/32"]}}"#,
    );
    check(
        r#"{"StringNotEquals": {"aws:PrincipalTag/team": ["red", "blue"]}}"#,
        "aws:PrincipalTag/team=blue",
        r#"{"StringNotEquals": {"aws:PrincipalTag/team": ["red"]}}"#,
    );
    check(
        r#"{"DateLessThan": {"aws:CurrentTime": "2025-01-01T00:00:00Z"}}"#,
        "",
        r#"{"DateLessThanEquals": {"aws:CurrentTime": "2026-01-15T09:00:00Z"}}"#,
    );
    check(
        r#"{"NumericLessThanEquals": {"s3:max-keys": 10}}"#,
        "s3:max-keys=100",
        r#"{"NumericLessThanEquals": {"s3:max-keys": 100}}"#,
    );
    check(r#"{"StringEquals": {"s3:prefix": "in"}}"#, "", r#"{"StringEqualsIfExists": {"s3:prefix": "in"}}"#);
    check(
        r#"{"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}}"#,
        "aws:TagKeys=[a,b]",
        r#"{"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}"#,
    );
    // The opposite test would shut out those whom it let in: the condition goes, and with it the comma.
    check(
        r#"{"Bool": {"aws:SecureTransport": "false"}, "StringEquals": {"aws:PrincipalType": "AssumedRole"}}"#,
        "",
        r#"{"StringEquals": {"aws:PrincipalType": "AssumedRole"}}"#,
    );
}

#[test]
fn doors_open_one_by_one_or_both() {
    let check = |world: Statements, call: &str, expected: &str| assert_eq!(first(world, &[call]).0, expected, "{call}");
    let assume = "user dev/ann > prod/Reader";
    let document = |member: &str| {
        format!(
            "+ {{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {{\n      \"Effect\": \"Allow\",\n{member}\n    }}\n  ]\n}}\n"
        )
    };
    let may_assume = document(
        "      \"Action\": \"sts:AssumeRole\",\n      \"Resource\": \"arn:aws:iam::444455556666:role/Reader\"",
    );
    // Prod's door is open, Dev's is not.
    check(Statements { trust: TRUST_DEV, ..NONE }, assume, &format!("policy 1 of dev/ann: {may_assume}"));
    // Dev's door is open, Prod's is not.
    check(
        Statements { ann: ASSUME, ..NONE },
        assume,
        &format!(
            "trust policy of prod/Reader: \"Principal\": {{\"Service\": \"ec2.amazonaws.com\"}} => \"Principal\": \
             {{\"Service\": \"ec2.amazonaws.com\", \"AWS\": \"{ANN}\"}}"
        ),
    );
    let trust_prod =
        r#"{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "sts:AssumeRole"}"#;
    check(
        Statements { ann: ASSUME, trust: trust_prod, ..NONE },
        assume,
        &format!(
            "trust policy of prod/Reader: \"Principal\": {{\"AWS\": \"arn:aws:iam::444455556666:root\"}} => \"Principal\": \
             {{\"AWS\": [\"arn:aws:iam::444455556666:root\", \"{ANN}\"]}}"
        ),
    );
    // Neither is.
    check(
        Statements { trust: trust_prod, ..NONE },
        assume,
        &format!(
            "trust policy of prod/Reader: \"Principal\": {{\"AWS\": \"arn:aws:iam::444455556666:root\"}} => \"Principal\": \
             {{\"AWS\": [\"arn:aws:iam::444455556666:root\", \"{ANN}\"]}} | policy 1 of dev/ann: {may_assume}"
        ),
    );
    // One account: the role's policy has to name her, and then nothing else is asked.
    check(
        NONE,
        "user dev/ann > dev/App",
        &format!(
            "trust policy of dev/App: \"Principal\": {{\"Service\": \"ec2.amazonaws.com\"}} => \"Principal\": \
             {{\"Service\": \"ec2.amazonaws.com\", \"AWS\": \"{ANN}\"}}"
        ),
    );
    // The role is hers, and may not do it: the second hop is the one to mend.
    check(
        Statements { ann: ASSUME, trust: TRUST_DEV, reader: READ_DATA, ..NONE },
        "user dev/ann > prod/Reader s3:GetObject arn:aws:s3:::far/k",
        r#"policy 1 of prod/Reader: "Resource": "arn:aws:s3:::data/*" => "Resource": ["arn:aws:s3:::data/*", "arn:aws:s3:::far/k"]"#,
    );
    check(
        Statements {
            ann: ALL_S3,
            far: r#"{"Effect": "Allow", "Principal": {"AWS": ["444455556666", "arn:aws:iam::444455556666:role/Reader"]}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::far/*"}"#,
            ..NONE
        },
        "user dev/ann s3:GetObject arn:aws:s3:::far/k",
        &format!(
            "policy of arn:aws:s3:::far: \"Principal\": {{\"AWS\": [\"444455556666\", \"arn:aws:iam::444455556666:role/Reader\"]}} \
             => \"Principal\": {{\"AWS\": [\"444455556666\", \"arn:aws:iam::444455556666:role/Reader\", \"{ANN}\"]}}"
        ),
    );
    check(
        NONE,
        "service lambda.amazonaws.com > dev/App",
        r#"trust policy of dev/App: "Principal": {"Service": "ec2.amazonaws.com"} => "Principal": {"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]}"#,
    );
    // What no policy opens, and what only a wildcard would.
    check(NONE, "root dev > dev/App", "");
    check(NONE, "anonymous s3:GetObject arn:aws:s3:::data/k", "");
}

#[test]
fn an_explicit_deny_leaves_out_as_little_as_can_be() {
    let check = |world: Statements, call: &str, expected: &str| assert_eq!(first(world, &[call]).0, expected, "{call}");
    let delete = "role dev/App s3:DeleteObject arn:aws:s3:::data/k";
    let app = |app| Statements { app, ..NONE };
    check(
        app(
            r#"[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}]"#,
        ),
        delete,
        r#"policy 1 of dev/App: "Resource": "*" => "NotResource": "arn:aws:s3:::data/k""#,
    );
    check(
        app(
            r#"[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Effect": "Deny", "Action": ["s3:PutObject", "s3:DeleteObject"], "Resource": "arn:aws:s3:::data/*"}]"#,
        ),
        delete,
        r#"policy 1 of dev/App: "Action": ["s3:PutObject", "s3:DeleteObject"] => "Action": ["s3:PutObject"]"#,
    );
    check(
        app(
            r#"[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Effect": "Deny", "NotAction": "s3:Get*", "Resource": "*"}]"#,
        ),
        delete,
        r#"policy 1 of dev/App: "NotAction": "s3:Get*" => "NotAction": ["s3:Get*", "s3:DeleteObject"]"#,
    );
    check(
        app(
            r#"[{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::data/*"}]"#,
        ),
        delete,
        r#"policy 1 of dev/App: - {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::data/*"}"#,
    );
    // Two doors again: the Deny goes, and nothing allowed it.
    check(
        app(
            r#"[{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}, {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}]"#,
        ),
        delete,
        r#"policy 1 of dev/App: "Resource": "*" => "NotResource": "arn:aws:s3:::data/k" | policy 1 of dev/App: "Action": "s3:GetObject" => "Action": ["s3:GetObject", "s3:DeleteObject"]"#,
    );
    check(
        Statements {
            app: ALL_S3,
            data: r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::data/*", "Condition": {"NotIpAddress": {"aws:SourceIp": "198.51.100.0/24"}}}"#,
            ..NONE
        },
        delete,
        r#"policy of arn:aws:s3:::data: "Condition": {"NotIpAddress": {"aws:SourceIp": "198.51.100.0/24"}} => "Condition": {"NotIpAddress": {"aws:SourceIp": ["198.51.100.0/24", "203.0.113.10/32"]}}"#,
    );
    check(
        Statements {
            app: ALL_S3,
            data: r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::data/*"}"#,
            ..NONE
        },
        delete,
        r#"policy of arn:aws:s3:::data: + "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/App"}}"#,
    );
    check(
        Statements {
            app: ALL_S3,
            data: r#"{"Effect": "Deny", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/App", "444455556666"]}, "Action": "s3:*", "Resource": "arn:aws:s3:::data/*"}"#,
            ..NONE
        },
        delete,
        r#"policy of arn:aws:s3:::data: "Principal": {"AWS": ["arn:aws:iam::111122223333:role/App", "444455556666"]} => "Principal": {"AWS": ["444455556666"]}"#,
    );
}

#[test]
fn an_unwanted_allow_closes_with_the_least_edit() {
    let check = |world: Statements, calls: &[&str], expected: &str| {
        assert_eq!(first(world, calls).0, expected, "{calls:?}");
    };
    let app = |app| Statements { app, ..NONE };
    let (get, delete) =
        ("role dev/App s3:GetObject arn:aws:s3:::data/k", "role dev/App s3:DeleteObject arn:aws:s3:::data/k");
    check(
        app(r#"{"Effect": "Allow", "Action": ["s3:GetObject", "s3:DeleteObject"], "Resource": "*"}"#),
        &[delete],
        r#"policy 1 of dev/App: "Action": ["s3:GetObject", "s3:DeleteObject"] => "Action": ["s3:GetObject"]"#,
    );
    check(
        app(r#"{"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::data/k", "arn:aws:s3:::data/l"]}"#),
        &[delete],
        r#"policy 1 of dev/App: "Resource": ["arn:aws:s3:::data/k", "arn:aws:s3:::data/l"] => "Resource": ["arn:aws:s3:::data/l"]"#,
    );
    // What the other requests need stays, the rest of the pattern goes.
    check(app(ALL_S3), &[delete, get], r#"policy 1 of dev/App: "Action": "s3:*" => "Action": "s3:GetObject""#);
    check(
        app(READ_DATA),
        &["role dev/App s3:GetObject arn:aws:s3:::data/secret", get],
        r#"policy 1 of dev/App: "Resource": "arn:aws:s3:::data/*" => "Resource": "arn:aws:s3:::data/k""#,
    );
    // Nobody says what the pattern is needed for: a Deny of just this.
    check(
        app(ALL_S3),
        &[delete],
        r#"policy 1 of dev/App: + {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::data/k"}"#,
    );
    check(
        Statements {
            ann: ASSUME,
            trust: r#"{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:user/ann", "arn:aws:iam::111122223333:user/bob"]}, "Action": "sts:AssumeRole"}"#,
            ..NONE
        },
        &["user dev/ann > prod/Reader"],
        r#"trust policy of prod/Reader: "Principal": {"AWS": ["arn:aws:iam::111122223333:user/ann", "arn:aws:iam::111122223333:user/bob"]} => "Principal": {"AWS": ["arn:aws:iam::111122223333:user/bob"]}"#,
    );
    check(
        Statements {
            ann: r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::444455556666:role/Reader"}"#,
            trust: TRUST_DEV,
            ..NONE
        },
        &["user dev/ann > prod/Reader"],
        r#"trust policy of prod/Reader: + "Condition": {"ArnNotEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/ann"}}"#,
    );
}

#[test]
fn a_change_says_what_else_it_does() {
    let also = |world: Statements, calls: &[&str]| side_effect_words(&first(world, calls).1[0]).join("; ");
    let app = |app| Statements { app, ..NONE };
    let calls = ["role dev/App s3:PutObject arn:aws:s3:::data/k", "role dev/App s3:PutObject arn:aws:s3:::data/l"];
    assert_eq!(
        also(app(READ_DATA), &calls),
        "s3:PutObject then reaches arn:aws:s3:::data/* too; the request r1 is then allowed"
    );
    assert_eq!(
        also(
            app(
                r#"{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::data/l"}"#
            ),
            &calls[..1]
        ),
        "data/k is then open to s3:GetObject too"
    );
    assert_eq!(also(Statements { trust: TRUST_DEV, ..NONE }, &["user dev/ann > prod/Reader"]), "");
    assert_eq!(
        also(app(ALL_S3), &["role dev/App s3:DeleteObject arn:aws:s3:::data/k", "role dev/App s3:GetObject *"]),
        ""
    );
}

/// One call with all its policies: what a world cannot hold.
#[derive(Clone)]
struct Call {
    /// What a world makes of the call without any of these policies.
    base: Simulation,
    request: Request,
    boundary: Option<Document>,
    scp: Vec<Vec<Document>>,
    session: Vec<Document>,
}

impl Call {
    fn documents(&mut self) -> impl Iterator<Item = &mut Document> {
        self.boundary.iter_mut().chain(self.scp.iter_mut().flatten()).chain(&mut self.session)
    }
}

impl Ground for Call {
    fn document(&self, name: &str) -> Option<&Document> {
        let all = self.boundary.iter().chain(self.scp.iter().flatten()).chain(&self.session);
        all.into_iter().find(|document| &*document.name == name)
    }
    fn vacancy(&self, _: &Hop, _: Layer) -> Option<(Owner, Arc<str>)> {
        None
    }
    fn make(&mut self, part: &Part) -> Option<()> {
        let document = self.documents().find(|document| document.name == part.document)?;
        let text = part.apply(&document.text);
        *document = Document::read(Arc::clone(&document.name), document.kind, text);
        document.refusal().is_none().then_some(())
    }
    fn run(&self) -> Option<Simulation> {
        let attach = |documents: &[Document]| documents.iter().map(Document::attached).collect::<Vec<Attached>>();
        let own = Document::read(
            "own",
            PolicyKind::Identity,
            policy(r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#),
        );
        let policies = Policies {
            identity: vec![own.attached()],
            boundary: self.boundary.as_ref().map(Document::attached),
            session: Some(attach(&self.session)),
            resource: None,
            resource_kind: ResourceKind::Generic,
            scp: (!self.scp.is_empty()).then(|| self.scp.iter().map(|level| attach(level)).collect()),
            rcp: None,
        };
        let trace = evaluate::trace(&self.request, &policies);
        let mut simulation = self.base.clone();
        let hop = simulation.hops.last_mut()?;
        (hop.policies, hop.trace) = (policies, trace);
        Some(simulation)
    }
    fn others(&self) -> Vec<(String, Simulation)> {
        Vec::new()
    }
}

#[test]
fn ceilings_are_raised_where_they_are_too_low() {
    let world = scenario(NONE, &request("r", "role dev/App s3:GetObject arn:aws:s3:::data/k"));
    let base = simulate(&world, &world.requests[0]).unwrap();
    let open = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let check = |boundary: &str, scp: &[&[&str]], session: &[&str], expected: &str| {
        let read = |name: String, kind, statements: &str| Document::read(name, kind, policy(statements));
        let call = Call {
            base: base.clone(),
            request: base.hops[0].request.clone(),
            boundary: (!boundary.is_empty()).then(|| read("boundary".into(), PolicyKind::Boundary, boundary)),
            scp: scp
                .iter()
                .enumerate()
                .map(|(level, documents)| {
                    documents
                        .iter()
                        .enumerate()
                        .map(|(at, text)| read(format!("scp {level}.{at}"), PolicyKind::Scp, text))
                        .collect()
                })
                .collect(),
            session: session.iter().map(|text| read("session".into(), PolicyKind::Session, text)).collect(),
        };
        let simulation = call.run().unwrap();
        assert!(!simulation.is_allowed());
        let changes = search(&call, &simulation);
        for change in &changes {
            let mut after = call.clone();
            change.parts.iter().for_each(|part| after.make(part).unwrap());
            assert!(after.run().unwrap().is_allowed(), "{change:?}");
        }
        assert_eq!(changes.first().map(told).unwrap_or_default(), expected);
    };
    check(
        r#"{"Effect": "Allow", "Action": ["ec2:*", "sqs:*"], "Resource": "*"}"#,
        &[],
        &[],
        r#"boundary: "Action": ["ec2:*", "sqs:*"] => "Action": ["ec2:*", "sqs:*", "s3:GetObject"]"#,
    );
    check(
        r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::logs/*"}"#,
        &[],
        &[],
        r#"boundary: "Resource": "arn:aws:s3:::logs/*" => "Resource": ["arn:aws:s3:::logs/*", "arn:aws:s3:::data/k"]"#,
    );
    check(
        "",
        &[],
        &[r#"{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::data"}"#],
        r#"session: + {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/k"}"#,
    );
    // Every level must allow; the one that does not is the one to mend.
    check(
        "",
        &[&[open], &[r#"{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#], &[open]],
        &[],
        r#"scp 1.0: "Action": "ec2:*" => "Action": ["ec2:*", "s3:GetObject"]"#,
    );
    check(
        r#"{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#,
        &[&[r#"{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#]],
        &[],
        r#"scp 0.0: "Action": "ec2:*" => "Action": ["ec2:*", "s3:GetObject"] | boundary: "Action": "ec2:*" => "Action": ["ec2:*", "s3:GetObject"]"#,
    );
    check(
        "",
        &[&[
            open,
            r#"{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}}}"#,
        ]],
        &[],
        r#"scp 0.1: "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}} => "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}}"#,
    );
    // Three doors are one too many.
    check(
        r#"{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#,
        &[&[r#"{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#]],
        &[r#"{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"#],
        "",
    );
}

#[test]
fn every_change_applies_and_turns_the_decision() {
    let own = [
        "",
        READ_DATA,
        ALL_S3,
        r#"[{"Effect": "Allow", "Action": ["s3:Get*", "sts:AssumeRole"], "Resource": "*"}, {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::far/*"}]"#,
        "[\n  {\n    \"Sid\": \"Go\",\n    \"Effect\": \"Allow\",\n    \"Action\": \"sts:AssumeRole\",\n    \"Resource\": \"*\",\n    \
         \"Condition\": { \"Bool\": { \"aws:MultiFactorAuthPresent\": \"true\" } }\n  }\n]",
    ];
    let trust = ["", TRUST_DEV, r#"{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}"#];
    let bucket = [
        "",
        r#"{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "arn:aws:s3:::far/*"}"#,
        r#"[{"Effect": "Deny", "NotPrincipal": {"AWS": "444455556666"}, "Action": "s3:*", "Resource": "*"}]"#,
    ];
    let calls = [
        "user dev/ann s3:GetObject arn:aws:s3:::far/k",
        "user dev/ann s3:ListBucket arn:aws:s3:::data",
        "user dev/ann > prod/Reader",
        "user dev/ann > prod/Reader s3:PutObject arn:aws:s3:::far/k",
        "user dev/bob > prod/Reader s3:GetObject arn:aws:s3:::far/k",
        "role prod/Reader s3:GetObject arn:aws:s3:::far/k",
        "service ec2.amazonaws.com > prod/Reader s3:GetObject arn:aws:s3:::far/k",
        "root dev s3:GetObject arn:aws:s3:::far/k",
    ];
    let requests: String = calls.iter().enumerate().map(|(at, call)| request(&format!("r{at}"), call)).collect();
    let mut turned = 0;
    for ann in own {
        for trust in trust {
            for far in bucket {
                let scenario = scenario(Statements { ann, trust, reader: ann, far, ..NONE }, &requests);
                for spec in &scenario.requests {
                    let simulation = simulate(&scenario, spec).unwrap();
                    let open = smallest_changes(&scenario, spec, &simulation);
                    let close = closing_changes(&scenario, spec, &simulation);
                    assert!(open.is_empty() || close.is_empty());
                    hold(&scenario, spec, &open);
                    hold(&scenario, spec, &close);
                    turned += open.len() + close.len();
                }
            }
        }
    }
    assert!(turned > 400, "{turned}");
}

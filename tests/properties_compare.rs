//! What holds of comparing policies, for any two: held against every request of a small universe, one by one.
//!
//! `IAM_DOJO_LONG=1` tries a hundred thousand pairs; `IAM_DOJO_SEED` begins elsewhere.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that panics says what went wrong")]

#[path = "support/random.rs"]
#[expect(dead_code, reason = "the cases of deciding are not those of comparing")]
mod random;

use iam_dojo::iam::compare::{Budget, Comparison, Set, Verdict, compare};
use iam_dojo::iam::evaluate::decide;
use iam_dojo::iam::policy::PolicyKind;
use iam_dojo::iam::request::{Context, ContextValue, Flags, Principal, PrincipalType, Request, ResourceKind};
use iam_dojo::iam::trace::Verdict as Decision;
use random::Dice;
use serde_json::{Value, json};

/// How many pairs: `short` of them in the suite.
fn pairs(short: u64) -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let start: u64 = number("IAM_DOJO_SEED").unwrap_or(0);
    let long = std::env::var_os("IAM_DOJO_LONG").is_some();
    start..start + number("IAM_DOJO_PAIRS").unwrap_or(if long { 100_000 } else { short })
}

/// A request's part: action, resource, and which of [`KEYS`] it may carry.
const CALLS: [(&str, &str, &[usize]); 8] = [
    ("s3:GetObject", "arn:aws:s3:::data/a", &[0, 1, 2, 3, 4]),
    ("s3:GetObject", "arn:aws:s3:::data/b/c", &[0, 1, 2, 3, 4]),
    ("s3:GetObject", "arn:aws:s3:::other/a", &[0, 1, 2, 3, 4]),
    ("s3:PutObject", "arn:aws:s3:::data/a", &[0, 1, 2, 3, 4]),
    ("s3:PutObject", "arn:aws:s3:::other/b/c", &[0, 1, 2, 3, 4]),
    ("s3:ListBucket", "arn:aws:s3:::data", &[0, 1, 2, 3, 4, 5, 6]),
    ("s3:ListBucket", "arn:aws:s3:::other", &[0, 1, 2, 3, 4, 5, 6]),
    ("s3:ListAllMyBuckets", "*", &[0, 1, 2, 3, 4]),
];

/// Keys with the values that requests carry.
const KEYS: [(&str, &[&[&str]]); 7] = [
    ("aws:PrincipalTag/team", &[&["red"], &["blue"], &["reddish"]]),
    ("aws:SourceIp", &[&["203.0.113.9"], &["203.0.113.200"], &["198.51.100.7"], &["2001:db8::1"]]),
    ("aws:CalledVia", &[&["a"], &["b"], &["c"], &["a", "b"], &["a", "c"], &["a", "b", "c"]]),
    ("aws:MultiFactorAuthPresent", &[&["true"], &["false"]]),
    ("aws:CurrentTime", &[&["2026-01-15T00:00:00Z"], &["2026-03-01T00:00:00Z"], &["2025-12-31T23:59:59Z"]]),
    ("s3:max-keys", &[&["4"], &["5"], &["7"], &["10"], &["11"]]),
    ("s3:prefix", &[&[""], &["a"], &["ab"], &["b/c"]]),
];

/// Keys that every request carries, and those with several values at once.
const ALWAYS: [usize; 1] = [4];
const MULTIVALUED: [usize; 1] = [2];

const OPERATORS: [(usize, &[&str], &[&str]); 14] = [
    (0, &["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase"], &["red", "blue", "RED"]),
    (0, &["StringLike", "StringNotLike"], &["red*", "*", "?lue", "*d"]),
    (1, &["IpAddress", "NotIpAddress"], &["203.0.113.0/24", "203.0.113.0/25", "198.51.100.7", "2001:db8::/32"]),
    (2, &["ForAnyValue:StringEquals", "ForAnyValue:StringNotEquals"], &["a", "b", "c"]),
    (2, &["ForAllValues:StringEquals", "ForAllValues:StringNotEquals"], &["a", "b", "c"]),
    (2, &["ForAllValues:StringLike", "ForAnyValue:StringNotLike"], &["a*", "*", "b"]),
    (2, &["StringEquals", "StringNotEquals"], &["a", "b"]),
    (3, &["Bool"], &["true", "false"]),
    (4, &["DateGreaterThan", "DateLessThanEquals", "DateNotEquals"], &["2026-01-15T00:00:00Z", "2026-02-01"]),
    (5, &["NumericLessThan", "NumericGreaterThanEquals", "NumericEquals", "NumericNotEquals"], &["5", "10"]),
    (6, &["StringEquals", "StringNotEquals"], &["", "a", "b/c"]),
    (6, &["StringLike", "StringNotLike"], &["a*", "*/c", "*"]),
    (0, &["ForAnyValue:StringEquals", "ForAllValues:StringLike"], &["red", "b*"]),
    (6, &["StringEqualsIgnoreCase"], &["A", "AB"]),
];

const ACTIONS: [&str; 8] =
    ["*", "s3:*", "s3:Get*", "s3:GetObject", "s3:PutObject", "s3:?etObject", "s3:List*", "s3:ListBucket"];
const RESOURCES: [&str; 8] = [
    "*",
    "arn:aws:s3:::data",
    "arn:aws:s3:::data/*",
    "arn:aws:s3:::data*",
    "arn:aws:s3:::*/a",
    "arn:aws:s3:::data/?",
    "arn:aws:s3:::*",
    "arn:aws:s3:::other/*",
];

fn some(dice: &mut Dice, list: &[&str]) -> Value {
    match dice.below(3) {
        0 | 1 => json!(dice.pick(list)),
        _ => json!([dice.pick(list), dice.pick(list)]),
    }
}

fn statement(dice: &mut Dice) -> Value {
    let mut statement = json!({"Effect": if dice.chance(25) { "Deny" } else { "Allow" }});
    statement[if dice.chance(12) { "NotAction" } else { "Action" }] = some(dice, &ACTIONS);
    statement[if dice.chance(12) { "NotResource" } else { "Resource" }] = some(dice, &RESOURCES);
    for _ in 0..dice.below(4).saturating_sub(1) {
        condition(dice, &mut statement);
    }
    statement
}

fn condition(dice: &mut Dice, statement: &mut Value) {
    let (key, operators, values) = dice.pick(&OPERATORS);
    let operator = dice.pick(operators);
    if dice.chance(10) {
        statement["Condition"]["Null"][KEYS[key].0] = json!(dice.pick(&["true", "false"]));
    } else {
        let suffix = if dice.chance(20) { "IfExists" } else { "" };
        statement["Condition"][format!("{operator}{suffix}")][KEYS[key].0] = some(dice, values);
    }
}

fn document(dice: &mut Dice) -> Value {
    let statements: Vec<Value> = (0..1 + dice.below(3)).map(|_| statement(dice)).collect();
    json!({"Version": "2012-10-17", "Statement": statements})
}

/// A document that differs from another in one place, or says the same in other words.
fn changed(dice: &mut Dice, document: &Value) -> Value {
    let mut document = document.clone();
    let statements = document["Statement"].as_array_mut().expect("a list");
    let at = dice.below(statements.len());
    match dice.below(6) {
        0 => statements.push(statement(dice)),
        1 if statements.len() > 1 => drop(statements.remove(at)),
        2 => statements[at]["Effect"] = json!(dice.pick(&["Allow", "Deny"])),
        3 => condition(dice, &mut statements[at]),
        4 => statements.reverse(),
        _ if statements[at].get("Action").is_some() => statements[at]["Action"] = some(dice, &ACTIONS),
        _ => statements[at]["Effect"] = json!("Allow"),
    }
    document
}

fn set(kind: PolicyKind, document: &Value) -> Set {
    Set::of_text(kind, &document.to_string())
}

/// Every request of the universe whose keys are among those that some condition names.
fn universe(documents: &str) -> Vec<Request> {
    let mut found = Vec::new();
    for (action, resource, keys) in CALLS {
        let mut contexts = vec![Context::default()];
        for key in keys.iter().filter(|key| documents.contains(KEYS[**key].0)) {
            let (name, values) = KEYS[*key];
            let value = |values: &[&str]| match MULTIVALUED.contains(key) {
                true => ContextValue::Many(values.iter().map(|value| (*value).to_owned()).collect()),
                false => ContextValue::One(values[0].to_owned()),
            };
            let with = |context: &Context, values: &[&str]| {
                let mut context = context.clone();
                context.set(name, value(values));
                context
            };
            let absent = if ALWAYS.contains(key) { Vec::new() } else { contexts.clone() };
            let present = contexts.iter().flat_map(|context| values.iter().map(|value| with(context, value)));
            contexts = present.chain(absent).collect();
        }
        found.extend(contexts.into_iter().map(|context| request(action, resource, context)));
    }
    found
}

fn request(action: &str, resource: &str, context: Context) -> Request {
    Request {
        principal: Principal {
            kind: PrincipalType::User,
            arn: "arn:aws:iam::111122223333:user/Ann".into(),
            account: Some("111122223333".into()),
            role_arn: None,
            user_arn: None,
        },
        action: action.to_owned(),
        resource: resource.to_owned(),
        resource_account: Some("111122223333".into()),
        context,
        flags: Flags::default(),
    }
}

fn decision(set: &Set, request: &Request) -> Decision {
    decide(request, &set.policies(request, ResourceKind::Generic)).verdict()
}

/// The more is allowed, the higher.
fn rank(decision: Decision, three_valued: bool) -> u8 {
    match decision {
        Decision::Allow => 2,
        Decision::ImplicitDeny => 1,
        Decision::ExplicitDeny => u8::from(!three_valued),
    }
}

fn only_denies(document: &Value) -> bool {
    document["Statement"].as_array().is_some_and(|all| all.iter().all(|statement| statement["Effect"] == "Deny"))
}

/// Compares, and holds the answer against every request.
fn check(seed: u64, kind: PolicyKind, first: &Value, second: &Value) -> Comparison {
    let sets = [set(kind, first), set(kind, second)];
    let found = compare(&sets[0], &sets[1], &Budget::default());
    let three_valued = only_denies(first) || only_denies(second);
    let words = || format!("seed {seed}\n{first}\n{second}\n{found:#?}");
    let mut differs = [None, None];
    for request in universe(&format!("{first}{second}")) {
        let [a, b] = [0, 1].map(|at: usize| rank(decision(&sets[at], &request), three_valued));
        if a > b {
            differs[0].get_or_insert(request);
        } else if b > a {
            differs[1].get_or_insert(request);
        }
    }
    let says = match found.verdict {
        Verdict::Equivalent | Verdict::EquivalentInPractice => [false, false],
        Verdict::FirstWider => [true, false],
        Verdict::FirstNarrower => [false, true],
        Verdict::Crossed => [true, true],
        Verdict::Undecided => panic!("undecided: {}", words()),
    };
    for (way, list) in [&found.only_first, &found.only_second].into_iter().enumerate() {
        assert!(says[way] || differs[way].is_none(), "missed {:?}\n{}", differs[way], words());
        assert_eq!(says[way], !list.is_empty(), "{}", words());
        for difference in list {
            let [more, less] = [way, 1 - way].map(|at| rank(decision(&sets[at], &difference.request), three_valued));
            assert!(more > less, "no difference: {:?}\n{}", difference.request, words());
        }
    }
    found
}

#[test]
fn no_difference_is_missed_and_none_is_made_up() {
    let mut seen = [0; 6];
    for seed in pairs(600) {
        let dice = &mut Dice::new(seed);
        let first = document(dice);
        let second = if dice.chance(60) { changed(dice, &first) } else { document(dice) };
        let found = check(seed, PolicyKind::Identity, &first, &second);
        let at = Verdict::ALL.iter().position(|verdict| *verdict == found.verdict).expect("one of all");
        seen[at] += 1;
    }
    // Each sort of answer is met, or the pairs prove little.
    assert!(seen[..5].iter().all(|count| *count > 0), "{seen:?}");
}

//! What holds of comparing policies, for any two: held against every request of a small universe, one by one.
//!
//! `IAM_DOJO_LONG=1` tries a hundred thousand pairs; `IAM_DOJO_SEED` begins elsewhere.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that panics says what went wrong")]

#[path = "support/random.rs"]
#[expect(dead_code, reason = "the cases of deciding are not those of comparing")]
mod random;

use iam_dojo::iam::compare::{Budget, Comparison, Set, Verdict, compare};
use iam_dojo::iam::evaluate::decide;
use iam_dojo::iam::policy::{Effect, PolicyKind};
use iam_dojo::iam::request::{Context, ContextValue, Flags, Principal, PrincipalType, Request};
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

/// The more is allowed, the higher.
fn rank(decision: Decision, three_valued: bool) -> u8 {
    match decision {
        Decision::Allow => 2,
        Decision::ImplicitDeny => 1,
        Decision::ExplicitDeny => u8::from(!three_valued),
    }
}

/// Whether a set denies something and allows nothing, what cannot be read of it left out.
fn only_denies(set: &Set) -> bool {
    let mut statements = set.documents.iter().flat_map(|policy| &policy.statements).peekable();
    statements.peek().is_some() && statements.all(|statement| statement.effect.value == Effect::Deny)
}

/// Compares, and holds the answer against every request.
fn check(seed: u64, kind: PolicyKind, first: &Value, second: &Value, universe: &[Request]) -> Comparison {
    let sets = [set(kind, first), set(kind, second)];
    let found = compare(&sets[0], &sets[1], &Budget::default());
    let three_valued = kind != PolicyKind::Rcp && sets.iter().any(only_denies);
    let kind_of_resource = sets[0].resource_kind();
    let words = || format!("seed {seed}\n{first}\n{second}\n{found:#?}");
    let decision = |set: &Set, request: &Request| decide(request, &set.policies(request, kind_of_resource)).verdict();
    let mut differs = [None, None];
    for request in universe {
        let [a, b] = [0, 1].map(|at: usize| rank(decision(&sets[at], request), three_valued));
        if a > b {
            differs[0].get_or_insert(request);
        } else if b > a {
            differs[1].get_or_insert(request);
        }
    }
    assert_ne!(found.verdict, Verdict::Undecided, "{}", words());
    let says = match found.verdict {
        Verdict::Equivalent | Verdict::EquivalentInPractice => [false, false],
        Verdict::FirstWider => [true, false],
        Verdict::FirstNarrower => [false, true],
        Verdict::Crossed => [true, true],
        Verdict::Undecided => [true, true],
    };
    for (way, list) in [&found.only_first, &found.only_second].into_iter().enumerate() {
        assert!(
            says[way] || differs[way].is_none() || !found.assumptions.is_empty(),
            "missed {:?}\n{}",
            differs[way],
            words()
        );
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
        let found = check(seed, PolicyKind::Identity, &first, &second, &universe(&format!("{first}{second}")));
        let at = Verdict::ALL.iter().position(|verdict| *verdict == found.verdict).expect("one of all");
        seen[at] += 1;
    }
    // Each sort of answer is met, or the pairs prove little.
    assert!(seen[..5].iter().all(|count| *count > 0), "{seen:?}");
}

const HOME: &str = "111122223333";
const AWAY: &str = "444455556666";

fn principal(kind: PrincipalType, arn: &str, account: Option<&str>) -> Principal {
    Principal { kind, arn: arn.to_owned(), account: account.map(str::to_owned), role_arn: None, user_arn: None }
}

/// Callers with the keys that follow from them.
fn callers() -> Vec<(Principal, Vec<(&'static str, String)>)> {
    use PrincipalType as Kind;
    let keys = |kind: &str, arn: &str, account: &str| {
        vec![
            ("aws:PrincipalType", kind.to_owned()),
            ("aws:PrincipalArn", arn.to_owned()),
            ("aws:PrincipalAccount", account.to_owned()),
        ]
    };
    let mut found = Vec::new();
    for account in [HOME, AWAY, "123456789012"] {
        for path in ["Ann", "team/Bob"] {
            let arn = format!("arn:aws:iam::{account}:user/{path}");
            let mut keys = keys("User", &arn, account);
            keys.push(("aws:username", path.rsplit('/').next().expect("a name").to_owned()));
            found.push((principal(Kind::User, &arn, Some(account)), keys));
        }
        for (path, session) in [("App", "s1"), ("team/App", "s1"), ("Other", "s2")] {
            let role = format!("arn:aws:iam::{account}:role/{path}");
            let name = path.rsplit('/').next().expect("a name");
            let arn = format!("arn:aws:sts::{account}:assumed-role/{name}/{session}");
            let caller =
                Principal { role_arn: Some(role.clone()), ..principal(Kind::RoleSession, &arn, Some(account)) };
            found.push((caller, keys("AssumedRole", &role, account)));
        }
        let root = format!("arn:aws:iam::{account}:root");
        found.push((principal(Kind::Root, &root, Some(account)), keys("Account", &root, account)));
    }
    for service in ["lambda.amazonaws.com", "ec2.amazonaws.com", "sns.amazonaws.com"] {
        found.push((principal(Kind::Service, service, None), Vec::new()));
    }
    for provider in ["accounts.google.com", "arn:aws:iam::111122223333:oidc-provider/token.example.com"] {
        found.push((principal(Kind::WebIdentity, provider, None), Vec::new()));
    }
    found.push((principal(Kind::Saml, "arn:aws:iam::111122223333:saml-provider/P", None), Vec::new()));
    let anonymous =
        vec![("aws:PrincipalType", "Anonymous".to_owned()), ("aws:PrincipalAccount", "anonymous".to_owned())];
    found.push((principal(Kind::Anonymous, "", None), anonymous));
    found
}

const NAMES: [(&str, &[&str]); 3] = [
    (
        "AWS",
        &[
            "*",
            HOME,
            AWAY,
            "arn:aws:iam::111122223333:user/Ann",
            "arn:aws:iam::444455556666:user/team/Bob",
            "arn:aws:iam::111122223333:role/App",
            "arn:aws:iam::111122223333:role/team/App",
            "arn:aws:sts::111122223333:assumed-role/App/s1",
        ],
    ),
    ("Service", &["lambda.amazonaws.com", "ec2.amazonaws.com"]),
    (
        "Federated",
        &[
            "accounts.google.com",
            "arn:aws:iam::111122223333:oidc-provider/token.example.com",
            "arn:aws:iam::111122223333:saml-provider/P",
        ],
    ),
];

/// Conditions on keys that follow from the caller, or that only some callers' requests carry.
const OF_CALLERS: [(&str, &str, &[&str]); 9] = [
    (
        "ArnLike",
        "aws:PrincipalArn",
        &["arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:user/*", "arn:aws:iam::*:role/App"],
    ),
    ("ArnNotLike", "aws:PrincipalArn", &["arn:aws:iam::111122223333:role/App", "arn:aws:iam::*:user/Ann"]),
    ("StringEquals", "aws:PrincipalAccount", &[HOME, AWAY]),
    ("StringNotEquals", "aws:PrincipalAccount", &[HOME, "anonymous"]),
    ("StringEquals", "aws:PrincipalType", &["User", "AssumedRole"]),
    ("StringLike", "aws:username", &["A*", "Bob"]),
    ("StringNotEquals", "aws:username", &["Ann"]),
    ("StringEquals", "aws:PrincipalOrgID", &["o-1"]),
    ("ArnLike", "aws:SourceArn", &["arn:aws:s3:::data", "arn:aws:sns:*:111122223333:*"]),
];

fn statement_about_callers(dice: &mut Dice, trust: bool) -> Value {
    let denies = dice.chance(30);
    let mut statement = json!({"Effect": if denies { "Deny" } else { "Allow" }});
    let (key, names) = dice.pick(&NAMES[..if trust { 3 } else { 2 }]);
    let negated = denies && !trust && dice.chance(20);
    statement[if negated { "NotPrincipal" } else { "Principal" }][key] = some(dice, names);
    if trust {
        let actions = ["sts:AssumeRole", "sts:*", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRole*", "sts:TagSession"];
        statement["Action"] = some(dice, &actions);
    } else {
        statement["Action"] = some(dice, &["s3:*", "s3:GetObject", "s3:PutObject", "s3:Get*"]);
        statement["Resource"] = some(dice, &["arn:aws:s3:::data/*", "arn:aws:s3:::data/a", "*"]);
    }
    for _ in 0..dice.below(3) {
        let (operator, key, values) = dice.pick(&OF_CALLERS);
        let suffix = if dice.chance(20) { "IfExists" } else { "" };
        statement["Condition"][format!("{operator}{suffix}")][key] = some(dice, values);
    }
    statement
}

fn universe_of_callers(trust: bool, documents: &str) -> Vec<Request> {
    let calls: &[(&str, &str)] = match trust {
        true => &[
            ("sts:AssumeRole", "role"),
            ("sts:AssumeRoleWithWebIdentity", "role"),
            ("sts:AssumeRoleWithSAML", "role"),
            ("sts:TagSession", "role"),
        ],
        false => &[
            ("s3:GetObject", "arn:aws:s3:::data/a"),
            ("s3:PutObject", "arn:aws:s3:::data/b"),
            ("s3:GetObject", "arn:aws:s3:::other/a"),
        ],
    };
    let mut found = Vec::new();
    for (action, resource) in calls {
        for owner in [HOME, AWAY] {
            for (caller, keys) in callers() {
                let mut context = Context::default();
                for (key, value) in &keys {
                    context.set(*key, ContextValue::One(value.clone()));
                }
                let mut contexts = vec![context];
                let mut may_carry = |key: &str, values: &[&str]| {
                    if documents.contains(key) {
                        let with = contexts.iter().flat_map(|context| {
                            values.iter().map(|value| {
                                let mut context = context.clone();
                                context.set(key, ContextValue::One((*value).to_owned()));
                                context
                            })
                        });
                        contexts = contexts.iter().cloned().chain(with.collect::<Vec<_>>()).collect();
                    }
                };
                if caller.account.is_some() {
                    may_carry("aws:PrincipalOrgID", &["o-1", "o-2"]);
                }
                if caller.kind == PrincipalType::Service {
                    may_carry(
                        "aws:SourceArn",
                        &["arn:aws:s3:::data", "arn:aws:sns:eu-west-1:111122223333:t", "arn:aws:s3:::x"],
                    );
                }
                for context in contexts {
                    let resource =
                        if trust { format!("arn:aws:iam::{owner}:role/Example") } else { (*resource).to_owned() };
                    let mut request = request(action, &resource, context);
                    request.principal = caller.clone();
                    request.resource_account = Some(owner.to_owned());
                    found.push(request);
                }
            }
        }
    }
    found
}

fn check_callers(kind: PolicyKind, seeds: std::ops::Range<u64>) {
    let trust = kind == PolicyKind::Trust;
    let mut seen = [0; 6];
    for seed in seeds {
        let dice = &mut Dice::new(seed);
        let document = |dice: &mut Dice| {
            let statements: Vec<Value> = (0..1 + dice.below(3)).map(|_| statement_about_callers(dice, trust)).collect();
            json!({"Version": "2012-10-17", "Statement": statements})
        };
        let first = document(dice);
        let mut second = first.clone();
        let statements = second["Statement"].as_array_mut().expect("a list");
        match dice.below(4) {
            0 => statements.push(statement_about_callers(dice, trust)),
            1 => statements[0] = statement_about_callers(dice, trust),
            2 => statements.reverse(),
            _ => second = document(dice),
        }
        let found = check(seed, kind, &first, &second, &universe_of_callers(trust, &format!("{first}{second}")));
        seen[Verdict::ALL.iter().position(|verdict| *verdict == found.verdict).expect("one of all")] += 1;
    }
    assert!(seen[0] > 0 && seen[2] > 0 && seen[3] > 0 && seen[4] > 0, "{seen:?}");
}

#[test]
fn trust_policies_are_told_apart_by_anybody_who_calls() {
    check_callers(PolicyKind::Trust, pairs(150));
}

#[test]
fn resource_policies_are_told_apart_by_anybody_who_calls() {
    check_callers(PolicyKind::Resource, pairs(150));
}

#[test]
fn variables_stand_for_what_the_caller_is() {
    let resources = [
        "arn:aws:s3:::data/${aws:username}/*",
        "arn:aws:s3:::data/${aws:PrincipalTag/team}/*",
        "arn:aws:s3:::data/${aws:PrincipalTag/team, 'none'}/*",
        "arn:aws:s3:::data/Ann/*",
        "arn:aws:s3:::data/none/*",
        "arn:aws:s3:::data/red/k",
        "arn:aws:s3:::data/*",
    ];
    let lines: [(&str, &str, &[&str]); 4] = [
        ("StringEquals", "aws:PrincipalTag/team", &["red", "Ann", "${aws:username}"]),
        ("StringNotEquals", "aws:ResourceTag/team", &["${aws:PrincipalTag/team}", "red"]),
        ("StringEqualsIfExists", "aws:username", &["Ann", "Bob"]),
        ("StringLike", "aws:username", &["A*"]),
    ];
    let document = |dice: &mut Dice| {
        let statement = |dice: &mut Dice| {
            let mut statement =
                json!({"Effect": if dice.chance(30) { "Deny" } else { "Allow" }, "Action": "s3:GetObject"});
            statement[if dice.chance(15) { "NotResource" } else { "Resource" }] = some(dice, &resources);
            if dice.chance(40) {
                let (operator, key, values) = dice.pick(&lines);
                statement["Condition"][operator][key] = some(dice, values);
            }
            statement
        };
        let statements: Vec<Value> = (0..1 + dice.below(2)).map(|_| statement(dice)).collect();
        json!({"Version": dice.pick(&["2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17"]), "Statement": statements})
    };
    let mut universe = Vec::new();
    let carried = callers().into_iter().filter(|(caller, _)| {
        caller.account.as_deref() == Some(HOME)
            && matches!(caller.kind, PrincipalType::User | PrincipalType::RoleSession)
    });
    for (caller, keys) in carried {
        for team in [None, Some("red"), Some("Ann"), Some("blue")] {
            for of_resource in [None, Some("red"), Some("blue")] {
                for name in ["Ann", "Bob", "none", "red", "blue", "zed"] {
                    let mut context = Context::default();
                    let tags = [("aws:PrincipalTag/team", team), ("aws:ResourceTag/team", of_resource)];
                    let tags = tags.into_iter().filter_map(|(key, value)| Some((key, value?.to_owned())));
                    for (key, value) in keys.iter().cloned().chain(tags) {
                        context.set(key, ContextValue::One(value));
                    }
                    let mut request = request("s3:GetObject", &format!("arn:aws:s3:::data/{name}/k"), context);
                    request.principal = caller.clone();
                    universe.push(request);
                }
            }
        }
    }
    for seed in pairs(100) {
        let dice = &mut Dice::new(seed);
        let first = document(dice);
        let second = document(dice);
        check(seed, PolicyKind::Identity, &first, &second, &universe);
    }
}

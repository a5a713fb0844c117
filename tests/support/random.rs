//! Random requests with policies of every kind, as flat cases. The same number gives the same case, everywhere and always.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test that panics says what went wrong")]

use serde_json::{Map, Value, json};

/// A source of random numbers that needs no crate (Steele and others, "Fast splittable pseudorandom number generators").
pub struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("less than a usize")
    }

    /// True in so many of a hundred throws.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `list`.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// One to three of `list`, as a policy writes them.
    fn some(&mut self, list: &[&str]) -> Value {
        match self.below(4) {
            0..2 => json!(self.pick(list)),
            more => json!((0..more).map(|_| self.pick(list)).collect::<Vec<_>>()),
        }
    }
}

const HOME: &str = "111122223333";
const AWAY: &str = "444455556666";
const USER: &str = "arn:aws:iam::111122223333:user/team/Ana";
const ROLE: &str = "arn:aws:iam::111122223333:role/App";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/App/s1";
const FEDERATED: &str = "arn:aws:sts::111122223333:federated-user/Fed";
const SAML: &str = "arn:aws:iam::111122223333:saml-provider/P";
const ROOT: &str = "arn:aws:iam::111122223333:root";

const OBJECT: &str = "arn:aws:s3:::data/Ana/k";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/k";
const TARGET: &str = "arn:aws:iam::111122223333:role/Target";

/// What is asked: action, resource, and how the resource's own policy counts.
const CALLS: [(&str, &str, &str); 32] = [
    ("s3:GetObject", OBJECT, "generic"),
    ("s3:GetObject", OBJECT, "generic"),
    ("s3:GetObject", OBJECT, "generic"),
    ("s3:GetObject", OBJECT, "generic"),
    ("s3:PutObject", "arn:aws:s3:::data/Bob/k", "generic"),
    ("s3:PutObject", "arn:aws:s3:::data/Bob/k", "generic"),
    ("S3:getobject", OBJECT, "generic"),
    ("s3:ListAllMyBuckets", "*", "generic"),
    ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:444455556666:q", "generic"),
    ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q", "generic"),
    ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q", "generic"),
    ("ec2:RunInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/*", "generic"),
    ("ec2:DescribeInstances", "*", "generic"),
    ("kms:Decrypt", KEY, "kms"),
    ("kms:Decrypt", KEY, "kms"),
    ("kms:RetireGrant", KEY, "kms"),
    ("kms:DescribeKey", "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3", "generic"),
    ("kms:DeleteAlias", "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3", "generic"),
    ("sts:AssumeRole", TARGET, "trust"),
    ("sts:AssumeRole", TARGET, "trust"),
    ("sts:AssumeRole", TARGET, "trust"),
    ("sts:AssumeRole", TARGET, "trust"),
    ("sts:AssumeRole", "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/L", "trust"),
    ("sts:AssumeRoleWithSAML", TARGET, "trust"),
    ("sts:AssumeRoleWithWebIdentity", TARGET, "trust"),
    ("sts:GetFederationToken", "arn:aws:sts::111122223333:federated-user/Fed", "generic"),
    ("sts:GetCallerIdentity", "*", "generic"),
    ("sts:GetSessionToken", "*", "generic"),
    ("iam:PassRole", TARGET, "generic"),
    ("iam:PassRole", "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/R", "generic"),
    ("iam:GetRole", "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/R", "generic"),
    ("iam:CreatePolicyVersion", "arn:aws:iam::aws:policy/ReadOnlyAccess", "generic"),
];

const ACTIONS: [&str; 12] = [
    "*",
    "*",
    "s3:*",
    "s3:Get*",
    "S3:?etObject",
    "sqs:*",
    "kms:*",
    "iam:*",
    "sts:*",
    "sts:AssumeRole*",
    "ec2:*",
    "s3:Put*",
];

const RESOURCES: [&str; 14] = [
    "*",
    "*",
    "*",
    OBJECT,
    "arn:aws:s3:::data/*",
    "arn:aws:s3:::data/${aws:username}/*",
    "arn:aws:s3:::data/${aws:PrincipalTag/team, 'Ana'}/k",
    "arn:aws:s3:::*/${*}",
    "arn:aws:sqs:*:444455556666:q",
    "arn:aws:kms:*:111122223333:key/*",
    "arn:aws:iam::111122223333:role/*",
    "arn:aws:iam::1111*:ro*",
    "arn:aws:sqs",
    "arn:aws:s3:::other",
];

const AWS_NAMES: [&str; 12] = [
    "*",
    "*",
    HOME,
    HOME,
    ROOT,
    USER,
    ROLE,
    SESSION,
    FEDERATED,
    AWAY,
    "arn:aws:iam::444455556666:user/Eve",
    "AIDAEXAMPLEEXAMPLE12",
];

/// Keys, with values that a request may carry.
const KEYS: [(&str, &[&str]); 9] = [
    ("aws:username", &["Ana", "Bob", "*", ""]),
    ("aws:PrincipalTag/team", &["Ana", "red", "A*"]),
    ("aws:MultiFactorAuthPresent", &["true", "false", "maybe"]),
    ("aws:SourceIp", &["203.0.113.9", "198.51.100.7", "2001:db8::1"]),
    ("aws:CurrentTime", &["2026-01-15T11:30:00Z", "2025-06-01T00:00:00Z", "yesterday"]),
    ("s3:max-keys", &["5", "10", "10.0", "ten"]),
    ("aws:PrincipalArn", &[USER, ROLE, ROOT]),
    ("aws:TagKeys", &["team", "cost", ""]),
    ("aws:PrincipalOrgID", &["o-1", "o-2"]),
];

/// Operators, with the key they are used on most and values that a policy may give.
const OPERATORS: [(&str, &str, &[&str]); 18] = [
    ("StringEquals", "aws:username", &["Ana", "Bob", "${aws:PrincipalTag/team}"]),
    ("StringNotEquals", "AWS:PrincipalTag/Team", &["Ana", "red"]),
    ("StringEqualsIgnoreCase", "aws:username", &["ANA", "bob"]),
    ("StringLike", "aws:username", &["A*", "*", "?ob"]),
    ("StringNotLike", "aws:username", &["A*", "${*}"]),
    ("Bool", "aws:MultiFactorAuthPresent", &["true", "false"]),
    ("BoolIfExists", "aws:MultiFactorAuthPresent", &["true", "false"]),
    ("Null", "aws:username", &["true", "false"]),
    ("IpAddress", "aws:SourceIp", &["203.0.113.0/24", "2001:db8::/32"]),
    ("NotIpAddress", "aws:SourceIp", &["203.0.113.0/24", "198.51.100.0/24"]),
    ("NumericLessThanEquals", "s3:max-keys", &["10", "7"]),
    ("NumericNotEquals", "s3:max-keys", &["10"]),
    ("DateGreaterThan", "aws:CurrentTime", &["2026-01-01T00:00:00Z", "2026-06"]),
    ("ArnLike", "aws:PrincipalArn", &["arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:user/*"]),
    ("ArnNotEquals", "aws:PrincipalArn", &["arn:aws:iam::*:role/*"]),
    ("ForAllValues:StringEquals", "aws:TagKeys", &["team", "cost"]),
    ("ForAnyValue:StringLike", "aws:TagKeys", &["te*", "x"]),
    ("StringEqualsIfExists", "aws:PrincipalOrgID", &["o-1"]),
];

/// A case: `{"id", "request", "policies"}`.
pub fn case(seed: u64) -> Value {
    let dice = &mut Dice::new(seed);
    let (action, resource, kind) = dice.pick(&CALLS);
    let request = json!({
        "principal": principal(dice, action),
        "action": action,
        "resource": resource,
        "resource_account": dice.pick(&[Some(HOME), Some(HOME), Some(AWAY), None]),
        "context": context(dice),
        "flags": {
            "slr": dice.chance(4),
            "principal_in_mgmt": dice.chance(6),
            "resource_in_mgmt": dice.chance(6),
            "caller_session_token": dice.chance(6),
            "mfa": dice.chance(30),
        },
    });
    json!({"id": seed, "request": request, "policies": policies(dice, (action, resource), kind)})
}

fn principal(dice: &mut Dice, action: &str) -> Value {
    let fitting = match action {
        "sts:AssumeRoleWithSAML" => 6,
        "sts:AssumeRoleWithWebIdentity" => 5,
        "sts:AssumeRole" => 7 + dice.below(9),
        _ => dice.below(16),
    };
    match if dice.chance(90) { fitting } else { dice.below(16) } {
        0 => json!({"type": "anonymous"}),
        1 | 2 => json!({"type": "root", "arn": ROOT, "account": HOME}),
        3 | 4 => json!({"type": "federated_user", "arn": FEDERATED, "account": HOME, "user_arn": USER}),
        5 => json!({"type": "web_identity", "arn": "accounts.google.com", "account": null}),
        6 => json!({"type": "saml", "arn": SAML, "account": null}),
        7 => json!({"type": "service", "arn": "lambda.amazonaws.com", "account": null}),
        8..12 => json!({"type": "role_session", "arn": SESSION, "account": HOME, "role_arn": ROLE}),
        _ => json!({"type": "user", "arn": USER, "account": HOME}),
    }
}

fn context(dice: &mut Dice) -> Value {
    let mut context = Map::new();
    for (key, values) in KEYS {
        if dice.chance(40) {
            continue;
        }
        let value = match (key, dice.below(10)) {
            ("aws:TagKeys", _) | (_, 0) => json!((0..dice.below(4)).map(|_| dice.pick(values)).collect::<Vec<_>>()),
            _ => json!(dice.pick(values)),
        };
        context.insert(key.to_owned(), value);
    }
    Value::Object(context)
}

/// What is asked, action and resource: what policies are most often about.
type Asked<'a> = (&'a str, &'a str);

fn policies(dice: &mut Dice, asked: Asked<'_>, resource_kind: &str) -> Value {
    let mut policies = Map::new();
    let mut set = |name: &str, value: Value| policies.insert(name.to_owned(), value);
    if dice.chance(75) {
        set("identity", documents(dice, asked, "identity", 3));
    }
    if dice.chance(30) {
        set("boundary", document(dice, asked, "boundary"));
    }
    if dice.chance(30) {
        set("session", documents(dice, asked, "session", 2));
    }
    if dice.chance(if resource_kind == "generic" { 50 } else { 90 }) {
        set("resource", document(dice, asked, if resource_kind == "trust" { "trust" } else { "resource" }));
    }
    set("resource_kind", json!(resource_kind));
    for kind in ["scp", "rcp"] {
        if dice.chance(35) {
            let levels = 1 + dice.below(3);
            set(kind, (0..levels).map(|_| documents(dice, asked, kind, 2)).collect());
        }
    }
    Value::Object(policies)
}

fn documents(dice: &mut Dice, asked: Asked<'_>, kind: &str, most: usize) -> Value {
    let count = if dice.chance(90) { 1 + dice.below(most) } else { 0 };
    (0..count).map(|_| document(dice, asked, kind)).collect()
}

fn document(dice: &mut Dice, asked: Asked<'_>, kind: &str) -> Value {
    let mut statements: Vec<Value> = (0..1 + dice.below(3)).map(|_| statement(dice, asked, kind)).collect();
    // What organisations have and boundaries begin with: everything, and exceptions from it.
    if matches!(kind, "scp" | "rcp" | "boundary" | "session") && dice.chance(75) {
        let mut everything = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
        if kind == "rcp" {
            everything["Principal"] = json!("*");
        }
        statements.push(everything);
    }
    let mut document = json!({"Version": "2012-10-17", "Statement": statements});
    if dice.chance(10) {
        document["Version"] = json!("2008-10-17");
    }
    document
}

fn statement(dice: &mut Dice, (action, resource): Asked<'_>, kind: &str) -> Value {
    let denies = dice.chance(18);
    let mut statement = json!({"Effect": if denies { "Deny" } else { "Allow" }});
    statement[if dice.chance(8) { "NotAction" } else { "Action" }] = match dice.chance(55) {
        true => json!(action),
        false => dice.some(&ACTIONS),
    };
    if kind != "trust" {
        statement[if dice.chance(8) { "NotResource" } else { "Resource" }] = match dice.chance(40) {
            true => json!(resource),
            false => dice.some(&RESOURCES),
        };
    }
    // Now and then an element is missing where it must be, or there where it must not: nothing of it may apply.
    if matches!(kind, "trust" | "resource" | "rcp") != dice.chance(3) {
        let negated = dice.chance(if denies { 30 } else { 2 });
        statement[if negated { "NotPrincipal" } else { "Principal" }] = principals(dice);
    }
    let lines = if denies { 1 + dice.below(2) } else { dice.below(5).saturating_sub(3) };
    for _ in 0..lines {
        let (operator, key, values) = dice.pick(&OPERATORS);
        statement["Condition"][operator][key] = dice.some(values);
    }
    statement
}

fn principals(dice: &mut Dice) -> Value {
    match dice.below(8) {
        0 | 1 => json!("*"),
        2 => json!({"Service": dice.pick(&["lambda.amazonaws.com", "ec2.amazonaws.com"])}),
        3 => json!({"Federated": ["accounts.google.com", SAML]}),
        4 | 5 => json!({"AWS": [HOME, USER, ROLE, SESSION], "Service": "lambda.amazonaws.com"}),
        _ => json!({"AWS": dice.some(&AWS_NAMES)}),
    }
}

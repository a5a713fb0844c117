use super::*;
use crate::iam::request::PrincipalType;
use crate::iam::scenario::Scenario;
use crate::iam::simulate::{Simulation, simulate};
use crate::iam::trace::{ConditionReason, Layer, Outcome, Reason, Strength, Unspecified};

const REPORTS: &str = "arn:aws:s3:::reports/q1.csv";

/// One bucket, one role `dev/App` with these policies, in account Dev; a session of it calls `action` on `resource`.
fn session(policy: &str, action: &str, resource: &str) -> Simulation {
    let text = format!(
        "title = \"t\"\n[world.accounts.dev]\nid = \"111122223333\"\ntitle = \"Dev\"\n[[world.roles]]\nname = \"dev/App\"\n\
         trust = '''{{\"Version\": \"2012-10-17\", \"Statement\": [{{\"Effect\": \"Allow\", \"Principal\": {{\"Service\": \
         \"ec2.amazonaws.com\"}}, \"Action\": \"sts:AssumeRole\"}}]}}'''\npolicies = ['''{{\"Version\": \"2012-10-17\", \
         \"Statement\": {policy}}}''']\n[[requests]]\nname = \"r\"\nwho = \"role dev/App as s1\"\naction = \"{action}\"\n\
         resource = \"{resource}\"\n"
    );
    run(&text)
}

fn run(text: &str) -> Simulation {
    let scenario = Scenario::from_toml(text, &mut |name| Err(name.to_owned())).unwrap();
    simulate(&scenario, &scenario.requests[0]).unwrap()
}

/// User `dev/ann` with `own` (or nothing) assumes `prod/Role` with the trust `principal`.
fn assume(own: &str, principal: &str) -> Simulation {
    let own = if own.is_empty() { String::new() } else { format!("policies = ['''{own}''']\n") };
    run(&format!(
        "title = \"t\"\n[world.accounts.dev]\nid = \"111122223333\"\ntitle = \"Dev\"\n[world.accounts.prod]\n\
         id = \"444455556666\"\ntitle = \"Prod\"\n[[world.users]]\nname = \"dev/ann\"\n{own}[[world.roles]]\n\
         name = \"prod/Role\"\ntrust = '''{{\"Version\": \"2012-10-17\", \"Statement\": [{{\"Effect\": \"Allow\", \
         \"Principal\": {principal}, \"Action\": \"sts:AssumeRole\"}}]}}'''\n[[requests]]\nname = \"r\"\n\
         who = \"user dev/ann\"\nthrough = [\"prod/Role\"]\n"
    ))
}

fn step<'w>(walk: &'w [WalkStep], label: &str) -> &'w WalkStep {
    walk.iter().find(|step| step.label == label).unwrap_or_else(|| panic!("no line {label}"))
}

#[test]
fn every_reason_has_words_and_a_page() {
    for reason in Reason::ALL {
        let page = reason_page(reason);
        assert_eq!(page.reason, reason);
        assert!((10..=40).contains(&page.short.chars().count()), "{}", page.short);
        assert!(page.long.len() > page.short.len() && page.long.ends_with('.'), "{}", page.long);
        assert!(!page.long.contains("  "), "{}", page.long);
        assert!(page.source.len() > 10, "{reason:?}");
    }
}

#[test]
fn layers_and_their_outcomes_fit_the_narrow_pane() {
    use crate::iam::request::ResourceKind::{Generic, Kms, Trust};
    for layer in Layer::ALL {
        for kind in [Generic, Trust, Kms] {
            assert!(layer_name(layer, kind, REPORTS).chars().count() <= 24);
        }
        let strengths = [None, Some(Strength::Account), Some(Strength::Entity), Some(Strength::Direct)];
        let allows = strengths.map(Outcome::Allows);
        let others = [Outcome::Denies, Outcome::Silent, Outcome::Absent, Outcome::Exempt, Outcome::NotReached];
        for outcome in allows.into_iter().chain(others) {
            for caller in PrincipalType::ALL {
                let words = outcome_words(layer, outcome, caller, true);
                assert!((5..=40).contains(&words.chars().count()), "{words}");
            }
        }
    }
    assert_eq!(layer_name(Layer::Resource, Generic, REPORTS), "bucket policy");
    assert_eq!(layer_name(Layer::Resource, Generic, "arn:aws:sqs:eu-west-1:111122223333:q"), "resource policy");
    assert_eq!(layer_name(Layer::Resource, Trust, REPORTS), "trust policy");
}

#[test]
fn every_absent_key_and_every_open_question_has_words() {
    use ConditionReason as C;
    let absent = [
        C::AbsentFails,
        C::AbsentHoldsNegated,
        C::AbsentHoldsIfExists,
        C::AbsentHoldsForAllValues,
        C::AbsentFailsForAnyValue,
        C::Presence,
    ];
    for because in absent {
        assert!(condition_reason_words(because).is_some_and(|words| words.chars().count() <= 40), "{because:?}");
    }
    assert_eq!(condition_reason_words(C::Compared), None);
    use Unspecified as U;
    let open = [
        U::StarAcrossColon,
        U::WildcardInResourceType,
        U::VariableUnderBool,
        U::MultivaluedWithoutSetOperator,
        U::UncoercibleValue,
        U::EmptyStringIsNull,
        U::WildcardFromVariable,
        U::NotPrincipalAccountOnly,
        U::BoundaryAgainstTrust,
        U::WildcardForFederated,
        U::MfaOfRoleSession,
    ];
    for open in open {
        assert!(unspecified_words(open).contains("; here "), "{open:?}: says what AWS leaves open and what was done");
    }
}

#[test]
fn the_walk_asks_for_denies_first_and_then_layer_by_layer() {
    let allow =
        r#"[{"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]"#;
    let walk = walk(&session(allow, "s3:GetObject", REPORTS));
    let shape: Vec<(WalkLevel, &str)> = walk.iter().map(|step| (step.level, step.label.as_str())).collect();
    let expected = [
        (WalkLevel::Hop, "s3:GetObject"),
        (WalkLevel::Layer, "explicit deny anywhere?"),
        (WalkLevel::Layer, "resource control (RCP)"),
        (WalkLevel::Layer, "organisation (SCP)"),
        (WalkLevel::Layer, "bucket policy"),
        (WalkLevel::Layer, "permissions policy"),
        (WalkLevel::Statement, "Read"),
        (WalkLevel::Element, "Effect"),
        (WalkLevel::Element, "Action"),
        (WalkLevel::Element, "Resource"),
        (WalkLevel::Element, "Condition"),
        (WalkLevel::Layer, "permissions boundary"),
        (WalkLevel::Layer, "session policy"),
    ];
    assert_eq!(shape, expected);
    let decider = step(&walk, "permissions policy");
    assert_eq!((decider.sign, decider.note.as_str(), decider.decisive), (Sign::Yes, "Read allows it", true));
    assert_eq!(decider.badge, Some(PolicyKind::Identity));
    assert_eq!(&*step(&walk, "Read").place.as_ref().unwrap().document, "policy 1 of dev/App");
}

#[test]
fn a_near_miss_stands_side_by_side_with_the_request() {
    let allow = r#"[{"Sid": "In", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/in/*"},
        {"Sid": "Items", "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*"}]"#;
    let walk = walk(&session(allow, "s3:GetObject", "arn:aws:s3:::reports/out/q1.csv"));
    assert_eq!(step(&walk, "permissions policy").sign, Sign::Silent);
    assert_eq!(step(&walk, "In").note, "came closest:");
    assert_eq!(step(&walk, "Items").note, "other service: dynamodb, not s3");
    let resource = step(&walk, "Resource");
    assert_eq!(resource.sign, Sign::No);
    let pair = resource.side_by_side.as_ref().unwrap();
    assert_eq!(
        (pair.pattern.as_str(), pair.value.as_str()),
        ("arn:aws:s3:::reports/in/*", "arn:aws:s3:::reports/out/q1.csv")
    );
    let parting = pair.parting.unwrap();
    assert_eq!(pair.pattern.get(parting.pattern..), Some("in/*"));
    assert_eq!(pair.value.get(parting.value..), Some("out/q1.csv"));
}

#[test]
fn a_bucket_and_its_objects_are_told_apart() {
    let check = |pattern: &str, action: &str, resource: &str, words: &str| {
        let policy = format!(r#"[{{"Effect": "Allow", "Action": "{action}", "Resource": "{pattern}"}}]"#);
        let walk = walk(&session(&policy, action, resource));
        assert_eq!(step(&walk, "Resource").note, words);
    };
    check("arn:aws:s3:::reports/*", "s3:ListBucket", "arn:aws:s3:::reports", "covers the objects, not the bucket");
    check("arn:aws:s3:::reports", "s3:GetObject", REPORTS, "covers the bucket, not its objects");
    check("arn:aws:s3:::logs/*", "s3:GetObject", REPORTS, "covers logs/*, not reports/q1.csv");
}

#[test]
fn what_looks_alike_is_told_apart() {
    let check = |pattern: &str, action: &str, resource: &str, words: &str| {
        let policy = format!(r#"[{{"Effect": "Allow", "Action": "{action}", "Resource": "{pattern}"}}]"#);
        assert_eq!(step(&walk(&session(&policy, action, resource)), "Resource").note, words);
    };
    let queue = "arn:aws:sqs:eu-west-1:111122223333:jobs";
    check("arn:aws:sqs:eu-west-1:111122223333:Jobs", "sqs:SendMessage", queue, "differs in letter case, which counts");
    check(
        "arn:aws:sqs:eu-west-1:111122223338:jobs",
        "sqs:SendMessage",
        queue,
        "names account 111122223338, not 111122223333",
    );
    check("arn:aws:sqs:us-east-1:111122223333:*", "sqs:SendMessage", queue, "names region us-east-1, not eu-west-1");
    check("arn:aws-cn:s3:::reports/*", "s3:GetObject", REPORTS, "names partition aws-cn, not aws");
    check("arn:aws:s3:eu-west-1::reports/*", "s3:GetObject", REPORTS, "names region eu-west-1; this ARN has none");
    check("arn:aws:sqs:eu-west-1::jobs", "sqs:SendMessage", queue, "names no account; here it is 111122223333");
    check("arn:aws:s3:::*.csv", "s3:GetObject", "arn:aws:s3:::reports/q1.txt", "covers *.csv, not reports/q1.txt");

    let own =
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}}"#;
    let principal = |entry: &str| {
        let walk = walk(&assume(own, &format!(r#"{{"AWS": "arn:aws:iam::111122223333:{entry}"}}"#)));
        step(&walk, "Principal").note.clone()
    };
    assert_eq!(principal("user/Ann"), "names user/Ann, not user/ann: letter case counts");
    assert_eq!(principal("user/team/ann"), "names user/team/ann, not user/ann: the path counts");
    assert_eq!(principal("user/bob"), "names user/bob, not user/ann");
    assert_eq!(principal("role/ann"), "names role/ann, not user/ann");

    let condition = |condition: &str| {
        let policy =
            format!(r#"[{{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {condition}}}]"#);
        let note = step(&walk(&session(&policy, "s3:GetObject", REPORTS)), "Condition").note.clone();
        note.rsplit(": ").next().unwrap_or_default().to_owned()
    };
    assert_eq!(condition(r#"{"StringEquals": {"aws:PrincipalType": "assumedrole"}}"#), "letter case counts");
    assert_eq!(condition(r#"{"StringEquals": {"aws:PrincipalType": "Assumed*"}}"#), "StringEquals takes no wildcards");
    assert_eq!(
        condition(r#"{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:root"}}"#),
        "here :root is the root user alone"
    );
    assert_eq!(
        condition(r#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/App/*"}}"#),
        "the key holds the role, not the session"
    );
    assert_eq!(condition(r#"{"StringEquals": {"aws:PrincipalType": "User"}}"#), "is AssumedRole, must fit User");
}

#[test]
fn a_condition_says_what_it_saw() {
    let check = |condition: &str, words: &str| {
        let policy =
            format!(r#"[{{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {condition}}}]"#);
        let walk = walk(&session(&policy, "s3:GetObject", REPORTS));
        assert_eq!(step(&walk, "Condition").note, words);
    };
    check(r#"{"StringEquals": {"s3:prefix": "x"}}"#, "s3:prefix: the request lacks the key, so it fails");
    check(r#"{"Bool": {"aws:SecureTransport": "false"}}"#, "aws:SecureTransport: is true, must fit false");
    check(r#"{"Bool": {"aws:SecureTransport": "true"}}"#, "aws:SecureTransport: true, as wanted");
    for (operator, must) in
        [("DateLessThan", "be before"), ("DateLessThanEquals", "not be after"), ("DateEqualsIfExists", "be")]
    {
        check(
            &format!(r#"{{"{operator}": {{"aws:CurrentTime": "2020-01-01T00:00:00Z"}}}}"#),
            &format!("aws:CurrentTime: is 2026-01-15T09:00:00Z, must {must} 2020-01-01T00:00:00Z"),
        );
    }
    check(
        r#"{"DateGreaterThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}"#,
        "aws:CurrentTime: is 2026-01-15T09:00:00Z, must be after 2030-01-01T00:00:00Z",
    );
    check(r#"{"NumericLessThan": {"aws:EpochTime": "5"}}"#, "aws:EpochTime: is 1768467600, must be less than 5");
    check(
        r#"{"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/dev/Apps", "arn:aws:iam::111122223333:role/b"]}}"#,
        "aws:PrincipalArn: is …:role/App, must fit …:role/dev/Apps or …:role/b",
    );
    check(
        r#"{"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}"#,
        "aws:PrincipalAccount: is 111122223333, which is ruled out",
    );
    check(r#"{"Null": {"s3:prefix": "true"}}"#, "s3:prefix: the key is absent, as wanted");
}

#[test]
fn what_a_request_carries_can_be_told_the_keys_that_policies_ask_for_first() {
    let policy = r#"[{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
        "Condition": {"StringEqualsIfExists": {"s3:prefix": "x", "AWS:username": "y"}, "Null": {"s3:PREFIX": "true"}}}]"#;
    let simulation = session(policy, "s3:GetObject", REPORTS);
    let walk = walk_with_requests(&simulation);
    let at = walk.iter().position(|step| step.label == "the request carries").unwrap();
    assert_eq!(walk[..at], whole_walk(&simulation)[..], "behind the call's own steps");
    let keys: Vec<(&str, &str)> = walk[at + 1..].iter().map(|s| (s.label.as_str(), s.note.as_str())).collect();
    assert_eq!(keys[..2], [("s3:prefix", "absent"), ("AWS:username", "absent")], "each once");
    assert!(keys.contains(&("aws:PrincipalType", "AssumedRole")), "{keys:?}");
    assert_eq!(walk[at].note, format!("s3:prefix, AWS:username and {} more", keys.len() - 2));
    let carried = simulation.hops.last().unwrap().request.context.iter().count();
    assert_eq!(keys.len(), carried + 2, "all of them");
}

#[test]
fn the_denial_reads_as_aws_writes_it() {
    let deny = r#"[{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]"#;
    let none = r#"[{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}]"#;
    let user = "User: arn:aws:sts::111122223333:assumed-role/App/s1 is not authorized to perform:";
    let check =
        |simulation: &Simulation, message: Option<String>| assert_eq!(access_denied_message(simulation), message);
    check(
        &session(none, "s3:GetObject", REPORTS),
        Some(format!(
            "{user} s3:GetObject on resource: {REPORTS} because no identity-based policy allows the s3:GetObject action"
        )),
    );
    check(
        &session(none, "s3:ListAllMyBuckets", "*"),
        Some(format!(
            "{user} s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action"
        )),
    );
    check(
        &session(deny, "s3:GetObject", REPORTS),
        Some(format!("{user} s3:GetObject on resource: {REPORTS} with an explicit deny in an identity-based policy")),
    );
    check(&session(none, "s3:PutObject", REPORTS), None);
    let own = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}}"#;
    check(
        &assume(own, r#"{"AWS": "999900001111"}"#),
        Some(
            "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: sts:AssumeRole on resource: \
             arn:aws:iam::444455556666:role/Role because no role trust policy allows the sts:AssumeRole action"
                .to_owned(),
        ),
    );
}

#[test]
fn a_summary_names_the_decider_and_why() {
    let allow = r#"{"Version": "2012-10-17", "Statement": {"Sid": "Go", "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}}"#;
    let other = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#;
    let root = r#"{"AWS": "arn:aws:iam::111122223333:root"}"#;
    let ann = r#"{"AWS": "arn:aws:iam::111122223333:user/ann"}"#;
    let check = |simulation: &Simulation, words: &str| assert_eq!(summary(simulation), words);
    check(
        &assume(other, root),
        "ann does not get the role Role: :root names the account Dev, not everyone in it: it hands the decision to Dev's own \
         policies, and nothing there lets ann call sts:AssumeRole.",
    );
    check(
        &assume("", ann),
        "ann does not get the role Role: the trust policy lets ann in, but between two accounts Dev's own policies must \
         allow sts:AssumeRole too, and ann has no policy at all.",
    );
    check(
        &assume(allow, root),
        "ann gets the role Role: two accounts have to say yes, and both do. In Prod, Statement 1 of trust policy of prod/Role \
         lets ann in; in Dev, Go of policy 1 of dev/ann lets ann go.",
    );
    check(
        &assume(allow, r#"{"AWS": "444455556666"}"#),
        "ann does not get the role Role: its trust policy does not let ann in. Statement 1 of trust policy of prod/Role came \
         closest: it names the account Prod, not Dev.",
    );
    check(
        &assume(allow, r#"{"AWS": "arn:aws:iam::444455556666:user/ann"}"#),
        "ann does not get the role Role: its trust policy does not let ann in. Statement 1 of trust policy of prod/Role came \
         closest: it names user/ann of the account Prod, not Dev.",
    );
    let deny = r#"[{"Sid": "Stop", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}]"#;
    check(
        &session(deny, "s3:GetObject", REPORTS),
        "App/s1 may not call s3:GetObject on reports/q1.csv: Stop of policy 1 of dev/App says Deny, and a Deny beats every \
         Allow.",
    );
}

#[test]
fn every_check_that_nobody_typed_and_every_rule_has_words() {
    use crate::iam::scenario::Api;
    use crate::iam::simulate::{HopKind, Rule};
    let (role, service) = (String::new(), String::new());
    let unasked = [
        HopKind::TagSession,
        HopKind::SetSourceIdentity,
        HopKind::Also,
        HopKind::PassRole { role: role.clone(), service: service.clone() },
        HopKind::ServiceAccepts { role, service },
    ];
    for kind in unasked {
        assert!(check_words(&kind).is_some_and(|words| words.chars().count() <= 40), "{kind:?}");
    }
    let typed = [HopKind::Act, HopKind::Start, HopKind::Token { api: Api::GetSessionToken }];
    assert!(typed.iter().all(|kind| check_words(kind).is_none()));
    let rules = [
        Rule::TooShort { asked: 60 },
        Rule::LongerThanRole { asked: 7_200, most: 3_600 },
        Rule::ChainedLongerThanHour { asked: 5_400 },
        Rule::LongerThanCall { asked: 129_601 },
        Rule::TransitiveTagAgain { key: "team".into() },
        Rule::RoleOfAnotherAccount,
        Rule::OtherSourceIdentity { set: "ann".into() },
    ];
    for rule in rules {
        let (short, long) = rule_words(&rule);
        assert!(short.chars().count() <= 40 && long.len() > short.len(), "{rule:?}");
        assert!(!long.ends_with('.') && !long.contains("  "), "{long}");
    }
    assert!(rule_words(&Rule::ChainedLongerThanHour { asked: 5_400 }).1.starts_with("it asks for 90 minutes, "));
}

/// An account `dev` in an organisation, with a role `dev/Fn` that trusts Lambda and a user `dev/ann`, who has `own`.
fn organised(own: &str, request: &str) -> Simulation {
    const WORLD: &str = r#"
title = "t"
[world.organization]
management = "boss"
scps = ['''{"Version": "2012-10-17", "Statement": {"Sid": "NoQueues", "Effect": "Deny", "Action": "sqs:*", "Resource": "*"}}''']
[world.organization.units.Box]
full_aws_access = false
scps = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "NotAction": "ec2:*", "Resource": "*"}}''']
[world.accounts.boss]
id = "999988887777"
[world.accounts.dev]
id = "111122223333"
title = "Dev"
unit = "Box"
[[world.roles]]
name = "dev/Fn"
trust = '''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
  "Principal": {"Service": "lambda.amazonaws.com", "AWS": "arn:aws:iam::111122223333:user/ann"}}}'''
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}''']
[[world.users]]
name = "dev/ann"
"#;
    run(&format!(
        "{WORLD}policies = ['''{{\"Version\": \"2012-10-17\", \"Statement\": {own}}}''']\n[[requests]]\nname = \"r\"\n\
         who = \"user dev/ann\"\n{request}\n"
    ))
}

#[test]
fn a_summary_of_guardrails_names_the_level() {
    let all = r#"{"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let check = |own: &str, action: &str, words: &str| {
        let request = format!("action = \"{action}\"\nresource = \"*\"");
        assert_eq!(summary(&organised(own, &request)), words);
    };
    check(
        all,
        "sqs:ListQueues",
        "ann may not call sqs:ListQueues: NoQueues of SCP 1 of the root, which hangs at the root and binds every account \
         below it but the management account, says Deny, and a Deny beats every Allow.",
    );
    check(
        all,
        "ec2:DescribeVpcs",
        "ann may not call ec2:DescribeVpcs: no policy of the organisation allows it at the OU Box, and every level from the \
         root down to the account must.",
    );
    check(
        r#"{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}"#,
        "s3:ListAllMyBuckets",
        "ann may not call s3:ListAllMyBuckets: no statement attached to ann allows it, and what nobody allows is denied. The \
         organisation leaves room for it, but its policies grant nothing.",
    );
}

#[test]
fn a_summary_tells_what_a_call_needs_besides() {
    let make = r#"{"Sid": "Make", "Effect": "Allow", "Action": "lambda:*", "Resource": "*"}"#;
    let check = |request: &str, words: &str| assert_eq!(summary(&organised(make, request)), words);
    check(
        "action = \"lambda:CreateFunction\"\nresource = \"*\"\npasses = \"dev/Fn\"",
        "ann may call lambda:CreateFunction, but that is not all the call needs. ann may not pass the role Fn to \
         lambda.amazonaws.com: no statement attached to ann allows it, and what nobody allows is denied. The organisation \
         leaves room for it, but its policies grant nothing.",
    );
    check(
        "through = [{ role = \"dev/Fn\", tags = { a = \"1\" } }]",
        "ann may not give tags to the session of Fn, so the whole call fails: its trust policy does not let ann in. Statement \
         1 of trust policy of dev/Fn came closest: it is about sts:AssumeRole, not sts:TagSession.",
    );
    check(
        "through = [\"dev/Fn\", { role = \"dev/Fn\", duration = 3700 }]",
        "ann gets the role Fn. Fn/ann does not get the role Fn: it asks for 3700 seconds, and a role session that assumes \
         another role (role chaining) gets one hour at most, whatever the role says. AWS does not cut the time short, it \
         refuses the call.",
    );
}

#[test]
fn levels_that_still_have_what_aws_hung_there_are_not_listed() {
    let all = r#"{"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let walk = walk(&organised(all, "action = \"s3:ListAllMyBuckets\"\nresource = \"*\""));
    assert_eq!(step(&walk, "resource control (RCP)").note, "nothing is held back");
    assert_eq!(step(&walk, "organisation (SCP)").note, "every level allows it");
    let full: Vec<&str> =
        walk.iter().filter(|step| step.label == "FullAWSAccess").map(|step| step.note.as_str()).collect();
    assert_eq!(full, ["allows everything at the root", "allows everything at the account Dev"]);
}

#[test]
fn calls_for_credentials_fail_in_words_of_their_own() {
    let all = r#"{"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let check = |request: &str, words: &str| {
        assert_eq!(access_denied_message(&organised(all, request)).as_deref(), Some(words));
    };
    check(
        "through = [\"dev/Fn\", { role = \"dev/Fn\", duration = 3601 }]",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
    check(
        "through = [{ role = \"dev/Fn\", duration = 3601 }]",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
}

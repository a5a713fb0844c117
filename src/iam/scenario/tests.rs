use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::*;

const TRUST: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"#;

const WORLD: &str = r#"
title = "t"
[world.accounts.dev]
id = "111122223333"
[world.accounts.prod]
id = "444455556666"
[[world.users]]
name = "dev/ann"
[[world.users]]
name = "dev/team/bob"
[[world.roles]]
name = "prod/app/Reader"
trust = "trust.json"
[[world.resources]]
arn = "arn:aws:s3:::data"
account = "prod"
"#;

fn read(name: &str) -> Result<String, String> {
    match name {
        "trust.json" => Ok(TRUST.to_owned()),
        _ => Err("no such file".to_owned()),
    }
}

fn load(text: &str) -> Result<Scenario, ScenarioError> {
    Scenario::from_toml(text, &mut read)
}

/// The text fails with a message that holds `message`, at the place that reads `place`.
fn check(text: &str, message: &str, place: &str) {
    let error = load(text).unwrap_err();
    assert!(error.message.contains(message), "{:?} does not say {message:?}", error.message);
    assert_eq!(error.range.map(|range| range.slice(text)), Some(place), "{error:?}");
}

/// The world with a request of these lines.
fn asking(lines: &str) -> String {
    format!("{WORLD}[[requests]]\nname = \"r\"\n{lines}\n")
}

#[test]
fn a_world_is_found_by_its_names() {
    let scenario = load(WORLD).unwrap();
    let (_, ann) = scenario.world.user("dev/ann").unwrap();
    assert_eq!(ann.user_arn(), "arn:aws:iam::111122223333:user/ann");
    let (_, bob) = scenario.world.user("dev/team/bob").unwrap();
    assert_eq!(bob.user_arn(), "arn:aws:iam::111122223333:user/team/bob");
    let (_, reader) = scenario.world.role("prod/app/Reader").unwrap();
    assert_eq!(reader.role_arn(), "arn:aws:iam::444455556666:role/app/Reader");
    assert_eq!(reader.session_arn("ann"), "arn:aws:sts::444455556666:assumed-role/Reader/ann");
    let owner = |arn: &str| scenario.world.resource(arn).map(|resource| resource.account.as_str());
    assert_eq!(owner("arn:aws:s3:::data/k"), Some("prod"));
    assert_eq!(owner("arn:aws:s3:::data"), Some("prod"));
    assert_eq!(owner("arn:aws:s3:::data-old/k"), None, "another bucket whose name begins the same");
}

#[test]
fn a_world_that_cannot_be_says_where_and_what_to_do() {
    let replaced = |from: &str, to: &str| WORLD.replace(from, to);
    check(&replaced("\"dev/ann\"", "\"dve/ann\""), "unknown account `dve`; did you mean `dev`?", "\"dve/ann\"");
    check(&replaced("\"dev/ann\"", "\"ann\""), "write `account/Name`", "\"ann\"");
    check(&replaced("\"dev/ann\"", "\"dev/team/bob\""), "user `dev/team/bob` is named twice", "\"dev/team/bob\"");
    check(&replaced("\"dev/ann\"", "\"dev/BOB\""), "have one name for IAM", "\"dev/team/bob\"");
    check(&replaced("444455556666", "4444"), "write its twelve digits", "\"4444\"");
    check(&replaced("444455556666", "111122223333"), "have the same id", "\"111122223333\"");
    check(&replaced("\"trust.json\"", "\"missing.json\""), "cannot read `missing.json`", "\"missing.json\"");
    check(&replaced("\"trust.json\"", "\"trust\""), "is neither a file's name", "\"trust\"");
    check(&replaced("arn:aws:s3:::data", "data"), "is not an ARN", "\"data\"");
    check(&replaced("account = \"prod\"", "account = \"pord\""), "did you mean `prod`?", "\"pord\"");
    check(
        &replaced("s3:::data", "s3::999900001111:data"),
        "names another account",
        "\"arn:aws:s3::999900001111:data\"",
    );
    check(&replaced("trust = ", "trsut = "), "unknown field `trsut`", "trsut");
    check(&replaced("\"trust.json\"", "7"), "a policy: a file's name", "7");
    check(
        &format!("{WORLD}[[world.roles]]\nname = \"dev/A\"\ntrust = \"trust.json\"\npolicies = [\"trust.json\"]"),
        "is the trust policy of prod/app/Reader and the policy 1 of dev/A",
        "\"trust.json\"",
    );
}

#[test]
fn a_request_that_cannot_be_says_where_and_what_to_do() {
    check(&asking("who = \"user dev/anna\""), "unknown user `dev/anna`; did you mean `dev/ann`?", "\"user dev/anna\"");
    check(&asking("who = \"usr dev/ann\""), "did you mean `user`?", "\"usr dev/ann\"");
    check(&asking("who = \"service lambda\""), "`lambda.amazonaws.com`", "\"service lambda\"");
    check(&asking("who = \"root dve\""), "did you mean `dev`?", "\"root dve\"");
    check(&asking("who = \"role prod/app/Reader as a b\""), "does not say who", "\"role prod/app/Reader as a b\"");
    check(&asking("who = \"role prod/app/Reader as x\""), "2 to 64", "\"role prod/app/Reader as x\"");
    check(
        &asking("who = \"user dev/ann\"\nthrough = [\"prod/Reader\"]"),
        "unknown role `prod/Reader`",
        "\"prod/Reader\"",
    );
    check(&asking("who = \"user dev/ann\"\nthrough = [{ rol = \"x\" }]"), "unknown field `rol`", "rol");
    check(
        &asking("who = \"user dev/ann\"\nthrough = [{ role = \"prod/app/Reader\", session = \"?\" }]"),
        "not a session name",
        "\"?\"",
    );
    check(
        &asking("who = \"user dev/ann\"\naction = \"GetObject\"\nresource = \"*\""),
        "is not an action",
        "\"GetObject\"",
    );
    check(&asking("who = \"user dev/ann\"\naction = \"s3:*\"\nresource = \"*\""), "is a pattern", "\"s3:*\"");
    check(
        &asking("who = \"user dev/ann\"\naction = \"sts:AssumeRoot\"\nresource = \"*\""),
        "not modelled",
        "\"sts:AssumeRoot\"",
    );
    check(&asking("who = \"user dev/ann\"\naction = \"s3:GetObject\""), "on what?", "\"s3:GetObject\"");
    check(
        &asking("who = \"user dev/ann\"\naction = \"s3:GetObject\"\nresource = \"data/k\""),
        "is not an ARN",
        "\"data/k\"",
    );
    check(&asking("who = \"user dev/ann\"\nresource = \"*\""), "a resource and no action", "\"*\"");
    let expecting = |expect: &str| {
        asking(&format!("who = \"user dev/ann\"\naction = \"s3:GetObject\"\nresource = \"*\"\nexpect = {expect}"))
    };
    check(&expecting("\"alow\""), "unknown variant `alow`", "\"alow\"");
    check(&expecting("{ outcome = \"deny\", hop = 2 }"), "no such hop", "2");
    check(&expecting("{ outcome = \"deny\", reason = \"NO\" }"), "`NO` is no reason", "\"NO\"");
    check(
        &expecting("{ outcome = \"deny\", reason = \"IDENTITY_ALLOW\" }"),
        "never ends that way",
        "\"IDENTITY_ALLOW\"",
    );
    let twice = asking("who = \"user dev/ann\"\naction = \"s3:GetObject\"\nresource = \"*\"");
    let twice = format!("{twice}[[requests]]\nname = \"r\"\nwho = \"anonymous\"\n");
    check(&twice, "two requests are named `r`", "\"r\"");
    let error = load(&asking("who = \"user dev/ann\"")).unwrap_err();
    assert!(error.message.contains("nothing is asked"), "{error}");
    assert!(error.range.is_some());
}

#[test]
fn json_says_the_same_as_toml_and_where() {
    let json = |user: &str| {
        format!(
            r#"{{"title": "t", "world": {{"accounts": {{"dev": {{"id": "111122223333"}}}},
                "users": [{{"name": "{user}", "policies": [{{"Version": "2012-10-17", "Statement": []}}]}}]}}}}"#
        )
    };
    let scenario = Scenario::from_json(&json("dev/ann"), &mut read).unwrap();
    assert!(scenario.documents.contains_key("policy 1 of dev/ann"));
    let text = json("dve/ann");
    let error = Scenario::from_json(&text, &mut read).unwrap_err();
    assert_eq!(error.range.map(|range| range.slice(&text)), Some("\"dve/ann\""), "{error:?}");
    let error = Scenario::from_json("{\"title\": 7}", &mut read).unwrap_err();
    assert!(error.range.is_some_and(|range| range.start > 0), "{error:?}");
    assert!(!error.message.contains("line"), "{error}");
}

#[test]
fn documents_are_named_by_file_or_by_where_they_stand() {
    let text = format!(
        "{WORLD}policy = '''{{\"Statement\": []}}'''\n[[world.roles]]\nname = \"dev/B\"\ntrust = \"trust.json\"\n\
         [[world.roles.policies]]\nVersion = 2012-10-17\n\
         Statement = [{{ Effect = \"Allow\", Action = \"s3:GetObject\", Resource = \"*\" }}]\n"
    );
    let scenario = load(&text).unwrap();
    let names: Vec<(&str, PolicyKind)> = scenario.documents.values().map(|d| (&*d.name, d.kind)).collect();
    assert_eq!(
        names,
        [
            ("policy 1 of dev/B", PolicyKind::Identity),
            ("policy of arn:aws:s3:::data", PolicyKind::Resource),
            ("trust.json", PolicyKind::Trust),
        ]
    );
    let table = &scenario.documents["policy 1 of dev/B"].text;
    assert_eq!(
        &**table,
        "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n      \
         \"Action\": \"s3:GetObject\",\n      \"Resource\": \"*\"\n    }\n  ]\n}"
    );
}

#[test]
fn a_document_is_read_once_and_replaced_everywhere() {
    let mut asked = 0;
    let text = format!("{WORLD}[[world.roles]]\nname = \"dev/B\"\ntrust = \"trust.json\"\n");
    let mut scenario = Scenario::from_toml(&text, &mut |name| {
        asked += 1;
        read(name)
    })
    .unwrap();
    assert_eq!(asked, 1);
    let document = scenario.replace_document("trust.json", "{}").unwrap();
    assert_eq!((&*document.text, document.kind), ("{}", PolicyKind::Trust));
    assert_eq!(scenario.replace_document("other.json", "{}"), None);
    assert_eq!(scenario.documents.len(), 1);
}

#[test]
fn members_that_cannot_be_say_where_and_what_to_do() {
    let with = |more: &str| format!("{WORLD}{more}\n");
    let bob = |field: &str| WORLD.replace("name = \"dev/team/bob\"", &format!("name = \"dev/team/bob\"\n{field}"));
    let reader = |field: &str| WORLD.replace("trust = ", &format!("{field}\ntrust = "));
    check(&bob("groups = [\"dev/All\"]"), "unknown group `dev/All`; the world has no group yet", "\"dev/All\"");
    let groups = "[[world.groups]]\nname = \"prod/Admins\"\n";
    check(&format!("{}{groups}", bob("groups = [\"prod/Admin\"]")), "did you mean `prod/Admins`?", "\"prod/Admin\"");
    check(&format!("{}{groups}", bob("groups = [\"prod/Admins\"]")), "in another account", "\"prod/Admins\"");
    check(&bob("tags = { \"aws:x\" = \"1\" }"), "kept for AWS", "{ \"aws:x\" = \"1\" }");
    check(&bob("tags = { a = \"1\", A = \"2\" }"), "stands twice", "{ a = \"1\", A = \"2\" }");
    check(&reader("max_session_duration = 60"), "between 3600 (one hour) and 43200 (twelve)", "60");
    check(
        &with("[[world.instance_profiles]]\nname = \"dev/P\"\nrole = \"prod/app/Reader\""),
        "in another account than `dev/P`",
        "\"prod/app/Reader\"",
    );
    check(
        &with("[[world.identity_providers]]\nname = \"dev/https://id.example.com\"\nkind = \"oidc\""),
        "leave out what comes before the host",
        "\"dev/https://id.example.com\"",
    );
    check(
        &with("[[world.identity_providers]]\nname = \"accounts.google.com\"\nkind = \"oidc\""),
        "need not be registered",
        "\"accounts.google.com\"",
    );
    check(
        &with(
            "[[world.roles]]\nname = \"dev/aws-service-role/x.amazonaws.com/L\"\ntrust = \"trust.json\"\nboundary = \"b.json\"",
        ),
        "can have no boundary",
        "\"b.json\"",
    );
    check(&bob("policies = [\"arn:aws:iam::aws:policy/Any\"]"), "is not at hand", "\"arn:aws:iam::aws:policy/Any\"");
}

#[test]
fn a_policy_that_aws_manages_is_asked_for_by_its_arn() {
    let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let text = WORLD.replace("name = \"dev/ann\"", &format!("name = \"dev/ann\"\npolicies = [\"{arn}\"]"));
    let mut read = |name: &str| match name == arn {
        true => Ok(r#"{"Version": "2012-10-17", "Statement": []}"#.to_owned()),
        false => read(name),
    };
    let scenario = Scenario::from_toml(&text, &mut read).unwrap();
    assert_eq!(scenario.documents[arn].kind, PolicyKind::Identity);
}

#[test]
fn an_organisation_that_cannot_be_says_where_and_what_to_do() {
    let dev = |field: &str| WORLD.replace("id = \"111122223333\"", &format!("id = \"111122223333\"\n{field}"));
    let with = |text: String, organization: &str| {
        text.replace("[world.accounts.dev]", &format!("{organization}\n[world.accounts.dev]"))
    };
    let org = |rest: &str| format!("[world.organization]\n{rest}");
    let error = load(&dev("unit = \"root\"")).unwrap_err();
    assert!(error.message.contains("add `[world.organization]`"), "{error}");
    check(&with(WORLD.to_owned(), &org("management = \"pord\"")), "did you mean `prod`?", "\"pord\"");
    let work = "[world.organization.units.Work]\n";
    check(&with(dev("unit = \"Wrok\""), work), "unknown OU `Wrok`; did you mean `Work`?", "\"Wrok\"");
    check(&with(WORLD.to_owned(), &format!("{work}parent = \"Wokr\"")), "did you mean `Work`?", "\"Wokr\"");
    let circle = format!("{work}parent = \"Play\"\n[world.organization.units.Play]\nparent = \"Work\"");
    check(&with(WORLD.to_owned(), &circle), "hangs in itself", "\"Work\"");
    let managed = org("management = \"dev\"\n[world.organization.units.Work]");
    check(&with(dev("unit = \"Work\""), &managed), "hangs at the root", "\"Work\"");
    let error = load(&with(WORLD.to_owned(), &org("full_aws_access = false"))).unwrap_err();
    assert!(error.message.contains("no SCP at all"), "{error}");
    let error = load(&with(dev("scps = [\"s.json\"]"), work)).unwrap_err();
    assert!(error.message.contains("add `unit`"), "{error}");
}

#[test]
fn aws_hangs_its_own_policies_where_there_is_an_organisation() {
    let text = WORLD.replace("[world.accounts.dev]", "[world.organization]\n[world.accounts.dev]\nunit = \"root\"");
    let scenario = load(&text).unwrap();
    for (name, kind) in [("FullAWSAccess", PolicyKind::Scp), ("RCPFullAWSAccess", PolicyKind::Rcp)] {
        let document = &scenario.documents[name];
        assert_eq!((document.kind, document.refusal(), document.policy.statements.len()), (kind, None, 1));
    }
    let levels: Vec<String> = scenario.world.levels("111122223333").unwrap().into_iter().map(|l| l.title).collect();
    assert_eq!(levels, ["the root", "the account dev"]);
    assert!(scenario.world.levels("444455556666").is_none(), "prod is outside");
    assert!(!load(WORLD).unwrap().documents.contains_key("FullAWSAccess"));
}

#[test]
fn a_step_that_no_call_makes_says_where_and_what_to_do() {
    let step = |who: &str, fields: &str| asking(&format!("who = \"{who}\"\nthrough = [{{ {fields} }}]"));
    let ann = |fields: &str| step("user dev/ann", fields);
    let reader = |fields: &str| ann(&format!("role = \"prod/app/Reader\", {fields}"));
    let error = load(&ann("mfa = true")).unwrap_err();
    assert!(error.message.contains("which role?"), "{error}");
    check(&reader("api = \"assume\""), "unknown variant `assume`", "\"assume\"");
    check(&reader("instance_profile = \"dev/P\""), "only EC2", "\"dev/P\"");
    check(&reader("claims = { sub = \"x\" }"), "takes no `claims`", "{ sub = \"x\" }");
    check(&reader("transitive = [\"team\"]"), "add it to `tags`", "[\"team\"]");
    check(&reader("source_identity = \"a\""), "no source identity", "\"a\"");
    check(&reader("external_id = \"?\""), "no external id", "\"?\"");
    let start = "{ action = \"x:Y\", resource = \"*\" }";
    check(&reader(&format!("start = {start}")), "which service gets the role", start);
    check(
        &reader("mfa = true, start = { action = \"lambda:CreateFunction\", resource = \"*\" }"),
        "takes no `mfa`",
        "true",
    );
    check(&ann("api = \"get_session_token\", session = \"abc\""), "takes no `session`", "\"abc\"");
    check(&ann("api = \"get_federation_token\", mfa = true"), "takes no `mfa`", "true");
    check(&step("root dev", "api = \"get_federation_token\""), "not modelled", "\"get_federation_token\"");
    let of_session = step("role prod/app/Reader", "role = \"prod/app/Reader\", mfa = true");
    check(&of_session, "sessions and services have none", "true");
    let long = "\"abcdefghijklmnopqrstuvwxyzabcdefghi\"";
    check(&ann(&format!("api = \"get_federation_token\", session = {long}")), "2 to 32", long);
    let token = step("web_identity dev/x", "role = \"prod/app/Reader\"");
    check(&token, "unknown identity provider `dev/x`", "\"web_identity dev/x\"");
}

#[test]
fn what_a_request_hands_over_and_touches_is_checked() {
    let call = |more: &str| {
        asking(&format!("who = \"user dev/ann\"\naction = \"lambda:CreateFunction\"\nresource = \"*\"\n{more}"))
    };
    check(&call("passes = \"prod/app/Raeder\""), "did you mean `prod/app/Reader`?", "\"prod/app/Raeder\"");
    let passed = "{ role = \"prod/app/Reader\", to = \"lambda\" }";
    check(&call(&format!("passes = {passed}")), "is not a service", passed);
    check(&call("also = [\"data\"]"), "is not an ARN", "\"data\"");
    check(&call("source = \"data\""), "is not an ARN", "\"data\"");
    let hop =
        |hop: usize| call(&format!("passes = \"prod/app/Reader\"\nexpect = {{ outcome = \"deny\", hop = {hop} }}"));
    check(&hop(4), "the request makes 3", "4");
    load(&hop(3)).unwrap();
    let nothing = asking("who = \"user dev/ann\"\nthrough = [\"prod/app/Reader\"]\npasses = \"prod/app/Reader\"");
    check(&nothing, "`passes` and no action", "\"prod/app/Reader\"");
}

/// The fields that serde knows, read from what it says of one that it does not.
fn fields<T: DeserializeOwned>() -> BTreeSet<String> {
    let Err(error) = serde_json::from_str::<T>(r#"{"no such field": 0}"#) else { panic!("takes any field") };
    let message = error.to_string();
    let (_, expected) = message.split_once("expected").unwrap();
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The first field that serde misses in an empty table.
fn first_missing<T: DeserializeOwned>() -> Option<String> {
    let message = serde_json::from_str::<T>("{}").err()?.to_string();
    message.split('`').nth(1).map(str::to_owned)
}

#[test]
fn the_schema_names_the_fields_that_are_read() {
    let schema: Value = serde_json::from_str(include_str!("../../../assets/schemas/scenario.json")).unwrap();
    let check = |definition: &Value, name: &str, fields: BTreeSet<String>, missing: Option<String>| {
        let named: BTreeSet<String> = definition["properties"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(named, fields, "{name}");
        assert_eq!(definition["additionalProperties"], false, "{name}");
        let required: Vec<&str> =
            definition["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(required.first().copied(), missing.as_deref(), "{name}");
    };
    let of = |name: &str| &schema["$defs"][name];
    check(&schema, "ScenarioFile", fields::<ScenarioFile>(), first_missing::<ScenarioFile>());
    check(of("World"), "World", fields::<World>(), first_missing::<World>());
    check(of("Organization"), "Organization", fields::<Organization>(), first_missing::<Organization>());
    check(of("Unit"), "Unit", fields::<Unit>(), first_missing::<Unit>());
    check(of("Account"), "Account", fields::<Account>(), first_missing::<Account>());
    check(of("Group"), "Group", fields::<Group>(), first_missing::<Group>());
    check(of("User"), "User", fields::<User>(), first_missing::<User>());
    check(of("Role"), "Role", fields::<Role>(), first_missing::<Role>());
    check(of("InstanceProfile"), "InstanceProfile", fields::<InstanceProfile>(), first_missing::<InstanceProfile>());
    check(
        of("IdentityProvider"),
        "IdentityProvider",
        fields::<IdentityProvider>(),
        first_missing::<IdentityProvider>(),
    );
    check(of("Resource"), "Resource", fields::<Resource>(), first_missing::<Resource>());
    check(of("RequestSpec"), "RequestSpec", fields::<RequestSpec>(), first_missing::<RequestSpec>());
    check(of("Assume"), "Assume", fields::<Assume>(), first_missing::<Assume>());
    check(of("Start"), "Start", fields::<Start>(), first_missing::<Start>());
    check(of("Passed"), "Passed", fields::<Passed>(), first_missing::<Passed>());
    check(of("AlsoCheck"), "AlsoCheck", fields::<AlsoCheck>(), first_missing::<AlsoCheck>());
    check(of("ExpectExactly"), "ExpectExactly", fields::<ExpectExactly>(), first_missing::<ExpectExactly>());
    let codes: Vec<&str> = crate::iam::trace::Reason::ALL.into_iter().map(crate::iam::trace::Reason::code).collect();
    assert_eq!(of("Reason")["enum"], serde_json::json!(codes));
    for outcome in of("ExpectOutcome")["enum"].as_array().unwrap() {
        serde_json::from_value::<ExpectOutcome>(outcome.clone()).unwrap();
    }
}

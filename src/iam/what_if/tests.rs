//! What turns the requests of the scenarios that come with the program.

use super::*;
use crate::iam::request::Attached;

fn scenario(name: &str) -> Scenario {
    let folder = format!("{}/assets/scenarios", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(format!("{folder}/{name}.toml")).unwrap();
    let mut read = |file: &str| std::fs::read_to_string(format!("{folder}/{file}")).map_err(|error| error.to_string());
    Scenario::from_toml(&text, &mut read).unwrap()
}

fn key(step: Option<usize>, key: &str) -> Subject {
    Subject::Key { step, key: key.to_owned() }
}

fn one(value: &str) -> Setting {
    Setting::Value(ContextValue::One(value.to_owned()))
}

/// `subject` as a person would list it.
fn named(subject: &Subject) -> String {
    match subject {
        Subject::Document(name) => name.to_string(),
        Subject::Key { step: None, key } => key.clone(),
        Subject::Key { step: Some(at), key } => format!("{}/{key}", at + 1),
    }
}

fn shown(setting: &Setting) -> String {
    match setting {
        Setting::On => "on".to_owned(),
        Setting::Off => "off".to_owned(),
        Setting::Absent => "absent".to_owned(),
        Setting::Value(value) => value.values().join(","),
    }
}

/// Everything that turns a request, and to what, in order.
fn turning(scenario: &Scenario, request: &str, settings: &Settings) -> Vec<String> {
    let spec = scenario.request(request).unwrap();
    let found = what_if(scenario, spec, settings);
    let mut lines = Vec::new();
    for switch in &found.switches {
        for choice in switch.choices.iter().filter(|choice| choice.effect == Effect::Turns) {
            let end = choice.end.map_or("cannot be run", |end| end.reason.code());
            lines.push(format!("{} {}: {end}", named(&switch.subject), shown(&choice.setting)));
        }
    }
    lines
}

#[test]
fn each_door_that_must_open_turns_the_request_when_it_is_taken_away() {
    let scenario = scenario("dev-to-prod");
    assert_eq!(
        turning(&scenario, "ann-reads", &Settings::default()),
        [
            "dev-to-prod/trust-dev.json off: NO_RESOURCE_ALLOW",
            "dev-to-prod/may-assume.json off: NO_IDENTITY_ALLOW",
            "dev-to-prod/read-reports.json off: NO_IDENTITY_ALLOW",
        ]
    );
    // Nothing that there is helps Bob: he has no policy that could be switched.
    assert!(turning(&scenario, "bob-reads", &Settings::default()).is_empty());
}

#[test]
fn what_is_switched_off_can_be_switched_on_again() {
    let scenario = scenario("dev-to-prod");
    let mut settings = Settings::default();
    settings.set(Subject::Document("dev-to-prod/may-assume.json".into()), Setting::Off);
    assert_eq!(
        turning(&scenario, "ann-reads", &settings),
        ["dev-to-prod/may-assume.json on: IDENTITY_ALLOW"],
        "the read is not reached, so its policy turns nothing"
    );
    settings.set(Subject::Document("dev-to-prod/may-assume.json".into()), Setting::On);
    assert!(settings.is_empty());
}

#[test]
fn a_session_tag_is_part_of_the_call_and_goes_where_it_goes() {
    let scenario = scenario("session-tags");
    let turning = turning(&scenario, "own-team", &Settings::default());
    for line in
        ["1/aws:RequestTag/team absent: NO_IDENTITY_ALLOW", "1/aws:RequestTag/team something-else: NO_RESOURCE_ALLOW"]
    {
        assert!(turning.iter().any(|known| known == line), "{line} is not among {turning:#?}");
    }
    let mut settings = Settings::default();
    settings.set(key(Some(0), "aws:requesttag/team"), one("red"));
    let spec = scenario.request("own-team").unwrap();
    let (_, changed) = settings.apply(&scenario, spec);
    assert_eq!(changed.through[0].assume().tags.get("team").map(String::as_str), Some("red"));
    let found = what_if(&scenario, spec, &settings);
    let tag = found.switches.iter().find(|switch| switch.subject == key(Some(0), "aws:RequestTag/team")).unwrap();
    assert_eq!((&tag.original, &tag.now), (&one("blue"), &one("red")));
    assert!(tag.choices.iter().any(|choice| choice.setting == one("blue") && choice.effect == Effect::Turns));
}

#[test]
fn a_key_that_nobody_asks_for_is_listed_and_changes_nothing() {
    let scenario = scenario("dev-to-prod");
    let found = what_if(&scenario, scenario.request("ann-reads").unwrap(), &Settings::default());
    let address = found.switches.iter().find(|switch| switch.subject == key(None, "aws:SourceIp")).unwrap();
    assert!(!address.asked && address.choices.is_empty());
    assert_eq!(address.original, one("203.0.113.10"));
    let first_unasked = found.switches.iter().position(|switch| !switch.asked).unwrap();
    assert!(found.switches.iter().skip(first_unasked).all(|switch| !switch.asked), "what is asked for comes first");
}

#[test]
fn a_region_guard_turns_on_the_region() {
    let scenario = scenario("scp-guardrail");
    let turning = turning(&scenario, "other-region", &Settings::default());
    assert!(turning.iter().any(|line| line.starts_with("aws:RequestedRegion ")), "{turning:#?}");
    assert!(turning.iter().any(|line| line.contains("region-guard.json off")), "{turning:#?}");
}

const LEVELS: &str = r#"
    title = "t"
    [world.organization]
    scps = ['''{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*", "sts:*"], "Resource": "*"}]}''',
            '''{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:Put*", "Resource": "*"}]}''']
    full_aws_access = false
    [world.accounts.dev]
    id = "111122223333"
    unit = "root"
    [[world.users]]
    name = "dev/ann"
    policies = ['''{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}''']
    [[requests]]
    name = "put"
    who = "user dev/ann"
    action = "s3:PutObject"
    resource = "arn:aws:s3:::data/k"
    [[requests]]
    name = "with-token"
    who = "user dev/ann"
    through = [{ api = "get_federation_token", policies = ['''{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}''', '''{"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}]}'''] }]
    action = "s3:GetObject"
    resource = "arn:aws:s3:::data/k"
"#;

#[test]
fn documents_that_are_written_out_keep_their_names_when_one_before_them_goes() {
    let scenario = Scenario::from_toml(LEVELS, &mut |name| Err(name.to_owned())).unwrap();
    let mut settings = Settings::default();
    settings.set(Subject::Document("SCP 1 of the root".into()), Setting::Off);
    let (changed, spec) = settings.apply(&scenario, scenario.request("put").unwrap());
    let names: Vec<String> = simulate(&changed, &spec).unwrap().hops[0]
        .policies
        .scp
        .iter()
        .flatten()
        .flatten()
        .map(|attached: &Attached| attached.name.to_string())
        .collect();
    assert_eq!(names, ["SCP 2 of the root", "FullAWSAccess"]);
    assert_eq!(
        turning(&scenario, "put", &Settings::default()),
        ["SCP 2 of the root off: IDENTITY_ALLOW"],
        "nobody can detach the account's FullAWSAccess: it is the last there"
    );
}

#[test]
fn a_session_policy_can_be_left_out_of_the_call() {
    let scenario = Scenario::from_toml(LEVELS, &mut |name| Err(name.to_owned())).unwrap();
    let turning = turning(&scenario, "with-token", &Settings::default());
    assert!(turning.contains(&"session policy 2 of with-token, step 1 off: IDENTITY_ALLOW".to_owned()), "{turning:#?}");
}

#[test]
fn keys_are_offered_by_what_they_matter() {
    let scenario = scenario("session-tags");
    let all: Vec<Attached> = scenario.documents.values().map(crate::iam::scenario::Document::attached).collect();
    let offers = offered_keys(&all, "s3:GetObject", None);
    let first: Vec<(&str, Relevance)> =
        offers.iter().map(|offer| (offer.name.as_str(), offer.relevance)).take(2).collect();
    assert_eq!(first[0], ("aws:PrincipalTag/team", Relevance::Asked));
    assert_eq!(first[1].1, Relevance::Action);
    let position = |name: &str| offers.iter().position(|offer| offer.name == name);
    assert!(offers[1].name.starts_with("s3:") && position("aws:SourceIp").unwrap() > 1);
    let address = &offers[position("aws:SourceIp").unwrap()];
    assert_eq!((address.of_type, address.multivalued), (Some(ValueType::IpAddress), false));
    assert!(offers.iter().any(|offer| offer.name == "aws:CalledVia" && offer.multivalued));
    assert!(offers.iter().enumerate().all(|(at, one)| offers.iter().skip(at + 1).all(|other| other.name != one.name)));
}

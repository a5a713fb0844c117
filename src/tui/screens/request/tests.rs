use crossterm::event::KeyCode;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::what_if::WhatIfPanel;
use super::*;
use crate::iam::scenario::{Also, AlsoCheck, ContextSpec, Expect, Passes};
use crate::tui::app::Hits;
use crate::tui::theme::{Depth, Palette, Theme};

const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

fn scenario(name: &str) -> Scenario {
    let folder = format!("{}/assets/scenarios", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(format!("{folder}/{name}.toml")).unwrap();
    let mut read = |file: &str| std::fs::read_to_string(format!("{folder}/{file}")).map_err(|error| error.to_string());
    Scenario::from_toml(&text, &mut read).unwrap()
}

fn builder(name: &str, request: &str) -> Builder {
    let scenario = scenario(name);
    let spec = scenario.request(request).unwrap().clone();
    Builder::new(scenario, Some(&spec))
}

fn write(builder: &mut Builder, field: &str, text: &str) {
    builder.form.focus(field);
    builder.act(Action::DeleteLines);
    for character in text.chars() {
        builder.key(KeyEvent::from(KeyCode::Char(character)));
    }
}

fn drawn(builder: &mut Builder, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    builder.prepare(Rect::new(0, 0, width, height));
    terminal.draw(|frame| builder.view(frame, &THEME, &mut Hits::default())).unwrap();
    terminal.backend().to_string()
}

/// Every request that comes with the program goes through the form and comes out as it was.
#[test]
fn the_form_of_a_request_is_the_request() {
    let folder = format!("{}/assets/scenarios", env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let scenario = scenario(path.file_stem().unwrap().to_str().unwrap());
            for spec in scenario.requests.clone() {
                let mut builder = Builder::new(scenario.clone(), Some(&spec));
                assert!(!builder.is_changed(), "{}: {:#?}\n{spec:#?}", spec.name, builder.spec());
                assert!(!builder.form.has_faults(), "{}", spec.name);
                assert_eq!(builder.act(Action::Submit), Reply::Kept(Box::new(spec.clone()), Some(spec.name.clone())));
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen} requests");
}

#[test]
fn a_request_is_written_from_nothing_with_what_is_offered() {
    let mut builder = Builder::new(scenario("dev-to-prod"), None);
    assert!(!builder.form.has_faults(), "who has only begun has done nothing wrong");
    assert_eq!(builder.act(Action::Submit), Reply::Done(Vec::new()));
    assert_eq!(builder.form.focused().0, "action");
    assert!(drawn(&mut builder, 80, 22).contains("nothing is asked yet"));
    write(&mut builder, "name", "dev/an");
    builder.act(Action::Down);
    builder.act(Action::Take);
    assert_eq!(builder.spec().who, "user dev/ann");
    builder.press("add");
    write(&mut builder, "role:0", "prod/ReadReports");
    write(&mut builder, "action", "s3:getobj");
    builder.act(Action::Down);
    builder.act(Action::Take);
    assert_eq!(builder.spec().action.as_deref(), Some("s3:GetObject"));
    write(&mut builder, "resource", "");
    builder.act(Action::Complete);
    builder.act(Action::Down);
    builder.act(Action::Down);
    builder.act(Action::Take);
    assert_eq!(builder.spec().resource.as_deref(), Some("arn:aws:s3:::prod-reports/${ObjectName}"));
    assert!(builder.form.has_faults(), "a place is still to be filled in");
    assert_eq!(builder.act(Action::Submit), Reply::Done(Vec::new()));
    // What is typed takes its stead.
    builder.key(KeyEvent::from(KeyCode::Char('x')));
    assert_eq!(builder.spec().resource.as_deref(), Some("arn:aws:s3:::prod-reports/x"));
    assert!(builder.simulation.as_ref().unwrap().is_allowed());
    let Reply::Kept(spec, None) = builder.act(Action::Submit) else { panic!("it is a new request") };
    assert_eq!((spec.name.as_str(), spec.through.len()), ("ann-get-object", 1));
}

#[test]
fn what_is_wrong_stands_at_its_field_and_is_not_kept() {
    for (field, text, words) in [
        ("name", "dev/nobody", "unknown user `dev/nobody`"),
        ("role:0", "prod/ReadReport", "did you mean `prod/ReadReports`"),
        ("external:0", "x", "no external id"),
        ("action", "s3:Get*", "is a pattern"),
        ("resource", "reports", "is not an ARN"),
        ("kept", "bob-reads", "there is a request `bob-reads` already"),
    ] {
        let mut builder = builder("dev-to-prod", "ann-reads");
        builder.press("more:0");
        write(&mut builder, field, text);
        let shown = drawn(&mut builder, 160, 50);
        let flat: String = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(words), "{field}: {shown}");
        builder.form.focus("time");
        assert_eq!(builder.act(Action::Submit), Reply::Done(Vec::new()), "{field}");
        assert_eq!(builder.form.focused().0, field, "the cursor is where something is wrong");
    }
}

#[test]
fn details_of_a_step_are_part_of_the_call() {
    let mut builder = builder("dev-to-prod", "ann-reads");
    builder.press("more:0");
    write(&mut builder, "session:0", "ann-at-work");
    write(&mut builder, "external:0", "ticket-7");
    write(&mut builder, "duration:0", "900");
    builder.form.set("code:0", "yes");
    builder.form.set_pairs("tags:0", [("team", "blue")]);
    builder.form.set_lines("transitive:0", ["team"]);
    write(&mut builder, "identity:0", "ann");
    let assume = builder.spec().through[0].assume().into_owned();
    assert_eq!(assume.session.as_deref(), Some("ann-at-work"));
    assert_eq!(
        (assume.duration, assume.mfa, assume.transitive.as_slice()),
        (Some(900), true, ["team".to_owned()].as_slice())
    );
    assert_eq!(assume.tags.get("team").map(String::as_str), Some("blue"));
    // What is no number is too short a time: the walk says what AWS gives.
    write(&mut builder, "duration:0", "soon");
    assert_eq!(builder.spec().through[0].assume().duration, Some(0));
    builder.press("less:0");
    assert!(builder.spec().through.is_empty());
}

#[test]
fn a_role_is_handed_to_a_service_by_a_call() {
    let mut builder = builder("lambda-passrole", "function-works");
    let whole = builder.spec().through[0].assume().into_owned();
    let start = whole.start.clone().unwrap();
    // What the call does not take is not asked for.
    let shown = drawn(&mut builder, 160, 60);
    assert!(shown.contains("handed over by") && !shown.contains("ExternalId"), "{shown}");
    write(&mut builder, "handed:0", "ec2:RunInstances");
    write(&mut builder, "to:0", "ec2.amazonaws.com");
    builder.form.set_pairs("handing:0", [("ec2:InstanceType", "t3.micro")]);
    write(&mut builder, "on:0", "arn:aws:ec2:eu-west-1:111122223333:instance/*");
    let changed = builder.spec().through[0].assume().into_owned().start.unwrap();
    assert_eq!((changed.action.as_str(), changed.to.as_deref()), ("ec2:RunInstances", Some("ec2.amazonaws.com")));
    assert!(changed.resource.ends_with("instance/*") && changed.context.contains_key("ec2:InstanceType"));
    for (field, text, words) in [
        ("handed:0", "lambda:*", "is a pattern"),
        ("on:0", "orders", "is not an ARN"),
        ("to:0", "lambda", "is not a service"),
    ] {
        let mut builder = self::builder("lambda-passrole", "function-works");
        write(&mut builder, field, text);
        builder.form.focus("time");
        builder.act(Action::Submit);
        assert_eq!(builder.form.focused().0, field);
        assert!(drawn(&mut builder, 160, 60).contains(words), "{field}");
    }
    // Emptied, it is a role that the caller takes itself, and the other fields are there again.
    write(&mut builder, "handed:0", "");
    assert_eq!(builder.spec().through[0].assume().start, None);
    assert!(drawn(&mut builder, 160, 60).contains("ExternalId"));
    write(&mut builder, "handed:0", &start.action);
    write(&mut builder, "on:0", &start.resource);
    write(&mut builder, "to:0", "");
    builder.form.set_pairs("handing:0", []);
    write(&mut builder, "time", "");
    assert_eq!(builder.spec().through[0].assume().into_owned(), whole);
}

#[test]
fn what_is_seldom_said_of_a_call_is_folded_away() {
    let mut plain = builder("dev-to-prod", "ann-reads");
    let shown = drawn(&mut plain, 160, 60);
    assert!(shown.contains("more about this call") && !shown.contains("comes through"), "{shown}");
    plain.press("more");
    write(&mut plain, "source", "arn:aws:s3:::uploads");
    plain.form.set_lines("via", ["cloudformation.amazonaws.com"]);
    plain.form.set_pairs("also", [("arn:aws:s3:::prod-reports/b", ""), ("*", "kms:Decrypt")]);
    write(&mut plain, "time", "2030-01-01T00:00:00Z");
    let spec = plain.spec();
    assert_eq!((spec.source.as_deref(), spec.called_via.len()), (Some("arn:aws:s3:::uploads"), 1));
    let check = AlsoCheck { resource: "*".into(), action: Some("kms:Decrypt".into()), ..AlsoCheck::default() };
    assert_eq!(spec.also, [Also::Resource("arn:aws:s3:::prod-reports/b".into()), Also::Check(check)]);
    assert_eq!(plain.simulation.as_ref().unwrap().planned, 4);
    // A field with something wrong in it is unfolded.
    plain.press("more");
    plain.form.set("source", "uploads");
    write(&mut plain, "time", "");
    assert!(drawn(&mut plain, 160, 60).contains("is not an ARN"));
    // What is said already is shown.
    let shown = drawn(&mut builder("kms-key", "ann-reads"), 160, 60);
    assert!(shown.contains("less about this call") && shown.contains("kms:Decrypt"), "{shown}");
}

#[test]
fn keys_of_a_further_check_stay_while_it_is_rewritten() {
    let context = [("kms:ViaService".to_owned(), ContextSpec::Text("s3.eu-west-1.amazonaws.com".into()))];
    let check = |resource: &str| AlsoCheck {
        resource: resource.into(),
        action: Some("kms:Decrypt".into()),
        context: context.clone().into(),
    };
    let scenario = scenario("dev-to-prod");
    let mut spec = scenario.request("ann-reads").unwrap().clone();
    spec.also = vec![Also::Check(check("*")), Also::Resource("arn:aws:s3:::prod-reports/b".into())];
    let mut builder = Builder::new(scenario, Some(&spec));
    let also = |builder: &mut Builder, pairs: &[(&str, &str)]| {
        builder.form.set_pairs("also", pairs.iter().copied());
        builder.renew();
        builder.spec().also.clone()
    };
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1";
    let rewritten = also(&mut builder, &[(key, "kms:Decrypt"), ("arn:aws:s3:::prod-reports/b", "")]);
    assert_eq!(rewritten[0], Also::Check(check(key)));
    let alone = also(&mut builder, &[(key, "kms:Decrypt")]);
    assert_eq!(alone, [Also::Check(check(key))]);
    assert_eq!(also(&mut builder, &[]), []);
}

#[test]
fn circumstances_are_keys_of_the_call() {
    let mut builder = builder("dev-to-prod", "ann-reads");
    write(&mut builder, "address", "10.1.2.3");
    builder.form.set("mfa", "absent");
    builder.form.set_pairs(
        "context",
        [("aws:CalledVia", "a.amazonaws.com, b.amazonaws.com"), ("aws:SecureTransport", "false")],
    );
    write(&mut builder, "time", "2030-01-01T00:00:00Z");
    let spec = builder.spec();
    assert_eq!(spec.context.get("aws:SourceIp"), Some(&ContextSpec::Text("10.1.2.3".into())));
    assert_eq!(spec.context.get("aws:SecureTransport"), Some(&ContextSpec::Bool(false)));
    assert!(matches!(spec.context.get("aws:CalledVia"), Some(ContextSpec::Many(values)) if values.len() == 2));
    assert_eq!(spec.without, ["aws:MultiFactorAuthPresent"]);
    assert_eq!(spec.expect, None, "what was expected was expected of the request as it was");
}

#[test]
fn what_is_expected_stays_with_a_request_that_asks_the_same() {
    let mut builder = builder("dev-to-prod", "ann-reads");
    write(&mut builder, "kept", "ann-reads-again");
    let Reply::Kept(spec, Some(own)) = builder.act(Action::Submit) else { panic!("it has no fault") };
    assert_eq!((spec.name.as_str(), own.as_str()), ("ann-reads-again", "ann-reads"));
    assert!(matches!(spec.expect, Some(Expect::Exactly(_))));
}

#[test]
fn a_message_that_is_pasted_becomes_the_request() {
    const MESSAGE: &str = "An error occurred (AccessDenied) when calling the GetObject operation: User: \
        arn:aws:iam::111122223333:user/bob is not authorized to perform: s3:GetObject on resource: \
        \"arn:aws:s3:::prod-reports/2026/q1.csv\" because no resource-based policy allows the s3:GetObject action";
    let mut builder = builder("dev-to-prod", "ann-reads");
    builder.paste(MESSAGE);
    assert_eq!(builder.spec().who, "user dev/bob");
    assert!(builder.spec().through.is_empty());
    let shown = drawn(&mut builder, 120, 34);
    assert!(shown.contains("The message leaves open:") && shown.contains("condition keys"), "{shown}");
    let builder = Builder::of_message(scenario("dev-to-prod"), MESSAGE).unwrap();
    assert_eq!(builder.spec().action.as_deref(), Some("s3:GetObject"));
    assert!(Builder::of_message(scenario("dev-to-prod"), "command not found").is_err());
}

#[test]
fn what_is_written_is_not_lost_by_one_key() {
    let mut builder = builder("dev-to-prod", "ann-reads");
    assert_eq!(builder.act(Action::Back), Reply::Left);
    write(&mut builder, "resource", "arn:aws:s3:::other/x");
    assert_eq!(builder.act(Action::Back), Reply::Done(Vec::new()), "a list may be open, or something is written");
    while builder.act(Action::Back) != Reply::Left {
        assert!(drawn(&mut builder, 120, 34).contains("Esc again leaves"));
    }
}

#[test]
fn the_role_that_is_handed_over_keeps_how() {
    let builder = builder("lambda-passrole", "ann-makes");
    assert!(matches!(&builder.spec().passes, Some(Passes::Role(_) | Passes::Passed(_))));
    assert!(builder.commands().unwrap().contains("--role arn:aws:iam::111122223333:role/OrdersFunction"));
}

#[test]
fn a_builder_and_a_panel_of_every_size_are_drawn() {
    for (width, height) in [(80, 22), (120, 34), (40, 10), (20, 4), (3, 1)] {
        let mut builder = builder("session-tags", "own-team");
        drawn(&mut builder, width, height);
        let scenario = scenario("session-tags");
        let mut panel = WhatIfPanel::new(scenario.clone(), scenario.request("own-team").unwrap());
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        panel.act(Action::Last);
        panel.prepare(Rect::new(0, 0, width, height));
        terminal.draw(|frame| panel.view(frame, &THEME, &mut Hits::default())).unwrap();
    }
    insta::assert_snapshot!("builder", drawn(&mut builder("session-tags", "own-team"), 120, 40));
    insta::assert_snapshot!("builder_narrow", drawn(&mut builder("dev-to-prod", "bob-reads"), 80, 22));
}

#[test]
fn a_switch_is_turned_and_turned_back() {
    let scenario = scenario("session-tags");
    let mut panel = WhatIfPanel::new(scenario.clone(), scenario.request("own-team").unwrap());
    let draw = |panel: &mut WhatIfPanel| {
        let mut terminal = Terminal::new(TestBackend::new(120, 30)).unwrap();
        panel.prepare(Rect::new(0, 0, 120, 30));
        terminal.draw(|frame| panel.view(frame, &THEME, &mut Hits::default())).unwrap();
        terminal.backend().to_string()
    };
    let before = draw(&mut panel);
    insta::assert_snapshot!("what_if", before);
    panel.act(Action::Down);
    panel.act(Action::Toggle);
    let off = draw(&mut panel);
    assert!(off.contains("implicitly denied   check 1 of 3   1 set otherwise; as it was: ✓ allowed"), "{off}");
    panel.act(Action::Toggle);
    panel.act(Action::Up);
    assert_eq!(draw(&mut panel), before);
}

#[test]
fn a_value_of_ones_own_is_one_of_the_ways() {
    let scenario = scenario("session-tags");
    let mut panel = WhatIfPanel::new(scenario.clone(), scenario.request("other-team").unwrap());
    for _ in 0..30 {
        if let what_if::Reply::Done(commands) = panel.act(Action::OwnValue)
            && let [Command::Show(Overlay::Prompt(prompt))] = commands.as_slice()
            && prompt.title == "aws:RequestTag/team"
        {
            break;
        }
        panel.act(Action::Down);
    }
    panel.given("blue");
    let what_if::Reply::Kept(spec) = panel.act(Action::KeepRequest) else { panic!("it keeps the request") };
    assert_eq!(spec.through[0].assume().tags.get("team").map(String::as_str), Some("blue"));
    assert!(spec.name.is_empty() && spec.expect.is_none());
    panel.act(Action::AsItWas);
    let what_if::Reply::Kept(spec) = panel.act(Action::KeepRequest) else { panic!("it keeps the request") };
    assert_eq!(spec.through[0].assume().tags.get("team").map(String::as_str), Some("red"));
    assert_eq!(panel.act(Action::Back), what_if::Reply::Left);
}

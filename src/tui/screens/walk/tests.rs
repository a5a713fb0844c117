//! The pane as it is drawn for every way in which a request can end, and what its keys do.

use std::collections::BTreeSet;

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::iam::explain::WalkLevel;
use crate::iam::scenario::Scenario;
use crate::iam::simulate::simulate;
use crate::iam::trace::{Layer, Outcome, Reason};
use crate::study::Store;
use crate::tui::app::{Hits, Shared};
use crate::tui::theme::{Depth, Palette, Theme};

const DARK: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

/// A small world in which a request can end in every way that there is.
const WORLD: &str = r#"
title = "Every end"
[world.organization]
management = "boss"
scps = ['''{"Version": "2012-10-17", "Statement": {"Sid": "NoQueues", "Effect": "Deny", "Action": "sqs:*", "Resource": "*"}}''']
rcps = ['''{"Version": "2012-10-17", "Statement": {"Sid": "NoLeak", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
  "Resource": "arn:aws:s3:::sealed/*"}}''']
[world.organization.units.Work]
[world.organization.units.Play]
scps = ['''{"Version": "2012-10-17", "Statement": {"Sid": "OnlyS3", "Effect": "Allow", "Action": ["s3:*", "sts:*"], "Resource": "*"}}''']
full_aws_access = false
[world.accounts]
boss = { id = "999988887777" }
dev = { id = "111122223333", title = "Dev", unit = "Work" }
play = { id = "555566667777", title = "Play", unit = "Play" }
prod = { id = "444455556666", title = "Prod" }
[[world.users]]
name = "dev/ann"
policies = ['''{"Version": "2012-10-17", "Statement": [
  {"Sid": "Files", "Effect": "Allow", "Action": ["s3:*", "sqs:*", "sts:*"], "Resource": "*"},
  {"Sid": "NotTheSalaries", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::files/salaries/*"}]}''']
[[world.users]]
name = "dev/bob"
[[world.users]]
name = "play/sam"
policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}''']
[[world.roles]]
name = "dev/App"
trust = '''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com",
  "AWS": "arn:aws:iam::111122223333:user/ann"}, "Action": "sts:AssumeRole"}}'''
policies = ['''{"Version": "2012-10-17", "Statement": {"Sid": "All", "Effect": "Allow", "Action": ["s3:*", "sns:*"], "Resource": "*"}}''']
boundary = '''{"Version": "2012-10-17", "Statement": [
  {"Sid": "Most", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
  {"Sid": "NeverDelete", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}]}'''
[[world.roles]]
name = "dev/Bare"
trust = '''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}}'''
[[world.resources]]
arn = "arn:aws:s3:::files"
account = "dev"
[[world.resources]]
arn = "arn:aws:s3:::sealed"
account = "dev"
[[world.resources]]
arn = "arn:aws:s3:::shared"
account = "dev"
policy = '''{"Version": "2012-10-17", "Statement": [
  {"Sid": "Bob", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/bob"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shared/*"},
  {"Sid": "Bare", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/Bare"}, "Action": "s3:GetObjectTagging", "Resource": "arn:aws:s3:::shared/*"},
  {"Sid": "Everybody", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shared/open/*"},
  {"Sid": "KeepIt", "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::shared/*"}]}'''
[[world.resources]]
arn = "arn:aws:s3:::elsewhere"
account = "prod"
policy = '''{"Version": "2012-10-17", "Statement": {"Sid": "Dev", "Effect": "Allow", "Principal": {"AWS": "111122223333"},
  "Action": "s3:GetObject", "Resource": "arn:aws:s3:::elsewhere/*"}}'''
[[requests]]
name = "EXPLICIT_DENY_RCP"
who = "user dev/ann"
action = "s3:GetObject"
resource = "arn:aws:s3:::sealed/x"
[[requests]]
name = "EXPLICIT_DENY_SCP"
who = "user dev/ann"
action = "sqs:SendMessage"
resource = "arn:aws:sqs:eu-west-1:111122223333:jobs"
[[requests]]
name = "EXPLICIT_DENY_RESOURCE"
who = "user dev/ann"
action = "s3:DeleteObject"
resource = "arn:aws:s3:::shared/x"
[[requests]]
name = "EXPLICIT_DENY_IDENTITY"
who = "user dev/ann"
action = "s3:GetObject"
resource = "arn:aws:s3:::files/salaries/ann"
[[requests]]
name = "EXPLICIT_DENY_BOUNDARY"
who = "role dev/App as s1"
action = "s3:DeleteBucket"
resource = "arn:aws:s3:::files"
[[requests]]
name = "EXPLICIT_DENY_SESSION"
who = "user dev/ann"
through = [{ role = "dev/App", policies = ['''{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Sid": "NotNow", "Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}]}'''] }]
action = "s3:PutObject"
resource = "arn:aws:s3:::files/x"
[[requests]]
name = "SCP_NO_ALLOW"
who = "user play/sam"
action = "sns:Publish"
resource = "arn:aws:sns:eu-west-1:555566667777:news"
[[requests]]
name = "RESOURCE_DIRECT_ALLOW"
who = "user dev/bob"
action = "s3:GetObject"
resource = "arn:aws:s3:::shared/x"
[[requests]]
name = "RESOURCE_ENTITY_ALLOW"
who = "user dev/ann"
through = [{ role = "dev/Bare", policies = ['''{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObjectTagging", "Resource": "*"}}'''] }]
action = "s3:GetObjectTagging"
resource = "arn:aws:s3:::shared/x"
[[requests]]
name = "IDENTITY_ALLOW"
who = "user dev/ann"
action = "s3:GetObject"
resource = "arn:aws:s3:::files/x"
[[requests]]
name = "CROSS_ACCOUNT_ALLOW"
who = "user dev/ann"
action = "s3:GetObject"
resource = "arn:aws:s3:::elsewhere/x"
[[requests]]
name = "SERVICE_ALLOW"
who = "service ec2.amazonaws.com"
through = ["dev/App"]
[[requests]]
name = "PUBLIC_ALLOW"
who = "anonymous"
action = "s3:GetObject"
resource = "arn:aws:s3:::shared/open/x"
[[requests]]
name = "ROOT_ALLOW"
who = "root dev"
action = "s3:GetObject"
resource = "arn:aws:s3:::files/x"
[[requests]]
name = "NO_PERMISSION_REQUIRED"
who = "user dev/bob"
action = "sts:GetCallerIdentity"
resource = "*"
[[requests]]
name = "NO_IDENTITY_ALLOW"
who = "user dev/bob"
action = "s3:PutObject"
resource = "arn:aws:s3:::files/x"
[[requests]]
name = "BOUNDARY_NO_ALLOW"
who = "role dev/App as s1"
action = "sns:Publish"
resource = "arn:aws:sns:eu-west-1:111122223333:news"
[[requests]]
name = "SESSION_NO_ALLOW"
who = "user dev/ann"
through = [{ role = "dev/App", policies = ['''{"Version": "2012-10-17", "Statement": {"Sid": "OnlyOne", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::files/y"}}'''] }]
action = "s3:GetObject"
resource = "arn:aws:s3:::files/x"
[[requests]]
name = "NO_RESOURCE_ALLOW"
who = "user dev/ann"
action = "s3:PutObject"
resource = "arn:aws:s3:::elsewhere/x"
[[requests]]
name = "OPERATION_FORBIDDEN"
who = "root dev"
through = ["dev/App"]
action = "s3:GetObject"
resource = "arn:aws:s3:::files/x"
"#;

fn world() -> Scenario {
    Scenario::from_toml(WORLD, &mut |name| Err(format!("no file {name}"))).unwrap()
}

fn run(scenario: &Scenario, request: &str) -> Simulation {
    let spec = scenario.requests.iter().find(|spec| spec.name == request).unwrap();
    simulate(scenario, spec).unwrap()
}

fn pane(request: &str) -> Pane {
    Pane::of(Some(&run(&world(), request)))
}

/// The flow on the first row, the pane below.
fn drawn_in(pane: &mut Pane, size: (u16, u16), room: Room, theme: &Theme) -> String {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let area = Rect::new(0, 0, size.0, size.1);
    let (flow, rest) = (Rect { height: 1, ..area }, Rect { y: 1, height: size.1.saturating_sub(1), ..area });
    pane.fit(rest, room, theme);
    let draw = |frame: &mut ratatui::Frame<'_>| {
        pane.draw_flow(frame, flow, false, theme);
        pane.draw(frame, Look { focused: true, ..Look::default() }, theme, &mut Hits::default());
    };
    terminal.draw(draw).unwrap();
    let cells = terminal.backend().buffer();
    let row = |y| (0..size.0).map(|x| cells[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
    (0..size.1).map(row).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

fn drawn(pane: &mut Pane) -> String {
    drawn_in(pane, (64, 40), Room { has_keys: true, ..Room::default() }, &DARK)
}

fn label(pane: &Pane) -> &str {
    &pane.why.steps[pane.why.at].label
}

#[test]
fn the_walk_of_every_way_to_end() {
    let world = world();
    let mut layers = BTreeSet::new();
    for reason in Reason::ALL {
        // AWS's own policy, which allows everything, cannot be taken away from a resource's organisation.
        if reason == Reason::RcpNoAllow {
            continue;
        }
        let simulation = run(&world, reason.code());
        assert_eq!(simulation.decision().unwrap().reason, reason);
        for layer in simulation.hops.iter().flat_map(|hop| &hop.trace.layers) {
            layers.insert((
                layer.layer,
                std::mem::discriminant(&layer.outcome) == std::mem::discriminant(&Outcome::Absent),
            ));
        }
        let mut pane = Pane::of(Some(&simulation));
        let shown = drawn_in(&mut pane, (64, 60), Room { ample: true, ..Room::default() }, &DARK);
        insta::assert_snapshot!(format!("walk-{}", reason.code().to_lowercase().replace('_', "-")), shown);
    }
    for layer in Layer::ALL {
        assert!(
            layers.contains(&(layer, true)) && layers.contains(&(layer, false)),
            "{layer:?} with and without policies"
        );
    }
}

#[test]
fn the_flow_fits_eighty_columns_whatever_the_way() {
    let scenarios = std::fs::read_dir("assets/scenarios").unwrap().map(|entry| entry.unwrap().path());
    let mut ways = 0;
    for file in scenarios.filter(|file| file.extension().is_some_and(|extension| extension == "toml")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let folder = file.parent().unwrap();
        let mut beside = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
        let scenario = Scenario::from_toml(&text, &mut beside).unwrap();
        for spec in &scenario.requests {
            let Ok(simulation) = simulate(&scenario, spec) else { continue };
            let pane = Pane::of(Some(&simulation));
            for (theme, width) in [(DARK, 78), (Theme { ascii: true, ..DARK }, 78), (DARK, 40), (DARK, 9)] {
                let line = flow::line(&pane.stages, flow::Look::default(), &theme, width);
                let name = &spec.name;
                assert!(line.width() <= width.max(30), "{name} in {width}: {line}");
                let last = simulation.hops.last().unwrap();
                let kinds = last.trace.layers.iter().filter(|layer| layer.decisive);
                // What decided is in sight in eighty columns.
                assert!(
                    width < 78 || kinds.count() == 0 || line.to_string().contains(['✓', '✗', '○', 'v', 'x', 'o', '+']),
                    "{line}"
                );
            }
            ways += 1;
        }
    }
    assert!(ways > 40, "{ways}");
}

#[test]
fn a_statement_that_said_nothing_unfolds_when_it_is_asked() {
    let mut pane = pane("EXPLICIT_DENY_IDENTITY");
    let shown = |pane: &Pane| pane.why.shown().len();
    let before = shown(&pane);
    let at =
        pane.why.steps.iter().position(|step| step.label == "Everybody" || step.label == "NotTheSalaries").unwrap();
    pane.why.go(at);
    assert!(pane.act(Action::Fold));
    assert!(shown(&pane) < before, "what decided was open");
    pane.act(Action::Fold);
    assert_eq!(shown(&pane), before);
    pane.act(Action::NextStep);
    assert_eq!(label(&pane), "Effect");
    pane.act(Action::Fold);
    assert_eq!(
        (label(&pane), shown(&pane) < before),
        ("NotTheSalaries", true),
        "a step without an inside folds what it lies in"
    );
    pane.act(Action::Decider);
    pane.act(Action::FoldAll);
    assert_eq!(shown(&pane), pane.why.steps.len());
    pane.act(Action::FoldAll);
    assert_eq!(shown(&pane), before);
}

#[test]
fn layers_that_are_not_there_say_what_that_means() {
    let mut pane = pane("IDENTITY_ALLOW");
    let at = pane.why.steps.iter().position(|step| step.label.starts_with("none here: ")).unwrap();
    assert_eq!(pane.why.steps[at].label, "none here: bucket, boundary, session");
    assert!(!drawn(&mut pane).contains("no ceiling"));
    pane.why.go(at);
    pane.act(Action::Fold);
    let shown = drawn(&mut pane);
    assert!(shown.contains("none: the caller's policies decide") && shown.contains("none: no ceiling"), "{shown}");
    let ample = drawn_in(&mut pane, (64, 60), Room { ample: true, ..Room::default() }, &DARK);
    assert!(!ample.contains("none here") && ample.contains("none: no ceiling"), "{ample}");
}

#[test]
fn what_is_folded_and_looked_at_is_found_again_after_a_change() {
    let mut scenario = world();
    let mut pane = pane("NO_RESOURCE_ALLOW");
    let at = pane.why.steps.iter().position(|step| step.label == "Files").unwrap();
    pane.why.go(at);
    pane.act(Action::Fold);
    let open = pane.why.shown().len();
    let spec = scenario.requests.iter().position(|spec| spec.name == "NO_RESOURCE_ALLOW").unwrap();
    scenario.requests[spec].resource = Some("arn:aws:s3:::elsewhere/z".into());
    let before = run(&world(), "NO_RESOURCE_ALLOW");
    pane.renew(Some(&run(&scenario, "NO_RESOURCE_ALLOW")), Some(&before));
    assert_eq!((label(&pane), pane.why.shown().len()), ("Files", open));
}

#[test]
fn it_plays_a_step_a_beat_and_waits_for_nothing_when_it_is_over() {
    let mut pane = pane("IDENTITY_ALLOW");
    assert!(pane.wanted().is_empty(), "idle costs nothing");
    pane.act(Action::Play);
    assert_eq!(pane.at(), 0, "from the beginning");
    let number = |commands: &[Command]| match commands {
        [Command::Effect(Effect::Work(Job::Beat { number, .. }))] => Some(*number),
        _ => None,
    };
    let first = number(&pane.wanted()).unwrap();
    assert!(!drawn(&mut pane).contains("In real life") && drawn(&mut pane).contains("p stops it"));
    assert!(pane.beat(first));
    let second = number(&pane.wanted()).unwrap();
    assert!(!pane.beat(first), "a wait that does not count any more");
    pane.act(Action::Play);
    assert!(!pane.beat(second) && pane.wanted().is_empty(), "stopped");
    pane.act(Action::Play);
    assert_eq!(pane.at(), 1, "goes on where it was stopped");
    let mut beats = 0;
    while let Some(beat) = number(&pane.wanted()) {
        assert!(pane.beat(beat));
        beats += 1;
    }
    assert!(beats > 5 && pane.why.next(true).is_none() && !pane.playing);
    pane.act(Action::Play);
    pane.act(Action::NextStep);
    assert!(!pane.playing && pane.at() == 1, "a key takes over");
}

#[test]
fn two_requests_stand_side_by_side_with_what_differs_marked() {
    let world = world();
    let (inside, sealed) = (run(&world, "IDENTITY_ALLOW"), run(&world, "EXPLICIT_DENY_IDENTITY"));
    let mut pane = Pane::of(Some(&inside));
    pane.compare(Pair::of(("reads a file", &inside), ("reads a salary", &sealed)));
    assert!(pane.is_comparing());
    insta::assert_snapshot!("walk-side-by-side", drawn_in(&mut pane, (118, 36), Room::default(), &DARK));
    insta::assert_snapshot!("walk-side-by-side-narrow", drawn_in(&mut pane, (80, 24), Room::default(), &DARK));
    let differs = |pane: &Pane| pane.pair.as_ref().is_some_and(|pair| !pair.rows[pair.at].2);
    let first = pane.pair.as_ref().unwrap().at;
    assert!(differs(&pane));
    pane.act(Action::Decider);
    assert!(differs(&pane) && pane.pair.as_ref().unwrap().at > first);
    let ascii = drawn_in(&mut pane, (80, 24), Room::default(), &Theme { ascii: true, ..DARK });
    assert!(ascii.contains("!=") && ascii.is_ascii(), "{ascii}");
    pane.act(Action::Compare);
    assert!(!pane.is_comparing());
}

#[test]
fn while_it_is_asked_nothing_tells_how_far_the_request_comes() {
    let shown = |request: &str| {
        let mut pane = pane(request);
        pane.ask();
        drawn(&mut pane)
    };
    let forbidden = shown("OPERATION_FORBIDDEN");
    assert!(forbidden.contains("s3:GetObject") && !forbidden.contains("sts:AssumeRole"), "{forbidden}");
    assert_eq!(forbidden, shown("ROOT_ALLOW"), "two that ask for the same and end otherwise");
}

#[test]
fn a_request_beside_itself_does_not_differ() {
    let one = run(&world(), "CROSS_ACCOUNT_ALLOW");
    let pair = Pair::of(("a", &one), ("a", &one));
    assert!(pair.rows.len() > 8 && pair.rows.iter().all(|(_, _, same)| *same));
}

#[test]
fn what_changed_since_the_last_edit_is_marked() {
    let mut scenario = world();
    let before = run(&scenario, "NO_IDENTITY_ALLOW");
    let document = scenario.documents.keys().find(|name| name.contains("ann")).unwrap().to_string();
    let own = run(&scenario, "IDENTITY_ALLOW");
    let text = scenario.documents[document.as_str()].text.replacen("\"s3:*\", ", "", 1);
    scenario.replace_document(&document, text.as_str());
    let mut pane = Pane::of(Some(&own));
    pane.renew(Some(&run(&scenario, "IDENTITY_ALLOW")), Some(&own));
    assert!(!drawn(&mut pane).contains("before"), "only where it is wanted");
    pane.turn_marks(Some(&own));
    insta::assert_snapshot!("walk-before", drawn(&mut pane));
    pane.renew(Some(&before), Some(&before));
    assert!(drawn(&mut pane).contains("nothing changed here since before the last edit"));
}

#[test]
fn changes_close_to_each_other_are_one_edit() {
    let mut before = Before::default();
    for (now, current, expected) in [(10_000, 1, 1), (12_000, 2, 1), (14_500, 3, 1), (20_000, 4, 4), (20_100, 5, 4)] {
        before.note(now, || current);
        assert_eq!(before.get(), Some(&expected), "at {now}");
    }
}

#[test]
fn what_one_expects_is_asked_before_anything_is_shown() {
    let mut pane = pane("EXPLICIT_DENY_SESSION");
    pane.ask();
    assert!(pane.is_asking() && pane.choices() == 3 && pane.lit().is_none());
    insta::assert_snapshot!("walk-asked", drawn(&mut pane));
    pane.act(Action::Decider);
    assert!(pane.is_asking(), "keys that walk do nothing yet");
    pane.act(Action::Choose(2));
    let Guess::Statement { options, .. } = &pane.guess else { panic!("{:?}", pane.guess) };
    let decides = options.iter().position(|(_, decides)| *decides).unwrap();
    pane.act(Action::Choose(u8::try_from(decides + 1).unwrap()));
    let shown = drawn(&mut pane);
    assert!(shown.contains("✓ As you said: explicitly denied, by NotNow of"), "{shown}");
    assert!(pane.lit().is_some());
}

#[test]
fn the_statement_that_decides_is_asked_where_there_is_a_choice() {
    for (choice, expected) in [
        (1, "✓ As you said: allowed, by Bob of "),
        (2, "✗ Allowed, as you said, but Bob of "),
        (4, "✗ Allowed, as you said, but Bob of "),
    ] {
        let mut pane = pane("RESOURCE_DIRECT_ALLOW");
        pane.ask();
        pane.act(Action::Choose(1));
        assert_eq!(pane.choices(), 4, "three that allow, and none of them");
        if choice == 1 {
            insta::assert_snapshot!("walk-asked-statement", drawn(&mut pane));
        }
        pane.act(Action::Choose(9));
        assert!(pane.is_asking(), "there is no ninth");
        pane.act(Action::Choose(choice));
        let shown = drawn(&mut pane);
        assert!(shown.contains(expected), "{shown}");
    }
    for (request, choice, expected) in [
        ("NO_IDENTITY_ALLOW", 1, "✗ You said allowed. It is implicitly denied."),
        ("NO_IDENTITY_ALLOW", 3, "✓ As you said: implicitly denied."),
        ("ROOT_ALLOW", 1, "✓ As you said: allowed."),
    ] {
        let mut pane = pane(request);
        pane.ask();
        pane.act(Action::Choose(choice));
        let shown = drawn(&mut pane);
        assert!(shown.contains(expected), "{shown}");
    }
    let mut pane = pane("NO_IDENTITY_ALLOW");
    pane.ask();
    pane.act(Action::Skip);
    assert!(!pane.is_asking() && !drawn(&mut pane).contains("said"));
}

#[test]
fn whether_to_ask_is_kept() {
    let mut shared = Shared {
        course: std::sync::Arc::new(crate::course::Course::built_in().unwrap()),
        store: Store::in_memory().unwrap(),
        progress: crate::study::progress::Progress::default(),
        theme: DARK,
        now: 0,
        size: (80, 24),
        notice: None,
    };
    assert!(is_wanted(&mut shared, true) && !is_wanted(&mut shared, false), "what the lesson says");
    want(false, &mut shared);
    assert!(!is_wanted(&mut shared, true));
    want(true, &mut shared);
    assert!(is_wanted(&mut shared, false));
}

#[test]
fn the_smallest_change_stands_below_the_walk() {
    let scenario = world();
    let spec = scenario.requests.iter().find(|spec| spec.name == "SESSION_NO_ALLOW").unwrap();
    let simulation = simulate(&scenario, spec).unwrap();
    let mut pane = Pane::of(Some(&simulation));
    assert!(!pane.has_proposed());
    pane.propose(crate::iam::change::smallest_changes(&scenario, spec, &simulation));
    assert!(pane.proposed().is_some());
    insta::assert_snapshot!("walk-smallest-change", drawn(&mut pane));
    let small = drawn_in(&mut pane, (60, 14), Room { brief: true, ..Room::default() }, &DARK);
    pane.propose_next();
    let again = drawn_in(&mut pane, (60, 14), Room { brief: true, ..Room::default() }, &DARK);
    assert!(again.contains("Smallest change"), "{small}\n\n{again}");
    pane.propose(Vec::new());
    assert!(drawn(&mut pane).contains("No small change"));
}

#[test]
fn all_that_follows_the_walk_is_reached_and_no_line_is_too_wide() {
    let world = world();
    for (reason, width) in Reason::ALL.into_iter().flat_map(|reason| [(reason, 80), (reason, 50)]) {
        if reason == Reason::RcpNoAllow {
            continue;
        }
        let mut pane = Pane::of(Some(&run(&world, reason.code())));
        let draw = |pane: &mut Pane| drawn_in(pane, (width, 13), Room { brief: true, ..Room::default() }, &DARK);
        let first = draw(&mut pane);
        let (wide, last) = (usize::from(width) - 3, |pane: &Pane| pane.layout.lines.last().unwrap().line.to_string());
        assert!(pane.layout.lines.iter().all(|line| line.line.width() <= wide), "{reason:?}: {first}");
        for _ in 0..12 {
            pane.act(Action::PageDown);
            draw(&mut pane);
        }
        let shown = draw(&mut pane);
        assert!(shown.ends_with(last(&pane).trim()) && !shown.contains(" more"), "{reason:?}: {shown}");
        for _ in 0..12 {
            pane.act(Action::PageUp);
            draw(&mut pane);
        }
        assert_eq!(pane.at(), 0, "{reason:?}");
    }
}

#[test]
fn how_much_follows_never_covers_the_end_of_a_line() {
    let mut pane = pane("NO_RESOURCE_ALLOW");
    for height in 9..20 {
        let shown = drawn_in(&mut pane, (46, height), Room { brief: true, ..Room::default() }, &DARK);
        let last = shown.lines().last().unwrap();
        let Some((before, _)) = last.split_once(" ▾ ") else { continue };
        let end = pane.scroll + usize::from(pane.layout.walk.height) - 1;
        let line = pane.layout.lines[end].line.to_string();
        assert!(before.trim().is_empty() || before.trim() == line.trim(), "{shown}");
    }
}

#[test]
fn what_requests_carry_is_told_where_one_has_to_be_kept_out() {
    let simulation = run(&world(), "SERVICE_ALLOW");
    let mut pane = Pane::of(Some(&simulation));
    assert!(!drawn(&mut pane).contains("the request carries"));
    pane.tell_requests(true);
    pane.show(Some(&simulation), None);
    let shown = drawn(&mut pane);
    assert!(shown.contains("the request carries") && shown.contains("aws:PrincipalServiceName  ec2"), "{shown}");
    assert_eq!(label(&pane), "trust policy", "the decider is looked at all the same");
    pane.tell_requests(false);
    pane.renew(Some(&simulation), None);
    assert!(!drawn(&mut pane).contains("the request carries"));
}

#[test]
fn a_click_looks_at_a_step_and_a_second_one_folds_it() {
    let mut pane = pane("EXPLICIT_DENY_IDENTITY");
    drawn(&mut pane);
    let statement = |pane: &Pane| {
        let mut rows = pane.layout.walk.y..pane.layout.walk.bottom();
        rows.find(|row| pane.step_at(*row).is_some_and(|at| pane.steps()[at].label == "NotTheSalaries")).unwrap()
    };
    let before = pane.why.shown().len();
    let row = statement(&pane);
    pane.click(row);
    assert_eq!((label(&pane), pane.steps()[pane.at()].level), ("NotTheSalaries", WalkLevel::Statement));
    pane.click(row);
    assert!(pane.why.shown().len() < before);
}

#[test]
fn it_is_drawn_in_any_size() {
    let world = world();
    for width in [1, 4, 9, 20, 38, 60, 118] {
        for height in [1, 2, 3, 6, 9, 16, 40] {
            let one = run(&world, "SESSION_NO_ALLOW");
            let mut pane = Pane::of(Some(&one));
            let room = Room::default();
            drawn_in(&mut pane, (width, height), room, &DARK);
            pane.ask();
            drawn_in(&mut pane, (width, height), room, &DARK);
            pane.act(Action::Choose(1));
            drawn_in(&mut pane, (width, height), room, &DARK);
            pane.compare(Pair::of(("one", &one), ("other", &run(&world, "ROOT_ALLOW"))));
            drawn_in(&mut pane, (width, height), room, &DARK);
            drawn_in(&mut Pane::of(None), (width, height), room, &DARK);
        }
    }
}

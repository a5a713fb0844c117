//! The world seen and changed by keys, as a person does it.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::tui::keymap;
use crate::tui::theme::{Depth, Palette};

const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

const WORLD: &str = r#"title = "A company"

[world.organization]
management = "boss"
scps = ["region-guard.json"]

[world.organization.units.Workloads]
scps = ["protect-trail.json"]

[world.accounts.boss]
id = "999988887777"
title = "Management"

[world.accounts.dev]
id = "111122223333"
title = "Dev"
unit = "Workloads"

[world.accounts.prod]
id = "444455556666"
title = "Prod"
unit = "Workloads"

[world.accounts.vendor]
id = "777788889999"
title = "Vendor"

[[world.groups]]
name = "dev/Developers"
policies = ["may-assume.json"]

[[world.users]]
name = "dev/ann" # comes from the coast
groups = ["dev/Developers"]
boundary = "most.json"
tags = { team = "shop" }

[[world.users]]
name = "dev/bob"

[[world.roles]]
name = "prod/ReadReports"
trust = "trust-dev.json"
policies = ["read-reports.json"]

[[world.roles]]
name = "prod/Deploy"
trust = "trust-github.json"

[[world.roles]]
name = "dev/AppRole"
trust = "trust-ec2.json"
policies = ["read-reports.json", "arn:aws:iam::aws:policy/AmazonSQSFullAccess"]

[[world.roles]]
name = "dev/Nobody"
trust = "trust-nobody.json"

[[world.roles]]
name = "prod/Broken"
trust = "trust-broken.json"

[[world.instance_profiles]]
name = "dev/AppProfile"
role = "dev/AppRole"

[[world.identity_providers]]
name = "prod/token.actions.githubusercontent.com"
kind = "oidc"

[[world.resources]]
arn = "arn:aws:s3:::reports"
account = "prod"
policy = "bucket.json"

[[requests]]
name = "ann-reads"
who = "user dev/ann"
through = ["prod/ReadReports"]
action = "s3:GetObject"
resource = "arn:aws:s3:::reports/q1.csv"
"#;

fn document(name: &str) -> String {
    let trust = |statements: &str| format!(r#"{{ "Version": "2012-10-17", "Statement": [{statements}] }}"#);
    let lets = |principal: &str, rest: &str| {
        format!(r#"{{ "Effect": "Allow", "Principal": {{ {principal} }}, "Action": "sts:AssumeRole"{rest} }}"#)
    };
    match name {
        "trust-dev.json" => {
            let account = lets(r#""AWS": "arn:aws:iam::111122223333:root""#, "");
            let condition = r#", "Condition": { "StringEquals": { "sts:ExternalId": "acme-1234" } }"#;
            let vendor = lets(r#""AWS": ["777788889999", "arn:aws:iam::111122223333:role/AppRole"]"#, condition);
            trust(&format!("{account}, {vendor}"))
        }
        "trust-ec2.json" => trust(&lets(r#""Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]"#, "")),
        "trust-github.json" => {
            let arn = "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com";
            let condition = r#", "Condition": { "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                "token.actions.githubusercontent.com:sub": "repo:acme/shop:ref:refs/heads/main" } }"#;
            let of_provider = lets(&format!(r#""Federated": "{arn}""#), condition);
            let of_provider = of_provider.replace("sts:AssumeRole\"", "sts:AssumeRoleWithWebIdentity\"");
            let ann = lets(r#""AWS": "arn:aws:iam::111122223333:user/ann""#, "");
            trust(&format!("{of_provider}, {ann}"))
        }
        "trust-nobody.json" => trust(r#"{ "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole" }"#),
        "trust-broken.json" => trust(r#"{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject" }"#),
        "bucket.json" => trust(
            r#"{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*" }"#,
        ),
        _ => trust(r#"{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }"#),
    }
}

/// A view with the draft that it shows, as the sandbox holds both.
struct Bench {
    draft: Draft,
    view: WorldView,
    /// What was wished for and cannot be done here.
    wishes: Vec<Wish>,
}

impl Bench {
    fn new(text: &str) -> Self {
        let mut bench = Self { draft: Draft::new(text), view: WorldView::default(), wishes: Vec::new() };
        bench.view.prepare(Rect::new(0, 0, 120, 34));
        bench.renew();
        bench
    }

    fn renew(&mut self) {
        let scenario = self.draft.scenario(&mut |name| Ok(document(name))).ok();
        self.view.renew(&self.draft, scenario.as_ref());
    }

    fn grant(&mut self, wishes: Vec<Wish>) {
        for wish in wishes {
            match wish {
                Wish::Change(changes) => {
                    self.draft.change_all(&changes).unwrap();
                    self.renew();
                }
                Wish::Ask(Overlay::Confirm(confirm)) => {
                    self.wishes.push(Wish::Say(format!("{} {}", confirm.question, confirm.detail)));
                    let Command::Confirmed(action) = *confirm.on_yes else { panic!("{:?}", confirm.on_yes) };
                    let wishes = self.view.confirmed(action);
                    self.grant(wishes);
                }
                other => self.wishes.push(other),
            }
        }
    }

    /// Presses keys as the table names them; what means nothing is text. A word in quotes is text, whatever it says.
    fn press(&mut self, keys: &str) {
        for word in keys.split(' ') {
            let typed = word.strip_prefix('\'');
            let plain = |code| vec![KeyEvent::from(code)];
            let keys: Vec<KeyEvent> = match (typed, word) {
                (Some(text), _) => text.chars().map(|c| KeyEvent::from(KeyCode::Char(c))).collect(),
                (_, "enter") => plain(KeyCode::Enter),
                (_, "tab") => plain(KeyCode::Tab),
                (_, "esc") => plain(KeyCode::Esc),
                (_, "up") => plain(KeyCode::Up),
                (_, "down") => plain(KeyCode::Down),
                (_, "left") => plain(KeyCode::Left),
                (_, "right") => plain(KeyCode::Right),
                (_, "home") => plain(KeyCode::Home),
                (_, "end") => plain(KeyCode::End),
                (_, "space") => plain(KeyCode::Char(' ')),
                (_, "ctrl-s") => vec![KeyEvent::new(KeyCode::Char('s'), KeyModifiers::CONTROL)],
                (_, "ctrl-k") => vec![KeyEvent::new(KeyCode::Char('k'), KeyModifiers::CONTROL)],
                (_, "ctrl-space") => vec![KeyEvent::new(KeyCode::Char(' '), KeyModifiers::CONTROL)],
                (_, letter) => plain(KeyCode::Char(letter.chars().next().unwrap())),
            };
            for key in keys {
                let wishes = match keymap::action_for(&self.view.contexts(), key) {
                    Some(action) => self.view.act(action),
                    None => self.view.key(key),
                };
                self.grant(wishes);
            }
        }
    }

    /// What stands below the tree in a window of 80 by 14.
    fn below(&mut self) -> String {
        let shown = self.shown(80, 14);
        shown.lines().skip(7).collect::<Vec<_>>().join("\n")
    }

    fn shown(&mut self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        self.view.prepare(Rect::new(0, 0, width, height));
        let mut hits = Hits::default();
        terminal.draw(|frame| self.view.draw(frame, true, &THEME, &mut hits)).unwrap();
        terminal.backend().to_string()
    }
}

fn choose(text: &str, entity: Entity) -> Bench {
    let mut bench = Bench::new(text);
    bench.view.choose(&entity);
    bench
}

#[test]
fn what_is_written_in_a_form_is_not_lost_by_one_key() {
    let mut bench = Bench::new(WORLD);
    bench.press("a esc");
    assert!(!bench.view.is_writing() && bench.wishes.is_empty(), "nothing was written");
    bench.press("a right tab 'eva esc");
    assert!(bench.view.is_writing());
    assert!(matches!(bench.wishes.as_slice(), [Wish::Say(words)] if words.contains("Esc again leaves")));
    bench.press("up esc");
    assert!(bench.view.is_writing(), "something else was done meanwhile");
    bench.press("esc");
    assert!(!bench.view.is_writing());
}

#[test]
fn what_is_known_of_a_thing_is_read_to_its_end() {
    let mut bench = Bench::new(WORLD);
    bench.view.choose(&Entity::Role("prod/ReadReports".into()));
    let first = bench.below();
    assert!(first.contains("Role prod/ReadReports") && first.contains("Space reads on"), "{first}");
    assert!(!first.contains("named by"), "{first}");
    for _ in 0..9 {
        bench.press("space");
        bench.below();
    }
    let last = bench.below();
    assert!(last.contains("named by") && last.contains("b reads back"), "{last}");
    bench.press("down");
    bench.below();
    bench.press("up");
    assert_eq!(bench.below(), first, "of another thing the beginning is shown");
    for _ in 0..2 {
        bench.press("space");
        bench.below();
    }
    for _ in 0..9 {
        bench.press("b");
        bench.below();
    }
    assert_eq!(bench.below(), first);
    // Where everything fits there is nothing to say.
    assert!(!bench.shown(120, 40).contains("reads on"));
}

#[test]
fn the_tree_shows_where_everything_hangs() {
    let mut bench = choose(WORLD, Entity::Role("prod/ReadReports".into()));
    insta::assert_snapshot!(bench.shown(120, 34));
    insta::assert_snapshot!(bench.shown(80, 22));
}

#[test]
fn a_thing_is_unfolded_to_its_policies_and_folded_again() {
    let mut bench = choose(WORLD, Entity::Role("dev/AppRole".into()));
    bench.press("right right");
    insta::assert_snapshot!(bench.shown(120, 34));
    bench.press("enter");
    assert_eq!(bench.wishes, [Wish::Open("trust-ec2.json".into())]);
    bench.press("left left");
    assert_eq!(bench.view.chosen(), Some(Entity::Role("dev/AppRole".into())));
    assert!(!bench.shown(80, 22).contains("trust policy of"));
    bench.press("left left home left");
    assert_eq!(bench.view.rows.len(), 3, "{:?}", bench.view.rows);
}

#[test]
fn who_trusts_whom_is_drawn_with_arrows_where_there_is_room() {
    let mut bench = choose(WORLD, Entity::Role("prod/ReadReports".into()));
    bench.press("t");
    insta::assert_snapshot!(bench.shown(120, 34));
    insta::assert_snapshot!(bench.shown(60, 30));
    bench.press("down");
    assert_eq!(bench.view.chosen(), Some(Entity::Role("prod/Deploy".into())));
    bench.press("esc");
    assert!(bench.shown(120, 34).contains("organisation o-exampleorgid"));
}

/// An arrow out of a lane never runs on in the row of somebody whose own line goes past that lane: it would seem to be theirs.
#[test]
fn no_arrow_seems_to_come_from_somebody_else() {
    let mut bench = Bench::new(WORLD);
    bench.press("t");
    let shown = bench.shown(120, 34);
    for line in shown.lines().filter(|line| line.contains("user ann")) {
        assert!(!line.contains('▶'), "{shown}");
    }
    assert!(shown.lines().any(|line| line.contains("▶│ role AppRole")), "{shown}");
}

#[test]
fn trust_is_read_from_the_documents_in_force() {
    let bench = Bench::new(WORLD);
    let words: Vec<String> = bench
        .view
        .trusts
        .iter()
        .map(|trust| format!("{} <- {}{}", trust.role, trust.whom.words(), if trust.conditional { " ?" } else { "" }))
        .collect();
    assert_eq!(
        words,
        [
            "prod/ReadReports <- account dev",
            "prod/ReadReports <- account vendor ?",
            "prod/ReadReports <- role AppRole ?",
            "prod/Deploy <- OIDC provider token.actions.githubusercontent.com ?",
            "prod/Deploy <- user ann",
            "dev/AppRole <- service ec2.amazonaws.com",
            "dev/AppRole <- service lambda.amazonaws.com",
        ]
    );
}

#[test]
fn a_world_is_built_by_forms_alone() {
    let mut bench = Bench::new("title = \"Mine\"\n\n[world]\n");
    assert!(bench.shown(80, 22).contains("a adds an account"));
    bench.press("a 'dev tab '111122223333 tab 'Dev ctrl-s");
    bench.press("a 'ann tab 'x ctrl-k ctrl-s");
    // The name of a role; its trust policy is named by the program, its policy by the person.
    bench.press("a up right enter 'Reader tab tab 'read.json ctrl-s");
    assert_eq!(bench.view.chosen(), Some(Entity::Role("dev/Reader".into())));
    assert_eq!(bench.wishes, []);
    insta::assert_snapshot!(bench.draft.text());
    insta::assert_snapshot!(bench.shown(80, 22));
}

#[test]
fn a_form_says_what_is_wrong_while_it_is_filled_in() {
    let mut bench = choose(WORLD, Entity::User("dev/bob".into()));
    bench.press("enter 'by tab 'dev/No");
    let shown = bench.shown(120, 34);
    assert!(shown.contains("unknown group `dev/No`"), "{shown}");
    insta::assert_snapshot!(shown);
    bench.press("ctrl-s");
    assert_eq!(bench.wishes, [Wish::Say("something is not right yet; see what is marked".into())]);
    assert!(bench.view.is_writing());
    bench.press("ctrl-k 'dev/D down enter ctrl-s");
    let user = &bench.draft.file().unwrap().world.users[1];
    assert_eq!((user.name.as_str(), user.groups.as_slice()), ("dev/bobby", &["dev/Developers".to_owned()][..]));
    assert!(bench.draft.text().contains("# comes from the coast"));
}

#[test]
fn a_form_in_a_narrow_window_has_all_of_it() {
    let mut bench = choose(WORLD, Entity::Account("dev".into()));
    bench.press("enter");
    insta::assert_snapshot!(bench.shown(80, 22));
    bench.press("esc a");
    insta::assert_snapshot!(bench.shown(80, 22));
}

#[test]
fn an_arn_is_completed_from_the_catalogue() {
    let mut bench = choose(WORLD, Entity::Resource("arn:aws:s3:::reports".into()));
    bench.press("a 'sqs down down");
    let shown = bench.shown(120, 34);
    assert!(shown.contains("arn:aws:sqs:"), "{shown}");
    bench.press("up enter");
    let shown = bench.shown(120, 34);
    assert!(shown.contains("arn:aws:sqs:eu-west-1:444455556666:queue"), "{shown}");
    bench.press("down enter ctrl-s");
    assert_eq!(bench.draft.file().unwrap().world.resources[1].arn, "arn:aws:sqs:eu-west-1:444455556666:queue-name");
}

#[test]
fn removing_asks_and_names_what_goes_along() {
    let mut bench = choose(WORLD, Entity::Role("dev/AppRole".into()));
    bench.press("x");
    let asked =
        "Remove role dev/AppRole? These go with it: instance profile dev/AppProfile. Documents stay as they are.";
    assert_eq!(bench.wishes, [Wish::Say(asked.into())]);
    assert!(bench.draft.file().unwrap().world.instance_profiles.is_empty());
    bench.wishes.clear();
    bench.view.choose(&Entity::Group("dev/Developers".into()));
    bench.press("x");
    let asked = "Remove group dev/Developers? Nothing else names it. These stay without it: user dev/ann. Documents stay \
                 as they are.";
    assert_eq!(bench.wishes, [Wish::Say(asked.into())]);
    assert!(bench.draft.file().unwrap().world.users[0].groups.is_empty());
}

#[test]
fn policies_are_attached_by_a_form_and_detached_with_a_key() {
    let mut bench = choose(WORLD, Entity::User("dev/bob".into()));
    bench.press("p 'read down enter ctrl-s");
    assert_eq!(bench.draft.file().unwrap().world.users[1].policies.len(), 1);
    bench.press("p ctrl-s");
    let policies: Vec<_> =
        bench.draft.file().unwrap().world.users[1].policies.iter().filter_map(|p| p.file()).collect();
    assert_eq!(policies, ["read-reports.json", "allow-bob.json"]);
    bench.press("right down x");
    assert_eq!(bench.draft.file().unwrap().world.users[1].policies.len(), 1);
    bench.view.choose(&Entity::Role("dev/Nobody".into()));
    bench.press("right down x");
    assert_eq!(bench.wishes, [Wish::Say("a role always has a trust policy; write another, or remove the role".into())]);
    bench.wishes.clear();
    bench.view.choose(&Entity::InstanceProfile("dev/AppProfile".into()));
    bench.press("p");
    assert_eq!(bench.wishes, [Wish::Say("instance profile dev/AppProfile has no policies".into())]);
}

#[test]
fn every_form_gives_back_what_it_was_opened_with() {
    let bench = Bench::new(WORLD);
    let file = bench.draft.file().unwrap();
    let known = Known { draft: &bench.draft, file, documents: &bench.view.documents };
    for entity in Entity::all(file) {
        let Some(filling) = Filling::of(&entity, known) else {
            assert!(matches!(entity, Entity::Request(_)));
            continue;
        };
        let mut draft = bench.draft.clone();
        draft.change_all(&filling.changes(known).unwrap()).unwrap();
        assert_eq!(draft.text(), bench.draft.text(), "{entity}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_nothing_can_be_done_with_it() {
    let mut bench = Bench::new("title = ");
    assert!(bench.shown(80, 22).contains("cannot be read"));
    bench.press("a x p enter t down");
    assert_eq!(bench.wishes, []);
}

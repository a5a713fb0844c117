mod requests;

use std::path::Path;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::course::Course;
use crate::iam::templates;
use crate::study::Store;
use crate::tui::theme::{Depth, Palette as Colours, Theme};

const TRUST: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
  ]
}
"#;

fn shared() -> Shared {
    Shared {
        course: Arc::new(Course::built_in().unwrap()),
        store: Store::in_memory().unwrap(),
        progress: crate::study::progress::Progress::default(),
        theme: Theme { palette: Colours::Dark, depth: Depth::True, ascii: false },
        now: 7,
        size: (120, 36),
        notice: None,
    }
}

/// Does the work that the commands ask for, waits left out, and gives what else they ask for.
fn settle(screen: &mut Sandbox, shared: &mut Shared, mut commands: Vec<Command>) -> Vec<Command> {
    let mut rest = Vec::new();
    while !commands.is_empty() {
        let mut next = Vec::new();
        for command in commands {
            match command {
                Command::Effect(Effect::Work(Job::Wait(_))) => next.extend(screen.done(&Done::Waited, shared)),
                Command::Effect(Effect::Work(job)) => next.extend(screen.done(&job.run(), shared)),
                other => rest.push(other),
            }
        }
        commands = next;
    }
    rest
}

fn open(file: Option<PathBuf>, shared: &mut Shared) -> Sandbox {
    let mut screen = Sandbox::open(file, shared);
    let commands = screen.entered(shared);
    assert_eq!(settle(&mut screen, shared, commands), []);
    screen.prepare(Rect::new(0, 0, 120, 34), shared);
    screen
}

fn act(screen: &mut Sandbox, shared: &mut Shared, action: Action) -> Vec<Command> {
    let commands = screen.act(action, shared);
    settle(screen, shared, commands)
}

fn give(screen: &mut Sandbox, shared: &mut Shared, action: Action, words: &str) -> Vec<Command> {
    let commands = screen.given(action, words, shared);
    settle(screen, shared, commands)
}

fn write(screen: &mut Sandbox, shared: &mut Shared, text: &str) {
    screen.act(Action::SelectAll, shared);
    let commands = screen.paste(text, shared);
    settle(screen, shared, commands);
}

fn titles(screen: &Sandbox) -> Vec<&str> {
    screen.desk.tabs.iter().map(|tab| tab.title.as_str()).collect()
}

/// The head of what is shown above the screen.
fn overlay(commands: &[Command]) -> String {
    match commands {
        [Command::Show(Overlay::Confirm(confirm))] => confirm.question.clone(),
        [Command::Show(Overlay::Prompt(prompt))] => format!("{}: {}", prompt.title, prompt.field.text()),
        [Command::Show(Overlay::Palette(_))] => "palette".into(),
        other => panic!("{other:?}"),
    }
}

fn drawn(screen: &mut Sandbox, shared: &Shared, size: (u16, u16)) -> String {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let area = Rect::new(0, 0, size.0, size.1);
    screen.prepare(area, shared);
    terminal.draw(|frame| screen.view(frame, area, shared, &mut Hits::default())).unwrap();
    terminal.backend().to_string()
}

/// Presses a key as the terminal would send it.
fn press(screen: &mut Sandbox, shared: &mut Shared, code: KeyCode) -> Vec<Command> {
    let key = KeyEvent::new(code, KeyModifiers::NONE);
    let commands = match crate::tui::keymap::action_for(&screen.contexts(), key) {
        Some(action) => screen.act(action, shared),
        None => screen.key(key, shared),
    };
    settle(screen, shared, commands)
}

#[test]
fn it_begins_with_an_empty_document_that_says_how_to_begin() {
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    assert_eq!(titles(&screen), ["policy 1"]);
    for size in [(80, 22), (120, 34), (200, 58)] {
        let shown = drawn(&mut screen, &shared, size);
        assert!(shown.contains("begin from a scenario") && shown.contains("P policy 1"), "{shown}");
    }
    assert_eq!(screen.act(Action::Back, &mut shared), [Command::Back]);
}

#[test]
fn documents_are_there_again_at_the_next_start() {
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    write(&mut screen, &mut shared, TRUST);
    assert_eq!(overlay(&act(&mut screen, &mut shared, Action::NewTab)), "palette");
    give(&mut screen, &mut shared, Action::NewTab, "scp");
    write(&mut screen, &mut shared, "{\n");
    assert_eq!(overlay(&act(&mut screen, &mut shared, Action::Rename)), "Rename: policy 2");
    give(&mut screen, &mut shared, Action::Rename, "guard");
    screen.act(Action::PreviousTab, &mut shared);
    give(&mut screen, &mut shared, Action::ChangeKind, "trust");
    screen.leave(&mut shared);
    let again = open(None, &mut shared);
    assert_eq!((titles(&again), again.desk.tab), (vec!["policy 1", "guard"], 0));
    let kinds: Vec<PolicyKind> = again.desk.tabs.iter().map(|tab| tab.kind).collect();
    assert_eq!(kinds, [PolicyKind::Trust, PolicyKind::Scp]);
    assert_eq!(again.desk.tabs[0].editor.text(), TRUST.trim_end());
    assert_eq!(again.desk.tabs[1].editor.text(), "{");
}

#[test]
fn a_draft_is_kept_half_a_second_after_the_key() {
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    let commands = screen.key(KeyEvent::new(KeyCode::Char('x'), KeyModifiers::NONE), &mut shared);
    assert_eq!(commands, [work(Job::Wait(crate::tui::screens::desk::DRAFT_DELAY))]);
    assert_eq!(shared.store.draft(kept::NAME, "1").unwrap(), None);
    settle(&mut screen, &mut shared, commands);
    assert_eq!(shared.store.draft(kept::NAME, "1").unwrap().as_deref(), Some("x"));
}

#[test]
fn another_kind_has_other_findings_and_another_quota() {
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    write(&mut screen, &mut shared, TRUST);
    let errors = |screen: &Sandbox| {
        let findings = &screen.desk.tabs[0].analysis.findings;
        findings.iter().filter(|finding| finding.severity == crate::diagnostic::Severity::Error).count()
    };
    assert!(errors(&screen) > 0, "a permissions policy has no principal");
    give(&mut screen, &mut shared, Action::ChangeKind, "trust");
    assert_eq!((errors(&screen), screen.desk.tabs[0].quota.unwrap().most), (0, 2_048));
}

#[test]
fn closing_asks_when_something_would_be_lost() {
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    give(&mut screen, &mut shared, Action::NewTab, "trust");
    assert_eq!(act(&mut screen, &mut shared, Action::CloseTab), [], "an empty one goes without a question");
    assert_eq!(titles(&screen), ["policy 1"]);
    write(&mut screen, &mut shared, TRUST);
    assert_eq!(overlay(&act(&mut screen, &mut shared, Action::CloseTab)), "Close policy 1?");
    screen.confirmed(Action::CloseTab, &mut shared);
    assert_eq!(titles(&screen), ["policy 1"], "there is always one");
    assert_eq!(screen.desk.tabs[0].editor.text(), "");
    assert_eq!(open(None, &mut shared).desk.tabs[0].editor.text(), "");
}

#[test]
fn a_policy_is_loaded_changed_and_saved() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trust.json");
    std::fs::write(&file, TRUST).unwrap();
    let mut shared = shared();
    let mut screen = open(Some(file.clone()), &mut shared);
    assert_eq!((titles(&screen), screen.desk.tabs[0].kind), (vec!["trust.json"], PolicyKind::Trust));
    assert!(!screen.desk.tabs[0].is_unsaved());
    let changed = TRUST.replace("ec2", "lambda");
    write(&mut screen, &mut shared, &changed);
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("changed, Ctrl-S saves"));
    assert_eq!(act(&mut screen, &mut shared, Action::Save), []);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), changed);
    assert!(!screen.desk.tabs[0].is_unsaved());
    screen.leave(&mut shared);
    let again = open(Some(file), &mut shared);
    assert_eq!(titles(&again), ["trust.json"], "the same file is the same tab");
}

#[test]
fn a_file_that_was_changed_elsewhere_is_not_written_over_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.json");
    let stands = || std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, TRUST).unwrap();
    let mut shared = shared();
    let mut screen = open(Some(file.clone()), &mut shared);

    std::fs::write(&file, "{}\n").unwrap();
    let commands = screen.returned();
    settle(&mut screen, &mut shared, commands);
    assert_eq!(screen.desk.tabs[0].editor.text(), "{}", "nothing was changed here: it is taken in");
    screen.act(Action::Undo, &mut shared);
    assert_eq!(screen.desk.tabs[0].editor.text(), TRUST.trim_end());

    std::fs::write(&file, "{ }\n").unwrap();
    let commands = screen.returned();
    settle(&mut screen, &mut shared, commands);
    assert_eq!(screen.desk.tabs[0].editor.text(), TRUST.trim_end(), "what was changed here stays");
    assert!(shared.notice.take().unwrap().contains("was changed elsewhere"));
    assert!(overlay(&act(&mut screen, &mut shared, Action::Save)).starts_with("Write over `"));
    assert_eq!(stands(), "{ }\n");
    let commands = screen.confirmed(Action::Overwrite, &mut shared);
    settle(&mut screen, &mut shared, commands);
    assert_eq!(stands(), TRUST);
}

#[test]
fn a_new_document_asks_where_it_shall_be_saved() {
    let folder = tempfile::tempdir().unwrap();
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    write(&mut screen, &mut shared, TRUST);
    assert_eq!(overlay(&act(&mut screen, &mut shared, Action::Save)), "Save to a file: policy-1.json");
    let file = folder.path().join("mine.json");
    give(&mut screen, &mut shared, Action::SaveAs, file.to_str().unwrap());
    assert_eq!((std::fs::read_to_string(&file).unwrap().as_str(), titles(&screen)), (TRUST, vec!["mine.json"]));
    let nowhere = folder.path().join("none").join("mine.json");
    give(&mut screen, &mut shared, Action::SaveAs, nowhere.to_str().unwrap());
    assert!(shared.notice.as_deref().unwrap().starts_with("cannot save to `"), "{:?}", shared.notice);
    assert_eq!(screen.desk.tabs[0].file.as_ref().unwrap().path, file);
    give(&mut screen, &mut shared, Action::Load, nowhere.to_str().unwrap());
    assert!(shared.notice.as_deref().unwrap().starts_with("cannot read `"), "{:?}", shared.notice);
}

#[test]
fn the_documents_of_a_scenario_are_the_tabs() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("trust.json"), TRUST).unwrap();
    let scenario = folder.path().join("s.toml");
    let world = "title = \"App\"\n[world]\naccounts = { dev = { id = \"111122223333\" } }\n\
                 organization = { id = \"o-exampleorgid\" }\n\
                 roles = [{ name = \"dev/App\", trust = \"trust.json\", policies = ['{\"Version\": \"2012-10-17\", \
                 \"Statement\": []}'] }]\n";
    std::fs::write(&scenario, world).unwrap();
    let mut shared = shared();
    let mut screen = open(Some(scenario.clone()), &mut shared);
    let mut kinds: Vec<PolicyKind> = screen.desk.tabs.iter().map(|tab| tab.kind).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, [PolicyKind::Identity, PolicyKind::Trust], "{:?} {:?}", titles(&screen), shared.notice);
    let trust = screen.desk.tabs.iter().position(|tab| tab.kind == PolicyKind::Trust).unwrap();
    assert_eq!(screen.desk.tabs[trust].file.as_ref().unwrap().path, folder.path().join("trust.json"));
    screen.leave(&mut shared);
    let again = open(Some(scenario), &mut shared);
    assert_eq!(again.desk.tabs.len(), 2, "the same scenario is the same tabs");
    assert!(again.case.is_some());
}

#[test]
fn templates_and_policies_of_aws_begin_a_document() {
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    let text = |screen: &Sandbox| screen.desk.front().unwrap().editor.text().to_owned();
    give(&mut screen, &mut shared, Action::Template, "AmazonS3ReadOnlyAccess");
    assert!(text(&screen).contains("s3:Get*") && screen.desk.tabs.len() == 1, "{}", text(&screen));
    give(&mut screen, &mut shared, Action::Template, "AdministratorAccess");
    assert_eq!(titles(&screen), ["policy 1", "AdministratorAccess"], "what stands there stays");
    let statements: Vec<_> = templates::templates(PolicyKind::Identity).into_iter().filter(|t| t.statement).collect();
    for template in &statements {
        give(&mut screen, &mut shared, Action::Template, template.name);
    }
    assert!(!screen.desk.front().unwrap().analysis.broken, "{}", text(&screen));
    assert_eq!(screen.desk.front().unwrap().analysis.statements.len(), 1 + statements.len());
    give(&mut screen, &mut shared, Action::NewTab, "trust");
    give(&mut screen, &mut shared, Action::Template, "AdministratorAccess");
    for template in templates::templates(PolicyKind::Trust).iter().filter(|template| !template.statement) {
        give(&mut screen, &mut shared, Action::Template, template.name);
        assert_eq!(text(&screen), template.insert.text);
    }
}

#[test]
fn panes_are_gone_through_and_esc_leads_back_to_the_text() {
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    write(&mut screen, &mut shared, "{");
    for size in [(120, 34), (80, 22)] {
        for panel in [Panel::Problems, Panel::About, Panel::Closed] {
            screen.act(Action::NextPane, &mut shared);
            drawn(&mut screen, &shared, size);
            assert_eq!(screen.desk.panel, panel);
        }
        screen.act(Action::PreviousPane, &mut shared);
        assert_eq!(screen.desk.panel, Panel::About);
        assert_eq!(screen.act(Action::Back, &mut shared), []);
        assert_eq!(screen.desk.panel, Panel::Closed);
    }
}

#[test]
fn it_is_drawn_in_any_size() {
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    write(&mut screen, &mut shared, "{ \"Version\": 2012, }");
    for width in [1, 5, 20, 79, 80, 99, 100, 200] {
        for height in [1, 2, 3, 8, 10, 18, 22, 34] {
            for panel in [Panel::Closed, Panel::Problems, Panel::About] {
                screen.desk.panel = panel;
                drawn(&mut screen, &shared, (width, height));
            }
        }
    }
}

/// The sandbox with a scenario of the course.
fn with_scenario(name: &str, shared: &mut Shared) -> Sandbox {
    let mut screen = open(None, shared);
    give(&mut screen, shared, Action::Scenario, name);
    screen
}

/// How every request ends: `+`, `x`, `o`, and `!` when it cannot be run.
fn signs(screen: &Sandbox) -> String {
    use crate::iam::trace::Verdict;
    let sign = |outcome: &case::Outcome| match case::verdict(outcome) {
        Some(Verdict::Allow) => '+',
        Some(Verdict::ExplicitDeny) => 'x',
        Some(Verdict::ImplicitDeny) => 'o',
        None => '!',
    };
    screen.case.as_ref().unwrap().outcomes.iter().map(sign).collect()
}

/// Puts a document of the scenario in front.
fn front(screen: &mut Sandbox, title: &str) {
    let tab = titles(screen).iter().position(|there| *there == title).unwrap();
    screen.desk.choose_tab(tab);
}

#[test]
fn every_scenario_of_the_course_can_be_begun_from() {
    let mut shared = shared();
    let names = shared.course.scenarios().unwrap();
    assert!(names.len() >= 15, "{names:?}");
    for name in names {
        let mut screen = open(None, &mut shared);
        let shown = give(&mut screen, &mut shared, Action::Scenario, &name);
        assert!(matches!(shown.as_slice(), [Command::Show(Overlay::Text(_))]), "{name}: {:?}", shared.notice);
        let case = screen.case.as_ref().unwrap();
        assert!(!case.changed && !case.outcomes.is_empty(), "{name}");
        for request in 0..case.outcomes.len() {
            assert_eq!(case.not_as_expected(request), None, "{name}");
            assert!(case::verdict(&case.outcomes[request]).is_some(), "{name}");
        }
        assert!(titles(&screen).iter().all(|title| !title.starts_with("arn:") && *title != "policy 1"), "{name}");
    }
}

#[test]
fn every_key_decides_every_request() {
    let mut shared = shared();
    let mut screen = with_scenario("ec2-reads-s3", &mut shared);
    assert_eq!((titles(&screen), signs(&screen).as_str()), (vec!["trust.json", "read-bucket.json"], "++oooo"));
    let trust = screen.desk.tabs[0].editor.text().to_owned();
    write(&mut screen, &mut shared, &trust.replace("ec2", "lambda"));
    assert_eq!(signs(&screen), "ooooo+");
    let shown = drawn(&mut screen, &shared, (120, 34));
    assert!(shown.contains("was allowed, now implicitly denied") && shown.contains("1 allowed, 5 denied"), "{shown}");
    write(&mut screen, &mut shared, "{");
    assert_eq!(signs(&screen), "ooooo+", "the last good result stays");
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("this is the last good result"));
    write(&mut screen, &mut shared, "{}");
    assert_eq!(signs(&screen), "!!!!!!", "AWS would not save it");
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("It cannot be run"));
    write(&mut screen, &mut shared, &trust);
    assert_eq!(signs(&screen), "++oooo");
}

#[test]
fn a_document_of_ones_own_lies_beside_a_scenario_and_says_nothing_in_it() {
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    write(&mut screen, &mut shared, TRUST);
    give(&mut screen, &mut shared, Action::Scenario, "ec2-reads-s3");
    assert_eq!(titles(&screen), ["trust.json", "read-bucket.json", "policy 1"]);
    front(&mut screen, "policy 1");
    write(&mut screen, &mut shared, "{}");
    assert_eq!(signs(&screen), "++oooo");
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("belongs to no scenario"));
    assert_eq!(overlay(&act(&mut screen, &mut shared, Action::Save)), "Save to a file: policy-1.json");
    front(&mut screen, "trust.json");
    assert_eq!(act(&mut screen, &mut shared, Action::ChangeKind), []);
    assert!(shared.notice.take().unwrap().contains("follows from where it stands"));
    assert_eq!(overlay(&act(&mut screen, &mut shared, Action::CloseTab)), "Close the scenario EC2 reads S3?");
    screen.confirmed(Action::Scenario, &mut shared);
    assert_eq!(titles(&screen), ["policy 1"]);
    assert!(screen.case.is_none());
    assert_eq!(act(&mut screen, &mut shared, Action::Back), [Command::Back]);
}

#[test]
fn a_scenario_is_there_again_at_the_next_start_as_it_was_left() {
    let mut shared = shared();
    let mut screen = with_scenario("ec2-reads-s3", &mut shared);
    let trust = screen.desk.tabs[0].editor.text().replace("ec2", "lambda");
    write(&mut screen, &mut shared, &trust);
    screen.choose(3);
    screen.leave(&mut shared);
    let again = open(None, &mut shared);
    assert_eq!(titles(&again), ["trust.json", "read-bucket.json"]);
    let case = again.case.as_ref().unwrap();
    assert_eq!((case.chosen, case.changed, signs(&again).as_str()), (3, true, "ooooo+"));
}

#[test]
fn what_a_kill_leaves_is_what_was_kept_half_a_second_after_the_key() {
    let mut shared = shared();
    let mut screen = with_scenario("ec2-reads-s3", &mut shared);
    let trust = screen.desk.tabs[0].editor.text().replace("ec2", "lambda");
    write(&mut screen, &mut shared, &trust);
    drop(screen);
    let again = open(None, &mut shared);
    assert_eq!((signs(&again).as_str(), again.case.as_ref().unwrap().changed), ("ooooo+", true));
}

#[test]
fn a_changed_scenario_leaves_the_desk_only_after_a_question() {
    let mut shared = shared();
    let mut screen = with_scenario("ec2-reads-s3", &mut shared);
    give(&mut screen, &mut shared, Action::Scenario, "hat-and-head");
    assert_eq!(screen.case.as_ref().unwrap().title(), "One hat, two heads", "nothing was changed");
    front(&mut screen, "trust.json");
    write(&mut screen, &mut shared, TRUST);
    let asked = give(&mut screen, &mut shared, Action::Scenario, "ec2-reads-s3");
    assert_eq!(overlay(&asked), "Leave the scenario One hat, two heads?");
    screen.confirmed(Action::Scenario, &mut shared);
    assert_eq!((titles(&screen), signs(&screen).as_str()), (vec!["trust.json", "read-bucket.json"], "++oooo"));
}

/// A scenario in files: trust beside it, permissions written out in it.
fn scenario_files(folder: &Path) -> PathBuf {
    std::fs::write(folder.join("trust.json"), TRUST).unwrap();
    let scenario = folder.join("s.toml");
    let text = "# Mine.\ntitle = \"App\"\n\n[world.accounts.dev]\nid = \"111122223333\"\n\n[[world.roles]]\n\
                name = \"dev/App\" # the only one\ntrust = \"trust.json\"\n\n[[requests]]\nname = \"put-on\"\n\
                who = \"service ec2.amazonaws.com\"\nthrough = [\"dev/App\"]\n";
    std::fs::write(&scenario, text).unwrap();
    scenario
}

#[test]
fn a_scenario_is_loaded_changed_and_saved_with_the_documents_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = scenario_files(folder.path());
    let before = std::fs::read_to_string(&scenario).unwrap();
    let mut shared = shared();
    let mut screen = open(Some(scenario.clone()), &mut shared);
    assert_eq!((titles(&screen), signs(&screen).as_str()), (vec!["trust.json"], "+"));
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("App   saved"));
    let changed = TRUST.replace("ec2", "lambda");
    write(&mut screen, &mut shared, &changed);
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("changed, Ctrl-S saves"));
    assert_eq!(act(&mut screen, &mut shared, Action::Save), []);
    assert_eq!(std::fs::read_to_string(folder.path().join("trust.json")).unwrap(), changed);
    assert_eq!(std::fs::read_to_string(&scenario).unwrap(), before, "nothing changed in it");
    assert!(!screen.case.as_ref().unwrap().changed);
}

#[test]
fn a_template_is_saved_to_a_folder_of_its_own_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut shared = shared();
    let mut screen = with_scenario("third-party", &mut shared);
    let asked = act(&mut screen, &mut shared, Action::Save);
    assert_eq!(overlay(&asked), "Save the scenario to a file: a-third-party-and-its-external-id.toml");
    let file = folder.path().join("mine.toml");
    assert_eq!(give(&mut screen, &mut shared, Action::SaveAs, file.to_str().unwrap()), []);
    assert!(shared.notice.as_deref().unwrap().contains("mine.toml`, and 4 more"), "{:?}", shared.notice);
    assert!(folder.path().join("third-party/trust-with-id.json").exists());
    assert!(!std::fs::read_to_string(&file).unwrap().contains("#:schema"));
    let asked = give(&mut screen, &mut shared, Action::SaveAs, file.to_str().unwrap());
    assert_eq!(asked, [], "nothing differs, so nothing is written");
    let signs_before = signs(&screen);
    let mut other = self::shared();
    let again = open(Some(file), &mut other);
    assert_eq!((signs(&again), titles(&again)), (signs_before, titles(&screen)));
}

#[test]
fn files_of_a_scenario_are_not_written_over_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = scenario_files(folder.path());
    let trust = folder.path().join("trust.json");
    let mut shared = shared();
    let mut screen = open(Some(scenario.clone()), &mut shared);
    let look = |screen: &mut Sandbox, shared: &mut Shared| {
        let commands = screen.returned();
        settle(screen, shared, commands);
    };

    let elsewhere = std::fs::read_to_string(&scenario).unwrap().replace("put-on", "wear");
    std::fs::write(&scenario, &elsewhere).unwrap();
    look(&mut screen, &mut shared);
    assert_eq!(
        screen.case.as_ref().unwrap().request().unwrap().name,
        "wear",
        "nothing was changed here: it is taken in"
    );

    std::fs::write(&trust, TRUST.replace("ec2", "lambda")).unwrap();
    look(&mut screen, &mut shared);
    assert_eq!(signs(&screen), "o", "and decided anew");
    write(&mut screen, &mut shared, TRUST);
    std::fs::write(&trust, "{ }\n").unwrap();
    assert!(overlay(&act(&mut screen, &mut shared, Action::Save)).starts_with("Write over `"));
    assert_eq!(std::fs::read_to_string(&trust).unwrap(), "{ }\n");
    let commands = screen.confirmed(Action::Overwrite, &mut shared);
    settle(&mut screen, &mut shared, commands);
    assert_eq!(std::fs::read_to_string(&trust).unwrap(), TRUST);
}

#[test]
fn a_scenario_is_drawn_in_any_size() {
    let mut shared = shared();
    let mut screen = with_scenario("scp-guardrail", &mut shared);
    for width in [1, 5, 20, 79, 80, 99, 100, 200] {
        for height in [1, 2, 3, 8, 10, 18, 22, 34, 58] {
            for focus in [Focus::Text, Focus::Requests, Focus::Walk] {
                screen.focus = focus;
                screen.least = screen.case.as_ref().and_then(Least::of).filter(|_| focus == Focus::Walk);
                drawn(&mut screen, &shared, (width, height));
            }
        }
    }
}

/// A scenario with its policies written out in its own file, in both manners, and comments.
const WRITTEN_OUT: &str = r##"# Mine.
title = "App"

[world.accounts.dev]
id = "111122223333" # Dev

[[world.users]]
name = "dev/ann" # has nothing yet

[[world.roles]]
name = "dev/App" # the only one
trust = '{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } }'
policies = [{ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] }]

# What is asked.
[[requests]]
name = "read"
who = "service ec2.amazonaws.com"
through = ["dev/App"]
action = "s3:GetObject"
resource = "arn:aws:s3:::data/k"

[[requests]]
name = "ann-reads"
who = "user dev/ann"
action = "s3:GetObject"
resource = "arn:aws:s3:::data/k"
"##;

/// The sandbox with that scenario, and where its file is.
fn with_written_out(folder: &Path, shared: &mut Shared) -> (Sandbox, PathBuf) {
    let file = folder.join("s.toml");
    std::fs::write(&file, WRITTEN_OUT).unwrap();
    (open(Some(file.clone()), shared), file)
}

#[test]
fn a_policy_written_out_in_the_scenario_is_saved_there_and_every_comment_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut shared = shared();
    let (mut screen, file) = with_written_out(folder.path(), &mut shared);
    assert_eq!(titles(&screen), ["trust policy of dev/App", "policy 1 of dev/App"]);
    assert_eq!(signs(&screen), "+o");
    front(&mut screen, "trust policy of dev/App");
    let trust = screen.desk.front().unwrap().editor.text().replace("ec2", "lambda");
    write(&mut screen, &mut shared, &trust);
    front(&mut screen, "policy 1 of dev/App");
    let permissions = screen.desk.front().unwrap().editor.text().replace("s3:GetObject", "s3:PutObject");
    write(&mut screen, &mut shared, &permissions);
    assert_eq!(signs(&screen), "oo");
    assert_eq!(act(&mut screen, &mut shared, Action::Save), []);
    let saved = std::fs::read_to_string(&file).unwrap();
    let expected = WRITTEN_OUT.replace("ec2.amazonaws.com\" }", "lambda.amazonaws.com\" }");
    assert_eq!(saved, expected.replace("Action = \"s3:GetObject\"", "Action = \"s3:PutObject\""));
    assert!(!screen.case.as_ref().unwrap().changed);
    write(&mut screen, &mut shared, "x");
    assert_eq!(act(&mut screen, &mut shared, Action::Save), []);
    assert!(shared.notice.take().unwrap().contains("must begin with `{`"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), saved);
}

#[test]
fn a_change_of_the_world_that_cannot_be_is_refused_with_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut shared = shared();
    let (mut screen, _) = with_written_out(folder.path(), &mut shared);
    let change = draft::Change::Remove(Entity::Role("dev/App".into()));
    assert!(!screen.change_world(&[change], &mut shared));
    assert!(shared.notice.take().unwrap().contains("still named"));
    assert_eq!(signs(&screen), "+o");
}

#[test]
fn a_world_is_built_by_forms_saved_and_opened_again() {
    use crate::iam::draft::{Change, Seat};
    use crate::iam::scenario::PolicySource;
    use crate::tui::screens::world::Wish;
    let folder = tempfile::tempdir().unwrap();
    let mut shared = shared();
    let mut screen = with_scenario("", &mut shared);
    assert_eq!(screen.case.as_ref().unwrap().title(), "My world");
    act(&mut screen, &mut shared, Action::World);
    assert_eq!(screen.contexts()[0], Context::World);
    for size in [(80, 22), (120, 34)] {
        assert!(drawn(&mut screen, &shared, size).contains("Dev"));
    }
    press(&mut screen, &mut shared, KeyCode::Char('a'));
    assert!(screen.contexts().contains(&Context::Form));
    press(&mut screen, &mut shared, KeyCode::Esc);
    let user = crate::iam::scenario::User {
        name: "dev/ann".into(),
        policies: Vec::new(),
        groups: Vec::new(),
        boundary: None,
        tags: std::collections::BTreeMap::new(),
    };
    let policy = PolicySource::Text("ann.json".into());
    let seat = Seat::Permissions(Entity::User("dev/ann".into()));
    let wishes = [vec![Change::PutUser(user)], vec![Change::Attach(seat, policy)]];
    for changes in wishes {
        assert_eq!(screen.grant(Wish::Change(changes), &mut shared), []);
    }
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("ann"));
    screen.grant(Wish::Open("ann.json".into()), &mut shared);
    assert!(screen.place.is_none() && screen.desk.front().unwrap().title == "ann.json");
    let file = folder.path().join("mine.toml");
    give(&mut screen, &mut shared, Action::SaveAs, file.to_str().unwrap());
    assert!(folder.path().join("ann.json").exists(), "{:?}", shared.notice);
    let mut other = self::shared();
    let again = open(Some(file), &mut other);
    assert_eq!(titles(&again), ["ann.json"]);
    assert_eq!(again.case.as_ref().unwrap().scenario.world, screen.case.as_ref().unwrap().scenario.world);
    act(&mut screen, &mut shared, Action::TakeBack);
    act(&mut screen, &mut shared, Action::TakeBack);
    assert!(screen.case.as_ref().unwrap().scenario.world.users.is_empty());
}

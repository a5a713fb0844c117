use std::sync::Arc;

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::course::Course;
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

#[test]
fn it_begins_with_an_empty_document_that_says_how_to_begin() {
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    assert_eq!(titles(&screen), ["policy 1"]);
    for size in [(80, 22), (120, 34), (200, 58)] {
        let shown = drawn(&mut screen, &shared, size);
        assert!(shown.contains("begin from a template") && shown.contains("P policy 1"), "{shown}");
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
    assert!(again.world.is_some());
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

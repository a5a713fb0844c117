mod reasons;

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::course::Course;
use crate::course::lab::LabFile;
use crate::iam::explain::WalkLevel;
use crate::iam::scenario::Scenario;
use crate::study::Store;
use crate::tui::app::Effect;
use crate::tui::overlay::Overlay;
use crate::tui::screens::desk::{self, DRAFT_DELAY};
use crate::tui::theme::{Depth, Palette, Theme};
use crate::tui::work::{Job, Proof};

const LAB: &str = r#"
id = "T1"
title = "Two documents"
stars = 2
lesson = "L03"
story = "App runs on EC2 and reads one bucket."
hints = ["first", "second", "third"]
explanation = "A role needs *both*."
documents = [{ file = "trust.json", title = "App" }, { file = "perm.json", title = "App" }]
also = { no_errors = true }
sources = []

[world]
accounts = { dev = { id = "111122223333" } }
roles = [{ name = "dev/App", trust = "trust.json", policies = ["perm.json"] }]
resources = [{ arn = "arn:aws:s3:::b", account = "dev" }]

[[again]]
name = "bare"
text = "Once more, without a Sid"
without = ["Sid"]

[[requests]]
name = "assumes"
text = "EC2 may put it on"
who = "service ec2.amazonaws.com"
through = ["dev/App"]
expect = "allow"

[[requests]]
name = "reads"
text = "the app reads b/x"
who = "service ec2.amazonaws.com"
through = ["dev/App"]
action = "s3:GetObject"
resource = "arn:aws:s3:::b/x"
expect = "allow"

[[requests]]
name = "lambda"
who = "service lambda.amazonaws.com"
through = ["dev/App"]
expect = "deny"
hidden = "another service still gets in"
"#;

const TRUST: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }
  ]
}"#;
const PERM: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
  ]
}"#;

fn lab() -> Arc<Lab> {
    let file: LabFile = toml::from_str(LAB).unwrap();
    let starter = vec![TRUST.replace("ec2", "lambda"), PERM.replace("b/*", "c/*")];
    let mut read = |name: &str| Ok(starter[usize::from(name == "perm.json")].clone());
    let scenario = Scenario::build("", "", file.world.clone(), file.requests.clone(), &mut read).unwrap();
    Arc::new(Lab { file, scenario, starter, reference: vec![TRUST.into(), PERM.into()], bounds: Vec::new() })
}

fn shared() -> Shared {
    Shared {
        course: Arc::new(Course::built_in().unwrap()),
        store: Store::in_memory().unwrap(),
        progress: crate::study::progress::Progress::default(),
        theme: Theme { palette: Palette::Dark, depth: Depth::True, ascii: false },
        now: 7,
        size: (120, 36),
        notice: None,
    }
}

/// A lab on a screen of 120 by 34, and what screens share.
fn open() -> (LabScreen, Shared) {
    let mut shared = shared();
    walk::want(false, &mut shared);
    let mut screen = LabScreen::of(lab(), "lesson 3".into(), &mut shared).unwrap();
    screen.prepare(Rect::new(0, 0, 120, 34), &shared);
    (screen, shared)
}

/// Puts a whole document in place, as a person would with "select all" and a paste.
fn write(screen: &mut LabScreen, shared: &mut Shared, tab: usize, text: &str) -> Vec<Command> {
    screen.desk.choose_tab(tab);
    screen.focus = Focus::Text;
    screen.act(Action::SelectAll, shared);
    screen.paste(text, shared)
}

fn key(screen: &mut LabScreen, shared: &mut Shared, code: KeyCode) -> Vec<Command> {
    screen.key(KeyEvent::new(code, KeyModifiers::NONE), shared)
}

/// The wait after which it is told that the lab is solved.
fn pause() -> Command {
    Command::Effect(Effect::Work(Job::Beat { milliseconds: PAUSE, number: PAUSE_NUMBER }))
}

/// What comes when no key follows.
fn after_a_pause(screen: &mut LabScreen, shared: &mut Shared, commands: &[Command]) -> Vec<Command> {
    assert!(commands.contains(&pause()) && overlays(commands).is_empty(), "{commands:?}");
    screen.done(&Done::Beat(PAUSE_NUMBER), shared)
}

fn overlays(commands: &[Command]) -> Vec<String> {
    commands
        .iter()
        .filter_map(|command| match command {
            Command::Show(Overlay::Text(text)) => Some(text.title.clone()),
            Command::Show(Overlay::Confirm(confirm)) => Some(confirm.question.clone()),
            Command::Show(Overlay::Finish(finish)) => Some(finish.title.clone()),
            _ => None,
        })
        .collect()
}

fn drawn(screen: &mut LabScreen, shared: &Shared, size: (u16, u16)) -> String {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let area = Rect::new(0, 0, size.0, size.1);
    screen.prepare(area, shared);
    terminal.draw(|frame| screen.view(frame, area, shared, &mut Hits::default())).unwrap();
    terminal.backend().to_string()
}

/// The words of the question, and the detail below it.
fn asked(commands: &[Command]) -> (String, String) {
    match commands {
        [Command::Show(Overlay::Confirm(confirm))] => (confirm.question.clone(), confirm.detail.clone()),
        other => panic!("no question: {other:?}"),
    }
}

#[test]
fn the_story_is_told_once() {
    let (mut screen, mut shared) = open();
    assert_eq!(overlays(&screen.entered(&mut shared)), ["Lab T1  Two documents"]);
    assert!(screen.entered(&mut shared).is_empty());
    let mut again = LabScreen::of(lab(), String::new(), &mut shared).unwrap();
    assert!(again.entered(&mut shared).is_empty(), "the lab was opened before");
}

#[test]
fn a_lab_opens_at_the_first_goal_not_reached_and_lights_what_decided() {
    let (screen, _) = open();
    assert_eq!(screen.goal, 0);
    assert_eq!((screen.play.reached(), screen.play.goals()), (1, 3));
    let lit = screen.lit().unwrap();
    assert!(lit.slice(screen.desk.tabs[0].editor.text()).contains("lambda.amazonaws.com"), "{lit:?}");
}

#[test]
fn every_change_is_graded_and_solving_is_kept_at_once_and_told_once() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    assert!(screen.play.grade.goals[0].reached && !screen.play.grade.goals[1].reached);
    assert_eq!(shared.store.lab("T1").unwrap().unwrap().best_goals, 2);
    let commands = write(&mut screen, &mut shared, 1, PERM);
    assert_eq!(overlays(&after_a_pause(&mut screen, &mut shared, &commands)), ["Solved · ★★★"]);
    let record = shared.store.lab("T1").unwrap().unwrap();
    assert_eq!((record.solved_at, record.best_goals, record.goals), (Some(7), 3, 3));
    assert_eq!(shared.store.draft("T1", "perm.json").unwrap().as_deref(), Some(PERM));
    screen.act(Action::Undo, &mut shared);
    assert!(!screen.play.grade.solved());
    let commands = screen.act(Action::Redo, &mut shared);
    assert!(!commands.contains(&pause()) && overlays(&commands).is_empty(), "told once");
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("Solved · ★★★"));
}

#[test]
fn hidden_requests_speak_when_the_goals_are_reached() {
    let (mut screen, mut shared) = open();
    let both = TRUST.replace("\"ec2.amazonaws.com\"", "[\"ec2.amazonaws.com\", \"lambda.amazonaws.com\"]");
    write(&mut screen, &mut shared, 0, &both);
    assert!(!drawn(&mut screen, &shared, (120, 34)).contains("also:"));
    write(&mut screen, &mut shared, 1, PERM);
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("○ also: another service still gets in"));
    assert!(!screen.play.was_solved());
}

/// Lab B02 with an answer that reaches every goal and lets more through, as a screen of 80 by 22 shows it.
fn generous() -> (LabScreen, Shared) {
    let mut shared = shared();
    walk::want(false, &mut shared);
    let mut screen = LabScreen::open("B02", &mut shared).unwrap();
    screen.prepare(Rect::new(0, 0, 80, 22), &shared);
    let wrong =
        screen.play.lab.reference[0].replace("\"s3:GetObject\"", "[\"s3:GetObject\", \"s3:ListBucket\"]").replace(
            "\"arn:aws:s3:::my-app-bucket/*\"",
            "[\"arn:aws:s3:::my-app-bucket\", \"arn:aws:s3:::my-app-bucket/*\"]",
        );
    write(&mut screen, &mut shared, 0, &wrong);
    (screen, shared)
}

#[test]
fn what_is_wrong_beyond_the_goals_stands_above_them_on_a_small_screen() {
    let (mut screen, shared) = generous();
    assert_eq!(screen.play.reached(), screen.play.goals());
    assert!(!screen.play.was_solved());
    for focus in [Focus::Text, Focus::Goals, Focus::Walk] {
        screen.focus = focus;
        let shown = drawn(&mut screen, &shared, (80, 22));
        let rows: Vec<&str> = shown.lines().map(|line| line.trim_matches('"')).collect();
        let head = rows.iter().position(|row| row.contains("Goals ")).unwrap();
        assert!(rows[head].contains("all reached, and something else is still wrong"), "{shown}");
        assert!(rows[head + 1].starts_with(" ○ also: "), "{shown}");
    }
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("something else is still wrong"));
}

#[test]
fn the_list_goes_on_beyond_the_first_and_the_last_goal() {
    let (mut screen, mut shared) = generous();
    screen.focus = Focus::Goals;
    let also = "○ also: ";
    for _ in 0..20 {
        screen.act(Action::Down, &mut shared);
    }
    let shown = drawn(&mut screen, &shared, (80, 14));
    assert!(shown.contains("AWS would save every document") && !shown.contains(also), "{shown}");
    for _ in 0..20 {
        screen.act(Action::Up, &mut shared);
    }
    assert_eq!(screen.goal, 0);
    assert!(drawn(&mut screen, &shared, (80, 14)).contains(also));

    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    write(&mut screen, &mut shared, 1, PERM);
    screen.focus = Focus::Goals;
    let round = "Once more, without a Sid";
    assert!(!drawn(&mut screen, &shared, (80, 14)).contains(round));
    for _ in 0..20 {
        screen.act(Action::Down, &mut shared);
    }
    assert!(drawn(&mut screen, &shared, (80, 14)).contains(round));
    screen.act(Action::Up, &mut shared);
    assert_eq!(screen.goal, 1);
    assert!(
        drawn(&mut screen, &shared, (80, 14)).contains("the app reads b/x"),
        "the chosen goal comes back into sight"
    );
}

#[test]
fn the_next_goal_is_one_that_is_not_reached() {
    let (mut screen, mut shared) = open();
    screen.focus = Focus::Goals;
    assert_eq!(screen.play.grade.goals.iter().map(|goal| goal.reached).collect::<Vec<_>>(), [false, false, true]);
    let mut visited = |screen: &mut LabScreen, times: usize| -> Vec<usize> {
        let go = |_| {
            screen.act(Action::NextGoal, &mut shared);
            screen.goal
        };
        (0..times).map(go).collect()
    };
    assert_eq!(visited(&mut screen, 3), [1, 0, 1]);
    screen.choose_goal(2);
    assert_eq!(visited(&mut screen, 1), [0]);
    let mut shared = self::shared();
    write(&mut screen, &mut shared, 0, TRUST);
    screen.choose_goal(1);
    let mut go = || {
        screen.act(Action::NextGoal, &mut shared);
        screen.goal
    };
    assert_eq!([go(), go()], [2, 1], "the only one left leads to the others and back");
    write(&mut screen, &mut shared, 1, PERM);
    screen.choose_goal(0);
    screen.focus = Focus::Goals;
    let mut go = || {
        screen.act(Action::NextGoal, &mut shared);
        screen.goal
    };
    assert_eq!([go(), go(), go()], [1, 2, 0]);
}

#[test]
fn whoever_types_on_is_told_at_the_next_pause_and_whoever_leaves_the_text_at_once() {
    let solve = || {
        let (mut screen, mut shared) = open();
        write(&mut screen, &mut shared, 0, TRUST);
        let commands = write(&mut screen, &mut shared, 1, PERM);
        assert!(commands.contains(&pause()) && overlays(&commands).is_empty(), "{commands:?}");
        (screen, shared)
    };
    let over = Done::Beat(PAUSE_NUMBER);
    let told = ["Solved · ★★★"];

    let (mut screen, mut shared) = solve();
    key(&mut screen, &mut shared, KeyCode::Char(' '));
    assert_eq!(screen.done(&over, &mut shared), [pause()], "a key came: another wait");
    assert_eq!(overlays(&screen.done(&over, &mut shared)), told);
    assert!(screen.done(&over, &mut shared).is_empty(), "told once");

    let (mut screen, mut shared) = solve();
    assert_eq!(overlays(&screen.act(Action::Back, &mut shared)), told);
    assert!(screen.done(&over, &mut shared).is_empty());

    // Solved on the way to something else: it is told when it is so again.
    let (mut screen, mut shared) = solve();
    key(&mut screen, &mut shared, KeyCode::Char('x'));
    assert!(screen.is_stale());
    assert!(screen.done(&over, &mut shared).is_empty());
    let commands = screen.act(Action::Undo, &mut shared);
    assert_eq!(overlays(&after_a_pause(&mut screen, &mut shared, &commands)), told);
}

#[test]
fn letters_do_not_close_what_is_told_at_the_end() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    write(&mut screen, &mut shared, 1, PERM);
    let commands = screen.act(Action::Finish, &mut shared);
    let [Command::Show(Overlay::Finish(finish))] = &commands[..] else { panic!("{commands:?}") };
    let closes = |code| crate::tui::keymap::action_for(&finish.contexts(), KeyEvent::from(code)) == Some(Action::Back);
    let letters = (' '..='~').map(KeyCode::Char);
    assert!(letters.chain([KeyCode::Enter, KeyCode::Backspace, KeyCode::Tab]).all(|code| !closes(code)));
    assert!(closes(KeyCode::Esc) && closes(KeyCode::F(10)));
}

/// The footer below the lab, in 80 columns.
fn footer(screen: &LabScreen, shared: &Shared) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 2)).unwrap();
    let contexts = [screen.contexts(), vec![Context::Screen]].concat();
    let draw = |frame: &mut Frame<'_>| {
        crate::tui::widgets::footer::draw(
            frame,
            frame.area(),
            (&contexts, 0, &Default::default()),
            shared,
            &mut Hits::default(),
        );
    };
    terminal.draw(draw).unwrap();
    terminal.backend().to_string()
}

#[test]
fn the_footer_has_the_keys_for_other_documents_problems_and_what_it_taught() {
    let (mut screen, mut shared) = open();
    let check = |screen: &LabScreen, shared: &Shared, there: &[&str], not: &[&str]| {
        let shown = footer(screen, shared);
        assert!(there.iter().all(|key| shown.contains(key)), "{shown}");
        assert!(!not.iter().any(|key| shown.contains(key)), "{shown}");
    };
    check(&screen, &shared, &["Ctrl-N next tab", "F6 next pane", "F8 problem", "F1 help"], &["F10"]);
    screen.focus = Focus::Walk;
    check(&screen, &shared, &["F6 next pane"], &["Ctrl-N"]);
    write(&mut screen, &mut shared, 0, TRUST);
    write(&mut screen, &mut shared, 1, PERM);
    shared.notice = None;
    check(&screen, &shared, &["Ctrl-N next tab", "F6 next pane", "F10 review"], &[]);
    screen.focus = Focus::Walk;
    check(&screen, &shared, &["F10 review"], &[]);
    check(&generous().0, &shared, &["Ctrl-Space what fits", "F6 next pane", "F5 story"], &["Ctrl-N", "F10"]);
}

#[test]
fn a_document_that_aws_would_not_save_is_called_as_its_tab_and_its_file() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, &TRUST.replace("Allow", "Perhaps"));
    let state = "AWS would not save App";
    assert_eq!(screen.play.grade.goals[0].state, format!("not decided: {state} (trust.json)"));
    assert!(drawn(&mut screen, &shared, (80, 22)).contains(&format!("{state} (trust.json)")));
    let narrow = drawn(&mut screen, &shared, (68, 22));
    assert!(narrow.contains(state) && !narrow.contains("(trust"), "{narrow}");
}

#[test]
fn while_the_json_is_broken_the_last_good_result_stays_and_nothing_is_lit() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    let before = screen.play.grade.clone();
    write(&mut screen, &mut shared, 0, &TRUST.replace("\"Action\":", "\"Action"));
    assert!(screen.is_stale());
    assert_eq!(screen.play.grade, before);
    assert_eq!(screen.lit(), None);
    let shown = drawn(&mut screen, &shared, (120, 34));
    assert!(shown.contains("while the JSON is broken, this is the last good result"), "{shown}");
    screen.act(Action::Undo, &mut shared);
    assert!(!screen.is_stale());
}

#[test]
fn a_hint_names_its_price_first_and_is_counted_until_the_lab_is_solved() {
    let (mut screen, mut shared) = open();
    for (hint, step, price, stars) in [
        (1, "where to look", "brings ★★ in place of ★★★", 2),
        (2, "which rule", "brings ★ in place of ★★", 1),
        (3, "almost the answer", "still brings ★.", 1),
    ] {
        let (question, detail) = asked(&screen.act(Action::Hint, &mut shared));
        assert_eq!(question, format!("Take hint {hint} of 3: {step}?"));
        assert!(detail.contains(price), "{detail}");
        assert_eq!(screen.play.hints, hint - 1, "asking takes nothing");
        assert_eq!(overlays(&screen.confirmed(Action::Hint, &mut shared)), [format!("Hint {hint} of 3")]);
        assert_eq!(usize::from(shared.store.lab("T1").unwrap().unwrap().hints), hint);
        assert_eq!(screen.play.stars(), stars);
    }
    assert_eq!(overlays(&screen.act(Action::Hint, &mut shared)), ["All hints"]);
    let (mut screen, mut shared) = open();
    screen.confirmed(Action::Solution, &mut shared);
    assert!(asked(&screen.act(Action::Hint, &mut shared)).1.contains("costs nothing"));
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    write(&mut screen, &mut shared, 1, PERM);
    assert_eq!(overlays(&screen.act(Action::Hint, &mut shared)), ["Hint 1 of 3"]);
    assert_eq!(shared.store.lab("T1").unwrap().unwrap().hints, 0, "solved: it costs nothing any more");
}

#[test]
fn the_whole_lab_can_be_begun_again_and_had_back() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    write(&mut screen, &mut shared, 1, PERM);
    assert_eq!(overlays(&screen.act(Action::ResetAll, &mut shared)), ["Begin the whole lab again?"]);
    screen.confirmed(Action::ResetAll, &mut shared);
    for (tab, starter) in screen.desk.tabs.iter().zip(&screen.play.lab.starter) {
        assert_eq!(tab.editor.text(), starter);
    }
    assert!(!screen.play.grade.solved() && screen.play.was_solved());
    screen.act(Action::Undo, &mut shared);
    assert_eq!(screen.desk.tabs[0].editor.text(), TRUST);
}

#[test]
fn second_rounds_are_shown_when_the_lab_is_solved_and_stay_won() {
    let (mut screen, mut shared) = open();
    assert!(!drawn(&mut screen, &shared, (120, 34)).contains("Once more"));
    write(&mut screen, &mut shared, 0, TRUST);
    write(&mut screen, &mut shared, 1, PERM);
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("☆ Once more, without a Sid: `Sid` is there"));
    assert!(shared.store.rounds().unwrap().is_empty());
    write(&mut screen, &mut shared, 1, &PERM.replace("\"Sid\": \"Read\", ", ""));
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("★ Once more, without a Sid"));
    assert_eq!(shared.notice.as_deref(), Some("★ won: Once more, without a Sid"));
    let won = [("T1".to_owned(), "bare".to_owned())].into();
    assert_eq!(shared.store.rounds().unwrap(), won);
    write(&mut screen, &mut shared, 1, PERM);
    assert!(screen.play.grade.rounds[0].won, "what was won stays won");
    shared.notice = None;
    let again = LabScreen::of(lab(), String::new(), &mut shared).unwrap();
    assert!(again.play.grade.rounds[0].won && shared.notice.is_none());
}

#[test]
fn a_solved_lab_shows_ones_own_answer_beside_the_reference() {
    let (mut screen, mut shared) = open();
    assert!(screen.act(Action::Finish, &mut shared).is_empty());
    assert!(shared.notice.as_deref().is_some_and(|words| words.contains("once it is solved")));
    write(&mut screen, &mut shared, 0, TRUST);
    let wide = PERM.replace("\"s3:GetObject\"", "[\"s3:GetObject\", \"s3:GetObjectAcl\"]");
    write(&mut screen, &mut shared, 1, &wide);
    let commands = screen.done(&Done::Beat(PAUSE_NUMBER), &mut shared);
    let [Command::Show(Overlay::Finish(finish))] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!(finish.difference.only_second, []);
    assert!(finish.difference.only_first.iter().any(|tried| tried.actions == ["s3:GetObjectAcl"]), "{finish:?}");
    assert_eq!(commands, screen.act(Action::Finish, &mut shared));
    for size in [(120, 36), (80, 24), (40, 12), (10, 4)] {
        let mut finish = finish.clone();
        let show = |finish: &finish::Finish| {
            let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
            let area = Rect::new(0, 0, size.0, size.1);
            terminal.draw(|frame| finish.view(frame, area, &shared.theme, &mut Hits::default())).unwrap();
            terminal.backend().to_string()
        };
        let first = show(&finish);
        assert!(!finish.act(Action::NextPane, size));
        let second = show(&finish);
        for _ in 0..200 {
            finish.act(Action::Down, size);
        }
        let end = show(&finish);
        if size.0 >= 80 {
            assert!(first.contains("A role needs both."), "{first}");
            assert!(second.contains("Only yours allows") && second.contains("s3:GetObjectAcl"), "{second}");
            let words = second.replace(['\n', '"', '│'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains("the reference alone none."), "{second}");
            assert!(end.contains("\"arn:aws:s3:::b/*\""), "{end}");
        }
        assert!(finish.act(Action::Back, size));
    }
}

#[test]
fn the_reference_asks_first_is_recorded_and_cannot_be_changed() {
    let (mut screen, mut shared) = open();
    assert_eq!(overlays(&screen.act(Action::Solution, &mut shared)), ["See the reference answer?"]);
    assert_eq!(screen.desk.tabs.len(), 2);
    screen.confirmed(Action::Solution, &mut shared);
    assert!(shared.store.lab("T1").unwrap().unwrap().solution_seen);
    assert_eq!((screen.desk.tabs.len(), screen.desk.tab, screen.play.stars()), (4, 2, 0));
    key(&mut screen, &mut shared, KeyCode::Char('x'));
    assert_eq!(screen.desk.tabs[2].editor.text(), TRUST);
    assert!(shared.notice.as_deref().is_some_and(|words| words.contains("reference")));
    assert!(screen.act(Action::Reset, &mut shared).is_empty());
    screen.act(Action::NextTab, &mut shared);
    screen.act(Action::NextTab, &mut shared);
    assert!(screen.act(Action::Solution, &mut shared).is_empty(), "asked once");
    assert_eq!(screen.desk.tab, 2);
}

#[test]
fn a_document_begun_again_can_be_had_back() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    assert_eq!(overlays(&screen.act(Action::Reset, &mut shared)), ["Begin App (trust.json) again?"]);
    screen.confirmed(Action::Reset, &mut shared);
    assert_eq!(screen.desk.tabs[0].editor.text(), screen.play.lab.starter[0]);
    screen.act(Action::Undo, &mut shared);
    assert_eq!(screen.desk.tabs[0].editor.text(), TRUST);
}

#[test]
fn drafts_wait_for_the_disk_once_and_are_there_again() {
    let (mut screen, mut shared) = open();
    screen.focus = Focus::Text;
    let wait = Command::Effect(Effect::Work(Job::Wait(DRAFT_DELAY)));
    assert!(key(&mut screen, &mut shared, KeyCode::Char(' ')).contains(&wait));
    assert!(!key(&mut screen, &mut shared, KeyCode::Char(' ')).contains(&wait), "one wait at a time");
    assert_eq!(shared.store.draft("T1", "trust.json").unwrap(), None);
    screen.done(&Done::Waited, &mut shared);
    let kept = shared.store.draft("T1", "trust.json").unwrap();
    assert_eq!(kept.as_deref(), Some(screen.desk.tabs[0].editor.text()));
    assert!(key(&mut screen, &mut shared, KeyCode::Char(' ')).contains(&wait));
    screen.leave(&mut shared);
    let again = LabScreen::of(lab(), String::new(), &mut shared).unwrap();
    assert_eq!(again.desk.tabs[0].editor.text().trim(), screen.desk.tabs[0].editor.text().trim());
}

#[test]
fn a_fix_is_one_step_of_undo_and_problems_are_found_across_tabs() {
    let (mut screen, mut shared) = open();
    let slip = TRUST.replace("},", "}, // why\n");
    write(&mut screen, &mut shared, 0, &slip);
    screen.desk.choose_tab(1);
    screen.act(Action::NextProblem, &mut shared);
    assert_eq!((screen.desk.tab, screen.focus), (0, Focus::Text));
    screen.act(Action::QuickFix, &mut shared);
    assert!(!screen.desk.tabs[0].editor.text().contains("why") && screen.desk.tabs[0].analysis.findings.is_empty());
    assert!(screen.play.grade.goals[0].reached);
    screen.act(Action::Undo, &mut shared);
    assert_eq!(screen.desk.tabs[0].editor.text(), slip);
}

#[test]
fn esc_leaves_the_text_before_it_leaves_the_lab() {
    let (mut screen, mut shared) = open();
    assert!(screen.act(Action::Back, &mut shared).is_empty());
    assert_eq!(screen.focus, Focus::Goals);
    assert_eq!(screen.act(Action::Back, &mut shared), [Command::Back]);
    for focus in [Focus::Walk, Focus::Text, Focus::Goals] {
        screen.act(Action::NextPane, &mut shared);
        assert_eq!(screen.focus, focus);
    }
    screen.prepare(Rect::new(0, 0, 80, 22), &shared);
    screen.act(Action::NextPane, &mut shared);
    assert_eq!(screen.focus, Focus::Text, "a small screen has two sides");
}

#[test]
fn copy_goes_to_the_terminal_and_comes_back_with_paste() {
    let (mut screen, mut shared) = open();
    assert_eq!(overlays(&screen.act(Action::Copy, &mut shared)), ["Leave iam-dojo?"]);
    screen.act(Action::SelectAll, &mut shared);
    let text = screen.desk.tabs[0].editor.text().to_owned();
    assert_eq!(screen.act(Action::Copy, &mut shared), [Command::Effect(Effect::Copy(text.clone()))]);
    assert!(screen.act(Action::Cut, &mut shared).contains(&Command::Effect(Effect::Copy(text.clone()))));
    assert_eq!(screen.desk.tabs[0].editor.text(), "");
    screen.act(Action::Paste, &mut shared);
    assert_eq!(screen.desk.tabs[0].editor.text(), text);
}

#[test]
fn the_mouse_places_the_cursor_selects_and_chooses() {
    let (mut screen, mut shared) = open();
    drawn(&mut screen, &shared, (120, 34));
    let text = screen.desk.text_area();
    let at = |kind, column, row| MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
    let pane = || Some((text, Hit::Pane(desk::TEXT)));
    let left = MouseButton::Left;
    screen.mouse(at(MouseEventKind::Down(left), text.x + 6 + 2, text.y + 1), pane(), &mut shared);
    assert_eq!(screen.desk.tabs[0].editor.cursor(), 4);
    screen.mouse(at(MouseEventKind::Drag(left), text.x + 6 + 11, text.y + 1), None, &mut shared);
    assert_eq!(screen.desk.tabs[0].editor.selected().as_deref(), Some("\"Version\""));
    screen.mouse(at(MouseEventKind::Up(left), 0, 0), None, &mut shared);
    screen.mouse(at(MouseEventKind::Drag(left), 0, 0), None, &mut shared);
    assert_eq!(screen.desk.tabs[0].editor.selected().as_deref(), Some("\"Version\""));
    screen.mouse(at(MouseEventKind::Down(left), 0, 0), Some((text, Hit::Row(2))), &mut shared);
    assert_eq!((screen.goal, screen.focus), (2, Focus::Goals));
    screen.mouse(at(MouseEventKind::ScrollUp, 0, 0), Some((text, Hit::Row(2))), &mut shared);
    assert_eq!(screen.goal, 1);
}

#[test]
fn it_is_drawn_in_any_size() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 1, &PERM.replace("\"Action\":", "\"Action"));
    for width in [1, 5, 20, 40, 79, 80, 99, 100, 120, 200] {
        for height in [1, 2, 3, 5, 8, 10, 11, 14, 18, 22, 34, 58] {
            for focus in [Focus::Text, Focus::Goals, Focus::Walk] {
                screen.focus = focus;
                drawn(&mut screen, &shared, (width, height));
            }
        }
    }
    screen.focus = Focus::Text;
    screen.act(Action::Undo, &mut shared);
    let small = drawn(&mut screen, &shared, (80, 22));
    assert!(small.contains("F6 shows why") && small.contains("EC2 may put it on"), "{small}");
}

#[test]
fn that_nothing_is_beyond_the_task_is_proved_beside_the_keys_and_for_the_newest_text_alone() {
    let lab = shared().course.lab("B07").unwrap();
    let mut play = Play::new(Arc::clone(&lab), &lab.reference, None, BTreeSet::new()).unwrap();
    assert!(play.grade.solved() && play.proof().is_none());
    let (file, good) = (&lab.file.documents[0].file, &lab.reference[0]);
    play.put(file, &good.replace("sqs:SendMessage", "sqs:*"), 1).unwrap();
    let wide = play.proof().unwrap();
    assert!(play.grade.pending && !play.grade.solved(), "what held for the older text proves nothing");
    play.put(file, good, 2).unwrap();
    let mended = play.proof().unwrap();
    assert!(wide.stop.load(std::sync::atomic::Ordering::Relaxed), "the next key calls it off");
    let run = |proof: Proof| match Job::Prove(proof).run() {
        Done::Proved(number, Some(goal)) => (number, goal),
        other => panic!("{other:?}"),
    };
    let (number, goal) = run(wide);
    assert_eq!(play.proved(number, &goal, 3), None);
    assert!(play.is_slow(mended.number) && !play.is_slow(number));
    assert_eq!(play.grade.goals.last().unwrap().state, "being compared");
    let (number, goal) = run(mended);
    play.proved(number, &goal, 4).unwrap();
    assert!(play.grade.solved() && !play.is_slow(number));
}

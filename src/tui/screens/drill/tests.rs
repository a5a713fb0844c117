//! The drill's screen, on the small course.

use std::path::Path;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::course::Course;
use crate::course::question::QuestionId;
use crate::study::Store;
use crate::study::progress::Progress;
use crate::study::store::Pursuit;
use crate::tui::keymap;
use crate::tui::overlay::Overlay;
use crate::tui::theme::{Depth, Palette, Theme};
use crate::tui::widgets::page;

const NOW: i64 = 1_790_000_000_000;
const MINUTE: i64 = 60_000;

fn shared() -> Shared {
    let course = Course::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap();
    Shared {
        course: Arc::new(course),
        store: Store::in_memory().unwrap(),
        progress: Progress::default(),
        theme: Theme { palette: Palette::Dark, depth: Depth::True, ascii: false },
        now: NOW,
        size: (80, 24),
        notice: None,
    }
}

/// Presses keys as the application hands them on.
fn press(drill: &mut DrillScreen, keys: &str, shared: &mut Shared) -> Vec<Command> {
    let mut commands = Vec::new();
    for key in keys.split(' ') {
        shared.notice = None;
        let mut modifiers = KeyModifiers::NONE;
        let code = match key {
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "right" => KeyCode::Right,
            "end" => KeyCode::End,
            // A key of the drill's, which has a companion where letters are text.
            "undo" | "bury" | "aside" => {
                let letter = match key {
                    "undo" => 'u',
                    "bury" => 'b',
                    _ => 'x',
                };
                modifiers = if drill.contexts().contains(&Context::DrillText) { KeyModifiers::ALT } else { modifiers };
                KeyCode::Char(letter)
            }
            letter => KeyCode::Char(letter.chars().last().unwrap()),
        };
        let key = KeyEvent::new(code, modifiers);
        commands.extend(match keymap::action_for(&drill.contexts(), key) {
            Some(action) => drill.act(action, shared),
            None => drill.key(key, shared),
        });
    }
    commands
}

fn drawn(drill: &mut DrillScreen, shared: &Shared) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let mut hits = Hits::default();
    terminal
        .draw(|frame| {
            let (body, _) = page::split(frame.area());
            drill.prepare(body, shared);
            drill.view(frame, body, shared, &mut hits);
        })
        .unwrap();
    terminal.backend().to_string()
}

#[track_caller]
fn has(drill: &mut DrillScreen, shared: &Shared, words: &str) {
    let text = drawn(drill, shared);
    assert!(text.contains(words), "`{words}` is not there:\n{text}");
}

/// The number of an answer on the screen.
fn number(drill: &mut DrillScreen, shared: &Shared, words: &str) -> String {
    let text = drawn(drill, shared);
    let line = text.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}:\n{text}"));
    line.chars().find(char::is_ascii_digit).unwrap().to_string()
}

fn answers(shared: &Shared, id: &str) -> usize {
    shared.store.answers(&QuestionId(id.to_owned())).unwrap().len()
}

/// At the first card, 01.1.
fn begun(shared: &mut Shared) -> DrillScreen {
    let mut drill = DrillScreen::open(None, shared).unwrap();
    press(&mut drill, "enter", shared);
    has(&mut drill, shared, "lesson 1");
    drill
}

/// Answers 01.1, which is on the screen.
fn answer(drill: &mut DrillScreen, right: bool, sure: &str, shared: &mut Shared) {
    let wanted = number(drill, shared, "The trust policy");
    let other = if wanted == "1" { "2" } else { "1" };
    press(drill, if right { &wanted } else { other }, shared);
    has(drill, shared, "How sure are you?");
    press(drill, sure, shared);
}

#[test]
fn an_answer_is_kept_before_its_verdict_is_drawn_and_the_head_says_when_it_comes_back() {
    let mut shared = shared();
    let mut drill = begun(&mut shared);
    shared.now += MINUTE;
    answer(&mut drill, true, "s", &mut shared);
    assert_eq!(answers(&shared, "01.1"), 1);
    assert_eq!(shared.store.reviews(&QuestionId("01.1".into())).unwrap().len(), 1);
    has(&mut drill, &shared, "✓ Right");
    has(&mut drill, &shared, "comes back in 2 days");
    let spent = shared.store.time_spent().unwrap();
    assert_eq!(spent.iter().map(|s| (s.pursuit, s.spent)).collect::<Vec<_>>(), [(Pursuit::Drill, MINUTE)]);
}

#[test]
fn wrong_and_sure_comes_back_in_the_same_drill() {
    let mut shared = shared();
    let mut drill = begun(&mut shared);
    answer(&mut drill, false, "s", &mut shared);
    has(&mut drill, &shared, "you were sure");
    has(&mut drill, &shared, "comes back in a while");
    shared.now += 9 * MINUTE;
    press(&mut drill, "enter bury", &mut shared);
    shared.now += 2 * MINUTE - 1;
    // The ten minutes are over before it is asked again.
    press(&mut drill, "bury", &mut shared);
    has(&mut drill, &shared, "The time is up");
    has(&mut drill, &shared, "(you were sure)");
    press(&mut drill, "enter", &mut shared);
    has(&mut drill, &shared, "once more: you were sure");
    answer(&mut drill, true, "m", &mut shared);
    has(&mut drill, &shared, "✓ Right");
}

#[test]
fn the_last_answer_can_be_taken_back() {
    let mut shared = shared();
    let mut drill = begun(&mut shared);
    press(&mut drill, "u", &mut shared);
    assert!(shared.notice.as_deref().unwrap().contains("nothing to take back"));
    answer(&mut drill, false, "s", &mut shared);
    press(&mut drill, "u", &mut shared);
    assert_eq!(answers(&shared, "01.1"), 0);
    assert!(shared.notice.as_deref().unwrap().contains("taken back"));
    // Also from the next card, and from the end.
    answer(&mut drill, false, "s", &mut shared);
    press(&mut drill, "enter undo", &mut shared);
    assert_eq!(answers(&shared, "01.1"), 0);
    answer(&mut drill, true, "s", &mut shared);
    press(&mut drill, "enter esc", &mut shared);
    has(&mut drill, &shared, "1 answer, 1 right");
    has(&mut drill, &shared, "in 2 days    1");
    press(&mut drill, "u", &mut shared);
    assert_eq!(answers(&shared, "01.1"), 0);
    number(&mut drill, &shared, "The trust policy");
}

#[test]
fn a_card_is_set_aside_until_tomorrow_or_until_it_is_brought_back() {
    let mut shared = shared();
    let mut drill = begun(&mut shared);
    let card = |shared: &Shared| shared.store.card(&QuestionId("01.1".into())).unwrap();
    press(&mut drill, "b", &mut shared);
    assert!(card(&shared).mark.buried.is_some());
    press(&mut drill, "u x", &mut shared);
    assert!(card(&shared).mark.suspended && card(&shared).mark.buried.is_none());
    press(&mut drill, "esc", &mut shared);
    has(&mut drill, &shared, "How long");
    let commands = press(&mut drill, "end enter", &mut shared);
    assert!(matches!(commands.as_slice(), [Command::Show(Overlay::Confirm(_))]), "{commands:?}");
    drill.confirmed(Action::SetAside, &mut shared);
    assert!(!card(&shared).mark.suspended);
    assert!(!drawn(&mut drill, &shared).contains("Set aside"));
}

#[test]
fn in_text_letters_are_letters() {
    let mut shared = shared();
    let mut drill = begun(&mut shared);
    for _ in 0..9 {
        if drill.contexts().contains(&Context::Field) {
            break;
        }
        press(&mut drill, "b", &mut shared);
    }
    assert!(drill.contexts().contains(&Context::DrillText) && !drill.contexts().contains(&Context::Drill));
    press(&mut drill, "b u x", &mut shared);
    has(&mut drill, &shared, "bux");
    let before = drill.contexts();
    press(&mut drill, "undo", &mut shared);
    assert_ne!(drill.contexts(), before, "the card before it is back");
}

#[test]
fn cramming_leaves_the_schedule_alone_and_asks_until_it_is_right() {
    let mut shared = shared();
    let mut drill = DrillScreen::open(None, &mut shared).unwrap();
    press(&mut drill, "c enter", &mut shared);
    has(&mut drill, &shared, "Cram  9 to go");
    while !drawn(&mut drill, &shared).contains("The trust policy") {
        press(&mut drill, "bury", &mut shared);
    }
    answer(&mut drill, false, "m", &mut shared);
    has(&mut drill, &shared, "the schedule stays as it is");
    assert_eq!(answers(&shared, "01.1"), 1);
    assert!(shared.store.card(&QuestionId("01.1".into())).unwrap().is_new());
}

#[test]
fn the_length_is_remembered_and_an_empty_deck_says_so() {
    let mut shared = shared();
    let mut drill = DrillScreen::open(None, &mut shared).unwrap();
    has(&mut drill, &shared, "[10 minutes]");
    press(&mut drill, "right right right", &mut shared);
    let mut drill = DrillScreen::open(None, &mut shared).unwrap();
    has(&mut drill, &shared, "[endless]");
    let wish = DrillWish { deck: Some("flagged".into()), ..DrillWish::default() };
    let mut drill = DrillScreen::open(Some(&wish), &mut shared).unwrap();
    has(&mut drill, &shared, "How long");
    assert!(shared.notice.as_deref().unwrap().contains("nothing to ask"));
    let wish = DrillWish { deck: Some("everything".into()), ..DrillWish::default() };
    assert!(DrillScreen::open(Some(&wish), &mut shared).unwrap_err().contains("`everything`"));
}

#[test]
fn who_came_to_a_deck_goes_back_from_it_at_once() {
    let mut shared = shared();
    let wish = DrillWish { deck: Some("1".into()), ..DrillWish::default() };
    let mut drill = DrillScreen::open(Some(&wish), &mut shared).unwrap();
    assert_eq!(press(&mut drill, "esc", &mut shared), [Command::Back]);
    let mut drill = DrillScreen::open(Some(&wish), &mut shared).unwrap();
    answer(&mut drill, true, "s", &mut shared);
    assert!(press(&mut drill, "esc", &mut shared).is_empty());
    has(&mut drill, &shared, "1 answer, 1 right");
    assert_eq!(press(&mut drill, "esc", &mut shared), [Command::Back]);
}

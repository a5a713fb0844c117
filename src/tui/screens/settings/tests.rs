//! Settings changed with the keys a person presses: each holds at once and is kept at once.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::course::Course;
use crate::place::Place;
use crate::study::Store;
use crate::study::progress::Progress;
use crate::study::store::Millis;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{App, Effect, Event, Shared};
use crate::tui::theme::{Depth, Palette, Theme};

/// Monday, 23 November 2026, ten in the morning in Greenwich.
const NOW: Millis = 1_795_428_000_000;

fn app(store: Store) -> App {
    let theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };
    let course = Arc::new(Course::built_in().unwrap());
    let shared = Shared { course, store, progress: Progress::default(), theme, now: NOW, size: (80, 24), notice: None };
    App::new(shared, Place::Settings)
}

/// The settings, the one of that title chosen.
fn at(title: &str) -> App {
    let mut app = app(Store::in_memory().unwrap());
    let place = super::SETTINGS.iter().position(|setting| setting.title == title).unwrap();
    press(&mut app, &vec![KeyCode::Down; place]);
    app
}

fn press(app: &mut App, keys: &[KeyCode]) -> Vec<Effect> {
    keys.iter().flat_map(|code| app.update(Event::Key(KeyEvent::from(*code)), NOW)).collect()
}

fn kept(app: &App, name: &str) -> Option<String> {
    app.shared().store.setting(name).unwrap()
}

#[test]
fn a_value_is_turned_both_ways_and_kept_at_once() {
    use KeyCode::{Enter, Left, Right};
    for (title, name, keys, value) in [
        ("Theme", "theme", vec![Right], "dark"),
        ("Theme", "theme", vec![Left], "monochrome"),
        ("Mouse", "mouse", vec![Enter], "no"),
        ("Mouse", "mouse", vec![Enter, Enter], "yes"),
        ("How sure are you?", "ask_confidence", vec![Enter], "no"),
        ("Predict first", "predict_first", vec![Right, Right], "no"),
        ("Clock in exams", "exam.clock", vec![KeyCode::Char(' ')], "no"),
        ("Target recall", "target_recall", vec![Left, Left], "0.88"),
        ("Target recall", "target_recall", vec![Left, KeyCode::Char('r')], "0.90"),
    ] {
        let mut app = at(title);
        press(&mut app, &keys);
        assert_eq!(kept(&app, name).as_deref(), Some(value), "{title} after {keys:?}");
    }
}

#[test]
fn what_is_set_holds_at_once() {
    let mut app = at("Theme");
    press(&mut app, &[KeyCode::Right, KeyCode::Right]);
    assert_eq!(app.shared().theme.palette, Palette::Light);
    press(&mut app, &[KeyCode::Char('r')]);
    assert_eq!(app.shared().theme.palette, Palette::Dark);
    press(&mut app, &[KeyCode::Down, KeyCode::Right]);
    assert!(app.shared().theme.ascii, "always");
    press(&mut app, &[KeyCode::Right]);
    assert!(!app.shared().theme.ascii, "never");
    let mut app = at("Mouse");
    assert_eq!(press(&mut app, &[KeyCode::Enter]), [Effect::Mouse(false)]);
    assert_eq!(press(&mut app, &[KeyCode::Enter]), [Effect::Mouse(true)]);
    let mut app = at("Target recall");
    press(&mut app, &[KeyCode::Left]);
    assert_eq!(app.shared().store.schedule().unwrap().target(), 0.89);
}

#[test]
fn a_day_of_the_calendar_becomes_the_exam_and_is_taken_back() {
    use KeyCode::{Char, Down, Enter, Esc};
    for (keys, date) in [
        (vec![Enter, Down, Enter], "2026-11-30"),
        (vec![Enter, Down, Enter, Enter, Enter], ""),
        (vec![Enter, Down, Enter, Char('r')], ""),
        (vec![Enter, Down, Enter, Enter, KeyCode::Right, Esc], "2026-11-30"),
    ] {
        let mut app = at("Exam date");
        press(&mut app, &keys);
        assert_eq!(kept(&app, "exam_date").as_deref(), Some(date), "{keys:?}");
        assert_eq!(app.shared().store.schedule().unwrap().exam(), date.parse().ok());
    }
}

#[test]
fn days_off_are_planned_and_taken_back_one_by_one() {
    use KeyCode::{Char, Enter, Esc, Right};
    let mut app = at("Days off");
    let off = |app: &App| app.shared().store.days_off().unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
    press(&mut app, &[Enter, Enter, Right, Right, Enter]);
    assert_eq!(off(&app), ["2026-11-23", "2026-11-25"]);
    press(&mut app, &[KeyCode::Left, KeyCode::Left, Enter]);
    assert_eq!(off(&app), ["2026-11-25"]);
    press(&mut app, &[Esc, Char('r')]);
    assert!(off(&app).is_empty());
}

#[test]
fn days_off_that_have_passed_stay_as_they_were() {
    let store = Store::in_memory().unwrap();
    store.set_day_off("2026-11-22".parse().unwrap(), true).unwrap();
    let mut app = app(store);
    press(&mut app, &[KeyCode::End, KeyCode::Char('r')]);
    assert_eq!(app.shared().store.days_off().unwrap().len(), 1);
}

/// The list of keys, that row of the table chosen.
fn at_key(store: Store, context: Context, action: Action) -> App {
    let mut app = app(store);
    let keys = super::SETTINGS.iter().position(|setting| setting.title == "Keys").unwrap();
    press(&mut app, &vec![KeyCode::Down; keys]);
    press(&mut app, &[KeyCode::Enter]);
    let at = super::keys::bindings().position(|row| (row.context, row.action) == (context, action)).unwrap();
    press(&mut app, &vec![KeyCode::Down; at]);
    app
}

fn drawn(app: &mut App) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal.draw(|frame| app.draw(frame)).unwrap();
    terminal.backend().to_string()
}

#[test]
fn a_key_is_changed_holds_at_once_and_is_reset() {
    use KeyCode::{Char, Enter, Esc};
    let mut app = at_key(Store::in_memory().unwrap(), Context::Home, Action::Glossary);
    press(&mut app, &[Enter]);
    assert!(drawn(&mut app).contains("press a key"));
    press(&mut app, &[Char('w')]);
    assert_eq!(app.shared().store.keys().unwrap(), "home  glossary  w\n");
    let text = drawn(&mut app);
    assert!(text.lines().any(|line| line.contains("▸ w") && line.contains("the words of the course")), "{text}");
    press(&mut app, &[Char('a'), Char('W')]);
    assert_eq!(app.shared().store.keys().unwrap(), "home  glossary  w W\n");
    // Back on Home: the old key is free, the new one holds, and is the one shown.
    press(&mut app, &[Esc, Esc, Char('g')]);
    assert!(!drawn(&mut app).contains("Glossary"));
    press(&mut app, &[Char('w')]);
    assert!(drawn(&mut app).contains("Glossary"));
    let store = Store::in_memory().unwrap();
    store.keep_keys("# mine\nhome  glossary  w\n").unwrap();
    let mut app = at_key(store, Context::Home, Action::Glossary);
    press(&mut app, &[Char('r')]);
    assert_eq!(app.shared().store.keys().unwrap(), "# mine\n");
}

#[test]
fn one_key_gets_no_second_meaning_in_one_place() {
    use KeyCode::{Char, Enter, Esc, F};
    for (context, action, key, words) in [
        (Context::Home, Action::Glossary, Char('s'), "means something there already"),
        (Context::Editor, Action::Undo, Char('u'), "is text there"),
    ] {
        let mut app = at_key(Store::in_memory().unwrap(), context, action);
        press(&mut app, &[Enter, key]);
        let text = drawn(&mut app);
        assert!(text.contains(words) && text.contains("press a key"), "{text}");
        press(&mut app, &[Esc]);
        assert_eq!(app.shared().store.keys().unwrap(), "");
        press(&mut app, &[Enter, F(11)]);
        assert!(app.shared().store.keys().unwrap().ends_with("  f11\n"));
    }
    // A key of the table that another row has by now is not taken back.
    let store = Store::in_memory().unwrap();
    store.keep_keys("home  glossary  w\nhome  sandbox  g\n").unwrap();
    let mut app = at_key(store, Context::Home, Action::Glossary);
    press(&mut app, &[Char('r')]);
    assert_eq!(app.shared().store.keys().unwrap(), "home  glossary  w\nhome  sandbox  g\n");
    assert!(drawn(&mut app).contains("`g` means something there already"));
}

#[test]
fn all_keys_are_reset_after_a_question() {
    use KeyCode::Char;
    let store = Store::in_memory().unwrap();
    store.keep_keys("home  glossary  w\nnonsense\n").unwrap();
    let mut app = at_key(store, Context::Home, Action::Glossary);
    assert!(drawn(&mut app).contains("keys, line 2: no place is called `nonsense`"));
    press(&mut app, &[Char('R'), Char('n')]);
    assert!(!app.shared().store.keys().unwrap().is_empty());
    press(&mut app, &[Char('R'), Char('y')]);
    assert_eq!(app.shared().store.keys().unwrap(), "");
}

#[test]
fn a_line_that_does_not_hold_is_told_at_the_start() {
    let store = Store::in_memory().unwrap();
    store.keep_keys("home  glossary  w\nhome  sandbox  w\n").unwrap();
    let app = app(store);
    let notice = app.shared().notice.clone().unwrap();
    assert!(notice.starts_with("keys, line 2: `w` means something there already"), "{notice}");
}

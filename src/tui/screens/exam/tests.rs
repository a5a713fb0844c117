//! An exam on its screen: what is kept when, what is told when, and the clock.

use std::sync::Arc;

use crossterm::event::KeyCode;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::course::Course;
use crate::study::Store;
use crate::study::progress::Progress;
use crate::study::store::Millis;
use crate::tui::app::Effect;
use crate::tui::keymap;
use crate::tui::theme::{Depth, Palette, Theme};
use crate::tui::widgets::page;
use crate::tui::work::Job;

const BEGIN: Millis = 1_790_000_000_000;
const MINUTE: Millis = 60_000;

fn shared() -> Shared {
    let store = Store::in_memory().unwrap();
    store.set_setting(crate::study::store::ASK_CONFIDENCE, "no").unwrap();
    Shared {
        course: Arc::new(Course::built_in().unwrap()),
        store,
        progress: Progress::default(),
        theme: Theme { palette: Palette::Dark, depth: Depth::True, ascii: false },
        now: BEGIN,
        size: (80, 24),
        notice: None,
    }
}

/// The course's own exam, as opened.
fn opened(shared: &mut Shared) -> ExamScreen {
    ExamScreen::open("final", shared).unwrap()
}

/// Presses a key as the application hands it on.
fn press(screen: &mut ExamScreen, code: KeyCode, shared: &mut Shared) -> Vec<Command> {
    let key = KeyEvent::from(code);
    match keymap::action_for(&screen.contexts(), key) {
        Some(action) => screen.act(action, shared),
        None => screen.key(key, shared),
    }
}

/// The waits that were asked for: how long, and their number.
fn waits(commands: &[Command]) -> Vec<(u32, u32)> {
    let wait = |command: &Command| match command {
        Command::Effect(Effect::Work(Job::Beat { milliseconds, number })) => Some((*milliseconds, *number)),
        _ => None,
    };
    commands.iter().filter_map(wait).collect()
}

fn drawn(screen: &mut ExamScreen, size: (u16, u16), shared: &Shared) -> String {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let mut hits = Hits::default();
    terminal
        .draw(|frame| {
            let (body, _) = page::split(frame.area());
            screen.prepare(body, shared);
            screen.view(frame, body, shared, &mut hits);
        })
        .unwrap();
    terminal.backend().to_string()
}

fn record(shared: &Shared) -> ExamRecord {
    shared.store.exams().unwrap().remove(0)
}

/// Goes to the first question that one of several options answers.
fn to_a_choice(screen: &mut ExamScreen, shared: &mut Shared) {
    use crate::course::question::QuestionKind;
    let place = record(shared)
        .items
        .iter()
        .position(|item| matches!(shared.course.question(&item.question).unwrap().kind, QuestionKind::SingleChoice(_)));
    let State::Sitting(sitting) = &mut screen.state else { panic!("not under way") };
    sitting.record.at = place.unwrap();
    *screen = {
        sitting.leave(shared);
        let mut again = opened(shared);
        again.act(Action::Enter, shared);
        again
    };
}

#[test]
fn an_answer_is_kept_at_once_and_nothing_is_told_of_it() {
    let shared = &mut shared();
    let mut screen = opened(shared);
    press(&mut screen, KeyCode::Enter, shared);
    to_a_choice(&mut screen, shared);
    let at = record(shared).at;
    press(&mut screen, KeyCode::Char('1'), shared);
    let kept = record(shared);
    assert!(kept.items[at].answer.is_some() && kept.at == at + 1, "kept, and on to the next");
    assert_eq!(kept.items[at].right, None);
    screen.act(Action::PreviousQuestion, shared);
    let text = drawn(&mut screen, (80, 24), shared);
    assert!(text.contains("Answered and kept"), "{text}");
    for word in ["Right", "Not right", "Why", "✓", "✗"] {
        assert!(!text.contains(word), "`{word}` in\n{text}");
    }
    assert!(shared.store.last_answers().unwrap().is_empty(), "it is no answer of the course before it is handed in");
}

#[test]
fn what_was_cut_off_goes_on_where_it_was_with_the_time_that_had_passed() {
    let shared = &mut shared();
    let mut screen = opened(shared);
    press(&mut screen, KeyCode::Enter, shared);
    to_a_choice(&mut screen, shared);
    shared.now += 3 * MINUTE;
    press(&mut screen, KeyCode::Char('2'), shared);
    let before = record(shared);
    assert_eq!(before.elapsed, 3 * MINUTE);
    drop(screen);

    shared.now += 600 * MINUTE;
    let mut screen = opened(shared);
    assert!(drawn(&mut screen, (80, 24), shared).contains("You are in the middle of it"));
    press(&mut screen, KeyCode::Enter, shared);
    shared.now += MINUTE;
    press(&mut screen, KeyCode::Esc, shared);
    let after = record(shared);
    assert_eq!((&after.items, after.at, after.seed), (&after.items, before.at, before.seed));
    assert_eq!((after.elapsed, after.resumed), (4 * MINUTE, before.resumed + 1));
    assert_eq!(after.unanswered(), before.items.len() - 1);
    assert_eq!(shared.store.exams().unwrap().len(), 1, "one exam");
}

#[test]
fn when_the_time_is_up_the_exam_is_handed_in_as_it_stands() {
    let shared = &mut shared();
    let mut screen = opened(shared);
    let commands = press(&mut screen, KeyCode::Enter, shared);
    let [(_, number)] = waits(&commands)[..] else { panic!("{commands:?}") };
    shared.now += 1_000 * MINUTE;
    assert!(screen.done(&Done::Beat(number.wrapping_sub(1)), shared).is_empty(), "a wait of before means nothing");
    assert!(record(shared).is_open());
    screen.done(&Done::Beat(number), shared);
    let kept = record(shared);
    assert_eq!(kept.submitted, Some(shared.now));
    assert_eq!(kept.wrong().len(), kept.items.len(), "what is open is wrong");
    assert!(shared.notice.as_ref().unwrap().contains("time is up"), "{:?}", shared.notice);
    assert!(drawn(&mut screen, (80, 24), shared).contains("Below the mark"));
}

#[test]
fn a_hidden_clock_wakes_nothing_before_the_time_is_up() {
    let shared = &mut shared();
    let mut screen = opened(shared);
    let shown = waits(&press(&mut screen, KeyCode::Enter, shared))[0];
    assert!(shown.0 <= 61_000, "{shown:?}");
    to_a_choice(&mut screen, shared);
    let commands = press(&mut screen, KeyCode::Char('t'), shared);
    let hidden = waits(&commands)[0];
    assert!(i64::from(hidden.0) >= record(shared).left(), "{hidden:?}");
    assert!(drawn(&mut screen, (80, 24), shared).contains("clock hidden"));
    assert!(screen.done(&Done::Beat(shown.1), shared).is_empty(), "the wait of the clock that was shown is over");
    let again = waits(&opened(shared).act(Action::Enter, shared))[0];
    assert!(again.0 > 61_000, "it stays hidden the next time");
}

#[test]
fn an_option_can_be_struck_out_and_a_question_flagged() {
    let shared = &mut shared();
    let mut screen = opened(shared);
    press(&mut screen, KeyCode::Enter, shared);
    to_a_choice(&mut screen, shared);
    let at = record(shared).at;
    press(&mut screen, KeyCode::Char('x'), shared);
    press(&mut screen, KeyCode::Char('f'), shared);
    assert!(record(shared).items[at].flagged && record(shared).items[at].struck.len() == 1);
    let text = drawn(&mut screen, (80, 24), shared);
    assert!((text.contains("struck out") || text.contains("1 – ")) && text.contains("flagged"), "{text}");
    press(&mut screen, KeyCode::Char('x'), shared);
    press(&mut screen, KeyCode::Char('f'), shared);
    assert!(!record(shared).items[at].flagged && record(shared).items[at].struck.is_empty());
}

#[test]
fn handing_in_is_asked_and_then_every_question_is_explained() {
    let shared = &mut shared();
    let mut screen = opened(shared);
    press(&mut screen, KeyCode::Enter, shared);
    to_a_choice(&mut screen, shared);
    press(&mut screen, KeyCode::Char('1'), shared);
    screen.act(Action::LookOver, shared);
    let commands = press(&mut screen, KeyCode::Char('s'), shared);
    let [Command::Show(Overlay::Confirm(confirm))] = &commands[..] else { panic!("{commands:?}") };
    assert!(confirm.detail.contains("questions have no answer"), "{}", confirm.detail);
    assert!(record(shared).is_open(), "not before yes");
    screen.confirmed(Action::Submit, shared);
    let kept = record(shared);
    assert!(kept.submitted.is_some());
    assert_eq!(shared.store.last_answers().unwrap().len(), 1);
    for place in 0..kept.items.len() {
        let State::Report(report) = &mut screen.state else { panic!("no report") };
        report.act(Action::Back, shared);
        for _ in 0..=place {
            report.act(Action::Down, shared);
        }
        report.act(Action::Enter, shared);
        let text = drawn(&mut screen, (100, 120), shared);
        let question = shared.course.question(&kept.items[place].question).unwrap();
        let source: String = question.common.source.title.chars().take(30).collect();
        assert!(text.contains(&source), "question {place} ends with its source:\n{text}");
        assert_eq!(text.contains("Not answered"), kept.items[place].answer.is_none(), "{text}");
        screen.act(Action::Back, shared);
        let State::Report(report) = &mut screen.state else { panic!("no report") };
        report.act(Action::First, shared);
    }
}

#[test]
fn nothing_is_drawn_outside_and_nothing_panics_in_any_size() {
    let shared = &mut shared();
    let mut screen = opened(shared);
    let sizes = [(120, 36), (80, 24), (40, 12), (20, 5), (9, 3), (1, 1)];
    let look = |screen: &mut ExamScreen, shared: &Shared| {
        sizes.iter().for_each(|size| drop(drawn(screen, *size, shared)));
    };
    look(&mut screen, shared);
    press(&mut screen, KeyCode::Enter, shared);
    for _ in 0..record(shared).items.len() {
        look(&mut screen, shared);
        screen.act(Action::NextQuestion, shared);
    }
    look(&mut screen, shared);
    screen.confirmed(Action::Submit, shared);
    look(&mut screen, shared);
    screen.act(Action::NextOpen, shared);
    look(&mut screen, shared);
}

#[test]
fn an_exam_that_is_given_up_is_not_gone_on_with_and_not_counted() {
    let shared = &mut shared();
    let mut screen = opened(shared);
    press(&mut screen, KeyCode::Enter, shared);
    press(&mut screen, KeyCode::Esc, shared);
    assert_eq!(press(&mut screen, KeyCode::Char('x'), shared).len(), 1, "it is asked");
    screen.confirmed(Action::Remove, shared);
    assert!(!drawn(&mut screen, (80, 24), shared).contains("in the middle"));
    assert!(record(shared).given_up && record(shared).submitted.is_none());
}

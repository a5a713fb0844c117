//! The quiz's screen, on the small course that has a question of each kind.

use std::path::Path;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::course::Course;
use crate::study::Store;
use crate::study::progress::Progress;
use crate::tui::keymap;
use crate::tui::theme::{Depth, Palette, Theme};
use crate::tui::widgets::page;

fn shared() -> Shared {
    let course = Course::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap();
    Shared {
        course: Arc::new(course),
        store: Store::in_memory().unwrap(),
        progress: Progress::default(),
        theme: Theme { palette: Palette::Dark, depth: Depth::True, ascii: false },
        now: 7,
        size: (80, 24),
        notice: None,
    }
}

fn asked(id: &str, shared: &mut Shared) -> Quiz {
    Quiz::of_questions("L01", &[QuestionId(id.to_owned())], shared).unwrap()
}

/// Presses keys as the application hands them on.
fn press(quiz: &mut Quiz, keys: &[(KeyCode, KeyModifiers)], shared: &mut Shared) -> Vec<Command> {
    let mut commands = Vec::new();
    for (code, modifiers) in keys {
        let key = KeyEvent::new(*code, *modifiers);
        commands.extend(match keymap::action_for(&quiz.contexts(), key) {
            Some(action) => quiz.act(action, shared),
            None => quiz.key(key, shared),
        });
    }
    commands
}

fn plain(keys: &[KeyCode]) -> Vec<(KeyCode, KeyModifiers)> {
    keys.iter().map(|code| (*code, KeyModifiers::NONE)).collect()
}

fn letters(text: &str) -> Vec<(KeyCode, KeyModifiers)> {
    text.chars().map(|c| (KeyCode::Char(c), KeyModifiers::NONE)).collect()
}

fn control(letter: char) -> (KeyCode, KeyModifiers) {
    (KeyCode::Char(letter), KeyModifiers::CONTROL)
}

fn drawn(quiz: &mut Quiz, size: (u16, u16), shared: &Shared) -> String {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let mut hits = Hits::default();
    terminal
        .draw(|frame| {
            let (body, _) = page::split(frame.area());
            quiz.prepare(body, shared);
            quiz.view(frame, body, shared, &mut hits);
        })
        .unwrap();
    terminal.backend().to_string()
}

fn last(shared: &Shared, id: &str) -> AnswerRecord {
    shared.store.answers(&QuestionId(id.to_owned())).unwrap().pop().unwrap()
}

#[test]
fn in_the_text_of_a_policy_enter_is_a_new_line_and_another_key_hands_it_in() {
    let mut shared = shared();
    let mut quiz = asked("01.9", &mut shared);
    press(&mut quiz, &plain(&[KeyCode::F(6), KeyCode::Enter]), &mut shared);
    assert!(matches!(quiz.state, State::Answering(_)));
    let Some(Answer::Documents(texts)) = quiz.writing.as_ref().map(|writing| writing.answer()) else { panic!() };
    assert!(texts[0].starts_with("\n{"), "{texts:?}");
    press(&mut quiz, &[control('s'), (KeyCode::Char('g'), KeyModifiers::NONE)], &mut shared);
    let record = last(&shared, "01.9");
    assert_eq!((record.answer, record.right, record.confidence), (Answer::Documents(texts), false, Some(1)));
    // From the question, Enter hands it in.
    press(&mut quiz, &letters("a"), &mut shared);
    press(&mut quiz, &plain(&[KeyCode::Enter]), &mut shared);
    assert!(matches!(quiz.state, State::Confidence(..)));
}

#[test]
fn a_policy_is_judged_while_it_is_written_and_its_draft_outlives_the_screen() {
    let mut shared = shared();
    let mut quiz = asked("01.9", &mut shared);
    let reached = |quiz: &mut Quiz, shared: &Shared| {
        let text = drawn(quiz, (120, 36), shared);
        text.split("Goals ").nth(1).unwrap().split("   ").next().unwrap().to_owned()
    };
    assert_eq!(reached(&mut quiz, &shared), "2 of 3");
    press(&mut quiz, &plain(&[KeyCode::F(6)]), &mut shared);
    // Behind `arn:aws:s3:::reports`, in the seventh line of the document.
    press(&mut quiz, &plain(&[KeyCode::Down; 6]), &mut shared);
    press(&mut quiz, &plain(&[KeyCode::End, KeyCode::Left]), &mut shared);
    press(&mut quiz, &letters("/*"), &mut shared);
    assert_eq!(reached(&mut quiz, &shared), "3 of 3");
    quiz.leave(&mut shared);

    let mut again = asked("01.9", &mut shared);
    assert_eq!(reached(&mut again, &shared), "3 of 3", "the draft is there");
    press(&mut again, &plain(&[KeyCode::Enter, KeyCode::Char('s')]), &mut shared);
    assert!(last(&shared, "01.9").right);
    again.leave(&mut shared);
    assert_eq!(reached(&mut asked("01.9", &mut shared), &shared), "2 of 3", "what was right begins anew");
}

#[test]
fn what_nobody_grades_is_kept_without_asking_how_sure() {
    let mut shared = shared();
    let mut quiz = asked("01.10", &mut shared);
    press(&mut quiz, &[control('s')], &mut shared);
    assert!(shared.notice.take().is_some(), "nothing is written yet");
    press(&mut quiz, &letters("A door?"), &mut shared);
    quiz.leave(&mut shared);
    let mut quiz = asked("01.10", &mut shared);
    press(&mut quiz, &plain(&[KeyCode::Enter]), &mut shared);
    press(&mut quiz, &letters("1."), &mut shared);
    press(&mut quiz, &[control('s')], &mut shared);
    press(&mut quiz, &plain(&[KeyCode::Char('2'), KeyCode::Enter]), &mut shared);
    let record = last(&shared, "01.10");
    let expected = Answer::Reflection { text: "A door?\n1.".to_owned(), ticked: vec![1] };
    assert_eq!((record.answer, record.right, record.confidence), (expected, false, None));
    assert_eq!(quiz.results, [Came::Kept]);
    assert!(
        !drawn(&mut asked("01.10", &mut shared), (80, 24), &shared).contains("A door?"),
        "the next one begins anew"
    );
    assert!(matches!(quiz.state, State::Verdict(_)));
}

#[test]
fn whoever_does_not_want_to_be_asked_how_sure_is_not_asked_until_it_is_switched_on_again() {
    let mut shared = shared();
    let mut quiz = asked("01.1", &mut shared);
    press(&mut quiz, &letters("1"), &mut shared);
    assert!(matches!(quiz.state, State::Confidence(..)));
    press(&mut quiz, &letters("c"), &mut shared);
    assert!(matches!(quiz.state, State::Verdict(_)));
    assert_eq!(last(&shared, "01.1").confidence, None);
    let mut quiz = asked("01.1", &mut shared);
    press(&mut quiz, &letters("1"), &mut shared);
    assert!(matches!(quiz.state, State::Verdict(_)), "it is kept for the next time");
    press(&mut quiz, &letters("ca1"), &mut shared);
    assert!(matches!(quiz.state, State::Confidence(..)));
}

#[test]
fn a_flag_has_a_note_and_comes_off_by_the_same_key() {
    let mut shared = shared();
    let id = QuestionId("01.1".to_owned());
    let mut quiz = asked("01.1", &mut shared);
    let commands = press(&mut quiz, &letters("f"), &mut shared);
    assert!(matches!(commands.as_slice(), [Command::Show(Overlay::Prompt(_))]));
    assert_eq!(shared.store.flag(&id).unwrap(), Some(Flag { note: String::new(), at: 7 }));
    quiz.given(Action::Flag, "why?", &mut shared);
    let mut again = asked("01.1", &mut shared);
    assert!(drawn(&mut again, (80, 24), &shared).contains("Flagged  why?"));
    press(&mut again, &letters("1sf"), &mut shared);
    assert_eq!(shared.store.flag(&id).unwrap(), None);
}

/// What the lines of the question say, without spaces.
fn letters_of(quiz: &Quiz) -> String {
    quiz.page.lines().map(ToString::to_string).collect::<String>().split_whitespace().collect()
}

#[test]
fn all_of_a_policy_can_be_read_however_wide_it_is_and_the_cursor_stays_in_sight() {
    for size in [(80, 24), (40, 12)] {
        let mut shared = shared();
        let mut quiz = asked("01.5", &mut shared);
        let long = format!("\"arn:aws:iam::111122223333:role/{}end\"", "abcdefghij".repeat(20));
        quiz.paste(&long, &mut shared);
        let text = drawn(&mut quiz, size, &shared);
        assert!(letters_of(&quiz).contains(&long), "{text}");
        assert!(quiz.page.lines().all(|line| line.width() + 6 <= usize::from(size.0)), "{text}");
        assert!(text.contains("end\""), "the cursor is in sight: {text}");
        press(&mut quiz, &plain(&[KeyCode::Home]), &mut shared);
        assert!(drawn(&mut quiz, size, &shared).contains("arn:aws:iam"));
        press(&mut quiz, &plain(&[KeyCode::Enter, KeyCode::Char('g')]), &mut shared);
        drawn(&mut quiz, size, &shared);
        assert!(letters_of(&quiz).contains(&long), "and in the verdict too");
    }
    // A policy that was handed in, and the good one beside it.
    let mut shared = shared();
    let mut quiz = asked("01.9", &mut shared);
    press(&mut quiz, &plain(&[KeyCode::F(6)]), &mut shared);
    quiz.paste(&format!("\"{}end\"", "wide ".repeat(30)), &mut shared);
    press(&mut quiz, &[control('s'), (KeyCode::Char('g'), KeyModifiers::NONE)], &mut shared);
    drawn(&mut quiz, (80, 24), &shared);
    assert!(letters_of(&quiz).contains(&format!("{}end\"", "wide".repeat(30))));
    assert!(quiz.page.lines().all(|line| line.width() <= 74));
}

#[test]
fn a_short_answer_that_is_wider_than_the_screen_follows_the_cursor() {
    let mut shared = shared();
    let mut quiz = asked("01.3", &mut shared);
    quiz.paste(&format!("{}end", "word ".repeat(30)), &mut shared);
    let text = drawn(&mut quiz, (80, 24), &shared);
    assert!(text.contains("word end") && text.contains('…'), "{text}");
    press(&mut quiz, &plain(&[KeyCode::Home]), &mut shared);
    assert!(!drawn(&mut quiz, (80, 24), &shared).contains("word end"));
    press(&mut quiz, &plain(&[KeyCode::Enter, KeyCode::Enter]), &mut shared);
    drawn(&mut quiz, (80, 24), &shared);
    assert!(letters_of(&quiz).contains(&format!("{}end", "word".repeat(30))), "judged, it is shown whole");
}

#[test]
fn an_answer_of_nothing_is_shown_as_nothing() {
    let mut shared = shared();
    let mut quiz = asked("01.3", &mut shared);
    quiz.judge(Draft::Text(Box::default()), Answer::Text(String::new()), None, &mut shared);
    assert!(drawn(&mut quiz, (80, 24), &shared).contains("nothing was written"));
}

#[test]
fn what_is_wrong_stands_under_one_heading_and_each_part_is_named_once() {
    let mut shared = shared();
    let mut quiz = asked("01.4", &mut shared);
    press(&mut quiz, &letters("111"), &mut shared);
    press(&mut quiz, &plain(&[KeyCode::Enter, KeyCode::Char('g')]), &mut shared);
    drawn(&mut quiz, (80, 24), &shared);
    let lines: Vec<String> = quiz.page.lines().map(ToString::to_string).collect();
    assert_eq!(lines.iter().filter(|line| line.starts_with("Why not")).count(), 1, "{lines:#?}");
    // A filling that AWS would not save has both words in one paragraph.
    let mut quiz = asked("01.5", &mut shared);
    press(&mut quiz, &letters("\"nobody\""), &mut shared);
    press(&mut quiz, &plain(&[KeyCode::Enter, KeyCode::Char('g')]), &mut shared);
    drawn(&mut quiz, (80, 24), &shared);
    let text = quiz.page.lines().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert!(text.contains("The name in full. AWS would not save"), "{text}");
    assert_eq!(text.matches("service: ").count(), 1, "{text}");
}

#[test]
fn enter_at_how_sure_goes_on_without_saying() {
    let mut shared = shared();
    let mut quiz = asked("01.1", &mut shared);
    press(&mut quiz, &plain(&[KeyCode::Char('1'), KeyCode::Enter]), &mut shared);
    assert!(matches!(quiz.state, State::Verdict(_)));
    assert_eq!(last(&shared, "01.1").confidence, None);
}

#[test]
fn the_verdict_of_a_list_leaves_the_question_in_sight() {
    for (id, keys) in [("01.4", vec!['1', '1', '1']), ("01.7", vec!['1', '2']), ("01.8", vec![])] {
        let mut shared = shared();
        let mut quiz = asked(id, &mut shared);
        let keys: Vec<KeyCode> = keys.into_iter().map(KeyCode::Char).collect();
        press(&mut quiz, &plain(&keys), &mut shared);
        press(&mut quiz, &plain(&[KeyCode::Enter, KeyCode::Char('g')]), &mut shared);
        let stem = quiz.questions[0].common.stem.clone();
        let text = drawn(&mut quiz, (80, 24), &shared);
        assert!(text.contains(&stem) && (text.contains("Not right") || text.contains("Right")), "{text}");
    }
}

#[test]
fn nothing_is_drawn_outside_and_nothing_panics_in_any_size() {
    for number in 1..=10 {
        for size in [(20, 6), (40, 12), (60, 20), (80, 24), (100, 22), (200, 60)] {
            let mut shared = shared();
            let mut quiz = asked(&format!("01.{number}"), &mut shared);
            drawn(&mut quiz, size, &shared);
            for keys in [plain(&[KeyCode::F(6)]), letters("1"), vec![control('s')], plain(&[KeyCode::Enter])] {
                press(&mut quiz, &keys, &mut shared);
                drawn(&mut quiz, size, &shared);
            }
        }
    }
}

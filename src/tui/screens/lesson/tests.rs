//! The lesson's screen, on the course's own lesson.

use std::sync::Arc;

use crossterm::event::{KeyModifiers, MouseButton};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::course::Course;
use crate::course::block::Block;
use crate::course::grade::Answer;
use crate::study::Store;
use crate::study::progress::Progress;
use crate::study::store::AnswerRecord;
use crate::tui::theme::{Depth, Palette};
use crate::tui::widgets::page;

fn shared(ascii: bool) -> Shared {
    Shared {
        course: Arc::new(Course::built_in().unwrap()),
        store: Store::in_memory().unwrap(),
        progress: Progress::default(),
        theme: Theme { palette: Palette::Dark, depth: Depth::True, ascii },
        now: 0,
        size: (0, 0),
        notice: None,
    }
}

/// The lesson drawn once in that size, as the application does it.
fn opened(section: Option<&str>, size: (u16, u16), shared: &mut Shared) -> LessonScreen {
    let mut screen = LessonScreen::open("3", section, shared).unwrap();
    screen.entered(shared);
    draw(&mut screen, size, shared);
    screen
}

/// Draws; gives back the rows and what can be clicked.
fn draw(screen: &mut LessonScreen, size: (u16, u16), shared: &Shared) -> (Vec<String>, Hits) {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let mut hits = Hits::default();
    terminal
        .draw(|frame| {
            let (body, _) = page::split(frame.area());
            screen.prepare(body, shared);
            screen.view(frame, body, shared, &mut hits);
        })
        .unwrap();
    let buffer = terminal.backend().buffer();
    let rows = buffer.content().chunks(usize::from(size.0));
    (rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect()).collect(), hits)
}

fn answer(screen: &LessonScreen, right: bool, shared: &Shared) {
    for id in screen.content.lesson.checkpoints() {
        let record = AnswerRecord {
            question: id,
            revision: 1,
            answer: Answer::Choice(0),
            right,
            share: 1.0,
            confidence: None,
            hints: 0,
            took: 1,
            at: 1,
        };
        shared.store.record_answer(&record).unwrap();
    }
}

#[test]
fn no_line_is_wider_than_the_text_in_any_width_and_state() {
    for ascii in [false, true] {
        let mut shared = shared(ascii);
        let mut screen = LessonScreen::open("3", None, &mut shared).unwrap();
        for right in [false, true] {
            answer(&screen, right, &shared);
            screen.entered(&mut shared);
            screen.marks.unfolded = screen.content.decisions.keys().copied().collect();
            for width in 30..=78 {
                let laid = layout::lay_out(&screen.content, &screen.marks, width, &shared.theme);
                for line in &laid.lines {
                    assert!(line.width() <= width, "{} > {width}: {line}", line.width());
                    assert!(!ascii || line.to_string().is_ascii(), "{line}");
                }
                assert_eq!(laid.starts.len(), screen.content.lesson.blocks.len() + 1);
                assert!(laid.starts.is_sorted());
            }
        }
    }
}

#[test]
fn every_row_fits_terminals_of_all_sizes() {
    let mut shared = shared(false);
    for size in [(200, 60), (120, 36), (100, 30), (80, 24), (40, 12), (20, 5), (1, 1)] {
        let mut screen = opened(Some("c"), size, &mut shared);
        for action in [Action::PageDown, Action::NextSection, Action::Enter, Action::Last, Action::First] {
            screen.act(action, &mut shared);
            draw(&mut screen, size, &shared);
        }
    }
}

#[test]
fn the_place_is_kept_to_the_line_and_survives_another_width() {
    let mut shared = shared(false);
    let mut screen = opened(Some("b"), (120, 36), &mut shared);
    for _ in 0..7 {
        screen.act(Action::Down, &mut shared);
    }
    let (place, top) = (screen.place, screen.top());
    draw(&mut screen, (40, 12), &shared);
    draw(&mut screen, (120, 36), &shared);
    assert_eq!((screen.place, screen.top()), (place, top));
    screen.leave(&mut shared);
    let again = opened(None, (120, 36), &mut shared);
    assert_eq!((again.place, again.top()), (place, top));
    assert_eq!(again.furthest, screen.furthest);
}

#[test]
fn a_new_section_is_kept_at_once() {
    let mut shared = shared(false);
    let mut screen = opened(None, (80, 24), &mut shared);
    screen.act(Action::NextSection, &mut shared);
    let reading = shared.store.reading("L03").unwrap().unwrap();
    assert_eq!(reading.block, screen.content.sections.get(1).unwrap().block);
    assert!(reading.furthest >= reading.block);
}

#[test]
fn sections_are_walked_through_to_the_closing_part_and_back() {
    let mut shared = shared(false);
    let mut screen = opened(None, (80, 24), &mut shared);
    let count = screen.content.sections.len();
    let mut seen = vec![screen.section()];
    for _ in 0..count {
        screen.act(Action::NextSection, &mut shared);
        seen.push(screen.section());
    }
    assert_eq!(seen, (0..=count).collect::<Vec<_>>());
    for _ in 0..count {
        screen.act(Action::PreviousSection, &mut shared);
    }
    assert_eq!(screen.top(), 0);
}

#[test]
fn enter_means_the_checkpoint_in_sight_and_another_key_chooses_a_term() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    let index = screen.layout.things.iter().position(|t| matches!(t.thing, Thing::Checkpoint(_))).unwrap();
    let line = screen.layout.things.get(index).unwrap().lines().start;
    screen.scroll(line.saturating_sub(12));
    let commands = screen.act(Action::Enter, &mut shared);
    let Some(Command::Ask { lesson, questions }) = commands.first() else { panic!("{commands:?}") };
    let first = screen.content.lesson.blocks.iter().find_map(|block| match block {
        Block::Checkpoint(ids) => Some(ids.clone()),
        _ => None,
    });
    assert_eq!((lesson.as_str(), Some(questions.clone())), ("L03", first));
    let term =
        screen.visible().into_iter().find(|i| matches!(screen.layout.things.get(*i).unwrap().thing, Thing::Link(_)));
    while screen.focused() != term {
        screen.act(Action::NextItem, &mut shared);
    }
    let commands = screen.act(Action::Enter, &mut shared);
    assert!(matches!(commands.as_slice(), [Command::Show(Overlay::Text(_))]), "{commands:?}");
}

#[test]
fn choosing_goes_round_what_is_in_sight() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    let (begin, count) = (screen.focused(), screen.visible().len());
    assert!(count > 1);
    for _ in 0..count {
        screen.act(Action::NextItem, &mut shared);
    }
    assert_eq!(screen.focused(), begin);
    screen.act(Action::PreviousItem, &mut shared);
    assert_ne!(screen.focused(), begin);
}

#[test]
fn a_decision_unfolds_and_folds_and_stays_in_sight() {
    let mut shared = shared(false);
    let mut screen = opened(None, (80, 24), &mut shared);
    let find = |screen: &LessonScreen| {
        screen.layout.things.iter().position(|thing| matches!(thing.thing, Thing::Decision(_))).unwrap()
    };
    let index = find(&screen);
    let before = screen.layout.things.get(index).unwrap().lines();
    screen.scroll(before.start.saturating_sub(15));
    screen.chosen = Some(index);
    screen.act(Action::Enter, &mut shared);
    let after = screen.layout.things.get(find(&screen)).unwrap().lines();
    assert!(after.len() > before.len());
    assert!(screen.window().contains(&after.start));
    screen.chosen = Some(index);
    screen.act(Action::Enter, &mut shared);
    assert_eq!(screen.layout.things.get(index).unwrap().lines().len(), before.len());
}

#[test]
fn drawings_step_forward_and_back_and_say_so_in_the_keys() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    assert!(!screen.contexts().contains(&Context::Drawing));
    let drawing = screen.layout.drawings.first().unwrap().clone();
    screen.go_to(drawing.block);
    assert!(screen.contexts().contains(&Context::Drawing));
    let lines = screen.layout.lines.len();
    for expected in [1, 2, 2] {
        screen.act(Action::NextStep, &mut shared);
        assert_eq!(screen.marks.steps.get(&drawing.block), Some(&expected));
    }
    let (rows, _) = draw(&mut screen, (120, 36), &shared);
    assert!(rows.iter().any(|row| row.contains(&format!("step 3 of {}", drawing.steps))));
    assert_eq!(screen.layout.lines.len(), lines, "the text below stands still");
    screen.act(Action::PreviousStep, &mut shared);
    assert_eq!(screen.marks.steps.get(&drawing.block), Some(&1));
}

#[test]
fn a_lesson_is_finished_when_its_checkpoints_are_answered() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    screen.act(Action::Last, &mut shared);
    let (rows, _) = draw(&mut screen, (120, 36), &shared);
    let all = screen.content.lesson.checkpoints().len();
    assert!(rows.first().unwrap().contains(&format!("0 of {all} answered")));
    answer(&screen, false, &shared);
    screen.entered(&mut shared);
    let (rows, _) = draw(&mut screen, (120, 36), &shared);
    assert!(rows.first().unwrap().contains("✓ finished"));
    assert!(rows.iter().any(|row| row.contains("Checkpoints  all answered")));
}

#[test]
fn a_click_in_the_outline_goes_there() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    let (rows, hits) = draw(&mut screen, (120, 36), &shared);
    let title = screen.content.sections.get(2).unwrap().title.clone();
    let row = u16::try_from(rows.iter().position(|row| row.contains(&title)).unwrap()).unwrap();
    let mouse =
        MouseEvent { kind: MouseEventKind::Down(MouseButton::Left), column: 8, row, modifiers: KeyModifiers::NONE };
    screen.mouse(mouse, hits.at(8, row), &mut shared);
    assert_eq!(screen.section(), 2);
}

#[test]
fn the_colours_of_code_are_asked_for_once_they_are_known() {
    let mut shared = shared(false);
    let mut screen = LessonScreen::open("L03", None, &mut shared).unwrap();
    let commands = screen.entered(&mut shared);
    let Some(Command::Effect(Effect::Work(Job::Colour(snippets)))) = commands.first() else { panic!("{commands:?}") };
    let languages: Vec<&str> = snippets.iter().map(|snippet| snippet.language.as_str()).collect();
    assert!(languages.contains(&"sh") && languages.contains(&"python"), "{languages:?}");
    let done = Done::Coloured(snippets.iter().map(|snippet| (snippet.clone(), Vec::new())).collect());
    screen.done(&done, &mut shared);
    assert_eq!(screen.entered(&mut shared), []);
}

#[test]
fn an_unknown_lesson_is_said_in_words() {
    let mut shared = shared(false);
    assert_eq!(LessonScreen::open("99", None, &mut shared).unwrap_err(), "there is no lesson `99`");
}

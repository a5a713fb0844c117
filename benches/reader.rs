//! What reading costs: the course at start, a lesson opened for the first time, a line further, a search.
//!
//! `cargo bench --bench reader`. Targets: the course 5 ms; a lesson opened 30 ms, with the colours of its code 60 ms; a line or a page
//! further 3 ms; a search through all lessons 20 ms; progress, which every return to a screen reads, 5 ms.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run says why by ending")]

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use divan::{Bencher, black_box};
use iam_dojo::course::Course;
use iam_dojo::course::block::Block;
use iam_dojo::course::search::Index;
use iam_dojo::place::Place;
use iam_dojo::study::Store;
use iam_dojo::study::progress::Progress;
use iam_dojo::study::store::Reading;
use iam_dojo::tui::app::{App, Effect, Event, Shared};
use iam_dojo::tui::theme::{Depth, Palette, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// The sizes a terminal may have.
const SIZES: [(u16, u16); 2] = [(80, 24), (200, 60)];

fn main() {
    divan::main();
}

fn shared(course: Course) -> Shared {
    Shared {
        course: Arc::new(course),
        store: Store::in_memory().unwrap(),
        progress: Progress::default(),
        theme: Theme { palette: Palette::Dark, depth: Depth::True, ascii: false },
        now: 0,
        size: (0, 0),
        notice: None,
    }
}

fn draw(app: &mut App, terminal: &mut Terminal<TestBackend>) {
    terminal.draw(|frame| app.draw(frame)).unwrap();
}

/// What every start reads.
#[divan::bench]
fn load_course() -> Course {
    Course::built_in().unwrap()
}

/// Files to blocks, questions, decisions and lines, and the first drawing.
#[divan::bench(args = SIZES)]
fn open_lesson(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    bencher.with_inputs(|| shared(Course::built_in().unwrap())).bench_values(|shared| {
        let mut app = App::new(shared, Place::Lesson("L03".into()));
        draw(&mut app, &mut Terminal::new(TestBackend::new(size.0, size.1)).unwrap());
        app
    });
}

/// The same until the code of the lesson has its colours, the grammars read for the first time.
#[divan::bench]
fn open_lesson_with_colours(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| shared(Course::built_in().unwrap())).bench_values(|shared| {
        let mut app = App::new(shared, Place::Lesson("L03".into()));
        let mut terminal = Terminal::new(TestBackend::new(120, 36)).unwrap();
        for effect in app.begin() {
            if let Effect::Work(job) = effect {
                app.update(Event::Done(job.run()), 0);
            }
        }
        draw(&mut app, &mut terminal);
        app
    });
}

/// A key and a drawing.
fn key(bencher: Bencher<'_, '_>, size: (u16, u16), keys: [KeyCode; 2]) {
    let mut app = App::new(shared(Course::built_in().unwrap()), Place::Lesson("L03".into()));
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    draw(&mut app, &mut terminal);
    let mut turn = 0;
    bencher.bench_local(|| {
        // Down as often as up: the end of the lesson is no place to measure.
        turn += 1;
        let code = if turn / 20 % 2 == 0 { keys[0] } else { keys[1] };
        app.update(Event::Key(KeyEvent::from(code)), 0);
        draw(&mut app, &mut terminal);
    });
}

/// A line further.
#[divan::bench(args = SIZES)]
fn scroll_a_line(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    key(bencher, size, [KeyCode::Down, KeyCode::Up]);
}

/// A page further.
#[divan::bench(args = SIZES)]
fn turn_a_page(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    key(bencher, size, [KeyCode::PageDown, KeyCode::PageUp]);
}

/// A letter more of what is looked for in a lesson.
#[divan::bench]
fn search_a_lesson(bencher: Bencher<'_, '_>) {
    let mut app = App::new(shared(Course::built_in().unwrap()), Place::Lesson("L03".into()));
    let mut terminal = Terminal::new(TestBackend::new(120, 36)).unwrap();
    draw(&mut app, &mut terminal);
    for letter in "/trust ".chars() {
        app.update(Event::Key(KeyEvent::from(KeyCode::Char(letter))), 0);
    }
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let code = if turn % 2 == 0 { KeyCode::Backspace } else { KeyCode::Char('p') };
        app.update(Event::Key(KeyEvent::from(code)), 0);
        draw(&mut app, &mut terminal);
    });
}

/// All lessons read for a search, their files opened before.
#[divan::bench]
fn index_course(bencher: Bencher<'_, '_>) {
    let course = Course::built_in().unwrap();
    let _ = Index::of(&course);
    bencher.bench(|| Index::of(black_box(&course)));
}

/// A search through all lessons: words that often stand there, words that nowhere do.
#[divan::bench(args = ["role", "trust policy", "nowhere at all"])]
fn search_course(bencher: Bencher<'_, '_>, words: &str) {
    let index = Index::of(&Course::built_in().unwrap());
    bencher.bench(|| index.find(black_box(words)).len());
}

/// The same in a course of thirty lessons like the longest there is.
#[divan::bench(args = ["role", "trust policy", "nowhere at all"])]
fn search_thirty_lessons(bencher: Bencher<'_, '_>, words: &str) {
    let course = Course::built_in().unwrap();
    let index = Index::of(&course).repeated(30 / course.lessons().len().max(1));
    bencher.bench(|| index.find(black_box(words)).len());
}

/// Progress of a learner who has begun every lesson, for the first time after the start: their lengths are asked for.
#[divan::bench]
fn first_progress(bencher: Bencher<'_, '_>) {
    let store = Store::in_memory().unwrap();
    for lesson in Course::built_in().unwrap().lessons() {
        store.save_reading(&lesson.head.id, Reading { block: 3, line: 0, furthest: 9 }, 1).unwrap();
    }
    bencher
        .with_inputs(|| Course::built_in().unwrap())
        .bench_local_refs(|course| Progress::of(course, &store).unwrap());
}

/// A lesson's text to blocks.
#[divan::bench]
fn read_blocks() -> Vec<Block> {
    Course::built_in().unwrap().lesson("L03").unwrap().blocks.clone()
}

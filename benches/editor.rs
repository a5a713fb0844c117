//! What the editor does at every key, measured: the change, what is found in the new text, the frame that shows it.
//!
//! `cargo bench --bench editor`. Targets: a frame of 120 by 40 in 1 ms; a key in a text of 200 KB, everything counted, in 30 ms.

mod material;

use crossterm::event::{KeyCode, KeyEvent};
use divan::Bencher;
use iam_dojo::iam::policy::PolicyKind;
use iam_dojo::tui::actions::Action;
use iam_dojo::tui::editor::{Analysis, Editor, Paint, draw};
use iam_dojo::tui::theme::{Depth, Palette, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// Bytes of policy.
const SIZES: [usize; 2] = [10_000, 200_000];
const SIZE: (u16, u16) = (120, 40);
const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

fn main() {
    divan::main();
}

/// An editor in the middle of a text, and what is known of it.
fn opened(text: &str) -> (Editor, Analysis, Terminal<TestBackend>) {
    let mut editor = Editor::new(text);
    let middle = text.len() / 2;
    editor.put_cursor(text.get(..middle).and_then(|half| half.rfind("team-")).unwrap_or(middle));
    editor.fit(SIZE.0, SIZE.1);
    let analysis = Analysis::of(editor.text(), PolicyKind::Identity, &[]);
    (editor, analysis, Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap())
}

fn show(editor: &mut Editor, analysis: &Analysis, terminal: &mut Terminal<TestBackend>) {
    editor.fit(SIZE.0, SIZE.1);
    let paint = Paint { analysis, lit: None, focused: true };
    terminal.draw(|frame| draw(editor, frame, frame.area(), &paint, &THEME)).unwrap();
}

fn pressed(editor: &mut Editor, code: KeyCode) {
    editor.key(KeyEvent::from(code));
}

/// The frame alone.
#[divan::bench(args = SIZES)]
fn frame(bencher: Bencher<'_, '_>, bytes: usize) {
    let (mut editor, analysis, mut terminal) = opened(&material::policy(bytes));
    bencher.bench_local(|| show(&mut editor, &analysis, &mut terminal));
}

/// What is found in the text alone.
#[divan::bench(args = SIZES)]
fn analysis(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = material::policy(bytes);
    bencher.bench_local(|| Analysis::of(divan::black_box(&text), PolicyKind::Identity, &[]));
}

/// The change alone: a letter, and it is deleted again.
#[divan::bench(args = SIZES)]
fn two_changes(bencher: Bencher<'_, '_>, bytes: usize) {
    let (mut editor, _, _) = opened(&material::policy(bytes));
    bencher.bench_local(|| {
        pressed(&mut editor, KeyCode::Char('x'));
        pressed(&mut editor, KeyCode::Backspace);
    });
}

/// A letter, what is found then, and the frame.
#[divan::bench(args = SIZES)]
fn key_to_frame(bencher: Bencher<'_, '_>, bytes: usize) {
    let (mut editor, _, mut terminal) = opened(&material::policy(bytes));
    let mut typed = false;
    bencher.bench_local(|| {
        pressed(&mut editor, if typed { KeyCode::Backspace } else { KeyCode::Char('x') });
        typed = !typed;
        let analysis = Analysis::of(editor.text(), PolicyKind::Identity, &[]);
        show(&mut editor, &analysis, &mut terminal);
    });
}

/// The same in a text without line breaks, which is one line of many rows.
#[divan::bench(args = SIZES)]
fn key_to_frame_in_one_line(bencher: Bencher<'_, '_>, bytes: usize) {
    let (mut editor, _, mut terminal) = opened(&material::policy(bytes).replace('\n', " "));
    let mut typed = false;
    bencher.bench_local(|| {
        pressed(&mut editor, if typed { KeyCode::Backspace } else { KeyCode::Char('x') });
        typed = !typed;
        let analysis = Analysis::of(editor.text(), PolicyKind::Identity, &[]);
        show(&mut editor, &analysis, &mut terminal);
    });
}

/// A letter of what is looked for, and the frame that counts and lights it.
#[divan::bench(args = SIZES)]
fn find(bencher: Bencher<'_, '_>, bytes: usize) {
    let (mut editor, analysis, mut terminal) = opened(&material::policy(bytes));
    editor.act(Action::Find, &analysis);
    pressed(&mut editor, KeyCode::Char('e'));
    bencher.bench_local(|| {
        pressed(&mut editor, KeyCode::Char('a'));
        show(&mut editor, &analysis, &mut terminal);
        pressed(&mut editor, KeyCode::Backspace);
    });
}

/// The whole document set in order, and back.
#[divan::bench(args = SIZES)]
fn format(bencher: Bencher<'_, '_>, bytes: usize) {
    let (mut editor, analysis, _) = opened(&material::policy(bytes));
    bencher.bench_local(|| {
        editor.act(Action::Format, &analysis);
        editor.act(Action::Undo, &analysis);
    });
}

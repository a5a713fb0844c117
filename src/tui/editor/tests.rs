use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::*;
use crate::iam::policy::PolicyKind;
use crate::tui::theme::{Depth, Palette};

const CURSOR: char = '|';

/// An editor of a text in which `|` stands for the cursor.
fn editor(text: &str) -> Editor {
    let at = text.find(CURSOR).unwrap();
    let mut editor = Editor::new(&text.replace(CURSOR, ""));
    editor.put_cursor(at);
    editor
}

/// The text with `|` for the cursor.
fn shown(editor: &Editor) -> String {
    assert_eq!(editor.widget_text(), editor.text(), "the widget and we disagree");
    let mut text = editor.text().to_owned();
    text.insert(editor.cursor(), CURSOR);
    text
}

/// Presses keys: letters stand for themselves, names in `<>` for keys.
fn press(editor: &mut Editor, keys: &str) {
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let (name, tail) = match rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
            Some((name, tail)) => (name, tail),
            None => rest.split_at(first.len_utf8()),
        };
        rest = tail;
        match name {
            "undo" => {
                editor.undo();
                continue;
            }
            "redo" => {
                editor.redo();
                continue;
            }
            "paste" => {
                editor.paste("x\ny");
                continue;
            }
            _ => {}
        }
        let mut modifiers = KeyModifiers::NONE;
        let mut name = name;
        for (prefix, modifier) in [("ctrl-", KeyModifiers::CONTROL), ("shift-", KeyModifiers::SHIFT)] {
            if let Some(tail) = name.strip_prefix(prefix) {
                modifiers |= modifier;
                name = tail;
            }
        }
        let code = match name {
            "enter" => KeyCode::Enter,
            "tab" => KeyCode::Tab,
            "backtab" => KeyCode::BackTab,
            "back" => KeyCode::Backspace,
            "del" => KeyCode::Delete,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            letter => KeyCode::Char(letter.chars().next().unwrap()),
        };
        editor.key(KeyEvent::new(code, modifiers));
    }
}

fn check(before: &str, keys: &str, after: &str) {
    let mut editor = editor(before);
    press(&mut editor, keys);
    assert_eq!(shown(&editor), after, "{before:?} after {keys:?}");
}

#[test]
fn openers_bring_their_closer_and_closers_are_stepped_over() {
    for (before, keys, after) in [
        ("|", "{", "{|}"),
        ("|", "{}", "{}|"),
        ("|", "\"a\"", "\"a\"|"),
        ("|", "[\"x\"]", "[\"x\"]|"),
        ("|abc", "{", "{|abc"),
        ("\"a|\"", "[", "\"a[|\""),
        ("\"a\\|\"", "\"", "\"a\\\"|\""),
        ("{\n  \"a\": [\n    1\n    |\n  ]\n}", "]", "{\n  \"a\": [\n    1\n  ]|\n}"),
        ("{\n  \"a\": 1\n  |\n}", "}", "{\n  \"a\": 1\n}|"),
        ("{ {\n  |\n}", "}", "{ {\n}|\n}"),
        ("{|}", "<back>", "|"),
        ("\"|\"", "<back>", "|"),
        ("a|\"", "<back>", "|\""),
    ] {
        check(before, keys, after);
    }
}

#[test]
fn lines_are_indented_like_the_one_before() {
    for (before, keys, after) in [
        ("{|}", "<enter>", "{\n  |\n}"),
        ("  \"a\": 1,|", "<enter>", "  \"a\": 1,\n  |"),
        ("  \"a\": [|", "<enter>", "  \"a\": [\n    |"),
        ("\"{|", "<enter>", "\"{\n|"),
        ("{\n  |", "}", "{\n}|"),
        ("|", "<tab>", "  |"),
        ("    a|", "<backtab>", "  a|"),
        ("|a", "<backtab>", "|a"),
    ] {
        check(before, keys, after);
    }
}

#[test]
fn selections_are_replaced_wrapped_and_shifted() {
    for (before, keys, after) in [
        ("|abc", "<shift-right><shift-right>x", "x|c"),
        ("|ab", "<shift-end>[", "[ab]|"),
        ("|a\nb", "<shift-down><shift-end>{", "{|}"),
        ("|a\nb\nc", "<shift-down><shift-down><tab>", "  a\n  b|\nc"),
        ("  a\n  b|", "<shift-up><backtab>", "a\nb|"),
        ("|abc", "<shift-right><shift-right><left>", "|abc"),
        ("|abc", "<shift-right><shift-right><right>", "ab|c"),
        ("|a\nb", "<shift-down><del>", "|b"),
    ] {
        check(before, keys, after);
    }
}

#[test]
fn the_cursor_moves_by_what_is_seen() {
    for (before, keys, after) in [
        ("漢字x|\nabcdef", "<down>", "漢字x\nabcde|f"),
        ("abcd|\n\nabcd", "<down><down>", "abcd\n\nabcd|"),
        ("  ab|", "<home>", "  |ab"),
        ("  |ab", "<home>", "|  ab"),
        ("|ab", "<end>", "ab|"),
        ("a|b\ncd", "<up>", "|ab\ncd"),
        ("a\nb|b", "<down>", "a\nbb|"),
        ("ab|", "<ctrl-home>", "|ab"),
        ("|ab cd", "<ctrl-right>", "ab |cd"),
        ("ab cd|", "<ctrl-w>", "ab |"),
        ("é|", "<back>", "|"),
    ] {
        check(before, keys, after);
    }
}

#[test]
fn undo_takes_back_words_pastes_and_pairs_in_one_step() {
    for (before, keys, after) in [
        ("|", "ab cd<undo>", "ab |"),
        ("|", "ab cd<undo><undo>", "|"),
        ("|", "ab cd<undo><undo><redo>", "ab |"),
        ("|", "a<left>b<undo>", "|a"),
        ("|", "{<undo>", "|"),
        ("|abc", "<shift-right><shift-right><paste><undo>", "ab|c"),
        ("|abc", "<shift-right><shift-right><paste><undo><redo>", "x\ny|c"),
        ("abc|", "<back><back><undo>", "abc|"),
        ("|", "a<undo>b<redo>", "b|"),
        ("|a\nb", "<shift-down><tab><undo>", "a\n|b"),
    ] {
        check(before, keys, after);
    }
}

#[test]
fn a_paste_keeps_no_foreign_line_breaks_and_no_commands() {
    let mut editor = editor("|");
    assert!(editor.paste("a\r\nb\rc\u{1b}[31m\td"));
    assert_eq!(shown(&editor), "a\nb\nc[31m\td|");
}

#[test]
fn what_can_only_be_read_is_not_changed_and_nothing_grows_without_end() {
    let mut fixed = Editor::new("abc").read_only();
    assert_eq!(fixed.key(KeyEvent::from(KeyCode::Char('x'))), Outcome::Refused);
    assert!(!fixed.paste("x") && fixed.cut().is_none() && !fixed.undo());
    fixed.select_all();
    assert_eq!(fixed.selected().as_deref(), Some("abc"));
    let mut long = Editor::new(&"é".repeat(LONGEST));
    assert!(long.text().len() <= LONGEST && !long.paste("xx"));
}

#[test]
fn a_change_from_elsewhere_leaves_the_cursor_with_its_text() {
    let mut editor = editor("{ // why\n  a|b }");
    assert!(editor.apply(&Edit { range: TextRange::new(2, 8), insert: String::new() }));
    assert_eq!(shown(&editor), "{ \n  a|b }");
    assert!(editor.undo());
    assert_eq!(shown(&editor), "{ // why\n  a|b }");
}

#[test]
fn a_document_in_order_is_left_alone() {
    let mut editor = editor("{\"a\":[1,|2]}");
    let analysis = Analysis::of(editor.text(), PolicyKind::Trust);
    assert!(editor.format(&analysis));
    assert_eq!(shown(&editor), "{\n  \"a\": [\n    1,|\n    2\n  ]\n}");
    let analysis = Analysis::of(editor.text(), PolicyKind::Trust);
    assert!(!editor.format(&analysis));
    assert!(editor.undo());
    assert_eq!(editor.text(), "{\"a\":[1,2]}");
}

#[test]
fn a_new_text_touches_only_what_differs() {
    let mut editor = editor("aé|c");
    assert!(editor.set_text("aèc", 3));
    assert_eq!(shown(&editor), "aè|c");
    assert!(!editor.set_text("aèc", 0));
    assert!(editor.undo());
    assert_eq!(editor.text(), "aéc");
}

fn theme() -> Theme {
    Theme { palette: Palette::Dark, depth: Depth::True, ascii: false }
}

fn drawn(editor: &mut Editor, lit: Option<TextRange>, size: (u16, u16)) -> ratatui::buffer::Buffer {
    let analysis = Analysis { findings: Vec::new(), ..Analysis::of(editor.text(), PolicyKind::Trust) };
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    editor.fit(size.0, size.1, &theme(), true);
    terminal
        .draw(|frame| {
            let area = Rect::new(0, 0, size.0, size.1);
            draw(editor, frame, area, &Paint { analysis: &analysis, lit, focused: true }, &theme());
        })
        .unwrap();
    terminal.backend().buffer().clone()
}

#[test]
fn colours_leave_selection_and_cursor_and_a_lit_line_its_ground() {
    let mut editor = Editor::new("{ \"ab\": 1 }\n{ }");
    editor.select(TextRange::new(2, 4));
    let buffer = drawn(&mut editor, Some(TextRange::new(2, 6)), (30, 3));
    let text = |n: u16| buffer.cell((6 + n, 0)).unwrap();
    assert_eq!(text(2).bg, theme().style(Role::Selected).bg.unwrap());
    assert_eq!(text(5).bg, theme().style(Role::Marked).bg.unwrap());
    assert!(text(5).modifier.contains(Modifier::UNDERLINED), "the exact range is underlined");
    assert!(!text(8).modifier.contains(Modifier::UNDERLINED));
    assert!(text(4).modifier.contains(Modifier::REVERSED), "the cursor");
    assert_eq!(text(5).fg, theme().style(Role::CodeKey).fg.unwrap());
    assert_eq!(buffer.cell((4, 0)).unwrap().symbol(), theme().symbols().edge);
}

#[test]
fn a_long_line_follows_the_cursor_and_says_that_it_goes_on() {
    let mut editor = Editor::new(&format!("\"{}漢字\"", "a".repeat(40)));
    let buffer = drawn(&mut editor, None, (20, 2));
    assert_eq!(buffer.cell((19, 0)).unwrap().symbol(), "…");
    editor.go(Motion::LineEnd, false);
    let buffer = drawn(&mut editor, None, (20, 2));
    let row: String = (6..20).map(|x| buffer.cell((x, 0)).unwrap().symbol()).collect();
    assert!(row.starts_with('…') && row.contains('字'), "{row}");
    editor.put_cursor(3);
    let buffer = drawn(&mut editor, None, (20, 2));
    assert_eq!(buffer.cell((6, 0)).unwrap().symbol(), "\"", "back at the line's beginning");
    assert_eq!(editor.cursor(), 3);
}

#[test]
fn a_place_out_of_view_is_brought_into_view() {
    let text: String = (0..60).map(|n| format!("{n}\n")).collect();
    let mut editor = Editor::new(&text);
    drawn(&mut editor, None, (20, 10));
    editor.reveal(TextRange::new(4, 5));
    assert_eq!(editor.place().line, 0, "in view: the cursor stays");
    let far = text.find("45").unwrap();
    editor.reveal(TextRange::new(far, far + 2));
    let buffer = drawn(&mut editor, None, (20, 10));
    let rows: Vec<String> = (0..10).map(|y| (0..20).map(|x| buffer.cell((x, y)).unwrap().symbol()).collect()).collect();
    assert!(rows.iter().skip(1).any(|row| row.ends_with(&format!("45{}", " ".repeat(12)))), "{rows:?}");
    assert_eq!(editor.at_window(0, 0), editor.lines().offset(&text, LineColumn { line: 42, column: 0 }));
}

/// Something a person does.
#[derive(Debug, Clone)]
enum Step {
    Key(KeyCode, bool, bool),
    Paste(String),
    Cut,
    Undo,
    Redo,
    SelectAll,
    Drag(usize, usize),
    Fix(usize, usize, String),
    Format,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let key = prop_oneof![
        prop::sample::select(vec![
            KeyCode::Left,
            KeyCode::Right,
            KeyCode::Up,
            KeyCode::Down,
            KeyCode::Home,
            KeyCode::End,
            KeyCode::PageUp,
            KeyCode::PageDown,
            KeyCode::Enter,
            KeyCode::Tab,
            KeyCode::BackTab,
            KeyCode::Backspace,
            KeyCode::Delete,
        ]),
        prop::sample::select(vec!['{', '}', '[', ']', '"', '\\', ',', ' ', 'a', 'é', '漢', '\u{301}', '😀'])
            .prop_map(KeyCode::Char),
    ];
    let words = || "[a\"{}\\[\\], \n\r\té漢😀]{0,8}";
    let step = prop_oneof![
        8 => (key, any::<bool>(), any::<bool>()).prop_map(|(key, shift, far)| Step::Key(key, shift, far)),
        1 => words().prop_map(Step::Paste),
        1 => Just(Step::Cut),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => Just(Step::SelectAll),
        1 => (0..40usize, 0..40usize).prop_map(|(a, b)| Step::Drag(a, b)),
        1 => (0..40usize, 0..40usize, words()).prop_map(|(a, b, c)| Step::Fix(a, b, c)),
        1 => Just(Step::Format),
    ];
    prop::collection::vec(step, 0..40)
}

proptest! {
    #[test]
    fn the_widget_and_we_hold_the_same_text(start in "[a{}\" \né漢]{0,30}", steps in steps()) {
        let mut editor = Editor::new(&start);
        for step in steps {
            match &step {
                Step::Key(code, shift, far) => {
                    let mut modifiers = KeyModifiers::NONE;
                    modifiers.set(KeyModifiers::SHIFT, *shift);
                    modifiers.set(KeyModifiers::CONTROL, *far && !matches!(code, KeyCode::Char(_)));
                    editor.key(KeyEvent::new(*code, modifiers));
                }
                Step::Paste(text) => {
                    editor.paste(text);
                }
                Step::Cut => {
                    editor.cut();
                }
                Step::Undo => {
                    editor.undo();
                }
                Step::Redo => {
                    editor.redo();
                }
                Step::SelectAll => editor.select_all(),
                Step::Drag(from, to) => {
                    editor.put_cursor(*from);
                    editor.drag_to(*to);
                }
                Step::Fix(from, to, insert) => {
                    editor.apply(&Edit { range: TextRange::new(*from, *to), insert: insert.clone() });
                }
                Step::Format => {
                    let analysis = Analysis::of(editor.text(), PolicyKind::Trust);
                    if !analysis.broken {
                        editor.format(&analysis);
                    }
                }
            }
            prop_assert_eq!(editor.widget_text(), editor.text(), "after {:?}", step);
            prop_assert!(editor.text().is_char_boundary(editor.cursor()));
            prop_assert!(editor.selection().is_none_or(|range| editor.text().get(range.as_usize()).is_some()));
            prop_assert_eq!(editor.lines(), &LineIndex::new(editor.text()));
        }
        while editor.undo() {
            prop_assert_eq!(editor.widget_text(), editor.text());
        }
        prop_assert_eq!(editor.text(), start);
    }
}

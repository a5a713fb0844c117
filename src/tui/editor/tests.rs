use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::*;
use crate::iam::complete::Insert;
use crate::iam::policy::PolicyKind;
use crate::tui::actions::{Action, Context};
use crate::tui::theme::{Depth, Palette, Role, Theme};

const CURSOR: char = '|';

/// An editor of a text in which `|` stands for the cursor.
pub(super) fn editor(text: &str) -> Editor {
    let at = text.find(CURSOR).unwrap();
    let mut editor = Editor::new(&text.replace(CURSOR, ""));
    editor.put_cursor(at);
    editor
}

/// The text with `|` for the cursor.
pub(super) fn shown(editor: &Editor) -> String {
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
        ("|ab", "<shift-end>\"", "\"ab\"|"),
        ("|\"ab\"", "<shift-end>\"", "\"|\""),
        ("|\"ab\"", "<shift-end>\"c\"", "\"c\"|"),
        ("|\"a\", \"b\"", "<shift-end>\"", "\"|\""),
        ("|\"ab\"", "<shift-end>[", "[\"ab\"]|"),
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
fn a_quote_over_a_whole_value_begins_another_value() {
    let mut editor = editor("{\"Action\": \"s3:Get|Object\"}");
    while editor.selected().as_deref() != Some("\"s3:GetObject\"") {
        editor.select_more();
    }
    press(&mut editor, "\"s3:*\"");
    assert_eq!(shown(&editor), "{\"Action\": \"s3:*\"|}");
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
    let analysis = Analysis::of(editor.text(), PolicyKind::Trust, &[]);
    assert!(editor.format(&analysis));
    assert_eq!(shown(&editor), "{\n  \"a\": [\n    1,|\n    2\n  ]\n}");
    let analysis = Analysis::of(editor.text(), PolicyKind::Trust, &[]);
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
    let analysis = Analysis { findings: Vec::new(), ..Analysis::of(editor.text(), PolicyKind::Trust, &[]) };
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    editor.fit(size.0, size.1);
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
    let mut editor = Editor::new(&format!("\"{}漢字\"\nb", "a".repeat(40)));
    editor.set_wrap(false);
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

#[test]
fn a_line_that_is_too_long_goes_on_in_rows_that_hang() {
    let mut editor = Editor::new("{\n  \"Resource\": \"arn:aws:s3:::reports/q3.csv\"\n}");
    let buffer = drawn(&mut editor, None, (30, 6));
    let row = |y: u16| -> String { (0..30).map(|x| buffer.cell((x, y)).unwrap().symbol()).collect() };
    let rows: Vec<String> = (0..5).map(|y| row(y).trim_end().to_owned()).collect();
    assert_eq!(
        rows,
        ["  1   {", "  2     \"Resource\": \"arn:aws:", "          s3:::reports/", "          q3.csv\"", "  3   }"]
    );
    let fg = |x: u16, y: u16| buffer.cell((x, y)).unwrap().fg;
    assert_eq!(fg(10, 3), fg(16, 2), "the last row has the colour of what it goes on with");
    // What is pressed is what is seen, and the popup stands where the cursor is.
    let area = Rect::new(0, 0, 30, 6);
    let name = editor.text().rfind("q3").unwrap();
    assert_eq!(editor.at_window(3, 4), name);
    assert_eq!(editor.screen_position(name, area), Some(ratatui::layout::Position::new(10, 3)));
    editor.put_cursor(name);
    editor.go(Motion::Up, false);
    assert_eq!(
        editor.text().get(editor.cursor()..).and_then(|rest| rest.chars().next()),
        Some('s'),
        "by rows, not by lines"
    );
    editor.set_wrap(false);
    editor.fit(30, 6);
    assert_eq!(editor.screen_position(0, area), Some(ratatui::layout::Position::new(6, 0)));
}

#[test]
fn the_wheel_leaves_the_cursor_and_a_key_comes_back_to_it() {
    let text: String = (0..60).map(|n| format!("{n}\n")).collect();
    let mut editor = Editor::new(&text);
    drawn(&mut editor, None, (20, 10));
    editor.scroll(30);
    drawn(&mut editor, None, (20, 10));
    assert_eq!((editor.at_window(0, 0), editor.cursor()), (text.find("30").unwrap(), 0));
    editor.scroll(1_000);
    drawn(&mut editor, None, (20, 10));
    assert_eq!(editor.at_window(9, 0), text.len(), "the last line stands at the bottom");
    editor.go(Motion::Right, false);
    drawn(&mut editor, None, (20, 10));
    assert_eq!(editor.at_window(0, 0), 0);
}

fn pressed(editor: &mut Editor, kind: MouseEventKind, column: u16, row: u16, now: i64) {
    let modifiers = KeyModifiers::NONE;
    editor.mouse(MouseEvent { kind, column, row, modifiers }, Rect::new(0, 0, 40, 10), now);
}

#[test]
fn two_presses_take_the_word_and_three_the_line() {
    let mut editor = Editor::new("\"s3:GetObject\",\nb");
    drawn(&mut editor, None, (40, 10));
    let (down, up) = (MouseEventKind::Down(MouseButton::Left), MouseEventKind::Up(MouseButton::Left));
    let drag = MouseEventKind::Drag(MouseButton::Left);
    pressed(&mut editor, down, 12, 0, 1_000);
    pressed(&mut editor, up, 12, 0, 1_050);
    assert_eq!((editor.cursor(), editor.selection()), (6, None));
    pressed(&mut editor, down, 12, 0, 1_200);
    assert_eq!(editor.selected().as_deref(), Some("GetObject"));
    pressed(&mut editor, drag, 8, 0, 1_250);
    assert_eq!(editor.selected().as_deref(), Some("s3:GetObject"), "a drag takes whole words then");
    pressed(&mut editor, up, 8, 0, 1_260);
    pressed(&mut editor, drag, 30, 0, 1_270);
    assert_eq!(editor.selected().as_deref(), Some("s3:GetObject"), "no drag without a press");
    pressed(&mut editor, down, 12, 0, 1_300);
    assert_eq!(editor.selected().as_deref(), Some("\"s3:GetObject\",\n"));
    pressed(&mut editor, down, 12, 0, 9_000);
    assert_eq!(editor.selection(), None, "much later it is a first press again");
    pressed(&mut editor, down, 1, 1, 9_900);
    assert_eq!(editor.selected().as_deref(), Some("b"), "the gutter takes the line");
}

/// Opens the line for finding and types.
fn find(editor: &mut Editor, words: &str) {
    act(editor, Action::Find);
    press(editor, words);
}

fn act(editor: &mut Editor, action: Action) -> Option<Outcome> {
    let analysis = Analysis::of(editor.text(), PolicyKind::Trust, &[]);
    editor.act(action, &analysis)
}

#[test]
fn what_is_found_is_counted_lit_and_selected_while_one_types() {
    let mut editor = editor("a|b ab AB");
    find(&mut editor, "ab");
    assert_eq!(editor.contexts(), [Context::Find, Context::Editor]);
    assert_eq!(editor.selection(), Some(TextRange::new(3, 5)), "from the cursor on");
    let buffer = drawn(&mut editor, None, (60, 3));
    let bar: String = (0..60).map(|x| buffer.cell((x, 2)).unwrap().symbol()).collect();
    assert!(bar.contains("2 of 3"), "{bar}");
    let ground = |x: u16| buffer.cell((x, 0)).unwrap().bg;
    let styled = |role: Role| theme().style(role).bg.unwrap();
    assert_eq!(
        (ground(6), ground(9), ground(12)),
        (styled(Role::Marked), styled(Role::Selected), styled(Role::Marked))
    );
    for (action, start) in [(Action::FindEnter, 6), (Action::FindNext, 0), (Action::FindPrevious, 6)] {
        act(&mut editor, action);
        assert_eq!(editor.selection(), Some(TextRange::new(start, start + 2)), "{action:?}");
    }
    assert_eq!(act(&mut editor, Action::Back), Some(Outcome::Moved));
    assert_eq!(editor.selected().as_deref(), Some("AB"));
    assert_eq!(act(&mut editor, Action::Back), None, "leaving the text is the screen's");
}

#[test]
fn replacing_goes_on_and_replacing_all_is_one_step() {
    let mut editor = editor("|x.x.x");
    find(&mut editor, "x");
    act(&mut editor, Action::OtherField);
    press(&mut editor, "yx");
    assert_eq!(act(&mut editor, Action::FindEnter), Some(Outcome::Changed));
    assert_eq!((editor.text(), editor.selection()), ("yx.x.x", Some(TextRange::new(3, 4))));
    assert_eq!(act(&mut editor, Action::ReplaceAll), Some(Outcome::Changed));
    assert_eq!(editor.text(), "yyx.yx.yx");
    act(&mut editor, Action::Undo);
    assert_eq!(editor.text(), "yx.x.x");
    act(&mut editor, Action::Undo);
    assert_eq!(editor.text(), "x.x.x");
    act(&mut editor, Action::OtherField);
    press(&mut editor, "qq");
    assert_eq!(act(&mut editor, Action::FindNext), Some(Outcome::Said("found nowhere")));
}

#[test]
fn what_was_looked_for_is_there_again_and_gives_way_to_a_letter() {
    let mut editor = editor("|ab cd");
    find(&mut editor, "cd");
    act(&mut editor, Action::Back);
    editor.put_cursor(0);
    act(&mut editor, Action::Find);
    act(&mut editor, Action::FindEnter);
    assert_eq!(editor.selected().as_deref(), Some("cd"));
    press(&mut editor, "b");
    assert_eq!(editor.selected().as_deref(), Some("b"));
}

#[test]
fn a_line_is_gone_to_by_its_number() {
    for (words, expected) in [("2", "ab\n|cd\ne"), ("2:2", "ab\nc|d\ne"), ("99", "ab\ncd\ne|"), ("x", "|ab\ncd\ne")] {
        let mut editor = editor("|ab\ncd\ne");
        act(&mut editor, Action::GoToLine);
        press(&mut editor, words);
        let outcome = act(&mut editor, Action::GoToLine);
        assert_eq!(shown(&editor), expected, "{words}");
        assert_eq!(matches!(outcome, Some(Outcome::Said(_))), words == "x");
        assert!(!editor.has_bar());
    }
}

#[test]
fn what_can_only_be_read_refuses_every_change() {
    let text = "{\n  \"a\": [\"b\", \"a\"]\n}";
    for action in [
        Action::Undo,
        Action::Format,
        Action::MoveLinesUp,
        Action::MoveLinesDown,
        Action::DuplicateLines,
        Action::DeleteLines,
        Action::SortList,
        Action::TurnList,
    ] {
        let mut fixed = Editor::new(text).read_only();
        fixed.put_cursor(12);
        let outcome = act(&mut fixed, action);
        assert!(matches!(outcome, Some(Outcome::Refused | Outcome::Said(_))), "{action:?}: {outcome:?}");
        assert_eq!(fixed.text(), text);
    }
}

/// Something a person does.
#[derive(Debug, Clone)]
enum Step {
    Key(KeyCode, bool, bool),
    Act(Action),
    Paste(String),
    Cut,
    Drag(usize, usize),
    Fix(usize, usize, String),
    Snippet(usize, usize, String),
    Wheel(i16),
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
    let action = prop::sample::select(vec![
        Action::Undo,
        Action::Undo,
        Action::Redo,
        Action::SelectAll,
        Action::Format,
        Action::Find,
        Action::FindEnter,
        Action::FindPrevious,
        Action::OtherField,
        Action::ReplaceAll,
        Action::GoToLine,
        Action::NextPlace,
        Action::PreviousPlace,
        Action::MoveLinesUp,
        Action::MoveLinesDown,
        Action::DuplicateLines,
        Action::DeleteLines,
        Action::SelectLines,
        Action::SelectMore,
        Action::SortList,
        Action::TurnList,
        Action::Wrap,
        Action::Back,
        Action::Back,
    ]);
    let words = || "[a\"{}\\[\\], \n\r\té漢😀]{0,8}";
    let step = prop_oneof![
        8 => (key, any::<bool>(), any::<bool>()).prop_map(|(key, shift, far)| Step::Key(key, shift, far)),
        6 => action.prop_map(Step::Act),
        1 => words().prop_map(Step::Paste),
        1 => Just(Step::Cut),
        1 => (0..40usize, 0..40usize).prop_map(|(a, b)| Step::Drag(a, b)),
        1 => (0..40usize, 0..40usize, words()).prop_map(|(a, b, c)| Step::Fix(a, b, c)),
        1 => (0..40usize, 0..8usize, words()).prop_map(|(a, b, c)| Step::Snippet(a, b, c)),
        1 => (-4..4i16).prop_map(Step::Wheel),
    ];
    prop::collection::vec(step, 0..40)
}

fn take(editor: &mut Editor, step: &Step) {
    match step {
        Step::Key(code, shift, far) => {
            let mut modifiers = KeyModifiers::NONE;
            modifiers.set(KeyModifiers::SHIFT, *shift);
            modifiers.set(KeyModifiers::CONTROL, *far && !matches!(code, KeyCode::Char(_)));
            editor.key(KeyEvent::new(*code, modifiers));
        }
        Step::Act(action) => {
            act(editor, *action);
        }
        Step::Paste(text) => {
            editor.paste(text);
        }
        Step::Cut => {
            editor.cut();
        }
        Step::Drag(from, to) => {
            editor.put_cursor(*from);
            editor.drag_to(*to);
        }
        Step::Fix(from, to, insert) => {
            editor.apply(&Edit { range: TextRange::new(*from, *to), insert: insert.clone() });
        }
        Step::Snippet(at, length, text) => {
            let text = text.replace(['\r', '\t'], "");
            let places = text.char_indices().step_by(2).map(|(at, c)| TextRange::new(at, at + c.len_utf8())).collect();
            editor.insert_with_places(TextRange::new(*at, at + length), &Insert { text, places });
        }
        Step::Wheel(rows) => editor.scroll(*rows),
    }
}

/// What the widget shows in a window that has room for everything, its rows joined to lines.
fn widget_text(editor: &mut Editor, width: u16) -> String {
    editor.fit(width, 4_000);
    let rows = editor.window();
    let widget = paint::widget(editor, &rows, usize::MAX, &theme(), true);
    let mut text = String::new();
    for (row, shown) in rows.iter().zip(widget.lines()) {
        if row.first && row.line > 0 {
            text.push('\n');
        }
        text.extend(shown.chars().skip(row.indent));
    }
    text
}

proptest! {
    #[test]
    fn the_widget_and_we_hold_the_same_text(start in "[a{}\" \né漢]{0,30}", steps in steps(), width in 8u16..60) {
        let mut editor = Editor::new(&start);
        editor.fit(width, 5);
        for step in steps {
            take(&mut editor, &step);
            prop_assert!(editor.text().is_char_boundary(editor.cursor()));
            prop_assert!(editor.selection().is_none_or(|range| editor.text().get(range.as_usize()).is_some()));
            prop_assert_eq!(editor.lines(), &LineIndex::new(editor.text()));
            editor.fit(width, 5);
            prop_assert!(editor.window().len() <= 5);
            if editor.follows {
                prop_assert!(editor.window().iter().any(|row| row.holds(editor.cursor)), "in view after {:?}", step);
            }
            if editor.wraps && !editor.text().contains('\t') {
                let top = editor.top;
                prop_assert_eq!(widget_text(&mut editor, width), editor.text(), "after {:?}", step);
                editor.top = top;
                editor.fit(width, 5);
            }
        }
        while editor.redo() {}
        let end = editor.text().to_owned();
        while editor.undo() {}
        prop_assert_eq!(editor.text(), start);
        while editor.redo() {}
        prop_assert_eq!(editor.text(), end);
    }
}

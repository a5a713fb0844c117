//! Blocks to lines: a text set like a good man page, in any width.
//!
//! Questions, labs and decisions need what the learner did and are drawn by the lesson's screen; here they are nothing.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::course::block::{Block, CalloutKind, Inline};
use crate::iam::policy::PolicyKind;
use crate::tui::colours::Colours;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::inline::{Code, Link, Piece, Target, Text, wrapped};
use crate::tui::widgets::{ascii, code, diagram, table};

/// The least room for text; an indentation that would leave less is not made.
const LEAST: usize = 12;

/// What a text is set with.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// What things look like.
    pub theme: &'a Theme,
    /// The colours of code that are known.
    pub colours: &'a Colours,
    /// How running text looks.
    pub words: Style,
}

/// Sets a short Markdown text (a question's stem, a feedback) in `width` columns, its running text in the style `base`. At
/// least one line.
#[must_use]
pub fn markdown(source: &str, base: Style, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let (blocks, _) = crate::course::markdown::blocks(source);
    let lines = text(&blocks, width, Look { theme, colours: &Colours::default(), words: base }).lines;
    if lines.is_empty() { vec![Line::default()] } else { lines }
}

/// Sets blocks in `width` columns, blank lines between them.
#[must_use]
pub fn text(blocks: &[Block], width: usize, look: Look<'_>) -> Text {
    let mut text = Text::default();
    for (index, item) in blocks.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| blocks.get(before));
        for _ in 0..before.map_or(0, |before| gap(before, item)) {
            text.gap();
        }
        text.append(block(item, width, look));
    }
    text
}

/// Blank lines between two blocks.
#[must_use]
pub fn gap(before: &Block, block: &Block) -> usize {
    match (before, block) {
        (Block::Heading { .. }, _) => 1,
        (_, Block::Heading { level: 2, .. }) => 2,
        _ => 1,
    }
}

/// Sets one block in `width` columns.
#[must_use]
pub fn block(block: &Block, width: usize, look: Look<'_>) -> Text {
    let theme = look.theme;
    let mut text = match block {
        Block::Heading { text, .. } => wrapped(text, theme.style(Role::Strong), width, theme),
        Block::Paragraph(run) => wrapped(run, look.words, width, theme),
        Block::List { start, items } => list(*start, items, width, look),
        Block::Table { align, header, rows } => table::table(align, header, rows, width, theme),
        Block::Definitions(entries) => definitions(entries, width, look),
        Block::Callout { kind, title, body } => callout(*kind, title, body, width, look),
        Block::Code { language, policy, broken, text, .. } => code_block(language, *policy, *broken, text, width, look),
        Block::Diagram(drawing) => diagram::lines(drawing, 0, width, theme),
        Block::Checkpoint(_) | Block::Lab(_) | Block::Decision { .. } => Text::default(),
    };
    if theme.ascii {
        text.lines = text.lines.into_iter().map(ascii::ascii_line).collect();
    }
    text
}

/// The columns an indentation leaves, and whether it is made at all.
fn indented(width: usize, by: usize) -> (usize, bool) {
    if width >= by + LEAST { (width - by, true) } else { (width, false) }
}

fn list(start: Option<u64>, items: &[Vec<Block>], width: usize, look: Look<'_>) -> Text {
    let theme = look.theme;
    let last = start.map(|start| start.saturating_add(items.len() as u64).saturating_sub(1));
    let digits = last.map_or(0, |last| last.to_string().len());
    let by = if start.is_some() { digits + 4 } else { 4 };
    let (room, made) = indented(width, by);
    let simple = items.iter().all(|blocks| matches!(blocks.as_slice(), [Block::Paragraph(_)]));
    let set: Vec<Text> = items.iter().map(|blocks| self::text(blocks, room, look)).collect();
    // Items of one or two lines stand together; longer ones need air.
    let apart = !simple || set.iter().any(|item| item.lines.len() > 2);
    let mut text = Text::default();
    for (index, mut item) in set.into_iter().enumerate() {
        if apart && index > 0 {
            text.gap();
        }
        if item.lines.is_empty() {
            item.gap();
        }
        let mark = match start {
            Some(start) => {
                let number = start.saturating_add(index as u64);
                Span::styled(format!("{number:>width$}. ", width = digits + 2), theme.style(Role::Accent))
            }
            None => Span::styled(if theme.ascii { "  - " } else { "  • " }, theme.style(Role::Dim)),
        };
        if made {
            text.add(item, &[mark], &[Span::raw(" ".repeat(by))]);
        } else {
            text.append(item);
        }
    }
    text
}

fn definitions(entries: &[(Vec<Inline>, Vec<Block>)], width: usize, look: Look<'_>) -> Text {
    let theme = look.theme;
    let (room, made) = indented(width, 4);
    let margin = [Span::raw("    ")];
    let margin = if made { margin.as_slice() } else { &[] };
    let mut text = Text::default();
    for (index, (term, meaning)) in entries.iter().enumerate() {
        if index > 0 {
            text.gap();
        }
        text.append(wrapped(term, theme.style(Role::Strong), width, theme));
        text.add(self::text(meaning, room, look), margin, margin);
    }
    text
}

fn callout(kind: CalloutKind, title: &[Inline], body: &[Block], width: usize, look: Look<'_>) -> Text {
    let theme = look.theme;
    let colour = theme.style(match kind {
        CalloutKind::Note => Role::Dim,
        CalloutKind::Tip => Role::Suggestion,
        CalloutKind::Trap => Role::Error,
        CalloutKind::Exam => Role::Warning,
        CalloutKind::Belief => Role::CodeKey,
    });
    let head = colour.remove_modifier(Modifier::DIM | Modifier::UNDERLINED).add_modifier(Modifier::BOLD);
    let mut words = vec![Inline::Text(kind.title().to_owned())];
    if !title.is_empty() {
        words.push(Inline::Text(format!(" {} ", theme.symbols().dot)));
        words.extend(title.iter().cloned());
    }
    let (room, made) = indented(width, 2);
    let edge = [Span::styled(format!("{} ", theme.symbols().edge), colour.remove_modifier(Modifier::UNDERLINED))];
    let edge = if made { edge.as_slice() } else { &[] };
    let mut text = Text::default();
    text.add(wrapped(&words, head, room, theme), edge, edge);
    text.add(self::text(body, room, look), edge, edge);
    text
}

fn code_block(
    language: &str,
    policy: Option<PolicyKind>,
    broken: bool,
    code: &str,
    width: usize,
    look: Look<'_>,
) -> Text {
    let theme = look.theme;
    let code = code.trim_end_matches('\n');
    let lines = if policy.is_some() || language == "json" {
        code::policy_lines(code, theme)
    } else {
        match look.colours.of(language, code) {
            Some(roles) => code::coloured_lines(code, roles, theme),
            None => code::coloured_lines(code, &[], theme),
        }
    };
    let (room, made) = indented(width, 2);
    let edge_style = match policy {
        Some(kind) => theme.style(Role::Kind(kind)).remove_modifier(Modifier::BOLD),
        None => theme.style(Role::Rule),
    };
    let edge = [Span::styled(format!("{} ", theme.symbols().vertical), edge_style)];
    let edge = if made { edge.as_slice() } else { &[] };
    let mut text = Text::default();
    if let Some(kind) = policy {
        let mut head = vec![Span::styled(format!("{} {}", kind.badge(), kind.title()), theme.style(Role::Kind(kind)))];
        if broken {
            let words = format!("   {} AWS refuses to save this", theme.symbols().no);
            head.push(Span::styled(words, theme.style(Role::Deny)));
        }
        for line in folded(Line::from(head), room) {
            text.add(Text::of(vec![line]), edge, edge);
        }
    }
    for line in lines {
        for part in folded(line, room) {
            text.add(Text::of(vec![part]), edge, edge);
        }
    }
    let pieces = text.lines.iter().enumerate().map(|(line, words)| Piece { line, columns: 0..words.width() }).collect();
    let target = Target::Code(Code { language: language.to_owned(), policy, text: code.to_owned() });
    text.links.push(Link { target, pieces });
    text
}

/// A line that is too long goes on below, further in, best behind a mark that parts words: nothing of code may be cut away.
#[must_use]
pub fn folded(line: Line<'static>, width: usize) -> Vec<Line<'static>> {
    if line.width() <= width {
        return vec![line];
    }
    let cells: Vec<(char, Style)> =
        line.spans.iter().flat_map(|span| span.content.chars().map(|character| (character, span.style))).collect();
    let leading = cells.iter().take_while(|(character, _)| *character == ' ').count();
    let indent = if leading + 4 + LEAST <= width { leading + 4 } else { 0 };
    let mut lines = Vec::new();
    let mut rest = cells.as_slice();
    while !rest.is_empty() {
        let before = if lines.is_empty() { 0 } else { indent };
        let (head, tail) = rest.split_at_checked(fitting(rest, width - before)).unwrap_or((rest, &[]));
        let mut spans = if before > 0 { vec![Span::raw(" ".repeat(before))] } else { Vec::new() };
        for (character, style) in head {
            match spans.last_mut() {
                Some(last) if last.style == *style => last.content.to_mut().push(*character),
                _ => spans.push(Span::styled(character.to_string(), *style)),
            }
        }
        lines.push(Line::from(spans));
        rest = tail;
    }
    lines
}

/// How many characters go on a line of `width` columns, at least one.
fn fitting(cells: &[(char, Style)], width: usize) -> usize {
    let (mut used, mut count, mut good) = (0, 0, 0);
    for (character, _) in cells {
        used += unicode_width::UnicodeWidthChar::width(*character).unwrap_or(0);
        if used > width {
            return if good * 2 >= count { good } else { count }.max(1);
        }
        count += 1;
        if matches!(character, ' ' | ',' | ':' | '/' | '=') {
            good = count;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::course::block::Align;
    use crate::tui::theme::{Depth, Palette};

    const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

    fn words(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.into())]
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(words(text))
    }

    fn code(language: &str, policy: Option<PolicyKind>, broken: bool, text: &str) -> Block {
        Block::Code { language: language.into(), policy, broken, warns: false, text: text.into() }
    }

    fn set(blocks: &[Block], width: usize) -> Text {
        text(blocks, width, Look { theme: &THEME, colours: &Colours::default(), words: Style::new() })
    }

    fn check(blocks: &[Block], width: usize, expected: &[&str]) {
        let lines: Vec<String> = set(blocks, width).lines.iter().map(|l| l.to_string().trim_end().to_owned()).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_section_stands_further_from_the_text_before_it() {
        let heading = |level| Block::Heading { level, id: "b".into(), text: words("Head") };
        check(
            &[paragraph("one"), heading(2), paragraph("two"), heading(3), paragraph("three")],
            20,
            &["one", "", "", "Head", "", "two", "", "Head", "", "three"],
        );
    }

    #[test]
    fn lists_hang_behind_their_marks() {
        let items = vec![vec![paragraph("one two three")], vec![paragraph("four")]];
        check(&[Block::List { start: None, items: items.clone() }], 16, &["  • one two", "    three", "  • four"]);
        check(&[Block::List { start: Some(9), items }], 20, &["   9. one two three", "  10. four"]);
    }

    #[test]
    fn a_callout_has_an_edge_down_its_side() {
        let trap =
            Block::Callout { kind: CalloutKind::Trap, title: words("Groups"), body: vec![paragraph("not here")] };
        check(&[trap], 30, &["▌ trap · Groups", "▌ not here"]);
    }

    #[test]
    fn a_policy_says_what_it_is_and_whether_it_can_be_saved() {
        check(&[code("json", Some(PolicyKind::Trust), false, "{ }\n")], 50, &["│ T trust policy", "│ { }"]);
        check(
            &[code("json", Some(PolicyKind::Trust), true, "{ // }\n")],
            50,
            &["│ T trust policy   ✗ AWS refuses to save this", "│ { // }"],
        );
    }

    #[test]
    fn long_code_goes_on_below() {
        check(&[code("sh", None, false, "  aws sts assume-role\n")], 22, &["│   aws sts", "│       assume-role"]);
        check(
            &[code("sh", None, false, "abcdefghijklmnopqrstuvwxyz\n")],
            18,
            &["│ abcdefghijklmnop", "│     qrstuvwxyz"],
        );
    }

    #[test]
    fn a_question_is_set_from_its_markdown() {
        let lines = markdown("Who may **assume** it?\n\n- Ann\n- `ec2`", Style::new(), 40, &THEME);
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["Who may assume it?", "", "  • Ann", "  • ec2"]);
    }

    #[test]
    fn definitions_stand_in() {
        check(
            &[Block::Definitions(vec![(words("STS"), vec![paragraph("gives keys")])])],
            20,
            &["STS", "    gives keys"],
        );
    }

    #[test]
    fn in_ascii_nothing_else_is_drawn() {
        let theme = Theme { ascii: true, ..THEME };
        let look = Look { theme: &theme, colours: &Colours::default(), words: Style::new() };
        let blocks = [
            Block::List { start: None, items: vec![vec![paragraph("“one” … two")]] },
            Block::Callout { kind: CalloutKind::Tip, title: vec![], body: vec![paragraph("three")] },
        ];
        assert!(text(&blocks, 30, look).lines.iter().all(|line| line.to_string().is_ascii()));
    }

    fn any_words() -> impl Strategy<Value = String> {
        prop_oneof!["[a-z]{1,9}( [a-z:/]{1,30}){0,6}", "[漢字ab]{1,40}", "arn:aws:iam::[0-9]{12}:role/[A-Za-z]{1,40}"]
    }

    fn any_run() -> impl Strategy<Value = Vec<Inline>> {
        let inline = (any_words(), 0..7u8).prop_map(|(text, kind)| match kind {
            0 => Inline::Strong(vec![Inline::Text(text)]),
            1 => Inline::Emphasis(vec![Inline::Code(text)]),
            2 => Inline::Code(text),
            3 => Inline::Term { text, id: "role".into() },
            4 => Inline::Lesson { text, target: "L05".into() },
            5 => Inline::Break,
            _ => Inline::Text(text),
        });
        proptest::collection::vec(inline, 0..5)
    }

    fn any_block() -> impl Strategy<Value = Block> {
        let leaf = prop_oneof![
            any_run().prop_map(Block::Paragraph),
            any_run().prop_map(|text| Block::Heading { level: 2, id: "a".into(), text }),
            any_words().prop_map(|text| code("sh", None, false, &format!("    {text}\n{text}{text}\n"))),
            any_words().prop_map(|text| code("json", Some(PolicyKind::Identity), true, &text)),
            (1..4usize, proptest::collection::vec(any_run(), 4..13)).prop_map(|(columns, cells)| {
                let mut rows = cells.chunks_exact(columns).map(<[_]>::to_vec);
                let header = rows.next().unwrap_or_default();
                Block::Table { align: vec![Align::Right; columns], header, rows: rows.collect() }
            }),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let blocks = || proptest::collection::vec(inner.clone(), 0..3);
            prop_oneof![
                proptest::collection::vec(blocks(), 0..3).prop_map(|items| Block::List { start: Some(8), items }),
                (any_run(), blocks()).prop_map(|(title, body)| Block::Callout { kind: CalloutKind::Exam, title, body }),
                (any_run(), blocks()).prop_map(|entry| Block::Definitions(vec![entry])),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_every_link_lies_on_its_words(
            blocks in proptest::collection::vec(any_block(), 0..5),
            width in 8..90usize,
        ) {
            let text = set(&blocks, width);
            for line in &text.lines {
                prop_assert!(line.width() <= width, "{} > {width}: {line}", line.width());
            }
            for link in &text.links {
                for piece in &link.pieces {
                    let line = text.lines.get(piece.line);
                    prop_assert!(line.is_some_and(|line| piece.columns.end <= line.width()), "{piece:?}");
                }
            }
        }

        #[test]
        fn no_letter_is_lost(run in any_run(), width in 8..60usize) {
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let set = set(&[Block::Paragraph(run.clone())], width);
            let shown: String = set.lines.iter().map(|line| letters(&line.to_string())).collect();
            prop_assert_eq!(shown, letters(&crate::course::block::plain_text(&run)));
        }
    }
}

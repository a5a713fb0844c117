//! A table: aligned columns where they fit, one record a row (`column: value`) where they do not.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::course::block::{Align, Inline};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::inline::{Piece, Text, widths, wrapped};

/// Columns between two columns.
const GAP: usize = 3;

type Cell = Vec<Inline>;

/// Sets a table in `width` columns.
#[must_use]
pub fn table(align: &[Align], header: &[Cell], rows: &[Vec<Cell>], width: usize, theme: &Theme) -> Text {
    match columns(header, rows, width, theme) {
        Some(columns) => aligned(align, header, rows, &columns, theme),
        None => records(header, rows, width, theme),
    }
}

/// The width of each column; `None` when a column would have to break a word.
fn columns(header: &[Cell], rows: &[Vec<Cell>], width: usize, theme: &Theme) -> Option<Vec<usize>> {
    let mut natural = vec![0; header.len()];
    let mut least = vec![0; header.len()];
    for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
        for ((natural, least), cell) in natural.iter_mut().zip(&mut least).zip(row) {
            let (line, word) = widths(cell, theme);
            *natural = line.max(*natural);
            *least = word.max(*least);
        }
    }
    let room = width.checked_sub(GAP * header.len().saturating_sub(1))?;
    if least.iter().sum::<usize>() > room {
        return None;
    }
    // The widest column that still can gives way first, so that short columns stay on one line.
    while natural.iter().sum::<usize>() > room {
        let widest =
            natural.iter_mut().zip(&least).filter(|(now, least)| **now > **least).max_by_key(|(now, _)| **now)?;
        *widest.0 -= 1;
    }
    Some(natural)
}

fn aligned(align: &[Align], header: &[Cell], rows: &[Vec<Cell>], columns: &[usize], theme: &Theme) -> Text {
    let total = columns.iter().sum::<usize>() + GAP * columns.len().saturating_sub(1);
    let mut text = Text::default();
    text.append(row(align, header, columns, theme.style(Role::Dim), theme));
    text.append(Text::of(vec![Line::styled(theme.symbols().horizontal.repeat(total), theme.style(Role::Rule))]));
    let set: Vec<Text> = rows.iter().map(|cells| row(align, cells, columns, theme.style(Role::Text), theme)).collect();
    // Rows of several lines would run into one another.
    let apart = set.iter().any(|row| row.lines.len() > 1);
    for (index, row) in set.into_iter().enumerate() {
        if apart && index > 0 {
            text.gap();
        }
        text.append(row);
    }
    text
}

fn row(align: &[Align], cells: &[Cell], columns: &[usize], style: Style, theme: &Theme) -> Text {
    let set: Vec<Text> = cells.iter().zip(columns).map(|(cell, width)| wrapped(cell, style, *width, theme)).collect();
    let height = set.iter().map(|cell| cell.lines.len()).max().unwrap_or(0);
    let mut lines: Vec<Vec<Span<'static>>> = vec![Vec::new(); height];
    let mut links = Vec::new();
    let mut left = 0;
    let mut aligns = align.iter().copied();
    for (index, (cell, width)) in set.into_iter().zip(columns).enumerate() {
        let align = aligns.next().unwrap_or(Align::Left);
        let last = index + 1 == columns.len();
        let mut shifts = Vec::with_capacity(height);
        let mut own = cell.lines.into_iter();
        for spans in &mut lines {
            let line = own.next().unwrap_or_default();
            let free = width.saturating_sub(line.width());
            let before = match align {
                Align::Left => 0,
                Align::Center => free / 2,
                Align::Right => free,
            };
            shifts.push(left + before);
            if before > 0 {
                spans.push(Span::raw(" ".repeat(before)));
            }
            spans.extend(line.spans);
            let after = free - before + if last { 0 } else { GAP };
            if after > 0 && !last {
                spans.push(Span::raw(" ".repeat(after)));
            }
        }
        for mut link in cell.links {
            for Piece { line, columns } in &mut link.pieces {
                let shift = shifts.get(*line).copied().unwrap_or(left);
                *columns = columns.start + shift..columns.end + shift;
            }
            links.push(link);
        }
        left += width + GAP;
    }
    Text { lines: lines.into_iter().map(Line::from).collect(), links }
}

fn records(header: &[Cell], rows: &[Vec<Cell>], width: usize, theme: &Theme) -> Text {
    let mut text = Text::default();
    for (index, cells) in rows.iter().enumerate() {
        if index > 0 {
            text.gap();
        }
        for (nth, (head, cell)) in header.iter().zip(cells).enumerate() {
            let head = crate::course::block::plain_text(head);
            let mut run = Vec::new();
            if !head.is_empty() {
                run.push(Inline::Text(format!("{head}: ")));
            }
            run.extend(cell.iter().cloned());
            // The first column names the row; what is said of it stands in.
            let indent = if nth == 0 || width < 16 { 0 } else { 2 };
            let mut set = wrapped(&run, theme.style(Role::Text), width - indent, theme);
            dim_head(&mut set, &head, theme);
            let margin = [Span::raw(" ".repeat(indent))];
            let margin = if indent == 0 { &[] } else { margin.as_slice() };
            text.add(set, margin, margin);
        }
    }
    text
}

/// Makes the column's name at the beginning of a record's line secondary, where it stands on one line.
fn dim_head(set: &mut Text, head: &str, theme: &Theme) {
    let Some(line) = set.lines.first_mut() else { return };
    let Some(first) = line.spans.first() else { return };
    let Some(rest) = first.content.strip_prefix(head).and_then(|rest| rest.strip_prefix(':')) else { return };
    let (rest, style) = (rest.to_owned(), first.style);
    let spans = std::mem::take(&mut line.spans);
    line.spans = vec![Span::styled(format!("{head}:"), theme.style(Role::Dim)), Span::styled(rest, style)];
    line.spans.extend(spans.into_iter().skip(1));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{Depth, Palette};
    use crate::tui::widgets::inline::Target;

    const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

    fn cell(text: &str) -> Cell {
        vec![Inline::Text(text.into())]
    }

    fn check(align: &[Align], rows: &[&[&str]], width: usize, expected: &[&str]) {
        let mut cells = rows.iter().map(|row| row.iter().map(|text| cell(text)).collect::<Vec<_>>());
        let header = cells.next().unwrap();
        let rows: Vec<Vec<Cell>> = cells.collect();
        let text = table(align, &header, &rows, width, &THEME);
        let lines: Vec<String> = text.lines.iter().map(|line| line.to_string().trim_end().to_owned()).collect();
        assert_eq!(lines, expected);
    }

    const SESSIONS: &[&[&str]] = &[&["session", "most"], &["by a user", "12 h"], &["by a role session", "1 h"]];

    #[test]
    fn columns_are_aligned_where_they_fit() {
        let expected = [
            "session             most",
            "────────────────────────",
            "by a user           12 h",
            "by a role session    1 h",
        ];
        check(&[Align::Left, Align::Right], SESSIONS, 40, &expected);
    }

    #[test]
    fn the_widest_column_is_wrapped_first() {
        let expected =
            ["session       most", "──────────────────", "by a user     12 h", "", "by a role     1 h", "session"];
        check(&[Align::Left, Align::Left], SESSIONS, 18, &expected);
    }

    #[test]
    fn what_would_break_words_becomes_records() {
        let expected = ["session: by a", "user", "most: 12 h", "", "session: by a", "role session", "most: 1 h"];
        check(&[Align::Left, Align::Left], SESSIONS, 13, &expected);
    }

    #[test]
    fn a_link_in_a_cell_stands_where_it_is_drawn() {
        let header = vec![cell("what"), cell("whom")];
        let term = vec![Inline::Term { text: "STS".into(), id: "sts".into() }];
        let text = table(&[Align::Left, Align::Right], &header, &[vec![cell("service"), term]], 40, &THEME);
        let link = text.links.first().unwrap();
        assert_eq!(link.target, Target::Term("sts".into()));
        assert_eq!(link.pieces, [Piece { line: 2, columns: 11..14 }]);
    }
}

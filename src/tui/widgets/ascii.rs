//! Text for a terminal that shows ASCII only: every character gives way to one that stands for it, column for column.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::text::Line;
use unicode_width::UnicodeWidthChar;

/// The same text in ASCII, as wide as before.
#[must_use]
pub fn ascii(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c.to_string() } else { stand_in(c) }).collect()
}

/// The same line in ASCII.
#[must_use]
pub fn ascii_line(mut line: Line<'static>) -> Line<'static> {
    for span in &mut line.spans {
        if !span.content.is_ascii() {
            span.content = Cow::Owned(ascii(&span.content));
        }
    }
    line
}

/// What is drawn, in ASCII.
pub fn ascii_cells(buffer: &mut Buffer) {
    for cell in buffer.content.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
        let symbol = ascii(cell.symbol());
        cell.set_symbol(if symbol.is_empty() { " " } else { &symbol });
    }
}

fn stand_in(character: char) -> String {
    let single = match character {
        '─' | '━' | '–' | '—' | '╌' | '═' | '−' => '-',
        '│' | '┃' | '║' | '▌' => '|',
        '╭' | '╮' | '╰' | '╯' | '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '✓' => {
            '+'
        }
        '▶' | '▸' | '→' | '›' | '»' => '>',
        '◀' | '◂' | '←' | '‹' | '«' => '<',
        '▼' | '▾' | '↓' => 'v',
        '▲' | '▴' | '↑' => '^',
        '✗' | '×' => 'x',
        '○' | '☐' => 'o',
        '●' | '★' | '•' => '*',
        '☆' | '·' | '…' => '.',
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        '⚠' => '!',
        '\u{a0}' => ' ',
        _ => return "?".repeat(character.width().unwrap_or(0)),
    };
    single.to_string()
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn drawings_keep_their_columns() {
        let drawn = " ╭──╮ ✓ “ann” … 漢 e\u{301}";
        assert_eq!(ascii(drawn), " +--+ + \"ann\" . ?? e");
        assert_eq!(ascii(drawn).width(), drawn.width());
    }
}

//! A drawn screen as text: what stands on it, and under that which style each stretch of a row wears.
//!
//! Styles are lettered in the order they appear and spelt out at the end, so that another colour changes one line and another
//! place changes its row.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The screen, its rows' styles, and what the letters mean.
pub fn styled(buffer: &Buffer) -> String {
    let mut styles: Vec<String> = Vec::new();
    let (mut text, mut map) = (String::new(), String::new());
    for y in buffer.area.top()..buffer.area.bottom() {
        let cells: Vec<&Cell> = (buffer.area.left()..buffer.area.right()).map(|x| &buffer[(x, y)]).collect();
        let row: String = cells.iter().map(|cell| cell.symbol()).collect();
        let _ = writeln!(text, "{}", row.trim_end());
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for cell in cells {
            let style = style_of(cell);
            let letter = styles.iter().position(|known| *known == style).unwrap_or_else(|| {
                styles.push(style);
                styles.len() - 1
            });
            match runs.last_mut() {
                Some((last, count)) if *last == letter => *count += 1,
                _ => runs.push((letter, 1)),
            }
        }
        let runs: Vec<String> = runs.iter().map(|(letter, count)| format!("{}{count}", name(*letter))).collect();
        let _ = writeln!(map, "{:>2}  {}", y + 1, runs.join(" "));
    }
    let legend: String = styles.iter().enumerate().map(|(n, style)| format!("{:>2}  {style}\n", name(n))).collect();
    format!("{text}\nstyles\n{map}\n{legend}")
}

/// `a` to `z`, then `A` to `Z`, then doubled.
fn name(number: usize) -> String {
    let letters: Vec<char> = ('a'..='z').chain('A'..='Z').collect();
    letters[number % letters.len()].to_string().repeat(1 + number / letters.len())
}

fn style_of(cell: &Cell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(format!("{}", cell.fg));
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg));
    }
    if cell.modifier != Modifier::empty() {
        words.push(format!("{:?}", cell.modifier).to_lowercase());
    }
    if words.is_empty() { "plain".to_owned() } else { words.join(" ") }
}

//! A terminal's screen as an SVG: cells in, one picture out, the same bytes for the same screen.
//!
//! Every run of text is held to its columns, so that the picture keeps its lines whatever monospace font the reader has.
//! Lines and surfaces made of box and block characters are drawn as what they are: fonts disagree about where those meet.

use std::fmt::Write as _;

use vt100::{Cell, Color, Screen};

/// A cell's width and height, and the size of its letters.
const WIDTH: f32 = 8.4;
const HEIGHT: f32 = 18.0;
const LETTERS: f32 = 14.0;
/// From a cell's top to the line that letters stand on.
const BASELINE: f32 = 13.5;
/// Room around the screen.
const MARGIN: f32 = 14.0;

/// A colour: red, green, blue.
pub type Rgb = (u8, u8, u8);

/// What the terminal looks like where the program leaves it alone.
pub struct Look {
    /// Letters.
    pub foreground: Rgb,
    /// Ground.
    pub background: Rgb,
}

/// How a cell's letters look.
#[derive(Clone, Copy, PartialEq)]
struct Style {
    foreground: Rgb,
    bold: bool,
    italic: bool,
    underline: bool,
    dim: bool,
}

/// The picture of a screen; `title` is what those hear who cannot see it.
pub fn draw(screen: &Screen, look: &Look, title: &str) -> String {
    let (rows, columns) = screen.size();
    let width = f32::from(columns) * WIDTH + 2.0 * MARGIN;
    let height = f32::from(rows) * HEIGHT + 2.0 * MARGIN;
    let mut out = String::new();
    let title = escaped(title);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" \
         fill=\"{}\"/>\n<g transform=\"translate({MARGIN} {MARGIN})\" font-size=\"{LETTERS}\" xml:space=\"preserve\" \
         font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace\">",
        hex(look.background)
    );
    for row in 0..rows {
        let cells: Vec<&Cell> = (0..columns).filter_map(|column| screen.cell(row, column)).collect();
        let top = f32::from(row) * HEIGHT;
        grounds(&mut out, &cells, look, top);
        surfaces(&mut out, &cells, look, top);
        rules(&mut out, &cells, look, top);
        letters(&mut out, &cells, look, top);
    }
    if let (false, (row, column)) = (screen.hide_cursor(), screen.cursor_position()) {
        let (x, y) = (f32::from(column) * WIDTH, f32::from(row) * HEIGHT);
        let _ =
            writeln!(out, "<path d=\"M{x:.1} {y}v{HEIGHT}\" stroke=\"{}\" stroke-width=\"2\"/>", hex(look.foreground));
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// The grounds that are not the terminal's own.
fn grounds(out: &mut String, cells: &[&Cell], look: &Look, top: f32) {
    for (column, run) in runs(cells, |cell| ground(cell, look)) {
        let Some(colour) = run.first().map(|cell| ground(cell, look)).filter(|colour| *colour != look.background)
        else {
            continue;
        };
        let (x, width) = (at(column), at(run.len()));
        let fill = hex(colour);
        let _ =
            writeln!(out, "<rect x=\"{x:.1}\" y=\"{top}\" width=\"{width:.1}\" height=\"{HEIGHT}\" fill=\"{fill}\"/>");
    }
}

/// The surfaces made of block characters.
fn surfaces(out: &mut String, cells: &[&Cell], look: &Look, top: f32) {
    for (column, run) in runs(cells, |cell| block(cell).map(|block| (block, style(cell, look).foreground))) {
        let Some((part, fill)) = run.first().and_then(|cell| Some((block(cell)?, hex(style(cell, look).foreground))))
        else {
            continue;
        };
        let (y, height) = (top + part.top * HEIGHT, part.height * HEIGHT);
        // What fills its cell from side to side is one surface with its neighbours.
        let pieces = if part.width < 1.0 { run.len() } else { 1 };
        let width = if part.width < 1.0 { part.width * WIDTH } else { at(run.len()) };
        for x in (0..pieces).map(|piece| at(column + piece) + part.left * WIDTH) {
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>"
            );
        }
    }
}

/// The lines made of box characters.
fn rules(out: &mut String, cells: &[&Cell], look: &Look, top: f32) {
    for (column, run) in runs(cells, |cell| arms(cell).map(|arms| (arms, style(cell, look)))) {
        let Some((arms, cell)) = run.first().and_then(|cell| Some((arms(cell)?, cell))) else { continue };
        let paint = hex(style(cell, look).foreground);
        let dim = if cell.dim() { " opacity=\".6\"" } else { "" };
        let mut path = String::new();
        if arms == LEVEL {
            let _ = write!(path, "M{:.1} {}h{:.1}", at(column), top + HEIGHT / 2.0, at(run.len()));
        } else {
            for i in 0..run.len() {
                corner(&mut path, arms, cell.contents(), at(column + i), top);
            }
        }
        let _ = writeln!(out, "<path d=\"{path}\" stroke=\"{paint}\" fill=\"none\"{dim}/>");
    }
}

/// One cell's arms, from its middle; those with two arms round a corner are bent.
fn corner(path: &mut String, [up, down, left, right]: Arms, written: &str, x: f32, y: f32) {
    let (middle, centre) = (x + WIDTH / 2.0, y + HEIGHT / 2.0);
    if "╭╮╰╯".contains(written) {
        let from = if up { y } else { y + HEIGHT };
        let to = if left { x } else { x + WIDTH };
        let _ = write!(path, "M{middle:.1} {from}Q{middle:.1} {centre} {to:.1} {centre}");
        return;
    }
    let vertical = (if up { y } else { centre }, if down { y + HEIGHT } else { centre });
    let level = (if left { x } else { middle }, if right { x + WIDTH } else { middle });
    if up || down {
        let _ = write!(path, "M{middle:.1} {}V{}", vertical.0, vertical.1);
    }
    if left || right {
        let _ = write!(path, "M{:.1} {centre}H{:.1}", level.0, level.1);
    }
}

/// The letters: words of one style together, every other sign on its own.
fn letters(out: &mut String, cells: &[&Cell], look: &Look, top: f32) {
    for (column, run) in runs(cells, |cell| (is_plain(cell), style(cell, look))) {
        let Some(style) = run.first().map(|cell| style(cell, look)) else { continue };
        if run.first().is_some_and(|cell| is_plain(cell)) {
            let text: String = run.iter().map(|cell| if cell.has_contents() { cell.contents() } else { " " }).collect();
            for (start, words) in words(&text, style.underline) {
                text_at(out, words, column + start, words.len(), style, top);
            }
        } else {
            for (i, cell) in run
                .iter()
                .enumerate()
                .filter(|(_, cell)| arms(cell).is_none() && block(cell).is_none() && cell.has_contents())
            {
                text_at(out, cell.contents(), column + i, if cell.is_wide() { 2 } else { 1 }, style, top);
            }
        }
    }
}

fn text_at(out: &mut String, text: &str, column: usize, columns: usize, style: Style, top: f32) {
    let (x, y, length) = (at(column), top + BASELINE, at(columns));
    let attribute = |holds: bool, words: &'static str| if holds { words } else { "" };
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{}\"{}{}{}{}>{}</text>",
        hex(style.foreground),
        attribute(style.bold, " font-weight=\"bold\""),
        attribute(style.italic, " font-style=\"italic\""),
        attribute(style.underline, " text-decoration=\"underline\""),
        attribute(style.dim, " opacity=\".6\""),
        escaped(text)
    );
}

/// A text's pieces between wider gaps, each with its place; underlined text keeps its gaps.
fn words(text: &str, underlined: bool) -> Vec<(usize, &str)> {
    if underlined {
        return vec![(0, text)];
    }
    let mut out = Vec::new();
    let mut from = 0;
    for piece in text.split("  ") {
        let trimmed = piece.trim_start();
        let start = from + piece.len() - trimmed.len();
        let trimmed = trimmed.trim_end();
        if !trimmed.is_empty() {
            out.push((start, trimmed));
        }
        from += piece.len() + 2;
    }
    out
}

/// The runs of neighbours that are alike, each with the column it begins at.
fn runs<'a, K: PartialEq>(
    cells: &'a [&'a Cell],
    alike: impl Fn(&Cell) -> K,
) -> impl Iterator<Item = (usize, &'a [&'a Cell])> {
    let mut column = 0;
    cells.chunk_by(move |a, b| alike(a) == alike(b)).map(move |run| {
        let start = column;
        column += run.len();
        (start, run)
    })
}

/// Whether a cell holds nothing, or a letter that every font has.
fn is_plain(cell: &Cell) -> bool {
    !cell.is_wide_continuation() && cell.contents().is_ascii()
}

fn ground(cell: &Cell, look: &Look) -> Rgb {
    if cell.inverse() { rgb(cell.fgcolor(), look.foreground) } else { rgb(cell.bgcolor(), look.background) }
}

fn style(cell: &Cell, look: &Look) -> Style {
    let foreground =
        if cell.inverse() { rgb(cell.bgcolor(), look.background) } else { rgb(cell.fgcolor(), look.foreground) };
    Style { foreground, bold: cell.bold(), italic: cell.italic(), underline: cell.underline(), dim: cell.dim() }
}

/// Whether a box character reaches up, down, left, right.
type Arms = [bool; 4];
const LEVEL: Arms = [false, false, true, true];

fn arms(cell: &Cell) -> Option<Arms> {
    let directions = match cell.contents() {
        "─" => "lr",
        "│" => "ud",
        "╭" | "┌" => "dr",
        "╮" | "┐" => "dl",
        "╰" | "└" => "ur",
        "╯" | "┘" => "ul",
        "├" => "udr",
        "┤" => "udl",
        "┬" => "dlr",
        "┴" => "ulr",
        "┼" => "udlr",
        _ => return None,
    };
    Some(['u', 'd', 'l', 'r'].map(|direction| directions.contains(direction)))
}

/// The part of its cell that a block character fills, in shares of the cell.
#[derive(Clone, Copy, PartialEq)]
struct Block {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
}

fn block(cell: &Cell) -> Option<Block> {
    let written = cell.contents().chars().next()?;
    let eighths = |from: char| f32::from(u8::try_from(u32::from(written) - u32::from(from)).unwrap_or_default()) / 8.0;
    let (left, top, width, height) = match written {
        '▀' => (0.0, 0.0, 1.0, 0.5),
        '▁'..='█' => (0.0, 1.0 - eighths('▀'), 1.0, eighths('▀')),
        '▉'..='▏' => (0.0, 0.0, 1.0 - eighths('█'), 1.0),
        '▐' => (0.5, 0.0, 0.5, 1.0),
        _ => return None,
    };
    Some(Block { left, top, width, height })
}

/// The colour of a cell: its own, one of the 256 that terminals number, or the terminal's.
fn rgb(colour: Color, default: Rgb) -> Rgb {
    const BASIC: [Rgb; 16] = [
        (0x00, 0x00, 0x00),
        (0xcd, 0x31, 0x31),
        (0x0d, 0xbc, 0x79),
        (0xe5, 0xe5, 0x10),
        (0x24, 0x72, 0xc8),
        (0xbc, 0x3f, 0xbc),
        (0x11, 0xa8, 0xcd),
        (0xe5, 0xe5, 0xe5),
        (0x66, 0x66, 0x66),
        (0xf1, 0x4c, 0x4c),
        (0x23, 0xd1, 0x8b),
        (0xf5, 0xf5, 0x43),
        (0x3b, 0x8e, 0xea),
        (0xd6, 0x70, 0xd6),
        (0x29, 0xb8, 0xdb),
        (0xff, 0xff, 0xff),
    ];
    match colour {
        Color::Default => default,
        Color::Rgb(red, green, blue) => (red, green, blue),
        Color::Idx(grey @ 232..) => [8 + 10 * (grey - 232); 3].into(),
        Color::Idx(cube @ 16..) => {
            let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            (level((cube - 16) / 36), level((cube - 16) / 6 % 6), level((cube - 16) % 6))
        }
        Color::Idx(basic) => BASIC.get(usize::from(basic)).copied().unwrap_or(default),
    }
}

fn hex((red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Where a column begins.
#[expect(clippy::cast_precision_loss, reason = "a screen has some hundred columns")]
fn at(column: usize) -> f32 {
    column as f32 * WIDTH
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

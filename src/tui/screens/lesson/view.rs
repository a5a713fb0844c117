//! Draws a lesson: head, outline, the lines in the window, and in a wide window what the words in sight mean.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crate::tui::app::{Hit, Hits, Shared};
use crate::tui::screens::lesson::find::Finder;
use crate::tui::screens::lesson::layout::{Placed, Thing};
use crate::tui::screens::lesson::{LessonScreen, closing, outline};
use crate::tui::theme::{Palette, Role, Theme};
use crate::tui::widgets::inline::{Piece, Target};
use crate::tui::widgets::{ascii, fit, page, wrap};

/// The widest a line of text may be.
const MEASURE: u16 = 78;
/// From this width on the outline stands beside the text.
const WITH_OUTLINE: u16 = 100;
/// From this width on the words in sight are explained beside the text.
const WITH_NOTES: u16 = 160;

/// Where the parts of the screen stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Areas {
    /// The outline, where there is room for it.
    pub outline: Option<Rect>,
    /// The text.
    pub text: Rect,
    /// What the words in sight mean, where there is room for it.
    pub notes: Option<Rect>,
}

impl Areas {
    /// Divides the area of the screen.
    #[must_use]
    pub fn of(area: Rect) -> Self {
        // Head and rule, and a line of air where there is height for it.
        let air = if area.height > 16 { 1 } else { 0 };
        let above = (2 + air).min(area.height);
        let body = Rect { y: area.y + above, height: area.height - above, ..area };
        if area.width < WITH_OUTLINE {
            // At 80 columns there is room for all that a lesson may be wide.
            let margin = if area.width >= MEASURE + 4 { 2 } else { 1 };
            let width = area.width.saturating_sub(2 * margin).min(MEASURE);
            return Self { text: Rect { x: area.x + margin, width, ..body }, ..Self::default() };
        }
        let outline = area.width.saturating_sub(MEASURE + 8).clamp(28, 38);
        let x = area.x + outline + 4;
        let width = area.width.saturating_sub(outline + 6).min(MEASURE);
        let text = Rect { x, width, ..body };
        let notes = (area.width >= WITH_NOTES).then(|| {
            let x = text.right() + 5;
            Rect { x, width: area.right().saturating_sub(x + 2).min(56), ..body }
        });
        Self { outline: Some(Rect { x: area.x, width: outline, ..body }), text, notes }
    }
}

/// Draws the screen.
pub fn draw(screen: &LessonScreen, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
    let theme = &shared.theme;
    match screen.finder.as_ref().filter(|finder| finder.typing) {
        Some(finder) => search_line(finder, frame, area, theme),
        None => head(screen, frame, area, theme),
    }
    if let Some(area) = screen.areas.outline {
        draw_outline(screen, frame, area, theme, hits);
    }
    draw_text(screen, frame, theme, hits);
    if let Some(area) = screen.areas.notes {
        draw_notes(screen, frame, area, theme, hits);
    }
}

/// The line that is typed into, in the head's place, and how often what stands in it is there.
fn search_line(finder: &Finder, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    let count = finder.count();
    let role = if finder.found.is_empty() { Role::Silent } else { Role::Dim };
    let right = Line::styled(count, theme.style(role));
    let room = usize::from(area.width).saturating_sub(right.width() + 14).min(60);
    let mut left = vec![Span::styled("Search  ", theme.style(Role::Accent))];
    left.extend(finder.field.spans(true, room, theme));
    page::head(frame, area, theme, Line::from(left), right);
}

/// The head line: which lesson and part, how many questions were answered, how far down the window stands.
fn head(screen: &LessonScreen, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    let content = &screen.content;
    let head = &content.entry.head;
    let all = content.checkpoints_in(0..content.lesson.blocks.len()).count();
    let answered = content
        .checkpoints_in(0..content.lesson.blocks.len())
        .filter(|id| screen.marks.answers.contains_key(*id))
        .count();
    let share = match screen.furthest_top() {
        0 => 100,
        last => screen.top() * 100 / last,
    };
    let finished = all > 0 && answered == all;
    let roomy = area.width >= WITH_OUTLINE;
    let mut right = Vec::new();
    if let Some(finder) = &screen.finder {
        let words = fit(finder.field.text().trim(), 24, theme.symbols().ellipsis);
        right.push(Span::styled(format!("{words}  {}   ", finder.count()), theme.style(Role::Accent)));
    } else if roomy {
        right.push(Span::styled(format!("{share} %   "), theme.style(Role::Dim)));
    }
    if finished {
        right.push(Span::styled(format!("{} finished", theme.symbols().yes), theme.style(Role::Allow)));
    } else {
        let words =
            if area.width >= 60 { format!("{answered} of {all} answered") } else { format!("{answered}/{all}") };
        right.push(Span::styled(words, theme.style(Role::Dim)));
    }
    if roomy {
        right.push(Span::styled("   F1 help", theme.style(Role::Dim)));
    }
    let right = Line::from(right);
    let number = format!("Lesson {}", head.number);
    let part = match content.sections.get(screen.section()) {
        Some(section) => {
            let part = format!("part {} of {}", section.id, content.sections.len());
            // Without the outline the head says what the part is called.
            if roomy { part } else { format!("{part} {} {}", theme.symbols().dot, section.title) }
        }
        None => closing::HEADING.to_owned(),
    };
    let mut room = usize::from(area.width).saturating_sub(right.width() + 4 + number.width());
    let mut left = vec![Span::styled(number, theme.style(Role::Accent))];
    // Where not both fit the part is worth more than the lesson's name: that stands above the text.
    if head.title.width() + part.width() + 5 <= room {
        left.push(Span::styled(format!("  {}", head.title), theme.style(Role::Strong)));
        room -= head.title.width() + 2;
    }
    let part = fit(&part, room.saturating_sub(3), theme.symbols().ellipsis);
    left.push(Span::styled(format!("   {part}"), theme.style(Role::Dim)));
    let left = Line::from(left);
    let left = if theme.ascii { ascii::ascii_line(left) } else { left };
    page::head(frame, area, theme, left, right);
}

fn draw_outline(screen: &LessonScreen, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
    let rule = Rect { x: area.right(), y: area.y.saturating_sub(1), width: 1, height: area.height + 1 };
    page::upright(frame, rule, theme);
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
    let width = usize::from(inner.width);
    let rows = outline::rows(&screen.content, &screen.marks, screen.block(), screen.furthest, width, theme);
    for (row, place) in rows.into_iter().zip(inner.rows()) {
        if let Some(block) = row.block {
            hits.add(place, Hit::Tab(block));
        }
        frame.render_widget(Paragraph::new(row.line), place);
    }
}

fn draw_text(screen: &LessonScreen, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
    let area = screen.areas.text;
    let window = screen.window();
    let buffer = frame.buffer_mut();
    for (line, place) in screen.layout.lines.iter().skip(window.start).zip(area.rows()) {
        buffer.set_line(place.x, place.y, line, place.width);
    }
    for drawing in &screen.layout.drawings {
        for line in drawing.lines.clone() {
            if let Some(place) = row_of(screen, line) {
                hits.add(place, Hit::Pane(drawing.block));
            }
        }
    }
    let focused = screen.focused();
    for index in screen.visible() {
        let Some(placed) = screen.layout.things.get(index) else { continue };
        for piece in &placed.pieces {
            if let Some(place) = rect_of(screen, piece) {
                hits.add(place, Hit::Row(index));
            }
        }
        mark(screen, placed, focused == Some(index), frame, theme);
    }
    if let Some(finder) = &screen.finder {
        for (index, pieces) in finder.found.iter().enumerate() {
            let role = if index == finder.at { Role::Selected } else { Role::Marked };
            for place in pieces.iter().filter_map(|piece| rect_of(screen, piece)) {
                light(frame, place, theme.style(role));
            }
        }
    }
}

/// Lights a stretch of a row. Where the ground is reversed video the colours of code would become a patchwork of grounds.
fn light(frame: &mut Frame<'_>, place: Rect, style: Style) {
    let buffer = frame.buffer_mut();
    if style.add_modifier.contains(Modifier::REVERSED) {
        for column in place.x..place.right() {
            if let Some(cell) = buffer.cell_mut((column, place.y)) {
                (cell.fg, cell.modifier) = (Color::Reset, Modifier::empty());
            }
        }
    }
    buffer.set_style(place, style);
}

/// Shows what Enter acts on: a word is lit, a panel gets an edge and says what Enter does.
fn mark(screen: &LessonScreen, placed: &Placed, focused: bool, frame: &mut Frame<'_>, theme: &Theme) {
    let buffer = frame.buffer_mut();
    if !focused {
        if let Some(place) = placed.hint.as_ref().and_then(|hint| rect_of(screen, hint)) {
            let edge = u16::from(matches!(theme.palette, Palette::Terminal | Palette::Monochrome));
            for column in place.x + edge..place.right() {
                if let Some(cell) = buffer.cell_mut((column, place.y)) {
                    cell.set_symbol(" ");
                }
            }
        }
        return;
    }
    for place in placed.pieces.iter().filter_map(|piece| rect_of(screen, piece)) {
        if placed.hint.is_some() || placed.thing.code().is_some() {
            if let Some(cell) = buffer.cell_mut((place.x, place.y)) {
                // What stood there was faint, and would stay so.
                cell.modifier = Modifier::empty();
                cell.set_symbol(theme.symbols().edge).set_style(theme.style(Role::Accent));
            }
        } else {
            buffer.set_style(place, theme.style(Role::Selected));
        }
    }
}

/// The row of the screen on which a line stands, when it is in the window.
fn row_of(screen: &LessonScreen, line: usize) -> Option<Rect> {
    let area = screen.areas.text;
    let offset = line.checked_sub(screen.top()).filter(|offset| *offset < usize::from(area.height))?;
    Some(Rect { y: area.y + u16::try_from(offset).ok()?, height: 1, ..area })
}

fn rect_of(screen: &LessonScreen, piece: &Piece) -> Option<Rect> {
    let row = row_of(screen, piece.line)?;
    let start = u16::try_from(piece.columns.start).ok()?;
    let width = u16::try_from(piece.columns.len()).ok()?;
    Some(Rect { x: row.x + start, width: width.min(row.width.saturating_sub(start)), ..row })
}

/// The terms in the window, each once, with their meaning.
fn draw_notes(screen: &LessonScreen, frame: &mut Frame<'_>, area: Rect, theme: &Theme, hits: &mut Hits) {
    let mut shown: Vec<&str> = Vec::new();
    let mut place = area;
    let width = usize::from(area.width);
    for index in screen.visible() {
        let thing = screen.layout.things.get(index).map(|placed| &placed.thing);
        let Some(Thing::Link(Target::Term(id))) = thing else { continue };
        let Some(term) = screen.content.glossary.find(id) else { continue };
        if shown.contains(&term.id.as_str()) {
            continue;
        }
        shown.push(&term.id);
        let mut lines = vec![Line::styled(term.name.clone(), theme.style(Role::Term))];
        lines.extend(wrap(&term.meaning, width).into_iter().map(|line| Line::styled(line, theme.style(Role::Dim))));
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        if height > place.height {
            return;
        }
        if theme.ascii {
            lines = lines.into_iter().map(ascii::ascii_line).collect();
        }
        hits.add(Rect { height, ..place }, Hit::Row(index));
        frame.render_widget(Paragraph::new(lines), Rect { height, ..place });
        let used = (height + 1).min(place.height);
        place = Rect { y: place.y + used, height: place.height - used, ..place };
    }
}

//! What a form looks like: labels on the left, what is written beside them, what is wrong below it, and below all of them
//! what the field of the cursor is for.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use super::{Form, Input, Item, Spot};
use crate::tui::app::{Hit, Hits};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::{completion, fit, wrap, wrap_hard};

/// The narrowest and the widest that the labels become.
const LABELS: (usize, usize) = (8, 24);
/// Rows kept free for what a field is for.
const HELP: u16 = 3;

impl Form {
    /// Fits it to the area that it will be drawn in: the line of the cursor is in sight.
    pub fn prepare(&mut self, area: Rect) {
        self.area = area;
        let window = usize::from(self.body().height).max(1);
        let lines = self.layout();
        let here = |line: &Laid| matches!(line, Laid::Row(item, row) if (*item, *row) == (self.at.item, self.at.row));
        let at = lines.iter().position(here).unwrap_or(0);
        // What is wrong with it should be seen too, and the heading above it.
        let wrong = lines.iter().skip(at + 1).take_while(|line| matches!(line, Laid::Fault(..))).count();
        let above = lines.iter().take(at).rev().take_while(|line| matches!(line, Laid::Heading(_) | Laid::Gap)).count();
        let bottom = (at + wrong + 1).min(lines.len());
        self.scroll = self.scroll.min(at.saturating_sub(above)).max(bottom.saturating_sub(window)).min(at);
        self.scroll = self.scroll.min(lines.len().saturating_sub(window));
    }

    /// How many rows it would like: all lines and the help.
    #[must_use]
    pub fn height(&self, width: u16) -> u16 {
        let form = Self { area: Rect { width, height: u16::MAX, ..Rect::default() }, ..self.clone() };
        u16::try_from(form.layout().len()).unwrap_or(u16::MAX).saturating_add(HELP + 1)
    }

    /// Draws it; `focused` when the keys go to it.
    pub fn draw(&self, frame: &mut Frame<'_>, focused: bool, theme: &Theme, hits: &mut Hits) {
        let body = self.body();
        let lines = self.layout();
        let shown = lines.iter().enumerate().skip(self.scroll);
        for (row, (nth, laid)) in body.rows().zip(shown) {
            frame.render_widget(Paragraph::new(self.line(laid, focused, theme)), row);
            if matches!(laid, Laid::Row(..)) {
                hits.add(row, Hit::Row(nth));
            }
        }
        let hidden = lines.len().saturating_sub(self.scroll + usize::from(body.height));
        for (count, at, sign) in [
            (self.scroll, body.y, theme.symbols().above),
            (hidden, body.bottom().saturating_sub(1), theme.symbols().below),
        ] {
            if count > 0 && body.width > 2 {
                let mark = Rect { x: body.right() - 1, y: at, width: 1, height: 1 };
                frame.render_widget(Paragraph::new(Span::styled(sign, theme.style(Role::Dim))), mark);
            }
        }
        self.draw_help(frame, theme);
        if focused {
            self.draw_offers(frame, theme, hits);
        }
    }

    fn draw_help(&self, frame: &mut Frame<'_>, theme: &Theme) {
        let body = self.body();
        // Right below the fields, or below what of them there is room for.
        let lines = self.layout().len().saturating_sub(self.scroll).min(usize::from(body.height));
        let y = body.y + u16::try_from(lines).unwrap_or(body.height) + 1;
        let area = Rect { y, height: self.area.bottom().saturating_sub(y), ..body };
        let Some(item) = self.items.get(self.at.item) else { return };
        let mut words = item.help.clone();
        let has_offers = if self.at.column == 1 { !item.value_offers.is_empty() } else { !item.offers.is_empty() };
        if has_offers && self.offers.is_none() {
            words = format!("{words} Ctrl-Space shows what could stand here.");
        }
        for (row, line) in area.rows().zip(wrap(words.trim(), usize::from(area.width))) {
            frame.render_widget(Paragraph::new(Line::styled(line, theme.style(Role::Dim))), row);
        }
    }

    fn draw_offers(&self, frame: &mut Frame<'_>, theme: &Theme, hits: &mut Hits) {
        let Some(offers) = &self.offers else { return };
        let body = self.body();
        let lines = self.layout();
        let here = |line: &Laid| matches!(line, Laid::Row(item, row) if (*item, *row) == (self.at.item, self.at.row));
        let Some(at) = lines.iter().position(here).and_then(|at| at.checked_sub(self.scroll)) else { return };
        let x = if self.at.column == 1 { self.second_column() } else { self.first_column() };
        let narrow = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let word = Position::new(body.x.saturating_add(narrow(x)), body.y.saturating_add(narrow(at)));
        let keys = match (offers.chosen.is_some(), theme.ascii) {
            (true, _) => "Enter takes · Esc closes",
            (false, false) => "↑↓ choose · Esc closes",
            (false, true) => "Up/Down choose · Esc closes",
        };
        let look = completion::Look { proposals: &offers.proposals, chosen: offers.chosen, first: offers.first, keys };
        if let Some(rect) = completion::place(self.area, word, &look) {
            completion::draw(frame, rect, &look, theme, hits);
        }
    }

    /// Where the lines stand: the rows at the bottom are for the help.
    fn body(&self) -> Rect {
        let help = if self.area.height > HELP + 5 { HELP + 1 } else { 0 };
        Rect { height: self.area.height - help, ..self.area }
    }

    fn label_width(&self) -> usize {
        let labelled =
            self.items.iter().filter(|item| item.shown && !matches!(item.input, Input::Heading | Input::Button));
        let widest = labelled.map(|item| item.label.width()).max().unwrap_or(0);
        let most = LABELS.1.min(usize::from(self.area.width) / 3).max(LABELS.0);
        widest.clamp(LABELS.0, most)
    }

    /// Where what is written begins: behind a mark, the label and two blanks.
    pub(super) fn first_column(&self) -> usize {
        2 + self.label_width() + 2
    }

    /// Where the values of pairs begin.
    pub(super) fn second_column(&self) -> usize {
        let first = self.first_column();
        first + self.key_width() + 3
    }

    fn key_width(&self) -> usize {
        (usize::from(self.area.width).saturating_sub(self.first_column() + 3) / 2).max(4)
    }

    /// The field and its row that stand in the line of that number.
    pub(super) fn line_at(&self, line: usize) -> Option<(usize, usize)> {
        match self.layout().get(line) {
            Some(Laid::Row(item, row)) => Some((*item, *row)),
            _ => None,
        }
    }

    /// The choice that stands in that column of a field whose choices stand side by side.
    pub(super) fn choice_at(&self, item: usize, column: usize) -> Option<usize> {
        let Some(Item { input: Input::Choice { options, .. }, .. }) = self.items.get(item) else { return None };
        if !self.side_by_side(options) {
            return None;
        }
        let mut x = self.first_column();
        options.iter().position(|(_, shown)| {
            let from = x;
            x += shown.width() + 4;
            (from..x).contains(&column)
        })
    }

    fn side_by_side(&self, options: &[(String, String)]) -> bool {
        let width: usize = options.iter().map(|(_, shown)| shown.width() + 4).sum();
        self.first_column() + width <= usize::from(self.area.width)
    }

    /// Every line of the form, in order.
    fn layout(&self) -> Vec<Laid> {
        let mut lines = Vec::new();
        for (nth, item) in self.items.iter().enumerate().filter(|(_, item)| item.shown) {
            if matches!(item.input, Input::Heading) {
                if !lines.is_empty() {
                    lines.push(Laid::Gap);
                }
                lines.push(Laid::Heading(nth));
                continue;
            }
            lines.extend((0..item.rows()).map(|row| Laid::Row(nth, row)));
            let room = usize::from(self.area.width).saturating_sub(self.first_column() + 2).max(10);
            let fault = item.fault.as_deref().map(|words| wrap_hard(words, room)).unwrap_or_default();
            lines.extend(fault.into_iter().enumerate().map(|(at, words)| Laid::Fault(at, words)));
        }
        lines
    }

    fn line(&self, laid: &Laid, focused: bool, theme: &Theme) -> Line<'static> {
        let symbols = theme.symbols();
        match laid {
            Laid::Gap => Line::default(),
            Laid::Heading(item) => {
                let words = self.items.get(*item).map_or("", |item| item.label.as_str());
                Line::styled(words.to_owned(), theme.style(Role::Strong))
            }
            Laid::Fault(at, words) => {
                let mark = if *at == 0 { symbols.no } else { " " };
                let indent = " ".repeat(self.first_column());
                Line::from(vec![
                    Span::raw(indent),
                    Span::styled(format!("{mark} "), theme.style(Role::Error)),
                    Span::styled(words.clone(), theme.style(Role::Error)),
                ])
            }
            Laid::Row(nth, row) => self.row(*nth, *row, focused, theme),
        }
    }

    fn row(&self, nth: usize, row: usize, focused: bool, theme: &Theme) -> Line<'static> {
        let Some(item) = self.items.get(nth) else { return Line::default() };
        let symbols = theme.symbols();
        let here = (self.at.item, self.at.row) == (nth, row);
        let cursor = |column: usize| focused && self.at == Spot { item: nth, row, column };
        let mark = if here { symbols.cursor } else { " " };
        let labels = self.label_width();
        let label = if row == 0 { fit(&item.label, labels, symbols.ellipsis) } else { String::new() };
        let gap = " ".repeat(labels.saturating_sub(label.width()) + 2);
        let role = if self.at.item == nth { Role::Strong } else { Role::Dim };
        let mut spans = vec![
            Span::styled(format!("{mark:<2}"), theme.style(Role::Accent)),
            Span::styled(label, theme.style(role)),
            Span::raw(gap),
        ];
        let room = usize::from(self.area.width).saturating_sub(self.first_column() + 2);
        match &item.input {
            Input::Heading => {}
            Input::Button => {
                let style = theme.style(Role::Accent);
                let style = if cursor(0) { style.add_modifier(Modifier::REVERSED) } else { style };
                return Line::from(vec![
                    Span::styled(format!("{mark:<2}"), theme.style(Role::Accent)),
                    Span::styled(format!("[ {} ]", item.label), style),
                ]);
            }
            Input::Choice { options, at } if self.side_by_side(options) => {
                for (option, (_, shown)) in options.iter().enumerate() {
                    let chosen = option == *at;
                    let sign = if chosen { symbols.full } else { symbols.empty };
                    let role = if chosen { Role::Strong } else { Role::Dim };
                    let mut style = theme.style(role);
                    if chosen && cursor(0) {
                        style = theme.style(Role::Accent).add_modifier(Modifier::UNDERLINED);
                    }
                    let role = if chosen { Role::Accent } else { Role::Dim };
                    spans.push(Span::styled(format!("{sign} "), theme.style(role)));
                    spans.push(Span::styled(shown.clone(), style));
                    spans.push(Span::raw("  "));
                }
            }
            Input::Choice { options, at } => {
                let shown = options.get(*at).map_or("", |(_, shown)| shown.as_str());
                let count = format!("  {} of {}", at + 1, options.len());
                let (left, right) = if theme.ascii { ("< ", " >") } else { ("◂ ", " ▸") };
                let words = fit(shown, room.saturating_sub(count.width() + 4), symbols.ellipsis);
                let role = if cursor(0) { Role::Accent } else { Role::Text };
                spans.push(Span::styled(left, theme.style(Role::Dim)));
                spans.push(Span::styled(words, theme.style(role)));
                spans.push(Span::styled(right, theme.style(Role::Dim)));
                spans.push(Span::styled(count, theme.style(Role::Dim)));
            }
            Input::Text(field) => spans.extend(cell(field, cursor(0), room, theme)),
            Input::List(rows) => {
                if let Some(field) = rows.get(row) {
                    spans.extend(cell(field, cursor(0), room, theme));
                }
            }
            Input::Pairs(rows) => {
                if let Some((key, value)) = rows.get(row) {
                    let keys = self.key_width();
                    spans.extend(cell(key, cursor(0), keys, theme));
                    spans.push(Span::styled(" = ", theme.style(Role::Dim)));
                    spans.extend(cell(value, cursor(1), room.saturating_sub(keys + 3), theme));
                }
            }
        }
        Line::from(spans)
    }
}

/// What stands in a line of the form.
enum Laid {
    /// Nothing.
    Gap,
    /// Words between fields.
    Heading(usize),
    /// A row of a field.
    Row(usize, usize),
    /// What is wrong with the field above: the line of it, and the words.
    Fault(usize, String),
}

/// A cell of `width` columns; of a text that is longer, the part around the cursor, or the beginning.
fn cell(field: &Field, focused: bool, width: usize, theme: &Theme) -> Vec<Span<'static>> {
    let mut spans = field.spans(focused, width.max(2), theme);
    // Where the ground shows where to write, a line below every field would be too much.
    if !focused && theme.style(Role::Panel).bg.is_some() {
        let style = theme.style(Role::Panel).patch(theme.style(Role::Text));
        spans.iter_mut().for_each(|span| span.style = style);
    } else if !focused {
        let style = theme.style(Role::Text).add_modifier(Modifier::UNDERLINED);
        spans.iter_mut().for_each(|span| span.style = style);
    }
    spans
}

//! A form: labelled fields to fill in, one below the other. A field takes a line of text, one of several choices, a list of
//! lines, or pairs of key and value; some are buttons. What could be written stands in a list below the line.
//!
//! A form knows what was typed and nothing of what it means: whoever shows it reads the fields after every change, tells it
//! what is wrong with one ([`Form::fault`]) and what could stand in one ([`Form::offer`]), and decides what happens in the
//! end. Keys come from the contexts that [`Form::contexts`] gives; what means nothing there is text ([`Form::key`]).

mod draw;
mod offer;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;

use crate::tui::actions::{Action, Context};
use crate::tui::app::Hit;
use crate::tui::widgets::field::Field;

pub use offer::Offer;
use offer::Offers;

/// A form being filled in.
#[derive(Debug, Clone, Default)]
pub struct Form {
    items: Vec<Item>,
    at: Spot,
    offers: Option<Offers>,
    /// Whether the last thing that was done was to write where the cursor is.
    writing: bool,
    scroll: usize,
    area: Rect,
}

/// Where the cursor is: the field, the line of it, the column of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Spot {
    item: usize,
    row: usize,
    column: usize,
}

/// One field of a form.
#[derive(Debug, Clone)]
pub struct Item {
    id: String,
    label: String,
    help: String,
    input: Input,
    offers: Vec<Offer>,
    value_offers: Vec<Offer>,
    fault: Option<String>,
    shown: bool,
}

/// What a field takes.
#[derive(Debug, Clone)]
enum Input {
    /// Nothing: words between fields.
    Heading,
    /// A line.
    Text(Box<Field>),
    /// One of several: what is kept, and what is shown.
    Choice { options: Vec<(String, String)>, at: usize },
    /// Lines; the last is empty, to go on with.
    List(Vec<Field>),
    /// Keys and values; the last line is empty.
    Pairs(Vec<(Field, Field)>),
    /// Nothing: something is done.
    Button,
}

/// What came of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Nothing is written otherwise than before.
    Still,
    /// Something is.
    Changed,
    /// The button of that id was pressed.
    Pressed(String),
    /// The form shall be taken as it is.
    Done,
    /// The form shall be left; nothing shall come of it.
    Leave,
}

fn filled(text: &str) -> Field {
    let mut field = Field::default();
    field.paste(text);
    field
}

impl Item {
    fn new(id: &str, label: &str, input: Input) -> Self {
        Self {
            id: id.to_owned(),
            label: label.to_owned(),
            help: String::new(),
            input,
            offers: Vec::new(),
            value_offers: Vec::new(),
            fault: None,
            shown: true,
        }
    }

    /// Words between fields.
    #[must_use]
    pub fn heading(words: &str) -> Self {
        Self::new("", words, Input::Heading)
    }

    /// A line of text.
    #[must_use]
    pub fn text(id: &str, label: &str, text: &str) -> Self {
        Self::new(id, label, Input::Text(Box::new(filled(text))))
    }

    /// One of several, each with what is kept and what is shown; `chosen` is the one that is kept at first.
    #[must_use]
    pub fn choice(id: &str, label: &str, options: &[(&str, &str)], chosen: &str) -> Self {
        let at = options.iter().position(|(value, _)| *value == chosen).unwrap_or(0);
        let options = options.iter().map(|(value, shown)| ((*value).to_owned(), (*shown).to_owned())).collect();
        Self::new(id, label, Input::Choice { options, at })
    }

    /// Yes or no, kept as `yes` and `no`.
    #[must_use]
    pub fn switch(id: &str, label: &str, on: bool) -> Self {
        Self::choice(id, label, &[("yes", "yes"), ("no", "no")], if on { "yes" } else { "no" })
    }

    /// Lines of text.
    #[must_use]
    pub fn list<'t>(id: &str, label: &str, lines: impl IntoIterator<Item = &'t str>) -> Self {
        let mut rows: Vec<Field> = lines.into_iter().map(filled).collect();
        rows.push(Field::default());
        Self::new(id, label, Input::List(rows))
    }

    /// Keys and values.
    #[must_use]
    pub fn pairs<'t>(id: &str, label: &str, pairs: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut rows: Vec<(Field, Field)> =
            pairs.into_iter().map(|(key, value)| (filled(key), filled(value))).collect();
        rows.push((Field::default(), Field::default()));
        Self::new(id, label, Input::Pairs(rows))
    }

    /// Something to do.
    #[must_use]
    pub fn button(id: &str, label: &str) -> Self {
        Self::new(id, label, Input::Button)
    }

    /// The same with a sentence or two about it, shown while it has the cursor.
    #[must_use]
    pub fn help(mut self, words: &str) -> Self {
        words.clone_into(&mut self.help);
        self
    }

    /// The same with what could be written in it (in the keys of pairs).
    #[must_use]
    pub fn offers(mut self, offers: Vec<Offer>) -> Self {
        self.offers = offers;
        self
    }

    /// The same with what could be written in the values of pairs.
    #[must_use]
    pub fn value_offers(mut self, offers: Vec<Offer>) -> Self {
        self.value_offers = offers;
        self
    }

    fn takes_cursor(&self) -> bool {
        self.shown && !matches!(self.input, Input::Heading)
    }

    fn rows(&self) -> usize {
        match &self.input {
            Input::Heading | Input::Text(_) | Input::Choice { .. } | Input::Button => 1,
            Input::List(rows) => rows.len(),
            Input::Pairs(rows) => rows.len(),
        }
    }

    fn columns(&self) -> usize {
        if matches!(self.input, Input::Pairs(_)) { 2 } else { 1 }
    }

    fn field(&self, row: usize, column: usize) -> Option<&Field> {
        match &self.input {
            Input::Text(field) => Some(field),
            Input::List(rows) => rows.get(row),
            Input::Pairs(rows) => rows.get(row).map(|(key, value)| if column == 0 { key } else { value }),
            Input::Heading | Input::Choice { .. } | Input::Button => None,
        }
    }

    fn field_mut(&mut self, row: usize, column: usize) -> Option<&mut Field> {
        match &mut self.input {
            Input::Text(field) => Some(field),
            Input::List(rows) => rows.get_mut(row),
            Input::Pairs(rows) => rows.get_mut(row).map(|(key, value)| if column == 0 { key } else { value }),
            Input::Heading | Input::Choice { .. } | Input::Button => None,
        }
    }

    /// Takes out empty lines, all but the last, which is added where it is missing. The line `keep` stays.
    fn tidy(&mut self, keep: Option<usize>) {
        fn keep_filled<T: Default>(rows: &mut Vec<T>, keep: Option<usize>, is_empty: impl Fn(&T) -> bool) {
            let mut at = 0;
            rows.retain(|row| {
                at += 1;
                !is_empty(row) || keep == Some(at - 1)
            });
            if !rows.last().is_some_and(&is_empty) {
                rows.push(T::default());
            }
        }
        match &mut self.input {
            Input::List(rows) => keep_filled(rows, keep, |field| field.text().is_empty()),
            Input::Pairs(rows) => {
                keep_filled(rows, keep, |(key, value)| key.text().is_empty() && value.text().is_empty());
            }
            Input::Heading | Input::Text(_) | Input::Choice { .. } | Input::Button => {}
        }
    }
}

impl Form {
    /// A form of these fields, the cursor in the first.
    #[must_use]
    pub fn new(items: Vec<Item>) -> Self {
        let mut form = Self { items, ..Self::default() };
        form.at.item = form.items.iter().position(Item::takes_cursor).unwrap_or(0);
        form
    }

    fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    fn item_mut(&mut self, id: &str) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.id == id)
    }

    /// What is written in a line of text, without blanks around it, or the choice that is kept.
    #[must_use]
    pub fn text(&self, id: &str) -> &str {
        match self.item(id).map(|item| &item.input) {
            Some(Input::Text(field)) => field.text().trim(),
            Some(Input::Choice { options, at }) => options.get(*at).map_or("", |(value, _)| value),
            _ => "",
        }
    }

    /// Whether a switch is on.
    #[must_use]
    pub fn is_on(&self, id: &str) -> bool {
        self.text(id) == "yes"
    }

    /// The lines of a list that are not empty.
    #[must_use]
    pub fn lines(&self, id: &str) -> Vec<String> {
        match self.item(id).map(|item| &item.input) {
            Some(Input::List(rows)) => {
                let texts = rows.iter().map(|field| field.text().trim());
                texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The pairs whose key is not empty.
    #[must_use]
    pub fn pairs(&self, id: &str) -> Vec<(String, String)> {
        match self.item(id).map(|item| &item.input) {
            Some(Input::Pairs(rows)) => {
                let texts = rows.iter().map(|(key, value)| (key.text().trim(), value.text().trim()));
                texts.filter(|(key, _)| !key.is_empty()).map(|(key, value)| (key.into(), value.into())).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Writes a text into a line of text, or keeps that choice.
    pub fn set(&mut self, id: &str, text: &str) {
        match self.item_mut(id).map(|item| &mut item.input) {
            Some(Input::Text(field)) => **field = filled(text),
            Some(Input::Choice { options, at }) => {
                *at = options.iter().position(|(value, _)| value == text).unwrap_or(*at);
            }
            _ => {}
        }
    }

    /// Puts other lines into a list.
    pub fn set_lines<'t>(&mut self, id: &str, lines: impl IntoIterator<Item = &'t str>) {
        if let Some(Item { input: Input::List(rows), .. }) = self.item_mut(id) {
            *rows = lines.into_iter().map(filled).chain([Field::default()]).collect();
        }
        self.settle();
    }

    /// Puts other pairs in place of those that are there.
    pub fn set_pairs<'t>(&mut self, id: &str, pairs: impl IntoIterator<Item = (&'t str, &'t str)>) {
        if let Some(Item { input: Input::Pairs(rows), .. }) = self.item_mut(id) {
            let pairs = pairs.into_iter().map(|(key, value)| (filled(key), filled(value)));
            *rows = pairs.chain([(Field::default(), Field::default())]).collect();
        }
        self.settle();
    }

    /// What could be written in a field (in the keys of pairs). While somebody writes there, the list is opened anew.
    pub fn offer(&mut self, id: &str, offers: Vec<Offer>) {
        if let Some(item) = self.item_mut(id) {
            item.offers = offers;
        }
        self.open_anew(id, 0);
    }

    /// What could be written in the values of pairs.
    pub fn offer_values(&mut self, id: &str, offers: Vec<Offer>) {
        if let Some(item) = self.item_mut(id) {
            item.value_offers = offers;
        }
        self.open_anew(id, 1);
    }

    fn open_anew(&mut self, id: &str, column: usize) {
        if self.writing && self.at.column == column && self.focused().0 == id {
            self.open(false);
        }
    }

    /// Says what is wrong with a field, or that nothing is.
    pub fn fault(&mut self, id: &str, words: Option<String>) {
        if let Some(item) = self.item_mut(id) {
            item.fault = words;
        }
    }

    /// Nothing is wrong with any field.
    pub fn clear_faults(&mut self) {
        for item in &mut self.items {
            item.fault = None;
        }
    }

    /// Whether something is said to be wrong with a field that is shown.
    #[must_use]
    pub fn has_faults(&self) -> bool {
        self.items.iter().any(|item| item.shown && item.fault.is_some())
    }

    /// Puts the cursor into the first field with which something is wrong, which brings it into sight.
    pub fn focus_fault(&mut self) {
        let faulty = |item: &&Item| item.fault.is_some() && item.takes_cursor();
        if let Some(id) = self.items.iter().find(faulty).map(|item| item.id.clone()) {
            self.focus(&id);
        }
    }

    /// Shows a field, or hides it; what is written in it stays.
    pub fn show(&mut self, id: &str, shown: bool) {
        if let Some(item) = self.item_mut(id) {
            item.shown = shown;
        }
        self.settle();
    }

    /// Puts the cursor into a field, and its list away.
    pub fn focus(&mut self, id: &str) {
        if let Some(item) = self.items.iter().position(|item| item.id == id && item.takes_cursor()) {
            self.go(Spot { item, row: 0, column: 0 });
        }
    }

    /// The field that has the cursor, its line, and whether the cursor is in the value of a pair.
    #[must_use]
    pub fn focused(&self) -> (&str, usize, bool) {
        let id = self.items.get(self.at.item).map_or("", |item| item.id.as_str());
        (id, self.at.row, self.at.column == 1)
    }

    /// What is written where the cursor is.
    #[must_use]
    pub fn under_cursor(&self) -> &str {
        let item = self.items.get(self.at.item);
        item.and_then(|item| item.field(self.at.row, self.at.column)).map_or("", Field::text)
    }

    /// Which keys mean something, most particular first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        match &self.offers {
            Some(offers) if offers.chosen.is_some() => vec![Context::Proposed, Context::Completion, Context::Form],
            Some(_) => vec![Context::Completion, Context::Form],
            None => vec![Context::Form],
        }
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action) -> Reply {
        if let Some(offers) = &mut self.offers {
            let by = match action {
                Action::Down => Some(1),
                Action::Up => Some(-1),
                Action::PageDown => Some(10),
                Action::PageUp => Some(-10),
                _ => None,
            };
            if let Some(by) = by {
                offers.step(by);
                return Reply::Still;
            }
            match action {
                Action::Back => {
                    (self.offers, self.writing) = (None, false);
                    return Reply::Still;
                }
                Action::Take => return self.take(),
                _ => {}
            }
        }
        match action {
            Action::Submit => return Reply::Done,
            Action::Back => return Reply::Leave,
            Action::Enter => {
                if let Some(Item { input: Input::Button, id, .. }) = self.items.get(self.at.item) {
                    return Reply::Pressed(id.clone());
                }
                if self.select_place() {
                    return Reply::Still;
                }
                match self.next_cell(1) {
                    Some(spot) => self.go(spot),
                    None => return Reply::Done,
                }
            }
            Action::NextPane if self.select_place() => {}
            Action::NextPane => self.round(1),
            Action::PreviousPane => self.round(-1),
            Action::Down => self.move_row(1),
            Action::Up => self.move_row(-1),
            Action::PageDown | Action::PageUp => {
                let by = if action == Action::PageDown { 1 } else { -1 };
                for _ in 0..usize::from(self.area.height / 2).max(1) {
                    self.move_row(by);
                }
            }
            Action::Complete => self.open(true),
            Action::DeleteLines => return self.clear_row(),
            _ => {}
        }
        Reply::Still
    }

    /// Takes a key that means nothing here: text, or a step through the choices.
    pub fn key(&mut self, key: KeyEvent) -> Reply {
        let at = self.at;
        let Some(item) = self.items.get_mut(at.item) else { return Reply::Still };
        if let Input::Choice { options, at } = &mut item.input {
            let before = *at;
            match key.code {
                KeyCode::Left => *at = at.checked_sub(1).unwrap_or(options.len().saturating_sub(1)),
                KeyCode::Right | KeyCode::Char(' ') => *at = (*at + 1) % options.len().max(1),
                KeyCode::Char(typed) if !key.modifiers.contains(KeyModifiers::CONTROL) => {
                    let begins = |shown: &str| {
                        let first = shown.chars().next();
                        first.is_some_and(|first| first.to_lowercase().eq(typed.to_lowercase()))
                    };
                    let order = (1..=options.len()).map(|step| (before + step) % options.len().max(1));
                    let mut found = order.filter(|nth| options.get(*nth).is_some_and(|(_, shown)| begins(shown)));
                    *at = found.next().unwrap_or(before);
                }
                _ => {}
            }
            return if *at == before { Reply::Still } else { Reply::Changed };
        }
        let rows = item.rows();
        let Some(field) = item.field_mut(at.row, at.column) else { return Reply::Still };
        let before = field.text().to_owned();
        if key.code == KeyCode::Backspace && before.is_empty() && rows > 1 && at.column == 0 {
            item.tidy(None);
            self.at.row = at.row.saturating_sub(1);
            self.settle();
            return Reply::Changed;
        }
        field.key(key);
        let changed = field.text() != before;
        self.typed(changed)
    }

    /// Takes a paste, whole; in a list every line of it becomes a line.
    pub fn paste(&mut self, text: &str) -> Reply {
        let at = self.at;
        let Some(item) = self.items.get_mut(at.item) else { return Reply::Still };
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        match &mut item.input {
            Input::List(rows) if lines.len() > 1 => {
                let end = rows.len().saturating_sub(1).min(at.row);
                rows.splice(end..end, lines.iter().map(|line| filled(line.trim())));
                item.tidy(None);
                self.settle();
                self.offers = None;
                Reply::Changed
            }
            _ => match item.field_mut(at.row, at.column) {
                Some(field) => {
                    field.paste(text);
                    self.typed(true)
                }
                None => Reply::Still,
            },
        }
    }

    /// Takes the mouse, with what was drawn under it.
    pub fn mouse(&mut self, mouse: MouseEvent, hit: Option<&(Rect, Hit)>) -> Reply {
        match (mouse.kind, hit) {
            (MouseEventKind::Down(MouseButton::Left), Some((_, Hit::Proposal(at)))) => {
                if let Some(offers) = &mut self.offers {
                    offers.chosen = Some(*at);
                }
                self.take()
            }
            (MouseEventKind::Down(MouseButton::Left), Some((rect, Hit::Row(row)))) => {
                let column = mouse.column.saturating_sub(rect.x);
                self.point(*row, usize::from(column))
            }
            (MouseEventKind::ScrollDown | MouseEventKind::ScrollUp, _) => {
                self.move_row(if mouse.kind == MouseEventKind::ScrollDown { 1 } else { -1 });
                Reply::Still
            }
            _ => Reply::Still,
        }
    }

    /// A line was clicked, by its number from the top of the form.
    fn point(&mut self, line: usize, column: usize) -> Reply {
        let Some((item, row)) = self.line_at(line) else { return Reply::Still };
        let second = column >= self.second_column() && self.items.get(item).is_some_and(|item| item.columns() == 2);
        self.go(Spot { item, row, column: usize::from(second) });
        let chosen = self.choice_at(item, column);
        match self.items.get_mut(item) {
            Some(Item { input: Input::Button, id, .. }) => Reply::Pressed(id.clone()),
            Some(Item { input: Input::Choice { options, at }, .. }) => {
                let before = *at;
                *at = chosen.unwrap_or((before + 1) % options.len().max(1));
                if *at == before { Reply::Still } else { Reply::Changed }
            }
            _ => Reply::Still,
        }
    }

    fn typed(&mut self, changed: bool) -> Reply {
        if !changed {
            return Reply::Still;
        }
        let at = self.at;
        if let Some(item) = self.items.get_mut(at.item) {
            item.tidy(Some(at.row));
        }
        self.settle();
        self.writing = true;
        self.open(false);
        Reply::Changed
    }

    fn clear_row(&mut self) -> Reply {
        let at = self.at;
        let Some(item) = self.items.get_mut(at.item) else { return Reply::Still };
        match &mut item.input {
            Input::Text(field) => **field = Field::default(),
            Input::List(rows) if at.row < rows.len() => drop(rows.remove(at.row)),
            Input::Pairs(rows) if at.row < rows.len() => drop(rows.remove(at.row)),
            _ => return Reply::Still,
        }
        item.tidy(None);
        (self.offers, self.writing) = (None, false);
        self.settle();
        Reply::Changed
    }

    /// Writes the chosen proposal.
    fn take(&mut self) -> Reply {
        let taken = self.offers.take().and_then(|offers| offers.taken());
        let at = self.at;
        let field = self.items.get_mut(at.item).and_then(|item| item.field_mut(at.row, at.column));
        let (Some(text), Some(field)) = (taken, field) else { return Reply::Still };
        *field = filled(&text);
        field.select_first_place();
        // What ends open wants more: `s3:`, `arn:aws:s3:::`.
        let reply = self.typed(true);
        if !text.ends_with([':', '/']) {
            (self.offers, self.writing) = (None, false);
        }
        reply
    }

    /// Selects the next place to fill in that the field of the cursor still has.
    fn select_place(&mut self) -> bool {
        let at = self.at;
        let field = self.items.get_mut(at.item).and_then(|item| item.field_mut(at.row, at.column));
        field.is_some_and(Field::select_place)
    }

    /// Opens the list of what could be written, or closes it when nothing fits.
    fn open(&mut self, asked: bool) {
        let at = self.at;
        self.offers = self.items.get(at.item).and_then(|item| {
            let typed = item.field(at.row, at.column)?.text();
            let all = if at.column == 1 { &item.value_offers } else { &item.offers };
            if typed.trim().is_empty() && !asked { None } else { Offers::of(all, typed.trim(), asked) }
        });
    }

    /// The cell after or before the one of the cursor.
    fn next_cell(&self, by: isize) -> Option<Spot> {
        let cells: Vec<Spot> = self.cells().collect();
        let at = cells.iter().position(|spot| *spot == self.at).unwrap_or(0);
        cells.get(at.checked_add_signed(by)?).copied()
    }

    /// Every cell that takes the cursor, in order.
    fn cells(&self) -> impl Iterator<Item = Spot> {
        let items = self.items.iter().enumerate().filter(|(_, item)| item.takes_cursor());
        items.flat_map(|(at, item)| {
            let columns = item.columns();
            (0..item.rows()).flat_map(move |row| (0..columns).map(move |column| Spot { item: at, row, column }))
        })
    }

    /// To the next cell; from the last to the first.
    fn round(&mut self, by: isize) {
        let next = self.next_cell(by);
        let next = next.or_else(|| if by > 0 { self.cells().next() } else { self.cells().last() });
        if let Some(spot) = next {
            self.go(spot);
        }
    }

    fn move_row(&mut self, by: isize) {
        let column = self.at.column;
        let rows: Vec<Spot> = self.cells().filter(|spot| spot.column == 0).collect();
        let here = |spot: &&Spot| (spot.item, spot.row) == (self.at.item, self.at.row);
        let at = rows.iter().position(|spot| here(&spot)).unwrap_or(0);
        if let Some(spot) = at.checked_add_signed(by).and_then(|at| rows.get(at)) {
            let columns = self.items.get(spot.item).map_or(1, Item::columns);
            self.go(Spot { column: column.min(columns - 1), ..*spot });
        }
    }

    /// Moves the cursor; the field that it leaves is tidied up.
    fn go(&mut self, mut spot: Spot) {
        (self.offers, self.writing) = (None, false);
        let before = self.at;
        let same = before.item == spot.item;
        if let Some(item) = self.items.get_mut(before.item)
            && (!same || before.row != spot.row)
        {
            let rows = item.rows();
            item.tidy(if same { Some(spot.row) } else { None });
            if same && item.rows() < rows && before.row < spot.row {
                spot.row = spot.row.saturating_sub(rows - item.rows());
            }
        }
        self.at = spot;
        self.settle();
    }

    /// Lets the cursor stand on something that is there.
    fn settle(&mut self) {
        if !self.items.get(self.at.item).is_some_and(Item::takes_cursor) {
            let after = self.items.iter().enumerate().skip(self.at.item).find(|(_, item)| item.takes_cursor());
            let any = || self.items.iter().enumerate().rfind(|(_, item)| item.takes_cursor());
            let item = after.or_else(any).map_or(0, |(at, _)| at);
            self.at = Spot { item, row: 0, column: 0 };
            self.offers = None;
        }
        if let Some(item) = self.items.get(self.at.item) {
            self.at.row = self.at.row.min(item.rows().saturating_sub(1));
            self.at.column = self.at.column.min(item.columns() - 1);
        }
    }
}

#[cfg(test)]
mod tests;

//! The choice of a drill: which deck, how long, with or without the schedule.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crate::course::question::QuestionId;
use crate::place::DrillWish;
use crate::study::cards::Item;
use crate::study::decks::{self, Length};
use crate::study::drill::{Deck, Offer, Stock};
use crate::study::session;
use crate::tui::actions::Action;
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::overlay::{Confirm, Overlay};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{ascii, fit, on_ground, page, prose};

/// Columns left free at either side.
const MARGIN: u16 = 3;
/// Rows below the head for how long and whether to cram, a blank one behind them.
const TOP: u16 = 4;
/// Rows at the bottom for what the chosen deck is.
const BOTTOM: u16 = 4;
/// Columns of the counts at the right.
const COUNTS: usize = 30;
/// The widest that the list is set.
const WIDEST: u16 = 96;

/// The choice.
#[derive(Debug)]
pub struct Choice {
    /// Every card that there is.
    pub items: Vec<Item>,
    /// How long.
    pub length: Length,
    /// Without the schedule.
    pub cram: bool,
    offers: Vec<Offer>,
    /// The cards set aside for good.
    aside: Vec<QuestionId>,
    chosen: usize,
    rows: Vec<Row>,
    scroll: usize,
    height: usize,
}

/// What the choice wants of the screen.
pub enum Wanted {
    Nothing,
    Begin(Deck),
    Do(Command),
}

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Gap,
    Head(&'static str),
    /// A deck, by its place among the offers.
    Deck(usize),
    /// The cards set aside for good.
    Aside,
}

impl Row {
    fn can_be_chosen(self) -> bool {
        matches!(self, Self::Deck(_) | Self::Aside)
    }
}

impl Choice {
    /// The choice, what is due chosen.
    ///
    /// # Errors
    /// In words for the person: a malformed file.
    pub fn open(shared: &mut Shared) -> Result<Self, String> {
        let items = session::items(&shared.course).map_err(|error| error.to_string())?;
        let length = Length::last(&shared.store);
        let length = shared.kept(length).unwrap_or_default();
        let (offers, aside, rows) = (Vec::new(), Vec::new(), Vec::new());
        let mut choice = Self { items, length, cram: false, offers, aside, chosen: 0, rows, scroll: 0, height: 0 };
        choice.refresh(shared);
        Ok(choice)
    }

    /// Chooses what is wished for.
    pub fn take(&mut self, wish: &DrillWish, deck: &Deck) {
        self.length = wish.length.unwrap_or(self.length);
        self.cram = wish.cram;
        let targets = self.rows.iter().filter(|row| row.can_be_chosen());
        let is_it =
            |row: &Row| matches!(row, Row::Deck(place) if self.offers.get(*place).is_some_and(|o| o.deck == *deck));
        self.chosen = targets.clone().position(is_it).unwrap_or(0);
    }

    /// Counts anew.
    pub fn refresh(&mut self, shared: &mut Shared) {
        let stock = Stock::of(self.items.clone(), &shared.store);
        let Some(stock) = shared.kept(stock) else { return };
        self.offers = decks::offers(&stock, &shared.course, shared.store.moment(shared.now));
        let suspended = stock.entries().into_iter().filter(|entry| entry.card.mark.suspended);
        self.aside = suspended.map(|entry| entry.item.id).collect();
        self.rows = rows(&self.offers, !self.aside.is_empty());
        self.chosen = self.chosen.min(self.targets().saturating_sub(1));
    }

    /// Brings back what was set aside for good.
    pub fn bring_back(&mut self, shared: &mut Shared) {
        for id in std::mem::take(&mut self.aside) {
            let kept = shared.store.suspend(&id, false);
            shared.kept(kept);
        }
        self.refresh(shared);
    }

    fn targets(&self) -> usize {
        self.rows.iter().filter(|row| row.can_be_chosen()).count()
    }

    /// The row that is chosen.
    fn row(&self) -> Option<Row> {
        self.rows.iter().filter(|row| row.can_be_chosen()).nth(self.chosen).copied()
    }

    /// Does what a key means.
    pub fn act(&mut self, action: Action, shared: &mut Shared) -> Wanted {
        let last = self.targets().saturating_sub(1);
        let page = self.height.saturating_sub(2).max(1);
        match action {
            Action::Up => self.chosen = self.chosen.saturating_sub(1),
            Action::Down => self.chosen = (self.chosen + 1).min(last),
            Action::PageUp => self.chosen = self.chosen.saturating_sub(page),
            Action::PageDown => self.chosen = (self.chosen + page).min(last),
            Action::First => self.chosen = 0,
            Action::Last => self.chosen = last,
            Action::Left => self.lengthen(false, shared),
            Action::Right => self.lengthen(true, shared),
            Action::Cram => self.cram = !self.cram,
            Action::Enter => return self.wanted(),
            Action::Back => return Wanted::Do(Command::Back),
            _ => {}
        }
        Wanted::Nothing
    }

    fn wanted(&self) -> Wanted {
        match self.row() {
            Some(Row::Deck(place)) => {
                self.offers.get(place).map_or(Wanted::Nothing, |offer| Wanted::Begin(offer.deck.clone()))
            }
            Some(Row::Aside) => Wanted::Do(Command::Show(Overlay::Confirm(Confirm {
                question: format!("Bring back what was set aside ({})?", self.aside.len()),
                detail: "The cards come again when they are due, with all that is known of them.".to_owned(),
                on_yes: Box::new(Command::Confirmed(Action::SetAside)),
            }))),
            _ => Wanted::Nothing,
        }
    }

    /// The next longer or shorter length.
    fn lengthen(&mut self, longer: bool, shared: &mut Shared) {
        let key = |length: Length| length.minutes().unwrap_or(u32::MAX);
        let (own, mut all) = (key(self.length), Length::ALL.into_iter());
        let next = if longer { all.find(|l| key(*l) > own) } else { all.rfind(|l| key(*l) < own) };
        if let Some(length) = next {
            self.choose_length(length, shared);
        }
    }

    fn choose_length(&mut self, length: Length, shared: &mut Shared) {
        self.length = length;
        let kept = length.keep(&shared.store);
        shared.kept(kept);
    }

    /// Chooses what was clicked. Says whether to open it.
    pub fn point(&mut self, hit: &Hit, shared: &mut Shared) -> bool {
        match hit {
            Hit::Row(row) if *row == self.chosen => return true,
            Hit::Row(row) => self.chosen = *row,
            Hit::Tab(place) => {
                if let Some(length) = Length::ALL.get(*place) {
                    self.choose_length(*length, shared);
                }
            }
            _ => {}
        }
        false
    }

    /// Keeps the chosen row in the window.
    pub fn prepare(&mut self, area: Rect) {
        self.height = usize::from(list(area).height);
        let mut seen = 0;
        let is_chosen = |row: &Row| {
            seen += usize::from(row.can_be_chosen());
            row.can_be_chosen() && seen == self.chosen + 1
        };
        let line = self.rows.iter().position(is_chosen).unwrap_or(0);
        let room = self.height.saturating_sub(1).max(1);
        if self.chosen == 0 {
            self.scroll = 0;
        } else if line < self.scroll {
            self.scroll = line;
        } else if line >= self.scroll + room {
            self.scroll = line + 1 - room;
        }
        self.scroll = self.scroll.min(self.rows.len().saturating_sub(self.height));
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let left = Line::from(vec![
            Span::styled("Drills", theme.style(Role::Accent)),
            Span::styled("  what to drill, and how long", theme.style(Role::Dim)),
        ]);
        let due = self.offers.first().map_or(0, |offer| offer.due);
        let body = page::head(frame, area, theme, left, Line::styled(format!("{due} due"), theme.style(Role::Dim)));
        self.draw_length(frame, body, theme, hits);
        self.draw_list(frame, list(area), shared, hits);
        self.draw_about(frame, area, theme);
    }

    /// How long, and whether to cram.
    fn draw_length(&self, frame: &mut Frame<'_>, body: Rect, theme: &Theme, hits: &mut Hits) {
        let row = |y: u16| Rect {
            x: body.x + MARGIN,
            y: body.y + y,
            width: body.width.saturating_sub(2 * MARGIN),
            height: u16::from(y < body.height),
        };
        let mut spans = vec![Span::styled("How long   ", theme.style(Role::Dim))];
        let others = (!Length::ALL.contains(&self.length)).then_some(self.length);
        let line = row(1);
        let mut x = line.x + 11;
        for (place, length) in Length::ALL.into_iter().chain(others).enumerate() {
            let is_chosen = length == self.length;
            let (open, close) = if is_chosen { ("[", "]") } else { (" ", " ") };
            let words = format!("{open}{}{close} ", length.title());
            let role = if is_chosen { Role::Strong } else { Role::Text };
            let width = u16::try_from(words.width()).unwrap_or(0);
            hits.add(Rect { x, width, ..line }.intersection(line), Hit::Tab(place));
            x = x.saturating_add(width);
            spans.push(Span::styled(words, theme.style(role)));
        }
        frame.render_widget(Paragraph::new(Line::from(spans)), line);
        let (word, role) = if self.cram { ("yes", Role::Strong) } else { ("no", Role::Text) };
        let cram = vec![
            Span::styled("Cram       ", theme.style(Role::Dim)),
            Span::styled(format!(" {word}"), theme.style(role)),
            Span::styled("   c changes it", theme.style(Role::Dim)),
        ];
        frame.render_widget(Paragraph::new(Line::from(cram)), row(2));
    }

    fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let mut target = self.rows.iter().take(self.scroll).filter(|row| row.can_be_chosen()).count();
        let hidden = self.rows.len().saturating_sub(self.scroll + usize::from(area.height));
        // The last row says that there is more; it belongs to no deck.
        let window = usize::from(area.height).saturating_sub(usize::from(hidden > 0));
        for (row, place) in self.rows.iter().skip(self.scroll).take(window).zip(area.rows()) {
            let chosen = row.can_be_chosen() && target == self.chosen;
            let inner = Rect { x: place.x + 1, width: place.width.saturating_sub(2), ..place };
            let mut line = self.line(*row, chosen, usize::from(inner.width), shared);
            if theme.ascii {
                line = ascii::ascii_line(line);
            }
            if chosen {
                frame.render_widget(Paragraph::default().style(theme.style(Role::Selected)), place);
                line = on_ground(line, theme.style(Role::Selected));
            }
            frame.render_widget(Paragraph::new(line), inner);
            if row.can_be_chosen() {
                hits.add(place, Hit::Row(target));
                target += 1;
            }
        }
        if let (true, Some(last)) = (hidden > 0, area.rows().nth(window)) {
            let words = format!("{} {} more lines", theme.symbols().below, hidden + 1);
            let last = Rect { x: last.x + 1, ..last };
            frame.render_widget(Paragraph::new(Line::styled(words, theme.style(Role::Dim))), last);
        }
    }

    fn line(&self, row: Row, chosen: bool, width: usize, shared: &Shared) -> Line<'static> {
        let theme = &shared.theme;
        let (title, counts) = match row {
            Row::Gap => return Line::default(),
            Row::Head(words) => return Line::styled(words, theme.style(Role::Dim)),
            Row::Aside => ("Set aside".to_owned(), format!("{:>COUNTS$}", cards(self.aside.len()))),
            Row::Deck(place) => {
                let Some(offer) = self.offers.get(place) else { return Line::default() };
                let count =
                    |count: usize, word: &str| if count > 0 { format!("{count} {word}") } else { String::new() };
                let (due, new) = (count(offer.due, "due"), count(offer.new, "new"));
                (decks::title(&offer.deck, &shared.course), format!("{due:>9}{new:>10}{:>11}", cards(offer.cards)))
            }
        };
        let mark = if chosen { theme.symbols().cursor } else { " " };
        let room = width.saturating_sub(COUNTS + 5);
        let title = fit(&title, room, theme.symbols().ellipsis);
        let pad = " ".repeat(room.saturating_sub(title.width()));
        Line::from(vec![
            Span::styled(format!(" {mark} "), theme.style(Role::Accent)),
            Span::styled(title, theme.style(if chosen { Role::Strong } else { Role::Text })),
            Span::styled(format!("{pad}{counts}"), theme.style(Role::Dim)),
        ])
    }

    /// What the chosen deck is.
    fn draw_about(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let below = list(area).bottom();
        let room = area.bottom().saturating_sub(below);
        if room < 2 {
            return;
        }
        let line = Rect { x: area.x + MARGIN, y: below, width: area.width.saturating_sub(2 * MARGIN), height: 1 };
        page::rule(frame, line, theme);
        let words = about(self.row().and_then(|row| self.deck(row)), self.cram);
        let rows = Rect { y: below + 1, height: room - 1, ..line };
        let lines = prose::markdown(words, theme.style(Role::Text), usize::from(line.width.min(WIDEST)), theme);
        frame.render_widget(Paragraph::new(lines), rows);
    }

    fn deck(&self, row: Row) -> Option<&Deck> {
        match row {
            Row::Deck(place) => self.offers.get(place).map(|offer| &offer.deck),
            _ => None,
        }
    }
}

/// Where the list stands.
fn list(area: Rect) -> Rect {
    let top = (2 + TOP).min(area.height);
    let bottom = if area.height >= 18 { BOTTOM } else { 0 };
    Rect {
        x: area.x + MARGIN - 1,
        y: area.y + top,
        width: area.width.saturating_sub(2 * MARGIN - 2).min(WIDEST),
        height: (area.height - top).saturating_sub(bottom),
    }
}

/// The list: the decks under their heads.
fn rows(offers: &[Offer], aside: bool) -> Vec<Row> {
    let group = |deck: &Deck| match deck {
        Deck::Mixed | Deck::WrongLately | Deck::Flagged => None,
        Deck::Pair(_) => Some("Easily taken for each other"),
        Deck::Lesson(_) => Some("One lesson"),
        Deck::Lessons { .. } => Some("The lessons of an exam"),
    };
    let mut rows = Vec::new();
    let mut before = None;
    for (place, offer) in offers.iter().enumerate() {
        let head = group(&offer.deck);
        if head != before {
            rows.push(Row::Gap);
            rows.extend(head.map(Row::Head));
            before = head;
        }
        rows.push(Row::Deck(place));
    }
    if aside {
        rows.extend([Row::Gap, Row::Aside]);
    }
    rows
}

fn cards(count: usize) -> String {
    format!("{count} {}", if count == 1 { "card" } else { "cards" })
}

/// What a deck is, in two lines at most; `None` for what was set aside.
fn about(deck: Option<&Deck>, cram: bool) -> &'static str {
    match deck {
        None => "They do not come any more. Enter brings them back, after a question.",
        Some(_) if cram => {
            "Every card of the deck, until each was right once. The schedule stays as it is: what is due stays due."
        }
        Some(Deck::Mixed) => {
            "What is most likely forgotten comes first; then what is new in the lessons that you have begun. Lessons take \
             turns, so that you have to tell things apart."
        }
        Some(Deck::WrongLately) => "What you answered wrongly in the last seven days, due or not.",
        Some(Deck::Flagged) => "What you flagged, due or not; f at a question takes the flag off.",
        Some(Deck::Pair(_)) => "Either side by turns: what you learn is to tell them apart. Due or not.",
        Some(Deck::Lesson(_)) => "What is due of this lesson, then what is new, then the others ahead of their time.",
        Some(Deck::Lessons { .. }) => {
            "What is due of all lessons that the exam asks about, then what is new, then the others ahead of their time."
        }
    }
}

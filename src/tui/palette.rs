//! The palette: everything there is to open and to do here, found by a few letters.

use crossterm::event::KeyEvent;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use crate::place::{DrillWish, Place, ThemeName};
use crate::study::decks;
use crate::study::drill::Deck;
use crate::study::pairs::PAIRS;
use crate::tui::actions::{Action, Context};
use crate::tui::app::{Command, Hit, Hits, Shared};
use crate::tui::keymap::{self, Keymap};
use crate::tui::overlay::{Overlay, centred, panel};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::fit;
use crate::tui::widgets::list::moved;

/// The widest it is drawn.
const WIDTH: u16 = 78;
/// The most rows of finds.
const ROWS: u16 = 14;

/// The palette.
#[derive(Debug, Clone)]
pub struct Palette {
    title: String,
    query: Field,
    entries: Vec<Entry>,
    /// The entries that match, best first, by their place.
    found: Vec<usize>,
    /// The chosen one of them.
    chosen: usize,
    /// The last entry looks for what is typed in all lessons.
    searches: bool,
}

/// Something to open or to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What sort of thing: `lesson`, `lab`, `term`, `key`.
    pub sort: &'static str,
    /// Its words.
    pub words: String,
    /// A remark beside them: a key, a number.
    pub remark: String,
    /// What choosing it does.
    pub command: Command,
}

impl PartialEq for Palette {
    fn eq(&self, other: &Self) -> bool {
        self.query.text() == other.query.text() && self.entries == other.entries && self.chosen == other.chosen
    }
}

impl Palette {
    /// Everything there is, and everything these contexts allow.
    #[must_use]
    pub fn new(contexts: &[Context], keymap: &Keymap, shared: &Shared) -> Self {
        let mut entries = vec![
            Entry {
                sort: "sandbox",
                words: "Sandbox".to_owned(),
                remark: "write and try policies of your own".to_owned(),
                command: Command::Open(Place::Sandbox(None)),
            },
            Entry {
                sort: "glossary",
                words: "Glossary".to_owned(),
                remark: "the words of the course and what they mean".to_owned(),
                command: Command::Open(Place::Glossary(None)),
            },
            Entry {
                sort: "labs",
                words: "All labs".to_owned(),
                remark: "with their stars and second rounds".to_owned(),
                command: Command::Open(Place::Labs),
            },
            Entry {
                sort: "exams",
                words: "Exams".to_owned(),
                remark: "mock exams by blueprint, with a report".to_owned(),
                command: Command::Open(Place::Exams),
            },
            Entry {
                sort: "drills",
                words: "Drills".to_owned(),
                remark: "choose what to drill, and how long".to_owned(),
                command: Command::Open(Place::Drill(None)),
            },
            Entry {
                sort: "progress",
                words: "Progress".to_owned(),
                remark: "where you stand: days, memory, exams, the course".to_owned(),
                command: Command::Open(Place::Progress),
            },
            Entry {
                sort: "settings",
                words: "Settings".to_owned(),
                remark: "theme, mouse, keys, exam date, days off and more".to_owned(),
                command: Command::Open(Place::Settings),
            },
            Entry {
                sort: "search",
                words: "Search all lessons".to_owned(),
                remark: "for words in the text".to_owned(),
                command: Command::Open(Place::Search(String::new())),
            },
        ];
        let pairs = PAIRS.iter().enumerate().map(|(place, pair)| (pair.title, Deck::Pair(place)));
        for (words, deck) in std::iter::once(("what is due", Deck::Mixed)).chain(pairs) {
            let wish = DrillWish { deck: Some(decks::name(&deck).to_owned()), ..DrillWish::default() };
            entries.push(Entry {
                sort: "drill",
                words: format!("Drill: {words}"),
                remark: String::new(),
                command: Command::Open(Place::Drill(Some(wish))),
            });
        }
        for lesson in shared.course.lessons() {
            let head = &lesson.head;
            entries.push(Entry {
                sort: "lesson",
                words: format!("Lesson {}  {}", head.number, head.title),
                remark: head.tagline.clone(),
                command: Command::Open(Place::Lesson(head.id.clone())),
            });
            for (letter, title) in shared.course.section_titles(lesson) {
                entries.push(Entry {
                    sort: "section",
                    words: format!("{}{letter}  {title}", head.number),
                    remark: head.title.clone(),
                    command: Command::Teach(head.id.clone(), letter),
                });
            }
            if !lesson.questions.is_empty() {
                entries.push(Entry {
                    sort: "questions",
                    words: format!("Questions of lesson {}  {}", head.number, head.title),
                    remark: format!("{}", lesson.questions.len()),
                    command: Command::Open(Place::Quiz(head.id.clone())),
                });
                entries.push(Entry {
                    sort: "test",
                    words: format!("Lesson {} known already?  {}", head.number, head.title),
                    remark: "six questions".to_owned(),
                    command: Command::Open(Place::TestOut(head.id.clone())),
                });
            }
        }
        entries.extend(shared.course.labs().into_iter().map(|(_, lab)| Entry {
            sort: "lab",
            words: format!("Lab {}  {}", lab.id, lab.title),
            remark: shared.theme.symbols().star.repeat(usize::from(lab.stars)),
            command: Command::Open(Place::Lab(lab.id.clone())),
        }));
        // Blueprints that cannot be read are the content check's business too.
        for blueprint in shared.course.exams().iter().flat_map(|all| all.iter()) {
            entries.extend(blueprint.forms.iter().map(|form| Entry {
                sort: "exam",
                words: format!("Exam {}  {}", form.id, blueprint.called(form)),
                remark: format!("{} questions", form.items),
                command: Command::Open(Place::Exam(form.id.clone())),
            }));
        }
        // A glossary that cannot be read is the content check's business; here it has no terms.
        for term in shared.course.glossary().iter().flat_map(|glossary| &glossary.terms) {
            let more = term.not_to_confuse.as_ref().map(|more| format!("\n\n{more}")).unwrap_or_default();
            entries.push(Entry {
                sort: "term",
                words: term.name.clone(),
                remark: term.meaning.clone(),
                command: Command::Show(Overlay::text(term.name.clone(), format!("{}{more}", term.meaning))),
            });
        }
        entries.extend(ThemeName::ALL.map(|name| Entry {
            sort: "theme",
            words: format!("Theme: {}", name.title()),
            remark: "kept for the next time".to_owned(),
            command: Command::Look(name),
        }));
        for binding in keymap::bindings(contexts) {
            if !matches!(binding.action, Action::Palette) {
                entries.push(Entry {
                    sort: "key",
                    words: binding.help.to_owned(),
                    remark: keymap
                        .keys(binding)
                        .first()
                        .map(|key| keymap::shown(key, shared.theme.ascii))
                        .unwrap_or_default(),
                    command: Command::Do(binding.action),
                });
            }
        }
        Self { searches: true, ..Self::of("Find anything", entries) }
    }

    /// These things to choose from, the first one chosen.
    #[must_use]
    pub fn of(title: impl Into<String>, entries: Vec<Entry>) -> Self {
        let found = (0..entries.len()).collect();
        Self { title: title.into(), query: Field::default(), entries, found, chosen: 0, searches: false }
    }

    /// Does an action. Says whether to close, and what else to do.
    pub fn act(&mut self, action: Action) -> (bool, Option<Command>) {
        let last = self.found.len().saturating_sub(1);
        match action {
            Action::Enter => {
                let entry = self.found.get(self.chosen).and_then(|index| self.entries.get(*index));
                return (entry.is_some(), entry.map(|entry| entry.command.clone()));
            }
            Action::Back | Action::Palette => return (true, None),
            _ => self.chosen = moved(action, self.chosen, last, usize::from(ROWS)).unwrap_or(self.chosen),
        }
        (false, None)
    }

    /// Types, and finds anew.
    pub fn key(&mut self, key: KeyEvent) {
        self.query.key(key);
        self.find();
    }

    /// Pastes, and finds anew.
    pub fn paste(&mut self, text: &str) {
        self.query.paste(text);
        self.find();
    }

    /// Chooses a row that was clicked.
    pub fn point(&mut self, row: usize) -> (bool, Option<Command>) {
        self.chosen = row.min(self.found.len().saturating_sub(1));
        self.act(Action::Enter)
    }

    fn find(&mut self) {
        self.chosen = 0;
        self.entries.pop_if(|entry| entry.sort == "text");
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(self.query.text(), CaseMatching::Ignore, Normalization::Smart);
        let mut scored: Vec<(u32, usize)> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| {
                let mut buffer = Vec::new();
                let words = nucleo_matcher::Utf32Str::new(&entry.words, &mut buffer);
                pattern.score(words, &mut matcher).map(|score| (score, index))
            })
            .collect();
        // What scores alike stays in the order of the course.
        scored.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
        self.found = scored.into_iter().map(|(_, index)| index).collect();
        let typed = self.query.text().trim();
        if self.searches && typed.chars().count() > 1 {
            self.found.push(self.entries.len());
            self.entries.push(Entry {
                sort: "text",
                words: format!("“{typed}” in the lessons"),
                remark: "where these words stand".to_owned(),
                command: Command::Open(Place::Search(typed.to_owned())),
            });
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, shared: &Shared, hits: &mut Hits) {
        let theme = &shared.theme;
        let rows = u16::try_from(self.entries.len()).unwrap_or(ROWS).min(ROWS);
        let rect = centred(area, WIDTH, rows + 6);
        frame.render_widget(Clear, rect);
        let block = panel(theme, &self.title, "Enter opens · Esc closes");
        let inner = block.inner(rect);
        frame.render_widget(block, rect);
        hits.add(area, Hit::Action(Action::Back));
        hits.add(rect, Hit::Pane(0));
        let width = usize::from(inner.width);
        let line = Rect { height: 1.min(inner.height), ..inner };
        frame.render_widget(Paragraph::new(Line::from(self.query.spans(true, width, theme))), line);
        let rows = usize::from(inner.height.saturating_sub(2));
        let first = (self.chosen + 1).saturating_sub(rows);
        for (i, (row, index)) in self.found.iter().enumerate().skip(first).take(rows).enumerate() {
            let Some(entry) = self.entries.get(*index) else { continue };
            let y = inner.y + 2 + u16::try_from(i).unwrap_or(0);
            let place = Rect { y, height: 1, ..inner };
            frame.render_widget(Paragraph::new(entry_line(entry, row == self.chosen, width, theme)), place);
            hits.add(place, Hit::Row(row));
        }
        if self.found.is_empty() && inner.height > 2 {
            let words = Line::styled("nothing of that name", theme.style(Role::Dim));
            frame.render_widget(Paragraph::new(words), Rect { y: inner.y + 2, height: 1, ..inner });
        }
    }
}

fn entry_line(entry: &Entry, chosen: bool, width: usize, theme: &Theme) -> Line<'static> {
    let symbols = theme.symbols();
    let mark = if chosen { symbols.cursor } else { " " };
    let words = fit(&entry.words, width.saturating_sub(14), symbols.ellipsis);
    let used = 13 + Span::raw(words.as_str()).width();
    let remark = fit(&entry.remark, width.saturating_sub(used + 2), symbols.ellipsis);
    let gap = width.saturating_sub(used + Span::raw(remark.as_str()).width());
    let line = Line::from(vec![
        Span::styled(format!("{mark} "), theme.style(Role::Accent)),
        Span::styled(format!("{:<11}", entry.sort), theme.style(Role::Dim)),
        Span::styled(words, theme.style(if chosen { Role::Strong } else { Role::Text })),
        Span::styled(format!("{:gap$}{remark}", ""), theme.style(Role::Dim)),
    ]);
    if chosen { line.patch_style(theme.style(Role::Selected)) } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;

    fn palette(words: &[&str]) -> Palette {
        let entry = |words: &&str| Entry {
            sort: "term",
            words: (*words).to_owned(),
            remark: String::new(),
            command: Command::Open(Place::Lab((*words).to_owned())),
        };
        let entries: Vec<Entry> = words.iter().map(entry).collect();
        Palette::of("Find anything", entries)
    }

    #[test]
    fn a_few_letters_find_and_enter_opens() {
        let mut palette = palette(&["trust policy", "role chaining", "session"]);
        palette.paste("rlch");
        assert_eq!(palette.act(Action::Enter), (true, Some(Command::Open(Place::Lab("role chaining".into())))));
    }

    #[test]
    fn what_is_typed_can_be_looked_for_in_the_lessons() {
        let mut palette = Palette { searches: true, ..palette(&["trust policy"]) };
        palette.paste("t");
        assert_eq!(palette.found.len(), 1);
        palette.paste("he hat");
        assert_eq!(palette.act(Action::Enter), (true, Some(Command::Open(Place::Search("the hat".into())))));
        palette.paste("s");
        assert_eq!(palette.entries.len(), 2, "one search at a time");
    }

    #[test]
    fn sections_of_lessons_are_found_by_number_and_by_title() {
        let course = Course::built_in().unwrap();
        let theme =
            Theme { palette: crate::tui::theme::Palette::Dark, depth: crate::tui::theme::Depth::True, ascii: false };
        let shared = Shared {
            store: crate::study::Store::in_memory().unwrap(),
            progress: crate::study::progress::Progress::default(),
            now: 7,
            size: (80, 24),
            notice: None,
            course: course.into(),
            theme,
        };
        let lesson = shared.course.lesson("L02").unwrap();
        let section = lesson.sections().into_iter().find(|section| section.id == "b").unwrap();
        for typed in ["2b".to_owned(), section.title.clone()] {
            let mut palette = Palette::new(&[], &Keymap::default(), &shared);
            palette.paste(&typed);
            let (_, command) = palette.act(Action::Enter);
            assert_eq!(command, Some(Command::Teach("L02".into(), "b".into())), "{typed}");
        }
        // The look at the lines sees what the reader sees.
        for entry in shared.course.lessons() {
            let lesson = shared.course.lesson(&entry.head.id).unwrap();
            let read: Vec<_> = lesson.sections().into_iter().map(|section| (section.id, section.title)).collect();
            assert_eq!(shared.course.section_titles(entry), read, "{}", entry.head.id);
        }
    }

    #[test]
    fn what_matches_nothing_opens_nothing() {
        let mut palette = palette(&["trust policy"]);
        palette.paste("zzz");
        assert_eq!(palette.act(Action::Enter), (false, None));
        assert_eq!(palette.act(Action::Back), (true, None));
    }
}

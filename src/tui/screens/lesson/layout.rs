//! A lesson as lines, and what on them can be acted on. Made once for a width; scrolling only copies.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::course::block::{Block, Inline};
use crate::course::question::QuestionId;
use crate::study::recall;
use crate::tui::screens::lesson::content::{Content, Marks};
use crate::tui::screens::lesson::{closing, panels, predict};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::inline::{Code, Piece, Target, Text, wrapped};
use crate::tui::widgets::prose::{self, Look};
use crate::tui::widgets::{ascii, diagram};

/// A lesson as lines.
#[derive(Debug, Default)]
pub struct Layout {
    /// The lines.
    pub lines: Vec<Line<'static>>,
    /// The first line of each block, and of the closing section behind them; the title stands above the first block and counts
    /// to it.
    pub starts: Vec<usize>,
    /// What can be acted on, top to bottom.
    pub things: Vec<Placed>,
    /// The drawings that have steps.
    pub drawings: Vec<Drawing>,
}

/// Something that can be acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// A term or another lesson.
    Link(Target),
    /// The question that is asked before the text.
    Prediction,
    /// Questions to answer.
    Checkpoint(Vec<QuestionId>),
    /// A question of an earlier lesson, by the lesson's id and its own.
    Earlier(String, QuestionId),
    /// A lab to open.
    Lab(String),
    /// A decision to unfold, by its block.
    Decision(usize),
    /// All questions of the lesson.
    Questions,
    /// The lesson of that id.
    Next(String),
}

impl Thing {
    /// A panel is what the text leads up to; where one is in sight, Enter means it rather than a word beside it.
    #[must_use]
    pub fn is_panel(&self) -> bool {
        !matches!(self, Self::Link(_))
    }

    /// The block of code that it is.
    #[must_use]
    pub fn code(&self) -> Option<&Code> {
        match self {
            Self::Link(Target::Code(code)) => Some(code),
            _ => None,
        }
    }
}

/// Something that can be acted on, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// What.
    pub thing: Thing,
    /// Where.
    pub pieces: Vec<Piece>,
    /// The line that says what Enter does; it is shown only while Enter would.
    pub hint: Option<Piece>,
}

impl Placed {
    /// Its lines.
    #[must_use]
    pub fn lines(&self) -> Range<usize> {
        let first = self.pieces.first().map_or(0, |piece| piece.line);
        let last = self.pieces.last().map_or(0, |piece| piece.line + 1);
        first..last
    }
}

/// A drawing that has steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Its block.
    pub block: usize,
    /// Its lines.
    pub lines: Range<usize>,
    /// How many steps.
    pub steps: usize,
}

/// Lays the lesson out in `width` columns.
#[must_use]
pub fn lay_out(content: &Content, marks: &Marks, width: usize, theme: &Theme) -> Layout {
    let look = Look { theme, colours: &marks.colours, words: theme.style(Role::Text) };
    let blocks = &content.lesson.blocks;
    let mut layout = Layout::default();
    let mut starts = Vec::with_capacity(blocks.len() + 1);
    layout.text(title(content, marks, width, theme), theme);
    if let Some(panel) = predict::panel(content, marks, width, theme) {
        layout.gap(1);
        layout.panel(Thing::Prediction, panel, width, theme);
    }
    for (index, block) in blocks.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| blocks.get(before));
        layout.gap(before.map_or(2, |before| prose::gap(before, block)));
        starts.push(if index == 0 { 0 } else { layout.lines.len() });
        match block {
            Block::Heading { level: 2, text, .. } => {
                layout.text(section_heading(content, index, text, width, theme), theme);
            }
            Block::Diagram(drawing) => {
                let from = layout.lines.len();
                let step = marks.steps.get(&index).copied().unwrap_or(0);
                layout.text(diagram::lines(drawing, step, width, theme), theme);
                if drawing.steps.len() > 1 && diagram::form(drawing, width) != diagram::Form::Sentence {
                    // Steps are equally high; the room that a low one leaves free is not the drawing.
                    let drawn = layout.lines.iter().skip(from).rposition(|line| line.width() > 0);
                    let lines = from..from + drawn.map_or(0, |last| last + 1);
                    layout.drawings.push(Drawing { block: index, lines, steps: drawing.steps.len() });
                }
            }
            Block::Checkpoint(ids) => {
                layout.panel(
                    Thing::Checkpoint(ids.clone()),
                    panels::checkpoint(ids, content, marks, width, theme),
                    width,
                    theme,
                );
            }
            Block::Lab(id) => {
                layout.panel(Thing::Lab(id.clone()), panels::lab(id, content, marks, width, theme), width, theme);
            }
            Block::Decision { .. } => {
                layout.panel(
                    Thing::Decision(index),
                    panels::decision(index, content, marks, width, theme),
                    width,
                    theme,
                );
            }
            _ => layout.text(prose::block(block, width, look), theme),
        }
    }
    layout.gap(2);
    starts.push(layout.lines.len());
    closing::lay_out(&mut layout, content, marks, width, theme);
    layout.starts = starts;
    layout
}

impl Layout {
    /// The block in which a line stands, and the line's place in it.
    #[must_use]
    pub fn place(&self, line: usize) -> (usize, usize) {
        let block = self.starts.partition_point(|start| *start <= line).saturating_sub(1);
        (block, line - self.starts.get(block).copied().unwrap_or(0).min(line))
    }

    /// The line of a place; a line that the block does not have any more gives its last.
    #[must_use]
    pub fn line(&self, (block, line): (usize, usize)) -> usize {
        let start = self.starts.get(block).or(self.starts.last()).copied().unwrap_or(0);
        let end = self.starts.get(block + 1).copied().unwrap_or(self.lines.len());
        (start + line).min(end.saturating_sub(1))
    }

    /// Adds blank lines.
    pub fn gap(&mut self, lines: usize) {
        self.lines.extend(std::iter::repeat_n(Line::default(), lines));
    }

    /// Adds text, its links becoming things.
    pub fn text(&mut self, text: Text, theme: &Theme) {
        let down = self.lines.len();
        let plain = theme.ascii;
        self.lines.extend(text.lines.into_iter().map(|line| if plain { ascii::ascii_line(line) } else { line }));
        self.things.extend(text.links.into_iter().filter(|link| !link.pieces.is_empty()).map(|link| {
            let pieces = link.pieces.into_iter().map(|piece| Piece { line: piece.line + down, ..piece }).collect();
            Placed { thing: Thing::Link(link.target), pieces, hint: None }
        }));
    }

    /// Adds a panel that can be acted on as a whole.
    pub fn panel(&mut self, thing: Thing, panel: panels::Panel, width: usize, theme: &Theme) {
        let from = self.lines.len();
        let hint = panel.hint.map(|line| Piece { line: from + line, columns: 0..width });
        self.text(Text::of(panels::framed(panel.lines, width, theme)), theme);
        let pieces = (from..self.lines.len()).map(|line| Piece { line, columns: 0..width }).collect();
        self.things.push(Placed { thing, pieces, hint });
    }

    /// Adds a line that can be acted on.
    pub fn row(&mut self, thing: Thing, text: Text, theme: &Theme) {
        let from = self.lines.len();
        self.text(text, theme);
        let pieces = self.lines.iter().enumerate().skip(from);
        let pieces = pieces.map(|(line, words)| Piece { line, columns: 0..words.width() }).collect();
        self.things.push(Placed { thing, pieces, hint: None });
    }
}

/// The lesson's name, what it is about, how long it takes, and how to show that one knows it.
fn title(content: &Content, marks: &Marks, width: usize, theme: &Theme) -> Text {
    let head = &content.entry.head;
    let mut text = wrapped(&[Inline::Text(head.title.clone())], theme.style(Role::Strong), width, theme);
    let about = format!("{} {} {} minutes to read", head.tagline, theme.symbols().dot, head.minutes);
    text.append(wrapped(&[Inline::Text(about)], theme.style(Role::Dim), width, theme));
    if marks.known {
        let words = format!("{} You showed in a test that you know it.", theme.symbols().yes);
        text.append(wrapped(&[Inline::Text(words)], theme.style(Role::Allow), width, theme));
    } else if content.questions.len() >= recall::TEST {
        let words = "Known already? t asks six questions; five right answers show it.";
        text.append(wrapped(&[Inline::Text(words.to_owned())], theme.style(Role::Dim), width, theme));
    }
    text
}

/// A section's letter and its heading.
fn section_heading(content: &Content, block: usize, words: &[Inline], width: usize, theme: &Theme) -> Text {
    let letter = content.sections.iter().find(|section| section.block == block).map(|section| section.id.clone());
    let first = [Span::styled(format!("{}  ", letter.unwrap_or_default()), theme.style(Role::Accent))];
    let by: usize = first.iter().map(Span::width).sum();
    let rest = [Span::raw(" ".repeat(by))];
    let mut text = Text::default();
    text.add(wrapped(words, theme.style(Role::Strong), width.saturating_sub(by).max(8), theme), &first, &rest);
    text
}

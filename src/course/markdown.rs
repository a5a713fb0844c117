//! Markdown to blocks.
//!
//! What a lesson may hold is listed in [`crate::course::block`]; anything else (images, HTML, links out of the course) is left out
//! and found, because no face could show it.

mod fence;

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag};

use crate::course::block::{Align, Block, CalloutKind, Inline, plain_text};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::TextRange;

/// Blocks inside blocks, or marks inside marks, beyond this depth are refused: a file of somebody else's must not use up the stack.
const DEPTH: usize = 12;

/// Reads a lesson's text. What cannot be read is left out, with a finding in bytes of `text`.
#[must_use]
pub fn blocks(text: &str) -> (Vec<Block>, Vec<Diagnostic>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_DEFINITION_LIST;
    let mut reader = Reader {
        events: Parser::new_ext(text, options).into_offset_iter().peekable(),
        findings: Vec::new(),
        anchors: BTreeSet::new(),
        sections: 0,
        depth: 0,
    };
    let mut blocks = Vec::new();
    while reader.events.peek().is_some() {
        blocks.append(&mut reader.sequence());
        reader.events.next();
    }
    reader.findings.sort_by_key(|finding| finding.range.start);
    (blocks, reader.findings)
}

/// The headings of a lesson's sections, in order, without reading the rest of it.
#[must_use]
pub fn section_titles(text: &str) -> Vec<String> {
    let mut is_code = false;
    let headings = text.lines().filter(|line| {
        is_code ^= line.trim_start().starts_with("```");
        !is_code && line.starts_with("## ")
    });
    let title = |heading| match blocks(heading).0.into_iter().next() {
        Some(Block::Heading { text, .. }) => Some(plain_text(&text)),
        _ => None,
    };
    headings.filter_map(title).collect()
}

/// A finding of this reader.
fn finding(range: Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new("markdown", Severity::Error, TextRange::new(range.start, range.end), message)
}

/// Whether a character would command a terminal rather than show in it, or turn the direction of the text around it.
#[must_use]
pub fn is_control(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

struct Reader<'t> {
    events: Peekable<OffsetIter<'t>>,
    findings: Vec<Diagnostic>,
    anchors: BTreeSet<String>,
    sections: usize,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn refuse(&mut self, range: Range<usize>, message: impl Into<String>) {
        self.findings.push(finding(range, message));
    }

    /// Blocks up to the end of whatever encloses them; that end is left to the caller.
    fn sequence(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.peek().cloned() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if !is_inline(&tag) => {
                    self.events.next();
                    if self.depth >= DEPTH {
                        self.refuse(range, "too deeply nested: write it flatter");
                        self.skip();
                        continue;
                    }
                    self.depth += 1;
                    blocks.extend(self.block(tag, range));
                    self.depth -= 1;
                }
                Event::Html(_) => {
                    self.events.next();
                    self.refuse(range, "HTML cannot be shown: write it in Markdown");
                }
                Event::Rule => {
                    self.events.next();
                    self.refuse(range, "a ruled line cannot be shown: open a section with `##`");
                }
                // The text of a tight list item stands in no paragraph.
                _ => {
                    let run = self.run();
                    if !run.is_empty() {
                        blocks.push(Block::Paragraph(joined(run)));
                    }
                }
            }
        }
        blocks
    }

    /// One block, whose opening event has been taken; takes its closing event too.
    fn block(&mut self, tag: Tag<'t>, range: Range<usize>) -> Option<Block> {
        let block = match tag {
            Tag::Paragraph => {
                let run = self.run();
                (!run.is_empty()).then(|| Block::Paragraph(joined(run)))
            }
            Tag::Heading { level, .. } => self.heading(level, range),
            Tag::List(start) => {
                let items = self.children().into_iter().map(|(_, blocks)| blocks).collect();
                Some(Block::List { start, items })
            }
            Tag::DefinitionList => Some(self.definitions()),
            Tag::Table(align) => Some(self.table(&align)),
            Tag::BlockQuote(_) => self.callout(range),
            Tag::CodeBlock(kind) => self.fenced(&kind, range),
            Tag::HtmlBlock => {
                self.refuse(range, "HTML cannot be shown: write it in Markdown");
                self.skip();
                return None;
            }
            _ => {
                self.refuse(range, "this kind of block cannot be shown: write it as a paragraph, list or table");
                self.skip();
                return None;
            }
        };
        self.events.next();
        block
    }

    /// Throws away everything up to the end of the block whose opening has been taken, that end included.
    fn skip(&mut self) {
        let mut open = 1usize;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                return;
            }
        }
    }

    fn heading(&mut self, level: HeadingLevel, range: Range<usize>) -> Option<Block> {
        let text = joined(self.run());
        let (level, id) = match level {
            HeadingLevel::H2 => {
                let letter = u8::try_from(self.sections).ok().filter(|n| *n < 26).map(|n| char::from(b'a' + n));
                self.sections += 1;
                (2, letter.map_or_else(|| format!("s{}", self.sections), String::from))
            }
            HeadingLevel::H3 => (3, self.anchor(&plain_text(&text))),
            _ => {
                self.refuse(
                    range,
                    "only `##` (a section) and `###` (a part of one) are headings here: use one of them",
                );
                return None;
            }
        };
        Some(Block::Heading { level, id, text })
    }

    /// A slug of a heading's words that no other heading of the lesson has. Single letters are the sections' own.
    fn anchor(&mut self, words: &str) -> String {
        let kept: String =
            words.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
        let slug = kept.split_whitespace().collect::<Vec<_>>().join("-");
        let mut id = slug.clone();
        let mut count = 1;
        while id.chars().count() < 2 || !self.anchors.insert(id.clone()) {
            count += 1;
            id = format!("{slug}-{count}");
        }
        id
    }

    /// The children of a list: each opening event with the blocks inside.
    fn children(&mut self) -> Vec<(Tag<'t>, Vec<Block>)> {
        let mut children = Vec::new();
        while let Some((Event::Start(tag), _)) = self.events.peek().cloned() {
            self.events.next();
            children.push((tag, self.sequence()));
            self.events.next();
        }
        children
    }

    fn definitions(&mut self) -> Block {
        let mut entries: Vec<(Vec<Inline>, Vec<Block>)> = Vec::new();
        for (tag, mut blocks) in self.children() {
            match (tag, entries.last_mut()) {
                (Tag::DefinitionListDefinition, Some((_, meaning))) => meaning.append(&mut blocks),
                _ => entries.extend(blocks.into_iter().filter_map(|block| match block {
                    Block::Paragraph(term) => Some((term, Vec::new())),
                    _ => None,
                })),
            }
        }
        Block::Definitions(entries)
    }

    fn table(&mut self, align: &[Alignment]) -> Block {
        let align = align
            .iter()
            .map(|align| match align {
                Alignment::None | Alignment::Left => Align::Left,
                Alignment::Center => Align::Center,
                Alignment::Right => Align::Right,
            })
            .collect();
        let mut rows: Vec<Vec<Vec<Inline>>> = Vec::new();
        while let Some((Event::Start(Tag::TableHead | Tag::TableRow), _)) = self.events.peek() {
            self.events.next();
            let mut cells = Vec::new();
            while let Some((Event::Start(Tag::TableCell), _)) = self.events.peek() {
                self.events.next();
                cells.push(joined(self.run()));
                self.events.next();
            }
            rows.push(cells);
            self.events.next();
        }
        let header = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Block::Table { align, header, rows }
    }

    /// A block quote; its first line must say what kind of callout it is.
    fn callout(&mut self, range: Range<usize>) -> Option<Block> {
        let mut first = Vec::new();
        if let Some((Event::Start(Tag::Paragraph), _)) = self.events.peek() {
            self.events.next();
            first = merged(self.run());
            self.events.next();
        }
        let at_break = first.iter().position(|inline| *inline == soft_break()).unwrap_or(first.len());
        let rest: Vec<Inline> = first.split_off(at_break).into_iter().skip(1).collect();
        let opening = match first.first_mut() {
            Some(Inline::Text(text)) => text
                .strip_prefix("[!")
                .and_then(|text| text.split_once(']'))
                .map(|(kind, title)| (kind.to_owned(), title.trim_start().to_owned())),
            _ => None,
        };
        let mut body: Vec<Block> = Vec::new();
        if !rest.is_empty() {
            body.push(Block::Paragraph(joined(rest)));
        }
        body.append(&mut self.sequence());

        let kinds = CalloutKind::ALL.map(CalloutKind::as_str).join("`, `");
        let Some((kind, title)) = opening else {
            self.refuse(
                range,
                format!("a quotation must be a callout: open it with `> [!note] title` (kinds: `{kinds}`)"),
            );
            return None;
        };
        let Some(kind) = CalloutKind::ALL.into_iter().find(|known| known.as_str() == kind) else {
            self.refuse(range, format!("no kind of callout is called `{kind}`: use one of `{kinds}`"));
            return None;
        };
        if let Some(text) = first.first_mut() {
            *text = Inline::Text(title);
        }
        first.retain(|inline| *inline != Inline::Text(String::new()));
        Some(Block::Callout { kind, title: joined(first), body })
    }

    fn fenced(&mut self, kind: &CodeBlockKind<'t>, range: Range<usize>) -> Option<Block> {
        let mut lines: Vec<fence::Line> = Vec::new();
        let mut text = String::new();
        while let Some((Event::Text(piece), place)) = self.events.peek().cloned() {
            self.events.next();
            let mut offset = place.start;
            for line in piece.split_inclusive('\n') {
                // Inside a list or a quote the reader hands a line over in pieces.
                match lines.last_mut().filter(|_| !text.is_empty() && !text.ends_with('\n')) {
                    Some(last) => last.text.push_str(line.trim_end_matches('\n')),
                    None => lines.push(fence::Line { text: line.trim_end_matches('\n').to_owned(), offset }),
                }
                text.push_str(line);
                offset += line.len();
            }
        }
        if text.chars().any(is_control) {
            self.refuse(range.clone(), "a control character cannot be shown: take it out");
            return None;
        }
        match kind {
            CodeBlockKind::Indented => {
                self.refuse(range, "code must stand between two lines of three backticks");
                None
            }
            CodeBlockKind::Fenced(info) => fence::block(info, &lines, &text, range, &mut self.findings),
        }
    }

    /// A run of text up to the end of its block; that end is left to the caller. Soft breaks are kept, see [`soft_break`].
    fn run(&mut self) -> Vec<Inline> {
        let mut run = Vec::new();
        while let Some((event, range)) = self.events.peek().cloned() {
            match event {
                Event::End(_) => break,
                Event::Start(ref tag) if !is_inline(tag) => break,
                Event::Html(_) | Event::Rule => break,
                _ => {}
            }
            self.events.next();
            match event {
                Event::Text(text) | Event::Code(text) if text.chars().any(is_control) => {
                    self.refuse(range, "a control character cannot be shown: take it out");
                }
                Event::Text(text) => run.push(Inline::Text(text.into_string())),
                Event::Code(text) => run.push(Inline::Code(text.into_string())),
                Event::SoftBreak => run.push(soft_break()),
                Event::HardBreak => run.push(Inline::Break),
                Event::Start(tag) => {
                    if self.depth >= DEPTH {
                        self.refuse(range, "too deeply nested: write it flatter");
                        self.skip();
                        continue;
                    }
                    self.depth += 1;
                    let inner = self.run();
                    self.depth -= 1;
                    self.events.next();
                    run.extend(self.marked(&tag, joined(inner), range));
                }
                Event::InlineHtml(_) => self.refuse(range, "HTML cannot be shown: write it in Markdown"),
                _ => self.refuse(range, "this cannot be shown: write it in plain words"),
            }
        }
        run
    }

    fn marked(&mut self, tag: &Tag<'t>, inner: Vec<Inline>, range: Range<usize>) -> Option<Inline> {
        match tag {
            Tag::Emphasis => Some(Inline::Emphasis(inner)),
            Tag::Strong => Some(Inline::Strong(inner)),
            Tag::Link { dest_url, .. } => {
                let text = plain_text(&inner);
                if let Some(id) = dest_url.strip_prefix("term:") {
                    Some(Inline::Term { text, id: id.to_owned() })
                } else if let Some(target) = dest_url.strip_prefix("lesson:") {
                    Some(Inline::Lesson { text, target: target.to_owned() })
                } else {
                    self.refuse(
                        range,
                        format!("a link to `{dest_url}` leads out of the course: link to `term:ID` or `lesson:L05#b`, or name the page in the sources"),
                    );
                    None
                }
            }
            Tag::Image { .. } => {
                self.refuse(range, "a picture cannot be shown: draw it in a `diagram` block");
                None
            }
            _ => {
                self.refuse(range, "this mark cannot be shown: write it in plain words");
                None
            }
        }
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// The end of a line inside a paragraph. No text of the author's is a lone line feed, so it can be told from one.
fn soft_break() -> Inline {
    Inline::Text("\n".to_owned())
}

/// The same run with neighbouring texts made one; soft breaks stay apart.
fn merged(run: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in run {
        let is_break = inline == soft_break();
        let after_break = out.last() == Some(&soft_break());
        match (out.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(text)) if !is_break && !after_break => last.push_str(&text),
            (_, inline) => out.push(inline),
        }
    }
    out
}

/// The same run as the faces want it: soft breaks are spaces, neighbouring texts are one.
fn joined(run: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in run {
        let inline = if inline == soft_break() { Inline::Text(" ".to_owned()) } else { inline };
        match (out.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(&text),
            (_, inline) => out.push(inline),
        }
    }
    out
}

#[cfg(test)]
mod tests;

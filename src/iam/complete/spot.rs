//! Where somebody is writing: which word is at the cursor, and what belongs there.
//!
//! The tokens before the cursor are walked bracket by bracket, for half a document has a tree of any shape. The tree is
//! asked only for what stands around: the statement and the document that the cursor is in.

use crate::iam::complete::Site;
use crate::iam::json::{Node, TokenKind, Value};
use crate::text::TextRange;

/// What belongs at the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// A whole document: there is nothing yet.
    Document,
    /// The name of one of the document's elements.
    DocumentElement,
    /// A statement, or the list of them when it is the value of `Statement`.
    Statement,
    /// The name of one of a statement's elements.
    Element,
    /// The value of an element of that name, or one of its values.
    Value(&'a str),
    /// A type of principal.
    PrincipalType,
    /// A principal of that type.
    Principal(&'a str),
    /// A condition operator.
    Operator,
    /// A condition key under that operator.
    Key(&'a str),
    /// A value of the key (second) under the operator (first).
    ConditionValue(&'a str, &'a str),
}

/// The word at the cursor, which may be empty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    /// What gives way: the word, its quotes with it.
    pub(super) range: TextRange,
    /// What stands before the cursor, without the quote.
    pub(super) typed: &'a str,
    /// What a text begins with: a quote, or nothing where one is there.
    pub(super) open: &'static str,
    /// The same for its end.
    pub(super) close: &'static str,
}

/// What follows the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// A closing bracket, a comma, or the end: nothing needs to be written.
    Fine,
    /// A colon: the value of a key is there.
    Colon,
    /// The value of a key, its colon is not there.
    Value,
    /// The next item or key, without a comma before it.
    Item,
}

/// Where somebody is writing.
#[derive(Debug, Clone)]
pub(super) struct Spot<'a> {
    /// The text and what is known around it.
    pub(super) site: Site<'a>,
    /// What belongs there.
    pub(super) place: Place<'a>,
    /// The word.
    pub(super) word: Word<'a>,
    /// What follows it.
    pub(super) next: Next,
    /// What is missing between the item before and this one: a comma, with the white space that is there.
    pub(super) lead: Option<&'a str>,
    /// Whether it is one of a list.
    pub(super) in_list: bool,
    /// The other items of the list, or the other keys of the object.
    pub(super) others: Vec<&'a str>,
    /// The statement.
    pub(super) statement: Option<&'a Node>,
}

/// A bracket that is open at the cursor.
#[derive(Debug, Clone, Copy)]
struct Frame<'a> {
    /// Its token's number.
    token: usize,
    /// Whether it is an object, otherwise a list.
    is_object: bool,
    /// The key that was read last.
    key: &'a str,
    /// What is awaited.
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Key,
    Colon,
    Value,
    After,
}

impl<'a> Spot<'a> {
    /// Where the cursor of a site is; `None` where nothing can be proposed: in a comment, behind a value, in an element
    /// that does not exist.
    pub(super) fn of(site: Site<'a>) -> Option<Self> {
        let cursor = floor(site.text, site.cursor);
        let (word, at) = word_at(&site, cursor)?;
        let tokens = site.parse.tokens.as_slice();
        let frames = walk(&site, at);
        let next = tokens.iter().find(|t| t.range.start >= word.range.end && t.kind != TokenKind::Comment);
        let before = tokens.get(..at).unwrap_or_default().iter().rfind(|t| t.kind != TokenKind::Comment);
        let is_empty = word.range.is_empty();
        let Some(last) = frames.last().copied() else {
            let alone = before.is_none() && next.is_none();
            return alone.then(|| Self {
                site,
                place: Place::Document,
                word,
                next: Next::Fine,
                lead: None,
                in_list: false,
                others: Vec::new(),
                statement: None,
            });
        };
        let gap = before.map_or(word.range, |t| TextRange::new(t.range.end as usize, word.range.start as usize));
        let gap = gap.slice(site.text);
        let lead = match last.state {
            State::Colon => return None,
            // Behind a value comes a comma. It is written too, once it is clear that something shall follow.
            State::After if is_empty && !gap.contains('\n') => return None,
            State::After => Some(gap),
            State::Key | State::Value => None,
        };
        let at_key = last.is_object && matches!(last.state, State::Key | State::After);
        let place = place(&frames, at_key)?;
        let next = match next.map(|t| (t.kind, t.range.slice(site.text))) {
            None | Some((_, "," | "}" | "]")) => Next::Fine,
            Some((_, ":")) if at_key => Next::Colon,
            Some((_, ":")) => return None,
            Some((TokenKind::Key, _)) => Next::Item,
            Some(_) if at_key && !is_empty => Next::Value,
            // The value is there already, or the key.
            Some(_) if last.is_object => return None,
            Some(_) => Next::Item,
        };
        let objects: Vec<&Frame<'_>> = frames.iter().filter(|frame| frame.is_object).collect();
        let brace = objects.get(1).and_then(|frame| tokens.get(frame.token));
        let statement =
            brace.zip(site.parse.root.as_ref()).and_then(|(brace, root)| object_at(root, brace.range.start));
        Some(Self {
            site,
            place,
            word,
            next,
            lead,
            in_list: !last.is_object,
            others: others(&site, last, at),
            statement,
        })
    }

    /// What is typed of the word.
    pub(super) fn typed(&self) -> &'a str {
        self.word.typed
    }

    /// What gives way to a proposal: the word, and the gap before it where a comma is missing.
    pub(super) fn range(&self) -> TextRange {
        let start = self.word.range.start as usize - self.lead.map_or(0, str::len);
        TextRange::new(start, self.word.range.end as usize)
    }

    /// The white space that the cursor's line begins with.
    pub(super) fn indent(&self) -> &'a str {
        let head = self.site.text.get(..self.word.range.start as usize).unwrap_or_default();
        let line = head.rsplit('\n').next().unwrap_or_default();
        line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or_default()
    }

    /// Whether the list or object has that already; letter case means nothing.
    pub(super) fn has(&self, name: &str) -> bool {
        self.others.iter().any(|other| other.eq_ignore_ascii_case(name))
    }

    /// The value of a statement's element.
    pub(super) fn element(&self, name: &str) -> Option<&'a Node> {
        self.statement?.get(name)
    }

    /// The texts of `Action` or `NotAction`.
    pub(super) fn actions(&self) -> Vec<&'a str> {
        let value = self.element("Action").or_else(|| self.element("NotAction"));
        value.map(Node::items).unwrap_or_default().iter().filter_map(Node::as_str).collect()
    }

    /// The principals of a type.
    pub(super) fn principals(&self, of_type: &str) -> Vec<&'a str> {
        let value = self.element("Principal").and_then(|principal| principal.get(of_type));
        value.map(Node::items).unwrap_or_default().iter().filter_map(Node::as_str).collect()
    }

    /// The hosts of the OIDC providers that the statement names.
    pub(super) fn oidc_hosts(&self) -> Vec<&'a str> {
        self.principals("Federated").into_iter().filter_map(oidc_host).collect()
    }

    /// Whether the statement names a SAML provider.
    pub(super) fn names_saml(&self) -> bool {
        self.principals("Federated").iter().any(|provider| provider.contains(":saml-provider/"))
    }
}

/// The host (and path) of an OIDC provider, given by ARN or by its own name.
pub(super) fn oidc_host(provider: &str) -> Option<&str> {
    match provider.split_once(":oidc-provider/") {
        Some((_, host)) => Some(host),
        None => Some(provider).filter(|name| !name.starts_with("arn:") && name.contains('.')),
    }
}

fn floor(text: &str, cursor: usize) -> usize {
    let mut cursor = cursor.min(text.len());
    while !text.is_char_boundary(cursor) {
        cursor -= 1;
    }
    cursor
}

/// The word at the cursor, and the number of the first token that does not stand before it; `None` in a comment.
fn word_at<'a>(site: &Site<'a>, cursor: usize) -> Option<(Word<'a>, usize)> {
    let tokens = &site.parse.tokens;
    // Only one token can begin before the cursor and reach it.
    let behind = tokens.partition_point(|token| (token.range.start as usize) < cursor);
    let none = Word { range: TextRange::at(cursor), typed: "", open: "\"", close: "\"" };
    let touched = behind.checked_sub(1).and_then(|at| tokens.get(at).map(|token| (at, token)));
    let Some((at, token)) = touched.filter(|(_, token)| token.range.end as usize >= cursor) else {
        return Some((none, behind));
    };
    let (start, end) = (token.range.start as usize, token.range.end as usize);
    let text = token.range.slice(site.text);
    match token.kind {
        TokenKind::Punctuation => Some((none, behind)),
        TokenKind::Junk | TokenKind::Number => None,
        TokenKind::Comment if cursor == end && text.starts_with("/*") => Some((none, behind)),
        TokenKind::Comment => None,
        TokenKind::Word => {
            let typed = site.text.get(start..cursor)?;
            Some((Word { range: token.range, typed, ..none }, at))
        }
        TokenKind::String | TokenKind::Key => {
            let closed = is_closed(text);
            if closed && cursor == end {
                return Some((none, behind));
            }
            let content = start + text.chars().next().filter(|c| is_quote(*c)).map_or(0, char::len_utf8);
            let typed = site.text.get(content..cursor)?;
            // A string without an end may have run on into what follows it: only its word is taken.
            let tail = site.text.get(cursor..end)?;
            let rest = if closed { tail.len() } else { tail.find(|c| !is_of_word(c)).unwrap_or(tail.len()) };
            Some((
                in_variable(typed, tail, cursor, closed).unwrap_or(Word {
                    range: TextRange::new(start, cursor + rest),
                    typed,
                    ..none
                }),
                at,
            ))
        }
    }
}

/// The variable that is begun at the cursor: `${` and what follows it, up to its brace if it has one.
fn in_variable<'a>(typed: &'a str, tail: &str, cursor: usize, closed: bool) -> Option<Word<'a>> {
    let from = typed.rfind("${")?;
    let begun = typed.get(from..)?;
    if begun.contains('}') {
        return None;
    }
    let rest = tail.find(['}', '"', '$', ' ', ',']).unwrap_or(0);
    let brace = tail.get(rest..).is_some_and(|tail| tail.starts_with('}'));
    let end = cursor + if brace { rest + 1 } else { 0 };
    let close = if closed { "" } else { "\"" };
    Some(Word { range: TextRange::new(cursor - begun.len(), end), typed: begun, open: "", close })
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '\u{2018}'..='\u{201f}')
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || ":*?._/-@${}".contains(c)
}

/// Whether a string's token has both its quotes.
fn is_closed(text: &str) -> bool {
    let inner = text.strip_suffix(is_quote).unwrap_or(text);
    let escapes = inner.len() - inner.trim_end_matches('\\').len();
    inner.len() < text.len() && !inner.is_empty() && escapes.is_multiple_of(2)
}

/// A string's text without its quotes.
fn content(text: &str) -> &str {
    let inner = text.strip_prefix(is_quote).unwrap_or(text);
    if is_closed(text) { inner.strip_suffix(is_quote).unwrap_or(inner) } else { inner }
}

/// The brackets that are open before the token of that number, outermost first.
fn walk<'a>(site: &Site<'a>, until: usize) -> Vec<Frame<'a>> {
    let mut frames: Vec<Frame<'a>> = Vec::new();
    for (number, token) in site.parse.tokens.iter().take(until).enumerate() {
        let text = token.range.slice(site.text);
        match (token.kind, text) {
            (TokenKind::Comment | TokenKind::Junk, _) => {}
            (TokenKind::Punctuation, "{") => frames.push(open(number, true)),
            (TokenKind::Punctuation, "[") => frames.push(open(number, false)),
            (TokenKind::Punctuation, "}" | "]") => {
                if let Some(closed) = frames.iter().rposition(|frame| frame.is_object == (text == "}")) {
                    frames.truncate(closed);
                    set(&mut frames, State::After);
                }
            }
            (TokenKind::Punctuation, _) => {
                if let Some(frame) = frames.last_mut() {
                    frame.state = match (text, frame.state) {
                        (":" | "=" | "=>", State::Colon) => State::Value,
                        ("," | ";", _) if frame.is_object => State::Key,
                        ("," | ";", _) => State::Value,
                        (_, state) => state,
                    };
                }
            }
            (kind, _) => read_text(&mut frames, number, kind, text),
        }
    }
    frames
}

fn open<'a>(token: usize, is_object: bool) -> Frame<'a> {
    Frame { token, is_object, key: "", state: if is_object { State::Key } else { State::Value } }
}

fn set(frames: &mut [Frame<'_>], state: State) {
    if let Some(frame) = frames.last_mut() {
        frame.state = state;
    }
}

/// A string, number or word: a key or a value.
fn read_text<'a>(frames: &mut Vec<Frame<'a>>, number: usize, kind: TokenKind, text: &'a str) {
    let is_key = kind == TokenKind::Key;
    if is_key && frames.is_empty() {
        frames.push(open(number, true));
    }
    // A key in a list: the list was never closed.
    if let [.., outer, inner] = frames.as_slice()
        && is_key
        && outer.is_object
        && !inner.is_object
    {
        frames.pop();
    }
    if let Some(frame) = frames.last_mut() {
        if frame.is_object && (is_key || frame.state == State::Key) {
            (frame.key, frame.state) = (content(text), State::Colon);
        } else {
            frame.state = State::After;
        }
    }
}

/// What belongs inside these brackets.
fn place<'a>(frames: &[Frame<'a>], at_key: bool) -> Option<Place<'a>> {
    let lists_in_lists = frames.windows(2).any(|pair| pair.iter().all(|frame| !frame.is_object));
    let in_list = frames.last().is_some_and(|frame| !frame.is_object);
    if lists_in_lists || frames.first().is_some_and(|frame| !frame.is_object) {
        return None;
    }
    let objects = frames.iter().filter(|frame| frame.is_object);
    let way: Vec<&'a str> = objects.map(|frame| frame.key).collect();
    let way = if at_key { way.split_last()?.1 } else { way.as_slice() };
    match (way, at_key) {
        ([], true) => Some(Place::DocumentElement),
        (["Statement"], false) => Some(Place::Statement),
        (["Statement"], true) => Some(Place::Element),
        (["Statement", element @ ("Action" | "NotAction" | "Resource" | "NotResource")], false) => {
            Some(Place::Value(element))
        }
        ([element @ "Version"] | ["Statement", element @ ("Effect" | "Principal")], false) if !in_list => {
            Some(Place::Value(element))
        }
        (["Statement", "Principal" | "NotPrincipal"], true) => Some(Place::PrincipalType),
        (["Statement", "Principal" | "NotPrincipal", of_type], false) => Some(Place::Principal(of_type)),
        (["Statement", "Condition"], true) => Some(Place::Operator),
        (["Statement", "Condition", operator], true) => Some(Place::Key(operator)),
        (["Statement", "Condition", operator, key], false) => Some(Place::ConditionValue(operator, key)),
        _ => None,
    }
}

/// The keys of the object, or the items of the list, that a frame is: all but the one that begins with the token `at`.
fn others<'a>(site: &Site<'a>, frame: Frame<'a>, at: usize) -> Vec<&'a str> {
    let tokens = site.parse.tokens.iter().skip(frame.token);
    // Without a brace the object begins with its first key.
    let mut depth = i32::from(site.parse.tokens.get(frame.token).is_some_and(|token| token.kind == TokenKind::Key));
    let word = site.parse.tokens.get(at).filter(|token| (token.range.start as usize) < site.cursor);
    let mut found = Vec::new();
    for token in tokens {
        let text = token.range.slice(site.text);
        match (token.kind, text) {
            (TokenKind::Punctuation, "{" | "[") => depth += 1,
            (TokenKind::Punctuation, "}" | "]") => depth -= 1,
            (TokenKind::Key, _) if depth == 1 && !frame.is_object => break,
            (TokenKind::Key, _) | (TokenKind::String | TokenKind::Word, _)
                if depth == 1 && frame.is_object == (token.kind == TokenKind::Key) && word != Some(token) =>
            {
                found.push(content(text));
            }
            _ => {}
        }
        if depth <= 0 {
            break;
        }
    }
    found
}

/// The object that begins at an offset.
fn object_at(node: &Node, start: u32) -> Option<&Node> {
    if node.range.start == start && matches!(node.value, Value::Object(_)) {
        return Some(node);
    }
    let reaches = |child: &&Node| child.range.start <= start && start <= child.range.end;
    match &node.value {
        Value::Object(members) => {
            members.iter().map(|member| &member.value).filter(reaches).find_map(|child| object_at(child, start))
        }
        Value::Array(items) => items.iter().filter(reaches).find_map(|child| object_at(child, start)),
        _ => None,
    }
}

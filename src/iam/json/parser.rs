//! Builds the tree from lexemes and names the slips of grammar: commas, colons, brackets, missing values.
//!
//! Every loop takes at least one lexeme or ends, and nesting is bounded, so any text is read in linear time and little
//! stack. A [`Value::Missing`] always has its finding.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::iam::findings::{DUPLICATE_KEY, JSON_SYNTAX_ERROR};
use crate::iam::json::lexer::{Kind, Lexed, Lexeme};
use crate::iam::json::{Member, Node, Token, TokenKind, Value};
use crate::text::{Edit, TextRange};

/// Brackets within brackets. A policy needs seven; strict parsers commonly stop at the same number.
pub(super) const MAX_DEPTH: usize = 128;

/// Builds the tree of `text`, cut into `lexed`.
pub(super) fn build(text: &str, lexed: Lexed) -> (Option<Node>, Vec<Token>, Vec<Diagnostic>) {
    let mut parser = Parser {
        text,
        curly: balance(&lexed.lexemes, Kind::OpenBrace, Kind::CloseBrace),
        square: balance(&lexed.lexemes, Kind::OpenBracket, Kind::CloseBracket),
        lexemes: lexed.lexemes,
        tokens: lexed.tokens,
        diagnostics: lexed.diagnostics,
        at: 0,
        open: Vec::new(),
        unclosed: Vec::new(),
        too_deep: false,
    };
    let root = parser.document();
    (root, parser.tokens, parser.diagnostics)
}

/// Openers without a closer, over the whole text; negative when closers are left over.
fn balance(lexemes: &[Lexeme], open: Kind, close: Kind) -> i64 {
    let count = |kind: Kind| lexemes.iter().filter(|l| l.kind == kind).count();
    i64::try_from(count(open)).unwrap_or(i64::MAX) - i64::try_from(count(close)).unwrap_or(0)
}

struct Parser<'t> {
    text: &'t str,
    lexemes: Vec<Lexeme>,
    tokens: Vec<Token>,
    diagnostics: Vec<Diagnostic>,
    /// The next lexeme.
    at: usize,
    /// The closers awaited, innermost last.
    open: Vec<Kind>,
    /// Openers that the text ended before closing, innermost first, and the closers they lack.
    unclosed: Vec<(TextRange, Kind)>,
    /// Curly brackets opened and never closed in the whole text, as far as not yet accounted for.
    curly: i64,
    /// The same of square brackets.
    square: i64,
    too_deep: bool,
}

impl Parser<'_> {
    fn peek(&self, ahead: usize) -> Option<Lexeme> {
        self.lexemes.get(self.at + ahead).copied()
    }

    fn kind(&self, ahead: usize) -> Option<Kind> {
        self.peek(ahead).map(|l| l.kind)
    }

    fn bump(&mut self) -> TextRange {
        let range = self.peek(0).map_or_else(|| TextRange::at(self.text.len()), |l| l.range);
        self.at += 1;
        range
    }

    /// Whether a key and its colon stand here.
    fn key_at(&self, ahead: usize) -> bool {
        self.kind(ahead).is_some_and(Kind::can_be_key) && self.kind(ahead + 1) == Some(Kind::Colon)
    }

    fn slip(&mut self, range: TextRange, message: impl Into<String>) {
        self.diagnostics.push(JSON_SYNTAX_ERROR.at(range, message));
    }

    /// A slip that putting `insert` in the place of `replace` mends.
    fn slip_with_fix(&mut self, range: TextRange, message: impl Into<String>, replace: TextRange, insert: &str) {
        let fix = Edit { range: replace, insert: insert.to_owned() };
        self.diagnostics.push(JSON_SYNTAX_ERROR.at(range, message).with_fix(fix));
    }

    // ---- the document ----

    fn document(&mut self) -> Option<Node> {
        if self.lexemes.is_empty() {
            if self.diagnostics.is_empty() {
                self.slip(TextRange::at(self.text.len()), "the document is empty: a policy begins with `{`");
            }
            return None;
        }
        if self.reads_like_yaml() {
            let range = self.bump();
            let message = "this reads like YAML: a policy is JSON, an object from `{` to `}` with every name in `\"`";
            self.diagnostics.clear();
            self.slip(range, message);
            self.at = self.lexemes.len();
            return None;
        }
        self.skip_text_before();
        while self.kind(0).is_some_and(|k| !k.starts_value()) && !self.key_at(0) {
            let range = self.bump();
            let found = range.slice(self.text).to_owned();
            self.slip_with_fix(range, format!("a document cannot begin with `{found}`"), range, "");
        }
        let root = if self.key_at(0) {
            let start = TextRange::at(self.peek(0).map_or(0, |l| l.range.start as usize));
            self.slip_with_fix(start, "a `{` is missing at the start of the document", start, "{");
            self.curly += 1;
            Some(self.object(start, Kind::CloseBrace))
        } else if self.kind(0).is_some() {
            Some(self.value())
        } else {
            None
        };
        self.report_unclosed();
        self.rest();
        root
    }

    /// Two lines or more that begin with a plain word and a colon, and no brace anywhere.
    fn reads_like_yaml(&self) -> bool {
        let lines = || self.text.lines().filter(|line| !line.trim().is_empty());
        let is_key = |line: &str| {
            let name = line.trim_start().trim_start_matches("- ").split(':').next().unwrap_or_default();
            line.contains(':') && !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        self.kind(0) == Some(Kind::Word) && !self.text.contains('{') && lines().filter(|line| is_key(line)).count() >= 2
    }

    /// Prose, a fence or an assignment that was copied along with a document: one finding for all of it. A document is
    /// told by its first key.
    fn skip_text_before(&mut self) {
        let begins = |at: usize| {
            let key = self.lexemes.get(at + 1).map(|l| l.content.slice(self.text));
            self.lexemes.get(at).is_some_and(|l| l.kind == Kind::OpenBrace)
                && self.lexemes.get(at + 2).is_some_and(|l| l.kind == Kind::Colon)
                && key.is_some_and(|key| matches!(key, "Version" | "Statement" | "Id"))
        };
        let opener = self.lexemes.iter().position(|l| matches!(l.kind, Kind::OpenBrace | Kind::OpenBracket));
        let Some(start) = opener.filter(|at| *at > 0 && begins(*at)) else { return };
        let (Some(first), Some(brace)) = (self.peek(0), self.lexemes.get(start).copied()) else { return };
        let last = self.lexemes.get(start - 1).map_or(first.range, |l| l.range);
        self.diagnostics.retain(|d| d.range.start >= brace.range.start);
        let before = TextRange::new(first.range.start as usize, brace.range.start as usize);
        self.slip_with_fix(first.range.cover(last), "text before the document: a policy begins with `{`", before, "");
        self.at = start;
    }

    /// What follows the document's end: one finding, whatever it is.
    fn rest(&mut self) {
        let Some(first) = self.peek(0) else { return };
        let message = match first.kind {
            Kind::OpenBrace | Kind::OpenBracket => "the document ended above: a second value begins here".to_owned(),
            Kind::CloseBrace | Kind::CloseBracket => {
                format!("one `{}` too many: it closes nothing", first.kind.as_str())
            }
            _ => "text after the end of the document".to_owned(),
        };
        if matches!(first.kind, Kind::CloseBrace | Kind::CloseBracket) {
            self.slip_with_fix(first.range, message, first.range, "");
        } else if matches!(first.kind, Kind::OpenBrace | Kind::OpenBracket) {
            self.slip(first.range, message);
        } else {
            // Whatever the lexer said of it matters no more.
            self.diagnostics.retain(|d| d.range.start < first.range.start);
            let end = self.text.trim_end().len();
            self.slip_with_fix(first.range, message, TextRange::new(first.range.start as usize, end), "");
        }
        let known = self.diagnostics.len();
        while let Some(kind) = self.kind(0) {
            // Read for the colours of keys; its slips are not worth naming before it has found its place.
            if kind.starts_value() && !self.key_at(0) {
                self.value();
            } else if self.key_at(0) {
                self.member();
            } else {
                self.bump();
            }
        }
        self.diagnostics.truncate(known);
    }

    /// One finding for all brackets that the end of the text leaves open.
    fn report_unclosed(&mut self) {
        let unclosed = std::mem::take(&mut self.unclosed);
        let Some((innermost, _)) = unclosed.first() else { return };
        let closers: String = unclosed.iter().map(|(_, closer)| closer.as_str()).collect();
        let message = match unclosed.as_slice() {
            [(opener, closer)] if opener.is_empty() => format!("a `{}` is missing at the end", closer.as_str()),
            [(opener, closer)] => {
                format!("`{}` is never closed: a `{}` is missing", opener.slice(self.text), closer.as_str())
            }
            more => format!("{} brackets are never closed: `{closers}` is missing at the end", more.len()),
        };
        let range = if innermost.is_empty() { self.last_character(TextRange::at(self.text.len())) } else { *innermost };
        let end = TextRange::at(self.text.trim_end().len());
        self.slip_with_fix(range, message, end, &closers);
    }

    /// The last character before `range`'s end, to point at where something is missing.
    fn last_character(&self, range: TextRange) -> TextRange {
        let end = range.end as usize;
        let head = self.text.get(..end).unwrap_or_default();
        TextRange::new(head.char_indices().next_back().map_or(0, |(n, _)| n), end)
    }

    // ---- values ----

    /// Reads a value. The next lexeme starts one.
    fn value(&mut self) -> Node {
        let Some(lexeme) = self.peek(0) else { return missing(self.text.len()) };
        let value = match lexeme.kind {
            Kind::OpenBrace | Kind::OpenBracket if self.open.len() >= MAX_DEPTH => return self.skip_too_deep(),
            Kind::OpenBrace => {
                self.at += 1;
                return match self.is_list_in_braces() {
                    true if self.curly > 0 && self.square < 0 => {
                        self.wrong_opener(lexeme.range, Kind::CloseBracket);
                        self.array(lexeme.range, Kind::CloseBracket)
                    }
                    true => {
                        let node = self.array(lexeme.range, Kind::CloseBrace);
                        self.wrong_brackets(&node, "a list stands in `[` and `]`, not in `{` and `}`", ("[", "]"));
                        node
                    }
                    false => self.object(lexeme.range, Kind::CloseBrace),
                };
            }
            Kind::OpenBracket => {
                self.at += 1;
                return if !self.key_at(0) {
                    self.array(lexeme.range, Kind::CloseBracket)
                } else if self.square > 0 && self.curly < 0 {
                    self.wrong_opener(lexeme.range, Kind::CloseBrace);
                    self.object(lexeme.range, Kind::CloseBrace)
                } else if self.square <= 0 && self.curly >= 0 {
                    let node = self.object(lexeme.range, Kind::CloseBracket);
                    let message = "keys and their values stand in `{` and `}`, not in `[` and `]`";
                    self.wrong_brackets(&node, message, ("{", "}"));
                    node
                } else {
                    self.array(lexeme.range, Kind::CloseBracket)
                };
            }
            Kind::String => Value::String(self.decode(lexeme)),
            Kind::Number => Value::Number(lexeme.range.slice(self.text).to_owned()),
            Kind::Word => self.word(lexeme),
            _ => return missing(lexeme.range.start as usize),
        };
        self.at += 1;
        Node { value, range: lexeme.range }
    }

    /// `{"s3:Get*", "s3:Put*"}`, the brace already taken: looked at up to its fourth item.
    fn is_list_in_braces(&self) -> bool {
        let is_item = |at: usize| self.kind(at) == Some(Kind::String);
        let ends = |at: usize| matches!(self.kind(at), Some(Kind::CloseBrace | Kind::CloseBracket));
        let goes_on = |at: usize| self.kind(at) == Some(Kind::Comma);
        is_item(0)
            && goes_on(1)
            && is_item(2)
            && (ends(3) || (goes_on(3) && is_item(4) && (ends(5) || (goes_on(5) && is_item(6) && !self.key_at(6)))))
    }

    /// An opener of the wrong shape, whose closer is the right one.
    fn wrong_opener(&mut self, range: TextRange, closer: Kind) {
        let (meant, written) = if closer == Kind::CloseBrace { ("{", "[") } else { ("[", "{") };
        *self.balance_of(closer) += 1;
        *self.balance_of(if closer == Kind::CloseBrace { Kind::CloseBracket } else { Kind::CloseBrace }) -= 1;
        self.slip_with_fix(range, format!("`{written}` stands where `{meant}` opens"), range, meant);
    }

    /// Both brackets of the wrong shape; they change together.
    fn wrong_brackets(&mut self, node: &Node, message: &str, (open, close): (&str, &str)) {
        let written = node.range.slice(self.text);
        let inside = written
            .get(1..)
            .and_then(|rest| rest.strip_suffix(['}', ']']))
            .map(|inside| format!("{open}{inside}{close}"));
        let opener = TextRange::new(node.range.start as usize, node.range.start as usize + 1);
        match inside {
            Some(mended) => self.slip_with_fix(opener, message, node.range, &mended),
            None => self.slip(opener, message),
        }
    }

    fn word(&mut self, lexeme: Lexeme) -> Value {
        let written = lexeme.range.slice(self.text);
        let (value, meant) = match written {
            "true" => return Value::Bool(true),
            "false" => return Value::Bool(false),
            "null" => return Value::Null,
            _ if written.eq_ignore_ascii_case("true") => (Value::Bool(true), "true"),
            _ if written.eq_ignore_ascii_case("false") => (Value::Bool(false), "false"),
            _ if ["null", "none", "nil"].iter().any(|w| written.eq_ignore_ascii_case(w)) => (Value::Null, "null"),
            _ => return Value::String(self.unquoted(lexeme)),
        };
        self.slip_with_fix(lexeme.range, format!("JSON writes `{meant}` in small letters"), lexeme.range, meant);
        value
    }

    /// Text without quotes.
    fn unquoted(&mut self, lexeme: Lexeme) -> String {
        let written = lexeme.range.slice(self.text).to_owned();
        if !lexeme.flawed {
            let insert = format!("\"{}\"", written.replace('\\', "\\\\"));
            self.slip_with_fix(
                lexeme.range,
                format!("`{written}` needs quotes: text stands in `\"` in JSON"),
                lexeme.range,
                &insert,
            );
        }
        written
    }

    fn skip_too_deep(&mut self) -> Node {
        let mut range = self.peek(0).map_or_else(TextRange::default, |l| l.range);
        if !self.too_deep {
            self.too_deep = true;
            self.slip(range, format!("brackets within brackets, more than {MAX_DEPTH} deep: no policy needs that"));
        }
        let mut depth = 0_usize;
        while let Some(lexeme) = self.peek(0) {
            match lexeme.kind {
                Kind::OpenBrace | Kind::OpenBracket => depth += 1,
                Kind::CloseBrace | Kind::CloseBracket => depth -= 1,
                _ => {}
            }
            range = range.cover(self.bump());
            if depth == 0 {
                break;
            }
        }
        Node { value: Value::Missing, range }
    }

    // ---- objects and lists ----

    /// Reads an object whose opener is taken, up to `closer`.
    fn object(&mut self, start: TextRange, closer: Kind) -> Node {
        self.open.push(closer);
        let mut members: Vec<Member> = Vec::new();
        let mut range = start;
        let mut comma = None;
        while let Some(lexeme) = self.peek(0) {
            let after_member = !members.is_empty() && comma.is_none();
            match lexeme.kind {
                kind if kind == closer && !self.closes_too_early(kind, &members) => {
                    self.end(comma);
                    range = range.cover(self.bump());
                    return self.finish_object(members, range);
                }
                kind if kind == closer => self.stray(lexeme),
                Kind::Comma | Kind::CloseBracket if after_member && self.opener_of_list_is_missing(&members) => {
                    range = range.cover(self.read_on_as_list(&mut members));
                }
                Kind::CloseBrace | Kind::CloseBracket => {
                    if self.ends_at_other_closer(lexeme, start, range, closer) {
                        return self.finish_object(members, range);
                    }
                }
                Kind::Comma if after_member && self.next_statement_begins(1) => {
                    self.report_missing_closer(start, range, closer);
                    return self.finish_object(members, range);
                }
                Kind::Comma => comma = self.comma(after_member, comma),
                Kind::Colon => {
                    let at = self.bump();
                    self.slip(at, "a `:` without a key before it");
                }
                Kind::OpenBrace if members.is_empty() && comma.is_none() && self.curly > 0 && self.key_at(1) => {
                    self.at += 1;
                    self.curly -= 1;
                    self.slip_with_fix(lexeme.range, "one `{` too many", lexeme.range, "");
                }
                Kind::OpenBrace if self.next_statement_begins(0) => {
                    self.report_missing_closer(start, range, closer);
                    return self.finish_object(members, range);
                }
                Kind::OpenBrace | Kind::OpenBracket => {
                    self.slip(lexeme.range, "a value without a key: in an object each value has its key before it");
                    let known = self.diagnostics.len();
                    range = range.cover(self.value().range);
                    self.diagnostics.truncate(known);
                    comma = None;
                }
                Kind::String | Kind::Number | Kind::Word => {
                    // Half a member lacks its comma with its value: one slip, named already.
                    if after_member && !members.last().is_some_and(|m| m.value.is_missing()) {
                        self.missing_comma(range);
                    }
                    let member = self.member();
                    range = range.cover(member.range());
                    members.push(member);
                    comma = None;
                }
            }
        }
        self.unclosed.push((start, closer));
        self.finish_object(members, range)
    }

    /// `"Action": "s3:Get*", "s3:Put*"]`, read up to the first comma or to the bracket.
    fn opener_of_list_is_missing(&self, members: &[Member]) -> bool {
        let last_is_item = members.last().is_some_and(|m| !matches!(m.value.value, Value::Array(_) | Value::Missing));
        let goes_on = self.kind(0) == Some(Kind::CloseBracket)
            || (self.kind(1).is_some_and(Kind::starts_value) && !self.key_at(1));
        self.square < 0 && last_is_item && goes_on
    }

    /// Makes the last member's value the first item of the list whose opener is missing, and reads on to its end.
    fn read_on_as_list(&mut self, members: &mut [Member]) -> TextRange {
        let Some(member) = members.last_mut() else { return TextRange::default() };
        let first = std::mem::replace(&mut member.value, missing(0));
        let start = TextRange::at(first.range.start as usize);
        self.missing_opener(start, first.range, Kind::CloseBracket);
        member.value = self.array_from(start, Kind::CloseBracket, vec![first]);
        member.value.range
    }

    /// Names an opener that is missing before `value`.
    fn missing_opener(&mut self, at: TextRange, value: TextRange, closer: Kind) {
        *self.balance_of(closer) += 1;
        let opener = if closer == Kind::CloseBrace { "{" } else { "[" };
        self.slip_with_fix(value, format!("a `{opener}` is missing before this"), at, opener);
    }

    /// Where an object should begin, its first key stands here and a `{` is missing in the whole text.
    fn object_without_opener(&mut self) -> Node {
        let key = self.peek(0).map_or_else(|| TextRange::at(self.text.len()), |l| l.range);
        let start = TextRange::at(key.start as usize);
        self.missing_opener(start, key, Kind::CloseBrace);
        self.object(start, Kind::CloseBrace)
    }

    fn finish_object(&mut self, members: Vec<Member>, range: TextRange) -> Node {
        self.open.pop();
        let mut seen = BTreeSet::new();
        let is_new = |n: usize, member: &Member| match members.get(..n) {
            // Looking back is cheapest in the small objects that policies are made of.
            Some(before) if members.len() <= 16 => before.iter().all(|m| m.key != member.key),
            _ => seen.insert(member.key.clone()),
        };
        let repeated: Vec<usize> = members
            .iter()
            .enumerate()
            .scan(is_new, |is_new, (n, member)| Some((!is_new(n, member)).then_some(n)))
            .flatten()
            .collect();
        for member in repeated.iter().filter_map(|n| members.get(*n)) {
            let message = format!("`{}` stands here for the second time in one object", member.key);
            let help = "keep one of the two; several values of one key go into a list, `[` to `]`";
            self.diagnostics.push(DUPLICATE_KEY.at(member.key_range, message).with_help(help));
        }
        Node { value: Value::Object(members), range }
    }

    /// Reads a member, key first.
    fn member(&mut self) -> Member {
        let Some(key) = self.peek(0) else {
            let end = self.text.len();
            return Member { key: String::new(), key_range: TextRange::at(end), value: missing(end) };
        };
        self.at += 1;
        if let Some(token) = self.tokens.get_mut(key.token) {
            token.kind = TokenKind::Key;
        }
        let name = if key.kind == Kind::String { self.decode(key) } else { self.unquoted(key) };
        let flawed = key.flawed || key.kind != Kind::String;
        let value = self.member_value(key, &name, flawed);
        Member { key: name, key_range: key.range, value }
    }

    fn member_value(&mut self, key: Lexeme, name: &str, flawed: bool) -> Node {
        let key_end = key.range.end as usize;
        match self.kind(0) {
            Some(Kind::Colon) => {}
            // `"Effect", "Allow",`: a name alone is not an item of a list that lost its brackets.
            Some(Kind::Comma)
                if !flawed
                    && name.bytes().all(|b| b.is_ascii_alphabetic())
                    && self.kind(1).is_some_and(Kind::starts_value)
                    && !self.key_at(1) =>
            {
                let comma = self.bump();
                self.slip_with_fix(comma, format!("a `:` belongs behind `{name}`, not a `,`"), comma, ":");
                return self.value();
            }
            Some(kind) if kind.starts_value() && !self.key_at(0) => {
                if !flawed {
                    self.slip_with_fix(
                        key.range,
                        format!("a `:` is missing behind `{name}`"),
                        TextRange::at(key_end),
                        ":",
                    );
                }
                return self.value();
            }
            _ => {
                let glued = name.split_once(": ").filter(|(key, _)| key.bytes().all(|b| b.is_ascii_alphabetic()));
                if let Some((name, value)) = glued.filter(|(name, _)| !flawed && !key.escaped && !name.is_empty()) {
                    let message = format!("`{name}` and its value stand in one string: each has its own quotes");
                    self.slip_with_fix(key.range, message, key.range, &format!("\"{name}\": \"{value}\""));
                } else if !flawed {
                    let message = match name.is_empty() {
                        true => "a name belongs between these quotes, then `:` and a value".to_owned(),
                        false => format!("`{name}` has no value: a key is followed by `:` and a value"),
                    };
                    let help = "several values of one key go into a list, `[` to `]`";
                    self.diagnostics.push(JSON_SYNTAX_ERROR.at(key.range, message).with_help(help));
                }
                return missing(key_end);
            }
        }
        let colon = self.bump();
        while self.kind(0) == Some(Kind::Colon) {
            let range = self.bump();
            self.slip_with_fix(range, "one `:` too many", range, "");
        }
        if self.key_at(0) && self.curly < 0 && self.open.len() < MAX_DEPTH {
            return self.object_without_opener();
        }
        if self.key_at(0) {
            // `"Effect": "Action": "s3:*"`: the first value is missing, unless `"Effect": "Allow": "Action": "s3:*"`,
            // where the second colon was to be a comma.
            if !self.key_at(2) {
                self.slip(colon, no_value(name));
                return missing(colon.end as usize);
            }
            let value = self.value();
            let wrong = self.peek(0).map_or(colon, |l| l.range);
            self.slip_with_fix(wrong, "a `,` belongs here, not a `:`", wrong, ",");
            if let Some(lexeme) = self.lexemes.get_mut(self.at) {
                lexeme.kind = Kind::Comma;
            }
            return value;
        }
        if self.kind(0).is_some_and(Kind::starts_value) {
            return self.value();
        }
        self.slip(colon, no_value(name));
        missing(colon.end as usize)
    }

    /// Reads a list whose opener is taken, up to `closer`.
    fn array(&mut self, start: TextRange, closer: Kind) -> Node {
        self.array_from(start, closer, Vec::new())
    }

    /// The same with items read already.
    fn array_from(&mut self, start: TextRange, closer: Kind, mut items: Vec<Node>) -> Node {
        self.open.push(closer);
        let mut range = items.iter().fold(start, |range, item| range.cover(item.range));
        let mut comma = None;
        while let Some(lexeme) = self.peek(0) {
            let after_item = !items.is_empty() && comma.is_none();
            let list_was_left = self.square > 0 && self.parent() == Some(Kind::CloseBrace);
            match lexeme.kind {
                kind if kind == closer => {
                    self.end(comma);
                    range = range.cover(self.bump());
                    return self.finish_array(items, range);
                }
                Kind::CloseBrace | Kind::CloseBracket => {
                    if self.ends_at_other_closer(lexeme, start, range, closer) {
                        return self.finish_array(items, range);
                    }
                }
                Kind::Comma if after_item && list_was_left && self.key_at(1) => {
                    self.report_missing_closer(start, range, closer);
                    return self.finish_array(items, range);
                }
                Kind::Comma => comma = self.comma(after_item, comma),
                Kind::Colon => {
                    let at = self.bump();
                    self.slip(at, "a `:` in a list: only an object, `{` to `}`, has keys");
                }
                _ if list_was_left && self.key_at(0) => {
                    self.report_missing_closer(start, range, closer);
                    return self.finish_array(items, range);
                }
                _ => {
                    if after_item {
                        self.missing_comma(range);
                    }
                    let item = if self.key_at(0) && self.curly < 0 && self.open.len() < MAX_DEPTH {
                        self.object_without_opener()
                    } else if self.key_at(0) {
                        self.slip(lexeme.range, "a key in a list: only an object, `{` to `}`, has keys");
                        self.member().value
                    } else {
                        self.value()
                    };
                    range = range.cover(item.range);
                    items.push(item);
                    comma = None;
                }
            }
        }
        self.unclosed.push((start, closer));
        self.finish_array(items, range)
    }

    fn finish_array(&mut self, items: Vec<Node>, range: TextRange) -> Node {
        self.open.pop();
        Node { value: Value::Array(items), range }
    }

    // ---- commas and closers ----

    /// Takes a comma; one that separates nothing is named. Gives the comma that now waits for what follows.
    fn comma(&mut self, separates: bool, waiting: Option<TextRange>) -> Option<TextRange> {
        let range = self.bump();
        if separates {
            return Some(range);
        }
        self.slip_with_fix(range, "one `,` too many", range, "");
        waiting
    }

    /// At the closer: a comma that still waits is one too many.
    fn end(&mut self, comma: Option<TextRange>) {
        if let Some(range) = comma {
            self.slip_with_fix(
                range,
                "a comma before a closing bracket: JSON has none behind the last item",
                range,
                "",
            );
        }
    }

    fn missing_comma(&mut self, before: TextRange) {
        let end = TextRange::at(before.end as usize);
        let range = self.last_character(end);
        self.slip_with_fix(range, "a `,` is missing behind this", end, ",");
    }

    /// The closer that the container around the current one waits for.
    fn parent(&self) -> Option<Kind> {
        self.open.iter().rev().nth(1).copied()
    }

    fn balance_of(&mut self, closer: Kind) -> &mut i64 {
        if closer == Kind::CloseBrace { &mut self.curly } else { &mut self.square }
    }

    /// In a list of objects with a `}` too few: does the next object of the list begin here?
    fn next_statement_begins(&self, ahead: usize) -> bool {
        self.curly > 0
            && self.parent() == Some(Kind::CloseBracket)
            && self.kind(ahead) == Some(Kind::OpenBrace)
            && self.key_at(ahead + 1)
    }

    /// A `}` too many that would end the document, or an object in a list, before its last keys. In a list a key that the
    /// object has already begins the next object, whose `{` is missing.
    fn closes_too_early(&self, closer: Kind, members: &[Member]) -> bool {
        let surplus = if closer == Kind::CloseBrace { self.curly < 0 } else { self.square < 0 };
        let next = if self.kind(1) == Some(Kind::Comma) { 2 } else { 1 };
        if !surplus || !self.key_at(next) {
            return false;
        }
        let key = self.peek(next).map(|l| l.content.slice(self.text));
        let is_repeated = members.iter().any(|member| Some(member.key.as_str()) == key);
        self.open.len() == 1 || (self.parent() == Some(Kind::CloseBracket) && !is_repeated)
    }

    fn stray(&mut self, lexeme: Lexeme) {
        self.at += 1;
        *self.balance_of(lexeme.kind) += 1;
        let range = lexeme.range;
        self.slip_with_fix(range, format!("one `{}` too many: it closes nothing", lexeme.kind.as_str()), range, "");
    }

    /// At a closer of the other shape than `closer`. Gives whether the container ends here.
    fn ends_at_other_closer(&mut self, found: Lexeme, start: TextRange, so_far: TextRange, closer: Kind) -> bool {
        let (lacking, surplus) = (*self.balance_of(closer) > 0, *self.balance_of(found.kind) < 0);
        let awaited_outside = self.open.iter().rev().skip(1).any(|k| *k == found.kind);
        if surplus {
            if !lacking {
                self.stray(found);
                return false;
            }
            *self.balance_of(found.kind) += 1;
            *self.balance_of(closer) -= 1;
            self.at += 1;
            let message = format!("`{}` stands where `{}` closes", found.kind.as_str(), closer.as_str());
            self.slip_with_fix(found.range, message, found.range, closer.as_str());
            return true;
        }
        if awaited_outside {
            self.report_missing_closer(start, so_far, closer);
            return true;
        }
        self.stray(found);
        false
    }

    fn report_missing_closer(&mut self, start: TextRange, so_far: TextRange, closer: Kind) {
        *self.balance_of(closer) -= 1;
        let (opener, closer_text) = (start.slice(self.text), closer.as_str());
        let message = if opener.is_empty() {
            format!("a `{closer_text}` is missing behind this")
        } else {
            format!("`{opener}` is not closed: a `{closer_text}` is missing")
        };
        let end = TextRange::at(so_far.end as usize);
        self.slip_with_fix(start, message, end, closer.as_str());
    }

    // ---- text of strings ----

    fn decode(&mut self, lexeme: Lexeme) -> String {
        let content = lexeme.content.slice(self.text);
        if !lexeme.escaped {
            return content.to_owned();
        }
        let (text, bad) = unescape(content);
        for (start, end) in bad {
            let base = lexeme.content.start as usize;
            let range = TextRange::new(base + start, base + end);
            let written = range.slice(self.text);
            let message = format!("`{written}` is no escape that JSON has: a backslash is written `\\\\`");
            self.slip_with_fix(range, message, TextRange::new(base + start, base + start + 1), "\\\\");
        }
        text
    }
}

/// A key has a colon, and nothing behind it.
fn no_value(name: &str) -> String {
    match name.is_empty() {
        true => "a name belongs between these quotes, and a value behind this `:`".to_owned(),
        false => format!("`{name}` has no value behind its `:`"),
    }
}

fn missing(at: usize) -> Node {
    Node { value: Value::Missing, range: TextRange::at(at) }
}

/// A string's text with its escapes resolved, and the places of those that are none.
fn unescape(content: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut bad) = (String::with_capacity(content.len()), Vec::new());
    let mut rest = content;
    while let Some(at) = rest.find('\\') {
        text.push_str(rest.get(..at).unwrap_or_default());
        let start = content.len() - rest.len() + at;
        let tail = rest.get(at + 1..).unwrap_or_default();
        let first = tail.chars().next();
        let (c, len) = match first {
            Some(c @ ('"' | '\\' | '/')) => (Some(c), 1),
            Some('b') => (Some('\u{8}'), 1),
            Some('f') => (Some('\u{c}'), 1),
            Some('n') => (Some('\n'), 1),
            Some('r') => (Some('\r'), 1),
            Some('t') => (Some('\t'), 1),
            Some('u') => unicode_escape(tail),
            _ => (None, 0),
        };
        if let Some(c) = c {
            text.push(c);
        } else {
            let shown = if len > 0 { len } else { first.map_or(0, char::len_utf8) };
            bad.push((start, start + 1 + shown));
            text.push(if len > 0 { char::REPLACEMENT_CHARACTER } else { '\\' });
        }
        rest = tail.get(len..).unwrap_or_default();
    }
    text.push_str(rest);
    (text, bad)
}

/// Reads `uXXXX`, with its second half where one is needed: the character and the bytes taken. No character and some
/// bytes is half a character alone; no character and no byte is no escape at all.
fn unicode_escape(tail: &str) -> (Option<char>, usize) {
    let unit = |at: usize| {
        let digits = tail.get(at..at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    match unit(1) {
        Some(high @ 0xd800..=0xdbff) if tail.get(5..7) == Some("\\u") => match unit(7) {
            Some(low @ 0xdc00..=0xdfff) => (char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)), 11),
            _ => (None, 5),
        },
        Some(code) => (char::from_u32(code), 5),
        None => (None, 0),
    }
}

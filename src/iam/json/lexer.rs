//! Cuts a text into lexemes, and names the slips that can be seen without knowing the grammar: comments, quotes, numbers,
//! characters. Never fails; each byte is looked at a bounded number of times.

use crate::diagnostic::Diagnostic;
use crate::iam::findings::{JSON_SYNTAX_ERROR, UNSUPPORTED_CHARACTER};
use crate::iam::json::{Token, TokenKind};
use crate::text::{Edit, TextRange};

/// What a lexeme is. What no grammar could use (comments, stray characters) is a token only, never a lexeme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Comma,
    Colon,
    String,
    Number,
    Word,
}

impl Kind {
    pub(super) fn starts_value(self) -> bool {
        matches!(self, Self::OpenBrace | Self::OpenBracket | Self::String | Self::Number | Self::Word)
    }

    pub(super) fn can_be_key(self) -> bool {
        matches!(self, Self::String | Self::Number | Self::Word)
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::OpenBrace => "{",
            Self::CloseBrace => "}",
            Self::OpenBracket => "[",
            Self::CloseBracket => "]",
            Self::Comma => ",",
            Self::Colon => ":",
            Self::String => "string",
            Self::Number => "number",
            Self::Word => "word",
        }
    }
}

/// A piece of the text that the grammar can use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lexeme {
    pub(super) kind: Kind,
    pub(super) range: TextRange,
    /// The text without its quotes.
    pub(super) content: TextRange,
    /// Whether a string holds a backslash.
    pub(super) escaped: bool,
    /// Whether a finding about it exists already.
    pub(super) flawed: bool,
    /// Its place in the list of tokens.
    pub(super) token: usize,
}

/// All that the lexer found.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    pub(super) lexemes: Vec<Lexeme>,
    pub(super) tokens: Vec<Token>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Cuts `text` up.
pub(super) fn lex(text: &str) -> Lexed {
    let last_line = text.trim_end().rfind('\n').map_or(0, |n| n + 1);
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: 0,
        open: 0,
        last_line,
        line_break: None,
        no_block_end: Vec::new(),
        shell_quote: false,
        quotes: Vec::new(),
        out: Lexed::default(),
    };
    lexer.out.lexemes.reserve(text.len() / 12);
    lexer.out.tokens.reserve(text.len() / 12);
    lexer.run();
    lexer.join_quotes();
    lexer.out
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// The next byte to look at.
    at: usize,
    /// Brackets opened and not closed so far.
    open: i32,
    /// Where the last line that is not blank begins.
    last_line: usize,
    /// The line break (or end of text) found last; places are asked for in the order of the text.
    line_break: Option<usize>,
    /// The ends of comments, `*/` and `-->`, that are known not to come any more.
    no_block_end: Vec<&'static str>,
    /// Whether the document began with a quote that a shell command had around it.
    shell_quote: bool,
    /// The strings in quotes that JSON does not have, by the first quote of each family: one slip, however many there are.
    quotes: Vec<(char, Vec<Edit>)>,
    out: Lexed,
}

impl Lexer<'_> {
    fn run(&mut self) {
        while let Some(byte) = self.byte(self.at) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'{' => self.bracket(Kind::OpenBrace, 1),
                b'}' => self.bracket(Kind::CloseBrace, -1),
                b'[' => self.bracket(Kind::OpenBracket, 1),
                b']' => self.bracket(Kind::CloseBracket, -1),
                b',' => self.push(Kind::Comma, self.at, self.at + 1, false),
                b':' => self.push(Kind::Colon, self.at, self.at + 1, false),
                b'"' => self.string(),
                b'\'' | b'`' => self.other_quote(char::from(byte)),
                b'#' => self.line_comment(1),
                b'/' if self.byte(self.at + 1) == Some(b'/') => self.line_comment(2),
                b'/' if self.byte(self.at + 1) == Some(b'*') => self.block_comment("*/"),
                b'-' if self.slice(self.at, self.at + 3) == "-- " => self.line_comment(2),
                b'<' if self.slice(self.at, self.at + 4) == "<!--" => self.block_comment("-->"),
                b'.' if self.is_full_stop() => self.instead_of(Kind::Comma, 1),
                b'=' => self.instead_of(Kind::Colon, if self.byte(self.at + 1) == Some(b'>') { 2 } else { 1 }),
                b';' => self.instead_of(Kind::Comma, 1),
                0..=0x1f => self.unsupported_run(),
                0x80.. => self.beyond_ascii(),
                _ => self.word(),
            }
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Where the line of `from` ends. Remembered, so that a long line is not searched again for each of its quotes.
    fn line_end(&mut self, from: usize) -> usize {
        if self.line_break.is_none_or(|known| known < from) {
            let rest = self.bytes.get(from..).unwrap_or_default();
            self.line_break = Some(rest.iter().position(|b| *b == b'\n').map_or(self.bytes.len(), |n| from + n));
        }
        let end = self.line_break.unwrap_or(self.bytes.len());
        if end > from && self.byte(end - 1) == Some(b'\r') { end - 1 } else { end }
    }

    /// The first byte at or behind `at` that is not a blank, if it is on the same line.
    fn next_on_line(&self, at: usize) -> Option<u8> {
        let rest = self.bytes.get(at..).unwrap_or_default();
        rest.iter().copied().find(|b| !matches!(b, b' ' | b'\t')).filter(|b| !matches!(b, b'\n' | b'\r'))
    }

    fn token(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.out.tokens.push(Token { kind, range: TextRange::new(start, end) });
        self.at = end;
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize, flawed: bool) {
        let token = match kind {
            Kind::String => TokenKind::String,
            Kind::Number => TokenKind::Number,
            Kind::Word => TokenKind::Word,
            _ => TokenKind::Punctuation,
        };
        let range = TextRange::new(start, end);
        let token_index = self.out.tokens.len();
        self.token(token, start, end);
        self.out.lexemes.push(Lexeme { kind, range, content: range, escaped: false, flawed, token: token_index });
    }

    fn push_string(&mut self, range: TextRange, content: TextRange, escaped: bool, flawed: bool) {
        let token = self.out.tokens.len();
        self.out.tokens.push(Token { kind: TokenKind::String, range });
        self.out.lexemes.push(Lexeme { kind: Kind::String, range, content, escaped, flawed, token });
        self.at = range.end as usize;
    }

    fn slip(&mut self, range: TextRange, message: impl Into<String>, fix: Option<Edit>) {
        let mut diagnostic = JSON_SYNTAX_ERROR.at(range, message);
        diagnostic.fix = fix;
        self.out.diagnostics.push(diagnostic);
    }

    fn bracket(&mut self, kind: Kind, step: i32) {
        self.open += step;
        self.push(kind, self.at, self.at + 1, false);
    }

    /// `=` for `:`, `;` for `,`: named, then read as what was meant.
    fn instead_of(&mut self, kind: Kind, len: usize) {
        let range = TextRange::new(self.at, self.at + len);
        let (written, meant) = (range.slice(self.text).to_owned(), kind.as_str());
        let fix = Edit { range, insert: meant.to_owned() };
        self.slip(range, format!("JSON writes `{meant}` here, not `{written}`"), Some(fix));
        self.push(kind, self.at, self.at + len, true);
    }

    /// `"Allow".` at the end of a line: a comma was meant.
    fn is_full_stop(&self) -> bool {
        let follows_value = self.out.lexemes.last().is_some_and(|l| l.range.end as usize == self.at);
        follows_value && self.next_on_line(self.at + 1).is_none()
    }

    // ---- strings ----

    fn string(&mut self) {
        let start = self.at;
        let (mut at, mut escaped, mut unusual) = (start + 1, false, false);
        let closed = loop {
            // Nearly all of a policy is plain text in strings: step over it at once.
            let rest = self.bytes.get(at..).unwrap_or_default();
            at += rest.iter().position(|b| !matches!(b, b' '..=b'!' | b'#'..=b'[' | b']'..=0x7f)).unwrap_or(rest.len());
            match self.byte(at) {
                Some(b'"') => break true,
                Some(b'\\') => {
                    escaped = true;
                    at += if matches!(self.byte(at + 1), Some(b'"' | b'\\')) { 2 } else { 1 };
                }
                None | Some(b'\n' | b'\r') => break false,
                Some(0..=0x1f | 0x80..) => {
                    unusual = true;
                    at += 1;
                }
                Some(_) => at += 1,
            }
        };
        if self.is_stray_quote(start, closed, at) {
            let range = TextRange::new(start, start + 1);
            self.slip(range, "one `\"` too many", Some(Edit { range, insert: String::new() }));
            return self.token(TokenKind::Junk, start, start + 1);
        }
        let cut = if closed { self.swallowed(start + 1, at) } else { Some(self.unclosed_end(start + 1, at)) };
        let Some(end) = cut else {
            let content = TextRange::new(start + 1, at);
            if unusual {
                self.check_characters(content);
            }
            return self.push_string(TextRange::new(start, at + 1), content, escaped, false);
        };
        if !closed && self.close_with_curly(start, end) {
            return;
        }
        let range = TextRange::new(start, end);
        let fix = Edit { range: TextRange::at(end), insert: "\"".to_owned() };
        self.slip(range, "this string is not closed: a `\"` is missing at its end", Some(fix));
        self.push_string(range, TextRange::new(start + 1, end), escaped, true);
    }

    /// A quote right behind a string's closing quote, or an empty string right before a word: `"Allow"",`, `""Allow"`.
    fn is_stray_quote(&self, start: usize, closed: bool, end: usize) -> bool {
        let follows_string =
            self.out.lexemes.last().is_some_and(|l| l.kind == Kind::String && l.range.end as usize == start);
        let separated = matches!(self.next_on_line(start + 1), None | Some(b',' | b'}' | b']' | b':'));
        let before_word = closed && end == start + 1 && self.word_follows(end + 1);
        (follows_string && separated) || before_word
    }

    fn word_follows(&self, at: usize) -> bool {
        self.byte(at).is_some_and(|b| is_word_byte(b) && b != b'/')
    }

    /// Where a string ought to have ended that swallowed what follows it: `"Action: "s3:*"` reads as the string
    /// `Action: ` with a word glued to its end, and should have ended before the `:`.
    fn swallowed(&self, start: usize, end: usize) -> Option<usize> {
        if !self.word_follows(end + 1) {
            return None;
        }
        let content = self.slice(start, end);
        let kept = content.trim_end_matches([',', ':', '{', '}', '[', ']', ' ', '\t']);
        let cut = content.get(kept.len()..).unwrap_or_default();
        cut.contains([',', ':', '{', '[']).then_some(start + kept.len())
    }

    /// Where a string that runs to the end of its line most likely ends: before the punctuation at the line's end.
    fn unclosed_end(&self, start: usize, line_end: usize) -> usize {
        let content = self.slice(start, line_end);
        // `"Bool: true}`: a key that swallowed its value. Not with a quote in it: each would be an unclosed string again, and
        // the line read as often as it has quotes.
        let key = content.split_once(": ").map(|(key, _)| key).filter(|key| !key.is_empty() && !key.contains(' '));
        if let Some(key) = key
            && !content.contains('"')
        {
            return start + key.len();
        }
        let mut kept = content.trim_end_matches([',', ']', '}', ' ', '\t', ';']);
        if kept.ends_with(['{', '[']) {
            kept = kept.trim_end_matches(['{', '[', ':', ' ', '\t']);
        }
        // The brace of `${...}` belongs to the string.
        let variable = content.rfind("${").and_then(|n| content.get(n..)?.find('}').map(|len| n + len + 1));
        start + kept.len().max(variable.unwrap_or(0))
    }

    /// `"Allow”`: opened straight, closed with a typographic quote.
    fn close_with_curly(&mut self, start: usize, end: usize) -> bool {
        let content = self.slice(start + 1, end);
        let Some((at, quote)) = content.char_indices().find(|(_, c)| DOUBLE_CURLY.contains(c)) else { return false };
        let close = start + 1 + at;
        let range = TextRange::new(close, close + quote.len_utf8());
        let message = format!("`{quote}` is a typographic quote: JSON strings end with `\"`");
        self.slip(range, message, Some(Edit { range, insert: "\"".to_owned() }));
        let whole = TextRange::new(start, range.end as usize);
        let content = TextRange::new(start + 1, close);
        let escaped = content.slice(self.text).contains('\\');
        self.push_string(whole, content, escaped, true);
        true
    }

    /// A string in quotes that JSON does not have.
    fn other_quote(&mut self, open: char) {
        let (start, inside) = (self.at, self.at + open.len_utf8());
        if open == '\'' && self.is_shell_quote(inside) {
            return;
        }
        let closers: &[char] = match open {
            '\'' => &['\''],
            '`' => &['`', '\''],
            _ if SINGLE_CURLY.contains(&open) => SINGLE_CURLY,
            _ => DOUBLE_CURLY,
        };
        let line_end = self.line_end(inside);
        let found = self
            .slice(inside, line_end)
            .char_indices()
            .find(|(_, c)| closers.contains(c) || *c == '"')
            .map(|(n, c)| (inside + n, c.len_utf8()));
        let (content_end, quote_len) = found.unwrap_or_else(|| (self.unclosed_end(inside, line_end), 0));
        let content = TextRange::new(inside, content_end);
        let range = TextRange::new(start, content_end + quote_len);
        let message = if DOUBLE_CURLY.contains(&open) || SINGLE_CURLY.contains(&open) {
            format!("`{open}` is a typographic quote: JSON strings stand in `\"`")
        } else {
            format!("JSON strings stand in `\"`, not in `{open}`")
        };
        let insert = format!("\"{}\"", content.slice(self.text).replace('"', "\\\""));
        let edit = Edit { range, insert };
        let first = self.quotes.iter_mut().find(|(quote, _)| quote_family(*quote) == quote_family(open));
        match first {
            Some((_, edits)) => edits.push(edit),
            None => {
                self.slip(range, message, Some(edit.clone()));
                self.quotes.push((open, vec![edit]));
            }
        }
        let escaped = content.slice(self.text).contains('\\');
        self.push_string(range, content, escaped, true);
    }

    /// Makes one mending of all strings in the same wrong quotes; they are named at the first of them.
    fn join_quotes(&mut self) {
        for (_, edits) in std::mem::take(&mut self.quotes) {
            let (Some(first), Some(last)) = (edits.first(), edits.last()) else { continue };
            let whole = first.range.cover(last.range);
            let Some(finding) = self.out.diagnostics.iter_mut().find(|d| d.fix.as_ref() == Some(first)) else {
                continue;
            };
            let (mut insert, mut at) = (String::with_capacity(whole.len()), whole.start as usize);
            for edit in &edits {
                insert.push_str(self.text.get(at..edit.range.start as usize).unwrap_or_default());
                insert.push_str(&edit.insert);
                at = edit.range.end as usize;
            }
            if edits.len() > 1 {
                finding.help = Some(format!("{} strings here have such quotes", edits.len()));
            }
            finding.fix = Some(Edit { range: whole, insert });
        }
    }

    /// `'{ ... }'`, as on a command line: the two quotes are the shell's, and one slip.
    fn is_shell_quote(&mut self, inside: usize) -> bool {
        let opens = self.out.lexemes.is_empty() && matches!(self.next_on_line(inside), Some(b'{' | b'[') | None);
        let closes = self.shell_quote && self.slice(inside, self.bytes.len()).trim_start().is_empty();
        if opens && !self.shell_quote {
            self.shell_quote = true;
            let range = TextRange::new(self.at, inside);
            let fix = Edit { range, insert: String::new() };
            self.slip(range, "this quote belongs to a shell command, not to the document", Some(fix));
        } else if !closes {
            return false;
        }
        self.token(TokenKind::Junk, self.at, inside);
        true
    }

    /// Control characters and characters that policies cannot hold, inside a string: one finding for each run of them.
    fn check_characters(&mut self, content: TextRange) {
        let text = content.slice(self.text);
        let mut rest = text.char_indices().peekable();
        while let Some((start, first)) = rest.next() {
            let unusual = |c: char| if first < ' ' { c < ' ' } else { c > '\u{ff}' };
            if !unusual(first) {
                continue;
            }
            let mut end = start + first.len_utf8();
            while let Some((n, c)) = rest.next_if(|(_, c)| unusual(*c)) {
                end = n + c.len_utf8();
            }
            let base = content.start as usize;
            let range = TextRange::new(base + start, base + end);
            if first < ' ' {
                let run = text.get(start..end).unwrap_or_default();
                let insert = run.chars().map(escape_control).collect();
                let name = if first == '\t' { "a tab".to_owned() } else { format!("U+{:04X}", u32::from(first)) };
                self.slip(range, format!("{name} cannot stand inside a string as it is"), Some(Edit { range, insert }));
            } else {
                self.unsupported(range, first);
            }
        }
    }

    fn unsupported(&mut self, range: TextRange, first: char) {
        let name = if first.is_alphanumeric() || first.is_ascii_punctuation() || "–—…‘’“”„€•→".contains(first)
        {
            format!("`{first}` (U+{:04X})", u32::from(first))
        } else {
            format!("the character U+{:04X}", u32::from(first))
        };
        let message = format!("a policy cannot hold {name}: only characters up to U+00FF, tabs and line ends");
        self.out.diagnostics.push(UNSUPPORTED_CHARACTER.at(range, message));
    }

    // ---- outside strings ----

    /// A run of control characters between tokens.
    fn unsupported_run(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let len = rest.iter().take_while(|b| matches!(b, 0..=8 | 0x0b | 0x0c | 0x0e..=0x1f)).count().max(1);
        let range = TextRange::new(self.at, self.at + len);
        let first = self.byte(self.at).map_or(' ', char::from);
        self.unsupported(range, first);
        self.fix_last(Edit { range, insert: String::new() });
        self.token(TokenKind::Junk, self.at, self.at + len);
    }

    fn fix_last(&mut self, fix: Edit) {
        if let Some(last) = self.out.diagnostics.last_mut() {
            last.fix = Some(fix);
        }
    }

    fn beyond_ascii(&mut self) {
        let rest = self.slice(self.at, self.bytes.len());
        let Some(first) = rest.chars().next() else {
            self.at = self.bytes.len();
            return;
        };
        if DOUBLE_CURLY.contains(&first) || SINGLE_CURLY.contains(&first) {
            return self.other_quote(first);
        }
        if first == '\u{a0}' {
            let len = rest.len() - rest.trim_start_matches('\u{a0}').len();
            let range = TextRange::new(self.at, self.at + len);
            let fix = Edit { range, insert: " ".repeat(range.len() / 2) };
            self.slip(range, "this is a non-breaking space, which JSON does not take for a space", Some(fix));
            return self.token(TokenKind::Junk, self.at, self.at + len);
        }
        if first <= '\u{ff}' {
            return self.word();
        }
        let is_part = |c: char| c > '\u{ff}' && !DOUBLE_CURLY.contains(&c) && !SINGLE_CURLY.contains(&c);
        let len: usize = rest.chars().take_while(|c| is_part(*c)).map(char::len_utf8).sum();
        let range = TextRange::new(self.at, self.at + len);
        self.unsupported(range, first);
        let insert = if first.is_whitespace() { " ".to_owned() } else { String::new() };
        self.fix_last(Edit { range, insert });
        self.token(TokenKind::Junk, self.at, self.at + len);
    }

    /// Letters, digits and what stands between them: a number, `true`, `false`, `null`, or text that lost its quotes.
    fn word(&mut self) {
        let start = self.at;
        let end = self.word_end(start);
        let written = self.slice(start, end);
        let lost_quote = self.byte(end) == Some(b'"')
            && matches!(self.next_on_line(end + 1), None | Some(b',' | b':' | b'}' | b']'));
        if lost_quote {
            let message = format!("a `\"` is missing before `{written}`");
            let fix = Edit { range: TextRange::at(start), insert: "\"".to_owned() };
            let (range, content) = (TextRange::new(start, end + 1), TextRange::new(start, end));
            self.slip(range, message, Some(fix));
            return self.push_string(range, content, false, true);
        }
        if is_json_number(written.as_bytes()) {
            return self.push(Kind::Number, start, end, false);
        }
        if is_nearly_number(written) {
            let message = format!("`{written}` is not how JSON writes a number: if it is text, it needs quotes");
            let range = TextRange::new(start, end);
            let fix = Edit { range, insert: format!("\"{written}\"") };
            self.slip(range, message, Some(fix));
            return self.push(Kind::Number, start, end, true);
        }
        self.push(Kind::Word, start, end, false);
    }

    /// The bytes of `${...}`, or of the `$` alone when it does not end soon.
    fn variable_len(&self, at: usize) -> usize {
        const LONGEST: usize = 200;
        let rest = self.bytes.get(at..self.bytes.len().min(at + LONGEST)).unwrap_or_default();
        let is_end = |b: &u8| matches!(b, b'}' | b'"' | b'\n' | 0x80..);
        rest.iter().position(is_end).filter(|n| rest.get(*n) == Some(&b'}')).map_or(1, |n| n + 1)
    }

    fn word_end(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(byte) = self.byte(at) {
            at += match byte {
                b':' if self.byte(at + 1).is_some_and(|next| is_word_byte(next) || next == b':') => 1,
                b'$' if self.byte(at + 1) == Some(b'{') => self.variable_len(at),
                b'/' if self.byte(at + 1) == Some(b'/') && at > start && self.byte(at - 1) != Some(b':') => break,
                0x80.. => {
                    let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                    if c > '\u{ff}' || c == '\u{a0}' {
                        break;
                    }
                    c.len_utf8()
                }
                b if is_word_byte(b) => 1,
                _ => break,
            };
        }
        if at == start {
            (start + 1..self.bytes.len()).find(|n| self.text.is_char_boundary(*n)).unwrap_or(self.bytes.len())
        } else {
            at
        }
    }

    // ---- comments ----

    fn line_comment(&mut self, mark: usize) {
        let start = self.at;
        let mut end = self.line_end(start);
        if start >= self.last_line && self.open > 0 {
            end = self.comment_end_in_one_line(start + mark, end);
        }
        self.comment(start, end);
    }

    /// A document pasted on one line has its comments in the middle: where the comment would swallow all that is left of
    /// an unfinished document, it ends before the first thing that reads like the document again.
    fn comment_end_in_one_line(&self, inside: usize, line_end: usize) -> usize {
        let comment = self.slice(inside, line_end);
        let trimmed_len = |part: &str| part.trim_end().len();
        let mut quotes = comment.match_indices('"').map(|(n, _)| n);
        while let (Some(open), Some(close)) = (quotes.next(), quotes.next()) {
            let is_key = comment.get(close + 1..).is_some_and(|rest| rest.trim_start().starts_with(':'));
            let before = comment.get(..open).unwrap_or_default();
            if is_key && !before.trim().is_empty() {
                return inside + trimmed_len(before);
            }
        }
        let kept = comment.trim_end_matches(['}', ']', ' ', '\t', '\r']);
        if kept.trim().is_empty() { line_end } else { inside + kept.len() }
    }

    fn block_comment(&mut self, mark: &'static str) {
        let start = self.at;
        let is_searched = !self.no_block_end.contains(&mark);
        let found = if is_searched { self.slice(start + 2, self.bytes.len()).find(mark) } else { None };
        if found.is_none() && is_searched {
            self.no_block_end.push(mark);
        }
        let end = found.map_or_else(|| self.line_end(start), |n| start + 2 + n + mark.len());
        self.comment(start, end);
    }

    fn comment(&mut self, start: usize, end: usize) {
        let range = TextRange::new(start, end);
        let head = self.slice(0, start);
        let mut cut = head.trim_end_matches([' ', '\t']).len();
        let mut cut_end = end;
        let ends_line = matches!(self.byte(end), None | Some(b'\n' | b'\r'));
        if !ends_line {
            cut = start;
        } else if cut == 0 || self.byte(cut - 1) == Some(b'\n') {
            // Alone on its line: the line goes with it.
            cut_end = (self.line_end(end) + 2).min(self.bytes.len());
            cut_end = self.slice(end, cut_end).find('\n').map_or(end, |n| end + n + 1);
        }
        let fix = Edit { range: TextRange::new(cut, cut_end), insert: String::new() };
        self.slip(range, "JSON has no comments", Some(fix));
        if let Some(last) = self.out.diagnostics.last_mut() {
            last.help = Some("delete it; a statement can carry a short name in its `Sid`".to_owned());
        }
        self.token(TokenKind::Comment, start, end);
    }
}

/// Quotes of one keyboard or program.
fn quote_family(quote: char) -> char {
    if DOUBLE_CURLY.contains(&quote) || SINGLE_CURLY.contains(&quote) { '\u{201c}' } else { quote }
}

const DOUBLE_CURLY: &[char] = &['\u{201c}', '\u{201d}', '\u{201e}', '\u{201f}', '\u{ab}', '\u{bb}'];
const SINGLE_CURLY: &[char] = &['\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];

/// Bytes of text without quotes; `:` is one between two others only.
fn is_word_byte(byte: u8) -> bool {
    matches!(byte, b'!' | b'$'..=b'&' | b'('..=b'+' | b'-'..=b'9' | b'<'..=b'Z' | b'\\' | b'^' | b'_' | b'a'..=b'z' | b'|' | b'~' | 0x7f..)
}

fn escape_control(c: char) -> String {
    match c {
        '\t' => "\\t".to_owned(),
        _ => format!("\\u{:04x}", u32::from(c)),
    }
}

/// The grammar of numbers, ECMA-404.
fn is_json_number(bytes: &[u8]) -> bool {
    let digits = |b: &[u8]| b.iter().take_while(|b| b.is_ascii_digit()).count();
    let mut rest = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest.first() == Some(&b'0')) {
        return false;
    }
    rest = rest.get(whole..).unwrap_or_default();
    if let Some(fraction) = rest.strip_prefix(b".") {
        let len = digits(fraction);
        if len == 0 {
            return false;
        }
        rest = fraction.get(len..).unwrap_or_default();
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
        let len = digits(exponent);
        return len > 0 && len == exponent.len();
    }
    rest.is_empty()
}

/// `01`, `+1`, `.5`, `1.`: numbers elsewhere.
fn is_nearly_number(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'))
        && text.parse::<f64>().is_ok()
}

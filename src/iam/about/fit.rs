//! Which resource types of the catalogue an ARN, with its wildcards and variables, can be of.

use crate::iam::arn::Arn;
use crate::iam::catalogue::{ResourceType, Service};

/// The resource types that an ARN fits.
#[derive(Debug, Clone, Default)]
pub(super) struct Fits {
    /// As it is written, the closest: their types, each with its format.
    pub(super) written: Vec<(ResourceType, &'static str)>,
    /// Those that its wildcards reach as well.
    pub(super) reached: Vec<(ResourceType, &'static str)>,
}

/// Holds an ARN against all formats of a service.
pub(super) fn fits(service: Service, arn: &Arn<'_>) -> Fits {
    let formats = service.resource_types().flat_map(|kind| kind.arn_formats().map(move |format| (kind, format)));
    let mut fits = Fits::default();
    let mut closest = 0;
    for (kind, format) in formats {
        let Some(parts) = Arn::parse(format) else { continue };
        let head = [(parts.region, arn.region), (parts.account, arn.account), (parts.service, arn.service)];
        if !head.into_iter().all(|(format, text)| meet(format, text, true)) {
            continue;
        }
        if meet(parts.resource, arn.resource, false) {
            // A format with more of its own letters says more: `table/${T}/index/${I}` before `table/${T}`.
            let letters = tokens(parts.resource).iter().filter(|token| matches!(token, Token::Letter(_))).count();
            if letters > closest {
                fits.written.clear();
                closest = letters;
            }
            if letters == closest {
                fits.written.push((kind, format));
            }
        } else if meet(parts.resource, arn.resource, true) {
            fits.reached.push((kind, format));
        }
    }
    fits
}

/// A piece of a format or of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// This byte.
    Letter(u8),
    /// `?`: any one.
    One,
    /// `*`: any run, also an empty one.
    Run,
    /// `${…}`: something, at least one character.
    Some,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let placeholder = rest.strip_prefix("${").and_then(|inside| inside.split_once('}'));
        if let Some((_, behind)) = placeholder {
            tokens.push(Token::Some);
            rest = behind;
            continue;
        }
        tokens.push(match first {
            b'*' => Token::Run,
            b'?' => Token::One,
            letter => Token::Letter(letter),
        });
        rest = rest.get(1..).or_else(|| rest.get(rest.chars().next()?.len_utf8()..)).unwrap_or_default();
    }
    tokens
}

/// Whether a text can be of a format. A placeholder of the format takes anything but nothing and the letter that ends it, the
/// slash of `table/${TableName}/index/${IndexName}`. Unless `wide`, the format's own
/// letters must be written out in the text; otherwise a wildcard or variable may stand for them too.
fn meet(format: &str, text: &str, wide: bool) -> bool {
    let (format, text) = (tokens(format), tokens(text));
    // `ends[j]`: what has been seen of the format can be the first `j` pieces of the text.
    let mut ends = vec![false; text.len() + 1];
    if let Some(first) = ends.first_mut() {
        *first = true;
    }
    skip_runs(&mut ends, &text, wide);
    let mut format = format.iter().peekable();
    while let Some(token) = format.next() {
        let mut next = vec![false; text.len() + 1];
        let mut open = false;
        for (j, piece) in text.iter().enumerate() {
            let before = ends.get(j).copied().unwrap_or_default();
            let (through, stays) = match token {
                // A placeholder goes on for as long as it likes.
                Token::Some | Token::Run | Token::One => {
                    open |= before;
                    open &= format.peek() != Some(&piece) || !matches!(piece, Token::Letter(_));
                    (open, false)
                }
                Token::Letter(letter) => match piece {
                    Token::Letter(written) => (before && letter == written, false),
                    Token::One => (before && wide, false),
                    Token::Run | Token::Some => (before && wide, before && wide),
                },
            };
            if let Some(end) = next.get_mut(j + 1) {
                *end |= through;
            }
            if let Some(end) = next.get_mut(j) {
                *end |= stays;
            }
        }
        ends = next;
        skip_runs(&mut ends, &text, wide);
    }
    ends.last().copied().unwrap_or_default()
}

/// A `*` of the text may stand for nothing.
fn skip_runs(ends: &mut [bool], text: &[Token], wide: bool) {
    for (j, piece) in text.iter().enumerate() {
        let here = ends.get(j).copied().unwrap_or_default();
        if here
            && wide
            && *piece == Token::Run
            && let Some(end) = ends.get_mut(j + 1)
        {
            *end = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::catalogue::Catalogue;

    #[test]
    fn an_arn_fits_the_closest_types_and_its_wildcards_reach_others() {
        let check = |arn: &str, written: &[&str], reached: &[&str]| {
            let arn = Arn::parse(arn).unwrap();
            let fits = fits(Catalogue::built_in().service(arn.service).unwrap(), &arn);
            let names = |list: &[(ResourceType, &str)]| list.iter().map(|(kind, _)| kind.name).collect::<Vec<_>>();
            assert_eq!((names(&fits.written), names(&fits.reached)), (written.to_vec(), reached.to_vec()), "{arn:?}");
        };
        check("arn:aws:s3:::b", &["bucket"], &[]);
        check("arn:aws:s3:::b/*", &["object"], &[]);
        check("arn:aws:s3:::b/${aws:username}/*", &["object"], &[]);
        check("arn:aws:s3:::b*", &["bucket"], &["object"]);
        check("arn:aws:iam::111122223333:role/a/b", &["role"], &[]);
        check("arn:aws:iam::111122223333:nothing/a", &[], &[]);
        check("arn:aws:iam:eu-west-1:111122223333:role/a", &[], &[]);
        check("arn:aws:dynamodb:*:*:table/t", &["table"], &[]);
        check("arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/*", &["index"], &[]);
        check("arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/f:*", &["log-group"], &["log-stream"]);
        check("arn:aws:sqs:eu-west-1:111122223333:q", &["queue"], &[]);
    }
}

//! Patterns of actions and resources: `s3:Get*`, `arn:aws:s3:::reports/*`. Read once, matched without allocating.

use crate::iam::glob::{self, Token};
use crate::iam::policy::Version;
use crate::iam::request::Context;
use crate::iam::trace::{Parting, Unspecified};
use crate::iam::variable::{self, Piece};

/// A pattern in `Action` or `NotAction`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionPattern {
    text: String,
    /// How many bytes stand before the first wildcard.
    fixed: usize,
    /// The first of them, for a look that needs no memory but the pattern's own.
    head: Head,
}

/// The first eight bytes of a text at most, letters alike in both cases. What differs here differs; what is alike may differ all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    bytes: u64,
    /// Which bits the text has.
    mask: u64,
}

impl Head {
    fn of(text: &[u8]) -> Self {
        let eight = |text: &[u8]| match text.first_chunk() {
            Some(chunk) => u64::from_le_bytes(*chunk),
            None => text.iter().rev().fold(0, |bytes, byte| bytes << 8 | u64::from(*byte)),
        };
        let mask = if text.len() < 8 { (1 << (8 * text.len())) - 1 } else { u64::MAX };
        // One bit tells a capital letter from a small one.
        Self { bytes: (eight(text) | 0x2020_2020_2020_2020) & mask, mask }
    }

    /// Whether a text may begin so.
    fn may_begin(self, text: Self) -> bool {
        text.bytes & self.mask == self.bytes
    }
}

/// A pattern in `Resource` or `NotResource`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcePattern {
    text: String,
    /// One token for each byte of the text, then those of the parts that a short ARN leaves out.
    tokens: Vec<Token>,
    /// How many bytes stand before the first wildcard or variable.
    fixed: usize,
    /// Where the sixth part begins, when it holds variables.
    variables_from: Option<usize>,
    /// Whether a `*` before the last part ends its segment, and so may run over colons.
    may_cross: bool,
    /// Whether a wildcard stands in a part of the resource type.
    wild_type: bool,
}

/// Why a text is not a pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// An action without `service:`.
    #[error("`{0}` names no service; write `service:Action`, like `s3:GetObject`, or `*` for every action")]
    NoService(String),
    /// An action that ends at its colon.
    #[error("`{0}` names a service and no action; write `{0}*` for all actions of the service")]
    NoAction(String),
    /// A wildcard before the colon of an action.
    #[error("the service of `{0}` holds a wildcard; name one service and use `*` or `?` only behind the colon")]
    WildcardInService(String),
    /// A character that no action has.
    #[error("`{found}` cannot stand in an action; `{action}` may hold letters, digits, `-`, `*` and `?`")]
    ActionCharacter {
        /// The action.
        action: String,
        /// The first such character.
        found: char,
    },
    /// A resource that is neither `*` nor begins with `arn:`.
    #[error("`{0}` is not a resource; write an ARN, `arn:partition:service:region:account:resource`, or `*`")]
    NotAnArn(String),
    /// A wildcard in the service part of an ARN.
    #[error("the service part of `{0}` holds a wildcard; name one service, like `arn:aws:s3:::bucket/*`")]
    WildcardInArnService(String),
}

impl ActionPattern {
    /// Reads a pattern: `*`, or `service:Name` with wildcards in the name only
    /// (AWS: "AWS JSON policy elements: Action").
    ///
    /// # Errors
    /// When IAM would refuse it.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if text == "*" {
            return Ok(Self { text: text.to_owned(), fixed: 0, head: Head::of(b"") });
        }
        let Some((service, name)) = text.split_once(':').filter(|(service, _)| !service.is_empty()) else {
            return Err(PatternError::NoService(text.to_owned()));
        };
        if service.contains(['*', '?']) {
            return Err(PatternError::WildcardInService(text.to_owned()));
        }
        if name.is_empty() {
            return Err(PatternError::NoAction(text.to_owned()));
        }
        let strange = |c: &char| !(c.is_ascii_alphanumeric() || "-_.".contains(*c));
        let found = service.chars().find(strange).or_else(|| name.chars().find(|c| strange(c) && !"*?".contains(*c)));
        match found {
            Some(found) => Err(PatternError::ActionCharacter { action: text.to_owned(), found }),
            None => {
                let fixed = text.find(['*', '?']).unwrap_or(text.len());
                let head = Head::of(text.as_bytes().get(..fixed).unwrap_or_default());
                Ok(Self { text: text.to_owned(), fixed, head })
            }
        }
    }

    /// The pattern as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What stands before the first wildcard: every action that it covers begins so, whatever the letter case.
    #[must_use]
    pub fn fixed(&self) -> &str {
        self.text.get(..self.fixed).unwrap_or_default()
    }

    /// Whether it covers every action that `other` covers. A yes is certain; a no may be wrong for patterns with `?`.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let (fixed, others) = (self.fixed().as_bytes(), other.text.as_bytes());
        let begins = others.get(..self.fixed).is_some_and(|begin| begin.eq_ignore_ascii_case(fixed));
        let token = |text: &str, i: usize| text.as_bytes().get(i).map(|byte| Token::of(byte.to_ascii_lowercase()));
        begins && glob::covers(|i| token(&self.text, self.fixed + i), |i| token(&other.text, self.fixed + i))
    }

    /// Whether it covers an action; letter case means nothing on either side of the colon
    /// (AWS: "AWS JSON policy elements: Action").
    #[must_use]
    pub fn matches(&self, action: &str) -> bool {
        // Most patterns part from an action before their first wildcard: nobody need know where.
        if !self.head.may_begin(Head::of(action.as_bytes())) {
            return false;
        }
        let Some((fixed, wild)) = self.text.as_bytes().split_at_checked(self.fixed) else { return false };
        let Some((begin, rest)) = action.as_bytes().split_at_checked(self.fixed) else { return false };
        begin.eq_ignore_ascii_case(fixed)
            && match wild {
                b"" => rest.is_empty(),
                b"*" => true,
                _ => self.compare(action).is_ok(),
            }
    }

    /// [`Self::matches`]; a mismatch says where the two part.
    ///
    /// # Errors
    /// The parting, when the pattern does not cover the action.
    pub fn compare(&self, action: &str) -> Result<(), Parting> {
        // Only `*` begins with a wildcard.
        if self.fixed == 0 {
            return Ok(());
        }
        let pattern = self.text.as_bytes();
        let token = |i: usize| pattern.get(i).copied().map(Token::of);
        glob::compare_ignoring_case(pattern.get(..self.fixed).unwrap_or_default(), token, action)
            .map_err(|parting| glob::on_characters(parting, &self.text, action))
    }
}

/// Services whose ARNs have no resource type in front: there `queue*` is a wildcard in a name.
const UNTYPED: [&str; 6] = ["s3", "sqs", "sns", "codecommit", "execute-api", "apigateway"];

impl ResourcePattern {
    /// Reads a pattern: `*`, or an ARN whose service is spelled out. An ARN with fewer than six parts is taken to have
    /// `*` in every part it lacks (AWS: "AWS JSON policy elements: Resource").
    ///
    /// # Errors
    /// When IAM would refuse it.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if !text.is_empty() && text.bytes().all(|b| b == b'*') {
            let tokens = vec![Token::Star];
            return Ok(Self {
                text: text.to_owned(),
                tokens,
                fixed: 0,
                variables_from: None,
                may_cross: false,
                wild_type: false,
            });
        }
        if !text.starts_with("arn:") {
            return Err(PatternError::NotAnArn(text.to_owned()));
        }
        let mut tokens = Vec::with_capacity(text.len());
        let mut pattern = Self {
            text: text.to_owned(),
            tokens: Vec::new(),
            fixed: text.find(['*', '?', '$']).unwrap_or(text.len()),
            variables_from: None,
            may_cross: false,
            wild_type: false,
        };
        let mut service = "";
        let mut count = 0;
        for (index, part) in text.splitn(6, ':').enumerate() {
            count = index + 1;
            if index > 0 {
                tokens.push(Token::Byte(b':'));
            }
            if index == 2 {
                service = part;
                if part.contains(['*', '?']) {
                    return Err(PatternError::WildcardInArnService(text.to_owned()));
                }
            }
            if index == 5 {
                pattern.variables_from = variable::has_variables(part).then_some(tokens.len());
                pattern.wild_type = has_wild_type(service, part);
                tokens.extend(part.bytes().map(Token::of));
                continue;
            }
            // AWS: "AWS JSON policy elements: Resource": a wildcard at the end of a segment "can expand beyond the colon
            // boundaries"; elsewhere it stays in its segment.
            let last = part.len().saturating_sub(1);
            tokens.extend(part.bytes().enumerate().map(|(at, byte)| match byte {
                b'*' if at == last => Token::StarAtSegmentEnd,
                b'*' => Token::StarInSegment,
                b'?' => Token::OneInSegment,
                byte => Token::Byte(byte),
            }));
            pattern.may_cross |= part.ends_with('*');
        }
        for _ in count..6 {
            tokens.extend([Token::Byte(b':'), Token::Star]);
        }
        // A star at the very end covers all that follows, colons too; nobody doubts that.
        if count < 6 {
            pattern.may_cross = false;
        }
        pattern.tokens = tokens;
        Ok(pattern)
    }

    /// The pattern as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What stands before the first wildcard or variable: every resource that it covers begins so.
    #[must_use]
    pub fn fixed(&self) -> &str {
        self.text.get(..self.fixed).unwrap_or_default()
    }

    /// Whether it is `*`: everything, and the requests that name no resource.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.fixed == 0
    }

    /// Whether it covers every resource that `other` covers, whatever the variables of both become, and however far a `*`
    /// at the end of an ARN's part may run. A yes is certain; a no may be wrong for patterns with `?`, and is all there is
    /// to say of a pattern with variables and another text.
    #[must_use]
    pub fn covers(&self, other: &Self, version: Version) -> bool {
        if self.is_everything() || self.text == other.text {
            return true;
        }
        let variables_of = |pattern: &Self| pattern.variables_from.filter(|_| version == Version::V2012);
        if variables_of(self).is_some() || !other.text.starts_with(self.fixed()) {
            return false;
        }
        let filled = other.tokens_whatever_filled(version);
        let narrow = filled.as_ref().unwrap_or(&other.tokens);
        let wide = |i: usize| self.tokens.get(i).copied();
        glob::covers(wide, |i| narrow.get(i).copied())
            && (!self.may_cross
                || glob::covers(|i| wide(i).map(glob::strict), |i| narrow.get(i).copied().map(glob::strict)))
    }

    /// The tokens with a star in the place of each variable, which covers whatever that may become; `None` when there are
    /// no variables under this version.
    fn tokens_whatever_filled(&self, version: Version) -> Option<Vec<Token>> {
        let from = self.variables_from.filter(|_| version == Version::V2012)?;
        let mut tokens = self.tokens.get(..from)?.to_vec();
        for piece in variable::pieces(self.text.get(from..)?) {
            match piece {
                Piece::Plain(plain) => tokens.extend(plain.bytes().map(Token::of)),
                Piece::Escape(character) => tokens.extend(u8::try_from(character).ok().map(Token::Byte)),
                Piece::Variable { .. } => tokens.push(Token::Star),
            }
        }
        Some(tokens)
    }

    /// Whether it covers a resource (an ARN, or `*` for a request that names none). Letter case matters.
    #[must_use]
    pub fn matches(&self, resource: &str, context: &Context, version: Version) -> bool {
        self.holds(resource, context, version, &mut |_| ())
    }

    /// [`Self::matches`]; whatever AWS leaves open and bears on the answer goes to `note`.
    pub fn holds(
        &self,
        resource: &str,
        context: &Context,
        version: Version,
        note: &mut impl FnMut(Unspecified),
    ) -> bool {
        // As with actions: most part before the first wildcard, and nobody need know where.
        let fixed = self.text.as_bytes().get(..self.fixed).unwrap_or_default();
        resource.as_bytes().strip_prefix(fixed).is_some_and(|rest| match self.tokens.get(self.fixed..) {
            Some([]) => rest.is_empty(),
            Some([Token::Star]) if !self.may_cross && !self.wild_type => true,
            _ => self.compare(resource, context, version, note).is_ok(),
        })
    }

    /// [`Self::matches`]; a mismatch says where the pattern, its variables filled in, and the resource part. Whatever
    /// AWS leaves open and bears on the answer goes to `note`.
    ///
    /// # Errors
    /// When the pattern does not cover the resource; the parting is missing when a variable has no value, since such a
    /// pattern covers nothing at all.
    pub fn compare(
        &self,
        resource: &str,
        context: &Context,
        version: Version,
        note: &mut impl FnMut(Unspecified),
    ) -> Result<(), Option<Parting>> {
        // Only a pattern of nothing but stars begins with a wildcard.
        if self.fixed == 0 {
            return Ok(());
        }
        let fixed = self.text.as_bytes().get(..self.fixed).unwrap_or_default();
        // Most patterns that do not cover a resource part from it here, before any variable is worth filling in.
        if !resource.as_bytes().starts_with(fixed) {
            return Err(Some(glob::on_characters(glob::parting(fixed, resource), &self.text, resource)));
        }
        let variables_from = self.variables_from.filter(|_| version == Version::V2012);
        let filled = match variables_from {
            Some(from) => {
                // AWS: "IAM policy elements: Variables and tags": without a value the entry matches no resource.
                variable::fill(self.text.get(from..).unwrap_or_default(), context).ok_or(None)?
            }
            None => variable::Filled::default(),
        };
        let head = variables_from.and_then(|from| self.tokens.get(..from)).unwrap_or(&self.tokens);
        let bytes = filled.text.as_bytes();
        let token = |i: usize| head.get(i).or_else(|| filled.tokens.get(i.checked_sub(head.len())?)).copied();
        let compared = glob::compare(fixed, token, resource);
        if filled.brought_wildcard {
            let as_wildcard = |i: usize| {
                head.get(i).copied().or_else(|| bytes.get(i.checked_sub(head.len())?).copied().map(Token::of))
            };
            if glob::compare(fixed, as_wildcard, resource).is_ok() != compared.is_ok() {
                note(Unspecified::WildcardFromVariable);
            }
        }
        if let Err(parting) = compared {
            let pattern = self.resolved(context, version).flatten();
            return Err(Some(glob::on_characters(parting, pattern.as_deref().unwrap_or(&self.text), resource)));
        }
        if self.may_cross && glob::compare(fixed, |i| token(i).map(glob::strict), resource).is_err() {
            note(Unspecified::StarAcrossColon);
        }
        if self.wild_type {
            note(Unspecified::WildcardInResourceType);
        }
        Ok(())
    }

    /// Its tokens: one for each byte of the text, then those of the parts that a short ARN leaves out. Variables stand in
    /// them as they are written.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The tokens before the part with variables, and the text of that part; `None` when there are no variables under this
    /// version.
    #[must_use]
    pub fn variables_under(&self, version: Version) -> Option<(&[Token], &str)> {
        let from = self.variables_from.filter(|_| version == Version::V2012)?;
        Some((self.tokens.get(..from)?, self.text.get(from..)?))
    }

    /// The pattern with its variables filled in: `None` when it has no variables under this version, `Some(None)` when
    /// one of them has no value.
    #[must_use]
    pub fn resolved(&self, context: &Context, version: Version) -> Option<Option<String>> {
        let (head, tail) = self.text.split_at_checked(self.variables_from.filter(|_| version == Version::V2012)?)?;
        Some(variable::fill(tail, context).map(|filled| format!("{head}{}", filled.text)))
    }
}

/// Whether a wildcard stands in a part of the resource type, as in `u*` or `r?le/x`. The General Reference ("Paths in
/// ARNs") does not allow it, and nobody says what it does; a whole `*` is fine.
fn has_wild_type(service: &str, resource: &str) -> bool {
    let kind = resource.split(['/', ':']).next().unwrap_or_default();
    resource != "*" && kind.contains(['*', '?']) && !kind.contains("${") && !UNTYPED.contains(&service)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::request::ContextValue;
    use proptest::prelude::*;

    fn check(pattern: &str, resource: &str, expected: bool) -> Vec<Unspecified> {
        let mut context = Context::default();
        context.set("aws:username", ContextValue::One("Ana".into()));
        let mut notes = Vec::new();
        let found = ResourcePattern::parse(pattern)
            .unwrap()
            .compare(resource, &context, Version::V2012, &mut |note| notes.push(note))
            .is_ok();
        assert_eq!(found, expected, "{pattern} against {resource}");
        notes
    }

    #[test]
    fn actions_compare_without_case_and_only_names_take_wildcards() {
        for (pattern, action, expected) in [
            ("*", "s3:GetObject", true),
            ("S3:get*", "s3:GetObject", true),
            ("s3:Get?bject", "s3:GetObject", true),
            ("s3:*", "s3-object-lambda:GetObject", false),
            ("s3:Get", "s3:GetObject", false),
        ] {
            assert_eq!(ActionPattern::parse(pattern).unwrap().matches(action), expected, "{pattern}, {action}");
        }
        for refused in
            ["", "**", "GetObject", ":GetObject", "s3:", "s*:Get*", "*:*", "s3:Get Object", "s3:${aws:x}", "s3:a:b"]
        {
            assert!(ActionPattern::parse(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn only_a_star_covers_a_request_without_a_resource() {
        check("*", "*", true);
        check("**", "*", true);
        check("arn:aws:s3:::*", "*", false);
        check("*", "arn:aws:s3:::b/k", true);
    }

    #[test]
    fn in_a_segment_a_star_crosses_slashes() {
        for (resource, expected) in [
            ("1/2/test/3/x", true),
            ("/test/x", true),
            ("1/test/", true),
            ("test/x", false),
            ("1-test/x", false),
            ("1/2/test.jpg", false),
        ] {
            check("arn:aws:s3:::bucket/*/test/*", &format!("arn:aws:s3:::bucket/{resource}"), expected);
        }
    }

    #[test]
    fn a_star_at_the_end_of_a_segment_may_cross_colons() {
        assert_eq!(check("arn:aws:s3:*", "arn:aws:s3:::b/k", true), []);
        assert_eq!(check("arn:aws:sqs", "arn:aws:sqs:eu-west-1:111122223333:q", true), []);
        assert_eq!(check("arn:aws:sqs:*:111122223333:q", "arn:aws:sqs:eu-west-1:111122223333:q", true), []);
        let crossing = check("arn:aws:sqs:*:111122223333:q", "arn:aws:sqs:x:999999999999:y:111122223333:q", true);
        assert_eq!(crossing, [Unspecified::StarAcrossColon]);
        check("arn:aws:sqs:us-*-1:111122223333:q", "arn:aws:sqs:us-:x-1:111122223333:q", false);
        check("arn:aws:iam::*:role/x", "arn:aws:iam::111122223333:role/x", true);
        check("arn:aws:iam::11112222333?:role/x", "arn:aws:iam::11112222333::role/x", false);
        check("arn:aws:lambda:*:*:function:?", "arn:aws:lambda:eu-west-1:111122223333:function::", true);
    }

    #[test]
    fn a_bucket_is_not_its_objects() {
        check("arn:aws:s3:::b", "arn:aws:s3:::b/k", false);
        check("arn:aws:s3:::b/*", "arn:aws:s3:::b", false);
        for covered in ["b", "b/k", "b2", "b2/k"] {
            check("arn:aws:s3:::b*", &format!("arn:aws:s3:::{covered}"), true);
        }
    }

    #[test]
    fn a_wildcard_in_the_resource_type_is_noted() {
        let user = "arn:aws:iam::111122223333:user/Ana";
        assert_eq!(check("arn:aws:iam::111122223333:u*", user, true), [Unspecified::WildcardInResourceType]);
        assert_eq!(check("arn:aws:iam::111122223333:*", user, true), []);
        assert_eq!(check("arn:aws:s3:::b*", "arn:aws:s3:::bb", true), []);
        assert_eq!(check("arn:aws:iam::111122223333:user/*", user, true), []);
    }

    #[test]
    fn variables_stand_behind_the_fifth_colon_only() {
        check("arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/Ana/x", true);
        check("arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/Bob/x", false);
        check("arn:aws:s3:${aws:username}::b", "arn:aws:s3:Ana::b", false);
        let pattern = ResourcePattern::parse("arn:aws:s3:::${aws:username}/x").unwrap();
        let context = Context::default();
        assert!(!pattern.matches("arn:aws:s3:::Ana/x", &context, Version::V2012));
        assert!(pattern.matches("arn:aws:s3:::${aws:username}/x", &context, Version::V2008));
        assert_eq!(pattern.resolved(&context, Version::V2008), None);
        assert_eq!(pattern.resolved(&context, Version::V2012), Some(None));
    }

    #[test]
    fn a_resource_is_a_star_or_an_arn_that_names_its_service() {
        for refused in ["", "s3:::b", "a*", "arn*", "arn:aws:*:::b", "arn:aws:s?:::b", "arn:aws:*"] {
            assert!(ResourcePattern::parse(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_pattern_covers_another_when_nothing_of_that_is_left_out() {
        for (wide, narrow, expected) in [
            ("*", "*", true),
            ("*", "arn:aws:s3:::b", true),
            ("arn:aws:s3:::*", "*", false),
            ("arn:aws:s3:::b/*", "arn:aws:s3:::b/x/*", true),
            ("arn:aws:s3:::b/*", "arn:aws:s3:::b/?", true),
            ("arn:aws:s3:::b/?", "arn:aws:s3:::b/*", false),
            ("arn:aws:s3:::b/?", "arn:aws:s3:::b/\u{e9}", true),
            ("arn:aws:s3:::b/*", "arn:aws:s3:::b/${aws:username}", true),
            ("arn:aws:s3:::b/${aws:username}*", "arn:aws:s3:::b/${aws:username}", false),
            ("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/*", false),
            ("arn:aws:sqs:*:1:q", "arn:aws:sqs:eu-*-1:1:q", true),
            ("arn:aws:sqs:eu-*-1:1:q", "arn:aws:sqs:*:1:q", false),
            ("arn:aws:sqs", "arn:aws:sqs:eu-west-1:1:q", true),
            ("arn:aws:sqs:*:1:q", "arn:aws:sqs:r:2:x:1:q", false),
        ] {
            let [a, b] = [wide, narrow].map(|text| ResourcePattern::parse(text).unwrap());
            assert_eq!(a.covers(&b, Version::V2012), expected, "{wide} covers {narrow}");
        }
        for (wide, narrow, expected) in
            [("*", "s3:*", true), ("s3:*", "*", false), ("S3:get*", "s3:GetO?ject", true), ("s3:Get*", "s3:G*", false)]
        {
            let [a, b] = [wide, narrow].map(|text| ActionPattern::parse(text).unwrap());
            assert_eq!(a.covers(&b), expected, "{wide} covers {narrow}");
        }
    }

    proptest! {
        /// Small alphabets, so that patterns often cover one another and texts often match.
        #[test]
        fn what_a_covered_pattern_matches_the_covering_one_matches(
            wide in "arn:p:s:[a*?-]{0,3}:[a*?]{0,3}:[ab*?:/\u{e9}]{0,5}",
            narrow in "arn:p:s:[a*?-]{0,3}:[a*?]{0,3}:([ab*?:/\u{e9}]|\\$\\{aws:username\\}){0,5}",
            fills in proptest::collection::vec("[ab:/\u{e9}-]{0,3}", 8),
            name in "[ab*:]{0,3}",
        ) {
            let [a, b] = [&wide, &narrow].map(|text| ResourcePattern::parse(text).unwrap());
            if a.covers(&b, Version::V2012) {
                let mut context = Context::default();
                context.set("aws:username", ContextValue::One(name));
                // A text of the narrow pattern, its wildcards filled in.
                let mut fills = fills.into_iter().cycle();
                let filled = b.resolved(&context, Version::V2012).flatten().unwrap_or(narrow.clone());
                let text: String = filled.chars().map(|c| match c {
                    '*' => fills.next().unwrap(),
                    '?' => fills.next().unwrap().chars().next().unwrap_or('b').to_string(),
                    c => c.to_string(),
                }).collect();
                if b.matches(&text, &context, Version::V2012) {
                    prop_assert!(a.matches(&text, &context, Version::V2012), "{} {} {}", wide, narrow, text);
                }
            }
        }

        #[test]
        fn without_question_marks_a_star_covers_whatever_is_made_narrower(
            text in "s3:[ab*]{1,6}",
            piece in "[ab*]{0,3}",
        ) {
            let wide = ActionPattern::parse(&text).unwrap();
            let narrow = ActionPattern::parse(&text.replace('*', &format!("{piece}*"))).unwrap();
            prop_assert!(wide.covers(&narrow), "{} covers {}", text, narrow.as_str());
        }
    }
}

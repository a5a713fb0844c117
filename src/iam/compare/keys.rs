//! The values of one condition key, told apart by the conditions on it.
//!
//! Values are proposed by family (texts by their patterns, numbers by their limits and so on), and each is held against
//! every condition by the code that decides requests. Absence is one more value of every key. Of a key with several values
//! at once, a set is told apart by what all of its elements do and what any of them does, so that sets are closed under
//! union step by step from the empty one.

use super::automaton::{self, ANY, Class, NO_COLON, Pattern, many, one};
use super::bits::{Bits, QuickMap};
use super::budget::{Halt, Meter};
use super::ladder;
use super::plan::Line;
use crate::iam::arn::Arn;
use crate::iam::catalogue::{Catalogue, ValueType};
use crate::iam::condition::{self, BaseOperator, ConditionOperator, Family, value};
use crate::iam::glob::{self, Token};
use crate::iam::policy::{ConditionLine, Version};
use crate::iam::request::{Context, ContextValue};
use crate::iam::variable;

/// One way in which a variable of a request can bear on the boxes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row<T> {
    /// The boxes that hold as far as this variable goes.
    pub(super) bits: Bits,
    /// How odd the value is to read.
    pub(super) cost: u32,
    pub(super) value: T,
}

/// Whether requests carry a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Presence {
    Never,
    Maybe,
    Always,
}

/// A key that some condition is about.
pub(super) struct Key<'a> {
    /// Its name as AWS has it, or as it was written first.
    pub(super) name: String,
    pub(super) lines: Vec<Line<'a>>,
    value_type: Option<ValueType>,
    /// Whether it may have several values at once; unknown for a key that nobody knows.
    multivalued: Option<bool>,
}

/// How long a text of a machine counts as, so that one of a person's goes before.
const ODD: u32 = 40;

impl<'a> Key<'a> {
    pub(super) fn new(lower: &str, lines: &[Line<'a>]) -> Self {
        let catalogue = Catalogue::built_in();
        let known = match catalogue.global_key(lower) {
            Some(key) => {
                let mut types = key.types();
                let kind = types.next().filter(|_| types.next().is_none());
                Some((key.name, kind, key.multivalued))
            }
            None => catalogue.condition_key(lower).map(|key| (key.name, Some(key.value_type), key.multivalued)),
        };
        let as_written = lines.first().map_or(lower, |line| line.line.key.value.as_str());
        let name = known.map(|(name, ..)| name).filter(|name| !name.contains("${")).unwrap_or(as_written);
        Self {
            name: name.to_owned(),
            lines: lines.to_vec(),
            value_type: known.and_then(|(_, kind, _)| kind),
            multivalued: known.map(|(.., multivalued)| multivalued),
        }
    }

    /// Whether what it is compared with holds variables.
    pub(super) fn has_variables(&self) -> bool {
        self.lines.iter().flat_map(|line| &line.line.values).any(|value| variable::has_variables(&value.value))
    }

    /// What its conditions on texts match.
    pub(super) fn patterns(&self, fixed: &Context) -> Vec<Pattern> {
        let of = |line: &Line<'a>| {
            let base = line.line.operator.value.base;
            let values = line.line.values.iter();
            values.filter_map(|value| pattern_of(base, &value.value, line.version, fixed)).collect::<Vec<_>>()
        };
        self.lines.iter().flat_map(of).collect()
    }

    /// Whether wildcards and another way of reading a value (as a number, a moment, an address) meet in it: what texts
    /// match and are such values at once is then tried with some, not with all.
    pub(super) fn is_mixed(&self) -> bool {
        let families =
            |wanted: fn(Family) -> bool| self.lines.iter().any(|line| wanted(line.line.operator.value.base.family()));
        let wild = self.lines.iter().any(|line| {
            let base = line.line.operator.value.base;
            let values = &line.line.values;
            base.takes_wildcards() && values.iter().any(|value| value.value.contains(['*', '?']) && value.value != "*")
        });
        wild && families(|family| matches!(family, Family::Numeric | Family::Date | Family::Ip | Family::Binary))
    }

    fn has_set_operator(&self) -> bool {
        self.lines.iter().any(|line| line.line.operator.value.set.is_some())
    }

    /// Every way in which a request can stand to the conditions on the key: absent, with one value, with several.
    ///
    /// `realistic`: only such values as AWS puts there. `fixed`: what variables stand for.
    pub(super) fn rows(
        &self,
        presence: Presence,
        realistic: bool,
        fixed: &Context,
        all: &Bits,
        meter: &Meter<'_>,
    ) -> Result<Vec<Row<Option<ContextValue>>>, Halt> {
        let mut rows = Rows::new();
        if presence != Presence::Always {
            rows.add(self.bits(None, fixed, all), 0, None);
        }
        if presence == Presence::Never {
            return Ok(rows.0);
        }
        let several = self.multivalued.unwrap_or_else(|| self.has_set_operator());
        let (one, many) = if realistic { (!several, several) } else { (true, several || self.has_set_operator()) };
        let elements = self.elements(realistic, fixed, meter)?;
        if one {
            for (element, cost) in &elements {
                let carried = ContextValue::One(element.clone());
                rows.add(self.bits(Some(&carried), fixed, all), *cost, Some(carried));
            }
        }
        if many {
            for (values, cost) in self.sets(&elements, realistic, fixed, meter)? {
                let carried = ContextValue::Many(values);
                rows.add(self.bits(Some(&carried), fixed, all), cost, Some(carried));
            }
        }
        Ok(rows.0)
    }

    /// The row of one value that is given.
    pub(super) fn row_of(
        &self,
        carried: Option<ContextValue>,
        fixed: &Context,
        all: &Bits,
    ) -> Row<Option<ContextValue>> {
        Row { bits: self.bits(carried.as_ref(), fixed, all), cost: 0, value: carried }
    }

    /// The boxes whose conditions on the key hold.
    fn bits(&self, carried: Option<&ContextValue>, fixed: &Context, all: &Bits) -> Bits {
        let mut context = fixed.clone();
        match carried {
            Some(carried) => context.set(self.name.clone(), carried.clone()),
            None => context.remove(&self.name),
        }
        let mut bits = all.clone();
        for line in &self.lines {
            if !condition::holds(line.line, &context, line.version, &mut |_| ()).0 {
                bits.clear(line.at);
            }
        }
        bits
    }

    /// One value for every way in which single values stand to the conditions, with how odd each is to read.
    fn elements(&self, realistic: bool, fixed: &Context, meter: &Meter<'_>) -> Result<Vec<(String, u32)>, Halt> {
        let mut found: Vec<(String, u32)> = Vec::new();
        let (mut numbers, mut moments, mut addresses) = (Vec::new(), Vec::new(), Vec::new());
        let mut patterns: Vec<(usize, Pattern)> = Vec::new();
        let mut written: Vec<String> = Vec::new();
        let (mut has_bool, mut has_numbers, mut has_moments, mut has_addresses) = (false, false, false, false);
        for (at, line) in self.lines.iter().enumerate() {
            let family = line.line.operator.value.base.family();
            has_bool |= family == Family::Bool;
            has_numbers |= family == Family::Numeric;
            has_moments |= family == Family::Date;
            has_addresses |= family == Family::Ip;
            for value in &line.line.values {
                let text = &value.value;
                match family {
                    Family::Numeric => numbers.push(text.clone()),
                    Family::Date => moments.push(text.clone()),
                    Family::Ip => addresses.push(text.clone()),
                    Family::Binary => written.push(text.clone()),
                    Family::String | Family::Arn => {
                        if let Some(pattern) = pattern_of(line.line.operator.value.base, text, line.version, fixed) {
                            patterns.push((at, pattern));
                        }
                        written.push(text.clone());
                    }
                    Family::Bool | Family::Null => {}
                }
            }
        }
        // Several families on one key read one text in several ways: what one of them names is a limit of the others too.
        if patterns.is_empty() {
            let named = written.iter().cloned();
            found.extend(named.map(|text| (text, 4)));
        } else {
            for limits in [&mut numbers, &mut moments, &mut addresses] {
                limits.extend(written.iter().cloned());
            }
        }
        let kind = self.value_type;
        if has_bool || kind == Some(ValueType::Bool) {
            found.extend([("true".to_owned(), 1), ("false".to_owned(), 1)]);
        }
        if has_numbers || kind == Some(ValueType::Numeric) {
            let between = ladder::numbers(&numbers).ok_or(Halt::OverBudget).or_else(|halt| {
                if numbers.iter().any(|text| value::Decimal::parse(text).is_some()) {
                    Err(halt)
                } else {
                    Ok(Vec::new())
                }
            })?;
            found.extend(between.into_iter().chain(["0", "10", "-1"].map(str::to_owned)).map(|text| (text, 3)));
        }
        if has_moments || kind == Some(ValueType::Date) {
            let between = ladder::moments(&moments, has_numbers);
            found.extend(between.into_iter().chain(["2026-01-15T09:00:00Z".to_owned()]).map(|text| (text, 3)));
        }
        if has_addresses || kind == Some(ValueType::IpAddress) {
            found.extend(FRIENDLY_ADDRESSES.map(|text| (text.to_owned(), 2)));
            found.extend(ladder::addresses(&addresses).into_iter().map(|text| (text, 6)));
        }
        for (rank, text) in (2..).zip(self.usual().iter().copied()) {
            found.push((text.to_owned(), rank));
        }
        for text in &written {
            for (rank, fill) in (5..).zip(["example", "1", ""]) {
                let plain = if text.contains("${") { continue } else { text };
                found.push((plain.replace('*', fill).replace('?', "1"), rank + plain.len() as u32 / 8));
            }
        }
        if !realistic {
            found.extend([(String::new(), ODD), ("example".to_owned(), 2), ("ZXhhbXBsZQ==".to_owned(), ODD)]);
        }
        if !patterns.is_empty() {
            let shape = if realistic { self.shape() } else { None };
            let texts = automaton::cells(&patterns, shape.as_deref(), meter)?;
            found.extend(texts.into_iter().map(|text| (text.clone(), ODD + text.len() as u32)));
        }
        if realistic {
            found.retain(|(text, _)| self.is_realistic(text));
            found.iter_mut().filter(|(text, _)| text.is_empty()).for_each(|(_, cost)| *cost += ODD);
        }
        meter.spend(found.len())?;
        Ok(found)
    }

    /// Values that people know.
    fn usual(&self) -> &'static [&'static str] {
        let lower = self.name.to_ascii_lowercase();
        let ends = |end: &str| lower.ends_with(end);
        match self.value_type {
            Some(ValueType::Arn) => {
                &["arn:aws:s3:::example-bucket", "arn:aws:lambda:eu-west-1:111122223333:function:example"]
            }
            Some(ValueType::Bool | ValueType::Numeric | ValueType::Date | ValueType::IpAddress) => &[],
            _ if ends("region") => &["eu-west-1", "us-east-1", "ap-south-1"],
            _ if ends("account") => &["111122223333", "999900001111", "444455556666"],
            _ if ends("orgid") => &["o-exampleorg", "o-otherorg"],
            _ if ends("passedtoservice") || ends("viaservice") => {
                &["lambda.amazonaws.com", "ec2.amazonaws.com", "glue.amazonaws.com"]
            }
            _ if ends("externalid") => &["example-id", "another-id"],
            _ if ends(":sub") => &["repo:example/app:ref:refs/heads/main", "example"],
            _ if ends(":aud") => &["sts.amazonaws.com", "example"],
            _ if ends("username") => &["Ann", "Bob"],
            _ if ends("prefix") => &["reports/", "private/"],
            _ => &["example", "other"],
        }
    }

    /// What values of the key look like; `None` when they may be any text.
    fn shape(&self) -> Option<Pattern> {
        let mut shape = Vec::new();
        match self.value_type {
            Some(ValueType::Arn) => {
                shape.extend(automaton::literal("arn:aws:"));
                shape.extend([one(NO_COLON), many(NO_COLON), one(Class::Is(':')), many(NO_COLON), one(Class::Is(':'))]);
                shape.extend([many(NO_COLON), one(Class::Is(':')), one(ANY), many(ANY)]);
            }
            Some(ValueType::Numeric) => shape.extend([one(automaton::only(DIGITS)), many(automaton::only(DIGITS))]),
            _ if self.may_be_empty() => return None,
            _ => shape.extend([one(ANY), many(ANY)]),
        }
        Some(shape)
    }

    /// Tags may be empty, and so may what a listing asks for; AWS leaves other keys out instead.
    fn may_be_empty(&self) -> bool {
        let lower = self.name.to_ascii_lowercase();
        lower.contains("tag/") || lower == "s3:prefix" || lower == "s3:delimiter"
    }

    fn is_realistic(&self, text: &str) -> bool {
        match self.value_type {
            Some(ValueType::Bool) => text == "true" || text == "false",
            Some(ValueType::Numeric) => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
            Some(ValueType::Date) => condition::date::parse(text).is_some(),
            Some(ValueType::IpAddress) => text.parse::<std::net::IpAddr>().is_ok(),
            Some(ValueType::Arn) => Arn::parse(text).is_some(),
            Some(ValueType::String) | None => self.may_be_empty() || !text.is_empty(),
        }
    }

    /// Sets of values, one for every way in which sets stand to the conditions.
    fn sets(
        &self,
        elements: &[(String, u32)],
        realistic: bool,
        fixed: &Context,
        meter: &Meter<'_>,
    ) -> Result<Vec<(Vec<String>, u32)>, Halt> {
        // What one value does to each condition, for itself.
        let mut singles: QuickMap<(Bits, bool), usize> = QuickMap::default();
        let mut profiles: Vec<(Bits, bool, &str, u32)> = Vec::new();
        for (element, cost) in elements {
            let passes = self.passes(element, fixed);
            let at = *singles.entry((passes.clone(), element.is_empty())).or_insert(profiles.len());
            match profiles.get_mut(at) {
                Some(known) if known.3 <= *cost => {}
                Some(known) => *known = (passes, element.is_empty(), element, *cost),
                None => profiles.push((passes, element.is_empty(), element, *cost)),
            }
        }
        let everything = Bits::all(self.lines.len());
        let nothing = Bits::none(self.lines.len());
        // What all elements pass, what any passes, whether there is an element, and one that is no empty text.
        type Profile = (Bits, Bits, bool, bool);
        let mut seen: QuickMap<Profile, ()> = QuickMap::default();
        let mut sets: Vec<(Profile, Vec<String>, u32)> = vec![((everything, nothing, false, false), Vec::new(), ODD)];
        let mut at = 0;
        while let Some((profile, values, cost)) = sets.get(at).cloned() {
            meter.spend(1 + profiles.len())?;
            for (passes, is_empty, element, own) in &profiles {
                let with = (profile.0.and(passes), profile.1.or(passes), true, profile.3 || !is_empty);
                if seen.insert(with.clone(), ()).is_none() {
                    let mut values = values.clone();
                    values.push((*element).to_owned());
                    let cost = if values.len() == 1 { *own } else { cost + own + 2 };
                    sets.push((with, values, cost));
                }
            }
            at += 1;
        }
        Ok(sets
            .into_iter()
            .filter(|(_, values, _)| !realistic || !values.is_empty())
            .map(|(_, v, cost)| (v, cost))
            .collect())
    }

    /// The conditions that a value passes by itself, set operators aside.
    fn passes(&self, element: &str, fixed: &Context) -> Bits {
        let mut context = fixed.clone();
        context.set(self.name.clone(), ContextValue::One(element.to_owned()));
        let mut bits = Bits::none(self.lines.len());
        for (at, line) in self.lines.iter().enumerate() {
            let base = line.line.operator.value.base;
            let mut alone: ConditionLine = line.line.clone();
            alone.operator.value = ConditionOperator { set: None, base, if_exists: false };
            if condition::holds(&alone, &context, line.version, &mut |_| ()).0 {
                bits.set(at);
            }
        }
        bits
    }
}

const FRIENDLY_ADDRESSES: [&str; 3] = ["203.0.113.10", "198.51.100.7", "192.0.2.44"];
const DIGITS: &str = "0123456789";

/// Rows with one for each set of boxes, the one that reads best.
pub(super) struct Rows<T>(pub(super) Vec<Row<T>>, QuickMap<Bits, usize>);

impl<T> Rows<T> {
    pub(super) fn new() -> Self {
        Self(Vec::new(), QuickMap::default())
    }

    pub(super) fn add(&mut self, bits: Bits, cost: u32, value: T) {
        match self.1.get(&bits).and_then(|at| self.0.get_mut(*at)) {
            Some(known) if known.cost <= cost => {}
            Some(known) => (known.cost, known.value) = (cost, value),
            None => {
                self.1.insert(bits.clone(), self.0.len());
                self.0.push(Row { bits, cost, value });
            }
        }
    }
}

/// The texts that match a policy's value under the positive form of an operator on texts. `None`: none do.
pub(super) fn pattern_of(base: BaseOperator, wanted: &str, version: Version, fixed: &Context) -> Option<Pattern> {
    let (text, tokens) = if condition::holds_variables(base, wanted, version) {
        let filled = variable::fill(wanted, fixed)?;
        (filled.text, filled.tokens)
    } else {
        (wanted.to_owned(), wanted.bytes().map(Token::of).collect())
    };
    match base {
        BaseOperator::StringEquals | BaseOperator::StringNotEquals => Some(automaton::literal(&text)),
        BaseOperator::StringEqualsIgnoreCase | BaseOperator::StringNotEqualsIgnoreCase => {
            Some(automaton::literal_any_case(&text))
        }
        BaseOperator::StringLike | BaseOperator::StringNotLike => Some(automaton::of_tokens(tokens)),
        _ if base.family() == Family::Arn => arn_pattern(&tokens),
        _ => None,
    }
}

/// The ARNs that match a pattern, each of the six parts by itself.
fn arn_pattern(tokens: &[Token]) -> Option<Pattern> {
    let mut parts = tokens.splitn(6, |token| *token == Token::Byte(b':'));
    let first = parts.next()?;
    glob::compare(&[], |at| first.get(at).copied(), "arn").ok()?;
    let mut pattern = automaton::literal("arn");
    for at in 1..6 {
        let part = parts.next()?;
        pattern.push(one(Class::Is(':')));
        pattern.extend(automaton::of_tokens(part.iter().map(|token| match token {
            Token::Star if at < 5 => Token::StarInSegment,
            Token::One if at < 5 => Token::OneInSegment,
            token => *token,
        })));
    }
    Some(pattern)
}

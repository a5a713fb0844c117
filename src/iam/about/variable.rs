//! Variables: what `${…}` becomes (AWS: "IAM policy elements: Variables and tags").

use super::place::{Part, Spot};
use super::{About, condition};
use crate::iam::catalogue::Catalogue;
use crate::iam::complete::Site;
use crate::iam::condition::ConditionOperator;
use crate::iam::json::Node;
use crate::iam::request::ContextValue;
use crate::iam::variable::{Piece, pieces};
use crate::text::TextRange;

/// The variable under the cursor, with its place.
pub(super) fn at(site: &Site<'_>, spot: &Spot<'_>) -> Option<(TextRange, About)> {
    if matches!(spot.part, Part::Element | Part::PrincipalKey | Part::Operator) {
        return None;
    }
    let cursor = site.cursor.checked_sub(spot.range.start as usize)?;
    let starts = spot.word.match_indices("${").map(|(start, _)| start);
    let start = starts.take_while(|start| *start <= cursor).last()?;
    let rest = spot.word.get(start..)?;
    let length = length(rest);
    if cursor >= start + length.unwrap_or(rest.len()) && cursor != start {
        return None;
    }
    let written = rest.get(..length.unwrap_or(rest.len()))?;
    let range = TextRange::new(spot.range.start as usize + start, spot.range.start as usize + start + written.len());
    let about = match (length, pieces(written).next()?) {
        (None, _) => {
            let mut about = About::new(format!("{written}, a variable without its end"));
            about.say("Close it with `}`: as it stands it is plain text.");
            about
        }
        (_, Piece::Escape(character)) => {
            let mut about = About::new(format!("{written}, the character `{character}` itself"));
            about.say("Not a wildcard and not the start of a variable.");
            about
        }
        (_, Piece::Variable { key, default }) => variable(site, spot, written, key, default),
        (_, Piece::Plain(_)) => return None,
    };
    Some((range, inert(site, spot, start).map(|why| in_front(about.clone(), why)).unwrap_or(about)))
}

/// How long the variable is that a text begins with; `None` when it has no end. A brace in its default does not end it.
fn length(text: &str) -> Option<usize> {
    let mut quoted = false;
    let end = text.char_indices().find(|(_, character)| {
        quoted ^= *character == '\'';
        *character == '}' && !quoted
    });
    end.map(|(place, _)| place + 1)
}

fn in_front(mut about: About, words: &str) -> About {
    about.words.insert(0, words.to_owned());
    about
}

/// Why `${…}` is plain text at that place of a word, if it is.
fn inert(site: &Site<'_>, spot: &Spot<'_>, start: usize) -> Option<&'static str> {
    let version = site.parse.root.as_ref().and_then(|root| root.get("Version")).and_then(Node::as_str);
    if version != Some("2012-10-17") {
        return Some("Plain text as it stands: only a policy with `\"Version\": \"2012-10-17\"` has variables.");
    }
    match spot.part {
        Part::Resource { .. } => {
            let colons = spot.word.get(..start).unwrap_or_default().matches(':').count();
            (colons < 5).then_some("Not here: in a resource, variables stand behind the fifth colon only.")
        }
        Part::Value { operator, .. } => {
            let takes = ConditionOperator::parse(operator).is_ok_and(|operator| operator.base.takes_variables());
            (!takes).then_some("Not here: this operator takes no variables, those for texts and ARNs do.")
        }
        _ => Some("Not here: variables stand in `Resource` and in the values of conditions only."),
    }
}

fn variable(site: &Site<'_>, spot: &Spot<'_>, written: &str, key: &str, default: Option<&str>) -> About {
    let mut about = About::new(format!("{written}, a policy variable"));
    let value = site.surroundings.context.as_ref().map(|context| context.get(key));
    match (value, default) {
        (Some(Some(ContextValue::One(value))), _) => about.say(format!("In the current request it becomes `{value}`.")),
        (Some(_), Some(default)) => {
            about.say(format!("The current request has no value for `{key}`, so the default stands in: `{default}`."));
        }
        (Some(_), None) => about.say(format!("The current request has no value for `{key}`. {}", valueless(spot))),
        (None, Some(default)) => about.say(format!(
            "It becomes what the request says for `{key}`, or `{default}` when the request says nothing."
        )),
        (None, None) => {
            about.say(format!("It becomes what the request says for `{key}`. If it says nothing: {}", valueless(spot)));
        }
    }
    about.say("What it brings is plain text: a `*` in it is no wildcard.");
    let catalogue = Catalogue::built_in();
    let global = catalogue.global_key(key).map(|known| known.multivalued);
    let multivalued = global.or_else(|| catalogue.condition_key(key).map(|known| known.multivalued));
    match multivalued {
        None => {
            about.say(format!("The catalogue knows no key `{key}`, and a request carries only keys that there are."))
        }
        Some(true) => about.say(format!("`{key}` may have several values, and such a key cannot be a variable.")),
        Some(false) => {}
    }
    if let Some(of_key) = condition::key(key) {
        // What the key says and when it is there; how it is compared does not matter here.
        about.words.extend(of_key.words.into_iter().take_while(|words| !words.starts_with("Type: ")));
    }
    about
}

/// What becomes of an entry with a variable that has no value.
fn valueless(spot: &Spot<'_>) -> &'static str {
    match spot.part {
        Part::Resource { negated: false } => "then this entry matches no resource.",
        Part::Resource { negated: true } => {
            "then this entry leaves no resource out, so the statement is about more than was meant."
        }
        Part::Value { operator, .. } => match ConditionOperator::parse(operator) {
            Ok(operator) if operator.base.is_negated() => "then the comparison holds, for nothing equals it.",
            _ => "then this value equals nothing.",
        },
        _ => "then it matches nothing.",
    }
}

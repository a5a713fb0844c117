//! Pairs of things that are easily taken for each other, and which questions speak of them. Pure.

use crate::course::question::{Choice, Question, QuestionKind};

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The first.
    Left,
    /// The second.
    Right,
    /// The question speaks of both.
    Both,
}

/// Two things easily taken for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// A short name, for a command line: `assume-pass`.
    pub name: &'static str,
    /// What a person reads.
    pub title: &'static str,
    /// Words that speak of the first, in lower case.
    left: &'static [&'static str],
    /// Words that speak of the second.
    right: &'static [&'static str],
}

/// All of them. Their places are what [`of`] gives.
pub const PAIRS: [Pair; 8] = [
    Pair {
        name: "assume-pass",
        title: "AssumeRole and PassRole",
        left: &["assumerole", "assume the role", "assumes the role", "assume a role"],
        right: &["passrole", "pass the role", "passes the role", "pass a role"],
    },
    Pair {
        name: "trust-permissions",
        title: "Trust policy and permissions policy",
        left: &["trust policy", "trust policies"],
        right: &["permissions policy", "permissions policies", "identity-based polic"],
    },
    Pair {
        name: "boundary-policy",
        title: "Permissions boundary and policy",
        left: &["boundary", "boundaries"],
        right: &["permissions policy", "permissions policies", "identity-based polic"],
    },
    Pair {
        name: "scp-rcp",
        title: "SCP and RCP",
        left: &["scp", "service control polic"],
        right: &["rcp", "resource control polic"],
    },
    Pair {
        name: "explicit-implicit",
        title: "Explicit and implicit deny",
        left: &["explicit deny", "explicit denies", "explicitly denied", "explicit_deny"],
        right: &["implicit deny", "implicit denies", "implicitly denied", "implicit_deny"],
    },
    Pair {
        name: "bool-ifexists",
        title: "Bool and BoolIfExists",
        left: &["`bool`", "\"bool\""],
        right: &["boolifexists", "ifexists"],
    },
    Pair {
        name: "source-external",
        title: "SourceArn and ExternalId",
        left: &["sourcearn", "sourceaccount"],
        right: &["externalid", "external id"],
    },
    Pair {
        name: "managed-inline",
        title: "Managed and inline policies",
        left: &["managed polic"],
        right: &["inline polic", "inline"],
    },
];

/// The pairs that a question speaks of, by their place in [`PAIRS`], and of which side. A decision to foresee belongs to explicit
/// and implicit deny whatever its words.
#[must_use]
pub fn of(question: &Question) -> Vec<(usize, Side)> {
    let mut words = format!("{}\n{}", question.common.stem, question.common.rule).to_lowercase();
    for option in options(&question.kind) {
        words.push('\n');
        words.push_str(&option.to_lowercase());
    }
    if matches!(question.kind, QuestionKind::Predict(_)) {
        words.push_str("\nexplicit_deny implicit_deny");
    }
    let speaks = |of: &[&str]| of.iter().any(|word| has_word(&words, word));
    let side = |pair: &Pair| match (speaks(pair.left), speaks(pair.right)) {
        (true, true) => Some(Side::Both),
        (true, false) => Some(Side::Left),
        (false, true) => Some(Side::Right),
        (false, false) => None,
    };
    PAIRS.iter().enumerate().filter_map(|(place, pair)| Some((place, side(pair)?))).collect()
}

/// What there is to choose from, where there is.
fn options(kind: &QuestionKind) -> Vec<&str> {
    match kind {
        QuestionKind::SingleChoice(kind) => texts(&kind.options),
        QuestionKind::MultipleResponse(kind) => texts(&kind.options),
        QuestionKind::TrueFalse(kind) => texts(&kind.reasons),
        QuestionKind::Matching(kind) => {
            kind.pairs.iter().flat_map(|pair| [pair.left.as_str(), pair.right.as_str()]).collect()
        }
        QuestionKind::JsonBlank(kind) => vec![kind.template.as_str()],
        _ => Vec::new(),
    }
}

fn texts(options: &[Choice]) -> Vec<&str> {
    options.iter().map(|option| option.text.as_str()).collect()
}

/// Whether the word stands there, not as the tail of another: `scp` is not in `landscpape`.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric() || !word.starts_with(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;

    #[test]
    fn a_word_is_found_at_its_beginning_only() {
        for (text, word, there) in [
            ("an scp says no", "scp", true),
            ("scps say no", "scp", true),
            ("the landscp", "scp", false),
            ("sts:assumerole", "assumerole", true),
            ("use `bool` here", "`bool`", true),
            ("a boolean", "`bool`", false),
        ] {
            assert_eq!(has_word(text, word), there, "{word} in {text}");
        }
    }

    #[test]
    fn the_course_has_questions_on_both_sides_of_what_it_teaches_first() {
        let course = Course::built_in().unwrap();
        let mut sides = vec![Vec::new(); PAIRS.len()];
        for entry in course.lessons() {
            for question in course.questions(&entry.head.id).unwrap().iter() {
                of(question).into_iter().for_each(|(place, side)| sides[place].push(side));
            }
        }
        for (pair, sides) in
            PAIRS.iter().zip(sides).filter(|(pair, _)| ["trust-permissions", "explicit-implicit"].contains(&pair.name))
        {
            let speak = |side| sides.iter().any(|found| *found == side || *found == Side::Both);
            assert!(speak(Side::Left) && speak(Side::Right), "{}", pair.title);
        }
    }
}

//! Short answers: a few words, compared as a teacher would.

use crate::course::grade::{Graded, Remark};
use crate::course::question::{ShortAnswer, Wanted};

/// Letters a word must have before one slip in it is forgiven. A number has none: one digit more is another number.
const TYPO_FROM: usize = 6;

/// How well a text fits a form; more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// With one slip of typing in a long word.
    Nearly,
    /// But for case, spaces, dashes and articles.
    Same,
}

pub(super) fn grade(question: &ShortAnswer, text: &str) -> Graded {
    let mut open: Vec<(&Wanted, bool)> = question.wanted.iter().map(|wanted| (wanted, false)).collect();
    let mut remarks = Vec::new();
    let mut strangers = 0usize;
    for part in parts(question, text) {
        let named = best(
            open.iter()
                .enumerate()
                .filter_map(|(index, (wanted, taken))| fits_wanted(wanted, &part).map(|fit| (fit, (index, *taken)))),
        );
        let near = best(question.near.iter().filter_map(|near| {
            let fit = near.forms.iter().filter_map(|form| fits(form, &part, false)).max()?;
            Some((fit, near))
        }));
        match (named, near) {
            (Some((fit, (index, taken))), near) if near.is_none_or(|(near, _)| fit >= near) => {
                let Some((wanted, named)) = open.get_mut(index) else { continue };
                *named = true;
                if taken {
                    strangers += 1;
                    remarks.push(Remark { right: false, about: part, text: "named twice".to_owned() });
                } else {
                    let text = match fit {
                        Fit::Same => String::new(),
                        Fit::Nearly => format!("taken for “{}”: mind the spelling", wanted.shown),
                    };
                    remarks.push(Remark { right: true, about: wanted.shown.clone(), text });
                }
            }
            (_, Some((_, near))) => {
                strangers += 1;
                remarks.push(Remark { right: false, about: part, text: near.feedback.clone() });
            }
            _ => {
                strangers += 1;
                remarks.push(Remark { right: false, about: part, text: "not what is asked for".to_owned() });
            }
        }
    }
    let several = question.wanted.len() > 1;
    let named = open.iter().filter(|(_, named)| *named).count();
    if several && named > 0 {
        let missing = open.iter().filter(|(_, named)| !named);
        remarks.extend(missing.map(|(wanted, _)| Remark {
            right: false,
            about: wanted.shown.clone(),
            text: "not named".to_owned(),
        }));
    }
    let right = named == question.wanted.len() && strangers == 0;
    #[expect(clippy::cast_precision_loss, reason = "a handful of things are counted")]
    let share = named.saturating_sub(strangers) as f64 / question.wanted.len().max(1) as f64;
    let right_answer = question.wanted.iter().map(|wanted| wanted.shown.as_str()).collect::<Vec<_>>().join(", ");
    Graded { right, share, right_answer, remarks, simulation: None }
}

/// The best of `candidates`, the first of equals.
fn best<T>(candidates: impl Iterator<Item = (Fit, T)>) -> Option<(Fit, T)> {
    candidates.fold(None, |best, next| match best {
        Some((fit, _)) if fit >= next.0 => best,
        _ => Some(next),
    })
}

/// What the answer names: the whole, or its parts between commas, semicolons, line ends and "and" (but a form that has an "and" in
/// itself stays whole). Numbers need no more than a space between them.
fn parts(question: &ShortAnswer, text: &str) -> Vec<String> {
    let known = |part: &str| {
        question.wanted.iter().any(|wanted| fits_wanted(wanted, part).is_some())
            || question.near.iter().flat_map(|near| &near.forms).any(|form| fits(form, part, false).is_some())
    };
    let whole = text.trim();
    if whole.is_empty() {
        return Vec::new();
    }
    if known(whole) || question.wanted.len() < 2 {
        return vec![whole.to_owned()];
    }
    let pieces = whole.split([',', ';', '\n']).map(str::trim).filter(|piece| !piece.is_empty());
    pieces
        .flat_map(|piece| {
            if known(piece) {
                return vec![piece.to_owned()];
            }
            if piece.bytes().all(|b| b.is_ascii_digit() || b == b' ') {
                return piece.split_whitespace().map(str::to_owned).collect();
            }
            let mut between: Vec<Vec<&str>> = vec![Vec::new()];
            for word in piece.split_whitespace() {
                match between.last_mut() {
                    Some(last) if !matches!(word.to_lowercase().as_str(), "and" | "&" | "+") => last.push(word),
                    _ => between.push(Vec::new()),
                }
            }
            between.into_iter().filter(|words| !words.is_empty()).map(|words| words.join(" ")).collect()
        })
        .collect()
}

fn fits_wanted(wanted: &Wanted, text: &str) -> Option<Fit> {
    std::iter::once(&wanted.shown).chain(&wanted.accept).filter_map(|form| fits(form, text, wanted.identifier)).max()
}

/// How well `text` fits `form`, if it does.
fn fits(form: &str, text: &str, identifier: bool) -> Option<Fit> {
    if identifier {
        return (identifier_of(form) == identifier_of(text)).then_some(Fit::Same);
    }
    let (form, text) = (words(form), words(text));
    if form.concat() == text.concat() {
        return (!form.is_empty()).then_some(Fit::Same);
    }
    let close = form.len() == text.len()
        && form.iter().zip(&text).all(|(form, text)| form == text || (is_long_word(form) && one_slip(form, text)));
    close.then_some(Fit::Nearly)
}

fn is_long_word(word: &str) -> bool {
    word.chars().count() >= TYPO_FROM && !word.chars().any(|c| c.is_ascii_digit())
}

/// The words that matter: lower case, without articles, quotation marks and full stops; a dash parts words as a space does.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| c.is_whitespace() || is_dash(c) || c == '_')
        .map(|word| word.trim_matches(|c: char| "'\"`“”‘’.!?()".contains(c)))
        .filter(|word| !word.is_empty() && !matches!(*word, "a" | "an" | "the"))
        .map(str::to_owned)
        .collect()
}

/// An identifier but for case and the spaces and quotation marks around it: a dash in it counts.
fn identifier_of(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || "'\"`“”‘’".contains(c))
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if is_dash(c) { '-' } else { c.to_ascii_lowercase() })
        .collect()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether one letter too many, too few, wrong, or two swapped make the difference.
fn one_slip(form: &str, text: &str) -> bool {
    let form: Vec<char> = form.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let same = form.iter().zip(&text).take_while(|(a, b)| a == b).count();
    let form = form.get(same..).unwrap_or_default();
    let text = text.get(same..).unwrap_or_default();
    match (form, text) {
        ([_], []) | ([], [_]) => true,
        ([_, form @ ..], [_, text @ ..]) if form == text => true,
        ([a, b, form @ ..], [c, d, text @ ..]) if a == d && b == c && form == text => true,
        ([_, form @ ..], text) if form == text => true,
        (form, [_, text @ ..]) => form == text,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::question::NearMiss;

    fn two_policies() -> ShortAnswer {
        let wanted = |shown: &str, accept: &[&str]| Wanted {
            shown: shown.to_owned(),
            accept: accept.iter().map(|form| (*form).to_owned()).collect(),
            identifier: false,
        };
        ShortAnswer {
            wanted: vec![
                wanted("trust policy", &["assume role policy"]),
                wanted("permissions policy", &["permission policy", "identity policy"]),
            ],
            near: vec![NearMiss {
                forms: vec!["boundary".to_owned(), "permissions boundary".to_owned()],
                feedback: "A boundary caps.".to_owned(),
            }],
        }
    }

    /// Right or not, the share in percent, and the words of the first wrong part.
    #[track_caller]
    fn check(question: &ShortAnswer, answer: &str, right: bool, percent: u32, words: &str) {
        let graded = grade(question, answer);
        assert_eq!(graded.right, right, "{answer:?}: {graded:#?}");
        assert!((graded.share * 100.0 - f64::from(percent)).abs() < 0.5, "{answer:?}: {graded:#?}");
        let said = graded.remarks.iter().find(|remark| !remark.right).map_or("", |remark| remark.text.as_str());
        assert_eq!(said, words, "{answer:?}");
    }

    #[test]
    fn several_things_count_in_any_order_and_any_usual_form() {
        let question = two_policies();
        for answer in [
            "trust policy, permissions policy",
            "Permissions Policy and the trust-policy",
            "trustpolicy\nidentity policy",
            "a trust policy; an identity policy.",
            "trust polcy & permisions policy",
            "assume role policy + permission policy",
        ] {
            check(&question, answer, true, 100, "");
        }
    }

    #[test]
    fn what_is_missing_or_strange_is_said() {
        let question = two_policies();
        check(&question, "trust policy", false, 50, "not named");
        check(&question, "trust policy and permissions boundary", false, 0, "A boundary caps.");
        check(&question, "trust policy, trust policy", false, 0, "named twice");
        check(&question, "trust policy, permissions policy, boundary", false, 50, "A boundary caps.");
        check(&question, "hats", false, 0, "not what is asked for");
        check(&question, "  ", false, 0, "");
    }

    #[test]
    fn one_slip_is_forgiven_in_words_of_six_letters_and_never_in_identifiers() {
        let one = |shown: &str, identifier: bool| ShortAnswer {
            wanted: vec![Wanted { shown: shown.to_owned(), accept: vec![], identifier }],
            near: vec![],
        };
        let wrong = "not what is asked for";
        for typo in ["sesion", "sessoin", "sessioon", "sessior"] {
            check(&one("session", false), typo, true, 100, "");
        }
        check(&one("session", false), "seson", false, 0, wrong);
        check(&one("token", false), "tokn", false, 0, wrong);
        check(&one("sts:AssumeRole", true), "STS:assumerole", true, 100, "");
        check(&one("sts:AssumeRole", true), "sts:AssumRole", false, 0, wrong);
        check(&one("rds-db:connect", true), "rdsdb:connect", false, 0, wrong);
        check(&one("rds-db:connect", true), " `rds–db:connect` ", true, 100, "");
    }

    #[test]
    fn numbers_are_named_in_any_order_and_never_nearly() {
        let wanted = |shown: &str| Wanted { shown: shown.to_owned(), accept: vec![], identifier: false };
        let question = ShortAnswer { wanted: vec![wanted("2"), wanted("4"), wanted("111122")], near: vec![] };
        for answer in ["2, 4, 111122", "111122 4 2", "4 and 2 and 111122", "4 2; 111122"] {
            check(&question, answer, true, 100, "");
        }
        check(&question, "2 4 111123", false, 33, "not what is asked for");
    }

    #[test]
    fn a_near_miss_beats_a_typo_of_the_right_answer() {
        let question = ShortAnswer {
            wanted: vec![Wanted { shown: "trusted".to_owned(), accept: vec![], identifier: false }],
            near: vec![NearMiss { forms: vec!["trustee".to_owned()], feedback: "The other one.".to_owned() }],
        };
        check(&question, "trustee", false, 0, "The other one.");
        check(&question, "trustet", true, 100, "");
    }
}

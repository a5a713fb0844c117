//! "Did you mean": the known name that a written one was most likely meant to be.

/// The name of `known` that `written` is in another letter case or with a slip or two; `None` when it is itself one of
/// them, or like none.
pub(super) fn nearest<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    if known.contains(&written) || written.len() > 20 {
        return None;
    }
    let same_letters = known.iter().find(|name| name.eq_ignore_ascii_case(written));
    let close = || {
        let (length, lower) = (written.chars().count(), written.to_ascii_lowercase());
        let as_long = known.iter().filter(|name| name.len().abs_diff(length) <= 2);
        let distances = as_long.map(|name| (distance(&lower, &name.to_ascii_lowercase()), name));
        // Two slips in a word of three letters make another word.
        distances.filter(|(slips, name)| *slips <= 2 && slips * 3 < name.len()).min().map(|(_, name)| name)
    };
    same_letters.or_else(close).copied()
}

/// Letters to put in, take out or replace to get from `a` to `b` (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (y, pair) in b.chars().zip(row.windows(2)) {
            let [diagonal, above] = pair else { continue };
            let left = next.last().copied().unwrap_or(0);
            next.push((diagonal + usize::from(x != y)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_case_and_small_slips_lead_to_the_name() {
        let known = ["Action", "NotAction", "Principal", "Sid", "Id"];
        for (written, expected) in [
            ("action", Some("Action")),
            ("Actions", Some("Action")),
            ("Principle", Some("Principal")),
            ("NOTACTION", Some("NotAction")),
            ("sid", Some("Sid")),
            ("Action", None),
            ("Sad", None),
            ("Resource", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, &known), expected, "{written}");
        }
    }
}

//! `explain`: the page of a name that the program prints: a finding, a rule behind it, a reason, a condition operator.

use std::io::Write;

use serde_json::{Value, json};

use crate::cli::GOOD;
use crate::cli::args::Format;
use crate::cli::simulate::wrapped;
use crate::iam::condition::{BaseOperator, ConditionOperator, SetOperator};
use crate::iam::explain::{operator_page, reason_page};
use crate::iam::findings::{self, Finding};
use crate::iam::trace::{Reason, Verdict};

/// A page.
struct Page {
    /// The name, as it is written.
    code: String,
    /// What sort of name it is.
    sort: &'static str,
    /// One line.
    title: String,
    /// What there is to say, a paragraph each.
    words: Vec<String>,
    /// A piece of a policy.
    example: Option<String>,
    /// The title of the AWS page that says so.
    source: Option<&'static str>,
}

/// Prints the page of `code`; letter case does not matter. Gives the exit code.
///
/// # Errors
/// When nothing is called so.
pub fn run(code: &str, format: Format, out: &mut dyn Write) -> anyhow::Result<u8> {
    let pages = pages(code.trim());
    if pages.is_empty() {
        let near = nearest(code.trim());
        let hint = match near.as_slice() {
            [] => "`iam-dojo lint` and `iam-dojo simulate` print the names that it knows".to_owned(),
            near => format!("did you mean {}?", near.join(" or ")),
        };
        anyhow::bail!("nothing is called `{code}`; {hint}");
    }
    match format {
        Format::Text => write!(out, "{}", pages.iter().map(to_text).collect::<Vec<_>>().join("\n"))?,
        Format::Json => writeln!(out, "{:#}", Value::from(pages.iter().map(to_json).collect::<Vec<_>>()))?,
    }
    out.flush()?;
    Ok(GOOD)
}

/// The pages of a name; several for a rule that several findings report.
fn pages(code: &str) -> Vec<Page> {
    let is = |name: &str| name.eq_ignore_ascii_case(code);
    if let Some(reason) = Reason::ALL.into_iter().find(|reason| is(reason.code())) {
        return vec![of_reason(reason)];
    }
    if let Some(operator) = operators().find(|operator| is(&operator.to_string())) {
        return vec![of_operator(operator)];
    }
    // A finding and the rule behind it may have one name.
    let named = findings::all().filter(|finding| is(finding.code));
    let pages: Vec<Page> = named.map(of_finding).collect();
    match pages.is_empty() {
        false => pages,
        true => findings::all().filter(|f| f.rules.iter().any(|rule| is(rule))).map(of_finding).collect(),
    }
}

/// Every operator, with every prefix and suffix that it takes.
fn operators() -> impl Iterator<Item = ConditionOperator> {
    let sets = [None, Some(SetOperator::ForAllValues), Some(SetOperator::ForAnyValue)];
    let forms = sets.into_iter().flat_map(|set| [(set, false), (set, true)]);
    forms.flat_map(|(set, if_exists)| {
        let takes = move |base: &BaseOperator| *base != BaseOperator::Null || (set.is_none() && !if_exists);
        let bases = BaseOperator::TABLE.into_iter().map(|(base, _)| base).filter(takes);
        bases.map(move |base| ConditionOperator { set, base, if_exists })
    })
}

fn of_reason(reason: Reason) -> Page {
    let page = reason_page(reason);
    let ended = match reason.verdict() {
        Verdict::Allow => "The request is allowed.",
        Verdict::ExplicitDeny => "The request is denied explicitly: somebody wrote the no down.",
        Verdict::ImplicitDeny => "The request is denied implicitly: nobody wrote a no down, and a yes is missing.",
    };
    Page {
        code: reason.code().to_owned(),
        sort: "reason of a decision",
        title: page.short.to_owned(),
        words: vec![page.long.to_owned(), ended.to_owned()],
        example: None,
        source: Some(page.source),
    }
}

fn of_operator(operator: ConditionOperator) -> Page {
    let page = operator_page(operator);
    Page {
        code: page.name,
        sort: "condition operator",
        title: page.what.trim_end_matches('.').to_owned(),
        words: page.notes.into_iter().map(str::to_owned).collect(),
        example: Some(format!("\"Condition\": {}", page.example)),
        source: Some(page.source),
    }
}

fn of_finding(finding: &Finding) -> Page {
    let severity = finding.severity.as_str().replace('_', " ");
    let saved = match finding.severity {
        crate::diagnostic::Severity::Error => "AWS refuses to save such a document.",
        crate::diagnostic::Severity::SecurityWarning
        | crate::diagnostic::Severity::Warning
        | crate::diagnostic::Severity::Suggestion => "AWS saves such a document all the same.",
    };
    Page {
        code: finding.code.to_owned(),
        sort: "finding",
        title: format!("{} ({severity})", finding.title),
        words: vec![finding.why.to_owned(), saved.to_owned()],
        example: None,
        source: Some(if OURS.contains(&finding.code) { GRAMMAR } else { CHECKS }),
    }
}

/// Where the names of findings come from, and what those of ours go back to.
const CHECKS: &str = "IAM policy validation check reference";
const GRAMMAR: &str = "Grammar of the IAM JSON policy language";

/// The findings that IAM Access Analyzer has no name for.
const OURS: [&str; 11] = [
    "DUPLICATE_KEY",
    "UNSUPPORTED_CHARACTER",
    "POLICY_NOT_AN_OBJECT",
    "UNSUPPORTED_ID",
    "EMPTY_ARRAY_STATEMENT",
    "INVALID_ACTION_FORMAT",
    "UNSUPPORTED_NOT_PRINCIPAL",
    "INVALID_PRINCIPAL",
    "INVALID_RESOURCE_FORMAT",
    "INVALID_CONDITION_VALUE",
    "POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA",
];

fn to_text(page: &Page) -> String {
    let mut lines = vec![format!("{} · {}", page.code, page.sort)];
    lines.extend(wrapped(&page.title, 2));
    for words in &page.words {
        lines.push(String::new());
        lines.extend(wrapped(words, 2));
    }
    if let Some(example) = &page.example {
        lines.push(String::new());
        lines.push(format!("  {example}"));
    }
    if let Some(source) = page.source {
        lines.push(String::new());
        lines.extend(wrapped(&format!("AWS documentation: {source}"), 2));
    }
    lines.join("\n") + "\n"
}

fn to_json(page: &Page) -> Value {
    json!({
        "code": page.code,
        "sort": page.sort,
        "title": page.title,
        "words": page.words,
        "example": page.example,
        "source": page.source,
    })
}

/// At most three names that a slip of the keys may have been meant for, the nearest first.
fn nearest(code: &str) -> Vec<String> {
    let rules = findings::all().flat_map(|finding| finding.rules).map(|rule| (*rule).to_owned());
    let mut names: Vec<String> = Reason::ALL.iter().map(|reason| reason.code().to_owned()).collect();
    names.extend(findings::all().map(|finding| finding.code.to_owned()));
    names.extend(rules);
    names.extend(operators().map(|operator| operator.to_string()));
    names.sort();
    names.dedup();
    let mut ranked: Vec<(usize, String)> = names.into_iter().map(|name| (apart(code, &name), name)).collect();
    ranked.sort();
    let most = (code.chars().count() / 3).max(2);
    let near = ranked.into_iter().take_while(|(apart, _)| *apart <= most);
    near.take(3).map(|(_, name)| format!("`{name}`")).collect()
}

/// How many letters must be put in, taken out or changed to make one of the other, whatever their case.
fn apart(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut left = i + 1;
        let mut next = vec![left];
        for ((y, before), above) in b.iter().zip(&row).zip(row.iter().skip(1)) {
            left = (before + usize::from(x != *y)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(code: &str, format: Format) -> String {
        let mut out = Vec::new();
        assert_eq!(run(code, format, &mut out).unwrap(), GOOD);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_name_has_a_page_that_fits() {
        let findings = findings::all().map(|finding| finding.code.to_owned());
        let rules = findings::all().flat_map(|finding| finding.rules).map(|rule| (*rule).to_owned());
        let reasons = Reason::ALL.map(|reason| reason.code().to_owned());
        let operators = operators().map(|operator| operator.to_string());
        for code in findings.chain(rules).chain(reasons).chain(operators) {
            let text = printed(&code, Format::Text);
            assert!(text.lines().count() >= 4, "{text}");
            for line in text.lines() {
                assert!(line.chars().count() <= 80 || line.contains("\"Condition\""), "{line}");
            }
            let pages: Value = serde_json::from_str(&printed(&code.to_lowercase(), Format::Json)).unwrap();
            assert!(pages.as_array().is_some_and(|pages| !pages.is_empty()), "{code}");
        }
    }

    #[test]
    fn pages_read_well() {
        insta::assert_snapshot!("reason", printed("no_identity_allow", Format::Text));
        insta::assert_snapshot!("operator", printed("ForAnyValue:StringNotEquals", Format::Text));
        insta::assert_snapshot!("finding", printed("MISSING_VERSION", Format::Text));
    }

    #[test]
    fn every_finding_of_ours_is_in_the_table() {
        assert!(OURS.iter().all(|code| findings::find(code).is_some()));
    }

    #[test]
    fn a_slip_of_the_keys_is_answered_with_the_nearest_names() {
        let check = |code: &str, expected: &str| {
            let error = run(code, Format::Text, &mut Vec::new()).unwrap_err().to_string();
            assert!(error.starts_with(&format!("nothing is called `{code}`; ")), "{error}");
            assert!(error.contains(expected), "{error}");
        };
        check("NO_IDENTITY_ALOW", "did you mean `NO_IDENTITY_ALLOW`");
        check("StringEqual", "`StringEquals`");
        check("stringlikes", "`StringLike`");
        check("what is this", "print the names");
    }

    #[test]
    fn distances_count_letters() {
        let check = |a: &str, b: &str, expected: usize| assert_eq!(apart(a, b), expected, "{a} {b}");
        check("", "", 0);
        check("abc", "ABC", 0);
        check("abc", "abd", 1);
        check("abc", "ab", 1);
        check("kitten", "sitting", 3);
        check("", "abc", 3);
    }
}

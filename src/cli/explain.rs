//! `explain`: the page of a name: a finding, a rule behind it, a reason, a condition operator or key, an action.

use std::io::Write;

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::simulate::wrapped;
use crate::cli::{GOOD, lint};
use crate::diagnostic::Severity;
use crate::iam::about::{self, About, List};
use crate::iam::catalogue::Catalogue;
use crate::iam::condition::{BaseOperator, ConditionOperator, SetOperator};
use crate::iam::explain::{operator_page, reason_page};
use crate::iam::findings::{self, Example, Finding};
use crate::iam::lint as checks;
use crate::iam::trace::{Reason, Verdict};
use crate::text::LineIndex;

/// A page.
#[derive(Default)]
struct Page {
    /// The name, as it is written.
    code: String,
    /// What sort of name it is.
    sort: &'static str,
    /// One line.
    title: String,
    /// Whether the title says what sort of name it is, too.
    titled: bool,
    /// What there is to say, a paragraph each.
    words: Vec<String>,
    /// What to do about it.
    remedy: Option<&'static str>,
    /// A piece of a policy.
    example: Option<String>,
    /// A document that has the finding, and one that has not.
    examples: Option<Example>,
    /// What belongs to it.
    lists: Vec<List>,
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
    if !pages.is_empty() {
        return pages;
    }
    let of_rule: Vec<Page> = findings::all().filter(|f| f.rules.iter().any(|rule| is(rule))).map(of_finding).collect();
    if !of_rule.is_empty() {
        return of_rule;
    }
    let sort = if code.contains(['*', '?']) { "pattern of actions" } else { "action" };
    let action = about::action(code).map(|about| of_about(sort, about));
    action.or_else(|| about::key(code).map(|about| of_about("condition key", about))).into_iter().collect()
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
        source: Some(page.source),
        ..Page::default()
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
        ..Page::default()
    }
}

fn of_finding(finding: &Finding) -> Page {
    let severity = finding.severity.as_str().replace('_', " ");
    let saved = match finding.severity {
        Severity::Error => "AWS refuses to save such a document.",
        Severity::SecurityWarning | Severity::Warning | Severity::Suggestion => {
            "AWS saves such a document all the same."
        }
    };
    Page {
        code: finding.code.to_owned(),
        sort: "finding",
        title: format!("{} ({severity})", finding.title),
        words: vec![finding.why.to_owned(), saved.to_owned()],
        remedy: Some(finding.remedy).filter(|remedy| !remedy.is_empty()),
        examples: finding.example,
        source: Some(finding.page),
        ..Page::default()
    }
}

/// What is said of a word in the editor, as a page: the title opens with the word.
fn of_about(sort: &'static str, about: About) -> Page {
    let (code, title) = about.title.split_once(", ").unwrap_or((&about.title, ""));
    Page {
        code: code.to_owned(),
        sort,
        title: title.to_owned(),
        titled: true,
        words: about.words,
        lists: about.lists,
        ..Page::default()
    }
}

/// The bad document as `lint` prints it: each place that has the finding, underlined.
fn underlined(code: &str, example: &Example) -> String {
    let found = checks::lint(example.bad, example.kind).findings;
    let lines = LineIndex::new(example.bad);
    let of_code = found.iter().filter(|finding| finding.code == code);
    let printed: Vec<String> =
        of_code.map(|finding| lint::rendered(finding, example.bad, &lines, "bad.json", false)).collect();
    printed.join("\n\n")
}

/// The widest column of names in a list; a longer name pushes its words aside.
const NAMES: usize = 36;

fn to_text(page: &Page) -> String {
    let mut lines = match page.titled {
        true => vec![format!("{} · {}", page.code, page.title)],
        false => std::iter::once(format!("{} · {}", page.code, page.sort)).chain(wrapped(&page.title, 2)).collect(),
    };
    for (place, words) in page.words.iter().enumerate() {
        if place > 0 || !page.titled {
            lines.push(String::new());
        }
        lines.extend(wrapped(words, 2));
    }
    if let Some(remedy) = page.remedy {
        lines.push(String::new());
        lines.extend(wrapped(&format!("What to do: {remedy}"), 2));
    }
    if let Some(example) = &page.example {
        lines.push(String::new());
        lines.push(format!("    {example}"));
    }
    if let Some(example) = &page.examples {
        let bad = underlined(&page.code, example);
        let has = format!("A {} that has it:", example.kind.title());
        for (heading, text) in [(has.as_str(), bad.as_str()), ("One that has not:", example.good)] {
            lines.push(String::new());
            lines.push(format!("  {heading}"));
            lines.extend(text.lines().map(|line| format!("    {line}").trim_end().to_owned()));
        }
    }
    for list in &page.lists {
        lines.push(String::new());
        lines.push(format!("  {}", list.heading));
        let width = list.rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default().min(NAMES);
        lines.extend(list.rows.iter().map(|(name, what)| format!("    {name:width$}  {what}").trim_end().to_owned()));
    }
    if let Some(source) = page.source {
        lines.push(String::new());
        lines.extend(wrapped(&format!("AWS documentation: {source}"), 2));
    }
    lines.join("\n") + "\n"
}

fn to_json(page: &Page) -> Value {
    let list = |list: &List| {
        let rows = list.rows.iter().map(|(name, what)| json!({ "name": name, "what": what }));
        json!({ "heading": list.heading, "rows": rows.collect::<Vec<_>>() })
    };
    let lists: Vec<Value> = page.lists.iter().map(list).collect();
    json!({
        "code": page.code,
        "sort": page.sort,
        "title": page.title,
        "words": page.words,
        "remedy": page.remedy,
        "example": page.example,
        "kind": page.examples.map(|example| example.kind.as_str()),
        "bad": page.examples.map(|example| example.bad),
        "good": page.examples.map(|example| example.good),
        "lists": lists,
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
    let near = ranked.into_iter().take_while(|(apart, _)| *apart <= most).map(|(_, name)| name);
    near.chain(in_catalogue(code)).take(3).map(|name| format!("`{name}`")).collect()
}

/// The actions and condition keys that a text with a colon may have been meant for.
fn in_catalogue(code: &str) -> Vec<String> {
    let Some((prefix, _)) = code.split_once(':') else { return Vec::new() };
    let catalogue = Catalogue::built_in();
    let keys = catalogue.keys_like(code, catalogue.service(prefix)).into_iter().map(str::to_owned);
    // `aws` is no service: what stands behind it is a key.
    let actions = catalogue.actions_like(code).into_iter().map(|action| action.to_string());
    if prefix.eq_ignore_ascii_case("aws") { keys.collect() } else { actions.chain(keys).collect() }
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
    use crate::iam::policy::PolicyKind;

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
                assert!(line.chars().count() <= 80 || line.starts_with("    "), "{line}");
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
        insta::assert_snapshot!("action", printed("sqs:SendMessage", Format::Text));
        insta::assert_snapshot!("pattern", printed("sqs:*Message", Format::Text));
        insta::assert_snapshot!("key", printed("sts:externalid", Format::Text));
        insta::assert_snapshot!("global_key", printed("aws:multifactorauthpresent", Format::Text));
    }

    /// A finding of a well-known name with everything that a finding can have.
    const FULL: Finding = Finding {
        code: "MISSING_VERSION",
        rules: &[],
        severity: Severity::Warning,
        title: "No version",
        why: "It matters.",
        remedy: "Write it in front.",
        example: Some(Example {
            kind: PolicyKind::Trust,
            line: 1,
            bad: BAD,
            good: "{\n  \"Version\": \"2012-10-17\"\n}",
        }),
        page: "A page",
    };

    const BAD: &str = "{\"Statement\": {\n  \"Effect\": \"Allow\",\n  \"Principal\": {\"Service\": \"ec2.amazonaws.com\"},\n  \
                       \"Action\": \"sts:AssumeRole\"\n}}";

    #[test]
    fn a_finding_shows_what_has_it_and_what_has_not() {
        let page = of_finding(&FULL);
        let text = to_text(&page);
        for part in [
            "MISSING_VERSION · finding\n  No version (warning)\n\n  It matters.\n\n  AWS saves such a document all the same.\n",
            "\n\n  What to do: Write it in front.\n",
            "\n\n  A trust policy that has it:\n    warning[MISSING_VERSION]: ",
            "\n     --> bad.json:1:1\n      |\n    1 | {\"Statement\": {\n      | ^\n",
            "\n\n  One that has not:\n    {\n      \"Version\": \"2012-10-17\"\n    }\n",
            "\n\n  AWS documentation: A page\n",
        ] {
            assert!(text.contains(part), "expected {part:?} in\n{text}");
        }
        let json = to_json(&page);
        assert_eq!((&json["bad"], &json["kind"]), (&json!(BAD), &json!("trust")));
        assert_eq!((&json["remedy"], &json["source"]), (&json!("Write it in front."), &json!("A page")));
        assert!(json["good"].is_string());
    }

    /// Every example of the table shows the place that has the finding.
    #[test]
    fn every_bad_example_is_underlined() {
        for finding in findings::all() {
            if let Some(example) = &finding.example {
                let shown = underlined(finding.code, example);
                assert!(shown.contains(&format!("--> bad.json:{}:", example.line)), "{}: {shown}", finding.code);
            }
        }
    }

    #[test]
    fn the_page_of_an_action_and_a_key_is_what_the_editor_says() {
        for code in ["s3:GetObject", "S3:get*", "aws:SourceIp", "s3:prefix", "token.actions.githubusercontent.com:sub"]
        {
            let about = about::action(code).or_else(|| about::key(code)).unwrap();
            let text = printed(code, Format::Text);
            let pages: Value = serde_json::from_str(&printed(code, Format::Json)).unwrap();
            assert_eq!(pages[0]["words"], json!(about.words));
            assert_eq!(pages[0]["lists"].as_array().unwrap().len(), about.lists.len());
            assert!(about.title.starts_with(pages[0]["code"].as_str().unwrap()));
            for list in &about.lists {
                assert!(text.contains(&format!("\n  {}\n", list.heading)), "{text}");
                assert!(list.rows.iter().all(|(name, what)| text.contains(name) && text.contains(what)), "{text}");
            }
        }
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
        check("s3:GetObjct", "`s3:GetObject`");
        check("aws:SourceIpp", "`aws:SourceIp`");
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

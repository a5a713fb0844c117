//! Second rounds: what a lab asks of an answer that has reached its goals already.

use crate::course::lab::{Again, Lab};
use crate::iam::policy::{Element, Policy, Statement};
use crate::iam::principal::PrincipalEntry;
use crate::iam::scenario::{Document, Scenario};

/// The elements of a statement that a second round can forbid.
pub const ELEMENTS: [&str; 8] =
    ["Sid", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

/// A second round, and how an answer stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its name, unique in its lab.
    pub name: String,
    /// What a person reads: "Once more, with one statement".
    pub text: String,
    /// The answer keeps every limit of the round.
    pub kept: bool,
    /// It keeps them and reaches every goal of the lab: the star is won.
    pub won: bool,
    /// How the answer stands to the limits, in few words: "312 of 260 characters".
    pub state: String,
}

/// The second rounds of a lab, in the order of the file. `scenario` is the lab's own with the learner's documents in place.
pub(super) fn rounds(lab: &Lab, scenario: &Scenario, solved: bool) -> Vec<Round> {
    let documents: Vec<&Document> =
        lab.file.documents.iter().filter_map(|document| scenario.documents.get(document.file.as_str())).collect();
    lab.file.again.iter().map(|again| round(again, &documents, solved)).collect()
}

fn round(again: &Again, documents: &[&Document], solved: bool) -> Round {
    let limits = limits(again, documents);
    let kept = limits.iter().all(|limit| limit.kept);
    // What is still too much says the most.
    let told: Vec<&str> = limits.iter().filter(|limit| kept || !limit.kept).map(|limit| limit.state.as_str()).collect();
    Round { name: again.name.clone(), text: again.text.clone(), kept, won: kept && solved, state: told.join(", ") }
}

/// One limit of a round.
struct Limit {
    kept: bool,
    state: String,
}

fn limits(again: &Again, documents: &[&Document]) -> Vec<Limit> {
    let mut limits = Vec::new();
    if let Some(most) = again.at_most_characters {
        limits.push(at_most(documents.iter().map(|document| characters(&document.text)).sum(), most, "character"));
    }
    if let Some(most) = again.at_most_statements {
        let statements = documents.iter().map(|document| document.policy.statements.len()).sum();
        limits.push(at_most(statements, most, "statement"));
    }
    if again.no_wildcards {
        let first = documents.iter().find_map(|document| first_wildcard(&document.policy));
        limits.push(Limit {
            kept: first.is_none(),
            state: first.map_or_else(|| "no wildcard".to_owned(), |text| format!("`{text}` is a wildcard")),
        });
    }
    for name in &again.without {
        let is_there = documents.iter().any(|document| document.policy.statements.iter().any(|s| has(s, name)));
        let state = if is_there { format!("`{name}` is there") } else { format!("no `{name}`") };
        limits.push(Limit { kept: !is_there, state });
    }
    limits
}

fn at_most(count: usize, most: usize, what: &str) -> Limit {
    let plural = if count.max(most) == 1 { "" } else { "s" };
    let kept = count <= most;
    let state = match kept {
        true => format!("{count} of {most} {what}{plural}"),
        false => format!("{count} {what}{plural} (at most {most})"),
    };
    Limit { kept, state }
}

/// How long a document is, white space not counted: so indentation costs nothing.
pub(super) fn characters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn first_wildcard(policy: &Policy) -> Option<&str> {
    policy.statements.iter().find_map(|statement| {
        let principal = statement.principal.as_ref().filter(|element| holds_everyone(element)).map(|_| "*");
        let action = statement.action.entries.iter().map(|entry| entry.value.as_str());
        let resource = statement.resource.iter().flat_map(|element| &element.entries).map(|e| e.value.as_str());
        principal.or_else(|| action.chain(resource).find(|text| is_wild(text)))
    })
}

fn holds_everyone(element: &Element<PrincipalEntry>) -> bool {
    element.entries.iter().any(|entry| entry.value == PrincipalEntry::Everyone)
}

/// `${*}`, `${?}` and `${$}` stand for the characters themselves (AWS: "IAM policy elements: Variables and tags").
fn is_wild(text: &str) -> bool {
    text.replace("${*}", "").replace("${?}", "").contains(['*', '?'])
}

/// Whether a statement has an element of [`ELEMENTS`].
fn has(statement: &Statement, name: &str) -> bool {
    let is = |there: Option<bool>, negated: bool| there == Some(negated);
    let principal = statement.principal.as_ref().map(|element| element.negated);
    let resource = statement.resource.as_ref().map(|element| element.negated);
    match name {
        "Sid" => statement.sid.is_some(),
        "Principal" => is(principal, false),
        "NotPrincipal" => is(principal, true),
        "Action" => !statement.action.negated,
        "NotAction" => statement.action.negated,
        "Resource" => is(resource, false),
        "NotResource" => is(resource, true),
        "Condition" => !statement.conditions.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::policy::PolicyKind;

    const TEXT: &str = r#"{
        "Version": "2012-10-17",
        "Statement": [
            { "Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${*}" },
            { "Effect": "Allow", "NotAction": "s3:Get?bject", "Resource": "arn:aws:s3:::b" }
        ]
    }"#;

    #[track_caller]
    fn check(again: Again, texts: &[&str], kept: bool, state: &str) {
        let documents: Vec<Document> =
            texts.iter().map(|text| Document::read("p.json", PolicyKind::Identity, *text)).collect();
        let documents: Vec<&Document> = documents.iter().collect();
        let round = round(&again, &documents, true);
        assert_eq!((round.kept, round.won, round.state.as_str()), (kept, kept, state));
    }

    #[test]
    fn a_round_counts_all_documents_together_and_says_what_is_too_much() {
        let statements = |most| Again { at_most_statements: Some(most), ..Again::default() };
        check(statements(2), &[TEXT], true, "2 of 2 statements");
        check(statements(3), &[TEXT, TEXT], false, "4 statements (at most 3)");
        check(statements(1), &[TEXT], false, "2 statements (at most 1)");
        let characters = |most| Again { at_most_characters: Some(most), ..Again::default() };
        let length = super::characters(TEXT);
        check(characters(2 * length), &[TEXT, TEXT], true, &format!("{0} of {0} characters", 2 * length));
        check(characters(length), &[TEXT, "\n "], true, &format!("{length} of {length} characters"));
        let both = Again { at_most_statements: Some(2), at_most_characters: Some(9), ..Again::default() };
        check(both, &[TEXT], false, &format!("{length} characters (at most 9)"));
    }

    #[test]
    fn a_wildcard_is_a_star_or_a_question_mark_that_means_anything() {
        let no_wildcards = || Again { no_wildcards: true, ..Again::default() };
        check(no_wildcards(), &[TEXT], false, "`s3:Get?bject` is a wildcard");
        check(no_wildcards(), &[&TEXT.replace('?', "O")], true, "no wildcard");
        check(
            no_wildcards(),
            &[&TEXT.replace('?', "O").replace("${*}", "*")],
            false,
            "`arn:aws:s3:::b/*` is a wildcard",
        );
    }

    #[test]
    fn an_element_can_be_forbidden() {
        let without = |name: &str| Again { without: vec![name.to_owned()], ..Again::default() };
        for (name, there) in [
            ("Sid", true),
            ("Action", true),
            ("NotAction", true),
            ("Resource", true),
            ("Principal", false),
            ("NotPrincipal", false),
            ("NotResource", false),
            ("Condition", false),
        ] {
            assert!(ELEMENTS.contains(&name));
            let state = if there { format!("`{name}` is there") } else { format!("no `{name}`") };
            check(without(name), &[TEXT], !there, &state);
        }
    }

    #[test]
    fn who_has_not_solved_the_lab_wins_no_round() {
        let again = Again { at_most_statements: Some(9), ..Again::default() };
        let document = Document::read("p.json", PolicyKind::Identity, TEXT);
        let round = round(&again, &[&document], false);
        assert_eq!((round.kept, round.won), (true, false));
    }
}

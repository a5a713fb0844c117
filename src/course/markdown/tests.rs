use super::*;
use crate::course::block::{Diagram, DiagramStep};
use crate::course::question::QuestionId;
use crate::iam::policy::PolicyKind;

#[test]
fn titles_of_sections_are_those_of_the_text_as_it_is_read() {
    let lesson =
        "Before.\n\n## `sts` and the *hat*\n\n```sh\n## no heading\n```\n\n### A part\n\n## The [role](term:role)\n";
    let (blocks, _) = blocks(lesson);
    let read = blocks.iter().filter_map(|block| match block {
        Block::Heading { level: 2, text, .. } => Some(plain_text(text)),
        _ => None,
    });
    assert_eq!(section_titles(lesson), read.collect::<Vec<_>>());
    assert_eq!(section_titles(lesson), ["sts and the hat", "The role"]);
}

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

/// `input` gives `expected`, and nothing is found.
#[track_caller]
fn check(input: &str, expected: &[Block]) {
    let (blocks, findings) = blocks(input);
    assert_eq!(findings, []);
    assert_eq!(blocks, expected);
}

/// `input` gives one finding whose message holds `words`, at the text `at`.
#[track_caller]
fn refused(input: &str, at: &str, words: &str) {
    let (_, findings) = blocks(input);
    let [finding] = findings.as_slice() else { panic!("one finding wanted: {findings:#?}") };
    assert!(finding.message.contains(words), "{}", finding.message);
    assert!(finding.range.slice(input).contains(at), "{:?}", finding.range.slice(input));
}

#[test]
fn sections_have_letters_and_parts_have_slugs() {
    let heading = |level, id: &str, words: &str| Block::Heading { level, id: id.to_owned(), text: vec![text(words)] };
    check(
        "## What it is for\n### A\n### A part, of it\n## Who\n### A part of it\n",
        &[
            heading(2, "a", "What it is for"),
            heading(3, "a-2", "A"),
            heading(3, "a-part-of-it", "A part, of it"),
            heading(2, "b", "Who"),
            heading(3, "a-part-of-it-2", "A part of it"),
        ],
    );
}

#[test]
fn runs_keep_marks_terms_lessons_and_wanted_breaks() {
    check(
        "one\ntwo **strong *both*** `code`  \n[hat](term:role) [later](lesson:L05#b)",
        &[Block::Paragraph(vec![
            text("one two "),
            Inline::Strong(vec![text("strong "), Inline::Emphasis(vec![text("both")])]),
            text(" "),
            Inline::Code("code".to_owned()),
            Inline::Break,
            Inline::Term { text: "hat".to_owned(), id: "role".to_owned() },
            text(" "),
            Inline::Lesson { text: "later".to_owned(), target: "L05#b".to_owned() },
        ])],
    );
}

#[test]
fn lists_nest_and_keep_their_number() {
    check(
        "3. three\n4. four\n   - inner\n",
        &[Block::List {
            start: Some(3),
            items: vec![
                vec![paragraph("three")],
                vec![paragraph("four"), Block::List { start: None, items: vec![vec![paragraph("inner")]] }],
            ],
        }],
    );
}

#[test]
fn tables_keep_their_columns() {
    check(
        "| who | gets in |\n|:---|---:|\n| Ann | yes |\n| Bob |\n",
        &[Block::Table {
            align: vec![Align::Left, Align::Right],
            header: vec![vec![text("who")], vec![text("gets in")]],
            rows: vec![vec![vec![text("Ann")], vec![text("yes")]], vec![vec![text("Bob")], vec![]]],
        }],
    );
}

#[test]
fn definitions_join_terms_and_meanings() {
    check(
        "trust policy\n: says who\n\npermissions policy\n: says what\n",
        &[Block::Definitions(vec![
            (vec![text("trust policy")], vec![paragraph("says who")]),
            (vec![text("permissions policy")], vec![paragraph("says what")]),
        ])],
    );
}

#[test]
fn a_callout_has_its_kind_its_title_and_its_body() {
    check(
        "> [!trap] It is **not** you\n> The account\n> is named.\n>\n> - so\n",
        &[Block::Callout {
            kind: CalloutKind::Trap,
            title: vec![text("It is "), Inline::Strong(vec![text("not")]), text(" you")],
            body: vec![
                paragraph("The account is named."),
                Block::List { start: None, items: vec![vec![paragraph("so")]] },
            ],
        }],
    );
    check(
        "> [!note]\n> Words.\n",
        &[Block::Callout { kind: CalloutKind::Note, title: vec![], body: vec![paragraph("Words.")] }],
    );
}

#[test]
fn fenced_blocks_say_what_they_are() {
    let code = |language: &str, policy, broken, text: &str| Block::Code {
        language: language.to_owned(),
        policy,
        broken,
        warns: false,
        text: text.to_owned(),
    };
    check("```sh\naws sts\n```\n", &[code("sh", None, false, "aws sts\n")]);
    check("```json trust\n{}\n```\n", &[code("json", Some(PolicyKind::Trust), false, "{}\n")]);
    check("```json identity broken\n{\n```\n", &[code("json", Some(PolicyKind::Identity), true, "{\n")]);
    check("```lab\nB01\n```\n", &[Block::Lab("B01".to_owned())]);
    check(
        "```checkpoint\n03.4\n03.5\n```\n",
        &[Block::Checkpoint(vec![QuestionId("03.4".to_owned()), QuestionId("03.5".to_owned())])],
    );
    check(
        "```decision\nscenario ec2-reads-s3\nrequest put\n```\n",
        &[Block::Decision { scenario: "ec2-reads-s3".to_owned(), request: "put".to_owned() }],
    );
    check(
        "- item\n\n  ```text\n  a\n    b\n  ```\n",
        &[Block::List { start: None, items: vec![vec![paragraph("item"), code("text", None, false, "a\n  b\n")]] }],
    );
}

#[test]
fn a_drawing_has_parts_and_steps() {
    let step = |caption: &str, wide: &str, narrow: &str| DiagramStep {
        caption: caption.to_owned(),
        wide: vec![wide.to_owned()],
        narrow: vec![narrow.to_owned()],
    };
    check(
        "```diagram\n--- plain\nA asks\nB.\n--- wide\n\nA ──► B\n```\n",
        &[Block::Diagram(Diagram {
            plain: "A asks B.".to_owned(), steps: vec![step("", "A ──► B", "A ──► B")]
        })],
    );
    check(
        "```diagram\n--- plain\nA asks B.\n--- step A asks\n--- wide\nA ─►\n--- narrow\nA\n--- step B answers\n--- wide\n◄─ B\n--- narrow\nB\n```\n",
        &[Block::Diagram(Diagram {
            plain: "A asks B.".to_owned(),
            steps: vec![step("A asks", "A ─►", "A"), step("B answers", "◄─ B", "B")],
        })],
    );
}

#[test]
fn what_no_face_can_show_is_found_at_its_place() {
    refused("# Title\n", "# Title", "headings");
    refused("#### Deep\n", "#### Deep", "headings");
    refused("see ![x](a.png)\n", "![x](a.png)", "picture");
    refused("see [x](https://example.com)\n", "[x](https://example.com)", "out of the course");
    refused("see <https://example.com>\n", "<https://example.com>", "out of the course");
    refused("a <b>word\n", "<b>", "HTML");
    refused("<div>\n</div>\n", "<div>", "HTML");
    refused("one\n\n---\n\ntwo\n", "---", "ruled line");
    refused("> quoted\n", "> quoted", "must be a callout");
    refused("> [!danger] x\n", "[!danger]", "`danger`");
    refused("```\nx\n```\n", "x", "must say what it is");
    refused("```rust\nx\n```\n", "x", "`rust`");
    refused("```json trust trusty\n{}\n```\n", "{}", "`trusty`");
    refused("```json broken\n{}\n```\n", "{}", "which kind");
    refused("```sh now\nx\n```\n", "x", "`now`");
    refused("    indented\n", "indented", "backticks");
    refused("```checkpoint\n03.4\nfour\n```\n", "four", "`four`");
    refused("```checkpoint\n```\n", "checkpoint", "names its questions");
    refused("```lab\nB01\nB02\n```\n", "B02", "one lab's id");
    refused("```decision\nscenario x\n```\n", "scenario x", "request NAME");
    refused("a &#27;[31m red\n", "&#27;", "control character");
    refused("```text\n\u{1b}[31m\n```\n", "\u{1b}", "control character");
    refused("a \u{202e}b\n", "\u{202e}", "control character");
}

#[test]
fn a_drawing_must_fit_and_be_whole() {
    let wide = "─".repeat(79);
    refused(&format!("```diagram\n--- plain\nx\n--- wide\n{wide}\n--- narrow\nx\n```\n"), &wide, "79 columns");
    let narrow = "─".repeat(45);
    refused(&format!("```diagram\n--- plain\nx\n--- wide\nx\n--- narrow\n{narrow}\n```\n"), &narrow, "45 columns");
    refused(&format!("```diagram\n--- plain\nx\n--- wide\n{narrow}\n```\n"), "diagram", "--- narrow");
    refused("```diagram\n--- wide\nx\n```\n", "diagram", "--- plain");
    refused("```diagram\n--- plain\nx\n```\n", "diagram", "--- wide");
    refused("```diagram\n--- plain\nx\n--- tall\nx\n```\n", "--- tall", "`tall`");
    refused("```diagram\nx\n--- plain\nx\n--- wide\nx\n```\n", "x", "stands under");
}

#[test]
fn a_text_nested_without_end_is_refused_and_uses_no_stack() {
    let (_, findings) = blocks(&"> ".repeat(20_000));
    assert!(!findings.is_empty());
    let (_, findings) = blocks(&format!("{}x{}", "*a **b ".repeat(5_000), "** c*".repeat(5_000)));
    assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
}

//! Plain mode: the lesson and its questions by lines.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test that panics says what went wrong")]

use std::path::Path;

use iam_dojo::cli::plain::{Attempt, wrapped};
use iam_dojo::cli::{lesson, quiz};
use iam_dojo::course::Course;
use iam_dojo::course::grade::Answer;
use iam_dojo::course::question::QuestionId;

/// What was recorded: question, answer, right, confidence, hints.
type Kept = (String, Answer, bool, Option<u8>, u8);

/// Runs a quiz or a lesson of the small course on `input`; gives what was printed and recorded.
fn converse(lesson: bool, input: &str) -> (String, Vec<Kept>) {
    let course = Course::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap();
    let mut kept: Vec<Kept> = Vec::new();
    let mut out = Vec::new();
    let mut record = |attempt: &Attempt<'_>| {
        kept.push((
            attempt.question.0.clone(),
            attempt.answer.clone(),
            attempt.graded.right,
            attempt.confidence,
            attempt.hints,
        ));
        Ok(())
    };
    let run = if lesson { lesson::run } else { quiz::run };
    assert_eq!(run(&course, "1", &mut input.as_bytes(), &mut out, &mut record).unwrap(), 0);
    (String::from_utf8(out).unwrap(), kept)
}

/// The letter under which `option` stands in `printed`, behind `after`.
fn letter_of(printed: &str, after: &str, option: &str) -> String {
    let rest = printed.split_once(after).unwrap().1;
    let line = rest.lines().find(|line| line.get(1..).is_some_and(|text| text == format!(") {option}"))).unwrap();
    line[..1].to_owned()
}

#[test]
fn every_kind_of_question_can_be_answered_by_lines() {
    let printed = converse(false, "").0
        + &converse(false, "s\nt\n").0
        + &converse(false, "s\ns\ns\n").0
        + &converse(false, &"s\n".repeat(6)).0;
    let choice = letter_of(&printed, "Question 01.1", "The trust policy");
    let reason = letter_of(&printed, "Question 01.2", "A group is no principal.");
    let pairs: Vec<String> = ["an account", "a service", "a provider"]
        .iter()
        .map(|right| letter_of(&printed, "Question 01.4", right))
        .collect();
    let skipped = converse(false, &"s\n".repeat(7)).0;
    let ticks: Vec<String> = ["A user of the account", "A service such as EC2"]
        .iter()
        .map(|option| letter_of(&printed, "Question 01.7", option))
        .collect();
    let steps: Vec<String> = [
        "Ann asks STS for a session of App.",
        "The trust policy of App is read.",
        "Ann's own policies are read.",
        "STS hands out temporary keys.",
        "Ann reads the file with those keys.",
    ]
    .iter()
    .map(|step| letter_of(&skipped, "Question 01.8", step))
    .collect();
    let policy = "{\"Version\": \"2012-10-17\",\n\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\",\n\
                  \"Resource\": \"arn:aws:s3:::reports/*\"}}";
    let input = format!(
        "?\n{choice}\n3\nF\n{reason}\n\nthe trust-policy and identity policy\n1\n{}\n\n[\"ec2.amazonaws.com\"]\n2\ni\n\n\
         {}\n2\n{}\n\n{policy}\n.\n3\nA list at a door.\nWho stands on it gets in.\n.\ny\nn\nyes\n",
        pairs.join("\n"),
        ticks.join(" and "),
        steps.concat(),
    );
    let (printed, kept) = converse(false, &input);
    let expected: Vec<Kept> = vec![
        ("01.1".into(), Answer::Choice(0), true, Some(3), 1),
        ("01.2".into(), Answer::TrueFalse { value: false, reason: 0 }, true, None, 0),
        ("01.3".into(), Answer::Text("the trust-policy and identity policy".into()), true, Some(1), 0),
        ("01.4".into(), Answer::Pairs(vec![0, 1, 2]), true, None, 0),
        ("01.5".into(), Answer::Blanks(vec!["[\"ec2.amazonaws.com\"]".into()]), true, Some(2), 0),
        ("01.6".into(), Answer::Outcome("implicit_deny".into()), true, None, 0),
        ("01.7".into(), Answer::Choices(vec![0, 2]), true, Some(2), 0),
        ("01.8".into(), Answer::Order(vec![0, 2, 1, 3, 4]), true, None, 0),
        ("01.9".into(), Answer::Documents(vec![policy.into()]), true, Some(3), 0),
        (
            "01.10".into(),
            Answer::Reflection { text: "A list at a door.\nWho stands on it gets in.".into(), ticked: vec![0, 2] },
            false,
            None,
            0,
        ),
    ];
    assert_eq!(kept, expected, "{printed}");
    for words in ["Hint 1 of 3: One.", "Rule to keep: The key says the kind.", "Source: IAM roles (read 2026-11-23)"] {
        assert!(printed.contains(words), "{words}:\n{printed}");
    }
    assert!(printed.ends_with("That was the last. 10 of 10 answered, 9 right, 1 not graded.\n"), "{printed}");
}

#[test]
fn a_wrong_answer_is_told_why_and_what_would_be_right() {
    let (printed, kept) = converse(false, "s\ns\nboundary, trust policy\n\ns\n\"lambda.amazonaws.com\"\n\na\n\n");
    assert_eq!(kept.len(), 3);
    assert!(kept.iter().all(|(_, _, right, ..)| !right));
    for words in [
        "- boundary: wrong. It caps.",
        "- permissions policy: wrong. not named",
        "The answer: trust policy, permissions policy",
        "That is Lambda.",
        "The answer: \"ec2.amazonaws.com\"",
        "Bob is not on the list.",
        "The answer: implicitly denied",
        "The decision: ",
    ] {
        assert!(printed.contains(words), "{words}:\n{printed}");
    }
}

#[test]
fn lists_and_policies_by_lines_read_as_they_did() {
    // Everything wrong, and some of it no answer at first.
    let wrong = "?\na\na b c\nb c\n\nz\na b c d e\n1\n.\n\nnothing\n.\nn\nmaybe\nn\n";
    let (printed, kept) = converse(false, &format!("{}{wrong}", "s\n".repeat(6)));
    assert_eq!(kept.len(), 4, "{printed}");
    assert!(printed.ends_with("4 of 10 answered, 0 right, 1 not graded.\n"), "{printed}");
    let from = printed.find("Question 01.7").unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("plain-lists-and-policies", &printed[from..]));
}

#[test]
fn what_was_answered_is_said_to_be_kept() {
    assert!(converse(false, "a\n\n").0.contains(" 1 of 10 answered, "));
    assert!(converse(false, "a\n\n").0.ends_with(" It is kept.\n"));
    assert!(converse(false, "a\n\nt\na\n\n").0.ends_with(" They are kept.\n"));
}

#[test]
fn lines_that_are_no_answer_are_asked_again_and_the_end_is_polite() {
    let (printed, kept) = converse(false, "z\n9\nmaybe\n?\n?\n?\n?\n");
    assert_eq!(kept, []);
    assert!(printed.contains("Write a letter from a to c, ? for a hint, s to skip."), "{printed}");
    assert!(printed.contains("There are no more hints."), "{printed}");
    assert!(printed.ends_with("No more lines to read: 0 of 10 answered, 0 right.\n"), "{printed}");
}

#[test]
fn a_lesson_reads_well_and_asks_where_its_questions_stand() {
    let (printed, kept) = converse(true, "s\ni\n3\n");
    assert_eq!(kept, [("01.6".to_owned(), Answer::Outcome("implicit_deny".into()), true, Some(3), 0)]);
    let mut rest = printed.as_str();
    for words in [
        "Lesson 1: Doors.",
        "Think first. Nothing is asked now",
        "Is it:",
        "Section a: Who gets in",
        "A trust policy decides, as later (lesson L05, section b)",
        "Trust policy, as JSON:",
        "Question 01.1.",
        "Section b: Written down",
        "A broken trust policy, as JSON:",
        "Drawing: A door.",
        "Decision: ann",
        "Lab B01, Front door, 1 star. Open it with: iam-dojo open lab b01",
        "Question 01.6.",
        "To take along:",
        "There are 8 more questions at: iam-dojo quiz 1 --plain",
        "The labs of this lesson:",
        "- Lab B01, Front door, 1 star.",
        "Words used here:",
        "- trust policy: ",
        "Sources:",
    ] {
        rest = rest.split_once(words).unwrap_or_else(|| panic!("{words}:\n{printed}")).1;
    }
    assert!(!printed.contains("\n\n\n"), "{printed}");
    let drawn = |c: char| ('\u{2500}'..='\u{257f}').contains(&c);
    assert!(!printed.contains(drawn), "{printed}");
    let mut words = printed.lines().filter(|line| !line.starts_with("    "));
    assert!(words.all(|line| line.chars().count() <= 78), "{printed}");
}

#[test]
fn a_lesson_closes_with_questions_from_earlier_ones() {
    let course = Course::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap();
    let mut kept = Vec::new();
    let mut out = Vec::new();
    let mut record = |attempt: &Attempt<'_>| {
        kept.push(attempt.question.0.clone());
        Ok(())
    };
    let earlier = [QuestionId("01.3".into())];
    let input = "s\ns\nthe trust policy\n\n";
    lesson::run_after(&course, "1", &earlier, true, &mut input.as_bytes(), &mut out, &mut record).unwrap();
    let printed = String::from_utf8(out).unwrap();
    assert_eq!(kept, ["01.3"]);
    let (_, rest) = printed.split_once("Questions from earlier lessons").unwrap();
    assert!(rest.contains("Question 01.3."), "{printed}");
}

#[test]
fn who_does_not_want_to_is_not_asked_how_sure_they_are() {
    let course = Course::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap();
    for asks in [true, false] {
        let mut out = Vec::new();
        let mut record = |_: &Attempt<'_>| Ok(());
        quiz::run_for(&course, "1", asks, &mut "a\n\n".as_bytes(), &mut out, &mut record).unwrap();
        assert_eq!(String::from_utf8(out).unwrap().contains("How sure are you?"), asks);
    }
}

#[test]
fn without_lines_a_lesson_lists_its_questions() {
    let (printed, kept) = converse(true, "");
    assert_eq!(kept, []);
    assert!(printed.contains("Question 01.6.\nBob tries.\n"), "{printed}");
}

#[test]
fn an_answer_is_recorded_before_it_is_told_and_a_failing_record_stops() {
    let course = Course::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap();
    let mut out = Vec::new();
    let mut record = |_: &Attempt<'_>| anyhow::bail!("the disk is full");
    let error = quiz::run(&course, "1", &mut "a\n\n".as_bytes(), &mut out, &mut record).unwrap_err();
    assert_eq!(error.to_string(), "the disk is full");
    let printed = String::from_utf8(out).unwrap();
    assert!(!printed.contains("Right.") && !printed.contains("Wrong."), "{printed}");
}

#[test]
fn lines_wrap_at_78_columns_and_long_words_stay_whole() {
    let long = "x".repeat(90);
    let text = format!("  - {} {long} end", "word ".repeat(20).trim_end());
    let lines = wrapped(&text, 4);
    assert!(lines[0].starts_with("  - word"));
    assert!(lines[1].starts_with("    word"));
    assert!(lines.iter().all(|line| line.chars().count() <= 78 || line.trim() == long), "{lines:#?}");
    assert!(lines.iter().any(|line| line.trim() == long));
}

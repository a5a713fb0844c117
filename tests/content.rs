//! The built-in course is proved, and the proof finds what is wrong in a course that is not.

#![expect(clippy::unwrap_used, reason = "a test that panics says what went wrong")]

use std::fs;
use std::path::{Path, PathBuf};

use iam_dojo::cli::args::{CheckContent, Format};
use iam_dojo::cli::check_content;
use iam_dojo::course::Course;
use iam_dojo::course::check::{Bound, State, check};

const LESSON: &str = "lessons/01-doors/lesson.md";
const QUIZ: &str = "quizzes/01-doors.toml";
const LAB: &str = "lessons/01-doors/lab-front-door/lab.toml";
const SCENARIO: &str = "assets/scenarios/door.toml";

/// The day on which the tests look.
const TODAY: &str = "2026-11-23";

#[test]
fn nothing_is_wrong_in_the_built_in_course() {
    let mut out = Vec::new();
    let code = check_content::run(&CheckContent::default(), TODAY, false, &mut out).unwrap();
    let said = String::from_utf8(out).unwrap();
    println!("{said}");
    assert_eq!(code, 0, "{said}");
}

#[test]
fn every_item_of_the_guides_and_every_correction_has_its_place() {
    let report = check(&Course::built_in().unwrap(), TODAY);
    for (items, count) in [(&report.items, 147), (&report.corrections, 27)] {
        assert_eq!(items.len(), count);
        for item in items {
            assert_eq!(item.missing.is_empty(), item.state == State::Written, "{item:?}");
        }
    }
}

/// A small course, whole and right, in a folder of its own.
fn small_course() -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let target = to.join(entry.file_name());
            if entry.path().is_dir() { copy(&entry.path(), &target) } else { drop(fs::copy(entry.path(), target)) }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course"), folder.path());
    folder
}

/// What `check-content` prints about `folder`, and its exit code.
fn run(folder: &Path, format: Format, write_ids: bool) -> anyhow::Result<(u8, String)> {
    let mut out = Vec::new();
    let wanted = CheckContent { folder: Some(folder.to_owned()), format, write_ids };
    let code = check_content::run(&wanted, TODAY, false, &mut out)?;
    Ok((code, String::from_utf8(out)?))
}

/// Everything `check-content` says about `folder`, a line each as `error: FILE:LINE: words` (`FILE: ` without a line), and its exit code.
fn said(folder: &Path) -> (u8, String) {
    let (code, printed) = run(folder, Format::Json, false).unwrap();
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let mut said = String::new();
    for (key, word) in [("problems", "error"), ("warnings", "warning")] {
        for one in printed.get(key).and_then(serde_json::Value::as_array).unwrap() {
            let line =
                one.get("line").and_then(serde_json::Value::as_u64).map(|line| format!(":{line}")).unwrap_or_default();
            let text = |key: &str| one.get(key).and_then(serde_json::Value::as_str).unwrap();
            let column = one.get("column").and_then(serde_json::Value::as_u64);
            assert_eq!(line.is_empty(), column.is_none(), "whatever has a line has a column in it: {one}");
            let (file, message) = (text("file"), text("message"));
            said.push_str(&format!("{word}: {file}{line}: {message}\n"));
        }
    }
    (code, said)
}

/// Puts `new` in the place of `old` in a file of the course.
#[track_caller]
fn change(folder: &Path, file: &str, old: &str, new: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{file} does not hold {old:?}");
    fs::write(&path, text.replacen(old, new, 1)).unwrap();
}

/// One line must begin with the word and the place (`FILE:LINE: `, or `FILE: ` when the line is 0) and hold `words`.
#[track_caller]
fn expect(said: &str, word: &str, place: (&str, usize), words: &str) {
    let begin = match place {
        (file, 0) => format!("{word}: {file}: "),
        (file, line) => format!("{word}: {file}:{line}: "),
    };
    assert!(
        said.lines().any(|line| line.starts_with(&begin) && line.contains(words)),
        "wanted {begin}…{words}…:\n{said}"
    );
}

/// Puts `new` in the place of `old` in a file of the small course; there must then be an error at that place with these words.
#[track_caller]
fn check_change(file: &str, old: &str, new: &str, place: (&str, usize), words: &str) {
    let folder = small_course();
    change(folder.path(), file, old, new);
    let (code, said) = said(folder.path());
    expect(&said, "error", place, words);
    assert_eq!(code, 1, "{said}");
}

/// The same with a warning and nothing worse.
#[track_caller]
fn check_warning(file: &str, old: &str, new: &str, place: (&str, usize), words: &str) {
    let folder = small_course();
    change(folder.path(), file, old, new);
    let (code, said) = said(folder.path());
    expect(&said, "warning", place, words);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn the_small_course_is_right() {
    let folder = small_course();
    let (code, said) = said(folder.path());
    assert_eq!(
        said,
        "warning: lessons/01-doors/lesson.md:19: `L05#b` is not written yet: the link leads nowhere until it is\n\
         warning: lessons/01-doors/lab-front-door/lab.toml:19: no planted answer fails only at `ec2`: plant one for each, unless such \
         a goal is there to be seen\n"
    );
    assert_eq!(code, 0);
    let (_, printed) = run(folder.path(), Format::Text, false).unwrap();
    assert!(printed.contains("L01 Doors                      2 "), "{printed}");
    assert!(printed.contains("named and not yet written: L05\nnothing is wrong, 2 warnings\n"), "{printed}");
    let summary = printed.split("sections").nth(1).unwrap();
    assert!(summary.lines().all(|line| line.chars().count() <= 78), "{printed}");
}

#[test]
fn an_error_is_shown_at_its_place_with_its_line() {
    let folder = small_course();
    change(folder.path(), LESSON, "term:trust-policy", "term:distrust");
    let (code, printed) = run(folder.path(), Format::Text, false).unwrap();
    let error = "error: the glossary has no term `distrust`: add it, or link to another
  --> lessons/01-doors/lesson.md:19:18
   |
19 | A [trust policy](term:distrust) decides, as [later](lesson:L05#b) and [here](lesson:L01#b).
   |                  ^^^^^^^^^^^^^

";
    assert!(printed.starts_with(error), "{printed}");
    assert!(printed.ends_with("1 problem, 2 warnings\n"), "{printed}");
    assert_eq!(code, 1);
}

#[test]
fn what_is_wrong_in_a_lesson_is_found_at_its_line() {
    let at = |line| (LESSON, line);
    check_change(LESSON, "minutes = 5", "minutes = \"five\"", at(8), "invalid type");
    check_change(LESSON, "minutes = 5", "hours = 5", at(8), "hours");
    check_change(LESSON, "id = \"L01\"", "id = \"L02\"", at(2), "`L01`");
    check_change(LESSON, "number = 1", "number = 2", at(3), "begin with the lesson's number");
    check_change(LESSON, "\"L01.b\"", "\"L01.c\"", at(11), "no section");
    check_change(LESSON, ", \"five\"", "", at(14), "write five");
    check_change(LESSON, "2026-11-23", "2026-11-31", at(15), "no day");
    check_change(LESSON, "predict_first = \"01.1\"", "predict_first = \"01.99\"", at(13), "`01.99`");
    check_change(LESSON, "+++\n## Who", "## Who", at(1), "not closed");
    check_change(LESSON, "+++\nid", "id", at(1), "front matter");
    check_change(LESSON, "term:trust-policy", "term:distrust", at(19), "`distrust`");
    check_change(LESSON, "lesson:L05#b", "lesson:L55", at(19), "`L55`");
    check_change(LESSON, "lesson:L01#b", "lesson:L01#e", at(19), "`L01#e`");
    check_change(LESSON, "{ \"Effect\": \"Allow\",\n", "{\n", at(24), "not valid");
    check_change(
        LESSON,
        " ] // nobody",
        " { \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sts:AssumeRole\" }] }",
        at(37),
        "AWS would save it",
    );
    check_change(LESSON, "[door]", &"─".repeat(80), at(44), "80 columns");
    check_change(LESSON, "request ann", "request bob", at(49), "`bob`");
    check_change(LESSON, "scenario door", "scenario gate", at(48), "`gate`");
    check_change(LESSON, "\nB01\n", "\nB02\n", at(53), "`B02`");
    check_change(LESSON, "01.6\n", "01.17\n", at(57), "`01.17`");
    check_change(LESSON, "01.6\n", "01.1\n", at(13), "asked twice");
    check_change(LESSON, "A door.", "A \u{1b}[31mdoor.", at(42), "control character U+001B");
    check_change(LESSON, "two\"", "two\\u001b\"", at(14), "control character");
}

#[test]
fn what_is_wrong_in_a_question_is_found_at_its_line() {
    let at = |line| (QUIZ, line);
    check_change(QUIZ, "lesson = \"L01\"", "lesson = \"L02\"", at(1), "`L02`");
    check_change(QUIZ, "difficulty = 1", "difficulty = 6", at(4), "1 to 5");
    check_change(QUIZ, "revision = 1\n", "", at(3), "revision");
    check_change(QUIZ, "objective = \"L01.a\"", "objective = \"L01.z\"", at(4), "no objective");
    check_change(QUIZ, "\"Two.\", ", "", at(4), "2 hints");
    check_change(QUIZ, "id = \"01.2\"", "id = \"01.1\"", at(4), "twice");
    check_change(QUIZ, "id = \"01.2\"", "id = \"02.2\"", at(22), "`01.`");
    check_change(QUIZ, "rule = \"The trust policy decides.\"", "rule = \" \"", at(4), "the rule of `01.1` is empty");
    check_change(QUIZ, "Who decides?", "See ![it](x.png)?", at(4), "picture");
    check_change(
        QUIZ,
        "right = true, feedback = \"Yes.\" },\n    { text = \"The bucket\"",
        "feedback = \"Yes.\" },\n    { text = \"The bucket\"",
        at(4),
        "0 right options",
    );
    check_change(QUIZ, "The bucket\", ", "The bucket\", right = true, ", at(4), "2 right options");
    check_change(QUIZ, "\"No bucket is asked.\"", "\"\"", at(4), "feedback to “The bucket” in `01.1` is empty");
    check_change(QUIZ, "The bucket", "All of the above", at(17), "stands for itself");
    check_change(QUIZ, "The bucket", "The bucket that the role wants to read from", at(4), "differ in length");
    check_change(QUIZ, "The bucket", "The group", at(17), "twice");
    check_change(QUIZ, "corrected = \"A user can.\"\n", "", at(22), "`corrected`");
    check_change(QUIZ, "\"boundary\"", "\"identity policy\"", at(51), "graded right");
    check_change(QUIZ, "\"a group\"", "\"an account\"", at(66), "belongs to a prompt");
    check_change(QUIZ, "⟦service⟧", "⟦servant⟧", at(73), "`servant`");
    check_change(QUIZ, "policy = \"trust\"", "policy = \"trusty\"", at(73), "`trusty`");
    check_change(QUIZ, "'\"lambda.amazonaws.com\"'", "'[\"ec2.amazonaws.com\"]'", at(92), "graded right");
    check_change(QUIZ, "allow = \"Bob is not on the list.\"\n", "", at(97), "says nothing to “allowed”");
    check_change(QUIZ, "explicit_deny =", "implicit_deny =", at(97), "as if it were wrong");
    check_change(QUIZ, "who = \"user dev/bob\"", "who = \"user dev/eve\"", at(97), "eve");
    check_change(QUIZ, "through = [\"dev/App\"]", "through = [\"dev/App\"]\nexpect = \"deny\"", at(97), "`expect`");
    check_change(QUIZ, "document = \"trust", "document = \"distrust", at(107), "`distrust policy of dev/App`");
    check_change(QUIZ, "[question.matching]\n", "[question.guessing]\n", at(64), "guessing");
    check_change(
        QUIZ,
        "[question.true_false]\n",
        "[question.single_choice]\noptions = []\n\n[question.true_false]\n",
        at(22),
        "several kinds",
    );
}

#[test]
fn what_is_wrong_in_a_list_or_a_policy_of_a_question_is_found_at_its_line() {
    let at = |line| (QUIZ, line);
    check_change(QUIZ, "A service such as EC2\", right = true,", "A service such as EC2\",", at(134), "1 right option");
    check_change(
        QUIZ,
        "{ text = \"A bucket in Amazon S3\", feedback = \"A bucket is asked, it never asks.\" },\n",
        "",
        at(134),
        "3 options",
    );
    check_change(
        QUIZ,
        "\"A group hands out permissions and signs nothing.\"",
        "\"\"",
        at(134),
        "feedback to “A group of users” in `01.7` is empty",
    );
    check_change(QUIZ, "A bucket in Amazon S3", "A group of users", at(147), "twice");
    check_change(QUIZ, "together = [[2, 3]]", "together = [[2, 4]]", at(170), "no run of neighbours");
    check_change(QUIZ, "together = [[2, 3]]", "together = [[5, 6]]", at(170), "no run of neighbours");
    check_change(QUIZ, "together = [[2, 3]]", "together = [[2, 3], [3, 4]]", at(170), "place 3 is in two runs");
    check_change(QUIZ, "together = [[2, 3]]", "together = [[1, 2, 3, 4, 5]]", at(170), "any order");
    check_change(QUIZ, "\"STS hands out temporary keys.\"", "\"Ann asks STS for a session of App.\"", at(164), "twice");
    check_change(QUIZ, "\"Keys are made once both sides agree.\"", "\" \"", at(153), "is empty");
    check_change(QUIZ, "kind = \"identity\"", "kind = \"trust\"", at(203), "its world has it as `identity`");
    check_change(QUIZ, "kind = \"identity\"", "kind = \"identities\"", at(203), "no kind of policy is called");
    check_change(QUIZ, "policies = [\"reader.json\"]", "policies = [\"writer.json\"]", at(192), "`writer.json`");
    check_change(QUIZ, "policies = [\"reader.json\"]\n", "", at(202), "no policy of the question");
    check_change(QUIZ, "text = \"App reads a report\"\n", "", at(231), "no `text`");
    check_change(
        QUIZ,
        "hidden = \"Another bucket can be read too.\"",
        "hidden = \"\"",
        at(247),
        "what kind of request",
    );
    check_change(
        QUIZ,
        "fails = [\"payroll\"]",
        "fails = [\"write\"]",
        at(255),
        "fails `payroll`, and the file says `write`",
    );
    check_change(
        QUIZ,
        "\"Resource\": \"arn:aws:s3:::june.csv\"",
        "\"Resource\": \"arn:aws:s3:::reports/*\"",
        at(265),
        "reaches every goal",
    );
    check_change(QUIZ, "name = \"only-the-key\"", "name = \"every-action\"", at(260), "two wrong answers");
    check_change(
        QUIZ,
        "      \"Resource\": \"arn:aws:s3:::reports\"\n",
        "      \"Resource\": \"arn:aws:s3:::reports/*\"\n",
        at(173),
        "the starter of `01.9` already reaches",
    );
    check_change(
        QUIZ,
        "      \"Resource\": \"arn:aws:s3:::reports/*\"\n",
        "      \"Resource\": \"*\"\n",
        at(217),
        "the reference of `01.9` does not reach `payroll`",
    );
    check_change(QUIZ, "who = \"role dev/App\"", "who = \"role dev/Ape\"", at(173), "Ape");
    check_change(QUIZ, "task = \"fix\"", "task = \"mend\"", at(184), "mend");
    check_change(QUIZ, ", \"keeps it apart from what is allowed inside\"", "", at(270), "2 criteria");
    check_change(
        QUIZ,
        "\"says that it belongs to the role\"",
        "\"says that it is about who gets in\"",
        at(284),
        "twice",
    );
    check_change(QUIZ, "[question.reflection]", "[ question.reflection ]", at(270), "must begin its line");
}

#[test]
fn what_is_wrong_in_a_lab_is_found() {
    let at = |line| (LAB, line);
    check_change(LAB, "id = \"B01\"", "name = \"B01\"", at(1), "a lab begins with");
    check_change(LAB, "stars = 1", "stars = 5", at(3), "1 to 4");
    check_change(LAB, ", \"Three.\"", "", at(6), "2 hints");
    check_change(LAB, "trust = \"trust.json\"", "trust = \"t.json\"", at(17), "t.json");
    check_change(LAB, "who = \"user dev/ann\"", "who = \"user dev/eve\"", at(29), "eve");
    check_change(LAB, "text = \"EC2 gets in\"\n", "", at(20), "no `text`");
    check_change(LAB, "expect = \"allow\"\n", "", at(20), "no goal");
    check_change(LAB, "fails = [\"lambda\"]", "fails = [\"ann\"]", at(51), "fails `lambda`, and the file says `ann`");
    check_change(
        LAB,
        "name = \"both\"",
        "name = \"twice\"",
        ("lessons/01-doors/lab-front-door/wrong/twice", 0),
        "none of the lab's documents",
    );
    check_change(
        LAB,
        "[[wrong]]\nname = \"broken\"\nbelief = \"A comment helps.\"\nfails = [\"no_errors\"]\n",
        "",
        at(40),
        "4 wrong answers",
    );
    let inside = |file: &str| format!("lessons/01-doors/lab-front-door/{file}");
    let service = "{ \"Service\": \"ec2.amazonaws.com\" }";
    check_change(&inside("reference/trust.json"), service, "\"*\"", at(9), "reference/trust.json: ");
    let ann = "{ \"AWS\": \"arn:aws:iam::111122223333:user/ann\" }";
    let ec2 = "{ \"Service\": \"ec2.amazonaws.com\" }";
    check_change(&inside("trust.json"), ann, ec2, at(1), "starter already reaches");
    check_change(&inside("reference/trust.json"), ec2, ann, at(1), "reference does not reach `ann`, `ec2`");
    check_change(
        &inside("wrong/account/trust.json"),
        ", \"AWS\": \"arn:aws:iam::111122223333:user/ann\"",
        "",
        at(56),
        "the same as",
    );
}

/// The small course with a second round at the end of its lab's file.
fn with_round(limits: &str) -> tempfile::TempDir {
    let folder = small_course();
    let path = folder.path().join(LAB);
    let lab = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{lab}\n[[again]]\nname = \"short\"\ntext = \"Once more, shorter\"\n{limits}\n")).unwrap();
    folder
}

#[test]
fn what_is_wrong_in_a_second_round_is_found() {
    let at = (LAB, 66);
    let check = |limits: &str, word: &str, words: &str| {
        let folder = with_round(limits);
        let (code, said) = said(folder.path());
        expect(&said, word, at, words);
        assert_eq!(code, u8::from(word == "error"), "{said}");
    };
    check("", "error", "asks for nothing");
    check("without = [\"NotEffect\"]", "error", "`NotEffect` is no element");
    check("at_most_characters = 20", "error", "put an answer that wins into `again/short/`");
    let folder = with_round("at_most_statements = 1");
    expect(&said(folder.path()).1, "warning", (LAB, 65), "wins every second round already");

    // An answer of its own wins the round where the reference does not.
    let folder = with_round("without = [\"Action\"]");
    let lab = folder.path().join(LAB).parent().unwrap().to_owned();
    let reference = fs::read_to_string(lab.join("reference/trust.json")).unwrap();
    let shorter = reference.replace("\"Action\": \"sts:AssumeRole\"", "\"NotAction\": \"sts:TagSession\"");
    assert_ne!(shorter, reference);
    fs::create_dir_all(lab.join("again/short")).unwrap();
    fs::write(lab.join("again/short/trust.json"), &shorter).unwrap();
    let (code, told) = said(folder.path());
    assert!(code == 0 && !told.contains("second round"), "{told}");
    fs::rename(lab.join("again/short"), lab.join("again/shorter")).unwrap();
    let (_, told) = said(folder.path());
    expect(&told, "error", at, "the reference does not win it: `Action` is there");
    let orphan = "lessons/01-doors/lab-front-door/again/shorter";
    expect(&told, "error", (orphan, 0), "belongs to no second round");
    fs::rename(lab.join("again/shorter"), lab.join("again/short")).unwrap();
    fs::write(lab.join("again/short/trust.json"), shorter.replace("ec2.", "ecs-tasks.")).unwrap();
    expect(
        &said(folder.path()).1,
        "error",
        at,
        "the answer in `again/short` does not win it: it does not reach every goal",
    );
}

#[test]
fn a_request_that_aws_never_gets_is_found() {
    let at = |line| (LAB, line);
    let wrong = "[[wrong]]\nname = \"lambda\"";
    let with = |more: &str| {
        format!(
            "[[requests]]\nname = \"act\"\ntext = \"t\"\nexpect = \"deny\"\nwho = \"user dev/ann\"\n{more}\n\n{wrong}"
        )
    };
    let act = |action: &str, resource: &str| with(&format!("action = \"{action}\"\nresource = \"{resource}\""));
    let bucket = "arn:aws:s3:::b";
    check_change(LAB, wrong, &act("s3:GetObject", bucket), at(41), "`s3:GetObject` works on accesspointobject, object");
    check_change(LAB, wrong, &act("s3:ListAllMyBuckets", bucket), at(41), "works on no particular resource");
    check_warning(LAB, wrong, &act("dynamodb:GetItem", "*"), at(41), "names a resource");
    let key = |key: &str| {
        let call = "action = \"s3:GetObject\"\nresource = \"arn:aws:s3:::b/k\"";
        with(&format!("{call}\ncontext = {{ \"{key}\" = \"x\" }}"))
    };
    check_change(LAB, wrong, &key("s3:prefix"), at(41), "AWS puts no `s3:prefix` into a request of `s3:GetObject`");
    let step = with("through = [{ role = \"dev/App\", context = { \"s3:prefix\" = \"x\" } }]");
    check_change(LAB, wrong, &step, at(41), "into a request of `sts:AssumeRole`");
    for possible in [
        act("s3:GetObject", "arn:aws:s3:::b/k"),
        act("s3:ListAllMyBuckets", "*"),
        act("nobody:Knows", "arn:aws:nobody:::b"),
        key("aws:SourceVpce"),
        key("s3:ExistingObjectTag/a"),
        key("acme:key"),
    ] {
        let folder = small_course();
        change(folder.path(), LAB, wrong, &possible);
        let (code, said) = said(folder.path());
        assert!(code == 0 && !said.contains("request `act`"), "{possible}: {said}");
    }
}

#[test]
fn a_hidden_request_asks_for_what_a_visible_one_asks_for() {
    let hidden = "hidden = \"EC2 stays out.\"";
    check_change(LAB, "text = \"EC2 gets in\"", hidden, (LAB, 20), "must be allowed, and no visible one must");
}

#[test]
fn what_stands_too_wide_is_found_at_its_line() {
    let at = |line| (LESSON, line);
    let before = "## Written down\n";
    let with = |text: &str| format!("{text}\n{before}");
    let code = |columns: usize| format!("```sh\n{}\n```\n", "x".repeat(columns));
    check_change(LESSON, before, &with(&code(77)), at(35), "77 columns of code");
    let callout = format!("> [!note] n\n> ```sh\n> {}\n> ```\n", "x".repeat(75));
    check_change(LESSON, before, &with(&callout), at(36), "74 fit");
    let list = format!("- one\n\n  ```sh\n  {}\n  ```\n", "x".repeat(73));
    check_change(LESSON, before, &with(&list), at(37), "72 fit");
    let table = |left: &str, right: &str| format!("| k | v |\n|---|---|\n| {left} | {right} |\n");
    check_change(LESSON, before, &with(&table(&"a".repeat(38), &"b".repeat(38))), at(34), "needs 79 columns");
    check_change(LESSON, before, &with(&table(&"c".repeat(43), "b")), at(36), "43 columns wide");
    let action = "\"Action\": \"sts:AssumeRole\"";
    let spaced = format!("{}{action}", " ".repeat(40));
    check_change(QUIZ, action, &spaced, (QUIZ, 86), "columns of code");
    // A policy with blanks is as wide as it is when they are filled.
    let blank = "\"Service\": ⟦service⟧";
    let (fits, wide) = (format!("{}{blank}", " ".repeat(18)), format!("{}{blank}", " ".repeat(19)));
    check_change(QUIZ, blank, &wide, (QUIZ, 87), "73 columns of code are too many: break the line, 72 fit here");
    let folder = small_course();
    change(folder.path(), QUIZ, blank, &fits);
    assert_eq!(said(folder.path()).0, 0);
    let stem = format!("stem = '''\n```sh\n{}\n```\n'''", "x".repeat(77));
    check_change(QUIZ, "stem = \"Who decides?\"", &stem, (QUIZ, 10), "77 columns");

    // What fits stays, and words wrap.
    let words = "word ".repeat(16);
    for text in [code(76), table(&words, &words)] {
        let folder = small_course();
        change(folder.path(), LESSON, before, &with(&text));
        assert_eq!(said(folder.path()).0, 0, "{text}");
    }
}

#[test]
fn what_is_said_of_a_lesson_must_be_so() {
    let at = |line| (LESSON, line);
    check_change(LESSON, "2026-11-23", "2026-11-24", at(15), "still to come, today is 2026-11-23");
    check_change(LESSON, "2026-11-23", "2009-11-24", at(15), "too long ago");
    check_change(QUIZ, "2026-11-23", "2026-12-01", (QUIZ, 12), "still to come");
    check_change(LESSON, "minutes = 5", "minutes = 5\nbest_after = [\"L01\"]", at(9), "names this lesson");
    check_change(LESSON, "minutes = 5", "minutes = 5\nbest_after = [\"L24\"]", at(9), "no lesson `L24`");
    check_change(LESSON, "minutes = 5", "minutes = 5\nnext = \"L24\"", at(9), "no lesson `L24`");
    let objective = "    { id = \"L01.b\", text = \"write it down\" },\n";
    check_change(LESSON, objective, "", at(9), "section b has no objective");
    let empty = "## Nothing\n\n### Here\n\n## Written down\n";
    check_change(LESSON, "## Written down\n", empty, at(34), "section b teaches nothing");
    let folder = small_course();
    let path = folder.path().join(QUIZ);
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("L01.b", "L01.a")).unwrap();
    expect(&said(folder.path()).1, "warning", at(11), "no question tests the objective `L01.b`");
}

#[test]
fn lessons_to_come_may_be_named_and_are_listed() {
    let folder = small_course();
    change(folder.path(), LESSON, "minutes = 5", "minutes = 5\nbest_after = [\"L07\"]\nnext = \"L02\"");
    let (code, printed) = run(folder.path(), Format::Json, false).unwrap();
    assert_eq!(code, 0);
    let printed: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(
        *printed.get("to_come").unwrap(),
        serde_json::json!([
            { "lesson": "L02", "named_by": ["L01: next"] },
            { "lesson": "L05", "named_by": ["lessons/01-doors/lesson.md"] },
            { "lesson": "L07", "named_by": ["L01: best_after"] },
        ])
    );
}

#[test]
fn a_policy_in_a_lesson_is_sound_or_says_what_it_is_not() {
    let at = |line| (LESSON, line);
    let service = "{ \"Service\": \"ec2.amazonaws.com\" }";
    check_change(LESSON, service, "\"*\"", at(25), "too open");
    check_change(LESSON, "```json trust\n", "```json trust warns\n", at(22), "nothing to warn of");
    check_change(LESSON, "```json trust broken", "```json trust broken warns", at(36), "keep `broken` or `warns`");
    check_change(LESSON, "```json trust\n", "```json warns\n", at(21), "which kind of policy");
    let folder = small_course();
    change(folder.path(), LESSON, service, "\"*\"");
    change(folder.path(), LESSON, "```json trust\n", "```json trust warns\n");
    let (code, said) = said(folder.path());
    assert_eq!(code, 0, "{said}");
}

#[test]
fn options_that_give_themselves_away_are_told() {
    let at = |line| (QUIZ, line);
    check_warning(QUIZ, "The bucket\"", "Nobody ever\"", at(17), "“nobody” gives a wrong option away");
    check_warning(QUIZ, "The bucket\"", "A `group`\"", at(18), "says what another option says");
    check_warning(QUIZ, "A group is nobody.", "No bucket is asked", at(18), "feedback of another option");
    check_warning(QUIZ, "A group has no ARN.", "A group has no ARN, whatever others say.", at(22), "differ in length");
    check_warning(QUIZ, "Who is named?", "Name both policies", at(55), "same words as `01.3`");
    // An absolute word is fine where the right option has one.
    let folder = small_course();
    change(folder.path(), QUIZ, "The trust policy\", right", "Nothing but trust\", right");
    change(folder.path(), QUIZ, "The bucket\"", "Nobody ever at all\"");
    assert!(!said(folder.path()).1.contains("gives a wrong option away"));
}

/// A question of the small course with three options, the right one at `right`.
fn choice(number: usize, right: usize, ordered: bool) -> String {
    let option = |at: usize| {
        let (mark, more) = if at == right { (", right = true", ", as it is") } else { ("", "") };
        format!("{{ text = \"Answer {at} to {number}{more}\"{mark}, feedback = \"Reply {at}.\" }}")
    };
    let options = (0..3).map(option).collect::<Vec<_>>().join(", ");
    format!(
        "
[[question]]
id = \"01.{number}\"
revision = 1
objective = \"L01.a\"
difficulty = 1
stem = \"Ask {number}?\"
explanation = \"So.\"
rule = \"So.\"
source = {{ title = \"IAM roles\", checked = \"2026-11-23\" }}

[question.single_choice]
ordered = {ordered}
options = [{options}]
"
    )
}

/// What is said of the small course with these questions besides.
fn said_with(questions: &str) -> String {
    let folder = small_course();
    let path = folder.path().join(QUIZ);
    fs::write(&path, fs::read_to_string(&path).unwrap() + questions).unwrap();
    said(folder.path()).1
}

#[test]
fn habits_of_a_lesson_are_told() {
    let with = |right: [usize; 4], ordered: bool| {
        let questions: String = (91..).zip(right).map(|(number, right)| choice(number, right, ordered)).collect();
        said_with(&questions)
    };
    expect(&with([0, 0, 0, 1], true), "warning", (QUIZ, 1), "stands first in 3 of 4 questions of L01");
    expect(&with([2, 2, 0, 2], true), "warning", (QUIZ, 1), "stands last in 3 of 4 questions of L01");
    expect(&with([0, 1, 2, 1], false), "warning", (QUIZ, 1), "is the longest in");
    for unmarked in [with([0, 0, 0, 0], false), with([0, 1, 2, 0], true)] {
        assert!(!unmarked.contains("the right option stands"), "{unmarked}");
    }
    let statement = |number: usize| {
        let text = choice(number, 0, false);
        let (head, options) = text.split_once("[question.single_choice]\nordered = false\noptions").unwrap();
        format!("{head}[question.true_false]\nanswer = false\ncorrected = \"So.\"\nreasons{options}")
    };
    let statements: String = (91..94).map(statement).collect();
    let told = said_with(&statements);
    expect(&told, "warning", (QUIZ, 1), "each of the 4 statements of L01 is false");
    let told = said_with(&statements.replacen("answer = false\ncorrected = \"So.\"", "answer = true", 1));
    assert!(!told.contains("statements of L01"), "{told}");
}

const IDS: &str = "assets/ids.toml";

/// The small course with its list of ids.
fn listed_course() -> tempfile::TempDir {
    let folder = small_course();
    assert_eq!(run(folder.path(), Format::Text, true).unwrap().0, 0);
    assert_eq!(said(folder.path()).0, 0);
    folder
}

/// The line of the list of ids that holds `words`.
fn line_in_ids(folder: &Path, words: &str) -> usize {
    let text = fs::read_to_string(folder.join(IDS)).unwrap();
    1 + text.lines().position(|line| line.contains(words)).unwrap()
}

#[test]
fn an_id_stays() {
    let gone = |file: &str, old: &str, new: &str, id: &str| {
        let folder = listed_course();
        change(folder.path(), file, old, new);
        let at = line_in_ids(folder.path(), &format!("\"{id}\""));
        expect(&said(folder.path()).1, "error", (IDS, at), &format!("`{id}` was given and is gone"));
        folder
    };
    gone(LAB, "id = \"B01\"", "id = \"B02\"", "B01");
    gone(LESSON, "\"L01.b\"", "\"L01.c\"", "L01.b");
    gone("lessons/glossary.toml", "id = \"trust-policy\"", "id = \"trust\"", "trust-policy");
    let folder = gone(QUIZ, "id = \"01.2\"", "id = \"01.12\"", "01.2");
    expect(&said(folder.path()).1, "error", (IDS, 0), "not listed yet: `01.12`");

    // Whoever writes the list anew says that it is meant; the id is then nobody's.
    assert_eq!(run(folder.path(), Format::Text, true).unwrap().0, 0);
    change(folder.path(), QUIZ, "id = \"01.12\"", "id = \"01.2\"");
    let at = line_in_ids(folder.path(), "\"01.2\"");
    expect(&said(folder.path()).1, "error", (IDS, at), "`01.2` is retired");

    // What cannot be read is not gone, and nothing that speaks of it is at fault.
    let folder = listed_course();
    change(folder.path(), QUIZ, "difficulty = 1", "difficulty = one");
    let errors = said(folder.path()).1;
    assert_eq!(errors.lines().filter(|line| line.starts_with("error")).count(), 1, "{errors}");
    assert!(run(folder.path(), Format::Text, true).is_err());
    let built_in = CheckContent { write_ids: true, ..CheckContent::default() };
    assert!(check_content::run(&built_in, TODAY, false, &mut Vec::new()).is_err());
}

#[test]
fn a_question_that_comes_to_mean_something_else_gets_a_new_revision() {
    for (old, new, words) in [
        ("A group can assume a role.", "A group can assume two roles.", "asks something else than at revision 1"),
        ("A group has no ARN.", "A group has no name.", "asks something else than at revision 1"),
        ("id = \"01.2\"\nrevision = 1", "id = \"01.2\"\nrevision = 2", "new revision, 2 after 1"),
    ] {
        let folder = listed_course();
        change(folder.path(), QUIZ, old, new);
        expect(&said(folder.path()).1, "error", (QUIZ, 22), words);
        assert_eq!(run(folder.path(), Format::Text, true).unwrap().0, 0);
    }
    let folder = listed_course();
    change(folder.path(), QUIZ, "It has one.", "It has one of its own.");
    assert_eq!(said(folder.path()).0, 0);
    change(folder.path(), IDS, "\"01.2\" = { revision = 1", "\"01.2\" = { revision = 2");
    expect(&said(folder.path()).1, "error", (QUIZ, 22), "never taken back");
}

const COVERAGE: &str = "assets/coverage.toml";
const COVERED: &str = r#"guides = { S0 = 2 }
corrections = 2
labs = { B01 = "L01", B02 = "L02" }
item = [
    { id = "S0-01", taught = ["L01a"], by = ["01.1", "B01"] },
    { id = "S0-02", taught = ["L02"], by = ["02.1", "B02"] },
]
correction = [
    { id = "E-01", taught = ["L01b"], by = ["01.2"], beliefs = ["Groups assume roles"] },
    { id = "E-02", taught = ["L02b"], by = ["02.2"] },
]
"#;

/// The small course with what it covers, `new` in the place of `old`.
#[track_caller]
fn covering_course(old: &str, new: &str) -> tempfile::TempDir {
    let folder = small_course();
    assert!(COVERED.contains(old), "{old}");
    fs::create_dir_all(folder.path().join("assets")).unwrap();
    fs::write(folder.path().join(COVERAGE), COVERED.replacen(old, new, 1)).unwrap();
    let belief = "## Written down\n\n> [!belief] “Groups assume roles”\n> They do not.\n";
    change(folder.path(), LESSON, "## Written down\n", belief);
    folder
}

#[test]
fn what_is_not_yet_written_is_listed_by_name() {
    let folder = covering_course("", "");
    let report = check(&Course::open(folder.path()).unwrap(), TODAY);
    assert_eq!(report.problems, []);
    let states = |items: &[Bound]| items.iter().map(|item| (item.state, item.missing.join(" "))).collect::<Vec<_>>();
    let written = (State::Written, String::new());
    assert_eq!(states(&report.items), [written.clone(), (State::Waiting, "L02 02.1 B02".to_owned())]);
    assert_eq!(states(&report.corrections), [written, (State::Waiting, "L02b 02.2 a belief callout".to_owned())]);
    let (_, printed) = run(folder.path(), Format::Text, false).unwrap();
    for line in [
        "2 guide items: 1 written, 0 begun, 1 not yet written",
        "  not yet written: S0-02",
        "2 corrections: 1 written, 0 begun, 1 not yet written",
        "  not yet written: E-02",
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{line}:\n{printed}");
    }
}

#[test]
fn no_item_of_a_guide_and_no_correction_is_lost() {
    for (old, new, line, words) in [
        ("S0 = 2", "S0 = 3", 1, "item `S0-03` is lost"),
        ("S0 = 2", "S0 = 1", 6, "counts no item `S0-02`"),
        ("\"S0-02\"", "\"S0-01\"", 5, "stands twice"),
        ("\"L01a\"", "\"L01c\"", 5, "section c of L01, which is not there"),
        ("\"L01a\"", "\"L40a\"", 5, "no lesson `L40a`"),
        ("\"01.1\", \"B01\"", "\"01.99\"", 5, "`01.99`, which L01 does not have"),
        ("\"01.1\", \"B01\"", "\"B77\"", 5, "no question or lab of a lesson"),
        ("\"01.1\", \"B01\"", "", 5, "no place in the course"),
        ("[\"L02\"]", "[]", 6, "no place in the course"),
        ("by = [\"02.1\", \"B02\"]", "by = [\"02.1\"], beliefs = [\"x\"]", 6, "no correction"),
        ("corrections = 2", "corrections = 3", 2, "item `E-03` is lost"),
        ("[\"Groups assume roles\"]", "[\"Groups are roles\"]", 9, "no lesson has a callout"),
    ] {
        expect(&said(covering_course(old, new).path()).1, "error", (COVERAGE, line), words);
    }
    let silent = covering_course(", beliefs = [\"Groups assume roles\"]", "");
    expect(&said(silent.path()).1, "warning", (COVERAGE, 9), "no callout says what many believe");

    // What a question says it covers is held against the list.
    for (covers, word, words) in
        [("S0-07", "error", "which no guide has"), ("S0-02", "warning", "does not name it there")]
    {
        let folder = covering_course("", "");
        let difficulty = format!("difficulty = 1\ncovers = [\"{covers}\"]");
        change(folder.path(), QUIZ, "difficulty = 1", &difficulty);
        expect(&said(folder.path()).1, word, (QUIZ, 8), words);
    }
}

#[test]
fn what_is_wrong_in_a_scenario_or_the_glossary_is_found() {
    check_change(
        SCENARIO,
        "expect = \"implicit_deny\"",
        "expect = \"allow\"",
        (SCENARIO, 12),
        "does not come out as expected",
    );
    check_change(SCENARIO, "dev/ann\" }", "dev/ann\", age = 7 }", (SCENARIO, 5), "age");
    check_change(SCENARIO, "door-trust.json", "../../secret.json", (SCENARIO, 9), "leads out of the course");
    check_change("assets/scenarios/door-trust.json", "Allow", "allow", (SCENARIO, 9), "not valid");
    let glossary = "lessons/glossary.toml";
    check_change(glossary, "L01#a", "L01#z", (glossary, 2), "`L01#z`");
    check_change(glossary, "meaning = \"Says who may assume a role.\"", "meaning = \"\"", (glossary, 2), "is empty");
}

#[test]
fn files_that_are_no_course_text_are_refused() {
    let refused = |file: &str, bytes: &[u8], words: &str| {
        let folder = small_course();
        fs::write(folder.path().join(file), bytes).unwrap();
        let (code, said) = said(folder.path());
        assert_eq!(code, 1, "{said}");
        assert!(said.lines().any(|line| line.starts_with(&format!("error: {file}")) && line.contains(words)), "{said}");
    };
    refused(QUIZ, b"lesson = \"\xff\"", "not UTF-8 text at byte 11");
    refused(QUIZ, &vec![b'#'; 2 * 1024 * 1024 + 1], "make it smaller");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_course_are_refused() {
    let outside = tempfile::NamedTempFile::new().unwrap();
    fs::write(outside.path(), "lesson = \"L01\"\n").unwrap();
    let folder = small_course();
    let quiz = folder.path().join(QUIZ);
    fs::remove_file(&quiz).unwrap();
    std::os::unix::fs::symlink(outside.path(), &quiz).unwrap();
    let (code, said) = said(folder.path());
    assert_eq!(code, 1);
    assert!(said.contains("is a link that leads out of the course"), "{said}");
}

#[test]
fn a_folder_that_is_no_course_is_told_and_a_bare_one_is_fine() {
    let folder = tempfile::tempdir().unwrap();
    for folder in [folder.path(), &folder.path().join("nowhere")] {
        let error = run(folder, Format::Text, false).unwrap_err();
        assert!(error.to_string().contains("course"), "{error}");
    }
    fs::create_dir(folder.path().join("lessons")).unwrap();
    assert_eq!(said(folder.path()).0, 0);

    let folder = small_course();
    fs::remove_file(folder.path().join(QUIZ)).unwrap();
    let course = Course::open(folder.path()).unwrap();
    assert_eq!(course.questions("1").unwrap().len(), 0);
    assert_eq!(course.lessons()[0].labs[0].id, "B01");
}

#[test]
fn names_are_found_in_any_case_and_unknown_ones_are_told() {
    let folder = small_course();
    let course = Course::open(folder.path()).unwrap();
    for id in ["L01", "l01", "l1", "1", "01"] {
        assert_eq!(course.lesson(id).unwrap().head.id, "L01", "{id}");
    }
    assert_eq!(course.lab("b01").unwrap().file.title, "Front door");
    let error = course.lesson("9").unwrap_err();
    assert_eq!(error.to_string(), "9: no such lesson: the course has L01");
    assert_eq!(course.lab("B9").unwrap_err().to_string(), "B9: no such lab: the course has B01");
}

#[test]
fn a_blueprint_of_an_exam_is_proved() {
    let good = "title = \"Doors\"\nabout = \"All doors.\"\npass = { percent = 75 }\nkinds = [\"single_choice\"]\n\n[[domain]]\n\
                name = \"Doors\"\nweight = 100\nlessons = [\"L01\", \"L09\"]\n\n[[form]]\nid = \"doors\"\nname = \"all\"\nitems = 5\n\
                minutes = 10\n";
    let cases = [
        ("", "", ""),
        ("weight = 100", "weight = 90", "the shares of `domain` make 90 percent"),
        ("\"L09\"", "\"L01\"", "lesson `L01` belongs to two domains"),
        ("\"L09\"", "\"L99\"", "there is no lesson `L99`"),
        ("minutes = 10", "minutes = 0", "has no questions or no time"),
        ("minutes = 10", "minutes = 10\nordering = 2", "wants a kind of question that `kinds` does not name"),
        ("\"doors\"", "\"Doors 1\"", "is hard to type"),
        ("percent = 75", "scaled = 1000", "no such mark can be reached"),
        ("title = \"Doors\"", "title = \"Doors\"\ncode = \"D-1\"", "names no source"),
        ("about = \"All doors.\"", "about = \"\"", "what an exam is about is empty"),
    ];
    for (old, new, message) in cases {
        let folder = small_course();
        let file = folder.path().join("quizzes/exams/doors.toml");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, if old.is_empty() { good.to_owned() } else { good.replace(old, new) }).unwrap();
        let (code, said) = said(folder.path());
        assert_eq!(code, u8::from(!message.is_empty()), "{new}: {said}");
        assert!(said.contains(message), "{message}:\n{said}");
    }
}

//! The built-in course is proved, and the proof finds what is wrong in a course that is not.

#![expect(clippy::unwrap_used, reason = "a test that panics says what went wrong")]

use std::fs;
use std::path::{Path, PathBuf};

use iam_dojo::cli::check_content;
use iam_dojo::course::Course;
use iam_dojo::course::check::check;

const LESSON: &str = "lessons/01-doors/lesson.md";
const QUIZ: &str = "quizzes/01-doors.toml";
const LAB: &str = "lessons/01-doors/lab-front-door/lab.toml";
const SCENARIO: &str = "assets/scenarios/door.toml";

#[test]
fn nothing_is_wrong_in_the_built_in_course() {
    let mut out = Vec::new();
    let code = check_content::run(None, &mut out);
    let said = String::from_utf8(out).unwrap();
    println!("{said}");
    assert_eq!(code, 0, "{said}");
}

#[test]
fn every_item_of_the_guides_has_its_place() {
    let report = check(&Course::built_in().unwrap());
    assert!(report.counted.iter().any(|line| line.starts_with("147 guide items:")), "{:#?}", report.counted);
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

/// Everything `check-content` says about `folder`, and its exit code.
fn said(folder: &Path) -> (u8, String) {
    let mut out = Vec::new();
    let code = check_content::run(Some(folder), &mut out);
    (code, String::from_utf8(out).unwrap())
}

/// Puts `new` in the place of `old` in a file of the small course; one line must then begin with `error: FILE:LINE: ` (`FILE: ` when
/// the line is 0) and hold `words`.
#[track_caller]
fn check_change(file: &str, old: &str, new: &str, place: (&str, usize), words: &str) {
    let folder = small_course();
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{file} does not hold {old:?}");
    fs::write(&path, text.replacen(old, new, 1)).unwrap();
    let (code, said) = said(folder.path());
    let begin = match place {
        (file, 0) => format!("error: {file}: "),
        (file, line) => format!("error: {file}:{line}: "),
    };
    assert!(
        said.lines().any(|line| line.starts_with(&begin) && line.contains(words)),
        "wanted {begin}…{words}…:\n{said}"
    );
    assert_eq!(code, 1, "{said}");
}

#[test]
fn the_small_course_is_right() {
    let folder = small_course();
    let (code, said) = said(folder.path());
    assert_eq!(
        said,
        "warning: lessons/01-doors/lab-front-door/lab.toml:19: no planted answer fails only at `ec2`: plant one for each, unless such \
         a goal is there to be seen\n\
         1 lesson: 2 sections, 4 links, 2 policies (1 broken on purpose), 1 drawing, 1 decision\n\
         10 questions: 2 in the text, 8 at the end; 1 decision computed\n\
         1 lab: every reference passes, every starter and 8 wrong answers fail as they should\n\
         1 scenario: 1 request\n\
         1 term\n\
         nothing is wrong\n"
    );
    assert_eq!(code, 0);
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
    check_change(LESSON, "\"Effect\": \"Allow\", ", "", at(25), "not valid");
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
    assert_eq!(said(folder.path()).0, 2);
    assert_eq!(said(&folder.path().join("nowhere")).0, 2);
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

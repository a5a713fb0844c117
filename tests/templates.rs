//! The proof of templates finds what is wrong in one, and says where and what to do.

#![expect(clippy::unwrap_used, reason = "a test that panics says what went wrong")]

use std::fs;
use std::path::Path;

use iam_dojo::cli::generated;
use iam_dojo::course::Course;
use iam_dojo::course::check::check;

const FILE: &str = "quizzes/generated/01-reads.toml";

/// A template that is right, for the fixtures' lesson.
const GOOD: &str = r#"title = "Who reads"
lesson = "L01"
objective = "L01.a"
revision = 1
decisions = ["allow", "explicit_deny", "implicit_deny"]
stem = "<Who> <asks> in `<bucket>`. What happens?"
hints = ["Look at the action.", "It must be in the list."]
rule = "What is not allowed is denied."
source = { title = "A page", checked = "2026-11-23" }
show = [{ document = "policy 1 of dev/<who>", heading = "policy of <Who>" }]
[pick]
who = ["ann", "bob", "carol"]
bucket = "buckets"
[set]
asks = "reads"
action = "s3:GetObject"
guard = ""
[[trap]]
name = "reads"
difficulty = 1
why = "<Who> may read."
hint = "It is in the list."
[[trap]]
name = "writes"
difficulty = 2
why = "Nobody allows writing."
hint = "It is not in the list."
[trap.set]
asks = "writes"
action = "s3:PutObject"
[[trap]]
name = "stopped"
difficulty = 3
why = "`Stop` says Deny."
hint = "Two statements fit."
[trap.set]
guard = '{ "Sid": "Stop", "Effect": "Deny", "Action": "s3:*", "Resource": "*" },'
[request]
name = "asks"
who = "user dev/<who>"
action = "<action>"
resource = "arn:aws:s3:::<bucket>/a"
[world]
accounts = { dev = { id = "111122223333", title = "Dev" } }
[[world.users]]
name = "dev/<who>"
policies = ['''
{
  "Version": "2012-10-17",
  "Statement": [
    <guard>
    { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::<bucket>/*" }
  ]
}
''']
"#;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &target) } else { drop(fs::copy(entry.path(), target)) }
    }
}

/// The fixtures' course with a template in it.
fn course_with(template: &str) -> (tempfile::TempDir, Course) {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course"), folder.path());
    let buckets: Vec<String> = (1..=9).map(|number| format!("\"bucket-{number}\"")).collect();
    fs::create_dir_all(folder.path().join("quizzes/generated")).unwrap();
    fs::write(folder.path().join("quizzes/generated/pools.toml"), format!("buckets = [{}]", buckets.join(", ")))
        .unwrap();
    fs::write(folder.path().join(FILE), template.replace(", \"Resource\": \"arn", ",\n      \"Resource\": \"arn"))
        .unwrap();
    let course = Course::inspect(folder.path()).unwrap();
    (folder, course)
}

/// What is said about a template in which `new` stands for `old`: a line must begin with its place and hold `words`. Line 0 is the file.
#[track_caller]
fn check_change(old: &str, new: &str, line: usize, words: &str) {
    assert!(GOOD.contains(old), "{old}");
    let (_folder, course) = course_with(&GOOD.replacen(old, new, 1));
    let said: Vec<String> = check(&course, "2026-11-23").problems.iter().map(ToString::to_string).collect();
    let place = if line == 0 { format!("{FILE}: ") } else { format!("{FILE}:{line}: ") };
    assert!(said.iter().any(|said| said.starts_with(&place) && said.contains(words)), "{place}…{words}: {said:#?}");
}

#[test]
fn a_template_that_is_right_is_proved() {
    let (_folder, course) = course_with(GOOD);
    let report = check(&course, "2026-11-23");
    assert_eq!(report.problems, []);
    assert_eq!((report.counts.templates, report.counts.traps, report.counts.generated), (1, 3, 24));
}

#[test]
fn what_is_wrong_in_a_template_is_found_at_its_line() {
    check_change("revision = 1", "revision = 0", 4, "count from 1");
    check_change("revision = 1", "revisions = 1", 4, "unknown field `revisions`");
    check_change("lesson = \"L01\"", "lesson = \"L02\"", 2, "its name another");
    check_change("L01.a", "L01.z", 3, "no objective of L01");
    check_change(", \"implicit_deny\"]", "]", 5, "a trap comes out `implicit_deny`");
    check_change("\"implicit_deny\"]", "\"denied\"]", 5, "`denied` is no decision");
    check_change("\"allow\", \"explicit_deny\", ", "", 5, "claim two decisions or three");
    check_change(", \"It must be in the list.\"]", "]", 7, "give two, where to look and which rule");
    check_change("2026-11-23", "2027-01-01", 9, "2027-01-01");
    check_change("document = \"policy 1", "document = \"policy 2", 0, "shows no document");
    check_change("bucket = \"buckets\"", "bucket = \"pails\"", 13, "no pool is called `pails`");
    check_change("asks = \"reads\"", "asks = \"reads\"\nspare = \"x\"", 16, "nothing asks for `<spare>`");
    check_change("name = \"writes\"", "name = \"reads\"", 19, "two traps are called `reads`");
    check_change("difficulty = 2", "difficulty = 1", 18, "no trap has difficulty 2");
    check_change("difficulty = 2", "difficulty = 4", 24, "difficulty is 1 to 3");
    check_change("<Who> may read.", "<Whom> may read.", 21, "`<Whom>` stands for nothing");
    check_change("why = \"Nobody allows writing.\"", "why = \"\"", 24, "the explanation of `01.reads@");
    check_change(
        "action = \"s3:PutObject\"",
        "action = \"s3:<what>\"\n[trap.pick]\nwhat = [\"GetObject\", \"PutObject\"]",
        24,
        "one trap, one way",
    );
    check_change("\"Effect\": \"Allow\"", "\"Effect\": \"Alow\"", 38, "`Alow` is no effect");
    check_change(
        "{ \"Sid\": \"Read\"",
        "{ \"Sid\": \"Too\", \"Effect\": \"Allow\", \"Action\": \"s3:GetObject\",\n\"Resource\": \"*\" },\n{ \"Sid\": \"Read\"",
        19,
        "2 statements of the policy 1 of dev/",
    );
    check_change("\"Sid\": \"Stop\"", "\"Sid\": \"StopStopStopStopStopStopStopStopStopStop\"", 32, "columns");
    check_change(
        "[\"ann\", \"bob\", \"carol\"]\nbucket = \"buckets\"",
        "[\"ann\"]\nbucket = [\"b\"]",
        11,
        "let more names change",
    );
}

#[test]
fn templates_are_listed_and_one_is_asked() {
    let (_folder, course) = course_with(GOOD);
    let run = |template: Option<&str>, seed: u64, typed: &str| {
        let mut out = Vec::new();
        let code =
            generated::run(&course, template, seed, &mut typed.as_bytes(), &mut out).map_err(|e| e.to_string())?;
        assert_eq!(code, 0);
        Ok::<_, String>(String::from_utf8(out).unwrap())
    };
    assert_eq!(run(None, 0, "").unwrap(), "01.reads: Who reads; 3 ways to come out\n");
    let asked = run(Some("01.reads"), 7, "a\n0\n").unwrap();
    assert!(asked.contains("Nothing of it is kept.") && asked.contains("Question 01.reads@7."), "{asked}");
    assert!(asked.contains("Rule to keep: What is not allowed is denied."), "{asked}");
    assert_eq!(asked, run(Some("01.reads@7"), 8, "a\n0\n").unwrap(), "a seed in the name comes before the other");
    assert!(run(Some("01.raeds"), 7, "").unwrap_err().contains("no such template: the course has 01.reads"));
}

//! The verdicts are the screen's, in every format.

use std::fs;
use std::path::PathBuf;

use super::*;

/// A small course with one lab of one document, B01.
fn course() -> Course {
    Course::open(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap()
}

/// A folder that trusts this principal.
fn answer(principal: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole"}}]}}"#
    );
    fs::write(folder.path().join("trust.json"), text).unwrap();
    folder
}

const EC2: &str = r#"{"Service":"ec2.amazonaws.com"}"#;
const BOTH: &str = r#"{"Service":["ec2.amazonaws.com","lambda.amazonaws.com"]}"#;
const NOBODY: &str = r#"{"Service":"ec2"}"#;

fn said_of(grade: &Grade, input: &str) -> anyhow::Result<(u8, String)> {
    let mut out = Vec::new();
    let code = run(&course(), grade, false, &mut input.as_bytes(), &mut out)?;
    // The folder has another name each time.
    Ok((code, String::from_utf8(out)?.replace(&*grade.folder.to_string_lossy(), "answer")))
}

fn said(principal: &str, format: GradeFormat) -> (u8, String) {
    let folder = answer(principal);
    let grade = Grade { lab: "b01".to_owned(), folder: folder.path().to_owned(), format, hidden: None };
    said_of(&grade, "").unwrap()
}

#[test]
fn a_right_answer_is_solved_and_ends_with_0() {
    let (code, said) = said(EC2, GradeFormat::Text);
    assert_eq!(code, GOOD, "{said}");
    insta::assert_snapshot!("grade-solved", said);
}

#[test]
fn what_is_too_generous_is_told_by_its_kind_in_every_format() {
    for (format, name) in [
        (GradeFormat::Text, "text"),
        (GradeFormat::Json, "json"),
        (GradeFormat::Junit, "junit"),
        (GradeFormat::Gradescope, "gradescope"),
        (GradeFormat::Csv, "csv"),
    ] {
        let (code, said) = said(BOTH, format);
        assert_eq!(code, FALLS_SHORT, "{said}");
        assert!(said.contains("Another service gets in.") && !said.contains("lambda"), "{said}");
        insta::assert_snapshot!(format!("grade-generous-{name}"), said);
    }
}

#[test]
fn what_aws_would_not_save_is_shown_and_decides_nothing() {
    let (code, said) = said(NOBODY, GradeFormat::Text);
    assert_eq!(code, FALLS_SHORT, "{said}");
    insta::assert_snapshot!("grade-refused", said);
}

#[test]
fn every_planted_answer_gets_the_verdict_that_the_screen_gives() {
    let course = Course::built_in().unwrap();
    for (_, entry) in course.labs() {
        let lab = course.lab(&entry.id).unwrap();
        for (answer, good) in [(&lab.reference, true), (&lab.starter, false)] {
            let folder = tempfile::tempdir().unwrap();
            for (document, text) in lab.file.documents.iter().zip(answer) {
                fs::write(folder.path().join(&document.file), text).unwrap();
            }
            let grade = Grade { lab: entry.id.clone(), folder: folder.path().to_owned(), ..Grade::default() };
            let mut out = Vec::new();
            let code = run(&course, &grade, false, &mut "".as_bytes(), &mut out).unwrap();
            assert_eq!(code == GOOD, good, "{}", String::from_utf8_lossy(&out));
        }
    }
}

#[test]
fn a_document_that_is_missing_is_graded_as_empty_and_a_folder_that_is_missing_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let grade = |folder: PathBuf| Grade { lab: "B01".to_owned(), folder, ..Grade::default() };
    let (code, said) = said_of(&grade(folder.path().to_owned()), "").unwrap();
    assert!(code == FALLS_SHORT && said.starts_with("trust.json is not there"), "{said}");
    let error = said_of(&grade(folder.path().join("nowhere")), "").unwrap_err().to_string();
    assert!(error.ends_with("is no folder: name the one that holds the documents"), "{error}");
    let other = Grade { lab: "B99".to_owned(), ..grade(folder.path().to_owned()) };
    assert!(said_of(&other, "").unwrap_err().to_string().contains("no such lab"));
    fs::write(folder.path().join("trust.json"), [0xff, 0xfe]).unwrap();
    assert!(said_of(&grade(folder.path().to_owned()), "").unwrap_err().to_string().contains("not UTF-8"));
}

#[test]
fn the_one_document_of_a_lab_can_come_from_standard_input() {
    let folder = answer(EC2);
    let text = fs::read_to_string(folder.path().join("trust.json")).unwrap();
    let grade = Grade { lab: "b01".to_owned(), folder: "-".into(), ..Grade::default() };
    assert_eq!(said_of(&grade, &text).unwrap().0, GOOD);
}

#[test]
fn requests_of_ones_own_are_hidden_goals() {
    let folder = answer(EC2);
    let more = folder.path().join("more.toml");
    let grade = Grade {
        lab: "b01".to_owned(),
        folder: folder.path().to_owned(),
        hidden: Some(more.clone()),
        ..Grade::default()
    };
    let request = |expect: &str| {
        format!("[[requests]]\nname = \"r\"\nwho = \"service ec2.amazonaws.com\"\nthrough = [\"dev/App\"]\n{expect}\n")
    };
    fs::write(&more, request("expect = \"allow\"")).unwrap();
    let (code, said) = said_of(&grade, "").unwrap();
    assert!(code == GOOD && said.contains("2 of 2 hidden requests"), "{said}");
    fs::write(&more, request("expect = \"deny\"")).unwrap();
    let (code, said) = said_of(&grade, "").unwrap();
    assert!(code == FALLS_SHORT && said.contains(OF_THE_CLASS), "{said}");
    for (text, words) in [
        (request(""), "`r` is no goal"),
        (request("expect = \"maybe\""), "more.toml"),
        (request("expect = \"deny\"").replace("dev/App", "dev/Nobody"), "cannot be run"),
    ] {
        fs::write(&more, text).unwrap();
        let error = format!("{:#}", said_of(&grade, "").unwrap_err());
        assert!(error.contains(words), "{error}");
    }
}

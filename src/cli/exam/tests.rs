//! Exams by lines, on the built-in course.

use super::*;

/// Runs the course's own exam on these lines, a second for each look at the clock; gives what was printed.
fn converse(store: &Store, wanted: &Exam, step: Millis, input: &str) -> String {
    let course = Course::built_in().unwrap();
    let mut out = Vec::new();
    let mut now = store.exams().unwrap().iter().map(|record| record.begun + 1_000_000).max().unwrap_or(1_000_000);
    let mut clock = || {
        now += step;
        now
    };
    assert_eq!(run(&course, store, wanted, &mut clock, &mut input.as_bytes(), &mut out).unwrap(), 0);
    String::from_utf8(out).unwrap()
}

fn store() -> Store {
    let store = Store::in_memory().unwrap();
    store.set_setting(crate::study::store::ASK_CONFIDENCE, "no").unwrap();
    store
}

fn exam(seed: u64) -> Exam {
    Exam { id: Some("final".into()), seed: Some(seed), ..Exam::default() }
}

#[test]
fn without_an_id_all_exams_are_listed() {
    let text = converse(&store(), &Exam::default(), 1, "");
    for id in ["dea-iam", "dva-half", "saa-full", "soa-iam", "scs-iam", "final"] {
        assert!(text.contains(&format!("{id}: ")), "{text}");
    }
}

#[test]
fn nothing_is_told_before_the_end_and_then_everything() {
    let store = store();
    let text = converse(&store, &exam(3), 1_000, "\n/flag\n/end\nn\n/end\ny\n");
    let (before, after) = text.split_once("Report of").unwrap();
    assert!(!before.contains("Rule to keep") && before.contains("flagged") && before.contains("Hand the exam in?"));
    let record = store.exams().unwrap().remove(0);
    assert_eq!(after.matches("Rule to keep").count(), record.items.len());
    assert_eq!(after.matches("Not answered: it counts as wrong.").count(), record.items.len());
    assert!(after.contains("below the mark") && after.contains("0 of "), "{after}");
    let again = converse(&store, &Exam { report: true, ..exam(3) }, 1_000, "");
    assert!(again.contains("Report of"), "{again}");
}

#[test]
fn an_exam_by_lines_goes_on_where_it_was_left_and_with_the_time_that_had_passed() {
    let store = store();
    converse(&store, &exam(3), 1_000, "\ns\ns\n/leave\n");
    let before = store.exams().unwrap().remove(0);
    assert_eq!((before.at, before.is_open()), (2, true));
    let text = converse(&store, &exam(9), 1_000, "/list\n");
    assert!(text.contains("you are in the middle of it") && text.contains("Question 3 of"), "{text}");
    assert!(text.contains("It goes on with its own seed"), "{text}");
    let after = store.exams().unwrap().remove(0);
    assert_eq!((after.seed, after.at, after.resumed), (3, 2, 1));
    assert!(
        after.elapsed > before.elapsed && after.elapsed < before.elapsed + 10_000,
        "the time between does not count"
    );
    converse(&store, &Exam { anew: true, ..exam(9) }, 1_000, "\n/leave\n");
    let all = store.exams().unwrap();
    assert_eq!((all.len(), all[0].seed, all[1].given_up), (2, 9, true));
}

#[test]
fn a_line_after_the_time_is_up_counts_no_more() {
    let store = store();
    let text = converse(&store, &exam(3), 200 * 60_000, "\na\nt\n1\n");
    assert!(text.contains("The time is up") && text.contains("Report of"), "{text}");
    let record = store.exams().unwrap().remove(0);
    assert_eq!((record.unanswered(), record.left()), (record.items.len(), 0));
}

mod cards;

use std::fs;

use tempfile::TempDir;

use super::*;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn answer(question: &str, at: Millis) -> AnswerRecord {
    AnswerRecord {
        question: QuestionId(question.to_owned()),
        revision: 2,
        answer: Answer::Choice(1),
        right: at % 2 == 0,
        share: 0.5,
        confidence: Some(3),
        hints: 1,
        took: 4_200,
        at,
    }
}

fn lab(solved_at: Option<Millis>, hints: u8, solution_seen: bool, best_goals: u32) -> LabRecord {
    LabRecord { lab: "B01".into(), solved_at, hints, solution_seen, best_goals, goals: 4 }
}

fn reading(block: usize, line: usize, furthest: usize) -> Reading {
    Reading { block, line, furthest }
}

/// Makes every write of the store fail, as on a full disk or in a read-only folder.
fn break_writing(store: &Store, broken: bool) {
    store.connection.borrow().as_ref().unwrap().pragma_update(None, "query_only", broken).unwrap();
}

/// All that is in a store.
fn everything(store: &Store) -> impl PartialEq + std::fmt::Debug + use<> {
    (
        store.last_answers().unwrap(),
        store.answers(&QuestionId("03.1".into())).unwrap(),
        store.labs().unwrap(),
        store.lab("B01").unwrap(),
        store.draft("B01", "trust.json").unwrap(),
        store.readings().unwrap(),
        store.reading("L03").unwrap(),
        store.setting("theme").unwrap(),
    )
}

type Act = fn(&Store) -> Result<(), StoreError>;

/// Something of each kind; each kind twice, the second to be joined with the first.
const WRITES: [Act; 10] = [
    |s| s.record_answer(&answer("03.1", 1)),
    |s| s.record_lab(&lab(None, 1, false, 2), 2),
    |s| s.save_draft("B01", "trust.json", "{", 3),
    |s| s.save_reading("L03", reading(9, 2, 12), 4),
    |s| s.set_setting("theme", "dark"),
    |s| s.record_answer(&answer("03.1", 6)),
    |s| s.record_lab(&lab(Some(7), 0, false, 4), 7),
    |s| s.save_draft("B01", "trust.json", "{}\n", 8),
    |s| s.save_reading("L03", reading(3, 0, 5), 9),
    |s| s.set_setting("theme", "light"),
];

#[test]
fn every_kind_of_record_comes_back_as_it_was_kept_also_after_opening_again() {
    let folder = folder();
    let store = Store::open(folder.path()).unwrap();
    for write in WRITES {
        write(&store).unwrap();
    }
    let check = |store: &Store| {
        assert_eq!(store.answers(&QuestionId("03.1".into())).unwrap(), [answer("03.1", 1), answer("03.1", 6)]);
        assert_eq!(store.last_answers().unwrap(), [answer("03.1", 6)]);
        assert_eq!(store.lab("B01").unwrap(), Some(lab(Some(7), 1, false, 4)));
        assert_eq!(store.labs().unwrap(), [(lab(Some(7), 1, false, 4), 7)]);
        assert_eq!(store.draft("B01", "trust.json").unwrap().as_deref(), Some("{}\n"));
        assert_eq!(store.reading("L03").unwrap(), Some(reading(3, 0, 12)), "the furthest block only grows");
        assert_eq!(store.readings().unwrap(), [("L03".to_owned(), reading(3, 0, 12), 9)]);
        assert_eq!(store.setting("theme").unwrap().as_deref(), Some("light"));
    };
    check(&store);
    drop(store);
    let store = Store::open(folder.path()).unwrap();
    check(&store);
    assert_eq!((store.notice(), store.pending()), (None, 0));
}

#[test]
fn what_was_never_kept_is_not_there() {
    let store = Store::in_memory().unwrap();
    assert_eq!(store.answers(&QuestionId("03.1".into())).unwrap(), []);
    assert_eq!(store.lab("B01").unwrap(), None);
    assert_eq!(store.draft("B01", "trust.json").unwrap(), None);
    assert_eq!(store.reading("L03").unwrap(), None);
    assert_eq!(store.setting("theme").unwrap(), None);
    assert!(store.last_answers().unwrap().is_empty() && store.labs().unwrap().is_empty());
    assert!(store.readings().unwrap().is_empty());
}

#[test]
fn every_kind_of_answer_comes_back() {
    let store = Store::in_memory().unwrap();
    let answers = [
        Answer::Choice(0),
        Answer::TrueFalse { value: false, reason: 2 },
        Answer::Text("a \"quoted\" line, é 😀".into()),
        Answer::Pairs(vec![2, 0, 1]),
        Answer::Blanks(vec!["\"sts:AssumeRole\"".into(), String::new()]),
        Answer::Outcome("explicit_deny".into()),
        Answer::Decision { outcome: "allow".into(), statement: Some(1) },
        Answer::Decision { outcome: "implicit_deny".into(), statement: None },
        Answer::Choices(vec![0, 3]),
        Answer::Order(vec![2, 0, 1]),
        Answer::Documents(vec!["{\n}".into(), String::new()]),
        Answer::Reflection { text: "A hat,\nnot a key.".into(), ticked: vec![0, 2] },
    ];
    for (given, at) in answers.iter().zip(0..) {
        store
            .record_answer(&AnswerRecord { answer: given.clone(), confidence: None, share: 1.0, ..answer("03.2", at) })
            .unwrap();
    }
    let kept = store.answers(&QuestionId("03.2".into())).unwrap();
    assert_eq!(kept.iter().map(|record| record.answer.clone()).collect::<Vec<_>>(), answers);
    assert_eq!(kept[0].confidence, None);
}

#[test]
fn a_flag_stays_until_it_is_taken_off_also_while_nothing_can_be_written() {
    let folder = folder();
    let store = Store::open(folder.path()).unwrap();
    let (one, two) = (QuestionId("03.1".into()), QuestionId("03.2".into()));
    let flag = |note: &str, at| Flag { note: note.to_owned(), at };
    store.set_flag(&two, Some(flag("why not the number?", 1))).unwrap();
    store.set_flag(&one, Some(flag("", 2))).unwrap();
    store.set_flag(&two, Some(flag("the number of the account", 3))).unwrap();
    let all = [(one.clone(), flag("", 2)), (two.clone(), flag("the number of the account", 3))];
    assert_eq!(store.flags().unwrap(), all);
    assert_eq!(Store::open(folder.path()).unwrap().flags().unwrap(), all);

    break_writing(&store, true);
    assert!(store.set_flag(&one, None).is_err());
    assert_eq!(store.flag(&one).unwrap(), None);
    break_writing(&store, false);
    store.write_pending().unwrap();
    assert_eq!(Store::open(folder.path()).unwrap().flags().unwrap(), all[1..]);
}

#[test]
fn numbers_at_their_ends_are_kept_and_hold_nothing_up() {
    let store = Store::in_memory().unwrap();
    let most = AnswerRecord { revision: u32::MAX, hints: u8::MAX, took: u32::MAX, ..answer("03.1", i64::MAX) };
    store.record_answer(&most).unwrap();
    store.record_answer(&AnswerRecord { share: f64::NAN, ..answer("03.2", i64::MIN) }).unwrap();
    assert_eq!(store.last_answers().unwrap()[0], most);
    assert_eq!(store.last_answers().unwrap()[1].share, 0.0);
    store.save_reading("L03", reading(usize::MAX, 1, usize::MAX), 0).unwrap();
    assert_eq!(store.reading("L03").unwrap().unwrap().line, 1);
}

#[test]
fn a_lab_keeps_what_was_reached_and_after_solving_hints_count_no_more() {
    let cases = [
        ("more of everything", lab(None, 1, false, 1), lab(None, 2, true, 3), lab(None, 2, true, 3)),
        ("nothing is taken back", lab(None, 2, true, 3), lab(None, 0, false, 1), lab(None, 2, true, 3)),
        ("solving", lab(None, 1, false, 3), lab(Some(9), 1, false, 4), lab(Some(9), 1, false, 4)),
        ("hints after solving", lab(Some(9), 0, false, 4), lab(Some(9), 3, true, 2), lab(Some(9), 0, false, 4)),
        ("an old record after solving", lab(Some(9), 0, false, 4), lab(None, 2, false, 1), lab(Some(9), 0, false, 4)),
        ("the first time counts", lab(Some(9), 0, false, 4), lab(Some(12), 0, false, 4), lab(Some(9), 0, false, 4)),
        (
            "another number of goals begins anew",
            LabRecord { goals: 6, ..lab(None, 0, false, 5) },
            lab(None, 0, false, 2),
            lab(None, 0, false, 2),
        ),
    ];
    for (name, first, second, expected) in cases {
        let store = Store::in_memory().unwrap();
        store.record_lab(&first, 1).unwrap();
        store.record_lab(&second, 2).unwrap();
        assert_eq!(store.lab("B01").unwrap(), Some(expected), "{name}");
    }
}

#[test]
fn the_latest_lesson_and_lab_come_first() {
    let store = Store::in_memory().unwrap();
    for (lesson, at) in [("L01", 5), ("L02", 9), ("L03", 7), ("L01", 8)] {
        store.save_reading(lesson, Reading::default(), at).unwrap();
        store.record_lab(&LabRecord { lab: lesson.replace('L', "B"), ..LabRecord::default() }, at).unwrap();
    }
    let lessons: Vec<_> = store.readings().unwrap().into_iter().map(|(lesson, ..)| lesson).collect();
    let labs: Vec<_> = store.labs().unwrap().into_iter().map(|(record, _)| record.lab).collect();
    assert_eq!(lessons, ["L02", "L01", "L03"]);
    assert_eq!(labs, ["B02", "B01", "B03"]);
}

#[test]
fn what_was_written_is_there_when_the_program_ends_without_closing() {
    let folder = folder();
    let store = Store::open(folder.path()).unwrap();
    for write in WRITES {
        write(&store).unwrap();
    }
    let expected = everything(&Store::open(folder.path()).unwrap());
    assert_eq!(everything(&store), expected);
    // The files as they lie on the disk while the program still runs are what a killed program leaves.
    let left = tempfile::tempdir().unwrap();
    for file in fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
        if !file.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(file.path(), left.path().join(file.file_name())).unwrap();
        }
    }
    std::mem::forget(store);
    assert_eq!(everything(&Store::open(left.path()).unwrap()), expected);
    assert_eq!(everything(&Store::open(folder.path()).unwrap()), expected);
}

/// Opens a folder whose `progress.db` must be refused, and checks that nothing in it was changed, not by falling back
/// to memory either.
fn check_refused(folder: &Path) -> StoreError {
    let bytes = fs::read(file::path(folder)).unwrap();
    let error = Store::open(folder).unwrap_err();
    let fallback = Store::open_or_keep_in_memory(folder);
    assert!(fallback.notice().unwrap().contains("progress.db"), "the file is named");
    assert!(fallback.record_answer(&answer("03.1", 1)).is_err());
    assert_eq!(fallback.last_answers().unwrap(), [answer("03.1", 1)]);
    assert!(error.to_string().contains("progress.db") && error.to_string().contains("--state DIR"), "{error}");
    assert_eq!(fs::read(file::path(folder)).unwrap(), bytes, "the file was touched");
    error
}

fn filled(folder: &Path) {
    let store = Store::open(folder).unwrap();
    for at in 0..200 {
        store.record_answer(&answer(&format!("03.{at}"), at)).unwrap();
    }
}

#[test]
fn a_damaged_file_is_left_as_it_is_and_named() {
    type Spoil = fn(&mut Vec<u8>);
    let spoil: [(&str, Spoil); 4] = [
        ("text", |bytes| *bytes = b"these are my notes\n".to_vec()),
        ("a spoiled head", |bytes| bytes[..16].fill(0)),
        ("a spoiled schema", |bytes| bytes[100..4096].fill(0xa5)),
        ("the second half is missing", |bytes| bytes.truncate(bytes.len() / 2)),
    ];
    for (name, spoil) in spoil {
        let folder = folder();
        filled(folder.path());
        let mut bytes = fs::read(file::path(folder.path())).unwrap();
        spoil(&mut bytes);
        fs::write(file::path(folder.path()), bytes).unwrap();
        let error = check_refused(folder.path());
        assert!(matches!(error, StoreError::Damaged { .. }), "{name}: {error:?}");
    }
}

#[test]
fn another_programs_database_is_left_as_it_is() {
    let folder = folder();
    Connection::open(file::path(folder.path()))
        .unwrap()
        .execute_batch("CREATE TABLE t (a); PRAGMA user_version = 1")
        .unwrap();
    assert!(matches!(check_refused(folder.path()), StoreError::Damaged { .. }));
}

#[test]
fn a_newer_file_is_left_as_it_is_and_named() {
    let folder = folder();
    filled(folder.path());
    let newer = Connection::open(file::path(folder.path())).unwrap();
    newer.pragma_update(None, "user_version", 7).unwrap();
    drop(newer);
    let error = check_refused(folder.path());
    assert!(matches!(error, StoreError::Newer { found: 7, known: 5, .. }), "{error:?}");
}

#[test]
fn a_row_that_cannot_be_read_is_said_and_not_taken_for_nothing() {
    let folder = folder();
    filled(folder.path());
    Connection::open(file::path(folder.path())).unwrap().execute("UPDATE answers SET answer = '{'", ()).unwrap();
    let error = Store::open(folder.path()).unwrap().last_answers().unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

#[test]
fn records_that_cannot_be_written_are_read_back_from_memory_and_written_when_it_works_again() {
    let folder = folder();
    let reference = Store::in_memory().unwrap();
    let store = Store::open(folder.path()).unwrap();
    for (number, write) in WRITES.into_iter().enumerate() {
        write(&reference).unwrap();
        // The first of each kind is on disk, the second only in memory.
        break_writing(&store, number >= 5);
        assert_eq!(write(&store).is_err(), number >= 5);
        assert_eq!(everything(&store), everything(&reference), "after write {number}");
    }
    assert_eq!(store.pending(), 5);
    assert!(matches!(store.write_pending(), Err(StoreError::NotWritten { waiting: 5, .. })));

    break_writing(&store, false);
    store.set_setting("mouse", "on").unwrap();
    assert_eq!(store.pending(), 0);
    assert_eq!(everything(&Store::open(folder.path()).unwrap()), everything(&reference));
}

#[test]
fn what_waits_grows_with_answers_only() {
    let store = Store::in_memory().unwrap();
    break_writing(&store, true);
    for at in 0..50 {
        assert!(store.save_draft("B01", "trust.json", &"x".repeat(50), at).is_err());
        assert!(store.save_reading("L03", reading(0, 0, 50 - usize::try_from(at).unwrap()), at).is_err());
        assert!(store.record_lab(&lab(None, 0, false, 1), at).is_err());
        assert!(store.set_setting("theme", "dark").is_err());
    }
    assert_eq!(store.pending(), 4);
    assert_eq!(store.reading("L03").unwrap().unwrap().furthest, 50);
    assert!(store.record_answer(&answer("03.1", 1)).is_err());
    assert!(store.record_answer(&answer("03.1", 1)).is_err());
    assert_eq!(store.pending(), 6);
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let folder = folder();
    let store = Store::open(folder.path()).unwrap();
    let limit = |pages: i64| {
        let connection = store.connection.borrow();
        connection.as_ref().unwrap().pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
    };
    limit(1);
    let long = "x".repeat(100_000);
    let error = store.save_draft("B01", "trust.json", &long, 1).unwrap_err();
    assert_eq!(error.to_string(), "not saved yet: the disk is full; 1 kept in memory until it works again");
    assert_eq!(store.draft("B01", "trust.json").unwrap(), Some(long.clone()));
    limit(1_000_000);
    store.write_pending().unwrap();
    assert_eq!(Store::open(folder.path()).unwrap().draft("B01", "trust.json").unwrap(), Some(long));
}

#[test]
fn without_a_folder_the_learner_goes_on_and_all_is_written_once_there_is_one() {
    let place = folder();
    let folder = place.path().join("state");
    fs::write(&folder, "a file where the folder should be").unwrap();
    assert!(matches!(Store::open(&folder), Err(StoreError::Folder { .. })));

    let store = Store::open_or_keep_in_memory(&folder);
    let reference = Store::in_memory().unwrap();
    assert!(store.notice().unwrap().starts_with("progress is not saved: cannot use the state folder"));
    for write in WRITES {
        write(&reference).unwrap();
        assert!(write(&store).is_err());
        assert_eq!(everything(&store), everything(&reference));
    }
    fs::remove_file(&folder).unwrap();
    store.write_pending().unwrap();
    assert_eq!((store.pending(), store.notice()), (0, None));
    assert_eq!(everything(&store), everything(&reference));
    assert_eq!(everything(&Store::open(&folder).unwrap()), everything(&reference));
}

#[cfg(unix)]
#[test]
fn in_a_read_only_folder_the_learner_goes_on() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // The system's administrator may write everywhere: then this shows only that all goes as usual.
    let may_write = fs::write(folder.path().join("probe"), "").is_ok();
    let store = Store::open_or_keep_in_memory(folder.path());
    assert_eq!(store.record_answer(&answer("03.1", 2)).is_ok(), may_write);
    assert_eq!(store.notice().is_none(), may_write);
    assert_eq!(store.last_answers().unwrap(), [answer("03.1", 2)]);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    store.write_pending().unwrap();
    assert_eq!(Store::open(folder.path()).unwrap().last_answers().unwrap(), [answer("03.1", 2)]);
}

#[test]
fn two_stores_on_one_folder_lose_nothing() {
    let folder = folder();
    let (a, b) = (Store::open(folder.path()).unwrap(), Store::open(folder.path()).unwrap());
    for at in 0..200 {
        let store = if at % 2 == 0 { &a } else { &b };
        store.record_answer(&answer("03.1", at)).unwrap();
        store.save_reading("L03", reading(0, 0, usize::try_from(200 - at).unwrap()), at).unwrap();
        store.record_lab(&lab((at == 100).then_some(at), 0, false, u32::from(at == 100)), at).unwrap();
    }
    for store in [&a, &b] {
        let times: Vec<_> = store.answers(&QuestionId("03.1".into())).unwrap().iter().map(|record| record.at).collect();
        assert_eq!(times, (0..200).collect::<Vec<_>>());
        assert_eq!(store.reading("L03").unwrap().unwrap().furthest, 200);
        assert_eq!(store.lab("B01").unwrap(), Some(lab(Some(100), 0, false, 1)));
    }
}

#[test]
fn programs_that_start_and_write_at_the_same_moment_lose_nothing() {
    let place = folder();
    let folder = place.path().join("a/new/folder");
    std::thread::scope(|scope| {
        for program in 0..4 {
            let folder = &folder;
            scope.spawn(move || {
                let store = Store::open(folder).unwrap();
                for at in 0..50 {
                    store.record_answer(&answer(&format!("0{program}.1"), at)).unwrap();
                }
            });
        }
    });
    let store = Store::open(&folder).unwrap();
    for program in 0..4 {
        assert_eq!(store.answers(&QuestionId(format!("0{program}.1"))).unwrap().len(), 50);
    }
}

#[test]
fn a_second_round_that_is_won_is_kept_once_also_while_it_cannot_be_written() {
    let nowhere = Store::open_or_keep_in_memory(Path::new("/dev/null/nowhere"));
    for store in [Store::in_memory().unwrap(), nowhere] {
        assert!(store.rounds().unwrap().is_empty());
        for (lab, round) in [("B01", "short"), ("B13", "bare"), ("B01", "short")] {
            store.record_round(lab, round, 7).ok();
        }
        let won: Vec<(String, String)> = store.rounds().unwrap().into_iter().collect();
        assert_eq!(won, [("B01".to_owned(), "short".to_owned()), ("B13".to_owned(), "bare".to_owned())]);
        assert!(store.pending() == 0 || store.pending() == 2);
    }
}

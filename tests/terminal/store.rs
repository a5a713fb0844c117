//! State folders of every sort.

use iam_dojo::course::grade::Answer;
use iam_dojo::course::question::QuestionId;
use iam_dojo::study::store::{AnswerRecord, Millis};

use crate::support::keys::{CTRL_Q, ESC};
use crate::support::{Session, Start};
use crate::{answer_first_question, assert_calm, choose_lesson_3, empty_state, kept, quit, until_right};

/// A right answer to a question, as it was given at `at`.
pub fn right_answer(question: &str, at: Millis) -> AnswerRecord {
    AnswerRecord {
        question: QuestionId(question.into()),
        revision: 1,
        answer: Answer::Choice(0),
        right: true,
        share: 1.0,
        confidence: Some(3),
        hints: 0,
        took: 1,
        at,
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_named_and_the_program_goes_on() {
    let place = empty_state();
    let state = place.path().join("state");
    std::fs::write(&state, "no folder").unwrap();
    let mut session = Session::start(&Start { size: (160, 24), ..Start::at(&state) });
    session.until("progress is not saved").until("cannot use the state folder");
    choose_lesson_3(&mut session);
    session.send("q");
    answer_first_question(&mut session);
    session.send(ESC);
    until_right(&mut session, 1);
    session.send(CTRL_Q);
    // What could not be kept is said in the shell as well.
    assert_eq!(session.end(), 2);
    session.until("not saved yet");
    assert_calm(&session);
    assert_eq!(std::fs::read(&state).unwrap(), b"no folder");
}

#[test]
fn a_damaged_file_is_named_and_kept() {
    for damage in [b"no database at all".to_vec(), [b"SQLite format 3\0".as_slice(), &[7; 4000]].concat()] {
        let state = empty_state();
        let file = state.path().join("progress.db");
        std::fs::write(&file, &damage).unwrap();
        let mut session = Session::start(&Start { size: (200, 24), ..Start::at(state.path()) });
        session.until("progress is not saved").until("progress.db").until("damaged");
        choose_lesson_3(&mut session);
        session.send("q");
        answer_first_question(&mut session);
        session.send(CTRL_Q);
        assert_eq!(session.end(), 2);
        session.until("not saved yet");
        assert_calm(&session);
        assert_eq!(std::fs::read(&file).unwrap(), damage, "the damaged file is as it was");
    }
}

#[test]
fn two_programs_on_one_folder_lose_nothing() {
    let state = empty_state();
    let mut one = Session::start(&Start::at(state.path()));
    let mut other = Session::start(&Start { args: &["quiz", "3"], ..Start::at(state.path()) });
    one.until("Start with lesson 1");
    answer_first_question(&mut other);
    choose_lesson_3(&mut one);
    one.send("q").until("fill the blanks").send("\"x\"\r").until("How sure").send("g").until("l lesson");
    one.send(ESC);
    until_right(&mut one, 1);
    quit(&mut one);
    quit(&mut other);
    let answers = kept(state.path()).last_answers().unwrap();
    let right: Vec<bool> = answers.iter().map(|answer| answer.right).collect();
    assert_eq!(right, [true, false]);
}

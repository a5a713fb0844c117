//! A drill in the real terminal: from what is due on Home to what comes back when.

use iam_dojo::course::question::QuestionId;

use crate::store::right_answer;
use crate::support::keys::{ENTER, ESC};
use crate::support::{Session, Start};
use crate::{HOME, answer_first_question, empty_state, kept, quit};

/// Alt-B, as terminals send it.
const ALT_B: &str = "\x1bb";
/// Long ago: what was answered then is due.
const LONG_AGO: i64 = 1_700_000_000_000;

fn reviews(state: &std::path::Path) -> usize {
    kept(state).reviews(&QuestionId("03.1".into())).unwrap().len()
}

#[test]
fn what_is_due_is_drilled_from_home_and_survives_a_kill() {
    let state = empty_state();
    kept(state.path()).record_answer(&right_answer("03.1", LONG_AGO)).unwrap();
    let mut session = Session::start(&Start::at(state.path()));
    session.until("Review  1 card due").send("r").until("Drill  1 due");
    answer_first_question(&mut session);
    session.until("comes back ");
    assert_eq!(reviews(state.path()), 2, "the review is on disk before its verdict is seen");
    session.kill();

    let mut session = Session::start(&Start::at(state.path()));
    session.until(HOME).until_gone("card due");
    assert_eq!(reviews(state.path()), 2);
    // The rest is new. The next card asks for text: a key with Alt sets it aside.
    session.send("r").until("new").until("fill the blanks").send(ALT_B).until("set aside until tomorrow");
    session.wait("the mark on disk", || {
        kept(state.path()).card(&QuestionId("03.2".into())).unwrap().mark.buried.is_some()
    });
    session.send(ESC).until(HOME);
    quit(&mut session);
}

#[test]
fn a_deck_is_chosen_and_an_answer_is_taken_back() {
    let state = empty_state();
    kept(state.path()).record_answer(&right_answer("03.1", LONG_AGO)).unwrap();
    let mut session = Session::start(&Start { args: &["open", "drill"], ..Start::at(state.path()) });
    session.until("How long").until("1 due").send(ENTER);
    answer_first_question(&mut session);
    session.until("comes back ").send("u").until("taken back");
    session.wait("the answer gone", || reviews(state.path()) == 1);
    answer_first_question(&mut session);
    session
        .until("comes back ")
        .send(ENTER)
        .until("new")
        .send(ESC)
        .until("1 answer, 1 right")
        .until("What comes back when");
    session.send(ESC).until("How long").send(ESC).until(HOME);
    quit(&mut session);
}

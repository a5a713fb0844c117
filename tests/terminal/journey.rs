//! A learner's way: begin, read, answer, solve, leave, come back.

use crate::support::keys::{ENTER, ESC, SPACE};
use crate::support::{Session, Start};
use crate::{
    answer_first_question, choose_lesson_3, clear, close_story, draft, empty_state, kept, quit, trust_policy,
    until_right,
};

/// The lab's panel is in sight and is what Enter opens.
fn lab_is_next(text: &str) -> bool {
    let mut lines = text.lines().skip_while(|line| !line.contains("Lab B01"));
    lines.next().is_some() && lines.next().is_some_and(|line| line.contains("Enter opens it"))
}

/// The text in the window, without the lines that say how the lab stands.
fn reading(session: &Session) -> Vec<String> {
    let text = session.text();
    let window = text.lines().skip(2).take(19).filter(|line| !line.contains("B01") && !line.contains("Enter opens it"));
    window.map(|line| line.trim_end().to_owned()).collect()
}

#[test]
fn what_is_learned_on_the_first_evening_is_there_on_the_second() {
    let state = empty_state();
    let mut session = Session::start(&Start::at(state.path()));
    session.until("Start with lesson 1");
    until_right(&mut session, 0);
    choose_lesson_3(&mut session);
    session.send(ENTER).until("Before you read");
    session.press_until(SPACE, "a checkpoint", |text| text.contains("Enter answers them"));
    session.send(ENTER).until("question 1 of 2");
    answer_first_question(&mut session);
    session.send(ESC).until("1 of 9 answered");

    session.press_until(SPACE, "the lab", |text| text.contains("Lab B01"));
    session.press_until("j", "the lab as what Enter opens", lab_is_next);
    let before = reading(&session);
    session.send(ENTER);
    close_story(&mut session);
    session.until("goals 3 of 6");
    clear(&mut session);
    session.send(&trust_policy(r#"{ "Service": "ec2.amazonaws.com" }"#));
    session.until("What it taught").until("★★★").send(ESC).until_gone("Esc closes").until("goals 6 of 6");
    quit(&mut session);

    let mut session = Session::start(&Start::at(state.path()));
    until_right(&mut session, 1).until("1 of  9").until("1 of 2").until("★★★").until("solved");
    session.until("Continue lesson 3").press_until("k", "the lesson", |text| {
        text.lines().any(|line| line.contains('▸') && line.contains("Continue lesson 3"))
    });
    session.send(ENTER).until("1 of 9 answered").until("Lab B01");
    assert_eq!(reading(&session), before, "the lesson opens where it was");
    quit(&mut session);
}

#[test]
fn an_answer_whose_verdict_was_seen_survives_a_kill() {
    let state = empty_state();
    let mut session = Session::start(&Start::at(state.path()));
    choose_lesson_3(&mut session);
    session.send("q");
    answer_first_question(&mut session);
    session.kill();
    let answers = kept(state.path()).last_answers().unwrap();
    assert_eq!(answers.len(), 1);
    assert!(answers[0].right && answers[0].confidence == Some(3), "{answers:?}");

    let mut session = Session::start(&Start::at(state.path()));
    until_right(&mut session, 1);
    quit(&mut session);
}

#[test]
fn half_a_policy_survives_a_kill() {
    let state = empty_state();
    let mut session = Session::start(&Start::at(state.path()));
    choose_lesson_3(&mut session);
    session.send("b");
    close_story(&mut session);
    clear(&mut session);
    session.send("{\r\"Version\": \"half a policy");
    session.wait("the draft on disk", || draft(state.path(), "B01", "trust.json").contains("half a policy"));
    session.send(" and more").until("and more");
    session.kill();

    let mut session = Session::start(&Start::at(state.path()));
    session
        .until("First tru")
        .press_until("j", "the lab", |text| text.lines().any(|line| line.contains('▸') && line.contains("B01")));
    session.send(ENTER).until("half a policy");
    assert!(kept(state.path()).lab("B01").unwrap().unwrap().solved_at.is_none());
    quit(&mut session);
}

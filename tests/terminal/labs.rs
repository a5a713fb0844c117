//! Labs are solved by typing, and are not solved wrongly.

use iam_dojo::study::store::LabRecord;

use crate::support::keys::{BACKSPACE, CTRL_N, DOWN, END, ESC, F4, F6, F8, LEFT};
use crate::support::{Session, Start};
use crate::{clear, close_story, empty_state, kept, quit, trust_policy};

fn open<'a>(state: &'a std::path::Path, lab: &'a [&'a str]) -> Session {
    let mut session = Session::start(&Start { args: lab, size: (160, 40), ..Start::at(state) });
    close_story(&mut session);
    session
}

fn record(state: &std::path::Path, lab: &str) -> LabRecord {
    kept(state).lab(lab).unwrap().unwrap()
}

/// Mends both documents of B13 by typing; the cursor stands behind the name of the role in Ann's then.
fn solve_dev_to_prod(session: &mut Session) {
    session.until("JSON has no comments").until("goals 0 of 8");
    session.send(F8).send(F4).until_gone("JSON has no comments").until("goals 3 of 8");
    session.send(CTRL_N).until("FromAnOldTicket").until("role/Admin");
    session.send(&DOWN.repeat(7)).send(END).send(LEFT).send(&BACKSPACE.repeat("Admin".len())).send("ReadReports");
    session.until("What it taught").until("★★★").until("goals 8 of 8").send(ESC).until_gone("Esc closes");
}

#[test]
fn dev_to_prod_is_solved_by_mending_both_sides() {
    let state = empty_state();
    let mut session = open(state.path(), &["open", "lab", "b13"]);
    solve_dev_to_prod(&mut session);
    quit(&mut session);
    let record = record(state.path(), "B13");
    assert!(record.solved_at.is_some() && record.hints == 0 && !record.solution_seen, "{record:?}");
}

#[test]
fn dev_to_prod_is_spoiled_looked_into_and_repaired() {
    let state = empty_state();
    let mut session = open(state.path(), &["open", "lab", "b13"]);
    solve_dev_to_prod(&mut session);

    // A star in place of the role's name lets Ann into Admin, and the walk says by which statement.
    session.send(&BACKSPACE.repeat("ReadReports".len())).send("*").until("goals 6 of 8");
    session.until("✗ Ann may not put on Prod's Admin").until("allowed, and must not be");
    session.send(ESC).until_gone("leave the text");
    session.press_until("g", "the goal that fails", |text| text.contains("? Ann may not put on Prod's Admin"));
    session.send("s").until("sts:AssumeRole on role/Admin").until("FromAnOldTicket allows it");

    session.press_until(F6, "the text", |text| text.contains("leave the text"));
    session.send(BACKSPACE).send("ReadReports").until("goals 8 of 8").until("Solved · ★★★");
    session.until("✓ Ann may not put on Prod's Admin").until("denied, as due");
    assert!(!session.text().contains("Esc closes"), "it is not solved for the first time:\n{}", session.text());
    quit(&mut session);
    let record = record(state.path(), "B13");
    assert!(record.solved_at.is_some() && record.best_goals == 8 && record.hints == 0, "{record:?}");
}

#[test]
fn first_trust_is_not_solved_by_a_wrong_principal() {
    let wrong = [
        r#"{ "Service": "lambda.amazonaws.com" }"#,
        r#"{ "AWS": "111122223333" }"#,
        r#"{ "Service": "ec2.amazonaws.com", "AWS": "111122223333" }"#,
        r#""*""#,
    ];
    let state = empty_state();
    let mut session = open(state.path(), &["open", "lab", "b01"]);
    for principal in wrong {
        clear(&mut session);
        session.send(&trust_policy(principal));
        // The cursor stands behind the last key.
        session.until("7:33").until("AWS would save this document").until_gone("the last good result");
        assert!(!session.text().contains("Solved"), "{}", session.text());
    }
    quit(&mut session);
    let record = record(state.path(), "B01");
    assert!(record.solved_at.is_none() && (1..6).contains(&record.best_goals), "{record:?}");
}

#[test]
fn first_trust_is_not_solved_while_somebody_unnamed_gets_in() {
    // All that the goals name is as it should be; the container service, which none of them names, gets in too.
    let state = empty_state();
    let mut session = open(state.path(), &["open", "lab", "b01"]);
    clear(&mut session);
    session.send(&trust_policy(r#"{ "Service": ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"] }"#));
    session.until("7:33").until("Another AWS service gets in").until_gone("the last good result");
    assert!(!session.text().contains("Solved"), "{}", session.text());
    quit(&mut session);
    assert!(record(state.path(), "B01").solved_at.is_none());
}

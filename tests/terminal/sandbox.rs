//! A world of one's own is built with the keyboard, asked, saved, and there again.

use std::path::Path;

use crate::support::keys::{CTRL_A, CTRL_K, CTRL_N, CTRL_S, DOWN, END, ENTER, ESC, F2, F5, HOME, RIGHT, TAB, UP};
use crate::support::{Session, Start};
use crate::{clear, empty_state, quit, trust_policy};

/// Fills in the form that `keys` open, keeps it, and waits for what it adds to the tree.
fn add(session: &mut Session, opens: &str, title: &str, filled: &str, added: &str) {
    session.send(opens).until(title).send(filled).send(CTRL_S);
    session.until_gone(title).until(added);
}

/// Types a permissions policy of one statement in place of what the document in front has.
fn type_permissions(session: &mut Session, action: &str, resource: &str) {
    clear(session);
    session.send(&format!(
        "{{\r\"Version\": \"2012-10-17\",\r\"Statement\": [\r{{\r\"Effect\": \"Allow\",\r\"Action\": \"{action}\",\r\
         \"Resource\": \"{resource}\""
    ));
    session.until(&format!("\"{resource}\""));
}

/// Opens the world, and holds that all of it is there.
fn see_the_world(session: &mut Session) {
    session.send(F2).until("account dev").until("account prod").until("Prod 444455556666");
    session.until_true("ann with her policy", |text| {
        text.lines().any(|line| line.contains("user ann") && line.contains("P allow-ann"))
    });
    session.until_true("the role with its policies", |text| {
        text.lines().any(|line| line.contains("role Reader") && line.contains("T trust-reader  P allow-reader"))
    });
    session.send(ESC).until_gone("account prod");
}

fn start<'a>(state: &'a Path, args: &'a [&'a str]) -> Session {
    Session::start(&Start { args, ..Start::at(state) })
}

#[test]
fn a_world_built_by_forms_is_asked_saved_and_opened_again() {
    let state = empty_state();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.toml");
    let mut session = start(state.path(), &["open", "sandbox"]);
    session.until("begin from a scenario").send(F5).until("Esc closes").send("my own").until("A world of my own");
    session.send(ENTER).until("My world");

    // The tree: an account, a user of the first, a role of the second, a policy for each.
    session.until("account dev");
    let account = format!("{UP}a{DOWN}prod{DOWN}444455556666{DOWN}Prod");
    add(&mut session, "a", "Add to the world", &account, "account prod");
    add(&mut session, &format!("{HOME}a"), "Add to the world", "ann", "user ann");
    let role = format!("{UP}r{DOWN}{CTRL_K}prod/Reader");
    add(&mut session, "a", "Add to the world", &role, "T trust-reader");
    add(&mut session, "p", "A policy for role prod/Reader", "", "P allow-reader");
    add(&mut session, &format!("{HOME}{DOWN}p"), "A policy for user dev/ann", "", "P allow-ann");

    // The documents, from the trust policy on.
    session.send(&format!("{END}{RIGHT}{DOWN}")).until("Trust policy of role prod/Reader").send(ENTER);
    session.until("F6 shows why");
    clear(&mut session);
    session.send(&trust_policy(r#"{ "AWS": "111122223333" }"#)).until("7:33");
    session.send(CTRL_N);
    type_permissions(&mut session, "s3:GetObject", "arn:aws:s3:::reports/*");
    session.send(CTRL_N);
    type_permissions(&mut session, "sts:AssumeRole", "arn:aws:iam::444455556666:role/Reader");

    // A request: Ann puts the role on and reads a report.
    session.send(ESC).until("F6 back to the text").send("n").until("a new request");
    session.send(&format!("{TAB}{TAB}{ENTER}")).until("which role?").send("prod/Rea").until("↑↓ choose");
    session.send(&format!("{DOWN}{ENTER}{TAB}{TAB}{TAB}s3:getobj")).until("GetObject").send(&format!("{DOWN}{ENTER}"));
    session.send(&format!("{ENTER}arn:aws:s3:::reports/x")).until("check 2 of 2").until("✓ allowed");
    session.send(CTRL_S).until("1 allowed").until("dev/ann as prod/Reader s3:GetObject");

    session.send(CTRL_S).until("Save the scenario to a file").until("my-world.toml");
    session.send(&format!("{CTRL_A}{CTRL_K}{}", file.display())).send(ENTER).until("and 3 more");
    quit(&mut session);
    for document in ["trust-reader.json", "allow-reader.json", "allow-ann.json"] {
        assert!(folder.path().join(document).is_file(), "{document}");
    }

    // Somebody else opens the file, who has nothing but it.
    let state = empty_state();
    let file = file.display().to_string();
    let mut session = start(state.path(), &["open", "sandbox", &file]);
    session.until("My world").until("shop.toml").until("1 allowed");
    see_the_world(&mut session);
    quit(&mut session);
}

//! The reasons: what is lit, foreseen, compared, and the change that would turn a goal.

use super::*;

#[test]
fn a_step_lights_its_place_in_whichever_tab_holds_it() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    assert_eq!(screen.desk.tab, 0);
    screen.act(Action::NextGoal, &mut shared);
    assert_eq!((screen.goal, screen.desk.tab), (1, 1), "the permissions policy decides");
    let lit = screen.lit().unwrap();
    assert_eq!(lit.slice(screen.desk.tabs[1].editor.text()), "\"arn:aws:s3:::c/*\"");
    while screen.walk.at() > 0 {
        screen.act(Action::PreviousStep, &mut shared);
    }
    screen.act(Action::NextStep, &mut shared);
    while screen.walk.steps()[screen.walk.at()].badge != Some(PolicyKind::Trust) {
        screen.act(Action::NextStep, &mut shared);
    }
    assert_eq!(screen.desk.tab, 0);
    screen.act(Action::Decider, &mut shared);
    assert_eq!(screen.desk.tab, 1);
}

fn is_marked(screen: &LabScreen, step: usize) -> bool {
    screen.statement_at_cursor().is_some_and(|(document, range)| screen.walk.is_about(step, document, range))
}

#[test]
fn the_statement_under_the_cursor_marks_its_steps() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    screen.act(Action::NextGoal, &mut shared);
    screen.focus = Focus::Text;
    let at = screen.desk.tabs[1].editor.text().find("s3:GetObject").unwrap();
    screen.desk.tabs[1].editor.put_cursor(at);
    let marked: Vec<&str> = screen
        .walk
        .steps()
        .iter()
        .enumerate()
        .filter(|(step, _)| is_marked(&screen, *step))
        .map(|(_, step)| step.label.as_str())
        .collect();
    assert_eq!(marked, ["Read", "Effect", "Action", "Resource"]);
    screen.desk.tabs[1].editor.put_cursor(0);
    assert!((0..screen.walk.steps().len()).all(|step| !is_marked(&screen, step)));
}

#[test]
fn the_chosen_step_is_found_again_after_a_change() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    screen.act(Action::NextGoal, &mut shared);
    let action = screen.walk.steps().iter().rposition(|step| step.label == "Action").unwrap();
    screen.walk.why.go(action);
    write(&mut screen, &mut shared, 1, &PERM.replace("\"Sid\": \"Read\", ", "").replace("b/*", "d/*"));
    assert_eq!(screen.walk.steps()[screen.walk.at()].label, "Action");
    write(&mut screen, &mut shared, 1, r#"{ "Version": "2012-10-17", "Statement": [] }"#);
    assert_eq!(screen.walk.at(), screen.walk.why.decider(), "gone: back to the decider");
}

#[test]
fn only_the_call_that_is_looked_at_is_unfolded() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    screen.act(Action::NextGoal, &mut shared);
    let levels = |screen: &LabScreen, hop: usize| {
        screen.walk.why.shown().iter().filter(|(at, _)| screen.walk.steps()[*at].hop == hop).count()
    };
    assert!(levels(&screen, 0) == 1 && levels(&screen, 1) > 3);
    screen.walk.why.go(0);
    assert_eq!(screen.walk.steps()[0].level, WalkLevel::Hop);
    assert!(levels(&screen, 0) > 3 && levels(&screen, 1) == 1);
}

#[test]
fn what_one_expects_is_asked_once_for_each_goal_and_the_list_does_not_tell() {
    let (_, mut shared) = open();
    walk::want(true, &mut shared);
    let mut screen = LabScreen::of(lab(), "lesson 3".into(), &mut shared).unwrap();
    assert!(screen.walk.is_asking() && screen.lit().is_none());
    let shown = drawn(&mut screen, &shared, (120, 34));
    assert!(shown.contains("Before you look") && shown.contains("F6 comes here"), "{shown}");
    assert!(shown.contains("what do you expect?") && !shown.contains("not allowed yet  "), "{shown}");
    screen.act(Action::NextPane, &mut shared);
    assert!(screen.contexts().contains(&Context::Foresee) && screen.choices() == 3);
    screen.key(KeyEvent::from(KeyCode::Char('d')), &mut shared);
    assert!(shared.notice.take().is_some_and(|words| words.contains("first say what you expect")));
    screen.act(Action::Choose(3), &mut shared);
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("As you said: implicitly denied."));
    screen.act(Action::NextGoal, &mut shared);
    assert!(screen.walk.is_asking(), "another goal");
    screen.act(Action::Up, &mut shared);
    assert!(!screen.walk.is_asking(), "once");
    screen.act(Action::Down, &mut shared);
    write(&mut screen, &mut shared, 0, TRUST);
    assert!(!screen.walk.is_asking(), "who writes has something else in mind");
    screen.focus = Focus::Goals;
    screen.act(Action::PredictFirst, &mut shared);
    screen.act(Action::PredictFirst, &mut shared);
    assert!(screen.walk.is_asking(), "asked anew when it is switched on");
    screen.act(Action::PredictFirst, &mut shared);
    assert!(!screen.walk.is_asking() && !walk::is_wanted(&mut shared, true));
}

#[test]
fn asking_first_is_on_in_the_first_ten_lessons_only() {
    let mut shared = shared();
    for (lesson, expected) in [("L01", true), ("L10", true), ("L11", false), ("L23", false), ("", false)] {
        assert_eq!(LabScreen::predicts(lesson, &mut shared), expected, "{lesson}");
    }
}

#[test]
fn a_goal_is_compared_with_one_that_ends_otherwise() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    screen.focus = Focus::Goals;
    screen.act(Action::Compare, &mut shared);
    assert!(screen.walk.is_comparing() && screen.beside == 1);
    assert!(screen.contexts().contains(&Context::Compare));
    let shown = drawn(&mut screen, &shared, (120, 34));
    assert!(shown.contains("EC2 may put it on") && shown.contains("the app reads b/x"), "{shown}");
    screen.act(Action::NextGoal, &mut shared);
    assert!(screen.walk.is_comparing(), "there are two: it stays");
    screen.act(Action::Compare, &mut shared);
    assert!(!screen.walk.is_comparing());
    for key in [Action::NextPane, Action::NextGoal] {
        screen.focus = Focus::Goals;
        screen.act(Action::Compare, &mut shared);
        screen.act(key, &mut shared);
        assert_eq!(screen.walk.is_comparing(), key == Action::NextGoal);
    }
}

#[test]
fn the_smallest_change_is_a_hint_with_its_price() {
    let (mut screen, mut shared) = open();
    write(&mut screen, &mut shared, 0, TRUST);
    screen.act(Action::NextGoal, &mut shared);
    screen.focus = Focus::Walk;
    let asked = screen.act(Action::SmallestChange, &mut shared);
    assert_eq!(overlays(&asked), ["See the smallest change that reaches this goal?"]);
    assert!(matches!(&asked[..], [Command::Show(Overlay::Confirm(c))] if c.detail.contains("★★.")), "{asked:?}");
    assert_eq!(screen.play.record.hints, 0, "not before it was said yes to");
    screen.confirmed(Action::SmallestChange, &mut shared);
    assert_eq!((screen.play.stars(), shared.store.lab("T1").unwrap().unwrap().hints), (2, 1));
    let shown = drawn(&mut screen, &shared, (120, 50));
    assert!(shown.contains("Smallest change") && shown.contains("arn:aws:s3:::b/x to Resource"), "{shown}");
    assert!(screen.act(Action::SmallestChange, &mut shared).is_empty(), "the next one is free");
    write(&mut screen, &mut shared, 1, PERM);
    screen.done(&Done::Beat(PAUSE_NUMBER), &mut shared);
    screen.focus = Focus::Walk;
    assert!(screen.act(Action::SmallestChange, &mut shared).is_empty());
    assert!(shared.notice.as_deref().is_some_and(|words| words.contains("reached")));
}

#[test]
fn a_walk_plays_on_beats_and_not_on_other_waits() {
    let (mut screen, mut shared) = open();
    screen.focus = Focus::Walk;
    let commands = screen.act(Action::Play, &mut shared);
    let [Command::Effect(Effect::Work(Job::Beat { number, .. }))] = commands[..] else { panic!("{commands:?}") };
    assert!(screen.done(&Done::Waited, &mut shared).is_empty());
    assert_eq!(screen.walk.at(), 0);
    assert_eq!(screen.done(&Done::Beat(number), &mut shared).len(), 1);
    assert_eq!(screen.walk.at(), 1);
    screen.leave(&mut shared);
    assert!(screen.done(&Done::Beat(number + 1), &mut shared).is_empty(), "elsewhere nothing goes on");
}

#[test]
fn whoever_looks_at_reasons_comes_back_to_where_the_text_was_left() {
    for size in [Rect::new(0, 0, 80, 24), Rect::new(0, 0, 120, 22)] {
        let (mut screen, mut shared) = open();
        write(&mut screen, &mut shared, 0, TRUST);
        let long = PERM.replace("b/*", "c/*").replace("[\n", &format!("[{}", "\n".repeat(60)));
        write(&mut screen, &mut shared, 1, &long);
        screen.desk.choose_tab(0);
        screen.desk.tabs[0].editor.put_cursor(40);
        screen.desk.tabs[1].editor.put_cursor(3);
        screen.prepare(size, &shared);
        let cursors = |screen: &LabScreen| [0, 1].map(|tab| screen.desk.tabs[tab].editor.cursor());
        screen.act(Action::PreviousPane, &mut shared);
        screen.prepare(size, &shared);
        screen.choose_goal(1);
        screen.act(Action::Decider, &mut shared);
        assert_eq!(screen.desk.tab, 1, "the walk shows what it looks at");
        for action in [Action::PreviousStep, Action::NextStep, Action::PageUp] {
            screen.act(action, &mut shared);
            screen.prepare(size, &shared);
        }
        let back = if screen.focus == Focus::Goals { Action::PreviousPane } else { Action::NextPane };
        screen.act(back, &mut shared);
        screen.prepare(size, &shared);
        assert_eq!((screen.focus, screen.desk.tab, cursors(&screen)), (Focus::Text, 0, [40, 3]));

        // Who chooses a tab meanwhile is where that tab is.
        screen.act(Action::PreviousPane, &mut shared);
        screen.choose_goal(0);
        screen.act(Action::NextTab, &mut shared);
        let chosen = screen.desk.tab;
        screen.act(Action::NextPane, &mut shared);
        assert_eq!((screen.focus, screen.desk.tab), (Focus::Text, chosen));
    }
}

#[test]
fn a_request_that_must_not_pass_and_does_says_what_it_carries() {
    let (screen, mut shared) = open();
    let carries = |screen: &LabScreen| screen.walk.steps().iter().any(|step| step.label == "the request carries");
    assert!(!carries(&screen), "the goals want it allowed");
    let mut file = screen.play.lab.file.clone();
    file.requests[0].expect = file.requests[2].expect.clone();
    let starter = vec![TRUST.to_owned(), PERM.to_owned()];
    let lab = Lab { file, starter, ..Lab::clone(&lab()) };
    let scenario = crate::course::grade::with_documents(&lab, &lab.starter);
    let mut screen = LabScreen::of(Arc::new(Lab { scenario, ..lab }), String::new(), &mut shared).unwrap();
    assert!(carries(&screen) && !screen.play.grade.goals[0].reached);
    screen.choose_goal(1);
    assert!(!carries(&screen));
}

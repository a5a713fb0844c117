//! The requests of a scenario: chosen, walked, compared, turned, written.

use super::*;

#[test]
fn the_smallest_change_is_shown_made_and_taken_back() {
    let mut shared = shared();
    let mut screen = with_scenario("ec2-reads-s3", &mut shared);
    screen.act(Action::Back, &mut shared);
    assert!(screen.contexts().contains(&Context::Requests));
    screen.choose(2);
    assert_eq!(act(&mut screen, &mut shared, Action::SmallestChange), []);
    let shown = drawn(&mut screen, &shared, (120, 34));
    assert!(shown.contains("Let it through") && shown.contains("+ ") && shown.contains("s3:PutObject"), "{shown}");
    assert_eq!(screen.contexts()[0], Context::Change);
    act(&mut screen, &mut shared, Action::Back);
    assert_eq!(signs(&screen), "++oooo", "nothing was made");
    act(&mut screen, &mut shared, Action::SmallestChange);
    act(&mut screen, &mut shared, Action::Enter);
    assert_eq!(signs(&screen), "+++ooo");
    let text = screen.desk.front().unwrap().editor.text().to_owned();
    assert!(text.contains("s3:PutObject"), "{text}");
    screen.focus = Focus::Text;
    screen.act(Action::Undo, &mut shared);
    assert_eq!(signs(&screen), "++oooo");
    screen.choose(0);
    act(&mut screen, &mut shared, Action::SmallestChange);
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("Shut it out"));
    act(&mut screen, &mut shared, Action::Enter);
    assert!(signs(&screen).starts_with('o') || signs(&screen).starts_with('x'));
}

#[test]
fn requests_are_chosen_and_walked() {
    let mut shared = shared();
    let mut screen = with_scenario("dev-to-prod", &mut shared);
    drawn(&mut screen, &shared, (120, 34));
    act(&mut screen, &mut shared, Action::NextPane);
    assert_eq!(screen.focus, Focus::Requests);
    for (action, chosen) in
        [(Action::Down, 1), (Action::NextGoal, 2), (Action::Up, 1), (Action::Last, 6), (Action::First, 0)]
    {
        act(&mut screen, &mut shared, action);
        assert_eq!(screen.case.as_ref().unwrap().chosen, chosen);
    }
    act(&mut screen, &mut shared, Action::Enter);
    assert_eq!(screen.focus, Focus::Walk);
    assert_eq!(screen.desk.front().unwrap().title, "read-reports.json", "where the decision fell");
    assert!(screen.lit().is_some());
    assert!(matches!(act(&mut screen, &mut shared, Action::Story).as_slice(), [Command::Show(Overlay::Text(_))]));
    act(&mut screen, &mut shared, Action::NextPane);
    assert_eq!(screen.focus, Focus::Text);
    assert_eq!(act(&mut screen, &mut shared, Action::Back), []);
    assert_eq!(act(&mut screen, &mut shared, Action::Back), [Command::Back]);
}

#[test]
fn a_request_is_compared_with_another_and_foreseen() {
    let mut shared = shared();
    let mut screen = with_scenario("ec2-reads-s3", &mut shared);
    screen.act(Action::Back, &mut shared);
    act(&mut screen, &mut shared, Action::Compare);
    assert!(screen.contexts().contains(&Context::Compare));
    let shown = drawn(&mut screen, &shared, (120, 34));
    assert!(shown.contains("The application reads an object") && shown.contains("The application writes"), "{shown}");
    act(&mut screen, &mut shared, Action::NextGoal);
    assert!(drawn(&mut screen, &shared, (80, 22)).contains("another bucket"));
    act(&mut screen, &mut shared, Action::Compare);
    assert!(screen.contexts().contains(&Context::Requests) && screen.choices() == 0);
    act(&mut screen, &mut shared, Action::PredictFirst);
    assert!(screen.contexts().contains(&Context::Foresee) && screen.choices() == 3);
    shared.notice = None;
    screen.key(KeyEvent::from(KeyCode::Char('d')), &mut shared);
    assert!(shared.notice.as_deref().is_some_and(|words| words.contains("first say what you expect")));
    act(&mut screen, &mut shared, Action::Skip);
    assert_eq!(screen.choices(), 0);
    act(&mut screen, &mut shared, Action::NextGoal);
    assert_eq!(screen.choices(), 3, "asked once for each");
    act(&mut screen, &mut shared, Action::PredictFirst);
    assert_eq!(screen.choices(), 0);
    act(&mut screen, &mut shared, Action::Play);
    assert!(screen.beat(0).is_empty(), "an old wait means nothing");
}

#[test]
fn a_smallest_change_that_needs_a_policy_more_attaches_it_and_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut shared = shared();
    let (mut screen, file) = with_written_out(folder.path(), &mut shared);
    screen.choose(1);
    act(&mut screen, &mut shared, Action::SmallestChange);
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("Give the user dev/ann a permissions policy"));
    act(&mut screen, &mut shared, Action::Enter);
    assert_eq!(signs(&screen), "++");
    assert_eq!(screen.desk.front().unwrap().title, "policy 1 of dev/ann");
    act(&mut screen, &mut shared, Action::Save);
    let saved = std::fs::read_to_string(&file).unwrap();
    assert!(saved.contains("name = \"dev/ann\" # has nothing yet\npolicies = ["), "{saved}");
    act(&mut screen, &mut shared, Action::TakeBack);
    assert_eq!((signs(&screen).as_str(), screen.desk.tabs.len()), ("+o", 2));
    act(&mut screen, &mut shared, Action::Save);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), WRITTEN_OUT);
    act(&mut screen, &mut shared, Action::TakeBack);
    assert_eq!(shared.notice.as_deref(), Some("nothing was changed in the world"));
}

#[test]
fn a_request_is_removed_and_brought_back_with_what_was_written_since() {
    let folder = tempfile::tempdir().unwrap();
    let mut shared = shared();
    let (mut screen, _) = with_written_out(folder.path(), &mut shared);
    screen.choose(1);
    act(&mut screen, &mut shared, Action::Remove);
    assert_eq!((signs(&screen).as_str(), screen.case.as_ref().unwrap().chosen), ("+", 0));
    front(&mut screen, "trust policy of dev/App");
    let trust = screen.desk.front().unwrap().editor.text().replace("ec2", "lambda");
    write(&mut screen, &mut shared, &trust);
    act(&mut screen, &mut shared, Action::TakeBack);
    assert_eq!(signs(&screen), "oo");
    assert!(screen.desk.tabs[0].editor.text().contains("lambda"));
    assert!(screen.case.as_ref().unwrap().text().contains("# What is asked."));
}

#[test]
fn requests_are_written_changed_and_begun_from_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let mut shared = shared();
    let (mut screen, file) = with_written_out(folder.path(), &mut shared);
    screen.act(Action::Back, &mut shared);
    press(&mut screen, &mut shared, KeyCode::Char('r'));
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("Request  read"));
    press(&mut screen, &mut shared, KeyCode::Esc);
    assert!(screen.place.is_none());
    let message = "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: s3:PutObject on resource: \
                   \"arn:aws:s3:::data/new\" because no identity-based policy allows the s3:PutObject action";
    screen.paste(message, &mut shared);
    assert!(drawn(&mut screen, &shared, (120, 34)).contains("s3:PutObject"));
    let Some(Place::Builder(builder)) = &screen.place else { panic!("no builder") };
    let mut spec = builder.spec().clone();
    spec.name = "ann-writes".into();
    let kept = draft::Change::PutRequest(Box::new(spec));
    screen.place = None;
    assert!(screen.change_world(&[kept], &mut shared));
    assert_eq!(signs(&screen), "+oo");
    act(&mut screen, &mut shared, Action::Save);
    let saved = std::fs::read_to_string(&file).unwrap();
    assert!(saved.starts_with(WRITTEN_OUT) && saved.contains("name = \"ann-writes\""), "{saved}");
}

#[test]
fn a_request_without_words_of_its_own_says_who_as_which_roles_and_for_what() {
    let words = |toml: &str| case::words_of(&toml::from_str(toml).unwrap());
    for (toml, said) in [
        ("name = 'r'\ntext = 'Ann reads'\nwho = 'user dev/ann'", "Ann reads"),
        ("name = 'r'\nwho = 'user dev/ann'\nthrough = ['prod/Reader']", "dev/ann as prod/Reader"),
        (
            "name = 'r'\nwho = 'user dev/ann'\nthrough = ['dev/A', 'prod/B']\naction = 's3:GetObject'\nresource = 'arn:aws:s3:::r/x'",
            "dev/ann as dev/A as prod/B s3:GetObject arn:aws:s3:::r/x",
        ),
        ("name = 'r'\nwho = 'service ec2.amazonaws.com'\nthrough = ['dev/A']", "ec2.amazonaws.com as dev/A"),
        ("name = 'r'\nwho = 'anonymous'\naction = 's3:ListBucket'\nresource = '*'", "anonymous s3:ListBucket *"),
    ] {
        assert_eq!(words(toml), said);
    }
}

#[test]
fn what_if_and_the_table_stand_in_place_of_the_desk_for_a_while() {
    let mut shared = shared();
    let mut screen = open(None, &mut shared);
    act(&mut screen, &mut shared, Action::Matrix);
    assert!(screen.place.is_none() && shared.notice.take().unwrap().contains("needs a scenario"));
    give(&mut screen, &mut shared, Action::Scenario, "dev-to-prod");
    screen.act(Action::Back, &mut shared);
    press(&mut screen, &mut shared, KeyCode::Char('m'));
    assert_eq!(screen.contexts()[0], Context::Matrix);
    for size in [(80, 22), (120, 34), (200, 58)] {
        drawn(&mut screen, &shared, size);
    }
    press(&mut screen, &mut shared, KeyCode::Enter);
    assert!(screen.place.is_none() || matches!(screen.place, Some(Place::Builder(_))));
    screen.place = None;
    screen.focus = Focus::Requests;
    press(&mut screen, &mut shared, KeyCode::Char('w'));
    assert_eq!(screen.contexts()[0], Context::WhatIf);
    drawn(&mut screen, &shared, (80, 22));
    press(&mut screen, &mut shared, KeyCode::Char('s'));
    assert!(matches!(screen.place, Some(Place::Builder(_))), "a request with other keys is written to its end");
    press(&mut screen, &mut shared, KeyCode::Esc);
    assert!(screen.place.is_none());
    let copied = press(&mut screen, &mut shared, KeyCode::Char('y'));
    assert!(matches!(copied.as_slice(), [Command::Effect(Effect::Copy(text))] if text.contains("aws sts assume-role")));
}

#[test]
fn whoever_looks_at_reasons_comes_back_to_where_the_text_was_left() {
    for size in [Rect::new(0, 0, 80, 24), Rect::new(0, 0, 120, 22)] {
        let mut shared = shared();
        let mut screen = with_scenario("third-party", &mut shared);
        screen.go_to_text();
        screen.desk.choose_tab(0);
        screen.desk.with_editor(|editor| editor.put_cursor(10));
        screen.prepare(size, &shared);
        screen.act(Action::PreviousPane, &mut shared);
        let mut shown = BTreeSet::new();
        for action in [Action::Decider, Action::PreviousStep, Action::PreviousStep, Action::NextGoal, Action::Decider] {
            screen.act(action, &mut shared);
            screen.prepare(size, &shared);
            shown.insert(screen.desk.tab);
        }
        assert!(shown.len() > 1, "the walk shows what it looks at");
        while screen.focus != Focus::Text {
            screen.act(Action::NextPane, &mut shared);
            screen.prepare(size, &shared);
        }
        let cursor = screen.desk.front().map(|tab| tab.editor.cursor());
        assert_eq!((screen.desk.tab, cursor), (0, Some(10)));
    }
}

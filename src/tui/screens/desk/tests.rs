use std::sync::Arc;

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::course::Course;
use crate::diagnostic::Severity;
use crate::iam::about::List;
use crate::iam::complete::{Completion, Proposal, Sort};
use crate::iam::policy::PolicyKind;
use crate::study::Store;
use crate::tui::app::Hits;
use crate::tui::theme::{Depth, Palette, Theme};

const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };
const TRUST: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}";

fn shared() -> Shared {
    Shared {
        course: Arc::new(Course::built_in().unwrap()),
        store: Store::in_memory().unwrap(),
        progress: crate::study::progress::Progress::default(),
        theme: THEME,
        now: 7,
        size: (80, 24),
        notice: None,
    }
}

/// A desk with these documents, fitted to 80 by 20.
fn desk(texts: &[&str]) -> Desk {
    let tab =
        |(at, text): (usize, &&str)| Tab::new(at.to_string(), format!("policy {at}"), PolicyKind::Trust, text, true);
    let mut desk = Desk::new(texts.iter().enumerate().map(tab).collect(), Surroundings::default());
    fit(&mut desk);
    desk
}

fn fit(desk: &mut Desk) {
    let area = Rect::new(0, 0, 80, 20);
    let areas = Areas {
        tabs: Rect { height: 1, ..area },
        text: Rect { y: 1, height: 15, ..area },
        status: Rect { y: 17, height: 3, ..area },
        bounds: area,
        inside: None,
    };
    desk.fit(areas, &THEME);
}

fn drawn(desk: &mut Desk) -> (String, Hits) {
    fit(desk);
    let mut terminal = Terminal::new(TestBackend::new(80, 20)).unwrap();
    let mut hits = Hits::default();
    terminal
        .draw(|frame| {
            desk.draw(frame, Extras { focused: true, ..Extras::default() }, &THEME, &mut hits);
            desk.draw_panels(frame, &THEME, &mut hits);
        })
        .unwrap();
    (terminal.backend().to_string(), hits)
}

fn proposal(label: &str) -> Proposal {
    let insert = Insert { text: label.into(), places: Vec::new() };
    Proposal { label: label.into(), detail: "Write".into(), sort: Sort::Action, insert, matched: vec![0] }
}

/// Opens a list of three proposals for the word `range`.
fn with_list(desk: &mut Desk, range: TextRange, asked: bool) {
    let proposals = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"].map(proposal).to_vec();
    desk.popup = Some(Popup::new(Completion { range, proposals, is_whole: false }, asked));
    fit(desk);
}

fn is_changed(reply: &Reply) -> bool {
    matches!(reply, Reply::Changed(_))
}

#[test]
fn behind_a_whole_word_the_list_closes_until_it_is_asked_for_or_the_word_goes_on() {
    let mut desk = desk(&[r#"{"Statement": {"Principal": {"Service": "lambda.amazonaws.co"}}}"#]);
    let mut shared = shared();
    desk.with_editor(|editor| editor.put_cursor(editor.text().find("\"}").unwrap()));
    desk.key(KeyEvent::from(KeyCode::Char('m')), &mut shared);
    assert_eq!(desk.popup, None);
    desk.act(Action::Complete, &mut shared);
    assert!(desk.popup.is_some());
    let mut desk = self::desk(&[r#"{"Statement": {"Action": "sts:AssumeRol"}}"#]);
    desk.with_editor(|editor| editor.put_cursor(editor.text().find("\"}").unwrap()));
    for (key, open) in [('e', false), ('W', true)] {
        desk.key(KeyEvent::from(KeyCode::Char(key)), &mut shared);
        assert_eq!(desk.popup.is_some(), open, "{key}");
    }
}

#[test]
fn a_list_that_opened_by_itself_takes_neither_enter_nor_tab() {
    let mut desk = desk(&["\"st\""]);
    desk.with_editor(|editor| editor.put_cursor(3));
    with_list(&mut desk, TextRange::new(1, 3), false);
    assert_eq!(desk.contexts(true), [Context::Completion, Context::Editor, Context::Desk]);
    let keys = |desk: &Desk, code| crate::tui::keymap::action_for(&desk.contexts(true), KeyEvent::from(code));
    assert_eq!((keys(&desk, KeyCode::Enter), keys(&desk, KeyCode::Tab)), (None, None));
    assert_eq!(keys(&desk, KeyCode::Down), Some(Action::Down));

    let mut shared = shared();
    desk.act(Action::Down, &mut shared);
    assert_eq!((keys(&desk, KeyCode::Enter), keys(&desk, KeyCode::Tab)), (Some(Action::Take), Some(Action::Take)));
    desk.act(Action::Down, &mut shared);
    assert!(is_changed(&desk.act(Action::Take, &mut shared)));
    assert_eq!(desk.tabs[0].editor.text(), "\"sts:TagSession\"");
    assert_eq!(desk.tabs[0].editor.cursor(), 15);
    assert_eq!(desk.popup, None);
    desk.act(Action::Undo, &mut shared);
    assert_eq!(desk.tabs[0].editor.text(), "\"st\"", "one step of undo");
}

#[test]
fn a_list_that_was_asked_for_gives_its_first_to_tab_alone() {
    let mut desk = desk(&["\"st\""]);
    with_list(&mut desk, TextRange::new(1, 3), true);
    let enter = KeyEvent::from(KeyCode::Enter);
    assert_eq!(crate::tui::keymap::action_for(&desk.contexts(true), enter), None);
    assert!(desk.contexts(true).contains(&Context::Asked));
    desk.act(Action::Take, &mut shared());
    assert_eq!(desk.tabs[0].editor.text(), "\"sts:AssumeRole\"");
}

#[test]
fn a_list_is_left_upwards_and_by_every_other_key() {
    let mut shared = shared();
    let mut desk = desk(&["\n\"st\""]);
    desk.with_editor(|editor| editor.put_cursor(4));
    with_list(&mut desk, TextRange::new(2, 4), false);
    desk.act(Action::Up, &mut shared);
    assert_eq!((desk.popup.is_none(), desk.tabs[0].editor.place().line), (true, 0));
    for action in [Action::Undo, Action::NextTab, Action::Problems, Action::NextProblem] {
        with_list(&mut desk, TextRange::new(2, 4), true);
        desk.act(action, &mut shared);
        assert_eq!(desk.popup, None, "{action:?}");
        desk.panel = Panel::Closed;
    }
    with_list(&mut desk, TextRange::new(2, 4), true);
    assert!(matches!(desk.act(Action::Back, &mut shared), Reply::Done(_)), "Esc closes the list alone");
    assert_eq!((desk.popup.is_none(), desk.dismissed), (true, Some(2)));
}

#[test]
fn the_places_of_what_is_written_are_selected() {
    let mut desk = desk(&["\"\""]);
    let insert = Insert { text: "arn:aws:s3:::bucket/key".into(), places: vec![TextRange::new(13, 19)] };
    desk.insert(TextRange::at(1), &insert, &mut shared());
    assert_eq!(desk.tabs[0].editor.text(), "\"arn:aws:s3:::bucket/key\"");
    assert_eq!(desk.tabs[0].editor.selected().as_deref(), Some("bucket"));
}

#[test]
fn the_list_stands_below_its_word_and_can_be_clicked() {
    let mut desk = desk(&[TRUST]);
    let at = TRUST.find("2012").unwrap();
    with_list(&mut desk, TextRange::new(at, at + 2), false);
    let (shown, hits) = drawn(&mut desk);
    let rows: Vec<&str> = shown.lines().map(|row| row.trim_matches('"')).collect();
    let column = rows[2].find("2012").unwrap();
    let below: String = rows[3].chars().skip(column).collect();
    assert!(below.starts_with("sts:AssumeRole"), "{shown}");
    let column = u16::try_from(column).unwrap();
    assert_eq!(hits.at(column, 4).unwrap().1, Hit::Proposal(1));
    let click =
        MouseEvent { kind: MouseEventKind::Down(MouseButton::Left), column, row: 4, modifiers: KeyModifiers::NONE };
    assert!(is_changed(&desk.mouse(click, Some(&Hit::Proposal(1)), &mut shared())));
    assert!(desk.tabs[0].editor.text().contains("\"sts:TagSession12-10-17\""));
}

#[test]
fn a_panel_that_pops_up_lies_above_the_list_until_it_is_closed() {
    let mut desk = desk(&["\"st\""]);
    with_list(&mut desk, TextRange::new(1, 3), false);
    let mut shared = shared();
    desk.act(Action::Down, &mut shared);
    desk.subject.about = Some(About { title: "sts:AssumeRole, an action".into(), ..About::default() });
    desk.panel = Panel::About;
    let (shown, _) = drawn(&mut desk);
    assert!(shown.contains("sts:AssumeRole, an action") && !shown.contains("sts:TagSession"), "{shown}");
    desk.act(Action::Back, &mut shared);
    assert!(drawn(&mut desk).0.contains("sts:TagSession"));
    assert!(desk.popup.as_ref().is_some_and(|popup| popup.chosen == Some(0)), "the choice is kept");
}

#[test]
fn what_is_this_tells_of_the_word_and_scrolls_to_its_end() {
    let mut desk = desk(&[TRUST]);
    let rows = (0..40).map(|n| (format!("sts:Action{n}"), String::new())).collect();
    desk.subject.about = Some(About {
        range: TextRange::default(),
        title: "sts:*, a wildcard".into(),
        words: vec!["Grants 40 actions today.".into()],
        lists: vec![List { heading: "Write (40)".into(), rows }],
    });
    desk.panel = Panel::About;
    let (shown, hits) = drawn(&mut desk);
    assert!(shown.contains("What is this?") && shown.contains("sts:*, a wildcard"), "{shown}");
    assert!(shown.contains("more lines") && !shown.contains("sts:Action39"), "{shown}");
    assert!(shown.contains("  1  "), "the line of the cursor stays in sight\n{shown}");
    assert_eq!(hits.at(40, 15).unwrap().1, Hit::Pane(ABOUT));
    let mut shared = shared();
    for _ in 0..20 {
        desk.act(Action::PageDown, &mut shared);
    }
    let (shown, _) = drawn(&mut desk);
    assert!(shown.contains("sts:Action39") && !shown.contains("more lines"), "{shown}");
    desk.act(Action::Up, &mut shared);
    assert!(!drawn(&mut desk).0.contains("sts:Action39"), "the scroll stopped at the end");
    desk.act(Action::Back, &mut shared);
    assert_eq!(desk.panel, Panel::Closed);
}

#[test]
fn a_problem_is_told_of_at_its_place() {
    let mut shared = shared();
    let mut desk = desk(&[&TRUST.replace("2012-10-17", "2012")]);
    desk.act(Action::NextProblem, &mut shared);
    desk.act(Action::About, &mut shared);
    assert_eq!(desk.panel, Panel::About);
    let (shown, _) = drawn(&mut desk);
    let title = crate::iam::findings::find(desk.tabs[0].analysis.findings[0].code).unwrap().title;
    assert!(shown.contains(title) && shown.contains("Why it matters"), "{title}\n{shown}");
    desk.act(Action::Back, &mut shared);
    desk.with_editor(|editor| editor.put_cursor(0));
    desk.act(Action::About, &mut shared);
    assert_eq!((desk.panel, shared.notice.is_some()), (Panel::Closed, true), "nothing to tell of a bracket");
}

#[test]
fn problems_are_gone_through_in_all_documents_and_around() {
    let mut shared = shared();
    let slip = TRUST.replace("2012-10-17", "2012");
    let mut desk = desk(&[&slip, TRUST, "{"]);
    // Errors come before all else: here they are all there is.
    for tab in &mut desk.tabs {
        tab.analysis.findings.retain(|finding| finding.severity == Severity::Error);
    }
    let all: Vec<(usize, u32)> = desk.all_problems().map(|(tab, finding)| (tab, finding.range.start)).collect();
    assert!(all.len() > 2 && all.iter().any(|(tab, _)| *tab == 2), "{all:?}");
    let mut places: Vec<(usize, u32)> = all.clone();
    places.dedup();
    for action in [Action::NextProblem, Action::PreviousProblem] {
        desk.choose_tab(1);
        let mut seen = Vec::new();
        for _ in 0..places.len() {
            desk.act(action, &mut shared);
            seen.push((desk.tab, u32::try_from(desk.front().unwrap().editor.cursor()).unwrap()));
        }
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, places, "{action:?}: {seen:?}");
    }
}

#[test]
fn errors_are_gone_to_before_warnings() {
    let mut shared = shared();
    let mut desk = desk(&[TRUST, TRUST]);
    let finding = |at, severity| Diagnostic::new("X", severity, TextRange::at(at), "words");
    desk.tabs[0].analysis.findings = vec![finding(1, Severity::Warning)];
    desk.tabs[1].analysis.findings = vec![finding(2, Severity::Suggestion), finding(9, Severity::Error)];
    desk.act(Action::NextProblem, &mut shared);
    assert_eq!((desk.tab, desk.front().unwrap().editor.cursor()), (1, 9));
    desk.tabs[1].analysis.findings.pop();
    desk.act(Action::NextProblem, &mut shared);
    assert_eq!((desk.tab, desk.front().unwrap().editor.cursor()), (0, 1));
    desk.with_editor(|editor| editor.put_cursor(20));
    let shown = drawn(&mut desk).0;
    assert!(shown.contains("AWS would save this document   ⚠ 1 warning"), "{shown}");
}

#[test]
fn the_list_of_problems_jumps_explains_and_mends() {
    let mut shared = shared();
    let slip = TRUST.replace("[]", "[] // none");
    let mut desk = desk(&[TRUST, &slip]);
    desk.act(Action::Problems, &mut shared);
    let (shown, _) = drawn(&mut desk);
    assert!(shown.contains("Problems") && shown.contains("T policy 1"), "{shown}");
    let comment = desk.all_problems().position(|(tab, finding)| tab == 1 && finding.fix.is_some()).unwrap();
    for _ in 0..comment {
        desk.act(Action::Down, &mut shared);
    }
    desk.act(Action::About, &mut shared);
    assert_eq!(desk.panel, Panel::About);
    desk.act(Action::Back, &mut shared);
    desk.act(Action::Problems, &mut shared);
    desk.problem = comment;
    assert!(is_changed(&desk.act(Action::QuickFix, &mut shared)));
    assert_eq!((desk.tab, desk.panel), (1, Panel::Problems), "the list stays open");
    assert!(!desk.tabs[1].editor.text().contains("none"));
    desk.act(Action::Enter, &mut shared);
    assert_eq!(desk.panel, Panel::Closed);
}

#[test]
fn a_document_without_problems_says_so() {
    let mut shared = shared();
    let text = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\n    \"Effect\": \"Allow\",\n    \"Principal\": \
                { \"Service\": \"ec2.amazonaws.com\" },\n    \"Action\": \"sts:AssumeRole\"\n  }\n}";
    let mut desk = desk(&[text]);
    desk.tabs[0].analysis.findings.clear();
    desk.act(Action::NextProblem, &mut shared);
    assert_eq!(shared.notice.as_deref(), Some("no problems: AWS would save every document"));
    desk.act(Action::Problems, &mut shared);
    assert!(drawn(&mut desk).0.contains("none: AWS would save every document"));
}

#[test]
fn the_size_is_shown_against_the_quota_and_counts_as_its_kind_does() {
    let mut desk = desk(&[TRUST]);
    let shown = drawn(&mut desk).0;
    let without = TRUST.chars().filter(|c| !c.is_whitespace()).count();
    assert!(shown.contains(&format!("{without} of 2,048 trust policy")), "{shown}");
    desk.tabs[0].kind = PolicyKind::Scp;
    assert_eq!(desk.tabs[0].size(), TRUST.chars().count(), "white space counts in an organization");
    assert_eq!(desk.tabs[0].analysis.characters, without);
}

#[test]
fn the_tab_in_front_is_in_sight_however_many_there_are() {
    let mut desk = desk(&[TRUST; 40]);
    for at in [0, 1, 20, 39] {
        desk.choose_tab(at);
        let (shown, hits) = drawn(&mut desk);
        assert!(shown.contains(&format!("policy {at}")), "{at}\n{shown}");
        assert!((0..80).any(|x| hits.at(x, 0).is_some_and(|(_, hit)| hit == Hit::Tab(at))));
    }
}

#[test]
fn everything_is_drawn_in_any_size() {
    let slip = TRUST.replace("2012-10-17", "2012");
    let mut desk = desk(&[&slip, "{"]);
    let mut shared = shared();
    desk.tabs[0].analysis.findings[0].severity = Severity::Suggestion;
    for width in [0, 1, 5, 12, 30, 80] {
        for height in [0, 1, 2, 5, 9, 24] {
            for panel in [Panel::Closed, Panel::About, Panel::Problems] {
                for inside in [false, true] {
                    desk.panel = panel;
                    desk.act(if panel == Panel::About { Action::Complete } else { Action::Down }, &mut shared);
                    with_list(&mut desk, TextRange::new(4, 9), true);
                    let area = Rect::new(0, 0, width, height);
                    let half = Rect { width: width / 2, ..area };
                    let areas = Areas {
                        tabs: Rect { height: height.min(1), ..area },
                        text: half,
                        status: half,
                        bounds: area,
                        inside: inside.then_some(Inside { about: half, problems: half }),
                    };
                    desk.fit(areas, &THEME);
                    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
                    let mut hits = Hits::default();
                    terminal
                        .draw(|frame| {
                            desk.draw(frame, Extras::default(), &THEME, &mut hits);
                            desk.draw_panels(frame, &THEME, &mut hits);
                        })
                        .unwrap();
                    let outside = hits.at(width, height.max(1) - 1);
                    assert_eq!(outside, None, "{width}x{height}");
                }
            }
        }
    }
}

#[test]
fn what_has_no_room_below_the_text_is_marked() {
    let slip =
        "{ \"Version\": \"2012-10-17\", \"Statement\": { \"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\" } }";
    let mut desk = desk(&[slip]);
    let status = |desk: &mut Desk, height: u16| {
        let area = Rect::new(0, 0, 24, 20);
        let status = Rect { y: 20 - height, height, ..area };
        desk.fit(Areas { text: Rect { height: 10, ..area }, status, bounds: area, ..Areas::default() }, &THEME);
        let mut terminal = Terminal::new(TestBackend::new(24, 20)).unwrap();
        terminal.draw(|frame| desk.draw(frame, Extras::default(), &THEME, &mut Hits::default())).unwrap();
        let shown = terminal.backend().to_string();
        let rows: Vec<String> = shown.lines().map(|row| row.trim_matches('"').trim_end().to_owned()).collect();
        rows[usize::from(20 - height)..].to_vec()
    };
    let all: Vec<String> = status(&mut desk, 9).into_iter().filter(|row| !row.is_empty()).collect();
    assert!(all.len() > 2 && !all.concat().contains('…'), "{all:?}");
    for height in 1..all.len() {
        let cut = status(&mut desk, u16::try_from(height).unwrap());
        let (last, before) = cut.split_last().unwrap();
        assert_eq!(before, &all[..height - 1]);
        assert!(last.contains('…'), "{cut:?}");
    }
}

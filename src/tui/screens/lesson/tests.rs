//! The lesson's screen, on the course's own lesson.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyModifiers, MouseButton};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::course::Course;
use crate::course::block::Block;
use crate::course::grade::Answer;
use crate::course::question::{QuestionId, QuestionKind};
use crate::study::Store;
use crate::study::progress::Progress;
use crate::study::store::{AnswerRecord, Reading};
use crate::tui::theme::{Depth, Palette};
use crate::tui::widgets::page;

fn shared(ascii: bool) -> Shared {
    Shared {
        course: Arc::new(Course::built_in().unwrap()),
        store: Store::in_memory().unwrap(),
        progress: Progress::default(),
        theme: Theme { palette: Palette::Dark, depth: Depth::True, ascii },
        now: 0,
        size: (0, 0),
        notice: None,
    }
}

/// The lesson drawn once in that size, as the application does it.
fn opened(section: Option<&str>, size: (u16, u16), shared: &mut Shared) -> LessonScreen {
    let mut screen = LessonScreen::open("3", section, shared).unwrap();
    screen.entered(shared);
    draw(&mut screen, size, shared);
    screen
}

/// Draws; gives back the rows and what can be clicked.
fn draw(screen: &mut LessonScreen, size: (u16, u16), shared: &Shared) -> (Vec<String>, Hits) {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let mut hits = Hits::default();
    terminal
        .draw(|frame| {
            let (body, _) = page::split(frame.area());
            screen.prepare(body, shared);
            screen.view(frame, body, shared, &mut hits);
        })
        .unwrap();
    let buffer = terminal.backend().buffer();
    let rows = buffer.content().chunks(usize::from(size.0));
    (rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect()).collect(), hits)
}

fn answer(screen: &LessonScreen, right: bool, shared: &Shared) {
    for id in screen.content.lesson.checkpoints() {
        let record = AnswerRecord {
            question: id,
            revision: 1,
            answer: Answer::Choice(0),
            right,
            share: 1.0,
            confidence: None,
            hints: 0,
            took: 1,
            at: 1,
        };
        shared.store.record_answer(&record).unwrap();
    }
}

#[test]
fn no_line_is_wider_than_the_text_in_any_width_and_state() {
    for ascii in [false, true] {
        let mut shared = shared(ascii);
        let mut screen = LessonScreen::open("3", None, &mut shared).unwrap();
        for right in [None, Some(false), Some(true)] {
            if let Some(right) = right {
                answer(&screen, right, &shared);
            }
            screen.marks.guess.documents = right.is_none();
            screen.entered(&mut shared);
            screen.marks.unfolded = screen.content.decisions.keys().copied().collect();
            for width in 20..=78 {
                let laid = layout::lay_out(&screen.content, &screen.marks, width, &shared.theme);
                for line in &laid.lines {
                    assert!(line.width() <= width, "{} > {width}: {line}", line.width());
                    assert!(!ascii || line.to_string().is_ascii(), "{line}");
                }
                assert_eq!(laid.starts.len(), screen.content.lesson.blocks.len() + 1);
                assert!(laid.starts.is_sorted());
            }
        }
    }
}

#[test]
fn at_80_columns_a_lesson_has_all_the_room_that_it_may_fill() {
    let text = |width| view::Areas::of(Rect { x: 0, y: 0, width, height: 22 }).text;
    assert_eq!([text(80).width, text(82).width, text(200).width], [78; 3]);
    for width in 20..=200 {
        let text = text(width);
        assert!(text.x > 0 && text.right() < width, "{width}: {text:?}");
    }
}

#[test]
fn a_decision_says_what_was_asked_in_any_width() {
    let mut shared = shared(false);
    let screen = LessonScreen::open("5", None, &mut shared).unwrap();
    for width in [34, 60, 78] {
        for (block, decided) in &screen.content.decisions {
            let panel = panels::decision(*block, &screen.content, &screen.marks, width, &shared.theme);
            let panel: Vec<String> = panel.lines.iter().map(ToString::to_string).collect();
            let said: Vec<&str> = decided.as_ref().unwrap().request.text.split_whitespace().collect();
            let all = panel.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(all.contains(&said.join(" ")), "{width}: {panel:#?}");
        }
    }
}

#[test]
fn what_is_asked_before_the_text_shows_what_there_is_to_choose_of_every_kind() {
    let course = Course::open(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap();
    let shared = shared(false);
    for (id, options) in [("01.1", 3), ("01.2", 2), ("01.6", 3), ("01.7", 0), ("01.8", 0)] {
        let question = course.question(&QuestionId(id.into())).unwrap();
        let prediction = predict::Prediction::of(&question);
        assert_eq!(prediction.options.len(), options, "{id}");
        let words: Vec<&str> = match &question.kind {
            QuestionKind::MultipleResponse(kind) => kind.options.iter().map(|option| option.text.as_str()).collect(),
            QuestionKind::Ordering(kind) => kind.items.iter().map(|item| item.text.as_str()).collect(),
            _ => continue,
        };
        let mut screen = LessonScreen::open("3", None, &mut self::shared(false)).unwrap();
        screen.content.prediction = Some(prediction);
        let panel = predict::panel(&screen.content, &screen.marks, 78, &shared.theme).unwrap();
        let lines: Vec<String> = panel.lines.iter().map(ToString::to_string).collect();
        let at: Vec<Option<usize>> =
            words.iter().map(|words| lines.iter().position(|line| line.contains(words))).collect();
        assert!(at.iter().all(Option::is_some), "{id}: {lines:#?}");
        assert!(!matches!(question.kind, QuestionKind::Ordering(_)) || !at.is_sorted(), "the order is no answer");
    }
}

#[test]
fn every_row_fits_terminals_of_all_sizes() {
    let mut shared = shared(false);
    for size in [(200, 60), (120, 36), (100, 30), (80, 24), (40, 12), (20, 5), (1, 1)] {
        let mut screen = opened(Some("c"), size, &mut shared);
        for action in [Action::PageDown, Action::NextSection, Action::Enter, Action::Last, Action::First] {
            screen.act(action, &mut shared);
            draw(&mut screen, size, &shared);
        }
    }
}

#[test]
fn the_place_is_kept_to_the_line_and_survives_another_width() {
    let mut shared = shared(false);
    let mut screen = opened(Some("b"), (120, 36), &mut shared);
    for _ in 0..7 {
        screen.act(Action::Down, &mut shared);
    }
    let (place, top) = (screen.place, screen.top());
    draw(&mut screen, (40, 12), &shared);
    draw(&mut screen, (120, 36), &shared);
    assert_eq!((screen.place, screen.top()), (place, top));
    screen.leave(&mut shared);
    let again = opened(None, (120, 36), &mut shared);
    // The question before the text is folded by now: the lines stand higher, the place is the same.
    assert_eq!((again.place, again.layout.place(again.top())), (place, place));
    assert_eq!(again.furthest, screen.furthest);
}

#[test]
fn a_new_section_is_kept_at_once() {
    let mut shared = shared(false);
    let mut screen = opened(None, (80, 24), &mut shared);
    screen.act(Action::NextSection, &mut shared);
    let reading = shared.store.reading("L03").unwrap().unwrap();
    assert_eq!(reading.block, screen.content.sections.get(1).unwrap().block);
    assert!(reading.furthest >= reading.block);
}

#[test]
fn sections_are_walked_through_to_the_closing_part_and_back() {
    let mut shared = shared(false);
    let mut screen = opened(None, (80, 24), &mut shared);
    let count = screen.content.sections.len();
    let mut seen = vec![screen.section()];
    for _ in 0..count {
        screen.act(Action::NextSection, &mut shared);
        seen.push(screen.section());
    }
    assert_eq!(seen, (0..=count).collect::<Vec<_>>());
    for _ in 0..count {
        screen.act(Action::PreviousSection, &mut shared);
    }
    assert_eq!(screen.top(), 0);
}

#[test]
fn enter_means_the_checkpoint_in_sight_and_another_key_chooses_a_term() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    let index = screen.layout.things.iter().position(|t| matches!(t.thing, Thing::Checkpoint(_))).unwrap();
    let line = screen.layout.things.get(index).unwrap().lines().start;
    screen.scroll(line);
    let commands = screen.act(Action::Enter, &mut shared);
    let Some(Command::Ask { lesson, questions }) = commands.first() else { panic!("{commands:?}") };
    let first = screen.content.lesson.blocks.iter().find_map(|block| match block {
        Block::Checkpoint(ids) => Some(ids.clone()),
        _ => None,
    });
    assert_eq!((lesson.as_str(), Some(questions.clone())), ("L03", first));
    let term =
        screen.visible().into_iter().find(|i| matches!(screen.layout.things.get(*i).unwrap().thing, Thing::Link(_)));
    while screen.focused() != term {
        screen.act(Action::NextItem, &mut shared);
    }
    let commands = screen.act(Action::Enter, &mut shared);
    assert!(matches!(commands.as_slice(), [Command::Show(Overlay::Text(_))]), "{commands:?}");
}

#[test]
fn choosing_goes_round_what_is_in_sight() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    let (begin, count) = (screen.focused(), screen.visible().len());
    assert!(count > 1);
    for _ in 0..count {
        screen.act(Action::NextItem, &mut shared);
    }
    assert_eq!(screen.focused(), begin);
    screen.act(Action::PreviousItem, &mut shared);
    assert_ne!(screen.focused(), begin);
}

#[test]
fn a_decision_unfolds_and_folds_and_stays_in_sight() {
    let mut shared = shared(false);
    let mut screen = opened(None, (80, 24), &mut shared);
    let find = |screen: &LessonScreen| {
        screen.layout.things.iter().position(|thing| matches!(thing.thing, Thing::Decision(_))).unwrap()
    };
    let index = find(&screen);
    let before = screen.layout.things.get(index).unwrap().lines();
    screen.scroll(before.start.saturating_sub(15));
    screen.chosen = Some(index);
    screen.act(Action::Enter, &mut shared);
    let after = screen.layout.things.get(find(&screen)).unwrap().lines();
    assert!(after.len() > before.len());
    assert!(screen.window().contains(&after.start));
    screen.chosen = Some(index);
    screen.act(Action::Enter, &mut shared);
    assert_eq!(screen.layout.things.get(index).unwrap().lines().len(), before.len());
}

#[test]
fn drawings_step_forward_and_back_and_say_so_in_the_keys() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    assert!(!screen.contexts().contains(&Context::Drawing));
    let drawing = screen.layout.drawings.first().unwrap().clone();
    screen.go_to(drawing.block);
    assert!(screen.contexts().contains(&Context::Drawing));
    let lines = screen.layout.lines.len();
    for expected in [1, 2, 2] {
        screen.act(Action::NextStep, &mut shared);
        assert_eq!(screen.marks.steps.get(&drawing.block), Some(&expected));
    }
    let (rows, _) = draw(&mut screen, (120, 36), &shared);
    assert!(rows.iter().any(|row| row.contains(&format!("step 3 of {}", drawing.steps))));
    assert_eq!(screen.layout.lines.len(), lines, "the text below stands still");
    screen.act(Action::PreviousStep, &mut shared);
    assert_eq!(screen.marks.steps.get(&drawing.block), Some(&1));
}

#[test]
fn a_lesson_is_finished_when_its_checkpoints_are_answered() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    screen.act(Action::Last, &mut shared);
    let (rows, _) = draw(&mut screen, (120, 36), &shared);
    let all = screen.content.lesson.checkpoints().len();
    assert!(rows.first().unwrap().contains(&format!("0 of {all} answered")));
    answer(&screen, false, &shared);
    screen.entered(&mut shared);
    let (rows, _) = draw(&mut screen, (120, 36), &shared);
    assert!(rows.first().unwrap().contains("✓ finished"));
    assert!(rows.iter().any(|row| row.contains("Checkpoints  all answered")));
}

#[test]
fn a_click_in_the_outline_goes_there() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    let (rows, hits) = draw(&mut screen, (120, 36), &shared);
    let title = screen.content.sections.get(2).unwrap().title.clone();
    let row = u16::try_from(rows.iter().position(|row| row.contains(&title)).unwrap()).unwrap();
    let mouse =
        MouseEvent { kind: MouseEventKind::Down(MouseButton::Left), column: 8, row, modifiers: KeyModifiers::NONE };
    screen.mouse(mouse, hits.at(8, row), &mut shared);
    assert_eq!(screen.section(), 2);
}

#[test]
fn the_colours_of_code_are_asked_for_once_they_are_known() {
    let mut shared = shared(false);
    let mut screen = LessonScreen::open("L03", None, &mut shared).unwrap();
    let commands = screen.entered(&mut shared);
    let Some(Command::Effect(Effect::Work(Job::Colour(snippets)))) = commands.first() else { panic!("{commands:?}") };
    let languages: Vec<&str> = snippets.iter().map(|snippet| snippet.language.as_str()).collect();
    assert!(languages.contains(&"sh") && languages.contains(&"python"), "{languages:?}");
    let done = Done::Coloured(snippets.iter().map(|snippet| (snippet.clone(), Vec::new())).collect());
    screen.done(&done, &mut shared);
    assert_eq!(screen.entered(&mut shared), []);
}

#[test]
fn an_unknown_lesson_is_said_in_words() {
    let mut shared = shared(false);
    assert_eq!(LessonScreen::open("99", None, &mut shared).unwrap_err(), "there is no lesson `99`");
}

fn press(screen: &mut LessonScreen, text: &str, shared: &mut Shared) {
    for letter in text.chars() {
        screen.key(KeyEvent::from(KeyCode::Char(letter)), shared);
    }
}

/// The words lit as the find at hand.
fn at_hand(screen: &LessonScreen) -> String {
    let finder = screen.finder.as_ref().unwrap();
    let pieces = finder.found.get(finder.at).unwrap();
    let text = |piece: &crate::tui::widgets::inline::Piece| {
        let line = screen.layout.lines.get(piece.line).unwrap().to_string();
        line.chars().skip(piece.columns.start).take(piece.columns.len()).collect::<String>()
    };
    pieces.iter().map(text).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_search_is_live_counted_walked_and_left_where_it_began() {
    let mut shared = shared(false);
    let mut screen = opened(None, (80, 24), &mut shared);
    screen.act(Action::PageDown, &mut shared);
    let from = screen.top();
    screen.act(Action::Find, &mut shared);
    assert_eq!(screen.contexts(), [Context::Search]);
    press(&mut screen, "CONFUSED deputy zzz", &mut shared);
    let (rows, _) = draw(&mut screen, (80, 24), &shared);
    assert!(rows.first().unwrap().contains("not here"), "{}", rows.first().unwrap());
    assert_eq!(screen.top(), from);
    screen.act(Action::Back, &mut shared);
    assert_eq!((screen.top(), screen.finder.is_none()), (from, true));

    screen.act(Action::Find, &mut shared);
    press(&mut screen, "Lambda", &mut shared);
    let first = screen.finder.as_ref().unwrap().line().unwrap();
    assert!(screen.window().contains(&first) && first >= from);
    assert_eq!(at_hand(&screen).to_lowercase(), "lambda");
    let count = screen.finder.as_ref().unwrap().found.len();
    assert!(count > 2);
    screen.act(Action::Enter, &mut shared);
    assert!(screen.contexts().contains(&Context::Found));
    for _ in 0..count {
        screen.act(Action::FindNext, &mut shared);
        let line = screen.finder.as_ref().unwrap().line().unwrap();
        assert!(screen.window().contains(&line));
    }
    assert_eq!(screen.finder.as_ref().unwrap().line(), Some(first), "round and round");
    let commands = screen.act(Action::SearchAll, &mut shared);
    assert_eq!(commands, [Command::Open(Place::Search("Lambda".into()))]);
    let here = screen.top();
    assert_eq!(screen.act(Action::Back, &mut shared), []);
    assert_eq!(screen.top(), here, "who stops looking stays");
    assert_eq!(screen.act(Action::Back, &mut shared), [Command::Back]);
}

#[test]
fn a_find_survives_another_width() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    screen.act(Action::Find, &mut shared);
    press(&mut screen, "trust policy", &mut shared);
    let wide = screen.finder.as_ref().unwrap().found.len();
    draw(&mut screen, (44, 20), &shared);
    assert!(screen.finder.as_ref().unwrap().found.len() + 2 >= wide, "lines end elsewhere, words stay");
    assert_eq!(at_hand(&screen).to_lowercase(), "trust policy");
}

#[test]
fn opened_at_a_find_it_is_in_sight_and_the_place_kept_stays() {
    let mut shared = shared(false);
    let reading = Reading { block: 4, line: 1, furthest: 9 };
    shared.store.save_reading("L03", reading, 1).unwrap();
    let blocks = LessonScreen::open("3", None, &mut shared).unwrap().content.lesson.blocks.len();
    let mut screen = LessonScreen::open_found("3", blocks - 3, "role", &mut shared).unwrap();
    screen.entered(&mut shared);
    draw(&mut screen, (80, 24), &shared);
    let line = screen.finder.as_ref().unwrap().line().unwrap();
    assert!(screen.window().contains(&line) && screen.layout.place(line).0 + 3 >= blocks);
    screen.leave(&mut shared);
    assert_eq!(shared.store.reading("L03").unwrap(), Some(reading));
    screen.act(Action::PageUp, &mut shared);
    screen.leave(&mut shared);
    assert!(shared.store.reading("L03").unwrap().unwrap().block > 9, "who reads on has moved");
}

#[test]
fn a_link_within_the_lesson_leads_there_and_esc_comes_back_to_the_place() {
    let mut shared = shared(false);
    let mut screen = opened(None, (80, 24), &mut shared);
    screen.act(Action::PageDown, &mut shared);
    let from = screen.top();
    assert_eq!(screen.lesson("L03#d", &mut shared), []);
    assert_eq!(screen.section(), 3);
    assert_eq!(screen.act(Action::Back, &mut shared), []);
    assert_eq!(screen.top(), from);
    assert_eq!(screen.act(Action::Back, &mut shared), [Command::Back]);
}

#[test]
fn a_guess_is_noted_apart_from_answers_and_the_question_can_be_left_out() {
    let mut shared = shared(false);
    let mut screen = opened(None, (120, 36), &mut shared);
    assert!(screen.contexts().contains(&Context::Guess));
    let (rows, _) = draw(&mut screen, (120, 36), &shared);
    assert!(
        rows.iter().any(|row| row.contains("Before you read")) && rows.iter().any(|row| row.contains("not graded"))
    );
    screen.act(Action::Enter, &mut shared);
    let (rows, _) = draw(&mut screen, (120, 36), &shared);
    assert!(rows.iter().any(|row| row.contains("trust policy of AppRole")));
    screen.act(Action::Choose(9), &mut shared);
    assert!(screen.contexts().contains(&Context::Guess), "there is no ninth");
    screen.act(Action::Choose(3), &mut shared);
    let (rows, _) = draw(&mut screen, (120, 36), &shared);
    assert!(rows.iter().any(|row| row.contains("You said: implicitly denied")));
    assert!(!screen.contexts().contains(&Context::Guess));
    assert_eq!(shared.store.last_answers().unwrap(), []);
    screen.leave(&mut shared);

    let mut again = opened(None, (120, 36), &mut shared);
    assert_eq!(again.marks.guess.said.as_deref(), Some("implicitly denied"));
    // Enter lets it be changed, s leaves it out.
    again.act(Action::Enter, &mut shared);
    draw(&mut again, (120, 36), &shared);
    assert!(again.contexts().contains(&Context::Guess));
    again.act(Action::Skip, &mut shared);
    let (rows, _) = draw(&mut again, (120, 36), &shared);
    assert!(rows.iter().any(|row| row.contains("left out")));
    answer(&again, true, &shared);
    again.entered(&mut shared);
    let (rows, _) = draw(&mut again, (120, 36), &shared);
    assert!(!rows.iter().any(|row| row.contains("Before you read")), "answered in earnest");
}

#[test]
fn json_in_sight_opens_in_the_sandbox_and_code_is_copied() {
    let mut shared = shared(false);
    let mut screen = opened(None, (80, 24), &mut shared);
    let codes: Vec<usize> = (0..screen.layout.things.len())
        .filter(|i| screen.layout.things.get(*i).unwrap().thing.code().is_some())
        .collect();
    let json = |screen: &LessonScreen, index: usize| {
        screen.layout.things.get(index).unwrap().thing.code().unwrap().language == "json"
    };
    let first = codes.iter().copied().find(|index| json(&screen, *index)).unwrap();
    screen.scroll(screen.layout.things.get(first).unwrap().lines().start.saturating_sub(2));
    assert!(screen.contexts().contains(&Context::Code));
    assert_ne!(screen.focused(), Some(first), "Enter means code only when it was chosen");
    let commands = screen.act(Action::Sandbox, &mut shared);
    let [Command::Try { title, kind, text }] = commands.as_slice() else { panic!("{commands:?}") };
    assert!(title.starts_with("L03 ") && kind.is_some() && text.starts_with('{'));
    let copied = screen.act(Action::Copy, &mut shared);
    assert_eq!(copied, [Command::Effect(Effect::Copy(text.clone()))]);
    screen.chosen = Some(first);
    assert_eq!(screen.act(Action::Enter, &mut shared), commands);

    let shell = codes.into_iter().find(|index| !json(&screen, *index)).unwrap();
    screen.scroll(screen.layout.things.get(shell).unwrap().lines().start.saturating_sub(2));
    screen.chosen = Some(shell);
    let commands = screen.act(Action::Enter, &mut shared);
    assert!(matches!(commands.as_slice(), [Command::Effect(Effect::Copy(_))]), "{commands:?}");
}

/// A course of two lessons, the same but for their numbers.
fn two_lessons() -> (tempfile::TempDir, Course) {
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: String| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let read = |path: &str| std::fs::read_to_string(from.join(path)).unwrap();
    let lesson = read("lessons/03-trust-policies/lesson.md");
    let quiz = read("quizzes/03-trust-policies.toml");
    write("lessons/03-trust-policies/lesson.md", lesson.clone());
    write("quizzes/03-trust-policies.toml", quiz.clone());
    let turned = |text: &str| {
        text.replace("L03", "L04").replace("number = 3", "number = 4").replace("03.", "04.").replace("\n03.", "\n04.")
    };
    write("lessons/04-again/lesson.md", turned(&lesson));
    write("quizzes/04-again.toml", turned(&quiz));
    write("lessons/glossary.toml", read("lessons/glossary.toml"));
    let course = Course::open(folder.path()).unwrap();
    (folder, course)
}

#[test]
fn a_lesson_closes_with_three_questions_of_earlier_lessons_that_were_begun() {
    let (_folder, course) = two_lessons();
    let mut shared = Shared { course: Arc::new(course), now: 10, ..shared(false) };
    let open = |shared: &mut Shared| {
        let mut screen = LessonScreen::open("4", None, shared).unwrap();
        screen.entered(shared);
        draw(&mut screen, (120, 36), shared);
        screen
    };
    assert_eq!(open(&mut shared).content.earlier.len(), 0, "nothing was begun");
    shared.store.save_reading("L03", Reading::default(), 1).unwrap();
    let mut screen = open(&mut shared);
    let ids: Vec<String> = screen.content.earlier.iter().map(|earlier| earlier.id.0.clone()).collect();
    assert_eq!(ids, ["03.1", "03.2", "03.3"]);
    let index = screen.layout.things.iter().position(|t| matches!(t.thing, Thing::Earlier(..))).unwrap();
    let commands = screen.open_thing(index, &mut shared);
    let questions = vec![QuestionId("03.1".into())];
    assert_eq!(commands, [Command::Ask { lesson: "L03".into(), questions: questions.clone() }]);
    let record = AnswerRecord {
        question: questions[0].clone(),
        revision: 1,
        answer: Answer::Choice(0),
        right: true,
        share: 1.0,
        confidence: None,
        hints: 0,
        took: 1,
        at: 11,
    };
    shared.store.record_answer(&record).unwrap();
    screen.entered(&mut shared);
    assert_eq!(screen.marks.earlier.get(&questions[0]), Some(&true));
    assert_eq!(open(&mut shared).content.earlier[0].id.0, "03.2", "what was just answered waits longest");
}

/// A piece of a lesson's text, some of it malformed.
fn any_piece() -> impl Strategy<Value = String> {
    let words = "[a-zA-Z0-9 :/*`_.,漢é“…-]{0,60}";
    prop_oneof![
        words.prop_map(|words| format!("## {words}")),
        words.prop_map(|words| format!("### {words}")),
        (words, words).prop_map(|(a, b)| format!("{a} **{b}** [{a}](term:role) and [{b}](lesson:L03#b)")),
        (words, words).prop_map(|(a, b)| format!("- {a}\n- {b}\n  - {a}{b}\n\n    ```json trust\n    {{ \"{a}\": 1 }}\n    ```")),
        (words, words).prop_map(|(a, b)| format!("| {a} | {b} |\n|---|--:|\n| {b} | {a} |\n| {a}{b} | |")),
        (words, words).prop_map(|(a, b)| format!("> [!trap] {a}\n> {b}\n>\n> 1. {a}\n> 2. {b}")),
        (words, words).prop_map(|(a, b)| format!("{a}\n: {b}")),
        (words, words).prop_map(|(a, b)| format!("```sh\n{a}{b}{a}\n```")),
        (words, words).prop_map(|(a, b)| format!("```json identity broken\n{{ \"{a}\": [\n  \"{b}\"\n```")),
        (words, words).prop_map(|(a, b)| {
            format!("```diagram\n--- plain\n{a}\n--- step {b}\n--- wide\n{a}\n--- narrow\nab\n--- step x\n--- wide\n{b}\n--- narrow\nc\n```")
        }),
        Just("```checkpoint\n03.1\n03.4\n```".to_owned()),
        Just("```lab\nB01\n```".to_owned()),
        Just("```decision\nscenario ec2-reads-s3\nrequest nowhere\n```".to_owned()),
        "[ -~\n]{0,120}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_is_laid_out_in_any_width_and_no_line_is_wider(
        pieces in proptest::collection::vec(any_piece(), 0..8),
        width in 20..=200usize,
        ascii: bool,
    ) {
        let theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii };
        let course = Course::built_in().unwrap();
        let mut content = Content::read(&course, "L03").unwrap();
        let (blocks, _) = crate::course::markdown::blocks(&pieces.join("\n\n"));
        let lesson = crate::course::lesson::Lesson { blocks, ..content.lesson.as_ref().clone() };
        content.sections = lesson.sections();
        content.lesson = Arc::new(lesson);
        let laid = layout::lay_out(&content, &Marks::default(), width, &theme);
        for line in &laid.lines {
            prop_assert!(line.width() <= width, "{} > {width}: {line}", line.width());
        }
        for placed in &laid.things {
            prop_assert!(placed.lines().end <= laid.lines.len());
        }
        prop_assert_eq!(laid.starts.len(), content.lesson.blocks.len() + 1);
    }
}

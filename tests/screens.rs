//! Every screen as it is drawn, styles and all, against what was drawn and looked at before.
//!
//! A screen that changed on purpose: look at it in the program, then `INSTA_UPDATE=always cargo test --test screens`, and read
//! the difference of the files in `tests/snapshots`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that panics says what went wrong"
)]

#[path = "support/styled.rs"]
mod styled;

use std::path::Path;
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use iam_dojo::course::Course;
use iam_dojo::course::exam::Pass;
use iam_dojo::course::grade::Answer;
use iam_dojo::course::question::QuestionId;
use iam_dojo::place::{DrillWish, Place};
use iam_dojo::study::Store;
use iam_dojo::study::decks::Length;
use iam_dojo::study::exam::{ExamItem, ExamRecord};
use iam_dojo::study::progress::Progress;
use iam_dojo::study::store::{AnswerRecord, LabRecord, Millis, Pursuit, Reading, Sitting};
use iam_dojo::tui::app::{App, Effect, Event, Shared};
use iam_dojo::tui::theme::{Depth, Palette, Theme};
use iam_dojo::tui::work::{Done, Job};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// The time of every event.
const NOW: Millis = 1_790_000_000_000;
/// The sizes that every screen is made for.
const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];
const DARK: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

/// The application without a terminal: what it asks for outside is done at once.
struct Stage {
    app: App,
    terminal: Terminal<TestBackend>,
}

impl Stage {
    fn new(size: (u16, u16), theme: Theme, store: Store, place: Place) -> Self {
        Self::of(Course::built_in().unwrap(), size, theme, store, place)
    }

    fn of(course: Course, size: (u16, u16), theme: Theme, store: Store, place: Place) -> Self {
        let course = Arc::new(course);
        let shared = Shared { course, store, progress: Progress::default(), theme, now: NOW, size, notice: None };
        let mut app = App::new(shared, place);
        let effects = app.begin();
        let terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
        let mut stage = Self { app, terminal };
        stage.settle(effects);
        stage
    }

    /// Does what was asked for, waits left out, and draws.
    fn settle(&mut self, mut effects: Vec<Effect>) {
        while !effects.is_empty() {
            let done: Vec<Done> = effects
                .drain(..)
                .filter_map(|effect| match effect {
                    Effect::Work(Job::Wait(_)) => Some(Done::Waited),
                    // The clock of an exam: no time passes here.
                    Effect::Work(Job::Beat { milliseconds: 1_000.., .. }) => None,
                    Effect::Work(job) => Some(job.run()),
                    _ => None,
                })
                .collect();
            effects = done.into_iter().flat_map(|done| self.app.update(Event::Done(done), NOW)).collect();
        }
        self.terminal.draw(|frame| self.app.draw(frame)).unwrap();
    }

    fn press(&mut self, code: KeyCode) -> &mut Self {
        self.chord(code, KeyModifiers::NONE)
    }

    fn chord(&mut self, code: KeyCode, modifiers: KeyModifiers) -> &mut Self {
        let effects = self.app.update(Event::Key(KeyEvent::new(code, modifiers)), NOW);
        self.settle(effects);
        self
    }

    fn write(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            self.press(KeyCode::Char(character));
        }
        self
    }

    /// The whole screen as rows of text.
    fn text(&self) -> String {
        self.terminal.backend().to_string()
    }

    /// Turns pages until `words` are in sight.
    fn read_until(&mut self, words: &str) -> &mut Self {
        for _ in 0..60 {
            if self.text().contains(words) {
                return self;
            }
            self.press(KeyCode::Char(' '));
        }
        panic!("`{words}` never came\n{}", self.text());
    }

    fn styled(&self) -> String {
        styled::styled(self.terminal.backend().buffer())
    }
}

/// Holds what is drawn to what was drawn before.
fn check(name: &str, size: (u16, u16), drawn: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), drawn));
}

fn nothing_yet() -> Store {
    Store::in_memory().unwrap()
}

/// A learner under way: half the lesson read, four questions answered, one of them wrongly, the first lab solved.
fn under_way() -> Store {
    let store = nothing_yet();
    for (number, right) in [("03.1", true), ("03.9", true), ("03.4", false), ("03.5", true)] {
        let record = AnswerRecord {
            question: QuestionId(number.into()),
            revision: 1,
            answer: Answer::Choice(0),
            right,
            share: if right { 1.0 } else { 0.0 },
            confidence: Some(2),
            hints: 0,
            took: 20_000,
            at: NOW - 60_000,
        };
        store.record_answer(&record).unwrap();
    }
    let lab =
        LabRecord { lab: "B01".into(), solved_at: Some(NOW), hints: 1, best_goals: 6, goals: 6, ..Default::default() };
    store.record_lab(&lab, NOW).unwrap();
    store.save_reading("L03", Reading { block: 30, line: 0, furthest: 34 }, NOW).unwrap();
    store
}

fn lab(size: (u16, u16), theme: Theme, id: &str) -> Stage {
    let mut stage = Stage::new(size, theme, nothing_yet(), Place::Lab(id.into()));
    // The story lies on top the first time.
    stage.press(KeyCode::Esc);
    stage
}

/// Dev to Prod with its trust policy mended, and the walk of the goal that the other document still keeps from being reached.
fn half_done(size: (u16, u16), theme: Theme) -> Stage {
    let mut stage = lab(size, theme, "B13");
    stage.press(KeyCode::F(8)).press(KeyCode::F(4)).press(KeyCode::F(6)).press(KeyCode::Enter);
    stage
}

#[test]
fn home() {
    for size in SIZES {
        check("home-first", size, &Stage::new(size, DARK, nothing_yet(), Place::Home).styled());
        check("home-under-way", size, &Stage::new(size, DARK, under_way(), Place::Home).styled());
    }
}

#[test]
fn lesson() {
    for size in SIZES {
        let mut stage = Stage::new(size, DARK, nothing_yet(), Place::Lesson("L03".into()));
        check("lesson-top", size, &stage.styled());
        check("lesson-checkpoint", size, &stage.read_until("Enter answers").styled());
        check("lesson-end", size, &stage.press(KeyCode::End).styled());
    }
}

#[test]
fn lesson_predicted_and_searched() {
    use KeyCode::{Char, Enter, Esc, Tab};
    for size in SIZES {
        let mut stage = Stage::new(size, DARK, nothing_yet(), Place::Lesson("L03".into()));
        check("lesson-guess-documents", size, &stage.press(Enter).styled());
        check("lesson-guess-noted", size, &stage.press(Char('3')).styled());
        stage.press(Char('/')).write("service principal");
        check("lesson-search", size, &stage.styled());
        check("lesson-found", size, &stage.press(Enter).press(Char('n')).styled());
        // What is found in all lessons opens where it stands, and Esc comes back one level at a time.
        check("search", size, &stage.press(Char('a')).press(KeyCode::Down).styled());
        stage.press(Enter);
        assert!(stage.text().contains("service principal  "), "{}", stage.text());
        stage.press(Esc).press(Esc);
        assert!(stage.text().contains("Search all lessons"), "{}", stage.text());
        stage.press(Esc).press(Esc).press(Esc);
        assert!(stage.text().contains("iam-dojo"), "{}", stage.text());
        let mut stage = Stage::new(size, DARK, nothing_yet(), Place::Search("confused nowhere".into()));
        assert!(stage.text().contains("nowhere"));
        assert!(stage.press(Tab).press(Enter).text().contains("Search all lessons"));
    }
}

#[test]
fn code_of_a_lesson_opens_in_the_sandbox_and_esc_comes_back_to_the_line() {
    let mut stage = Stage::new(SIZES[0], DARK, nothing_yet(), Place::Lesson("L03".into()));
    stage.read_until("T trust policy");
    let before = stage.text();
    assert!(before.contains("o in the sandbox"), "{before}");
    stage.press(KeyCode::Char('o'));
    assert!(stage.text().contains("L03 trust policy"), "{}", stage.text());
    for _ in 0..3 {
        if !stage.text().contains("o in the sandbox") {
            stage.press(KeyCode::Esc);
        }
    }
    assert_eq!(stage.text(), before);
    stage.press(KeyCode::Char('o'));
    assert!(stage.text().contains("1 document"), "one that lies there already comes to the front\n{}", stage.text());
    for _ in 0..3 {
        if !stage.text().contains("o in the sandbox") {
            stage.press(KeyCode::Esc);
        }
    }
    // Chosen, the block is marked at its edge.
    for _ in 0..9 {
        stage.press(KeyCode::Char('f'));
        if stage.text().contains("▌ T trust policy") {
            break;
        }
    }
    check("lesson-code-chosen", SIZES[0], &stage.styled());
}

#[test]
fn glossary() {
    for size in SIZES {
        let mut stage = Stage::new(size, DARK, nothing_yet(), Place::Glossary(None));
        check("glossary", size, &stage.styled());
        check("glossary-filtered", size, &stage.write("policy").press(KeyCode::Down).press(KeyCode::Tab).styled());
        stage.write("zzzz");
        assert!(stage.text().contains("no word of the glossary holds that"), "{}", stage.text());
    }
    let mut stage = Stage::new((50, 20), DARK, nothing_yet(), Place::Glossary(Some("trust-policy".into())));
    assert!(stage.text().contains("Not to be confused"), "{}", stage.text());
    stage.press(KeyCode::Enter);
    assert!(stage.text().contains("Lesson 3"), "{}", stage.text());
}

/// Answers six questions of lesson 3 as they come, the predicted ones rightly when `right`.
fn answer_as_they_come(stage: &mut Stage, right: bool) {
    let course = Course::built_in().unwrap();
    let ids: Vec<QuestionId> = course.questions("L01").unwrap().iter().map(|q| q.common.id.clone()).collect();
    let store = &stage.app.shared().store;
    for id in ids {
        let record = AnswerRecord {
            question: id,
            revision: 1,
            answer: Answer::Choice(0),
            right,
            share: 0.0,
            confidence: None,
            hints: 0,
            took: 1,
            at: NOW + 1,
        };
        store.record_answer(&record).unwrap();
    }
}

#[test]
fn a_test_of_six_questions_shows_that_a_lesson_is_known() {
    for size in SIZES {
        for right in [true, false] {
            let mut stage = Stage::new(size, DARK, nothing_yet(), Place::Home);
            stage.press(KeyCode::Char('t'));
            if right {
                check("test-out", size, &stage.styled());
            }
            stage.press(KeyCode::Enter);
            assert!(stage.text().contains("question 1 of 6") || stage.text().contains("1 of 6"), "{}", stage.text());
            answer_as_they_come(&mut stage, right);
            stage.press(KeyCode::Esc);
            check(if right { "test-out-known" } else { "test-out-not-yet" }, size, &stage.styled());
            stage.press(KeyCode::Enter);
            assert_eq!(stage.text().contains("✓ known"), right, "{}", stage.text());
        }
    }
}

/// A course with a lesson, its lab, and two labs of a lesson to come.
fn course_with_labs(folder: &Path) -> Course {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let (path, target) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).unwrap();
            if path.is_dir() { copy(&path, &target) } else { drop(std::fs::copy(path, target)) }
        }
    }
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course"), folder);
    let lab = folder.join("lessons/01-doors/lab-front-door");
    let round = "\n[[again]]\nname = \"short\"\ntext = \"Once more, shorter\"\nat_most_characters = 300\n";
    for (id, title) in [("B02", "Back door"), ("B03", "A door with a title that is longer than its column")] {
        let other = folder.join(format!("lessons/07-lambda-and-more/lab-{id}"));
        copy(&lab, &other);
        let text = std::fs::read_to_string(lab.join("lab.toml")).unwrap();
        let text = text.replace("B01", id).replace("Front door", title).replace("stars = 1", "stars = 4");
        std::fs::write(other.join("lab.toml"), text.replace("L01", "L07") + round).unwrap();
    }
    Course::open(folder).unwrap()
}

#[test]
fn all_labs_are_listed_with_their_stars() {
    use KeyCode::{Char, Enter, Esc};
    let folder = tempfile::tempdir().unwrap();
    for size in [(80, 24), (120, 36), (200, 60)] {
        let store = nothing_yet();
        let solved = LabRecord { solved_at: Some(1), hints: 1, best_goals: 3, goals: 3, ..LabRecord::default() };
        store.record_lab(&LabRecord { lab: "B02".into(), ..solved.clone() }, NOW).unwrap();
        store.record_round("B02", "short", NOW).unwrap();
        let begun = LabRecord { lab: "B03".into(), solved_at: None, best_goals: 1, ..solved };
        store.record_lab(&begun, NOW).unwrap();
        let course = course_with_labs(folder.path());
        let mut stage = Stage::of(course, size, DARK, store, Place::Home);
        check("labs", size, &stage.press(Char('l')).styled());
        assert!(stage.press(Char('n')).press(Enter).text().contains("Lab B01"), "{}", stage.text());
        stage.press(Esc).press(Esc).press(Esc);
        assert!(stage.text().contains("1 of 3 solved"), "{}", stage.text());
        // From a lab to its lesson, where that is there.
        assert!(stage.press(Char('l')).text().contains("Doors"), "{}", stage.text());
        stage.press(Esc).press(KeyCode::End).press(Char('l'));
        assert!(stage.text().contains("lesson is still to be written"), "{}", stage.text());
    }
    let mut stage = Stage::new((40, 12), DARK, nothing_yet(), Place::Labs);
    assert!(stage.press(KeyCode::End).text().contains("lines more"), "{}", stage.text());
}

#[test]
fn in_ascii_the_new_screens_are_ascii() {
    let theme = Theme { ascii: true, ..DARK };
    for place in [Place::Glossary(None), Place::Search("trust".into()), Place::TestOut("3".into()), Place::Labs] {
        let stage = Stage::new(SIZES[0], theme, nothing_yet(), place);
        assert!(stage.text().is_ascii(), "{}", stage.text());
    }
}

#[test]
fn questions() {
    use KeyCode::{Char, Enter};
    let kinds: [(&str, &[KeyCode], &str); 9] = [
        ("true-false", &[Char('2'), Char('1')], ""),
        ("blanks", &[Enter], "{ \"AWS\": \"lambda.amazonaws.com\" }"),
        ("", &[Enter], "\"ec2.amazonaws.com\"\t\"sts:AssumeRole\""),
        ("choice", &[Char('2')], ""),
        ("matching", &[Char('1'), Char('2'), Char('3'), Char('4'), Enter], ""),
        ("predict", &[Char('2'), Char('1')], ""),
        ("", &[Char('1')], ""),
        ("", &[Char('1')], ""),
        ("short-answer", &[Enter], "trust policy, permissions policy"),
    ];
    for size in SIZES {
        let mut stage = Stage::new(size, DARK, nothing_yet(), Place::Quiz("L03".into()));
        for (kind, keys, text) in kinds {
            let mut drawn = format!("open\n{}", stage.styled());
            for character in text.chars() {
                stage.press(if character == '\t' { KeyCode::Tab } else { Char(character) });
            }
            for key in keys {
                stage.press(*key);
            }
            drawn.push_str(&format!("\nconfidence\n{}", stage.styled()));
            assert!(stage.text().contains("How sure are you?"), "{kind}\n{}", stage.text());
            stage.press(Char('s'));
            drawn.push_str(&format!("\nverdict\n{}", stage.styled()));
            if !kind.is_empty() {
                check(&format!("question-{kind}"), size, &drawn);
            }
            stage.press(Enter);
        }
    }
}

/// The small course of the tests, where only this question is still open.
fn question(id: &str, size: (u16, u16), theme: Theme) -> Stage {
    let course = Course::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/course")).unwrap();
    let store = nothing_yet();
    for other in course.questions("L01").unwrap().iter().filter(|question| question.common.id.0 != id) {
        let record = AnswerRecord {
            question: other.common.id.clone(),
            revision: 1,
            answer: Answer::Choice(0),
            right: true,
            share: 1.0,
            confidence: None,
            hints: 0,
            took: 0,
            at: NOW,
        };
        store.record_answer(&record).unwrap();
    }
    Stage::of(course, size, theme, store, Place::Quiz("L01".into()))
}

/// What is done before a screen is drawn, and the name it is drawn under.
type Step<'s> = (&'s str, &'s dyn Fn(&mut Stage));

/// Screens one after the other, each under its name.
fn series(stage: &mut Stage, steps: &[Step<'_>]) -> String {
    let mut drawn = String::new();
    for (name, step) in steps {
        step(stage);
        drawn.push_str(&format!("{name}\n{}\n", stage.styled()));
    }
    drawn
}

#[test]
fn questions_with_lists() {
    use KeyCode::{Char, Enter};
    for size in SIZES {
        let mut stage = question("01.7", size, DARK);
        let drawn = series(
            &mut stage,
            &[
                ("open", &|_| {}),
                ("one ticked", &|stage| {
                    stage.press(KeyCode::Down).press(Char(' ')).press(Enter);
                }),
                ("confidence", &|stage| {
                    stage.press(Char('1')).press(Enter);
                }),
                ("verdict", &|stage| {
                    stage.press(Char('g'));
                }),
            ],
        );
        check("question-several", size, &drawn);
        let mut stage = question("01.8", size, DARK);
        let shift = |stage: &mut Stage| {
            stage.chord(KeyCode::Down, KeyModifiers::SHIFT);
        };
        let drawn = series(
            &mut stage,
            &[
                ("open", &|_| {}),
                ("moved", &shift),
                ("typed", &|stage| {
                    stage.press(Char('3')).press(Char('1'));
                }),
                ("verdict", &|stage| {
                    stage.press(Enter).press(Char('m'));
                }),
            ],
        );
        check("question-order", size, &drawn);
    }
}

#[test]
fn a_question_that_asks_for_a_policy() {
    use KeyCode::{Char, Enter, F};
    for size in SIZES {
        let mut stage = question("01.9", size, DARK);
        let mend = |stage: &mut Stage| {
            stage.press(F(6)).chord(Char('a'), KeyModifiers::CONTROL).press(KeyCode::Backspace);
            stage.write("{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": ");
            stage.write("\"s3:GetObject\", \"Resource\": \"*\"}}").press(F(7));
        };
        let drawn = series(
            &mut stage,
            &[
                ("open", &|_| {}),
                ("text", &|stage| {
                    stage.press(F(6));
                }),
                ("verdict", &|stage| {
                    stage.chord(Char('s'), KeyModifiers::CONTROL).press(Char('g'));
                }),
                ("mended", &|stage| mend(stage.press(Char('a')))),
                ("too much", &|stage| {
                    stage.press(KeyCode::Esc).press(Enter).press(Char('s'));
                }),
            ],
        );
        check("question-policy", size, &drawn);
        let last = stage.text();
        assert!(last.contains("2 of 3 goals") || last.contains("3 of 3 goals"), "{last}");
    }
}

#[test]
fn a_question_that_nobody_grades() {
    use KeyCode::{Char, Enter};
    for size in SIZES {
        let mut stage = question("01.10", size, DARK);
        let drawn = series(
            &mut stage,
            &[
                ("open", &|_| {}),
                ("written", &|stage| {
                    stage.write("It is the list at the door. Whoever stands on it may put the role on; everybody else stays out.");
                    stage.press(Enter).write("It says nothing about the rooms inside.");
                }),
                ("rated", &|stage| {
                    stage.chord(Char('s'), KeyModifiers::CONTROL).press(Char('1')).press(Char('3'));
                }),
                ("kept", &|stage| {
                    stage.press(Enter);
                }),
                ("over", &|stage| {
                    stage.press(Enter);
                }),
            ],
        );
        assert!(stage.text().contains("   Kept\n") || stage.text().contains("Enter goes back"), "{}", stage.text());
        check("question-reflection", size, &drawn);
    }
}

#[test]
fn policies_on_the_whole_screen_and_a_flag() {
    use KeyCode::{Char, Enter, Esc};
    let size = SIZES[0];
    let mut stage = question("01.6", size, DARK);
    let drawn = series(
        &mut stage,
        &[
            ("the policies", &|stage| {
                stage.press(Char('e'));
            }),
            ("a flag", &|stage| {
                stage.press(Esc).press(Char('f')).write("why not by the number?");
            }),
            ("flagged", &|stage| {
                stage.press(Enter);
            }),
            ("verdict", &|stage| {
                stage.press(Char('3')).press(Char('c')).press(KeyCode::PageDown);
            }),
        ],
    );
    check("question-flagged", size, &drawn);
    // Not asked again how sure, and the flag is still there.
    stage.press(Char('a'));
    assert!(stage.text().contains("Flagged  why not by the number?"), "{}", stage.text());
    stage.press(Char('1'));
    assert!(stage.text().contains("Not right"), "{}", stage.text());
}

/// A learner with ten cards due.
fn due() -> Store {
    let store = under_way();
    for number in ["01.1", "01.2", "01.3", "02.1", "02.2", "03.2", "03.3", "03.6", "03.7", "03.8"] {
        let record = AnswerRecord {
            question: QuestionId(number.into()),
            revision: 1,
            answer: Answer::Choice(0),
            right: true,
            share: 1.0,
            confidence: Some(2),
            hints: 0,
            took: 20_000,
            at: NOW - 40 * 86_400_000,
        };
        store.record_answer(&record).unwrap();
    }
    store
}

#[test]
fn drills() {
    use KeyCode::{Char, Enter, Esc};
    for size in SIZES {
        let mut stage = Stage::new(size, DARK, due(), Place::Home);
        assert!(stage.text().contains("Review  10 cards due"), "{}", stage.text());
        check("home-due", size, &stage.styled());
        check("drill-choice", size, &stage.press(Char('d')).styled());
        stage.press(KeyCode::Down).press(KeyCode::Down).press(Char('c'));
        check("drill-choice-cram", size, &stage.press(KeyCode::Right).styled());
        let wish = DrillWish { deck: Some("4".into()), length: Some(Length::Minutes(20)), cram: false };
        let mut stage = Stage::new(size, DARK, due(), Place::Drill(Some(wish)));
        // To the first decision made of a template.
        for _ in 0..40 {
            if stage.text().contains("made for you") {
                break;
            }
            let keys = if stage.text().contains("Alt-U") { KeyModifiers::ALT } else { KeyModifiers::NONE };
            stage.chord(Char('b'), keys);
        }
        check("drill-card", size, &stage.press(KeyCode::F(12)).styled());
        stage.press(Char('1'));
        if !stage.text().contains("How sure") {
            stage.press(Char('1'));
        }
        check("drill-verdict", size, &stage.press(Char('s')).styled());
        check("drill-over", size, &stage.press(Enter).press(Esc).styled());
    }
    let themes = [
        ("light", Theme { palette: Palette::Light, ..DARK }),
        ("monochrome", Theme { palette: Palette::Monochrome, ..DARK }),
        ("ascii", Theme { ascii: true, ..DARK }),
    ];
    for (name, theme) in themes {
        let mut stage = Stage::new(SIZES[0], theme, due(), Place::Drill(None));
        let mut drawn = stage.styled();
        assert!(!theme.ascii || stage.text().is_ascii(), "{}", stage.text());
        drawn.push_str(&format!("\ncard\n{}", stage.press(Enter).styled()));
        check(&format!("drill-{name}"), SIZES[0], &drawn);
    }
}

#[test]
fn labs() {
    for size in SIZES {
        check("lab-start", size, &lab(size, DARK, "B13").styled());
        check("lab-half-done", size, &half_done(size, DARK).styled());
        let mut solved = lab(size, DARK, "B01");
        solved.chord(KeyCode::Char('a'), KeyModifiers::CONTROL).press(KeyCode::Backspace);
        solved.write("{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Principal\": ");
        solved.write("{\"Service\": \"ec2.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}}").press(KeyCode::Esc);
        assert!(solved.text().contains("Solved"), "{}", solved.text());
        check("lab-finished", size, &solved.press(KeyCode::F(10)).styled());
        check("lab-compared", size, &solved.press(KeyCode::Tab).styled());
        solved.press(KeyCode::Esc);
        check("lab-solved", size, &solved.press(KeyCode::F(7)).styled());
    }
}

#[test]
fn what_a_lab_asks_before_a_walk_and_two_goals_side_by_side() {
    use KeyCode::{Char, Esc};
    for size in SIZES {
        let mut stage = half_done(size, DARK);
        check("lab-asked", size, &stage.press(Char('g')).styled());
        check("lab-foreseen", size, &stage.press(Char('3')).styled());
        check("lab-side-by-side", size, &stage.press(Char('c')).styled());
        assert!(!stage.press(Esc).text().contains('≠'), "{}", stage.text());
    }
}

/// The sandbox with a trust policy under way, as far as its action.
fn sandbox(size: (u16, u16), theme: Theme) -> Stage {
    let mut stage = Stage::new(size, theme, nothing_yet(), Place::Sandbox(None));
    stage.chord(KeyCode::Char('t'), KeyModifiers::CONTROL).write("trust").press(KeyCode::Enter);
    stage.write("{").press(KeyCode::Enter).write("\"Version\": \"2012-10-17\",").press(KeyCode::Enter);
    stage.write("\"Statement\": [").press(KeyCode::Enter).write("{").press(KeyCode::Enter);
    stage.write("\"Effect\": \"Allow\",").press(KeyCode::Enter);
    stage.write("\"Principal\": { \"Service\": \"lambda.amazonaws.com\" },").press(KeyCode::Enter);
    stage.write("\"Action\": ");
    stage
}

/// The same with slips of three sorts.
fn with_errors(size: (u16, u16), theme: Theme) -> Stage {
    let mut stage = sandbox(size, theme);
    stage.write("\"lambda:InvokeFunction\",").press(KeyCode::Enter).write("\"Condition\": {} // for now");
    stage
}

#[test]
fn sandbox_screens() {
    let space = |stage: &mut Stage| stage.chord(KeyCode::Char(' '), KeyModifiers::CONTROL).styled();
    for size in SIZES {
        let empty = Stage::new(size, DARK, nothing_yet(), Place::Sandbox(None));
        check("sandbox-empty", size, &empty.styled());
        let mut errors = with_errors(size, DARK);
        check("sandbox-errors", size, &errors.styled());
        check("sandbox-problems", size, &errors.press(KeyCode::F(12)).styled());
        check("sandbox-finding", size, &errors.press(KeyCode::F(3)).styled());
        let mut stage = sandbox(size, DARK);
        stage.write("\"sts:As");
        check("sandbox-completion", size, &space(&mut stage));
        stage.press(KeyCode::Esc).press(KeyCode::Home).press(KeyCode::Right).press(KeyCode::Right);
        check("sandbox-about", size, &stage.press(KeyCode::F(3)).styled());
    }
    let themes = [
        ("light", Theme { palette: Palette::Light, ..DARK }),
        ("monochrome", Theme { palette: Palette::Monochrome, ..DARK }),
        ("high-contrast", Theme { palette: Palette::HighContrast, ..DARK }),
        ("ascii", Theme { ascii: true, ..DARK }),
    ];
    for (name, theme) in themes {
        let mut stage = with_errors(SIZES[0], theme);
        let mut drawn = stage.styled();
        stage.press(KeyCode::F(12));
        drawn.push_str(&format!("\nproblems\n{}", stage.styled()));
        assert!(!theme.ascii || stage.text().is_ascii());
        let mut stage = sandbox(SIZES[0], theme);
        stage.write("\"sts:As");
        drawn.push_str(&format!("\nwhat could be written\n{}", space(&mut stage)));
        assert!(!theme.ascii || stage.text().is_ascii());
        check(&format!("sandbox-{name}"), SIZES[0], &drawn);
    }
}

/// The sandbox with a scenario of the course, its second request looked at.
fn scenario(size: (u16, u16), theme: Theme) -> Stage {
    let mut stage = Stage::new(size, theme, nothing_yet(), Place::Sandbox(None));
    stage.press(KeyCode::F(5)).write("third").press(KeyCode::Enter).press(KeyCode::Esc);
    stage.press(KeyCode::F(6)).press(KeyCode::Down);
    stage
}

#[test]
fn sandbox_scenarios() {
    for size in SIZES {
        let mut stage = scenario(size, DARK);
        check("sandbox-scenario", size, &stage.styled());
        check("sandbox-change", size, &stage.press(KeyCode::Char('a')).styled());
        stage.press(KeyCode::Enter);
        check("sandbox-changed", size, &stage.press(KeyCode::F(6)).styled());
        check("sandbox-scenario-text", size, &stage.press(KeyCode::F(6)).styled());
    }
    let themes = [
        ("light", Theme { palette: Palette::Light, ..DARK }),
        ("monochrome", Theme { palette: Palette::Monochrome, ..DARK }),
        ("ascii", Theme { ascii: true, ..DARK }),
    ];
    for (name, theme) in themes {
        let mut stage = scenario(SIZES[0], theme);
        let mut drawn = stage.styled();
        drawn.push_str(&format!("\nchange\n{}", stage.press(KeyCode::Char('a')).styled()));
        assert!(!theme.ascii || stage.text().is_ascii());
        check(&format!("sandbox-scenario-{name}"), SIZES[0], &drawn);
    }
}

#[test]
fn a_theme_chosen_in_the_palette_is_kept() {
    let mut stage = Stage::new(SIZES[0], DARK, nothing_yet(), Place::Home);
    stage.chord(KeyCode::Char('p'), KeyModifiers::CONTROL).write("theme high contrast").press(KeyCode::Enter);
    assert_eq!(stage.app.shared().theme.palette, Palette::HighContrast);
    assert_eq!(stage.app.shared().store.setting("theme").unwrap().as_deref(), Some("high-contrast"));
    stage.chord(KeyCode::Char('p'), KeyModifiers::CONTROL).write("theme automatic").press(KeyCode::Enter);
    assert_eq!(stage.app.shared().theme.palette, Palette::Dark);
}

#[test]
fn other_themes() {
    let size = SIZES[0];
    let themes = [
        ("light", Theme { palette: Palette::Light, ..DARK }),
        ("monochrome", Theme { palette: Palette::Monochrome, ..DARK }),
        ("ascii", Theme { ascii: true, ..DARK }),
    ];
    for (name, theme) in themes {
        let home = Stage::new(size, theme, under_way(), Place::Home);
        let lab = half_done(size, theme);
        if theme.ascii {
            assert!((home.text() + &lab.text()).is_ascii());
        }
        check(&format!("home-{name}"), size, &home.styled());
        check(&format!("lab-{name}"), size, &lab.styled());
    }
}

/// A learner of some weeks: cards that came back, two exams, days off, time spent, an exam ahead.
fn some_weeks() -> Store {
    const DAY: Millis = 86_400_000;
    let store = an_exam(true);
    let course = Course::built_in().unwrap();
    let ids: Vec<QuestionId> = ["L01", "L02", "L03"]
        .iter()
        .flat_map(|lesson| course.questions(lesson).unwrap().iter().map(|q| q.common.id.clone()).collect::<Vec<_>>())
        .collect();
    for back in (0..24).rev().filter(|back| back % 5 != 3) {
        for (nth, question) in ids.iter().enumerate().filter(|(nth, _)| (nth + 2 * back) % 7 < 2 && nth + back < 26) {
            let right = (nth + back) % 6 != 0;
            let record = AnswerRecord {
                question: question.clone(),
                revision: 1,
                answer: Answer::Choice(0),
                right,
                share: if right { 1.0 } else { 0.0 },
                confidence: Some(if right || nth % 8 == 1 { 3 } else { u8::try_from(nth % 2 + 1).unwrap() }),
                hints: 0,
                took: 30_000,
                at: NOW - Millis::try_from(back).unwrap() * DAY - 3_600_000 + Millis::try_from(nth).unwrap() * 60_000,
            };
            store.record_answer(&record).unwrap();
        }
    }
    let today = store.moment(NOW).day;
    for (back, pursuit) in [(1, Pursuit::Lesson), (2, Pursuit::Lab), (9, Pursuit::Drill), (9, Pursuit::Exam)] {
        let sitting =
            Sitting { pursuit, begun: i64::from(back), day: today.plus(-back), spent: 600_000 * i64::from(back + 1) };
        store.keep_sitting(sitting).unwrap();
    }
    for back in [3, -2, -9] {
        store.set_day_off(today.plus(-back), true).unwrap();
    }
    store.set_setting("exam_date", &today.plus(30).to_string()).unwrap();
    store
}

#[test]
fn progress() {
    for size in SIZES {
        for (name, place) in [
            ("now", '1'),
            ("days", '2'),
            ("ahead", '3'),
            ("memory", '4'),
            ("sureness", '5'),
            ("exams", '6'),
            ("time", '7'),
            ("course", '8'),
        ] {
            // Where four stand on one page, two of them stand for all.
            if size.0 > 80 && !"15".contains(place) {
                continue;
            }
            let mut stage = Stage::new(size, DARK, some_weeks(), Place::Progress);
            check(&format!("progress-{name}"), size, &stage.press(KeyCode::Char(place)).styled());
        }
        let mut stage = Stage::new(size, DARK, nothing_yet(), Place::Progress);
        let first = stage.styled();
        check("progress-empty", size, &format!("{first}\n{}", stage.press(KeyCode::Char('6')).styled()));
    }
    check("progress", (200, 60), &Stage::new((200, 60), DARK, some_weeks(), Place::Progress).styled());
    let themes = [
        ("light", Theme { palette: Palette::Light, ..DARK }),
        ("monochrome", Theme { palette: Palette::Monochrome, ..DARK }),
        ("ascii", Theme { ascii: true, ..DARK }),
    ];
    for (name, theme) in themes {
        let stage = Stage::new((120, 36), theme, some_weeks(), Place::Progress);
        // Nothing is drawn that ASCII has no sign for; the one question mark is the key of help.
        assert!(
            !theme.ascii || (stage.text().is_ascii() && stage.text().matches('?').count() == 1),
            "{}",
            stage.text()
        );
        check(&format!("progress-{name}"), (120, 36), &stage.styled());
    }
}

#[test]
fn progress_is_one_key_from_home_and_exams_are_one_key_further() {
    use KeyCode::{Char, Esc, Tab};
    let mut stage = Stage::new(SIZES[0], DARK, some_weeks(), Place::Home);
    assert!(stage.text().contains("cards due") && stage.text().contains("exam in 30 days"), "{}", stage.text());
    stage.press(Char('p')).press(Tab);
    assert!(stage.text().contains("in a row"), "{}", stage.text());
    stage.press(KeyCode::BackTab).press(KeyCode::Left);
    assert!(stage.text().contains("mastered"), "around the edge to the last\n{}", stage.text());
    let top = stage.text();
    stage.press(KeyCode::End);
    assert!(stage.text().contains('▴'), "{}", stage.text());
    for _ in 0..99 {
        stage.press(KeyCode::Up);
    }
    assert_eq!(stage.text(), top);
    stage.press(Char('x'));
    assert!(stage.text().contains("Whole course") || stage.text().contains("Exams"), "{}", stage.text());
    stage.press(Esc).press(Esc).press(Char('x'));
    assert!(stage.text().contains("Exams"), "{}", stage.text());
}

/// An exam of four questions, two answered; `handed_in` with one right, one left open.
fn an_exam(handed_in: bool) -> Store {
    let item = |id: &str, answer: Option<Answer>, took: Millis, right: bool| ExamItem {
        question: QuestionId(id.into()),
        revision: 1,
        domain: usize::from(id.starts_with("04")),
        confidence: answer.is_some().then_some(2),
        answer,
        earlier: Vec::new(),
        flagged: id == "03.9",
        struck: if id == "04.1" { vec![0] } else { Vec::new() },
        took,
        at: NOW,
        right: handed_in.then_some(right),
        first_right: None,
    };
    let record = ExamRecord {
        exam: "final".into(),
        title: "iam-dojo: whole course".into(),
        seed: 5,
        begun: NOW - 600_000,
        minutes: 8,
        wanted: 50,
        pass: Pass::Percent(75),
        domains: vec!["The idea, policies, sessions".into(), "Roles for services".into()],
        items: vec![
            item("03.1", Some(Answer::TrueFalse { value: false, reason: 0 }), 45_000, true),
            item("03.9", Some(Answer::Text("the root user".into())), 61_000, false),
            item("04.1", None, 5_000, false),
            item("04.2", None, 12_000, false),
        ],
        at: 2,
        elapsed: 123_000,
        resumed: 1,
        submitted: handed_in.then_some(NOW),
        given_up: false,
    };
    let store = nothing_yet();
    store.keep_exam(&record).unwrap();
    store
}

#[test]
fn an_exam_under_way_and_its_report() {
    for size in SIZES {
        let mut stage = Stage::new(size, DARK, an_exam(false), Place::Exams);
        check("exams", size, &stage.styled());
        stage = Stage::new(size, DARK, an_exam(false), Place::Exam("final".into()));
        stage.press(KeyCode::Enter);
        check("exam-question", size, &stage.styled());
        stage.press(KeyCode::Char('l'));
        check("exam-all-questions", size, &stage.styled());
        stage = Stage::new(size, DARK, an_exam(true), Place::ExamReport("final".into()));
        check("exam-report", size, &stage.styled());
        stage.press(KeyCode::Char('w'));
        check("exam-explained", size, &stage.styled());
        stage = Stage::new(size, DARK, an_exam(true), Place::Exams);
        check("exams-history", size, &stage.styled());
    }
}

#[test]
fn settings() {
    for size in SIZES {
        let mut stage = Stage::new(size, DARK, nothing_yet(), Place::Settings);
        check("settings", size, &stage.styled());
        stage.press(KeyCode::End).press(KeyCode::Enter).press(KeyCode::Right).press(KeyCode::Enter);
        check("settings-days-off", size, &stage.styled());
        stage.press(KeyCode::Esc).press(KeyCode::Home).press(KeyCode::Down).press(KeyCode::Down).press(KeyCode::Down);
        stage.press(KeyCode::Enter);
        while !stage.text().contains("▸ Esc                      ask whether to leave") {
            stage.press(KeyCode::Tab);
        }
        stage.press(KeyCode::Down).press(KeyCode::Enter).write("b");
        check("settings-key-refused", size, &stage.styled());
        check("settings-key-changed", size, &stage.write("w").styled());
    }
    let themes = [
        ("light", Theme { palette: Palette::Light, ..DARK }),
        ("monochrome", Theme { palette: Palette::Monochrome, ..DARK }),
        ("ascii", Theme { ascii: true, ..DARK }),
    ];
    for (name, theme) in themes {
        let stage = Stage::new(SIZES[0], theme, nothing_yet(), Place::Settings);
        assert!(!theme.ascii || stage.text().is_ascii());
        check(&format!("settings-{name}"), SIZES[0], &stage.styled());
    }
}

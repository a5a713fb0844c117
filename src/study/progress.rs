//! Progress: what the records say about each lesson, and what to do next.
//!
//! Pure but for [`Progress::of`], which asks the store three questions and opens the lessons that were begun, to know how
//! long they are. Nothing here depends on how many lessons, questions or labs a course has, none included.

use std::collections::{BTreeSet, HashMap};

use crate::course::Course;
use crate::course::load::{LabEntry, LessonEntry};
use crate::course::question::QuestionId;
use crate::study::store::{AnswerRecord, LabRecord, Millis, Reading, Store, StoreError};

/// What the setting's name of a lesson that is known begins with; its value is when that was shown.
const KNOWN: &str = "known.";

/// Keeps that a test showed a lesson to be known.
///
/// # Errors
/// When it could not be written; it is kept in memory.
pub fn mark_known(store: &Store, lesson: &str, at: Millis) -> Result<(), StoreError> {
    store.set_setting(&format!("{KNOWN}{lesson}"), &at.to_string())
}

/// The lessons that a test showed to be known.
///
/// # Errors
/// When the store cannot be read.
pub fn known(store: &Store) -> Result<BTreeSet<String>, StoreError> {
    Ok(store.settings(KNOWN)?.into_keys().collect())
}

/// Progress in the whole course.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// One entry a lesson, in the course's order.
    pub lessons: Vec<LessonProgress>,
    /// The labs whose lesson is still to come, by id.
    pub ahead: Vec<LabProgress>,
    /// All of it together.
    pub overall: Overall,
    /// What to do next, best first; the first is what Home offers. Empty when all is done, or nothing is there.
    pub next: Vec<NextStep>,
}

/// The numbers of the whole course together, labs of lessons still to come among them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Overall {
    /// Lessons there are.
    pub lessons: usize,
    /// Lessons read to the end.
    pub read: usize,
    /// Questions there are, those left out that nobody grades.
    pub questions: usize,
    /// Questions answered at least once.
    pub answered: usize,
    /// Questions whose last answer was right.
    pub right: usize,
    /// Labs there are.
    pub labs: usize,
    /// Labs solved.
    pub solved: usize,
    /// Stars earned in labs.
    pub stars: usize,
    /// 0 to 1, as for a lesson.
    pub mastery: f64,
}

/// Progress in a lesson.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LessonProgress {
    /// `L03`.
    pub lesson: String,
    /// Where the learner stands, if the lesson was opened.
    pub reading: Option<Reading>,
    /// The share that was read, 0 to 1.
    pub read: f64,
    /// A test showed that the learner knows it.
    pub known: bool,
    /// Questions answered at least once.
    pub answered: usize,
    /// Questions whose last answer was right.
    pub right: usize,
    /// Questions there are, those left out that nobody grades.
    pub questions: usize,
    /// Its labs, in order.
    pub labs: Vec<LabProgress>,
    /// 0 to 1: the share of questions right at the last try, and labs solved without seeing the solution first, labs
    /// counting as two questions each.
    pub mastery: f64,
}

impl LessonProgress {
    /// Read to the end.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.read >= 1.0
    }

    /// Questions that were not answered, or not rightly at the last try.
    #[must_use]
    pub fn open(&self) -> usize {
        self.questions.saturating_sub(self.right)
    }
}

/// Progress in a lab.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabProgress {
    /// `B01`.
    pub lab: String,
    /// What was kept of it, if it was opened.
    pub record: Option<LabRecord>,
    /// Stars earned, 0 to 3: solved with no hint 3, one hint 2, more 1; none when the solution was seen first.
    pub stars: u8,
    /// Second rounds won.
    pub rounds: usize,
}

impl LabProgress {
    /// Whether it was ever solved.
    #[must_use]
    pub fn is_solved(&self) -> bool {
        self.record.as_ref().is_some_and(|record| record.solved_at.is_some())
    }
}

/// Something to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// Go on with a lesson, or begin it.
    Lesson {
        /// `L03`.
        lesson: String,
        /// Whether it was begun.
        begun: bool,
    },
    /// Answer the questions of a lesson that are still open.
    Questions {
        /// `L03`.
        lesson: String,
        /// How many.
        open: usize,
    },
    /// Play a lab, or go on with it.
    Lab {
        /// `B01`.
        lab: String,
        /// Goals reached and goals there are, when it was begun.
        goals: Option<(u32, u32)>,
    },
}

/// What the store holds, as far as progress goes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Records {
    /// The last answer to each question.
    pub answers: Vec<AnswerRecord>,
    /// The labs, and when each last changed.
    pub labs: Vec<(LabRecord, Millis)>,
    /// The lessons opened, and when each was last read.
    pub readings: Vec<(String, Reading, Millis)>,
    /// The lessons that a test showed to be known.
    pub known: BTreeSet<String>,
    /// The second rounds that were won, as lab and name.
    pub rounds: BTreeSet<(String, String)>,
}

impl Records {
    /// Reads them from the store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(store: &Store) -> Result<Self, StoreError> {
        let known = known(store)?;
        Ok(Self {
            answers: store.last_answers()?,
            labs: store.labs()?,
            readings: store.readings()?,
            known,
            rounds: store.rounds()?,
        })
    }
}

impl Progress {
    /// Reads the store. A begun lesson that cannot be opened counts as not read.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(course: &Course, store: &Store) -> Result<Self, StoreError> {
        let records = Records::of(store)?;
        let blocks = |lesson: &str| course.lesson(lesson).map_or(usize::MAX, |lesson| lesson.blocks.len());
        Ok(Self::from_records(course.lessons(), course.labs_ahead(), &records, blocks))
    }

    /// The progress in a lab, whichever lesson it belongs to.
    #[must_use]
    pub fn lab(&self, id: &str) -> Option<&LabProgress> {
        self.lessons.iter().flat_map(|lesson| &lesson.labs).chain(&self.ahead).find(|lab| lab.lab == id)
    }

    /// The same from the records alone; `ahead` are the labs whose lesson is still to come. `blocks` gives the number of blocks of a lesson; it is asked for begun ones only.
    #[must_use]
    pub fn from_records(
        lessons: &[LessonEntry],
        ahead: &[LabEntry],
        records: &Records,
        blocks: impl Fn(&str) -> usize,
    ) -> Self {
        let right: HashMap<&str, bool> =
            records.answers.iter().map(|answer| (answer.question.0.as_str(), answer.right)).collect();
        let labs: HashMap<&str, &LabRecord> =
            records.labs.iter().map(|(record, _)| (record.lab.as_str(), record)).collect();
        let lab_progress = |lab: &LabEntry| {
            let won = |round: &&String| records.rounds.contains(&(lab.id.clone(), (*round).clone()));
            lab_progress(lab, labs.get(lab.id.as_str()).copied(), lab.rounds.iter().filter(won).count())
        };
        let readings: HashMap<&str, Reading> =
            records.readings.iter().map(|(lesson, reading, _)| (lesson.as_str(), *reading)).collect();

        let lessons: Vec<LessonProgress> = lessons
            .iter()
            .map(|entry| {
                let lesson = entry.head.id.clone();
                let reading = readings.get(lesson.as_str()).copied();
                // What a learner rates alone is neither right nor wrong: it counts nowhere here.
                let graded: Vec<&QuestionId> =
                    entry.questions.iter().filter(|question| !entry.reflections.contains(*question)).collect();
                let results: Vec<bool> =
                    graded.iter().filter_map(|question| right.get(question.0.as_str()).copied()).collect();
                let labs: Vec<LabProgress> = entry.labs.iter().map(lab_progress).collect();
                let right = results.iter().filter(|right| **right).count();
                LessonProgress {
                    read: reading.map_or(0.0, |reading| share_read(reading, blocks(&lesson))),
                    reading,
                    known: records.known.contains(&lesson),
                    answered: results.len(),
                    right,
                    questions: graded.len(),
                    mastery: mastery(right, graded.len(), &labs),
                    labs,
                    lesson,
                }
            })
            .collect();
        let ahead: Vec<LabProgress> = ahead.iter().map(lab_progress).collect();
        let overall = overall(&lessons, &ahead);
        let next = next_steps(&lessons, &ahead, records);
        Self { lessons, ahead, overall, next }
    }
}

fn lab_progress(lab: &LabEntry, record: Option<&LabRecord>, rounds: usize) -> LabProgress {
    let stars = match record {
        Some(LabRecord { solved_at: Some(_), solution_seen: false, hints, .. }) => 3_u8.saturating_sub(*hints).max(1),
        _ => 0,
    };
    LabProgress { lab: lab.id.clone(), record: record.cloned(), stars, rounds }
}

/// The furthest block that was seen is read. A lesson that became shorter is read when its end was passed.
fn share_read(reading: Reading, blocks: usize) -> f64 {
    if blocks == 0 { 1.0 } else { share(reading.furthest.saturating_add(1).min(blocks), blocks) }
}

fn mastery(right: usize, questions: usize, labs: &[LabProgress]) -> f64 {
    let won = labs.iter().filter(|lab| lab.stars > 0).count();
    share(right + 2 * won, questions + 2 * labs.len())
}

/// `part / whole`, and nothing of nothing is nothing.
fn share(part: usize, whole: usize) -> f64 {
    // Counts of a course are far below what a float holds exactly.
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn overall(lessons: &[LessonProgress], ahead: &[LabProgress]) -> Overall {
    let sum = |count: fn(&LessonProgress) -> usize| lessons.iter().map(count).sum::<usize>();
    let labs: Vec<LabProgress> = lessons.iter().flat_map(|lesson| &lesson.labs).chain(ahead).cloned().collect();
    let (right, questions) = (sum(|lesson| lesson.right), sum(|lesson| lesson.questions));
    Overall {
        lessons: lessons.len(),
        read: lessons.iter().filter(|lesson| lesson.is_read()).count(),
        questions,
        answered: sum(|lesson| lesson.answered),
        right,
        labs: labs.len(),
        solved: labs.iter().filter(|lab| lab.is_solved()).count(),
        stars: labs.iter().map(|lab| usize::from(lab.stars)).sum(),
        mastery: mastery(right, questions, &labs),
    }
}

/// First what was begun, the latest first, unless a test showed it to be known; then the open questions and the labs of lessons that were read; then the first
/// lesson that was not begun; then the labs whose lesson is still to come.
fn next_steps(lessons: &[LessonProgress], ahead: &[LabProgress], records: &Records) -> Vec<NextStep> {
    let read_at: HashMap<&str, Millis> =
        records.readings.iter().map(|(lesson, _, at)| (lesson.as_str(), *at)).collect();
    let played_at: HashMap<&str, Millis> = records.labs.iter().map(|(record, at)| (record.lab.as_str(), *at)).collect();

    let mut begun: Vec<(Millis, NextStep)> = Vec::new();
    for lesson in lessons {
        if lesson.reading.is_some() && !lesson.is_read() && !lesson.known {
            let at = read_at.get(lesson.lesson.as_str()).copied().unwrap_or_default();
            begun.push((at, NextStep::Lesson { lesson: lesson.lesson.clone(), begun: true }));
        }
    }
    for lab in lessons.iter().flat_map(|lesson| &lesson.labs).chain(ahead).filter(|lab| !lab.is_solved()) {
        let Some(record) = &lab.record else { continue };
        let at = played_at.get(lab.lab.as_str()).copied().unwrap_or_default();
        let goals = Some((record.best_goals, record.goals));
        begun.push((at, NextStep::Lab { lab: lab.lab.clone(), goals }));
    }
    begun.sort_by_key(|(at, _)| std::cmp::Reverse(*at));

    // Questions can be answered without the lesson; who began with them is not kept from going on.
    let questions = lessons
        .iter()
        .filter(|lesson| lesson.open() > 0 && !lesson.known && (lesson.is_read() || lesson.answered > 0))
        .map(|lesson| NextStep::Questions { lesson: lesson.lesson.clone(), open: lesson.open() });
    let labs = lessons
        .iter()
        .filter(|lesson| lesson.is_read())
        .flat_map(|lesson| &lesson.labs)
        .filter(|lab| lab.record.is_none())
        .map(|lab| NextStep::Lab { lab: lab.lab.clone(), goals: None });
    let new = lessons
        .iter()
        .find(|lesson| lesson.reading.is_none() && !lesson.known)
        .map(|lesson| NextStep::Lesson { lesson: lesson.lesson.clone(), begun: false });
    let to_come =
        ahead.iter().filter(|lab| lab.record.is_none()).map(|lab| NextStep::Lab { lab: lab.lab.clone(), goals: None });
    begun.into_iter().map(|(_, step)| step).chain(questions).chain(labs).chain(new).chain(to_come).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::grade::Answer;
    use crate::course::lesson::LessonHead;
    use crate::course::question::QuestionId;

    /// A course of `L01`, `L02` …, each with that many questions (`01.1` …) and these labs, all of ten blocks.
    fn course(lessons: &[(usize, &[&str])]) -> Vec<LessonEntry> {
        let entry = |number: u32, questions: usize, labs: &[&str]| LessonEntry {
            head: LessonHead {
                id: format!("L{number:02}"),
                number,
                title: String::new(),
                tagline: String::new(),
                part: "A".into(),
                part_title: String::new(),
                minutes: 10,
                objectives: Vec::new(),
                best_after: Vec::new(),
                predict_first: None,
                next: None,
                summary: Vec::new(),
                sources: Vec::new(),
            },
            questions: (1..=questions).map(|question| QuestionId(format!("{number:02}.{question}"))).collect(),
            reflections: Vec::new(),
            labs: labs.iter().map(|id| LabEntry { id: (*id).into(), stars: 1, ..LabEntry::default() }).collect(),
            folder: String::new(),
        };
        (1..).zip(lessons).map(|(number, (questions, labs))| entry(number, *questions, labs)).collect()
    }

    fn read(lesson: &str, furthest: usize, at: Millis) -> (String, Reading, Millis) {
        (lesson.into(), Reading { block: 0, line: 0, furthest }, at)
    }

    fn played(lab: &str, solved: bool, hints: u8, solution_seen: bool, at: Millis) -> (LabRecord, Millis) {
        let record = LabRecord {
            lab: lab.into(),
            solved_at: solved.then_some(at),
            hints,
            solution_seen,
            best_goals: if solved { 4 } else { 1 },
            goals: 4,
        };
        (record, at)
    }

    fn answered(question: &str, right: bool) -> AnswerRecord {
        AnswerRecord {
            question: QuestionId(question.into()),
            revision: 1,
            answer: Answer::Choice(0),
            right,
            share: f64::from(u8::from(right)),
            confidence: None,
            hints: 0,
            took: 1,
            at: 1,
        }
    }

    fn progress(lessons: &[LessonEntry], records: &Records) -> Progress {
        Progress::from_records(lessons, &[], records, |_| 10)
    }

    /// The next steps as words: `L02`, `L02…` when begun, `L02 ?3` for open questions, `B01`, `B01 1/4` when begun.
    fn words(steps: &[NextStep]) -> Vec<String> {
        steps
            .iter()
            .map(|step| match step {
                NextStep::Lesson { lesson, begun } => format!("{lesson}{}", if *begun { "…" } else { "" }),
                NextStep::Questions { lesson, open } => format!("{lesson} ?{open}"),
                NextStep::Lab { lab, goals: None } => lab.clone(),
                NextStep::Lab { lab, goals: Some((reached, all)) } => format!("{lab} {reached}/{all}"),
            })
            .collect()
    }

    #[test]
    fn the_next_step_goes_on_with_what_was_begun_then_closes_what_was_read_then_begins_anew() {
        let lessons = course(&[(2, &["B01", "B02"]), (1, &[]), (0, &["B03"])]);
        let cases: [(&str, Records, &[&str]); 10] = [
            ("nothing done", Records::default(), &["L01"]),
            (
                "a lesson half read",
                Records { readings: vec![read("L01", 3, 1)], ..Records::default() },
                &["L01…", "L02"],
            ),
            (
                "a lesson read: its questions, its labs, the next lesson",
                Records { readings: vec![read("L01", 9, 1)], ..Records::default() },
                &["L01 ?2", "B01", "B02", "L02"],
            ),
            (
                "a wrong answer leaves a question open",
                Records {
                    readings: vec![read("L01", 9, 1)],
                    answers: vec![answered("01.1", true), answered("01.2", false)],
                    ..Records::default()
                },
                &["L01 ?1", "B01", "B02", "L02"],
            ),
            (
                "a lab half done comes first, one solved comes no more",
                Records {
                    readings: vec![read("L01", 9, 1)],
                    labs: vec![played("B01", true, 0, false, 2), played("B02", false, 0, false, 3)],
                    ..Records::default()
                },
                &["B02 1/4", "L01 ?2", "L02"],
            ),
            (
                "of what was begun the latest first",
                Records {
                    readings: vec![read("L01", 3, 5), read("L02", 3, 9)],
                    labs: vec![played("B01", false, 0, false, 7)],
                    ..Records::default()
                },
                &["L02…", "B01 1/4", "L01…", "L03"],
            ),
            (
                "questions begun without the lesson",
                Records { answers: vec![answered("01.2", true)], ..Records::default() },
                &["L01 ?1", "L01"],
            ),
            (
                "a test showed that the first is known",
                Records {
                    readings: vec![read("L01", 3, 1)],
                    answers: vec![answered("01.1", false)],
                    known: BTreeSet::from(["L01".to_owned()]),
                    ..Records::default()
                },
                &["L02"],
            ),
            (
                "records of what the course no longer has",
                Records {
                    answers: vec![answered("09.1", true)],
                    labs: vec![played("B99", false, 0, false, 7)],
                    readings: vec![read("L99", 3, 5)],
                    ..Records::default()
                },
                &["L01"],
            ),
            (
                "everything done",
                Records {
                    readings: vec![read("L01", 9, 1), read("L02", 9, 1), read("L03", 9, 1)],
                    answers: vec![answered("01.1", true), answered("01.2", true), answered("02.1", true)],
                    labs: ["B01", "B02", "B03"].map(|lab| played(lab, true, 0, false, 1)).to_vec(),
                    ..Records::default()
                },
                &[],
            ),
        ];
        for (name, records, expected) in cases {
            assert_eq!(words(&progress(&lessons, &records).next), expected, "{name}");
        }
        assert_eq!(words(&progress(&[], &Records::default()).next), [""; 0], "a course without lessons");
    }

    #[test]
    fn a_lesson_that_a_test_showed_to_be_known_is_known_also_while_it_cannot_be_written() {
        let course = Course::built_in().unwrap();
        let nowhere = Store::open_or_keep_in_memory(std::path::Path::new("/dev/null/nowhere"));
        for store in [Store::in_memory().unwrap(), nowhere] {
            store.set_setting("knows.L03", "1").ok();
            assert!(Progress::of(&course, &store).unwrap().lessons.iter().all(|lesson| !lesson.known));
            mark_known(&store, "L03", 5).ok();
            let progress = Progress::of(&course, &store).unwrap();
            let known = progress.lessons.iter().filter(|lesson| lesson.known).map(|lesson| lesson.lesson.as_str());
            assert_eq!(known.collect::<Vec<_>>(), ["L03"]);
        }
    }

    #[test]
    fn stars_are_for_solving_with_few_hints_and_without_the_solution() {
        let lessons = course(&[(0, &["B01"])]);
        for (solved, hints, solution_seen, stars) in [
            (true, 0, false, 3),
            (true, 1, false, 2),
            (true, 2, false, 1),
            (true, 3, false, 1),
            (true, 0, true, 0),
            (false, 0, false, 0),
        ] {
            let records = Records { labs: vec![played("B01", solved, hints, solution_seen, 1)], ..Records::default() };
            let progress = progress(&lessons, &records);
            assert_eq!(progress.lessons[0].labs[0].stars, stars, "{records:?}");
            assert_eq!(progress.lessons[0].mastery, if stars > 0 { 1.0 } else { 0.0 });
            assert_eq!(progress.overall.solved, usize::from(solved));
        }
    }

    #[test]
    fn a_lab_counts_as_two_questions() {
        let lessons = course(&[(2, &["B01"]), (4, &[])]);
        let records = Records {
            answers: vec![answered("01.1", true), answered("01.2", false), answered("02.4", true)],
            labs: vec![played("B01", true, 1, false, 1)],
            readings: vec![read("L01", 9, 1), read("L02", 4, 2)],
            ..Records::default()
        };
        let progress = progress(&lessons, &records);
        let of =
            |lesson: &LessonProgress| (lesson.answered, lesson.right, lesson.questions, lesson.mastery, lesson.read);
        assert_eq!(of(&progress.lessons[0]), (2, 1, 2, 0.75, 1.0));
        assert_eq!(of(&progress.lessons[1]), (1, 1, 4, 0.25, 0.5));
        let expected = Overall {
            lessons: 2,
            read: 1,
            questions: 6,
            answered: 3,
            right: 2,
            labs: 1,
            solved: 1,
            stars: 2,
            mastery: 0.5,
        };
        assert_eq!(progress.overall, expected);
    }

    #[test]
    fn labs_of_lessons_still_to_come_count_and_are_offered_last() {
        let lessons = course(&[(1, &["B01"])]);
        let lab = |id: &str| LabEntry { id: id.into(), rounds: vec!["short".into()], ..LabEntry::default() };
        let ahead = [lab("B05"), lab("B06"), lab("B07")];
        let records = Records {
            labs: vec![played("B05", true, 0, false, 1), played("B06", false, 0, false, 2)],
            rounds: [("B05", "short"), ("B05", "gone"), ("B99", "short")]
                .map(|(lab, round)| (lab.into(), round.into()))
                .into(),
            ..Records::default()
        };
        let progress = Progress::from_records(&lessons, &ahead, &records, |_| 10);
        let Overall { labs, solved, stars, .. } = progress.overall;
        assert_eq!((labs, solved, stars), (4, 1, 3));
        assert_eq!(words(&progress.next), ["B06 1/4", "L01", "B07"]);
        let rounds = ["B05", "B06", "B01"].map(|id| progress.lab(id).map(|lab| lab.rounds));
        assert_eq!((rounds, progress.lab("B99")), ([Some(1), Some(0), Some(0)], None));
    }

    #[test]
    fn a_reflection_counts_nowhere() {
        let mut lessons = course(&[(3, &[])]);
        lessons[0].reflections = vec![QuestionId("01.3".into())];
        let reflection = AnswerRecord {
            answer: Answer::Reflection { text: "A hat.".into(), ticked: vec![0] },
            ..answered("01.3", false)
        };
        let records = Records { answers: vec![answered("01.1", true), reflection], ..Records::default() };
        let found = progress(&lessons, &records);
        let lesson = &found.lessons[0];
        assert_eq!((lesson.answered, lesson.right, lesson.questions, lesson.open(), lesson.mastery), (1, 1, 2, 1, 0.5));
    }

    #[test]
    fn a_lesson_without_questions_and_labs_has_no_mastery_and_one_that_became_shorter_is_read() {
        let lessons = course(&[(0, &[])]);
        let records = Records { readings: vec![read("L01", 40, 1)], ..Records::default() };
        let progress = progress(&lessons, &records);
        assert_eq!((progress.lessons[0].mastery, progress.lessons[0].read, progress.overall.mastery), (0.0, 1.0, 0.0));
    }

    #[test]
    fn progress_comes_from_what_the_store_holds() {
        let store = Store::in_memory().unwrap();
        store.record_answer(&answered("01.1", false)).unwrap();
        store.record_answer(&answered("01.1", true)).unwrap();
        store.record_lab(&played("B01", true, 0, false, 3).0, 3).unwrap();
        store.save_reading("L01", Reading { block: 9, line: 0, furthest: 9 }, 4).unwrap();
        let records = Records::of(&store).unwrap();
        let overall = progress(&course(&[(1, &["B01"])]), &records).overall;
        assert_eq!((overall.right, overall.stars, overall.read, overall.mastery), (1, 3, 1, 1.0));
    }
}

//! Loads a course: the built-in one, or a folder of the same layout. The only part of the room that knows files.
//!
//! ```text
//! lessons/glossary.toml
//! lessons/03-trust-policies/lesson.md                          text, with its front matter
//! lessons/03-trust-policies/lab-first-trust/lab.toml           and beside it the documents, reference/, wrong/NAME/
//! quizzes/03-trust-policies.toml                               the lesson's questions
//! quizzes/generated/03-one-of-two.toml                         a template of generated questions; pools.toml: what they draw from
//! quizzes/exams/dva.toml                                       blueprints of exams
//! assets/scenarios/ec2-reads-s3.toml                           and beside it the policies it names
//! assets/coverage.toml                                         which guide item is taught and exercised where
//! assets/ids.toml                                              every id that was ever given
//! ```
//!
//! What every start needs (which lessons, questions and labs there are) is read at once; texts, questions and labs are read when they
//! are opened, and kept.
//!
//! A folder may come from anybody: links that lead out of it, files of more than two megabytes and characters that command a terminal
//! are refused.

mod bounds;
mod exams;
mod files;
pub(crate) mod templates;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::de::DeserializeOwned;

use crate::course::exam::Blueprint;
use crate::course::generate::{ItemId, Pools, Template};
use crate::course::glossary::Glossary;
use crate::course::lab::{Lab, LabFile};
use crate::course::lesson::{Lesson, LessonHead};
use crate::course::markdown;
use crate::course::question::{Question, QuestionId, QuizFile};
use crate::diagnostic::Diagnostic;
use crate::iam::catalogue::managed_text;
use crate::iam::scenario::{Scenario, ScenarioError};
use crate::text::TextRange;
use files::{Files, missing};

/// A course.
#[derive(Debug)]
pub struct Course {
    files: Files,
    lessons: Vec<LessonEntry>,
    /// The labs whose lesson is not there.
    ahead: Vec<LabEntry>,
    faults: Vec<CourseError>,
    opened: Mutex<Opened>,
}

/// What was opened so far, by lower-case id.
#[derive(Debug, Default)]
struct Opened {
    lessons: HashMap<String, Arc<Lesson>>,
    questions: HashMap<String, Arc<[Question]>>,
    templates: HashMap<String, Arc<Template>>,
    pools: HashMap<String, Arc<Pools>>,
    labs: HashMap<String, Arc<Lab>>,
    scenarios: HashMap<String, Arc<Scenario>>,
    glossary: HashMap<String, Arc<Glossary>>,
    exams: HashMap<String, Arc<[Blueprint]>>,
}

/// What is known of a lesson without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonEntry {
    /// What stands above its text.
    pub head: LessonHead,
    /// The ids of its questions, in order.
    pub questions: Vec<QuestionId>,
    /// Those of them that nobody grades.
    pub reflections: Vec<QuestionId>,
    /// Its labs.
    pub labs: Vec<LabEntry>,
    /// The folder's name, `03-trust-policies`.
    pub folder: String,
}

/// What is known of a lab without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabEntry {
    /// `B01`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// 1 to 4.
    pub stars: u8,
    /// The lesson it belongs to, `L03`, which may be still to come; empty when the file's first lines do not say it.
    pub lesson: String,
    /// The names of its second rounds.
    pub rounds: Vec<String>,
    /// The folder, from the course's root.
    pub folder: String,
}

/// Something wrong with a course's files: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}: {message}", file.display(), line.map(|l| format!(":{l}")).unwrap_or_default())]
pub struct CourseError {
    /// The file, from the course's root.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The words of that line that are meant; none when it is the whole line.
    pub words: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl CourseError {
    /// An error in `file` as a whole.
    pub(crate) fn in_file(file: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, words: None, message: message.into() }
    }

    /// An error at a line of `file`, from 1.
    pub(crate) fn at_line(file: impl Into<PathBuf>, line: usize, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: Some(line), words: None, message: message.into() }
    }

    /// An error in `file` where `words` stand first in its `text`; in the file as a whole when they do not.
    pub(crate) fn at_words(file: impl Into<PathBuf>, text: &str, words: &str, message: impl Into<String>) -> Self {
        let line = line_with(text, words);
        Self { file: file.into(), line, words: line.map(|_| words.to_owned()), message: message.into() }
    }

    /// The same about these words of its line.
    pub(crate) fn about(mut self, words: &str) -> Self {
        self.words = words.lines().next().filter(|words| !words.trim().is_empty()).map(str::to_owned);
        self
    }

    /// The place in the text of its file: the words that are meant, or the whole line without what it is set in by. `None` when it is
    /// about the file as a whole, or the text has no such line.
    #[must_use]
    pub fn range_in(&self, text: &str) -> Option<TextRange> {
        let before = self.line?.checked_sub(1)?;
        let line = text.split('\n').nth(before)?;
        let start: usize = text.split_inclusive('\n').take(before).map(str::len).sum();
        let found = self.words.as_deref().and_then(|words| Some((line.find(words)?, words.len())));
        let (at, len) = found.unwrap_or_else(|| (line.len() - line.trim_start().len(), line.trim().len()));
        Some(TextRange::new(start + at, start + at + len))
    }
}

impl Course {
    /// The course inside the program.
    ///
    /// # Errors
    /// Never for a released program: its content was proved when it was built.
    pub fn built_in() -> Result<Self, CourseError> {
        Self::whole(Files::BuiltIn)
    }

    /// A course in a folder.
    ///
    /// # Errors
    /// When the folder cannot be read or a file in it is malformed.
    pub fn open(folder: &Path) -> Result<Self, CourseError> {
        Self::whole(Files::folder(folder)?)
    }

    /// A course in a folder, as far as it can be read: what is malformed is left out and told by [`Self::faults`].
    ///
    /// # Errors
    /// When the folder is no course at all.
    pub fn inspect(folder: &Path) -> Result<Self, CourseError> {
        Self::index(Files::folder(folder)?)
    }

    fn whole(files: Files) -> Result<Self, CourseError> {
        let mut course = Self::index(files)?;
        if course.faults.is_empty() { Ok(course) } else { Err(course.faults.swap_remove(0)) }
    }

    fn index(files: Files) -> Result<Self, CourseError> {
        let mut course =
            Self { files, lessons: Vec::new(), ahead: Vec::new(), faults: Vec::new(), opened: Mutex::default() };
        for folder in course.files.folders("lessons")? {
            match course.entry(folder) {
                Ok(Some(entry)) => course.lessons.push(entry),
                Ok(None) => {}
                Err(fault) => course.faults.push(fault),
            }
        }
        course.lessons.sort_by_key(|entry| entry.head.number);
        course.ahead.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(course)
    }

    /// The lesson of a folder. `None` when it holds labs alone: they may be there before their lesson.
    fn entry(&mut self, folder: String) -> Result<Option<LessonEntry>, CourseError> {
        let numbered =
            folder.split_once('-').is_some_and(|(n, _)| n.len() == 2 && n.bytes().all(|b| b.is_ascii_digit()));
        if !numbered {
            return Err(CourseError::in_file(
                format!("lessons/{folder}"),
                "a lesson's folder is called `NN-slug`, as `03-trust-policies`: rename it",
            ));
        }
        let file = format!("lessons/{folder}/lesson.md");
        let Some(text) = self.files.glance(&file)? else {
            let labs = self.lab_entries(&folder)?;
            if labs.is_empty() {
                return Err(missing(&file));
            }
            self.ahead.extend(labs);
            return Ok(None);
        };
        let (front, _, _) = split_front(&file, &text)?;
        let head: LessonHead = parse_toml(&file, front, 1)?;
        let quiz = self.files.glance(&format!("quizzes/{folder}.toml"));
        let (questions, reflections) = match quiz {
            Ok(text) => text.as_deref().map(question_ids).unwrap_or_default(),
            Err(fault) => {
                self.faults.push(fault);
                Default::default()
            }
        };
        let labs = self.lab_entries(&folder)?;
        Ok(Some(LessonEntry { head, questions, reflections, labs, folder }))
    }

    fn lab_entries(&mut self, folder: &str) -> Result<Vec<LabEntry>, CourseError> {
        let mut labs = Vec::new();
        for name in self.files.folders(&format!("lessons/{folder}"))? {
            match self.lab_entry(format!("lessons/{folder}/{name}")) {
                Ok(entry) => labs.push(entry),
                Err(fault) => self.faults.push(fault),
            }
        }
        labs.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(labs)
    }

    fn lab_entry(&self, folder: String) -> Result<LabEntry, CourseError> {
        let file = format!("{folder}/lab.toml");
        let text = self.files.glance(&file)?.ok_or_else(|| missing(&file))?;
        let LabHead { id, title, stars, lesson } = lab_head(&file, &text)?;
        Ok(LabEntry { id, title, stars, lesson, rounds: round_names(&text), folder })
    }

    /// What is malformed in what every start reads; empty unless the course came from [`Self::inspect`].
    #[must_use]
    pub fn faults(&self) -> &[CourseError] {
        &self.faults
    }

    /// The lessons that exist, by number.
    #[must_use]
    pub fn lessons(&self) -> &[LessonEntry] {
        &self.lessons
    }

    /// The lesson of that id (`L03`, `l3`), or number (`3`, `03`).
    #[must_use]
    pub fn find_lesson(&self, id: &str) -> Option<&LessonEntry> {
        let number = id.strip_prefix(['L', 'l']).unwrap_or(id).parse::<u32>().ok();
        self.lessons.iter().find(|entry| Some(entry.head.number) == number || entry.head.id.eq_ignore_ascii_case(id))
    }

    /// The lesson that comes after the one of that id: the one that it names, else that of the next number.
    #[must_use]
    pub fn next_lesson(&self, id: &str) -> Option<&LessonEntry> {
        let at = self.lessons.iter().position(|entry| entry.head.id == id)?;
        let named = self.lessons.get(at).and_then(|entry| entry.head.next.as_deref());
        named.and_then(|next| self.find_lesson(next)).or_else(|| self.lessons.get(at + 1))
    }

    /// All labs by id, each with its lesson when that is there.
    #[must_use]
    pub fn labs(&self) -> Vec<(Option<&LessonEntry>, &LabEntry)> {
        let taught = self.lessons.iter().flat_map(|lesson| lesson.labs.iter().map(move |lab| (Some(lesson), lab)));
        let mut labs: Vec<_> = taught.chain(self.ahead.iter().map(|lab| (None, lab))).collect();
        labs.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        labs
    }

    /// The labs whose lesson is not there, by id.
    #[must_use]
    pub fn labs_ahead(&self) -> &[LabEntry] {
        &self.ahead
    }

    /// The lab of that id (`B01`), in any case, and its lesson when that is there.
    #[must_use]
    pub fn find_lab(&self, id: &str) -> Option<(Option<&LessonEntry>, &LabEntry)> {
        self.labs().into_iter().find(|(_, lab)| lab.id.eq_ignore_ascii_case(id))
    }

    /// Opens a lesson.
    ///
    /// # Errors
    /// When there is none of that id, or its file is malformed.
    pub fn lesson(&self, id: &str) -> Result<Arc<Lesson>, CourseError> {
        let entry = self.known_lesson(id)?;
        self.kept(
            &entry.folder,
            |opened| &mut opened.lessons,
            || {
                let (lesson, mut findings) = self.read_lesson(entry)?;
                if findings.is_empty() { Ok(lesson.into()) } else { Err(findings.swap_remove(0)) }
            },
        )
    }

    /// The letters and titles of a lesson's sections, by a look at its lines: the text is not read. None when its file is gone.
    #[must_use]
    pub fn section_titles(&self, entry: &LessonEntry) -> Vec<(String, String)> {
        let text = self.files.text(&entry.text_file()).ok().flatten().unwrap_or_default();
        let letters = ('a'..='z').map(String::from);
        letters.zip(markdown::section_titles(&text)).collect()
    }

    /// A lesson as far as it can be read, and everything that is malformed in its text.
    pub(crate) fn read_lesson(&self, entry: &LessonEntry) -> Result<(Lesson, Vec<CourseError>), CourseError> {
        let file = format!("lessons/{}/lesson.md", entry.folder);
        let text = self.files.need(&file)?;
        let (_, body, first) = split_front(&file, &text)?;
        let (blocks, findings) = markdown::blocks(body);
        let findings = findings.into_iter().map(|finding| located(&file, body, first, finding)).collect();
        Ok((Lesson { head: entry.head.clone(), blocks }, findings))
    }

    /// Opens a lesson's questions, in order. A lesson without a quiz file has none.
    ///
    /// # Errors
    /// When there is no lesson of that id, or its file is malformed.
    pub fn questions(&self, lesson: &str) -> Result<Arc<[Question]>, CourseError> {
        let entry = self.known_lesson(lesson)?;
        self.kept(
            &entry.folder,
            |opened| &mut opened.questions,
            || {
                let file = entry.quiz_file();
                let Some(text) = self.files.read(&file)? else { return Ok(Arc::from([])) };
                let quiz: QuizFile = parse_toml(&file, &text, 0)?;
                if quiz.lesson != entry.head.id {
                    let message = format!("the file says lesson `{}`: its name says `{}`", quiz.lesson, entry.head.id);
                    return Err(CourseError::at_words(file, &text, "lesson", message));
                }
                quiz.questions
                    .into_iter()
                    .map(|source| {
                        let id = format!("id = \"{}\"", source.id);
                        Question::new(source).map_err(|message| CourseError::at_words(&file, &text, &id, message))
                    })
                    .collect()
            },
        )
    }

    /// Opens one question; for the id of a generated one, makes it.
    ///
    /// # Errors
    /// When there is none of that id, or its file is malformed.
    pub fn question(&self, id: &QuestionId) -> Result<Question, CourseError> {
        if let Some(item) = ItemId::parse(id) {
            return self.generated(&item).map(|item| item.question);
        }
        let unknown =
            || CourseError::in_file(id.0.clone(), "no such question: `quiz LESSON` lists a lesson's questions");
        let number = id.lesson_number().ok_or_else(unknown)?;
        let entry = self.lessons.iter().find(|entry| entry.head.number == number).ok_or_else(unknown)?;
        let questions = self.questions(&entry.head.id)?;
        questions.iter().find(|question| question.common.id == *id).cloned().ok_or_else(unknown)
    }

    /// Opens a lab.
    ///
    /// # Errors
    /// When there is none of that id, or one of its files is malformed.
    pub fn lab(&self, id: &str) -> Result<Arc<Lab>, CourseError> {
        let Some((_, entry)) = self.find_lab(id) else {
            return Err(unknown("lab", id, self.labs().into_iter().map(|(_, lab)| lab.id.as_str())));
        };
        self.kept(&entry.folder, |opened| &mut opened.labs, || self.read_lab(entry).map(Arc::new))
    }

    fn read_lab(&self, entry: &LabEntry) -> Result<Lab, CourseError> {
        let path = entry.file();
        let text = self.files.need(&path)?;
        let file: LabFile = parse_toml(&path, &text, 0)?;
        let starter = file
            .documents
            .iter()
            .map(|document| self.files.need(&format!("{}/{}", entry.folder, document.file)).map(Cow::into_owned))
            .collect::<Result<Vec<_>, _>>()?;
        let reference = self.lab_answer(entry, &file, "reference", None)?;
        let scenario = Scenario::build(
            file.title.clone(),
            file.story.clone(),
            file.world.clone(),
            file.requests.clone(),
            &mut |name| self.beside(&entry.folder, name),
        )
        .map_err(|error| scenario_fault(&path, &text, &error.located_in_toml(&text)))?;
        for document in &file.documents {
            if !scenario.documents.contains_key(document.file.as_str()) {
                let message = format!(
                    "no policy of the lab's world is `{}`: name the file where the learner's document stands in the world",
                    document.file
                );
                return Err(CourseError::at_words(path, &text, &document.file, message));
            }
        }
        let bounds = file
            .tasks
            .iter()
            .map(|task| self.bounds(entry, &file, &scenario, &reference, task))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Lab { file, scenario, starter, reference, bounds })
    }

    /// The documents of an answer to a lab, in the order of the tabs: those in the lab's folder `answer` (`reference`, `wrong/NAME`). A
    /// document that is not there is taken from `others`, so that a wrong answer need hold only what is wrong in it.
    pub(crate) fn lab_answer(
        &self,
        entry: &LabEntry,
        file: &LabFile,
        answer: &str,
        others: Option<&[String]>,
    ) -> Result<Vec<String>, CourseError> {
        let mut found = 0;
        let mut documents = Vec::new();
        for (index, document) in file.documents.iter().enumerate() {
            let path = format!("{}/{answer}/{}", entry.folder, document.file);
            match (self.files.read(&path)?, others.and_then(|others| others.get(index))) {
                (Some(text), _) => {
                    found += 1;
                    documents.push(text.into_owned());
                }
                (None, Some(other)) => documents.push(other.clone()),
                (None, None) => return Err(CourseError::in_file(path, "no such file: every document needs one here")),
            }
        }
        if found == 0 {
            let message = "holds none of the lab's documents: put the wrong one there";
            return Err(CourseError::in_file(format!("{}/{answer}", entry.folder), message));
        }
        Ok(documents)
    }

    /// The documents that win a second round: those of `again/NAME`, or `None` when there is no such folder.
    pub(crate) fn round_answer(
        &self,
        entry: &LabEntry,
        lab: &Lab,
        name: &str,
    ) -> Result<Option<Vec<String>>, CourseError> {
        if !self.round_folders(entry)?.iter().any(|folder| folder == name) {
            return Ok(None);
        }
        self.lab_answer(entry, &lab.file, &format!("again/{name}"), Some(&lab.reference)).map(Some)
    }

    /// The names of the folders in a lab's `again`.
    pub(crate) fn round_folders(&self, entry: &LabEntry) -> Result<Vec<String>, CourseError> {
        self.files.folders(&format!("{}/again", entry.folder))
    }

    /// Opens a scenario of assets/scenarios by its file's name without ending.
    ///
    /// # Errors
    /// When there is none of that name, or one of its files is malformed.
    pub fn scenario(&self, name: &str) -> Result<Arc<Scenario>, CourseError> {
        self.kept(
            name,
            |opened| &mut opened.scenarios,
            || {
                let path = format!("assets/scenarios/{name}.toml");
                let text = self.files.need(&path)?;
                check_escapes(&path, &text, 0)?;
                Scenario::from_toml(&text, &mut |file| self.beside("assets/scenarios", file))
                    .map(Arc::new)
                    .map_err(|error| scenario_fault(&path, &text, &error))
            },
        )
    }

    /// The names of all scenarios of assets/scenarios.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn scenarios(&self) -> Result<Vec<String>, CourseError> {
        let names = self.files.names("assets/scenarios")?;
        Ok(names.iter().filter_map(|name| name.strip_suffix(".toml")).map(str::to_owned).collect())
    }

    /// The glossary; empty when the course has none.
    ///
    /// # Errors
    /// When its file is malformed.
    pub fn glossary(&self) -> Result<Arc<Glossary>, CourseError> {
        let path = "lessons/glossary.toml";
        self.kept(
            path,
            |opened| &mut opened.glossary,
            || match self.files.read(path)? {
                Some(text) => parse_toml::<Glossary>(path, &text, 0).map(Arc::new),
                None => Ok(Arc::default()),
            },
        )
    }

    /// The text of a file of the course, by its path from the root; `None` when there is none.
    pub(crate) fn text(&self, path: &str) -> Result<Option<Cow<'static, str>>, CourseError> {
        self.files.read(path)
    }

    /// The ids of all questions, those of a file that is malformed among them.
    pub(crate) fn question_ids(&self) -> BTreeSet<&str> {
        self.lessons.iter().flat_map(|lesson| &lesson.questions).map(|id| id.0.as_str()).collect()
    }

    /// The text of the file that an error is about; `None` when it cannot be read.
    #[must_use]
    pub fn text_of(&self, error: &CourseError) -> Option<Cow<'static, str>> {
        self.files.text(error.file.to_str()?).ok().flatten()
    }

    fn known_lesson(&self, id: &str) -> Result<&LessonEntry, CourseError> {
        self.find_lesson(id)
            .ok_or_else(|| unknown("lesson", id, self.lessons.iter().map(|entry| entry.head.id.as_str())))
    }

    /// A policy that a file in `folder` names.
    fn beside(&self, folder: &str, name: &str) -> Result<String, String> {
        if let Some(text) = managed_text(name) {
            return Ok(text);
        }
        match self.files.read(&format!("{folder}/{name}")) {
            Ok(Some(text)) => Ok(text.into_owned()),
            Ok(None) => Err("no such file".to_owned()),
            Err(error) => Err(error.message),
        }
    }

    /// What was opened under `key` before, or what `open` gives, which is then kept.
    fn kept<T: ?Sized>(
        &self,
        key: &str,
        shelf: fn(&mut Opened) -> &mut HashMap<String, Arc<T>>,
        open: impl FnOnce() -> Result<Arc<T>, CourseError>,
    ) -> Result<Arc<T>, CourseError> {
        // Whoever panicked while holding the lock left whole entries behind: they are only ever put in whole.
        if let Some(found) = shelf(&mut self.opened.lock().unwrap_or_else(PoisonError::into_inner)).get(key) {
            return Ok(Arc::clone(found));
        }
        let made = open()?;
        shelf(&mut self.opened.lock().unwrap_or_else(PoisonError::into_inner))
            .insert(key.to_owned(), Arc::clone(&made));
        Ok(made)
    }
}

impl LessonEntry {
    /// The file of its questions, from the course's root.
    #[must_use]
    pub fn quiz_file(&self) -> String {
        format!("quizzes/{}.toml", self.folder)
    }

    /// The file of its text, from the course's root.
    #[must_use]
    pub fn text_file(&self) -> String {
        format!("lessons/{}/lesson.md", self.folder)
    }
}

impl LabEntry {
    /// Its file, from the course's root.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}/lab.toml", self.folder)
    }
}

/// The front matter, the text behind it, and the number of lines before that text.
fn split_front<'t>(file: &str, text: &'t str) -> Result<(&'t str, &'t str, usize), CourseError> {
    let opened = text.strip_prefix("+++\n").ok_or_else(|| {
        CourseError::at_line(
            file,
            1,
            "a lesson opens with its front matter, TOML between two lines `+++`: put it there",
        )
    })?;
    let (front, body) = opened
        .split_once("\n+++\n")
        .or_else(|| opened.strip_suffix("\n+++").map(|front| (front, "")))
        .ok_or_else(|| CourseError::at_line(file, 1, "the front matter is not closed: put a line `+++` behind it"))?;
    Ok((front, body, front.matches('\n').count() + 3))
}

/// Reads TOML that stands `before` lines down in its file.
pub(crate) fn parse_toml<T: DeserializeOwned>(file: &str, text: &str, before: usize) -> Result<T, CourseError> {
    check_escapes(file, text, before)?;
    toml::from_str(text).map_err(|error| {
        let message = error.message().trim().replace('\n', "; ");
        match error.span() {
            Some(span) => CourseError::at_line(file, line_at(text, span.start) + before, message)
                .about(text.get(span).unwrap_or_default()),
            None => CourseError::in_file(file, message),
        }
    })
}

/// Refuses control characters that are written as escapes, `\u001b`.
fn check_escapes(file: &str, text: &str, before: usize) -> Result<(), CourseError> {
    let escapes = ["\\u", "\\U", "\\x", "\\e", "\\b", "\\f", "\\r"];
    let Some(at) = escapes.iter().filter_map(|escape| text.find(escape)).min() else { return Ok(()) };
    // A text that is no TOML is told by its reader.
    let Ok(table) = toml::from_str::<toml::Table>(text) else { return Ok(()) };
    if holds_control(&toml::Value::Table(table)) {
        let message = "holds an escape that makes a control character: take it out";
        return Err(CourseError::at_line(file, line_at(text, at) + before, message));
    }
    Ok(())
}

fn holds_control(value: &toml::Value) -> bool {
    match value {
        toml::Value::String(text) => text.chars().any(markdown::is_control),
        toml::Value::Array(items) => items.iter().any(holds_control),
        toml::Value::Table(table) => {
            table.iter().any(|(key, value)| key.chars().any(markdown::is_control) || holds_control(value))
        }
        _ => false,
    }
}

/// The ids of a quiz file's questions, and of those among them that nobody grades, by a look at its lines: whether the file is
/// well-formed is seen when it is opened.
fn question_ids(text: &str) -> (Vec<QuestionId>, Vec<QuestionId>) {
    let (mut all, mut reflections): (Vec<QuestionId>, Vec<QuestionId>) = Default::default();
    for line in text.lines() {
        if let Some((id, _)) = line.strip_prefix("id = \"").and_then(|rest| rest.split_once('"')) {
            all.push(QuestionId(id.to_owned()));
        } else if line.trim_end() == "[question.reflection]" {
            reflections.extend(all.last().cloned());
        }
    }
    (all, reflections)
}

/// What a lab's first lines say.
#[derive(serde::Deserialize)]
struct LabHead {
    id: String,
    title: String,
    stars: u8,
    #[serde(default)]
    lesson: String,
}

/// Id, title, stars and lesson of a lab, by a look at the lines before its first table.
fn lab_head(file: &str, text: &str) -> Result<LabHead, CourseError> {
    let wanted = ["id = ", "title = ", "stars = ", "lesson = "];
    let lines: Vec<&str> = text
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter(|line| wanted.iter().any(|key| line.starts_with(key)))
        .collect();
    toml::from_str(&lines.join("\n")).map_err(|error| {
        let message = format!(
            "a lab begins with `id = \"B01\"`, `title = \"…\"` and `stars = 1`, each on a line: {}",
            error.message().trim().replace('\n', "; ")
        );
        CourseError::at_line(file, 1, message)
    })
}

/// The names of a lab's second rounds, by a look at its lines.
fn round_names(text: &str) -> Vec<String> {
    let mut lines = text.lines();
    let mut names = Vec::new();
    while lines.any(|line| line.trim_end() == "[[again]]") {
        let name = lines.find_map(|line| line.strip_prefix("name = \"")?.split_once('"'));
        names.extend(name.map(|(name, _)| name.to_owned()));
    }
    names
}

/// The line of a byte, from 1.
fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|b| *b == b'\n').count()
}

/// The first line that holds `words`, from 1.
pub(crate) fn line_with(text: &str, words: &str) -> Option<usize> {
    text.find(words).map(|at| line_at(text, at))
}

fn located(file: &str, text: &str, before: usize, finding: Diagnostic) -> CourseError {
    let line = line_at(text, finding.range.start as usize) + before;
    CourseError::at_line(file, line, finding.message).about(finding.range.slice(text))
}

/// A scenario's error at its line: that of its range, or the first that holds what the message names.
fn scenario_fault(file: &str, text: &str, error: &ScenarioError) -> CourseError {
    if let Some(range) = error.range {
        return CourseError::at_line(file, line_at(text, range.start as usize), &error.message)
            .about(range.slice(text));
    }
    let named = error.message.split('`').skip(1).step_by(2).find(|named| text.contains(named));
    match named {
        Some(named) => CourseError::at_words(file, text, named, &error.message),
        None => CourseError::in_file(file, &error.message),
    }
}

fn unknown<'a>(what: &str, id: &str, all: impl Iterator<Item = &'a str>) -> CourseError {
    let all = all.collect::<Vec<_>>().join(", ");
    let hint = if all.is_empty() { "the course has none".to_owned() } else { format!("the course has {all}") };
    CourseError::in_file(id, format!("no such {what}: {hint}"))
}

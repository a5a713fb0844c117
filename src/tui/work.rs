//! What is done beside the drawing, on a thread of its own, because it takes longer than a frame may.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::course::grade::{Goal, nothing_beyond};
use crate::course::lab::Lab;
use crate::iam::catalogue::managed_text;
use crate::iam::compare::Budget;
use crate::iam::json;
use crate::iam::scenario::{Scenario, ScenarioError};
use crate::text::LineIndex;
use crate::tui::colours::{self, Roles, Snippet};
use crate::tui::runtime;

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Colour these blocks of code.
    Colour(Vec<Snippet>),
    /// Wait, in milliseconds, so that what happens often can be kept once.
    Wait(u32),
    /// Wait for the next step of something that goes on by itself.
    Beat {
        /// How long.
        milliseconds: u32,
        /// Which wait it is.
        number: u32,
    },
    /// Read a policy or a scenario.
    Load(PathBuf),
    /// Save a document.
    Save(Saving),
    /// See what stands in these files now.
    Look(Vec<PathBuf>),
    /// Prove that a lab's documents allow nothing beyond its task.
    Prove(Proof),
}

/// A proof that is to be made. It is known by its number: a screen counts them.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Which it is.
    pub number: u32,
    /// The lab.
    pub lab: Arc<Lab>,
    /// Its world with the documents.
    pub scenario: Arc<Scenario>,
    /// Set when nobody wants to know any more.
    pub stop: Arc<AtomicBool>,
}

impl PartialEq for Proof {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Proof {}

/// A document on its way to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saving {
    /// The file.
    pub file: PathBuf,
    /// What is to stand in it.
    pub text: String,
    /// What should stand in it now; `None` when there should be no such file. Anything else is not written over.
    pub over: Option<String>,
    /// Write over whatever stands there.
    pub force: bool,
    /// Make the file's folder if there is none.
    pub folder: bool,
}

/// What a file held.
#[derive(Debug, Clone, PartialEq)]
pub enum Loaded {
    /// A policy document, or what may become one.
    Document(String),
    /// A world with its documents, and the text of its own file.
    Scenario(Box<Scenario>, String),
}

/// How saving went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It is written.
    Written,
    /// Something else stands in the file than was thought: nothing was written.
    Changed,
    /// Why it could not be written.
    Failed(String),
}

/// Something done.
#[derive(Debug, Clone, PartialEq)]
pub enum Done {
    /// Blocks of code with their colours.
    Coloured(Vec<(Snippet, Roles)>),
    /// The time has passed.
    Waited,
    /// The time of the wait of that number has passed.
    Beat(u32),
    /// What a file held, or why it cannot be used.
    Loaded(PathBuf, Result<Loaded, String>),
    /// How saving went.
    Saved(Saving, Saved),
    /// What stands in files now; `None` where nothing can be read.
    Seen(Vec<(PathBuf, Option<String>)>),
    /// What the proof of that number came to; `None` for a lab without a task.
    Proved(u32, Option<Box<Goal>>),
}

impl Job {
    /// Does it.
    #[must_use]
    pub fn run(self) -> Done {
        match self {
            Self::Colour(snippets) => Done::Coloured(colours::colour(snippets)),
            Self::Wait(milliseconds) => {
                std::thread::sleep(core::time::Duration::from_millis(u64::from(milliseconds)));
                Done::Waited
            }
            Self::Beat { milliseconds, number } => {
                std::thread::sleep(core::time::Duration::from_millis(u64::from(milliseconds)));
                Done::Beat(number)
            }
            Self::Load(file) => {
                let loaded = load(&file);
                Done::Loaded(file, loaded)
            }
            Self::Save(saving) => {
                let saved = save(&saving);
                Done::Saved(saving, saved)
            }
            Self::Look(files) => {
                let seen = files.into_iter().map(|file| {
                    let text = runtime::read(&file).ok();
                    (file, text)
                });
                Done::Seen(seen.collect())
            }
            Self::Prove(proof) => {
                let budget = Budget { cancel: Some(&proof.stop), ..Budget::default() };
                Done::Proved(proof.number, nothing_beyond(&proof.lab, &proof.scenario, &budget).map(Box::new))
            }
        }
    }
}

/// Reads a policy or a scenario (TOML, or JSON with a `world`) with the documents beside it.
///
/// # Errors
/// In words for the person: the file cannot be read, or the scenario cannot be used.
pub fn load(file: &Path) -> Result<Loaded, String> {
    let name = file.display();
    let text = runtime::read(file).map_err(|why| format!("cannot read `{name}`: {why}"))?;
    let is_toml = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    if !is_toml && json::parse(&text).root.as_ref().is_none_or(|root| root.get("world").is_none()) {
        return Ok(Loaded::Document(text));
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut beside = |name: &str| match managed_text(name) {
        Some(text) => Ok(text),
        None => runtime::read(&folder.join(name)),
    };
    let scenario = match is_toml {
        true => Scenario::from_toml(&text, &mut beside),
        false => Scenario::from_json(&text, &mut beside),
    };
    let at = |error: &ScenarioError| match error.range {
        Some(range) => format!(":{}", LineIndex::new(&text).line_column(&text, range.start as usize).line + 1),
        None => String::new(),
    };
    match scenario {
        Ok(scenario) => Ok(Loaded::Scenario(Box::new(scenario), text)),
        Err(error) => Err(format!("`{name}`{} is no scenario: {}", at(&error), error.message)),
    }
}

/// Writes a document, unless something else stands in its file than was thought.
fn save(saving: &Saving) -> Saved {
    let there = runtime::exists(&saving.file).then(|| runtime::read(&saving.file).ok());
    let as_thought = match &there {
        None => true,
        Some(now) => now.is_some() && *now == saving.over,
    };
    if !as_thought && !saving.force {
        return Saved::Changed;
    }
    let folder = saving.file.parent().filter(|_| saving.folder);
    match folder.map_or(Ok(()), runtime::make_folder).and_then(|()| runtime::write(&saving.file, &saving.text)) {
        Ok(()) => Saved::Written,
        Err(why) => Saved::Failed(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saving(file: &Path, text: &str, over: Option<&str>, force: bool) -> Job {
        Job::Save(Saving { file: file.to_owned(), text: text.into(), over: over.map(Into::into), force, folder: false })
    }

    #[track_caller]
    fn check(job: Job, expected: Saved) {
        let Done::Saved(_, saved) = job.run() else { panic!("not saved") };
        assert_eq!(saved, expected);
    }

    #[test]
    fn what_was_changed_elsewhere_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("p.json");
        let written = || std::fs::read_to_string(&file).unwrap();
        check(saving(&file, "one", None, false), Saved::Written);
        check(saving(&file, "two", None, false), Saved::Changed);
        check(saving(&file, "two", Some("other"), false), Saved::Changed);
        assert_eq!(written(), "one");
        check(saving(&file, "two", Some("one"), false), Saved::Written);
        check(saving(&file, "three", Some("other"), true), Saved::Written);
        assert_eq!(written(), "three");
        let nowhere = folder.path().join("no").join("p.json");
        let Done::Saved(_, Saved::Failed(why)) = saving(&nowhere, "", None, false).run() else { panic!() };
        assert!(why.contains("No such file"), "{why}");
    }

    #[test]
    fn a_policy_and_a_scenario_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| {
            let file = folder.path().join(name);
            std::fs::write(&file, text).unwrap();
            file
        };
        assert_eq!(load(&put("p.json", "{\"Statement\": [")), Ok(Loaded::Document("{\"Statement\": [".into())));
        put("trust.json", "{}");
        let world = "title = \"T\"\n[world]\naccounts = { dev = { id = \"111122223333\" } }\n\
                     roles = [{ name = \"dev/App\", trust = \"trust.json\" }]\n";
        let Ok(Loaded::Scenario(scenario, _)) = load(&put("s.toml", world)) else { panic!("no scenario") };
        assert!(scenario.documents.contains_key("trust.json"));
        let broken = load(&put("b.toml", "title = \"T\"\nworlds = 1\n")).unwrap_err();
        assert!(broken.contains("b.toml`:2 is no scenario: unknown field `worlds`"), "{broken}");
        let missing = load(&folder.path().join("none.json")).unwrap_err();
        assert!(missing.contains("none.json`: No such file"), "{missing}");
        let Done::Seen(seen) = Job::Look(vec![put("p.json", "x"), folder.path().join("none")]).run() else { panic!() };
        assert_eq!(seen.into_iter().map(|(_, text)| text).collect::<Vec<_>>(), [Some("x".to_owned()), None]);
    }
}

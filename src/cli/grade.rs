//! `grade LAB DIR`: grades the documents in a folder against a lab, as the lab's screen does: for people, for programs, for the
//! places where classes hand in (JUnit, Gradescope), for a table of a whole class (CSV).

mod formats;

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::cli::args::{Grade, GradeFormat};
use crate::cli::lint::{rendered, text};
use crate::cli::{FALLS_SHORT, GOOD};
use crate::course::Course;
use crate::course::grade::{AnyGoal, Goal, LabGrade, UNDECIDED, all_goals, lab_grade, with_documents};
use crate::course::lab::Lab;
use crate::course::load::parse_toml;
use crate::diagnostic::Severity;
use crate::iam::scenario::RequestSpec;
use crate::text::LineIndex;

/// What came of grading a folder.
struct Report {
    /// The lab's id and title.
    lab: (String, String),
    /// What was graded, as it was named.
    folder: String,
    /// The goals as the screen shows them, and what the hidden requests that fail are about.
    grade: LabGrade,
    /// The hidden requests: how many, and how many come out as they must.
    hidden: (usize, usize),
    /// The hidden requests one by one, in the order of the file, without what would give them away.
    hidden_each: Vec<Hidden>,
    /// The documents.
    documents: Vec<Handed>,
}

/// A hidden request: whether it comes out as it must, and if not what kind it is.
struct Hidden {
    reached: bool,
    about: String,
}

/// A document as it was handed in.
struct Handed {
    file: String,
    /// `None`: it is not there.
    text: Option<String>,
    /// What AWS would refuse, as a compiler prints it.
    errors: Vec<String>,
}

/// A file of further hidden requests.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HiddenFile {
    requests: Vec<RequestSpec>,
}

/// Said of a hidden request of one's own that does not say what kind it is.
const OF_THE_CLASS: &str = "A request that was added for your class comes out otherwise than it must.";

/// Grades and prints; gives the exit code: 0 when every goal is reached, the hidden ones too, 1 when not. `input` is read when the folder is
/// `-`: the one document of a lab that has one.
///
/// # Errors
/// When there is no such lab or folder, a document is no text, the file of hidden requests cannot be used, or `out` cannot be written.
pub fn run(
    course: &Course,
    grade: &Grade,
    colour: bool,
    input: &mut dyn Read,
    out: &mut dyn Write,
) -> anyhow::Result<u8> {
    let mut lab = (*course.lab(&grade.lab)?).clone();
    if let Some(file) = &grade.hidden {
        let more = hidden_requests(file)?;
        lab.file.requests.extend(more);
    }
    let documents = handed_in(&lab, &grade.folder, input)?;
    let report = graded(&lab, grade.folder.display().to_string(), documents, colour)?;
    match grade.format {
        GradeFormat::Text => write_text(&report, out)?,
        GradeFormat::Json => writeln!(out, "{:#}", formats::json(&report))?,
        GradeFormat::Junit => out.write_all(formats::junit(&report).as_bytes())?,
        GradeFormat::Gradescope => writeln!(out, "{:#}", formats::gradescope(&report))?,
        GradeFormat::Csv => out.write_all(formats::csv(&report).as_bytes())?,
    }
    Ok(if report.grade.solved() { GOOD } else { FALLS_SHORT })
}

/// The requests of a file, every one of them hidden.
fn hidden_requests(file: &Path) -> anyhow::Result<Vec<RequestSpec>> {
    let name = file.display().to_string();
    let mut source = File::open(file).with_context(|| format!("cannot read `{name}`"))?;
    let text = text(&mut source, &name)?;
    let HiddenFile { mut requests } = parse_toml(&name, &text, 0)?;
    for request in &mut requests {
        if request.expect.is_none() {
            bail!("`{name}`: request `{}` is no goal: say in `expect` what must come of it", request.name);
        }
        request.hidden.get_or_insert_with(|| OF_THE_CLASS.to_owned());
    }
    Ok(requests)
}

fn handed_in(lab: &Lab, folder: &Path, input: &mut dyn Read) -> anyhow::Result<Vec<Handed>> {
    let handed = |file: &str, text: Option<String>| Handed { file: file.to_owned(), text, errors: Vec::new() };
    if folder == Path::new("-") {
        let [document] = lab.file.documents.as_slice() else {
            let files: Vec<&str> = lab.file.documents.iter().map(|document| document.file.as_str()).collect();
            bail!("{} has the documents {}: name a folder that holds them", lab.file.id, files.join(", "));
        };
        return Ok(vec![handed(&document.file, Some(text(input, "standard input")?))]);
    }
    if !folder.is_dir() {
        bail!("`{}` is no folder: name the one that holds the documents", folder.display());
    }
    let mut all = Vec::new();
    for document in &lab.file.documents {
        let path = folder.join(&document.file);
        let name = path.display().to_string();
        let found = match File::open(&path) {
            Ok(mut file) => Some(text(&mut file, &name)?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("cannot read `{name}`")),
        };
        all.push(handed(&document.file, found));
    }
    Ok(all)
}

fn graded(lab: &Lab, folder: String, mut documents: Vec<Handed>, colour: bool) -> anyhow::Result<Report> {
    let texts: Vec<String> = documents.iter().map(|document| document.text.clone().unwrap_or_default()).collect();
    let scenario = with_documents(lab, &texts);
    let all: Vec<AnyGoal<'_>> =
        all_goals(lab, &scenario).with_context(|| format!("the requests of {} cannot be run", lab.file.id))?;
    let hidden_each: Vec<Hidden> = all
        .iter()
        .filter_map(|goal| {
            let about = if goal.undecided { UNDECIDED } else { goal.hidden? };
            goal.hidden.map(|_| Hidden { reached: goal.goal.reached, about: about.to_owned() })
        })
        .collect();
    let hidden = (hidden_each.len(), hidden_each.iter().filter(|one| one.reached).count());
    let grade = lab_grade(lab, &scenario, all);
    for document in &mut documents {
        let (Some(text), Some(read)) = (&document.text, scenario.documents.get(document.file.as_str())) else {
            continue;
        };
        let lines = LineIndex::new(text);
        let errors = read.diagnostics.iter().filter(|finding| finding.severity == Severity::Error);
        document.errors = errors.map(|error| rendered(error, text, &lines, &document.file, colour)).collect();
    }
    let lab = (lab.file.id.clone(), lab.file.title.clone());
    Ok(Report { lab, folder, grade, hidden, hidden_each, documents })
}

impl Report {
    /// How many goals there are, the hidden ones too, and how many are reached.
    fn points(&self) -> (usize, usize) {
        let reached = self.grade.goals.iter().filter(|goal| goal.reached).count();
        (self.grade.goals.len() + self.hidden.0, reached + self.hidden.1)
    }
}

fn sign(reached: bool) -> &'static str {
    if reached { "✓" } else { "✗" }
}

fn write_text(report: &Report, out: &mut dyn Write) -> std::io::Result<()> {
    for document in &report.documents {
        if document.text.is_none() {
            writeln!(out, "{} is not there: it is graded as if it were empty\n", document.file)?;
        }
        for error in document.errors.iter().filter(|_| document.text.is_some()) {
            writeln!(out, "{error}\n")?;
        }
    }
    writeln!(out, "{} {} · {}", report.lab.0, report.lab.1, report.folder)?;
    for goal in &report.grade.goals {
        let undecided = !goal.reached && goal.simulation.is_none() && !Goal::is_of_documents(&goal.name);
        let sign = if undecided { "○" } else { sign(goal.reached) };
        writeln!(out, "  {sign} {}: {}", goal.text, goal.state)?;
    }
    if report.hidden.0 > 0 {
        let reached = report.hidden.0 == report.hidden.1;
        let (all, good) = report.hidden;
        writeln!(
            out,
            "  {} nothing beyond the task: {good} of {all} hidden requests come out as they must",
            sign(reached)
        )?;
    }
    for about in &report.grade.hidden_failures {
        writeln!(out, "      {about}")?;
    }
    for round in &report.grade.rounds {
        let sign = if round.won { "★" } else { "☆" };
        writeln!(out, "  {sign} {}: {}", round.text, round.state)?;
    }
    let (all, reached) = report.points();
    let end = if report.grade.solved() { "solved" } else { "not solved yet" };
    writeln!(out, "{end}: {reached} of {all} goals reached")
}

#[cfg(test)]
mod tests;

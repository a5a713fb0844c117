//! What would a lab's goals let through? Changes each document of a lab's reference a little (drops, widens, narrows, swaps or negates one
//! element), runs all goals on what comes of it, and lists the changed answers that still reach every goal.
//!
//! `cargo run --example mutants -- [--course DIR] [LAB…]`, all labs when none is named. Not every one of the list is a hole: some changes mean
//! the same, some are as good an answer. A hidden request closes what is one.

mod mutate;

use std::io::{self, Write};
use std::path::PathBuf;

use iam_dojo::course::Course;
use iam_dojo::course::grade::{grade_lab, with_documents};
use iam_dojo::course::lab::Lab;
use iam_dojo::diagnostic::Severity;
use iam_dojo::iam::lint::lint;

use mutate::{Mutant, mutants};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (mut course, mut wanted) = (None, Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--course" => course = arguments.next().map(PathBuf::from),
            _ => wanted.push(argument),
        }
    }
    let course = match course {
        Some(folder) => Course::open(&folder)?,
        None => Course::built_in()?,
    };
    if wanted.is_empty() {
        wanted = course.labs().into_iter().map(|(_, lab)| lab.id.clone()).collect();
    }
    let mut out = io::stdout().lock();
    for id in wanted {
        let lab = course.lab(&id)?;
        tell(&lab, &mut out)?;
    }
    Ok(())
}

/// Tells of one lab: how many mutants there are, and each that nothing stops.
fn tell(lab: &Lab, out: &mut dyn Write) -> anyhow::Result<()> {
    let (mut made, mut refused, mut passing) = (0, 0, Vec::new());
    for (at, document) in lab.file.documents.iter().enumerate() {
        let Some(reference) = lab.reference.get(at) else { continue };
        let kind = lab.scenario.documents.get(document.file.as_str()).map(|document| document.kind);
        for Mutant { what, text } in mutants(&serde_json::from_str(reference)?) {
            made += 1;
            let findings = kind.map(|kind| lint(&text, kind).findings).unwrap_or_default();
            if findings.iter().any(|finding| finding.severity == Severity::Error) {
                refused += 1;
                continue;
            }
            let mut answer = lab.reference.clone();
            answer.iter_mut().skip(at).take(1).for_each(|document| document.clone_from(&text));
            if grade_lab(lab, &with_documents(lab, &answer))?.solved() {
                let warned = findings.iter().any(|finding| finding.severity == Severity::SecurityWarning);
                passing.push(format!("{}: {what}{}", document.file, if warned { "  (security warning)" } else { "" }));
            }
        }
    }
    let caught = made - refused - passing.len();
    writeln!(
        out,
        "{} {}: {made} mutants, {refused} that AWS would not save, {caught} caught, {} pass",
        lab.file.id,
        lab.file.title,
        passing.len()
    )?;
    for line in passing {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

//! Templates of generated questions: every trap, over many seeds, comes out one way, as the template claims, and reads as a question
//! that somebody wrote.

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::UnicodeWidthStr as _;

use super::{Check, Place, is_planned, several};
use crate::course::generate::{Ending, Item, LEVELS, Look, Template, names, verdict_named};
use crate::course::grade::{candidates, decides, outcome, predict_scenario};
use crate::course::load::templates::template_file;
use crate::course::question::Predict;
use crate::diagnostic::Severity;
use crate::iam::lint::lint;

/// Seeds of each trap that are looked at.
const SEEDS: usize = 8;
/// Seeds among which those are looked for.
const LOOKED: u64 = 400;
/// Questions of one template in a sitting, no two of which may look alike.
const SITTING: usize = 24;
/// Characters of a question's text that stand beside its documents on a screen of 24 lines.
const STEM: usize = 420;
/// Lines of all documents together.
const LINES: usize = 60;
/// Columns of a document's line.
const COLUMNS: usize = 76;

impl Check<'_> {
    /// Proves every template.
    pub(super) fn templates(&mut self) {
        let ids = match self.course.templates() {
            Ok(ids) => ids,
            Err(error) => return self.report.problems.push(error),
        };
        for id in ids {
            match self.course.template(&id) {
                Ok(template) => self.template(&template),
                Err(error) => self.report.problems.push(error),
            }
        }
    }

    fn template(&mut self, template: &Template) {
        let file = template_file(&template.id);
        let text = self.text(&file);
        let place = Place { file: &file, text: &text };
        let before = self.report.problems.len();
        self.counts.templates += 1;
        self.counts.traps += template.file.traps.len();
        self.template_head(place, template);
        self.unused(place, template);
        if self.report.problems.len() > before {
            // What it makes would be wrong for the same reasons once more.
            return;
        }
        let mut reached = BTreeSet::new();
        for (trap, seeds) in seeds_of_traps(template) {
            let near = format!("name = \"{trap}\"");
            if seeds.len() < SEEDS {
                self.problem(
                    place,
                    &near,
                    format!("trap `{trap}` comes up too seldom: take some traps into another template"),
                );
            }
            let mut ending: Option<(Ending, u64)> = None;
            for seed in seeds {
                let item = match template.item(seed) {
                    Ok(item) => item,
                    Err(fault) => {
                        let error = self.course.template_fault(&template.id, fault);
                        return self.report.problems.push(error);
                    }
                };
                let problems = self.report.problems.len();
                let Some(ends) = self.item(place, &item) else { return };
                match &ending {
                    None => ending = Some((ends, seed)),
                    Some((first, _)) if *first == ends => {}
                    Some((first, other)) => {
                        let message = format!(
                            "trap `{trap}` comes out {} ({}) at seed {other} and {} ({}) at seed {seed}: one trap, one way; make two of it",
                            first.verdict, first.reason, ends.verdict, ends.reason
                        );
                        self.problem(place, &near, message);
                    }
                }
                if self.report.problems.len() > problems {
                    // The other seeds have the same.
                    break;
                }
            }
            reached.extend(ending.map(|(ending, _)| ending.verdict));
        }
        for verdict in &template.file.decisions {
            if !reached.contains(verdict.as_str()) {
                let message =
                    format!("no trap comes out `{verdict}`, which `decisions` claims: add one, or take it out");
                self.problem(place, "decisions", message);
            }
        }
        for verdict in reached.iter().filter(|verdict| !template.file.decisions.iter().any(|it| it == *verdict)) {
            self.problem(place, "decisions", format!("a trap comes out `{verdict}`: add it to `decisions`"));
        }
        self.sitting(place, template);
    }

    /// What stands in the file as it is.
    fn template_head(&mut self, place: Place<'_>, template: &Template) {
        let file = &template.file;
        let objectives = |check: &Self| -> Option<bool> {
            let entry = check.course.lessons().iter().find(|entry| entry.head.id == file.lesson)?;
            Some(entry.head.objectives.iter().any(|objective| objective.id == file.objective))
        };
        match objectives(self) {
            Some(true) => {}
            Some(false) => {
                let message = format!("`{}` is no objective of {}", file.objective, file.lesson);
                self.problem(place, "objective", message);
            }
            None if is_planned(&file.lesson) && file.objective.starts_with(&format!("{}.", file.lesson)) => {
                self.note_to_come(&file.lesson, place.file);
            }
            None => {
                let message = format!("there is no lesson `{}` with an objective `{}`", file.lesson, file.objective);
                self.problem(place, "lesson", message);
            }
        }
        if file.revision == 0 {
            self.problem(place, "revision", "revisions count from 1");
        }
        if file.title.trim().is_empty() {
            self.problem(place, "title", "the template has no title: say what the situation is");
        }
        if file.hints.len() != 2 {
            let message = format!(
                "the template has {}: give two, where to look and which rule; the third is the trap's",
                several(file.hints.len(), "hint")
            );
            self.problem(place, "hints", message);
        }
        for verdict in file.decisions.iter().filter(|name| verdict_named(name).is_none()) {
            let message = format!("`{verdict}` is no decision: there are `allow`, `explicit_deny`, `implicit_deny`");
            self.problem(place, verdict, message);
        }
        if file.decisions.len() < 2 {
            self.problem(
                place,
                "decisions",
                "what can come out one way only is no question: claim two decisions or three",
            );
        }
        if file.rule.trim().contains('\n') {
            self.problem(place, "rule", "the rule must be one line");
        }
        self.sources(place, "source", std::slice::from_ref(&file.source));
        let mut seen = BTreeSet::new();
        for trap in &file.traps {
            let near = format!("name = \"{}\"", trap.name);
            if !seen.insert(&trap.name) {
                self.problem(place, &near, format!("two traps are called `{}`", trap.name));
            }
            if !LEVELS.contains(&trap.difficulty) {
                self.problem(place, &near, format!("trap `{}`: difficulty is 1 to 3", trap.name));
            }
        }
        for level in LEVELS.filter(|level| !file.traps.iter().any(|trap| trap.difficulty == *level)) {
            let message = format!("no trap has difficulty {level}: a learner goes from 1 to 3, add one");
            self.problem(place, "[[trap]]", message);
        }
    }

    /// A name that nothing asks for is a slip, or is left over.
    fn unused(&mut self, place: Place<'_>, template: &Template) {
        let asked: BTreeSet<String> = names(place.text).into_iter().collect();
        let part_of = |name: &str| asked.iter().any(|asked| asked.split('.').next() == Some(name));
        let file = &template.file;
        let of_traps = file.traps.iter().flat_map(|trap| trap.pick.keys().chain(trap.set.keys()));
        let all: BTreeSet<&String> = file.pick.keys().chain(file.set.keys()).chain(of_traps).collect();
        for name in all.into_iter().filter(|name| !part_of(name)) {
            self.problem(place, name, format!("nothing asks for `<{name}>`: take it out, or use it"));
        }
    }

    /// One question that a seed gives: how it ends, when it can be decided.
    fn item(&mut self, place: Place<'_>, item: &Item) -> Option<Ending> {
        let common = &item.question.common;
        let (id, near) = (&common.id, format!("name = \"{}\"", item.trap));
        let predict = item.predict()?;
        self.counts.generated += 1;
        for (what, text) in [("stem", &common.stem), ("explanation", &common.explanation), ("rule", &common.rule)] {
            self.prose(place, &near, &format!("the {what} of `{id}`"), text);
        }
        for hint in &common.hints {
            self.prose(place, &near, &format!("a hint of `{id}`"), hint);
        }
        self.predict(place, &item.question, predict);
        let length = common.stem.chars().count();
        if length > STEM {
            self.problem(
                place,
                "stem",
                format!("the stem of `{id}` has {length} characters: {STEM} fit beside its documents"),
            );
        }
        self.documents(place, &id.0, &near, predict);
        let (_, simulation) = outcome(predict).ok()?;
        let deciding = candidates(predict).into_iter().filter(|candidate| decides(candidate, &simulation));
        let mut per_document: BTreeMap<String, usize> = BTreeMap::new();
        for candidate in deciding {
            *per_document.entry(candidate.document).or_default() += 1;
        }
        for (document, count) in per_document.into_iter().filter(|(_, count)| *count > 1) {
            let message =
                format!("{count} statements of the {document} decide `{id}`: let one do it, so that it can be named");
            self.problem(place, &near, message);
        }
        Ending::of(&simulation)
    }

    /// Its documents: saved by AWS, without what lint calls an error, and seen whole.
    fn documents(&mut self, place: Place<'_>, id: &str, near: &str, predict: &Predict) {
        let Ok(scenario) = predict_scenario(predict) else { return };
        for document in scenario.documents.values() {
            let findings = lint(&document.text, document.kind).findings;
            for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
                let message = format!("lint finds in the {} of `{id}`: {}", document.name, finding.message);
                self.problem(place, near, message);
            }
        }
        let shown = predict.show.iter().filter_map(|shown| scenario.documents.get(shown.document.as_str()));
        let texts: Vec<&str> = shown.map(|document| document.text.trim()).collect();
        let lines: usize = texts.iter().map(|text| text.lines().count()).sum();
        if lines > LINES {
            self.problem(
                place,
                near,
                format!("the documents of `{id}` have {lines} lines: {LINES} can be held in mind"),
            );
        }
        for line in texts.iter().flat_map(|text| text.lines()).filter(|line| line.width() > COLUMNS) {
            let message = format!("`{id}` shows a line of {} columns: {COLUMNS} fit: {}", line.width(), line.trim());
            self.problem(place, near, message);
        }
    }

    /// No two of a sitting look alike, at whatever level it is asked.
    fn sitting(&mut self, place: Place<'_>, template: &Template) {
        let mut asked: Vec<Look> = Vec::new();
        for turn in 0..SITTING {
            let level = LEVELS.start() + u8::try_from(turn % 3).unwrap_or_default();
            let next = template.next_unlike(level, 1, &asked).and_then(|seed| Ok((seed, template.look(seed)?)));
            let Ok((seed, look)) = next else { return };
            if asked.iter().any(|other| other.is_like(&look)) {
                let message = format!(
                    "seed {seed} looks like one asked before, after {} of a sitting: let more names change",
                    several(asked.len(), "question")
                );
                return self.problem(place, "[pick]", message);
            }
            asked.push(look);
        }
    }
}

/// For each trap the first seeds that fall into it.
fn seeds_of_traps(template: &Template) -> BTreeMap<String, Vec<u64>> {
    let mut seeds: BTreeMap<String, Vec<u64>> =
        template.file.traps.iter().map(|trap| (trap.name.clone(), Vec::new())).collect();
    for seed in 1..=LOOKED {
        let Some(of_trap) = template.trap(seed).and_then(|trap| seeds.get_mut(&trap.name)) else { continue };
        if of_trap.len() < SEEDS {
            of_trap.push(seed);
        }
    }
    seeds
}

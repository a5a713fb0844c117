//! Draws the questions of an exam: exactly by the shares of its blueprint, from a seed.

use std::collections::BTreeSet;

use crate::course::exam::{Blueprint, Form, Kind};
use crate::course::question::{QuestionId, shuffled};
use crate::course::{Course, CourseError};

/// A question that may be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub question: QuestionId,
    /// Its revision.
    pub revision: u32,
    /// Its kind.
    pub kind: Kind,
    /// The place of its domain in the blueprint.
    pub domain: usize,
    /// Its lesson.
    pub lesson: String,
    /// The objective it tests.
    pub objective: String,
}

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// The questions, in the order in which they are asked.
    pub items: Vec<Candidate>,
    /// The names of the domains that have no questions yet.
    pub absent: Vec<String>,
    /// How many of the questions were in the last exam too, because there are no others.
    pub repeated: usize,
}

/// Every question of the course that a blueprint may draw.
///
/// # Errors
/// When the questions of a lesson cannot be read.
pub fn candidates(course: &Course, blueprint: &Blueprint) -> Result<Vec<Candidate>, CourseError> {
    let mut candidates = Vec::new();
    for entry in course.lessons() {
        let lesson = &entry.head.id;
        let Some(domain) = blueprint.domain_of(lesson) else { continue };
        for question in course.questions(lesson)?.iter() {
            let Some(kind) = Kind::of(question).filter(|kind| blueprint.kinds.contains(kind)) else { continue };
            candidates.push(Candidate {
                question: question.common.id.clone(),
                revision: question.common.revision,
                kind,
                domain,
                lesson: lesson.clone(),
                objective: question.common.objective.clone(),
            });
        }
    }
    Ok(candidates)
}

/// Shares out `items` by `weights`: each its whole part, what is left to those with the largest remainders, of equal ones to the
/// first.
#[must_use]
pub fn shares(weights: &[u32], items: usize) -> Vec<usize> {
    let sum: usize = weights.iter().map(|weight| *weight as usize).sum::<usize>().max(1);
    let parts = || weights.iter().map(|weight| *weight as usize * items);
    let mut shares: Vec<usize> = parts().map(|part| part / sum).collect();
    let left = if weights.iter().all(|weight| *weight == 0) { 0 } else { items - shares.iter().sum::<usize>() };
    let mut places: Vec<(usize, usize)> = parts().map(|part| part % sum).enumerate().collect();
    places.sort_by_key(|(place, remainder)| (std::cmp::Reverse(*remainder), *place));
    for (place, _) in places.into_iter().take(left) {
        if let Some(share) = shares.get_mut(place) {
            *share += 1;
        }
    }
    shares
}

/// Draws a form. Questions of `last` are taken only where there are no others. Where there are fewer questions than the form
/// wants, the exam is as large as it can be with the same shares; domains without any question fall away with their part.
#[must_use]
pub fn draw(
    blueprint: &Blueprint,
    form: &Form,
    candidates: &[Candidate],
    last: &BTreeSet<QuestionId>,
    seed: u64,
) -> Drawn {
    let there = |domain: usize| candidates.iter().any(|candidate| candidate.domain == domain);
    let all: Vec<u32> = blueprint.domains.iter().map(|domain| domain.weight).collect();
    let weights: Vec<u32> =
        all.iter().enumerate().map(|(place, weight)| if there(place) { *weight } else { 0 }).collect();
    let names = blueprint.domains.iter().enumerate();
    let absent = names.filter(|(place, _)| !there(*place)).map(|(_, domain)| domain.name.clone()).collect();
    let most =
        shares(&all, form.items).iter().zip(&weights).filter(|(_, weight)| **weight > 0).map(|(share, _)| share).sum();

    let mixed: Vec<&Candidate> =
        shuffled(candidates.len(), seed).into_iter().filter_map(|place| candidates.get(place)).collect();
    let picked = (1..=most).rev().find_map(|items| pick(form, &mixed, last, &shares(&weights, items), items));
    let picked = picked.unwrap_or_default();
    // A shuffle of its own: otherwise the exam would begin with the first domain.
    let order = shuffled(picked.len(), seed.rotate_left(32) ^ 0x9e37_79b9_7f4a_7c15);
    let items: Vec<Candidate> = order.into_iter().filter_map(|place| picked.get(place).map(|c| (*c).clone())).collect();
    let repeated = items.iter().filter(|item| last.contains(&item.question)).count();
    Drawn { items, absent, repeated }
}

/// Picks as many questions as each domain has by `quotas`; `None` when a domain has fewer.
fn pick<'c>(
    form: &Form,
    mixed: &[&'c Candidate],
    last: &BTreeSet<QuestionId>,
    quotas: &[usize],
    items: usize,
) -> Option<Vec<&'c Candidate>> {
    let mut picked: Vec<&Candidate> = Vec::new();
    // Kinds that come in a number of their own go first: they find room in any domain.
    for kind in [Kind::Ordering, Kind::Matching] {
        let Some(wanted) = form.wanted(kind) else { continue };
        let wanted = (wanted * items + form.items / 2) / form.items.max(1);
        for _ in 0..wanted {
            let room = |candidate: &Candidate| {
                let taken = picked.iter().filter(|one| one.domain == candidate.domain).count();
                quotas.get(candidate.domain).is_some_and(|quota| taken < *quota)
            };
            let Some(next) = next(mixed, &picked, last, |candidate| candidate.kind == kind && room(candidate)) else {
                break;
            };
            picked.push(next);
        }
    }
    for (domain, quota) in quotas.iter().enumerate() {
        let taken = picked.iter().filter(|one| one.domain == domain).count();
        for _ in taken..*quota {
            let fits = |candidate: &Candidate| candidate.domain == domain && form.wanted(candidate.kind).is_none();
            let next = next(mixed, &picked, last, fits)?;
            picked.push(next);
        }
    }
    Some(picked)
}

/// The next question: one that the last exam did not have, of the lesson and then the objective that were asked least, else the first.
fn next<'c>(
    mixed: &[&'c Candidate],
    picked: &[&Candidate],
    last: &BTreeSet<QuestionId>,
    fits: impl Fn(&Candidate) -> bool,
) -> Option<&'c Candidate> {
    let open = mixed.iter().filter(|one| fits(one) && !picked.iter().any(|taken| taken.question == one.question));
    open.min_by_key(|one| {
        let lesson = picked.iter().filter(|taken| taken.lesson == one.lesson).count();
        let objective = picked.iter().filter(|taken| taken.objective == one.objective).count();
        (last.contains(&one.question), lesson, objective)
    })
    .copied()
}

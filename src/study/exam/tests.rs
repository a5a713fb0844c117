//! Drawing, sitting and reporting, on blueprints and supplies made up here and on the built-in course.

use std::collections::BTreeMap;

use super::draw::{Candidate, shares};
use super::report::{Part, band};
use super::*;
use crate::course::exam::{Domain, Kind, Pass};
use crate::course::grade::Answer;

fn blueprint(weights: &[u32]) -> Blueprint {
    let domain = |(place, weight): (usize, &u32)| Domain {
        name: format!("domain {place}"),
        weight: *weight,
        lessons: vec![format!("L{:02}", 2 * place + 1), format!("L{:02}", 2 * place + 2)],
    };
    Blueprint {
        title: "Test".into(),
        code: None,
        about: String::new(),
        pass: Pass::Scaled(720),
        kinds: vec![Kind::SingleChoice, Kind::Ordering, Kind::Matching],
        domains: weights.iter().enumerate().map(domain).collect(),
        guide: Vec::new(),
        forms: Vec::new(),
        sources: Vec::new(),
    }
}

fn form(items: usize, ordering: usize, matching: usize) -> Form {
    Form { id: "t".into(), name: "all of it".into(), items, minutes: 40, ordering, matching }
}

/// So many questions a domain, in its two lessons, four objectives each; every fifth puts in order, every sixth finds pairs.
fn supply(domains: &[usize]) -> Vec<Candidate> {
    let mut all = Vec::new();
    for (domain, count) in domains.iter().enumerate() {
        for number in 0..*count {
            let lesson = 2 * domain + number % 2 + 1;
            all.push(Candidate {
                question: QuestionId(format!("{lesson:02}.{}", number + 1)),
                revision: 1,
                kind: match number {
                    n if n % 5 == 4 => Kind::Ordering,
                    n if n % 6 == 5 => Kind::Matching,
                    _ => Kind::SingleChoice,
                },
                domain,
                lesson: format!("L{lesson:02}"),
                objective: format!("L{lesson:02}.{}", number % 4),
            });
        }
    }
    all
}

fn by_domain(drawn: &Drawn, domains: usize) -> Vec<usize> {
    (0..domains).map(|domain| drawn.items.iter().filter(|item| item.domain == domain).count()).collect()
}

#[test]
fn what_is_left_goes_to_the_largest_remainders() {
    for (weights, items, expected) in [
        (&[60, 20, 20][..], 20, &[12, 4, 4][..]),
        (&[33, 22, 22, 23], 20, &[7, 4, 4, 5]),
        (&[50, 50], 3, &[2, 1]),
        (&[1, 1, 1], 2, &[1, 1, 0]),
        (&[20, 0, 30], 5, &[2, 0, 3]),
        (&[0, 0], 5, &[0, 0]),
        (&[100], 0, &[0]),
        (&[], 7, &[]),
    ] {
        assert_eq!(shares(weights, items), expected, "{weights:?} {items}");
    }
}

#[test]
fn a_draw_is_exact_to_the_blueprint_for_a_thousand_seeds() {
    let (weights, form) = ([33, 22, 22, 23], form(30, 3, 3));
    let blueprint = blueprint(&weights);
    let supply = supply(&[40, 40, 40, 40]);
    let mut last = BTreeSet::new();
    let mut firsts = BTreeSet::new();
    for seed in 0..1_000 {
        let drawn = draw(&blueprint, &form, &supply, &last, seed);
        assert_eq!(by_domain(&drawn, 4), shares(&weights, 30), "seed {seed}");
        for kind in [Kind::Ordering, Kind::Matching] {
            assert_eq!(drawn.items.iter().filter(|item| item.kind == kind).count(), 3, "seed {seed}: {kind:?}");
        }
        let ids: BTreeSet<QuestionId> = drawn.items.iter().map(|item| item.question.clone()).collect();
        assert_eq!(ids.len(), 30, "seed {seed}: none twice");
        assert!(ids.is_disjoint(&last) && drawn.repeated == 0, "seed {seed}: nothing of the last exam");
        assert_eq!(drawn, draw(&blueprint, &form, &supply, &last, seed), "seed {seed}: the same again");
        firsts.extend(drawn.items.first().map(|item| item.question.clone()));
        last = ids;
    }
    assert!(firsts.len() > 80, "every exam begins otherwise: {}", firsts.len());
}

#[test]
fn a_domain_is_asked_evenly() {
    let drawn = draw(&blueprint(&[100]), &form(16, 0, 0), &supply(&[60]), &BTreeSet::new(), 7);
    let mut objectives: BTreeMap<&str, usize> = BTreeMap::new();
    drawn.items.iter().for_each(|item| *objectives.entry(&item.objective).or_default() += 1);
    assert!(objectives.values().all(|count| (3..=5).contains(count)) && objectives.len() == 4, "{objectives:?}");
}

#[test]
fn where_there_are_fewer_questions_the_exam_is_smaller_by_the_same_shares() {
    let none = BTreeSet::new();
    for (supplied, expected, absent) in [
        (&[40, 40, 40][..], &[20, 10, 10][..], 0),
        (&[10, 40, 40], &[10, 5, 5], 0),
        (&[40, 3, 40], &[7, 3, 3], 0),
        (&[40, 40, 0], &[20, 10, 0], 1),
        (&[0, 5, 5], &[0, 5, 5], 1),
        (&[0, 0, 0], &[0, 0, 0], 3),
    ] {
        let drawn = draw(&blueprint(&[50, 25, 25]), &form(40, 0, 0), &supply(supplied), &none, 1);
        assert_eq!(by_domain(&drawn, 3), expected, "{supplied:?}");
        assert_eq!(drawn.absent.len(), absent, "{supplied:?}");
    }
}

#[test]
fn the_last_exam_is_left_out_as_far_as_there_is_anything_else() {
    let (blueprint, form, supply) = (blueprint(&[100]), form(10, 0, 0), supply(&[14]));
    let first = draw(&blueprint, &form, &supply, &BTreeSet::new(), 1);
    let seen: BTreeSet<QuestionId> = first.items.iter().map(|item| item.question.clone()).collect();
    let second = draw(&blueprint, &form, &supply, &seen, 2);
    assert_eq!((second.items.len(), second.repeated), (10, 6), "four new ones, then what there is");
}

/// The built-in course's final exam, begun with this seed.
fn begun(course: &Course, seed: u64) -> ExamRecord {
    let (blueprint, form) = course.exam("FINAL").unwrap();
    let drawn = drawn(course, &blueprint, &form, &[], seed).unwrap();
    ExamRecord::begin(&blueprint, &form, &drawn, seed, 1_000)
}

#[test]
fn every_exam_of_the_course_is_drawn_by_its_shares_or_says_what_is_missing() {
    let course = Course::built_in().unwrap();
    for blueprint in course.exams().unwrap().iter() {
        for form in &blueprint.forms {
            let drawn = drawn(&course, blueprint, form, &[], 5).unwrap();
            let here: Vec<u32> = blueprint
                .domains
                .iter()
                .map(|domain| if drawn.absent.contains(&domain.name) { 0 } else { domain.weight })
                .collect();
            let quotas = shares(&here, drawn.items.len());
            assert_eq!(by_domain(&drawn, here.len()), quotas, "{}", form.id);
            assert!(drawn.items.iter().all(|item| blueprint.kinds.contains(&item.kind)), "{}", form.id);
        }
    }
}

#[test]
fn time_passes_with_the_question_on_the_screen_and_never_beyond_the_end() {
    let mut record = begun(&Course::built_in().unwrap(), 3);
    record.spend(5_000);
    record.at = 1;
    record.spend(-9_000);
    record.spend(2_000);
    assert_eq!((record.elapsed, record.items[0].took, record.items[1].took), (7_000, 5_000, 2_000));
    record.spend(Millis::MAX);
    assert_eq!((record.left(), record.elapsed), (0, Millis::from(record.minutes) * 60_000));
}

#[test]
fn what_is_handed_in_is_graded_once_and_what_is_open_is_wrong() {
    let course = Course::built_in().unwrap();
    let store = Store::in_memory().unwrap();
    let mut record = begun(&course, 3);
    let choice = |item: &ExamItem| match course.question(&item.question).unwrap().kind {
        crate::course::question::QuestionKind::SingleChoice(kind) => {
            kind.options.iter().position(|option| option.right).map(|right| (right, kind.options.len()))
        }
        _ => None,
    };
    let singles: Vec<usize> =
        (0..record.items.len()).filter(|place| choice(&record.items[*place]).is_some()).take(3).collect();
    for (place, turn) in singles.iter().zip(0..) {
        record.at = *place;
        let (right, count) = choice(&record.items[*place]).unwrap();
        let other = (right + 1) % count;
        let (first, then) = [(other, right), (right, other), (right, right)][turn];
        record.answer(Answer::Choice(first), Some(1), 2_000);
        record.answer(Answer::Choice(then), Some(3), 3_000);
    }
    let (wrong, kept) = hand_in(&mut record, &course, &store, 9_000);
    kept.unwrap();
    assert_eq!(wrong.len(), record.items.len() - 2);
    let report = report(&record);
    assert_eq!((report.right, report.all, report.unanswered), (2, record.items.len(), record.items.len() - 3));
    assert_eq!(report.changed, (1, 1));
    assert_eq!(report.calibration[2], Part { name: "sure".into(), right: 2, all: 3 });
    assert_eq!(report.domains.iter().map(|domain| domain.all).sum::<usize>(), record.items.len());
    assert_eq!(store.last_answers().unwrap().len(), 3, "an answer each, none for what was left open");
    assert_eq!(store.exams().unwrap(), [record.clone()]);

    let (_, kept) = hand_in(&mut record, &course, &store, 10_000);
    kept.unwrap();
    assert_eq!(store.answers(&record.items[singles[0]].question).unwrap().len(), 1, "a second time changes nothing");
}

#[test]
fn a_question_that_the_course_lost_does_not_count() {
    let course = Course::built_in().unwrap();
    let mut record = begun(&course, 4);
    record.items[0].question = QuestionId("01.99".into());
    record.hand_in(|id| course.question(id).ok(), 5);
    assert_eq!((record.items[0].right, report(&record).all), (None, record.items.len() - 1));
}

#[test]
fn the_band_is_twelve_points_wide_for_fifty_questions_and_never_nothing() {
    let (low, high) = band(38, 50);
    assert!((low - 0.626).abs() < 0.002 && (high - 0.857).abs() < 0.002, "{low} {high}");
    assert!(band(20, 20).0 < 0.85 && band(20, 20).1 == 1.0);
    assert!(band(0, 20).1 > 0.15 && band(0, 20).0.abs() < 1e-12);
    assert_eq!(band(0, 0), (0.0, 1.0));
}

#[test]
fn a_result_stands_above_or_below_the_mark_only_when_its_whole_band_does() {
    let course = Course::built_in().unwrap();
    let mut record = begun(&course, 5);
    record.hand_in(|id| course.question(id).ok(), 5);
    let count = record.items.len();
    for (right, expected) in [(0, Standing::Below), (count * 3 / 4, Standing::Close), (count, Standing::Above)] {
        record.items.iter_mut().enumerate().for_each(|(place, item)| item.right = Some(place < right));
        assert_eq!(report(&record).standing, expected, "{right} of {count}");
    }
    record.pass = Pass::Scaled(720);
    assert_eq!(report(&record).scaled.unwrap()[1], 1000);
}

#[test]
fn two_programs_at_one_exam_lose_no_answer() {
    let store = Store::in_memory().unwrap();
    let before = begun(&Course::built_in().unwrap(), 6);
    let (mut one, mut other) = (before.clone(), before);
    one.answer(Answer::Choice(1), None, 2_000);
    store.keep_exam(&one).unwrap();
    other.at = 1;
    other.spend(500);
    other.answer(Answer::Choice(2), None, 3_000);
    store.keep_exam(&other).unwrap();
    let kept = store.exams().unwrap().remove(0);
    assert_eq!(kept.items[0].answer, Some(Answer::Choice(1)));
    assert_eq!(kept.items[1].answer, Some(Answer::Choice(2)));
    assert_eq!((kept.unanswered(), kept.elapsed), (kept.items.len() - 2, 500));

    other.given_up = true;
    store.keep_exam(&other).unwrap();
    assert_eq!(unfinished(&store.exams().unwrap(), "final"), None);
    one.submitted = Some(4_000);
    store.keep_exam(&one).unwrap();
    store.keep_exam(&other).unwrap();
    assert_eq!(store.exams().unwrap().remove(0).submitted, Some(4_000), "what was handed in stays");
}

//! A learner of long standing: 5,000 cards, 200,000 reviews. `cargo bench --bench study`; the figures are of one core.
//!
//! Targets: the next card in 5 ms; all figures of the progress screen in 50 ms; how many cards are due, for the first screen, in
//! well under its 20 ms; an answer kept with its review and its card in 10 ms.

#![expect(clippy::expect_used, reason = "a benchmark that cannot start should say why")]

use std::sync::OnceLock;

use divan::{Bencher, black_box};
use iam_dojo::course::grade::Answer;
use iam_dojo::course::question::QuestionId;
use iam_dojo::study::Store;
use iam_dojo::study::cards::Item;
use iam_dojo::study::drill::{Deck, Drill, Plan, Stock};
use iam_dojo::study::figures::{Figures, due_now};
use iam_dojo::study::progress::{LessonProgress, Progress, Records};
use iam_dojo::study::store::{AnswerRecord, Millis};
use tempfile::TempDir;

const CARDS: usize = 5_000;
const REVIEWS: usize = 200_000;
const LESSONS: usize = 25;
const DAY: Millis = 86_400_000;
/// The day on which it is measured; the first reviews were 800 days before.
const TODAY: Millis = 20_800;

fn main() {
    divan::main();
}

fn items() -> Vec<Item> {
    (0..CARDS)
        .map(|number| {
            let lesson = number % LESSONS + 1;
            Item {
                id: QuestionId(format!("{lesson:02}.{}", number / LESSONS + 1)),
                lesson: format!("L{lesson:02}"),
                objective: format!("L{lesson:02}.{}", number / LESSONS % 6),
                revision: 1,
                difficulty: 2,
                pairs: Vec::new(),
            }
        })
        .collect()
}

fn record(number: usize, at: Millis) -> AnswerRecord {
    let lesson = number % LESSONS + 1;
    AnswerRecord {
        question: QuestionId(format!("{lesson:02}.{}", number / LESSONS + 1)),
        revision: 1,
        answer: Answer::Choice(number % 4),
        right: !number.is_multiple_of(7),
        share: 1.0,
        confidence: Some(2),
        hints: 0,
        took: 20_000,
        at,
    }
}

/// A store on disk with all of it, which a benchmark may change.
fn learner() -> (TempDir, Store) {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(made).path().join("progress.db");
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    std::fs::copy(made, folder.path().join("progress.db")).expect("there is room for it");
    let store = Store::open(folder.path()).expect("it is sound");
    (folder, store)
}

/// The folder that is copied: written as an exported file, which is read in one go.
fn made() -> TempDir {
    let folder = tempfile::tempdir().expect("there is a place for temporary files");
    let store = Store::open(folder.path()).expect("it can be made");
    let each = 800 * DAY / i64::try_from(REVIEWS).expect("it is not so many");
    let answers: Vec<serde_json::Value> = (0..REVIEWS)
        .map(|review| {
            let at = (TODAY - 801) * DAY + i64::try_from(review).expect("it is not so many") * each;
            // A step that has no factor in common with the cards: each comes as often as the others, in a mixed order.
            let AnswerRecord { question, revision, right, share, confidence, hints, took, .. } =
                record(review * 1_237 % CARDS, at);
            let day = iam_dojo::study::day::Day(i32::try_from(at / DAY).expect("it is a day of ours"));
            serde_json::json!({
                "question": question.0, "revision": revision, "answer": {"choice": 0}, "right": right, "share": share,
                "confidence": confidence, "hints": hints, "took": took, "at": at,
                "review": {"day": day, "grade": if right { "good" } else { "again" }, "quick": false},
            })
        })
        .collect();
    let text = serde_json::json!({"format": "iam-dojo progress", "version": 1, "answers": answers}).to_string();
    let merged = store.import(&text).expect("it is sound");
    assert_eq!(merged.answers, REVIEWS);
    folder
}

fn progress() -> Progress {
    let lesson = |number| LessonProgress { lesson: format!("L{number:02}"), ..LessonProgress::default() };
    Progress { lessons: (1..=LESSONS).map(lesson).collect(), ..Progress::default() }
}

fn plan() -> Plan {
    Plan { deck: Deck::Mixed, cram: false, minutes: None, seed: 1 }
}

#[divan::bench(sample_count = 50)]
fn next_card(bencher: Bencher<'_, '_>) {
    let (_folder, store) = learner();
    let now = store.moment(TODAY * DAY + DAY / 2);
    let stock = Stock::of(items(), &store).expect("it can be read");
    let drill = Drill::begin(&stock, plan(), now);
    assert!(drill.left(now) > 0);
    bencher.bench_local(|| format!("{:?}", black_box(&drill).next(black_box(now))).len());
}

#[divan::bench(sample_count = 50)]
fn beginning_a_drill(bencher: Bencher<'_, '_>) {
    let (_folder, store) = learner();
    let now = store.moment(TODAY * DAY + DAY / 2);
    let items = items();
    bencher.bench_local(|| {
        let stock = Stock::of(items.clone(), &store).expect("it can be read");
        Drill::begin(&stock, plan(), now)
    });
}

#[divan::bench(sample_count = 50)]
fn figures_of_the_progress_screen(bencher: Bencher<'_, '_>) {
    let (_folder, store) = learner();
    let now = store.moment(TODAY * DAY + DAY / 2);
    let (items, progress) = (items(), progress());
    bencher.bench_local(|| {
        let stock = Stock::of(items.clone(), &store).expect("it can be read");
        Figures::of(&stock, &progress, &store, now).expect("it can be read")
    });
}

#[divan::bench(sample_count = 50)]
fn due_for_the_first_screen(bencher: Bencher<'_, '_>) {
    let (_folder, store) = learner();
    let now = store.moment(TODAY * DAY + DAY / 2);
    bencher.bench_local(|| due_now(&[], &store, now).expect("it can be read"));
}

/// What Home asks of the store beside it.
#[divan::bench(sample_count = 50)]
fn records_for_the_first_screen(bencher: Bencher<'_, '_>) {
    let (_folder, store) = learner();
    bencher.bench_local(|| Records::of(&store).expect("it can be read"));
}

#[divan::bench(sample_count = 100)]
fn an_answer_kept(bencher: Bencher<'_, '_>) {
    let (_folder, store) = learner();
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        let at = TODAY * DAY + i64::try_from(number).expect("it is not so many") * 1_000;
        store.record_answer(&record(number % CARDS, at)).expect("it can be written");
    });
}

#[divan::bench(sample_count = 20)]
fn opening_the_file(bencher: Bencher<'_, '_>) {
    let (folder, store) = learner();
    drop(store);
    bencher.bench_local(|| Store::open(folder.path()).expect("it can be opened"));
}

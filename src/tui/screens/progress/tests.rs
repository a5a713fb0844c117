use std::collections::BTreeMap;

use ratatui::text::Line;

use super::days::{Look, look};
use super::*;
use crate::study::Store;
use crate::study::cards::Said;
use crate::study::day::Day;
use crate::study::progress::Progress;
use crate::study::store::{DayCount, Pursuit, Spent};
use crate::tui::theme::{Depth, Palette};

const PLAIN: Theme = Theme { palette: Palette::Monochrome, depth: Depth::True, ascii: true };

fn figures() -> Figures {
    let store = Store::in_memory().unwrap();
    let stock = Stock::of(Vec::new(), &store).unwrap();
    Figures::of(&stock, &Progress::default(), &store, store.moment(1_790_000_000_000)).unwrap()
}

fn rows(lines: &[Line<'static>]) -> Vec<String> {
    lines.iter().map(|line| line.to_string().trim_end().to_owned()).collect()
}

#[test]
fn every_pane_has_a_place_on_some_page_whatever_the_size() {
    for (size, pages) in [((80, 18), 8), ((120, 30), 2), ((200, 54), 1), ((80, 54), 3), ((20, 3), 8)] {
        let body = Rect::new(0, 4, size.0, size.1);
        let mut seen = Vec::new();
        for focus in 0..Pane::ALL.len() {
            let page = shared_out(body, focus);
            assert!(page.iter().any(|(place, _)| *place == focus), "{size:?}: the focus is on the screen");
            for (nth, (_, area)) in page.iter().enumerate() {
                assert!(body.intersection(*area) == *area, "{size:?}: {area:?} is inside");
                assert!(page.iter().skip(nth + 1).all(|(_, other)| !area.intersects(*other)), "{size:?}");
            }
            let places: Vec<usize> = page.iter().map(|(place, _)| *place).collect();
            if !seen.contains(&places) {
                seen.push(places);
            }
        }
        assert_eq!(seen.len(), pages, "{size:?}");
        assert!(seen.concat().into_iter().eq(0..Pane::ALL.len()), "{size:?}: each pane on one page");
    }
}

#[test]
fn columns_stand_as_high_as_their_values_and_what_is_more_than_nothing_shows() {
    let drawn = charts::columns(&[4.0, 2.0, 0.0, 0.1], 2, 4, "", &PLAIN);
    assert_eq!(rows(&drawn), ["    4|#", "     |#", "     |# #", "    0|# #   ."]);
    let nothing = charts::columns(&[0.0, 0.0], 2, 2, "", &PLAIN);
    assert_eq!(rows(&nothing), ["    0|", "    0|"]);
}

#[test]
fn words_below_columns_never_run_into_each_other() {
    let words = [(0, "today"), (3, "30 Nov"), (7, "7 Dec"), (40, "too far")].map(|(at, words)| (at, words.to_owned()));
    assert_eq!(rows(&[charts::below(words, 24, &PLAIN)]), ["      today  7 Dec"]);
}

#[test]
fn facts_go_on_in_the_next_line_where_they_do_not_fit() {
    let parts = || ["11", "9", "98"].map(|number| (number.to_owned(), "in all".to_owned()));
    assert_eq!(rows(&charts::facts(parts(), 40, &PLAIN)), ["11 in all | 9 in all | 98 in all"]);
    assert_eq!(rows(&charts::facts(parts(), 22, &PLAIN)), ["11 in all | 9 in all", "98 in all"]);
}

#[test]
fn a_day_looks_by_what_was_done_on_it() {
    let empty = figures();
    let today = empty.today;
    let count = |back: i32, reviews| DayCount { day: today.plus(-back), reviews, ..DayCount::default() };
    let figures = Figures {
        calendar: vec![count(9, 40), count(8, 1), count(7, 20), count(6, 21)],
        days_off: [today.plus(-5), today.plus(-9), today.plus(3)].into(),
        spent: vec![Spent { day: today.plus(-4), pursuit: Pursuit::Lesson, spent: 60_000 }],
        ..empty
    };
    let answers: BTreeMap<Day, u32> = figures.calendar.iter().map(|count| (count.day, count.reviews)).collect();
    for (back, expected) in [
        (9, Look::Studied(4)),
        (8, Look::Studied(1)),
        (7, Look::Studied(2)),
        (6, Look::Studied(3)),
        (5, Look::Off),
        (4, Look::Studied(1)),
        (3, Look::Studied(0)),
        (0, Look::Studied(0)),
        (-1, Look::Ahead),
        (-3, Look::Off),
    ] {
        assert_eq!(look(&figures, &answers, today.plus(-back)), expected, "{back} days ago");
    }
    let drawn = rows(&days::lines(&figures, 40, &PLAIN)).join("\n");
    assert!(drawn.is_ascii(), "{drawn}");
    assert!(drawn.contains("planned off") && drawn.contains("A pause."), "{drawn}");
}

#[test]
fn sureness_is_judged_only_by_enough_answers() {
    let said = |given, right| Said { given, right };
    for (guess, sure, begins) in [
        (said(0, 0), said(9, 9), "Too few"),
        (said(0, 0), said(10, 7), "You are surer"),
        (said(10, 7), said(10, 10), "You know more"),
        (said(10, 6), said(10, 9), "You can trust"),
        (said(10, 6), said(10, 8), "When you are sure"),
        (said(10, 6), said(3, 0), "When you are sure"),
    ] {
        let words = panes::judged(&[guess, Said::default(), sure]);
        assert!(words.starts_with(begins), "{guess:?} {sure:?}: {words}");
    }
}

#[test]
fn who_has_done_nothing_is_told_what_will_stand_in_every_pane() {
    let known = Known { figures: figures(), target: 0.9, exams: Vec::new() };
    for pane in Pane::ALL {
        assert!(pane.empty(&known).is_some_and(|words| words.ends_with('.')), "{pane:?}");
    }
}

#[test]
fn times_are_said_in_minutes_and_hours() {
    for (time, words) in
        [(0, "0 min"), (1, "1 min"), (60_000, "1 min"), (3_600_000, "1 h 0 min"), (7_380_000, "2 h 3 min")]
    {
        assert_eq!(charts::time(time), words);
    }
}

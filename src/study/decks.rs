//! Decks and lengths of drills in words: as a person reads them, and as they are named on a command line.

use crate::course::Course;
use crate::course::exam::{Blueprint, Form};
use crate::study::day::{Day, Moment};
use crate::study::drill::{Deck, Offer, Stock, Summary};
use crate::study::pairs::PAIRS;
use crate::study::store::{Millis, Store, StoreError};

/// The setting that says how long the last drill was meant to be.
const LENGTH: &str = "drill_minutes";
/// The name of what is due, then what is new.
const DUE: &str = "due";
const WRONG: &str = "wrong";
const FLAGGED: &str = "flagged";
/// So many days of a summary are named.
const DAYS: usize = 6;

/// How long a drill lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Length {
    /// So many minutes.
    Minutes(u32),
    /// Until the learner leaves.
    Endless,
}

impl Default for Length {
    fn default() -> Self {
        Self::Minutes(10)
    }
}

impl Length {
    /// Those that are offered.
    pub const ALL: [Self; 4] = [Self::Minutes(5), Self::Minutes(10), Self::Minutes(20), Self::Endless];

    /// The minutes, if they are limited.
    #[must_use]
    pub fn minutes(self) -> Option<u32> {
        match self {
            Self::Minutes(minutes) => Some(minutes),
            Self::Endless => None,
        }
    }

    /// What a person reads: `10 minutes`.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Self::Minutes(1) => "1 minute".to_owned(),
            Self::Minutes(minutes) => format!("{minutes} minutes"),
            Self::Endless => "endless".to_owned(),
        }
    }

    /// The length that was chosen last.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last(store: &Store) -> Result<Self, StoreError> {
        Ok(store.setting(LENGTH)?.and_then(|word| word.parse().ok()).unwrap_or_default())
    }

    /// Keeps it for the next time.
    ///
    /// # Errors
    /// When it could not be written; it is kept in memory.
    pub fn keep(self, store: &Store) -> Result<(), StoreError> {
        store.set_setting(LENGTH, &self.to_string())
    }
}

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Minutes(minutes) => write!(f, "{minutes}"),
            Self::Endless => f.write_str("endless"),
        }
    }
}

impl std::str::FromStr for Length {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match (word, word.parse()) {
            ("endless", _) => Ok(Self::Endless),
            (_, Ok(minutes @ 1..)) => Ok(Self::Minutes(minutes)),
            _ => Err("write a number of minutes, such as 10, or `endless`".to_owned()),
        }
    }
}

/// What a person calls a deck: `Lesson 3  Trust policies`.
#[must_use]
pub fn title(deck: &Deck, course: &Course) -> String {
    match deck {
        Deck::Mixed => "What is due, then what is new".to_owned(),
        Deck::WrongLately => "Wrong in the last days".to_owned(),
        Deck::Flagged => "Flagged".to_owned(),
        Deck::Pair(place) => PAIRS.get(*place).map_or_else(String::new, |pair| pair.title.to_owned()),
        Deck::Lesson(id) => match course.find_lesson(id) {
            Some(entry) => format!("Lesson {}  {}", entry.head.number, entry.head.title),
            None => id.clone(),
        },
        Deck::Lessons { exam, .. } => match course.exam(exam) {
            Ok((blueprint, form)) => called(&blueprint, &form),
            Err(_) => exam.clone(),
        },
    }
}

/// What an exam prepares for: `Developer Associate (DVA-C02)`. All forms of one ask about the same lessons.
fn called(blueprint: &Blueprint, form: &Form) -> String {
    match &blueprint.code {
        Some(code) => format!("{} ({code})", blueprint.title),
        None => blueprint.called(form),
    }
}

/// The lessons that an exam asks about, by the id of one of its forms.
fn of_exam(blueprint: &Blueprint, form: &Form) -> Deck {
    let lessons = blueprint.domains.iter().flat_map(|domain| domain.lessons.iter().cloned()).collect();
    Deck::Lessons { exam: form.id.clone(), lessons }
}

/// What a deck is called on a command line: `due`, `wrong`, `flagged`, `assume-pass`, `L03`, `dva-iam`.
#[must_use]
pub fn name(deck: &Deck) -> &str {
    match deck {
        Deck::Mixed => DUE,
        Deck::WrongLately => WRONG,
        Deck::Flagged => FLAGGED,
        Deck::Pair(place) => PAIRS.get(*place).map_or("", |pair| pair.name),
        Deck::Lesson(id) => id,
        Deck::Lessons { exam, .. } => exam,
    }
}

/// The deck of that name, in any case; a lesson also by its number.
///
/// # Errors
/// In words for the person, when nothing is called so.
pub fn named(word: &str, course: &Course) -> Result<Deck, String> {
    let is = |name: &str| name.eq_ignore_ascii_case(word);
    if let Some(deck) = [Deck::Mixed, Deck::WrongLately, Deck::Flagged].into_iter().find(|deck| is(name(deck))) {
        return Ok(deck);
    }
    if let Some(place) = PAIRS.iter().position(|pair| is(pair.name)) {
        return Ok(Deck::Pair(place));
    }
    if let Some(entry) = course.find_lesson(word) {
        return Ok(Deck::Lesson(entry.head.id.clone()));
    }
    if let Ok((blueprint, form)) = course.exam(word) {
        return Ok(of_exam(&blueprint, &form));
    }
    let pairs: Vec<&str> = PAIRS.iter().map(|pair| pair.name).collect();
    Err(format!(
        "no deck is called `{word}`: there are {DUE}, {WRONG}, {FLAGGED}, {}, the lessons and the exams",
        pairs.join(", ")
    ))
}

/// The decks that have cards, in the order in which they are offered; what is due is always there.
#[must_use]
pub fn offers(stock: &Stock, course: &Course, now: Moment) -> Vec<Offer> {
    let mut offers = stock.offers(course.lessons(), now);
    if offers.first().is_none_or(|offer| offer.deck != Deck::Mixed) {
        offers.insert(0, stock.offer(Deck::Mixed, now));
    }
    // Blueprints that cannot be read are the content check's business. The forms of one ask about the same lessons.
    let exams = course.exams().map(|all| all.to_vec()).unwrap_or_default();
    let decks = exams.iter().filter_map(|blueprint| Some(of_exam(blueprint, blueprint.forms.first()?)));
    offers.extend(decks.map(|deck| stock.offer(deck, now)).filter(|offer| offer.cards > 0));
    offers
}

/// When a day comes, as a person says it: `tomorrow`, `in 5 days`, `on 3 March 2027`.
#[must_use]
pub fn comes(day: Day, today: Day) -> String {
    match day.since(today) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days @ 2..=30 => format!("in {days} days"),
        _ => format!("on {}", day.date().strftime("%-d %B %Y")),
    }
}

/// What a drill's summary says of what comes back when: the words for the day, and how many cards. Days that are far off, beyond the
/// first few, are one.
#[must_use]
pub fn returns(summary: &Summary, today: Day) -> Vec<(String, usize)> {
    let (near, far) = summary.returns.split_at_checked(DAYS).unwrap_or((&summary.returns, &[]));
    let mut returns: Vec<(String, usize)> = near.iter().map(|(day, ids)| (comes(*day, today), ids.len())).collect();
    let later: usize = far.iter().map(|(_, ids)| ids.len()).sum();
    if later > 0 {
        returns.push(("later".to_owned(), later));
    }
    returns
}

/// So many milliseconds, as a person says it: `less than a minute`, `6 minutes`.
#[must_use]
pub fn lasted(time: Millis) -> String {
    match time / 60_000 {
        ..=0 => "less than a minute".to_owned(),
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deck_has_a_name_by_which_it_is_found() {
        let course = Course::built_in().unwrap();
        let pairs = (0..PAIRS.len()).map(Deck::Pair);
        let lessons = course.lessons().iter().map(|entry| Deck::Lesson(entry.head.id.clone()));
        for deck in [Deck::Mixed, Deck::WrongLately, Deck::Flagged].into_iter().chain(pairs).chain(lessons) {
            assert_eq!(named(name(&deck), &course), Ok(deck.clone()));
            assert_eq!(named(&name(&deck).to_uppercase(), &course), Ok(deck.clone()));
            assert!(!title(&deck, &course).is_empty());
        }
        for (exam, lesson) in [("dva-iam", "L05"), ("DVA-IAM", "L12"), ("final", "L01")] {
            let Ok(Deck::Lessons { exam: id, lessons }) = named(exam, &course) else { panic!("{exam}") };
            assert!(id.eq_ignore_ascii_case(exam) && lessons.contains(&lesson.to_owned()), "{id}: {lessons:?}");
        }
        assert_eq!(named("3", &course), Ok(Deck::Lesson("L03".into())));
        assert!(named("everything", &course).unwrap_err().contains("`everything`: there are due, wrong, flagged, "));
    }

    #[test]
    fn what_is_due_is_offered_first_and_each_exam_once() {
        let course = Course::built_in().unwrap();
        let items = crate::study::session::items(&course).unwrap();
        let stock = Stock::of(items, &Store::in_memory().unwrap()).unwrap();
        let offers = offers(&stock, &course, Moment::default());
        assert_eq!(offers.first().map(|offer| &offer.deck), Some(&Deck::Mixed));
        let titles: Vec<String> = offers
            .iter()
            .filter(|offer| matches!(offer.deck, Deck::Lessons { .. }))
            .map(|offer| title(&offer.deck, &course))
            .collect();
        assert!(titles.contains(&"Developer Associate (DVA-C02)".to_owned()), "{titles:?}");
        let mut once = titles.clone();
        once.dedup();
        assert_eq!((once, offers.iter().any(|offer| offer.cards == 0)), (titles, false));
    }

    #[test]
    fn a_length_is_kept_as_it_is_written() {
        let store = Store::in_memory().unwrap();
        assert_eq!(Length::last(&store).unwrap(), Length::Minutes(10));
        for length in Length::ALL.into_iter().chain([Length::Minutes(1), Length::Minutes(90)]) {
            assert_eq!(length.to_string().parse(), Ok(length));
            length.keep(&store).unwrap();
            assert_eq!(Length::last(&store).unwrap(), length);
        }
        for word in ["", "0", "-5", "ten", "5m"] {
            assert!(word.parse::<Length>().is_err(), "{word}");
        }
    }

    #[test]
    fn of_what_comes_back_the_first_days_are_named() {
        let id = || crate::course::question::QuestionId("03.1".into());
        let summary = |days: i32| Summary {
            returns: (0..days).map(|day| (Day(day), vec![id(), id()])).collect(),
            ..Summary::default()
        };
        let words = |days| returns(&summary(days), Day(0)).into_iter().map(|(words, count)| format!("{count} {words}"));
        assert_eq!(words(2).collect::<Vec<_>>(), ["2 today", "2 tomorrow"]);
        assert_eq!(words(6).next_back().as_deref(), Some("2 in 5 days"));
        assert_eq!(words(9).next_back().as_deref(), Some("6 later"));
        assert_eq!(words(9).count(), 7);
    }

    #[test]
    fn days_are_said_as_a_person_says_them() {
        let today = "2026-11-23".parse::<Day>().unwrap();
        for (days, words) in [
            (-3, "today"),
            (0, "today"),
            (1, "tomorrow"),
            (2, "in 2 days"),
            (30, "in 30 days"),
            (31, "on 24 December 2026"),
        ] {
            assert_eq!(comes(today.plus(days), today), words);
        }
        assert_eq!(
            [0, 59_999, 60_000, 150_000].map(lasted).join(", "),
            "less than a minute, less than a minute, 1 minute, 2 minutes"
        );
    }
}

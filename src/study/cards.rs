//! Cards: what the schedule knows of each question, and of each template of generated ones.
//!
//! A card is a summary of its reviews, which the store keeps and from which it can be made anew ([`Card::of`]); only what the
//! learner set aside by hand stands beside them ([`Mark`]). Pure.

use crate::course::Course;
use crate::course::load::CourseError;
use crate::course::question::QuestionId;
use crate::study::day::{Day, Moment};
use crate::study::schedule::{Grade, Memory, Schedule};
use crate::study::store::Millis;

/// Lapses from which on a card is named as one that will not stick.
pub const LEECH: u32 = 5;
/// How long a misconception stays away: long enough to be recalled, short enough for the same sitting.
pub const SOON: Millis = 10 * 60 * 1000;
const DAY: Millis = 24 * 60 * 60 * 1000;

/// What the course says of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The question, or the template that makes questions.
    pub id: QuestionId,
    /// The lesson it belongs to: `L03`.
    pub lesson: String,
    /// The objective it tests: `L03.b`. Cards of one objective are siblings.
    pub objective: String,
    /// Raised when its meaning changes.
    pub revision: u32,
    /// 1 (recall) to 5 (several traps at once).
    pub difficulty: u8,
    /// The pairs of things easily taken for each other that it speaks of ([`crate::study::pairs`]), with the side.
    pub pairs: Vec<(usize, crate::study::pairs::Side)>,
}

/// Every question of the course that is graded, in its order. Opens every lesson's questions.
///
/// # Errors
/// When a file is malformed.
pub fn items(course: &Course) -> Result<Vec<Item>, CourseError> {
    let mut items = Vec::new();
    for entry in course.lessons() {
        for question in course.questions(&entry.head.id)?.iter().filter(|question| question.is_graded()) {
            items.push(Item {
                id: question.common.id.clone(),
                lesson: entry.head.id.clone(),
                objective: question.common.objective.clone(),
                revision: question.common.revision,
                difficulty: question.common.difficulty,
                pairs: crate::study::pairs::of(question),
            });
        }
    }
    Ok(items)
}

/// An answer, as far as the schedule goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The card.
    pub question: QuestionId,
    /// The question's revision then.
    pub revision: u32,
    /// When.
    pub at: Millis,
    /// On which of the learner's days.
    pub day: Day,
    /// How well it came.
    pub grade: Grade,
    /// Right, sure, without a hint and not slower than usual: the second time running it is easy.
    pub quick: bool,
    /// 1 a guess, 2 fairly sure, 3 sure; `None` when it was not asked.
    pub confidence: Option<u8>,
    /// Milliseconds that it took.
    pub took: u32,
}

/// What a learner said how sure they were, and how often that was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Said {
    /// Answers given so.
    pub given: u32,
    /// Of them right.
    pub right: u32,
}

impl Said {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { given: self.given.saturating_add(other.given), right: self.right.saturating_add(other.right) }
    }
}

/// What the learner set aside by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// It does not come any more until it is taken back.
    pub suspended: bool,
    /// It does not come before this day.
    pub buried: Option<Day>,
}

/// The first answer of the last day on which the card was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Try {
    /// The day.
    pub day: Day,
    /// When.
    pub at: Millis,
    /// Whether it was right.
    pub right: bool,
}

/// What is known of a card.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Card {
    /// The question or template.
    pub id: String,
    /// The revision that was answered last.
    pub revision: u32,
    /// What is left of it in the head; `None` for a new card.
    pub memory: Option<Memory>,
    /// The day of the first answer.
    pub first: Day,
    /// The day of the last answer.
    pub last: Day,
    /// When that was.
    pub last_at: Millis,
    /// Answers given.
    pub reviews: u32,
    /// Days on which there were any, since its meaning changed last.
    pub days: u32,
    /// How often it was known before and then answered wrongly.
    pub lapses: u32,
    /// Whether the last answer was right.
    pub right: bool,
    /// The last answer was quick ([`Review::quick`]).
    pub quick: bool,
    /// The last answer was wrong, and the learner sure of it.
    pub misconception: bool,
    /// The first answer of the last day.
    pub tried: Try,
    /// By what was said: a guess, fairly sure, sure.
    pub said: [Said; 3],
    /// What the learner set aside.
    pub mark: Mark,
}

impl Card {
    /// A card that was never answered.
    #[must_use]
    pub fn new(id: &QuestionId) -> Self {
        Self { id: id.0.clone(), ..Self::default() }
    }

    /// The card that these reviews make, in the order in which they were given; `None` without any.
    #[must_use]
    pub fn of(reviews: &[Review], schedule: &Schedule) -> Option<Self> {
        let first = reviews.first()?;
        Some(reviews.iter().fold(Self::new(&first.question), |card, review| card.after(review, schedule)))
    }

    /// Whether it was never answered.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.reviews == 0
    }

    /// Days since the last answer of this revision, none where the clock went back; `None` before the first.
    #[must_use]
    pub fn gap(&self, review: &Review) -> Option<u32> {
        let known = self.memory.is_some() && review.revision <= self.revision;
        known.then(|| review.day.since(self.last))
    }

    /// The card after one more answer.
    #[must_use]
    pub fn after(&self, review: &Review, schedule: &Schedule) -> Self {
        let right = review.grade.is_right();
        // A question whose meaning changed is another one to the memory; what happened before stays counted.
        let gap = self.gap(review);
        let memory = self.memory.filter(|_| gap.is_some());
        let is_new_day = self.is_new() || gap.is_none() || review.day != self.last;
        let mut said = self.said;
        let place = review.confidence.and_then(|confidence| usize::from(confidence).checked_sub(1));
        if let Some(said) = place.and_then(|place| said.get_mut(place)) {
            *said = said.and(Said { given: 1, right: u32::from(right) });
        }
        Self {
            id: self.id.clone(),
            revision: self.revision.max(review.revision),
            memory: Some(schedule.after(memory, gap.unwrap_or(0), review.grade)),
            first: if self.is_new() { review.day } else { self.first },
            last: review.day,
            last_at: review.at,
            reviews: self.reviews.saturating_add(1),
            days: if gap.is_none() { 1 } else { self.days.saturating_add(u32::from(is_new_day)) },
            lapses: self.lapses.saturating_add(u32::from(!right && self.right && gap.is_some())),
            right,
            quick: review.quick,
            misconception: !right && review.confidence == Some(3),
            tried: if is_new_day { Try { day: review.day, at: review.at, right } } else { self.tried },
            said,
            // Who answers it wants to see it; what was suspended stays so until it is taken back.
            mark: Mark { buried: None, ..self.mark },
        }
    }

    /// The day on which it comes back; `None` for a new card. What the learner set aside is not asked here.
    #[must_use]
    pub fn due(&self, schedule: &Schedule) -> Option<Day> {
        let memory = self.memory?;
        Some(if self.misconception { self.last } else { schedule.due(memory, self.last, self.days, spread(&self.id)) })
    }

    /// Whether it is to be asked at this moment: its day has come, and it was not set aside.
    #[must_use]
    pub fn is_due(&self, schedule: &Schedule, now: Moment) -> bool {
        let Some(due) = self.due(schedule) else { return false };
        // What was answered "tomorrow", before a clock was put right, would otherwise wait for that day.
        let from_the_future = self.last_at > now.at.saturating_add(DAY);
        let soon = !self.misconception || now.at >= self.last_at.saturating_add(SOON) || now.at < self.last_at;
        !self.is_set_aside(now.day) && (from_the_future || (due <= now.day && soon))
    }

    /// Whether the learner suspended it, or buried it until a later day.
    #[must_use]
    pub fn is_set_aside(&self, today: Day) -> bool {
        self.mark.suspended || self.mark.buried.is_some_and(|until| until > today)
    }

    /// It was learned and forgotten again and again: better looked at in its lesson than asked once more.
    #[must_use]
    pub fn is_leech(&self) -> bool {
        self.lapses >= LEECH
    }

    /// The chance, 0 to 1, that it would be answered rightly today; 0 for a new card.
    #[must_use]
    pub fn recall(&self, schedule: &Schedule, today: Day) -> f64 {
        self.memory.map_or(0.0, |memory| schedule.recall(memory, today.since(self.last)))
    }

    /// How hard a generated question of this template should be, 1 to 3: harder as it sticks better.
    #[must_use]
    pub fn step(&self) -> u8 {
        match self.memory {
            Some(memory) if memory.stability >= 15.0 => 3,
            Some(memory) if memory.stability >= 4.0 => 2,
            _ => 1,
        }
    }
}

/// A number of the card's own (FNV-1a), so that cards which would come on one day can be spread over several.
#[must_use]
pub fn spread(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(day: i32, millis: Millis) -> Moment {
        Moment { at: Millis::from(day) * DAY + millis, day: Day(day) }
    }

    fn review(day: i32, grade: Grade) -> Review {
        let at = moment(day, 0);
        let question = QuestionId("03.1".into());
        Review { question, revision: 1, at: at.at, day: at.day, grade, quick: false, confidence: Some(2), took: 1_000 }
    }

    fn card(reviews: &[Review]) -> Card {
        Card::of(reviews, &Schedule::default()).unwrap()
    }

    fn days(answers: &[(i32, Grade)]) -> Card {
        card(&answers.iter().map(|(day, grade)| review(*day, *grade)).collect::<Vec<_>>())
    }

    #[test]
    fn a_card_is_due_on_its_day_and_from_then_on() {
        let schedule = Schedule::default();
        let known = days(&[(10, Grade::Good)]);
        assert_eq!(known.due(&schedule), Some(Day(12)));
        for (day, due) in [(9, false), (10, false), (11, false), (12, true), (13, true), (900, true)] {
            assert_eq!(known.is_due(&schedule, moment(day, 0)), due, "day {day}");
        }
        let new = Card::new(&QuestionId("03.1".into()));
        assert!(new.is_new() && new.due(&schedule).is_none() && !new.is_due(&schedule, moment(99, 0)));
        assert_eq!(Card::of(&[], &schedule), None);
    }

    #[test]
    fn wrong_and_sure_comes_back_the_same_day_and_wrong_alone_the_next() {
        let schedule = Schedule::default();
        let sure = card(&[Review { confidence: Some(3), ..review(10, Grade::Again) }]);
        let unsure = days(&[(10, Grade::Again)]);
        assert!(sure.misconception && !unsure.misconception);
        for (name, card, at, due) in [
            ("at once", &sure, moment(10, 0), false),
            ("just before", &sure, moment(10, SOON - 1), false),
            ("after a while", &sure, moment(10, SOON), true),
            ("the next day", &sure, moment(11, 0), true),
            ("the clock went back", &sure, moment(10, -1), true),
            ("wrong, the same day", &unsure, moment(10, SOON), false),
            ("wrong, the next day", &unsure, moment(11, 0), true),
        ] {
            assert_eq!(card.is_due(&schedule, at), due, "{name}");
        }
        let mended = sure.after(&review(10, Grade::Hard), &schedule);
        assert!(!mended.misconception && !mended.is_due(&schedule, moment(10, DAY - 1)));
    }

    #[test]
    fn a_change_of_meaning_begins_the_memory_anew_and_keeps_what_happened() {
        let schedule = Schedule::default();
        let old = days(&[(10, Grade::Good), (12, Grade::Good), (23, Grade::Again)]);
        let new = old.after(&Review { revision: 2, ..review(40, Grade::Good) }, &schedule);
        assert_eq!(new.memory, Some(schedule.after(None, 0, Grade::Good)));
        assert_eq!((new.revision, new.reviews, new.first, new.lapses, new.days), (2, 4, Day(10), 1, 1));
        // An answer to the old wording that arrives late belongs to the same card.
        assert_eq!(new.after(&review(41, Grade::Good), &schedule).revision, 2);
    }

    #[test]
    fn only_what_was_known_can_lapse_and_a_card_that_lapses_often_is_named() {
        let mut answers = vec![(10, Grade::Again), (11, Grade::Again)];
        assert_eq!(days(&answers).lapses, 0);
        for lapse in 1..=5 {
            let day = 10 + 4 * lapse;
            answers.extend([(day, Grade::Good), (day + 2, Grade::Again)]);
            let card = days(&answers);
            assert_eq!((card.lapses, card.is_leech()), (u32::try_from(lapse).unwrap(), lapse >= 5));
        }
    }

    #[test]
    fn the_first_answer_of_a_day_is_the_try_that_counts() {
        let card = days(&[(10, Grade::Good), (12, Grade::Again), (12, Grade::Good), (12, Grade::Good)]);
        assert_eq!((card.tried.day, card.tried.right, card.days, card.reviews), (Day(12), false, 2, 4));
    }

    #[test]
    fn what_the_learner_set_aside_does_not_come() {
        let schedule = Schedule::default();
        let known = days(&[(10, Grade::Good)]);
        let buried = Card { mark: Mark { buried: Some(Day(14)), suspended: false }, ..known.clone() };
        let suspended = Card { mark: Mark { buried: None, suspended: true }, ..known };
        for day in 11..20 {
            assert_eq!(buried.is_due(&schedule, moment(day, 0)), day >= 14, "buried, day {day}");
            assert!(!suspended.is_due(&schedule, moment(day, 0)), "suspended, day {day}");
        }
        let answered = suspended.after(&review(20, Grade::Good), &schedule);
        assert!(answered.mark.suspended);
    }

    #[test]
    fn a_clock_that_was_far_ahead_keeps_no_card_away() {
        let schedule = Schedule::default();
        let ahead = days(&[(10, Grade::Good), (4_000, Grade::Good)]);
        assert!(ahead.is_due(&schedule, moment(12, 0)));
        let put_right = ahead.after(&review(12, Grade::Good), &schedule);
        assert_eq!(put_right.last, Day(12));
        assert!(!put_right.is_due(&schedule, moment(12, 0)), "it is known now");
        // West of here the day may be the one before: that is no clock gone wrong.
        let travelled = days(&[(10, Grade::Good)]);
        assert!(!travelled.is_due(&schedule, Moment { at: moment(10, 0).at, day: Day(9) }));
    }

    #[test]
    fn what_was_said_is_counted_by_what_it_was_worth() {
        let said = |confidence, grade| Review { confidence, ..review(10, grade) };
        let card = card(&[
            said(Some(1), Grade::Good),
            said(Some(3), Grade::Again),
            said(Some(3), Grade::Good),
            said(None, Grade::Good),
            said(Some(9), Grade::Good),
        ]);
        let expected = [(1, 1), (0, 0), (2, 1)].map(|(given, right)| Said { given, right });
        assert_eq!(card.said, expected);
    }
}

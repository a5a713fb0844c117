//! The common belief behind a question: what many take for true where it asks, from the lesson that teaches it.

use std::collections::BTreeSet;

use crate::course::block::{Block, CalloutKind};
use crate::course::question::Question;
use crate::course::search::texts;
use crate::course::{Course, CourseError};

/// Letters from which on a word says what a text is about.
const WORD: usize = 5;
/// To stand in the section that teaches the question counts as so many words that both share …
const HERE: usize = 4;
/// … and with so many of them a callout speaks of what is asked.
const ENOUGH: usize = 7;

/// The callout `> [!belief]` that fits the question best: one of the section that teaches its objective, or one of the lesson that
/// speaks of the same things. `None` where the lesson sets nothing right there.
///
/// # Errors
/// When there is no such lesson, or its file is malformed.
pub fn of(course: &Course, question: &Question) -> Result<Option<Block>, CourseError> {
    let common = &question.common;
    let Some((id, letter)) = common.objective.split_once('.') else { return Ok(None) };
    let lesson = course.lesson(id)?;
    let mut asked = words(&common.stem);
    asked.extend(words(&common.rule));
    asked.extend(words(&common.explanation));
    let mut section = "";
    let mut best: Option<(usize, &Block)> = None;
    for block in &lesson.blocks {
        match block {
            Block::Heading { level: 2, id, .. } => section = id,
            Block::Callout { kind: CalloutKind::Belief, .. } => {
                let mut told = BTreeSet::new();
                texts(block, &mut |text| told.extend(words(text)));
                let fits = asked.intersection(&told).count() + if section == letter { HERE } else { 0 };
                // Of equal ones the first: it stands where the matter is taken up.
                if fits >= ENOUGH && best.is_none_or(|(other, _)| fits > other) {
                    best = Some((fits, block));
                }
            }
            _ => {}
        }
    }
    Ok(best.map(|(_, block)| block.clone()))
}

/// What a text is about: its longer words, in lower case.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= WORD)
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::block::plain_text;
    use crate::course::question::QuestionId;

    fn title(course: &Course, question: &str) -> Option<String> {
        let question = course.question(&QuestionId(question.into())).unwrap();
        of(course, &question).unwrap().map(|block| match block {
            Block::Callout { title, .. } => plain_text(&title),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn a_question_has_the_belief_that_its_section_sets_right() {
        let course = Course::built_in().unwrap();
        let of_lesson = |lesson: &str| {
            let mut found = BTreeSet::new();
            for question in course.questions(lesson).unwrap().iter() {
                found.extend(title(&course, &question.common.id.0));
            }
            found
        };
        assert!(of_lesson("L03").len() > 2, "{:?}", of_lesson("L03"));
        for (question, belief) in [
            ("03.4", Some("“:root is the root user”")),
            ("01.7", Some("“The hat adds to what I can do”")),
            ("05.8", Some("“With roles there are no keys that could leak”")),
            // The section has one, and it speaks of other things.
            ("11.5", None),
        ] {
            assert_eq!(title(&course, question).as_deref(), belief, "{question}");
        }
        // Every one of them stands in the lesson itself.
        for lesson in ["L01", "L02", "L03", "L04"] {
            let blocks = &course.lesson(lesson).unwrap().blocks;
            for belief in of_lesson(lesson) {
                let is_it =
                    |block: &&Block| matches!(block, Block::Callout { title, .. } if plain_text(title) == belief);
                assert!(blocks.iter().any(|block| is_it(&block)), "{lesson}: {belief}");
            }
        }
    }
}

//! Options ticked and steps put in order.

use crate::course::grade::{GradeError, Graded, Remark, share};
use crate::course::question::{MultipleResponse, Ordering, shuffled};

/// Whether `chosen` names things of a list of `len`, none twice.
pub(super) fn is_choice_of(chosen: &[usize], len: usize) -> bool {
    let twice = |(at, index): (usize, &usize)| chosen.iter().take(at).any(|before| before == index);
    chosen.iter().all(|index| *index < len) && !chosen.iter().enumerate().any(twice)
}

/// Right when exactly the right options are ticked. The share takes a wrong tick off a right one, so that ticking everything brings
/// nothing; every option has its own verdict.
pub(super) fn multiple_response(question: &MultipleResponse, chosen: &[usize]) -> Result<Graded, GradeError> {
    if !is_choice_of(chosen, question.options.len()) {
        return Err(GradeError::NoSuchOption);
    }
    let mut remarks = Vec::new();
    let (mut good, mut bad) = (0usize, 0usize);
    for (index, option) in question.options.iter().enumerate() {
        let ticked = chosen.contains(&index);
        match (ticked, option.right) {
            (true, true) => good += 1,
            (true, false) => bad += 1,
            (false, _) => {}
        }
        // Of a wrong option that was left alone there is nothing to say.
        let text = if ticked || option.right { option.feedback.clone() } else { String::new() };
        remarks.push(Remark { right: ticked == option.right, about: option.text.clone(), text });
    }
    let right_options = question.options.iter().filter(|option| option.right);
    Ok(Graded {
        right: remarks.iter().all(|remark| remark.right),
        share: share(good.saturating_sub(bad), question.wanted()),
        right_answer: right_options.map(|option| option.text.as_str()).collect::<Vec<_>>().join("\n"),
        remarks,
        simulation: None,
    })
}

/// Whether an item may stand at a place: it is its own, or one of the places among which its order says nothing.
fn may_stand(question: &Ordering, place: usize, item: usize) -> bool {
    place == item || question.together.iter().any(|run| run.contains(&(place + 1)) && run.contains(&(item + 1)))
}

/// The first place, from 0, at which another item should stand; `order` has the item's index in the file for each place.
#[must_use]
pub fn first_wrong_place(question: &Ordering, order: &[usize]) -> Option<usize> {
    order.iter().enumerate().position(|(place, item)| !may_stand(question, place, *item))
}

/// The order, as indices in the file, in which the items are first shown: never one that is right already, which would be no question.
#[must_use]
pub fn first_order(question: &Ordering, seed: u64) -> Vec<usize> {
    let mut order = shuffled(question.items.len(), seed);
    for _ in 1..order.len() {
        if first_wrong_place(question, &order).is_none() {
            order.rotate_left(1);
        }
    }
    order
}

/// The index in the file of the item that should stand at `place`, given what stands before it.
#[must_use]
pub fn item_due(question: &Ordering, order: &[usize], place: usize) -> Option<usize> {
    let before: Vec<usize> = order.iter().take(place).copied().collect();
    (0..question.items.len()).find(|item| may_stand(question, place, *item) && !before.contains(item))
}

/// Right when every item stands where it may. The first place that is wrong has the words of the item that should stand there.
pub(super) fn ordering(question: &Ordering, order: &[usize]) -> Result<Graded, GradeError> {
    if order.len() != question.items.len() || !is_choice_of(order, question.items.len()) {
        return Err(GradeError::NoSuchOption);
    }
    let good = order.iter().enumerate().filter(|(place, item)| may_stand(question, *place, **item)).count();
    let wrong = first_wrong_place(question, order);
    let due = wrong.and_then(|place| question.items.get(item_due(question, order, place)?).map(|item| (place, item)));
    let remarks = due.map(|(place, item)| Remark {
        right: false,
        about: format!("Place {}", place + 1),
        text: format!("here belongs “{}”. {}", item.text.trim_end_matches('.'), item.feedback),
    });
    let right_answer = question
        .items
        .iter()
        .enumerate()
        .map(|(place, item)| format!("{}. {}", place + 1, item.text))
        .collect::<Vec<_>>();
    Ok(Graded {
        right: wrong.is_none(),
        share: share(good, order.len()),
        right_answer: right_answer.join("\n"),
        remarks: remarks.into_iter().collect(),
        simulation: None,
    })
}

//! A list with a chosen row, as far as it is the same everywhere: which row a key chooses, which rows are in the window.

use crate::tui::actions::Action;

/// The row that a key chooses, of those up to `last`; `page` is how many a screen shows. `None` for a key that moves nothing.
#[must_use]
pub fn moved(action: Action, chosen: usize, last: usize, page: usize) -> Option<usize> {
    let page = page.max(2) - 1;
    let row = match action {
        Action::Up => chosen.saturating_sub(1),
        Action::Down => chosen + 1,
        Action::PageUp => chosen.saturating_sub(page),
        Action::PageDown => chosen + page,
        Action::First => 0,
        Action::Last => last,
        _ => return None,
    };
    Some(row.min(last))
}

/// The first row in a window of so many rows, of `all`: as it was, or as little further as brings the chosen one into sight.
#[must_use]
pub fn followed(first: usize, chosen: usize, window: usize, all: usize) -> usize {
    let window = window.max(1);
    first.min(chosen).max((chosen + 1).saturating_sub(window)).min(all.saturating_sub(window))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_within_the_list() {
        for (action, from, expected) in [
            (Action::Up, 0, Some(0)),
            (Action::Down, 3, Some(4)),
            (Action::Down, 9, Some(9)),
            (Action::PageUp, 6, Some(2)),
            (Action::PageDown, 6, Some(9)),
            (Action::First, 6, Some(0)),
            (Action::Last, 6, Some(9)),
            (Action::Enter, 6, None),
        ] {
            assert_eq!(moved(action, from, 9, 5), expected, "{action:?} from {from}");
        }
        assert_eq!(moved(Action::Down, 0, 0, 0), Some(0), "one row, and no room");
    }

    #[test]
    fn the_window_moves_only_as_far_as_it_must() {
        for (first, chosen, expected) in [(0, 4, 0), (0, 5, 1), (3, 2, 2), (3, 5, 3), (9, 9, 5)] {
            assert_eq!(followed(first, chosen, 5, 10), expected, "{chosen} from {first}");
        }
        assert_eq!(followed(4, 1, 5, 2), 0, "everything fits");
    }
}

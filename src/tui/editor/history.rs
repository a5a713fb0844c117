//! What was changed, so that it can be taken back. A word typed in one go is one step, and so is a run of deletions.

/// Steps kept; older ones are forgotten.
const KEPT: usize = 500;

/// One change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// Where, in bytes.
    pub at: usize,
    /// What stood there.
    pub removed: String,
    /// What stands there now.
    pub inserted: String,
    /// Where the cursor stood before.
    pub before: usize,
    /// Where it stood after.
    pub after: usize,
}

/// The changes made, and those taken back.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    done: Vec<Change>,
    undone: Vec<Change>,
    sealed: bool,
}

impl History {
    /// Keeps a change; what was taken back before cannot be made again.
    pub fn push(&mut self, change: Change) {
        self.undone.clear();
        if !self.sealed
            && let Some(last) = self.done.last_mut()
            && join(last, &change)
        {
            return;
        }
        self.sealed = false;
        self.done.push(change);
        if self.done.len() > KEPT {
            self.done.remove(0);
        }
    }

    /// The next change is a step of its own.
    pub fn seal(&mut self) {
        self.sealed = true;
    }

    /// The change to take back.
    pub fn undo(&mut self) -> Option<Change> {
        let change = self.done.pop()?;
        self.undone.push(change.clone());
        self.sealed = true;
        Some(change)
    }

    /// The change to make again.
    pub fn redo(&mut self) -> Option<Change> {
        let change = self.undone.pop()?;
        self.done.push(change.clone());
        self.sealed = true;
        Some(change)
    }
}

/// Whether `next` belongs to the step `last`; then it is added to it.
fn join(last: &mut Change, next: &Change) -> bool {
    if next.before != last.after {
        return false;
    }
    let single = |text: &str| text.chars().count() == 1 && text != "\n";
    let typed = last.removed.is_empty() && next.removed.is_empty() && single(&next.inserted);
    if typed && next.at == last.at + last.inserted.len() && !last.inserted.contains('\n') {
        let begins_a_word = last.inserted.ends_with(char::is_whitespace) && !next.inserted.trim().is_empty();
        if begins_a_word {
            return false;
        }
        last.inserted.push_str(&next.inserted);
        last.after = next.after;
        return true;
    }
    let deleted = last.inserted.is_empty() && next.inserted.is_empty() && single(&next.removed);
    if deleted && next.at + next.removed.len() == last.at {
        last.removed.insert_str(0, &next.removed);
    } else if deleted && next.at == last.at {
        last.removed.push_str(&next.removed);
    } else {
        return false;
    }
    last.at = next.at;
    last.after = next.after;
    true
}

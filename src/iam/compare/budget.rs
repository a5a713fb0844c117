//! How much work a comparison may take, counted in steps and never in time: the same answer on every machine.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a comparison may take. Beyond it the verdict is "undecided", with the best that was found.
#[derive(Debug, Clone, Copy)]
pub struct Budget<'a> {
    /// The most steps: a state of an automaton, a combination of rows. A million of them take about a second.
    pub steps: u64,
    /// Whoever sets it wants no answer any more.
    pub cancel: Option<&'a AtomicBool>,
}

impl Default for Budget<'_> {
    fn default() -> Self {
        Self { steps: Self::DEFAULT_STEPS, cancel: None }
    }
}

impl Budget<'_> {
    /// Enough for anything that people write, with room to spare.
    pub const DEFAULT_STEPS: u64 = 2_000_000;
}

/// Why a comparison ended before it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halt {
    /// It took more steps than it may.
    OverBudget,
    /// Nobody wants the answer any more.
    Cancelled,
    /// A request that was found to make a difference made none when it was decided anew: a mistake in this program.
    Disproved,
}

/// Counts steps.
pub(super) struct Meter<'a> {
    left: Cell<u64>,
    cancel: Option<&'a AtomicBool>,
}

impl<'a> Meter<'a> {
    pub(super) fn new(budget: &Budget<'a>) -> Self {
        Self { left: Cell::new(budget.steps), cancel: budget.cancel }
    }

    /// Takes so many steps.
    pub(super) fn spend(&self, steps: usize) -> Result<(), Halt> {
        if self.cancel.is_some_and(|cancel| cancel.load(Ordering::Relaxed)) {
            return Err(Halt::Cancelled);
        }
        let left = self.left.get().checked_sub(steps as u64).ok_or(Halt::OverBudget)?;
        self.left.set(left);
        Ok(())
    }
}

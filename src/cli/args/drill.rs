//! `drill [DECK]`.

use clap::Args;

use crate::cli::args::{Command, Wish};
use crate::place::{DrillWish, Place};
use crate::study::decks::Length;

#[derive(Debug, Args)]
pub(super) struct DrillLine {
    /// The deck's name: due, wrong, flagged, 3, trust-permissions, dva-iam; `--decks` lists all
    deck: Option<String>,
    /// How many minutes, or `endless`; as the last time when left out, 10 at first
    #[arg(long, value_name = "N")]
    minutes: Option<Length>,
    /// Until each card was right once, without any effect on the schedule
    #[arg(long)]
    cram: bool,
    /// Plain lines and prompts instead of the full screen
    #[arg(long)]
    plain: bool,
    /// Choose between cards that are equally due with this number: the same number, the same drill
    #[arg(long, value_name = "N", requires = "plain")]
    seed: Option<u64>,
    /// List the decks, with what is due in each
    #[arg(long, conflicts_with_all = ["deck", "minutes", "cram", "plain", "seed"])]
    decks: bool,
}

impl DrillLine {
    /// What the line wants.
    pub(super) fn wish(self) -> Wish {
        let Self { deck, minutes, cram, plain, seed, decks } = self;
        let wish = DrillWish { deck, length: minutes, cram };
        match (decks, plain) {
            (true, _) => Wish::Do(Command::Decks),
            (false, true) => Wish::Do(Command::Drill { wish, seed }),
            (false, false) => Wish::Go(place(wish)),
        }
    }
}

/// Where a wish leads: without anything said, a drill is chosen on the screen.
pub(super) fn place(wish: DrillWish) -> Place {
    Place::Drill(Some(wish).filter(|wish| *wish != DrillWish::default()))
}

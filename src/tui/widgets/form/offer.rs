//! What could be written in a field: which of all that is known fits what was typed, and which of those is chosen.

use crate::iam::complete::{Insert, Proposal, Sort};
use crate::tui::widgets::completion;

/// The most that are shown at once: more, nobody reads.
const MOST: usize = 200;

/// Something that could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is written.
    pub text: String,
    /// What it is, in a few words.
    pub detail: String,
    /// What sort of thing, for its colour.
    pub sort: Sort,
}

impl Offer {
    /// A plain value.
    #[must_use]
    pub fn new(text: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { text: text.into(), detail: detail.into(), sort: Sort::Value }
    }

    /// A thing of another sort.
    #[must_use]
    pub fn of(sort: Sort, text: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { text: text.into(), detail: detail.into(), sort }
    }
}

/// The list while it is open.
#[derive(Debug, Clone)]
pub(super) struct Offers {
    /// What fits, best first.
    pub proposals: Vec<Proposal>,
    /// The chosen one.
    pub chosen: Option<usize>,
    /// The first one shown.
    pub first: usize,
}

impl Offers {
    /// Those that fit what was typed. When they were asked for and nothing fits, all of them. `None` when there is nothing
    /// to say: nothing fits, or what was typed is the only thing that does.
    pub fn of(all: &[Offer], typed: &str, asked: bool) -> Option<Self> {
        let mut fitting: Vec<(u8, usize, Proposal)> = Vec::new();
        for (nth, offer) in all.iter().enumerate() {
            if let Some((rank, matched)) = fit(&offer.text, typed) {
                fitting.push((rank, nth, proposal(offer, matched)));
            }
        }
        fitting.sort_by_key(|(rank, nth, _)| (*rank, *nth));
        let mut proposals: Vec<Proposal> = fitting.into_iter().map(|(_, _, proposal)| proposal).take(MOST).collect();
        if proposals.is_empty() && asked {
            proposals = all.iter().map(|offer| proposal(offer, Vec::new())).take(MOST).collect();
        }
        let said = matches!(proposals.as_slice(), [only] if only.label == typed);
        (!proposals.is_empty() && !said).then_some(Self { proposals, chosen: None, first: 0 })
    }

    /// Chooses further down or up; from no choice, the first or the last.
    pub fn step(&mut self, by: isize) {
        let last = self.proposals.len().saturating_sub(1);
        self.chosen = Some(match self.chosen {
            None if by < 0 => last,
            None => 0,
            Some(at) => at.saturating_add_signed(by).min(last),
        });
        self.first = completion::follow(self.first, self.chosen, self.proposals.len());
    }

    /// What is written when the chosen one is taken.
    pub fn taken(self) -> Option<String> {
        let chosen = self.chosen?;
        self.proposals.into_iter().nth(chosen).map(|proposal| proposal.insert.text)
    }
}

fn proposal(offer: &Offer, matched: Vec<usize>) -> Proposal {
    Proposal {
        label: offer.text.clone(),
        detail: offer.detail.clone(),
        sort: offer.sort,
        insert: Insert::plain(offer.text.clone()),
        matched,
    }
}

/// How well a text fits what was typed (the least is the best), and which of its characters were typed: it begins so, one
/// of its words begins so, or it holds it somewhere. Letter case counts for nothing.
fn fit(text: &str, typed: &str) -> Option<(u8, Vec<usize>)> {
    let lower = |text: &str| text.chars().map(|c| c.to_ascii_lowercase()).collect::<Vec<char>>();
    let (hay, needle) = (lower(text), lower(typed));
    if needle.is_empty() {
        return Some((0, Vec::new()));
    }
    let at: Vec<usize> =
        hay.windows(needle.len()).enumerate().filter(|(_, part)| *part == needle).map(|(at, _)| at).collect();
    let letters: Vec<char> = text.chars().collect();
    let begins_word = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let first = letters.get(at);
        before.is_some_and(|c| !c.is_alphanumeric()) || first.is_some_and(char::is_ascii_uppercase)
    };
    let first = *at.first()?;
    let (rank, from) = match at.iter().find(|at| begins_word(**at)) {
        _ if first == 0 => (0, 0),
        Some(word) => (1, *word),
        None => (2, first),
    };
    Some((rank, (from..from + needle.len()).collect()))
}

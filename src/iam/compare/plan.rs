//! The statements of all sets in one list, and what follows from which of them apply.
//!
//! A statement is a box: a condition on the action, one on the resource, one on the caller, one on each condition key, all
//! of which must hold. Statements that say the same are one box, whoever has them and whether they allow or deny.

use std::collections::BTreeMap;

use super::bits::{Bits, QuickMap};
use super::set::{Set, signature};
use crate::iam::arn::Arn;
use crate::iam::policy::{ConditionLine, Effect, PolicyKind, Statement, Version};
use crate::iam::principal::{self, Exclusion, PrincipalEntry};
use crate::iam::request::{Context, Principal, ResourceKind};
use crate::iam::variable;

/// A statement's conditions for applying.
#[derive(Clone, Copy)]
pub(super) struct Boxed<'a> {
    pub(super) statement: &'a Statement,
    pub(super) version: Version,
    kind: PolicyKind,
}

/// One condition on a key.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// The box it belongs to.
    pub(super) at: usize,
    pub(super) line: &'a ConditionLine,
    pub(super) version: Version,
}

/// What one set does with the boxes.
pub(super) struct Side {
    pub(super) allows: Bits,
    pub(super) denies: Bits,
    /// Where each box comes from in the set's documents.
    pub(super) places: BTreeMap<usize, (usize, usize)>,
}

/// How a set answers a request: the more, the more it allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    Denies,
    Silent,
    Allows,
}

/// All that is compared.
pub(super) struct Plan<'a> {
    pub(super) kind: PolicyKind,
    pub(super) resource_kind: ResourceKind,
    pub(super) boxes: Vec<Boxed<'a>>,
    pub(super) sides: Vec<Side>,
    /// Every condition key with its lines, by its name in lower case.
    pub(super) keys: Vec<(String, Vec<Line<'a>>)>,
    /// A deny differs from silence.
    pub(super) three_valued: bool,
    /// What counts as a difference: the first of the two sets must allow more than the second.
    pub(super) directions: Vec<(usize, usize)>,
    /// The set that must allow a request for it to count at all.
    pub(super) scope: Option<usize>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(sets: &[&'a Set], directions: Vec<(usize, usize)>, scope: Option<usize>) -> Self {
        let kind = sets.first().map_or(PolicyKind::Identity, |set| set.kind);
        let resource_kinds = || sets.iter().map(|set| set.resource_kind());
        let resource_kind = resource_kinds().find(|kind| *kind != ResourceKind::Generic).unwrap_or_default();
        let judged = || directions.iter().flat_map(|(more, less)| [*more, *less]);
        let three_valued =
            kind != PolicyKind::Rcp && judged().any(|at| sets.get(at).is_some_and(|set| set.only_denies()));
        let mut known: QuickMap<String, usize> = QuickMap::default();
        let mut boxes: Vec<Boxed<'a>> = Vec::new();
        let mut sides = Vec::new();
        for set in sets {
            let mut of_set = Vec::new();
            for (place, statement, version) in set.statements() {
                if !can_apply(statement, kind) {
                    continue;
                }
                let at = *known.entry(signature(statement, version)).or_insert_with(|| {
                    boxes.push(Boxed { statement, version, kind });
                    boxes.len() - 1
                });
                of_set.push((at, statement.effect.value, place));
            }
            sides.push(of_set);
        }
        let size = boxes.len() + EXTRA;
        let everybody = boxes.len() + OWN;
        let side = |of_set: Vec<(usize, Effect, (usize, usize))>| {
            let mut side = Side { allows: Bits::none(size), denies: Bits::none(size), places: BTreeMap::new() };
            for (at, effect, place) in of_set {
                match effect {
                    Effect::Allow => side.allows.set(at),
                    Effect::Deny => side.denies.set(at),
                }
                side.places.entry(at).or_insert(place);
            }
            if matches!(kind, PolicyKind::Rcp | PolicyKind::Resource) {
                side.allows.set(everybody);
            }
            side
        };
        let sides = sides.into_iter().map(side).collect();
        let mut keys: BTreeMap<String, Vec<Line<'a>>> = BTreeMap::new();
        for (at, boxed) in boxes.iter().enumerate() {
            for line in &boxed.statement.conditions {
                let lines = keys.entry(line.key.value.to_ascii_lowercase()).or_default();
                lines.push(Line { at, line, version: boxed.version });
            }
        }
        let keys = keys.into_iter().collect();
        Self { kind, resource_kind, boxes, sides, keys, three_valued, directions, scope }
    }

    /// How many bits a set of boxes has.
    pub(super) fn size(&self) -> usize {
        self.boxes.len() + EXTRA
    }

    /// Every box, and every extra but those of [`PROTECTED`].
    pub(super) fn everything(&self) -> Bits {
        Bits::all(self.size())
    }

    /// The bit of the statement that everybody has who needs no word of the resource's policy.
    pub(super) fn own(&self) -> usize {
        self.boxes.len() + OWN
    }

    /// The bit of a kind of objects that AWS keeps to itself.
    pub(super) fn protected(&self, which: usize) -> usize {
        self.boxes.len() + OWN + 1 + which
    }

    /// Whether the principal matters: for trust and resource policies it is anybody, else any principal of one account.
    pub(super) fn is_about_callers(&self) -> bool {
        matches!(self.kind, PolicyKind::Trust | PolicyKind::Resource)
    }

    fn answer(&self, side: &Side, applying: &Bits) -> Answer {
        match () {
            () if side.denies.meets(applying) => Answer::Denies,
            () if side.allows.meets(applying) => Answer::Allows,
            () => Answer::Silent,
        }
    }

    fn answer_of(&self, at: usize, applying: &Bits) -> Answer {
        let answer = self.sides.get(at).map_or(Answer::Silent, |side| self.answer(side, applying));
        if self.three_valued || answer == Answer::Allows { answer } else { Answer::Silent }
    }

    /// In which direction the sets differ on requests to which exactly these boxes apply.
    pub(super) fn differs(&self, applying: &Bits) -> Option<usize> {
        if (0..PROTECTED.len()).any(|which| applying.has(self.protected(which))) {
            return None;
        }
        if self.scope.is_some_and(|scope| self.answer_of(scope, applying) != Answer::Allows) {
            return None;
        }
        self.directions
            .iter()
            .position(|(more, less)| self.answer_of(*more, applying) > self.answer_of(*less, applying))
    }

    /// Whether there can be a difference when no boxes but these apply.
    pub(super) fn may_differ(&self, live: &Bits) -> bool {
        let side = |at: usize| self.sides.get(at);
        if self.scope.and_then(side).is_some_and(|scope| !scope.allows.meets(live)) {
            return false;
        }
        self.directions.iter().any(|(more, less)| {
            let (Some(more), Some(less)) = (side(*more), side(*less)) else { return false };
            let within = |inner: &Bits, outer: &Bits| inner.and(live).same_among(&inner.and(outer), live);
            if !(more.allows.meets(live) || self.three_valued && less.denies.meets(live)) {
                return false;
            }
            // What allows no more and is denied no less can never be allowed more.
            !(within(&more.allows, &less.allows) && within(&less.denies, &more.denies))
        })
    }

    /// The boxes whose action covers `action`.
    pub(super) fn by_action(&self, action: &str) -> Bits {
        self.holding(|boxed| {
            let element = &boxed.statement.action;
            element.entries.iter().any(|entry| entry.value.matches(action)) != element.negated
        })
    }

    /// The boxes that hold by themselves: those for which `holds`, and all the extra ones.
    pub(super) fn holding(&self, holds: impl Fn(&Boxed<'a>) -> bool) -> Bits {
        let mut bits = self.everything();
        for (at, boxed) in self.boxes.iter().enumerate() {
            if !holds(boxed) {
                bits.clear(at);
            }
        }
        bits
    }

    /// The boxes whose resource covers `resource`, variables having the values of `fixed`; of those in `live` alone.
    pub(super) fn by_resource(&self, resource: &str, fixed: &Context, live: &Bits) -> Bits {
        let mut bits = self.everything();
        for at in live.iter() {
            let Some(boxed) = self.boxes.get(at) else { break };
            let Some(element) = &boxed.statement.resource else { continue };
            let covers = |entry: &crate::iam::pattern::ResourcePattern| entry.matches(resource, fixed, boxed.version);
            if element.entries.iter().any(|entry| covers(&entry.value)) == element.negated {
                bits.clear(at);
            }
        }
        let protected = protection_of(resource);
        for which in (0..PROTECTED.len()).filter(|which| protected != Some(*which)) {
            bits.clear(self.protected(which));
        }
        bits
    }

    /// Whether a resource of some statement among `live` holds variables.
    pub(super) fn has_variable_resources(&self, live: &Bits) -> bool {
        let elements = live.iter().filter_map(|at| self.boxes.get(at)?.statement.resource.as_ref());
        elements.flat_map(|element| &element.entries).any(|entry| variable::has_variables(entry.value.as_str()))
    }

    /// The boxes whose principal names a caller.
    pub(super) fn by_caller(&self, caller: &Principal) -> Bits {
        self.holding(|boxed| names(boxed, caller))
    }
}

/// Beside the statements: one box for whoever needs no word of the resource's policy, and one for each kind of objects
/// that AWS keeps to itself.
const EXTRA: usize = 1 + PROTECTED.len();
const OWN: usize = 0;

/// What no policy can allow to change, by an ARN of each kind (`src/iam/evaluate/operation.rs` has the rule).
pub(super) const PROTECTED: [&str; 4] = [
    "arn:aws:iam::aws:policy/Example",
    "arn:aws:iam::111122223333:role/aws-reserved/Example",
    "arn:aws:iam::111122223333:role/aws-service-role/Example",
    "arn:aws:kms:eu-west-1:111122223333:alias/aws/example",
];

/// Which of [`PROTECTED`] a resource is.
fn protection_of(resource: &str) -> Option<usize> {
    let arn = Arn::parse(resource)?;
    match (arn.service, arn.account) {
        ("iam", "aws") => arn.resource.starts_with("policy/").then_some(0),
        ("iam", _) if arn.resource.starts_with("role/aws-reserved/") => Some(1),
        ("iam", _) if arn.resource.starts_with("role/aws-service-role/") => Some(2),
        ("kms", _) if arn.resource.starts_with("alias/aws/") => Some(3),
        _ => None,
    }
}

/// Whether a statement can apply to anything: what belongs into another kind of policy never does.
fn can_apply(statement: &Statement, kind: PolicyKind) -> bool {
    let names_callers = matches!(kind, PolicyKind::Trust | PolicyKind::Resource | PolicyKind::Rcp);
    let principal_fits = match &statement.principal {
        Some(element) => names_callers && !(element.negated && statement.effect.value == Effect::Allow),
        None => !names_callers,
    };
    principal_fits && statement.resource.is_some() != (kind == PolicyKind::Trust)
}

/// Whether a statement's `Principal` or `NotPrincipal` takes a caller in, as the evaluator has it.
fn names(boxed: &Boxed<'_>, caller: &Principal) -> bool {
    let Some(element) = &boxed.statement.principal else { return true };
    let entries = element.entries.iter().map(|entry| &entry.value);
    if element.negated {
        return principal::exclusion(entries, caller, false) != Exclusion::Spared;
    }
    principal::strongest(entries.clone(), caller).is_some()
        || boxed.kind == PolicyKind::Rcp && entries.clone().any(|entry| *entry == PrincipalEntry::Everyone)
}

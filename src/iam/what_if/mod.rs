//! What if: each thing that bears on a request, otherwise than it is, and what the decision becomes.
//!
//! `settings` is what is set otherwise and puts it into a scenario, `keys` knows which condition keys matter to a request
//! (for whoever writes one too), `values` which other values are worth a try. Every answer is simulated.

mod keys;
mod settings;
mod values;

use std::sync::Arc;

pub use keys::{KeyOffer, Relevance, offered_keys, type_of_key};
pub use settings::{Setting, Settings, Subject};

use crate::iam::catalogue::ValueType;
use crate::iam::policy::PolicyKind;
use crate::iam::request::ContextValue;
use crate::iam::scenario::{RequestSpec, Scenario, ScenarioError, Who, plan};
use crate::iam::simulate::{Hop, HopKind, Simulation, simulate};
use crate::iam::trace::{Reason, Verdict};

/// What could be otherwise, and what comes of the request as things are set.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// The request as things are set.
    pub simulation: Result<Simulation, ScenarioError>,
    /// Everything that could be otherwise: documents first, then keys, hop by hop.
    pub switches: Vec<Switch>,
}

/// One thing that could be otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Switch {
    /// What it is.
    pub subject: Subject,
    /// The kind of a document.
    pub kind: Option<PolicyKind>,
    /// What the values of a key are, as far as the catalogue knows.
    pub value_type: Option<ValueType>,
    /// The first hop that it bears on, from 0.
    pub hop: usize,
    /// Whether a statement about the action looks at the key. Documents are always looked at.
    pub asked: bool,
    /// How the scenario has it.
    pub original: Setting,
    /// How it is set.
    pub now: Setting,
    /// The other ways, each tried. Empty for a key that nobody asks for: it changes nothing.
    pub choices: Vec<Choice>,
}

impl Switch {
    /// Whether one of the other ways turns the decision.
    #[must_use]
    pub fn turns(&self) -> bool {
        self.choices.iter().any(|choice| choice.effect == Effect::Turns)
    }
}

/// Another way that a thing could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The way.
    pub setting: Setting,
    /// How the request ends then; `None` when it cannot be run at all.
    pub end: Option<End>,
    /// What that is beside how it ends now.
    pub effect: Effect,
}

/// How a request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Why.
    pub reason: Reason,
    /// The hop at which it ends, from 0.
    pub hop: usize,
}

impl End {
    /// How a simulation ended.
    #[must_use]
    pub fn of(simulation: &Simulation) -> Option<Self> {
        let reason = simulation.decision()?.reason;
        Some(Self { reason, hop: simulation.hops.len().saturating_sub(1) })
    }

    /// Allowed or denied, and how.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        self.reason.verdict()
    }
}

/// What a change does to the end of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Allowed becomes denied, or denied allowed; or the request can be run, or no more.
    Turns,
    /// It stays as it was, for another reason or at another hop.
    Otherwise,
    /// Nothing.
    Same,
}

/// What could be otherwise about `spec` in `scenario`, things being set as `settings` has them.
#[must_use]
pub fn what_if(scenario: &Scenario, spec: &RequestSpec, settings: &Settings) -> WhatIf {
    let (now_scenario, now_spec) = settings.apply(scenario, spec);
    let simulation = simulate(&now_scenario, &now_spec);
    let mut switches = Vec::new();
    // What was switched off or taken away bears on nothing any more, so it is found in the request as it was.
    let original = simulate(scenario, spec);
    let seen = [(&simulation, &now_spec), (&original, spec)];
    for (simulation, spec) in seen {
        let Ok(simulation) = simulation else { continue };
        documents(&now_scenario, simulation, settings, &mut switches);
        keys(scenario, spec, simulation, settings, &mut switches);
    }
    // A document that AWS would not save lets nothing run: without it, something might.
    for error in [&simulation, &original].into_iter().filter_map(|tried| tried.as_ref().err()) {
        if let Some(document) = error.document.as_ref().and_then(|name| scenario.documents.get(name)) {
            add(&mut switches, document_switch(Arc::clone(&document.name), document.kind, 0, settings));
        }
    }
    if let Ok(original) = &original {
        say_how_it_was(scenario, spec, original, settings, &mut switches);
    }
    let end = simulation.as_ref().ok().and_then(End::of);
    for switch in &mut switches {
        try_choices(switch, scenario, spec, settings, end);
    }
    switches.sort_by_key(|switch| (switch.kind.is_none(), !switch.asked, switch.hop));
    WhatIf { simulation, switches }
}

fn add(switches: &mut Vec<Switch>, switch: Switch) {
    if !switches.iter().any(|known| known.subject == switch.subject) {
        switches.push(switch);
    }
}

fn document_switch(name: Arc<str>, kind: PolicyKind, hop: usize, settings: &Settings) -> Switch {
    let subject = Subject::Document(name);
    let now = settings.get(&subject).cloned().unwrap_or(Setting::On);
    let other = if now == Setting::On { Setting::Off } else { Setting::On };
    Switch {
        subject,
        kind: Some(kind),
        value_type: None,
        hop,
        asked: true,
        original: Setting::On,
        now,
        choices: vec![untried(other)],
    }
}

fn untried(setting: Setting) -> Choice {
    Choice { setting, end: None, effect: Effect::Same }
}

/// Every document that bore on a hop and can be detached.
fn documents(scenario: &Scenario, simulation: &Simulation, settings: &Settings, switches: &mut Vec<Switch>) {
    for (at, hop) in simulation.hops.iter().enumerate() {
        for attached in hop.policies.attached() {
            // Session policies that are written out in the request are none of the scenario's own.
            let known = attached.kind == PolicyKind::Session || scenario.can_detach(&attached.name);
            let is_off = settings.get(&Subject::Document(Arc::clone(&attached.name))).is_some();
            if known || is_off {
                add(switches, document_switch(Arc::clone(&attached.name), attached.kind, at, settings));
            }
        }
    }
}

/// Every key that a hop carries or that is asked for there.
fn keys(
    scenario: &Scenario,
    spec: &RequestSpec,
    simulation: &Simulation,
    settings: &Settings,
    switches: &mut Vec<Switch>,
) {
    let Ok(who) = Who::parse(&spec.who) else { return };
    let Ok(planned) = plan(&scenario.world, &who, spec) else { return };
    for (at, (hop, check)) in simulation.hops.iter().zip(&planned).enumerate() {
        let asked = keys::asked(hop.policies.attached(), &hop.request.action);
        let carried = hop.request.context.iter().map(|(key, _)| key.to_owned());
        // Tags, MFA and the external id are parts of a call, not only keys: they change more than what a condition sees.
        let is_taking = matches!(hop.kind, HopKind::Assume { .. } | HopKind::Token { .. });
        let offered =
            settings::sent_with(&who, spec, check.step).into_iter().filter(|_| is_taking || check.step.is_none());
        let names = asked.keys().cloned().chain(carried).chain(offered.map(str::to_owned));
        for key in names {
            if FIXED.iter().any(|fixed| key.eq_ignore_ascii_case(fixed)) {
                continue;
            }
            let subject = Subject::Key { step: check.step, key: keys::spelled(&key) };
            let lines =
                asked.iter().find(|(name, _)| name.eq_ignore_ascii_case(&key)).map(|(_, lines)| lines.as_slice());
            let switch = key_switch(subject, at, hop, lines, settings);
            match switches.iter_mut().find(|known| known.subject == switch.subject) {
                // A later check of the same call may ask for what the first did not.
                Some(known) if switch.asked && !known.asked => *known = Switch { hop: known.hop, ..switch },
                Some(_) => {}
                None => switches.push(switch),
            }
        }
    }
}

/// Gives the keys that are set otherwise back what they had: in the request as it was, as far as it got to that call.
fn say_how_it_was(
    scenario: &Scenario,
    spec: &RequestSpec,
    original: &Simulation,
    settings: &Settings,
    switches: &mut [Switch],
) {
    let who = Who::parse(&spec.who).ok();
    let planned = who.and_then(|who| plan(&scenario.world, &who, spec).ok()).unwrap_or_default();
    for switch in switches.iter_mut().filter(|switch| settings.get(&switch.subject).is_some()) {
        let Subject::Key { step, key } = &switch.subject else { continue };
        let hop = original.hops.iter().zip(&planned).find(|(_, check)| check.step == *step).map(|(hop, _)| hop);
        let carried = hop.and_then(|hop| hop.request.context.get(key)).cloned();
        switch.original = carried.map_or(Setting::Absent, Setting::Value);
        switch.choices.retain(|choice| choice.setting != switch.original);
        if switch.original != switch.now {
            switch.choices.push(untried(switch.original.clone()));
        }
    }
}

/// What follows from the rest of the call: from its time, its tags, the role that it hands over.
const FIXED: [&str; 4] = ["iam:PassedToService", "aws:EpochTime", "aws:TagKeys", "sts:TransitiveTagKeys"];

fn key_switch(subject: Subject, at: usize, hop: &Hop, lines: Option<&[keys::Line]>, settings: &Settings) -> Switch {
    let Subject::Key { key, .. } = &subject else {
        return document_switch("".into(), PolicyKind::Identity, at, settings);
    };
    let carried = hop.request.context.get(key).cloned().map_or(Setting::Absent, Setting::Value);
    let known = type_of_key(key);
    let now = settings.get(&subject).cloned().unwrap_or_else(|| carried.clone());
    let value_type = known.map(|(of_type, _)| of_type);
    let multivalued = match &now {
        Setting::Value(value) => matches!(value, ContextValue::Many(_)),
        Setting::On | Setting::Off | Setting::Absent => known.is_some_and(|(_, many)| many),
    };
    let others = values::others(&now, lines.unwrap_or_default(), value_type, &hop.request.context);
    let worth = lines.is_some() || settings::is_part_of_call(key);
    let choices = others.into_iter().filter(|_| worth).map(|value| match value {
        Some(value) if multivalued => Setting::Value(ContextValue::Many(vec![value])),
        Some(value) => Setting::Value(ContextValue::One(value)),
        None => Setting::Absent,
    });
    let choices = choices.map(untried).collect();
    let asked = lines.is_some();
    Switch { subject, kind: None, value_type, hop: at, asked, original: carried, now, choices }
}

/// Tries every other way, and says what each does.
fn try_choices(switch: &mut Switch, scenario: &Scenario, spec: &RequestSpec, settings: &Settings, end: Option<End>) {
    for choice in &mut switch.choices {
        let mut settings = settings.clone();
        settings.set(switch.subject.clone(), choice.setting.clone());
        let (scenario, spec) = settings.apply(scenario, spec);
        choice.end = simulate(&scenario, &spec).ok().as_ref().and_then(End::of);
        let allows = |end: Option<End>| end.map(|end| end.verdict() == Verdict::Allow);
        choice.effect = match allows(choice.end) == allows(end) {
            false => Effect::Turns,
            true if choice.end == end => Effect::Same,
            true => Effect::Otherwise,
        };
    }
    switch.choices.sort_by_key(|choice| choice.effect);
}

#[cfg(test)]
mod tests;

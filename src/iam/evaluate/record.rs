//! What the evaluator tells of its way: nothing, or everything. The decision never depends on who listens.

use crate::iam::condition::holds_variables;
use crate::iam::policy::{ConditionLine, Element, Statement, Version};
use crate::iam::principal::{PrincipalEntry, PrincipalMatch};
use crate::iam::request::{Attached, Policies, Principal, Request, ResourceKind};
use crate::iam::trace::{
    ConditionReason, ConditionStep, Decision, DocumentStep, ElementDetail, ElementStep, Layer, LayerStep, Outcome,
    Parting, Reason, StatementStep, Strength, Trace, Unspecified,
};
use crate::iam::variable;
use crate::text::{Spanned, TextRange};

/// Whether a layer has a say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// There are no policies.
    Absent,
    /// There are, and they do not bind this caller or this resource.
    Exempt,
    /// There are, and they do.
    Binding,
}

/// Listens to the evaluator. Every method does nothing unless it is overridden.
pub(super) trait Recorder {
    /// Whether to look also at what can change nothing any more: further statements, further elements.
    const THOROUGH: bool;

    fn begin_layer(&mut self, _layer: Layer, _presence: Presence) {}
    fn end_layer(&mut self, _denies: bool, _allows: bool, _strength: Option<Strength>) {}
    fn begin_document(&mut self, _document: &Attached, _level: Option<usize>) {}
    fn begin_statement(&mut self, _statement: &Statement) {}
    /// AWS leaves something open that bears on the element being looked at; comes before the element.
    fn note(&mut self, _open: Unspecified) {}
    fn principal(
        &mut self,
        _statement: &Statement,
        _caller: &Principal,
        _names: Option<PrincipalMatch>,
        _entry: Option<usize>,
        _matches: bool,
    ) {
    }
    fn action(&mut self, _statement: &Statement, _action: &str, _entry: Option<usize>, _matches: bool) {}
    fn resource(
        &mut self,
        _statement: &Statement,
        _request: &Request,
        _version: Version,
        _entry: Option<usize>,
        _matches: bool,
    ) {
    }
    fn condition(
        &mut self,
        _line: &ConditionLine,
        _request: &Request,
        _version: Version,
        _holds: bool,
        _because: ConditionReason,
    ) {
    }
    fn end_statement(&mut self, _applies: bool) {}
    /// The decision hangs on whether this layer allows.
    fn ask(&mut self, _layer: Layer) {}
    /// AWS leaves something open that bears on the decision itself.
    fn leave_open(&mut self, _open: Unspecified) {}
}

/// Listens to nothing.
pub(super) struct Silent;

impl Recorder for Silent {
    const THOROUGH: bool = false;
}

/// Keeps everything.
pub(super) struct Tracing {
    layers: Vec<Recorded>,
    /// The layer being asked.
    current: usize,
    /// What AWS leaves open about the statement being looked at, with the place of the element among its elements, in order.
    notes: Vec<(usize, Unspecified)>,
    unspecified: Vec<Unspecified>,
}

struct Recorded {
    step: LayerStep,
    presence: Presence,
    denies: bool,
    allows: bool,
    strength: Option<Strength>,
    /// Whether its documents were read at all.
    read: bool,
    /// Whether the decision hung on its allowing.
    asked: bool,
}

impl Tracing {
    pub(super) fn new(policies: &Policies) -> Self {
        let layers = Layer::ALL.into_iter().map(|layer| Recorded::unread(layer, policies)).collect();
        Self { layers, current: 0, notes: Vec::new(), unspecified: Vec::new() }
    }

    /// Turns what was kept into a trace of the decision.
    pub(super) fn finish(self, reason: Reason, resource_must_allow: bool) -> Trace {
        let identity_asked = self.layers.iter().any(|at| at.step.layer == Layer::Identity && at.asked);
        let decisive = match reason {
            // A root user has nothing of its own that could allow.
            Reason::CrossAccountAllow if !identity_asked => Some(Layer::Resource),
            reason => reason.layer(),
        };
        let rests_on = |layer: Layer| match reason {
            Reason::CrossAccountAllow => layer == Layer::Resource || (layer == Layer::Identity && identity_asked),
            Reason::IdentityAllow => layer == Layer::Identity || (layer == Layer::Resource && resource_must_allow),
            reason => reason.layer() == Some(layer),
        };
        let mut layers = Vec::with_capacity(self.layers.len());
        for mut recorded in self.layers {
            let layer = recorded.step.layer;
            let heard = recorded.asked || matches!(reason, Reason::ExplicitDeny(denying) if layer < denying);
            recorded.step.outcome = recorded.outcome(heard);
            recorded.step.decisive = decisive == Some(layer);
            if rests_on(layer) {
                recorded.mark_decisive(reason);
            }
            layers.push(recorded.step);
        }
        Trace { layers, decision: Decision { reason }, unspecified: self.unspecified }
    }

    fn layer(&mut self) -> Option<&mut Recorded> {
        self.layers.get_mut(self.current)
    }

    fn statement(&mut self) -> Option<&mut StatementStep> {
        self.layer()?.step.documents.last_mut()?.statements.last_mut()
    }

    fn element(&mut self, matches: bool, detail: ElementDetail, range: TextRange) {
        if let Some(statement) = self.statement() {
            statement.elements.push(ElementStep { matches, detail, range });
        }
    }

    fn keep_open(&mut self, open: Unspecified) {
        if !self.unspecified.contains(&open) {
            self.unspecified.push(open);
        }
    }
}

impl Recorded {
    /// A layer of which nothing has been read; its documents stand there without their statements.
    fn unread(layer: Layer, policies: &Policies) -> Self {
        let in_levels = |levels: &Option<Vec<Vec<Attached>>>| -> Vec<DocumentStep> {
            let levels = levels.iter().flatten().enumerate();
            levels.flat_map(|(level, here)| here.iter().map(move |document| unread(document, Some(level)))).collect()
        };
        let plain = |documents: &[Attached]| documents.iter().map(|document| unread(document, None)).collect();
        let (present, documents): (bool, Vec<DocumentStep>) = match layer {
            Layer::Rcp => (policies.rcp.is_some(), in_levels(&policies.rcp)),
            Layer::Scp => (policies.scp.is_some(), in_levels(&policies.scp)),
            Layer::Resource => (policies.resource.is_some(), plain(policies.resource.as_slice())),
            Layer::Identity => (!policies.identity.is_empty(), plain(&policies.identity)),
            Layer::Boundary => (policies.boundary.is_some(), plain(policies.boundary.as_slice())),
            Layer::Session => {
                let session = policies.session.as_deref().unwrap_or_default();
                (!session.is_empty(), plain(session))
            }
        };
        let resource_kind = if layer == Layer::Resource { policies.resource_kind } else { ResourceKind::default() };
        Self {
            step: LayerStep { layer, resource_kind, outcome: Outcome::NotReached, decisive: false, documents },
            presence: if present { Presence::Binding } else { Presence::Absent },
            denies: false,
            allows: false,
            strength: None,
            read: false,
            asked: false,
        }
    }

    fn outcome(&self, heard: bool) -> Outcome {
        match self.presence {
            Presence::Absent => Outcome::Absent,
            Presence::Exempt => Outcome::Exempt,
            Presence::Binding if self.denies => Outcome::Denies,
            Presence::Binding if !heard || !self.read => Outcome::NotReached,
            Presence::Binding if self.allows => Outcome::Allows(self.strength),
            Presence::Binding => Outcome::Silent,
        }
    }

    /// Marks the statements that a decision with this reason rests on.
    fn mark_decisive(&mut self, reason: Reason) {
        let wanted = match reason {
            Reason::ExplicitDeny(_) => crate::iam::policy::Effect::Deny,
            _ => crate::iam::policy::Effect::Allow,
        };
        let allows = reason.verdict() == crate::iam::trace::Verdict::Allow;
        if !allows && !matches!(reason, Reason::ExplicitDeny(_)) {
            return;
        }
        for statement in self.step.documents.iter_mut().flat_map(|document| &mut document.statements) {
            let strength = statement.elements.iter().find_map(|element| match &element.detail {
                ElementDetail::Principal { strength, .. } => *strength,
                _ => None,
            });
            let close_enough = !allows || strength == self.strength;
            statement.decisive = statement.applies && statement.effect == wanted && close_enough;
        }
    }
}

fn unread(document: &Attached, level: Option<usize>) -> DocumentStep {
    DocumentStep { name: document.name.clone(), kind: document.kind, level, statements: Vec::new() }
}

impl Recorder for Tracing {
    const THOROUGH: bool = true;

    fn begin_layer(&mut self, layer: Layer, presence: Presence) {
        self.current = self.layers.iter().position(|recorded| recorded.step.layer == layer).unwrap_or_default();
        if let Some(recorded) = self.layer() {
            recorded.presence = presence;
            recorded.read = true;
            if presence == Presence::Binding {
                recorded.step.documents.clear();
            }
        }
    }

    fn end_layer(&mut self, denies: bool, allows: bool, strength: Option<Strength>) {
        if let Some(recorded) = self.layer() {
            (recorded.denies, recorded.allows, recorded.strength) = (denies, allows, strength);
        }
    }

    fn begin_document(&mut self, document: &Attached, level: Option<usize>) {
        if let Some(recorded) = self.layer() {
            let statements = Vec::with_capacity(document.policy.statements.len());
            recorded.step.documents.push(DocumentStep { statements, ..unread(document, level) });
        }
    }

    fn begin_statement(&mut self, statement: &Statement) {
        self.notes.clear();
        let step = StatementStep {
            index: statement.index,
            sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
            effect: statement.effect.value,
            applies: false,
            decisive: false,
            elements: Vec::new(),
            range: statement.range,
        };
        if let Some(document) = self.layer().and_then(|recorded| recorded.step.documents.last_mut()) {
            document.statements.push(step);
        }
    }

    fn note(&mut self, open: Unspecified) {
        let element = self.statement().map_or(0, |statement| statement.elements.len());
        if self.notes.last() != Some(&(element, open)) {
            self.notes.push((element, open));
        }
    }

    fn principal(
        &mut self,
        statement: &Statement,
        caller: &Principal,
        names: Option<PrincipalMatch>,
        entry: Option<usize>,
        matches: bool,
    ) {
        let element = statement.principal.as_ref();
        let closest = entry.or_else(|| element.and_then(|element| closest_principal(&element.entries, caller)));
        let shown = element.zip(closest).and_then(|(element, entry)| element.entries.get(entry));
        let detail = ElementDetail::Principal {
            negated: element.is_some_and(|element| element.negated),
            caller: caller.arn.clone(),
            caller_kind: caller.kind,
            entry: shown.map(|entry| entry.value.as_str().to_owned()),
            strength: names.map(PrincipalMatch::strength),
        };
        let range = element.map_or(statement.range, |element| settled_at(element, entry));
        self.element(matches, detail, range);
    }

    fn action(&mut self, statement: &Statement, action: &str, entry: Option<usize>, matches: bool) {
        let element = &statement.action;
        let partings = element.entries.iter().map(|entry| entry.value.compare(action).map_err(Some));
        let lengths = element.entries.iter().map(|entry| entry.value.as_str().len());
        let (shown, parting) = settle(entry, partings.zip(lengths), action.len());
        let detail = ElementDetail::Action {
            negated: element.negated,
            action: action.to_owned(),
            pattern: shown.and_then(|shown| element.entries.get(shown)).map(|e| e.value.as_str().to_owned()),
            parting,
        };
        self.element(matches, detail, settled_at(element, entry));
    }

    fn resource(
        &mut self,
        statement: &Statement,
        request: &Request,
        version: Version,
        entry: Option<usize>,
        matches: bool,
    ) {
        let Some(element) = &statement.resource else {
            let resource = request.resource.clone();
            let detail =
                ElementDetail::Resource { negated: false, resource, pattern: None, resolved: None, parting: None };
            return self.element(matches, detail, statement.range);
        };
        let context = &request.context;
        let patterns = element.entries.iter().map(|entry| &entry.value);
        let partings = patterns.clone().map(|p| p.compare(&request.resource, context, version, &mut |_| ()));
        let lengths = patterns.map(|p| p.as_str().len());
        let (shown, parting) = settle(entry, partings.zip(lengths), request.resource.len());
        let shown = shown.and_then(|shown| element.entries.get(shown)).map(|entry| &entry.value);
        let detail = ElementDetail::Resource {
            negated: element.negated,
            resource: request.resource.clone(),
            pattern: shown.map(|pattern| pattern.as_str().to_owned()),
            resolved: shown.and_then(|pattern| pattern.resolved(context, version)),
            parting,
        };
        self.element(matches, detail, settled_at(element, entry));
    }

    fn condition(
        &mut self,
        line: &ConditionLine,
        request: &Request,
        version: Version,
        holds: bool,
        because: ConditionReason,
    ) {
        let operator = line.operator.value;
        let fill = |text: &str| match holds_variables(operator.base, text, version) {
            true => variable::fill(text, &request.context).map(|filled| filled.text),
            false => Some(text.to_owned()),
        };
        let has_variables = line.values.iter().any(|value| holds_variables(operator.base, &value.value, version));
        let step = ConditionStep {
            operator: operator.to_string(),
            key: line.key.value.clone(),
            wanted: line.values.iter().map(|value| value.value.clone()).collect(),
            resolved: has_variables.then(|| line.values.iter().map(|value| fill(&value.value)).collect()),
            actual: request.context.get(&line.key.value).cloned(),
            because,
        };
        self.element(holds, ElementDetail::Condition(step), line.range);
    }

    fn end_statement(&mut self, applies: bool) {
        let notes = std::mem::take(&mut self.notes);
        let Some(statement) = self.statement() else { return };
        statement.applies = applies;
        // What is left open matters only where every other element matches: else the answer would be the same either way.
        let open = |index: usize| notes.binary_search_by_key(&index, |(element, _)| *element).is_ok();
        let matters = statement.elements.iter().enumerate().all(|(index, element)| element.matches || open(index));
        if matters {
            for (_, open) in notes {
                self.keep_open(open);
            }
        }
    }

    fn ask(&mut self, layer: Layer) {
        if let Some(recorded) = self.layers.iter_mut().find(|recorded| recorded.step.layer == layer) {
            recorded.asked = true;
        }
    }

    fn leave_open(&mut self, open: Unspecified) {
        self.keep_open(open);
    }
}

/// Which of a list of patterns to show: the one that matched, or else the one that came closest, with its parting.
fn settle(
    matched: Option<usize>,
    partings: impl Iterator<Item = (Result<(), Option<Parting>>, usize)>,
    value_length: usize,
) -> (Option<usize>, Option<Parting>) {
    if matched.is_some() {
        return (matched, None);
    }
    // Closest is what leaves least over, of pattern and value together. A variable without a value leaves everything over.
    let left_over = |parting: Option<Parting>, length: usize| match parting {
        Some(parting) => length.saturating_sub(parting.pattern) + value_length.saturating_sub(parting.value),
        None => usize::MAX,
    };
    partings
        .enumerate()
        .filter_map(|(index, (compared, length))| Some((index, compared.err()?, length)))
        .min_by_key(|(_, parting, length)| left_over(*parting, *length))
        .map_or((None, None), |(index, parting, _)| (Some(index), parting))
}

/// The place of the entry that settled the matter, or of the whole element when none did alone.
fn settled_at<T>(element: &Element<T>, entry: Option<usize>) -> TextRange {
    match (entry, element.entries.as_slice()) {
        (Some(entry), entries) => entries.get(entry).map_or(element.range, |entry| entry.range),
        (None, [only]) => only.range,
        (None, _) => element.range,
    }
}

/// Which entry looks most like the caller, its role or its user: the one that shares the longest beginning with one of them.
fn closest_principal(entries: &[Spanned<PrincipalEntry>], caller: &Principal) -> Option<usize> {
    let names = [Some(&caller.arn), caller.role_arn.as_ref(), caller.user_arn.as_ref(), caller.account.as_ref()];
    let shared = |entry: &str| {
        let same = |name: &String| name.bytes().zip(entry.bytes()).take_while(|(a, b)| a == b).count();
        names.into_iter().flatten().map(same).max()
    };
    let ranked = entries.iter().enumerate().rev().max_by_key(|(_, entry)| shared(entry.value.as_str()));
    ranked.map(|(index, _)| index)
}

//! The fold: one variable after the other narrows the set of boxes that apply, and every set that any request can have is
//! reached by some request that is kept with it.

use std::rc::Rc;

use super::actions::{self, Group};
use super::bits::{Bits, QuickMap};
use super::budget::{Halt, Meter};
use super::callers::{self, Caller, HOME};
use super::keys::{Key, Presence, Row};
use super::plan::Plan;
use super::resources::{self, Ground, Thing};
use super::variables::Variables;
use crate::iam::policy::PolicyKind;
use crate::iam::request::{Context, ContextValue, Flags, PrincipalType, Request, ResourceKind};

/// The key that says who owns the resource.
const RESOURCE_ACCOUNT: &str = "aws:ResourceAccount";

/// A request that makes a difference, and how odd it is to read.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) cost: u32,
    pub(super) request: Request,
}

/// What was found: for each direction one request for every set of boxes that differs.
#[derive(Default)]
pub(super) struct Found {
    pub(super) candidates: Vec<(usize, Bits, Candidate)>,
    at: QuickMap<(usize, Bits), usize>,
}

impl Found {
    fn improves(&self, direction: usize, bits: &Bits, cost: u32) -> bool {
        let known = self.at.get(&(direction, bits.clone())).and_then(|at| self.candidates.get(*at));
        known.is_none_or(|(.., known)| cost < known.cost)
    }

    fn keep(&mut self, direction: usize, bits: Bits, candidate: Candidate) {
        match self.at.get(&(direction, bits.clone())).and_then(|at| self.candidates.get_mut(*at)) {
            Some(known) => known.2 = candidate,
            None => {
                self.at.insert((direction, bits.clone()), self.candidates.len());
                self.candidates.push((direction, bits, candidate));
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.candidates.is_empty()
    }
}

/// All that a search keeps while values of variables, callers and owners are tried.
pub(super) struct Search<'s, 'a> {
    pub(super) plan: &'s Plan<'a>,
    pub(super) keys: &'s [Key<'a>],
    pub(super) variables: &'s Variables,
    pub(super) realistic: bool,
    pub(super) meter: &'s Meter<'s>,
}

/// Rows that depend on less than what is tried. The number says which values of the variables they hold for, 0 for all.
#[derive(Default)]
struct Known {
    callers: QuickMap<(usize, PrincipalType, String), Shared<Caller>>,
    keys: QuickMap<(usize, usize, Presence), Shared<Option<ContextValue>>>,
    resources: QuickMap<(usize, Ground, Bits, Option<String>), Shared<Thing>>,
}

/// Rows that several groups of actions are folded with.
type Shared<T> = Rc<Vec<Row<T>>>;

/// What is tried together.
struct Scene<'c> {
    fixed: &'c Context,
    /// Which of the values of variables these are, from 1.
    number: usize,
    owner: &'c str,
    callers: &'c [&'c Row<Caller>],
    /// Which keys such callers' requests carry.
    carries: &'c [Presence],
}

/// What a state's request holds.
enum Pick<'r> {
    Caller(&'r Caller),
    Resource(Thing),
    Key(usize, Option<ContextValue>),
}

struct State {
    bits: Bits,
    cost: u32,
    /// The last pick, which leads to the others.
    pick: Option<usize>,
}

impl Search<'_, '_> {
    /// Whether the keys that follow from the caller are to do so.
    fn tied(&self) -> bool {
        self.realistic
    }

    /// Looks for differences until there are no more combinations.
    pub(super) fn run(&self, found: &mut Found) -> Result<(), Halt> {
        let plan = self.plan;
        let owners = self.owners();
        let contexts = self.variables.contexts().0;
        let mut known = Known::default();
        for kind in self.kinds() {
            let groups = if self.realistic {
                actions::realistic(plan, self.keys, kind, self.meter)?
            } else {
                actions::formal(plan, self.keys, kind, self.meter)?
            };
            for (number, fixed) in (1..).zip(contexts.iter()).filter(|_| !groups.is_empty()) {
                for owner in &owners {
                    let rows = self.callers(kind, owner, (number, fixed), &mut known)?;
                    for (carries, callers) in self.by_keys(&rows) {
                        let scene = Scene { fixed, number, owner, callers: &callers, carries: &carries };
                        for group in &groups {
                            self.fold(group, &scene, &mut known, found)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The accounts that are tried as the resource's owner. Whose role it is bears on a trust policy by one key alone.
    fn owners(&self) -> Vec<String> {
        if !self.plan.is_about_callers() {
            return vec![HOME.to_owned()];
        }
        let mut accounts = callers::accounts(self.plan);
        let has_owner = self.keys.iter().any(|key| key.name.eq_ignore_ascii_case(RESOURCE_ACCOUNT));
        if self.plan.kind == PolicyKind::Trust && !has_owner {
            accounts.truncate(1);
        }
        accounts
    }

    /// The kinds of callers that are worth telling apart.
    pub(super) fn kinds(&self) -> Vec<PrincipalType> {
        use PrincipalType as Kind;
        if self.plan.is_about_callers() {
            // Whom a person meets first goes first.
            return vec![
                Kind::Anonymous,
                Kind::User,
                Kind::RoleSession,
                Kind::Service,
                Kind::WebIdentity,
                Kind::Saml,
                Kind::FederatedUser,
                Kind::Root,
            ];
        }
        if self.tied() && self.keys.iter().any(|key| callers::is_derived(&key.name)) {
            return vec![Kind::User, Kind::RoleSession];
        }
        vec![Kind::User]
    }

    fn callers(
        &self,
        kind: PrincipalType,
        owner: &str,
        (number, fixed): (usize, &Context),
        known: &mut Known,
    ) -> Result<Shared<Caller>, Halt> {
        let mut derived = self.keys.iter().filter(|key| callers::is_derived(&key.name)).peekable();
        if !(self.plan.is_about_callers() || self.tied() && derived.peek().is_some()) {
            return Ok(Rc::new(vec![callers::anybody(self.plan, owner)]));
        }
        let depends = self.tied() && derived.any(|key| key.has_variables() || self.is_variable(key));
        let memo = (if depends { number } else { 0 }, kind, owner.to_owned());
        if let Some(rows) = known.callers.get(&memo) {
            return Ok(Rc::clone(rows));
        }
        let rows = if self.tied() && !callers::can_be(kind, self.variables, fixed) {
            Vec::new()
        } else {
            callers::rows(self.plan, self.keys, kind, owner, self.tied(), self.variables, fixed, self.meter)?
        };
        let rows = Rc::new(rows);
        known.callers.insert(memo, Rc::clone(&rows));
        Ok(rows)
    }

    /// Whether a key is known with the resource: who owns it often stands in its ARN.
    fn is_of_resource(&self, key: &Key<'_>) -> bool {
        !self.plan.is_about_callers() && key.name.eq_ignore_ascii_case(RESOURCE_ACCOUNT) && !self.is_variable(key)
    }

    fn is_variable(&self, key: &Key<'_>) -> bool {
        self.variables.values.iter().any(|(name, _)| name.eq_ignore_ascii_case(&key.name))
    }

    /// Callers by the keys that their requests carry.
    fn by_keys<'r>(&self, rows: &'r [Row<Caller>]) -> Vec<(Vec<Presence>, Vec<&'r Row<Caller>>)> {
        let mut found: Vec<(Vec<Presence>, Vec<&Row<Caller>>)> = Vec::new();
        for row in rows {
            let presence = |key: &Key<'_>| {
                if self.realistic && self.plan.is_about_callers() {
                    callers::presence(&key.name, &row.value)
                } else {
                    Presence::Maybe
                }
            };
            let carries: Vec<Presence> = self.keys.iter().map(presence).collect();
            match found.iter_mut().find(|(known, _)| *known == carries) {
                Some((_, rows)) => rows.push(row),
                None => found.push((carries, vec![row])),
            }
        }
        found
    }

    fn fold(&self, group: &Group, scene: &Scene<'_>, known: &mut Known, found: &mut Found) -> Result<(), Halt> {
        let plan = self.plan;
        let mut picks: Vec<(Option<usize>, Pick<'_>)> = Vec::new();
        let mut states = vec![State { bits: group.bits.clone(), cost: group.cost, pick: None }];
        let callers = scene.callers.iter().map(|row| (&row.bits, row.cost, &row.value));
        states = self.step(states, callers, Pick::Caller, &mut picks)?;
        if states.is_empty() {
            return Ok(());
        }
        let rows = self.resources(group, scene, known)?;
        let rows = rows.iter().map(|row| (&row.bits, row.cost, &row.value));
        states = self.step(states, rows, |resource| Pick::Resource(resource.clone()), &mut picks)?;
        for (at, key) in self.keys.iter().enumerate() {
            if states.is_empty() {
                return Ok(());
            }
            if self.tied() && (callers::is_derived(&key.name) || self.is_of_resource(key)) {
                continue;
            }
            let presence = match (group.carries.get(at), scene.carries.get(at)) {
                (Some(Presence::Never), _) | (_, Some(Presence::Never)) => Presence::Never,
                (Some(Presence::Always), _) | (_, Some(Presence::Always)) => Presence::Always,
                _ => Presence::Maybe,
            };
            let rows = self.values(at, key, presence, scene, known)?;
            let rows = rows.iter().map(|row| (&row.bits, row.cost, &row.value));
            states = self.step(states, rows, |value| Pick::Key(at, value.clone()), &mut picks)?;
        }
        for state in states {
            if let Some(direction) = plan.differs(&state.bits)
                && found.improves(direction, &state.bits, state.cost)
            {
                let request = self.request(group, scene, &picks, state.pick);
                found.keep(direction, state.bits, Candidate { cost: state.cost, request });
            }
        }
        Ok(())
    }

    /// One step: every state with every row, the cheapest for each set of boxes, and only what can still differ.
    fn step<'r, T: 'r, P>(
        &self,
        states: Vec<State>,
        rows: impl Iterator<Item = (&'r Bits, u32, &'r T)>,
        pick: impl Fn(&'r T) -> P,
        picks: &mut Vec<(Option<usize>, P)>,
    ) -> Result<Vec<State>, Halt> {
        let mut live = Bits::none(self.plan.size());
        for state in &states {
            live = live.or(&state.bits);
        }
        // Rows that do the same to all that is left are one.
        let mut cheapest: QuickMap<Bits, usize> = QuickMap::default();
        let mut kept: Vec<(Bits, u32, &'r T)> = Vec::new();
        for (bits, cost, value) in rows {
            let bits = bits.and(&live);
            match cheapest.get(&bits).and_then(|at| kept.get_mut(*at)) {
                Some(known) if known.1 <= cost => {}
                Some(known) => *known = (bits, cost, value),
                None => {
                    cheapest.insert(bits.clone(), kept.len());
                    kept.push((bits, cost, value));
                }
            }
        }
        self.meter.spend(states.len() * kept.len() / 4 + 1)?;
        let mut at: QuickMap<Bits, usize> = QuickMap::default();
        let mut next: Vec<State> = Vec::new();
        for state in &states {
            for (bits, cost, value) in &kept {
                let bits = state.bits.and(bits);
                let cost = state.cost + cost;
                match at.get(&bits).and_then(|at| next.get_mut(*at)) {
                    Some(known) if known.cost <= cost => {}
                    Some(known) => {
                        picks.push((state.pick, pick(value)));
                        (known.cost, known.pick) = (cost, Some(picks.len() - 1));
                    }
                    None if self.plan.may_differ(&bits) => {
                        picks.push((state.pick, pick(value)));
                        at.insert(bits.clone(), next.len());
                        next.push(State { bits, cost, pick: Some(picks.len() - 1) });
                    }
                    None => {}
                }
            }
        }
        Ok(next)
    }

    fn resources(&self, group: &Group, scene: &Scene<'_>, known: &mut Known) -> Result<Shared<Thing>, Halt> {
        let ground = match group.format {
            _ if !self.realistic => Ground::Anything,
            None => Ground::Nothing,
            Some(format) => Ground::Of(format),
        };
        let owner = self.plan.is_about_callers().then_some(scene.owner);
        let number = if self.plan.has_variable_resources(&group.bits) { scene.number } else { 0 };
        let key = (number, ground, group.bits.clone(), owner.map(str::to_owned));
        if let Some(rows) = known.resources.get(&key) {
            return Ok(Rc::clone(rows));
        }
        let owner = owner.filter(|_| self.realistic || self.plan.kind == PolicyKind::Trust);
        let by_owner = self.keys.iter().find(|key| self.tied() && self.is_of_resource(key));
        let mut rows = resources::rows(self.plan, ground, owner, by_owner, &group.bits, scene.fixed, self.meter)?;
        if self.plan.resource_kind == ResourceKind::Kms {
            // A key's policy must allow, whoever asks; an alias has none of its own.
            for row in &mut rows {
                if row.value.arn.splitn(6, ':').nth(5).is_some_and(|rest| rest.starts_with("key/")) {
                    row.bits.clear(self.plan.own());
                }
            }
        }
        let rows = Rc::new(rows);
        known.resources.insert(key, Rc::clone(&rows));
        Ok(rows)
    }

    fn values(
        &self,
        at: usize,
        key: &Key<'_>,
        presence: Presence,
        scene: &Scene<'_>,
        known: &mut Known,
    ) -> Result<Shared<Option<ContextValue>>, Halt> {
        let depends = key.has_variables()
            || self.is_variable(key)
            || self.plan.is_about_callers() && key.name.eq_ignore_ascii_case(RESOURCE_ACCOUNT);
        let memo = (if depends { scene.number } else { 0 }, at, presence);
        if let Some(rows) = known.keys.get(&memo) {
            return Ok(Rc::clone(rows));
        }
        let all = self.plan.everything();
        let rows = if self.is_variable(key) {
            match scene.fixed.get(&key.name) {
                Some(_) if presence == Presence::Never => Vec::new(),
                None if presence == Presence::Always => Vec::new(),
                value => vec![key.row_of(value.cloned(), scene.fixed, &all)],
            }
        } else if self.realistic && self.plan.is_about_callers() && key.name.eq_ignore_ascii_case(RESOURCE_ACCOUNT) {
            vec![key.row_of(Some(ContextValue::One(scene.owner.to_owned())), scene.fixed, &all)]
        } else {
            key.rows(presence, self.realistic, scene.fixed, &all, self.meter)?
        };
        let rows = Rc::new(rows);
        known.keys.insert(memo, Rc::clone(&rows));
        Ok(rows)
    }

    /// The request of a state.
    fn request(
        &self,
        group: &Group,
        scene: &Scene<'_>,
        picks: &[(Option<usize>, Pick<'_>)],
        last: Option<usize>,
    ) -> Request {
        let mut caller = Caller::anybody(scene.owner);
        let mut resource = "*".to_owned();
        let mut context = scene.fixed.clone();
        let mut at = last;
        while let Some((before, pick)) = at.and_then(|at| picks.get(at)) {
            match pick {
                Pick::Caller(picked) => caller = (*picked).clone(),
                Pick::Resource(picked) => {
                    resource.clone_from(&picked.arn);
                    if let Some(owner) = &picked.owner {
                        context.set(RESOURCE_ACCOUNT, owner.clone());
                    }
                }
                Pick::Key(key, Some(value)) => {
                    if let Some(key) = self.keys.get(*key) {
                        context.set(key.name.clone(), value.clone());
                    }
                }
                Pick::Key(key, None) => {
                    if let Some(key) = self.keys.get(*key) {
                        context.remove(&key.name);
                    }
                }
            }
            at = *before;
        }
        let derived = || self.keys.iter().filter(|key| callers::is_derived(&key.name));
        if self.tied() {
            for key in derived() {
                match caller.key(&key.name) {
                    Some(value) => context.set(key.name.clone(), value.clone()),
                    None => context.remove(&key.name),
                }
            }
        }
        // Nothing speaks of the caller: then it is one of the account that the resource is of.
        if !self.plan.is_about_callers()
            && derived().next().is_none()
            && let Some(account) = resources::account_of(&resource)
        {
            caller = Caller::anybody(account);
        }
        let owner =
            if self.plan.is_about_callers() { Some(scene.owner.to_owned()) } else { caller.principal.account.clone() };
        Request {
            principal: caller.principal,
            action: group.action.clone(),
            resource,
            resource_account: owner,
            context,
            flags: Flags::default(),
        }
    }
}

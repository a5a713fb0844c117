//! Requests near one: the same with another action, another resource or another value of one key.

use super::actions::{self};
use super::callers;
use super::keys::Presence;
use super::resources::{self, Ground};
use super::search::Search;
use crate::iam::catalogue::Catalogue;
use crate::iam::policy::PolicyKind;
use crate::iam::request::{Context, Request};

/// The most of each sort that are tried.
const MOST: usize = 40;

/// What may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Action,
    Resource,
    Key,
    Caller,
}

impl Change {
    /// All changes, in the order in which they teach most.
    pub(super) const ALL: [Self; 4] = [Self::Action, Self::Resource, Self::Key, Self::Caller];
}

impl Search<'_, '_> {
    /// Requests that differ from one in one thing, and what that is: first those that a statement speaks of.
    pub(super) fn near(&self, request: &Request, change: Change) -> Vec<(String, Request)> {
        let mut found: Vec<(String, Request)> = Vec::new();
        let mut add = |changed: &str, near: Request| {
            if near != *request {
                found.push((changed.to_owned(), near));
            }
        };
        let all = self.plan.everything();
        let fixed: Context = {
            let mut fixed = Context::default();
            for (name, _) in &self.variables.values {
                if let Some(value) = request.context.get(name) {
                    fixed.set(name.clone(), value.clone());
                }
            }
            fixed
        };
        if let Some(format) = self.format_of(request).filter(|_| change == Change::Resource) {
            let owner = resources::account_of(&request.resource);
            let rows = resources::rows(self.plan, Ground::Of(format), owner, None, &all, &fixed, self.meter);
            let mut rows = rows.unwrap_or_default();
            rows.sort_by_key(|row| row.cost);
            for row in rows.into_iter().take(MOST) {
                add("resource", Request { resource: row.value.arn, ..request.clone() });
            }
        }
        let patterns = self.plan.boxes.iter().flat_map(|boxed| &boxed.statement.action.entries);
        for entry in patterns.take(MOST).filter(|_| change == Change::Action) {
            let text = entry.value.as_str();
            let known = Catalogue::built_in()
                .actions_matching(&entry.value)
                .filter(|action| !text.contains('*') || action.resources().next().is_some());
            for action in known.take(3) {
                let action = action.to_string();
                if actions::is_callable(self.plan, request.principal.kind, &action) && self.fits(&action, request) {
                    add("action", Request { action, ..request.clone() });
                }
            }
        }
        for key in self.keys.iter().filter(|key| change == Change::Key && !callers::is_derived(&key.name)) {
            for row in
                key.rows(Presence::Maybe, true, &fixed, &all, self.meter).unwrap_or_default().into_iter().take(MOST)
            {
                let mut near = request.clone();
                match row.value {
                    Some(value) => near.context.set(key.name.clone(), value),
                    None => near.context.remove(&key.name),
                }
                add(&key.name, near);
            }
        }
        if self.plan.is_about_callers() && change == Change::Caller {
            let owner = request.resource_account.clone().unwrap_or_default();
            for kind in self.kinds() {
                let rows = callers::rows(self.plan, self.keys, kind, &owner, true, self.variables, &fixed, self.meter);
                for row in rows.unwrap_or_default().into_iter().take(MOST) {
                    let mut near = Request { principal: row.value.principal.clone(), ..request.clone() };
                    for key in self.keys.iter().filter(|key| callers::is_derived(&key.name)) {
                        match row.value.key(&key.name) {
                            Some(value) => near.context.set(key.name.clone(), value.clone()),
                            None => near.context.remove(&key.name),
                        }
                    }
                    if actions::is_callable(self.plan, kind, &near.action) {
                        add("principal", near);
                    }
                }
            }
        }
        found
    }

    /// The format of the ARN that a request is about.
    fn format_of(&self, request: &Request) -> Option<&'static str> {
        if self.plan.kind == PolicyKind::Trust {
            return None;
        }
        let action = Catalogue::built_in().action(&request.action)?;
        let mut formats = action.resources().flat_map(|on| on.resource_type.arn_formats());
        formats.find(|format| resources::has_format(&request.resource, format))
    }

    /// Whether an action works on such a resource as a request is about.
    fn fits(&self, action: &str, request: &Request) -> bool {
        let Some(action) = Catalogue::built_in().action(action) else { return false };
        if request.resource == "*" {
            return action.resources().next().is_none();
        }
        let mut formats = action.resources().flat_map(|on| on.resource_type.arn_formats());
        formats.any(|format| resources::has_format(&request.resource, format))
    }
}

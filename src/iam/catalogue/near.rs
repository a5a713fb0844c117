//! Names that a misspelt one may have been meant for.

use super::{Action, Catalogue, Service};
use crate::iam::spelling::likely;

/// How many names are proposed at most.
const LIMIT: usize = 3;

impl Catalogue {
    /// Services whose prefix is near a text, nearest first; at most three.
    #[must_use]
    pub fn services_like(self, prefix: &str) -> Vec<Service> {
        likely(prefix, self.services().map(|service| (service, service.prefix)), LIMIT)
    }

    /// Actions that a text may have been meant for, likeliest first; at most three. They are near it in the service it
    /// names; else they have its name in another service; else they are near it in a service whose prefix is near.
    #[must_use]
    pub fn actions_like(self, action: &str) -> Vec<Action> {
        let (prefix, name) = action.split_once(':').unwrap_or(("", action));
        let named = self.service(prefix);
        let in_named = named.map(|service| service.actions_like(name)).unwrap_or_default();
        if !in_named.is_empty() {
            return in_named;
        }
        let near = self.services_like(prefix);
        let in_near: Vec<Action> = near.iter().filter_map(|service| service.action(name)).take(LIMIT).collect();
        if named.is_none() && !in_near.is_empty() {
            return in_near;
        }
        let elsewhere: Vec<Action> = self.services().filter_map(|service| service.action(name)).take(LIMIT).collect();
        if named.is_some() || !elsewhere.is_empty() {
            return elsewhere;
        }
        near.into_iter().flat_map(|service| service.actions_like(name)).take(LIMIT).collect()
    }

    /// Condition keys near a text, nearest first, global ones before those of the service; at most three. Only what stands
    /// before a slash counts: behind it is a tag's key or the like.
    #[must_use]
    pub fn keys_like(self, key: &str, service: Option<Service>) -> Vec<&'static str> {
        let of_service = service.into_iter().flat_map(Service::condition_keys).map(|key| key.name);
        let mut names: Vec<&'static str> = Vec::new();
        for name in self.global_keys().map(|key| key.name).chain(of_service) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        likely(before_slash(key), names.into_iter().map(|name| (name, before_slash(name))), LIMIT)
    }
}

impl Service {
    /// Actions of this service whose name is near a text, nearest first; at most three.
    #[must_use]
    pub fn actions_like(self, name: &str) -> Vec<Action> {
        likely(name, self.actions().map(|action| (action, action.name)), LIMIT)
    }
}

fn before_slash(key: &str) -> &str {
    key.split_once('/').map_or(key, |(head, _)| head)
}

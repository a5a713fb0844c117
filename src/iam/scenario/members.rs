//! Refuses what cannot be about groups, roles, instance profiles, identity providers and organisations.

use super::check::fault;
use super::organization::{Level, ROOT};
use super::steps::check_tags;
use super::world::{WELL_KNOWN_PROVIDERS, unknown};
use super::{ScenarioError, World};

/// Checks what hangs together in a world whose names are sound.
///
/// # Errors
/// The first thing that cannot be.
pub(super) fn check_members(world: &World) -> Result<(), ScenarioError> {
    for (at, user) in world.users.iter().enumerate() {
        let here = || ["users".into(), at.into()];
        check_tags(&user.tags).map_err(|message| fault(["tags".into()], message).within(here()))?;
        for (nth, group) in user.groups.iter().enumerate() {
            let wrong = |message| fault(["groups".into(), nth.into()], message).within(here());
            world.group(group).map_err(wrong)?;
            same_account("group", group, &user.name).map_err(wrong)?;
        }
    }
    for (at, role) in world.roles.iter().enumerate() {
        let here = || ["roles".into(), at.into()];
        check_tags(&role.tags).map_err(|message| fault(["tags".into()], message).within(here()))?;
        if !(3_600..=43_200).contains(&role.max_session_duration) {
            let message = format!(
                "{} seconds cannot be a role's longest session; it lies between 3600 (one hour) and 43200 (twelve)",
                role.max_session_duration
            );
            return Err(fault(["max_session_duration".into()], message).within(here()));
        }
        // AWS: "Create a service-linked role".
        if role.boundary.is_some() && world.identity(&role.name).is_ok_and(|identity| identity.is_service_linked()) {
            let message = "a service-linked role can have no boundary; remove it";
            return Err(fault(["boundary".into()], message).within(here()));
        }
    }
    for (at, profile) in world.instance_profiles.iter().enumerate() {
        let wrong = |message| fault(["instance_profiles".into(), at.into(), "role".into()], message);
        world.role(&profile.role).map_err(wrong)?;
        same_account("role", &profile.role, &profile.name).map_err(wrong)?;
    }
    for (at, provider) in world.identity_providers.iter().enumerate() {
        let wrong = |message| fault(["identity_providers".into(), at.into(), "name".into()], message);
        if WELL_KNOWN_PROVIDERS.contains(&provider.name.as_str()) {
            let message = format!("`{}` need not be registered; write `web_identity {0}`", provider.name);
            return Err(wrong(message));
        }
        if provider.name.contains("://") {
            return Err(wrong(format!("`{}` is an address; leave out what comes before the host", provider.name)));
        }
        world.provider(&provider.name, provider.kind).map_err(wrong)?;
        if world.identity_providers.iter().take(at).any(|other| other == provider) {
            return Err(wrong(format!("identity provider `{}` is named twice; remove one", provider.name)));
        }
    }
    check_organization(world)
}

fn same_account(what: &str, name: &str, owner: &str) -> Result<(), String> {
    let account = |name: &str| name.split('/').next().unwrap_or_default().to_owned();
    match account(name) == account(owner) {
        true => Ok(()),
        false => Err(format!("the {what} `{name}` is in another account than `{owner}`; name one of the same account")),
    }
}

fn check_organization(world: &World) -> Result<(), ScenarioError> {
    let Some(root) = &world.organization else {
        let is_member = |account: &super::Account| {
            account.unit.is_some() || !account.scps.is_empty() || !account.rcps.is_empty() || !account.full_aws_access
        };
        return match world.accounts.iter().find(|(_, account)| is_member(account)) {
            Some((name, _)) => {
                let message = "the account hangs in an organisation that is not there; add `[world.organization]`";
                Err(fault(["accounts".into(), name.as_str().into()], message))
            }
            None => Ok(()),
        };
    };
    let here = || ["organization".into()];
    if let Some(management) = &root.management {
        world.account(management).map_err(|message| fault(["management".into()], message).within(here()))?;
    }
    let unit_names = || root.units.keys().map(String::as_str).chain([ROOT]);
    let known = |name: &str| match unit_names().any(|unit| unit == name) {
        true => Ok(()),
        false => Err(unknown("OU", name, unit_names().collect::<Vec<_>>().into_iter())),
    };
    check_level(&Level::of_root(root)).map_err(|message| fault(["scps".into()], message).within(here()))?;
    for (name, unit) in &root.units {
        let here = || ["organization".into(), "units".into(), name.as_str().into()];
        if name == ROOT {
            return Err(fault(here(), "the root is there already; name the unit otherwise"));
        }
        if let Some(parent) = &unit.parent {
            known(parent).map_err(|message| fault(["parent".into()], message).within(here()))?;
        }
        let mut above = unit.parent.as_deref();
        for _ in 0..root.units.len() {
            above = above.and_then(|name| root.units.get(name)).and_then(|unit| unit.parent.as_deref());
        }
        if above.is_some_and(|name| name != ROOT) {
            let message = format!("`{name}` hangs in itself; let one of the units above it hang in `root`");
            return Err(fault(["parent".into()], message).within(here()));
        }
        check_level(&Level::of_unit(name, unit)).map_err(|message| fault(["scps".into()], message).within(here()))?;
    }
    for (name, account) in &world.accounts {
        let here = || ["accounts".into(), name.as_str().into()];
        let is_management = root.management.as_ref() == Some(name);
        match &account.unit {
            Some(unit) if is_management && unit != ROOT => {
                let message = "the management account hangs at the root; remove `unit`";
                return Err(fault(["unit".into()], message).within(here()));
            }
            Some(unit) => known(unit).map_err(|message| fault(["unit".into()], message).within(here()))?,
            None if is_management => {}
            None if !account.scps.is_empty() || !account.rcps.is_empty() || !account.full_aws_access => {
                let message = "the account is not in the organisation, so nothing of it can hang here; add `unit`";
                return Err(fault([], message).within(here()));
            }
            None => continue,
        }
        let level = Level::of_account(name, account);
        check_level(&level).map_err(|message| fault(["scps".into()], message).within(here()))?;
    }
    Ok(())
}

/// AWS Organizations User Guide: "Quotas and service limits": every level has at least one SCP, and at most ten.
fn check_level(level: &Level<'_>) -> Result<(), String> {
    let scps = level.scps.len() + usize::from(level.full_aws_access);
    match scps {
        0 => Err(format!("{} has no SCP at all, which AWS does not let happen; attach one", level.owner)),
        1..=10 => Ok(()),
        _ => Err(format!("{} has {scps} SCPs with `FullAWSAccess`; AWS takes ten", level.owner)),
    }
}

//! An organisation: a tree of units with accounts in it, and the policies that hang on every level.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::entities::yes;
use super::{Account, PolicySource, World};

/// The name of the root in [`Account::unit`] and [`Unit::parent`].
pub(super) const ROOT: &str = "root";

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// Its id.
    #[serde(default = "organization_id")]
    pub id: String,
    /// The short name of its management account. Left out, that account is none of the world's.
    #[serde(default)]
    pub management: Option<String>,
    /// Service control policies attached to the root.
    #[serde(default)]
    pub scps: Vec<PolicySource>,
    /// Resource control policies attached to the root.
    #[serde(default)]
    pub rcps: Vec<PolicySource>,
    /// Whether the SCP `FullAWSAccess` is attached to the root, as it is until somebody detaches it.
    #[serde(default = "yes")]
    pub full_aws_access: bool,
    /// Organisational units, by name.
    #[serde(default)]
    pub units: BTreeMap<String, Unit>,
}

/// An organisational unit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// The unit that it hangs in; the root when left out.
    #[serde(default)]
    pub parent: Option<String>,
    /// Service control policies attached to it.
    #[serde(default)]
    pub scps: Vec<PolicySource>,
    /// Resource control policies attached to it.
    #[serde(default)]
    pub rcps: Vec<PolicySource>,
    /// Whether the SCP `FullAWSAccess` is attached to it, as it is until somebody detaches it.
    #[serde(default = "yes")]
    pub full_aws_access: bool,
}

fn organization_id() -> String {
    "o-exampleorgid".to_owned()
}

/// One level on the way from the root to an account.
pub(crate) struct Level<'w> {
    /// What a person calls it: `the root`, `the OU Sandbox`, `the account Dev`.
    pub title: String,
    /// What its documents are named after: `the root`, `the OU Sandbox`, `the account dev`.
    pub owner: String,
    /// Its service control policies.
    pub scps: &'w [PolicySource],
    /// Its resource control policies.
    pub rcps: &'w [PolicySource],
    /// Whether `FullAWSAccess` is attached.
    pub full_aws_access: bool,
}

impl<'w> Level<'w> {
    pub(crate) fn of_root(root: &'w Organization) -> Self {
        let owner = "the root".to_owned();
        let (scps, rcps) = (&root.scps, &root.rcps);
        Self { title: owner.clone(), owner, scps, rcps, full_aws_access: root.full_aws_access }
    }

    pub(crate) fn of_unit(name: &str, unit: &'w Unit) -> Self {
        let owner = format!("the OU {name}");
        let (scps, rcps) = (&unit.scps, &unit.rcps);
        Self { title: owner.clone(), owner, scps, rcps, full_aws_access: unit.full_aws_access }
    }

    pub(crate) fn of_account(name: &str, account: &'w Account) -> Self {
        let title = if account.title.is_empty() { name } else { &account.title };
        Self {
            title: format!("the account {title}"),
            owner: format!("the account {name}"),
            scps: &account.scps,
            rcps: &account.rcps,
            full_aws_access: account.full_aws_access,
        }
    }
}

impl World {
    /// Whether the account of that id is the organisation's management account.
    #[must_use]
    pub fn is_management(&self, id: &str) -> bool {
        let management = self.organization.as_ref().and_then(|root| root.management.as_deref());
        management.and_then(|name| self.accounts.get(name)).is_some_and(|account| account.id == id)
    }

    /// The levels from the root to the account of that id; `None` when it is in no organisation.
    pub(crate) fn levels(&self, id: &str) -> Option<Vec<Level<'_>>> {
        let root = self.organization.as_ref()?;
        let (name, account) = self.accounts.iter().find(|(_, account)| account.id == id)?;
        let mut levels = vec![Level::of_root(root)];
        levels.extend(self.units_above(name, account)?.into_iter().map(|(name, unit)| Level::of_unit(name, unit)));
        levels.push(Level::of_account(name, account));
        Some(levels)
    }

    /// The organisation's id and the path of the account of that id in it, as the keys `aws:PrincipalOrgID` and
    /// `aws:PrincipalOrgPaths` hold them; `None` when it is in no organisation.
    pub(crate) fn organization_path(&self, id: &str) -> Option<(&str, String)> {
        let root = self.organization.as_ref()?;
        let (name, account) = self.accounts.iter().find(|(_, account)| account.id == id)?;
        let units = self.units_above(name, account)?;
        let units: String = units.into_iter().map(|(name, _)| format!("ou-exmp-{}/", unit_suffix(name))).collect();
        Some((&root.id, format!("{}/r-exmp/{units}", root.id)))
    }

    /// The units from the root's side down to the one that an account hangs in; `None` for an account outside.
    fn units_above(&self, name: &str, account: &Account) -> Option<Vec<(&str, &Unit)>> {
        let root = self.organization.as_ref()?;
        if root.management.as_deref() == Some(name) {
            return Some(Vec::new());
        }
        let mut above = Vec::new();
        let mut at = account.unit.as_deref()?;
        // A file's units form a tree; one built by hand may not, and then the way ends after every unit once.
        while at != ROOT && above.len() <= root.units.len() {
            let (name, unit) = root.units.get_key_value(at)?;
            above.push((name.as_str(), unit));
            at = unit.parent.as_deref().unwrap_or(ROOT);
        }
        above.reverse();
        Some(above)
    }
}

/// Eight letters and digits as AWS gives out for a unit: invented, and always the same for the same name.
fn unit_suffix(name: &str) -> String {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{hash:08x}")
}

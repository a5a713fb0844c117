//! One call, several checks: AWS asks about every resource that a call touches, and about what else the call makes it do;
//! all of it must be allowed (AWS: "Actions, resources, and condition keys for Amazon EC2", "Granting a user permissions to
//! pass a role to an AWS service").

use super::{Action, ResourceType};

/// One question that AWS asks before it does what a call says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// The action that must be allowed.
    pub action: Action,
    /// On what; `None` when the data requires no resource type for it: for an action that takes none, the request is on `*`.
    pub resource_type: Option<ResourceType>,
    /// In which calls it is asked.
    pub occasion: Occasion,
}

/// In which calls of an action a check is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Occasion {
    /// In every call.
    Always,
    /// When the call is on such a resource: none of the action's resource types is required, and most calls are on one of
    /// them, as `s3:GetObject` is on an object, of a bucket or of an access point.
    OnSuch,
    /// When the call names or makes such a resource besides the required ones: a launch with a volume, with a key pair.
    WithSuch,
    /// When the call asks for what takes this other action: a launch with an instance profile passes its role. The data
    /// does not say which parameter that is.
    WithOption,
}

/// The checks that the data knows for calls of an action: one for each of its resource types, required ones first, then one
/// for each dependent action on each resource type that it requires.
///
/// The list is not complete: dependent actions come from an older source that lacks many services
/// ([`Action::dependent_actions`]).
pub fn checks_of(action: Action) -> impl Iterator<Item = Check> {
    let dependent = action.dependent_actions().flat_map(|other| on_required(other, Occasion::WithOption));
    own(action).chain(dependent)
}

fn own(action: Action) -> impl Iterator<Item = Check> {
    let mut types = action.resources().peekable();
    let on_nothing = types.peek().is_none();
    let some_required = action.resources().any(|on| on.required);
    let certain = (on_nothing || some_required).then(|| on_required(action, Occasion::Always));
    let occasion = if some_required { Occasion::WithSuch } else { Occasion::OnSuch };
    let others = types.filter(|on| !on.required);
    certain.into_iter().flatten().chain(others.map(move |on| Check {
        action,
        resource_type: Some(on.resource_type),
        occasion,
    }))
}

/// An action on each resource type that it requires, or on no type in particular when it requires none.
fn on_required(action: Action, occasion: Occasion) -> impl Iterator<Item = Check> {
    let required = || action.resources().filter(|on| on.required).map(|on| Some(on.resource_type));
    let bare = required().next().is_none().then_some(None);
    required().chain(bare).map(move |resource_type| Check { action, resource_type, occasion })
}

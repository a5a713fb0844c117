//! A trace as JSON: one object a layer, and at the end, if AWS leaves anything open that bore on the request, one that
//! says what.

use serde_json::{Value, json};

use crate::iam::policy::Effect;
use crate::iam::request::{ContextValue, ResourceKind};
use crate::iam::trace::{
    ConditionReason, DocumentStep, ElementDetail, ElementStep, Layer, LayerStep, Outcome, Parting, StatementStep,
    Strength, Trace, Unspecified,
};

/// The trace as a JSON array.
pub(super) fn to_json(trace: &Trace) -> Value {
    let mut steps: Vec<Value> = trace.layers.iter().map(layer).collect();
    if !trace.unspecified.is_empty() {
        steps.push(json!({"unspecified": trace.unspecified.iter().map(|open| open_name(*open)).collect::<Vec<_>>()}));
    }
    Value::Array(steps)
}

fn layer(step: &LayerStep) -> Value {
    let (outcome, strength) = match step.outcome {
        Outcome::Denies => ("denies", None),
        Outcome::Allows(strength) => ("allows", strength),
        Outcome::Silent => ("silent", None),
        Outcome::Absent => ("absent", None),
        Outcome::Exempt => ("exempt", None),
        Outcome::NotReached => ("not_reached", None),
    };
    let name = match step.layer {
        Layer::Rcp => "rcp",
        Layer::Scp => "scp",
        Layer::Resource => "resource",
        Layer::Identity => "identity",
        Layer::Boundary => "boundary",
        Layer::Session => "session",
    };
    let mut object = json!({"layer": name, "outcome": outcome, "decisive": step.decisive});
    if let Some(strength) = strength {
        set(&mut object, "strength", json!(strength_name(strength)));
    }
    if step.layer == Layer::Resource {
        let kind = match step.resource_kind {
            ResourceKind::Generic => "generic",
            ResourceKind::Trust => "trust",
            ResourceKind::Kms => "kms",
        };
        set(&mut object, "resource_kind", json!(kind));
    }
    set(&mut object, "documents", step.documents.iter().map(document).collect());
    object
}

fn document(step: &DocumentStep) -> Value {
    let mut object = json!({"name": &*step.name, "kind": step.kind.as_str()});
    if let Some(level) = step.level {
        set(&mut object, "level", json!(level));
    }
    set(&mut object, "statements", step.statements.iter().map(statement).collect());
    object
}

fn statement(step: &StatementStep) -> Value {
    let effect = match step.effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    };
    json!({
        "index": step.index,
        "sid": step.sid,
        "effect": effect,
        "applies": step.applies,
        "decisive": step.decisive,
        "elements": step.elements.iter().map(element).collect::<Vec<_>>(),
    })
}

fn element(step: &ElementStep) -> Value {
    let named = |negated: bool, plain: &'static str, not: &'static str| if negated { not } else { plain };
    let mut object = match &step.detail {
        ElementDetail::Principal { negated, caller, caller_kind, entry, strength } => json!({
            "element": named(*negated, "Principal", "NotPrincipal"),
            "caller": caller,
            "caller_type": caller_kind.as_str(),
            "entry": entry,
            "strength": strength.map(strength_name),
        }),
        ElementDetail::Action { negated, action, pattern, parting } => json!({
            "element": named(*negated, "Action", "NotAction"),
            "action": action,
            "pattern": pattern,
            "parting": parting.map(parting_object),
        }),
        ElementDetail::Resource { negated, resource, pattern, resolved, parting } => {
            let mut object = json!({
                "element": named(*negated, "Resource", "NotResource"),
                "resource": resource,
                "pattern": pattern,
                "parting": parting.map(parting_object),
            });
            if let Some(resolved) = resolved {
                set(&mut object, "resolved", json!(resolved));
            }
            object
        }
        ElementDetail::Condition(step) => {
            let mut object = json!({
                "element": "Condition",
                "operator": step.operator,
                "key": step.key,
                "wanted": step.wanted,
                "actual": step.actual.as_ref().map(|value| match value {
                    ContextValue::One(value) => json!(value),
                    ContextValue::Many(values) => json!(values),
                }),
                "because": because_name(step.because),
            });
            if let Some(resolved) = &step.resolved {
                set(&mut object, "resolved", json!(resolved));
            }
            object
        }
    };
    set(&mut object, "matches", json!(step.matches));
    object
}

fn set(object: &mut Value, member: &str, value: Value) {
    if let Value::Object(members) = object {
        members.insert(member.to_owned(), value);
    }
}

fn parting_object(parting: Parting) -> Value {
    json!({"pattern": parting.pattern, "value": parting.value})
}

fn strength_name(strength: Strength) -> &'static str {
    match strength {
        Strength::Account => "account",
        Strength::Entity => "entity",
        Strength::Direct => "direct",
    }
}

fn because_name(because: ConditionReason) -> &'static str {
    match because {
        ConditionReason::Compared => "compared",
        ConditionReason::AbsentFails => "absent_fails",
        ConditionReason::AbsentHoldsNegated => "absent_holds_negated",
        ConditionReason::AbsentHoldsIfExists => "absent_holds_if_exists",
        ConditionReason::AbsentHoldsForAllValues => "absent_holds_for_all_values",
        ConditionReason::AbsentFailsForAnyValue => "absent_fails_for_any_value",
        ConditionReason::Presence => "presence",
    }
}

fn open_name(open: Unspecified) -> &'static str {
    match open {
        Unspecified::StarAcrossColon => "star_across_colon",
        Unspecified::WildcardInResourceType => "wildcard_in_resource_type",
        Unspecified::VariableUnderBool => "variable_under_bool",
        Unspecified::MultivaluedWithoutSetOperator => "multivalued_without_set_operator",
        Unspecified::UncoercibleValue => "uncoercible_value",
        Unspecified::EmptyStringIsNull => "empty_string_is_null",
        Unspecified::WildcardFromVariable => "wildcard_from_variable",
        Unspecified::NotPrincipalAccountOnly => "not_principal_account_only",
        Unspecified::BoundaryAgainstTrust => "boundary_against_trust",
        Unspecified::WildcardForFederated => "wildcard_for_federated",
        Unspecified::MfaOfRoleSession => "mfa_of_role_session",
    }
}

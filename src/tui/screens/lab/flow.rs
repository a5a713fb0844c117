//! The way of the chosen request on one line: who, through which policies, to what.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::iam::explain::{Sign, WalkLevel, WalkStep};
use crate::iam::policy::PolicyKind;
use crate::iam::request::{Principal, PrincipalType};
use crate::iam::simulate::{HopKind, Simulation};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::fit;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// Names of policies and sessions.
    Full,
    /// Badges and signs.
    Short,
}

/// The flow line in `width` columns: with names where there is room, else with badges and signs alone.
#[must_use]
pub fn line(simulation: &Simulation, steps: &[WalkStep], theme: &Theme, width: usize) -> Line<'static> {
    let full = flow(simulation, steps, theme, Detail::Full);
    if full.width() <= width { full } else { flow(simulation, steps, theme, Detail::Short) }
}

fn flow(simulation: &Simulation, steps: &[WalkStep], theme: &Theme, detail: Detail) -> Line<'static> {
    let text = theme.style(Role::Text);
    let mut stages: Vec<Vec<Span<'static>>> = Vec::new();
    for (at, hop) in simulation.hops.iter().enumerate() {
        if at == 0 {
            stages.push(vec![Span::styled(caller(&hop.request.principal), theme.style(Role::Strong))]);
        }
        stages.extend(policies(at, steps, theme, detail));
        let allowed = hop.trace.decision.is_allowed();
        let faded = if allowed { None } else { Some(theme.style(Role::Dim)) };
        match &hop.kind {
            HopKind::Assume { role, session } => {
                let role = role.rsplit('/').next().unwrap_or(role).to_owned();
                let name = match detail {
                    Detail::Full => format!("{role}/{session}"),
                    Detail::Short => role,
                };
                let word = if detail == Detail::Full { "session " } else { "" };
                stages.push(vec![
                    Span::styled(word, faded.unwrap_or(text)),
                    Span::styled(name, faded.unwrap_or(theme.style(Role::Dim))),
                ]);
            }
            HopKind::TagSession
            | HopKind::SetSourceIdentity
            | HopKind::Token { .. }
            | HopKind::Start
            | HopKind::PassRole { .. } => {
                let action = hop.request.action.rsplit(':').next().unwrap_or_default().to_owned();
                stages.push(vec![Span::styled(action, theme.style(Role::Dim))]);
            }
            HopKind::ServiceAccepts { service, .. } => {
                stages.push(vec![Span::styled(service.clone(), faded.unwrap_or(text))]);
            }
            HopKind::Act | HopKind::Also => {
                let resource = resource(&hop.request.resource);
                stages.push(vec![Span::styled(
                    fit(resource, 40, theme.symbols().ellipsis),
                    faded.unwrap_or(theme.style(Role::Arn)),
                )]);
            }
        }
    }
    stages.extend(simulation.ahead.iter().map(|action| vec![Span::styled(action.clone(), theme.style(Role::Dim))]));
    let arrow = match (theme.ascii, detail) {
        (true, _) => " --> ",
        (false, Detail::Full) => "  ──▶  ",
        (false, Detail::Short) => " ─▶ ",
    };
    let mut spans = Vec::new();
    for (at, stage) in stages.into_iter().enumerate() {
        if at > 0 {
            spans.push(Span::styled(arrow, theme.style(Role::Rule)));
        }
        spans.extend(stage);
    }
    Line::from(spans)
}

/// The policies of a hop that had a say, the caller's own first.
fn policies(hop: usize, steps: &[WalkStep], theme: &Theme, detail: Detail) -> Vec<Vec<Span<'static>>> {
    let layers = steps.iter().filter(|step| step.hop == hop && step.level == WalkLevel::Layer);
    let mut heard: Vec<(PolicyKind, &WalkStep)> = layers
        .filter_map(|step| Some((step.badge?, step)))
        .filter(|(_, step)| step.sign != Sign::Nothing || step.decisive)
        .collect();
    heard.sort_by_key(|(kind, _)| *kind != PolicyKind::Identity);
    heard
        .into_iter()
        .map(|(kind, step)| {
            let (sign, style) = theme.sign(step.sign);
            let colour = theme.style(Role::Kind(kind));
            let words = colour.remove_modifier(ratatui::style::Modifier::BOLD);
            let name = match detail {
                Detail::Full => step.label.trim_end_matches(" policy").to_owned() + " ",
                Detail::Short => String::new(),
            };
            let style: Style = style;
            vec![
                Span::styled(format!("{} ", kind.badge()), colour),
                Span::styled(name, words),
                Span::styled(sign, style),
            ]
        })
        .collect()
}

/// What people call a caller.
fn caller(principal: &Principal) -> String {
    let last = principal.arn.rsplit('/').next().unwrap_or_default();
    match principal.kind {
        PrincipalType::RoleSession => {
            principal.arn.split_once("assumed-role/").map_or(last, |(_, session)| session).to_owned()
        }
        PrincipalType::Root => "root".to_owned(),
        PrincipalType::Anonymous => "anybody".to_owned(),
        PrincipalType::User
        | PrincipalType::FederatedUser
        | PrincipalType::Service
        | PrincipalType::WebIdentity
        | PrincipalType::Saml => last.to_owned(),
    }
}

/// The last part of an ARN, or the whole when it is none.
pub fn resource(arn: &str) -> &str {
    arn.splitn(6, ':').nth(5).unwrap_or(arn)
}

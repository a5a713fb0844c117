//! The way of a request on one line: who, through which policies with what each says, by which sessions, to what.

use ratatui::style::{Modifier, Style};
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
    /// The same, close together.
    Close,
}

/// What is drawn of the way besides its stations.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look {
    /// The call and the kind of policy that are looked at.
    pub at: Option<(usize, PolicyKind)>,
}

/// A station of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Who calls.
    Caller(String),
    /// A policy that has a say.
    Gate {
        /// The call that it is asked at.
        hop: usize,
        /// What it is.
        kind: PolicyKind,
        /// What people call it.
        name: String,
        /// What it says.
        sign: Sign,
    },
    /// A session of a role.
    Session {
        /// The role.
        role: String,
        /// The session's name.
        session: String,
        /// Whether the caller got it.
        reached: bool,
    },
    /// A call on the way, made or not.
    Call(String),
    /// A service that takes the role.
    Service {
        /// Its name.
        name: String,
        /// Whether it got the role.
        reached: bool,
    },
    /// What is acted on.
    Resource {
        /// Its name.
        name: String,
        /// Whether the caller may.
        reached: bool,
    },
}

/// The stations of a simulation; `steps` are its walk.
#[must_use]
pub fn stages(simulation: &Simulation, steps: &[WalkStep]) -> Vec<Stage> {
    let mut stages = Vec::new();
    for (at, hop) in simulation.hops.iter().enumerate() {
        if at == 0 {
            stages.push(Stage::Caller(caller(&hop.request.principal)));
        }
        stages.extend(gates(at, steps));
        let reached = hop.trace.decision.is_allowed();
        stages.push(match &hop.kind {
            HopKind::Assume { role, session } => {
                let role = role.rsplit('/').next().unwrap_or(role).to_owned();
                Stage::Session { role, session: session.clone(), reached }
            }
            HopKind::TagSession
            | HopKind::SetSourceIdentity
            | HopKind::Token { .. }
            | HopKind::Start
            | HopKind::PassRole { .. } => {
                Stage::Call(hop.request.action.rsplit(':').next().unwrap_or_default().to_owned())
            }
            HopKind::ServiceAccepts { service, .. } => Stage::Service { name: service.clone(), reached },
            HopKind::Act | HopKind::Also => {
                Stage::Resource { name: resource(&hop.request.resource).to_owned(), reached }
            }
        });
    }
    stages.extend(simulation.ahead.iter().cloned().map(Stage::Call));
    stages
}

/// The policies of a hop that had a say, the caller's own first.
fn gates(hop: usize, steps: &[WalkStep]) -> Vec<Stage> {
    let layers = steps.iter().filter(|step| step.hop == hop && step.level == WalkLevel::Layer);
    let mut heard: Vec<(PolicyKind, &WalkStep)> = layers
        .filter_map(|step| Some((step.badge?, step)))
        .filter(|(_, step)| step.sign != Sign::Nothing || step.decisive)
        .collect();
    heard.sort_by_key(|(kind, _)| *kind != PolicyKind::Identity);
    let gate = |(kind, step): (PolicyKind, &WalkStep)| Stage::Gate {
        hop,
        kind,
        name: step.label.trim_end_matches(" policy").to_owned(),
        sign: step.sign,
    };
    heard.into_iter().map(gate).collect()
}

/// The flow line in `width` columns: with names where there is room, else with badges and signs alone. What still does not fit
/// is left out at the beginning: the last call decides.
#[must_use]
pub fn line(stages: &[Stage], look: Look, theme: &Theme, width: usize) -> Line<'static> {
    let drawn = |stages: &[Stage], detail| flow(stages, look, theme, detail);
    let all = [Detail::Full, Detail::Short, Detail::Close].into_iter().map(|detail| drawn(stages, detail));
    if let Some(line) = all.into_iter().find(|line| line.width() <= width) {
        return line;
    }
    let mark = Span::styled(format!("{} ", theme.symbols().ellipsis), theme.style(Role::Dim));
    let mut rest = stages;
    loop {
        rest = rest.get(1..).unwrap_or_default();
        let line = drawn(rest, Detail::Close);
        if rest.len() < 2 || line.width() + mark.width() <= width {
            return Line::from([vec![mark], line.spans].concat());
        }
    }
}

/// Who asks for what, and nothing of the way: which policies are asked, and how far the request comes, says half of what is to be
/// foreseen.
#[must_use]
pub fn untold(stages: &[Stage], action: &str, theme: &Theme) -> Line<'static> {
    let arrow = Span::styled(if theme.ascii { " --> " } else { "  ──▶  " }, theme.style(Role::Rule));
    let mut spans: Vec<Span<'static>> = stages
        .iter()
        .filter(|stage| matches!(stage, Stage::Caller(_)))
        .flat_map(|stage| drawn(stage, Look::default(), theme, Detail::Full))
        .collect();
    let question = Span::styled("?", theme.style(Role::Accent));
    spans.extend([arrow.clone(), question, arrow, Span::styled(action.to_owned(), theme.style(Role::Action))]);
    Line::from(spans)
}

fn flow(stages: &[Stage], look: Look, theme: &Theme, detail: Detail) -> Line<'static> {
    let arrow = match (theme.ascii, detail) {
        (true, Detail::Full | Detail::Short) => " --> ",
        (true, Detail::Close) => ">",
        (false, Detail::Full) => "  ──▶  ",
        (false, Detail::Short) => " ─▶ ",
        (false, Detail::Close) => "▶",
    };
    let mut spans = Vec::new();
    for (at, stage) in stages.iter().enumerate() {
        if at > 0 {
            spans.push(Span::styled(arrow, theme.style(Role::Rule)));
        }
        spans.extend(drawn(stage, look, theme, detail));
    }
    Line::from(spans)
}

fn drawn(stage: &Stage, look: Look, theme: &Theme, detail: Detail) -> Vec<Span<'static>> {
    let dim = theme.style(Role::Dim);
    let text = theme.style(Role::Text);
    let when = |reached: &bool, style: Style| if *reached { style } else { dim };
    match stage {
        Stage::Caller(name) => vec![Span::styled(name.clone(), theme.style(Role::Strong))],
        Stage::Gate { hop, kind, name, sign } => {
            let (sign, style) = theme.sign(*sign);
            let ground = match look.at == Some((*hop, *kind)) {
                true => theme.style(Role::Marked),
                false => Style::default(),
            };
            let colour = theme.style(Role::Kind(*kind)).patch(ground);
            let name = match detail {
                Detail::Full => format!("{name} "),
                Detail::Short | Detail::Close => String::new(),
            };
            vec![
                Span::styled(format!("{} ", kind.badge()), colour),
                Span::styled(name, colour.remove_modifier(Modifier::BOLD).patch(ground)),
                Span::styled(sign, style.patch(ground)),
            ]
        }
        Stage::Session { role, session, reached } => {
            let (word, name) = match detail {
                Detail::Full => ("session ", format!("{role}/{session}")),
                Detail::Short | Detail::Close => ("", role.clone()),
            };
            vec![Span::styled(word, when(reached, text)), Span::styled(name, dim)]
        }
        Stage::Call(action) => vec![Span::styled(action.clone(), dim)],
        Stage::Service { name, reached } => vec![Span::styled(name.clone(), when(reached, text))],
        Stage::Resource { name, reached } => {
            let most = if detail == Detail::Close { 24 } else { 40 };
            let name = fit(name, most, theme.symbols().ellipsis);
            vec![Span::styled(name, when(reached, theme.style(Role::Arn)))]
        }
    }
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

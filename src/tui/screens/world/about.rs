//! What is to be said of the chosen thing, beside the tree: its ARN, its policies, who trusts it, who names it.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::text::{Line, Span};

use super::tree::{Subject, cut, policies};
use super::trusts::{Trust, Whom};
use crate::iam::draft::{Entity, hangs_on};
use crate::iam::scenario::{Document, ScenarioFile, Tags};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::code::policy_lines;
use crate::tui::widgets::{fit, wrap_hard};

/// Collects lines: a word at the left, what it is beside it.
struct Page<'t> {
    lines: Vec<Line<'static>>,
    width: usize,
    theme: &'t Theme,
}

/// Columns of the word at the left.
const LABEL: usize = 11;

impl Page<'_> {
    fn head(&mut self, words: &str) {
        let style = self.theme.style(Role::Strong);
        self.lines.extend(wrap_hard(words, self.width).into_iter().map(|line| Line::styled(line, style)));
    }

    fn row(&mut self, label: &str, words: &str, role: Role) {
        let room = self.width.saturating_sub(LABEL).max(12);
        for (at, line) in wrap_hard(words, room).into_iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            self.lines.push(Line::from(vec![
                Span::styled(format!("{label:<LABEL$}"), self.theme.style(Role::Dim)),
                Span::styled(line, self.theme.style(role)),
            ]));
        }
    }

    /// Words over the whole width.
    fn whole(&mut self, words: &str, role: Role) {
        let style = self.theme.style(role);
        self.lines.extend(wrap_hard(words, self.width).into_iter().map(|line| Line::styled(line, style)));
    }

    fn gap(&mut self) {
        self.lines.push(Line::default());
    }
}

/// The lines in `width` columns.
#[must_use]
pub fn lines(
    file: &ScenarioFile,
    documents: &BTreeMap<Arc<str>, Document>,
    trusts: &[Trust],
    subject: &Subject,
    width: usize,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let mut page = Page { lines: Vec::new(), width, theme };
    match subject {
        Subject::Outside => {
            page.head("Outside of the organisation");
            page.row("", "No SCP and no RCP of the organisation bears on these accounts.", Role::Text);
        }
        Subject::Policy(seat, nth) => {
            let owner = seat.owner();
            let held = policies(&file.world, &owner);
            if let Some(held) = held.iter().find(|held| held.seat == *seat && held.nth == *nth) {
                page.head(&format!("{} of {}", capital(held.kind.title()), plain(&owner)));
                page.row("document", held.source.file().unwrap_or("written out in the file"), Role::Text);
                if let Some(document) = held.source.file().and_then(|name| documents.get(name)) {
                    let count = document.policy.statements.len();
                    let s = if count == 1 { "" } else { "s" };
                    page.row("says", &format!("{count} statement{s}"), Role::Text);
                    if let Some(refusal) = document.refusal() {
                        page.row("", &format!("AWS would refuse it: {}", refusal.message), Role::Error);
                    }
                }
                page.row("", "Enter opens it, x detaches it.", Role::Dim);
                if let Some(document) = held.source.file().and_then(|name| documents.get(name)) {
                    page.gap();
                    let mark = theme.symbols().ellipsis;
                    page.lines
                        .extend(policy_lines(&document.text, theme).into_iter().map(|line| cut(line, width, mark)));
                }
            }
        }
        Subject::Entity(entity) => about(&mut page, file, trusts, entity),
    }
    page.lines
}

/// Something as it is called in running words.
pub fn plain(entity: &Entity) -> String {
    match entity {
        Entity::Organization => "the organisation".to_owned(),
        _ => format!("{} {}", entity.sort(), entity.name()),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn about(page: &mut Page<'_>, file: &ScenarioFile, trusts: &[Trust], entity: &Entity) {
    let world = &file.world;
    page.head(&match entity {
        Entity::Organization => "The organisation".to_owned(),
        Entity::Resource(_) => "Resource".to_owned(),
        _ => format!("{} {}", capital(entity.sort()), entity.name()),
    });
    match entity {
        Entity::Organization => {
            if let Some(root) = &world.organization {
                page.row("id", &root.id, Role::Text);
                page.row("managed by", root.management.as_deref().unwrap_or("an account of no part here"), Role::Text);
                let accounts = world.accounts.values().filter(|own| own.unit.is_some()).count();
                page.row("has", &format!("{} OUs, {accounts} accounts", root.units.len()), Role::Text);
            }
        }
        Entity::Unit(name) => {
            if let Some(unit) = world.organization.as_ref().and_then(|root| root.units.get(name)) {
                page.row("hangs in", unit.parent.as_deref().unwrap_or("root"), Role::Text);
                full_access(page, unit.full_aws_access);
            }
        }
        Entity::Account(name) => {
            if let Some(account) = world.accounts.get(name) {
                page.row("id", &account.id, Role::Account);
                if !account.title.is_empty() {
                    page.row("title", &account.title, Role::Text);
                }
                if world.organization.is_some() {
                    page.row("hangs in", account.unit.as_deref().unwrap_or("nothing"), Role::Text);
                    full_access(page, account.full_aws_access);
                }
            }
        }
        Entity::Group(name) => {
            let members = world.users.iter().filter(|user| user.groups.contains(name));
            let members: Vec<&str> = members.map(|user| user.name.as_str()).collect();
            page.row("members", if members.is_empty() { "none" } else { "" }, Role::Dim);
            members.into_iter().for_each(|member| page.row("", member, Role::Text));
        }
        Entity::User(name) => {
            if let Ok((user, own)) = world.user(name) {
                page.whole(&own.user_arn(), Role::Arn);
                if !user.groups.is_empty() {
                    page.row("member of", &user.groups.join(", "), Role::Text);
                }
                tags(page, &user.tags);
            }
        }
        Entity::Role(name) => {
            if let Ok((role, own)) = world.role(name) {
                page.whole(&own.role_arn(), Role::Arn);
                if role.max_session_duration != 3600 {
                    page.row("sessions", &format!("at most {} s", role.max_session_duration), Role::Text);
                }
                tags(page, &role.tags);
            }
        }
        Entity::InstanceProfile(name) => {
            if let Ok((profile, own)) = world.instance_profile(name) {
                page.whole(&own.instance_profile_arn(), Role::Arn);
                page.row("holds", &profile.role, Role::Text);
            }
        }
        Entity::Oidc(_) | Entity::Saml(_) | Entity::Request(_) => {}
        Entity::Resource(arn) => {
            if let Some(resource) = world.resources.iter().find(|resource| resource.arn == *arn) {
                page.whole(arn, Role::Arn);
                page.row("owner", &resource.account, Role::Text);
                tags(page, &resource.tags);
            }
        }
    }
    let held = policies(world, entity);
    if !held.is_empty() {
        page.gap();
    }
    for (at, held) in held.iter().enumerate() {
        let label = if at == 0 { "policies" } else { "" };
        let name = held.source.file().unwrap_or("written out in the file");
        // The badge stays with its name.
        let name = fit(name, page.width.saturating_sub(LABEL + 2), page.theme.symbols().ellipsis);
        page.row(label, &format!("{} {name}", held.kind.badge()), Role::Kind(held.kind));
    }
    trust(page, trusts, entity);
    let direct: Vec<String> = hangs_on(file, entity)
        .into_iter()
        .filter(|hanging| hanging.named == *entity && !matches!(entity, Entity::Account(_) | Entity::Organization))
        .map(|hanging| format!("{} {}", plain(&hanging.what), hanging.link.words()))
        .collect();
    if !direct.is_empty() {
        page.gap();
    }
    for (at, words) in direct.iter().enumerate() {
        page.row(if at == 0 { "named by" } else { "" }, &format!("{words} it"), Role::Text);
    }
}

/// Whom a role trusts, and which roles trust what is chosen.
fn trust(page: &mut Page<'_>, trusts: &[Trust], entity: &Entity) {
    let conditions = |trust: &Trust| if trust.conditional { ", under conditions" } else { "" };
    let own: Vec<String> = trusts
        .iter()
        .filter(|trust| matches!(entity, Entity::Role(name) if *name == trust.role))
        .map(|trust| format!("{}{}", trust.whom.words(), conditions(trust)))
        .collect();
    let by: Vec<String> = trusts
        .iter()
        .filter(|trust| trust.whom == Whom::Known(entity.clone()))
        .map(|trust| format!("role {}{}", trust.role, conditions(trust)))
        .collect();
    for (label, all) in [("trusts", own), ("trusted by", by)] {
        if !all.is_empty() {
            page.gap();
        }
        for (at, words) in all.iter().enumerate() {
            page.row(if at == 0 { label } else { "" }, words, Role::Text);
        }
    }
}

fn full_access(page: &mut Page<'_>, attached: bool) {
    if !attached {
        page.row("", "FullAWSAccess is detached: only what other SCPs allow is left.", Role::Warning);
    }
}

fn tags(page: &mut Page<'_>, tags: &Tags) {
    for (at, (key, value)) in tags.iter().enumerate() {
        page.row(if at == 0 { "tags" } else { "" }, &format!("{key} = {value}"), Role::Text);
    }
}

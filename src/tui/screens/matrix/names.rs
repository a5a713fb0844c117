//! What rows and columns are called: short, and no two alike as far as what they are tells them apart.

use crate::iam::matrix::{Call, Caller};
use crate::iam::scenario::{RequestSpec, Step};

/// The names of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Of the rows.
    pub callers: Vec<String>,
    /// What stands below the action above each column.
    pub below: Vec<String>,
}

impl Names {
    /// The names of these rows and columns.
    pub fn of(callers: &[Caller], calls: &[Call]) -> Self {
        let heads: Vec<String> = calls.iter().map(|call| heading(&call.spec).to_owned()).collect();
        let names: Vec<Vec<String>> =
            callers.iter().map(|caller| vec![name_of(caller), details(&caller.through)]).collect();
        Self {
            callers: told_apart(&vec![String::new(); callers.len()], &names),
            below: told_apart(&heads, &calls.iter().map(|call| parts(&call.spec)).collect::<Vec<_>>()),
        }
    }

    /// The name of a row.
    pub fn caller(&self, row: usize) -> &str {
        self.callers.get(row).map_or("", String::as_str)
    }

    /// What stands below the action above a column.
    pub fn below(&self, column: usize) -> &str {
        self.below.get(column).map_or("", String::as_str)
    }
}

/// Of each thing what it is called first; where two of the same head would be called alike, the next that tells them apart
/// comes too, and a number where nothing does.
fn told_apart(heads: &[String], names: &[Vec<String>]) -> Vec<String> {
    let mut out: Vec<String> = names.iter().map(|parts| parts.first().cloned().unwrap_or_default()).collect();
    let most = names.iter().map(Vec::len).max().unwrap_or(0);
    for part in 1..most {
        let before = out.clone();
        for (at, name) in before.iter().enumerate() {
            let mine = names.get(at).and_then(|parts| parts.get(part)).map_or("", String::as_str);
            let mut twins =
                before.iter().zip(heads).zip(names).enumerate().filter(|(other, ((known, head), _))| {
                    *other != at && *known == name && Some(*head) == heads.get(at)
                });
            let differs = twins.any(|(_, (_, parts))| parts.get(part).map_or("", String::as_str) != mine);
            if differs
                && !mine.is_empty()
                && let Some(out) = out.get_mut(at)
            {
                // What says the same and more takes its place.
                *out = if mine.ends_with(out.as_str()) { mine.to_owned() } else { format!("{out} {mine}") };
            }
        }
    }
    let before = out.clone();
    for (at, name) in before.iter().enumerate() {
        let is_twin = |(known, head): (&String, &String)| known == name && Some(head) == heads.get(at);
        let earlier = before.iter().zip(heads).take(at).filter(|pair| is_twin(*pair)).count();
        if let Some(out) = out.get_mut(at).filter(|_| earlier > 0) {
            *out = format!("{out} ({})", earlier + 1);
        }
    }
    out
}

/// What stands above a column: the action without its service.
pub(super) fn heading(spec: &RequestSpec) -> &str {
    let action = spec.action.as_deref().unwrap_or_default();
    action.split_once(':').map_or(action, |(_, name)| name)
}

/// What tells calls of one action apart, what says most first.
fn parts(spec: &RequestSpec) -> Vec<String> {
    let resource = spec.resource.as_deref().unwrap_or_default();
    let end = resource.rsplit(['/', ':']).find(|part| !part.is_empty()).unwrap_or(resource);
    let mut arn = resource.split(':').skip(3);
    let (region, account) = (arn.next().unwrap_or_default(), arn.next().unwrap_or_default());
    let context: Vec<String> = spec.context.values().map(|value| value.value().values().join(",")).collect();
    let tags: Vec<&str> = spec.tags.values().map(String::as_str).collect();
    let path = resource.splitn(6, ':').nth(5).unwrap_or_default();
    let folder = path.rsplit('/').nth(1).map(|folder| format!("{folder}/{end}")).unwrap_or_default();
    let rest = [region.to_owned(), context.join(" "), tags.join(" "), account.to_owned(), path.to_owned()];
    [end.to_owned(), folder].into_iter().chain(rest).collect()
}

/// A caller in a word: `ann`, `ann → ReadReports`, `ec2 → AppRole`.
fn name_of(caller: &Caller) -> String {
    let mut words = caller.who.split_whitespace();
    let kind = words.next().unwrap_or_default();
    let name = words.next().unwrap_or_default();
    let mut out = match kind {
        "service" => name.split('.').next().unwrap_or_default().to_owned(),
        "root" => format!("root of {name}"),
        "anonymous" => "nobody".to_owned(),
        "web_identity" => "token".to_owned(),
        "saml" => "assertion".to_owned(),
        _ => last(name).to_owned(),
    };
    for step in caller.through.iter().map(Step::assume) {
        let call = step.api.map_or("", |api| api.action().rsplit(':').next().unwrap_or_default());
        let taken = step.role.as_deref().or(step.instance_profile.as_deref()).map_or(call, last);
        out.push_str(&format!(" → {taken}"));
    }
    out
}

/// What tells ways by the same roles apart: what tokens say, tags, what is sent along.
fn details(through: &[Step]) -> String {
    let mut words = Vec::new();
    for step in through.iter().map(Step::assume) {
        let claims = step.claims.iter().filter(|(claim, _)| *claim != "aud").chain(step.claims.iter());
        words.extend(claims.take(1).map(|(_, value)| value.value().values().join(",")));
        words.extend(step.tags.values().cloned());
        words.extend(step.external_id.clone());
        words.extend(step.mfa.then(|| "MFA".to_owned()));
        words.extend(step.duration.map(|seconds| format!("{seconds} s")));
        words.extend(step.session.clone());
        words.extend((!step.policies.is_empty()).then(|| "session policy".to_owned()));
        words.extend((!step.transitive.is_empty()).then(|| "transitive".to_owned()));
    }
    words.join(" ")
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

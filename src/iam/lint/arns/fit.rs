//! Whether the resources of a statement are such as its actions work on
//! (AWS: "Required permissions for Amazon S3 API operations", "AWS JSON policy elements: Resource").
//!
//! Lenient: an action that the catalogue does not know may work on anything, an ARN with a slip may have been meant for
//! anything, and a wildcard fits when one of the actions it covers does.

use std::collections::BTreeMap;

use super::shape::{Parts, example};
use crate::diagnostic::Diagnostic;
use crate::iam::arn::Arn;
use crate::iam::catalogue::{Action, Catalogue, ResourceType};
use crate::iam::findings::{ACTION_NEEDS_ALL_RESOURCES, RESOURCE_DOES_NOT_FIT_ACTION, RESOURCE_WITHOUT_ACTION};
use crate::iam::lint::Document;
use crate::iam::lint::actions::listed;
use crate::iam::pattern::{ActionPattern, ResourcePattern};
use crate::iam::policy::{Effect, Statement};
use crate::text::{Edit, Spanned, TextRange};

/// A resource of the statement.
pub(super) struct Resource<'d> {
    pub(super) entry: &'d Spanned<ResourcePattern>,
    pub(super) parts: Parts<'d>,
    /// Whether nothing is wrong with the ARN itself.
    pub(super) is_sound: bool,
}

impl Resource<'_> {
    fn text(&self) -> &str {
        self.entry.value.as_str()
    }
}

/// How an action of the statement stands to its resources.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The catalogue has no such action.
    Unknown,
    /// There is a resource it works on.
    Fits,
    /// It works on no particular resource.
    NeedsAll,
    /// It works on resources of other types; one of the actions that the entry covers.
    Misses(Action),
}

/// Adds what is found in a statement whose resources are all ARNs.
pub(super) fn check(
    document: &Document<'_>,
    statement: &Statement,
    resources: &[Resource<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let mut ground = Ground { resources, fitting: BTreeMap::new(), used: vec![false; resources.len()] };
    let actions: Vec<(&Spanned<ActionPattern>, Verdict)> =
        statement.action.entries.iter().map(|entry| (entry, ground.verdict(&entry.value))).collect();
    let used = ground.used;
    let all_sound = resources.iter().all(|resource| resource.is_sound);
    let words = Words::of(statement.effect.value);
    let needing: Vec<&Spanned<ActionPattern>> =
        actions.iter().filter(|(_, verdict)| *verdict == Verdict::NeedsAll).map(|(entry, _)| *entry).collect();
    let missing: Vec<Missing<'_>> = actions
        .iter()
        .filter_map(|(entry, verdict)| match verdict {
            Verdict::Misses(action) if all_sound => Some(Missing { entry, action: *action }),
            _ => None,
        })
        .collect();
    let some_may_fit = actions.iter().any(|(_, verdict)| matches!(verdict, Verdict::Fits | Verdict::Unknown));
    if needing.len() == actions.len() {
        findings.extend(all_need_all(resources, &needing, words));
        return;
    }
    for entry in needing {
        let action = entry.value.as_str();
        let message =
            format!("`{action}` works on no particular resource and needs `*`: with an ARN it {} nothing", words.one);
        let help = "put it into a statement of its own with `\"Resource\": \"*\"`";
        findings.push(ACTION_NEEDS_ALL_RESOURCES.at(entry.range, message).with_help(help));
    }
    if missing.is_empty() {
        let all_known = actions.iter().all(|(_, verdict)| *verdict != Verdict::Unknown);
        if all_known && all_sound && some_may_fit {
            let idle = resources.iter().zip(used).filter(|(_, used)| !used);
            findings.extend(idle.map(|(resource, _)| without_action(resource, &actions)));
        }
    } else if some_may_fit {
        at_actions(document, resources, &missing, words, findings);
    } else {
        at_resources(resources, &missing, words, findings);
    }
}

/// An action that misses every resource.
struct Missing<'d> {
    entry: &'d Spanned<ActionPattern>,
    action: Action,
}

impl Missing<'_> {
    /// Whether it would work on a resource.
    fn works_on(&self, resource: &Parts<'_>) -> bool {
        let pattern = &self.entry.value;
        Catalogue::built_in()
            .actions_matching(pattern)
            .any(|action| action.resources().any(|on| is_type_of(on.resource_type, resource)))
    }

    /// The type of resource that it most likely is about, with an ARN of it: the shortest of those it works on.
    fn meant(&self) -> Option<(&'static str, String)> {
        let formats = self.action.resources().flat_map(|on| {
            let name = on.resource_type.name;
            on.resource_type.arn_formats().map(move |format| (name, format))
        });
        formats.min_by_key(|(_, format)| format.len()).map(|(name, format)| (name, example(format)))
    }
}

/// The words that depend on the effect: `allows` and `allow`.
#[derive(Clone, Copy)]
struct Words {
    one: &'static str,
    many: &'static str,
}

impl Words {
    fn of(effect: Effect) -> Self {
        match effect {
            Effect::Allow => Self { one: "allows", many: "allow" },
            Effect::Deny => Self { one: "denies", many: "deny" },
        }
    }
}

/// The statement's resources, with what is known of them.
struct Ground<'r> {
    resources: &'r [Resource<'r>],
    /// The places of the resources that are of a type, by service and type.
    fitting: BTreeMap<(&'static str, &'static str), Vec<usize>>,
    used: Vec<bool>,
}

impl Ground<'_> {
    fn verdict(&mut self, pattern: &ActionPattern) -> Verdict {
        let catalogue = Catalogue::built_in();
        let Some((prefix, name)) = pattern.as_str().split_once(':') else {
            // `*` covers an action for every resource.
            self.used.fill(true);
            return Verdict::Fits;
        };
        let Some(service) = catalogue.service(prefix) else { return Verdict::Unknown };
        let (mut verdict, mut has_types) = (Verdict::Unknown, None);
        let plain = if name.contains(['*', '?']) { None } else { Some(service.action(name)) };
        let covered = plain.is_none().then(|| catalogue.actions_matching(pattern)).into_iter().flatten();
        for action in plain.flatten().into_iter().chain(covered) {
            if verdict == Verdict::Unknown {
                verdict = Verdict::NeedsAll;
            }
            for on in action.resources() {
                has_types = has_types.or(Some(action));
                let resources = self.resources;
                let places = self.fitting.entry((service.prefix, on.resource_type.name)).or_insert_with(|| {
                    let formats: Vec<Arn<'static>> = on.resource_type.arn_formats().filter_map(Arn::parse).collect();
                    let fits = |resource: &Resource<'_>| formats.iter().any(|format| resource.parts.could_be(format));
                    resources.iter().enumerate().filter(|(_, r)| fits(r)).map(|(place, _)| place).collect()
                });
                for place in places.iter() {
                    verdict = Verdict::Fits;
                    if let Some(used) = self.used.get_mut(*place) {
                        *used = true;
                    }
                }
            }
            if verdict == Verdict::Fits && self.used.iter().all(|used| *used) {
                break;
            }
        }
        match (verdict, has_types) {
            (Verdict::NeedsAll, Some(action)) => Verdict::Misses(action),
            (verdict, _) => verdict,
        }
    }
}

fn is_type_of(resource_type: ResourceType, resource: &Parts<'_>) -> bool {
    resource_type.arn_formats().filter_map(Arn::parse).any(|format| resource.could_be(&format))
}

/// Every action of the statement needs `*`, and none has it.
fn all_need_all(resources: &[Resource<'_>], actions: &[&Spanned<ActionPattern>], words: Words) -> Option<Diagnostic> {
    let (first, last) = (resources.first()?, resources.last()?);
    let names: Vec<&str> = actions.iter().map(|entry| entry.value.as_str()).collect();
    let (subject, verb) = subject(&names, "works", "work");
    let (needs, does) = if names.len() == 1 {
        ("needs", format!("it {}", words.one))
    } else {
        ("need", format!("they {}", words.many))
    };
    let message = format!("{subject} {verb} on no particular resource and {needs} `*`: with an ARN {does} nothing");
    let range = first.entry.range.cover(last.entry.range);
    let finding = ACTION_NEEDS_ALL_RESOURCES.at(first.entry.range, message);
    let fix = Edit { range, insert: "\"*\"".to_owned() };
    Some(finding.with_help("write `\"Resource\": \"*\"`, the only resource that such actions have").with_fix(fix))
}

/// How many pairs of a resource and an action are looked at for a mend: a statement with more is no slip of the keys.
const PAIRS: usize = 400;

/// No action of the statement works on any of its resources: told at each resource that can be mended, else at the first.
fn at_resources(resources: &[Resource<'_>], missing: &[Missing<'_>], words: Words, findings: &mut Vec<Diagnostic>) {
    let few = resources.len() * missing.len() <= PAIRS;
    let mended: Vec<Option<Mend>> =
        resources.iter().map(|resource| if few { mend(resource, missing) } else { None }).collect();
    let none_mended = mended.iter().all(Option::is_none);
    for (place, (resource, mend)) in resources.iter().zip(mended).enumerate() {
        if mend.is_none() && !(none_mended && place == 0) {
            continue;
        }
        let range = resource.entry.range;
        let consequence = format!("this {} nothing", words.one);
        let finding = RESOURCE_DOES_NOT_FIT_ACTION.at(range, why(resource, missing, &consequence));
        findings.push(match mend {
            Some(mend) => finding.with_help(mend.help()).with_fix(Edit { range, insert: format!("\"{}\"", mend.text) }),
            None => finding.with_help(works_on(missing)),
        });
    }
}

/// Actions that one more resource would serve: which resource it is made from, and its text.
type Group<'m> = (Option<(usize, String)>, Vec<&'m Missing<'m>>);

/// Some actions find their resource and these do not: told at the first of those that one more resource would serve.
fn at_actions(
    document: &Document<'_>,
    resources: &[Resource<'_>],
    missing: &[Missing<'_>],
    words: Words,
    findings: &mut Vec<Diagnostic>,
) {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let few = resources.len() * missing.len() <= PAIRS;
    for one in missing {
        let mends: Vec<(usize, String)> = resources
            .iter()
            .enumerate()
            .filter(|_| few)
            .filter_map(|(place, resource)| Some((place, mend(resource, std::slice::from_ref(one))?.text)))
            .collect();
        let clear = match mends.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        match groups.iter_mut().find(|(mend, _)| mend.is_some() && *mend == clear) {
            Some((_, members)) => members.push(one),
            None => groups.push((clear, vec![one])),
        }
    }
    for (mend, members) in groups {
        let Some(first) = members.first() else { continue };
        let names: Vec<&str> = members.iter().map(|one| one.entry.value.as_str()).collect();
        let (subject, verb) = subject(&names, "works", "work");
        let does = if names.len() == 1 { format!("it {}", words.one) } else { format!("they {}", words.many) };
        let on = first.meant().map_or(String::new(), |(name, _)| format!(" on resources of the type `{name}`"));
        let message = format!("{subject} {verb}{on}, and the statement names none: here {does} nothing");
        let finding = RESOURCE_DOES_NOT_FIT_ACTION.at(first.entry.range, message);
        let added = mend.and_then(|(place, text)| {
            let entry = resources.get(place)?.entry;
            let written = entry.range.slice(document.text);
            let list = format!("{written}, \"{text}\"");
            let insert = if is_in_list(document, entry.range) { list } else { format!("[{list}]") };
            Some((text, Edit { range: entry.range, insert }))
        });
        findings.push(match added {
            Some((text, fix)) => finding.with_help(format!("add the resource `{text}`")).with_fix(fix),
            None => finding.with_help(works_on(std::slice::from_ref(first))),
        });
    }
}

/// Whether a value stands in a list: a comma or a bracket is next to it.
fn is_in_list(document: &Document<'_>, range: TextRange) -> bool {
    let before = document.text.get(..range.start as usize).unwrap_or_default().trim_end();
    before.ends_with(['[', ','])
}

/// A resource that no action works on, where others serve them all.
fn without_action(resource: &Resource<'_>, actions: &[(&Spanned<ActionPattern>, Verdict)]) -> Diagnostic {
    let names: Vec<&str> = actions.iter().map(|(entry, _)| entry.value.as_str()).collect();
    let message = match names.as_slice() {
        [only] => format!("`{only}` does not work on `{}`: the entry does nothing here", resource.text()),
        _ => format!("no action of the statement works on `{}`: the entry does nothing here", resource.text()),
    };
    let help = "delete it, or add the action that it was meant for";
    RESOURCE_WITHOUT_ACTION.at(resource.entry.range, message).with_help(help)
}

/// How a resource can be made to fit.
struct Mend {
    text: String,
    /// What was added behind it; nothing when something was taken off.
    added: Option<&'static str>,
}

impl Mend {
    fn help(&self) -> String {
        match self.added {
            Some("/*") if self.text.starts_with("arn:") && self.text.contains(":s3:::") => {
                format!("write `{}` for all objects in the bucket", self.text)
            }
            Some(_) => format!("write `{}`", self.text),
            None if self.text.contains(":s3:::") => {
                format!(
                    "write `{}`, the bucket alone; a listing is narrowed with the condition key `s3:prefix`",
                    self.text
                )
            }
            None => format!("write `{}`", self.text),
        }
    }
}

/// The small change that makes every one of the actions work on a resource: `/*` or `:*` put behind it or taken off. Where
/// both would do, the separator that the resource has already.
fn mend(resource: &Resource<'_>, missing: &[Missing<'_>]) -> Option<Mend> {
    let text = resource.text();
    if text.contains(['"', '\\']) {
        return None;
    }
    let ends = match resource.parts.arn.resource.find(['/', ':']).and_then(|at| resource.parts.arn.resource.get(at..)) {
        Some(rest) if rest.starts_with(':') => [":*", "/*"],
        _ => ["/*", ":*"],
    };
    let is_open = text.ends_with('*');
    let added = ends.iter().filter(|_| !is_open).map(|end| Mend { text: format!("{text}{end}"), added: Some(*end) });
    let taken = ends.iter().filter_map(|end| Some(Mend { text: text.strip_suffix(end)?.to_owned(), added: None }));
    added.chain(taken).find(|mend| {
        let parts = Parts::of(&mend.text);
        parts.count == 6 && missing.iter().all(|one| one.works_on(&parts))
    })
}

/// Why the actions miss a resource.
fn why(resource: &Resource<'_>, missing: &[Missing<'_>], consequence: &str) -> String {
    let text = resource.text();
    let names: Vec<&str> = missing.iter().map(|one| one.entry.value.as_str()).collect();
    let (who, verb) = subject(&names, "works", "work");
    let about = |name: &str| missing.iter().all(|one| one.meant().is_some_and(|(meant, _)| meant == name));
    let is_bucket = text.contains(":s3:::");
    if is_bucket && about("object") && !resource.parts.arn.resource.contains('/') {
        format!("`{text}` is the bucket, and {who} {verb} on the objects in it: {consequence}")
    } else if is_bucket && about("bucket") && resource.parts.arn.resource.contains('/') {
        format!("`{text}` stands for objects, and {who} {verb} on the bucket itself: {consequence}")
    } else {
        let (who, verb) = subject(&names, "does", "do");
        format!("{who} {verb} not work on `{text}`: {consequence}")
    }
}

/// What the actions work on.
fn works_on(missing: &[Missing<'_>]) -> String {
    let mut kinds: Vec<(&str, String)> = missing.iter().filter_map(Missing::meant).collect();
    kinds.sort();
    kinds.dedup();
    match kinds.as_slice() {
        [] => "name a resource that it works on".to_owned(),
        [(name, arn)] => format!("name a resource of the type `{name}`: `{arn}`"),
        _ => {
            let arns: Vec<&String> = kinds.iter().map(|(_, arn)| arn).take(3).collect();
            format!("they work on resources like {}", listed(&arns))
        }
    }
}

/// The actions as the subject of a sentence, with its verb: `` `s3:GetObject` and 2 more actions``.
fn subject(names: &[&str], one: &'static str, many: &'static str) -> (String, &'static str) {
    match names {
        [only] => (format!("`{only}`"), one),
        [first, second] => (format!("`{first}` and `{second}`"), many),
        [first, others @ ..] => (format!("`{first}` and {} more actions", others.len()), many),
        [] => (String::new(), many),
    }
}

//! Actions that the catalogue does not know: misspelt, named after the API operation, retired, of no service.

use super::Document;
use crate::diagnostic::Diagnostic;
use crate::iam::catalogue::{Catalogue, Service};
use crate::iam::findings::{
    FORMER_ACTION, INVALID_ACTION, INVALID_SERVICE_IN_ACTION, NO_ACTION_FOR_WILDCARD, UNSUPPORTED_SERVICE_IN_RCP,
};
use crate::iam::pattern::ActionPattern;
use crate::iam::policy::{Effect, PolicyKind, Statement};
use crate::iam::spelling;
use crate::text::{Edit, Spanned, TextRange};

/// How many unknown names of one document are looked up by likeness. The search looks at every name of a service, and a
/// document with more slips than this has another fault.
const SEARCHES: usize = 30;

/// Adds what is found.
pub(super) fn check(document: &Document<'_>, findings: &mut Vec<Diagnostic>) {
    let mut searches = SEARCHES;
    for statement in &document.policy.statements {
        for entry in &statement.action.entries {
            let Some((prefix, name)) = entry.value.as_str().split_once(':') else { continue };
            // An action of another service in a trust policy is refused, and has its finding.
            if document.kind == PolicyKind::Trust && !prefix.eq_ignore_ascii_case("sts") {
                continue;
            }
            let written = Written { document, statement, entry, prefix, name };
            let found = match Catalogue::built_in().service(prefix) {
                None => Some(written.of_no_service(&mut searches)),
                Some(service) if document.kind == PolicyKind::Rcp && !service.supports_rcp => {
                    Some(written.beyond_rcp())
                }
                Some(service) if name.contains(['*', '?']) => written.wildcard(service, &mut searches),
                Some(service) => written.plain(service, &mut searches),
            };
            findings.extend(found);
        }
    }
}

/// API operations that are allowed by an action of another name (AWS: "Required permissions for Amazon S3 API
/// operations"; "Invoke" in the Lambda API reference).
const OPERATIONS: [(&str, &str); 22] = [
    ("lambda:Invoke", "lambda:InvokeFunction"),
    ("s3:CompleteMultipartUpload", "s3:PutObject"),
    ("s3:CopyObject", "s3:PutObject"),
    ("s3:CreateMultipartUpload", "s3:PutObject"),
    ("s3:DeleteBucketAnalyticsConfiguration", "s3:PutAnalyticsConfiguration"),
    ("s3:DeleteBucketCors", "s3:PutBucketCORS"),
    ("s3:DeleteBucketEncryption", "s3:PutEncryptionConfiguration"),
    ("s3:DeleteBucketIntelligentTieringConfiguration", "s3:PutIntelligentTieringConfiguration"),
    ("s3:DeleteBucketInventoryConfiguration", "s3:PutInventoryConfiguration"),
    ("s3:DeleteBucketLifecycle", "s3:PutLifecycleConfiguration"),
    ("s3:DeleteObjects", "s3:DeleteObject"),
    ("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
    ("s3:GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration"),
    ("s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    ("s3:HeadBucket", "s3:ListBucket"),
    ("s3:HeadObject", "s3:GetObject"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
    ("s3:ListObjects", "s3:ListBucket"),
    ("s3:ListObjectsV2", "s3:ListBucket"),
    ("s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"),
    ("s3:PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration"),
    ("s3:UploadPart", "s3:PutObject"),
];

/// An action as it stands in a document.
struct Written<'d> {
    document: &'d Document<'d>,
    statement: &'d Statement,
    entry: &'d Spanned<ActionPattern>,
    prefix: &'d str,
    name: &'d str,
}

impl Written<'_> {
    fn text(&self) -> &str {
        self.entry.value.as_str()
    }

    /// What a line that matches no request does.
    fn consequence(&self) -> &'static str {
        match (self.statement.effect.value, self.statement.action.negated) {
            (Effect::Allow, false) => "so this line allows nothing",
            (Effect::Deny, false) => "so this line denies nothing",
            (Effect::Allow, true) => "so this line leaves nothing out, and what it was meant to leave out is allowed",
            (Effect::Deny, true) => "so this line spares nothing, and what it was meant to spare is denied",
        }
    }

    fn prefix_range(&self) -> TextRange {
        inside(self.document, self.entry.range, self.text(), 0, self.prefix.len())
    }

    fn name_range(&self) -> TextRange {
        inside(self.document, self.entry.range, self.text(), self.prefix.len() + 1, self.text().len())
    }

    fn write(&self, action: &str) -> Edit {
        Edit { range: self.entry.range, insert: format!("\"{action}\"") }
    }

    fn of_no_service(&self, searches: &mut usize) -> Diagnostic {
        let catalogue = Catalogue::built_in();
        if catalogue.former_actions().any(|former| former.service.eq_ignore_ascii_case(self.prefix)) {
            return self.former();
        }
        let message = format!("no service has the prefix `{}`, {}", self.prefix, self.consequence());
        let found = INVALID_SERVICE_IN_ACTION.at(self.prefix_range(), message);
        if !take(searches) {
            return found;
        }
        let like: Vec<String> = if self.name.contains(['*', '?']) {
            let near = catalogue.services_like(self.prefix);
            near.iter().map(|service| format!("{}:{}", service.prefix, self.name)).collect()
        } else {
            catalogue.actions_like(self.text()).iter().map(ToString::to_string).collect()
        };
        self.propose(found, &like, |text| text.split_once(':').map_or(text, |(prefix, _)| prefix))
    }

    fn beyond_rcp(&self) -> Diagnostic {
        let message = format!("resource control policies do not reach `{}`, {}", self.prefix, self.consequence());
        let help = "deny it in a service control policy, which binds the principals of your accounts";
        UNSUPPORTED_SERVICE_IN_RCP.at(self.prefix_range(), message).with_help(help)
    }

    fn plain(&self, service: Service, searches: &mut usize) -> Option<Diagnostic> {
        let catalogue = Catalogue::built_in();
        if service.action(self.name).is_some() {
            return None;
        }
        if catalogue.former_action(self.text()).is_some() {
            return Some(self.former());
        }
        let operation = OPERATIONS.iter().find(|(operation, _)| operation.eq_ignore_ascii_case(self.text()));
        if let Some((_, action)) = operation {
            let message = format!(
                "`{}` is the name of an API operation, and the action that allows it is `{action}`: as it stands, it names \
                 no action, {}",
                self.name,
                self.consequence()
            );
            let help = format!("write `{action}`; an action does not always have the name of the operation it allows");
            let found = INVALID_ACTION.at(self.name_range(), message).with_help(help);
            return Some(found.with_fix(self.write(action)));
        }
        let message = format!("`{}` has no action `{}`, {}", service.prefix, self.name, self.consequence());
        let found = INVALID_ACTION.at(self.name_range(), message);
        if !take(searches) {
            return Some(found);
        }
        let like: Vec<String> = catalogue.actions_like(self.text()).iter().map(ToString::to_string).collect();
        Some(self.propose(found, &like, |text| text))
    }

    fn wildcard(&self, service: Service, searches: &mut usize) -> Option<Diagnostic> {
        let catalogue = Catalogue::built_in();
        if catalogue.actions_matching(&self.entry.value).next().is_some() {
            return None;
        }
        let is_meant = |service: &str, name: &str| self.entry.value.matches(&format!("{service}:{name}"));
        let of_service = |prefix: &str| prefix.eq_ignore_ascii_case(self.prefix);
        if catalogue.former_actions().any(|f| of_service(f.service) && is_meant(f.service, f.name)) {
            return Some(self.former());
        }
        let message = format!("no action of `{}` fits `{}`, {}", service.prefix, self.name, self.consequence());
        let found = NO_ACTION_FOR_WILDCARD.at(self.name_range(), message);
        if !take(searches) {
            return Some(found);
        }
        let (beginning, rest) = self.name.split_at_checked(self.name.find(['*', '?'])?)?;
        let mut beginnings: Vec<&str> = service.actions().filter_map(|a| a.name.get(..beginning.len())).collect();
        beginnings.dedup();
        let like: Vec<String> = spelling::likely(beginning, beginnings.into_iter().map(|text| (text, text)), 2)
            .iter()
            .map(|text| format!("{}:{text}{rest}", service.prefix))
            .collect();
        Some(self.propose(found, &like, |text| text))
    }

    fn former(&self) -> Diagnostic {
        let message = format!(
            "AWS does not list `{}` any more: the action was renamed or the service retired, {}",
            self.text(),
            self.consequence()
        );
        FORMER_ACTION.at(self.entry.range, message).with_help("delete the line, or write the action that replaced it")
    }

    /// Adds the names that may have been meant; `compared` is the part of a name that was misspelt. A fix where one of
    /// them is much the nearest.
    fn propose(&self, found: Diagnostic, like: &[String], compared: fn(&str) -> &str) -> Diagnostic {
        let Some(first) = like.first() else {
            let help = "look the name up in the service's page of the Service Authorization Reference";
            return found.with_help(help);
        };
        match clearest(self.text(), like, compared) {
            Some(meant) => found.with_help(format!("did you mean `{meant}`?")).with_fix(self.write(meant)),
            None if like.len() == 1 => found.with_help(format!("did you mean `{first}`?")),
            None => found.with_help(format!("there are {}", listed(like))),
        }
    }
}

/// Whether one more search may be made; counts it.
fn take(searches: &mut usize) -> bool {
    let left = searches.checked_sub(1);
    *searches = left.unwrap_or_default();
    left.is_some()
}

/// The one of `like` that is nearer to what is written than the others, when it is near enough to be written in its place:
/// two slips, or the same name in the one other service that has it.
fn clearest<'l>(written: &str, like: &'l [String], compared: fn(&str) -> &str) -> Option<&'l str> {
    let part = compared(written).to_lowercase();
    let mut near: Vec<(usize, &String)> =
        like.iter().map(|name| (spelling::edit_distance(&part, &compared(name).to_lowercase()), name)).collect();
    near.sort();
    let same_name = |name: &str| name.split_once(':').map(|(_, name)| name.to_lowercase());
    match near.as_slice() {
        [(slips, name)] if *slips <= 2 || same_name(name) == same_name(written) => Some(name),
        [(slips, name), (next, _), ..] if *slips <= 2 && slips < next => Some(name),
        _ => None,
    }
}

/// `` `a`, `b` and `c` ``.
pub(super) fn listed(names: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The place of `text[start..end]` in a document where `text` stands as a string at `range`; the whole string when it is
/// written with escapes.
pub(super) fn inside(document: &Document<'_>, range: TextRange, text: &str, start: usize, end: usize) -> TextRange {
    let written = range.slice(document.text);
    match written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if inner == text => {
            let begin = range.start as usize + 1;
            TextRange::new(begin + start, begin + end)
        }
        _ => range,
    }
}

#[cfg(test)]
mod tests;

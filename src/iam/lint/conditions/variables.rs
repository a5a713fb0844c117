//! Variables: broken ones, unknown ones, and those that stand where none is filled in (AWS: "IAM policy elements:
//! Variables and tags", "IAM policy validation check reference").

use super::keys::likeliest;
use super::{Key, quoted};
use crate::diagnostic::Diagnostic;
use crate::iam::catalogue::Catalogue;
use crate::iam::condition::Family;
use crate::iam::findings::{
    EMPTY_VARIABLE, Finding, INVALID_KEY_IN_VARIABLE, INVALID_VARIABLE_FOR_OPERATOR, MISSING_BRACE_IN_VARIABLE,
    MISSING_QUOTE_IN_VARIABLE, MULTIVALUED_KEY_IN_VARIABLE, UNSUPPORTED_SPACE_IN_VARIABLE,
    VARIABLE_UNSUPPORTED_IN_ELEMENT,
};
use crate::iam::lint::Document;
use crate::iam::policy::{ConditionLine, Statement, Version};
use crate::iam::variable::{self, Piece};
use crate::text::{Edit, Spanned, TextRange};

/// Adds what is wrong with the variables of a statement. In a document of the old language there are none.
pub(super) fn check(document: &Document<'_>, statement: &Statement, findings: &mut Vec<Diagnostic>) {
    if document.policy.version != Version::V2012 {
        return;
    }
    for entry in statement.resource.iter().flat_map(|resource| &resource.entries) {
        let text = entry.value.as_str();
        if variable::has_variables(text) {
            findings.extend(early(text, entry.range).or_else(|| broken(text, entry.range)));
        }
    }
    for line in &statement.conditions {
        for value in line.values.iter().filter(|value| variable::has_variables(&value.value)) {
            findings.extend(under_operator(line, value).or_else(|| broken(&value.value, value.range)));
        }
    }
}

/// A variable in one of the first five parts of an ARN.
fn early(text: &str, range: TextRange) -> Option<Diagnostic> {
    let (before, inside) = text.split_once("${")?;
    if before.matches(':').count() >= 5 || !text.starts_with("arn:") {
        return None;
    }
    let name = inside.split('}').next().unwrap_or_default();
    let message = format!("`${{{name}}}` is not filled in here: variables stand in the last part of an ARN only");
    let help = match name.starts_with("AWS::") {
        true => "this is CloudFormation's notation; in the policy itself write the value, or `*`",
        false => "write the value itself, or `*`",
    };
    Some(VARIABLE_UNSUPPORTED_IN_ELEMENT.at(range, message).with_help(help))
}

/// A variable under an operator that has none. Of `Bool` AWS says both.
fn under_operator(line: &ConditionLine, value: &Spanned<String>) -> Option<Diagnostic> {
    let operator = line.operator.value;
    if matches!(operator.base.family(), Family::String | Family::Arn | Family::Bool) {
        return None;
    }
    let message = format!("`{operator}` takes no variables, so `{}` never matches", value.value);
    let help = "write the value itself; variables go with operators for texts and ARNs";
    Some(INVALID_VARIABLE_FOR_OPERATOR.at(value.range, message).with_help(help))
}

/// The first thing that is wrong with the variables of a text.
fn broken(text: &str, range: TextRange) -> Option<Diagnostic> {
    variable::pieces(text).find_map(|piece| match piece {
        Piece::Plain(plain) => plain.starts_with("${").then(|| open(text, plain, range)),
        Piece::Escape(_) => None,
        Piece::Variable { key, .. } => {
            if key.contains("${") {
                return Some(open(text, key, range));
            }
            slip(text, key, range).or_else(|| unknown(text, key, range))
        }
    })
}

/// A `${` that nothing closes. `rest` begins with it, or behind it.
fn open(text: &str, rest: &str, range: TextRange) -> Diagnostic {
    let inside = rest.strip_prefix("${").unwrap_or(rest);
    let message = format!("`${{` in `{text}` begins a variable that no `}}` ends before the next one or the end");
    let diagnostic = MISSING_BRACE_IN_VARIABLE.at(range, message).with_help("put `}` behind the variable's name");
    // Where the name ends is certain when a key ends there.
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || ":._-".contains(c);
    let short = inside.split(|c: char| !is_of_name(c)).next().unwrap_or_default();
    let name = [short, inside].into_iter().find(|name| Key::find(name).is_some() && !name.contains("${"));
    let fix = name.map(|name| text.replacen(&format!("${{{name}"), &format!("${{{name}}}"), 1));
    match fix {
        Some(mended) => diagnostic.with_fix(Edit { range, insert: quoted(&mended) }),
        None => diagnostic,
    }
}

/// A slip in what stands between the braces.
fn slip(text: &str, key: &str, range: TextRange) -> Option<Diagnostic> {
    let found = |finding: &Finding, message: String, help: &str| Some(finding.at(range, message).with_help(help));
    if key.trim().is_empty() {
        let help = "name a condition key between the braces, or take the variable out";
        return found(&EMPTY_VARIABLE, format!("`${{{key}}}` names no condition key"), help);
    }
    if let Some((name, default)) = key.split_once(',') {
        let bare = default.trim().trim_matches(['\'', '"', '`']);
        let meant = format!("${{{name}, '{bare}'}}");
        let message = format!("the default of `${{{name}}}` is not in single quotes, so it is none");
        let diagnostic = MISSING_QUOTE_IN_VARIABLE.at(range, message).with_help(format!("write `{meant}`"));
        let mended = text.replacen(&format!("${{{key}}}"), &meant, 1);
        return Some(diagnostic.with_fix(Edit { range, insert: quoted(&mended) }));
    }
    // The name of a tag, behind the slash, may hold spaces.
    let head = key.split_once('/').map_or(key, |(head, _)| head);
    if head.contains(char::is_whitespace) || key != key.trim() {
        let message = format!("`${{{key}}}` holds a space, so it names no condition key");
        let joined: String = head.chars().filter(|c| !c.is_whitespace()).collect();
        let meant = key.strip_prefix(head).map(|tag| format!("{joined}{}", tag.trim_end()))?;
        let mended = text.replacen(&format!("${{{key}"), &format!("${{{meant}"), 1);
        let diagnostic = UNSUPPORTED_SPACE_IN_VARIABLE.at(range, message).with_help(format!("write `${{{meant}}}`"));
        return Some(diagnostic.with_fix(Edit { range, insert: quoted(&mended) }));
    }
    None
}

/// A variable that no request has a value for.
fn unknown(text: &str, key: &str, range: TextRange) -> Option<Diagnostic> {
    if let Some(known) = Key::find(key) {
        let message = format!("`{key}` may have several values, and a variable is filled in with one");
        let help = "use a key with one value; AWS fills in nothing here";
        return known.multivalued.then(|| MULTIVALUED_KEY_IN_VARIABLE.at(range, message).with_help(help));
    }
    let catalogue = Catalogue::built_in();
    let found = |message: String| INVALID_KEY_IN_VARIABLE.at(range, message);
    let renamed = |meant: &str| {
        let mended = text.replacen(&format!("${{{key}"), &format!("${{{meant}"), 1);
        Edit { range, insert: quoted(&mended) }
    };
    let Some((prefix, _)) = key.split_once(':') else {
        let diagnostic = found(format!("`${{{key}}}` names no condition key: it lacks its prefix"));
        let meant = format!("aws:{key}");
        return Some(match Key::find(&meant) {
            Some(_) => diagnostic.with_help(format!("write `${{{meant}}}`")).with_fix(renamed(&meant)),
            None => diagnostic.with_help("write a condition key, like `${aws:username}`"),
        });
    };
    if key.starts_with("AWS::") {
        let help = "this is CloudFormation's notation; in the policy itself write the value";
        return Some(found(format!("`${{{key}}}` names no condition key")).with_help(help));
    }
    let near = likeliest(key, catalogue.service(prefix));
    let is_global = prefix.eq_ignore_ascii_case("aws");
    // Policies of some services have variables of their own: only what is certainly a slip is one.
    if !is_global && (near.is_none() || key.contains('.')) {
        return None;
    }
    let diagnostic = found(format!("there is no condition key `{key}` to fill in"));
    Some(match near {
        Some(name) if !name.contains("${") => {
            diagnostic.with_help(format!("did you mean `${{{name}}}`?")).with_fix(renamed(name))
        }
        Some(name) => {
            let head = name.split_once("${").map_or(name, |(head, _)| head);
            diagnostic.with_help(format!("did you mean `${{{head}NAME}}`, with a tag's name?"))
        }
        None => diagnostic.with_help("write a condition key, like `${aws:username}`"),
    })
}

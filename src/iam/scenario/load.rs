//! From a file's text to a scenario that can be run.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::check::check;
use super::slots::is_managed_by_aws;
use super::slots::{Slot, managed_by_organizations, slots};
use super::{Document, PolicySource, RequestSpec, Scenario, ScenarioError, ScenarioFile, World};
use crate::text::{LineColumn, LineIndex, TextRange};

impl Scenario {
    /// Reads a scenario file in TOML. `read` gives the text of a document that the file names, or says why it cannot.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place in `text`.
    pub fn from_toml(text: &str, read: &mut dyn FnMut(&str) -> Result<String, String>) -> Result<Self, ScenarioError> {
        let file: ScenarioFile = toml::from_str(text).map_err(|error| ScenarioError {
            range: error.span().map(|span| TextRange::new(span.start, span.end)),
            ..ScenarioError::new(error.message().trim_end())
        })?;
        Self::build(file.title, file.about, file.world, file.requests, read)
            .map_err(|error| error.located_in_toml(text))
    }

    /// Reads a scenario file in JSON, of the same shape.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place in `text`.
    pub fn from_json(text: &str, read: &mut dyn FnMut(&str) -> Result<String, String>) -> Result<Self, ScenarioError> {
        let file: ScenarioFile = serde_json::from_str(text).map_err(|error| {
            let place = LineColumn { line: error.line().saturating_sub(1), column: error.column().saturating_sub(1) };
            let message = error.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words);
            let range = TextRange::at(LineIndex::new(text).offset(text, place));
            ScenarioError { range: Some(range), ..ScenarioError::new(message) }
        })?;
        Self::build(file.title, file.about, file.world, file.requests, read)
            .map_err(|error| error.located_in_json(text))
    }

    /// Makes a scenario of its parts, for files (labs, questions) that hold a world among other things. Its errors have
    /// a path; [`ScenarioError::located_in_toml`] turns it into a place of the file.
    ///
    /// # Errors
    /// The first thing that cannot be, or the first document that cannot be read. A document that AWS would refuse is no
    /// error here: it keeps its findings, and no request that it bears on can be run until it is mended.
    pub fn build(
        title: impl Into<String>,
        about: impl Into<String>,
        world: World,
        requests: Vec<RequestSpec>,
        read: &mut dyn FnMut(&str) -> Result<String, String>,
    ) -> Result<Self, ScenarioError> {
        check(&world, &requests)?;
        let mut documents: BTreeMap<Arc<str>, Document> = BTreeMap::new();
        if world.organization.is_some() {
            documents.extend(managed_by_organizations().map(|document| (Arc::clone(&document.name), document)));
        }
        let mut first_use: BTreeMap<String, String> = BTreeMap::new();
        for slot in slots(&world, &requests) {
            let name = slot.source.document_name(slot.title.clone());
            if let Some(document) = documents.get(name.as_str()) {
                if document.kind != slot.kind {
                    let other = first_use.get(&name).map_or("", String::as_str);
                    let message =
                        format!("`{name}` is the {other} and the {}; give each a file of its own", slot.title);
                    return Err(ScenarioError::new(message).within(slot.path));
                }
                continue;
            }
            let text = text_of(&slot, read)?;
            documents.insert(name.as_str().into(), Document::read(name.as_str(), slot.kind, text));
            first_use.insert(name, slot.title);
        }
        Ok(Self { title: title.into(), about: about.into(), world, requests, documents })
    }
}

fn text_of(slot: &Slot<'_>, read: &mut dyn FnMut(&str) -> Result<String, String>) -> Result<String, ScenarioError> {
    match slot.source {
        PolicySource::Inline(value) => Ok(format!("{:#}", arranged(value.clone()))),
        PolicySource::Text(text) => match slot.source.file() {
            None => Ok(text.clone()),
            Some(file) => read(file).map_err(|why| {
                let message = match is_managed_by_aws(file) {
                    true => format!(
                        "the text of `{file}`, the {}, is not at hand; copy it into a file beside this one and name that",
                        slot.title
                    ),
                    false => format!("cannot read `{file}`, the {}: {why}", slot.title),
                };
                let error = ScenarioError::new(message).within(slot.path.iter().cloned());
                ScenarioError { document: Some(file.into()), ..error }
            }),
        },
    }
}

/// The elements of a policy in the order in which people write them.
const ELEMENTS: [&str; 12] = [
    "Version",
    "Id",
    "Statement",
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// A document written as a table, as a person would have written it in JSON: a TOML table does not keep the order of its
/// keys, and an unquoted `2012-10-17` is a date in TOML.
pub(super) fn arranged(value: Value) -> Value {
    match value {
        Value::Object(map) if map.len() == 1 && map.contains_key("$__toml_private_datetime") => {
            map.into_iter().next().map_or(Value::Null, |(_, date)| date)
        }
        Value::Object(map) => {
            let mut members: Vec<(String, Value)> = map.into_iter().collect();
            members
                .sort_by_key(|(key, _)| ELEMENTS.iter().position(|element| element == key).unwrap_or(ELEMENTS.len()));
            Value::Object(members.into_iter().map(|(key, value)| (key, arranged(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(arranged).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

//! Policies that AWS publishes and keeps up itself ("AWS managed policies"), as of the day they were taken.
//!
//! The file holds one a line and stays text: listing the names reads the beginnings of the lines, and a document is parsed
//! when somebody asks for it.

use crate::iam::json::{self, Node};

static FILE: &str = include_str!("../../../assets/managed-policies/managed_policies.json");

/// A policy that AWS publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManagedPolicy {
    /// `AmazonS3ReadOnlyAccess`.
    pub name: &'static str,
    /// `arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess`.
    pub arn: &'static str,
    /// Which version of it this is, `v3`; AWS may have a newer one.
    pub version: &'static str,
    document: &'static str,
}

impl ManagedPolicy {
    /// The document, laid out as AWS shows it: two blanks deeper for each bracket, a line for each entry of a list.
    #[must_use]
    pub fn text(&self) -> String {
        let value = serde_json::from_str::<serde_json::Value>(self.document);
        value.map_or_else(|_| self.document.to_owned(), |value| format!("{value:#}"))
    }
}

/// All of them, by name.
pub fn managed_policies() -> impl Iterator<Item = ManagedPolicy> {
    FILE.lines().filter_map(line)
}

/// The one of that name, whatever its letter case.
#[must_use]
pub fn managed_policy(name: &str) -> Option<ManagedPolicy> {
    managed_policies().find(|policy| policy.name.eq_ignore_ascii_case(name))
}

/// The text of the one of that ARN.
#[must_use]
pub fn managed_text(arn: &str) -> Option<String> {
    let policy = managed_policy(arn.strip_prefix("arn:")?.rsplit('/').next()?)?;
    (policy.arn == arn).then(|| policy.text())
}

/// Whether a document is one of them, as far as is known here. `characters` is its length without white space.
#[must_use]
pub fn is_managed(document: &Node, characters: usize) -> bool {
    // The file holds documents without white space, but for that inside of texts.
    managed_policies()
        .filter(|policy| policy.document.chars().count().abs_diff(characters) < 64)
        .any(|policy| json::parse(policy.document).root.is_some_and(|managed| managed.says_the_same(document)))
}

/// Reads a line of the file; `None` for the first and the last, which hold no policy.
fn line(line: &'static str) -> Option<ManagedPolicy> {
    let (name, rest) = line.strip_prefix(r#"{"name":""#)?.split_once(r#"","arn":""#)?;
    let (arn, rest) = rest.split_once(r#"","version":""#)?;
    let (version, rest) = rest.split_once(r#"","bytes":"#)?;
    let (_, document) = rest.split_once(r#","document":"#)?;
    let document = document.strip_suffix(',').unwrap_or(document).strip_suffix('}')?;
    Some(ManagedPolicy { name, arn, version, document })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_of_the_file_is_found_by_its_name() {
        let file: serde_json::Value = serde_json::from_str(FILE).unwrap();
        let listed = file["policies"].as_array().unwrap();
        assert_eq!(managed_policies().count(), listed.len());
        for expected in listed {
            let found = managed_policy(expected["name"].as_str().unwrap()).unwrap();
            assert_eq!(found.arn, expected["arn"]);
            assert_eq!(found.version, expected["version"]);
            let text = found.text();
            assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), expected["document"]);
            assert!(text.starts_with("{\n  \"") && text.ends_with("\n}"), "{text}");
        }
    }

    #[test]
    fn a_name_that_aws_does_not_have_is_no_policy() {
        assert_eq!(managed_policy("amazons3readonlyaccess").unwrap().name, "AmazonS3ReadOnlyAccess");
        assert!(managed_policy("AmazonS3").is_none() && managed_policy("").is_none());
        assert!(managed_text("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess").unwrap().contains("s3:Get*"));
        assert!(managed_text("arn:aws:iam::111122223333:policy/AmazonS3ReadOnlyAccess").is_none());
    }
}

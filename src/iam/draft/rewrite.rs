//! Policies that are written out in a scenario's own file, written anew.

use super::Draft;
use crate::iam::scenario::{Level, PolicySource, ScenarioError, ScenarioFile, Step, World};

impl Draft {
    /// Writes the document of that name anew if it is written out in the file, as it was: as a table or as JSON text. Gives
    /// whether it is; one in a file of its own is not.
    ///
    /// # Errors
    /// When the file cannot be read, or the text is nothing that could be taken for a policy.
    pub fn rewrite(&mut self, document: &str, text: &str) -> Result<bool, ScenarioError> {
        let mut after = self.file()?.clone();
        let Some(source) = written_out(&mut after, document) else { return Ok(false) };
        if source.written_out().is_some_and(|stands| stands.trim_end() == text.trim_end()) {
            return Ok(true);
        }
        if !text.trim_start().starts_with('{') {
            let message =
                format!("`{document}` stands in the scenario's file and must begin with `{{` to be known there");
            return Err(ScenarioError::new(message));
        }
        let table = serde_json::from_str(text).ok().filter(|_| matches!(source, PolicySource::Inline(_)));
        let as_text = PolicySource::Text(text.to_owned());
        *source = table.map_or(as_text.clone(), PolicySource::Inline);
        // Not all of JSON can be a table.
        let written = self.put(after.clone()).or_else(|_| {
            if let Some(source) = written_out(&mut after, document) {
                *source = as_text;
            }
            self.put(after)
        });
        written.map(|()| true)
    }
}

/// Where the document of that name is written out.
fn written_out<'f>(file: &'f mut ScenarioFile, document: &str) -> Option<&'f mut PolicySource> {
    let found = sources(file).into_iter().find(|(name, _)| name == document).map(|(_, source)| source);
    found.filter(|source| source.file().is_none())
}

/// Every policy of a file, with the name of its document.
fn sources(file: &mut ScenarioFile) -> Vec<(String, &mut PolicySource)> {
    let ScenarioFile { world, requests, .. } = file;
    let World { organization, accounts, groups, users, roles, resources, .. } = world;
    let mut all: Vec<(String, &mut PolicySource)> = Vec::new();
    if let Some(root) = organization {
        let names = names_of(&Level::of_root(root));
        all.extend(names.into_iter().zip(root.scps.iter_mut().chain(&mut root.rcps)));
        for (name, unit) in &mut root.units {
            let names = names_of(&Level::of_unit(name, unit));
            all.extend(names.into_iter().zip(unit.scps.iter_mut().chain(&mut unit.rcps)));
        }
    }
    for (name, account) in accounts {
        let names = names_of(&Level::of_account(name, account));
        all.extend(names.into_iter().zip(account.scps.iter_mut().chain(&mut account.rcps)));
    }
    for group in groups {
        let names: Vec<String> = group.document_names().collect();
        all.extend(names.into_iter().zip(&mut group.policies));
    }
    for user in users {
        let names: Vec<String> = user.document_names().chain(user.boundary_document_name()).collect();
        all.extend(names.into_iter().zip(user.policies.iter_mut().chain(&mut user.boundary)));
    }
    for role in roles {
        let names = std::iter::once(role.trust_document_name()).chain(role.document_names());
        let names: Vec<String> = names.chain(role.boundary_document_name()).collect();
        let sources = std::iter::once(&mut role.trust).chain(&mut role.policies).chain(&mut role.boundary);
        all.extend(names.into_iter().zip(sources));
    }
    for resource in resources {
        let name = resource.document_name();
        all.extend(name.into_iter().zip(&mut resource.policy));
    }
    for request in requests {
        let steps = 0..request.through.len();
        let names: Vec<Vec<String>> = steps
            .map(|step| request.session_policies(step).into_iter().map(|(name, _)| name.to_string()).collect())
            .collect();
        for (step, names) in request.through.iter_mut().zip(names) {
            if let Step::Assume(assume) = step {
                all.extend(names.into_iter().zip(&mut assume.policies));
            }
        }
    }
    all
}

/// The names of the documents of a level that are not AWS's own: service control policies, then resource control policies.
fn names_of(level: &Level<'_>) -> Vec<String> {
    let scps = level.scp_document_names().skip(usize::from(level.full_aws_access));
    scps.chain(level.rcp_document_names().skip(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r##"# A world.
title = "T"

[world.organization]
scps = ['{ "a": 1 }', "guard.json"] # of the root

[world.organization.units.Work]
rcps = ['{ "b": 1 }']

[world.accounts.dev]
id = "111122223333"
unit = "Work"

[[world.roles]]
name = "dev/App" # the app
trust = '{ "c": 1 }'
policies = ["read.json", { Version = "2012-10-17", Statement = [] }]

[[world.users]]
name = "dev/ann"
boundary = '{ "d": 1 }' # the most

[[world.resources]]
arn = "arn:aws:s3:::data"
account = "dev"
policy = '{ "e": 1 }'

[[requests]]
name = "ask"
who = "user dev/ann"
through = [{ role = "dev/App", policies = ['{ "f": 1 }'] }]
"##;

    #[test]
    fn a_policy_written_out_anywhere_is_written_anew_and_nothing_else_changes() {
        for (document, old) in [
            ("SCP 1 of the root", "'{ \"a\": 1 }'"),
            ("RCP 1 of the OU Work", "'{ \"b\": 1 }'"),
            ("trust policy of dev/App", "'{ \"c\": 1 }'"),
            ("boundary of dev/ann", "'{ \"d\": 1 }'"),
            ("policy of arn:aws:s3:::data", "'{ \"e\": 1 }'"),
            ("session policy 1 of ask, step 1", "'{ \"f\": 1 }'"),
        ] {
            let mut draft = Draft::new(FILE);
            assert_eq!(draft.rewrite(document, "{ \"new\": [] }"), Ok(true), "{document}");
            assert_eq!(draft.text(), FILE.replace(old, "'{ \"new\": [] }'"), "{document}");
        }
    }

    #[test]
    fn a_table_stays_a_table_while_it_can() {
        let mut draft = Draft::new(FILE);
        let check = |draft: &mut Draft, text: &str, expected: &str| {
            assert_eq!(draft.rewrite("policy 2 of dev/App", text), Ok(true));
            assert!(draft.text().contains(expected), "{}", draft.text());
            assert!(draft.text().contains("# of the root") && draft.text().contains("# the app"));
        };
        check(&mut draft, "{ \"Version\": \"2012-10-17\", \"Statement\": {} }", "Statement = {");
        check(&mut draft, "{ \"Version\": null }", "{ \"Version\": null }");
        check(&mut draft, "{ \"Version\": ", "{ \"Version\": ");
    }

    #[test]
    fn what_stands_elsewhere_is_left_alone() {
        let mut draft = Draft::new(FILE);
        for document in ["guard.json", "read.json", "policy 3 of dev/App", "FullAWSAccess"] {
            assert_eq!(draft.rewrite(document, "{}"), Ok(false), "{document}");
        }
        assert!(draft.rewrite("boundary of dev/ann", "").unwrap_err().message.contains("must begin with `{`"));
        assert_eq!(draft.text(), FILE);
    }
}

//! OpenID Connect providers: which one a principal is, and what IAM demands of a trust policy that lets in the tokens of a
//! provider that many customers share (AWS: "Identity-provider controls for shared OIDC providers").

use crate::iam::arn::Arn;
use crate::iam::findings::{MISSING_CLAIM_OF_SHARED_OIDC_PROVIDER, MISSING_GITHUB_REPO_CONDITION_KEY};
use crate::iam::lower::Reader;
use crate::iam::policy::{Effect, PolicyKind, Statement};
use crate::iam::principal::PrincipalEntry;

/// The provider of GitHub Actions.
pub(in crate::iam) const GITHUB: &str = "token.actions.githubusercontent.com";

/// The providers that are shared, each with the condition key that tells its customers apart.
const SHARED: [(&str, &str); 16] = [
    (GITHUB, "token.actions.githubusercontent.com:sub"),
    ("vstoken.actions.githubusercontent.com", "vstoken.actions.githubusercontent.com:sub"),
    ("oidc-configuration.audit-log.githubusercontent.com", "oidc-configuration.audit-log.githubusercontent.com:sub"),
    ("gitlab.com", "gitlab.com:sub"),
    ("app.terraform.io", "app.terraform.io:sub"),
    ("cognito-identity.amazonaws.com", "cognito-identity.amazonaws.com:aud"),
    ("agent.buildkite.com", "agent.buildkite.com:sub"),
    ("oidc.codefresh.io", "oidc.codefresh.io:sub"),
    ("studio.datachain.ai/api", "studio.datachain.ai/api:sub"),
    ("api.pulumi.com/oidc", "api.pulumi.com/oidc:aud"),
    ("sandboxes.cloud", "sandboxes.cloud:aud"),
    ("scalr.io", "scalr.io:sub"),
    ("tokens.cloud.shisho.dev", "tokens.cloud.shisho.dev:sub"),
    ("proidc.upbound.io", "proidc.upbound.io:sub"),
    ("oidc.vercel.com", "oidc.vercel.com:aud"),
    ("sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", "sts:RoleSessionName"),
];

/// The action that a token is exchanged by.
pub(in crate::iam) const WITH_WEB_IDENTITY: &str = "sts:AssumeRoleWithWebIdentity";

/// The OpenID Connect provider that an entry names, as it begins its condition keys: host and path. `None` for everything
/// else, SAML providers too.
pub(in crate::iam) fn oidc_provider(entry: &PrincipalEntry) -> Option<&str> {
    let PrincipalEntry::Federated(name) = entry else { return None };
    match Arn::parse(name) {
        Some(arn) => arn.resource.strip_prefix("oidc-provider/"),
        None => Some(name),
    }
}

/// The condition key that IAM demands for a provider, when it is one that is shared.
pub(in crate::iam) fn demanded_key(provider: &str) -> Option<&'static str> {
    SHARED.iter().find(|(name, _)| name.eq_ignore_ascii_case(provider)).map(|(_, key)| *key)
}

/// Whether the statement speaks of the action.
pub(in crate::iam) fn speaks_of(statement: &Statement, action: &str) -> bool {
    let listed = statement.action.entries.iter().any(|entry| entry.value.matches(action));
    listed != statement.action.negated
}

/// Whether a condition of the statement asks for the key, in whatever way.
pub(in crate::iam) fn mentions(statement: &Statement, key: &str) -> bool {
    statement.conditions.iter().any(|line| line.key.value.eq_ignore_ascii_case(key))
}

impl Reader {
    /// The claims that IAM demands to be asked for.
    pub(super) fn demanded_claims(&mut self, statement: &Statement) {
        let lets_in = statement.effect.value == Effect::Allow && speaks_of(statement, WITH_WEB_IDENTITY);
        if self.kind != PolicyKind::Trust || !lets_in {
            return;
        }
        let entries = statement.principal.iter().flat_map(|principal| &principal.entries);
        for entry in entries {
            let Some(provider) = oidc_provider(&entry.value) else { continue };
            let Some(key) = demanded_key(provider).filter(|key| !mentions(statement, key)) else { continue };
            let diagnostic = if provider.eq_ignore_ascii_case(GITHUB) {
                let message =
                    "GitHub signs the tokens of everybody's workflows, and the statement does not ask for yours";
                MISSING_GITHUB_REPO_CONDITION_KEY.at(entry.range, message).with_help(format!(
                    "add a condition on `{key}`, such as `repo:OWNER/REPOSITORY:ref:refs/heads/main`: IAM refuses to \
                     save the policy without it"
                ))
            } else {
                let message = format!(
                    "`{provider}` signs the tokens of all its customers, and the statement does not ask for yours"
                );
                MISSING_CLAIM_OF_SHARED_OIDC_PROVIDER
                    .at(entry.range, message)
                    .with_help(format!("add a condition on `{key}`: IAM refuses to save the policy without it"))
            };
            self.report(diagnostic);
        }
    }
}

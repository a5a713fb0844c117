//! What condition keys say, and which requests carry them
//! (AWS: "AWS global condition context keys", "IAM and AWS STS condition context keys").

/// A key that there are words for. Sentences without their period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Its name in small letters; one that ends with a slash stands for all that begin so.
    name: &'static str,
    /// What it says.
    pub(super) what: &'static str,
    /// Which requests carry it.
    pub(super) present: &'static str,
}

/// The words of a key, if there are any.
pub(super) fn known(key: &str) -> Option<Known> {
    let key = key.to_ascii_lowercase();
    let is_meant = |row: &&Known| match row.name.ends_with('/') {
        true => key.starts_with(row.name),
        false => key == row.name,
    };
    let claim = || {
        let (host, claim) = key.rsplit_once(':')?;
        CLAIMS.iter().find(|row| row.name == claim && host.contains('.'))
    };
    KEYS.iter().find(is_meant).or_else(claim).copied()
}

const fn row(name: &'static str, what: &'static str, present: &'static str) -> Known {
    Known { name, what, present }
}

const ALWAYS: &str = "Every request carries it";
const SIGNED: &str = "Every signed request carries it";
const ENDPOINT: &str = "Only requests that come through a VPC endpoint carry it";
const DEPUTY: &str = "Only requests that a service makes on behalf of something of yours carry it";
const PASSED_ON: &str = "Only requests carry it that a service makes with the caller's own credentials, not those that it makes \
                         by a role of its own";
const SERVICE: &str = "Only requests of AWS's services themselves carry it";
const TOKEN: &str = "Requests of AssumeRoleWithWebIdentity with a token of that provider carry it";

const KEYS: &[Known] = &[
    row("aws:currenttime", "The moment of the request", ALWAYS),
    row("aws:epochtime", "The moment of the request, in seconds since 1970", ALWAYS),
    row("aws:requestedregion", "The Region whose endpoint is called", ALWAYS),
    row("aws:securetransport", "Whether the request came over TLS", ALWAYS),
    row("aws:useragent", "What the calling program calls itself; anybody can write anything there", ALWAYS),
    row("aws:viaawsservice", "Whether a service makes the request with the caller's credentials", ALWAYS),
    row("aws:userid", "The caller's unique id: for a role session the role's id, a colon, the session's name", ALWAYS),
    row(
        "aws:principaltype",
        "What kind of caller it is: `User`, `AssumedRole`, `Account`, `FederatedUser`, `Anonymous`",
        ALWAYS,
    ),
    row("aws:principalaccount", "The account that the caller belongs to", ALWAYS),
    row("aws:resourceaccount", "The account that the resource belongs to", "Requests of most actions carry it"),
    row(
        "aws:principalarn",
        "The caller's ARN; for a role session that of the role, with its path, not of the session",
        SIGNED,
    ),
    row("aws:principalisawsservice", "Whether the caller is a service of AWS itself", SIGNED),
    row("aws:principalservicename", "The name of the calling service, like `cloudtrail.amazonaws.com`", SERVICE),
    row("aws:principalservicenameslist", "All names that the calling service has", SERVICE),
    row(
        "aws:username",
        "The name of the calling IAM user, without its path",
        "Only requests of IAM users carry it: a role \
         session has no user name",
    ),
    row(
        "aws:tokenissuetime",
        "When the temporary credentials were made",
        "Only requests with temporary credentials carry it; \
         those with a user's long-term keys do not",
    ),
    row(
        "aws:multifactorauthpresent",
        "Whether the credentials were made with MFA",
        "Only requests with temporary credentials carry it, and not those of federated people; a request with a user's \
         long-term keys has none, so test it with `BoolIfExists` in a Deny. A session of AssumeRole carries no MFA \
         information: ask for MFA in the trust policy",
    ),
    row(
        "aws:multifactorauthage",
        "How many seconds ago the caller showed the second factor",
        "Only requests with credentials that were made with MFA carry it",
    ),
    row(
        "aws:principaltag/",
        "A tag of the caller: of its user or role, or of its session",
        "Only requests of callers that have a tag with that key carry it",
    ),
    row(
        "aws:resourcetag/",
        "A tag of the resource that is asked for",
        "Only requests on resources that have a tag with that key carry it, where the service says so",
    ),
    row(
        "aws:requesttag/",
        "A tag that the request itself brings, to be put on something",
        "Only requests that bring a tag with that key carry it",
    ),
    row(
        "aws:tagkeys",
        "The keys of all tags that the request brings",
        "Requests of actions that can carry tags have it",
    ),
    row(
        "aws:sourceip",
        "The public address that the request comes from",
        "Requests carry it unless they come through a VPC endpoint: those have `aws:VpcSourceIp`, `aws:SourceVpc` and \
         `aws:SourceVpce` instead",
    ),
    row("aws:vpcsourceip", "The address within the VPC that the request comes from", ENDPOINT),
    row("aws:sourcevpc", "The VPC that the request comes from", ENDPOINT),
    row("aws:sourcevpce", "The VPC endpoint that the request comes through", ENDPOINT),
    row(
        "aws:principalorgid",
        "The organisation that the caller's account belongs to",
        "Only requests of callers whose account belongs to an organisation carry it",
    ),
    row(
        "aws:principalorgpaths",
        "The way to the caller's account through its organisation: root, units, account",
        "Only requests of callers whose account belongs to an organisation carry it",
    ),
    row(
        "aws:resourceorgid",
        "The organisation that the resource's account belongs to",
        "Only requests on resources whose account belongs to an organisation carry it",
    ),
    row("aws:sourcearn", "The ARN of what a service acts on behalf of: a bucket, a rule, a topic", DEPUTY),
    row("aws:sourceaccount", "The account of what a service acts on behalf of", DEPUTY),
    row("aws:sourceorgid", "The organisation of what a service acts on behalf of", DEPUTY),
    row(
        "aws:sourceorgpaths",
        "The way through its organisation to the account of what a service acts on behalf of",
        DEPUTY,
    ),
    row("aws:calledvia", "The services that have passed the request on, in their order", PASSED_ON),
    row("aws:calledviafirst", "The first service that has passed the request on", PASSED_ON),
    row("aws:calledvialast", "The last service that has passed the request on", PASSED_ON),
    row(
        "aws:federatedprovider",
        "The identity provider that the session's person signed in with",
        "Only requests of sessions made by AssumeRoleWithWebIdentity carry it",
    ),
    row(
        "aws:signinsessionarn",
        "The sign-in session that the credentials come from",
        "Only requests with credentials of `aws login` and other sign-ins of that sort carry it",
    ),
    row(
        "aws:sourceidentity",
        "The name that was set when the first role was taken; it stays through all roles taken after it",
        "Only requests of sessions that had one set carry it",
    ),
    row(
        "aws:ec2instancesourcevpc",
        "The VPC that the instance's credentials were given out in",
        "Only requests with the credentials of an EC2 instance's role carry it",
    ),
    row(
        "ec2:sourceinstancearn",
        "The instance that the credentials were given out to",
        "Only requests with the credentials of an EC2 instance's role carry it",
    ),
    row(
        "sts:externalid",
        "The external id that the caller sent along: chosen by a third party, one for each of its customers, and no secret",
        "Only requests of AssumeRole whose caller sent one carry it, so an Allow with it refuses those who leave it out",
    ),
    row("sts:rolesessionname", "The name that the caller gives the session", "Requests that take a role carry it"),
    row(
        "sts:sourceidentity",
        "The source identity that the caller wants to set",
        "Only requests that take a role and set one carry it",
    ),
    row(
        "sts:transitivetagkeys",
        "The keys of the session tags that stay through roles taken later",
        "Only requests that take a role and name such tags carry it",
    ),
    row(
        "iam:passedtoservice",
        "The service that a role is given to, like `lambda.amazonaws.com`",
        "Requests of `iam:PassRole` carry it",
    ),
];

/// What tokens of identity providers say, behind the provider's address.
const CLAIMS: &[Known] = &[
    row("aud", "Whom the token is meant for: the client id, or `sts.amazonaws.com`", TOKEN),
    row("sub", "Whom the token is about: a person, a workflow, a service account", TOKEN),
    row("amr", "How the person has signed in", TOKEN),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::catalogue::Catalogue;

    #[test]
    fn every_key_with_words_is_one_of_the_catalogue() {
        for row in KEYS {
            let name = if row.name.ends_with('/') { format!("{}x", row.name) } else { row.name.to_owned() };
            let catalogue = Catalogue::built_in();
            assert!(catalogue.global_key(&name).is_some() || catalogue.condition_key(&name).is_some(), "{name}");
            assert!(!row.what.ends_with('.') && !row.present.ends_with('.'), "{name}");
            assert_eq!(row.name, row.name.to_ascii_lowercase());
        }
    }
}

//! `Principal` and `NotPrincipal`: the types of principal and who can be named under each.

use crate::iam::catalogue::Catalogue;
use crate::iam::complete::Sort;
use crate::iam::complete::resources::account;
use crate::iam::complete::spot::Spot;
use crate::iam::complete::write::{Candidate, Write, empty_string, plain, with_places};
use crate::iam::policy::PolicyKind;
use crate::iam::principal::PrincipalKey;

/// Names of services as principals, without `.amazonaws.com`, the ones that roles are made for most in front; with words
/// where the catalogue has no service of that name, or calls its prefix otherwise. Gathered from the trust policies of the course, from the managed
/// policies of assets/managed-policies (`iam:PassedToService`, `iam:AWSServiceName`), and from public lists where two
/// agree. AWS publishes no complete one: a name that is missing here may well exist.
const SERVICES: [(&str, &str); 90] = [
    ("ec2", ""),
    ("lambda", ""),
    ("ecs-tasks", "tasks of Amazon ECS"),
    ("apigateway", "Amazon API Gateway"),
    ("events", ""),
    ("states", ""),
    ("scheduler", ""),
    ("cloudformation", ""),
    ("codebuild", ""),
    ("codepipeline", ""),
    ("glue", ""),
    ("s3", ""),
    ("sns", ""),
    ("sqs", ""),
    ("logs", ""),
    ("pods.eks", "pods of Amazon EKS"),
    ("rolesanywhere", ""),
    ("acm", ""),
    ("airflow", ""),
    ("airflow-env", "environments of Amazon Managed Workflows for Apache Airflow"),
    ("amplify", ""),
    ("apidestinations.events", "API destinations of Amazon EventBridge"),
    ("appflow", ""),
    ("application-autoscaling", ""),
    ("appsync", ""),
    ("athena", ""),
    ("autoscaling", ""),
    ("backup", ""),
    ("batch", ""),
    ("budgets", ""),
    ("chatbot", ""),
    ("cloudfront", ""),
    ("cloudtrail", ""),
    ("cloudwatch", ""),
    ("codecommit", ""),
    ("codedeploy", ""),
    ("cognito-idp", ""),
    ("config", ""),
    ("datapipeline", ""),
    ("dax", ""),
    ("directconnect", ""),
    ("dlm", ""),
    ("dms", ""),
    ("ds", ""),
    ("dynamodb", ""),
    ("ec2fleet", "fleets of Amazon EC2"),
    ("ec2scheduled", "scheduled instances of Amazon EC2"),
    ("ecr", ""),
    ("ecs", ""),
    ("edgelambda", "functions of Lambda@Edge"),
    ("eks", ""),
    ("elasticache", ""),
    ("elasticbeanstalk", ""),
    ("elasticfilesystem", ""),
    ("elasticloadbalancing", ""),
    ("elasticmapreduce", ""),
    ("es", ""),
    ("firehose", ""),
    ("greengrass", ""),
    ("guardduty", ""),
    ("health", ""),
    ("iam", ""),
    ("inspector", ""),
    ("iot", ""),
    ("kinesis", ""),
    ("kinesisanalytics", ""),
    ("kms", ""),
    ("lex", ""),
    ("lightsail", ""),
    ("macie", "Amazon Macie"),
    ("mediaconvert", ""),
    ("organizations", ""),
    ("pipes", ""),
    ("rds", ""),
    ("redshift", ""),
    ("rekognition", ""),
    ("replication.dynamodb", "replication of Amazon DynamoDB"),
    ("route53", ""),
    ("sagemaker", ""),
    ("secretsmanager", ""),
    ("servicecatalog", ""),
    ("ses", ""),
    ("spotfleet", "Spot fleets of Amazon EC2"),
    ("ssm", ""),
    ("sso", ""),
    ("storagegateway", ""),
    ("support", ""),
    ("swf", ""),
    ("vmie", "import and export of virtual machines"),
    ("workspaces", ""),
];

/// The OIDC providers that need no ARN, and GitHub's, which does.
pub(super) const GITHUB: &str = "token.actions.githubusercontent.com";
const WELL_KNOWN: [(&str, &str); 4] = [
    ("cognito-identity.amazonaws.com", "identities of Amazon Cognito"),
    ("accounts.google.com", "Google accounts"),
    ("www.amazon.com", "Amazon accounts"),
    ("graph.facebook.com", "Facebook accounts"),
];

/// Names of services, for `Service` and for condition keys that hold one.
pub(super) fn services(found: &mut Vec<Candidate>) {
    found.extend(service_names().map(|(name, words)| Candidate::text(name, words, Sort::Principal)));
}

/// The services that people meet as callers, by the names that policies know them by, each with what it is.
pub fn service_names() -> impl Iterator<Item = (String, &'static str)> {
    SERVICES.into_iter().map(|(name, words)| {
        let words = match words {
            "" => Catalogue::built_in().service(name).map_or("a service", |service| service.name),
            words => words,
        };
        (format!("{name}.amazonaws.com"), words)
    })
}

/// The types of principal, as keys of the map (or as the whole map where the element has no value yet).
pub(super) fn types(spot: &Spot<'_>, as_map: bool, found: &mut Vec<Candidate>) {
    let kind = spot.site.kind;
    if as_map && matches!(kind, PolicyKind::Resource | PolicyKind::Rcp) {
        found.push(Candidate::text("*", "everybody, as far as the conditions let them", Sort::Principal).weighing(9));
    }
    let types: &[(PrincipalKey, &str)] = match kind {
        PolicyKind::Trust => &[
            (PrincipalKey::Service, "an AWS service that takes the role"),
            (PrincipalKey::Aws, "accounts, users, roles"),
            (PrincipalKey::Federated, "an identity provider: OIDC or SAML"),
        ],
        PolicyKind::Resource => &[
            (PrincipalKey::Aws, "accounts, users, roles"),
            (PrincipalKey::Service, "an AWS service"),
            (PrincipalKey::CanonicalUser, "an account in the notation of Amazon S3"),
        ],
        _ => &[],
    };
    for (key, words) in types.iter().filter(|(key, _)| !spot.has(key.as_str())) {
        let name = key.as_str();
        let write = if as_map {
            Write::Json(plain("{ \"").then(name).then("\": ").and(&empty_string()).then(" }"))
        } else {
            Write::member(plain(name), empty_string())
        };
        found.push(Candidate::text(name, *words, Sort::Element).written(write));
    }
}

/// Who can be named under a type.
pub(super) fn named(spot: &Spot<'_>, of_type: &str, found: &mut Vec<Candidate>) {
    match of_type {
        "AWS" => aws(spot, found),
        "Service" => services(found),
        "Federated" => federated(spot, found),
        _ => {}
    }
    found.retain(|candidate| !spot.others.contains(&candidate.label.as_ref()));
}

/// AWS: "AWS JSON policy elements: Principal".
fn aws(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let known = spot.site.surroundings;
    arns(spot, found);
    for named in &known.accounts {
        let words = format!("all of {}, as far as its own policies let them", named.what);
        found.push(Candidate::text(format!("arn:aws:iam::{}:root", named.name), words, Sort::Principal).weighing(1));
        found.push(Candidate::text(named.name.clone(), named.what.clone(), Sort::Principal).weighing(2));
    }
    for (format, words) in [
        ("arn:aws:iam::${Account}:root", "everybody in an account, as far as its own policies let them"),
        ("arn:aws:iam::${Account}:role/${RoleName}", "a role"),
        ("arn:aws:iam::${Account}:user/${UserName}", "a user"),
    ] {
        found.push(filled(spot, format, words, 3));
    }
    if spot.site.kind == PolicyKind::Resource {
        found.push(Candidate::text("*", "everybody, as far as the conditions let them", Sort::Principal).weighing(9));
    }
}

/// The users and roles of the surroundings.
pub(super) fn arns(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let known = &spot.site.surroundings.principals;
    found.extend(known.iter().map(|named| Candidate::text(named.name.clone(), named.what.clone(), Sort::Principal)));
}

fn federated(spot: &Spot<'_>, found: &mut Vec<Candidate>) {
    let known = &spot.site.surroundings.providers;
    found.extend(known.iter().map(|named| Candidate::text(named.name.clone(), named.what.clone(), Sort::Principal)));
    let github = format!("arn:aws:iam::${{Account}}:oidc-provider/{GITHUB}");
    found.push(filled(spot, &github, "GitHub Actions", 1));
    for (format, words) in [
        ("arn:aws:iam::${Account}:oidc-provider/${ProviderHost}", "an OIDC provider"),
        ("arn:aws:iam::${Account}:saml-provider/${ProviderName}", "a SAML provider"),
    ] {
        found.push(filled(spot, format, words, 2));
    }
    found.extend(WELL_KNOWN.iter().map(|(name, words)| Candidate::text(*name, *words, Sort::Principal).weighing(3)));
}

/// An ARN with places to fill in.
fn filled(spot: &Spot<'_>, format: &str, words: &'static str, weight: u8) -> Candidate {
    let account = account(spot);
    let insert = with_places(format, |name| if name == "Account" { account.clone() } else { name.to_owned() });
    Candidate::text(format.to_owned(), words, Sort::Principal).weighing(weight).written(Write::Text(insert))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::principal::PrincipalEntry;

    #[test]
    fn every_service_is_a_principal_stands_once_and_has_words() {
        let mut found = Vec::new();
        services(&mut found);
        for (number, candidate) in found.iter().enumerate() {
            let name = candidate.label.as_ref();
            assert!(PrincipalEntry::parse(PrincipalKey::Service, name).is_ok(), "{name}");
            assert!(found.iter().skip(number + 1).all(|other| other.label != candidate.label), "{name} stands twice");
        }
        for (name, words) in SERVICES {
            let known = Catalogue::built_in().service(name).map(|service| service.name);
            assert!(known.is_some() || !words.is_empty(), "{name} has no name");
            assert_ne!(known, Some(words), "{name} has its name already");
        }
        let words = |name: &str| service_names().find(|(known, _)| known == name).unwrap().1;
        assert_eq!(words("apigateway.amazonaws.com"), "Amazon API Gateway");
        assert_eq!(words("cloudformation.amazonaws.com"), "AWS CloudFormation");
    }
}

//! The names of service principals: which are known, and what a misspelt one was meant to be
//! (AWS: "AWS JSON policy elements: Principal").

use crate::iam::catalogue::Catalogue;
use crate::iam::lower::name;
use crate::iam::spelling;

/// Service principals that people write most, and those that are not named as the service's actions are; without
/// `.amazonaws.com`.
const COMMON: [&str; 62] = [
    "apigateway",
    "application-autoscaling",
    "appsync",
    "autoscaling",
    "backup",
    "batch",
    "bedrock",
    "cloudformation",
    "cloudfront",
    "cloudtrail",
    "cloudwatch",
    "codebuild",
    "codedeploy",
    "codepipeline",
    "cognito-idp",
    "config",
    "connect",
    "datasync",
    "dms",
    "dynamodb",
    "ec2",
    "ecs",
    "ecs-tasks",
    "edgelambda",
    "eks",
    "eks-fargate-pods",
    "elasticache",
    "elasticbeanstalk",
    "elasticfilesystem",
    "elasticloadbalancing",
    "elasticmapreduce",
    "es",
    "events",
    "firehose",
    "glue",
    "guardduty",
    "iot",
    "kinesis",
    "lakeformation",
    "lambda",
    "logs",
    "pipes",
    "quicksight",
    "rds",
    "redshift",
    "rolesanywhere",
    "s3",
    "sagemaker",
    "scheduler",
    "secretsmanager",
    "ses",
    "sns",
    "spotfleet",
    "sqs",
    "ssm",
    "states",
    "transfer",
    "vpc-flow-logs",
    "pods.eks",
    "monitoring.rds",
    "delivery.logs",
    "replicator.lambda",
];

/// Names by which people call a service, and its principal.
const CALLED: [(&str, &str); 9] = [
    ("api-gateway", "apigateway"),
    ("cloudwatch-logs", "logs"),
    ("cloudwatchlogs", "logs"),
    ("emr", "elasticmapreduce"),
    ("eventbridge", "events"),
    ("fargate", "ecs-tasks"),
    ("step-functions", "states"),
    ("stepfunctions", "states"),
    ("sfn", "states"),
];

/// What stands behind a service's name, as written and miswritten.
const DOMAINS: [&str; 4] = ["amazonaws.com", "amazonaws", "aws.amazon.com", "aws.com"];

/// Whether the catalogue or the list here has a service of that name; `name` stands before `.amazonaws.com`. Of a name in
/// several parts, `delivery.logs`, the last has to be one, which may also be a region.
fn is_known(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let is_region = last != name && last.ends_with(|c: char| c.is_ascii_digit()) && last.matches('-').count() >= 2;
    if is_region {
        return name.strip_suffix(last).and_then(|rest| rest.strip_suffix('.')).is_some_and(is_known);
    }
    COMMON.contains(&name) || Catalogue::built_in().service(last).is_some()
}

/// The service that a name was meant to be: itself when it is known, what people mean by it, or the nearest.
fn meant_name(written: &str) -> Option<&str> {
    let called = || CALLED.iter().find(|(called, _)| *called == written).map(|(_, service)| *service);
    if is_known(written) { Some(written) } else { called().or_else(|| name::nearest(written, &COMMON)) }
}

/// The service principal that a text was meant to be, when the text is not one of those that are known: `lambda`,
/// `lambda.amazon.com` and `lamda.amazonaws.com` were meant to be `lambda.amazonaws.com`. `None` when it is known, and
/// when it is like none.
pub(in crate::iam) fn meant(text: &str) -> Option<String> {
    let lower = text.trim().trim_start_matches("https://").trim_end_matches('/').to_ascii_lowercase();
    let domain = if lower.ends_with(".amazonaws.com.cn") { ".amazonaws.com.cn" } else { ".amazonaws.com" };
    let name = match lower.strip_suffix(domain) {
        Some(name) => name,
        None if !lower.contains('.') => lower.as_str(),
        None => {
            let cuts = lower.match_indices('.').filter_map(|(at, _)| Some((lower.get(..at)?, lower.get(at + 1..)?)));
            cuts.into_iter().find(|(_, rest)| spelling::nearest(rest, DOMAINS).is_some())?.0
        }
    };
    let meant = format!("{}{domain}", meant_name(name)?);
    (meant != text).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_misspelt_service_leads_to_the_one_that_was_meant() {
        for (written, expected) in [
            ("lambda", Some("lambda.amazonaws.com")),
            ("Lambda.amazonaws.com", Some("lambda.amazonaws.com")),
            ("lambda.amazon.com", Some("lambda.amazonaws.com")),
            ("lambda.aws.com", Some("lambda.amazonaws.com")),
            ("ec2.amazonaws.co", Some("ec2.amazonaws.com")),
            ("ec2.amazonaws", Some("ec2.amazonaws.com")),
            ("https://ec2.amazonaws.com/", Some("ec2.amazonaws.com")),
            ("lamda.amazonaws.com", Some("lambda.amazonaws.com")),
            ("ecs-task.amazonaws.com", Some("ecs-tasks.amazonaws.com")),
            ("stepfunctions.amazonaws.com", Some("states.amazonaws.com")),
            ("ecs-tasks.amazonaws.com", None),
            ("logs.eu-west-1.amazonaws.com", None),
            ("delivery.logs.amazonaws.com", None),
            ("ec2.amazonaws.com.cn", None),
            ("warehouse.amazonaws.com", None),
            ("lambda.example.org", None),
            ("okta", None),
            ("", None),
        ] {
            assert_eq!(meant(written).as_deref(), expected, "{written}");
        }
    }
}

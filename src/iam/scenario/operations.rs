//! Operations for which AWS checks more than one thing: which service gets the role that they hand over, and which further
//! resources they touch. The few that courses and scenarios speak of; a file can say the same for any other.

/// An operation.
pub(super) struct Operation {
    /// Its action.
    action: &'static str,
    /// The service that gets the role handed over.
    service: &'static str,
    /// Further resources of EC2 that it is checked on, each a check of its own, when its resource is an instance.
    resources: &'static [&'static str],
}

const fn passing(action: &'static str, service: &'static str) -> Operation {
    Operation { action, service, resources: &[] }
}

/// AWS: "Grant a user permissions to pass a role to an AWS service"; for the resources, "Actions, resources, and condition
/// keys for Amazon EC2". New resources are asked for as `*`, those that exist already by an id.
const OPERATIONS: [Operation; 14] = [
    Operation {
        action: "ec2:RunInstances",
        service: "ec2.amazonaws.com",
        resources: &[
            "image/ami-0abcdef1234567890",
            "network-interface/*",
            "security-group/sg-0abc1234def567890",
            "subnet/subnet-0abc1234def567890",
            "volume/*",
        ],
    },
    passing("ec2:AssociateIamInstanceProfile", "ec2.amazonaws.com"),
    passing("ec2:ReplaceIamInstanceProfileAssociation", "ec2.amazonaws.com"),
    passing("lambda:CreateFunction", "lambda.amazonaws.com"),
    passing("lambda:UpdateFunctionConfiguration", "lambda.amazonaws.com"),
    passing("apigateway:PATCH", "apigateway.amazonaws.com"),
    passing("apigateway:POST", "apigateway.amazonaws.com"),
    passing("apigateway:PUT", "apigateway.amazonaws.com"),
    passing("cloudformation:CreateStack", "cloudformation.amazonaws.com"),
    passing("cloudformation:UpdateStack", "cloudformation.amazonaws.com"),
    passing("cloudformation:DeleteStack", "cloudformation.amazonaws.com"),
    passing("cloudformation:CreateChangeSet", "cloudformation.amazonaws.com"),
    passing("ecs:RunTask", "ecs-tasks.amazonaws.com"),
    passing("states:CreateStateMachine", "states.amazonaws.com"),
];

fn find(action: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.action.eq_ignore_ascii_case(action))
}

/// The service that an operation hands a role to, where that is known.
pub(super) fn receiver(action: &str) -> Option<&'static str> {
    find(action).map(|operation| operation.service)
}

/// The further resources that an operation on `resource` is checked on, but for the kinds among `named`.
pub(super) fn further_resources(action: &str, resource: &str, named: &[&str]) -> Vec<String> {
    let parts: Vec<&str> = resource.splitn(6, ':').collect();
    let (Some(operation), ["arn", partition, "ec2", region, account, own]) = (find(action), parts.as_slice()) else {
        return Vec::new();
    };
    let kind = |resource: &str| resource.split('/').next().unwrap_or_default().to_owned();
    let kind_of_arn = |arn: &str| kind(arn.splitn(6, ':').nth(5).unwrap_or_default());
    if kind(own) != "instance" {
        return Vec::new();
    }
    let missing = operation.resources.iter().filter(|further| !named.iter().any(|n| kind_of_arn(n) == kind(further)));
    let arn = |further: &&str| {
        // Images belong to no account in their ARN.
        let account = if further.starts_with("image/") { "" } else { account };
        format!("arn:{partition}:ec2:{region}:{account}:{further}")
    };
    missing.map(arn).collect()
}

//! From an action to the operation that a person calls: its name on the command line and its arguments, as far as they
//! follow from the resource.

use super::{Caller, Script, quoted};
use crate::iam::arn::Arn;
use crate::iam::catalogue::Catalogue;
use crate::iam::scenario::{Assume, Passes, RequestSpec, Start, World};

/// An action whose operation and arguments are known. What stands in braces comes from the resource, or is the role that is
/// handed over; words in capitals are for the person to fill in.
pub(super) type Known = (&'static str, &'static str);

/// AWS: "Required permissions for Amazon S3 API operations"; for the rest an operation is called like its action, and the
/// names of options follow from the "AWS CLI Command Reference".
pub(super) const KNOWN: [Known; 62] = [
    (
        "cloudformation:CreateStack",
        "cloudformation create-stack --stack-name {stack} --template-body file://TEMPLATE{role}",
    ),
    ("cloudformation:DeleteStack", "cloudformation delete-stack --stack-name {stack}{role}"),
    ("cloudformation:DescribeStacks", "cloudformation describe-stacks --stack-name {stack}"),
    (
        "cloudformation:UpdateStack",
        "cloudformation update-stack --stack-name {stack} --template-body file://TEMPLATE{role}",
    ),
    ("cloudtrail:DeleteTrail", "cloudtrail delete-trail --name {arn}"),
    ("cloudtrail:LookupEvents", "cloudtrail lookup-events"),
    ("cloudtrail:StopLogging", "cloudtrail stop-logging --name {arn}"),
    ("dynamodb:DeleteItem", "dynamodb delete-item --table-name {name} --key file://KEY.json"),
    ("dynamodb:DeleteTable", "dynamodb delete-table --table-name {name}"),
    ("dynamodb:DescribeTable", "dynamodb describe-table --table-name {name}"),
    ("dynamodb:GetItem", "dynamodb get-item --table-name {name} --key file://KEY.json"),
    ("dynamodb:PutItem", "dynamodb put-item --table-name {name} --item file://ITEM.json"),
    ("dynamodb:Query", "dynamodb query --table-name {name} --cli-input-json file://QUERY.json"),
    ("dynamodb:Scan", "dynamodb scan --table-name {name}"),
    ("dynamodb:UpdateItem", "dynamodb update-item --table-name {name} --key file://KEY.json"),
    ("ec2:DescribeInstances", "ec2 describe-instances"),
    ("ec2:RunInstances", "ec2 run-instances --image-id IMAGE --instance-type TYPE{profile}"),
    ("ec2:StartInstances", "ec2 start-instances --instance-ids {name}"),
    ("ec2:StopInstances", "ec2 stop-instances --instance-ids {name}"),
    ("ec2:TerminateInstances", "ec2 terminate-instances --instance-ids {name}"),
    ("iam:AttachRolePolicy", "iam attach-role-policy --role-name {name} --policy-arn POLICY_ARN"),
    ("iam:AttachUserPolicy", "iam attach-user-policy --user-name {name} --policy-arn POLICY_ARN"),
    ("iam:CreateAccessKey", "iam create-access-key --user-name {name}"),
    ("iam:CreateRole", "iam create-role --role-name {name} --assume-role-policy-document file://TRUST.json"),
    ("iam:CreateUser", "iam create-user --user-name {name}"),
    ("iam:DeleteRole", "iam delete-role --role-name {name}"),
    ("iam:DeleteRolePermissionsBoundary", "iam delete-role-permissions-boundary --role-name {name}"),
    ("iam:DeleteUserPermissionsBoundary", "iam delete-user-permissions-boundary --user-name {name}"),
    ("iam:GetRole", "iam get-role --role-name {name}"),
    ("iam:ListRoles", "iam list-roles"),
    ("iam:ListUsers", "iam list-users"),
    (
        "iam:PutRolePolicy",
        "iam put-role-policy --role-name {name} --policy-name NAME --policy-document file://POLICY.json",
    ),
    ("kms:Decrypt", "kms decrypt --key-id {arn} --ciphertext-blob fileb://FILE"),
    ("kms:DescribeKey", "kms describe-key --key-id {arn}"),
    ("kms:Encrypt", "kms encrypt --key-id {arn} --plaintext fileb://FILE"),
    ("kms:GenerateDataKey", "kms generate-data-key --key-id {arn} --key-spec AES_256"),
    (
        "lambda:CreateFunction",
        "lambda create-function --function-name {name} --runtime RUNTIME --handler HANDLER --zip-file fileb://CODE.zip{role}",
    ),
    ("lambda:DeleteFunction", "lambda delete-function --function-name {name}"),
    ("lambda:GetFunction", "lambda get-function --function-name {name}"),
    ("lambda:InvokeFunction", "lambda invoke --function-name {name} ANSWER"),
    ("lambda:UpdateFunctionConfiguration", "lambda update-function-configuration --function-name {name}{role}"),
    ("logs:CreateLogGroup", "logs create-log-group --log-group-name {rest}"),
    ("s3:CreateBucket", "s3api create-bucket --bucket {bucket}"),
    ("s3:DeleteBucket", "s3api delete-bucket --bucket {bucket}"),
    ("s3:DeleteObject", "s3api delete-object --bucket {bucket} --key {key}"),
    ("s3:GetBucketLocation", "s3api get-bucket-location --bucket {bucket}"),
    ("s3:GetBucketPolicy", "s3api get-bucket-policy --bucket {bucket}"),
    ("s3:GetObject", "s3api get-object --bucket {bucket} --key {key} FILE"),
    ("s3:GetObjectTagging", "s3api get-object-tagging --bucket {bucket} --key {key}"),
    ("s3:GetObjectVersion", "s3api get-object --bucket {bucket} --key {key} --version-id VERSION FILE"),
    ("s3:ListAllMyBuckets", "s3api list-buckets"),
    ("s3:ListBucket", "s3api list-objects-v2 --bucket {bucket}"),
    ("s3:ListBucketVersions", "s3api list-object-versions --bucket {bucket}"),
    ("s3:PutBucketPolicy", "s3api put-bucket-policy --bucket {bucket} --policy file://POLICY.json"),
    ("s3:PutObject", "s3api put-object --bucket {bucket} --key {key} --body FILE"),
    ("secretsmanager:GetSecretValue", "secretsmanager get-secret-value --secret-id {arn}"),
    ("sns:Publish", "sns publish --topic-arn {arn} --message MESSAGE"),
    ("sqs:ReceiveMessage", "sqs receive-message --queue-url QUEUE_URL"),
    ("sqs:SendMessage", "sqs send-message --queue-url QUEUE_URL --message-body MESSAGE"),
    ("ssm:GetParameter", "ssm get-parameter --name {arn}"),
    ("states:StartExecution", "stepfunctions start-execution --state-machine-arn {arn}"),
    ("sts:AssumeRole", "sts assume-role --role-arn {arn} --role-session-name NAME"),
];

/// Actions that belong to another call: no operation is called so (AWS: "Grant a user permissions to pass a role to an AWS
/// service", "Pass session tags in AWS STS").
const WITHOUT_OPERATION: [&str; 3] = ["iam:PassRole", "sts:TagSession", "sts:SetSourceIdentity"];

/// Services that the command line calls otherwise than policies do ("AWS CLI Command Reference").
const GROUPS: [(&str, &str); 11] = [
    ("access-analyzer", "accessanalyzer"),
    ("aoss", "opensearchserverless"),
    ("cassandra", "keyspaces"),
    ("elasticfilesystem", "efs"),
    ("elasticloadbalancing", "elbv2"),
    ("elasticmapreduce", "emr"),
    ("s3", "s3api"),
    ("servicequotas", "service-quotas"),
    ("sso", "sso-admin"),
    ("states", "stepfunctions"),
    ("tag", "resourcegroupstaggingapi"),
];

/// Options that say a condition key: of the action, or of any that begins so.
const KEYS: [(&str, &str, &str); 4] = [
    ("s3:ListBucket", "s3:prefix", "--prefix"),
    ("s3:ListBucket", "s3:delimiter", "--delimiter"),
    ("s3:PutObject", "s3:x-amz-server-side-encryption", "--server-side-encryption"),
    ("s3:PutObject", "s3:x-amz-acl", "--acl"),
];

/// An operation's name on the command line: `ListObjectsV2` is `list-objects-v2`.
#[must_use]
pub fn operation_name(name: &str) -> String {
    // A plural of capitals at the end is one word: `ListWebACLs`.
    let stem = name.strip_suffix('s').unwrap_or(name);
    let capitals = stem.chars().rev().take_while(char::is_ascii_uppercase).count();
    let plural = if stem.len() < name.len() && capitals >= 2 { stem.len() - capitals } else { name.len() };
    let mut out = String::new();
    let letters: Vec<char> = name.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let begins = match before {
            None => false,
            Some(_) if at >= plural => at == plural,
            Some(before) => {
                let is_lower = |c: &char| c.is_ascii_lowercase();
                let after_small = is_lower(before) || before.is_ascii_digit();
                letter.is_ascii_uppercase() && (after_small || (at + 1 < plural && after.is_some_and(is_lower)))
            }
        };
        if begins {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

/// Whether an option of the action's operation says a condition key.
pub(super) fn says_by_option(action: &str, key: &str) -> bool {
    option_of(action, key).is_some()
}

fn option_of(action: &str, key: &str) -> Option<&'static str> {
    let is = |row: &&(&str, &str, &str)| row.0.eq_ignore_ascii_case(action) && row.1.eq_ignore_ascii_case(key);
    KEYS.iter().find(is).map(|(_, _, option)| *option)
}

/// The request itself.
pub(super) fn call(
    world: &World,
    spec: &RequestSpec,
    (action, resource): (&str, &str),
    caller: &Caller,
    script: &mut Script,
) -> Result<(), String> {
    let handed = match &spec.passes {
        Some(passes) => handed(world, passes)?,
        None => Handed::default(),
    };
    script.remark(&format!("the request: {action} on {resource}"));
    let by_key = spec.context.iter().filter_map(|(key, value)| {
        let value = value.value().values().first().cloned()?;
        Some(format!("{} {}", option_of(action, key)?, quoted(&value)))
    });
    let mut options: Vec<String> = by_key.collect();
    if !caller.has_credentials && !caller.is_service {
        options.push("--no-sign-request".to_owned());
    }
    write(action, resource, &handed, options, script);
    if !spec.tags.is_empty() {
        let tags: Vec<String> = spec.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
        script.note(&format!("with the tags {}: each service has an option of its own for them", tags.join(", ")));
    }
    for also in &spec.also {
        let also = also.check();
        let action = also.action.as_deref().unwrap_or(action);
        script.note(&format!("the same call needs {action} on {} too", also.resource));
    }
    Ok(())
}

/// The call of a step that hands a role to a service.
pub(super) fn start(world: &World, start: &Start, assume: &Assume, script: &mut Script) -> Result<(), String> {
    let mut handed = Handed::default();
    if let Some(role) = &assume.role {
        handed.role = Some(world.role(role)?.1.role_arn());
    }
    if let Some(profile) = &assume.instance_profile {
        handed.profile = Some(world.instance_profile(profile)?.1.name.to_owned());
    }
    write(&start.action, &start.resource, &handed, Vec::new(), script);
    Ok(())
}

/// What a call hands over.
#[derive(Debug, Default)]
struct Handed {
    /// The ARN of a role.
    role: Option<String>,
    /// The name of an instance profile.
    profile: Option<String>,
}

fn handed(world: &World, passes: &Passes) -> Result<Handed, String> {
    let passed = passes.passed();
    let role = passed.role.as_deref().map(|role| world.role(role).map(|(_, role)| role.role_arn())).transpose()?;
    let profile = passed.instance_profile.as_deref();
    let profile = profile.map(|name| world.instance_profile(name).map(|(_, p)| p.name.to_owned())).transpose()?;
    Ok(Handed { role, profile })
}

/// The command of an action, or why there is none.
fn write(action: &str, resource: &str, handed: &Handed, mut options: Vec<String>, script: &mut Script) {
    let (service, name) = action.split_once(':').unwrap_or(("", action));
    if WITHOUT_OPERATION.iter().any(|known| known.eq_ignore_ascii_case(action)) {
        return script.note("no operation is called so: it is checked when another call is made");
    }
    if service.eq_ignore_ascii_case("execute-api") {
        return script.note("no command: a signed HTTPS request to the API's own address");
    }
    if service.eq_ignore_ascii_case("apigateway") {
        return script.note("no command of that name: the action is the HTTP method of whichever operation is called");
    }
    let region = resource.split(':').nth(3).filter(|region| !region.is_empty() && !region.contains(['*', '$']));
    options.extend(region.map(|region| format!("--region {region}")));
    if let Some((_, known)) = KNOWN.iter().find(|(known, _)| known.eq_ignore_ascii_case(action)) {
        let command = filled(known, resource, handed);
        let mut parts = command.split(" --");
        let head = format!("aws {}", parts.next().unwrap_or_default());
        let own = parts.map(|part| format!("--{part}"));
        // What stands without an option comes last in the text, and may stand last.
        let all: Vec<String> = own.chain(options).collect();
        script.command(&head, &all);
        if command.split_whitespace().any(is_to_fill_in) {
            script.note("words in capitals are yours to fill in");
        }
        return;
    }
    let known = Catalogue::built_in().action(action);
    let name = known.map_or(name, |action| action.name);
    let service = service.to_ascii_lowercase();
    let group = GROUPS.iter().find(|(prefix, _)| *prefix == service).map_or(service.as_str(), |(_, group)| group);
    script.command(&format!("aws {group} {}", operation_name(name)), &options);
    if known.is_none() {
        script.note("the action is not in this program's catalogue; an operation of that name may not exist");
    }
    script.note(&format!(
        "operations are mostly called like their actions; `aws {group} help` lists them, and its own help says which option \
         takes {resource}"
    ));
}

fn is_to_fill_in(word: &str) -> bool {
    let word = word.rsplit_once("://").map_or(word, |(_, file)| file);
    let stem = word.split('.').next().unwrap_or_default();
    stem.len() > 2 && stem.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

/// Puts the pieces of the resource into a command.
fn filled(template: &str, resource: &str, handed: &Handed) -> String {
    let arn = Arn::parse(resource);
    let rest = arn.map_or("", |arn| arn.resource);
    let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
    let name = rest.rsplit(['/', ':']).next().unwrap_or_default();
    // `stack/NAME/ID`.
    let stack = rest.strip_prefix("stack/").and_then(|rest| rest.split('/').next()).unwrap_or(name);
    let tail = rest.split_once(':').map_or(rest, |(_, tail)| tail);
    let or = |value: &str, word: &str| if value.is_empty() { word.to_owned() } else { quoted(value) };
    let role_option = if template.starts_with("lambda ") { "--role" } else { "--role-arn" };
    let role = handed.role.as_ref().map(|role| format!(" {role_option} {}", quoted(role))).unwrap_or_default();
    let profile = handed.profile.as_ref();
    let profile = profile.map(|name| format!(" --iam-instance-profile Name={}", quoted(name))).unwrap_or_default();
    [
        ("{bucket}", or(bucket, "BUCKET")),
        ("{key}", or(key, "KEY")),
        ("{name}", or(name, "NAME")),
        ("{stack}", or(stack, "STACK")),
        ("{rest}", or(tail, "NAME")),
        ("{arn}", or(if arn.is_some() { resource } else { "" }, "ARN")),
        ("{role}", role),
        ("{profile}", profile),
    ]
    .into_iter()
    .fold(template.to_owned(), |text, (place, value)| text.replace(place, &value))
}

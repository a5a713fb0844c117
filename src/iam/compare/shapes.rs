//! The ARNs that resources of a type have: the catalogue's formats, made tight for the services that are taught.

use super::automaton::{ANY, Class, Pattern, literal, many, one, only};

/// Buckets of the early years may have capitals and underscores, and documents use such names as examples.
const BUCKET: Class = only("abcdefghijklmnopqrstuvwxyz0123456789.-_ABCDEFGHIJKLMNOPQRSTUVWXYZ");
const REGION: Class = only("abcdefghijklmnopqrstuvwxyz0123456789-");
const DIGIT: Class = only("0123456789");
const NAME: Class = only("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+=,.@-_");
const PATH: Class = only("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+=,.@-_/");
/// A name that ends at the next mark of its ARN.
const PART: Class = Class::Not("/:*? ");
/// A name with slashes in it.
const PARTS: Class = Class::Not(":*? ");

/// The services whose names are known to hold neither slash nor colon, but where a format says so.
const TIGHT: [&str; 17] = [
    "s3",
    "dynamodb",
    "sqs",
    "sns",
    "lambda",
    "iam",
    "sts",
    "kms",
    "logs",
    "ec2",
    "rds-db",
    "secretsmanager",
    "apigateway",
    "execute-api",
    "cloudformation",
    "glue",
    "redshift",
];

/// A piece of a format.
enum Piece<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

fn pieces(format: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = format;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, after)) = rest.strip_prefix("${").and_then(|inside| inside.split_once('}')) {
            rest = after;
            return Some(Piece::Placeholder(name));
        }
        let (text, after) = rest.split_at_checked(rest.find("${").filter(|at| *at > 0).unwrap_or(rest.len()))?;
        rest = after;
        Some(Piece::Text(text))
    })
}

/// What the ARNs of a format look like, in a partition and, if one is named, in an account.
pub(super) fn shapes(format: &str, partition: &str, account: Option<&str>) -> Vec<Pattern> {
    let service = format.split(':').nth(2).unwrap_or_default();
    let tight = TIGHT.contains(&service);
    let mut shapes: Vec<Pattern> = vec![Vec::new()];
    let mut pieces = pieces(format).peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        let some = |class| vec![one(class), many(class)];
        let ways: Vec<Pattern> = match piece {
            Piece::Text(text) if !text.contains('*') => vec![literal(text)],
            Piece::Text(text) => {
                let place = |letter| if letter == '*' { many(ANY) } else { one(Class::Is(letter)) };
                vec![text.chars().map(place).collect()]
            }
            Piece::Placeholder("Partition") => vec![literal(partition)],
            Piece::Placeholder("Region") => vec![some(REGION)],
            Piece::Placeholder("Account") => vec![account.map_or_else(|| vec![one(DIGIT); 12], literal)],
            Piece::Placeholder("BucketName") => vec![some(BUCKET)],
            Piece::Placeholder(name) if name.ends_with("WithPath") => {
                vec![some(NAME), vec![one(NAME), many(PATH), one(Class::Is('/')), one(NAME), many(NAME)]]
            }
            Piece::Placeholder("LogStreamName") => vec![vec![many(Class::Not(":"))]],
            Piece::Placeholder("ObjectName" | "ApiSpecificResourcePath" | "UrlEncodedResourceARN") => vec![some(ANY)],
            // Calls on a group are checked on its streams too, none of which is named.
            Piece::Placeholder("LogGroupName") if is_last => {
                vec![some(PARTS), some(PARTS).into_iter().chain(literal(":log-stream:")).collect()]
            }
            Piece::Placeholder("LogGroupName" | "SecretId" | "Alias" | "BasePath") if service != "lambda" => {
                vec![some(PARTS)]
            }
            Piece::Placeholder("TableName" | "QueueName" | "TopicName" | "FunctionName") => vec![some(PART)],
            Piece::Placeholder(_) if tight || !is_last => vec![some(PART)],
            Piece::Placeholder(_) => vec![some(Class::Not("*?"))],
        };
        shapes = shapes
            .iter()
            .flat_map(|begun| ways.iter().map(move |way| begun.iter().chain(way).copied().collect()))
            .collect();
    }
    shapes
}

/// An ARN of a format, such as people would make up; `which` tells several apart.
pub(super) fn example(format: &str, partition: &str, account: &str, which: usize) -> String {
    let mut text = String::new();
    let pick = |of: [&'static str; 3]| of.get(which % 3).copied().unwrap_or_default();
    for piece in pieces(format) {
        text.push_str(match piece {
            Piece::Text(plain) => plain,
            Piece::Placeholder("Partition") => partition,
            Piece::Placeholder("Region") => pick(["eu-west-1", "us-east-1", "ap-south-1"]),
            Piece::Placeholder("Account") => account,
            Piece::Placeholder("BucketName") => pick(["example-bucket", "other-bucket", "private-bucket"]),
            Piece::Placeholder("ObjectName") => pick(["reports/2026.csv", "private/salaries.csv", "a.txt"]),
            Piece::Placeholder("RoleNameWithPath") => pick(["Admin", "AppRole", "team/Deploy"]),
            Piece::Placeholder("UserNameWithPath") => pick(["Bob", "Ann", "team/Carol"]),
            Piece::Placeholder("TableName") => pick(["orders", "customers", "secrets"]),
            Piece::Placeholder("LogGroupName") => pick(["/aws/lambda/example", "audit", "/app/web"]),
            Piece::Placeholder("KeyId") => "1234abcd-12ab-34cd-56ef-1234567890ab",
            Piece::Placeholder(_) => pick(["example", "another", "private"]),
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::catalogue::Catalogue;
    use crate::iam::compare::automaton::matches;

    #[test]
    fn examples_have_the_shape_of_their_format() {
        for service in Catalogue::built_in().services() {
            for format in service.resource_types().flat_map(|on| on.arn_formats().collect::<Vec<_>>()) {
                let shapes = shapes(format, "aws", None);
                for which in 0..3 {
                    let text = example(format, "aws", "111122223333", which);
                    assert!(shapes.iter().any(|shape| matches(shape, &text)), "{format}: {text}");
                }
            }
        }
    }

    #[test]
    fn names_end_where_the_next_part_begins() {
        for (format, text, expected) in [
            ("arn:${Partition}:s3:::${BucketName}", "arn:aws:s3:::bucket/k", false),
            ("arn:${Partition}:s3:::${BucketName}", "arn:aws:s3:::bucket", true),
            ("arn:${Partition}:s3:::${BucketName}/${ObjectName}", "arn:aws:s3:::bucket/a/b:c", true),
            ("arn:${Partition}:sqs:${Region}:${Account}:${QueueName}", "arn:aws:sqs:eu-west-1:1:q", false),
            (
                "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}",
                "arn:aws:logs:eu-west-1:111122223333:log-group:/app:log-stream:",
                true,
            ),
            ("arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}", "arn:aws:iam::111122223333:role/p/R", true),
            ("arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}", "arn:aws:iam::111122223333:role/p/", false),
        ] {
            assert_eq!(shapes(format, "aws", None).iter().any(|shape| matches(shape, text)), expected, "{text}");
        }
    }
}

//! Policies of a given size, made here so that both benchmarks measure the same.

/// A permissions policy of at least `bytes` bytes, as people write them: indented, indented by four, with wildcards, variables and
/// conditions. Ten thousand bytes of it stay within a managed policy's quota, for white space does not count.
pub fn policy(bytes: usize) -> String {
    let mut statements = Vec::new();
    let mut size = 0;
    while size < bytes {
        let statement = statement(statements.len());
        size += statement.len();
        statements.push(statement);
    }
    document(&statements)
}

/// A document of these statements.
pub fn document(statements: &[String]) -> String {
    format!("{{\n    \"Version\": \"2012-10-17\",\n    \"Statement\": [\n{}\n    ]\n}}\n", statements.join(",\n"))
}

/// A statement of some 650 bytes with one condition; its `Sid` stands on its second line.
pub fn statement(number: usize) -> String {
    format!(
        r#"        {{
            "Sid": "TeamData{number}",
            "Effect": "Allow",
            "Action": [
                "s3:GetObject",
                "s3:PutObject",
                "dynamodb:Query"
            ],
            "Resource": [
                "arn:aws:s3:::team-{number}-data/${{aws:username}}/*",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/Team{number}Items"
            ],
            "Condition": {{
                "StringEquals": {{
                    "aws:ResourceTag/team": "team-{number}"
                }}
            }}
        }}"#
    )
}

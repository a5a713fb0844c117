//! What is said of the word at the cursor, which is `|` in the texts.

use super::*;
use crate::iam::catalogue::Catalogue;
use crate::iam::json;
use crate::iam::policy::PolicyKind::{self, Boundary, Identity, Rcp, Resource, Scp, Trust};
use crate::iam::request::{Context, ContextValue};
use crate::iam::surroundings::{Named, Surroundings};

fn at(kind: PolicyKind, marked: &str, surroundings: &Surroundings) -> Option<(About, String)> {
    let cursor = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let parse = json::parse(&text);
    let about = about(&Site { text: &text, parse: &parse, kind, cursor, surroundings })?;
    let word = about.range.slice(&text).to_owned();
    Some((about, word))
}

/// All that is said, a line each.
fn said(about: &About) -> String {
    let rows = about.lists.iter().flat_map(|list| {
        let rows = list.rows.iter().map(|(name, what)| format!("{name}: {what}"));
        std::iter::once(list.heading.clone()).chain(rows)
    });
    let words = about.words.iter().cloned();
    std::iter::once(about.title.clone()).chain(words).chain(rows).collect::<Vec<_>>().join("\n")
}

/// Expects this word, this title, and all these words behind it.
#[track_caller]
fn check_in(kind: PolicyKind, marked: &str, around: &Surroundings, word: &str, title: &str, words: &[&str]) {
    let (about, found) = at(kind, marked, around).unwrap_or_else(|| panic!("nothing is said of {marked}"));
    assert_eq!((found.as_str(), about.title.as_str()), (word, title), "{marked}");
    let said = said(&about);
    for words in words {
        assert!(said.contains(words), "expected {words:?} in\n{said}");
    }
    for paragraph in &about.words {
        assert!(paragraph.ends_with(['.', ')']), "{paragraph}");
    }
}

/// The same for one member of a statement that allows something.
#[track_caller]
fn check(kind: PolicyKind, member: &str, word: &str, title: &str, words: &[&str]) {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", {member}}}]}}"#);
    check_in(kind, &text, &Surroundings::default(), word, title, words);
}

/// How many actions the catalogue has of S3.
fn s3() -> usize {
    Catalogue::built_in().service("s3").unwrap().actions().count()
}

#[test]
fn an_action_has_its_level_resources_keys_and_what_it_needs() {
    check(
        Identity,
        r#""Action": "s3:Get|Object""#,
        "s3:GetObject",
        "s3:GetObject, an action of Amazon S3",
        &[
            "Access level Read",
            "one of the resources",
            "object: arn:${Partition}:s3:::${BucketName}/${ObjectName}",
            "Condition keys (",
        ],
    );
    check(
        Identity,
        r#""Action": ["a:b", "S3:putobject|"]"#,
        "S3:putobject",
        "s3:PutObject, an action of Amazon S3",
        &["Write"],
    );
    check(
        Identity,
        r#""Action": "s3:ListAll|MyBuckets""#,
        "s3:ListAllMyBuckets",
        "s3:ListAllMyBuckets, an action of Amazon S3",
        &["`Resource` must be `*`"],
    );
    check(
        Identity,
        r#""Action": "|iam:PassRole""#,
        "iam:PassRole",
        "iam:PassRole, an action of AWS Identity and Access Management (IAM)",
        &["no call of its own", "role: arn:${Partition}:iam::${Account}:role/${RoleNameWithPath} · required"],
    );
    check(
        Trust,
        r#""Action": "sts:|AssumeRole""#,
        "sts:AssumeRole",
        "sts:AssumeRole, an action of AWS Security Token Service",
        &["lets the principals of the statement take this role"],
    );
}

#[test]
fn an_action_that_aws_does_not_have_says_so() {
    check(
        Identity,
        r#""Action": "s3:GetObjct|""#,
        "s3:GetObjct",
        "s3:GetObjct, no action that is known",
        &["no action of that name", "matches no request", "Perhaps meant\ns3:GetObject: Read"],
    );
    check(Identity, r#""Action": "s4:|Get""#, "s4:Get", "s4:Get, no action that is known", &["`s4` is no service"]);
    check(Identity, r#""Action": "s3|""#, "s3", "s3, no action that is known", &["`s3` is Amazon S3", "`s3:*`"]);
    let former = Catalogue::built_in().former_actions().next().unwrap();
    let name = format!("{}:{}", former.service, former.name);
    let about = action(&name).unwrap();
    assert_eq!(about.title, format!("{name}, an action that AWS does not list any more"));
}

#[test]
fn a_wildcard_lists_what_it_covers_today() {
    let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:|*Message*"}}"#;
    let (about, _) = at(Identity, text, &Surroundings::default()).unwrap();
    let listed: Vec<&str> = about.lists.iter().flat_map(|list| &list.rows).map(|(name, _)| name.as_str()).collect();
    let catalogue = Catalogue::built_in();
    let expected: Vec<String> = (catalogue.service("sqs").unwrap().actions())
        .filter(|action| action.name.contains("Message"))
        .map(|action| action.to_string())
        .collect();
    assert_eq!(listed.len(), expected.len());
    assert!(expected.iter().all(|name| listed.contains(&name.as_str())));
    assert_eq!(about.title, format!("sqs:*Message*, {} actions of Amazon SQS", expected.len()));
    assert!(about.words[0].starts_with(&format!("It allows {} of the ", expected.len())), "{}", about.words[0]);
    check(
        Identity,
        r#""Action": "s3:|*""#,
        "s3:*",
        &format!("s3:*, {} actions of Amazon S3", s3()),
        &["every action of Amazon S3", "By access level"],
    );
    check(Identity, r#""Action": "s3:|Nix*""#, "s3:Nix*", "s3:Nix*, 0 actions of Amazon S3", &["it allows nothing"]);
    let all = action("*").unwrap();
    assert!(all.title.starts_with("*, every action of AWS: "), "{}", all.title);
    assert_eq!(all.lists.iter().map(|list| list.rows.len()).sum::<usize>(), catalogue.actions().count());
}

#[test]
fn not_action_says_what_it_leaves() {
    check(
        Identity,
        r#""NotAction": ["iam:|*", "sts:*"]"#,
        "iam:*",
        &action("iam:*").unwrap().title,
        &["every action but those listed", "by service (", &format!("s3: all {} actions", s3())],
    );
    let deny = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "NotAction": "s3:Get|Object"}}"#;
    let title = "s3:GetObject, an action of Amazon S3";
    check_in(
        Scp,
        deny,
        &Surroundings::default(),
        "s3:GetObject",
        title,
        &["forbids every action but", "It allows nothing", &format!("s3: {} actions", s3() - 1)],
    );
}

#[test]
fn an_arn_is_taken_apart_and_held_against_the_catalogue() {
    check(
        Identity,
        r#""Action": ["s3:GetObject", "s3:ListBucket", "s3:Put*"], "Resource": "arn:aws:s3:::|reports/*""#,
        "arn:aws:s3:::reports/*",
        "arn:aws:s3:::reports/*, object ARN of Amazon S3",
        &[
            "not the bucket",
            "region: empty: such an ARN names no Region",
            "account: empty: such an ARN names no account",
            "resource: reports/* · which object",
            "s3:GetObject: works on it",
            "bucket, not on this",
            "s3:Put*: ",
        ],
    );
    check(
        Identity,
        r#""Resource": ["x", "arn:aws:s3:::reports|"]"#,
        "arn:aws:s3:::reports",
        "arn:aws:s3:::reports, bucket ARN of Amazon S3",
        &["the bucket alone", "`arn:aws:s3:::reports/*`"],
    );
    check(
        Identity,
        r#""Resource": "arn:aws:iam::aws:policy/|ReadOnlyAccess""#,
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:iam::aws:policy/ReadOnlyAccess, policy ARN of AWS Identity and Access Management (IAM)",
        &["account: aws · AWS itself"],
    );
    check(Identity, r#""Resource": "|*""#, "*", "*, every resource", &["on no resource in particular"]);
    check(Identity, r#""NotResource": "|*""#, "*", "*, every resource", &["every resource but those listed"]);
    check(
        Identity,
        r#""Resource": "arn:aws:s3|""#,
        "arn:aws:s3",
        "arn:aws:s3, an ARN with 3 of its six parts",
        &["for `*`"],
    );
    check(Identity, r#""Resource": "reports|""#, "reports", "reports, not an ARN", &["six parts"]);
    check(
        Identity,
        r#""Resource": "arn:aws:s3:eu-west-1::bucket|""#,
        "arn:aws:s3:eu-west-1::bucket",
        "arn:aws:s3:eu-west-1::bucket, an ARN of Amazon S3",
        &["fits none of the ARNs"],
    );
}

#[test]
fn an_operator_says_its_rule_for_a_missing_key() {
    check(
        Identity,
        r#""Condition": {"String|NotEquals": {"aws:username": "a"}}"#,
        "StringNotEquals",
        "StringNotEquals, a condition operator",
        &["holds for a request without the key", "each of them must hold"],
    );
    check(
        Identity,
        r#""Condition": {"ForAllValues:StringLikeIfExists|": {}}"#,
        "ForAllValues:StringLikeIfExists",
        "ForAllValues:StringLikeIfExists, a condition operator",
        &["With ForAllValues every value", "With IfExists it holds"],
    );
    check(
        Identity,
        r#""Condition": {"StringEqual|": {}}"#,
        "StringEqual",
        "StringEqual, no condition operator",
        &["Perhaps meant\nStringEquals"],
    );
}

#[test]
fn a_key_says_its_type_and_which_requests_carry_it() {
    let condition = |key: &str| {
        format!(
            r#""Action": ["s3:ListBucket", "s3:GetObject", "s3:List*"], "Condition": {{"StringEquals": {{"{key}": "a"}}}}"#
        )
    };
    let check = |key: &str, title: &str, words: &[&str]| {
        check(Identity, &condition(key), &key.replace('|', ""), title, words);
    };
    check(
        "s3:pre|fix",
        "s3:prefix, a condition key of Amazon S3",
        &[
            "Type: text, one value",
            "s3:ListBucket: may carry it",
            "s3:GetObject: never carries it",
            " actions may carry it",
        ],
    );
    check(
        "aws:sourceip|",
        "aws:SourceIp, a global condition key",
        &[
            "public address",
            "unless they come through a VPC endpoint",
            "It is global",
            "IP address",
            "NotIpAddress: Holds",
        ],
    );
    check("aws:TagKeys|", "aws:TagKeys, a global condition key", &["several values at once", "`ForAnyValue:`"]);
    check("aws:PrincipalTag/te|am", "aws:PrincipalTag/team, a global condition key", &["A tag of the caller"]);
    check(
        "token.actions.githubusercontent.com:s|ub",
        "token.actions.githubusercontent.com:sub, a condition key of identity providers",
        &["Whom the token is about"],
    );
    check(
        "aws:SourceIpp|",
        "aws:SourceIpp, no condition key that is known",
        &["missing key", "Perhaps meant\naws:SourceIp"],
    );
}

#[test]
fn a_value_says_what_it_is_compared_with() {
    check(
        Identity,
        r#""Condition": {"StringEquals": {"aws:PrincipalTag/team": "re|d*"}}"#,
        "red*",
        "red*, a value that `aws:PrincipalTag/team` is compared with",
        &["one of the values, to the letter", "not wildcards", "a tag of the caller"],
    );
    check(
        Identity,
        r#""Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/3|3"}}"#,
        "203.0.113.0/33",
        "203.0.113.0/33, a value that `aws:SourceIp` is compared with",
        &["is not an address or range"],
    );
    check(
        Identity,
        r#""Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:ro|ot"}}"#,
        "arn:aws:iam::111122223333:root",
        "arn:aws:iam::111122223333:root, a value that `aws:PrincipalArn` is compared with",
        &["the root user alone here", "account: 111122223333 · the account it belongs to"],
    );
    check(
        Identity,
        r#""Condition": {"Bool": {"aws:SecureTransport": fal|se}}"#,
        "false",
        "false, a value that `aws:SecureTransport` is compared with",
        &[],
    );
}

#[test]
fn a_principal_says_whom_it_really_names() {
    let check = |kind, principal: &str, word: &str, title: &str, words: &[&str]| {
        check(kind, &format!(r#""Principal": {principal}"#), word, title, words);
    };
    let root = "arn:aws:iam::111122223333:root";
    check(
        Trust,
        r#"{"AWS": "arn:aws:iam::111122223333:ro|ot"}"#,
        root,
        &format!("{root}, the whole account 111122223333"),
        &["not its root user", "mean the same"],
    );
    check(
        Trust,
        r#"{"AWS": ["x", "111122|223333"]}"#,
        "111122223333",
        "111122223333, the whole account 111122223333",
        &[],
    );
    let role = "arn:aws:iam::111122223333:role/team/App";
    check(
        Trust,
        r#"{"AWS": "arn:aws:iam::111122223333:role/team/A|pp"}"#,
        role,
        &format!("{role}, the role App"),
        &["Every session of that role", "unique id", "resource: role/team/App · which role"],
    );
    let (about, _) = at(
        Resource,
        r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/team/A|pp"}}}"#,
        &Surroundings::default(),
    )
    .unwrap();
    assert!(!said(&about).contains("unique id"));
    check(
        Trust,
        r#"{"Service": "lambda|.amazonaws.com"}"#,
        "lambda.amazonaws.com",
        "lambda.amazonaws.com, the service AWS Lambda",
        &["may take the role", "`aws:SourceArn`"],
    );
    let github = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    check(
        Trust,
        &format!(r#"{{"Federated": "|{github}"}}"#),
        github,
        &format!("{github}, an identity provider"),
        &["`sts:AssumeRoleWithWebIdentity`", "AWS refuses a trust policy"],
    );
    check(Resource, r#""|*""#, "*", "*, everybody", &["Everybody: every caller", "own account need nothing else"]);
    check(
        Trust,
        r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/App/s|1"}"#,
        "arn:aws:sts::111122223333:assumed-role/App/s1",
        "arn:aws:sts::111122223333:assumed-role/App/s1, one session of a role",
        &[],
    );
    check(
        Trust,
        r#"{"AWS": "AROA1234567890ABCDEFG|"}"#,
        "AROA1234567890ABCDEFG",
        "AROA1234567890ABCDEFG, somebody who was deleted",
        &["names nobody"],
    );
    check(
        Trust,
        r#"{"AWS": "arn:aws:iam::111122223333:role/*|"}"#,
        "arn:aws:iam::111122223333:role/*",
        "arn:aws:iam::111122223333:role/*, no principal",
        &["wildcard"],
    );
    check(Trust, r#"{"Feder|ated": "x"}"#, "Federated", "Federated, a type of principal", &["identity providers"]);
}

#[test]
fn the_names_of_the_world_are_used() {
    let around = Surroundings {
        accounts: vec![Named { name: "111122223333".into(), what: "account Dev".into() }],
        ..Surroundings::default()
    };
    let text = r#"{"Statement": {"Principal": {"AWS": "arn:aws:iam::111122223333:|root"}}}"#;
    let title = "arn:aws:iam::111122223333:root, the whole account 111122223333";
    check_in(Trust, text, &around, "arn:aws:iam::111122223333:root", title, &["Here that is account Dev."]);
    let text = r#"{"Statement": {"Resource": "arn:aws:sqs:eu-west-1:111122223333:q|"}}"#;
    let word = "arn:aws:sqs:eu-west-1:111122223333:q";
    check_in(
        Identity,
        text,
        &around,
        word,
        &format!("{word}, queue ARN of Amazon SQS"),
        &["111122223333 · account Dev"],
    );
}

#[test]
fn a_variable_says_what_it_becomes() {
    let mut context = Context::default();
    context.set("aws:username", ContextValue::One("ann".into()));
    let around = Surroundings { context: Some(context), ..Surroundings::default() };
    let document = |version: &str, member: &str| {
        format!(r#"{{"Version": "{version}", "Statement": {{"Effect": "Allow", {member}}}}}"#)
    };
    let check = |member: &str, word: &str, words: &[&str]| {
        check_in(
            Identity,
            &document("2012-10-17", member),
            &around,
            word,
            &format!("{word}, a policy variable"),
            words,
        );
    };
    check(
        r#""Resource": "arn:aws:s3:::home/${aws:|username}/*""#,
        "${aws:username}",
        &["becomes `ann`", "Only requests of IAM users"],
    );
    check(r#""Resource": "arn:aws:s3:::home/|${aws:username}/*""#, "${aws:username}", &["becomes `ann`"]);
    check(
        r#""Resource": "arn:aws:s3:::${aws:PrincipalTag/t|eam}""#,
        "${aws:PrincipalTag/team}",
        &["no value for `aws:PrincipalTag/team`", "matches no resource"],
    );
    check(
        r#""Resource": "arn:aws:s3:::${aws:PrincipalTag/team, 'no|ne'}/*""#,
        "${aws:PrincipalTag/team, 'none'}",
        &["the default stands in: `none`"],
    );
    check(r#""Resource": "arn:aws:s3:::${aws:TagKe|ys}""#, "${aws:TagKeys}", &["cannot be a variable"]);
    check(r#""Resource": "arn:aws:s3:::${aws:nothi|ng}""#, "${aws:nothing}", &["knows no key"]);
    check(r#""Action": "s3:${aws:user|name}""#, "${aws:username}", &["Not here"]);
    check(r#""Resource": "arn:aws:s3:${aws:user|name}::b""#, "${aws:username}", &["behind the fifth colon only"]);
    check(
        r#""Condition": {"StringNotEquals": {"s3:prefix": "${aws:user|id}"}}"#,
        "${aws:userid}",
        &["the comparison holds"],
    );
    let old = document("2008-10-17", r#""Resource": "arn:aws:s3:::${aws:user|name}""#);
    check_in(
        Identity,
        &old,
        &around,
        "${aws:username}",
        "${aws:username}, a policy variable",
        &["Plain text as it stands"],
    );
    let escape = document("2012-10-17", r#""Resource": "arn:aws:s3:::b/${|*}""#);
    check_in(Identity, &escape, &around, "${*}", "${*}, the character `*` itself", &["Not a wildcard"]);
    let open = document("2012-10-17", r#""Resource": "arn:aws:s3:::b/${aws:|username""#);
    check_in(Identity, &open, &around, "${aws:username", "${aws:username, a variable without its end", &["Close it"]);
}

#[test]
fn elements_are_explained_for_the_kind_of_policy() {
    check(
        Identity,
        r#""Not|Action": "s3:*""#,
        "NotAction",
        "NotAction, an element of a permissions policy",
        &["of every service"],
    );
    check(Trust, r#""Act|ion": "s3:*""#, "Action", "Action, an element of a trust policy", &["Only actions of STS"]);
    check(
        Identity,
        r#""Princi|pal": "*""#,
        "Principal",
        "Principal, an element of a permissions policy",
        &["may not have it"],
    );
    check(
        Rcp,
        r#""Princi|pal": "*""#,
        "Principal",
        "Principal, an element of a resource control policy",
        &["always `*`"],
    );
    check(
        Boundary,
        r#""Effect|": "Allow""#,
        "Effect",
        "Effect, an element of a permissions boundary",
        &["by itself it grants nothing"],
    );
    check(Identity, r#""Sid": "Read|It""#, "ReadIt", "ReadIt, the name of this statement", &["changes nothing"]);
    let around = Surroundings::default();
    let document = |marked: &str, word: &str, title: &str| check_in(Identity, marked, &around, word, title, &[]);
    document(r#"{"Ver|sion": "2012-10-17"}"#, "Version", "Version, an element of a permissions policy");
    document(r#"{"Version": "2012|-10-17"}"#, "2012-10-17", "2012-10-17, today's version of the policy language");
    document(r#"{"Version": "2008|-10-17"}"#, "2008-10-17", "2008-10-17, the first version of the policy language");
    document(r#"{"Version": "2024|-01-01"}"#, "2024-01-01", "2024-01-01, no version of the policy language");
    document(r#"{"State|ment": []}"#, "Statement", "Statement, an element of a permissions policy");
    document(r#"{"Statement": {"Effect": "De|ny"}}"#, "Deny", "Deny, what the statement does");
    document(r#"{"Statement": {"Effect": "al|low"}}"#, "allow", "allow, no effect");
}

#[test]
fn broken_text_is_understood_as_far_as_it_goes() {
    let around = Surroundings::default();
    let check = |marked: &str, word: &str, title: &str| check_in(Identity, marked, &around, word, title, &[]);
    check(
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get|Object"#,
        "s3:GetObject",
        "s3:GetObject, an action of Amazon S3",
    );
    check(
        r#"{"Statement": [{"Action": ["s3:GetObject" "s3:Put|Object", ]}"#,
        "s3:PutObject",
        "s3:PutObject, an action of Amazon S3",
    );
    check("{'Effect': 'Allow', 'Action': 's3:Get|Object'}", "s3:GetObject", "s3:GetObject, an action of Amazon S3");
    check(r#"{"Effect": "Allow", "Act|ion": "#, "Action", "Action, an element of a permissions policy");
}

#[test]
fn nothing_is_said_where_nothing_stands() {
    let around = Surroundings::default();
    for marked in [
        "|",
        " | ",
        r#"{"Statement": | []}"#,
        r#"{"Nonsense|": 1}"#,
        r#"{"Statement": [{"Effect" |: 1}]}"#,
        "// comm|ent",
        "[\"a|\"]",
        "\"a|\"",
        r#"{"Statement": {"Principal": {"AWS": {"a|": 1}}}}"#,
    ] {
        assert!(at(Identity, marked, &around).is_none(), "{marked}");
    }
}

#[test]
fn any_place_of_any_text_can_be_asked_about() {
    let text = r#"{"Version":"2012-10-17","Statement":[{"Sid":"é","Effect":"Allow","NotPrincipal":{"AWS":["*"]},"NotAction":"*","Resource":["arn:aws:s3:::b/${é","${a, '}'}"],"Condition":{"Nix":{"":[1,null,{"a":[]}]}}}],"#;
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        let cut = text.get(..end).unwrap();
        let parse = json::parse(cut);
        for cursor in [end / 2, end, end + 7] {
            let site =
                Site { text: cut, parse: &parse, kind: Resource, cursor, surroundings: &Surroundings::default() };
            if let Some(about) = about(&site) {
                assert!(!about.title.is_empty());
            }
        }
    }
}

#[test]
fn numbers_are_written_for_people() {
    assert_eq!([0, 999, 1000, 1234567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    assert_eq!(and::<&str>(&[]), "");
    assert_eq!(and(&["a", "b", "c"]), "a, b and c");
}

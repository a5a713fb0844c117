//! Changes of scenario files: what comes of them, what stays, what is refused.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::iam::scenario::{
    Account, ContextSpec, Group, IdentityProvider, InstanceProfile, PolicySource, ProviderKind, RequestSpec, Resource,
    Role, Unit, User,
};

const FILES: [&str; 8] = [
    include_str!("../../../assets/scenarios/boundary-and-bucket.toml"),
    include_str!("../../../assets/scenarios/dev-to-prod.toml"),
    include_str!("../../../assets/scenarios/ec2-reads-s3.toml"),
    include_str!("../../../assets/scenarios/hat-and-head.toml"),
    include_str!("../../../assets/scenarios/lambda-passrole.toml"),
    include_str!("../../../assets/scenarios/oidc-github.toml"),
    include_str!("../../../assets/scenarios/scp-guardrail.toml"),
    include_str!("../../../assets/scenarios/session-tags.toml"),
];

/// A small file with a comment everywhere.
const SMALL: &str = r#"# Two accounts.

title = "Small" # the title

# The first account.
[world.accounts.dev] # dev
id = "111122223333" # its id

# Belongs to nothing.

# The second account.
[world.accounts.prod]
id = "444455556666"
title = "Prod"

# Who works here.

[[world.users]]
# short for Annette
name = "dev/ann"
policies = [
    "assume.json", # to go over
    # and to look
    "look.json",
]

[[world.users]]
name = "dev/bob"
tags = { team = "blue" } # his team

# The hat.
[[world.roles]]
name = "prod/Reader"
trust = "trust.json"
# The most it may.
boundary = "boundary.json"

[world.roles.tags]
team = "blue"

[[requests]]
name = "ann-reads"
who = "user dev/ann"
through = ["prod/Reader"] # over the bridge
action = "s3:GetObject"
resource = "arn:aws:s3:::reports/a"
# The end.
"#;

fn file(name: &str) -> PolicySource {
    PolicySource::Text(name.to_owned())
}

fn user(name: &str) -> User {
    User { name: name.into(), policies: Vec::new(), groups: Vec::new(), boundary: None, tags: BTreeMap::new() }
}

fn account(id: &str) -> Account {
    let (title, unit) = (String::new(), None);
    Account { id: id.into(), title, unit, scps: Vec::new(), rcps: Vec::new(), full_aws_access: true }
}

/// `SMALL` after a change, as the difference by lines.
fn difference(change: &Change) -> String {
    let mut draft = Draft::new(SMALL);
    draft.change(change).unwrap();
    let wanted = change.apply(Draft::new(SMALL).file().unwrap()).unwrap();
    assert_eq!(Draft::new(draft.text()).file().unwrap(), &wanted);
    lines_apart(SMALL, draft.text())
}

/// What went (`-`) and what came (`+`), in order.
fn lines_apart(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let mut lengths = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let longest = lengths[i + 1][j].max(lengths[i][j + 1]);
            lengths[i][j] = if old[i] == new[j] { lengths[i + 1][j + 1] + 1 } else { longest };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, String::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || lengths[i + 1][j] >= lengths[i][j + 1]) {
            out += &format!("-{}\n", old[i]);
            i += 1;
        } else {
            out += &format!("+{}\n", new[j]);
            j += 1;
        }
    }
    out
}

fn check(change: Change, expected: &str) {
    assert_eq!(difference(&change), expected);
}

fn refused(change: Change, expected: &str) {
    let mut draft = Draft::new(SMALL);
    assert_eq!(draft.refusal(std::slice::from_ref(&change)).map(|error| error.message).as_deref(), Some(expected));
    draft.change(&change).unwrap_err();
    assert_eq!(draft.text(), SMALL);
}

#[test]
fn a_new_entry_stands_behind_those_of_its_sort() {
    check(Change::PutUser(user("prod/eve")), "+[[world.users]]\n+name = \"prod/eve\"\n+\n");
    check(
        Change::PutAccount("play".into(), account("555566667777")),
        "+[world.accounts.play]\n+id = \"555566667777\"\n+\n",
    );
}

#[test]
fn the_first_entry_of_its_sort_stands_where_people_write_it() {
    let group = Group { name: "dev/Readers".into(), policies: vec![file("look.json")] };
    let before_users = "+[[world.groups]]\n+name = \"dev/Readers\"\n+policies = [\"look.json\"]\n+\n";
    check(Change::PutGroup(group.clone()), before_users);
    let mut draft = Draft::new(SMALL);
    draft.change(&Change::PutGroup(group)).unwrap();
    let at = |words: &str| draft.text().find(words).unwrap();
    assert!(at("[[world.groups]]") > at("[world.accounts.prod]") && at("[[world.groups]]") < at("[[world.users]]"));
    let resource = Resource {
        arn: "arn:aws:s3:::reports".into(),
        account: "prod".into(),
        policy: Some(PolicySource::Text("{\n  \"Version\": \"2012-10-17\"\n}".into())),
        tags: [("team".to_owned(), "blue".to_owned())].into(),
    };
    check(
        Change::PutResource(resource),
        "+[[world.resources]]\n+arn = \"arn:aws:s3:::reports\"\n+account = \"prod\"\n+policy = '''\n+{\n+  \
         \"Version\": \"2012-10-17\"\n+}'''\n+tags = { team = \"blue\" }\n+\n",
    );
}

#[test]
fn a_changed_entry_keeps_its_comments_and_what_did_not_change() {
    let ann = User { policies: vec![file("assume.json"), file("look.json"), file("more.json")], ..user("dev/ann") };
    check(Change::PutUser(ann), "+    \"more.json\",\n");
    let bob = User { tags: [("team".to_owned(), "red".to_owned())].into(), ..user("dev/bob") };
    check(Change::PutUser(bob), "-tags = { team = \"blue\" } # his team\n+tags = { team = \"red\" } # his team\n");
    let dev = Account { title: "Dev".into(), ..account("111122223333") };
    check(Change::PutAccount("dev".into(), dev), "+title = \"Dev\"\n");
}

#[test]
fn policies_are_attached_and_detached_in_their_lists() {
    let ann = || Seat::Permissions(Entity::User("dev/ann".into()));
    let role = || Entity::Role("prod/Reader".into());
    check(Change::Attach(ann(), file("more.json")), "+    \"more.json\",\n");
    check(Change::Detach(ann(), 0), "-    \"assume.json\", # to go over\n");
    check(Change::Detach(ann(), 1), "-    # and to look\n-    \"look.json\",\n");
    check(Change::Attach(Seat::Permissions(role()), file("read.json")), "+policies = [\"read.json\"]\n");
    check(Change::Detach(Seat::Boundary(role()), 0), "-# The most it may.\n-boundary = \"boundary.json\"\n");
    check(
        Change::Attach(Seat::Trust("prod/Reader".into()), file("other.json")),
        "-trust = \"trust.json\"\n+trust = \"other.json\"\n",
    );
    refused(Change::Attach(ann(), file("look.json")), "`look.json` is attached to user `dev/ann` already");
    refused(
        Change::Detach(Seat::Trust("prod/Reader".into()), 0),
        "a role always has a trust policy; write another, or remove the role",
    );
    refused(
        Change::Attach(Seat::Scps(Entity::Account("dev".into())), file("guard.json")),
        "there is no organisation yet; add it first",
    );
}

#[test]
fn what_is_taken_out_takes_its_own_comments_and_no_others() {
    let mut draft = Draft::new(SMALL);
    draft.change(&Change::Remove(Entity::User("dev/bob".into()))).unwrap();
    let gone = "-[[world.users]]\n-name = \"dev/bob\"\n-tags = { team = \"blue\" } # his team\n-\n";
    assert_eq!(lines_apart(SMALL, draft.text()), gone);
    check(
        Change::RemoveWith(Entity::Account("prod".into())),
        "-# The second account.\n-[world.accounts.prod]\n-id = \"444455556666\"\n-title = \"Prod\"\n-\n-\n-# The hat.\n\
         -[[world.roles]]\n-name = \"prod/Reader\"\n-trust = \"trust.json\"\n-# The most it may.\n\
         -boundary = \"boundary.json\"\n-\n-[world.roles.tags]\n-team = \"blue\"\n-\n-[[requests]]\n\
         -name = \"ann-reads\"\n-who = \"user dev/ann\"\n-through = [\"prod/Reader\"] # over the bridge\n\
         -action = \"s3:GetObject\"\n-resource = \"arn:aws:s3:::reports/a\"\n",
    );
}

#[test]
fn a_new_name_is_followed_by_all_that_name_it() {
    check(
        Change::Rename(Entity::Role("prod/Reader".into()), "prod/team/Reader2".into()),
        "-name = \"prod/Reader\"\n+name = \"prod/team/Reader2\"\n-through = [\"prod/Reader\"] # over the bridge\n\
         +through = [\"prod/team/Reader2\"] # over the bridge\n",
    );
    check(
        Change::Rename(Entity::Account("dev".into()), "work".into()),
        "-[world.accounts.dev] # dev\n+[world.accounts.work] # dev\n-name = \"dev/ann\"\n+name = \"work/ann\"\n\
         -name = \"dev/bob\"\n+name = \"work/bob\"\n-who = \"user dev/ann\"\n+who = \"user work/ann\"\n",
    );
    refused(Change::Rename(Entity::User("dev/ann".into()), "dev/bob".into()), "there is a user `dev/bob` already");
    refused(
        Change::Rename(Entity::User("dev/ann".into()), "nowhere/ann".into()),
        "unknown account `nowhere`; the world has `dev`, `prod`",
    );
}

#[test]
fn what_would_dangle_is_told() {
    refused(
        Change::Remove(Entity::Role("prod/Reader".into())),
        "role `prod/Reader` is still named: request `ann-reads` goes through role `prod/Reader`; change or remove that \
         first",
    );
    let hanging = hangs_on(Draft::new(SMALL).file().unwrap(), &Entity::Account("dev".into()));
    let words: Vec<String> = hanging.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "user `dev/ann` lies in account `dev`",
            "user `dev/bob` lies in account `dev`",
            "request `ann-reads` is made by user `dev/ann`",
        ]
    );
    refused(
        Change::PutUser(User { groups: vec!["dev/Nobody".into()], ..user("dev/ann") }),
        "unknown group `dev/Nobody`; the world has no group yet, add one",
    );
    refused(
        Change::PutAccount("third".into(), account("12")),
        "`12` is not an account id; write its twelve digits in quotes",
    );
}

#[test]
fn a_unit_that_goes_lets_what_hangs_in_it_up() {
    let text = FILES[6];
    let mut draft = Draft::new(text);
    let inner = Unit { parent: Some("Workloads".into()), scps: Vec::new(), rcps: Vec::new(), full_aws_access: true };
    draft.change(&Change::PutUnit("Inner".into(), inner)).unwrap();
    draft.change(&Change::RemoveWith(Entity::Unit("Workloads".into()))).unwrap();
    let world = &draft.file().unwrap().world;
    let root = world.organization.as_ref().unwrap();
    assert_eq!(root.units.keys().collect::<Vec<_>>(), ["Inner", "Sandbox"]);
    assert_eq!((root.units["Inner"].parent.as_deref(), world.accounts["dev"].unit.as_deref()), (None, Some("root")));
    draft.change(&Change::RemoveWith(Entity::Organization)).unwrap();
    assert!(draft.file().unwrap().world.accounts.values().all(|account| account.unit.is_none()));
    assert!(draft.scenario(&mut |_| Ok("{}".into())).is_ok());
}

#[test]
fn a_world_grows_from_nothing() {
    let mut draft = Draft::new("title = \"New\"\n\n[world]\n");
    let role = Role {
        name: "dev/Deployer".into(),
        trust: file("trust.json"),
        policies: vec![file("deploy.json")],
        boundary: None,
        tags: BTreeMap::new(),
        max_session_duration: 7200,
    };
    let request = RequestSpec {
        context: [("aws:SourceIp".to_owned(), ContextSpec::Text("203.0.113.9".into()))].into(),
        ..toml::from_str("name = \"deploys\"\nwho = \"user dev/ann\"\nthrough = [\"dev/Deployer\"]").unwrap()
    };
    let provider = IdentityProvider { name: "dev/Corp".into(), kind: ProviderKind::Saml };
    let profile = InstanceProfile { name: "dev/Profile".into(), role: "dev/Deployer".into() };
    let unit = Unit { parent: None, scps: vec![file("guard.json")], rcps: Vec::new(), full_aws_access: false };
    for change in [
        Change::PutAccount("dev".into(), account("111122223333")),
        Change::PutUser(user("dev/ann")),
        Change::PutRole(Box::new(role)),
        Change::PutRequest(Box::new(request)),
        Change::PutInstanceProfile(profile),
        Change::PutIdentityProvider(provider),
        Change::PutOrganization { id: None, management: Some("dev".into()) },
        Change::PutUnit("Live".into(), unit),
        Change::About("Grown.".into()),
    ] {
        draft.change(&change).unwrap();
    }
    insta::assert_snapshot!(draft.text());
    for entity in Entity::all(draft.file().unwrap()) {
        if entity.is_in(draft.file().unwrap()) {
            draft.change(&Change::RemoveWith(entity)).unwrap();
        }
    }
    assert_eq!(draft.text(), "title = \"New\"\nabout = \"Grown.\"\n\n[world]\n");
}

#[test]
fn json_becomes_toml_with_its_first_change() {
    let json = r#"{
        "title": "From JSON",
        "world": {
            "accounts": { "dev": { "id": "111122223333" } },
            "users": [{ "name": "dev/ann", "policies": [{ "Version": "2012-10-17", "Statement": [
                { "Effect": "Allow", "Action": "s3:*", "Resource": "*" }
            ] }] }]
        },
        "requests": [{ "name": "lists", "who": "user dev/ann", "action": "s3:ListAllMyBuckets", "resource": "*",
            "context": { "aws:MultiFactorAuthPresent": true, "aws:MultiFactorAuthAge": 30, "x": 1.5, "y": ["a"] } }]
    }"#;
    let mut draft = Draft::new(json);
    assert!(draft.is_json());
    draft.change(&Change::PutUser(user("dev/bob"))).unwrap();
    assert!(!draft.is_json());
    insta::assert_snapshot!(draft.text());
}

#[test]
fn line_ends_stay_as_they_were() {
    let mut draft = Draft::new(SMALL.replace('\n', "\r\n"));
    draft.change(&Change::PutUser(user("prod/eve"))).unwrap();
    assert_eq!(draft.text().matches('\n').count(), draft.text().matches("\r\n").count());
    assert_eq!(lines_apart(SMALL, draft.text()), "+[[world.users]]\n+name = \"prod/eve\"\n+\n");
}

#[test]
fn a_file_that_cannot_be_built_can_be_mended_and_one_that_cannot_be_read_is_left_alone() {
    let mut draft = Draft::new("title = \"x\"\n[world.accounts.dev]\nid = \"1\"\n[world.accounts.prod]\nid = \"2\"\n");
    draft.change(&Change::PutAccount("dev".into(), account("111122223333"))).unwrap();
    assert!(draft.scenario(&mut |_| Ok(String::new())).is_err());
    draft.change(&Change::PutAccount("prod".into(), account("444455556666"))).unwrap();
    assert!(draft.scenario(&mut |_| Ok(String::new())).is_ok());
    let mut broken = Draft::new("title = ");
    assert!(broken.change(&Change::Title("new".into())).is_err());
    assert_eq!(broken.text(), "title = ");
}

#[test]
fn arrays_keep_their_layout_whatever_goes_and_comes() {
    let arrays = [
        "[\"a.json\", \"b.json\"]",
        "[ \"a.json\", \"b.json\" ]",
        "[\"a.json\" # one\n, \"b.json\" # two\n]",
        "[ # open\n  \"a.json\", # one\n  # above\n  \"b.json\" # two\n  # end\n]",
        "[\n  # free\n\n  # above\n  \"a.json\",\n  \"b.json\",\n]",
    ];
    for array in arrays {
        let text = format!(
            "title = \"x\"\n[world.accounts.dev]\nid = \"111122223333\"\n[[world.users]]\nname = \"dev/ann\"\n\
             policies = {array} # after\ntags = {{ a = \"b\" }}\n"
        );
        for (remove, add) in [(None, 1), (Some(0), 0), (Some(1), 0), (Some(0), 1), (Some(1), 2), (None, 0)] {
            let mut draft = Draft::new(text.as_str());
            let seat = || Seat::Permissions(Entity::User("dev/ann".into()));
            if let Some(nth) = remove {
                draft.change(&Change::Detach(seat(), nth)).unwrap();
            }
            for nth in 0..add {
                draft.change(&Change::Attach(seat(), file(&format!("new{nth}.json")))).unwrap();
            }
            let now = draft.text();
            let stays: &[&str] = match remove {
                Some(0) => &["# two", "# end", "# open", "# free", "# after"],
                Some(_) => &["# one", "# open", "# free", "# after"],
                None => &["# one", "# two", "# end", "# open", "# free", "# above", "# after"],
            };
            for comment in stays.iter().filter(|comment| text.contains(**comment)) {
                assert!(now.contains(comment), "{comment} of\n{text}\nis gone:\n{now}");
            }
        }
    }
}

/// A file with a comment of its own at every place where one can stand.
fn with_comments(text: &str) -> (String, Vec<String>) {
    let (mut out, mut comments, mut quoted) = (String::new(), Vec::new(), false);
    for (at, line) in text.lines().enumerate() {
        let mut comment = |place: &str| {
            comments.push(format!("# {place} {at}."));
            format!("# {place} {at}.")
        };
        let (is_header, is_value) = (!quoted && line.starts_with('['), !quoted && line.contains(" = "));
        match (is_header, is_value) {
            (true, _) => out += &format!("\n{}\n\n{}\n", comment("free"), comment("on")),
            (_, true) => out += &format!("{}\n", comment("above")),
            _ => {}
        }
        out += line;
        quoted ^= line.matches("\"\"\"").count() % 2 == 1;
        if (is_header || is_value) && !quoted {
            out += &format!(" {}", comment("behind"));
        }
        out.push('\n');
    }
    comments.push("# free at the end.".into());
    (out + "# free at the end.\n", comments)
}

/// The name of what a comment is about: of the block that it stands in, or, on a header, of that. `None` for a free one.
fn about(text: &str, comment: &str) -> Option<String> {
    if comment.starts_with("# free") {
        return None;
    }
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains(comment))?;
    let is_entry = |line: &&str| line.starts_with("[[") || line.starts_with("[world.") && line.matches('.').count() < 5;
    let from = match comment.starts_with("# on") {
        true => at + lines.iter().skip(at).position(&is_entry)?,
        false => lines.iter().take(at + 1).rposition(is_entry)?,
    };
    let header = lines[from].split(']').next()?.trim_start_matches('[');
    if !lines[from].starts_with("[[") {
        return Some(header.rsplit('.').next()?.replace("organization", ""));
    }
    let named = |line: &&&str| line.starts_with("name = ") || line.starts_with("arn = ");
    Some(lines.iter().skip(from + 1).find(named)?.split('"').nth(1)?.to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// After any change the file says exactly what it shall, and every comment outside of what was taken out still stands.
    #[test]
    fn any_change_writes_what_it_shall_and_loses_no_comment(
        which in 0..FILES.len(),
        picks in prop::collection::vec((0_usize..1000, 0_u8..7), 1..6),
    ) {
        let (text, comments) = with_comments(FILES[which]);
        let mut draft = Draft::new(text.as_str());
        prop_assert!(draft.file().is_ok(), "{}", text);
        for (nth, (pick, sort)) in picks.into_iter().enumerate() {
            let before = draft.clone();
            let said = before.file().unwrap();
            let all = Entity::all(said);
            prop_assume!(!all.is_empty());
            let entity = all[pick % all.len()].clone();
            let seat = match &entity {
                Entity::Role(_) | Entity::User(_) | Entity::Group(_) => Seat::Permissions(entity.clone()),
                Entity::Resource(arn) => Seat::Resource(arn.clone()),
                _ => Seat::Scps(entity.clone()),
            };
            let change = match sort {
                0 => Change::RemoveWith(entity.clone()),
                1 => Change::Rename(entity.clone(), format!("{}{nth}", entity.name())),
                2 => Change::Attach(seat, file(&format!("{}-{nth}.json", entity.sort().replace(' ', "-")))),
                3 => Change::PutUser(user(&format!("dev/new{nth}"))),
                4 => Change::PutAccount(format!("new{nth}"), account(&format!("12345678901{nth}"))),
                5 => Change::Title(format!("Title {nth}")),
                _ => Change::Remove(entity.clone()),
            };
            let Ok(wanted) = change.apply(said) else { continue };
            if let Err(error) = draft.change(&change) {
                prop_assert!(!error.message.contains("by hand"), "{:?} of\n{}", change, before.text());
                prop_assert_eq!(draft.text(), before.text());
                continue;
            }
            let anew = Draft::new(draft.text());
            prop_assert_eq!(anew.file().unwrap(), &wanted);
            let gone: Vec<&Entity> = match change {
                Change::Remove(_) | Change::RemoveWith(_) => all.iter().filter(|e| !e.is_in(&wanted)).collect(),
                _ => Vec::new(),
            };
            for comment in comments.iter().filter(|comment| before.text().contains(comment.as_str())) {
                let stands = draft.text().contains(comment.as_str());
                let owner = about(before.text(), comment);
                // A key that went, such as the group of a member, takes what stands at it along.
                let cut = sort == 0 && matches!(entity, Entity::Organization | Entity::Unit(_) | Entity::Group(_));
                // So does one that names what went, such as the account that manages an organisation.
                let at = before.text().split_once(comment.as_str()).map(|(above, below)| {
                    let same = above.lines().next_back().unwrap_or_default();
                    format!("{same}{}", below.trim_start().lines().next().unwrap_or_default())
                });
                let named = |entity: &&Entity| {
                    let name = format!("\"{}\"", entity.name());
                    at.as_deref().is_some_and(|line| line.contains(&name))
                };
                let may_go = owner.is_some_and(|name| cut || gone.iter().any(|e| e.name() == name || named(e)));
                prop_assert!(stands || may_go, "{} went with {:?}:\n{}", comment, change, draft.text());
            }
        }
    }
}

//! Every row of the files in assets/catalogue is found again, and no table, however broken, ends the program.

use std::path::Path;

use super::*;
use crate::iam::catalogue::layout::{HEADER, TAG};
use crate::iam::pattern::ActionPattern;

#[path = "../../../build/catalogue.rs"]
mod writer;

/// The rows of a file behind its header, cells that are cut off at the end put back.
fn rows<const N: usize>(file: &str) -> Vec<[String; N]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/catalogue").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let row = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        let row = std::array::from_fn(|_| cells.next().unwrap_or_default());
        assert_eq!(cells.next(), None, "{file}: {line}");
        row
    };
    text.lines().skip(1).map(row).collect()
}

fn catalogue() -> Catalogue {
    *Catalogue::built_in()
}

fn joined<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(" ")
}

fn letter(level: AccessLevel) -> &'static str {
    level.as_str().get(..1).unwrap()
}

/// The cell of an action's resources, as it stands in the file.
fn resources_cell(action: Action) -> String {
    let cell = |on: ActionResource| {
        let keys = joined(on.condition_keys());
        let keys = if keys.is_empty() { keys } else { format!("[{keys}]") };
        format!("{}{}{keys}", on.resource_type.name, if on.required { "*" } else { "" })
    };
    action.resources().map(cell).collect::<Vec<_>>().join(";")
}

fn names(actions: impl IntoIterator<Item = Action>) -> Vec<String> {
    actions.into_iter().map(|action| action.to_string()).collect()
}

#[test]
fn every_service_is_found_as_it_is_written() {
    let rows = rows::<5>("services.tsv");
    assert_eq!(rows.len(), 457);
    let all: Vec<Service> = catalogue().services().collect();
    assert_eq!(all.len(), rows.len());
    for (row, listed) in rows.iter().zip(all) {
        let service = catalogue().service(&row[0].to_uppercase()).unwrap_or_else(|| panic!("{row:?}"));
        assert_eq!(service, listed);
        let flags = if service.supports_rcp { "rcp" } else { "" };
        let cells = [service.prefix, service.name, service.category, flags, service.page.unwrap_or_default()];
        assert_eq!(cells.map(str::to_owned), *row);
    }
}

#[test]
fn every_action_is_found_as_it_is_written() {
    let rows = rows::<6>("actions.tsv");
    assert_eq!(rows.len(), 22_321);
    assert_eq!(catalogue().actions().count(), rows.len());
    for (row, listed) in rows.iter().zip(catalogue().actions()) {
        let [service, name, ..] = row;
        let action = catalogue().action(&format!("{service}:{name}").to_ascii_lowercase());
        let action = action.unwrap_or_else(|| panic!("{row:?}"));
        assert_eq!(action, listed);
        let cells = [
            action.service().unwrap().prefix.to_owned(),
            action.name.to_owned(),
            letter(action.level).to_owned(),
            resources_cell(action),
            joined(action.condition_keys()),
            names(action.dependent_actions()).join(" "),
        ];
        assert_eq!(cells, *row);
    }
}

#[test]
fn every_resource_type_is_found_as_it_is_written() {
    let rows = rows::<4>("resource_types.tsv");
    assert_eq!(rows.len(), 2_348);
    assert_eq!(catalogue().services().flat_map(Service::resource_types).count(), rows.len());
    for row in &rows {
        let [service, name, ..] = row;
        let found = catalogue().service(service).unwrap().resource_type(&name.to_ascii_uppercase());
        let found = found.unwrap_or_else(|| panic!("{row:?}"));
        let cells = [service, found.name, &joined(found.arn_formats()), &joined(found.condition_keys())];
        assert_eq!(cells.map(str::to_owned), *row);
    }
}

#[test]
fn every_condition_key_is_found_as_it_is_written() {
    let rows = rows::<4>("condition_keys.tsv");
    assert_eq!(rows.len(), 2_595);
    assert_eq!(catalogue().services().flat_map(Service::condition_keys).count(), rows.len());
    for row in &rows {
        let [service, key, ..] = row;
        let found = catalogue().service(service).unwrap().condition_key(&key.to_ascii_uppercase());
        let found = found.unwrap_or_else(|| panic!("{row:?}"));
        let multivalued = if found.multivalued { "1" } else { "0" };
        assert_eq!([service, found.name, found.value_type.as_str(), multivalued].map(str::to_owned), *row);
        assert!(catalogue().condition_key(key).is_some(), "{key}");
    }
}

#[test]
fn every_global_key_is_found_as_it_is_written() {
    let rows = rows::<5>("global_condition_keys.tsv");
    assert_eq!((rows.len(), catalogue().global_keys().count()), (64, 64));
    for row in &rows {
        let key = catalogue().global_key(&row[0].to_ascii_uppercase()).unwrap_or_else(|| panic!("{row:?}"));
        let types: Vec<&str> = key.types().map(ValueType::as_str).collect();
        let flag = |set| if set { "1" } else { "0" };
        let cells = [key.name, &types.join(","), flag(key.multivalued), flag(key.sensitive), key.category];
        assert_eq!(cells.map(str::to_owned), *row);
    }
}

#[test]
fn every_former_action_is_found_as_it_is_written_and_is_no_action() {
    let rows = rows::<4>("former_actions.tsv");
    assert_eq!((rows.len(), catalogue().former_actions().count()), (391, 391));
    for row in &rows {
        let full = format!("{}:{}", row[0], row[1]);
        let former = catalogue().former_action(&full.to_ascii_uppercase()).unwrap_or_else(|| panic!("{row:?}"));
        let cells = [former.service, former.name, letter(former.level), former.last_seen_in];
        assert_eq!(cells.map(str::to_owned), *row);
        assert_eq!(catalogue().action(&full), None);
    }
}

#[test]
fn what_is_in_no_file_is_not_found() {
    for action in ["", ":", "s3", "s3:", ":GetObject", "s3:GetObjec", "s3:GetObjectt", "moon:GetRock", "s3:*", "ZZZ:a"]
    {
        assert_eq!(catalogue().action(action), None, "{action}");
        assert_eq!(catalogue().former_action(action), None, "{action}");
    }
    for key in ["", "aws:", "aws:Moon", "aws:PrincipalTag/", "s3:Moon", "moon", "ec2:sub"] {
        assert_eq!(catalogue().global_key(key), None, "{key}");
        assert_eq!(catalogue().condition_key(key), None, "{key}");
    }
    assert_eq!(catalogue().service(""), None);
    assert_eq!(catalogue().service("s3").unwrap().resource_type("moon"), None);
}

/// A proof that the binary searches may trust the table: names go up, folded to lower case.
#[test]
fn names_are_sorted_and_stand_once() {
    let sorted = |names: Vec<String>| names.windows(2).all(|pair| pair[0] < pair[1]);
    let fold = str::to_ascii_lowercase;
    assert!(sorted(catalogue().services().map(|service| fold(service.prefix)).collect()));
    assert!(sorted(catalogue().global_keys().map(|key| fold(key.name)).collect()));
    for service in catalogue().services() {
        assert!(sorted(service.actions().map(|action| fold(action.name)).collect()), "{service:?}");
        assert!(sorted(service.resource_types().map(|kind| fold(kind.name)).collect()), "{service:?}");
        assert!(sorted(service.condition_keys().map(|key| fold(key.name)).collect()), "{service:?}");
    }
}

#[test]
fn a_pattern_covers_what_a_look_at_every_action_finds() {
    let all = names(catalogue().actions());
    for (text, expected) in [
        ("*", 22_321),
        ("s3:GetObject", 1),
        ("S3:getobject", 1),
        ("s3:Get*Acl", 3),
        ("iam:*", 190),
        ("iam:*Role*", 27),
        ("ec2:Describe*", 194),
        ("iam:Get???r", 1),
        ("s3:GetObject?", 0),
        ("iam:GetZ*", 0),
        ("*:x", 0),
        ("moon:*", 0),
        ("kms:??crypt", 2),
        ("sns:Set*Attributes", 5),
    ] {
        let Ok(pattern) = ActionPattern::parse(text) else {
            assert_eq!(expected, 0, "{text} is no pattern");
            continue;
        };
        let found = names(catalogue().actions_matching(&pattern));
        let naive: Vec<&String> = all.iter().filter(|action| pattern.matches(action)).collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), naive, "{text}");
        assert_eq!(found.len(), expected, "{text}: {found:?}");
    }
}

#[test]
fn a_placeholder_stands_for_one_or_more_characters() {
    for (known, key, expected) in [
        ("aws:PrincipalTag/${TagKey}", "AWS:principaltag/Team", true),
        ("aws:PrincipalTag/${TagKey}", "aws:PrincipalTag/\u{e9}", true),
        ("aws:PrincipalTag/${TagKey}", "aws:PrincipalTag/", false),
        ("aws:PrincipalTag/${TagKey}", "aws:PrincipalTags/x", false),
        ("aws:PrincipalTag/${TagKey}", "aws:PrincipalTag/${TagKey}", true),
        ("a:${x}.type", "a:b.type", true),
        ("a:${x}.type", "a:b.c.TYPE", true),
        ("a:${x}.type", "a:.type", false),
        ("a:${x}.type", "a:b.types", false),
        ("a:${x}/b/${y}", "a:1/b/2", true),
        ("a:${x}/b/${y}", "a:/b/b/2", true),
        ("a:${x}/b/${y}", "a:1/b/", false),
        ("a:${x}/b/${y}c", "a:1/b/2/b/3C", true),
        ("a:${x", "a:1", false),
        ("aws:SourceIp", "AWS:sourceip", true),
        ("aws:SourceIp", "aws:SourceIps", false),
        ("${OidcProvider}:sub", "token.actions.githubusercontent.com:sub", true),
        ("${OidcProvider}:sub", "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub", true),
        ("${OidcProvider}:sub", "s3:sub", false),
    ] {
        assert_eq!(stands_for(known, key), expected, "{known} for {key}");
    }
    let long = format!("a:{}", "/b/".repeat(200_000));
    assert!(!stands_for("a:${x}/b/${y}/b/${z}c", &long));
    let key = |name: &str| catalogue().condition_key(name).map(|key| (key.name, key.value_type, key.multivalued));
    assert_eq!(key("S3:Prefix"), Some(("s3:prefix", ValueType::String, false)));
    assert_eq!(key("s3:ExistingObjectTag/a/b"), Some(("s3:ExistingObjectTag/${Key}", ValueType::String, false)));
    assert_eq!(key("saml:aud"), Some(("saml:aud", ValueType::String, false)));
    assert_eq!(catalogue().global_key("aws:requesttag/Team").unwrap().name, "aws:RequestTag/${TagKey}");
    assert_eq!(catalogue().global_key("accounts.example.com/x:aud").unwrap().name, "${OidcProvider}:aud");
}

#[test]
fn an_action_takes_its_own_keys_its_resources_keys_and_the_global_ones() {
    for (action, key, expected) in [
        ("s3:ListBucket", "s3:prefix", true),
        ("s3:GetObject", "s3:prefix", false),
        ("s3:GetObject", "s3:ExistingObjectTag/team", true),
        ("s3:GetObject", "aws:SourceIp", true),
        ("ec2:RunInstances", "ec2:InstanceType", true),
        ("ec2:RunInstances", "ec2:Region", true),
        ("iam:PassRole", "iam:PassedToService", true),
        ("iam:PassRole", "iam:PolicyARN", false),
        ("iam:PassRole", "iam:ResourceTag/team", true),
    ] {
        assert_eq!(catalogue().action(action).unwrap().takes_key(key), expected, "{action}, {key}");
    }
}

#[test]
fn a_misspelt_name_finds_those_it_may_have_meant() {
    let check = |found: Vec<String>, expected: &[&str], text: &str| {
        assert_eq!(&found[..found.len().min(expected.len())], expected, "{text}");
        assert!(found.len() <= 3 && (found.is_empty() == expected.is_empty()), "{text}: {found:?}");
    };
    for (text, expected) in [
        ("s3:GetObjcet", &["s3:GetObject"][..]),
        ("s3:getobject", &["s3:GetObject"]),
        ("lamda:InvokeFunction", &["lambda:InvokeFunction"]),
        ("lamda:InvokeFuntcion", &["lambda:InvokeFunction"]),
        ("s3:RunInstances", &["ec2:RunInstances"]),
        ("moon:RunInstances", &["ec2:RunInstances"]),
        ("RunInstances", &["ec2:RunInstances"]),
        ("moon:LandSoftly", &[]),
        ("s3:QuiteAnotherThing", &[]),
        ("", &[]),
    ] {
        check(names(catalogue().actions_like(text)), expected, text);
    }
    for (text, expected) in [("lamda", &["lambda"][..]), ("Dynamo", &["dynamodb"]), ("quite-another-thing", &[])] {
        let found = catalogue().services_like(text);
        check(found.iter().map(|service| service.prefix.to_owned()).collect(), expected, text);
    }
    let s3 = catalogue().service("s3");
    for (text, service, expected) in [
        ("aws:SourcIp", None, &["aws:SourceIp"][..]),
        ("aws:PrincipleTag/team", s3, &["aws:PrincipalTag/${TagKey}"]),
        ("s3:prefx", s3, &["s3:prefix"]),
        ("s3:prefx", None, &[]),
    ] {
        check(catalogue().keys_like(text, service).into_iter().map(str::to_owned).collect(), expected, text);
    }
}

/// What `checks_of` says, in a line each: `action on resource, occasion`.
fn checks(action: &str) -> Vec<String> {
    let line = |check: Check| {
        let on = check.resource_type.map_or("*", |kind| kind.name);
        format!("{} on {on}, {:?}", check.action, check.occasion)
    };
    checks_of(catalogue().action(action).unwrap()).map(line).collect()
}

#[test]
fn a_call_is_as_many_checks_as_the_data_says() {
    assert_eq!(checks("s3:DeleteBucket"), ["s3:DeleteBucket on bucket, Always"]);
    assert_eq!(checks("s3:GetObject"), ["s3:GetObject on accesspointobject, OnSuch", "s3:GetObject on object, OnSuch"]);
    assert_eq!(checks("iam:ListRoles"), ["iam:ListRoles on *, Always"]);
    assert_eq!(
        checks("lambda:CreateFunction"),
        [
            "lambda:CreateFunction on function, Always",
            "iam:PassRole on role, WithOption",
            "lambda:PassCapacityProvider on capacityProvider, WithOption",
        ]
    );
    let launch = checks("ec2:RunInstances");
    for kind in ["image", "instance", "network-interface", "security-group", "subnet"] {
        assert!(launch.contains(&format!("ec2:RunInstances on {kind}, Always")), "{kind}");
    }
    assert_eq!(launch.iter().filter(|line| line.ends_with("Always")).count(), 5);
    for line in [
        "ec2:RunInstances on volume, WithSuch",
        "ec2:RunInstances on key-pair, WithSuch",
        "iam:PassRole on role, WithOption",
    ] {
        assert!(launch.iter().any(|known| known == line), "{line}");
    }
    // Known gaps of the data: should it learn of them, the words about them change.
    assert_eq!(checks("cloudformation:CreateStack"), ["cloudformation:CreateStack on stack, Always"]);
    for action in catalogue().actions() {
        let own = action.resources().count().max(1);
        let found: Vec<Check> = checks_of(action).collect();
        assert_eq!(found.iter().filter(|check| check.action == action).count(), own, "{action}");
        assert!(action.dependent_actions().all(|other| found.iter().any(|check| check.action == other)), "{action}");
    }
}

#[test]
fn the_date_is_the_manifests() {
    let manifest = include_str!("../../../assets/catalogue/manifest.json");
    assert_eq!(Some(catalogue().date()), writer::date(manifest).ok());
    assert_eq!(catalogue().date().len(), 10);
    assert!(writer::date("{}").is_err());
}

/// The whole is small: what is not touched stays on the disk.
#[test]
fn the_table_takes_less_than_a_megabyte_and_a_fifth() {
    let length = Catalogue::built_in_bytes().len();
    assert!((900_000..1_200_000).contains(&length), "{length}");
}

/// A few rows of each file.
const SMALL: writer::Sources<'_> = writer::Sources {
    services: "#h\na\tA\tc\trcp\tp\nb\tB\n",
    actions: "#h\na\tDo\tW\tt*[a:k];u\ta:x b:y\tb:Go\nb\tGo\tR\n",
    resource_types: "#h\na\tt\tarn:1 arn:2\ta:k\na\tu\tarn:3\n",
    condition_keys: "#h\na\ta:k\tString\t0\na\ta:x\tDate\t1\n",
    global_condition_keys: "#h\naws:B\tDate,Numeric\t0\t1\trequest\naws:A\tString\t1\t0\tnetwork\n",
    former_actions: "#h\nz\tOld\tL\tsomewhere\n",
    manifest: "{\"data_date\": \"2026-10-27\"}",
};

/// Asks a table everything. What comes back does not matter, only that something does.
fn ask_everything(catalogue: Catalogue) -> usize {
    let everything = ActionPattern::parse("*").unwrap();
    let some = ActionPattern::parse("a:D*").unwrap();
    let services = catalogue.services().map(|service| {
        let words = service.resource_types().flat_map(|t| t.arn_formats().chain(t.condition_keys()).chain([t.name]));
        words.map(str::len).sum::<usize>() + service.condition_keys().count() + service.actions().count()
    });
    let actions = catalogue.actions_matching(&everything).chain(catalogue.actions_matching(&some)).map(|action| {
        resources_cell(action).len() + checks_of(action).count() + usize::from(action.takes_key("aws:A"))
    });
    let found = [
        catalogue.action("a:Do").is_some(),
        catalogue.former_action("z:Old").is_some(),
        catalogue.global_key("aws:A").is_some(),
        catalogue.condition_key("a:k").is_some(),
    ];
    let names = catalogue.actions_like("a:D").len() + catalogue.keys_like("a:kk", catalogue.service("a")).len();
    services.sum::<usize>() + actions.sum::<usize>() + found.map(usize::from).iter().sum::<usize>() + names
}

#[test]
fn a_table_that_is_cut_short_is_refused() {
    let whole = Catalogue::built_in_bytes();
    let small: &'static [u8] = Box::leak(writer::write(&SMALL).unwrap().into_boxed_slice());
    for length in 0..small.len() {
        assert!(Catalogue::open(&small[..length]).is_err(), "{length}");
    }
    assert!(ask_everything(Catalogue::open(small).unwrap()) > 10);
    for length in (0..HEADER).chain([HEADER, HEADER + 1, whole.len() / 2, whole.len() - 1]) {
        assert!(Catalogue::open(&whole[..length]).is_err(), "{length}");
    }
    let half = Catalogue::open(&whole[..whole.len() / 2]);
    assert_eq!(half, Err(TableError::Length { expected: whole.len(), found: whole.len() / 2 }));
    assert_eq!(Catalogue::open(&whole[1..]), Err(TableError::Tag));
    let mut longer = small.to_vec();
    longer.push(0);
    assert!(Catalogue::open(Box::leak(longer.into_boxed_slice())).is_err());
    let mut newer = small.to_vec();
    newer[TAG.len() - 1] += 1;
    assert_eq!(Catalogue::open(Box::leak(newer.into_boxed_slice())), Err(TableError::Tag));
}

#[test]
fn a_table_with_any_byte_changed_is_refused_or_answers_something() {
    let small = writer::write(&SMALL).unwrap();
    let (mut refused, mut answered) = (0, 0);
    for place in 0..small.len() {
        for change in [1, 0x80, 0xFF] {
            let mut broken = small.clone();
            broken[place] ^= change;
            match Catalogue::open(Box::leak(broken.into_boxed_slice())) {
                Ok(catalogue) => {
                    ask_everything(catalogue);
                    answered += 1;
                }
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > 100 && answered > 300, "{refused} refused, {answered} answered");
}

#[test]
fn a_small_table_reads_as_it_was_written() {
    let small = Catalogue::open(Box::leak(writer::write(&SMALL).unwrap().into_boxed_slice())).unwrap();
    let action = small.action("a:do").unwrap();
    assert_eq!(resources_cell(action), "t*[a:k];u");
    assert_eq!(joined(action.condition_keys()), "a:x b:y");
    assert_eq!(names(action.dependent_actions()), ["b:Go"]);
    let formats = |name| joined(small.service("a").unwrap().resource_type(name).unwrap().arn_formats());
    assert_eq!((formats("t").as_str(), formats("u").as_str()), ("arn:1 arn:2", "arn:3"));
    let sensitive: Vec<(&str, bool)> = small.global_keys().map(|key| (key.name, key.sensitive)).collect();
    assert_eq!(sensitive, [("aws:A", false), ("aws:B", true)]);
    assert_eq!(small.date(), "2026-10-27");
}

#[test]
fn files_that_do_not_fit_together_end_the_build() {
    let check = |change: fn(&mut writer::Sources<'_>), expected: &str| {
        let mut sources = writer::Sources { ..SMALL };
        change(&mut sources);
        assert_eq!(writer::write(&sources).unwrap_err(), expected);
    };
    check(|s| s.services = "#h\nb\na\n", "services.tsv: `` `a` is out of order, or stands twice");
    check(|s| s.actions = "#h\nz\tDo\tW\n", "actions.tsv: `z` is not in services.tsv");
    check(|s| s.actions = "#h\na\tDo\tX\n", "actions.tsv: `X` is not an access level");
    check(|s| s.actions = "#h\na\tDo\tW\tv\n", "actions.tsv: `a` has no resource `v`");
    check(|s| s.actions = "#h\na\tDo\tW\t\t\tb:No\n", "actions.tsv: the dependent action `b:No` is not listed");
    check(|s| s.actions = "#h\na\tDo\tW\t\t\t\tx\n", "actions.tsv:2: more than 6 cells");
    check(|s| s.services = "#h\na\tA\tc\tmoon\nb\n", "services.tsv: `a` has the unknown flag `moon`");
    check(
        |s| s.condition_keys = "#h\na\ta:k\tMoon\t0\n",
        "`Moon` is not a type of condition keys that the layout knows",
    );
    check(|s| s.condition_keys = "#h\na\ta:k\tDate\t2\n", "`2` is neither 0 nor 1");
    check(|s| s.manifest = "{}", "manifest.json: no `data_date` like `2026-10-27`");
}

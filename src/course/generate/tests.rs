use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::*;
use crate::course::Course;
use crate::course::grade::{Answer, candidates, decides, grade};

fn templates() -> Vec<Arc<Template>> {
    let course = Course::built_in().unwrap();
    course.templates().unwrap().iter().map(|id| course.template(id).unwrap()).collect()
}

/// A small template: whoever reads is the trap's to say.
const SMALL: &str = r#"
title = "Small"
lesson = "L02"
objective = "L02.a"
revision = 3
decisions = ["allow", "implicit_deny"]
stem = "<Who> <asks> in `<bucket>`."
hints = ["Where.", "Which."]
rule = "A rule."
source = { title = "A page", checked = "2026-11-23" }
show = [
  { document = "policy 1 of dev/<who>", heading = "policy of <Who>" },
  { document = "<other_shown>", heading = "nothing" },
]
[pick]
who = ["ann", "bob"]
bucket = "buckets"
[set]
asks = "reads"
action = "s3:GetObject"
other_shown = ""
more = ""
[[trap]]
name = "reads"
difficulty = 1
why = "Because <who> may."
hint = "Yes."
[[trap]]
name = "writes"
difficulty = 3
why = "Because nobody said so."
hint = "No."
rule = "Another rule."
[trap.set]
asks = "writes"
action = "s3:PutObject"
[request]
name = "asks"
who = "user dev/<who>"
action = "<action>"
resource = "arn:aws:s3:::<bucket>/a"
[world]
accounts = { dev = { id = "111122223333", title = "Dev" } }
resources = [{ arn = "arn:aws:s3:::<bucket>", account = "dev" }]
[[world.users]]
name = "dev/<who>"
policies = ['''
{
  "Version": "2012-10-17",
  "Statement": [
    <more>
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
  ]
}
''', "<other_shown>"]
"#;

fn small(old: &str, new: &str) -> Template {
    assert!(SMALL.contains(old), "{old}");
    let file = toml::from_str(&SMALL.replacen(old, new, 1)).unwrap();
    let pools = toml::from_str("buckets = [\"one\", \"two\", \"three\", \"four\"]").unwrap();
    Template { id: "02.small".to_owned(), file, pools }
}

#[test]
fn the_same_seed_gives_the_same_question() {
    for template in templates() {
        for seed in (0..6).chain([u64::MAX, 1 << 40]) {
            let item = template.item(seed).unwrap();
            assert_eq!(item, template.item(seed).unwrap());
            let id = ItemId { template: template.id.clone(), seed };
            assert_eq!(
                (ItemId::parse(&item.question.common.id), item.question.common.id),
                (Some(id.clone()), id.question())
            );
        }
    }
}

#[test]
fn a_course_opens_a_generated_question_by_its_id() {
    let course = Course::built_in().unwrap();
    for id in course.templates().unwrap() {
        let item = ItemId { template: id.clone(), seed: 5 };
        let question = course.question(&item.question()).unwrap();
        assert_eq!(question, course.template(&id).unwrap().item(5).unwrap().question);
        let number = question.common.id.lesson_number().unwrap();
        assert_eq!(course.template(&id).unwrap().file.lesson, format!("L{number:02}"));
    }
}

#[test]
fn the_evaluator_has_the_key_and_every_wrong_decision_its_words() {
    for template in templates() {
        for seed in 0..16 {
            let item = template.item(seed).unwrap();
            let predict = item.predict().unwrap();
            let (verdict, simulation) = outcome(predict).unwrap();
            let statements = candidates(predict);
            let deciding = (0..statements.len()).filter(|index| decides(&statements[*index], &simulation)).map(Some);
            let deciding: Vec<Option<usize>> = deciding.collect();
            for chosen in Verdict::ALL {
                let right = chosen == verdict;
                let statement = if right { deciding.first().copied().flatten() } else { None };
                let answer = match statements.len() {
                    0 | 1 => Answer::Outcome(chosen.as_str().to_owned()),
                    _ => Answer::Decision { outcome: chosen.as_str().to_owned(), statement },
                };
                let graded = grade(&item.question, &answer).unwrap();
                let id = &item.question.common.id;
                assert_eq!(graded.right, right, "{id} {chosen:?}");
                assert_eq!(graded.remarks[0].text.is_empty(), right, "{id} {chosen:?}");
                assert!(graded.simulation.is_some(), "a wrong answer opens the walk");
            }
        }
    }
}

#[test]
fn nothing_is_left_of_a_placeholder() {
    for template in templates() {
        for seed in 0..24 {
            let Item { question, .. } = template.item(seed).unwrap();
            let common = &question.common;
            let QuestionKind::Predict(predict) = &question.kind else { panic!("{}", common.id) };
            let feedback = [&predict.feedback.allow, &predict.feedback.explicit_deny, &predict.feedback.implicit_deny];
            let texts = [&common.stem, &common.explanation, &common.rule].into_iter().chain(&common.hints);
            for text in texts.chain(feedback.into_iter().flatten()) {
                assert!(!text.trim().is_empty() && names(text).is_empty(), "{}: {text}", common.id);
                assert!(!text.contains("  ") && !text.contains(" ."), "{}: {text}", common.id);
            }
            assert!(names(&format!("{:?}{:?}", predict.world, predict.request)).is_empty(), "{}", common.id);
        }
    }
}

#[test]
fn a_trap_comes_out_one_way_whatever_is_drawn() {
    for template in templates() {
        let mut endings: BTreeMap<String, Ending> = BTreeMap::new();
        for seed in 0..64 {
            let item = template.item(seed).unwrap();
            let (_, simulation) = outcome(item.predict().unwrap()).unwrap();
            let ending = Ending::of(&simulation).unwrap();
            let first = endings.entry(item.trap.clone()).or_insert_with(|| ending.clone());
            assert_eq!(*first, ending, "{}: {}", template.id, item.trap);
        }
        assert_eq!(endings.len(), template.file.traps.len(), "{}", template.id);
        let verdicts: BTreeSet<&str> = endings.values().map(|ending| ending.verdict).collect();
        assert_eq!(verdicts, template.file.decisions.iter().map(String::as_str).collect(), "{}", template.id);
    }
}

#[test]
fn a_sitting_never_shows_two_that_look_alike_and_keeps_to_the_level() {
    for template in templates() {
        for from in [0, 77, u64::MAX - 3] {
            let mut asked: Vec<u64> = Vec::new();
            for turn in 0..12 {
                let level = 1 + turn % 3;
                let seed = template.next_seed(level, from, &asked).unwrap();
                assert_eq!(template.trap(seed).unwrap().difficulty, level, "{}", template.id);
                let look = template.look(seed).unwrap();
                for other in &asked {
                    assert!(!template.look(*other).unwrap().is_like(&look), "{}: {other} and {seed}", template.id);
                }
                asked.push(seed);
            }
        }
    }
}

#[test]
fn a_trap_that_was_not_asked_comes_first() {
    for template in templates() {
        for level in LEVELS {
            let of_level = template.file.traps.iter().filter(|trap| trap.difficulty == level).count();
            let mut asked = Vec::new();
            let mut traps = BTreeSet::new();
            for _ in 0..of_level {
                let seed = template.next_seed(level, 9, &asked).unwrap();
                traps.insert(template.trap(seed).unwrap().name.clone());
                asked.push(seed);
            }
            assert_eq!(traps.len(), of_level, "{} at level {level}", template.id);
        }
    }
}

#[test]
fn the_level_follows_the_learner() {
    for (history, expected) in [
        (&[][..], 1),
        (&[(1, true)], 1),
        (&[(1, true), (1, true)], 2),
        (&[(1, true), (1, false), (1, true)], 1),
        (&[(1, true), (1, true), (2, true), (2, true)], 3),
        (&[(1, true), (1, true), (2, true), (2, true), (3, true), (3, true)], 3),
        (&[(1, true), (1, true), (2, false)], 1),
        (&[(1, true), (1, true), (2, true), (2, true), (3, false)], 2),
        // What was too easy leads nowhere up, what was too hard not down.
        (&[(1, true), (1, true), (1, true), (1, true)], 2),
        (&[(3, false)], 1),
    ] {
        assert_eq!(next_level(history), expected, "{history:?}");
    }
}

#[test]
fn what_is_drawn_and_set_fills_the_question() {
    let template = small("title", "title");
    let mut seen = BTreeSet::new();
    for seed in 0..160 {
        let item = template.item(seed).unwrap();
        let common = &item.question.common;
        let writes = item.trap == "writes";
        let (word, rule) = if writes { ("writes", "Another rule.") } else { ("reads", "A rule.") };
        assert!(common.stem.starts_with("Ann ") || common.stem.starts_with("Bob "), "{}", common.stem);
        assert!(common.stem.contains(word), "{}", common.stem);
        assert_eq!((common.rule.as_str(), common.revision, common.hints.len()), (rule, 3, 3));
        assert_eq!((item.level, common.difficulty), if writes { (3, 4) } else { (1, 2) });
        let predict = item.predict().unwrap();
        assert_eq!(predict.show.len(), 1, "what is not there is not shown");
        assert_eq!(predict.world.users[0].policies.len(), 1, "what comes out empty is left out");
        seen.insert(common.stem.clone());
    }
    assert_eq!(seen.len(), 2 * 2 * 4, "every trap with every name and every bucket");
}

#[test]
fn what_a_trap_draws_comes_before_what_the_template_sets() {
    // The trap's own `set` comes before both, so it goes.
    let drawn = "rule = \"Another rule.\"\n[trap.pick]\naction = [\"s3:PutObject\"]";
    let mut template = small("rule = \"Another rule.\"", drawn);
    template.file.traps.iter_mut().for_each(|trap| drop(trap.set.remove("action")));
    for seed in 0..20 {
        let trap = template.trap(seed).unwrap();
        let action = template.bindings(trap, seed).unwrap().fill("<action>").unwrap();
        assert_eq!(action, if trap.name == "writes" { "s3:PutObject" } else { "s3:GetObject" });
    }
}

#[test]
fn two_names_of_one_pool_never_get_the_same() {
    let template = small("bucket = \"buckets\"", "bucket = \"buckets\"\nother = \"buckets\"");
    for seed in 0..50 {
        let bindings = template.bindings(template.trap(seed).unwrap(), seed).unwrap();
        assert_ne!(bindings.fill("<bucket>").unwrap(), bindings.fill("<other>").unwrap());
    }
}

#[test]
fn a_line_that_is_a_placeholder_takes_lines_or_goes() {
    let mut bindings = Bindings::default();
    bindings.set("none", "");
    bindings.set("two", "a,\n  b");
    bindings.set("who", "ann");
    bindings.set("again", "<who> and <Who>");
    for (text, expected) in [
        ("[\n  <two>\n]", "[\n  a,\n    b\n]"),
        ("[\n  <none>\n]", "[\n]"),
        ("x <none> y", "x  y"),
        ("<none>", ""),
        ("<again>", "ann and Ann"),
        ("a < b, <1>, <-, <a b>", "a < b, <1>, <-, <a b>"),
    ] {
        assert_eq!(bindings.fill(text).unwrap(), expected, "{text}");
    }
}

#[test]
fn a_template_with_a_slip_says_which_and_what_to_do() {
    #[track_caller]
    fn check(old: &str, new: &str, near: &str, words: &str) {
        let template = small(old, new);
        let fault = (0..20).find_map(|seed| template.item(seed).err()).unwrap_or_else(|| panic!("no fault: {new}"));
        assert!(fault.message.contains(words), "{}", fault.message);
        assert!(SMALL.replacen(old, new, 1).contains(near) && fault.near == near, "{}", fault.near);
    }
    check("`<bucket>`", "`<buckte>`", "<buckte>", "stands for nothing: there are `action`, `asks`, `bucket`");
    check("\"buckets\"", "\"pails\"", "pails", "no pool is called `pails`: there are `buckets`");
    check("[\"ann\", \"bob\"]", "[]", "who", "too few values");
    check("[\"ann\", \"bob\"]", "[1]", "who", "must draw a text");
    check("more = \"\"", "more = \"<more>\"", "<more>", "leads back to it");
    check("who = \"user dev", "who = \"usr dev", "[request", "did you mean `user`?");
    check("resource = ", "resuorce = ", "[request", "unknown field `resuorce`");
    check("[[world.users]]\nname", "[[world.users]]\nnmae", "[world", "unknown field `nmae`");
}

//! What holds of every world and every request in it: it runs, the trace tells the decision, and guardrails only narrow.

// A module of tests, so that its helpers may unwrap as tests may.
#[cfg(test)]
mod worlds {
    use iam_dojo::iam::evaluate;
    use iam_dojo::iam::explain::{access_denied_message, summary, walk};
    use iam_dojo::iam::request::ContextValue;
    use iam_dojo::iam::scenario::{Scenario, ScenarioError};
    use iam_dojo::iam::simulate::{Simulation, simulate};
    use iam_dojo::iam::trace::Verdict;
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};
    use serde_json::{Value, json};

    const ACTIONS: [&str; 9] = [
        "*",
        "s3:*",
        "s3:GetObject",
        "sts:*",
        "sts:AssumeRole",
        "sts:TagSession",
        "iam:PassRole",
        "lambda:CreateFunction",
        "ec2:*",
    ];
    const RESOURCES: [&str; 5] = [
        "*",
        "arn:aws:s3:::data/*",
        "arn:aws:iam::111122223333:role/*",
        "arn:aws:iam::444455556666:role/B",
        "arn:aws:s3:::data/${aws:PrincipalTag/team}/*",
    ];
    const PRINCIPALS: [&str; 7] = [
        r#"{"AWS": "111122223333"}"#,
        r#"{"AWS": "arn:aws:iam::111122223333:user/ann"}"#,
        r#"{"AWS": "arn:aws:iam::111122223333:role/A"}"#,
        r#"{"AWS": "arn:aws:sts::444455556666:assumed-role/B/ann"}"#,
        r#"{"Service": "lambda.amazonaws.com"}"#,
        r#"{"Federated": "accounts.google.com"}"#,
        r#""*""#,
    ];
    const CONDITIONS: [&str; 6] = [
        r#"{}"#,
        r#"{"StringEquals": {"aws:PrincipalTag/team": "blue"}}"#,
        r#"{"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}"#,
        r#"{"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#,
        r#"{"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}"#,
        r#"{"Null": {"aws:PrincipalOrgID": "true"}}"#,
    ];
    const REQUESTS: [(&str, &str); 6] = [
        ("s3:GetObject", "arn:aws:s3:::data/blue/k"),
        ("s3:PutObject", "arn:aws:s3:::data/k"),
        ("lambda:CreateFunction", "arn:aws:lambda:eu-west-1:111122223333:function:f"),
        ("ec2:RunInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/*"),
        ("iam:ListUsers", "*"),
        ("sts:GetCallerIdentity", "*"),
    ];
    const CALLERS: [&str; 9] = [
        "user dev/ann",
        "root dev",
        "role dev/A",
        "role dev/A as ci",
        "user out/eve",
        "service lambda.amazonaws.com",
        "web_identity accounts.google.com",
        "saml dev/Corp",
        "anonymous",
    ];
    const STEPS: [&str; 9] = [
        r#""dev/A""#,
        r#""out/B""#,
        r#"{"role": "out/B", "tags": {"team": "blue"}, "transitive": ["team"]}"#,
        r#"{"role": "dev/A", "source_identity": "ann", "external_id": "x1"}"#,
        r#"{"role": "dev/A", "duration": 7200}"#,
        r#"{"role": "dev/A", "session": "s1", "context": {"aws:RequestedRegion": "eu-west-1"}, "without": ["aws:SourceIp"]}"#,
        r#"{"api": "get_session_token"}"#,
        r#"{"api": "get_federation_token", "tags": {"team": "red"}}"#,
        r#"{"role": "dev/A", "start": {"action": "lambda:CreateFunction", "resource": "*"}}"#,
    ];

    fn value(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    /// A statement with these parts; `effects` says which effects it may have.
    fn statement(effects: &'static [&'static str], principal: bool) -> impl Strategy<Value = Value> {
        let parts = (
            select(effects),
            select(&ACTIONS[..]),
            select(&RESOURCES[..]),
            select(&CONDITIONS[..]),
            select(&PRINCIPALS[..]),
        );
        parts.prop_map(move |(effect, action, resource, condition, named)| {
            let mut statement =
                json!({"Effect": effect, "Action": action, "Resource": resource, "Condition": value(condition)});
            if principal {
                statement["Principal"] = value(named);
            }
            statement
        })
    }

    const BOTH: &[&str] = &["Allow", "Allow", "Allow", "Deny"];

    fn document(statements: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
        proptest::collection::vec(statements, 1..4).prop_map(|s| json!({"Version": "2012-10-17", "Statement": s}))
    }

    fn policy() -> impl Strategy<Value = Value> {
        document(statement(BOTH, false))
    }

    fn policies() -> impl Strategy<Value = Value> {
        proptest::collection::vec(policy(), 0..3).prop_map(Value::Array)
    }

    fn trust() -> impl Strategy<Value = Value> {
        document(statement(BOTH, true)).prop_map(|mut document| {
            for statement in document["Statement"].as_array_mut().unwrap() {
                let statement = statement.as_object_mut().unwrap();
                statement.remove("Resource");
                if statement["Action"].as_str().is_none_or(|action| !action.starts_with("sts:")) {
                    statement["Action"] = json!("sts:*");
                }
            }
            document
        })
    }

    fn rcps() -> impl Strategy<Value = Value> {
        let one = document(statement(&["Deny"], true)).prop_map(|mut document| {
            for statement in document["Statement"].as_array_mut().unwrap() {
                statement["Principal"] = json!("*");
                if statement["Action"] == json!("*") {
                    statement["Action"] = json!("s3:*");
                }
            }
            document
        });
        proptest::collection::vec(one, 0..2).prop_map(Value::Array)
    }

    /// What may be added to a world and can only take away from what is allowed in it.
    #[derive(Debug, Clone)]
    struct Guardrails {
        boundary: Value,
        role_boundary: Value,
        scps: Value,
        rcps: Value,
        full_aws_access: bool,
    }

    fn guardrails() -> impl Strategy<Value = Guardrails> {
        let scps = policies();
        (policy(), policy(), scps, rcps(), any::<bool>()).prop_map(|(boundary, role_boundary, scps, rcps, full)| {
            let full_aws_access = full || scps.as_array().is_none_or(Vec::is_empty);
            Guardrails { boundary, role_boundary, scps, rcps, full_aws_access }
        })
    }

    /// A world with one organisation (`dev` in it, `out` outside), and one request.
    fn world() -> impl Strategy<Value = Value> {
        let documents =
            (policies(), policies(), policies(), trust(), policies(), trust(), document(statement(BOTH, true)));
        let request = (
            select(&CALLERS[..]),
            proptest::collection::vec(select(&STEPS[..]), 0..3),
            select(&REQUESTS[..]),
            subsequence(vec!["passes", "tags", "called_via", "source"], 0..3),
        );
        (documents, request).prop_map(|(documents, (who, steps, (action, resource), extras))| {
            let (ann, group, a, trust_a, b, trust_b, bucket) = documents;
            let mut request = json!({"name": "r", "who": who, "action": action, "resource": resource,
            "through": steps.into_iter().map(value).collect::<Vec<_>>()});
            for extra in extras {
                request[extra] = match extra {
                    "passes" => json!({"role": "dev/A", "to": "lambda.amazonaws.com"}),
                    "tags" => json!({"team": "blue"}),
                    "called_via" => json!(["cloudformation.amazonaws.com"]),
                    _ => json!("arn:aws:s3:::data"),
                };
            }
            json!({"title": "t", "requests": [request], "world": {
                "organization": {"units": {"Work": {}}},
                "accounts": {"dev": {"id": "111122223333", "unit": "Work"}, "out": {"id": "444455556666"}},
                "groups": [{"name": "dev/G", "policies": group}],
                "users": [
                    {"name": "dev/ann", "policies": ann, "groups": ["dev/G"], "tags": {"team": "blue"}},
                    {"name": "out/eve", "policies": [{"Version": "2012-10-17",
                        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}]},
                ],
                "roles": [
                    {"name": "dev/A", "trust": trust_a, "policies": a, "tags": {"team": "red"}},
                    {"name": "out/B", "trust": trust_b, "policies": b, "max_session_duration": 7200},
                ],
                "identity_providers": [{"name": "dev/Corp", "kind": "saml"}],
                "resources": [{"arn": "arn:aws:s3:::data", "account": "dev", "policy": bucket}],
            }})
        })
    }

    /// Runs the request of a world; an error is only what the file's own rules refuse.
    fn run(world: &Value) -> Result<Simulation, ScenarioError> {
        let scenario = Scenario::from_json(&world.to_string(), &mut |name| Err(format!("no file {name}")))?;
        simulate(&scenario, &scenario.requests[0])
    }

    fn allowed(world: &Value) -> Option<bool> {
        run(world).ok().map(|simulation| simulation.is_allowed())
    }

    fn with(world: &Value, guardrails: &Guardrails) -> Value {
        let mut world = world.clone();
        let members = &mut world["world"];
        members["users"][0]["boundary"] = guardrails.boundary.clone();
        members["roles"][0]["boundary"] = guardrails.role_boundary.clone();
        let unit = &mut members["organization"]["units"]["Work"];
        unit["scps"] = guardrails.scps.clone();
        unit["rcps"] = guardrails.rcps.clone();
        unit["full_aws_access"] = json!(guardrails.full_aws_access);
        world
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_request_runs_and_its_trace_tells_the_decision(world in world(), guardrails in guardrails()) {
            let Ok(simulation) = run(&with(&world, &guardrails)) else { return Ok(()) };
            prop_assert!(!simulation.hops.is_empty());
            prop_assert_eq!(simulation.planned, simulation.hops.len() + simulation.ahead.len());
            for (at, hop) in simulation.hops.iter().enumerate() {
                match &hop.rule {
                    None => prop_assert_eq!(evaluate::decide(&hop.request, &hop.policies), hop.trace.decision),
                    Some(_) => prop_assert_eq!(hop.trace.decision.verdict(), Verdict::ImplicitDeny),
                }
                let is_last = at + 1 == simulation.hops.len();
                prop_assert!(is_last || hop.trace.decision.is_allowed(), "the way ends at the first denial");
                for attached in hop.policies.attached() {
                    prop_assert!(simulation.texts.contains_key(&attached.name), "{} has no text", attached.name);
                }
                prop_assert_eq!(hop.policies.scp.as_ref().map_or(0, Vec::len), hop.levels.scp.len());
                prop_assert_eq!(hop.policies.rcp.as_ref().map_or(0, Vec::len), hop.levels.rcp.len());
                let single = ["aws:TagKeys", "aws:CalledVia", "aws:PrincipalOrgPaths", "sts:TransitiveTagKeys"];
                for key in single {
                    let value = hop.request.context.get(key);
                    prop_assert!(!matches!(value, Some(ContextValue::One(_))), "{} is multivalued", key);
                }
            }
            prop_assert_eq!(simulation.is_allowed(), simulation.ahead.is_empty() && simulation.decision().unwrap().is_allowed());
            let steps = walk(&simulation);
            prop_assert_eq!(steps.iter().map(|step| step.hop).max(), Some(simulation.planned - 1));
            for step in &steps {
                if let Some(place) = &step.place {
                    let text = simulation.texts.get(&place.document).map_or(0, |text| text.len());
                    prop_assert!(place.range.end as usize <= text, "{} points outside {}", step.label, place.document);
                }
            }
            let words = summary(&simulation);
            prop_assert!(words.ends_with('.') && !words.contains("  ") && !words.contains(".."), "{}", words);
            prop_assert!(access_denied_message(&simulation).is_none() || !simulation.is_allowed());
        }

        #[test]
        fn guardrails_never_allow_what_was_denied(world in world(), guardrails in guardrails()) {
            let (Some(before), Some(after)) = (allowed(&world), allowed(&with(&world, &guardrails))) else { return Ok(()) };
            prop_assert!(before || !after, "denied without the guardrails, allowed with them");
        }

        #[test]
        fn taking_away_what_only_allows_never_allows(world in world(), allow in document(statement(&["Allow"], false))) {
            // The document stands in every list of policies, and in none.
            let mut more = world.clone();
            for (list, at) in [("users", 0), ("groups", 0), ("roles", 0), ("roles", 1)] {
                more["world"][list][at]["policies"].as_array_mut().unwrap().push(allow.clone());
            }
            let (Some(with), Some(without)) = (allowed(&more), allowed(&world)) else { return Ok(()) };
            prop_assert!(with || !without, "allowed without the document, denied with it");
        }

        #[test]
        fn session_policies_never_allow_what_was_denied(world in world(), policy in policy()) {
            let mut narrowed = world.clone();
            let steps = narrowed["requests"][0]["through"].as_array_mut().unwrap();
            for step in steps.iter_mut().filter(|step| step.is_string()) {
                *step = json!({"role": step, "policies": [policy]});
            }
            let (Some(before), Some(after)) = (allowed(&world), allowed(&narrowed)) else { return Ok(()) };
            prop_assert!(before || !after, "denied without the session policy, allowed with it");
        }
    }

    #[test]
    fn the_worlds_made_here_are_worlds() {
        use proptest::strategy::ValueTree;
        use proptest::test_runner::TestRunner;
        let mut runner = TestRunner::deterministic();
        let (mut ran, mut allowed, mut several) = (0, 0, 0);
        for _ in 0..300 {
            let world = world().new_tree(&mut runner).unwrap().current();
            let guardrails = guardrails().new_tree(&mut runner).unwrap().current();
            if let Ok(simulation) = run(&with(&world, &guardrails)) {
                ran += 1;
                allowed += usize::from(simulation.is_allowed());
                several += usize::from(simulation.hops.len() > 1);
            } else if let Err(error) = run(&world) {
                let known = ["takes no", "not modelled", "which role", "AWS would not save"];
                assert!(known.iter().any(|known| error.message.contains(known)), "{}", error.message);
            }
        }
        assert!(
            ran > 150 && allowed > 5 && several > 30,
            "{ran} ran, {allowed} allowed, {several} with several checks"
        );
    }
}

#[test]
fn explore() {
    let d = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": ["111122223333", "444455556666"] },
      "Action": "sts:AssumeRole",
      "Condition": { "Bool": { "aws:MultiFactorAuthPresent": true } }
    }
  ]
}"#;
    let r = |a: &str, b: &str| { assert!(d.contains(a), "{a}"); d.replacen(a, b, 1) };
    let cases = vec![
        r("[\n    {", "[\n    {{"), r("    }\n  ]", "    }}\n  ]"), r("  ]\n}", "  ]\n}}"), d.replacen("{\n", "{{\n", 1), d.replacen("{\n", "{\n{\n", 1),
        r("      \"Condition\": {", "      \"Condition\": {{"), r("true } }", "true } } }"), r("true } }", "true }"),
        r("\"Principal\": {", "\"Principal\": "), r("\"Principal\": { \"AWS\": [", "\"Principal\": { \"AWS\": "), r("\"444455556666\"] }", "\"444455556666\" }"),
        r("\"444455556666\"]", "\"444455556666\",]"), r("] },\n", "] }\n"), r("\"111122223333\", ", "\"111122223333\" "),
        r("true", "True"), r("true", "None"), r("true", "TRUE"), r("true", "yes"), r("\"Effect\":", "\"Effect\" ="), r("\"Effect\":", "\"Effect\""), r("\"Effect\":", "Effect:"),
        r("\"Effect\": \"Allow\"", "'Effect': 'Allow'"), r("\"Effect\": \"Allow\"", "“Effect”: “Allow”"), r("\"Allow\"", "‘Allow’"), r("\"Allow\",", "\"Allow,"), r("\"Allow\",", "Allow\","), r("\"Allow\",", "Allow,"),
        r("\"Effect\":", "\"Effect:"), r("\"Allow\",", "\"Allow\"."), r("\"Allow\",", "\"Allow\";"), r("\"Allow\",", "\"Allow\" // grant"), r("\"Allow\",", "\"Allow\", # grant"), r("\"Allow\",", "\"Allow\", -- grant"), r("\"Allow\",", "\"Allow\", /* grant */"), r("\"Allow\",", "\"Allow\", <!-- grant -->"),
        format!("json\n{d}"), format!("```json\n{d}\n```"), format!("```\n{d}\n```"), format!("{d} - Permissions Policy: attach a policy"), format!("{d}\n\nThen run:"), format!("trust-policy.json:\n\n{d}"), format!("{d}{d}"), format!("{d};"), format!("{d},"), format!("policy = {d}"), format!("const policy = {d};"), format!("on a specific bucket).{d}"),
        r("  ]\n}", "  ]"), r("  ]\n}", "}"), r("    }\n  ]\n}", "    }\n}"), r("    }\n  ]\n}", ""), r("  \"Statement\": [\n", "  \"Statement\": \n"), r("  \"Statement\": [\n", "  \"Statement\" [\n"), r("sts:AssumeRole\",", "sts:AssumeRole\",,"), r("[\n    {", "[,\n    {"), r("    }\n  ]", "    },\n  ]"), r("{ \"Bool\": {", "{ \"Bool\": ["), r("[\"111122223333\", \"444455556666\"]", "{\"111122223333\", \"444455556666\"}"), r("[\"111122223333\", \"444455556666\"]", "(\"111122223333\", \"444455556666\")"), r("[\"111122223333\", \"444455556666\"]", "\"111122223333\", \"444455556666\""), r("[\"111122223333\", \"444455556666\"]", "111122223333"),r("[\"111122223333\", \"444455556666\"]", "0011122223333"), r("[\"111122223333\", \"444455556666\"]", "arn:aws:iam::111122223333:root"), r("[\"111122223333\", \"444455556666\"]", "<account>"), r("[\"111122223333\", \"444455556666\"]", "..."), r("[\"111122223333\", \"444455556666\"]", "\"1111\n22223333\""), r("sts:AssumeRole\"", "sts:\"AssumeRole\""), r("[\"111122223333\", \"444455556666\"]", "\"C:\\Users\""), r("Statement\": [", "Statement\": [ ..."), d.replace('"', "'"), d.replace('"', "\u{201d}"), d.replace("\"", "\\\""), r("\"Effect\"", "- \"Effect\""), "Version: 2012-10-17\nStatement:\n  - Effect: Allow\n    Action: sts:AssumeRole\n".to_owned(),
        r("\"Effect\": \"Allow\",\n      \"Principal\": {", "\"Effect\": \"Allow\", \"Principal\": }"), r("      \"Action\"", "      \"Action\n"), r("\"Effect\": \"Allow\"", "\"Effect\", \"Allow\""), r("\"Effect\": \"Allow\"", "\"Effect\"; \"Allow\""), r("\"Effect\": \"Allow\"", "\"Effect: Allow\""), r("\"Effect\": \"Allow\"", "\"Effect\" : : \"Allow\""), r("\"Effect\": \"Allow\"", "\"Effect\" \"Allow\""), r("\"Effect\": \"Allow\"", "{\"Effect\": \"Allow\"}"),
    ];
    for text in cases {
        let p = super::parse(&text);
        let mut fixes: Vec<_> = p.diagnostics.iter().filter_map(|d| d.fix.clone()).collect();
        fixes.sort_by_key(|f| std::cmp::Reverse(f.range));
        let fixed = fixes.iter().fold(text.clone(), |t, f| f.apply(&t));
        let ok = super::parse(&fixed).diagnostics.is_empty();
        let diff: String = text.lines().zip(d.lines()).find(|(a, b)| a != b).map(|(a, _)| a.trim().to_owned()).unwrap_or_else(|| text.lines().last().unwrap_or("").to_owned());
        println!("{} {:>2} fixes {} same {} flawless {}: {:50} | {}", if p.diagnostics.len() == 1 && ok { "  " } else { "##" }, p.diagnostics.len(), fixes.len(), fixed == d, ok, diff, p.diagnostics.iter().map(|d| d.message.clone()).take(4).collect::<Vec<_>>().join(" / "));
    }
}

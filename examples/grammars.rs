//! Writes `assets/grammars.bin`: the grammars that colour code in lessons, taken from the some two hundred that two-face carries.
//!
//! `cargo run --example grammars`. A grammar names others by their place in the set, so every place stays and those that no language of
//! ours leads to are emptied: what is left is a twentieth.

#![expect(clippy::print_stdout, reason = "it says what it wrote")]

use std::collections::BTreeSet;

use anyhow::Context as _;
use serde_json::{Value, json};
use syntect::parsing::SyntaxSet;

/// The languages that lessons may name, as `iam_dojo` looks for them.
const LANGUAGES: [&str; 6] = ["sh", "python", "toml", "hcl", "yaml", "json"];

fn main() -> anyhow::Result<()> {
    let all = two_face::syntax::extra_newlines();
    let mut wanted = Vec::new();
    for language in LANGUAGES {
        let grammar = all.find_syntax_by_token(language).with_context(|| format!("no grammar for `{language}`"))?;
        wanted.extend(all.syntaxes().iter().position(|other| other.name == grammar.name));
    }
    let definitions = all.clone().into_builder();
    let mut kept = BTreeSet::new();
    while let Some(place) = wanted.pop() {
        if kept.insert(place) {
            let definition = definitions.syntaxes().get(place).context("a grammar leads to one that is not there")?;
            places_named(&serde_json::to_value(&definition.contexts)?, &mut wanted);
        }
    }
    let mut set = serde_json::to_value(&all)?;
    let grammars = set.get_mut("syntaxes").and_then(Value::as_array_mut).context("the set has no list of grammars")?;
    for (place, grammar) in grammars.iter_mut().enumerate().filter(|(place, _)| !kept.contains(place)) {
        let grammar = grammar.as_object_mut().with_context(|| format!("grammar {place} is no table"))?;
        for (key, nothing) in [
            ("name", json!("")),
            ("file_extensions", json!([])),
            ("first_line_match", Value::Null),
            ("variables", json!({})),
            ("serialized_lazy_contexts", json!([])),
        ] {
            grammar.insert(key.to_owned(), nothing);
        }
    }
    set.as_object_mut().context("the set is no table")?.insert("path_syntaxes".to_owned(), json!([]));
    let set: SyntaxSet = serde_json::from_value(set)?;
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/grammars.bin");
    syntect::dumps::dump_to_uncompressed_file(&set, file)?;
    println!("{file}: {} of {} grammars, {} bytes", kept.len(), all.syntaxes().len(), std::fs::metadata(file)?.len());
    Ok(())
}

/// The places of other grammars that a piece of a grammar names.
fn places_named(piece: &Value, places: &mut Vec<usize>) {
    match piece {
        Value::Object(members) => {
            let place = members.get("syntax_index").and_then(Value::as_u64);
            places.extend(place.and_then(|place| usize::try_from(place).ok()));
            members.values().for_each(|member| places_named(member, places));
        }
        Value::Array(items) => items.iter().for_each(|item| places_named(item, places)),
        _ => {}
    }
}

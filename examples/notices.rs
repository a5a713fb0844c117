//! Writes what the program owes to others: THIRD-PARTY.md and assets/notices/syntaxes.md, from what Cargo knows of the crates that
//! are linked into it and from what two-face says of the syntaxes it carries.
//!
//! `cargo run --example notices`, after every change of a dependency.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "without Cargo's answer there is nothing to write, and it says so by ending; what JSON does not have is null"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The systems the program is written for.
const SYSTEMS: [&str; 3] = ["x86_64-unknown-linux-gnu", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"];

const HEAD: &str = "\
# What iam-dojo is built of

iam-dojo itself is under MIT or Apache 2.0, as you prefer. It contains the work of others, named here with their licences; thank you.
This page and the notices of the syntaxes are written by `cargo run --example notices`.

## Data

- **The catalogue** of services, actions, resource types and condition keys is in the program, and so are the managed policies.
  Both are facts and documents that AWS publishes, by way of four packages under MIT and BSD-3-Clause. Their notices and licence texts are
  in [assets/catalogue/NOTICE](assets/catalogue/NOTICE), where the data comes from in [assets/catalogue/README.md](assets/catalogue/README.md).
- **The grammars** that colour shell, Python, TOML, HCL and YAML in lessons: some of those that the bat project curates, taken from the crate `two-face` (`examples/grammars`).
  Those whose licences want to be named are in [assets/notices/syntaxes.md](assets/notices/syntaxes.md).
- **SQLite**, which `libsqlite3-sys` brings along and `rusqlite` speaks to, is in the public domain.

## Crates

Everything that is linked into the program on Linux, macOS or Windows; what only builds or tests it is left out. Where a crate offers a
choice, iam-dojo takes MIT if it is offered, else Apache 2.0. The texts: MIT and Apache 2.0 are those of [LICENSE-MIT](LICENSE-MIT) and
[LICENSE-APACHE](LICENSE-APACHE), with the copyright lines below;
[MPL 2.0](https://www.mozilla.org/MPL/2.0/), [Zlib](https://opensource.org/license/zlib).

`nucleo-matcher` is under MPL 2.0 and used as published; its source is at <https://crates.io/crates/nucleo-matcher>.

";

fn main() {
    fs::write("THIRD-PARTY.md", format!("{HEAD}{}", crates())).expect("THIRD-PARTY.md can be written");
    fs::create_dir_all("assets/notices").expect("the folder can be made");
    fs::write("assets/notices/syntaxes.md", syntaxes()).expect("the notices can be written");
}

/// The table of crates.
fn crates() -> String {
    let mut linked: BTreeMap<String, Value> = BTreeMap::new();
    for system in SYSTEMS {
        let metadata = metadata(system);
        let packages = by_id(&metadata["packages"]);
        let nodes = by_id(&metadata["resolve"]["nodes"]);
        let root = metadata["resolve"]["root"].as_str().expect("one package is built");
        let mut seen = BTreeSet::new();
        let mut ahead = vec![root];
        while let Some(id) = ahead.pop() {
            let Some((package, node)) = packages.get(id).zip(nodes.get(id)) else { continue };
            // What runs in the compiler is not in the program.
            if is_macro(package) || !seen.insert(id) {
                continue;
            }
            if id != root {
                linked
                    .insert(format!("{} {}", words(&package["name"]), words(&package["version"])), (*package).clone());
            }
            let normal = |dependency: &&Value| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            ahead.extend(list(&node["deps"]).iter().filter(normal).filter_map(|dependency| dependency["pkg"].as_str()));
        }
    }
    let mut out = String::from("| crate | licence | copyright |\n|---|---|---|\n");
    for (name, package) in linked {
        let _ = writeln!(out, "| {name} | {} | {} |", words(&package["license"]), copyright(&package));
    }
    out
}

fn metadata(system: &str) -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", system]);
    let output = command.output().expect("cargo can be run");
    serde_json::from_slice(&output.stdout).expect("cargo answers in JSON")
}

/// A list's members by their `id`.
fn by_id(members: &Value) -> BTreeMap<&str, &Value> {
    list(members).iter().filter_map(|member| Some((member["id"].as_str()?, member))).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn is_macro(package: &Value) -> bool {
    list(&package["targets"]).iter().flat_map(|target| list(&target["kind"])).any(|kind| kind == "proc-macro")
}

/// The copyright lines of a crate's licence files, or who Cargo says wrote it.
fn copyright(package: &Value) -> String {
    let folder = Path::new(words(&package["manifest_path"])).parent().expect("a manifest lies in a folder");
    let mut found = BTreeSet::new();
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = file.file_name().to_string_lossy().to_ascii_uppercase();
        if !["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"].iter().any(|beginning| name.starts_with(beginning))
        {
            continue;
        }
        let text = fs::read_to_string(file.path()).unwrap_or_default();
        let lines = text.lines().map(|line| without_address(line).trim_end_matches(" or").replace('|', "/"));
        found.extend(lines.filter(|line| {
            let lower = line.to_ascii_lowercase();
            lower.starts_with("copyright")
                && (lower.contains("(c)") || line.contains(['©', '1', '2']))
                && !line.contains('[')
        }));
    }
    if found.is_empty() {
        let authors: Vec<&str> =
            list(&package["authors"]).iter().map(|author| without_address(words(author))).collect();
        return if authors.is_empty() {
            format!("the authors of {}", words(&package["name"]))
        } else {
            authors.join(", ")
        };
    }
    found.into_iter().collect::<Vec<_>>().join("; ")
}

/// A name without the address behind it.
fn without_address(line: &str) -> &str {
    line.split('<').next().unwrap_or_default().trim()
}

/// The notices of the syntaxes that want one.
fn syntaxes() -> String {
    let mut out = String::from(
        "# The grammars that colour code\n\nFrom [two-face](https://crates.io/crates/two-face), which takes them from \
         [bat](https://github.com/sharkdp/bat). Those that want to be named:\n\n",
    );
    for license in
        two_face::acknowledgement::listing().for_syntaxes().iter().filter(|license| license.needs_acknowledgement())
    {
        license.write_md(&mut out);
    }
    out
}

//! Builds the program anew when a file of the course is added, changed or taken away (the compiler sees only the files it
//! knew), and makes the catalogue's table from the files in assets/catalogue.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

#[path = "build/catalogue.rs"]
mod catalogue;
#[path = "src/iam/catalogue/layout.rs"]
mod layout;

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["lessons", "quizzes", "assets", "build.rs", "build", "src/iam/catalogue/layout.rs"] {
        println!("cargo:rerun-if-changed={path}");
    }
    let read = |name: &str| {
        let path = Path::new("assets/catalogue").join(name);
        fs::read_to_string(&path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
    };
    let manifest = read("manifest.json")?;
    let table = catalogue::write(&catalogue::Sources {
        services: &read("services.tsv")?,
        actions: &read("actions.tsv")?,
        resource_types: &read("resource_types.tsv")?,
        condition_keys: &read("condition_keys.tsv")?,
        global_condition_keys: &read("global_condition_keys.tsv")?,
        former_actions: &read("former_actions.tsv")?,
        manifest: &manifest,
    })?;
    let folder = env::var_os("OUT_DIR").ok_or("cargo sets no OUT_DIR")?;
    fs::write(Path::new(&folder).join("catalogue.bin"), table)?;
    println!("cargo:rustc-env=IAM_DOJO_CATALOGUE_DATE={}", catalogue::date(&manifest)?);
    Ok(())
}

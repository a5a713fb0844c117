//! `man`: the manual's pages, made from the command line's own help.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context as _;
use clap_mangen::Man;

use crate::cli::{GOOD, args};

/// Writes the program's page to `out`, or all pages into a folder, `iam-dojo.1`, `iam-dojo-lint.1` …; gives the exit code.
///
/// # Errors
/// When they cannot be written.
pub fn run(folder: Option<&Path>, out: &mut dyn Write) -> anyhow::Result<u8> {
    let Some(folder) = folder else {
        Man::new(args::line()).render(out)?;
        return Ok(GOOD);
    };
    fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(args::line(), folder))
        .with_context(|| format!("cannot write the pages into `{}`", folder.display()))?;
    Ok(GOOD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_the_program_and_its_commands() {
        let mut out = Vec::new();
        assert_eq!(run(None, &mut out).unwrap(), GOOD);
        let page = String::from_utf8(out).unwrap();
        for words in [".TH iam-dojo 1", ".SH NAME", ".SH SYNOPSIS", "lint", "grade", "\\-\\-theme"] {
            assert!(page.contains(words), "{words}:\n{page}");
        }
    }

    #[test]
    fn each_command_has_a_page_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let pages = folder.path().join("man1");
        run(Some(&pages), &mut Vec::new()).unwrap();
        for name in ["iam-dojo.1", "iam-dojo-lint.1", "iam-dojo-open.1", "iam-dojo-check-content.1"] {
            let page = fs::read_to_string(pages.join(name)).unwrap();
            assert!(page.contains(".SH SYNOPSIS"), "{name}");
        }
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(run(Some(&file), &mut Vec::new()).is_err());
    }
}

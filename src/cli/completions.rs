//! `completions SHELL`: what a shell needs to complete the program's words, for packagers and for one's own shell.

use std::io::Write;

use clap_complete::Shell;

use crate::cli::{GOOD, args};

/// Writes the script of a shell; gives the exit code.
///
/// # Errors
/// When `out` cannot be written.
pub fn run(shell: Shell, out: &mut dyn Write) -> anyhow::Result<u8> {
    // clap_complete ends the program when it cannot write: so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::line(), "iam-dojo", &mut script);
    out.write_all(&script)?;
    Ok(GOOD)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn every_shell_gets_a_script_that_knows_the_commands() {
        for shell in Shell::value_variants() {
            let mut out = Vec::new();
            assert_eq!(run(*shell, &mut out).unwrap(), GOOD);
            let script = String::from_utf8(out).unwrap();
            for word in ["simulate", "check-content", "grade", "high-contrast"] {
                assert!(script.contains(word), "{shell}: {word}");
            }
        }
    }
}

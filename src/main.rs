//! Parses the arguments and hands over: to the commands, or to the full-screen program.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use iam_dojo::cli::{self, Common, Parsed};
use iam_dojo::place::Place;
use iam_dojo::tui;

fn main() -> ExitCode {
    ExitCode::from(match cli::parse(std::env::args_os()) {
        Ok(Parsed::Command(common, command)) => cli::run(&common, &command),
        Ok(Parsed::App(common, place)) => open(&common, place).unwrap_or_else(|error| cli::fail(&error)),
        Err(error) => cli::answer(&error),
    })
}

/// Opens the full-screen program.
fn open(common: &Common, place: Place) -> anyhow::Result<u8> {
    if !std::io::stdout().is_terminal() {
        anyhow::bail!(cli::no_terminal(&place));
    }
    let Common { course, ascii, theme, .. } = common.clone();
    let options = tui::Options { course, state: common.state_folder()?, place, ascii, theme };
    tui::run(&options)?;
    Ok(cli::GOOD)
}

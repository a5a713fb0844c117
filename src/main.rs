//! Parses the arguments and hands over.

fn main() -> std::process::ExitCode {
    let state = std::env::temp_dir().join("iam-dojo");
    match iam_dojo::tui::run(&iam_dojo::tui::Options { state, ..Default::default() }) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(_) => std::process::ExitCode::from(2),
    }
}

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::tui::app::Hits;
use crate::tui::theme::{Depth, Palette, Theme};

const THEME: Theme = Theme { palette: Palette::Dark, depth: Depth::True, ascii: false };

fn scenario(name: &str) -> Scenario {
    let folder = format!("{}/assets/scenarios", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(format!("{folder}/{name}.toml")).unwrap();
    let mut read = |file: &str| std::fs::read_to_string(format!("{folder}/{file}")).map_err(|error| error.to_string());
    Scenario::from_toml(&text, &mut read).unwrap()
}

fn drawn(matrix: &mut Matrix, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    matrix.prepare(Rect::new(0, 0, width, height));
    terminal.draw(|frame| matrix.view(frame, &THEME, &mut Hits::default())).unwrap();
    terminal.backend().to_string()
}

#[test]
fn a_cell_is_the_request_of_its_row_and_column() {
    let scenario = scenario("dev-to-prod");
    let mut matrix = Matrix::new(scenario.clone());
    matrix.act(Action::Right);
    let Reply::Walk(spec) = matrix.act(Action::Enter) else { panic!("there is a request") };
    assert_eq!(*spec, *scenario.request("ann-reads").unwrap(), "the scenario's own, with its name");
    matrix.act(Action::Left);
    matrix.act(Action::Down);
    let Reply::Walk(spec) = matrix.act(Action::Enter) else { panic!("there is a request") };
    assert_eq!(
        (spec.who.as_str(), spec.action.as_deref(), spec.name.as_str()),
        ("user dev/bob", Some("s3:DeleteObject"), "")
    );
}

#[test]
fn every_cell_ends_as_its_request_does() {
    let folder = format!("{}/assets/scenarios", env!("CARGO_MANIFEST_DIR"));
    for path in std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        let scenario = scenario(name);
        let matrix = Matrix::new(scenario.clone());
        for (caller, cells) in matrix.callers.iter().zip(&matrix.cells) {
            for (call, cell) in matrix.calls.iter().zip(cells) {
                let run = simulate(&scenario, &request(caller, call)).ok();
                assert_eq!(*cell, run.as_ref().and_then(crate::iam::what_if::End::of), "{name}: {caller:?} {call:?}");
            }
        }
    }
}

#[test]
fn everybody_can_stand_in_the_rows() {
    let mut matrix = Matrix::new(scenario("dev-to-prod"));
    let before = matrix.callers.len();
    matrix.act(Action::Last);
    matrix.act(Action::OtherRows);
    assert_eq!(matrix.callers.len(), 4, "three users and a role");
    assert!(matrix.row < 4);
    matrix.act(Action::OtherRows);
    assert_eq!(matrix.callers.len(), before);
}

#[test]
fn rows_and_columns_are_hidden_and_shown_again() {
    let mut matrix = Matrix::new(scenario("dev-to-prod"));
    let all = (matrix.callers.clone(), matrix.calls.clone());
    matrix.act(Action::Down);
    matrix.act(Action::HideRow);
    matrix.act(Action::Last);
    matrix.act(Action::HideColumn);
    assert_eq!(matrix.callers.len(), all.0.len() - 1);
    assert!(!matrix.callers.contains(&all.0[1]) && !matrix.calls.contains(&all.1[0]));
    assert_eq!(matrix.cells.len(), matrix.callers.len(), "what is hidden is not decided");
    let shown = drawn(&mut matrix, 80, 22);
    assert!(shown.contains("1 row and 1 column hidden; u shows the last again"), "{shown}");
    // What was hidden last comes first, to the place where it was, and is chosen.
    matrix.act(Action::TakeBack);
    assert_eq!((&matrix.calls, matrix.column), (&all.1, 0));
    matrix.act(Action::TakeBack);
    assert_eq!((&matrix.callers, matrix.row), (&all.0, 1));
    matrix.act(Action::TakeBack);
    assert!(!drawn(&mut matrix, 80, 22).contains("hidden"));
    // One row and one column stay.
    for _ in 0..20 {
        matrix.act(Action::HideRow);
        matrix.act(Action::HideColumn);
    }
    assert_eq!((matrix.callers.len(), matrix.calls.len()), (1, 1));
    matrix.act(Action::OtherRows);
    assert_eq!(matrix.callers.len(), 3, "of the four, one is hidden here too");
}

#[test]
fn a_table_of_every_size_is_drawn() {
    let mut matrix = Matrix::new(scenario("scp-guardrail"));
    for (width, height) in [(80, 22), (120, 34), (40, 10), (20, 4), (3, 1)] {
        drawn(&mut matrix, width, height);
        matrix.act(Action::Right);
    }
    assert_eq!(matrix.act(Action::Back), Reply::Left);
    insta::assert_snapshot!("matrix", drawn(&mut Matrix::new(scenario("scp-guardrail")), 120, 30));
    insta::assert_snapshot!("matrix_narrow", drawn(&mut Matrix::new(scenario("oidc-github")), 60, 24));
    let empty = Scenario { requests: Vec::new(), ..scenario("dev-to-prod") };
    assert!(drawn(&mut Matrix::new(empty), 80, 22).contains("write one first"));
}

#[test]
fn columns_are_told_apart_by_what_they_are_on() {
    let matrix = Matrix::new(scenario("session-tags"));
    assert_eq!(matrix.names.below, ["2025.txt", "blue/plan.txt", "red/plan.txt"]);
    assert!(matrix.names.callers.contains(&"ann → Project red".to_owned()), "{:?}", matrix.names.callers);
}

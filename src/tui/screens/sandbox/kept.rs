//! What the sandbox keeps: which documents lie on the desk, their texts, and the scenario that some of them belong to. The
//! texts are drafts like those of a lab.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::case::Case;
use crate::iam::policy::PolicyKind;
use crate::tui::app::Shared;
use crate::tui::screens::desk::{Desk, Origin, Tab};

/// The setting that holds the list of documents, and what their drafts belong to; no lab is called so.
pub const NAME: &str = "sandbox";

/// The documents on the desk.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    /// In the order of the tabs.
    documents: Vec<Document>,
    /// The one in front.
    front: usize,
    /// The scenario that those belong to which it has.
    #[serde(default)]
    scenario: Option<KeptCase>,
}

/// A document on the desk; its text is a draft of its name.
#[derive(Debug, Serialize, Deserialize)]
struct Document {
    name: String,
    title: String,
    kind: String,
    /// Its file, and what stood in it when it was last read or written.
    file: Option<(PathBuf, String)>,
}

/// The scenario on the desk.
#[derive(Debug, Serialize, Deserialize)]
struct KeptCase {
    text: String,
    /// Its file, and what stood in it when it was last read or written.
    file: Option<(PathBuf, String)>,
    changed: bool,
    /// The request looked at.
    chosen: usize,
}

/// The desk as it was left.
#[derive(Debug, Default)]
pub struct Left {
    /// The documents.
    pub tabs: Vec<Tab>,
    /// The one in front.
    pub front: usize,
    /// The scenario, or what is wrong with it.
    pub case: Option<Result<Case, String>>,
}

/// Keeps which documents there are.
pub fn keep(desk: &Desk, case: Option<&Case>, shared: &mut Shared) {
    let document = |tab: &Tab| Document {
        name: tab.name.clone(),
        title: tab.title.clone(),
        kind: tab.kind.as_str().to_owned(),
        file: tab.file.clone().map(|file| (file.path, file.text)),
    };
    let scenario = case.map(|case| KeptCase {
        text: case.text().to_owned(),
        file: case.file.clone().map(|file| (file.path, file.text)),
        changed: case.changed,
        chosen: case.chosen,
    });
    let kept = Kept { documents: desk.tabs.iter().map(document).collect(), front: desk.tab, scenario };
    let written = serde_json::to_string(&kept).unwrap_or_default();
    let kept = shared.store.set_setting(NAME, &written);
    shared.kept(kept);
}

/// The desk as it was left. Empty when nothing was kept.
pub fn restore(shared: &mut Shared) -> Left {
    let setting = shared.store.setting(NAME);
    let setting = shared.kept(setting).flatten();
    // What a newer program wrote is left out rather than guessed at.
    let kept: Kept = setting.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let mut tabs = Vec::new();
    for document in kept.documents {
        let draft = shared.store.draft(NAME, &document.name);
        let text = shared.kept(draft).flatten().unwrap_or_default();
        let kind = PolicyKind::from_name(&document.kind).unwrap_or(PolicyKind::Identity);
        let mut tab = Tab::new(document.name, document.title, kind, &text, true);
        tab.file = document.file.map(origin);
        tabs.push(tab);
    }
    let case = kept.scenario.map(|kept| {
        let text_of = |name: &str| tabs.iter().find(|tab| tab.name == name).map(|tab| tab.editor.text().to_owned());
        let mut read = |name: &str| text_of(name).ok_or_else(|| "it is not on the desk any more".to_owned());
        let mut case = Case::open(&kept.text, kept.file.map(origin), &mut read).map_err(|error| error.message)?;
        case.take(&tabs);
        case.changed = kept.changed;
        case.chosen = kept.chosen.min(case.scenario.requests.len().saturating_sub(1));
        Ok(case)
    });
    Left { tabs, front: kept.front, case }
}

fn origin((path, text): (PathBuf, String)) -> Origin {
    Origin { path, text }
}

//! What the sandbox keeps: which documents lie on the desk, and their texts. The texts are drafts like those of a lab.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

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
    /// The file of the world around them.
    world: Option<PathBuf>,
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

/// Keeps which documents there are.
pub fn keep(desk: &Desk, world: Option<&PathBuf>, shared: &mut Shared) {
    let document = |tab: &Tab| Document {
        name: tab.name.clone(),
        title: tab.title.clone(),
        kind: tab.kind.as_str().to_owned(),
        file: tab.file.clone().map(|file| (file.path, file.text)),
    };
    let kept = Kept { documents: desk.tabs.iter().map(document).collect(), front: desk.tab, world: world.cloned() };
    let written = serde_json::to_string(&kept).unwrap_or_default();
    let kept = shared.store.set_setting(NAME, &written);
    shared.kept(kept);
}

/// The desk as it was left, and the file of the world around its documents. Empty when nothing was kept.
pub fn restore(shared: &mut Shared) -> (Vec<Tab>, usize, Option<PathBuf>) {
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
        tab.file = document.file.map(|(path, text)| Origin { path, text });
        tabs.push(tab);
    }
    (tabs, kept.front, kept.world)
}

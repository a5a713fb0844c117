//! What can be done with a block of code in a lesson: opened in the sandbox, copied.

use crate::iam::policy::PolicyKind;
use crate::tui::app::{Command, Effect, Shared};
use crate::tui::screens::lesson::LessonScreen;
use crate::tui::widgets::inline::Code;

impl LessonScreen {
    /// The first block of code of that sort: the chosen one, else one that begins in sight, else one that is in sight.
    pub(super) fn code(&self, wanted: impl Fn(&Code) -> bool) -> Option<&Code> {
        let window = self.window();
        let of = |index: usize| {
            let placed = self.layout.things.get(index)?;
            Some((placed.thing.code().filter(|code| wanted(code))?, window.contains(&placed.lines().start)))
        };
        let visible = self.visible();
        let chosen = self.chosen.filter(|index| visible.contains(index)).and_then(of);
        let begins = || visible.iter().filter_map(|index| of(*index)).find(|(_, begins)| *begins);
        let any = || visible.iter().find_map(|index| of(*index));
        chosen.or_else(begins).or_else(any).map(|(code, _)| code)
    }

    /// Opens the document in sight in the sandbox.
    pub(super) fn in_sandbox(&self, shared: &mut Shared) -> Vec<Command> {
        match self.code(|code| code.language == "json") {
            Some(code) => vec![self.try_out(code)],
            None => {
                shared.notice = Some("no JSON is in sight: only policies open in the sandbox".to_owned());
                Vec::new()
            }
        }
    }

    /// Opens a document in the sandbox.
    pub(super) fn try_out(&self, code: &Code) -> Command {
        let what = code.policy.map_or("document", PolicyKind::title);
        Command::Try { title: format!("{} {what}", self.id()), kind: code.policy, text: code.text.clone() }
    }

    /// Copies the block of code in sight.
    pub(super) fn copy(&self, shared: &mut Shared) -> Vec<Command> {
        match self.code(|_| true) {
            Some(code) => {
                shared.notice = Some(match code.text.lines().count() {
                    1 => "copied the line".to_owned(),
                    lines => format!("copied {lines} lines"),
                });
                vec![Command::Effect(Effect::Copy(code.text.clone()))]
            }
            None => Vec::new(),
        }
    }
}

//! What a lab asks before it does it, and what it tells: hints and their price, the reference, beginning again, the story, the end.

use std::sync::Arc;

use super::finish::{Finish, Pair};
use super::play::News;
use super::{Ending, Focus, LabScreen, PAUSE, PAUSE_NUMBER, Tab, kind_of, plain};
use crate::course::grade::difference;
use crate::tui::actions::Action;
use crate::tui::app::{Command, Effect, Shared};
use crate::tui::overlay::{Confirm, Overlay};
use crate::tui::work::Job;

/// What the three hints are, one after the other.
const STEPS: [&str; 3] = ["where to look", "which rule", "almost the answer"];

fn ask(question: String, detail: String, action: Action) -> Vec<Command> {
    let on_yes = Box::new(Command::Confirmed(action));
    vec![Command::Show(Overlay::Confirm(Confirm { question, detail, on_yes }))]
}

impl LabScreen {
    /// Names the price of the next hint; one that costs nothing is given.
    pub(super) fn ask_hint(&mut self, shared: &mut Shared) -> Vec<Command> {
        let Some((number, then)) = self.play.price() else { return self.hint(shared) };
        let all = self.play.lab.file.hints.len();
        let step = STEPS.get(number - 1).map(|step| format!(": {step}")).unwrap_or_default();
        let star = |count: u8| shared.theme.symbols().star.repeat(usize::from(count));
        let now = self.play.stars();
        let price = match (now, then) {
            (0, _) => "It costs nothing: the reference was seen, and there are no stars to earn.".to_owned(),
            (now, then) if now == then => format!("It costs no more: solved, the lab still brings {}.", star(now)),
            (now, then) => format!("Solved with it, the lab brings {} in place of {}.", star(then), star(now)),
        };
        ask(format!("Take hint {number} of {all}{step}?"), price, Action::Hint)
    }

    /// Gives the next hint, or all of them once all were taken.
    pub(super) fn hint(&mut self, shared: &mut Shared) -> Vec<Command> {
        let all = self.play.lab.file.hints.len();
        let Some((number, words, counts)) = self.play.hint() else {
            let words = self.play.lab.file.hints.iter().map(|hint| plain(hint)).collect::<Vec<_>>().join("\n\n");
            return vec![Command::Show(Overlay::text("All hints", words))];
        };
        let mut text = plain(&words);
        if counts {
            self.keep_record(shared);
            let stars = usize::from(self.play.stars());
            let star = shared.theme.symbols().star;
            if stars > 0 {
                text.push_str(&format!("\n\nSolved now, the lab brings {}.", star.repeat(stars)));
            }
        }
        text.push_str("\nF5 shows the hints taken so far.");
        vec![Command::Show(Overlay::text(format!("Hint {number} of {all}"), text))]
    }

    /// Asks before the reference is shown, as long as that costs something.
    pub(super) fn ask_solution(&mut self, shared: &mut Shared) -> Vec<Command> {
        if self.play.was_solved() || self.play.record.solution_seen {
            return self.confirmed(Action::Solution, shared);
        }
        let detail =
            "It opens in tabs of its own; your text stays. Seen before the lab is solved, it leaves no stars to earn.";
        ask("See the reference answer?".to_owned(), detail.to_owned(), Action::Solution)
    }

    /// The reference opens in tabs of its own, to be read and copied from.
    pub(super) fn show_solution(&mut self) {
        let drafts = self.play.lab.file.documents.len();
        if self.desk.tabs.len() == drafts {
            let lab = Arc::clone(&self.play.lab);
            for (document, text) in lab.file.documents.iter().zip(&lab.reference) {
                let kind = kind_of(&lab, &document.file);
                self.desk.tabs.push(Tab::new(&document.file, &document.title, kind, text, false));
            }
        }
        if self.desk.tab < drafts {
            self.desk.choose_tab(self.desk.tab + drafts);
        }
    }

    /// Asks before the document in front becomes the starter again.
    pub(super) fn ask_reset(&self) -> Vec<Command> {
        let Some(tab) = self.desk.front().filter(|tab| tab.draft) else { return Vec::new() };
        let detail = "The document becomes what it was when the lab began. Undo brings yours back.";
        let called = self.play.lab.file.called(&tab.name);
        ask(format!("Begin {called} again?"), detail.to_owned(), Action::Reset)
    }

    /// Asks before all of them do.
    pub(super) fn ask_reset_all(&self) -> Vec<Command> {
        let detail = "Every document becomes what it was when the lab began. Undo brings yours back, each in its tab. Stars, hints and \
                      second rounds stay as they are.";
        ask("Begin the whole lab again?".to_owned(), detail.to_owned(), Action::ResetAll)
    }

    /// A document becomes the starter again, in one step of undo.
    pub(super) fn reset(&mut self, tab: usize, shared: &mut Shared) -> Vec<Command> {
        let Some(starter) = self.play.lab.starter.get(tab).cloned() else { return Vec::new() };
        self.desk.choose_tab(tab);
        let reply = self.desk.change(
            shared,
            |editor| editor.set_text(starter.trim_end(), 0),
            "the document is as it was at the beginning",
        );
        self.answer(reply, shared)
    }

    /// All documents do.
    pub(super) fn reset_all(&mut self, shared: &mut Shared) -> Vec<Command> {
        let documents = self.play.lab.starter.len();
        let commands = (0..documents).rev().flat_map(|tab| self.reset(tab, shared)).collect();
        shared.notice = Some("the lab is as it was at the beginning".into());
        commands
    }

    /// What the lab is about, its goals, the hints taken.
    pub(super) fn story(&self) -> Overlay {
        let file = &self.play.lab.file;
        let mut words = plain(&file.story);
        words.push_str("\n\nGoals");
        for goal in &self.play.grade.goals {
            words.push_str(&format!("\n- {}", goal.text));
        }
        if self.play.hints > 0 {
            words.push_str("\n\nHints taken");
            for hint in file.hints.iter().take(self.play.hints) {
                words.push_str(&format!("\n- {}", plain(hint)));
            }
        }
        words.push_str(
            "\n\nEvery key is judged at once: the goals show it. F6 goes from the text to the goals and to the reasons.",
        );
        Overlay::text(format!("Lab {}  {}", file.id, file.title), words)
    }

    /// Keeps the second rounds that were won just now, and says so.
    pub(super) fn keep_rounds(&self, news: &News, shared: &mut Shared) {
        for name in &news.rounds {
            let kept = shared.store.record_round(&self.play.lab.file.id, name, shared.now);
            let kept = shared.kept(kept);
            let round = self.play.grade.rounds.iter().find(|round| round.name == *name);
            if let (Some(()), Some(round)) = (kept, round) {
                shared.notice = Some(format!("{} won: {}", shared.theme.symbols().star, round.text));
            }
        }
    }

    /// A key came: whoever waits for a pause waits on.
    pub(super) fn touch(&mut self) {
        if let Ending::Soon { touched } = &mut self.ending {
            *touched = true;
        }
    }

    /// Nothing hinders telling that the lab is solved: it is so just now, and not because the last text that could be read was.
    fn is_at_the_end(&self) -> bool {
        self.ending != Ending::Told && self.play.grade.solved() && !self.is_stale()
    }

    /// Asks for a wait after which the end is told, unless there is nothing to tell or one is under way.
    pub(super) fn wait_for_pause(&mut self) -> Vec<Command> {
        if self.ending != Ending::Due || !self.is_at_the_end() {
            return Vec::new();
        }
        self.ending = Ending::Soon { touched: false };
        vec![Command::Effect(Effect::Work(Job::Beat { milliseconds: PAUSE, number: PAUSE_NUMBER }))]
    }

    /// The wait for a pause is over: without a key since it began, the end is told.
    pub(super) fn paused(&mut self, shared: &mut Shared) -> Vec<Command> {
        let Ending::Soon { touched } = self.ending else { return Vec::new() };
        self.ending = Ending::Due;
        match self.is_at_the_end() && !touched {
            true => self.show_finish(shared),
            false => self.wait_for_pause(),
        }
    }

    /// Whoever left the text is told the end at once.
    pub(super) fn tell_out_of_text(&mut self, shared: &mut Shared) -> Vec<Command> {
        match self.focus != Focus::Text && self.is_at_the_end() {
            true => self.show_finish(shared),
            false => Vec::new(),
        }
    }

    /// What a solved lab taught, and how one's own answer differs from the reference.
    pub(super) fn show_finish(&mut self, shared: &mut Shared) -> Vec<Command> {
        if !self.play.was_solved() {
            shared.notice = Some("what the lab taught is shown once it is solved".into());
            return Vec::new();
        }
        self.ending = Ending::Told;
        let symbols = shared.theme.symbols();
        let stars = symbols.star.repeat(usize::from(self.play.stars()));
        let title = if stars.is_empty() { "Solved".to_owned() } else { format!("Solved {} {stars}", symbols.dot) };
        let lab = &self.play.lab;
        let mine: Vec<String> =
            self.desk.tabs.iter().filter(|tab| tab.draft).map(|tab| tab.editor.text().to_owned()).collect();
        let pairs = lab.file.documents.iter().zip(mine.iter().zip(&lab.reference));
        let pairs = pairs.map(|(document, (mine, reference))| Pair {
            file: document.file.clone(),
            title: document.title.clone(),
            kind: kind_of(lab, &document.file),
            mine: mine.trim_end().to_owned(),
            reference: reference.trim_end().to_owned(),
        });
        vec![Command::Show(Overlay::Finish(Box::new(Finish {
            title,
            taught: lab.file.explanation.clone(),
            rounds: self.play.grade.rounds.clone(),
            pairs: pairs.collect(),
            difference: difference(lab, &mine, &lab.reference),
            page: 0,
            scroll: 0,
        })))]
    }
}

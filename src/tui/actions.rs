//! Everything a person can do, in one table. Keymap, footer, help and the key reference in the README are made from it.

/// Where a key means something. A screen says which contexts hold, most particular first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Everywhere, also while typing, also under an overlay.
    Always,
    /// On every screen, also while typing, unless an overlay lies above it.
    Screen,
    /// Everywhere but in text.
    Browse,
    /// A list with a chosen line.
    List,
    /// The course map.
    Home,
    /// A lesson's text.
    Lesson,
    /// A lesson's text with a drawing in sight that has steps.
    Drawing,
    /// A lesson's text with code in sight.
    Code,
    /// A lesson's first question, in sight and open.
    Guess,
    /// A line to type what is looked for in a lesson.
    Search,
    /// A lesson's text with something found in it.
    Found,
    /// A line to type above a list that it narrows.
    Filter,
    /// The glossary.
    Glossary,
    /// A test whether a lesson is known.
    TestOut,
    /// Where the learner stands.
    Progress,
    /// The settings.
    Settings,
    /// A day to choose, of a setting.
    Calendar,
    /// The list of keys.
    Keys,
    /// A key to be pressed, for something in that list.
    Press,
    /// The list of all exams.
    Exams,
    /// What an exam is, before it begins.
    Briefing,
    /// The same of an exam that is under way.
    UnderWay,
    /// A question of an exam, also while typing.
    Sitting,
    /// A question of an exam that is no text.
    ExamChoice,
    /// A line of text in a question of an exam.
    ExamField,
    /// All questions of an exam under way.
    ExamList,
    /// The report of an exam.
    Report,
    /// A question of a report, explained.
    Explained,
    /// The choice of a drill.
    Drills,
    /// A card of a drill, out of text.
    Drill,
    /// A card of a drill, in text.
    DrillText,
    /// A card of a drill, answered.
    DrillVerdict,
    /// A drill that is over.
    DrillOver,
    /// A question waiting for its answer.
    Question,
    /// "How sure are you?"
    Confidence,
    /// A question answered.
    Verdict,
    /// A line of text in a question.
    Field,
    /// A question with several things to tick.
    Several,
    /// A question with lines to put in order.
    Order,
    /// A question about a decision, with policies to read.
    Predict,
    /// A question answered in a few sentences.
    Essay,
    /// A question answered with a policy, whichever pane has the focus.
    Writing,
    /// The policies of a question, on the whole screen.
    Exhibit,
    /// The list of all labs.
    Labs,
    /// A lab, whichever pane has the focus.
    Lab,
    /// The same, solved at some time.
    Solved,
    /// The text of a lab with several documents.
    Documents,
    /// The panes of a lab or of the sandbox that are not text: goals, requests, walk.
    Walk,
    /// What will come of a request? Asked before its walk is shown.
    Foresee,
    /// Two requests side by side.
    Compare,
    /// The same in a lab alone.
    Goals,
    /// The policy editor.
    Editor,
    /// The editor's line for finding.
    Find,
    /// The editor's line that asks for a line.
    GoToLine,
    /// A snippet with places to fill in.
    Places,
    /// Documents in tabs, whichever pane has the focus.
    Desk,
    /// A list of what could be written, beside the cursor.
    Completion,
    /// The same, when it was asked for.
    Asked,
    /// The same, with one of them chosen.
    Proposed,
    /// What is this?
    About,
    /// The list of problems.
    Problems,
    /// The sandbox, whichever pane has the focus.
    Sandbox,
    /// The sandbox's panes that are not text: requests and walk.
    Requests,
    /// The smallest change, before it is made.
    Change,
    /// The world of a scenario, as a tree or as a drawing.
    World,
    /// A form to fill in.
    Form,
    /// A request being written.
    Request,
    /// What would turn a decision.
    WhatIf,
    /// All requests in one table.
    Matrix,
    /// What a solved lab taught.
    Finish,
    /// A line to type into, in a box of its own.
    Prompt,
    /// An overlay that shows something.
    Overlay,
    /// A yes-or-no question.
    Confirm,
    /// The palette.
    Palette,
}

/// A thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Leave the program.
    Quit,
    /// Ask whether to leave.
    AskQuit,
    /// Stop the program and give the shell back.
    Suspend,
    /// Show the keys of this screen.
    Help,
    /// Find anything by a few letters.
    Palette,
    /// One level back.
    Back,
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
    /// To the beginning.
    First,
    /// To the end.
    Last,
    /// Open or confirm.
    Enter,
    /// The next pane.
    NextPane,
    /// The pane before.
    PreviousPane,
    /// Choose by number, from 1.
    Choose(u8),
    /// Read a lesson's questions.
    Questions,
    /// Try whether a lesson is known already.
    TestOut,
    /// Leave a question out.
    Skip,
    /// Look in all lessons.
    SearchAll,
    /// The words of the course and what they mean.
    Glossary,
    /// Go to the lab.
    OpenLab,
    /// The list of all labs.
    Labs,
    /// The list of all exams.
    Exams,
    /// Where the learner stands.
    Progress,
    /// The settings.
    Settings,
    /// The next one that is not done.
    NextOpen,
    /// The next step of a drawing or of the walk.
    NextStep,
    /// The step before.
    PreviousStep,
    /// The next section.
    NextSection,
    /// The section before.
    PreviousSection,
    /// The next thing in sight that can be opened.
    NextItem,
    /// The thing before.
    PreviousItem,
    /// A hint.
    Hint,
    /// Say how sure: a guess.
    Guess,
    /// Say how sure: maybe.
    Maybe,
    /// Say how sure: sure.
    Sure,
    /// Go to the text that teaches this.
    Teach,
    /// Tick the chosen line, or take the tick off.
    Toggle,
    /// Move the chosen line up.
    MoveUp,
    /// Move the chosen line down.
    MoveDown,
    /// Hand in what was written.
    Submit,
    /// Flag the question, or take the flag off.
    Flag,
    /// The policies of the question on the whole screen.
    Exhibit,
    /// Ask how sure the learner is, or do not.
    AskConfidence,
    /// The next question.
    NextQuestion,
    /// The question before.
    PreviousQuestion,
    /// Strike an option out, or take it back in.
    StrikeOut,
    /// Look all questions over.
    LookOver,
    /// Show the clock, or hide it.
    Clock,
    /// The report of an exam.
    Report,
    /// Answer again.
    Again,
    /// Choose a drill.
    Drills,
    /// Drill what is due.
    Review,
    /// Cram, or do not.
    Cram,
    /// Set a card aside until tomorrow.
    Bury,
    /// Set a card aside for good.
    SetAside,
    /// The next goal.
    NextGoal,
    /// The step at which the decision fell.
    Decider,
    /// Fold or unfold a step of the walk.
    Fold,
    /// Unfold everything, or fold it again.
    FoldAll,
    /// Let the walk go on by itself, or stop it.
    Play,
    /// Put a request beside another one.
    Compare,
    /// Mark what changed since before the last edit, or do not.
    Before,
    /// The smallest change that turns the decision.
    SmallestChange,
    /// Ask what one expects before the steps are shown, or do not.
    PredictFirst,
    /// What the lab is about.
    Story,
    /// The reference answer.
    Solution,
    /// Begin a document again.
    Reset,
    /// Begin all documents again.
    ResetAll,
    /// What a solved lab taught.
    Finish,
    /// The next tab.
    NextTab,
    /// The tab before.
    PreviousTab,
    /// The next problem.
    NextProblem,
    /// The problem before.
    PreviousProblem,
    /// The list of problems.
    Problems,
    /// What a word is, what a problem is about.
    About,
    /// What could be written here.
    Complete,
    /// Write the proposal.
    Take,
    /// Mend the problem under the cursor.
    QuickFix,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Copy.
    Copy,
    /// Cut.
    Cut,
    /// Put in what was copied.
    Paste,
    /// Select everything.
    SelectAll,
    /// Set the document in order.
    Format,
    /// Find in the document.
    Find,
    /// What Enter does while finding: on, or replace and on.
    FindEnter,
    /// The next place where it stands.
    FindNext,
    /// The place before.
    FindPrevious,
    /// Replace it everywhere.
    ReplaceAll,
    /// From what is looked for to what takes its place, and back.
    OtherField,
    /// Go to a line.
    GoToLine,
    /// The next place of a snippet.
    NextPlace,
    /// The place before.
    PreviousPlace,
    /// Move the lines up.
    MoveLinesUp,
    /// Move the lines down.
    MoveLinesDown,
    /// Put a copy of the lines below them.
    DuplicateLines,
    /// Take the lines out.
    DeleteLines,
    /// Select the line, or one more.
    SelectLines,
    /// Select what is around the selection.
    SelectMore,
    /// Sort the list at the cursor.
    SortList,
    /// A text becomes a list of one, and back.
    TurnList,
    /// Let long lines go on in the next row, or not.
    Wrap,
    /// The sandbox.
    Sandbox,
    /// A new document.
    NewTab,
    /// Close a document.
    CloseTab,
    /// Give a document another name.
    Rename,
    /// Make a document another kind of policy.
    ChangeKind,
    /// Load documents from a file.
    Load,
    /// Save a document to its file.
    Save,
    /// Save a document to another file.
    SaveAs,
    /// Save although the file was changed elsewhere.
    Overwrite,
    /// Put in a piece of policy that is there already.
    Template,
    /// The request as it would be typed.
    AsCommands,
    /// Write a value of one's own.
    OwnValue,
    /// As the scenario has it.
    AsItWas,
    /// On in what is said about the chosen thing.
    ReadOn,
    /// Back in it.
    ReadBack,
    /// Who stands in the table.
    OtherRows,
    /// Leave the chosen row out of the table.
    HideRow,
    /// Leave the chosen column out of the table.
    HideColumn,
    /// Keep this as a request.
    KeepRequest,
    /// Lay a scenario on the desk, or take it off.
    Scenario,
    /// Take the chosen request or thing out.
    Remove,
    /// Take the last change of the world back.
    TakeBack,
    /// Add something to the world.
    Add,
    /// Attach a policy to the chosen thing.
    Attach,
    /// Who trusts whom, drawn; and back to the tree.
    Trusts,
    /// The world of the scenario.
    World,
    /// Write a new request.
    NewRequest,
    /// Change the chosen request.
    EditRequest,
    /// See what would turn the decision.
    WhatIf,
    /// All requests in one table.
    Matrix,
    /// Yes.
    Yes,
    /// No.
    No,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// What is done.
    pub action: Action,
    /// Where.
    pub context: Context,
    /// The keys that do it, as [`crate::tui::keymap::Chord`] reads them; the first is the one shown.
    pub keys: &'static [&'static str],
    /// A word or two for the footer.
    pub label: &'static str,
    /// A line for the help.
    pub help: &'static str,
    /// Shown in the footer; lower comes first.
    pub footer: Option<u8>,
}

const fn row(
    context: Context,
    action: Action,
    keys: &'static [&'static str],
    label: &'static str,
    help: &'static str,
    footer: Option<u8>,
) -> Binding {
    Binding { action, context, keys, label, help, footer }
}

use Action as A;
use Context as C;

/// The table.
pub const ACTIONS: &[Binding] = &[
    row(C::Always, A::Quit, &["ctrl-q"], "quit", "leave the program; everything is kept", None),
    row(C::Screen, A::Help, &["f1"], "help", "the keys of this screen", None),
    row(
        C::Screen,
        A::Palette,
        &["ctrl-p"],
        "find anything",
        "find a lesson, a lab, a term, a key by a few letters",
        Some(95),
    ),
    row(C::Browse, A::Help, &["?"], "help", "the keys of this screen", Some(99)),
    row(C::Browse, A::AskQuit, &["ctrl-c"], "quit", "ask whether to leave", None),
    row(C::Browse, A::Suspend, &["ctrl-z"], "suspend", "give the shell back; fg returns here", None),
    row(C::Browse, A::Back, &["esc"], "back", "one level back; nothing is lost", Some(90)),
    row(C::List, A::Up, &["up", "k"], "choose", "one line up", Some(0)),
    row(C::List, A::Down, &["down", "j"], "choose", "one line down", None),
    row(C::List, A::PageUp, &["pageup"], "page", "one screen up", None),
    row(C::List, A::PageDown, &["pagedown"], "page", "one screen down", None),
    row(C::List, A::First, &["home"], "first", "to the first line", None),
    row(C::List, A::Last, &["end"], "last", "to the last line", None),
    row(C::List, A::Enter, &["enter"], "open", "open the chosen line", Some(1)),
    row(C::Home, A::Back, &["esc"], "leave", "ask whether to leave; everything is kept", None),
    row(C::Home, A::Review, &["r"], "review", "drill what is due", Some(2)),
    row(C::Home, A::Drills, &["d"], "drills", "choose what to drill, and how long", Some(5)),
    row(C::Home, A::Questions, &["q"], "questions", "answer the questions of the chosen lesson", Some(2)),
    row(C::Home, A::OpenLab, &["b"], "lab", "play the next lab of the chosen lesson", Some(3)),
    row(C::Home, A::Exams, &["x"], "exams", "mock exams by blueprint, with a report", Some(3)),
    row(C::Home, A::Progress, &["p"], "progress", "where you stand: days, memory, exams, the course", Some(3)),
    row(C::Home, A::Labs, &["l"], "all labs", "all labs, with their stars", Some(4)),
    row(C::Home, A::Sandbox, &["s"], "sandbox", "write and try policies of your own", Some(4)),
    row(C::Home, A::Glossary, &["g"], "glossary", "the words of the course and what they mean", Some(5)),
    row(C::Home, A::SearchAll, &["/"], "search", "search all lessons", Some(6)),
    row(C::Home, A::TestOut, &["t"], "known already?", "six questions that show that you know the chosen lesson", None),
    row(C::Home, A::Settings, &[","], "settings", "theme, mouse, what is asked, exam date, days off", None),
    row(C::Settings, A::Enter, &["enter"], "change", "the next value; of days and keys, what there is", Some(1)),
    row(C::Settings, A::Right, &["right", "l", "space"], "next value", "the next value", Some(2)),
    row(C::Settings, A::Left, &["left", "h"], "value before", "the value before", None),
    row(C::Settings, A::Reset, &["r"], "as at first", "the chosen setting as it was at first", Some(3)),
    row(C::Keys, A::Enter, &["enter"], "another key", "press another key for the chosen line", Some(1)),
    row(C::Keys, A::Add, &["a"], "one more", "press one more key for the chosen line", Some(2)),
    row(C::Keys, A::Reset, &["r"], "as at first", "the keys of the chosen line as they were at first", Some(3)),
    row(C::Keys, A::ResetAll, &["R"], "reset all", "all keys as they were at first, after a question", Some(4)),
    row(C::Keys, A::NextPane, &["tab"], "next place", "to the keys of the next place", Some(5)),
    row(C::Keys, A::PreviousPane, &["backtab"], "place before", "to the keys of the place before", None),
    row(C::Press, A::Back, &["esc"], "leave", "leave the key as it is", Some(0)),
    row(C::Calendar, A::Up, &["up", "k"], "week", "the week before", Some(1)),
    row(C::Calendar, A::Down, &["down", "j"], "week", "the week after", None),
    row(C::Calendar, A::Left, &["left", "h"], "day before", "the day before", None),
    row(C::Calendar, A::Right, &["right", "l"], "day", "the day after", Some(1)),
    row(C::Calendar, A::PageUp, &["pageup"], "month", "four weeks back", None),
    row(C::Calendar, A::PageDown, &["pagedown"], "month", "four weeks on", None),
    row(C::Calendar, A::First, &["home"], "today", "to today", None),
    row(C::Calendar, A::Last, &["end"], "last", "to the last day that can be chosen", None),
    row(C::Calendar, A::Enter, &["enter", "space"], "this day", "take this day; again, take it back", Some(0)),
    row(C::Calendar, A::Reset, &["r"], "none", "no exam, or no day off from today on", Some(2)),
    row(C::Lesson, A::PageDown, &["space", "pagedown"], "read on", "one screen down", Some(0)),
    row(C::Lesson, A::PageUp, &["b", "pageup"], "page up", "one screen up", None),
    row(C::Lesson, A::Up, &["up", "k"], "scroll", "one line up", None),
    row(C::Lesson, A::Down, &["down", "j"], "scroll", "one line down", None),
    row(
        C::Lesson,
        A::Enter,
        &["enter"],
        "open",
        "answer the checkpoint, open the lab, unfold the decision, explain the term",
        Some(1),
    ),
    row(C::Lesson, A::NextItem, &["f", "]"], "choose", "choose the next thing in sight that Enter opens", Some(2)),
    row(C::Lesson, A::PreviousItem, &["F", "["], "choose back", "choose the one before", None),
    row(C::Search, A::Enter, &["enter"], "keep", "back to the text with what was found lit", Some(0)),
    row(C::Search, A::FindNext, &["down"], "next", "to the next place", Some(1)),
    row(C::Search, A::FindPrevious, &["up"], "before", "to the place before", None),
    row(C::Search, A::SearchAll, &["tab"], "all lessons", "look for it in all lessons", Some(2)),
    row(C::Search, A::Back, &["esc"], "close", "back to where you were", Some(3)),
    row(C::Search, A::AskQuit, &["ctrl-c"], "quit", "ask whether to leave", None),
    row(C::Found, A::FindNext, &["n"], "next", "to the next place where it stands", Some(0)),
    row(C::Found, A::FindPrevious, &["N"], "before", "to the place before", Some(0)),
    row(C::Found, A::SearchAll, &["a"], "all lessons", "look for it in all lessons", Some(0)),
    row(C::Found, A::Back, &["esc"], "end", "stop looking; you stay where you are", Some(0)),
    row(C::Filter, A::Up, &["up"], "choose", "one line up", Some(0)),
    row(C::Filter, A::Down, &["down"], "choose", "one line down", None),
    row(C::Filter, A::PageUp, &["pageup"], "page", "one screen up", None),
    row(C::Filter, A::PageDown, &["pagedown"], "page", "one screen down", None),
    row(C::Filter, A::Enter, &["enter"], "open", "open the chosen line", Some(1)),
    row(C::Filter, A::Back, &["esc"], "back", "one level back", Some(3)),
    row(C::Filter, A::AskQuit, &["ctrl-c"], "quit", "ask whether to leave", None),
    row(
        C::Glossary,
        A::NextPane,
        &["tab"],
        "another place",
        "the next place that uses the term; Enter opens it",
        Some(2),
    ),
    row(C::Glossary, A::PreviousPane, &["backtab"], "place before", "the place before", None),
    row(C::TestOut, A::Enter, &["enter"], "go on", "ask the questions, or go back when all are answered", Some(0)),
    row(C::Exams, A::Report, &["r"], "report", "the report of the last one of the chosen exam", Some(2)),
    row(C::Progress, A::NextPane, &["tab", "right", "l"], "next", "to the next figures", Some(0)),
    row(C::Progress, A::PreviousPane, &["backtab", "left", "h"], "before", "to the figures before", None),
    row(C::Progress, A::Choose(1), &["1"], "go to", "the first figures", Some(1)),
    row(C::Progress, A::Choose(2), &["2"], "go to", "the second figures", None),
    row(C::Progress, A::Choose(3), &["3"], "go to", "the third figures", None),
    row(C::Progress, A::Choose(4), &["4"], "go to", "the fourth figures", None),
    row(C::Progress, A::Choose(5), &["5"], "go to", "the fifth figures", None),
    row(C::Progress, A::Choose(6), &["6"], "go to", "the sixth figures", None),
    row(C::Progress, A::Choose(7), &["7"], "go to", "the seventh figures", None),
    row(C::Progress, A::Choose(8), &["8"], "go to", "the eighth figures", None),
    row(C::Progress, A::Up, &["up", "k"], "scroll", "one line up", Some(2)),
    row(C::Progress, A::Down, &["down", "j"], "scroll", "one line down", None),
    row(C::Progress, A::PageUp, &["pageup"], "page", "some lines up", None),
    row(C::Progress, A::PageDown, &["pagedown", "space"], "page", "some lines down", None),
    row(C::Progress, A::First, &["home"], "first", "to the first line", None),
    row(C::Progress, A::Last, &["end"], "last", "to the last line", None),
    row(C::Progress, A::Exams, &["x"], "exams", "mock exams by blueprint, with a report", Some(3)),
    row(C::UnderWay, A::Remove, &["x"], "give up", "leave the exam under way for good, after a question", Some(2)),
    row(C::Briefing, A::Enter, &["enter"], "begin", "begin the exam, or go on with it", Some(0)),
    row(C::Briefing, A::Report, &["r"], "last report", "the report of the last one", Some(1)),
    row(C::Briefing, A::Up, &["up", "k"], "scroll", "one line up", Some(3)),
    row(C::Briefing, A::Down, &["down", "j"], "scroll", "one line down", None),
    row(C::Briefing, A::PageDown, &["pagedown", "space"], "page", "further down", None),
    row(C::Briefing, A::PageUp, &["pageup"], "page", "further up", None),
    row(C::ExamChoice, A::Choose(1), &["1"], "answer", "the first answer", Some(0)),
    row(C::ExamChoice, A::Choose(2), &["2"], "answer", "the second answer", None),
    row(C::ExamChoice, A::Choose(3), &["3"], "answer", "the third answer", None),
    row(C::ExamChoice, A::Choose(4), &["4"], "answer", "the fourth answer", None),
    row(C::ExamChoice, A::Choose(5), &["5"], "answer", "the fifth answer", None),
    row(C::ExamChoice, A::Choose(6), &["6"], "answer", "the sixth answer", None),
    row(C::ExamChoice, A::Choose(7), &["7"], "answer", "the seventh answer", None),
    row(C::ExamChoice, A::Choose(8), &["8"], "answer", "the eighth answer", None),
    row(C::ExamChoice, A::Choose(9), &["9"], "answer", "the ninth answer", None),
    row(C::ExamChoice, A::Up, &["up", "k"], "choose", "one answer up", Some(1)),
    row(C::ExamChoice, A::Down, &["down", "j"], "choose", "one answer down", None),
    row(C::ExamChoice, A::NextPane, &["tab"], "next part", "to the next part of the answer", None),
    row(C::ExamChoice, A::PreviousPane, &["backtab"], "part before", "to the part before", None),
    row(
        C::ExamChoice,
        A::Enter,
        &["enter"],
        "confirm",
        "confirm the answer; it is kept, and the next question comes",
        Some(2),
    ),
    row(C::ExamChoice, A::NextQuestion, &["n", "right"], "next", "to the next question, this one as it is", Some(3)),
    row(C::ExamChoice, A::PreviousQuestion, &["p", "left"], "before", "to the question before", Some(8)),
    row(C::ExamChoice, A::Flag, &["f"], "flag", "flag the question to come back to it, or take the flag off", Some(5)),
    row(C::ExamChoice, A::StrikeOut, &["x"], "strike out", "strike the chosen option out, or take it back in", Some(6)),
    row(C::ExamChoice, A::LookOver, &["l"], "all questions", "look all questions over, and hand in", Some(3)),
    row(C::ExamChoice, A::Clock, &["t"], "clock", "hide the clock, or show it", Some(7)),
    row(
        C::ExamChoice,
        A::AskConfidence,
        &["c"],
        "ask how sure",
        "ask how sure you are after each answer, or do not",
        None,
    ),
    row(
        C::ExamField,
        A::Enter,
        &["enter"],
        "confirm",
        "confirm the answer; it is kept, and the next question comes",
        Some(0),
    ),
    row(C::ExamField, A::NextPane, &["tab", "down"], "next blank", "to the next blank", None),
    row(C::ExamField, A::PreviousPane, &["backtab", "up"], "blank before", "to the blank before", None),
    row(
        C::ExamField,
        A::Back,
        &["esc"],
        "leave",
        "leave the exam; the clock stands still, everything is kept",
        Some(90),
    ),
    row(C::ExamField, A::AskQuit, &["ctrl-c"], "quit", "ask whether to leave", None),
    row(C::ExamField, A::NextQuestion, &["f8"], "next", "to the next question, this one as it is", Some(1)),
    row(C::ExamField, A::PreviousQuestion, &["shift-f8"], "before", "to the question before", None),
    row(
        C::ExamField,
        A::Flag,
        &["alt-f"],
        "flag",
        "flag the question to come back to it, or take the flag off",
        Some(2),
    ),
    row(C::ExamField, A::LookOver, &["f6"], "all questions", "look all questions over, and hand in", Some(3)),
    row(C::ExamField, A::Clock, &["f9"], "clock", "hide the clock, or show it", Some(4)),
    row(C::Sitting, A::PageDown, &["pagedown"], "scroll", "scroll down", None),
    row(C::Sitting, A::PageUp, &["pageup"], "scroll", "scroll up", None),
    row(C::ExamList, A::Enter, &["enter"], "go there", "to the chosen question", Some(1)),
    row(C::ExamList, A::NextOpen, &["o"], "next open", "choose the next question without an answer", Some(2)),
    row(C::ExamList, A::Submit, &["s"], "hand in", "hand the exam in, after a question", Some(3)),
    row(C::ExamList, A::LookOver, &["l"], "back", "back to the question", None),
    row(C::Report, A::Up, &["up", "k"], "choose", "one question up", Some(0)),
    row(C::Report, A::Down, &["down", "j"], "choose", "one question down", None),
    row(C::Report, A::Enter, &["enter"], "explain", "explain the chosen question", Some(1)),
    row(C::Report, A::NextOpen, &["w"], "next wrong", "explain the next question that was not right", Some(2)),
    row(C::Report, A::PageDown, &["pagedown", "space"], "page", "one screen down", None),
    row(C::Report, A::PageUp, &["pageup"], "page", "one screen up", None),
    row(C::Report, A::First, &["home"], "first", "to the result", None),
    row(C::Report, A::Last, &["end"], "last", "to the last question", None),
    row(C::Explained, A::NextQuestion, &["n", "right", "enter"], "next", "to the next question", Some(0)),
    row(C::Explained, A::PreviousQuestion, &["p", "left"], "before", "to the question before", Some(1)),
    row(C::Explained, A::NextOpen, &["w"], "next wrong", "to the next question that was not right", Some(2)),
    row(C::Explained, A::Teach, &["l"], "lesson", "to the text that teaches this", Some(3)),
    row(C::Explained, A::Up, &["up", "k"], "scroll", "one line up", Some(4)),
    row(C::Explained, A::Down, &["down", "j"], "scroll", "one line down", None),
    row(C::Explained, A::PageDown, &["pagedown", "space"], "scroll", "one screen down", None),
    row(C::Explained, A::PageUp, &["pageup"], "scroll", "one screen up", None),
    row(C::Guess, A::Choose(1), &["1"], "guess", "the first answer", Some(0)),
    row(C::Guess, A::Choose(2), &["2"], "guess", "the second answer", None),
    row(C::Guess, A::Choose(3), &["3"], "guess", "the third answer", None),
    row(C::Guess, A::Choose(4), &["4"], "guess", "the fourth answer", None),
    row(C::Guess, A::Choose(5), &["5"], "guess", "the fifth answer", None),
    row(C::Guess, A::Choose(6), &["6"], "guess", "the sixth answer", None),
    row(C::Guess, A::Skip, &["s"], "skip", "leave the first question out", Some(0)),
    row(C::Code, A::Sandbox, &["o"], "in the sandbox", "open the document in sight in the sandbox", Some(3)),
    row(C::Code, A::Copy, &["y"], "copy", "copy the chosen block of code, or the one in sight", Some(6)),
    row(C::Drawing, A::NextStep, &["right", "l"], "step", "next step of the drawing", Some(3)),
    row(C::Drawing, A::PreviousStep, &["left", "h"], "step back", "step before of the drawing", None),
    row(C::Lesson, A::NextSection, &["n", "tab"], "next part", "to the next section", Some(4)),
    row(C::Lesson, A::PreviousSection, &["p", "backtab"], "part before", "to the section before", None),
    row(C::Lesson, A::Questions, &["q"], "all questions", "the questions of this lesson, one after the other", Some(5)),
    row(C::Lesson, A::Find, &["/"], "search", "search this lesson, or all of them", Some(7)),
    row(C::Lesson, A::TestOut, &["t"], "known already?", "six questions that show that you know this lesson", None),
    row(C::Lesson, A::First, &["home", "g"], "top", "to the beginning", None),
    row(C::Lesson, A::Last, &["end", "G"], "end", "to the end", None),
    row(C::Drills, A::Enter, &["enter"], "begin", "begin the chosen drill", Some(1)),
    row(C::Drills, A::Left, &["left", "h"], "shorter", "a shorter drill", None),
    row(C::Drills, A::Right, &["right", "l"], "how long", "a longer drill", Some(2)),
    row(
        C::Drills,
        A::Cram,
        &["c"],
        "cram",
        "until everything was right once, without effect on the schedule; or not",
        Some(3),
    ),
    row(C::Drill, A::Undo, &["u"], "take back", "take back what you did last: an answer, a card set aside", Some(5)),
    row(C::Drill, A::Bury, &["b"], "tomorrow", "set the card aside until tomorrow", Some(6)),
    row(C::Drill, A::SetAside, &["x"], "set aside", "set the card aside until you bring it back", Some(8)),
    row(
        C::DrillText,
        A::Undo,
        &["alt-u"],
        "take back",
        "take back what you did last: an answer, a card set aside",
        Some(8),
    ),
    row(C::DrillText, A::Bury, &["alt-b"], "tomorrow", "set the card aside until tomorrow", None),
    row(C::DrillText, A::SetAside, &["alt-x"], "set aside", "set the card aside until you bring it back", None),
    row(C::DrillVerdict, A::Enter, &["enter"], "next", "to the next card", Some(0)),
    row(C::DrillVerdict, A::Up, &["up", "k"], "scroll", "one line up", None),
    row(C::DrillVerdict, A::Down, &["down", "j"], "scroll", "one line down", Some(1)),
    row(C::DrillVerdict, A::PageDown, &["pagedown", "space"], "scroll", "one screen down", None),
    row(C::DrillVerdict, A::PageUp, &["pageup"], "scroll", "one screen up", None),
    row(C::DrillVerdict, A::Teach, &["l"], "lesson", "to the text that teaches this", Some(2)),
    row(
        C::DrillVerdict,
        A::Flag,
        &["f"],
        "flag",
        "flag the question and write a note; again, take the flag off",
        Some(7),
    ),
    row(C::DrillOver, A::Enter, &["enter"], "drill on", "drill on, as long again", Some(0)),
    row(C::DrillOver, A::Up, &["up", "k"], "scroll", "one line up", None),
    row(C::DrillOver, A::Down, &["down", "j"], "scroll", "one line down", Some(2)),
    row(C::DrillOver, A::PageDown, &["pagedown", "space"], "scroll", "one screen down", None),
    row(C::DrillOver, A::PageUp, &["pageup"], "scroll", "one screen up", None),
    row(
        C::DrillOver,
        A::Undo,
        &["u"],
        "take back",
        "take back what you did last: an answer, a card set aside",
        Some(1),
    ),
    row(C::Question, A::Choose(1), &["1"], "answer", "the first answer", Some(0)),
    row(C::Question, A::Choose(2), &["2"], "answer", "the second answer", None),
    row(C::Question, A::Choose(3), &["3"], "answer", "the third answer", None),
    row(C::Question, A::Choose(4), &["4"], "answer", "the fourth answer", None),
    row(C::Question, A::Choose(5), &["5"], "answer", "the fifth answer", None),
    row(C::Question, A::Choose(6), &["6"], "answer", "the sixth answer", None),
    row(C::Question, A::Choose(7), &["7"], "answer", "the seventh answer", None),
    row(C::Question, A::Choose(8), &["8"], "answer", "the eighth answer", None),
    row(C::Question, A::Choose(9), &["9"], "answer", "the ninth answer", None),
    row(C::Question, A::Up, &["up", "k"], "choose", "one answer up", Some(1)),
    row(C::Question, A::Down, &["down", "j"], "choose", "one answer down", None),
    row(C::Question, A::NextPane, &["tab"], "next part", "to the next part of the answer", None),
    row(C::Question, A::PreviousPane, &["backtab"], "part before", "to the part before", None),
    row(C::Question, A::PageDown, &["pagedown"], "scroll", "scroll down", None),
    row(C::Question, A::PageUp, &["pageup"], "scroll", "scroll up", None),
    row(C::Question, A::Enter, &["enter"], "confirm", "confirm the answer", Some(2)),
    row(C::Question, A::Hint, &["h"], "hint", "a hint; there are three", Some(3)),
    row(C::Question, A::Flag, &["f"], "flag", "flag the question and write a note; again, take the flag off", Some(7)),
    row(
        C::Question,
        A::AskConfidence,
        &["c"],
        "ask how sure",
        "ask how sure you are after each answer, or do not",
        None,
    ),
    row(C::Several, A::Choose(1), &["1"], "tick", "tick the first line, or take the tick off", Some(0)),
    row(C::Several, A::Choose(2), &["2"], "tick", "the second line", None),
    row(C::Several, A::Choose(3), &["3"], "tick", "the third line", None),
    row(C::Several, A::Choose(4), &["4"], "tick", "the fourth line", None),
    row(C::Several, A::Choose(5), &["5"], "tick", "the fifth line", None),
    row(C::Several, A::Choose(6), &["6"], "tick", "the sixth line", None),
    row(C::Several, A::Toggle, &["space"], "tick this", "tick the chosen line, or take the tick off", Some(1)),
    row(C::Order, A::Choose(1), &["1"], "comes next", "the line of that number comes next", Some(0)),
    row(C::Order, A::Choose(2), &["2"], "next", "the second line comes next", None),
    row(C::Order, A::Choose(3), &["3"], "next", "the third line comes next", None),
    row(C::Order, A::Choose(4), &["4"], "next", "the fourth line comes next", None),
    row(C::Order, A::Choose(5), &["5"], "next", "the fifth line comes next", None),
    row(C::Order, A::Choose(6), &["6"], "next", "the sixth line comes next", None),
    row(C::Order, A::Choose(7), &["7"], "next", "the seventh line comes next", None),
    row(C::Order, A::MoveUp, &["shift-up", "alt-up", "K"], "move", "move the chosen line up", Some(2)),
    row(C::Order, A::MoveDown, &["shift-down", "alt-down", "J"], "move", "move the chosen line down", None),
    row(C::Predict, A::Exhibit, &["e"], "policies", "the policies of the question on the whole screen", Some(4)),
    row(C::Essay, A::Submit, &["ctrl-s", "alt-enter"], "done", "see a model answer; Enter is a new line", Some(0)),
    row(C::Essay, A::Hint, &["f2"], "hint", "a hint; there are three", Some(1)),
    row(C::Essay, A::Flag, &["alt-f"], "flag", "flag the question and write a note; again, take the flag off", Some(2)),
    row(C::Essay, A::PageDown, &["pagedown"], "scroll", "scroll down", None),
    row(C::Essay, A::PageUp, &["pageup"], "scroll", "scroll up", None),
    row(C::Essay, A::Back, &["esc"], "back", "leave the question; what is written is kept", Some(90)),
    row(C::Essay, A::AskQuit, &["ctrl-c"], "quit", "ask whether to leave", None),
    row(C::Writing, A::NextPane, &["f6"], "question, text", "from the question to the text and back", Some(0)),
    row(C::Writing, A::PreviousPane, &["shift-f6"], "text, question", "the same the other way round", None),
    row(C::Writing, A::Submit, &["ctrl-s", "alt-enter"], "answer", "hand in the documents as they stand", Some(0)),
    row(C::Writing, A::Hint, &["f2"], "hint", "a hint; there are three", Some(5)),
    row(C::Writing, A::Flag, &["alt-f"], "flag", "flag the question and write a note; again, take the flag off", None),
    row(C::Exhibit, A::Up, &["up", "k"], "scroll", "one line up", Some(0)),
    row(C::Exhibit, A::Down, &["down", "j"], "scroll", "one line down", None),
    row(C::Exhibit, A::PageDown, &["pagedown", "space"], "page", "one screen down", Some(1)),
    row(C::Exhibit, A::PageUp, &["pageup", "b"], "page", "one screen up", None),
    row(C::Exhibit, A::Back, &["esc", "e", "enter", "q"], "back to the question", "back to the question", Some(2)),
    row(C::Field, A::Enter, &["enter"], "confirm", "confirm the answer", Some(0)),
    row(C::Field, A::NextPane, &["tab", "down"], "next blank", "to the next blank", Some(1)),
    row(C::Field, A::PreviousPane, &["backtab", "up"], "blank before", "to the blank before", None),
    row(C::Field, A::Hint, &["f2"], "hint", "a hint; there are three", Some(3)),
    row(C::Field, A::Flag, &["alt-f"], "flag", "flag the question and write a note; again, take the flag off", Some(7)),
    row(C::Field, A::PageDown, &["pagedown"], "scroll", "scroll down", None),
    row(C::Field, A::PageUp, &["pageup"], "scroll", "scroll up", None),
    row(C::Field, A::Back, &["esc"], "back", "leave the question; nothing is lost", Some(90)),
    row(C::Field, A::AskQuit, &["ctrl-c"], "quit", "ask whether to leave", None),
    row(C::Confidence, A::Guess, &["g", "1"], "guess", "I guessed", Some(0)),
    row(C::Confidence, A::Maybe, &["m", "2"], "maybe", "I am fairly sure", Some(1)),
    row(C::Confidence, A::Sure, &["s", "3"], "sure", "I am sure", Some(2)),
    row(C::Confidence, A::Enter, &["enter"], "go on", "answer without saying how sure", Some(3)),
    row(C::Confidence, A::AskConfidence, &["c"], "never ask", "answer now, and do not ask again", Some(4)),
    row(C::Verdict, A::Enter, &["enter"], "next", "to the next question", Some(0)),
    row(C::Verdict, A::Up, &["up", "k"], "scroll", "one line up", None),
    row(C::Verdict, A::Down, &["down", "j"], "scroll", "one line down", Some(1)),
    row(C::Verdict, A::PageDown, &["pagedown", "space"], "scroll", "one screen down", None),
    row(C::Verdict, A::PageUp, &["pageup"], "scroll", "one screen up", None),
    row(C::Verdict, A::Teach, &["l"], "lesson", "to the text that teaches this", Some(2)),
    row(C::Verdict, A::Again, &["a"], "again", "answer it again", Some(3)),
    row(C::Verdict, A::Flag, &["f"], "flag", "flag the question and write a note; again, take the flag off", Some(5)),
    row(
        C::Verdict,
        A::AskConfidence,
        &["c"],
        "ask how sure",
        "ask how sure you are after each answer, or do not",
        None,
    ),
    row(C::Labs, A::NextOpen, &["n"], "next open", "to the next lab that is not solved", Some(2)),
    row(C::Labs, A::Teach, &["l"], "lesson", "to the lesson of the chosen lab", Some(3)),
    row(C::Lab, A::NextPane, &["f6"], "next pane", "to the next pane", Some(5)),
    row(C::Lab, A::PreviousPane, &["shift-f6"], "pane before", "to the pane before", None),
    row(C::Lab, A::Solution, &["f2"], "solution", "the reference answer, after a question", None),
    row(C::Lab, A::Story, &["f5"], "story", "what the lab is about, its goals, the hints taken", Some(7)),
    row(C::Lab, A::Reset, &["f9"], "start again", "begin this document again, after a question", None),
    row(C::Lab, A::ResetAll, &["shift-f9"], "start all again", "begin all documents again, after a question", None),
    row(
        C::Lab,
        A::Finish,
        &["f10"],
        "what it taught",
        "of a solved lab: what it taught, your answer beside the reference",
        None,
    ),
    row(C::Solved, A::Finish, &["f10"], "review", "what it taught, your answer beside the reference", Some(4)),
    row(C::Documents, A::NextTab, &["ctrl-n", "ctrl-pagedown"], "next tab", "to the next document", Some(4)),
    row(C::Finish, A::NextPane, &["tab", "right"], "next page", "to the other page", Some(1)),
    row(C::Finish, A::PreviousPane, &["backtab", "left"], "page before", "to the other page", None),
    row(C::Finish, A::Back, &["esc", "f1", "f10"], "close", "close this", Some(0)),
    row(C::Finish, A::Up, &["up", "k"], "scroll", "one line up", Some(2)),
    row(C::Finish, A::Down, &["down", "j"], "scroll", "one line down", None),
    row(C::Finish, A::PageUp, &["pageup"], "scroll", "one screen up", None),
    row(C::Finish, A::PageDown, &["pagedown", "space"], "scroll", "one screen down", None),
    row(C::Finish, A::AskQuit, &["ctrl-c"], "quit", "ask whether to leave", None),
    row(C::Walk, A::Up, &["up", "k"], "choose", "one line up", None),
    row(C::Walk, A::Down, &["down", "j"], "choose", "one line down", None),
    row(C::Walk, A::NextStep, &["right"], "step", "next step of the walk", Some(0)),
    row(C::Walk, A::PreviousStep, &["left"], "step back", "step before of the walk", None),
    row(C::Walk, A::Enter, &["enter"], "why", "show why this goal or request is as it is", None),
    row(C::Walk, A::Decider, &["d"], "decider", "to the step at which the decision fell", Some(1)),
    row(C::Walk, A::NextGoal, &["g"], "next", "to the next request, or the next goal not reached yet", Some(2)),
    row(C::Goals, A::Hint, &["h"], "hint", "a hint; there are three, and they cost stars", Some(3)),
    row(C::Walk, A::PageDown, &["pagedown"], "scroll", "one screen down", None),
    row(C::Walk, A::PageUp, &["pageup"], "scroll", "one screen up", None),
    row(C::Walk, A::Fold, &["space"], "unfold", "fold or unfold the step; a fold hides what lies inside", Some(4)),
    row(C::Walk, A::FoldAll, &["+"], "unfold all", "unfold every step; again, as it was at first", None),
    row(C::Walk, A::Play, &["p"], "play", "let the walk go on by itself, slowly, or stop it", Some(8)),
    row(C::Walk, A::Compare, &["c"], "compare", "put this request beside another one", Some(8)),
    row(C::Walk, A::Before, &["b"], "before", "mark what changed since before the last edit, or do not", Some(9)),
    row(
        C::Walk,
        A::SmallestChange,
        &["a"],
        "smallest change",
        "the smallest change that turns the decision; in a lab it counts as a hint",
        None,
    ),
    row(
        C::Walk,
        A::PredictFirst,
        &["P"],
        "predict first",
        "ask what you expect before the steps are shown, or do not",
        None,
    ),
    row(C::Walk, A::NextPane, &["f6", "tab"], "next pane", "to the next pane", Some(5)),
    row(C::Walk, A::PreviousPane, &["backtab"], "pane before", "to the pane before", None),
    row(C::Foresee, A::Choose(1), &["1"], "what you expect", "the first answer", Some(0)),
    row(C::Foresee, A::Choose(2), &["2"], "what you expect", "the second answer", None),
    row(C::Foresee, A::Choose(3), &["3"], "what you expect", "the third answer", None),
    row(C::Foresee, A::Choose(4), &["4"], "what you expect", "the fourth answer", None),
    row(C::Foresee, A::Choose(5), &["5"], "what you expect", "the fifth answer", None),
    row(C::Foresee, A::Choose(6), &["6"], "what you expect", "the sixth answer", None),
    row(C::Foresee, A::Choose(7), &["7"], "what you expect", "the seventh answer", None),
    row(C::Foresee, A::Choose(8), &["8"], "what you expect", "the eighth answer", None),
    row(C::Foresee, A::Choose(9), &["9"], "what you expect", "the ninth answer", None),
    row(C::Foresee, A::Skip, &["s"], "just show it", "show the walk without a guess", Some(0)),
    row(C::Foresee, A::PredictFirst, &["P"], "never ask", "show walks at once from now on", Some(1)),
    row(C::Foresee, A::NextGoal, &["g"], "next", "to the next request, or the next goal not reached yet", Some(2)),
    row(C::Foresee, A::Up, &["up", "k"], "choose", "one line up", None),
    row(C::Foresee, A::Down, &["down", "j"], "choose", "one line down", None),
    row(C::Foresee, A::NextPane, &["f6", "tab"], "next pane", "to the next pane", Some(5)),
    row(C::Foresee, A::PreviousPane, &["backtab"], "pane before", "to the pane before", None),
    row(C::Compare, A::Up, &["up", "k", "left"], "choose", "one row up", Some(0)),
    row(C::Compare, A::Down, &["down", "j", "right"], "choose", "one row down", None),
    row(C::Compare, A::PageDown, &["pagedown", "space"], "page", "one screen down", None),
    row(C::Compare, A::PageUp, &["pageup"], "page", "one screen up", None),
    row(C::Compare, A::Decider, &["d"], "difference", "to the next row where the two differ", Some(1)),
    row(C::Compare, A::NextGoal, &["g"], "another", "another request on the right", Some(2)),
    row(C::Compare, A::Compare, &["c", "esc"], "end", "one request alone again", Some(3)),
    row(C::Editor, A::Back, &["esc"], "leave the text", "leave the text; it is kept", Some(8)),
    row(
        C::Editor,
        A::Complete,
        &["ctrl-space"],
        "what fits",
        "what could be written here, from the names that AWS has",
        Some(6),
    ),
    row(C::Editor, A::About, &["f3"], "what is it", "what the word and the problem at the cursor are", Some(2)),
    row(C::Editor, A::QuickFix, &["f4"], "fix", "mend the problem under the cursor", Some(1)),
    row(C::Editor, A::Undo, &["ctrl-z"], "undo", "take the last change back", Some(9)),
    row(C::Editor, A::Redo, &["ctrl-y"], "redo", "make it again", None),
    row(C::Editor, A::Copy, &["ctrl-c"], "copy", "copy the selection; without one, ask whether to leave", None),
    row(C::Editor, A::Cut, &["ctrl-x"], "cut", "cut the selection", None),
    row(C::Editor, A::Paste, &["ctrl-v"], "paste", "put in what was copied or cut here", None),
    row(C::Editor, A::SelectAll, &["ctrl-a"], "select all", "select the whole document", None),
    row(C::Editor, A::Format, &["f7"], "format", "set the document in order", None),
    row(C::Editor, A::Find, &["ctrl-f"], "find", "find and replace", Some(9)),
    row(C::Editor, A::GoToLine, &["ctrl-g"], "line", "go to a line", None),
    row(C::Editor, A::MoveLinesUp, &["alt-up"], "line up", "move the selected lines up", None),
    row(C::Editor, A::MoveLinesDown, &["alt-down"], "line down", "move the selected lines down", None),
    row(C::Editor, A::DuplicateLines, &["ctrl-d"], "duplicate", "put a copy of the selected lines below them", None),
    row(C::Editor, A::DeleteLines, &["ctrl-k"], "delete line", "delete the selected lines", None),
    row(C::Editor, A::SelectLines, &["ctrl-l"], "select line", "select the line; again, one more", None),
    row(
        C::Editor,
        A::SelectMore,
        &["ctrl-e"],
        "select more",
        "select the word, the value, the entry, the list around the cursor",
        None,
    ),
    row(C::Editor, A::SortList, &["alt-s"], "sort list", "sort the list at the cursor, nothing twice", None),
    row(
        C::Editor,
        A::TurnList,
        &["alt-l"],
        "list or text",
        "make the text at the cursor a list of one, or the other way round",
        None,
    ),
    row(C::Editor, A::Wrap, &["alt-z"], "wrap", "let long lines go on in the next row, or beyond the edge", None),
    row(
        C::Find,
        A::FindEnter,
        &["enter"],
        "next",
        "to the next place; from `replace with`, replace this one first",
        Some(0),
    ),
    row(C::Find, A::FindNext, &["down"], "next", "to the next place", None),
    row(C::Find, A::FindPrevious, &["up", "shift-enter"], "before", "to the place before", Some(1)),
    row(
        C::Find,
        A::OtherField,
        &["tab", "backtab"],
        "replace",
        "between what is looked for and what takes its place",
        Some(2),
    ),
    row(C::Find, A::ReplaceAll, &["ctrl-r"], "replace all", "replace it everywhere: one step to undo", Some(3)),
    row(C::Find, A::Back, &["esc"], "close", "back to the text; what was found stays selected", Some(4)),
    row(C::GoToLine, A::GoToLine, &["enter"], "go", "go to the line", Some(0)),
    row(C::GoToLine, A::Back, &["esc"], "close", "back to the text", Some(1)),
    row(C::Places, A::NextPlace, &["tab"], "next place", "to the next place to fill in", Some(0)),
    row(C::Places, A::PreviousPlace, &["backtab"], "place before", "to the place before", None),
    row(C::Places, A::Back, &["esc"], "done", "leave the other places as they are", Some(1)),
    row(C::Desk, A::NextProblem, &["f8"], "problem", "to the next problem", Some(6)),
    row(C::Desk, A::PreviousProblem, &["shift-f8"], "problem before", "to the problem before", None),
    row(C::Desk, A::Problems, &["f12", "ctrl-f8"], "all problems", "the problems of all documents", Some(10)),
    row(C::Desk, A::NextTab, &["ctrl-n", "ctrl-pagedown"], "next tab", "to the next document", None),
    row(C::Desk, A::PreviousTab, &["ctrl-b", "ctrl-pageup"], "tab before", "to the document before", None),
    row(C::Completion, A::Down, &["down"], "choose", "the next proposal", None),
    row(C::Completion, A::Up, &["up"], "choose", "the proposal before", Some(0)),
    row(C::Completion, A::PageDown, &["pagedown"], "page", "the proposals further down", None),
    row(C::Completion, A::PageUp, &["pageup"], "page", "the proposals further up", None),
    row(C::Completion, A::Back, &["esc"], "close", "close the list until the word ends", Some(2)),
    row(C::Asked, A::Take, &["tab"], "take the first", "write the first proposal", Some(1)),
    row(C::Proposed, A::Take, &["enter", "tab"], "take", "write the chosen proposal", Some(1)),
    row(C::About, A::Up, &["up", "k"], "scroll", "one line up", Some(0)),
    row(C::About, A::Down, &["down", "j"], "scroll", "one line down", None),
    row(C::About, A::PageUp, &["pageup"], "page", "one screen up", None),
    row(C::About, A::PageDown, &["pagedown", "space"], "page", "one screen down", None),
    row(C::About, A::Back, &["esc", "f3", "enter", "q"], "close", "back to the text", Some(1)),
    row(C::Problems, A::Up, &["up", "k"], "choose", "one problem up", Some(0)),
    row(C::Problems, A::Down, &["down", "j"], "choose", "one problem down", None),
    row(C::Problems, A::PageUp, &["pageup"], "page", "one screen up", None),
    row(C::Problems, A::PageDown, &["pagedown"], "page", "one screen down", None),
    row(C::Problems, A::Enter, &["enter"], "go there", "to the chosen problem", Some(1)),
    row(
        C::Problems,
        A::About,
        &["f3", "space"],
        "why",
        "what the chosen problem is, why it matters, examples",
        Some(2),
    ),
    row(C::Problems, A::QuickFix, &["f4"], "fix", "mend the chosen problem", Some(3)),
    row(C::Problems, A::Back, &["esc", "q"], "close", "back to the text", Some(4)),
    row(C::Sandbox, A::NextPane, &["f6"], "next pane", "to the next pane", None),
    row(C::Sandbox, A::PreviousPane, &["shift-f6"], "pane before", "to the pane before", None),
    row(C::Sandbox, A::Template, &["f5"], "begin", "begin from a scenario, a template or a policy of AWS's", Some(4)),
    row(C::Sandbox, A::NewTab, &["ctrl-t"], "new", "a new document; you choose its kind", Some(5)),
    row(C::Sandbox, A::Load, &["ctrl-o"], "load", "load a policy or a scenario from a file", Some(7)),
    row(
        C::Sandbox,
        A::Save,
        &["ctrl-s"],
        "save",
        "save the scenario, or a document of no scenario, to its file",
        Some(8),
    ),
    row(C::Sandbox, A::SaveAs, &["alt-a"], "save as", "save it to another file", None),
    row(C::Sandbox, A::World, &["f2"], "world", "who and what there is: seen as a tree, changed by forms", Some(6)),
    row(C::Sandbox, A::Rename, &["alt-n"], "rename", "give the document another name", None),
    row(C::Sandbox, A::ChangeKind, &["f9"], "kind", "make the document another kind of policy", Some(11)),
    row(
        C::Sandbox,
        A::CloseTab,
        &["ctrl-f4", "alt-w"],
        "close",
        "close the scenario or the document, after a question",
        None,
    ),
    row(C::Sandbox, A::EditRequest, &["alt-r"], "request", "change the request that is looked at", None),
    row(C::Sandbox, A::WhatIf, &["alt-i"], "what if", "see what would turn the decision", None),
    row(C::Sandbox, A::Matrix, &["alt-m"], "table", "all requests in one table", None),
    row(
        C::Requests,
        A::SmallestChange,
        &["a"],
        "smallest change",
        "the smallest change that turns the decision; you see it before it is made",
        Some(2),
    ),
    row(
        C::Requests,
        A::NewRequest,
        &["n"],
        "new request",
        "write a request; an access-denied message can be pasted",
        Some(3),
    ),
    row(C::Requests, A::EditRequest, &["r"], "edit", "change the chosen request", Some(4)),
    row(
        C::Requests,
        A::WhatIf,
        &["w"],
        "what if",
        "see what would turn the decision: a policy, a key, a value",
        Some(4),
    ),
    row(C::Requests, A::Matrix, &["m"], "table", "all requests in one table: who may do what", Some(5)),
    row(C::Requests, A::Copy, &["y"], "copy", "copy the request as calls of the aws command line", None),
    row(C::Requests, A::Story, &["i"], "about", "what the scenario is about", Some(6)),
    row(C::Requests, A::Remove, &["x", "delete"], "remove", "take the chosen request out of the scenario", None),
    row(C::Requests, A::TakeBack, &["u"], "take back", "take the last change of the world or its requests back", None),
    row(C::Requests, A::First, &["home"], "first", "to the first request", None),
    row(C::Requests, A::Last, &["end"], "last", "to the last request", None),
    row(C::Change, A::Enter, &["enter", "a"], "make it", "make the change; Ctrl-Z in the text takes it back", Some(0)),
    row(C::Change, A::Right, &["right", "l", "tab"], "another", "another change that does the same", Some(1)),
    row(C::Change, A::Left, &["left", "h", "backtab"], "before", "the change before", None),
    row(C::Change, A::Up, &["up", "k"], "scroll", "one line up", None),
    row(C::Change, A::Down, &["down", "j"], "scroll", "one line down", None),
    row(C::Change, A::Back, &["esc", "q"], "close", "leave everything as it is", Some(2)),
    row(C::World, A::Up, &["up", "k"], "choose", "one line up", Some(0)),
    row(C::World, A::Down, &["down", "j"], "choose", "one line down", None),
    row(C::World, A::Enter, &["enter"], "change", "change the chosen thing; of a policy, open the document", Some(1)),
    row(C::World, A::Add, &["a"], "add", "add an account, a user, a role, a resource, an OU", Some(2)),
    row(C::World, A::Attach, &["p"], "policy", "attach a policy to the chosen thing", Some(3)),
    row(
        C::World,
        A::Remove,
        &["x", "delete"],
        "remove",
        "remove the chosen thing, after a question; detach a policy",
        Some(4),
    ),
    row(C::World, A::Trusts, &["t"], "who trusts whom", "a drawing of who trusts whom, and back", Some(5)),
    row(C::World, A::ReadOn, &["space"], "read on", "on in what is known of the chosen thing", None),
    row(C::World, A::ReadBack, &["b"], "read back", "back in it", None),
    row(C::World, A::Right, &["right", "l"], "unfold", "show what lies in it, and its policies", None),
    row(C::World, A::Left, &["left", "h"], "fold", "fold it away; again, to what it lies in", None),
    row(C::World, A::PageUp, &["pageup"], "page", "one screen up", None),
    row(C::World, A::PageDown, &["pagedown"], "page", "one screen down", None),
    row(C::World, A::First, &["home"], "first", "to the first line", None),
    row(C::World, A::Last, &["end"], "last", "to the last line", None),
    row(C::Form, A::Submit, &["ctrl-s", "alt-enter"], "keep", "take the form as it is filled in", Some(0)),
    row(C::Form, A::Enter, &["enter"], "next", "to the next field; behind the last, take the form", Some(2)),
    row(C::Form, A::NextPane, &["tab"], "next field", "to the next field", Some(3)),
    row(C::Form, A::PreviousPane, &["backtab"], "field before", "to the field before", None),
    row(C::Form, A::Up, &["up"], "move", "one line up", Some(4)),
    row(C::Form, A::Down, &["down"], "move", "one line down", None),
    row(C::Form, A::PageUp, &["pageup"], "page", "some lines up", None),
    row(C::Form, A::PageDown, &["pagedown"], "page", "some lines down", None),
    row(C::Form, A::Complete, &["ctrl-space"], "what fits", "what could be written in this field", Some(1)),
    row(C::Form, A::DeleteLines, &["ctrl-k"], "clear", "empty the field, or take the line out of a list", Some(5)),
    row(C::Form, A::Back, &["esc"], "leave", "leave the form; nothing is changed", Some(90)),
    row(C::Form, A::AskQuit, &["ctrl-c"], "quit", "ask whether to leave", None),
    row(C::Request, A::AsCommands, &["f7"], "commands", "the request as calls of the aws command line", Some(6)),
    row(C::Request, A::Copy, &["alt-y"], "copy commands", "copy those calls", None),
    row(C::WhatIf, A::Up, &["up", "k"], "choose", "one line up", Some(0)),
    row(C::WhatIf, A::Down, &["down", "j"], "choose", "one line down", None),
    row(C::WhatIf, A::PageUp, &["pageup"], "page", "one screen up", None),
    row(C::WhatIf, A::PageDown, &["pagedown"], "page", "one screen down", None),
    row(C::WhatIf, A::First, &["home"], "first", "to the first line", None),
    row(C::WhatIf, A::Last, &["end"], "last", "to the last line", None),
    row(
        C::WhatIf,
        A::Toggle,
        &["space", "right", "enter"],
        "otherwise",
        "switch the chosen thing, or its next value",
        Some(1),
    ),
    row(C::WhatIf, A::PreviousStep, &["left"], "value before", "its value before", None),
    row(C::WhatIf, A::OwnValue, &["e"], "value", "write a value of your own for the chosen key", Some(2)),
    row(C::WhatIf, A::AsItWas, &["r"], "as it was", "everything as the scenario has it", Some(3)),
    row(C::WhatIf, A::KeepRequest, &["s"], "keep", "keep the request with these keys as one of its own", Some(4)),
    row(C::WhatIf, A::Copy, &["y"], "copy", "copy the request as calls of the aws command line", Some(5)),
    row(C::Matrix, A::Up, &["up", "k"], "choose", "one row up", Some(0)),
    row(C::Matrix, A::Down, &["down", "j"], "choose", "one row down", None),
    row(C::Matrix, A::Left, &["left", "h"], "choose", "one column to the left", None),
    row(C::Matrix, A::Right, &["right", "l"], "choose", "one column to the right", None),
    row(C::Matrix, A::PageUp, &["pageup"], "page", "one screen up", None),
    row(C::Matrix, A::PageDown, &["pagedown"], "page", "one screen down", None),
    row(C::Matrix, A::First, &["home"], "first", "to the first row", None),
    row(C::Matrix, A::Last, &["end"], "last", "to the last row", None),
    row(C::Matrix, A::Enter, &["enter"], "walk", "walk through the chosen decision", Some(1)),
    row(C::Matrix, A::OtherRows, &["a"], "who", "the callers of the requests, or every user and role", Some(2)),
    row(C::Matrix, A::HideRow, &["r"], "hide row", "hide the chosen row", Some(3)),
    row(C::Matrix, A::HideColumn, &["c"], "hide column", "hide the chosen column", Some(4)),
    row(C::Matrix, A::TakeBack, &["u"], "show", "show again what was hidden last", Some(5)),
    row(C::Prompt, A::Enter, &["enter"], "confirm", "take what was typed", Some(0)),
    row(C::Prompt, A::Back, &["esc", "ctrl-c"], "close", "leave everything as it is", Some(1)),
    row(C::Overlay, A::Back, &["esc", "enter", "?", "f1", "q"], "close", "close this", Some(0)),
    row(C::Overlay, A::Up, &["up", "k"], "scroll", "one line up", None),
    row(C::Overlay, A::Down, &["down", "j"], "scroll", "one line down", Some(1)),
    row(C::Overlay, A::PageUp, &["pageup"], "scroll", "one screen up", None),
    row(C::Overlay, A::PageDown, &["pagedown", "space"], "scroll", "one screen down", None),
    row(C::Overlay, A::AskQuit, &["ctrl-c"], "quit", "ask whether to leave", None),
    row(C::Confirm, A::Yes, &["y", "enter"], "yes", "yes", Some(0)),
    row(C::Confirm, A::No, &["n", "esc", "ctrl-c"], "no", "no", Some(1)),
    row(C::Palette, A::Up, &["up"], "choose", "one line up", Some(0)),
    row(C::Palette, A::Down, &["down"], "choose", "one line down", None),
    row(C::Palette, A::PageUp, &["pageup"], "page", "one screen up", None),
    row(C::Palette, A::PageDown, &["pagedown"], "page", "one screen down", None),
    row(C::Palette, A::Enter, &["enter"], "open", "open the chosen line", Some(1)),
    row(C::Palette, A::Back, &["esc", "ctrl-c"], "close", "close this", Some(2)),
];

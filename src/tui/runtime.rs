//! Where the program meets the world: the terminal, the clock, signals, the worker. Nothing else in the room does.
//!
//! One channel brings everything that happens; when nothing does, nothing runs.

use std::io::{BufWriter, Read as _, Stdout, Write, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::course::Course;
use crate::place::{Place, ThemeName};
use crate::study::Store;
use crate::study::decks;
use crate::study::progress::Progress;
use crate::study::settings::{ASCII, MOUSE, THEME};
use crate::study::store::Millis;
use crate::tui::app::{App, Effect, Event, Shared};
use crate::tui::theme::{Depth, Palette, Theme};
use crate::tui::work;

/// The terminal, a whole drawing at a time: without the buffer a drawing goes out in pieces that can be seen one by one.
type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Room for a whole drawing, in bytes.
const FRAME: usize = 1 << 16;

/// How long the terminal has to say what colour its background is.
const BACKGROUND_DEADLINE: Duration = Duration::from_millis(30);

/// What the program starts with.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A course in a folder, in place of the built-in one.
    pub course: Option<PathBuf>,
    /// Where progress lives.
    pub state: PathBuf,
    /// Where to begin.
    pub place: Place,
    /// Draw with ASCII only, whatever the locale says.
    pub ascii: bool,
    /// Take this theme, whatever was kept and the terminal says.
    pub theme: Option<ThemeName>,
}

/// Runs the program until the person leaves.
///
/// # Errors
/// When the course cannot be read or the terminal cannot be used; the terminal is as it was before.
pub fn run(options: &Options) -> anyhow::Result<()> {
    let course = match &options.course {
        Some(folder) => Course::open(folder)?,
        None => Course::built_in()?,
    };
    find(&course, &options.place)?;
    let store = Store::open_or_keep_in_memory(&options.state);
    let (theme, automatic) = theme(options, &store);
    let notice = store.notice();
    let mouse = MOUSE.is_on(&store).unwrap_or(true);
    let shared = Shared {
        course: Arc::new(course),
        store,
        progress: Progress::default(),
        theme,
        now: now(),
        size: (0, 0),
        notice,
    };
    let mut app = App::new(shared, options.place.clone()).with_automatic(automatic);
    restore_on_panic();
    let mut terminal = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME, stdout())))
        .context("cannot use this terminal")?;
    let session = Session::enter(mouse)?;
    let outcome = drive(&mut app, &mut terminal, mouse);
    drop(session);
    // What could not be kept when it was given gets a last chance; if it fails the person is told in the shell.
    app.shared().store.write_pending()?;
    outcome
}

/// Whether the place exists. Asked before the terminal is taken, so that a mistyped id is answered in the shell.
fn find(course: &Course, place: &Place) -> anyhow::Result<()> {
    let (what, id, found) = match place {
        Place::Home
        | Place::Settings
        | Place::Labs
        | Place::Exams
        | Place::Progress
        | Place::Sandbox(None)
        | Place::Glossary(_)
        | Place::Search(_) => {
            return Ok(());
        }
        Place::Sandbox(Some(file)) => {
            return work::load(file).map(drop).map_err(|why| anyhow::anyhow!(why));
        }
        Place::Lesson(id) | Place::Quiz(id) | Place::TestOut(id) => ("lesson", id, course.find_lesson(id).is_some()),
        Place::Exam(id) | Place::ExamReport(id) => return Ok(course.exam(id).map(drop)?),
        Place::Lab(id) => ("lab", id, course.find_lab(id).is_some()),
        Place::Drill(wish) => {
            let deck = wish.as_ref().and_then(|wish| wish.deck.as_deref());
            return deck
                .map_or(Ok(()), |deck| decks::named(deck, course).map(drop).map_err(|why| anyhow::anyhow!(why)));
        }
    };
    let ids: Vec<&str> = match place {
        Place::Lab(_) => course.labs().into_iter().map(|(_, lab)| lab.id.as_str()).collect(),
        _ => course.lessons().iter().map(|lesson| lesson.head.id.as_str()).collect(),
    };
    anyhow::ensure!(found, "there is no {what} `{id}`; there is {}", ids.join(", "));
    Ok(())
}

/// Draws, waits, updates, until the person leaves.
fn drive(app: &mut App, terminal: &mut Screen, mut mouse: bool) -> anyhow::Result<()> {
    let (sender, receiver) = channel();
    // Before the first drawing: a window that is given its place right after it was opened changes its size at once.
    listen_to_signals(&sender);
    terminal.draw(|frame| app.draw(frame))?;
    read_terminal(sender.clone());
    let mut effects = app.begin();
    loop {
        for effect in effects {
            match effect {
                Effect::Quit => return Ok(()),
                Effect::Copy(text) => execute!(stdout(), CopyToClipboard::to_clipboard_from(text))?,
                Effect::Suspend => suspend(terminal, mouse)?,
                Effect::Mouse(wanted) => {
                    mouse = wanted;
                    take_mouse(mouse)?;
                }
                Effect::Work(job) => {
                    let sender = sender.clone();
                    std::thread::spawn(move || sender.send(Event::Done(job.run())));
                }
            }
        }
        terminal.draw(|frame| app.draw(frame))?;
        let Some(events) = wait(&receiver) else { return Ok(()) };
        effects = events.into_iter().flat_map(|event| app.update(event, now())).collect();
    }
}

/// Waits for something to happen, and takes all that is queued with it: one drawing answers them all.
fn wait(receiver: &Receiver<Event>) -> Option<Vec<Event>> {
    let mut events = vec![receiver.recv().ok()?];
    events.extend(receiver.try_iter());
    Some(events)
}

/// Reads the terminal on a thread of its own. It ends with the terminal.
fn read_terminal(sender: Sender<Event>) {
    std::thread::spawn(move || {
        loop {
            let event = match crossterm::event::read() {
                Ok(crossterm::event::Event::Key(key)) => Event::Key(key),
                Ok(crossterm::event::Event::Mouse(mouse)) => {
                    if mouse.kind == crossterm::event::MouseEventKind::Moved {
                        continue;
                    }
                    Event::Mouse(mouse)
                }
                Ok(crossterm::event::Event::Paste(text)) => Event::Paste(text),
                Ok(crossterm::event::Event::Resize(..)) => Event::Redraw,
                Ok(crossterm::event::Event::FocusGained) => Event::Returned,
                Ok(crossterm::event::Event::FocusLost) => continue,
                Err(_) => Event::Hangup,
            };
            let end = matches!(event, Event::Hangup);
            if sender.send(event).is_err() || end {
                return;
            }
        }
    });
}

/// Turns the signals that end a program, the one that wakes it and the one that tells of another size into events. The thread
/// that reads keys tells of sizes too, but only once it runs.
#[cfg(unix)]
fn listen_to_signals(sender: &Sender<Event>) {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
    // Without the listener the program still works; it only ends less politely.
    let all = [SIGHUP, SIGTERM, SIGINT, SIGCONT, SIGWINCH];
    let Ok(mut signals) = signal_hook::iterator::Signals::new(all) else { return };
    let sender = sender.clone();
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGCONT => Event::Returned,
                SIGWINCH => Event::Redraw,
                _ => Event::Hangup,
            };
            if sender.send(event).is_err() {
                return;
            }
        }
    });
}

/// Where there are no such signals, there is nothing to listen to.
#[cfg(not(unix))]
fn listen_to_signals(_sender: &Sender<Event>) {}

/// Gives the shell its terminal back until the person returns.
#[cfg(unix)]
fn suspend(terminal: &mut Screen, mouse: bool) -> anyhow::Result<()> {
    leave();
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
    enter(mouse)?;
    // Not `clear`: it asks the terminal where the cursor is, and the answer goes to the thread that reads the keys.
    let size = terminal.size()?;
    terminal.resize(size.into())?;
    Ok(())
}

/// Where programs cannot be suspended, nothing happens.
#[cfg(not(unix))]
fn suspend(_terminal: &mut Screen, _mouse: bool) -> anyhow::Result<()> {
    Ok(())
}

/// While it lives, the terminal is ours.
struct Session;

impl Session {
    fn enter(mouse: bool) -> anyhow::Result<Self> {
        enter(mouse)?;
        Ok(Self)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        leave();
    }
}

fn enter(mouse: bool) -> anyhow::Result<()> {
    enable_raw_mode().context("cannot read single keys from this terminal")?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, cursor::Hide)?;
    if mouse { take_mouse(true) } else { Ok(()) }
}

/// Takes the mouse, or leaves it to the terminal.
fn take_mouse(wanted: bool) -> anyhow::Result<()> {
    if wanted {
        execute!(stdout(), EnableMouseCapture)?
    } else {
        execute!(stdout(), DisableMouseCapture)?
    }
    Ok(())
}

/// Undoes [`enter`]. Errors are of no use here: the terminal may be gone.
fn leave() {
    let _ = execute!(
        stdout(),
        DisableFocusChange,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
    let _ = stdout().flush();
}

/// A panic gives the terminal back before it says what happened.
fn restore_on_panic() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        leave();
        before(info);
    }));
}

/// The same path, `~` at its beginning written out as a shell would.
fn from_home(file: &Path) -> PathBuf {
    match (file.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => file.to_owned(),
    }
}

/// The most bytes that are read of a file: hundreds of times what AWS takes.
const MOST: u64 = 5 * 1024 * 1024;

/// The text of a file.
///
/// # Errors
/// In words for the person.
pub fn read(file: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(from_home(file)).map_err(|error| error.to_string())?;
    opened.take(MOST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MOST {
        return Err(format!("it is larger than {MOST} bytes"));
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
}

/// Whether anything is called so.
#[must_use]
pub fn exists(file: &Path) -> bool {
    std::fs::symlink_metadata(from_home(file)).is_ok()
}

/// Makes a folder, and those above it, where there are none.
///
/// # Errors
/// In words for the person.
pub fn make_folder(folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(from_home(folder)).map_err(|error| error.to_string())
}

/// Makes a text the whole of a file.
///
/// # Errors
/// In words for the person.
pub fn write(file: &Path, text: &str) -> Result<(), String> {
    std::fs::write(from_home(file), text).map_err(|error| error.to_string())
}

/// The time, in milliseconds since 1970, UTC.
fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

/// What things look like here: as asked for, without colour when none is wanted, as was chosen before, or what fits the terminal. Also what
/// fits the terminal: the palette, and whether it needs ASCII.
fn theme(options: &Options, store: &Store) -> (Theme, (Palette, bool)) {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let no_colour = !variable("NO_COLOR").is_empty() || variable("TERM") == "dumb";
    // Otherwise crossterm drops every style when NO_COLOR is set, and selection and cursor with them.
    crossterm::style::force_color_output(true);
    let depth = match (variable("COLORTERM").as_str(), variable("TERM").contains("256")) {
        ("truecolor" | "24bit", _) => Depth::True,
        (_, true) => Depth::Indexed,
        _ => Depth::Basic,
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().map(variable).find(|value| !value.is_empty());
    let utf8 = locale.is_none_or(|value| {
        let value = value.to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    });
    let automatic = if no_colour { Palette::Monochrome } else { background() };
    let needs_ascii = !(utf8 || cfg!(windows));
    // A setting that cannot be read is told of where it matters more.
    let ascii = match ASCII.of(store).as_deref() {
        _ if options.ascii => true,
        Ok("yes") => true,
        Ok("no") => false,
        _ => needs_ascii,
    };
    let kept = || THEME.of(store).ok().and_then(|name| ThemeName::from_name(&name));
    let name = options.theme.or_else(|| if no_colour { None } else { kept() }).unwrap_or_default();
    (Theme { palette: automatic, depth, ascii }.named(name, automatic), (automatic, needs_ascii))
}

/// The palette for the terminal's background: what `COLORFGBG` says, or what the terminal answers in time.
fn background() -> Palette {
    let told = std::env::var("COLORFGBG").ok();
    let told = told.as_deref().and_then(|value| value.rsplit(';').next()).and_then(|value| value.parse::<u8>().ok());
    match told {
        Some(7 | 15) => return Palette::Light,
        Some(0..=6 | 8) => return Palette::Dark,
        _ => {}
    }
    let mut query = terminal_colorsaurus::QueryOptions::default();
    query.timeout = BACKGROUND_DEADLINE;
    match terminal_colorsaurus::theme_mode(query) {
        Ok(terminal_colorsaurus::ThemeMode::Dark) => Palette::Dark,
        Ok(terminal_colorsaurus::ThemeMode::Light) => Palette::Light,
        Err(_) => Palette::Terminal,
    }
}

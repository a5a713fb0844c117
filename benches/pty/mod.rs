//! The real program in a pseudo-terminal that answers what terminals are asked, and notes when each output came.
//!
//! Used by the benchmark and by the example that makes pictures; unlike the tests' terminal it takes any program, and it has
//! a dark background to tell of.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The background that the terminal says it has.
pub const BACKGROUND: (u8, u8, u8) = (0x0f, 0x14, 0x1b);
/// The foreground that the terminal says it has.
pub const FOREGROUND: (u8, u8, u8) = (0xc9, 0xd1, 0xd9);

/// How long the program may take to show what is awaited.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program in its terminal; dropping it ends the program.
pub struct Terminal {
    /// The program.
    pub child: Box<dyn Child + Send + Sync>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    shown: Arc<(Mutex<Shown>, Condvar)>,
    _master: Box<dyn MasterPty + Send>,
}

/// What came out so far.
struct Shown {
    parser: vt100::Parser<Answers>,
    /// When the last output came.
    last: Instant,
    /// How many outputs came.
    outputs: usize,
}

/// What the terminal has to answer.
#[derive(Default)]
struct Answers(Vec<u8>);

impl vt100::Callbacks for Answers {
    fn unhandled_osc(&mut self, _: &mut vt100::Screen, words: &[&[u8]]) {
        let (number, (red, green, blue)) = match words {
            [b"10", b"?"] => (10, FOREGROUND),
            [b"11", b"?"] => (11, BACKGROUND),
            _ => return,
        };
        let answer = format!("\x1b]{number};rgb:{red:02x}{red:02x}/{green:02x}{green:02x}/{blue:02x}{blue:02x}\x1b\\");
        self.0.extend(answer.as_bytes());
    }

    fn unhandled_csi(&mut self, _: &mut vt100::Screen, i1: Option<u8>, _: Option<u8>, _: &[&[u16]], last: char) {
        // Which attributes the device has: those of a VT220 with colour.
        if (i1, last) == (None, 'c') {
            self.0.extend(b"\x1b[?62;22c");
        }
    }
}

impl Terminal {
    /// Starts `program` with `args` in a terminal of `size` columns and rows; its progress lives in `state`.
    pub fn start(program: &Path, args: &[&str], size: (u16, u16), state: &Path) -> Self {
        let (columns, rows) = size;
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        for variable in ["NO_COLOR", "COLORFGBG", "LC_ALL", "LC_CTYPE", "XDG_STATE_HOME"] {
            command.env_remove(variable);
        }
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env("LANG", "C.UTF-8");
        command.env("IAM_DOJO_STATE", state);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = Arc::new(Mutex::new(pair.master.take_writer().expect("a writer")));
        let parser = vt100::Parser::new_with_callbacks(rows, columns, 0, Answers::default());
        let shown = Shown { parser, last: Instant::now(), outputs: 0 };
        let shown = Arc::new((Mutex::new(shown), Condvar::new()));
        let (to_program, to_shown) = (Arc::clone(&writer), Arc::clone(&shown));
        std::thread::spawn(move || {
            let mut buffer = [0; 65_536];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                let now = Instant::now();
                let (shown, changed) = &*to_shown;
                let mut shown = shown.lock().expect("nobody panics with the screen");
                shown.parser.process(buffer.get(..read).unwrap_or_default());
                (shown.last, shown.outputs) = (now, shown.outputs + 1);
                let answers = std::mem::take(&mut shown.parser.callbacks_mut().0);
                drop(shown);
                if !answers.is_empty() {
                    write(&to_program, &answers);
                }
                changed.notify_all();
            }
        });
        let child = pair.slave.spawn_command(command).expect("the program starts");
        Self { child, writer, shown, _master: pair.master }
    }

    /// Sends keys as a terminal does; gives the moment of their sending.
    pub fn send(&self, keys: &str) -> Instant {
        let now = Instant::now();
        write(&self.writer, keys.as_bytes());
        now
    }

    /// Waits until `words` stand on the screen; gives the moment of the output that completed them.
    pub fn until(&self, words: &str) -> Instant {
        self.wait(&format!("`{words}` on the screen"), |shown| shown.parser.screen().contents().contains(words))
    }

    /// Sends keys, waits for what they change and then until nothing more comes for `quiet`; gives how long it took from the
    /// keys to the last output.
    pub fn press(&self, keys: &str, quiet: Duration) -> Duration {
        let before = self.shown.0.lock().expect("nobody panics with the screen").outputs;
        let sent = self.send(keys);
        self.wait("an answer to the keys", |shown| shown.outputs > before);
        self.settle(quiet).saturating_duration_since(sent)
    }

    /// Waits until nothing came for `quiet`; gives the moment of the last output.
    pub fn settle(&self, quiet: Duration) -> Instant {
        loop {
            let last = self.shown.0.lock().expect("nobody panics with the screen").last;
            match quiet.checked_sub(last.elapsed()) {
                Some(rest) if !rest.is_zero() => std::thread::sleep(rest),
                _ => return last,
            }
        }
    }

    /// The screen as it is now.
    pub fn screen(&self) -> vt100::Screen {
        self.shown.0.lock().expect("nobody panics with the screen").parser.screen().clone()
    }

    fn wait(&self, what: &str, holds: impl Fn(&Shown) -> bool) -> Instant {
        let end = Instant::now() + PATIENCE;
        let (shown, changed) = &*self.shown;
        let mut shown = shown.lock().expect("nobody panics with the screen");
        while !holds(&shown) {
            let rest = end.saturating_duration_since(Instant::now());
            assert!(!rest.is_zero(), "waited for {what}; the screen is\n{}", shown.parser.screen().contents());
            shown = changed.wait_timeout(shown, rest).expect("nobody panics with the screen").0;
        }
        shown.last
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A paste, as a terminal sends it.
pub fn paste(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

fn write(to: &Mutex<Box<dyn Write + Send>>, bytes: &[u8]) {
    let mut to = to.lock().expect("nobody panics with the keys");
    to.write_all(bytes).and_then(|()| to.flush()).expect("the program reads its keys");
}

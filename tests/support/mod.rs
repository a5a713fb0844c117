//! A terminal for tests: the real program in a pseudo-terminal, its screen read back as a person sees it.
//!
//! Waiting is by what stands on the screen, never by time alone, so that a slow machine only makes a test slower.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long the program may take to show what is awaited.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Every drawing, and what takes or gives back the terminal, ends by hiding or showing the cursor. What a test sees of the
/// screen is always a whole drawing.
fn is_drawing_end(bytes: &[u8]) -> bool {
    bytes == b"\x1b[?25l" || bytes == b"\x1b[?25h"
}

/// The program in a terminal.
pub struct Session {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    screen: Arc<Mutex<vt100::Parser>>,
    /// Everything the program wrote, for looking at what it undid when it ended.
    raw: Arc<Mutex<Vec<u8>>>,
}

/// How to start it.
pub struct Start<'a> {
    /// Columns and rows.
    pub size: (u16, u16),
    /// Where progress lives.
    pub state: &'a Path,
    /// Arguments.
    pub args: &'a [&'a str],
    /// Further variables.
    pub env: &'a [(&'a str, &'a str)],
}

impl<'a> Start<'a> {
    /// 80×24, no arguments.
    pub fn at(state: &'a Path) -> Self {
        Self { size: (80, 24), state, args: &[], env: &[] }
    }
}

impl Session {
    /// Starts the program.
    pub fn start(start: &Start<'_>) -> Self {
        let (columns, rows) = start.size;
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_iam-dojo"));
        command.args(start.args);
        for variable in ["NO_COLOR", "COLORFGBG", "LC_ALL", "LC_CTYPE", "IAM_DOJO_STATE"] {
            command.env_remove(variable);
        }
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env("LANG", "C.UTF-8");
        command.env("COLORFGBG", "15;0");
        command.env("IAM_DOJO_STATE", start.state);
        for (name, value) in start.env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 0)));
        let raw = Arc::new(Mutex::new(Vec::new()));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (to_screen, to_raw) = (Arc::clone(&screen), Arc::clone(&raw));
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            let mut waiting = Vec::new();
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                waiting.extend_from_slice(&buffer[..read]);
                let whole = waiting.windows(6).rposition(is_drawing_end).map_or(0, |at| at + 6);
                let drawn: Vec<u8> = waiting.drain(..whole).collect();
                to_screen.lock().unwrap().process(&drawn);
                to_raw.lock().unwrap().extend_from_slice(&drawn);
            }
            to_screen.lock().unwrap().process(&waiting);
            to_raw.lock().unwrap().extend_from_slice(&waiting);
        });
        let writer = pair.master.take_writer().expect("a writer");
        Self { master: pair.master, writer, child, screen, raw }
    }

    /// The screen as text, a line a row.
    pub fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Waits until `words` stand on the screen.
    pub fn until(&mut self, words: &str) -> &mut Self {
        self.until_true(&format!("`{words}` on the screen"), |screen| screen.contains(words))
    }

    /// Waits until `words` are gone from the screen.
    pub fn until_gone(&mut self, words: &str) -> &mut Self {
        self.until_true(&format!("`{words}` gone from the screen"), |screen| !screen.contains(words))
    }

    /// Waits until the screen's text is as it should be; `what` says how that is.
    pub fn until_true(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> &mut Self {
        self.wait(what, || holds(&self.text()));
        self
    }

    /// Waits until the terminal itself is as it should be: its modes, its cells.
    pub fn until_terminal(&self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) -> &Self {
        self.wait(what, || self.terminal(&holds))
    }

    /// Waits for something that the program does.
    pub fn wait(&self, what: &str, holds: impl Fn() -> bool) -> &Self {
        let end = Instant::now() + PATIENCE;
        while !holds() {
            assert!(Instant::now() < end, "waited for {what}; the screen is\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        }
        self
    }

    /// Looks at the terminal: its modes, its cells.
    pub fn terminal<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.screen.lock().unwrap().screen())
    }

    /// Presses `key` again and again, each time until the program has drawn what came of it, until the text is as it should be.
    pub fn press_until(&mut self, key: &str, what: &str, holds: impl Fn(&str) -> bool) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while !holds(&self.text()) {
            assert!(Instant::now() < end, "never came to {what}; the screen is\n{}", self.text());
            // A key without a meaning is drawn too, and only after the key before it.
            for key in [key, keys::F11] {
                let drawn = self.drawings();
                self.send(key);
                self.wait("an answer to a key", || self.drawings() > drawn);
            }
        }
        self
    }

    /// How often the program drew the whole screen.
    fn drawings(&self) -> usize {
        self.raw().windows(6).filter(|bytes| is_drawing_end(bytes)).count()
    }

    /// Sends keys as a terminal does.
    pub fn send(&mut self, keys: &str) -> &mut Self {
        self.send_bytes(keys.as_bytes())
    }

    /// Sends bytes, whatever they are.
    pub fn send_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.writer.write_all(bytes).expect("the program reads its keys");
        self.writer.flush().expect("the keys go out");
        self
    }

    /// Presses a mouse button at a cell, counted from 0, and lets it go.
    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        let (column, row) = (column + 1, row + 1);
        self.send(&format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"))
    }

    /// Turns the wheel one notch towards the end of the text.
    pub fn wheel_down(&mut self, column: u16, row: u16) -> &mut Self {
        self.send(&format!("\x1b[<65;{};{}M", column + 1, row + 1))
    }

    /// Sends a paste.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.send(&format!("\x1b[200~{text}\x1b[201~"))
    }

    /// Gives the terminal another size, and waits until the program has drawn for it.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let before = self.raw().len();
        // vt100 cannot be smaller; what the program writes for a smaller one fits anyway.
        self.screen.lock().unwrap().screen_mut().set_size(rows.max(2), columns.max(2));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("the terminal takes the size");
        self.wait("a drawing for the new size", || self.raw().len() > before);
    }

    /// Kills the program as `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().expect("the program can be killed");
        self.child.wait().expect("the program ends");
    }

    /// Waits for the program to end by itself; its exit code.
    pub fn end(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("the program can be asked") {
                return status.exit_code();
            }
            assert!(Instant::now() < end, "the program did not end; the screen is\n{}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The program's process id.
    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("a process id")
    }

    /// Everything the program wrote so far.
    pub fn raw(&self) -> Vec<u8> {
        self.raw.lock().unwrap().clone()
    }
}

impl Drop for Session {
    /// A test that failed leaves no program behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Keys as terminals send them.
pub mod keys {
    /// Enter.
    pub const ENTER: &str = "\r";
    /// Escape.
    pub const ESC: &str = "\x1b";
    /// Space.
    pub const SPACE: &str = " ";
    /// Backspace.
    pub const BACKSPACE: &str = "\x7f";
    /// Arrow down.
    pub const DOWN: &str = "\x1b[B";
    /// Arrow up.
    pub const UP: &str = "\x1b[A";
    /// Arrow right.
    pub const RIGHT: &str = "\x1b[C";
    /// Tab.
    pub const TAB: &str = "\t";
    /// To the beginning of the line or list.
    pub const HOME: &str = "\x1b[H";
    /// Arrow left.
    pub const LEFT: &str = "\x1b[D";
    /// To the end of the line or list.
    pub const END: &str = "\x1b[F";
    /// Ctrl-A.
    pub const CTRL_A: &str = "\x01";
    /// Ctrl-C.
    pub const CTRL_C: &str = "\x03";
    /// Ctrl-K.
    pub const CTRL_K: &str = "\x0b";
    /// Ctrl-N.
    pub const CTRL_N: &str = "\x0e";
    /// Ctrl-Q.
    pub const CTRL_Q: &str = "\x11";
    /// Ctrl-S.
    pub const CTRL_S: &str = "\x13";
    /// Ctrl-Z.
    pub const CTRL_Z: &str = "\x1a";
    /// F11, which means nothing.
    pub const F11: &str = "\x1b[23~";
    /// F2.
    pub const F2: &str = "\x1bOQ";
    /// F4.
    pub const F4: &str = "\x1bOS";
    /// F5.
    pub const F5: &str = "\x1b[15~";
    /// F6.
    pub const F6: &str = "\x1b[17~";
    /// F8.
    pub const F8: &str = "\x1b[19~";
}

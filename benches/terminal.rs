//! The whole program, measured in a pseudo-terminal that answers what terminals are asked: how long it takes to its first
//! frame, and from a key to the frame that shows it, how much memory it takes, and that it does nothing when nothing happens.
//!
//! `cargo bench --bench terminal`. Prints each figure beside its target and judges nothing: the machine may be busy.

#![cfg_attr(
    unix,
    expect(
        clippy::expect_used,
        clippy::print_stdout,
        reason = "a measurement that cannot be made says why by ending; the figures are what this program is for"
    )
)]

#[cfg(unix)]
mod material;
#[cfg(unix)]
mod pty;

#[cfg(unix)]
fn main() {
    measure::all();
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod measure {
    use std::path::Path;
    use std::time::{Duration, Instant};

    use super::material;
    use super::pty::{self, Terminal};

    /// Columns and rows.
    const SIZE: (u16, u16) = (120, 36);
    /// After this silence a frame is complete: terminals get a frame in one piece, a few at most.
    const QUIET: Duration = Duration::from_millis(15);
    /// After this silence everything is done, colours and drafts included.
    const DONE: Duration = Duration::from_millis(1_500);
    /// Starts, and keys.
    const STARTS: usize = 31;
    const KEYS: usize = 240;

    const ESC: &str = "\x1b";
    const UP: &str = "\x1b[A";
    const LEFT: &str = "\x1b[D";
    const END: &str = "\x1b[F";
    const SELECT_ALL: &str = "\x01";
    const NEXT_TAB: &str = "\x0e";
    const BACKSPACE: &str = "\x7f";

    const TRUST: &str = include_str!("../lessons/03-trust-policies/lab-dev-to-prod/reference/trust.json");

    /// Every figure, a line each.
    pub fn all() {
        let state = tempfile::tempdir().expect("a folder for progress");
        let start = |args: &[&str]| {
            let program = Path::new(env!("CARGO_BIN_EXE_iam-dojo"));
            let terminal = Terminal::start(program, args, SIZE, state.path());
            terminal.until("help");
            terminal
        };
        println!("{:<44} {:>22}   target", "", "measured");

        // The first start makes the database; every later one finds it.
        start(&[]).settle(DONE);
        let mut starts: Vec<Duration> = (0..STARTS)
            .map(|_| {
                let program = Path::new(env!("CARGO_BIN_EXE_iam-dojo"));
                let begun = Instant::now();
                let terminal = Terminal::start(program, &[], SIZE, state.path());
                terminal.until("help").saturating_duration_since(begun)
            })
            .collect();
        let (median, worst) = (share(&mut starts, 50), share(&mut starts, 100));
        line(&format!("exec to first frame, median of {STARTS}"), &format!("{median} (worst {worst})"), "15 ms");

        let home = start(&[]);
        home.settle(DONE);
        line("peak memory, Home", &peak(&home), "25 MB");
        let before = busy(&home);
        std::thread::sleep(Duration::from_secs(5));
        line("processor time in 5 s without a key, Home", &format!("{} ticks", busy(&home) - before), "0");
        drop(home);

        let lesson = start(&["lesson", "3"]);
        lesson.settle(DONE);
        read_to_the_end(&lesson);
        lesson.settle(DONE);
        line("peak memory, after lesson 3 in colours", &peak(&lesson), "45 MB");
        drop(lesson);

        let lab = start(&["open", "lab", "b13"]);
        lab.settle(DONE);
        line("peak memory, in a lab", &peak(&lab), "25 MB");
        let policy = material::policy(10_000);
        into_the_last_sid(&lab, &policy);
        // Twelve letters, and away with them again: the document stays whole, and every key changes it.
        let mut keys: Vec<Duration> =
            (0..KEYS).map(|key| lab.press(if key / 12 % 2 == 0 { "a" } else { BACKSPACE }, QUIET)).collect();
        let (p50, p95, worst) = (share(&mut keys, 50), share(&mut keys, 95), share(&mut keys, 100));
        let what = format!("key to frame, lab with {} bytes, p95 of {KEYS}", policy.len());
        line(&what, &format!("{p95} (p50 {p50}, worst {worst})"), "5 ms");
        lab.settle(DONE);
        line("peak memory, in a lab after typing", &peak(&lab), "25 MB");
        let before = busy(&lab);
        std::thread::sleep(Duration::from_secs(5));
        line("processor time in 5 s without a key, lab", &format!("{} ticks", busy(&lab) - before), "0");
    }

    fn line(what: &str, measured: &str, target: &str) {
        println!("{what:<44} {measured:>22}   {target}");
    }

    /// Pages down until the screen stays as it is.
    fn read_to_the_end(lesson: &Terminal) {
        loop {
            let before = lesson.screen().contents();
            lesson.send(" ");
            std::thread::sleep(Duration::from_millis(50));
            lesson.settle(Duration::from_millis(100));
            if lesson.screen().contents() == before {
                return;
            }
        }
    }

    /// Solves the trust policy, puts `policy` in the place of Ann's, and the cursor before the end of its last `Sid`.
    fn into_the_last_sid(lab: &Terminal, policy: &str) {
        let below = policy.lines().rev().position(|line| line.contains("\"Sid\"")).expect("the policy has a Sid") + 1;
        for keys in
            [ESC, SELECT_ALL, &pty::paste(TRUST), NEXT_TAB, SELECT_ALL, &pty::paste(policy), &UP.repeat(below), END]
        {
            lab.press(keys, Duration::from_millis(200));
        }
        lab.press(&LEFT.repeat(2), Duration::from_millis(200));
    }

    /// The value that so many percent of all do not exceed, in milliseconds.
    fn share(times: &mut [Duration], percent: usize) -> String {
        times.sort_unstable();
        let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
        let time = times.get(at).copied().unwrap_or_default();
        format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
    }

    /// The most memory that the program ever held (Linux alone tells).
    fn peak(terminal: &Terminal) -> String {
        let status = of_process(terminal, "status");
        let kilobytes =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        kilobytes.map_or_else(|| "not told here".into(), |kilobytes: f64| format!("{:.1} MB", kilobytes / 1_024.0))
    }

    /// The processor time that the program used, in ticks of ten milliseconds: its own and the system's for it.
    fn busy(terminal: &Terminal) -> u64 {
        let stat = of_process(terminal, "stat");
        // The name in brackets may hold spaces; utime and stime are the 12th and 13th after it.
        let after = stat.rsplit_once(") ").map_or("", |(_, after)| after);
        after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
    }

    fn of_process(terminal: &Terminal, file: &str) -> String {
        let id = terminal.child.process_id().expect("the program has an id");
        std::fs::read_to_string(format!("/proc/{id}/{file}")).unwrap_or_default()
    }
}

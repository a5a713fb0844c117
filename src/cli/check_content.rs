//! `check-content [DIR]`: proves a course.

use std::io::Write;
use std::path::Path;

use crate::course::check::check;
use crate::course::{Course, CourseError};

/// Proves the course in `dir`, or the built-in one, and prints problems with their places, then what was counted. Gives the exit code:
/// 0 when nothing is wrong, 1 when something is, 2 when there is no course to look at or nowhere to print to.
pub fn run(dir: Option<&Path>, out: &mut dyn Write) -> u8 {
    let course = match dir {
        Some(dir) => Course::inspect(dir),
        None => Course::built_in(),
    };
    let printed = match &course {
        Ok(course) => report(course, out),
        Err(error) => writeln!(out, "error: {error}").map(|()| 2),
    };
    printed.unwrap_or(2)
}

fn report(course: &Course, out: &mut dyn Write) -> std::io::Result<u8> {
    let report = check(course);
    let mut print = |word: &str, errors: &[CourseError]| -> std::io::Result<()> {
        errors.iter().try_for_each(|error| writeln!(out, "{word}: {error}"))
    };
    print("error", &report.problems)?;
    print("warning", &report.warnings)?;
    for line in &report.counted {
        writeln!(out, "{line}")?;
    }
    match report.problems.len() {
        0 => writeln!(out, "nothing is wrong")?,
        1 => writeln!(out, "1 problem")?,
        n => writeln!(out, "{n} problems")?,
    }
    Ok(u8::from(!report.problems.is_empty()))
}

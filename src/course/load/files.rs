//! Where the files of a course are: in the program, or in a folder; and what is refused of them.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::{CourseError, line_at};
use crate::course::markdown;

static LESSONS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/lessons");
static QUIZZES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/quizzes");
static SCENARIOS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/scenarios");
static COVERAGE: &str = include_str!("../../../assets/coverage.toml");
static IDS: &str = include_str!("../../../assets/ids.toml");

/// Bytes beyond which a file of a course is refused.
const LARGEST: u64 = 2 * 1024 * 1024;

/// Where the files of a course are.
#[derive(Debug)]
pub(super) enum Files {
    /// In the program.
    BuiltIn,
    /// In a folder, named without links.
    Folder(PathBuf),
}

impl Files {
    pub(super) fn folder(folder: &Path) -> Result<Self, CourseError> {
        let root = std::fs::canonicalize(folder)
            .map_err(|error| CourseError::in_file(folder, format!("cannot be opened as a course: {error}")))?;
        if !root.join("lessons").is_dir() {
            return Err(CourseError::in_file(folder, "is no course: it has no folder `lessons`"));
        }
        Ok(Self::Folder(root))
    }

    /// A file that must be there.
    pub(super) fn need(&self, path: &str) -> Result<Cow<'static, str>, CourseError> {
        self.read(path)?.ok_or_else(|| missing(path))
    }

    /// A file, its line ends made `\n`; `None` when there is none.
    pub(super) fn read(&self, path: &str) -> Result<Option<Cow<'static, str>>, CourseError> {
        let text = self.text(path)?;
        text.as_deref().map_or(Ok(()), |text| refuse_controls(path, text))?;
        Ok(text)
    }

    /// The same for the index. What is inside the program is not searched for control characters at every start: that is done when a
    /// file is opened, and by the proof of the course.
    pub(super) fn glance(&self, path: &str) -> Result<Option<Cow<'static, str>>, CourseError> {
        match self {
            Self::BuiltIn => self.text(path),
            Self::Folder(_) => self.read(path),
        }
    }

    pub(super) fn text(&self, path: &str) -> Result<Option<Cow<'static, str>>, CourseError> {
        let bytes = match self {
            Self::BuiltIn => built_in(path).map(Cow::Borrowed),
            Self::Folder(root) => read_in(root, path)?.map(Cow::Owned),
        };
        let Some(bytes) = bytes else { return Ok(None) };
        let text = match bytes {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|e| e.valid_up_to()),
            Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|e| e.utf8_error().valid_up_to()),
        };
        let text: Cow<'static, str> = text.map_err(|good| {
            CourseError::in_file(path, format!("is not UTF-8 text at byte {}: save it as UTF-8", good + 1))
        })?;
        Ok(Some(if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { text }))
    }

    /// The names of the folders in a folder, sorted; none when it is not there.
    pub(super) fn folders(&self, path: &str) -> Result<Vec<String>, CourseError> {
        self.listed(path, true)
    }

    /// The names of the files in a folder, sorted; none when it is not there.
    pub(super) fn names(&self, path: &str) -> Result<Vec<String>, CourseError> {
        self.listed(path, false)
    }

    pub(super) fn listed(&self, path: &str, folders: bool) -> Result<Vec<String>, CourseError> {
        let mut names: Vec<String> = match self {
            Self::BuiltIn => built_in_folder(path)
                .into_iter()
                .flat_map(|folder| folder.entries())
                .filter(|entry| entry.as_dir().is_some() == folders)
                .filter_map(|entry| Some(entry.path().file_name()?.to_str()?.to_owned()))
                .collect(),
            Self::Folder(root) => {
                let fault = |error: std::io::Error| CourseError::in_file(path, format!("cannot be listed: {error}"));
                let Some(folder) = within(root, path)? else { return Ok(Vec::new()) };
                let mut names = Vec::new();
                for entry in std::fs::read_dir(folder).map_err(fault)? {
                    let entry = entry.map_err(fault)?;
                    let Ok(name) = entry.file_name().into_string() else { continue };
                    if !name.starts_with('.') && entry.path().is_dir() == folders {
                        names.push(name);
                    }
                }
                names
            }
        };
        names.sort_unstable();
        Ok(names)
    }
}

pub(super) fn missing(path: &str) -> CourseError {
    CourseError::in_file(path, "no such file: the course needs it")
}

fn refuse_controls(path: &str, text: &str) -> Result<(), CourseError> {
    let Some((at, c)) = text.char_indices().find(|(_, c)| markdown::is_control(*c)) else { return Ok(()) };
    let message = format!("holds the control character U+{:04X}: take it out", u32::from(c));
    Err(CourseError::at_line(path, line_at(text, at), message))
}

/// The embedded tree that `path` begins in, and the rest of the path.
fn embedded(path: &str) -> Option<(&'static Dir<'static>, &str)> {
    [("lessons", &LESSONS), ("quizzes", &QUIZZES), ("assets/scenarios", &SCENARIOS)].into_iter().find_map(
        |(root, tree)| {
            let rest = path.strip_prefix(root)?;
            Some((tree, if rest.is_empty() { rest } else { rest.strip_prefix('/')? }))
        },
    )
}

fn built_in(path: &str) -> Option<&'static [u8]> {
    match path {
        "assets/coverage.toml" => return Some(COVERAGE.as_bytes()),
        "assets/ids.toml" => return Some(IDS.as_bytes()),
        _ => {}
    }
    let (tree, rest) = embedded(path)?;
    Some(tree.get_file(rest)?.contents())
}

fn built_in_folder(path: &str) -> Option<&'static Dir<'static>> {
    let (tree, rest) = embedded(path)?;
    if rest.is_empty() { Some(tree) } else { tree.get_dir(rest) }
}

/// The place of `path` under `root`, links followed; `None` when nothing is there.
fn within(root: &Path, path: &str) -> Result<Option<PathBuf>, CourseError> {
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || path.contains('\\') {
        return Err(CourseError::in_file(
            path,
            "leads out of the course: name a file inside it, with `/` between folders",
        ));
    }
    let found = match std::fs::canonicalize(root.join(path)) {
        Ok(found) => found,
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(CourseError::in_file(path, format!("cannot be opened: {error}"))),
    };
    if !found.starts_with(root) {
        return Err(CourseError::in_file(path, "is a link that leads out of the course: put the file itself there"));
    }
    Ok(Some(found))
}

fn read_in(root: &Path, path: &str) -> Result<Option<Vec<u8>>, CourseError> {
    let Some(found) = within(root, path)? else { return Ok(None) };
    let fault = |error: std::io::Error| CourseError::in_file(path, format!("cannot be read: {error}"));
    let known = std::fs::metadata(&found).map_err(fault)?;
    if !known.is_file() {
        return Err(CourseError::in_file(path, "is no plain file: put one there"));
    }
    if known.len() > LARGEST {
        let message = format!("has {} bytes, more than {LARGEST}: make it smaller", known.len());
        return Err(CourseError::in_file(path, message));
    }
    std::fs::read(found).map(Some).map_err(fault)
}

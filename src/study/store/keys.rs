//! The file `keys` in the state folder: which keys the person changed. It is text, to be read and written by hand too.

use std::io::{ErrorKind, Read as _};
use std::path::Path;

use crate::study::settings::KEYS;
use crate::study::store::{Store, StoreError};

/// The most bytes that are read of it.
const MOST: u64 = 1 << 16;

impl Store {
    /// The text of the file; empty where there is none. A store that lives in memory keeps it there.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn keys(&self) -> Result<String, StoreError> {
        let Some(folder) = self.folder.as_deref() else {
            return Ok(self.setting(KEYS.name)?.unwrap_or_default());
        };
        let file = folder.join(KEYS.name);
        let mut text = String::new();
        let read = std::fs::File::open(&file).and_then(|opened| opened.take(MOST).read_to_string(&mut text));
        match read {
            Ok(_) => Ok(text),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(String::new()),
            Err(error) => Err(StoreError::NotRead { file, message: error.to_string() }),
        }
    }

    /// Makes this the text of the file: all of it or nothing.
    ///
    /// # Errors
    /// When it cannot be written; then it is as it was.
    pub fn keep_keys(&self, text: &str) -> Result<(), StoreError> {
        let Some(folder) = self.folder.as_deref() else { return self.set_setting(KEYS.name, text) };
        let file = folder.join(KEYS.name);
        write(&file, text)
            .map_err(|error| StoreError::NotDone { message: format!("cannot write `{}`: {error}", file.display()) })
    }
}

/// Writes beside the file first, so that there is never half of it.
fn write(file: &Path, text: &str) -> std::io::Result<()> {
    let beside = file.with_extension("new");
    std::fs::write(&beside, text)?;
    std::fs::rename(&beside, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_kept_in_a_file_and_without_a_folder_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        for store in [Store::open(folder.path()).unwrap(), Store::in_memory().unwrap()] {
            assert_eq!(store.keys().unwrap(), "");
            store.keep_keys("home  glossary  w\n").unwrap();
            assert_eq!(store.keys().unwrap(), "home  glossary  w\n");
        }
        assert_eq!(std::fs::read_to_string(folder.path().join("keys")).unwrap(), "home  glossary  w\n");
    }

    #[test]
    fn what_cannot_be_read_or_written_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        std::fs::create_dir(folder.path().join("keys")).unwrap();
        assert!(matches!(store.keys(), Err(StoreError::NotRead { .. })));
        assert!(matches!(store.keep_keys("x"), Err(StoreError::NotDone { .. })));
    }
}

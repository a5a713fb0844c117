//! Placeholders: `<bucket>` stands for what was drawn or set under that name, `<role.name>` for a part of it, `<Who>` for what `<who>`
//! does with a capital at its beginning.
//!
//! A text that is nothing but a placeholder which comes out empty is left out, with its key or its place in the list. A line of a text
//! that is nothing but a placeholder takes all lines of its value, set in as far; when that is empty, the line goes.

use std::collections::BTreeMap;

use toml::{Table, Value};

/// Placeholders within placeholders beyond which a text is taken to go round in a circle.
const DEEPEST: usize = 8;

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// Words of the file near which it is.
    pub near: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl Fault {
    /// A fault near some words of the file.
    #[must_use]
    pub fn new(near: impl Into<String>, message: impl Into<String>) -> Self {
        Self { near: near.into(), message: message.into() }
    }
}

/// What placeholders stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bindings {
    texts: BTreeMap<String, String>,
}

impl Bindings {
    /// Binds a name to a drawn value: a text, or a table of texts, whose parts are `name.part`.
    ///
    /// # Errors
    /// When it is something else.
    pub fn bind(&mut self, name: &str, value: &Value) -> Result<(), Fault> {
        match value {
            Value::String(text) => self.set(name, text),
            Value::Table(parts) => {
                for (part, value) in parts {
                    let Some(text) = value.as_str() else {
                        return Err(Fault::new(part, format!("`{part}` of `{name}` must be a text")));
                    };
                    self.set(&format!("{name}.{part}"), text);
                }
            }
            _ => return Err(Fault::new(name, format!("`{name}` must draw a text, or a table of texts"))),
        }
        Ok(())
    }

    /// Binds a name to a text, which may hold placeholders; what it stood for before is forgotten.
    pub fn set(&mut self, name: &str, text: &str) {
        self.texts.insert(name.to_owned(), text.to_owned());
    }

    /// The text with every placeholder filled.
    ///
    /// # Errors
    /// When a placeholder stands for nothing, or for itself.
    pub fn fill(&self, text: &str) -> Result<String, Fault> {
        self.filled(text, DEEPEST)
    }

    /// The table with every placeholder filled, in keys too.
    ///
    /// # Errors
    /// As [`Self::fill`].
    pub fn fill_table(&self, table: &Table) -> Result<Table, Fault> {
        let mut filled = Table::new();
        for (key, value) in table {
            if let Some(value) = self.fill_value(value)? {
                filled.insert(self.fill(key)?, value);
            }
        }
        Ok(filled)
    }

    /// `None` for what is to be left out.
    fn fill_value(&self, value: &Value) -> Result<Option<Value>, Fault> {
        Ok(Some(match value {
            Value::String(text) => {
                let filled = self.fill(text)?;
                if filled.is_empty() && whole(text).is_some() {
                    return Ok(None);
                }
                Value::String(filled)
            }
            Value::Array(items) => {
                let filled = items.iter().map(|item| self.fill_value(item)).collect::<Result<Vec<_>, _>>()?;
                Value::Array(filled.into_iter().flatten().collect())
            }
            Value::Table(table) => Value::Table(self.fill_table(table)?),
            other => other.clone(),
        }))
    }

    fn filled(&self, text: &str, depth: usize) -> Result<String, Fault> {
        let mut lines = Vec::new();
        for line in text.split('\n') {
            match whole(line.trim()) {
                // A text of one line stays one, however empty.
                Some(name) if text.contains('\n') => {
                    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
                    let value = self.value(name, depth)?;
                    let value = value.trim_matches('\n');
                    lines.extend(value.lines().map(|line| format!("{indent}{line}")));
                }
                _ => lines.push(self.line(line, depth)?),
            }
        }
        Ok(lines.join("\n"))
    }

    fn line(&self, line: &str, depth: usize) -> Result<String, Fault> {
        let mut out = String::new();
        let mut rest = line;
        while let Some((before, found)) = rest.split_once('<') {
            out.push_str(before);
            match name_at(found) {
                Some((name, behind)) => {
                    out.push_str(&self.value(name, depth)?);
                    rest = behind;
                }
                None => {
                    out.push('<');
                    rest = found;
                }
            }
        }
        out.push_str(rest);
        Ok(out)
    }

    fn value(&self, name: &str, depth: usize) -> Result<String, Fault> {
        let near = format!("<{name}>");
        let lower = lower_first(name);
        let text = self.texts.get(name).or_else(|| self.texts.get(&lower)).ok_or_else(|| {
            let known = self.texts.keys().map(String::as_str).collect::<Vec<_>>().join("`, `");
            let message = format!("`<{name}>` stands for nothing: there are `{known}`; add it to `pick` or `set`");
            Fault::new(near.as_str(), message)
        })?;
        let depth = depth.checked_sub(1).ok_or_else(|| {
            Fault::new(near.as_str(), format!("`<{name}>` stands for a text that leads back to it: take it out there"))
        })?;
        let value = self.filled(text, depth)?;
        Ok(if lower == name { value } else { capital(&value) })
    }
}

/// The names of the placeholders in a text, as `pick` and `set` have them.
#[must_use]
pub fn names(text: &str) -> Vec<String> {
    let found = text.split('<').skip(1).filter_map(|rest| name_at(rest).map(|(name, _)| lower_first(name)));
    found.collect()
}

/// The name, when the text is one placeholder and nothing else.
fn whole(text: &str) -> Option<&str> {
    name_at(text.strip_prefix('<')?).filter(|(_, behind)| behind.is_empty()).map(|(name, _)| name)
}

/// The name at the beginning of what follows a `<`, and what comes behind its `>`. Letters, digits, `_` and `.`, a letter first: HTML
/// and arrows are no placeholders.
fn name_at(rest: &str) -> Option<(&str, &str)> {
    let (name, behind) = rest.split_once('>')?;
    let good = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
    good.then_some((name, behind))
}

fn lower_first(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

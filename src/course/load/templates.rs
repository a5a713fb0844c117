//! Templates of generated questions, and the questions that they give.

use std::sync::Arc;

use super::{Course, CourseError, parse_toml, unknown};
use crate::course::generate::{Fault, Item, ItemId, Pools, Template, TemplateFile};

/// Where they stand.
const FOLDER: &str = "quizzes/generated";
/// What they share.
const POOLS: &str = "quizzes/generated/pools.toml";

impl Course {
    /// The ids of all templates, by lesson, then by name. Nothing is opened.
    ///
    /// # Errors
    /// When their folder cannot be listed.
    pub fn templates(&self) -> Result<Vec<String>, CourseError> {
        let names = self.files.names(FOLDER)?;
        let slugs = names.iter().filter_map(|name| name.strip_suffix(".toml")).filter(|slug| *slug != "pools");
        Ok(slugs.map(|slug| slug.replacen('-', ".", 1)).collect())
    }

    /// Opens a template by its id, `02.bucket-or-object`.
    ///
    /// # Errors
    /// When there is none of that id, or its file is malformed.
    pub fn template(&self, id: &str) -> Result<Arc<Template>, CourseError> {
        self.kept(
            id,
            |opened| &mut opened.templates,
            || {
                let file = template_file(id);
                let Some(text) = self.files.read(&file)? else {
                    let all = self.templates()?;
                    return Err(unknown("template", id, all.iter().map(String::as_str)));
                };
                let source: TemplateFile = parse_toml(&file, &text, 0)?;
                let named = file.strip_prefix("quizzes/generated/").and_then(|name| name.split_once('-'));
                if named.map(|(number, _)| format!("L{number}")).as_deref() != Some(source.lesson.as_str()) {
                    let message = format!(
                        "the file says lesson `{}`, and its name another: it is called `NN-slug.toml`, as `02-bucket-or-object.toml`",
                        source.lesson
                    );
                    return Err(CourseError::at_words(file, &text, "lesson", message));
                }
                Ok(Arc::new(Template { id: id.to_owned(), file: source, pools: (*self.pools()?).clone() }))
            },
        )
    }

    /// The generated question of that id.
    ///
    /// # Errors
    /// When there is no such template, its file is malformed, or what it makes cannot be run.
    pub fn generated(&self, id: &ItemId) -> Result<Item, CourseError> {
        let template = self.template(&id.template)?;
        template.item(id.seed).map_err(|fault| self.template_fault(&id.template, fault))
    }

    /// A fault of a template at its place in the file.
    pub(crate) fn template_fault(&self, id: &str, fault: Fault) -> CourseError {
        let file = template_file(id);
        let text = self.text(&file).ok().flatten().unwrap_or_default();
        CourseError::at_words(file, &text, &fault.near, fault.message)
    }

    fn pools(&self) -> Result<Arc<Pools>, CourseError> {
        self.kept(
            POOLS,
            |opened| &mut opened.pools,
            || match self.files.read(POOLS)? {
                Some(text) => parse_toml::<Pools>(POOLS, &text, 0).map(Arc::new),
                None => Ok(Arc::default()),
            },
        )
    }
}

/// The file of a template, from the course's root.
pub(crate) fn template_file(id: &str) -> String {
    format!("{FOLDER}/{}.toml", id.replacen('.', "-", 1))
}

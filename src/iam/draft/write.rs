//! Writes the difference between two scenarios into a file's text. What did not change is not touched.
//!
//! A comment belongs to what it stands directly above, or behind on the same line; it goes when that goes. One with a blank
//! line below it belongs to nothing, and stays.

use serde_json::{Map, Value as Json};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::tree;
use crate::iam::scenario::ScenarioFile;

type Members = Map<String, Json>;
/// The keys from the top of the file; entries of lists count for nothing.
type Path<'p> = Vec<&'p str>;

/// `text` with what makes `after` of `before` written into it.
///
/// # Errors
/// When `text` is no TOML, or what shall be written cannot be.
pub(super) fn written(text: &str, before: &ScenarioFile, after: &ScenarioFile) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    let before = if text.is_empty() { Members::new() } else { tree::file(before) };
    let mut left = Vec::new();
    let position = document.as_table().position().unwrap_or(0);
    let place = Place { path: Vec::new(), position, inline: false };
    members(document.as_table_mut(), &before, &tree::file(after), &place, &mut left)?;
    for (position, comments) in left {
        hand_on(&mut document, position, &comments);
    }
    let written = document.to_string();
    Ok(if text.contains("\r\n") { written.replace("\r\n", "\n").replace('\n', "\r\n") } else { written })
}

/// Comments that belong to nothing that was taken out, and the place of the header under which they stood.
type Left = Vec<(isize, String)>;

/// Where a piece of the file stands.
#[derive(Clone)]
struct Place<'p> {
    path: Path<'p>,
    /// The place in the file of the header that it stands under.
    position: isize,
    /// Whether it stands within a value, where no header can be.
    inline: bool,
}

impl<'p> Place<'p> {
    fn under(&self, key: &'p str) -> Self {
        let mut place = self.clone();
        place.path.push(key);
        place
    }

    /// Whether a table of this path has a header of its own.
    fn has_header(&self) -> bool {
        let world = ["world", "organization", "units", "accounts"];
        !self.inline
            && match self.path.as_slice() {
                [world] => *world == "world",
                ["world", key] => world.contains(key),
                ["world", "accounts", _] | ["world", "organization", "units"] => true,
                ["world", "organization", "units", _] => true,
                _ => false,
            }
    }

    /// Whether such a header stands only for what is under it.
    fn is_implicit(&self) -> bool {
        matches!(self.path.as_slice(), ["world"] | ["world", "accounts"] | ["world", "organization", "units"])
    }

    /// Whether every entry of a list of this path has a header of its own.
    fn has_headers(&self) -> bool {
        const LISTS: [&str; 6] = ["groups", "users", "roles", "instance_profiles", "identity_providers", "resources"];
        !self.inline
            && match self.path.as_slice() {
                ["requests"] => true,
                ["world", list] => LISTS.contains(list),
                _ => false,
            }
    }

    /// Whether the keys here are names that people gave, so that one may take another's place.
    fn has_names(&self) -> bool {
        matches!(self.path.as_slice(), ["world", "accounts"] | ["world", "organization", "units"])
    }
}

/// Makes a table say `after` where it says `before`.
fn members(
    table: &mut dyn TableLike,
    before: &Members,
    after: &Members,
    place: &Place<'_>,
    left: &mut Left,
) -> Result<(), String> {
    let gone: Vec<&String> = before.keys().filter(|key| !after.contains_key(*key)).collect();
    let new: Vec<&String> = after.keys().filter(|key| !before.contains_key(*key)).collect();
    let mut renamed = None;
    if let ([old], [name], true) = (gone.as_slice(), new.as_slice(), place.has_names())
        && let Some(item) = table.remove(old)
    {
        table.insert(name, item);
        renamed = Some((*old, *name));
    }
    for key in gone.iter().filter(|key| renamed.is_none_or(|(old, _)| old != **key)) {
        take_out(table, key, place.position, left);
    }
    // A new header stands behind what people write before it.
    let mut position = place.position;
    for (key, wanted) in after {
        let old = renamed.filter(|(_, name)| *name == key).map_or(key, |(old, _)| old);
        let place = place.under(key);
        match (table.get_mut(key), before.get(old)) {
            (Some(item), had) if !item.is_none() => {
                if had != Some(wanted) {
                    change_item(item, had, wanted, &place, left)?;
                }
                position = position.max(last_position_of(item).unwrap_or(position));
            }
            _ => {
                let mut item = new_item(wanted, &place)?;
                match &mut item {
                    Item::Table(table) => table.set_position(Some(position)),
                    Item::ArrayOfTables(tables) => {
                        tables.iter_mut().for_each(|table| table.set_position(Some(position)));
                    }
                    Item::Value(_) | Item::None => {}
                }
                table.insert(key, item);
            }
        }
    }
    Ok(())
}

/// Makes what stands behind a key say `after`.
fn change_item(
    item: &mut Item,
    before: Option<&Json>,
    after: &Json,
    place: &Place<'_>,
    left: &mut Left,
) -> Result<(), String> {
    let none = Members::new();
    match (&mut *item, before, after) {
        (Item::Table(table), had, Json::Object(wanted)) => {
            let place = Place { position: table.position().unwrap_or(place.position), ..place.clone() };
            let had = had.and_then(Json::as_object).unwrap_or(&none);
            members(table, had, wanted, &place, left)?;
            // A header that stands only for what is under it would not be written.
            if wanted.is_empty() {
                table.set_implicit(false);
            }
        }
        (Item::ArrayOfTables(tables), Some(Json::Array(had)), Json::Array(wanted)) if !wanted.is_empty() => {
            entries(tables, had, wanted, place, left)?;
        }
        (Item::Value(value), had, wanted) => change_value(value, had, wanted, place, left)?,
        (Item::Table(_) | Item::ArrayOfTables(_) | Item::None, ..) => {
            keep_comments(item, place.position, left);
            *item = new_item(after, place)?;
        }
    }
    Ok(())
}

/// Makes a value say `after`, its blanks and comments kept.
fn change_value(
    value: &mut Value,
    before: Option<&Json>,
    after: &Json,
    place: &Place<'_>,
    left: &mut Left,
) -> Result<(), String> {
    let place = Place { inline: true, ..place.clone() };
    match (&mut *value, before, after) {
        (Value::InlineTable(table), Some(Json::Object(had)), Json::Object(wanted)) => {
            members(table, had, wanted, &place, left)
        }
        (Value::Array(array), Some(Json::Array(had)), Json::Array(wanted)) if array.len() == had.len() => {
            elements(array, had, wanted, &place, left)
        }
        _ => {
            let decor = value.decor().clone();
            *value = new_value(after)?;
            *value.decor_mut() = decor;
            Ok(())
        }
    }
}

/// What becomes of a list: which entry of the old one, if any, each entry of the new one comes from.
fn align(before: &[Json], after: &[Json]) -> Vec<Option<usize>> {
    fn identity(entry: &Json) -> Option<(&Json, Option<&Json>)> {
        let name = entry.get("name").or_else(|| entry.get("arn"))?;
        Some((name, entry.get("kind")))
    }
    let same = |old: &Json, new: &Json| old == new || identity(old).is_some_and(|own| identity(new) == Some(own));
    // The longest common part, as a table of lengths from each pair of entries on.
    let (rows, columns) = (before.len() + 1, after.len() + 1);
    let mut lengths = vec![vec![0_usize; columns]; rows];
    let at =
        |lengths: &[Vec<usize>], i: usize, j: usize| lengths.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0);
    for (i, old) in before.iter().enumerate().rev() {
        for (j, new) in after.iter().enumerate().rev() {
            let longest = match same(old, new) {
                true => at(&lengths, i + 1, j + 1) + 1,
                false => at(&lengths, i + 1, j).max(at(&lengths, i, j + 1)),
            };
            if let Some(cell) = lengths.get_mut(i).and_then(|row| row.get_mut(j)) {
                *cell = longest;
            }
        }
    }
    let mut from = Vec::with_capacity(after.len());
    let (mut i, mut j) = (0, 0);
    // Old entries that nothing new is like; the next new ones that are like nothing old take their places.
    let mut free: Vec<usize> = Vec::new();
    let mut waiting: Vec<usize> = Vec::new();
    let settle = |from: &mut Vec<Option<usize>>, free: &mut Vec<usize>, waiting: &mut Vec<usize>| {
        for (slot, old) in waiting.iter().zip(free.iter()) {
            if let Some(entry) = from.get_mut(*slot) {
                *entry = Some(*old);
            }
        }
        free.clear();
        waiting.clear();
    };
    while let (Some(old), Some(new)) = (before.get(i), after.get(j)) {
        if same(old, new) {
            settle(&mut from, &mut free, &mut waiting);
            from.push(Some(i));
            (i, j) = (i + 1, j + 1);
        } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
            free.push(i);
            i += 1;
        } else {
            waiting.push(from.len());
            from.push(None);
            j += 1;
        }
    }
    free.extend(i..before.len());
    for _ in j..after.len() {
        waiting.push(from.len());
        from.push(None);
    }
    settle(&mut from, &mut free, &mut waiting);
    from
}

/// Makes entries with headers of their own say `after`.
fn entries(
    tables: &mut ArrayOfTables,
    before: &[Json],
    after: &[Json],
    place: &Place<'_>,
    left: &mut Left,
) -> Result<(), String> {
    let mut old: Vec<Option<Table>> = tables.iter().cloned().map(Some).collect();
    let mut position = place.position;
    let mut now = Vec::with_capacity(after.len());
    for (from, wanted) in align(before, after).into_iter().zip(after) {
        let taken = from.and_then(|at| Some((at, old.get_mut(at)?.take()?)));
        let (Some((at, mut table)), Json::Object(members_wanted)) = (taken, wanted) else {
            let Json::Object(wanted) = wanted else { return Err("an entry is no table".to_owned()) };
            let mut table = new_table(wanted, place)?;
            // Behind the one before it, wherever that stands.
            table.set_position(Some(position));
            now.push(table);
            continue;
        };
        let own = Place { position: table.position().unwrap_or(place.position), ..place.clone() };
        if let Some(Json::Object(had)) = before.get(at)
            && had != members_wanted
        {
            members(&mut table, had, members_wanted, &own, left)?;
        }
        position = last_position(&table).unwrap_or(own.position);
        now.push(table);
    }
    for gone in old.into_iter().flatten() {
        keep_comments(&Item::Table(gone), place.position, left);
    }
    tables.clear();
    for table in now {
        tables.push(table);
    }
    Ok(())
}

/// Makes the elements of an array say `after`, its layout kept.
fn elements(
    array: &mut Array,
    before: &[Json],
    after: &[Json],
    place: &Place<'_>,
    left: &mut Left,
) -> Result<(), String> {
    let from = align(before, after);
    // What stands behind a comma on the same line belongs to the element before it, behind the bracket to the array.
    let mut behind: Vec<String> = Vec::new();
    let mut old: Vec<Option<Value>> = Vec::new();
    for value in array.iter() {
        let mut value = value.clone();
        let prefix = prefix_of(&value);
        let (comment, rest) = same_line(&prefix);
        behind.push(comment.to_owned());
        value.decor_mut().set_prefix(rest);
        old.push(Some(value));
    }
    let mut end = array.trailing().as_str().unwrap_or_default().to_owned();
    // Without a comma at the end, what stands behind the last element is its own.
    if let Some(last) = old.last_mut().and_then(Option::as_mut).filter(|_| !array.trailing_comma()) {
        let suffix = last.decor().suffix().and_then(|raw| raw.as_str()).unwrap_or_default().to_owned();
        last.decor_mut().set_suffix("");
        end = format!("{suffix}{end}");
    }
    let (comment, rest) = same_line(&end);
    behind.push(comment.to_owned());
    end = rest.to_owned();
    let opening = behind.remove(0);
    let indent = indent(old.iter().flatten(), &end);
    let mut now: Vec<(Value, String)> = Vec::with_capacity(after.len());
    for (from, wanted) in from.into_iter().zip(after) {
        match from.and_then(|at| Some((at, old.get_mut(at)?.take()?))) {
            Some((at, mut value)) => {
                if before.get(at) != Some(wanted) {
                    change_value(&mut value, before.get(at), wanted, place, left)?;
                }
                now.push((value, behind.get(at).cloned().unwrap_or_default()));
            }
            None => {
                let prefix = indent.as_deref().unwrap_or_default();
                now.push((new_value(wanted)?.decorated(prefix, ""), String::new()));
            }
        }
    }
    let kept: String = old.into_iter().flatten().map(|gone| split_above(&prefix_of(&gone)).0.to_owned()).collect();
    let comma = array.trailing_comma() || now.iter().any(|(_, comment)| comment.contains('#'));
    array.clear();
    let mut above = opening;
    for (nth, (mut value, comment)) in now.into_iter().enumerate() {
        let own = prefix_of(&value);
        let own = match (above.contains('#') && !own.starts_with('\n'), own.trim_matches(' ').is_empty()) {
            (true, _) => format!("\n    {}", own.trim_start()),
            (false, true) if nth > 0 => " ".to_owned(),
            (false, true) => String::new(),
            (false, false) => own,
        };
        value.decor_mut().set_prefix(format!("{above}{own}"));
        above = comment;
        array.push_formatted(value);
    }
    if kept.contains('#') {
        end = format!("{}{end}", kept.trim_end_matches([' ', '\t', '\n']));
    }
    end = format!("{above}{end}");
    // A comment ends with its line.
    if end.contains('#') && !end.ends_with('\n') && !end.rsplit('\n').next().unwrap_or_default().trim().is_empty() {
        end.push('\n');
    }
    if !end.contains('\n') {
        end.clear();
    }
    array.set_trailing_comma(comma && !array.is_empty());
    array.set_trailing(end);
    Ok(())
}

/// The line break and the blanks before the elements of an array that has a line for each.
fn indent<'v>(elements: impl Iterator<Item = &'v Value>, end: &str) -> Option<String> {
    let breaks = elements.map(prefix_of).filter_map(|prefix| {
        let at = prefix.rfind('\n')?;
        prefix.get(at..).map(str::to_owned)
    });
    let from_elements = breaks.filter(|text| text.trim().is_empty()).last();
    from_elements.or_else(|| end.contains('\n').then(|| "\n    ".to_owned()))
}

fn prefix_of(value: &Value) -> String {
    value.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default().to_owned()
}

/// What stands on the rest of a line, and what comes after; without a comment there, all comes after.
fn same_line(text: &str) -> (&str, &str) {
    let end = text.find('\n').unwrap_or(text.len());
    match text.split_at_checked(end) {
        Some((line, rest)) if line.contains('#') => (line, rest),
        _ => ("", text),
    }
}

/// What stands above a piece: first what belongs to nothing, then the lines directly above it.
fn split_above(above: &str) -> (&str, &str) {
    let mut from = above.len();
    let mut end = above.len();
    // The last, unfinished line is the piece's own indentation.
    if !above.ends_with('\n') {
        end = above.rfind('\n').map_or(0, |at| at + 1);
        from = end;
    }
    while let Some(lines) = above.get(..end).filter(|lines| !lines.is_empty()) {
        let start = lines.strip_suffix('\n').unwrap_or(lines).rfind('\n').map_or(0, |at| at + 1);
        let line = lines.get(start..).unwrap_or_default();
        if !line.trim_start().starts_with('#') {
            break;
        }
        (from, end) = (start, start);
    }
    let (kept, own) = above.split_at_checked(from).unwrap_or(("", above));
    if kept.contains('#') { (kept, own) } else { ("", above) }
}

/// Takes a key out of a table; the comments above it that belong to nothing go to what comes next.
fn take_out(table: &mut dyn TableLike, key: &str, position: isize, left: &mut Left) {
    let above = table.key(key).and_then(|key| key.leaf_decor().prefix()?.as_str().map(str::to_owned));
    let next = table.iter().skip_while(|(name, _)| *name != key).skip(1).find(|(_, item)| item.is_value());
    let next = next.map(|(name, _)| name.to_owned());
    let Some(item) = table.remove(key) else { return };
    keep_comments(&item, position, left);
    let above = above.unwrap_or_default();
    let (kept, _) = split_above(&above);
    if kept.is_empty() {
        return;
    }
    match next.and_then(|next| table.key_mut(&next)) {
        Some(mut next) => {
            let own = next.leaf_decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default().to_owned();
            next.leaf_decor_mut().set_prefix(self::above(kept, &own));
        }
        None => left.push((position, kept.to_owned())),
    }
}

/// Keeps the comments above the headers of a piece that is taken out, if they belong to nothing.
fn keep_comments(item: &Item, position: isize, left: &mut Left) {
    let mut of_table = |table: &Table| {
        let above = table.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default();
        let (kept, _) = split_above(above);
        if !kept.is_empty() {
            left.push((last_position(table).unwrap_or(position), kept.to_owned()));
        }
    };
    match item {
        Item::Table(table) => {
            of_table(table);
            table.iter().for_each(|(_, item)| keep_comments(item, position, left));
        }
        Item::ArrayOfTables(tables) => {
            tables.iter().for_each(|table| keep_comments(&Item::Table(table.clone()), position, left));
        }
        Item::Value(_) | Item::None => {}
    }
}

/// The place in the file of the last header of a table and of those under it.
fn last_position(table: &Table) -> Option<isize> {
    table.iter().filter_map(|(_, item)| last_position_of(item)).max().max(table.position())
}

fn last_position_of(item: &Item) -> Option<isize> {
    match item {
        Item::Table(table) => last_position(table),
        Item::ArrayOfTables(tables) => tables.iter().filter_map(last_position).max(),
        Item::Value(_) | Item::None => None,
    }
}

/// Comments above what stands above a piece already, no two blank lines between them.
fn above(comments: &str, own: &str) -> String {
    let own = own.strip_prefix('\n').filter(|_| comments.ends_with("\n\n")).unwrap_or(own);
    format!("{comments}{own}")
}

/// Puts comments above the first header behind a place in the file, or at its end.
fn hand_on(document: &mut DocumentMut, position: isize, comments: &str) {
    fn next(table: &Table, position: isize) -> Option<isize> {
        let below = table.iter().filter_map(|(_, item)| match item {
            Item::Table(table) => next(table, position),
            Item::ArrayOfTables(tables) => tables.iter().filter_map(|table| next(table, position)).min(),
            Item::Value(_) | Item::None => None,
        });
        below.chain(table.position().filter(|own| *own > position && !table.is_implicit())).min()
    }
    fn find(table: &mut Table, position: isize) -> Option<&mut Table> {
        if table.position() == Some(position) && !table.is_implicit() {
            return Some(table);
        }
        table.iter_mut().find_map(|(_, item)| match item {
            Item::Table(table) => find(table, position),
            Item::ArrayOfTables(tables) => tables.iter_mut().find_map(|table| find(table, position)),
            Item::Value(_) | Item::None => None,
        })
    }
    let next = next(document.as_table(), position);
    match next.and_then(|next| find(document.as_table_mut(), next)) {
        Some(table) => {
            let own = table.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default();
            let above = above(comments, own);
            table.decor_mut().set_prefix(above);
        }
        None => {
            let own = document.trailing().as_str().unwrap_or_default().to_owned();
            document.set_trailing(above(comments, &own));
        }
    }
}

fn new_item(wanted: &Json, place: &Place<'_>) -> Result<Item, String> {
    match wanted {
        Json::Object(members) if place.has_header() => Ok(Item::Table(new_table(members, place)?)),
        Json::Array(entries) if place.has_headers() && !entries.is_empty() => {
            let mut tables = ArrayOfTables::new();
            for entry in entries {
                let Json::Object(members) = entry else { return Err("an entry is no table".to_owned()) };
                tables.push(new_table(members, place)?);
            }
            Ok(Item::ArrayOfTables(tables))
        }
        _ => Ok(Item::Value(new_value(wanted)?)),
    }
}

fn new_table(wanted: &Members, place: &Place<'_>) -> Result<Table, String> {
    let mut table = Table::new();
    table.set_implicit(place.is_implicit() && !wanted.is_empty());
    for (key, value) in wanted {
        table.insert(key, new_item(value, &place.under(key))?);
    }
    Ok(table)
}

fn new_value(wanted: &Json) -> Result<Value, String> {
    Ok(match wanted {
        Json::Null => return Err("TOML has no `null`; write the policy out as JSON text, or name a file".to_owned()),
        Json::Bool(value) => (*value).into(),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => whole.into(),
            (None, Some(number)) if number.is_finite() => number.into(),
            _ => return Err(format!("the number {number} is too large for TOML")),
        },
        Json::String(text) => new_text(text),
        Json::Array(items) => Value::Array(items.iter().map(new_value).collect::<Result<Array, String>>()?),
        Json::Object(members) => {
            let mut table = InlineTable::new();
            for (key, value) in members {
                table.insert(key, new_value(value)?);
            }
            Value::InlineTable(table)
        }
    })
}

/// A text; one of several lines as it is, between three quotes.
fn new_text(text: &str) -> Value {
    let as_it_is = text.contains('\n')
        && !text.contains("'''")
        && !text.ends_with('\'')
        && text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    let literal = as_it_is.then(|| format!("'''\n{text}'''").parse::<Value>().ok()).flatten();
    literal.filter(|value| value.as_str() == Some(text)).unwrap_or_else(|| text.into())
}

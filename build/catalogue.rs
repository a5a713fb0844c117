//! Writes the catalogue's table from the files in assets/catalogue; `src/iam/catalogue` reads it.
//!
//! The same files give the same bytes. What is wrong with a file ends the build with a sentence that says where.

use std::collections::{BTreeMap, HashMap};

use super::layout::{DATE, HEADER, MULTIVALUED, REQUIRED, SENSITIVE, Section, TAG, TYPES};

/// The texts of the files.
pub struct Sources<'a> {
    pub services: &'a str,
    pub actions: &'a str,
    pub resource_types: &'a str,
    pub condition_keys: &'a str,
    pub global_condition_keys: &'a str,
    pub former_actions: &'a str,
    pub manifest: &'a str,
}

/// The day the data is of, `2026-10-27`, as the manifest has it.
pub fn date(manifest: &str) -> Result<&str, String> {
    let date = manifest.split_once("\"data_date\": \"").and_then(|(_, rest)| rest.split('"').next());
    date.filter(|date| date.len() == DATE).ok_or_else(|| "manifest.json: no `data_date` like `2026-10-27`".into())
}

/// The table, in the order that [`Section`] says.
pub fn write(sources: &Sources<'_>) -> Result<Vec<u8>, String> {
    let services: Vec<[&str; 5]> = rows("services.tsv", sources.services)?;
    let actions: Vec<[&str; 6]> = rows("actions.tsv", sources.actions)?;
    let resource_types: Vec<[&str; 4]> = rows("resource_types.tsv", sources.resource_types)?;
    let condition_keys: Vec<[&str; 4]> = rows("condition_keys.tsv", sources.condition_keys)?;
    let mut global_keys: Vec<[&str; 5]> = rows("global_condition_keys.tsv", sources.global_condition_keys)?;
    let former_actions: Vec<[&str; 4]> = rows("former_actions.tsv", sources.former_actions)?;
    global_keys.sort_by_key(|[key, ..]| key.to_ascii_lowercase());

    let prefixes = numbers("services.tsv", services.iter().map(|[prefix, ..]| ("", *prefix)))?;
    let action_numbers = numbers("actions.tsv", actions.iter().map(|[service, name, ..]| (*service, *name)))?;
    let type_numbers =
        numbers("resource_types.tsv", resource_types.iter().map(|[service, name, ..]| (*service, *name)))?;
    numbers("condition_keys.tsv", condition_keys.iter().map(|[service, key, ..]| (*service, *key)))?;
    numbers("global_condition_keys.tsv", global_keys.iter().map(|[key, ..]| ("", *key)))?;
    numbers("former_actions.tsv", former_actions.iter().map(|[service, name, ..]| (*service, *name)))?;
    if type_numbers.len() >= usize::from(REQUIRED) {
        return Err("resource_types.tsv: more resource types than the layout has numbers for".into());
    }
    let first_actions = firsts("actions.tsv", &prefixes, actions.iter().map(|[service, ..]| *service))?;
    let first_types = firsts("resource_types.tsv", &prefixes, resource_types.iter().map(|[service, ..]| *service))?;
    let first_keys = firsts("condition_keys.tsv", &prefixes, condition_keys.iter().map(|[service, ..]| *service))?;

    let mut table = Table::default();
    let keys_of_actions = actions.iter().flat_map(|[_, _, _, resources, keys, _]| {
        let of_resources = resources.split(';').flat_map(|cell| words(resource(cell).keys));
        words(keys).chain(of_resources)
    });
    let all_keys = keys_of_actions
        .chain(resource_types.iter().flat_map(|[.., keys]| words(keys)))
        .chain(condition_keys.iter().map(|[_, key, ..]| *key));
    let mut spellings: BTreeMap<(String, &str), u16> = all_keys.map(|key| (folded(key), 0)).collect();
    for (number, ((_, key), place)) in spellings.iter_mut().enumerate() {
        *place = short("spellings of condition keys", number)?;
        table.text(Section::Spellings, key)?;
    }
    let spelling = |key| spellings.get(&folded(key)).copied().ok_or_else(|| format!("`{key}` has no spelling"));

    for (index, [prefix, name, category, flags, page]) in services.iter().enumerate() {
        for text in [prefix, name, category, page] {
            table.text(Section::Services, text)?;
        }
        let supports_rcp = match *flags {
            "" => 0,
            "rcp" => 1,
            other => return Err(format!("services.tsv: `{prefix}` has the unknown flag `{other}`")),
        };
        table.byte(Section::Services, supports_rcp);
        for firsts in [&first_actions, &first_types, &first_keys] {
            table.short(Section::Services, firsts.get(index).copied().unwrap_or_default());
        }
    }
    for [service, name, level, resources, keys, dependents] in &actions {
        table.text(Section::Actions, name)?;
        table.byte(Section::Actions, letter("actions.tsv", level)?);
        let mut items = Vec::new();
        for cell in resources.split(';').filter(|cell| !cell.is_empty()) {
            let resource = resource(cell);
            let number = type_numbers.get(&(service.to_ascii_lowercase(), resource.name.to_ascii_lowercase()));
            let number =
                number.ok_or_else(|| format!("actions.tsv: `{service}` has no resource `{}`", resource.name))?;
            let keys = words(resource.keys).map(spelling).collect::<Result<_, _>>()?;
            items.extend([number | if resource.required { REQUIRED } else { 0 }, table.list(keys)?]);
        }
        let resources = table.list(items)?;
        let keys = table.list(words(keys).map(spelling).collect::<Result<_, _>>()?)?;
        let dependent = |action: &str| {
            let (service, name) = action.split_once(':').unwrap_or_default();
            let number = action_numbers.get(&(service.to_ascii_lowercase(), name.to_ascii_lowercase()));
            number.copied().ok_or_else(|| format!("actions.tsv: the dependent action `{action}` is not listed"))
        };
        let dependents = table.list(words(dependents).map(dependent).collect::<Result<_, _>>()?)?;
        for list in [resources, keys, dependents] {
            table.short(Section::Actions, list);
        }
    }
    for [_, name, formats, keys] in &resource_types {
        table.text(Section::ResourceTypes, name)?;
        let first_format = short("ARN formats", table.count(Section::ArnFormats))?;
        table.short(Section::ResourceTypes, first_format);
        for format in words(formats) {
            table.text(Section::ArnFormats, format)?;
        }
        let keys = table.list(words(keys).map(spelling).collect::<Result<_, _>>()?)?;
        table.short(Section::ResourceTypes, keys);
    }
    for [_, key, kind, multivalued] in &condition_keys {
        table.short(Section::ConditionKeys, spelling(key)?);
        table.byte(Section::ConditionKeys, value_type(kind)? | flag(multivalued, MULTIVALUED)?);
    }
    for [key, kinds, multivalued, sensitive, category] in &global_keys {
        table.text(Section::GlobalKeys, key)?;
        let mut mask = 0;
        for kind in kinds.split(',') {
            mask |= 1 << value_type(kind)?;
        }
        table.byte(Section::GlobalKeys, mask);
        table.byte(Section::GlobalKeys, flag(multivalued, MULTIVALUED)? | flag(sensitive, SENSITIVE)?);
        table.text(Section::GlobalKeys, category)?;
    }
    for [service, name, level, source] in &former_actions {
        table.text(Section::FormerActions, service)?;
        table.text(Section::FormerActions, name)?;
        table.byte(Section::FormerActions, letter("former_actions.tsv", level)?);
        table.text(Section::FormerActions, source)?;
    }
    table.finish(date(sources.manifest)?)
}

/// The rows behind the header; cells that are cut off at the end of a row are empty.
fn rows<'a, const N: usize>(file: &str, text: &'a str) -> Result<Vec<[&'a str; N]>, String> {
    let row = |(index, line): (usize, &'a str)| {
        let mut cells = line.split('\t');
        let row = std::array::from_fn(|_| cells.next().unwrap_or_default());
        match cells.next() {
            None => Ok(row),
            Some(_) => Err(format!("{file}:{}: more than {N} cells", index + 1)),
        }
    };
    text.lines().enumerate().skip(1).map(row).collect()
}

/// The number of each row, by what it is looked up by, folded. The rows must stand in that order, each once.
fn numbers<'a>(
    file: &str,
    rows: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<BTreeMap<(String, String), u16>, String> {
    let mut numbers = BTreeMap::new();
    for (index, (service, name)) in rows.enumerate() {
        let key = (service.to_ascii_lowercase(), name.to_ascii_lowercase());
        if numbers.last_key_value().is_some_and(|(last, _)| *last >= key) {
            return Err(format!("{file}: `{service}` `{name}` is out of order, or stands twice"));
        }
        numbers.insert(key, short(file, index)?);
    }
    Ok(numbers)
}

/// For each service the number of its first row, or of the first row behind it when it has none.
fn firsts<'a>(
    file: &str,
    services: &BTreeMap<(String, String), u16>,
    rows: impl Iterator<Item = &'a str>,
) -> Result<Vec<u16>, String> {
    let mut counts = vec![0; services.len()];
    for service in rows {
        let number = services.get(&(String::new(), service.to_ascii_lowercase()));
        let count = number.and_then(|number| counts.get_mut(usize::from(*number)));
        *count.ok_or_else(|| format!("{file}: `{service}` is not in services.tsv"))? += 1;
    }
    let mut first = 0;
    let advance = |count: u16| {
        let here = first;
        first += count;
        here
    };
    Ok(counts.into_iter().map(advance).collect())
}

/// One cell of an action's resources: `name`, `*` when required, `[keys]`.
struct Resource<'a> {
    name: &'a str,
    required: bool,
    keys: &'a str,
}

fn resource(cell: &str) -> Resource<'_> {
    let (head, keys) = cell.split_once('[').unwrap_or((cell, ""));
    let required = head.strip_suffix('*');
    Resource { name: required.unwrap_or(head), required: required.is_some(), keys: keys.trim_end_matches(']') }
}

fn words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(' ').filter(|word| !word.is_empty())
}

/// What a key is sorted by: without case, then as it is spelled.
fn folded(key: &str) -> (String, &str) {
    (key.to_ascii_lowercase(), key)
}

fn letter(file: &str, level: &str) -> Result<u8, String> {
    match level.as_bytes() {
        [letter @ (b'L' | b'R' | b'W' | b'P' | b'T')] => Ok(*letter),
        _ => Err(format!("{file}: `{level}` is not an access level")),
    }
}

fn value_type(kind: &str) -> Result<u8, String> {
    let number = (0..).zip(TYPES).find(|(_, known)| *known == kind).map(|(number, _)| number);
    number.ok_or_else(|| format!("`{kind}` is not a type of condition keys that the layout knows"))
}

fn flag(cell: &str, bit: u8) -> Result<u8, String> {
    match cell {
        "0" => Ok(0),
        "1" => Ok(bit),
        _ => Err(format!("`{cell}` is neither 0 nor 1")),
    }
}

fn short(what: &str, number: usize) -> Result<u16, String> {
    u16::try_from(number).map_err(|_| format!("{what}: more than the layout has numbers for"))
}

/// The sections while they grow.
#[derive(Default)]
struct Table {
    sections: [Vec<u8>; Section::ALL.len()],
    texts: HashMap<String, u32>,
    lists: HashMap<Vec<u16>, u16>,
}

impl Table {
    fn put(&mut self, section: Section, bytes: &[u8]) {
        if let Some(records) = self.sections.get_mut(section as usize) {
            records.extend_from_slice(bytes);
        }
    }

    fn count(&self, section: Section) -> usize {
        self.sections.get(section as usize).map_or(0, Vec::len) / section.width()
    }

    fn byte(&mut self, section: Section, byte: u8) {
        self.put(section, &[byte]);
    }

    fn short(&mut self, section: Section, number: u16) {
        self.put(section, &number.to_le_bytes());
    }

    /// A text; equal ones are stored once.
    fn text(&mut self, section: Section, text: &str) -> Result<(), String> {
        let place = match self.texts.get(text) {
            Some(place) => *place,
            None => {
                let length = u8::try_from(text.len()).map_err(|_| format!("`{text}` is longer than 255 bytes"))?;
                let offset = u32::try_from(self.count(Section::Strings)).ok().filter(|offset| *offset < 1 << 24);
                let place = offset.ok_or("the texts have more than 16 MB")? << 8 | u32::from(length);
                self.put(Section::Strings, text.as_bytes());
                self.texts.insert(text.to_owned(), place);
                place
            }
        };
        self.put(section, &place.to_le_bytes());
        Ok(())
    }

    /// The number of a list; equal ones are stored once.
    fn list(&mut self, items: Vec<u16>) -> Result<u16, String> {
        if self.lists.is_empty() {
            self.put(Section::Lists, &0_u32.to_le_bytes());
            self.lists.insert(Vec::new(), 0);
        }
        if let Some(number) = self.lists.get(&items) {
            return Ok(*number);
        }
        let number = short("lists", self.count(Section::Lists))?;
        let start = u32::try_from(self.count(Section::ListItems)).map_err(|_| "too many list items")?;
        self.put(Section::Lists, &start.to_le_bytes());
        for item in &items {
            self.short(Section::ListItems, *item);
        }
        self.lists.insert(items, number);
        Ok(number)
    }

    fn finish(self, date: &str) -> Result<Vec<u8>, String> {
        let mut table = [TAG.as_slice(), date.as_bytes()].concat();
        let mut end = HEADER;
        for section in &self.sections {
            end += section.len();
            table.extend(u32::try_from(end).map_err(|_| "the table has more than 4 GB")?.to_le_bytes());
        }
        table.extend(self.sections.concat());
        Ok(table)
    }
}

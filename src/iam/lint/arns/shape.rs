//! What a resource pattern could cover: whether some ARN of a given format fits it.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::iam::arn::Arn;
use crate::iam::catalogue::{Catalogue, ResourceType, Service};

/// A resource as written, taken apart. What is not written is `*`
/// (AWS: "Grammar of the IAM JSON policy language").
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<'a> {
    /// How many of the six parts are written.
    pub(super) count: usize,
    pub(super) arn: Arn<'a>,
}

impl<'a> Parts<'a> {
    /// Takes a text apart that begins with `arn:`.
    pub(super) fn of(text: &'a str) -> Self {
        let mut parts = text.splitn(6, ':').skip(1);
        let count = text.splitn(6, ':').count();
        let mut next = || parts.next().unwrap_or("*");
        let arn = Arn { partition: next(), service: next(), region: next(), account: next(), resource: next() };
        Self { count, arn }
    }

    /// Whether a variable stands where none is filled in, before the sixth part
    /// (AWS: "IAM policy elements: Variables and tags").
    pub(super) fn has_early_variable(&self) -> bool {
        [self.arn.partition, self.arn.service, self.arn.region, self.arn.account].iter().any(|part| part.contains("${"))
    }

    /// Whether some ARN of a format could be covered, whatever its partition.
    pub(super) fn could_be(&self, format: &Arn<'_>) -> bool {
        of_service(format, self.arn.service)
            && meets(self.arn.resource, format.resource)
            && meets(self.arn.region, format.region)
            && meets(self.arn.account, format.account)
    }
}

/// Whether ARNs of a format belong to a service. One format stands for several.
fn of_service(format: &Arn<'_>, service: &str) -> bool {
    format.service == service || format.service.starts_with("${")
}

/// The ARN formats of the catalogue, by the service that stands in them; mostly it is the one that lists them. One format
/// leaves the service open (`backup`), and says nothing of any in particular. What was looked up is kept: a document has
/// many ARNs of few services.
#[derive(Default)]
pub(super) struct Formats {
    /// Those that a service lists itself.
    own: RefCell<BTreeMap<String, Rc<[Arn<'static>]>>>,
    /// Those that stand in the list of another service.
    elsewhere: OnceCell<Vec<Arn<'static>>>,
}

impl Formats {
    /// Every format of a service's ARNs.
    pub(super) fn of(&self, service: &str) -> Vec<Arn<'static>> {
        let own = self.own(service);
        own.iter().chain(self.elsewhere()).filter(|arn| arn.service == service).copied().collect()
    }

    /// Whether some format fits; looks among the service's own first.
    pub(super) fn any(&self, service: &str, fits: impl Fn(&Arn<'_>) -> bool) -> bool {
        let is_it = |arn: &Arn<'_>| arn.service == service && fits(arn);
        self.own(service).iter().any(is_it) || self.elsewhere().iter().any(is_it)
    }

    fn own(&self, service: &str) -> Rc<[Arn<'static>]> {
        if let Some(known) = self.own.borrow().get(service) {
            return Rc::clone(known);
        }
        let formats: Rc<[Arn<'static>]> = listed_by(service).collect();
        self.own.borrow_mut().insert(service.to_owned(), Rc::clone(&formats));
        formats
    }

    fn elsewhere(&self) -> &[Arn<'static>] {
        self.elsewhere.get_or_init(|| {
            let services = Catalogue::built_in().services();
            let foreign = |service: Service| listed_by(service.prefix).filter(move |arn| arn.service != service.prefix);
            services.flat_map(foreign).collect()
        })
    }
}

/// The formats that a service lists.
fn listed_by(prefix: &str) -> impl Iterator<Item = Arn<'static>> {
    let types = Catalogue::built_in().service(prefix).into_iter().flat_map(Service::resource_types);
    types.flat_map(ResourceType::arn_formats).filter_map(Arn::parse)
}

/// Names that hold neither slash nor colon: what follows one is another thing, as an object is another thing than its
/// bucket. Names of most other things may hold them, or nobody says.
const PLAIN_NAMES: [&str; 2] = ["BucketName", "TableName"];

/// What may stand at one place of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Byte(u8),
    /// Any one character.
    One,
    /// Any one character of a plain name.
    OneInName,
    /// Any run of characters.
    Run,
    /// Any run of characters of a plain name.
    RunInName,
}

impl Place {
    fn is_run(self) -> bool {
        matches!(self, Self::Run | Self::RunInName)
    }

    /// Whether some character may stand at both.
    fn shares(self, other: Self) -> bool {
        let in_name = |place| matches!(place, Self::OneInName | Self::RunInName);
        match (self, other) {
            (Self::Byte(a), Self::Byte(b)) => a == b,
            (Self::Byte(b'/' | b':'), place) | (place, Self::Byte(b'/' | b':')) => !in_name(place),
            _ => true,
        }
    }
}

/// Whether a text fits both: a part of a resource as written (`*` and `?` are wildcards, and a variable may become
/// anything), and the same part of a format, where a placeholder stands for one character or more.
pub(super) fn meets(written: &str, format: &str) -> bool {
    if written == "*" {
        return true;
    }
    // Most part from each other before the first wildcard or behind the last, and nothing need be laid out.
    for (a, b) in written.bytes().zip(format.bytes()) {
        if b"*?$".contains(&a) || b"*$".contains(&b) {
            break;
        }
        if a != b {
            return false;
        }
    }
    for (a, b) in written.bytes().rev().zip(format.bytes().rev()) {
        if b"*?}".contains(&a) || b"*}".contains(&b) {
            break;
        }
        if a != b {
            return false;
        }
    }
    share_a_text(&written_places(written), &format_places(format))
}

fn written_places(text: &str) -> Vec<Place> {
    let mut places = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let variable = rest.strip_prefix("${").and_then(|inside| inside.split_once('}'));
        if let Some((_, after)) = variable {
            places.push(Place::Run);
            rest = after;
            continue;
        }
        match first {
            b'*' => places.push(Place::Run),
            b'?' => places.push(Place::One),
            _ => places.extend(rest.chars().next().map(|c| c.to_string()).unwrap_or_default().bytes().map(Place::Byte)),
        }
        let mut characters = rest.chars();
        characters.next();
        rest = characters.as_str();
    }
    places
}

fn format_places(text: &str) -> Vec<Place> {
    let mut places = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        if let Some((name, after)) = rest.strip_prefix("${").and_then(|inside| inside.split_once('}')) {
            let in_name = PLAIN_NAMES.contains(&name);
            places.extend(if in_name { [Place::OneInName, Place::RunInName] } else { [Place::One, Place::Run] });
            rest = after;
            continue;
        }
        let (plain, after) =
            rest.split_at_checked(rest.find("${").filter(|at| *at > 0).unwrap_or(rest.len())).unwrap_or((rest, ""));
        places.extend(plain.bytes().map(|byte| if byte == b'*' { Place::Run } else { Place::Byte(byte) }));
        rest = after;
    }
    places
}

/// Whether two patterns have a text in common. One row for each place of `a`: which beginnings of `b` may have been read
/// when so much of `a` has.
fn share_a_text(a: &[Place], b: &[Place]) -> bool {
    let mut row = vec![false; b.len() + 1];
    if let Some(first) = row.first_mut() {
        *first = true;
    }
    let mut next = vec![false; b.len() + 1];
    for at in 0..=a.len() {
        let here = a.get(at).copied();
        next.fill(false);
        for column in 0..=b.len() {
            if row.get(column) != Some(&true) {
                continue;
            }
            let there = b.get(column).copied();
            // A run may be empty.
            if here.is_some_and(Place::is_run) {
                set(&mut next, column);
            }
            if there.is_some_and(Place::is_run) {
                set(&mut row, column + 1);
            }
            // Both read a character; a run may read more.
            if let (Some(here), Some(there)) = (here, there)
                && here.shares(there)
            {
                match (here.is_run(), there.is_run()) {
                    (true, true) => {}
                    (true, false) => set(&mut row, column + 1),
                    (false, true) => set(&mut next, column),
                    (false, false) => set(&mut next, column + 1),
                }
            }
        }
        if here.is_none() {
            return row.last() == Some(&true);
        }
        std::mem::swap(&mut row, &mut next);
    }
    false
}

fn set(row: &mut [bool], column: usize) {
    if let Some(cell) = row.get_mut(column) {
        *cell = true;
    }
}

/// An ARN of a format as a person would write it down: `arn:aws:s3:::BucketName/ObjectName`.
pub(super) fn example(format: &str) -> String {
    let mut text = String::with_capacity(format.len());
    let mut pieces = format.split("${");
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (name, after) = piece.split_once('}').unwrap_or((piece, ""));
        text.push_str(if name == "Partition" { "aws" } else { name });
        text.push_str(after);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_meets_a_format_when_an_arn_fits_both() {
        for (written, format, expected) in [
            ("b", "${BucketName}", true),
            ("b/*", "${BucketName}", false),
            ("b*", "${BucketName}", true),
            ("b", "${BucketName}/${ObjectName}", false),
            ("b*", "${BucketName}/${ObjectName}", true),
            ("b/*", "${BucketName}/${ObjectName}", true),
            ("*", "${BucketName}/${ObjectName}", true),
            ("b/", "${BucketName}/${ObjectName}", false),
            ("${aws:username}", "${BucketName}", true),
            ("home/${aws:username}/*", "${BucketName}/${ObjectName}", true),
            ("function:f", "function:${FunctionName}", true),
            ("function:f:*", "function:${FunctionName}:${Alias}", true),
            ("function:f", "function:${FunctionName}:${Alias}", false),
            ("func*", "function:${FunctionName}", true),
            ("Function:f", "function:${FunctionName}", false),
            ("role", "role/${RoleNameWithPath}", false),
            ("role/", "role/${RoleNameWithPath}", false),
            ("rol?/x", "role/${RoleNameWithPath}", true),
            ("", "${Region}", false),
            ("*", "", true),
            ("", "", true),
            ("eu-west-1", "", false),
            ("a?", "a", false),
            ("*b", "${X}a", false),
            ("c/*", "${ClusterResourceId}/*", true),
            ("\u{e9}/x", "${BucketName}/${ObjectName}", true),
        ] {
            assert_eq!(meets(written, format), expected, "{written} and {format}");
        }
    }

    #[test]
    fn an_example_has_names_where_the_format_has_placeholders() {
        let format = "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}";
        assert_eq!(example(format), "arn:aws:lambda:Region:Account:function:FunctionName");
    }
}

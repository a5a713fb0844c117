//! Values that may be written short, as a text, or long, as a table. Written by hand where serde's `untagged` would only
//! say that nothing matched, so that a slip in the table is named.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Also, AlsoCheck, Assume, Expect, ExpectExactly, ExpectOutcome, Passed, Passes, PolicySource, Step};

/// A value with a short and a long form.
trait TextOrTable: Sized {
    /// The long form.
    type Table: for<'de> Deserialize<'de>;
    /// What stands here, for a person who wrote something else.
    const EXPECTING: &'static str;
    /// From the short form.
    fn from_text<E: Error>(text: &str) -> Result<Self, E>;
    /// From the long form.
    fn from_table(table: Self::Table) -> Self;
}

struct TextOrTableVisitor<T>(PhantomData<T>);

impl<'de, T: TextOrTable> Visitor<'de> for TextOrTableVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::Table::deserialize(MapAccessDeserializer::new(map)).map(T::from_table)
    }
}

impl TextOrTable for PolicySource {
    type Table = serde_json::Value;
    const EXPECTING: &'static str = "a policy: a file's name, JSON text, or a table that is the document";

    fn from_text<E: Error>(text: &str) -> Result<Self, E> {
        Ok(Self::Text(text.to_owned()))
    }

    fn from_table(table: serde_json::Value) -> Self {
        Self::Inline(table)
    }
}

impl TextOrTable for Step {
    type Table = Assume;
    const EXPECTING: &'static str = "a role's name (`prod/ReadReports`), or a table with `role`";

    fn from_text<E: Error>(text: &str) -> Result<Self, E> {
        Ok(Self::Role(text.to_owned()))
    }

    fn from_table(table: Assume) -> Self {
        Self::Assume(Box::new(table))
    }
}

impl TextOrTable for Passes {
    type Table = Passed;
    const EXPECTING: &'static str = "a role's name (`dev/OrdersFunction`), or a table with `role`";

    fn from_text<E: Error>(text: &str) -> Result<Self, E> {
        Ok(Self::Role(text.to_owned()))
    }

    fn from_table(table: Passed) -> Self {
        Self::Passed(table)
    }
}

impl TextOrTable for Also {
    type Table = AlsoCheck;
    const EXPECTING: &'static str = "a resource's ARN, or a table with `resource`";

    fn from_text<E: Error>(text: &str) -> Result<Self, E> {
        Ok(Self::Resource(text.to_owned()))
    }

    fn from_table(table: AlsoCheck) -> Self {
        Self::Check(table)
    }
}

impl TextOrTable for Expect {
    type Table = ExpectExactly;
    const EXPECTING: &'static str = "an outcome (`allow`, `deny`), or a table with `outcome`";

    fn from_text<E: Error>(text: &str) -> Result<Self, E> {
        ExpectOutcome::deserialize(text.into_deserializer()).map(Self::Outcome)
    }

    fn from_table(table: ExpectExactly) -> Self {
        Self::Exactly(table)
    }
}

impl<'de> Deserialize<'de> for PolicySource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrTableVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrTableVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Passes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrTableVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Also {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrTableVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Expect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrTableVisitor(PhantomData))
    }
}

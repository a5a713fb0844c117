//! The names of the operators, and what kind of comparison each is (AWS: "IAM JSON policy elements: Condition operators").

use std::fmt;

use crate::iam::condition::{date, ip, value};
use crate::iam::variable;

/// A condition operator with its prefix and suffix: `ForAllValues:StringLikeIfExists`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConditionOperator {
    /// `ForAllValues:` or `ForAnyValue:`.
    pub set: Option<SetOperator>,
    /// The comparison.
    pub base: BaseOperator,
    /// The suffix `IfExists`.
    pub if_exists: bool,
}

/// How a multivalued key is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SetOperator {
    /// Every value must pass.
    ForAllValues,
    /// At least one value must pass.
    ForAnyValue,
}

impl SetOperator {
    /// Both.
    pub const ALL: [Self; 2] = [Self::ForAllValues, Self::ForAnyValue];

    /// As written in a policy, without the colon.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ForAllValues => "ForAllValues",
            Self::ForAnyValue => "ForAnyValue",
        }
    }
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BaseOperator {
    /// Same text.
    StringEquals,
    /// Other text.
    StringNotEquals,
    /// Same text, whatever the letter case.
    StringEqualsIgnoreCase,
    /// Other text, whatever the letter case.
    StringNotEqualsIgnoreCase,
    /// Text that fits a pattern with `*` and `?`.
    StringLike,
    /// Text that does not fit the pattern.
    StringNotLike,
    /// Same number.
    NumericEquals,
    /// Other number.
    NumericNotEquals,
    /// Smaller number.
    NumericLessThan,
    /// Smaller or same number.
    NumericLessThanEquals,
    /// Greater number.
    NumericGreaterThan,
    /// Greater or same number.
    NumericGreaterThanEquals,
    /// Same moment.
    DateEquals,
    /// Other moment.
    DateNotEquals,
    /// Earlier.
    DateLessThan,
    /// Earlier or the same moment.
    DateLessThanEquals,
    /// Later.
    DateGreaterThan,
    /// Later or the same moment.
    DateGreaterThanEquals,
    /// Same truth value.
    Bool,
    /// Same bytes, written in base64.
    BinaryEquals,
    /// Address within a range.
    IpAddress,
    /// Address outside a range.
    NotIpAddress,
    /// ARN that fits a pattern, part by part.
    ArnEquals,
    /// The same as [`Self::ArnEquals`].
    ArnLike,
    /// ARN that does not fit the pattern.
    ArnNotEquals,
    /// The same as [`Self::ArnNotEquals`].
    ArnNotLike,
    /// Whether the key is absent.
    Null,
}

/// What the two sides of a comparison are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Texts.
    String,
    /// Decimal numbers.
    Numeric,
    /// Moments.
    Date,
    /// `true` or `false`.
    Bool,
    /// Bytes in base64.
    Binary,
    /// Addresses and ranges of them.
    Ip,
    /// ARNs.
    Arn,
    /// Not compared at all: only whether the key is there.
    Null,
}

/// Why a text is not an operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OperatorError {
    /// No operator of that name.
    #[error("`{0}` is no condition operator; one of the most used is `StringEquals`")]
    Unknown(String),
    /// An operator in other letter case.
    #[error("`{found}` is no condition operator, names are case-sensitive; write `{meant}`")]
    LetterCase {
        /// As written.
        found: String,
        /// As it should be.
        meant: String,
    },
    /// `Null` with a prefix or suffix.
    #[error("`{0}` adds to `Null`, which takes neither `IfExists` nor a set operator; write `Null`")]
    Null(String),
}

/// Why a value does not fit its operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Not a number.
    #[error("`{0}` is not a number; write digits with at most one point, like `10` or `-2.5`")]
    Number(String),
    /// Not a date.
    #[error("`{0}` is not a date; write it like `2026-01-31T09:30:00Z`, or as seconds since 1970")]
    Date(String),
    /// Not a truth value.
    #[error("`{0}` is neither `true` nor `false`; write one of them")]
    Bool(String),
    /// Not base64.
    #[error("`{0}` is not base64; encode the bytes with padding, like `QmluYXJ5`")]
    Binary(String),
    /// Not an address or a range.
    #[error("`{0}` is not an address or range; write it like `203.0.113.0/24` or `2001:db8::/32`")]
    Ip(String),
}

impl BaseOperator {
    /// All of them, with their names, in the order of the documentation.
    pub const TABLE: [(Self, &'static str); 27] = [
        (Self::StringEquals, "StringEquals"),
        (Self::StringNotEquals, "StringNotEquals"),
        (Self::StringEqualsIgnoreCase, "StringEqualsIgnoreCase"),
        (Self::StringNotEqualsIgnoreCase, "StringNotEqualsIgnoreCase"),
        (Self::StringLike, "StringLike"),
        (Self::StringNotLike, "StringNotLike"),
        (Self::NumericEquals, "NumericEquals"),
        (Self::NumericNotEquals, "NumericNotEquals"),
        (Self::NumericLessThan, "NumericLessThan"),
        (Self::NumericLessThanEquals, "NumericLessThanEquals"),
        (Self::NumericGreaterThan, "NumericGreaterThan"),
        (Self::NumericGreaterThanEquals, "NumericGreaterThanEquals"),
        (Self::DateEquals, "DateEquals"),
        (Self::DateNotEquals, "DateNotEquals"),
        (Self::DateLessThan, "DateLessThan"),
        (Self::DateLessThanEquals, "DateLessThanEquals"),
        (Self::DateGreaterThan, "DateGreaterThan"),
        (Self::DateGreaterThanEquals, "DateGreaterThanEquals"),
        (Self::Bool, "Bool"),
        (Self::BinaryEquals, "BinaryEquals"),
        (Self::IpAddress, "IpAddress"),
        (Self::NotIpAddress, "NotIpAddress"),
        (Self::ArnEquals, "ArnEquals"),
        (Self::ArnLike, "ArnLike"),
        (Self::ArnNotEquals, "ArnNotEquals"),
        (Self::ArnNotLike, "ArnNotLike"),
        (Self::Null, "Null"),
    ];

    /// The name as written in a policy.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::TABLE.iter().find(|(operator, _)| *operator == self).map_or("", |(_, name)| name)
    }

    /// What it compares.
    #[must_use]
    pub fn family(self) -> Family {
        match self {
            Self::StringEquals
            | Self::StringNotEquals
            | Self::StringEqualsIgnoreCase
            | Self::StringNotEqualsIgnoreCase
            | Self::StringLike
            | Self::StringNotLike => Family::String,
            Self::NumericEquals
            | Self::NumericNotEquals
            | Self::NumericLessThan
            | Self::NumericLessThanEquals
            | Self::NumericGreaterThan
            | Self::NumericGreaterThanEquals => Family::Numeric,
            Self::DateEquals
            | Self::DateNotEquals
            | Self::DateLessThan
            | Self::DateLessThanEquals
            | Self::DateGreaterThan
            | Self::DateGreaterThanEquals => Family::Date,
            Self::Bool => Family::Bool,
            Self::BinaryEquals => Family::Binary,
            Self::IpAddress | Self::NotIpAddress => Family::Ip,
            Self::ArnEquals | Self::ArnLike | Self::ArnNotEquals | Self::ArnNotLike => Family::Arn,
            Self::Null => Family::Null,
        }
    }

    /// Whether it holds when no listed value matches (`StringNotEquals`), rather than when one does.
    #[must_use]
    pub fn is_negated(self) -> bool {
        matches!(
            self,
            Self::StringNotEquals
                | Self::StringNotEqualsIgnoreCase
                | Self::StringNotLike
                | Self::NumericNotEquals
                | Self::DateNotEquals
                | Self::NotIpAddress
                | Self::ArnNotEquals
                | Self::ArnNotLike
        )
    }

    /// Whether its values may hold policy variables. The page on variables names String and ARN operators only, the page
    /// on operators adds Bool (AWS: "IAM policy elements: Variables and tags", "Condition operators").
    #[must_use]
    pub fn takes_variables(self) -> bool {
        matches!(self.family(), Family::String | Family::Arn | Family::Bool)
    }

    /// Whether `*` and `?` in its values are wildcards.
    #[must_use]
    pub fn takes_wildcards(self) -> bool {
        self.family() == Family::Arn || matches!(self, Self::StringLike | Self::StringNotLike)
    }
}

impl ConditionOperator {
    /// Reads an operator's name; names are case-sensitive.
    ///
    /// # Errors
    /// When there is no such operator.
    pub fn parse(text: &str) -> Result<Self, OperatorError> {
        match Self::find(text, |a, b| a == b) {
            Some(operator) if operator.base == BaseOperator::Null && operator != Self::NULL => {
                Err(OperatorError::Null(text.to_owned()))
            }
            Some(operator) => Ok(operator),
            None => Err(match Self::find(text, |a, b| a.eq_ignore_ascii_case(b)) {
                Some(meant) if meant.base != BaseOperator::Null || meant == Self::NULL => {
                    OperatorError::LetterCase { found: text.to_owned(), meant: meant.to_string() }
                }
                _ => OperatorError::Unknown(text.to_owned()),
            }),
        }
    }

    const NULL: Self = Self { set: None, base: BaseOperator::Null, if_exists: false };

    /// Finds prefix, name and suffix by the given sameness of texts.
    fn find(text: &str, same: impl Fn(&str, &str) -> bool) -> Option<Self> {
        let (set, rest) = match text.split_once(':') {
            Some((prefix, rest)) => (Some(SetOperator::ALL.into_iter().find(|set| same(set.as_str(), prefix))?), rest),
            None => (None, text),
        };
        let base = |name: &str| BaseOperator::TABLE.iter().find(|(_, known)| same(known, name)).map(|(base, _)| *base);
        if let Some(base) = base(rest) {
            return Some(Self { set, base, if_exists: false });
        }
        let (name, suffix) = rest.split_at_checked(rest.len().checked_sub("IfExists".len())?)?;
        same(suffix, "IfExists").then(|| base(name)).flatten().map(|base| Self { set, base, if_exists: true })
    }

    /// Whether a policy value (its text, without quotes) is one the operator can compare. Texts and ARNs always are;
    /// a value with a variable is, where the operator takes variables.
    ///
    /// # Errors
    /// When the value cannot be read as the operator's type.
    pub fn check_value(self, text: &str) -> Result<(), ValueError> {
        if self.base.takes_variables() && variable::has_variables(text) {
            return Ok(());
        }
        let owned = || text.to_owned();
        match self.base.family() {
            Family::String | Family::Arn => Ok(()),
            Family::Numeric => value::Decimal::parse(text).map(|_| ()).ok_or_else(|| ValueError::Number(owned())),
            Family::Date => date::parse(text).map(|_| ()).ok_or_else(|| ValueError::Date(owned())),
            Family::Bool | Family::Null => value::parse_bool(text).map(|_| ()).ok_or_else(|| ValueError::Bool(owned())),
            Family::Binary => value::parse_binary(text).map(|_| ()).ok_or_else(|| ValueError::Binary(owned())),
            Family::Ip => ip::Network::parse(text).map(|_| ()).ok_or_else(|| ValueError::Ip(owned())),
        }
    }
}

impl fmt::Display for ConditionOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(set) = self.set {
            write!(f, "{}:", set.as_str())?;
        }
        write!(f, "{}{}", self.base.as_str(), if self.if_exists { "IfExists" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_with_and_without_prefix_and_suffix() {
        for (base, name) in BaseOperator::TABLE {
            for (set, prefix) in [
                (None, ""),
                (Some(SetOperator::ForAllValues), "ForAllValues:"),
                (Some(SetOperator::ForAnyValue), "ForAnyValue:"),
            ] {
                for (if_exists, suffix) in [(false, ""), (true, "IfExists")] {
                    let text = format!("{prefix}{name}{suffix}");
                    let expected = ConditionOperator { set, base, if_exists };
                    if base == BaseOperator::Null && text != "Null" {
                        assert_eq!(ConditionOperator::parse(&text), Err(OperatorError::Null(text)));
                    } else {
                        assert_eq!(expected.to_string(), text);
                        assert_eq!(ConditionOperator::parse(&text), Ok(expected));
                    }
                }
            }
        }
    }

    #[test]
    fn other_names_are_refused() {
        for text in ["", "StringMatches", "IfExists", "ForSomeValues:StringEquals", "StringEquals IfExists", "ArnLikes"]
        {
            assert_eq!(ConditionOperator::parse(text), Err(OperatorError::Unknown(text.into())));
        }
        let meant = |text| match ConditionOperator::parse(text) {
            Err(OperatorError::LetterCase { meant, .. }) => meant,
            other => format!("{other:?}"),
        };
        assert_eq!(meant("stringequalsifexists"), "StringEqualsIfExists");
        assert_eq!(meant("forallvalues:StringLike"), "ForAllValues:StringLike");
    }

    #[test]
    fn values_are_checked_by_type() {
        let check = |operator, value| ConditionOperator::parse(operator).unwrap().check_value(value).is_ok();
        for (operator, value, expected) in [
            ("StringEquals", "", true),
            ("ArnLike", "*", true),
            ("NumericLessThan", "10", true),
            ("NumericLessThan", "ten", false),
            ("NumericLessThan", "${aws:x}", false),
            ("DateLessThan", "2026-01-15", true),
            ("DateLessThan", "2026-13-15", false),
            ("Bool", "TRUE", true),
            ("Bool", "yes", false),
            ("Bool", "${aws:PrincipalTag/mfa}", true),
            ("Null", "false", true),
            ("Null", "no", false),
            ("BinaryEquals", "QmluYXJ5", true),
            ("BinaryEquals", "Qml", false),
            ("IpAddress", "203.0.113.0/24", true),
            ("IpAddress", "203.0.113.0/33", false),
        ] {
            assert_eq!(check(operator, value), expected, "{operator} {value}");
        }
    }
}

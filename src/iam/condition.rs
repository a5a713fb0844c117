//! Condition operators: their names, what they compare, what they do with absent keys and with several values.

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

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BaseOperator {
    /// Same text.
    StringEquals,
}

/// Why a text is not an operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OperatorError {
    /// No operator of that name.
    #[error("no such condition operator")]
    Unknown,
}

/// Why a value does not fit its operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Not of the operator's type.
    #[error("not a value that the operator can compare")]
    Malformed,
}

impl ConditionOperator {
    /// Reads an operator's name; names are case-sensitive.
    pub fn parse(text: &str) -> Result<Self, OperatorError> {
        let _ = text;
        Err(OperatorError::Unknown)
    }

    /// Whether a policy value (its text, without quotes) is one the operator can compare.
    pub fn check_value(self, text: &str) -> Result<(), ValueError> {
        let _ = text;
        Ok(())
    }
}

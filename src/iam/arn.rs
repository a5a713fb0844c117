//! ARNs and their six parts: `arn:partition:service:region:account:resource`.

/// An ARN, taken apart at its first five colons; the resource part may hold more of them
/// (AWS: "IAM identifiers", "AWS JSON policy elements: Resource").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: &'a str,
    /// `s3`, `iam`, `sts`.
    pub service: &'a str,
    /// `us-east-1`; empty for services that have no regions.
    pub region: &'a str,
    /// Twelve digits; empty for S3 buckets, `aws` for what belongs to AWS itself.
    pub account: &'a str,
    /// All the rest: `role/path/Name`, `bucket/key`, `function:name`.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Takes a text apart; `None` when it does not begin with `arn:` or has fewer than six parts.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        // Byte by byte: the parts are short, and a request's ARN is taken apart at every decision.
        let mut rest = text.strip_prefix("arn:")?;
        let mut part = || {
            let (part, behind) = rest.split_at_checked(rest.bytes().position(|byte| byte == b':')?)?;
            rest = behind.get(1..)?;
            Some(part)
        };
        let (partition, service, region, account) = (part()?, part()?, part()?, part()?);
        Some(Self { partition, service, region, account, resource: rest })
    }
}

/// Whether a text is an account number: twelve digits.
#[must_use]
pub fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_five_colons_part() {
        let arn = Arn::parse("arn:aws:lambda:eu-west-1:111122223333:function:f:7").unwrap();
        assert_eq!((arn.service, arn.account, arn.resource), ("lambda", "111122223333", "function:f:7"));
        assert_eq!(Arn::parse("arn:aws:s3:::b").unwrap().resource, "b");
        assert_eq!(Arn::parse("arn:aws:s3::"), None);
        assert_eq!(Arn::parse("*"), None);
    }
}

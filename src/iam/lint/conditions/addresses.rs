//! Ranges of addresses (AWS: "IAM policy validation check reference", "AWS global condition context keys").

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::quoted;
use crate::diagnostic::Diagnostic;
use crate::iam::condition::{BaseOperator, Family};
use crate::iam::findings::{
    Finding, IMPROVE_IP_RANGE, PRIVATE_IP_ADDRESS, PRIVATE_IP_ADDRESS_SUBSET, PRIVATE_NOT_IP_ADDRESS,
    PRIVATE_NOT_IP_ADDRESS_SUBSET,
};
use crate::iam::policy::ConditionLine;
use crate::text::{Edit, Spanned};

/// Adds what is wrong with the ranges of a line.
pub(super) fn check(line: &ConditionLine, findings: &mut Vec<Diagnostic>) {
    if line.operator.value.base.family() != Family::Ip {
        return;
    }
    findings.extend(line.values.iter().filter_map(host_bits));
    if line.key.value.eq_ignore_ascii_case("aws:SourceIp") {
        findings.extend(private_addresses(line));
    }
}

/// The address and prefix of a range; `None` when it is not one, which the grammar says.
fn range(text: &str) -> Option<(IpAddr, u32)> {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let prefix = prefix.map_or(Some(most), |prefix| prefix.parse().ok())?;
    (prefix <= most).then_some((address, prefix))
}

/// The first address of a range.
fn first(address: IpAddr, prefix: u32) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(prefix)).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() & mask))
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(prefix)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask))
        }
    }
}

/// Bits behind the prefix, which do not count.
fn host_bits(value: &Spanned<String>) -> Option<Diagnostic> {
    let (address, prefix) = range(&value.value)?;
    let start = first(address, prefix);
    if start == address {
        return None;
    }
    let meant = format!("{start}/{prefix}");
    let message = format!("of `{}` only the first {prefix} bits count: the range is `{meant}`", value.value);
    let single = if address.is_ipv4() { 32 } else { 128 };
    let help = format!("write `{meant}`, or `{address}/{single}` if you mean that one address");
    let fix = Edit { range: value.range, insert: quoted(&meant) };
    Some(IMPROVE_IP_RANGE.at(value.range, message).with_help(help).with_fix(fix))
}

/// Whether a range lies wholly in one of the private ones.
fn is_private((address, prefix): (IpAddr, u32)) -> bool {
    const PRIVATE: [(IpAddr, u32); 4] = [
        (IpAddr::V4(Ipv4Addr::new(10, 0, 0, 0)), 8),
        (IpAddr::V4(Ipv4Addr::new(172, 16, 0, 0)), 12),
        (IpAddr::V4(Ipv4Addr::new(192, 168, 0, 0)), 16),
        (IpAddr::V6(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0)), 7),
    ];
    PRIVATE.into_iter().any(|(private, bits)| {
        private.is_ipv4() == address.is_ipv4() && prefix >= bits && first(address, bits) == private
    })
}

/// Private ranges among the values of `aws:SourceIp`, which is a public address.
fn private_addresses(line: &ConditionLine) -> Option<Diagnostic> {
    let private: Vec<&Spanned<String>> =
        line.values.iter().filter(|value| range(&value.value).is_some_and(is_private)).collect();
    let one = private.first()?;
    let all = private.len() == line.values.len();
    let negated = line.operator.value.base == BaseOperator::NotIpAddress;
    let (finding, what): (&Finding, &str) = match (negated, all) {
        (false, true) => (&PRIVATE_IP_ADDRESS, "so this never matches"),
        (false, false) => (&PRIVATE_IP_ADDRESS_SUBSET, "so this range never matches"),
        (true, true) => (&PRIVATE_NOT_IP_ADDRESS, "so this always matches"),
        (true, false) => (&PRIVATE_NOT_IP_ADDRESS_SUBSET, "so this range exempts nobody"),
    };
    let message = format!("`{}` is private and `aws:SourceIp` is a public address, {what}", one.value);
    let help = "write public ranges, or use `aws:VpcSourceIp` for requests through a VPC endpoint";
    Some(finding.at(one.range, message).with_help(help))
}

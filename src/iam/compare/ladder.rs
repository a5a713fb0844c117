//! Values between values: numbers, moments and addresses that stand for every stretch that some limits cut.

use std::net::IpAddr;

use crate::iam::condition::date;
use crate::iam::condition::ip::Network;

/// Numbers below, at, between and above `limits`, whole ones where there are any. Limits that are no numbers, or longer
/// than a computer counts, cut nothing: `None` says that some was left out for its length.
pub(super) fn numbers(limits: &[String]) -> Option<Vec<String>> {
    let decimals: Vec<(bool, &str, &str)> = limits.iter().filter_map(|text| decimal(text)).collect();
    let scale = decimals.iter().map(|(_, _, fraction)| fraction.len()).max().unwrap_or(0) + 1;
    let one = 10_i128.checked_pow(u32::try_from(scale).ok()?)?;
    let mut scaled = Vec::with_capacity(decimals.len());
    for (negative, whole, fraction) in decimals {
        let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let fraction: i128 = format!("{fraction:0<scale$}").parse().ok()?;
        let size = whole.checked_mul(one)?.checked_add(fraction)?;
        scaled.push(if negative { -size } else { size });
    }
    scaled.sort_unstable();
    scaled.dedup();
    let mut found = Vec::new();
    let write = |number: i128| {
        let (whole, fraction) = (number.abs() / one, number.abs() % one);
        let sign = if number < 0 { "-" } else { "" };
        let fraction = format!("{fraction:0>scale$}");
        match fraction.trim_end_matches('0') {
            "" => format!("{sign}{whole}"),
            fraction => format!("{sign}{whole}.{fraction}"),
        }
    };
    let below_first = scaled.first()?.checked_sub(one)?.div_euclid(one) * one;
    found.push(write(below_first));
    for (at, limit) in scaled.iter().enumerate() {
        found.push(write(*limit));
        let after = (limit.div_euclid(one) + 1).checked_mul(one)?;
        match scaled.get(at + 1) {
            Some(next) if after < *next => found.push(write(after)),
            Some(next) => found.push(write(limit + (next - limit) / 2)),
            None => found.push(write(after)),
        }
    }
    Some(found)
}

/// Sign, digits before the point and digits behind it.
fn decimal(text: &str) -> Option<(bool, &str, &str)> {
    crate::iam::condition::value::Decimal::parse(text)?;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    Some((text.starts_with('-'), whole.trim_start_matches('0'), fraction.trim_end_matches('0')))
}

const SECOND: i128 = 1_000_000_000;

/// Moments before, at, between and after `limits`; as seconds since 1970 where `as_seconds`, when no fraction is lost.
pub(super) fn moments(limits: &[String], as_seconds: bool) -> Vec<String> {
    let mut moments: Vec<i128> = limits.iter().filter_map(|text| date::parse(text)).collect();
    moments.sort_unstable();
    moments.dedup();
    let mut found = Vec::new();
    let mut add = |moment: i128| found.push(moment);
    if let Some(first) = moments.first() {
        add((first - SECOND).div_euclid(DAY) * DAY);
    }
    for (at, limit) in moments.iter().enumerate() {
        add(*limit);
        let second = (limit.div_euclid(SECOND) + 1) * SECOND;
        let day = (limit.div_euclid(DAY) + 1) * DAY + 9 * HOUR;
        let free = |moment: &i128| moments.get(at + 1).is_none_or(|next| moment < next);
        match [day, second].into_iter().find(free) {
            Some(moment) => add(moment),
            None => add(limit + moments.get(at + 1).map_or(1, |next| (next - limit) / 2)),
        }
    }
    let seconds = |moment: i128| (moment / SECOND).to_string();
    found
        .into_iter()
        .map(|moment| if as_seconds && moment % SECOND == 0 { seconds(moment) } else { moment_text(moment) })
        .collect()
}

const HOUR: i128 = 3_600 * SECOND;
const DAY: i128 = 24 * HOUR;

/// A moment as policies write it. Beyond the years of four digits, in seconds.
fn moment_text(moment: i128) -> String {
    let (days, within) = (moment.div_euclid(DAY), moment.rem_euclid(DAY));
    // The year begins in March, so that the leap day is its last: then every month's offset is one formula.
    let day = days + 719_468;
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i128::from(month <= 2);
    if !(0..=9_999).contains(&year) {
        return moment.div_euclid(SECOND).to_string();
    }
    let (seconds, fraction) = (within / SECOND, within % SECOND);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:09}") };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// The addresses at which a range begins or has just ended: one in every stretch that the ranges cut.
pub(super) fn addresses(ranges: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for range in ranges {
        let Some(network) = Network::parse(range) else { continue };
        let (first, last) = network.ends();
        // A host address reads better than that of the network, and lies within as well.
        let host = step(first, 10).filter(|host| network.contains(*host));
        found.extend(host);
        found.push(first);
        found.extend(step(last, 1));
    }
    found.into_iter().map(|address| address.to_string()).chain(["0.0.0.0".to_owned(), "::".to_owned()]).collect()
}

fn step(address: IpAddr, by: u8) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => address.to_bits().checked_add(u32::from(by)).map(|bits| IpAddr::V4(bits.into())),
        IpAddr::V6(address) => address.to_bits().checked_add(u128::from(by)).map(|bits| IpAddr::V6(bits.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn every_stretch_of_numbers_has_one() {
        for (limits, expected) in [
            (&["10"][..], &["9", "10", "11"][..]),
            (&["10", "11"], &["9", "10", "10.5", "11", "12"]),
            (&["-1", "0.5", "x"], &["-2", "-1", "0", "0.5", "1"]),
            (&["0.25", "0.26"], &["-1", "0.25", "0.255", "0.26", "1"]),
        ] {
            assert_eq!(numbers(&owned(limits)).unwrap(), expected, "{limits:?}");
        }
        assert_eq!(numbers(&owned(&[&"9".repeat(60)])), None);
    }

    #[test]
    fn every_stretch_of_time_has_a_moment() {
        let limits = owned(&["2026-01-01", "2026-03-01T00:00:00Z", "2026-03-01T00:00:01Z"]);
        let expected = [
            "2025-12-31T00:00:00Z",
            "2026-01-01T00:00:00Z",
            "2026-01-02T09:00:00Z",
            "2026-03-01T00:00:00Z",
            "2026-03-01T00:00:00.500000000Z",
            "2026-03-01T00:00:01Z",
            "2026-03-02T09:00:00Z",
        ];
        assert_eq!(moments(&limits, false), expected);
        assert_eq!(moments(&owned(&["100"]), true), ["0", "100", "118800"]);
    }

    #[test]
    fn a_moment_reads_back_as_itself() {
        for seconds in (-60_000_000_000_i64..250_000_000_000).step_by(97_777_777) {
            let moment = i128::from(seconds) * SECOND;
            assert_eq!(date::parse(&moment_text(moment)), Some(moment), "{seconds}");
        }
    }

    #[test]
    fn every_stretch_of_addresses_has_one() {
        let found = addresses(&owned(&["10.0.0.0/8", "10.1.0.0/16", "::/0"]));
        for address in ["10.0.0.0", "11.0.0.0", "10.1.0.0", "10.2.0.0", "10.0.0.10", "::", "0.0.0.0"] {
            assert!(found.contains(&address.to_owned()), "{address}");
        }
    }
}

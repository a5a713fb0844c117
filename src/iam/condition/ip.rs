//! Addresses and ranges of them (AWS: "IAM JSON policy elements: Condition operators", IP address condition operators).

use std::net::IpAddr;

/// A range of addresses in CIDR notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u32,
}

impl Network {
    /// Reads `address/prefix`, or an address alone for itself only. Bits behind the prefix mean nothing.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let base: IpAddr = address.parse().ok()?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok()?,
            Some(_) => return None,
            None => most,
        };
        (prefix <= most).then_some(Self { base, prefix })
    }

    /// Its first and its last address.
    #[must_use]
    pub fn ends(self) -> (IpAddr, IpAddr) {
        match self.base {
            IpAddr::V4(base) => {
                let low = u32::MAX.checked_shr(self.prefix).unwrap_or(0);
                (IpAddr::V4((base.to_bits() & !low).into()), IpAddr::V4((base.to_bits() | low).into()))
            }
            IpAddr::V6(base) => {
                let low = u128::MAX.checked_shr(self.prefix).unwrap_or(0);
                (IpAddr::V6((base.to_bits() & !low).into()), IpAddr::V6((base.to_bits() | low).into()))
            }
        }
    }

    /// Whether an address lies within; one of the other family never does.
    #[must_use]
    pub fn contains(self, address: IpAddr) -> bool {
        let differing_low_bits = match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => 32 - (base.to_bits() ^ address.to_bits()).leading_zeros(),
            (IpAddr::V6(base), IpAddr::V6(address)) => 128 - (base.to_bits() ^ address.to_bits()).leading_zeros(),
            _ => return false,
        };
        let width = if self.base.is_ipv4() { 32 } else { 128 };
        differing_low_bits <= width - self.prefix
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_addresses_and_no_others() {
        for (range, address, expected) in [
            ("203.0.113.0/24", "203.0.113.255", true),
            ("203.0.113.0/24", "203.0.114.0", false),
            ("203.0.113.77/24", "203.0.113.1", true),
            ("203.0.113.7", "203.0.113.7", true),
            ("203.0.113.7", "203.0.113.8", false),
            ("0.0.0.0/0", "255.255.255.255", true),
            ("0.0.0.0/0", "::", false),
            ("2001:DB8:1234:5678::/64", "2001:db8:1234:5678::9", true),
            ("2001:db8::", "2001:db8::1", false),
            ("::/0", "2001:db8::1", true),
            ("::ffff:203.0.113.0/120", "203.0.113.1", false),
        ] {
            let found = Network::parse(range).unwrap().contains(address.parse().unwrap());
            assert_eq!(found, expected, "{address} in {range}");
        }
        for text in ["", "203.0.113.0/33", "::/129", "203.0.113.0/", "203.0.113.0/+8", "203.0.113", "203.0.113.*", "x"]
        {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }
}

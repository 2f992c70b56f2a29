//! A network: the addresses that share their first bits, written as `10.1.0.0/16` or `fd00::/8`.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A network of IPv4 or IPv6 addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network {
    first: IpAddr,
    n_bits: u8,
}

/// Why a text is no network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// What stands before the slash is no address.
    #[error("there is no IP address in this")]
    Address,
    /// What stands behind the slash is no number of bits.
    #[error("behind the slash stands how many bits of the address count: 0 to 32, or to 128 for IPv6")]
    Bits,
}

impl Network {
    /// Whether `address` lies in it; an IPv4 address never lies in an IPv6 network.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.first, address) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let unlike = u32::from(first) ^ u32::from(address);
                unlike.checked_shr(32 - u32::from(self.n_bits)).unwrap_or(0) == 0
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let unlike = u128::from(first) ^ u128::from(address);
                unlike.checked_shr(128 - u32::from(self.n_bits)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    /// Reads an address with or without its number of bits; without, it stands for itself alone.
    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, n_bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let Ok(first) = address.parse::<IpAddr>() else { return Err(NetworkError::Address) };
        let most = if first.is_ipv4() { 32 } else { 128 };
        let n_bits = n_bits.map_or(Ok(most), str::parse);
        match n_bits {
            Ok(n_bits) if n_bits <= most => Ok(Self { first, n_bits }),
            _ => Err(NetworkError::Bits),
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.n_bits)
    }
}

impl TryFrom<String> for Network {
    type Error = NetworkError;

    fn try_from(text: String) -> Result<Self, NetworkError> {
        text.parse()
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_network_holds_the_addresses_that_begin_like_it() {
        for (network, inside, outside) in [
            ("10.1.0.0/16", "10.1.255.255", "10.2.0.0"),
            ("10.1.0.0/16", "10.1.0.0", "::ffff:10.1.0.0"),
            ("127.0.0.1", "127.0.0.1", "127.0.0.2"),
            ("0.0.0.0/0", "255.255.255.255", "::"),
            ("fd00::/8", "fdff::1", "fe00::1"),
            ("::1", "::1", "::2"),
            ("::/0", "ffff::", "0.0.0.0"),
        ] {
            let network: Network = network.parse().unwrap();
            assert!(network.contains(inside.parse().unwrap()), "{network} {inside}");
            assert!(!network.contains(outside.parse().unwrap()), "{network} {outside}");
        }
    }

    #[test]
    fn what_is_no_network_is_told_apart() {
        for (text, error) in [
            ("", NetworkError::Address),
            ("localhost", NetworkError::Address),
            ("10.1/16", NetworkError::Address),
            ("10.1.0.0/", NetworkError::Bits),
            ("10.1.0.0/33", NetworkError::Bits),
            ("::/129", NetworkError::Bits),
            ("::/-1", NetworkError::Bits),
        ] {
            assert_eq!(text.parse::<Network>(), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(address: IpAddr, n_bits in 0..=32_u8) {
            let network: Network = format!("{address}/{n_bits}").parse().unwrap();
            prop_assert_eq!(network.to_string().parse(), Ok(network));
            prop_assert!(network.contains(address));
        }
    }
}

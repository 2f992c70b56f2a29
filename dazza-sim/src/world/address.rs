//! What the server remembers of each address: connections, guests, names seen.

use std::net::IpAddr;

use dazza_shared::clock::{later, since};
use jiff::Timestamp;

use crate::limits::{ConnectBucket, Limits};

/// One address's past.
#[derive(Clone, Debug, Default)]
pub(crate) struct Address {
    /// Sessions open now.
    pub(crate) n_open: usize,
    /// When the connect bucket is full again.
    full_at: Option<Timestamp>,
    last_guest: Option<Timestamp>,
    /// Names seen, latest first.
    aliases: Vec<String>,
}

/// Names of one address that moderators are shown.
///
/// Source: we did not see more than one name from one address; the server's own number is not known to us.
const MAX_ALIASES: usize = 5;

impl Address {
    /// Whether another connection may come now; if so it is counted. Refused ones cost nothing.
    pub(crate) fn admit(&mut self, bucket: Option<ConnectBucket>, now: Timestamp) -> bool {
        let Some(bucket) = bucket else { return true };
        let full_at = self.full_at.map_or(now, |at| at.max(now));
        let after = later(full_at, bucket.refill);
        if since(now, after) > bucket.refill * bucket.burst {
            return false;
        }
        self.full_at = Some(after);
        true
    }

    /// Whether a guest from here came too short a time ago.
    pub(crate) fn is_guest_too_soon(&self, limits: &Limits, now: Timestamp) -> bool {
        self.last_guest.is_some_and(|last| since(last, now) < limits.guest_delay)
    }

    pub(crate) const fn note_guest(&mut self, now: Timestamp) {
        self.last_guest = Some(now);
    }

    /// What is remembered over an end of the server: the names, and none of the throttles.
    pub(crate) fn remembered(self) -> Self {
        Self { aliases: self.aliases, ..Self::default() }
    }

    /// Notes that `name` was used from here, and gives back the names moderators see.
    pub(crate) fn note_name(&mut self, name: &str) -> Vec<String> {
        self.aliases.retain(|known| known != name);
        self.aliases.insert(0, name.to_owned());
        self.aliases.truncate(MAX_ALIASES);
        self.aliases.clone()
    }
}

/// How much of an address counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breadth {
    /// All of it.
    One,
    /// A range: three of four numbers, or four of eight groups.
    Range,
    /// A wide range: two of four numbers, or three of eight groups.
    Wide,
}

impl Breadth {
    pub(crate) const ALL: [Self; 3] = [Self::One, Self::Range, Self::Wide];
}

/// An address, or the part of it that counts, as bans are written.
///
/// Source: `cytube-protocol`, 4.6, `/ipban`, for the words; the number of parts is the real server's own.
pub(crate) fn range_of(address: IpAddr, breadth: Breadth) -> String {
    let (parts, mark, kept): (Vec<String>, _, _) = match address {
        IpAddr::V4(v4) => (v4.octets().iter().map(u8::to_string).collect(), ".", [3, 2]),
        IpAddr::V6(v6) => (v6.segments().iter().map(|group| format!("{group:04x}")).collect(), ":", [4, 3]),
    };
    match (breadth, kept) {
        (Breadth::One, _) => address.to_string(),
        (Breadth::Range, [n, _]) | (Breadth::Wide, [_, n]) => parts.into_iter().take(n).collect::<Vec<_>>().join(mark),
    }
}

/// The address as moderators see it: the same for the same address, and not the address.
pub(crate) fn cloak(address: IpAddr) -> String {
    cloak_text(&address.to_string())
}

/// An address or a range of them as moderators see it; a range has stars in place of what it leaves open.
///
/// Source: the shape of `meta.ip` in the recordings; the letters are our own.
pub(crate) fn cloak_text(address: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    let mut mixed: u64 = 0xcbf2_9ce4_8422_2325;
    let parts = address.split(['.', ':']).map(Some).chain([None, None]);
    for (n, part) in parts.enumerate().take_while(|(n, part)| part.is_some() || *n < 4) {
        if n > 0 {
            text.push('.');
        }
        let Some(part) = part else {
            text.push('*');
            continue;
        };
        mixed = part.bytes().fold(mixed, |mixed, byte| (mixed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        for shift in [20, 30, 40] {
            let index = usize::try_from((mixed >> shift) & 63).unwrap_or(0);
            text.push(LETTERS.get(index).copied().map_or('A', char::from));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_444_500 + seconds).unwrap()
    }

    #[test]
    fn five_connections_at_once_then_one_in_ten_seconds() {
        let bucket = Limits::stock().connects;
        let mut address = Address::default();
        let admitted: Vec<bool> = (0..7).map(|_| address.admit(bucket, at(0))).collect();
        assert_eq!(admitted, [true, true, true, true, true, false, false]);
        assert!(!address.admit(bucket, at(9)));
        assert!(address.admit(bucket, at(10)));
        assert!(!address.admit(bucket, at(11)));
        assert!((0..5).all(|_| address.admit(bucket, at(100))));
        assert!((0..1_000).all(|_| address.admit(None, at(0))));
    }

    #[test]
    fn a_guest_bars_the_next_for_a_minute() {
        let (stock, mut address) = (Limits::stock(), Address::default());
        assert!(!address.is_guest_too_soon(&stock, at(0)));
        address.note_guest(at(0));
        assert!(address.is_guest_too_soon(&stock, at(59)));
        assert!(!address.is_guest_too_soon(&stock, at(60)));
        assert!(!address.is_guest_too_soon(&Limits::relaxed(), at(1)));
    }

    #[test]
    fn a_range_is_the_front_of_an_address() {
        let range = |address: &str, breadth| range_of(address.parse().unwrap(), breadth);
        for (address, ranges) in [
            ("10.1.2.3", ["10.1.2.3", "10.1.2", "10.1"]),
            ("2001:db8::7", ["2001:db8::7", "2001:0db8:0000:0000", "2001:0db8:0000"]),
        ] {
            assert_eq!(Breadth::ALL.map(|breadth| range(address, breadth)), ranges);
        }
    }

    #[test]
    fn a_cloak_hides_the_address_and_tells_two_apart() {
        let (one, two): (IpAddr, IpAddr) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        assert_eq!(cloak(one), cloak(one));
        assert_ne!(cloak(one), cloak(two));
        assert!(!cloak(one).contains("10.0"));
        let parts = |text: &str| cloak_text(text).split('.').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(parts("10.0")[2..], ["*", "*"]);
        assert_eq!(parts("10.0")[..2], parts("10.0.0.1")[..2]);
        assert_eq!(parts("10.0.0.1").len(), 4);
    }
}

//! How many clients may follow at once, in all and from one address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::supervisor::{Dropped, Watchers, Way};

/// Most clients at once. Source: `platform.md`, 6.1.
pub(super) const MAX_CLIENTS: usize = 500;

/// Most of them from one address, or one /64 network. Source: `platform.md`, 6.1.
pub(super) const MAX_PER_ADDRESS: usize = 20;

/// Those who are here.
#[derive(Clone, Debug)]
pub(super) struct Guests {
    here: Arc<Mutex<Here>>,
    watchers: Watchers,
}

#[derive(Debug, Default)]
struct Here {
    n: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A client that was let in, until this is dropped.
#[derive(Debug)]
pub(super) struct Guest {
    guests: Guests,
    address: Option<IpAddr>,
    way: Way,
}

/// Why a client is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Crowded {
    /// There are enough.
    Everywhere,
    /// There are enough from its address.
    There,
}

impl Guests {
    /// Nobody is here yet.
    pub(super) fn of(watchers: Watchers) -> Self {
        Self { here: Arc::default(), watchers }
    }

    /// Lets a client in; one without an address came by the control socket.
    pub(super) fn admit(&self, address: Option<IpAddr>, way: Way) -> Result<Guest, Crowded> {
        let refusal = {
            let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
            let n_there = address.and_then(|address| here.by_address.get(&address)).copied().unwrap_or(0);
            let refusal = match (here.n, n_there) {
                (MAX_CLIENTS.., _) => Some(Crowded::Everywhere),
                (_, MAX_PER_ADDRESS..) => Some(Crowded::There),
                _ => None,
            };
            if refusal.is_none() {
                here.n += 1;
            }
            if let Some(address) = address.filter(|_| refusal.is_none()) {
                *here.by_address.entry(address).or_default() += 1;
            }
            refusal
        };
        if let Some(refusal) = refusal {
            self.watchers.note_dropped(Dropped::Crowded);
            return Err(refusal);
        }
        self.watchers.came(way);
        Ok(Guest { guests: self.clone(), address, way })
    }

    /// How many are here.
    pub(super) fn len(&self) -> usize {
        self.here.lock().unwrap_or_else(PoisonError::into_inner).n
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut here = self.guests.here.lock().unwrap_or_else(PoisonError::into_inner);
        here.n = here.n.saturating_sub(1);
        if let Some(address) = self.address
            && let Some(n) = here.by_address.get_mut(&address)
        {
            *n = n.saturating_sub(1);
            if *n == 0 {
                here.by_address.remove(&address);
            }
        }
        self.guests.watchers.left(self.way);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_share_and_all_together_theirs() {
        let guests = Guests::of(Watchers::default());
        let address = |n: usize| Some(IpAddr::from([192, 0, 2, u8::try_from(n).unwrap()]));
        let mut here: Vec<_> = (0..20).map(|_| guests.admit(address(1), Way::Socket).unwrap()).collect();
        assert_eq!(guests.admit(address(1), Way::Stream).unwrap_err(), Crowded::There);
        here.pop();
        here.push(guests.admit(address(1), Way::Stream).unwrap());
        for n in 20..MAX_CLIENTS {
            here.push(guests.admit(address(2 + n / 20), Way::Socket).unwrap());
        }
        assert_eq!(guests.admit(None, Way::Socket).unwrap_err(), Crowded::Everywhere);
        let counts = guests.watchers.counts();
        assert_eq!((counts.sockets, counts.streams, guests.len()), (499, 1, MAX_CLIENTS));
        assert_eq!(counts.dropped().find(|(why, _)| *why == "crowded"), Some(("crowded", 2)));
        here.clear();
        assert_eq!((guests.len(), guests.watchers.n_sockets()), (0, 0));
        assert!(guests.here.lock().unwrap().by_address.is_empty());
    }
}

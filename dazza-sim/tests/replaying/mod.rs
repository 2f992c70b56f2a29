//! Reading a scenario and running it through the world on its own clock.

mod compare;
mod scenario;

use std::collections::BTreeMap;
use std::time::Duration;

use dazza_shared::clock::later;
use dazza_sim::limits::{Heartbeat, Limits};
use dazza_sim::world::{ConnId, Deed, Door, Ending, Input, Output, World};
use jiff::Timestamp;

use self::scenario::{CLOSED, Connection, Web};
pub(crate) use self::scenario::{Scenario, names};
use scenario::Happening;
pub(crate) use scenario::Surplus;

/// What is done to the world, in order: when, by which connection, what.
type Act = (u64, usize, What);

/// One deed to the world.
enum What {
    Site(Happening),
    Input(Input),
    /// The server ends, in order or not.
    End(bool),
    Web(Web),
}

impl Scenario {
    /// Everything in which the replay differs from the recording.
    pub(crate) fn differences(&self) -> Vec<String> {
        let heard = self.replay();
        let connections = self.connections.iter().enumerate();
        connections.flat_map(|(n, one)| compare::differences(one, heard.get(&n), &self.allowed)).collect()
    }

    /// Connections that claim a surplus of frames without which the replay would fit as well.
    pub(crate) fn needless_surplus(&self) -> Vec<String> {
        let claiming = (0..self.connections.len()).filter(|n| self.connections[*n].surplus.is_some());
        let needless = claiming.filter(|n| {
            let mut without = self.clone();
            without.connections[*n].surplus = None;
            without.differences().is_empty()
        });
        needless.map(|n| format!("{:?}", self.connections[n].file)).collect()
    }

    /// Connections that claim a slow look-up of ranks without which the replay would fit as well.
    pub(crate) fn needless_claims(&self) -> Vec<String> {
        let claiming = (0..self.connections.len()).filter(|n| self.connections[*n].slow_ranks.is_some());
        let needless = claiming.filter(|n| {
            let mut without = self.clone();
            without.connections[*n].slow_ranks = None;
            without.differences().is_empty()
        });
        needless.map(|n| format!("{:?}", self.connections[n].file)).collect()
    }

    /// Files for which something is allowed that the replay does not do.
    pub(crate) fn needless_allowances(&self) -> Vec<String> {
        let all = self.allowed.iter().enumerate();
        let each = all.flat_map(|(n, allowed)| (0..allowed.files.len()).map(move |at| (n, at)));
        let is_needless = |(n, at): &(usize, usize)| {
            let mut without = self.clone();
            without.allowed[*n].files.remove(*at);
            without.differences().is_empty()
        };
        let told = |(n, at): (usize, usize)| format!("{}: {}", self.allowed[n].files[at], self.allowed[n].why);
        each.filter(is_needless).map(told).collect()
    }

    /// Runs all connections through one world; gives back what each received.
    fn replay(&self) -> BTreeMap<usize, Vec<String>> {
        let start = Timestamp::from_millisecond(self.start_ms).unwrap();
        let limits: Limits = self.limits();
        let mut world = World::new(self.seed(), limits, Heartbeat::stock(), start);
        let mut heard: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (at, _, what) in self.acts() {
            let now = later(start, Duration::from_millis(at));
            let mut outputs = world.wake(now);
            match what {
                What::Input(input) => outputs.extend(world.step(input, now)),
                What::Site(happening) => outputs.extend(happen(&mut world, happening)),
                What::End(saves) => world = restarted(world, saves, now),
                What::Web(web) => outputs.extend(world.set_profile(&web.user, &web.image, &web.text)),
            }
            for output in outputs {
                let text = match output.deed {
                    Deed::Send(text) => text.to_string(),
                    Deed::Bytes(_) | Deed::Close | Deed::Cut => CLOSED.to_owned(),
                };
                heard.entry(usize::try_from(output.to.0).unwrap()).or_default().push(text);
            }
        }
        heard
    }

    fn acts(&self) -> Vec<Act> {
        let happenings = self.happenings.iter();
        let mut acts: Vec<Act> = happenings.map(|(at, what)| (*at, usize::MAX, What::Site(what.clone()))).collect();
        for (n, connection) in self.connections.iter().enumerate() {
            let conn = ConnId(u64::try_from(n).unwrap());
            acts.push((connection.opens_ms, n, What::Input(Input::Opened(conn, door(n, connection)))));
            let heard = |text: &String| What::Input(Input::Heard(conn, text.clone()));
            acts.extend(connection.sent.iter().map(|(at, text)| (*at, n, heard(text))));
            acts.push((connection.closes_ms, n, What::Input(Input::Closed(conn))));
        }
        acts.extend(self.restarts.iter().map(|restart| (restart.ms, usize::MAX, What::End(restart.saves))));
        acts.extend(self.web.iter().map(|web| (web.ms, usize::MAX, What::Web(web.clone()))));
        acts.sort_by_key(|(at, n, _)| (*at, *n));
        acts
    }
}

/// The next server, which starts from what this one leaves.
fn restarted(mut world: World, saves: bool, now: Timestamp) -> World {
    if saves {
        world.save_all();
    }
    World::resume(world.into_saved(), Limits::stock(), Heartbeat::stock(), now)
}

/// Every connection has an address of its own, as in the recordings, unless the scenario says otherwise.
fn door(n: usize, connection: &Connection) -> Door {
    let address = connection.address.unwrap_or_else(|| format!("10.0.0.{}", n + 1).parse().unwrap());
    let (cookie, has_slow_ranks) = (connection.cookie.clone(), connection.slow_ranks.is_some());
    Door { address, cookie, has_slow_ranks, is_old_protocol: connection.is_old_protocol }
}

/// Lets something happen to a channel.
fn happen(world: &mut World, happening: Happening) -> Vec<Output> {
    match happening {
        Happening::Register { channel, owner } => world.register_channel(&channel, &owner),
        Happening::Unload { channel } => world.end_channel(&channel, Ending::Unloaded),
        Happening::Delete { channel } => world.end_channel(&channel, Ending::Deleted),
    }
}

//! The database of the fleet under test, looked into as its owner.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use anyhow::Context;
use dazza_shared::clock::Clock;
use dazza_shared::line_key::LineKey;
use dazza_shared::money::Money;
use dazza_shared::names::RoomName;
use dazza_shared::paths::{POSTGRES_PORT, StatePaths};
use dazza_shared::store::audit::{self, Effect, StoredLine};
use dazza_shared::store::roles::RoomKey;
use dazza_shared::store::wallet::{self, Entry, Settlement};
use dazza_shared::store::{Access, Store, StoreError, registry, verify};
use tokio::time::{Instant, sleep, timeout};

/// How long a look on the way may take: a database that is away is looked at again later.
const LOOK_WITHIN: Duration = Duration::from_millis(500);

/// How long the database may be away when everything is looked at in the end.
const DEADLINE: Duration = Duration::from_mins(2);

/// Time between two tries.
const TRY_AGAIN: Duration = Duration::from_millis(200);

/// What everybody who pays begins with. Unit: dollars.
const FUNDS: i64 = 1_000;

/// The books of some rooms.
#[derive(Debug)]
pub(crate) struct Books {
    store: Store,
    owner: Access,
    key: RoomKey,
    rooms: Vec<RoomName>,
}

/// All that is stored, as far as a run is about it.
#[derive(Debug)]
pub(crate) struct Contents {
    pub(crate) lines: Vec<StoredLine>,
    pub(crate) effects: Vec<Effect>,
    /// What does not add up, in words.
    pub(crate) wrong: Vec<String>,
}

impl Books {
    /// The books of `rooms` in the database of the fleet at `paths`, which has to run.
    pub(crate) fn of(paths: &StatePaths, rooms: &[RoomName]) -> anyhow::Result<Self> {
        let secret = |name: &str| {
            let path = paths.secret_file(name);
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            anyhow::Ok(text.trim().to_owned().into())
        };
        let url = format!("postgres://localhost:{POSTGRES_PORT}/dazza?host={}", paths.postgres_dir().display());
        let owner = Access { url, role: "dazza".to_owned(), password: Some(secret("postgres")?) };
        let store = Store::open(&owner, "chaos", 1)?;
        Ok(Self { store, owner, key: RoomKey::new(secret("postgres-rooms")?), rooms: rooms.to_vec() })
    }

    /// Gives people money, as the first room would.
    pub(crate) async fn fund(&self, people: &[&str]) -> anyhow::Result<()> {
        let Some(room) = self.rooms.first().filter(|_| !people.is_empty()) else { return Ok(()) };
        let mut connection = self.store.connection().await?;
        let access = registry::access_of(&mut connection, &self.key, &self.owner.url, room).await?;
        let mut keys: Vec<_> = people.iter().map(|name| name.to_lowercase()).collect();
        keys.sort_unstable();
        let amount = Money::of(FUNDS);
        let entry = |who| Entry { who, amount, kind: "dev_award", ..Entry::default() };
        let entries: Vec<_> = keys.iter().map(|key| entry(key.as_str())).collect();
        let (cause, at) = (LineKey::of_timer(room, "funds", 0), Clock::System.now());
        let deal = Settlement { room, cause, first_effect: 0, at, heist: None, entries: &entries };
        let mut tx = Store::open(&access, "chaos", 1)?.begin().await?;
        wallet::settle(&mut tx, &deal).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Which of these lines are stored; `None` while the database is away.
    pub(crate) async fn stored_among(&self, keys: &[LineKey]) -> Option<BTreeSet<Vec<u8>>> {
        let look = async {
            let mut connection = self.store.connection().await?;
            let mut stored = BTreeSet::new();
            for room in &self.rooms {
                stored.extend(audit::stored_among(&mut connection, room, keys).await?);
            }
            Ok::<_, StoreError>(stored)
        };
        timeout(LOOK_WITHIN, look).await.ok()?.ok()
    }

    /// All there is.
    pub(crate) async fn contents(&self) -> anyhow::Result<Contents> {
        let began = Instant::now();
        loop {
            match self.read().await {
                Err(failure) if began.elapsed() > DEADLINE => {
                    return Err(failure).context("the database cannot be looked into at the end");
                }
                Err(_away) => sleep(TRY_AGAIN).await,
                Ok(contents) => return Ok(contents),
            }
        }
    }

    async fn read(&self) -> Result<Contents, StoreError> {
        let mut connection = self.store.connection().await?;
        let (mut lines, mut effects) = (Vec::new(), Vec::new());
        for room in &self.rooms {
            lines.extend(audit::lines(&mut connection, room).await?);
            effects.extend(audit::effects(&mut connection, room).await?);
        }
        let checks = verify::verify(&mut connection).await?;
        let wrong = checks.into_iter().filter(|check| check.n_wrong > 0);
        let wrong =
            wrong.map(|check| format!("{} ({} times not): {}", check.claim, check.n_wrong, check.examples.join("; ")));
        Ok(Contents { lines, effects, wrong: wrong.collect() })
    }
}

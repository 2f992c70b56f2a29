//! `dazza-fleet tokens create`: makes a token.

use anyhow::Context;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use dazza_shared::clock::Clock;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;
use dazza_shared::store::acts::Act;
use dazza_shared::store::tokens::{self, NewToken};
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use secrecy::ExposeSecret;
use serde_json::json;

use super::change;
use crate::api::{Scope, token};
use crate::cli::Terminal;
use crate::cli::failure::Failure;

/// Makes a token and prints it. It is shown this once: only a hash of it is kept.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet tokens create --name dashboard --scope rooms:admin
  dazza-fleet tokens create --name gaz --scope rooms:admin --scope gallery:write --room thepub --expires 30d

Exit codes:
   0  it was made
   2  a scope that does not exist, or no length of time
  10  the configuration has faults
  15  no room of that name in fleet.toml
  16  the database cannot be used; the message says why and how to mend it")]
pub(super) struct Create {
    /// What you call it; the audit tells it by this name.
    #[arg(long, value_name = "NAME", value_parser = name)]
    name: String,
    /// What it is good for. May be given several times.
    #[arg(long = "scope", value_name = "SCOPE", required = true, value_parser = scopes())]
    scopes: Vec<Scope>,
    /// The one room it is good for; all rooms without it.
    #[arg(long, value_name = "ROOM")]
    room: Option<RoomName>,
    /// For how long it is good, such as 12h or 30d; for ever without it.
    #[arg(long, value_name = "TIME", value_parser = length)]
    expires: Option<SignedDuration>,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

fn scopes() -> impl TypedValueParser<Value = Scope> {
    PossibleValuesParser::new(Scope::ALL.map(Scope::as_str)).try_map(|text| text.parse::<Scope>())
}

fn name(text: &str) -> Result<String, String> {
    let told = || format!("a name has 1 to {} characters", token::MAX_NAME);
    if token::is_name(text) { Ok(text.to_owned()) } else { Err(told()) }
}

fn length(text: &str) -> Result<SignedDuration, String> {
    let told = || "write a length of time, such as 12h, 30d or 52w".to_owned();
    let span: Span = text.parse().map_err(|_junk| told())?;
    let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_too_long| told())?;
    if length.is_positive() { Ok(length) } else { Err(told()) }
}

impl Create {
    pub(super) fn run(&self, config: &FleetConfig, terminal: &mut Terminal) -> Result<Exit, Failure> {
        if let Some(room) = self.room.as_ref().filter(|room| !config.rooms.contains_key(*room)) {
            return Err(Failure::new(Exit::NoSuchRoom, format!("there is no room {room} in fleet.toml")));
        }
        let now = Clock::System.now();
        let end = |length| now.checked_add(length).map_err(|_late| Failure::new(Exit::Usage, "it would never expire"));
        let expires_at = self.expires.map(end).transpose()?;
        let secret = token::make().context("cannot make a token")?;
        let mut scopes: Vec<_> = self.scopes.iter().map(ToString::to_string).collect();
        scopes.sort_unstable();
        scopes.dedup();
        let hash = token::hash(secret.expose_secret());
        let (name, room) = (&self.name, self.room.as_ref());
        let new = NewToken { name, hash: &hash, scopes: &scopes, room, expires_at };
        let made = change(config, async |tx| {
            let id = tokens::create(tx, &new, now).await?;
            Ok(Some((id, self.act(id, &scopes, expires_at))))
        })?;
        let id = made.context("the token was not made")?;
        if self.json {
            let token = secret.expose_secret();
            let told = json!({ "id": id, "name": name, "token": token, "scopes": scopes, "room": room, "expires_at": expires_at });
            writeln!(terminal.out, "{told}")?;
        } else {
            writeln!(terminal.out, "{}", secret.expose_secret())?;
            writeln!(terminal.err, "token {id}, {name}: shown this once; `dazza-fleet tokens revoke {id}` ends it")?;
        }
        Ok(Exit::Done)
    }

    fn act(&self, id: i64, scopes: &[String], expires_at: Option<Timestamp>) -> Act {
        Act {
            token: None,
            room: self.room.clone(),
            action: "token.create".to_owned(),
            target: Some(self.name.clone()),
            before: None,
            after: Some(json!({ "id": id, "scopes": scopes, "expires_at": expires_at })),
            request_id: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_may_be_days() {
        assert_eq!(length("30d"), Ok(SignedDuration::from_hours(720)));
        assert_eq!(length("1d 12h"), Ok(SignedDuration::from_hours(36)));
        for wrong in ["", "0s", "-1h", "soon", "30"] {
            assert!(length(wrong).is_err(), "{wrong}");
        }
    }
}

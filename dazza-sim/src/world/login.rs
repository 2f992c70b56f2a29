//! Getting a name: accounts, guests, the cookie, and every way to be refused.

use serde_json::{Value, json};

use crate::user_name;
use crate::world::session::Session;
use crate::world::{ConnId, World};

impl World {
    /// What a new session is told: who it is by its cookie, or that it is nobody.
    pub(super) fn greet(&mut self, conn: ConnId) {
        let cookie = self.links.get(&conn).and_then(|link| link.door.cookie.clone()).unwrap_or_default();
        let named = cookie.split(';').find_map(|pair| pair.trim().strip_prefix("auth=")).unwrap_or_default();
        let Some(account) = self.accounts.get(&named.to_lowercase()).cloned() else {
            return self.tell_rank(conn);
        };
        let registered = self.registered_at(&account);
        if let Some(session) = self.session_mut(conn) {
            session.become_account(&account, registered);
        }
        self.note_name(conn);
        self.emit(conn, "login", &json!({ "success": true, "name": account.name, "guest": false }));
        self.tell_rank(conn);
    }

    pub(super) fn login(&mut self, conn: ConnId, payload: Option<&Value>) {
        let Some(Value::Object(payload)) = payload else { return };
        let Some(name) = payload.get("name").and_then(Value::as_str) else { return };
        let password = payload.get("pw").and_then(Value::as_str).unwrap_or_default();
        if self.name_of(conn).is_some() {
            return;
        }
        let result =
            if password.is_empty() { self.login_guest(conn, name) } else { self.login_account(conn, name, password) };
        match result {
            Ok(answer) => {
                self.note_name(conn);
                self.tell_rank(conn);
                self.emit(conn, "login", &answer);
                self.appear(conn);
            }
            Err(error) => self.emit(conn, "login", &json!({ "success": false, "error": error })),
        }
    }

    fn login_account(&mut self, conn: ConnId, name: &str, password: &str) -> Result<Value, String> {
        if !user_name::is_valid(name) {
            return Err(format!("Invalid username \"{name}\""));
        }
        let account = self.accounts.get(&name.to_lowercase()).cloned().ok_or("User does not exist")?;
        if account.password != password {
            return Err("Invalid username/password combination".to_owned());
        }
        let registered = self.registered_at(&account);
        if let Some(session) = self.session_mut(conn) {
            session.become_account(&account, registered);
        }
        Ok(json!({ "success": true, "name": account.name }))
    }

    fn login_guest(&mut self, conn: ConnId, name: &str) -> Result<Value, String> {
        let address = self.session(conn).map(|session| session.address);
        if let Some(record) = address.and_then(|address| self.addresses.get(&address))
            && record.is_guest_too_soon(&self.limits, self.now)
        {
            let seconds = self.limits.guest_delay.as_secs();
            return Err(format!("Guest logins are restricted to one per IP address per {seconds} seconds."));
        }
        self.refuse_guest(conn, name)?;
        if let Some(record) = address.and_then(|address| self.addresses.get_mut(&address)) {
            record.note_guest(self.now);
        }
        if let Some(session) = self.session_mut(conn) {
            session.become_guest(name);
        }
        Ok(json!({ "success": true, "name": name, "guest": true }))
    }

    fn refuse_guest(&self, conn: ConnId, name: &str) -> Result<(), &'static str> {
        let looks = user_name::looks(name);
        if !user_name::is_valid(name) {
            return Err(
                "Invalid username.  Usernames must be 1-20 characters long and consist only of characters a-z, \
                        A-Z, 0-9, -, or _.",
            );
        }
        if user_name::is_reserved(name, &self.site.reserved_names) {
            return Err("That username is reserved.");
        }
        if self.accounts.keys().any(|account| user_name::looks(account) == looks) {
            return Err("That username is registered.");
        }
        let namesake = self.room_of(conn).and_then(|room| self.member_called(&room, name));
        if namesake.is_some() {
            return Err("That name is already in use on this channel.");
        }
        Ok(())
    }

    /// Remembers the name for the address it came from.
    fn note_name(&mut self, conn: ConnId) {
        let Some(session) = self.session(conn) else { return };
        let (Some(name), address) = (session.name.clone(), session.address) else { return };
        let aliases = self.addresses.entry(address).or_default().note_name(&name);
        let seen = self.seen_at.entry(name.to_lowercase()).or_default();
        if !seen.contains(&address) {
            seen.push(address);
        }
        if let Some(session) = self.session_mut(conn) {
            session.aliases = aliases;
        }
    }

    /// What a login means for the channel the session is in already.
    fn appear(&mut self, conn: ConnId) {
        let Some(room) = self.room_of(conn) else { return self.knock_again(conn) };
        self.kick_namesakes(conn, &room);
        self.announce(conn, &room);
        self.recall_mute(conn, &room);
        if self.session(conn).is_some_and(|session| session.is_registered) {
            self.learn_channel_rank(conn, &room);
        }
        self.kick_if_name_banned(conn, &room);
    }

    pub(super) fn tell_rank(&mut self, conn: ConnId) {
        let rank = self.session(conn).map(Session::rank);
        if let Some(rank) = rank {
            self.emit(conn, "rank", &rank.json());
        }
    }
}

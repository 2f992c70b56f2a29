//! A configuration as it was understood, for people; secrets stay hidden.

use std::fmt::{self, Write};

use super::backup::BackupConfig;
use super::commands::{CommandLimits, CommandSettings};
use super::database::DatabaseConfig;
use super::figures::{show_duration, show_size};
use super::fleet::{Account, FleetConfig, RoomConfig, Supervision, WebAccess};
use super::pastimes::{HeistSettings, WatchRewardSettings};
use super::privacy::{Retention, StorePms};
use super::room::{LogSettings, RoomSettings, ServerSettings};
use super::services::{LanguageModelSettings, LinkSettings, ServiceSettings, WeatherSettings};
use super::social::{FetchSettings, Phrases};
use crate::names::PlayerName;

impl FleetConfig {
    /// What the file means, in several lines.
    pub fn describe(&self) -> String {
        let mut text = String::new();
        // A String takes any text: writing to it cannot fail.
        self.write(&mut text).map(|()| text).unwrap_or_default()
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        let scheme = if self.web.tls.is_some() { "https" } else { "http" };
        let web = self.web_listen.map_or_else(|| "off".to_owned(), |address| format!("{scheme}://{address}"));
        writeln!(out, "state folder   {}", self.state_dir.display())?;
        writeln!(out, "web            {web}{}", shown_access(&self.web))?;
        writeln!(out, "database       {}", shown_database(&self.database))?;
        writeln!(out, "backups        {}", shown_backup(&self.backup))?;
        writeln!(out, "lines of chat  {}", shown_retention(self.retention))?;
        writeln!(out, "log            {}", shown_log(&self.log))?;
        writeln!(out, "all logs       {}", shown_total(self))?;
        let watch = if self.watch { "read again whenever it changes" } else { "read again at a reload" };
        writeln!(out, "this file      {watch}")?;
        writeln!(out, "supervision")?;
        write_supervision(out, &self.supervision)?;
        writeln!(out, "accounts       {}", count(self.accounts.len()))?;
        for (name, account) in &self.accounts {
            writeln!(out, "  {name}: {}", shown_account(account))?;
        }
        let n_off = self.rooms.values().filter(|room| !room.is_enabled).count();
        let off = if n_off > 0 { format!(", {n_off} of them switched off") } else { String::new() };
        writeln!(out, "rooms          {}{off}", count(self.rooms.len()))?;
        if self.rooms.is_empty() {
            writeln!(out, "  nothing to serve: add a table [rooms.NAME] for each room")?;
        }
        self.rooms.values().try_for_each(|room| write_room(out, room))
    }
}

fn shown_private(choice: StorePms) -> &'static str {
    match choice {
        StorePms::Commands => "messages are kept 30 days, with the text of commands alone",
        StorePms::All => "messages are kept 30 days, with their text",
        StorePms::Off => "messages are not kept",
    }
}

fn shown_retention(retention: Retention) -> String {
    retention.message_days.map_or_else(|| "kept for ever".to_owned(), |days| format!("kept for {days} days"))
}

fn count(number: usize) -> String {
    if number == 0 { "none".to_owned() } else { number.to_string() }
}

fn shown_access(access: &WebAccess) -> String {
    let of = |told: &str, list: Vec<String>| {
        if list.is_empty() { String::new() } else { format!("{told}{}", list.join(", ")) }
    };
    let proxies = access.trusted_proxies.iter().map(ToString::to_string).collect();
    let readers = if access.is_public { "" } else { ", with a token alone" };
    readers.to_owned() + &of(", pages of ", access.cors_origins.clone()) + &of(", behind ", proxies)
}

fn shown_database(database: &DatabaseConfig) -> String {
    match database {
        DatabaseConfig::Server { url, password: Some(_) } => format!("{url}, with a password"),
        DatabaseConfig::Server { url, password: None } => format!("{url}, without a password"),
        DatabaseConfig::Embedded { binaries, user } => {
            let from = binaries.as_ref().map(|folder| format!(", from {}", folder.display())).unwrap_or_default();
            let under = user.as_ref().map(|user| format!(", as {user} when we are root")).unwrap_or_default();
            format!("embedded: a server of our own, in postgres/ of the state folder{from}{under}")
        }
    }
}

fn shown_backup(backup: &BackupConfig) -> String {
    let BackupConfig { at, every, keep_daily, keep_weekly, keep_monthly, timezone } = backup;
    let when = match (every, at) {
        (Some(every), _) => format!("every {}", show_duration(*every)),
        (None, Some(at)) => format!("every day at {}, {timezone}", at.strftime("%H:%M")),
        (None, None) => "by hand alone".to_owned(),
    };
    format!("{when}; of {keep_daily} days, {keep_weekly} weeks and {keep_monthly} months one each is kept")
}

fn shown_log(log: &LogSettings) -> String {
    let LogSettings { level, max_bytes, keep, max_total_bytes, rate, burst } = log;
    let (file, all) = (show_size(*max_bytes), show_size(*max_total_bytes));
    format!(
        "{level}; a new file at {file}, {keep} old ones kept, {all} in all; {rate} records a second, {burst} at once"
    )
}

/// What the logs of the supervisor and of all rooms may take together.
fn shown_total(config: &FleetConfig) -> String {
    let rooms = config.rooms.values().map(|room| room.settings.log.max_total_bytes);
    let total = rooms.fold(config.log.max_total_bytes, u64::saturating_add);
    format!("at most {} in all: the sum of max_total_bytes", show_size(total))
}

fn shown_account(account: &Account) -> String {
    let kind = if account.password.is_some() { "with a password" } else { "a guest, without a password" };
    format!("{}, {kind}", account.username)
}

fn write_supervision(out: &mut String, supervision: &Supervision) -> fmt::Result {
    let Supervision { quarantine_failures, common_cause_rooms, .. } = supervision;
    let lines = [
        ("stop_grace", supervision.stop_grace),
        ("stale_after", supervision.stale_after),
        ("link_timeout", supervision.link_timeout),
        ("backoff_min", supervision.backoff_min),
        ("backoff_max", supervision.backoff_max),
        ("healthy_after", supervision.healthy_after),
        ("forget_after", supervision.forget_after),
        ("quarantine_window", supervision.quarantine_window),
        ("quarantine_trial", supervision.quarantine_trial),
        ("blocked_trial", supervision.blocked_trial),
        ("common_cause_window", supervision.common_cause_window),
    ];
    lines.iter().try_for_each(|(name, time)| writeln!(out, "  {name:<20} {}", show_duration(*time)))?;
    writeln!(out, "  {:<20} {quarantine_failures}", "quarantine_failures")?;
    writeln!(out, "  {:<20} {common_cause_rooms}", "common_cause_rooms")
}

fn write_room(out: &mut String, room: &RoomConfig) -> fmt::Result {
    let settings = &room.settings;
    let off = if room.is_enabled { "" } else { " (switched off)" };
    writeln!(out, "  {}{off}", settings.name)?;
    writeln!(out, "    server       {}", shown_server(&settings.server))?;
    let password = if room.channel_password.is_some() { ", with the channel's password" } else { "" };
    writeln!(out, "    account      {}{password}", room.account)?;
    writeln!(out, "    prefix       {}", settings.prefix)?;
    writeln!(out, "    admins       {}", listed(settings.admins.iter().map(PlayerName::as_str)))?;
    writeln!(out, "    moderators   {}", listed(settings.moderators.iter().map(PlayerName::as_str)))?;
    writeln!(out, "    house        {}", settings.house)?;
    writeln!(out, "    private      {}", shown_private(settings.store_pms))?;
    writeln!(out, "    timezone     {}", settings.timezone)?;
    writeln!(out, "    commands off {}", listed(settings.commands_off.iter().map(String::as_str)))?;
    write_commands(out, &settings.commands)?;
    writeln!(out, "    manual       {}", listed(Some(settings.manual_url.as_str()).filter(|url| !url.is_empty())))?;
    let stays = if settings.allow_unregistered { "stays" } else { "does not stay" };
    writeln!(out, "    unregistered {stays} in a channel that nobody has registered")?;
    let counts = if settings.contest_full_effects { "everything counts" } else { "own figures alone count" };
    writeln!(out, "    contests     {counts}")?;
    write_social(out, settings)?;
    writeln!(out, "    heists       {}", shown_heists(&settings.heists))?;
    writeln!(out, "    watching     {}", shown_rewards(&settings.watch_rewards))?;
    let size =
        |limit: Option<u64>| limit.map_or_else(|| "never".to_owned(), |bytes| format!("at {}", show_size(bytes)));
    writeln!(out, "    memory       warned {}, replaced {}", size(room.memory.soft), size(room.memory.hard))?;
    writeln!(out, "    open files   {}", settings.open_files)?;
    writeln!(out, "    log          {}", shown_log(&settings.log))?;
    writeln!(out, "    fetches      {}", shown_fetch(&settings.fetch))?;
    write_services(out, settings)?;
    writeln!(out, "    alone        leaves after {} without a supervisor", show_duration(settings.orphan_grace))
}

fn write_commands(out: &mut String, commands: &CommandSettings) -> fmt::Result {
    let CommandSettings { limits, cooldowns, pm_announce, coin_flip_cap } = commands;
    let CommandLimits { per_player, warn_at, per_room } = limits;
    writeln!(
        out,
        "    limits       {per_player} commands a minute each, warned at {warn_at}; {per_room} for all together"
    )?;
    let waits: Vec<_> = cooldowns.iter().map(|(name, wait)| format!("{name} {}", show_duration(*wait))).collect();
    writeln!(out, "    own waits    {}", listed(waits.iter().map(String::as_str)))?;
    let heard = if *pm_announce { "are told in the room" } else { "stay private" };
    writeln!(out, "    by PM        great moments {heard}")?;
    writeln!(out, "    coin flips   the house takes up to ${coin_flip_cap}")
}

fn write_social(out: &mut String, settings: &RoomSettings) -> fmt::Result {
    let RoomSettings { greetings, farewells, url_comments, images, presence, .. } = settings;
    let share = |is_on: bool, percent: u32| if is_on { format!("{percent} of 100") } else { "none".to_owned() };
    let own = |phrases: &Phrases| {
        if phrases.is_empty() { String::new() } else { format!(", {} phrases of its own", phrases.len()) }
    };
    let [to_newcomers, to_regulars, to_leavers] =
        [&greetings.newcomers, &greetings.regulars, &farewells.phrases].map(own);
    writeln!(out, "    newcomers    {} greeted{to_newcomers}", share(greetings.enabled, greetings.percent))?;
    writeln!(out, "    regulars     {} greeted{to_regulars}", share(greetings.enabled, greetings.percent))?;
    writeln!(out, "    farewells    {} said{to_leavers}", share(farewells.enabled, farewells.percent))?;
    let titled = if url_comments.titles { "with" } else { "without" };
    let remarked = share(url_comments.enabled, url_comments.percent);
    writeln!(out, "    videos       {remarked} remarked upon, {titled} looking up their titles")?;
    writeln!(out, "    images       {}", if images.enabled { "kept in galleries" } else { "not kept" })?;
    let stored = if presence.enabled { "stored" } else { "not stored" };
    writeln!(out, "    presence     {stored}: who came, went and was away")
}

fn shown_heists(heists: &HeistSettings) -> String {
    let HeistSettings { delay_min, delay_max, voting, run_min, run_max, cooldown, activity, .. } = heists;
    let [delay_min, delay_max, voting, run_min, run_max, cooldown, activity] =
        [delay_min, delay_max, voting, run_min, run_max, cooldown, activity].map(|time| show_duration(*time));
    let HeistSettings { min_users, min_messages, .. } = heists;
    if !heists.enabled {
        return "none".to_owned();
    }
    format!(
        "one every {delay_min} to {delay_max} if {min_users} people have said {min_messages} lines within {activity}; \
         votes for {voting}, out for {run_min} to {run_max}, then {cooldown} of peace"
    )
}

fn shown_rewards(rewards: &WatchRewardSettings) -> String {
    let who = match rewards {
        WatchRewardSettings { enabled: false, .. } => "is not paid for",
        WatchRewardSettings { afk: true, .. } => "is paid for, to people who are away too",
        WatchRewardSettings { afk: false, .. } => "is paid for, but to nobody who is away",
    };
    who.to_owned()
}

fn shown_fetch(fetch: &FetchSettings) -> String {
    let networks: Vec<_> = fetch.allow.iter().map(ToString::to_string).collect();
    let inside = listed(networks.iter().map(String::as_str));
    format!("titles from {}; networks of our own that may be reached: {inside}", fetch.oembed)
}

fn write_services(out: &mut String, settings: &RoomSettings) -> fmt::Result {
    let RoomSettings { services, mentions, .. } = settings;
    let WeatherSettings { url, format } = &services.weather;
    let weather = if url.is_empty() { "not known".to_owned() } else { format!("from {url}, as {}", format.name()) };
    writeln!(out, "    weather      {weather}")?;
    let url = &services.dictionary.url;
    let words = if url.is_empty() { "not known".to_owned() } else { format!("from {url}") };
    writeln!(out, "    dictionary   {words}")?;
    let ServiceSettings { language_model: LanguageModelSettings { url, model, timeout }, .. } = services;
    let is_there = !url.is_empty();
    let shown =
        if is_there { format!("{model} at {url}, {} an answer", show_duration(*timeout)) } else { "none".to_owned() };
    writeln!(out, "    model        {shown}")?;
    let ways = if mentions.persona.is_some() { "by a persona of its own" } else { "by the bot's own ways" };
    let answered = if is_there && mentions.enabled { format!("answered, {ways}") } else { "not answered".to_owned() };
    writeln!(out, "    mentions     {answered}")?;
    let LinkSettings { map, leaderboards, gallery } = &settings.links;
    let pages = [("map", map), ("leaderboards", leaderboards), ("gallery", gallery)];
    let pages = pages.iter().filter(|(_, url)| !url.is_empty()).map(|(name, url)| format!("{name} {url}"));
    let pages: Vec<_> = pages.collect();
    writeln!(out, "    links        {}", listed(pages.iter().map(String::as_str)))
}

fn shown_server(server: &ServerSettings) -> String {
    let from = server.local_address.map(|address| format!(" from {address}")).unwrap_or_default();
    let trusting = server.ca_file.as_ref().map(|file| format!(", trusting {}", file.display())).unwrap_or_default();
    let (timeout, interval) = (show_duration(server.connect_timeout), show_duration(server.connect_interval));
    let (burst, sockets) = (server.connect_burst, server.max_sockets);
    let gate = format!("{burst} connects at once, then one per {interval}; at most {sockets} open per address");
    format!("{}{from}{trusting}; {gate}; timeout {timeout}", server.url)
}

fn listed<'t>(items: impl IntoIterator<Item = &'t str>) -> String {
    let items: Vec<_> = items.into_iter().collect();
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}

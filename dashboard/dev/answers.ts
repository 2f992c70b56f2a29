// What the made-up fleet answers, in the shapes of the API.

import { readFileSync, existsSync } from "node:fs";
import type * as T from "../src/api/types";
import { below, chance, KINDS, line, minutesAgo, NAMES, pick, rooms } from "./people";

const here = (path: string): string => new URL(path, import.meta.url).pathname;
const json = (path: string): unknown => (existsSync(here(path)) ? JSON.parse(readFileSync(here(path), "utf8")) : null);

const named = (query: URLSearchParams): string[] => query.getAll("room");
const roomIn = (query: URLSearchParams): string => pick(named(query).length > 0 ? named(query) : rooms.slice(0, 8).map((room) => room.id));
const dateBefore = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const key = (name: string): string => name.toLowerCase();
const shown = (name: string): string => NAMES.find((one) => key(one) === key(name)) ?? name;
const many = <V>(n: number, make: (nth: number) => V): V[] => Array.from({ length: n }, (_, nth) => make(nth));

const EXTRA: Partial<Record<T.BoardKind, () => Record<string, unknown>>> = {
  talkers: () => ({ words: 4000 + below(90_000) }), gamblers: () => ({ game: pick(["pokies", "scratchie", "tab"]), room: pick(rooms).id, at: minutesAgo(below(90_000)) }),
  fishing: () => ({ species: pick(["flathead", "barramundi", "shopping trolley", "bream", "snapper"]), room: pick(rooms).id }), bottles: () => ({ jobs: 12 + below(80), average: 11.4, best: 48 }),
  cashie: () => ({ jobs: 8 + below(60), average: 62.5, best: 210 }), sign_spinning: () => ({ jobs: 4 + below(30), perfect_days: below(3), cops: below(5), best: 140 }),
  beggars: () => ({ received: below(400), success_percent: 41.7, robbed: below(9) }), pissers: () => ({ matches: 60, win_percent: 64.1, characteristic: "Garden Hose", spot: "Behind the bowlo", distance: 4.8, speciality: "distance" }),
};
const TOP: Record<string, number> = { talkers: 48_211, bongs: 1893, drinks: 977, gamblers: 12_500, fishing: 38.4, bottles: 2210, cashie: 5870, sign_spinning: 1460, beggars: 58, pissers: 71, money: 184_320, criminal: 88, messages: 61_904, images: 25 };
const BADGE: Record<string, string> = { bongs: "🌿", drinks: "🏆", gamblers: "🎰", fishing: "🦈", bottles: "🏆", cashie: "🏆", beggars: "👑", pissers: "🏆", sign_spinning: "🌟" };

export function board(type: T.BoardKind, period: T.Period, limit: number, isGlobal: boolean): T.Board {
  const scale = { day: 0.03, week: 0.12, month: 0.35, all: 1 }[period];
  let value = (TOP[type] ?? 100) * scale;
  const turn = KINDS.indexOf(type) * 5;
  const entries = many(limit, (n) => {
    const name = NAMES[(n * 3 + turn) % NAMES.length] ?? "Shazza";
    value *= n === 0 ? 1 : 0.78 + chance() * 0.16;
    return { rank: n + 1, username: key(name), display_name: name, value: type === "fishing" ? Math.round(value * 10) / 10 : Math.max(1, Math.round(value)), extra: EXTRA[type]?.() ?? {}, achievement: n < 4 ? (BADGE[type] ?? null) : null };
  });
  return { type, scope: isGlobal || ["money", "messages", "images"].includes(type) ? "global" : "room", period, entries };
}

const wave = (hour: number): number => Math.max(0.05, 0.55 + 0.45 * Math.sin(((hour - 15) / 24) * 2 * Math.PI));

export function activity(room: string, query: URLSearchParams): T.Activity {
  const isDay = query.get("bucket") === "day";
  const step = isDay ? 86_400_000 : 3_600_000;
  const n = Math.min(720, Math.round((Date.now() - Date.parse(query.get("from") ?? new Date(Date.now() - 86_400_000).toISOString())) / step));
  const last = Math.floor(Date.now() / step) * step;
  return {
    room,
    buckets: many(n, (nth) => {
      const start = new Date(last - (n - 1 - nth) * step);
      const busy = isDay ? 24 * 0.6 : wave(start.getHours());
      return { start: start.toISOString(), room, messages: Math.round(busy * (220 + below(120))), active_users: Math.round(4 + busy * 14), joins: Math.round(busy * 22), leaves: Math.round(busy * 20), peak_users: Math.round(8 + busy * (isDay ? 2 : 22)) };
    }),
    recent: many(20, (nth) => ({ type: pick(["join", "leave", "message", "media"] as const), room, username: key(pick(NAMES)), text: line().text, at: minutesAgo(nth * 2) })),
  };
}

export const said = (query: URLSearchParams): T.Page<T.Said> => ({
  items: many(Math.min(Number(query.get("limit") ?? 50), 60), (n) => {
    let { username, text, is_bot, is_command } = line();
    while (is_bot || (is_command && query.get("commands") !== "true")) ({ username, text, is_bot, is_command } = line());
    return { id: 90_000 - n, room: roomIn(query), username: key(username), display_name: username, message: text, is_command, sent_at: minutesAgo(n * 0.7) };
  }), next: query.has("cursor") ? null : "older",
});

export const profile = (name: string): T.Profile => ({
  username: key(name), display_name: shown(name), first_seen: "2022-11-03T08:12:00Z", last_seen: minutesAgo(3), message_count: 48_211, word_count: 301_992, bong_count: 212, drink_count: 640,
  heist_count: 31, heist_take: 8420, balance: 14_385, trust: 62, image_count: 17,
  rooms: [["thepub", 30_511, true], ["fatpizza", 14_010, true], ["shedcinema", 3690, false]].map(([room, n, is]) => ({ room: String(room), message_count: Number(n), last_seen: minutesAgo(is ? 1 : 9000), is_online: Boolean(is) })),
});

export const ledger = (query: URLSearchParams): T.Page<T.LedgerLine> => {
  let balance = 14_385;
  const kinds: [string, number, Record<string, unknown> | null][] = [["pokies", -50, { reels: "boomerang, cherry, tinnie" }], ["pokies", 250, { reels: "banana, banana, banana" }], ["fishing", 38, { species: "flathead", weight: 4.2 }], ["cashie", 85, { job: "mowed the bowlo" }],
    ["mugging", -40, null], ["heist", 420, { crew: 6 }], ["coin_flip", -100, { side: "heads" }], ["watching", 5, null], ["give", -200, null], ["beg", 12, null]];
  const items = many(40, (n) => {
    const [kind, amount, details] = kinds[(n * 7) % kinds.length] ?? ["beg", 1, null];
    const row = { id: 700_000 - n, room: roomIn(query), kind, amount, balance, trust_change: kind === "heist" ? -2 : 0, counterparty: kind === "give" || kind === "mugging" ? key(pick(NAMES)) : null, details, description: null, at: minutesAgo(n * 47) };
    balance -= amount;
    return row;
  }).filter((row) => !query.has("kind") || row.kind === query.get("kind"));
  return { items, next: query.has("cursor") ? null : "older" };
};

export const balances = (days: number): T.BalanceDay[] => {
  let balance = 9000;
  return many(days, (n) => {
    const [came_in, went_out] = [below(900), below(720)];
    balance += came_in - went_out;
    return { date: dateBefore(days - 1 - n), came_in, went_out, balance };
  });
};

export const achievements: T.Achievement[] = ([["chatterbox", "Chatterbox", "Lines said", "💬", "chat", 48_211, ["bronze", "silver", "gold"], "diamond", 100_000], ["night_owl", "Night owl", "Lines between midnight and five", "🌙", "time", 2210, ["bronze", "silver"], "gold", 5000],
  ["angler", "Angler", "Fish caught", "🎣", "games", 188, ["bronze"], "silver", 250], ["punter", "Punter", "Bets placed", "🎰", "games", 1904, ["bronze", "silver"], "gold", 2500], ["regular", "Regular", "Days in a row", "📅", "time", 91, ["bronze", "silver", "gold", "diamond"], null, null],
  ["crook", "Crook", "Heists joined", "💰", "games", 31, ["bronze"], "silver", 50], ["paparazzo", "Paparazzo", "Pictures posted", "📷", "media", 17, [], "bronze", 25]] as [string, string, string, string, string, number, string[], string | null, number | null][])
  .map(([type, name, description, icon, category, value, reached, next_tier, next_threshold]) => ({ type, name, description, icon, category, value, next_tier, next_threshold, progress_percent: next_threshold ? (100 * value) / next_threshold : 100, reached: reached.map((level, n) => ({ level, at: minutesAgo(400_000 - n * 90_000) })) }));

export const heat: T.Heat[] = many(168, (n) => ({ weekday: Math.floor(n / 24) + 1, hour: n % 24, messages: Math.round(wave(n % 24) ** 2 * (n >= 96 ? 210 : 130) * (0.5 + chance())) })).filter((hour) => hour.messages > 6);

export const category = (kind: T.BoardKind): T.Category => {
  const isHours = kind === "talkers" || kind === "bongs";
  const parts = isHours ? many(24, (h) => [String(h).padStart(2, "0"), Math.round(wave(h) * 900)] as const) : ([["flathead", 61], ["bream", 44], ["whiting", 30], ["snapper", 21], ["shopping trolley", 9], ["thong (left)", 6]] as const);
  return {
    category: kind, figures: kind === "talkers" ? { messages: 48_211, words: 301_992, words_per_line: 6.26, days_active: 611, current_streak: 12, best_streak: 91, emoji_per_100: 4.1, shouted_per_100: 2.7, questions: 3120, links: 402 } : { count: 188, paid: 131, came_in: 4210, went_out: 380, best: 212, average: 32.14, kilograms: 391.6 },
    days: many(30, (n) => ({ date: dateBefore(n), count: 3 + below(isHours ? 300 : 12), came_in: below(200), went_out: below(60), best: below(90) })),
    single: isHours ? [] : many(8, (n) => ({ room: pick(rooms).id, what: pick(["flathead", "bream", "snapper"]), value: Math.round((38 - n * 3.7) * 10) / 10, details: { bait: "half a snag" }, at: minutesAgo(n * 8000 + 40) })),
    parts: parts.map(([name, count]) => ({ name, count, wins: Math.round(count * 0.7), total: count * 2.1, best: 8 + below(30) })),
  };
};

export const economy = (rooms: string[], period: T.Period): T.Economy => {
  const scale = { day: 0.02, week: 0.1, month: 0.35, all: 1 }[period];
  const flows: [string, number, number, number][] = [["pokies", 41_200, 1_720_400, 1_842_000], ["coin_flip", 18_900, 905_000, 906_200], ["watching", 88_400, 402_100, 0], ["cashie", 6100, 389_500, 0], ["heist", 2100, 301_200, 44_000], ["tab", 9400, 512_000, 590_300], ["scratchie", 12_100, 201_000, 242_400], ["fishing", 15_200, 160_300, 12_200], ["bottles", 7300, 79_500, 0], ["beg", 4400, 38_200, 9100], ["mugging", 3100, 61_000, 61_000], ["raffle", 900, 22_000, 25_000]];
  const returns: [string, number, number, number, number][] = [["coin_flip", 18_900, 906_200, 99.87, 100], ["mystery_esky", 3300, 82_500, 88.1, 90.21], ["pokies", 41_200, 1_842_000, 93.4, 93.12], ["scratchie", 12_100, 242_400, 82.9, 84.5], ["tab", 9400, 590_300, 86.7, 86.13]];
  return {
    rooms, period, supply: { wallets: 1482, total: 2_184_311, median: 310, richest: 184_320, house: 91_204 },
    flows: flows.map(([kind, lines, came_in, went_out]) => ({ kind, lines: Math.round(lines * scale), came_in: Math.round(came_in * scale), went_out: Math.round(went_out * scale), net: Math.round((came_in - went_out) * scale) })),
    returns: returns.map(([game, rounds, staked, returned, exact]) => ({ game, rounds: Math.round(rounds * scale), staked: Math.round(staked * scale), paid: Math.round((staked * scale * returned) / 100), returned_percent: returned, exact_percent: exact })),
  };
};

let pictures = 0;
export function picture(owner: string, n: number, isGone = false): T.Picture {
  pictures += 1;
  return {
    id: 5000 + pictures, username: key(owner), url: `${"/__pictures/"}${key(owner)}-${n}.svg`, room: pick(rooms).id, posted_at: minutesAgo(30 + n * 1900), is_active: !isGone, pruned_reason: isGone ? pick(["not found (404)", "the site is gone", "more than 25"]) : null,
    gone_at: isGone ? minutesAgo(3000 + n * 900) : null, original_poster: n % 4 === 1 ? key(pick(NAMES)) : null, most_recent_poster: key(owner), original_at: minutesAgo(40_000), failure_count: isGone ? 3 : 0, first_failure_at: null, last_check_at: minutesAgo(200), next_check_at: null, recheck_count: 0, has_gravestone: isGone,
  };
}
export const galleryOf = (name: string, n: number): T.Gallery => ({ username: key(name), display_name: shown(name), image_count: n, latest_at: minutesAgo(n * 90), is_locked: n % 3 === 0, locked_at: n % 3 === 0 ? minutesAgo(9000) : null });
export const galleries = (): T.GalleryPage => ({ items: NAMES.slice(0, 6).map((name, nth) => { const n = [12, 7, 4, 9, 3, 1][nth] ?? 2; return { ...galleryOf(name, n), images: many(n, (i) => picture(name, i)) }; }), next: null, stats: { total_images: 231, total_users: 34 } });
export const acts = (): T.Page<T.GalleryAct> => ({ items: many(20, (n) => ({ id: n, action: pick(["add", "add", "add", "delete", "prune", "restore", "lock"]), username: key(pick(NAMES)), url: `/__pictures/${n}.svg`, actor: pick([null, "health check", key(pick(NAMES))]), reason: n % 5 === 3 ? "not found (404)" : null, at: minutesAgo(n * 61) })), next: null });

export const jobs: T.Jobs = {
  jobs: [["statistics", "idle", 0], ["achievements", "idle", 0], ["content", "error", 2], ["housekeeping", "idle", 0], ["pictures", "running", 0], ["backup", "idle", 0]].map(([name, status, n], nth) => ({ name: String(name), last_run: minutesAgo(12 + nth * 40), last_success: minutesAgo(12 + nth * 40), next_run: new Date(Date.now() + (nth + 1) * 900_000).toISOString(), status: String(status), n_failures: Number(n), last_error: n ? "statement took longer than 30 s" : null, n_records: 1204 * (nth + 1), took_ms: 320 * (nth + 1), schedule: pick(["every 10 minutes", "every hour", "daily at 04:10"]) })),
  runs: many(12, (n) => ({ job: pick(["statistics", "achievements", "content", "pictures"]), started: minutesAgo(n * 13), finished: minutesAgo(n * 13 - 0.1), outcome: n === 4 ? "error" : "completed", rows: below(4000), message: n === 4 ? "statement took longer than 30 s" : null })),
};

export const fleet = (): T.FleetView => ({
  version: "0.9.0", pid: 4121, started: minutesAgo(15_000), is_leaving: false,
  rooms: rooms.map((room) => ({ name: room.name, is_enabled: true, is_wanted: room.is_wanted, phase: room.state, reason: room.reason, pid: room.uptime === null ? null : 4200 + room.id.length, version: "0.9.0", uptime_seconds: room.uptime, restarts: room.restarts, warning: null, memory_bytes: room.memory_bytes ?? null, beat_age_seconds: 0.8, next_try: null, last_error: room.last_error ?? null, players: room.user_count, viewers: room.viewer_count, lines_in: room.message_count, lines_out: room.command_count, commands_ok: room.command_count, commands_refused: 12, commands_failed: 1, records_spooled: room.id === "servo" ? 431 : 0, spooled_for_seconds: room.id === "servo" ? 360 : null, records_lost: 0 })),
  database: { kind: "embedded", state: "ready", pid: 4130, restarts: 1, reason: null, last_failure: "it was ended by SIGKILL" },
  backup: { newest: minutesAgo(430), newest_bytes: 48_203_112, good: 14, damaged: 0, next: new Date(Date.now() + 62_000_000).toISOString(), is_running: false, last: { ended: minutesAgo(430), took_seconds: 3.4, error: null } }, jobs: jobs.jobs,
});

type Field = [key: string, type: T.Setting["type"], fallback: unknown, help: string, more?: Partial<T.Setting>];
const FIELDS: Field[] = [
  ["greetings.enabled", "bool", true, "greet people who come in"], ["greetings.percent", "int", 70, "how many of a hundred are greeted, of those who may be", { min: 0, max: 100 }],
  ["heists.enabled", "bool", true, "plan heists"], ["heists.delay_min", "measure", "1h", "shortest time from one heist to the next"], ["prefix", "text", "!", "what a command line starts with: 1 to 3 signs, no white space, not beginning with /"],
  ["commands_off", "list", [], "names of commands that are switched off"], ["cooldowns", "table", {}, "how long people wait between two uses of a command, by its name"],
  ["coin_flip_cap", "int", 10_000, "most that the house flips a coin for, in dollars", { min: 1, max: 1e9 }], ["admins", "list", [], "people who may use the admin commands in this room"],
  ["account", "text", "", "name of the account in fleet.toml that it signs in with; none: the first", { by: "operator", live: false }], ["memory_hard", "measure", "256 MiB", "memory beyond which the process is replaced, or off", { by: "operator" }],
];
export const settings = (room: string): T.Settings => {
  const schema = FIELDS.map(([key, type, fallback, help, more]) => ({ key, type, default: fallback, min: null, max: null, help, by: "owner" as const, live: true, ...more }));
  const written = { commands_off: ["translate"], cooldowns: { roll: "10s" }, admins: ["Shazza"] };
  return { room, written, effective: { ...Object.fromEntries(schema.map((one) => [one.key, one.default])), ...written }, schema };
};

const LOG: [string, string, string][] = [["info", "dazza_room::line", "joined the room"], ["debug", "dazza_room::outbox", "paced a line for 412 ms"], ["info", "dazza_room::commands", "answered a command"], ["warn", "dazza_room::store", "the database took long to answer"], ["info", "dazza_room::media", "a video began"], ["error", "dazza_room::store", "could not store a record; it waits on the disk"], ["info", "dazza_room::heist", "a heist was planned"]];
export const logLine = (room: string, at: string): T.LogLine => {
  const [level, target, message] = pick(LOG) as [T.Level, string, string];
  return { at, level, room, target, message, fields: level === "debug" ? {} : { took_ms: below(40), command: pick(["roll", "fish", "balance"]) } };
};
export const logs = (query: URLSearchParams): T.Logs => {
  const order = ["trace", "debug", "info", "warn", "error"];
  const least = order.indexOf(query.get("level") ?? "info");
  const shape = new RegExp(query.get("regex") ?? "", "i");
  return { items: many(140, (n) => logLine(query.get("room") ?? "fleet", minutesAgo(n * 0.6))).filter((row) => order.indexOf(row.level ?? "info") >= least && shape.test(row.message)).reverse(), complaints: [], previous: query.has("cursor") ? null : "older" };
};
export const audit = (query: URLSearchParams): T.Page<T.AuditRow> => ({ items: many(30, (n) => { const [action, before, after] = pick([["room.restart", null, null], ["room.settings", { "heists.enabled": true }, { "heists.enabled": false }], ["token.create", null, { name: "dashboard", scopes: ["rooms:admin"] }], ["gallery.delete", { url: "https://example.org/a.png" }, null], ["command.add", null, { name: "bbq", text: "Sunday, noon, bring a chair" }]] as [string, unknown, unknown][]); return { id: 900 - n, at: minutesAgo(n * 83), ...pick([{ actor: "operator", actor_kind: "operator" }, { actor: "dashboard", actor_kind: "token" }, { actor: "shazza", actor_kind: "player" }] as const), target: action.startsWith("token") ? "dashboard" : null, action, room: action.startsWith("token") ? null : roomIn(query), before, after, request_id: many(16, () => below(16).toString(16)).join("") }; }), next: query.has("cursor") ? null : "older" });
export const tokens: T.Token[] = [["dashboard", ["rooms:admin", "gallery:write"], null, null], ["thepub mods", ["rooms:admin"], "thepub", null], ["prometheus", ["metrics:read"], null, null], ["gallery of shazza", ["gallery:own"], null, "shazza"]].map(([name, scopes, room, username], n) => ({ id: n + 1, name: String(name), scopes: scopes as string[], username: username as string | null, room: room as string | null, expires_at: n === 1 ? new Date(Date.now() + 9e8).toISOString() : null, created_at: minutesAgo(90_000), last_used_at: n === 2 ? null : minutesAgo(n * 300 + 2), revoked_at: null }));

export const commands = (): unknown => json("../../docs/commands.json");
export const guide = (): unknown => json("../../docs/guide.json") ?? json(process.env["DAZZA_GUIDE"] ?? "none");

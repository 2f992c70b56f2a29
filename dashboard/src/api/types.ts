// What the API answers, name by name as it answers it. Times are RFC 3339 texts, money whole dollars, lengths of time seconds.

export type Phase =
  | "starting" | "connecting" | "joined" | "degraded" | "stopping" | "backing_off" | "quarantined" | "blocked" | "stopped";

export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  rooms?: { name: string; phase: Phase; reason: string | null }[];
  faults?: Fault[];
}
export interface Fault { key: string; value: string; problem: string; hint: string; line: number | null }

export interface Page<T> { items: T[]; next: string | null }

export interface Media { title: string; type: string; id: string; duration: number }
export interface LastError { time: string; text: string }

export interface Room {
  id: string;
  name: string;
  state: Phase;
  reason: string | null;
  connected: boolean;
  is_wanted: boolean;
  user_count: number;
  viewer_count: number;
  message_count: number;
  command_count: number;
  playlist_length: number;
  restarts: number;
  uptime: number | null;
  afk_count?: number;
  current_media?: Media | null;
  first_joined?: string | null;
  last_active?: string | null;
  total_messages?: number;
  lines_per_minute?: number[];
  p99_ms?: number | null;
  memory_bytes?: number | null;
  last_error?: LastError | null;
  /** Not of the API: when this was told, by the clock here. */
  seen?: number;
}
export interface Rooms { rooms: Room[]; total: number }

export interface Health {
  status: string;
  version: string;
  uptime: number;
  endpoints: number;
  connections: { bot: boolean; database: boolean; websocket: number };
  rooms: { total: number; ready: number };
  timestamp: string;
}

export interface Totals {
  messages: number; users: number; bongs: number; drinks: number; urls: number; images: number; heists: number;
  media_plays: number; heist_take: number; messages_of_day: number; users_of_day: number; joins_of_day: number;
  peak_hour: number | null; most_active_day: string | null;
}
export interface DayCount { date: string; messages: number; users: number; bongs: number; drinks: number }
export interface RoomStats { room: string; totals: Totals; daily: DayCount[]; top_talkers: Entry[] }
export interface Visitor {
  room: string; username: string; display_name: string; is_online: boolean; is_afk: boolean; joined_at: string;
  last_seen: string; message_count: number;
}
export interface Visitors extends Page<Visitor> { room: string; online: number }
export interface Bucket {
  start: string; room: string; messages: number; active_users: number; joins: number; leaves: number; peak_users: number;
}
export interface Happening { type: "message" | "join" | "leave" | "media"; room: string; username: string | null; text: string | null; at: string }
export interface Activity { room: string; buckets: Bucket[]; recent: Happening[] }
export interface Heist { id: number; state: string; crime: string | null; crew: string[]; announced_at: string | null; departed_at: string | null }
export interface Raffle {
  id: number; title: string; ticket_price: number; max_tickets: number; tickets: number; entrants: number; opened_at: string; closes_at: string | null;
}
export interface Challenge { id: number; challenger: string; challenged: string; amount: number; status: string; created_at: string; expires_at: string }
export interface Poll { id: number; question: string; options: string[]; votes: number[] | null; opened_at: string; closes_at: string | null }
export interface Games { room: string; heist: Heist | null; raffle: Raffle | null; contests: Challenge[]; duels: Challenge[]; poll: Poll | null }
export interface CommandUse { command: string; uses: number; failed: number }

export interface Said {
  id: number; room: string; username: string; display_name: string; message: string; is_command: boolean; is_own: boolean; sent_at: string;
}

export type BoardKind =
  | "talkers" | "bongs" | "drinks" | "gamblers" | "fishing" | "bottles" | "cashie" | "sign_spinning" | "beggars" | "pissers"
  | "money" | "criminal" | "messages" | "images";
export type Period = "day" | "week" | "month" | "all";
export interface Entry {
  rank: number; username: string; display_name: string; value: number; extra: Record<string, unknown>; achievement: string | null;
}
export interface Board { type: BoardKind; scope: "room" | "global"; period: Period; entries: Entry[] }
export interface Boards { rooms: string[]; period: Period; leaderboards: Board[] }
export interface Rank { type: BoardKind; rank: number; value: number; total: number }

export interface Person { username: string; display_name: string; message_count: number; last_seen: string; balance: number | null }
export interface Profile {
  username: string; display_name: string; first_seen: string; last_seen: string; message_count: number; word_count: number;
  bong_count: number; drink_count: number; heist_count: number; heist_take: number; balance: number; trust: number;
  image_count: number; rooms: { room: string; message_count: number; last_seen: string; is_online: boolean }[];
}
export interface Category {
  category: BoardKind;
  figures: Record<string, number | string>;
  days: { date: string; count: number; came_in: number; went_out: number; best: number }[];
  single: { room: string; what: string | null; value: number; details: Record<string, unknown> | null; at: string }[];
  parts: { name: string; count: number; wins: number; total: number; best: number }[];
}
export interface BalanceDay { date: string; came_in: number; went_out: number; balance: number }
export interface LedgerLine {
  id: number; room: string; kind: string; amount: number; balance: number; trust_change: number; counterparty: string | null;
  details: Record<string, unknown> | null; description: string | null; at: string;
}
export interface Achievement {
  type: string; name: string; description: string | null; icon: string | null; category: string; value: number;
  next_tier: string | null; next_threshold: number | null; progress_percent: number; reached: { level: string; at: string }[];
}
export interface Heat { weekday: number; hour: number; messages: number }
export interface Quote { username: string; message: string; room: string; at: string }

export interface Channel {
  rooms: string[]; total_messages: number; unique_users: number; active_today: number; current_users: number; afk_users: number;
  viewers: number; current_media: (Media & { room: string })[]; total_bongs: number; total_drinks: number; connected: string[];
}

export interface Supply { wallets: number; total: number; median: number; richest: number; house: number }
export interface Flow { kind: string; lines: number; came_in: number; went_out: number; net: number }
export interface Return {
  game: string; rounds: number; staked: number; paid: number; returned_percent: number | null; exact_percent: number | null;
}
export interface Economy { rooms: string[]; period: Period; supply: Supply; flows: Flow[]; returns: Return[] }

export interface Picture {
  id: number; username: string; url: string; room: string | null; posted_at: string; is_active: boolean;
  pruned_reason: string | null; gone_at: string | null; original_poster: string | null; most_recent_poster: string | null;
  original_at: string | null; failure_count: number; first_failure_at: string | null; last_check_at: string | null;
  next_check_at: string | null; recheck_count: number; has_gravestone: boolean;
}
export interface Gallery {
  username: string; display_name: string; image_count: number; latest_at: string | null; is_locked: boolean; locked_at: string | null;
}
export interface GalleryPage extends Page<Gallery & { images: Picture[] }> { stats: { total_images: number; total_users: number } }
export interface GalleryAct {
  id: number; action: string; username: string | null; url: string | null; actor: string | null; reason: string | null; at: string;
}

export interface Command {
  name: string; aliases: string[]; usage: string; about: string; category: string; access: string; wait_seconds: number;
  is_wait_shared: boolean; pm: string;
}
export interface Game { command: string; stake: number; returned_per_mille: number; returned_exactly: string; hits_per_mille: number }
export interface Earning { command: string; when: string; brings: string; brings_exactly: string }
export interface Commands { commands: Command[]; games: Game[]; earnings: Earning[] }

export interface Job {
  name: string; last_run: string | null; last_success: string | null; next_run: string | null; status: string; n_failures: number;
  last_error: string | null; n_records: number | null; took_ms: number | null; schedule?: string;
}
export interface JobRun { job: string; started: string; finished: string | null; outcome: string; rows: number; message: string | null }
export interface Jobs { jobs: Job[]; runs: JobRun[] }

export interface RoomView {
  name: string; is_enabled: boolean; is_wanted: boolean; phase: Phase; reason: string | null; pid: number | null;
  version: string | null; uptime_seconds: number | null; restarts: number; warning: string | null; memory_bytes: number | null;
  beat_age_seconds: number | null; next_try: string | null; last_error: LastError | null; players: number; viewers: number;
  lines_in: number; lines_out: number; commands_ok: number; commands_refused: number; commands_failed: number;
  records_spooled: number; spooled_for_seconds: number | null; records_lost: number;
}
export interface FleetView {
  version: string; pid: number; started: string; is_leaving: boolean; rooms: RoomView[];
  database: { kind: "embedded" | "server"; state: "unknown" | "starting" | "ready" | "down"; pid: number | null; restarts: number;
    reason: string | null; last_failure: string | null };
  backup: { newest: string | null; newest_bytes: number | null; good: number; damaged: number; next: string | null;
    is_running: boolean; last: { ended: string; took_seconds: number; error: string | null } | null };
  jobs: Job[];
}
export interface Restarting {
  running: boolean; began: string; current: string | null; done: string[]; left: string[];
  failed: { room: string; fate: "done" | "refused" | "failed" | "late" | "untouched"; reason: string | null }[];
}

export interface Setting {
  key: string; type: "bool" | "int" | "text" | "measure" | "list" | "table"; default: unknown; min: number | null; max: number | null;
  help: string; by: "owner" | "operator"; live: boolean;
}
export interface Settings {
  room: string; written: Record<string, unknown>; effective: Record<string, unknown>; schema: Setting[];
}

export type Level = "trace" | "debug" | "info" | "warn" | "error";
export interface LogLine {
  at: string; level: Level | null; room: string; target: string | null; message: string; fields: Record<string, unknown>;
}
export interface Logs { items: LogLine[]; previous: string | null; complaints: string[] }

export interface AuditRow {
  id: number; at: string; actor: string; actor_kind: "operator" | "token" | "player" | "job" | "system"; action: string; room: string | null;
  target: string | null; before: unknown; after: unknown; request_id: string | null;
}
export interface Token {
  id: number; name: string; scopes: string[]; username: string | null; room: string | null; expires_at: string | null;
  created_at: string; last_used_at: string | null; revoked_at: string | null;
}
export interface Session { name: string; scopes: string[]; room: string | null; username: string | null; expires_at: string | null; csrf: string }

export interface Frame { type: string; room: string | null; data: unknown; seq?: number | null; ts?: string }
export interface Welcome { version: string; seq: number; epoch?: string | number; rooms: string[] }

export interface Guide {
  challenge_stands_seconds: number; wait_seconds: number;
  scoring: { figure: string; unit: string; points_per_unit: number; full_at: number; most: number }[];
  styles: { number: number; name: string; rarity: "common" | "uncommon" | "rare" | "legendary"; chance_percent: number }[];
  conditions: { chance_percent: number; list: { name: string; kind: "failure" | "debuff" | "buff" | "weird"; effects: string[]; fine: number }[] };
  places: { name: string; effects: string[]; is_crowded: boolean; fine: number | null; fine_percent: number | null }[];
  weather: { winds: string[]; temperatures: string[]; specials: string[]; special_percent: number };
}

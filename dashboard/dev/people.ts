// Made-up people, rooms and words for the made-up fleet.

import type { Phase, Room } from "../src/api/types";

let seed = 20_240_611;
/** The same chances every time, so that pictures of the pages can be compared. */
export const chance = (): number => {
  seed = (seed * 1_664_525 + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
export const below = (n: number): number => Math.floor(chance() * n);
export const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;

export const NAMES = ["Shazza", "PopcornPete", "TomatoTess", "BackRowBev", "ExtraCheese", "MidnightMick", "LoudLorraine", "TwoStubbyTerry", "KelpieKev",
  "ServoSausage", "Bindi_Irwine", "ThongsOnTuesday", "GaryFromGympie", "PavlovaPam", "DropBearDave", "MangoMadness", "OuttaRange", "CouchCaptain",
  "NanasUte", "Wazza1987", "EskyLid", "SnagSangaSue", "BogRollBaron", "HillsHoistHank", "MagpieMarge", "FairyBreadFi", "VicBitterVic", "TinnieTim"];

const TITLES: [string, number][] = [["Backyard cricket: the 1994 final, uncut", 7421], ["How to catch a yabby with nothing but string", 642], ["Thunderbox: a documentary", 3155],
  ["Big Things of Queensland, part 3", 1861], ["Utes of the Darling Downs", 2750], ["The Great Emu Debate", 5402], ["Storm over Wagga: live radar", 10_800], ["Meat raffle night, complete", 4210]];

const ROOMS: [string, Phase, string | null][] = [
  ["fatpizza", "joined", null], ["thepub", "joined", null], ["shedcinema", "joined", null], ["bowlo", "joined", null], ["servo", "degraded", "the database does not answer; lines wait on the disk"],
  ["theattic", "connecting", null], ["milkbar", "joined", null], ["surfclub", "joined", null], ["caravanpark", "backing_off", "the process ended with code 70; next try in 34 s"], ["woolshed", "stopped", null],
];

export const minutesAgo = (n: number): string => new Date(Date.now() - n * 60_000).toISOString();

export const rooms: Room[] = ROOMS.map(([id, state, reason], n) => {
  const isOff = state === "stopped";
  const busy = isOff ? 0 : [22, 15, 9, 4, 6, 2, 11, 7, 1, 0][n] ?? 3;
  const [title, duration] = TITLES[n % TITLES.length] as [string, number];
  return {
    id, name: id, state, reason, connected: state === "joined", is_wanted: !isOff, user_count: isOff ? 0 : 3 + busy + below(8), viewer_count: isOff ? 0 : 9 + busy * 2,
    message_count: isOff ? 0 : 1200 * busy + below(900), command_count: isOff ? 0 : 140 * busy + below(90), playlist_length: 12 + below(60), restarts: [0, 0, 1, 0, 2, 0, 0, 0, 7, 0][n] ?? 0,
    uptime: isOff || state === "backing_off" ? null : 8000 + below(900_000), afk_count: isOff ? 0 : below(4), current_media: state === "joined" || state === "degraded" ? { title, type: "yt", id: "dQw4w9", duration } : null,
    first_joined: "2023-02-11T09:00:00Z", last_active: minutesAgo(isOff ? 4000 : below(5)), total_messages: 48_000 * (busy + 1) + below(20_000),
    lines_per_minute: Array.from({ length: 30 }, (_, m) => Math.max(0, Math.round(busy * (0.75 + 0.5 * Math.sin(m / 4 + n)) + (chance() - 0.5) * busy * 0.8))),
    p99_ms: isOff ? null : 0.3 + chance() * 1.8, memory_bytes: isOff ? null : 2_050_000 + below(600_000),
    last_error: state === "backing_off" ? { time: minutesAgo(0.5), text: "the chat server closed the line: 1006" } : n === 4 ? { time: minutesAgo(6), text: "the database does not answer: connection refused" } : n === 2 ? { time: minutesAgo(1900), text: "no sign of life for 20 s" } : null,
  };
});

const SAID = ["double or nothing?", "cheaper than a psychic", "who put a fork in the toaster again", "this bit, watch the seagull", "mate", "that is not how you hold a snag", "I was told there would be pavlova",
  "skip, please, for the love of Bunyip", "he's cooked it", "volume's a bit low or is it me", "my nan has that exact ute", "brb magpie at the window", "the esky is empty and so am I", "<b>not bold</b> & <script>alert(1)</script>",
  "best bit of the whole film coming up", "I'd give it four lamingtons out of five", "hahaha the dog", "anyone else hear that possum?", "rain on the tin roof, kettle's on", "put the cricket back on"];
const ASKED = ["!roll 3d6", "!balance", "!fish", "!8ball is the tuckshop open?", "!pokies 50", "!bong", "!drink", "!heiststatus", "!cashie"];
const ANSWERS = ["-Shazza: The tea leaves say yes, but it was a teabag, so it's hard to tell.", "-KelpieKev hauled in a 4.2 kg flathead and will not shut up about it.", "-PavlovaPam gets 3+1+5 = 9 out of 3d6. Neither here nor Coonabarabran.", "-TinnieTim: three bananas in a row pays $250. The whole pub looks over."];

export function line(): { username: string; text: string; is_bot: boolean; is_command: boolean } {
  const what = below(10);
  if (what < 2) return { username: "dazza", text: pick(ANSWERS), is_bot: true, is_command: false };
  if (what < 4) return { username: pick(NAMES), text: pick(ASKED), is_bot: false, is_command: true };
  return { username: pick(NAMES), text: pick(SAID), is_bot: false, is_command: false };
}

export const KINDS = ["talkers", "bongs", "drinks", "gamblers", "fishing", "bottles", "cashie", "sign_spinning", "beggars", "pissers", "money", "criminal", "messages", "images"] as const;

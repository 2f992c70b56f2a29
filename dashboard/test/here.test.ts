// Who is here, as the live feed changes it.

import { expect, it } from "vitest";
import type { Frame, Visitor } from "../src/api/types";
import { type Changes, merged, withMove } from "../src/lib/here";

const at = "2036-01-01T00:00:00Z";
const frame = (type: string, username: string, more = {}): Frame => ({ type, room: "thepub", data: { username, at, ...more } });
const visitor = (name: string, is_afk = false): Visitor => ({ room: "thepub", username: name.toLowerCase(), display_name: name, is_online: true, is_afk, joined_at: at, last_seen: at, message_count: 1 });
const after = (...frames: Frame[]): string[] => {
  const changes = frames.reduce<Changes>(withMove, new Map());
  return merged([visitor("Gazza"), visitor("Nan", true)], changes, "thepub").map((one) => one.display_name + (one.is_afk ? " away" : ""));
};

it("has people who come, go, go away from the keyboard and come back to it", () => {
  expect(after()).toEqual(["Gazza", "Nan away"]);
  expect(after(frame("chat.afk", "Gazza", { afk: true }), frame("chat.afk", "Nan", { afk: false }))).toEqual(["Nan", "Gazza away"]);
  expect(after(frame("chat.join", "Shaz"), frame("chat.afk", "Shaz", { afk: true }))).toEqual(["Gazza", "Nan away", "Shaz away"]);
  expect(after(frame("chat.leave", "Nan"), frame("chat.join", "Nan"))).toEqual(["Gazza", "Nan"]);
  expect(after(frame("chat.leave", "Gazza"), frame("chat.afk", "Nobody", { afk: true }))).toEqual(["Nan away"]);
  expect(after(frame("chat.message", "Shaz", { text: "!roll" }))).toEqual(["Gazza", "Nan away"]);
});

// Sorting and sifting of rooms, and what the live feed changes in them.

import { describe, expect, it } from "vitest";
import { topicOf, nextWait } from "../src/api/live";
import { withFrame } from "../src/api/rooms";
import type { Room } from "../src/api/types";
import { isMeant, needsEyes, sorted } from "../src/lib/fleet";

const room = (id: string, more: Partial<Room> = {}): Room => ({
  id, name: id, state: "joined", reason: null, connected: true, is_wanted: true, user_count: 0, viewer_count: 0, message_count: 0,
  command_count: 0, playlist_length: 0, restarts: 0, uptime: 1, ...more,
});

describe("rooms", () => {
  it("are sorted by a figure, equal ones by name", () => {
    const rooms = [room("b", { user_count: 3 }), room("c", { user_count: 9 }), room("a", { user_count: 3 })];
    expect(sorted(rooms, "users", true).map((one) => one.id)).toEqual(["c", "a", "b"]);
    expect(sorted(rooms, "name", false).map((one) => one.id)).toEqual(["a", "b", "c"]);
  });

  it("that need a look come first by state", () => {
    const rooms = [room("fine"), room("out", { state: "blocked" }), room("soon", { state: "connecting" })];
    expect(sorted(rooms, "state", false).map((one) => one.id)).toEqual(["out", "soon", "fine"]);
    expect(rooms.filter(needsEyes).map((one) => one.id)).toEqual(["out", "soon"]);
  });

  it("are found by any of their words", () => {
    const one = room("thepub", { state: "backing_off", reason: "the line was closed" });
    expect(isMeant(one, "pub backing")).toBe(true);
    expect(isMeant(one, "CLOSED")).toBe(true);
    expect(isMeant(one, "servo")).toBe(false);
  });
});

describe("the feed", () => {
  it("changes the room it tells of, and no other", () => {
    const before = [room("a"), room("b")];
    const after = withFrame(before, { type: "room.state", room: "a", data: { state: "stopping", reason: "asked" } });
    expect(after[0]).toMatchObject({ state: "stopping", reason: "asked", connected: false });
    expect(after[1]).toBe(before[1]);
    expect(withFrame(before, { type: "room.row", room: "c", data: room("c") })).toHaveLength(3);
    expect(withFrame(before, { type: "chat.message", room: "a", data: {} })).toBe(before);
  });

  it("has a topic for each type", () => {
    const types = ["chat.message", "room.row", "room.state", "fleet.state", "gallery.added", "achievement", "heist"];
    expect(types.map(topicOf)).toEqual(["chat", "rooms", "bot", "bot", "gallery", "stats", "stats"]);
  });

  it("is tried again later and later, and not by all at once", () => {
    expect(nextWait(1000, 0)).toBe(1600);
    expect(nextWait(1000, 1)).toBeCloseTo(2400);
    expect(nextWait(60_000, 1)).toBeLessThan(18_001);
  });
});

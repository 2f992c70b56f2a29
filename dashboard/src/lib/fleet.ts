// How rooms are sorted and sifted. Pure, so that it can be tested.

import type { Phase, Room } from "../api/types";

export type SortKey = "name" | "state" | "uptime" | "restarts" | "users" | "lines" | "p99" | "memory" | "error";

/** Rooms that an operator should look at come first. */
const GRAVITY: Phase[] = ["blocked", "quarantined", "backing_off", "degraded", "connecting", "starting", "stopping", "joined", "stopped"];

export const perMinute = (room: Room): number => room.lines_per_minute?.at(-1) ?? 0;

/** How long its process runs: the feed does not tell that time passes. */
export const upFor = (room: Room, now = Date.now()): number | null => (room.uptime === null ? null : room.uptime + (now - (room.seen ?? now)) / 1000);

export const needsEyes = (room: Room): boolean => room.is_wanted && room.state !== "joined";

function figure(room: Room, key: SortKey): number | string {
  switch (key) {
    case "name": return room.name;
    case "state": return GRAVITY.indexOf(room.state);
    case "uptime": return upFor(room) ?? -1;
    case "restarts": return room.restarts;
    case "users": return room.user_count;
    case "lines": return perMinute(room);
    case "p99": return room.p99_ms ?? -1;
    case "memory": return room.memory_bytes ?? -1;
    case "error": return room.last_error ? Date.parse(room.last_error.time) : -1;
  }
}

export function sorted(rooms: Room[], key: SortKey, isDown: boolean): Room[] {
  const turn = isDown ? -1 : 1;
  return [...rooms].sort((a, b) => {
    const [x, y] = [figure(a, key), figure(b, key)];
    const order = typeof x === "string" ? x.localeCompare(String(y)) : x - Number(y);
    return order * turn || a.name.localeCompare(b.name);
  });
}

/** Whether a room is meant by what was typed: its name, its state, what plays there. */
export function isMeant(room: Room, typed: string): boolean {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = [room.name, room.state.replace("_", " "), room.reason ?? "", room.current_media?.title ?? "", room.last_error?.text ?? ""].join(" ").toLowerCase();
  return parts.every((part) => text.includes(part));
}

/** How many of a building's windows are lit: one for anybody at all, all for a line every three seconds. */
export const lit = (room: Room, windows: number): number =>
  room.state !== "joined" && room.state !== "degraded" ? 0 : Math.min(windows, (room.user_count > 0 ? 1 : 0) + Math.ceil((perMinute(room) / 20) * (windows - 1)));

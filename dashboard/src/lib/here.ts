// Who is in a room: as it was asked for, with all that the live feed has told since.

import type { Frame, Visitor } from "../api/types";

/** What was told of a person: whether they are here, if that was told, and whether they are away from the keyboard. */
export interface Change { name: string; isIn?: boolean; isAfk?: boolean; at: string }

/** By the key of the person. */
export type Changes = ReadonlyMap<string, Change>;

/** The changes with what a frame tells of somebody; the same map when it tells nothing. */
export function withMove(all: Changes, frame: Frame): Changes {
  if (frame.type !== "chat.join" && frame.type !== "chat.leave" && frame.type !== "chat.afk") return all;
  const { username, at, afk } = frame.data as { username: string; at: string; afk?: boolean };
  const key = username.toLowerCase();
  // Who comes in is at the keyboard.
  const told: Change = frame.type === "chat.afk" ? { ...all.get(key), name: username, isAfk: afk === true, at: all.get(key)?.at ?? at } : { name: username, isIn: frame.type === "chat.join", isAfk: false, at };
  return new Map(all).set(key, told);
}

/** The people who are here now, those at the keyboard first. */
export function merged(found: Visitor[], changes: Changes, room: string): Visitor[] {
  const stay = found.filter((one) => changes.get(one.username)?.isIn !== false).map((one) => ({ ...one, is_afk: changes.get(one.username)?.isAfk ?? one.is_afk }));
  const known = new Set(stay.map((one) => one.username));
  for (const [key, { name, isIn, isAfk, at }] of changes) {
    if (isIn && !known.has(key)) stay.push({ room, username: key, display_name: name, is_online: true, is_afk: isAfk ?? false, joined_at: at, last_seen: at, message_count: 0 });
  }
  return stay.sort((a, b) => Number(a.is_afk) - Number(b.is_afk) || a.display_name.localeCompare(b.display_name));
}

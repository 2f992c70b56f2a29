// The rooms as they are now: asked for once, kept true by the live feed.

import { useEffect } from "preact/hooks";
import { store, useStore } from "../lib/store";
import { asProblem, get, Problem, session } from "./client";
import { line, listen } from "./live";
import type { Frame, Phase, Room, Rooms } from "./types";
import { generation } from "./use";

export const rooms = store<Room[] | null>(null);
export const roomsProblem = store<Problem | null>(null);

let stop: AbortController | null = null;
let again = 0;

export async function loadRooms(): Promise<void> {
  stop?.abort();
  clearTimeout(again);
  const mine = (stop = new AbortController());
  try {
    const all = await get<Rooms>("/rooms?include=inactive", mine.signal);
    rooms.set(all.rooms.map((room) => ({ ...room, seen: Date.now() })));
    roomsProblem.set(null);
  } catch (error) {
    if (mine.signal.aborted) return;
    const problem = asProblem(error);
    roomsProblem.set(problem);
    again = window.setTimeout(() => void loadRooms(), (problem.retryAfter ?? 10) * 1000);
  }
}

/** The rows with what a frame tells of one of them. */
export function withFrame(all: Room[], frame: Frame): Room[] {
  const told: Partial<Room> = frame.type === "room.row" ? { ...(frame.data as Partial<Room>), seen: Date.now() } : stateOf(frame);
  const id = frame.room;
  if (id === null || Object.keys(told).length === 0) return all;
  if (!all.some((room) => room.id === id)) return frame.type === "room.row" ? [...all, told as Room] : all;
  return all.map((room) => (room.id === id ? { ...room, ...told } : room));
}

function stateOf(frame: Frame): Partial<Room> {
  if (frame.type !== "room.state") return {};
  const { state, reason } = frame.data as { state: Phase; reason?: string | null };
  return { state, reason: reason ?? null, connected: state === "joined" };
}

/** How often rooms are asked for while the live line alone is down. */
const POLL_MS = 20_000;

export function watchRooms(): void {
  void loadRooms();
  setInterval(() => {
    const now = line.get();
    if (now.state === "down" && !now.isGone && !document.hidden) void loadRooms();
  }, POLL_MS);
  generation.watch(() => void loadRooms());
  session.watch(() => void loadRooms());
  listen(["rooms", "bot"], (frame) => {
    rooms.set((all) => (all === null ? all : withFrame(all, frame)));
  });
}

export function useAllRooms(): Room[] | null {
  return useStore(rooms);
}

/** Has all rooms asked for again when a page is entered that lives on them. */
export function useFreshRooms(): void {
  useEffect(() => {
    if (rooms.get() !== null) void loadRooms();
  }, []);
}

// The live feed: one socket for the whole page, tried again for ever, and taken up where it broke off.

import { useEffect, useRef } from "preact/hooks";
import { store } from "../lib/store";
import type { Frame, Welcome } from "./types";
import { generation } from "./use";

export type Line =
  | { state: "connecting" }
  | { state: "open" }
  /** The line is down; `isGone` when the supervisor does not answer at all. */
  | { state: "down"; isGone: boolean; retryAt: number };

export const line = store<Line>({ state: "connecting" });

type Hear = (frame: Frame) => void;
const listeners = new Map<string, Set<Hear>>();

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;
const PING_EVERY = 25_000;

let socket: WebSocket | null = null;
let wait = FIRST_WAIT;
let retry = 0;
let pinging = 0;
let lastSeq: number | null = null;
let epoch: string | number | null = null;
let wasDown = false;
let subscribed = new Set<string>();
let pending = 0;

/** How long until the next try: twice as long each time, with some chance, so that all readers do not come at once. */
export const nextWait = (now: number, chance: number): number => Math.min(LONGEST_WAIT, now * 2) * (0.8 + 0.4 * chance);

function send(message: unknown): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

/** Tells the server what is listened to, once all components of a page have said so. */
function settle(): void {
  clearTimeout(pending);
  pending = window.setTimeout(() => {
    const wanted = new Set([...listeners].filter(([, hear]) => hear.size > 0).map(([topic]) => topic));
    const add = [...wanted].filter((topic) => !subscribed.has(topic));
    const drop = [...subscribed].filter((topic) => !wanted.has(topic));
    if (socket?.readyState !== WebSocket.OPEN) return;
    if (drop.length > 0) send({ type: "unsubscribe", topics: drop });
    if (add.length > 0) send({ type: "subscribe", topics: add });
    subscribed = wanted;
  }, 120);
}

function welcome(data: Welcome): void {
  const isAnother = data.epoch !== undefined ? epoch !== null && data.epoch !== epoch : lastSeq !== null && data.seq < lastSeq;
  epoch = data.epoch ?? null;
  const since = isAnother ? null : lastSeq;
  if (isAnother || lastSeq === null) lastSeq = data.seq;
  const topics = [...listeners].filter(([, hear]) => hear.size > 0).map(([topic]) => topic);
  subscribed = new Set(topics);
  if (topics.length > 0) send({ type: "subscribe", topics, ...(since === null ? {} : { since, epoch }) });
  if (wasDown) generation.set((n) => n + 1);
  wasDown = false;
  wait = FIRST_WAIT;
  line.set({ state: "open" });
}

const TOPICS: Record<string, string> = { chat: "chat", room: "bot", fleet: "bot", gallery: "gallery", achievement: "stats", heist: "stats", heartbeat: "stats" };

/** Under which topic a frame comes. */
export function topicOf(type: string): string {
  if (type === "room.row") return "rooms";
  return TOPICS[type.split(".")[0] ?? ""] ?? "";
}

function hear(event: MessageEvent): void {
  let frame: Frame;
  try {
    frame = JSON.parse(String(event.data)) as Frame;
  } catch {
    return;
  }
  if (frame.type === "welcome") return welcome(frame.data as Welcome);
  if (frame.type === "gap") return generation.set((n) => n + 1);
  if (typeof frame.seq === "number") lastSeq = Math.max(lastSeq ?? 0, frame.seq);
  const topic = topicOf(frame.type);
  const heard = new Set([...(listeners.get(topic) ?? []), ...(frame.room === null ? [] : (listeners.get(`${topic}:${frame.room}`) ?? []))]);
  for (const listener of heard) listener(frame);
}

export function connect(): void {
  clearTimeout(retry);
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const opened = new WebSocket(`${scheme}//${location.host}/ws`);
  socket = opened;
  opened.onmessage = hear;
  opened.onopen = () => {
    clearInterval(pinging);
    pinging = window.setInterval(() => send({ type: "ping" }), PING_EVERY);
  };
  opened.onclose = () => {
    if (socket !== opened) return;
    socket = null;
    clearInterval(pinging);
    void lost();
  };
}

async function lost(): Promise<void> {
  wasDown = true;
  subscribed = new Set();
  const pause = wait;
  wait = nextWait(wait, Math.random());
  const retryAt = Date.now() + pause;
  retry = window.setTimeout(connect, pause);
  // Before anybody is worried: is it the line alone?
  const isGone = await fetch("/api/v1/health", { cache: "no-store" }).then((answer) => answer.status === 502 || answer.status === 504, () => true);
  if (socket === null || socket.readyState === WebSocket.CONNECTING) line.set({ state: "down", isGone, retryAt });
}

/** Tries at once. */
export function tryNow(): void {
  wait = FIRST_WAIT;
  if (socket === null) connect();
}

export function start(): void {
  connect();
  addEventListener("online", tryNow);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) tryNow();
  });
}

export function listen(topics: string[], listener: Hear): () => void {
  for (const topic of topics) {
    const all = listeners.get(topic) ?? new Set();
    listeners.set(topic, all.add(listener));
  }
  settle();
  return () => {
    for (const topic of topics) listeners.get(topic)?.delete(listener);
    settle();
  };
}

/** Hears what comes under these topics for as long as the component is there. */
export function useLive(topics: string[], listener: Hear): void {
  const latest = useRef(listener);
  latest.current = listener;
  const key = topics.join(" ");
  useEffect(() => (key === "" ? undefined : listen(key.split(" "), (frame) => latest.current(frame))), [key]);
}

/** The topic of each of these rooms; of all when none is named. */
export const topicsOf = (topic: string, rooms: string[]): string[] => (rooms.length === 0 ? [topic] : rooms.map((room) => `${topic}:${room}`));

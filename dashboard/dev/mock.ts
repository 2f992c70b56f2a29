// A made-up fleet behind the development server, so that the pages can be worked on without one. Not part of the build.
// `/__mock/down?s=10` takes it away for ten seconds; when it is back it is another one. Any token but "wrong" is good.

import { existsSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import type { BoardKind, Period, Phase, Restarting, Session } from "../src/api/types";
import * as answers from "./answers";
import { below, chance, KINDS, line, NAMES, pick, rooms } from "./people";
import { accept, type Client } from "./socket";

const clients = new Set<Client>();
let [seq, epoch, downUntil] = [1000, 1, 0];
let session: Session | null = null;
let restarting: Restarting = { running: false, began: new Date().toISOString(), done: [], current: null, left: [], failed: [] };

function tell(topic: string, type: string, room: string | null, data: unknown): void {
  seq += 1;
  const frame = { type, room, data, seq, ts: new Date().toISOString() };
  for (const client of clients) if (client.topics.has(topic) || (room !== null && client.topics.has(`${topic}:${room}`))) client.send(frame);
}

function setState(id: string, state: Phase): void {
  const room = rooms.find((one) => one.id === id);
  if (!room) return;
  Object.assign(room, { state, connected: state === "joined", reason: null, is_wanted: state !== "stopped" && state !== "stopping", uptime: state === "joined" ? 0 : room.uptime });
  tell("bot", "room.state", id, { state, reason: null });
  tell("rooms", "room.row", id, { ...room, last_error: undefined });
}

function live(): void {
  for (const room of rooms.filter((one) => one.state === "joined" && chance() < 0.45)) {
    const { username, text, is_bot } = line();
    tell("chat", "chat.message", room.id, { username, text, at: new Date().toISOString(), is_bot, is_command: text.startsWith("!") });
    room.message_count += 1;
    const lines = room.lines_per_minute;
    if (lines) lines[29] = (lines[29] ?? 0) + (chance() < 0.4 ? 1 : 0);
    if (chance() < 0.12) {
      const isIn = chance() < 0.5;
      room.user_count = Math.max(2, room.user_count + (isIn ? 1 : -1));
      tell("chat", isIn ? "chat.join" : "chat.leave", room.id, { username: pick(NAMES), at: new Date().toISOString() });
      tell("chat", "chat.usercount", room.id, { total: room.user_count, afk: room.afk_count, viewers: room.viewer_count });
    }
    room.p99_ms = Math.max(0.2, (room.p99_ms ?? 1) + (chance() - 0.5) * 0.2);
    tell("rooms", "room.row", room.id, { ...room, last_error: undefined });
  }
  for (const room of rooms) if (room.uptime !== null) room.uptime += 1;
  if (below(600) === 0) for (const room of rooms) room.lines_per_minute = [...(room.lines_per_minute ?? []).slice(1), below(9)];
}

function restartAll(ids: string[]): void {
  restarting = { running: true, began: new Date().toISOString(), done: [], current: ids[0] ?? null, left: ids.slice(1), failed: [] };
  const step = (): void => {
    if (restarting.current === null) return;
    const id = restarting.current;
    setState(id, "starting");
    setTimeout(() => {
      setState(id, "joined");
      restarting = { ...restarting, done: [...restarting.done, id], current: restarting.left[0] ?? null, left: restarting.left.slice(1), running: restarting.left.length > 0 };
      step();
    }, 1800);
  };
  step();
}

class Refusal extends Error {
  constructor(readonly status: number, readonly title: string, message: string) {
    super(message);
  }
}

function admin(): void {
  if (!session) throw new Refusal(401, "Unauthorized", "this takes a token good for rooms:admin; sign in with one");
}

const page = <T>(items: T[]): { items: T[]; next: null } => ({ items, next: null });

type Answer = (found: string[], query: URLSearchParams, body: Record<string, unknown>) => unknown;

const GETS: [RegExp, Answer][] = [
  [/^\/health$/, () => ({ status: "ok", version: "0.9.0", uptime: 900_000, endpoints: 61, connections: { bot: true, database: true, websocket: clients.size }, rooms: { total: 9, ready: 6 }, timestamp: new Date().toISOString() })],
  [/^\/rooms$/, () => ({ rooms: rooms.map((room) => ({ ...room, last_error: undefined })), total: rooms.length })],
  [/^\/fleet\/restart$/, () => (admin(), restarting)],
  [/^\/rooms\/([^/]+)$/, ([id]) => room(id)],
  [/^\/rooms\/([^/]+)\/stats$/, ([id]) => ({ room: id, totals: { messages: 402_118, users: 1209, bongs: 8123, drinks: 6120, urls: 9120, images: 801, heists: 212, media_plays: 20_114, heist_take: 90_120, messages_of_day: 4120, users_of_day: 88, joins_of_day: 402, peak_hour: 21, most_active_day: "2024-06-01" }, daily: [], top_talkers: answers.board("talkers", "all", 5, false).entries })],
  [/^\/rooms\/([^/]+)\/users$/, ([id]) => { const n = room(id).user_count; return { room: id, online: n, items: NAMES.slice(0, n).map((name, nth) => ({ room: id, username: name.toLowerCase(), display_name: name, is_online: true, is_afk: nth % 6 === 4, joined_at: new Date(Date.now() - nth * 900_000 - 60_000).toISOString(), last_seen: new Date().toISOString(), message_count: 90 * (30 - nth) })), next: null }; }],
  [/^\/rooms\/([^/]+)\/activity$/, ([id], query) => answers.activity(room(id).id, query)],
  [/^\/rooms\/([^/]+)\/games$/, ([id]) => ({ room: id, heist: { id: 7, state: "in_progress", crime: "the bowlo's meat raffle", crew: ["shazza", "kelpiekev", "tinnietim"], announced_at: new Date(Date.now() - 400_000).toISOString(), departed_at: new Date(Date.now() - 300_000).toISOString() }, raffle: { id: 2, title: "Meat tray", ticket_price: 20, max_tickets: 10, tickets: 17, entrants: 6, opened_at: new Date(Date.now() - 9e5).toISOString(), closes_at: new Date(Date.now() + 7e5).toISOString() }, contests: [{ id: 3, challenger: "garyfromgympie", challenged: "pavlovapam", amount: 50, status: "pending", created_at: new Date().toISOString(), expires_at: new Date(Date.now() + 25_000).toISOString() }], duels: [], poll: null })],
  [/^\/rooms\/([^/]+)\/commands$/, () => ({ items: ["roll", "fish", "balance", "pokies", "8ball", "bong", "drink", "cashie", "quote", "stats"].map((command, n) => ({ command, uses: Math.round(900 / (n + 1)), failed: n % 4 })) })],
  [/^\/rooms\/([^/]+)\/settings$/, ([id]) => (admin(), answers.settings(id ?? ""))],
  [/^\/chat\/recent$/, (_found, query) => ({ rooms: query.getAll("room"), ...answers.said(query) })],
  [/^\/stats\/users$/, (_found, query) => page(NAMES.filter((name) => name.toLowerCase().startsWith((query.get("q") ?? "").toLowerCase())).map((name, n) => ({ username: name.toLowerCase(), display_name: name, message_count: Math.round(48_000 / (n + 1)), last_seen: new Date(Date.now() - n * n * 900_000).toISOString(), balance: n % 7 === 6 ? null : Math.round(140_000 / (n + 1)) })))],
  [/^\/stats\/users\/([^/]+)$/, ([name]) => { if (name === "nobody") throw new Refusal(404, "Not Found", "nobody of that name was seen in these rooms"); return answers.profile(name ?? ""); }],
  [/^\/stats\/users\/([^/]+)\/ranks$/, ([name]) => ({ username: name, rooms: [], ranks: KINDS.filter((_kind, n) => n % 5 !== 4).map((type, n) => ({ type, rank: 1 + ((n * 7) % 23), value: 4000 / (n + 1), total: 1209 - n * 60 })) })],
  [/^\/stats\/users\/([^/]+)\/category\/(\w+)$/, ([name, kind]) => ({ username: name, rooms: [], ...answers.category(kind as BoardKind) })],
  [/^\/stats\/users\/([^/]+)\/quote$/, ([name]) => ({ username: name, message: pick(["I'd give it four lamingtons out of five", "rain on the tin roof, kettle's on", "he's cooked it"]), room: "thepub", at: "2024-03-02T11:20:00Z" })],
  [/^\/stats\/users\/([^/]+)\/balances$/, ([name], query) => ({ username: name, days: answers.balances(Number(query.get("days") ?? 30)) })],
  [/^\/stats\/users\/([^/]+)\/ledger$/, (_found, query) => ({ rooms: [], ...answers.ledger(query) })],
  [/^\/stats\/users\/([^/]+)\/achievements$/, ([name]) => ({ username: name, achievements: answers.achievements })],
  [/^\/stats\/users\/([^/]+)\/heat$/, ([name]) => ({ username: name, rooms: [], hours: answers.heat })],
  [/^\/stats\/leaderboard\/all$/, (_found, query) => ({ rooms: query.getAll("room"), period: period(query), leaderboards: KINDS.map((kind) => answers.board(kind, period(query), Number(query.get("limit") ?? 5), !query.has("room"))) })],
  [/^\/stats\/leaderboard\/(\w+)$/, ([kind], query) => ({ rooms: query.getAll("room"), ...answers.board(kind as BoardKind, period(query), Math.min(Number(query.get("limit") ?? 10), 28), !query.has("room")) })],
  [/^\/stats\/channel$/, (_found, query) => ({ rooms: query.getAll("room"), total_messages: 1_204_112, unique_users: 4120, active_today: 212, current_users: 88, afk_users: 9, viewers: 140, current_media: [], total_bongs: 9120, total_drinks: 8120, connected: rooms.map((one) => one.id) })],
  [/^\/stats\/recent\/activity$/, (_found, query) => ({ rooms: query.getAll("room"), items: answers.activity(pick(rooms).id, query).recent })],
  [/^\/(?:jobs|stats\/batch\/status)$/, () => answers.jobs],
  [/^\/economy$/, (_found, query) => answers.economy(query.getAll("room"), period(query))],
  [/^\/gallery\/images$/, () => answers.galleries()],
  [/^\/gallery\/images\/([^/]+)$/, ([name], query) => page(Array.from({ length: 17 }, (_, n) => answers.picture(name ?? "", n, query.get("include_deleted") === "true" && n > 13)))],
  [/^\/gallery\/locks\/([^/]+)$/, ([name]) => answers.galleryOf(name ?? "", 17)],
  [/^\/gallery\/pruned$/, () => page(Array.from({ length: 14 }, (_, n) => answers.picture(pick(NAMES), n, true)))],
  [/^\/gallery\/activity$/, () => answers.acts()],
  [/^\/commands$/, () => answers.commands()],
  [/^\/guide$/, () => { const guide = answers.guide(); if (guide === null) throw new Refusal(404, "Not Found", "there is nothing at /api/v1/guide"); return guide; }],
  [/^\/fleet$/, () => (admin(), answers.fleet())],
  [/^\/logs$/, (_found, query) => (admin(), answers.logs(query))],
  [/^\/audit$/, (_found, query) => (admin(), answers.audit(query))],
  [/^\/tokens$/, () => (admin(), { items: answers.tokens })],
  [/^\/session$/, () => { if (!session) throw new Refusal(401, "Unauthorized", "there is no session"); return session; }],
];

const WRITES: [string, RegExp, Answer][] = [
  ["POST", /^\/session$/, (_found, _query, body) => {
    if (body["token"] === "wrong") throw new Refusal(401, "Unauthorized", "this token is unknown, expired or revoked");
    const scopes = body["token"] === "own" ? ["gallery:own"] : ["rooms:admin", "gallery:write", "metrics:read"];
    return (session = { name: body["token"] === "own" ? "shazza" : "dashboard", scopes, room: body["token"] === "pub" ? "thepub" : null, username: body["token"] === "own" ? "shazza" : null, expires_at: new Date(Date.now() + 8.64e7).toISOString(), csrf: "c" });
  }],
  ["DELETE", /^\/session$/, () => void (session = null)],
  ["POST", /^\/fleet\/restart$/, (_found, _query, body) => (admin(), restartAll((body["rooms"] as string[] | undefined) ?? rooms.filter((one) => one.is_wanted).map((one) => one.id)), { id: 1 })],
  ["POST", /^\/rooms\/([^/]+)\/(start|stop|restart)$/, ([id, what]) => { admin(); setState(id ?? "", what === "stop" ? "stopping" : "starting"); setTimeout(() => setState(id ?? "", what === "stop" ? "stopped" : "joined"), 2500); }],
  ["PATCH", /^\/rooms\/([^/]+)\/settings$/, (_found, _query, body) => { admin(); const set = (body["set"] ?? {}) as Record<string, unknown>; if (set["prefix"] === "") throw new Refusal(422, "Unprocessable Entity", "fleet.toml would have a fault"); return { changes: Object.keys(set) }; }],
  ["POST", /^\/rooms\/([^/]+)\/(say|reconnect)$/, () => admin()],
  ["POST", /^\/tokens$/, () => (admin(), { id: 9, token: "dazza_Zk3vJ0r1Wq8sY5tB2nXc7LmP", expires_at: null })],
  ["DELETE", /^\/tokens\//, () => admin()], ["DELETE", /^\/gallery\/images$/, () => undefined], ["PUT", /^\/gallery\/locks\//, () => undefined],
  ["POST", /^\/gallery\/pruned\/(\d+)\/recheck$/, () => ({ accessible: false, restored: false, reason: "not found (404)" })],
];

const period = (query: URLSearchParams): Period => (query.get("period") ?? "all") as Period;

function room(id: string | undefined): (typeof rooms)[number] {
  const found = rooms.find((one) => one.id === id);
  if (!found) throw new Refusal(404, "Not Found", "there is no such room; GET /api/v1/rooms lists them");
  return found;
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://mock");
  const path = url.pathname.replace("/api/v1", "");
  let text = "";
  for await (const part of request) text += String(part);
  const body = (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>;
  const found = request.method === "GET" ? GETS.find(([shape]) => shape.test(path)) : WRITES.filter(([method]) => method === request.method).map(([, shape, answer]) => [shape, answer] as [RegExp, Answer]).find(([shape]) => shape.test(path));
  response.setHeader("x-request-id", "4f1c09aa7be2d013");
  if (path === "/logs/stream" && session) {
    response.setHeader("content-type", "application/x-ndjson");
    response.flushHeaders();
    const timer = setInterval(() => response.write(`${JSON.stringify(answers.logLine(url.searchParams.get("room") ?? "fleet", new Date().toISOString()))}\n`), 1500);
    return void response.on("close", () => clearInterval(timer));
  }
  try {
    if (!found) throw new Refusal(404, "Not Found", `there is nothing at ${url.pathname}`);
    const parts = (found[0].exec(path) ?? []).slice(1).map(decodeURIComponent);
    const answer = found[1](parts, url.searchParams, body);
    response.statusCode = answer === undefined ? 204 : 200;
    response.setHeader("content-type", "application/json");
    response.end(answer === undefined ? "" : JSON.stringify(answer));
  } catch (error) {
    const { status, title, message } = error instanceof Refusal ? error : { status: 500, title: "Internal Server Error", message: String(error) };
    response.statusCode = status;
    response.setHeader("content-type", "application/problem+json");
    response.end(JSON.stringify({ type: "about:blank", title, status, detail: message }));
  }
}

/** A picture of nothing much: a sky, a sun, some hills, in the colours of its name. */
function painted(name: string): string {
  let hue = 0;
  for (const letter of name) hue = (hue * 33 + letter.charCodeAt(0)) % 360;
  const [a, b] = [40 + (hue % 45), 80 + (hue % 60)];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120"><rect width="160" height="120" fill="hsl(${hue} 45% 62%)"/><circle cx="${30 + (hue % 100)}" cy="${a}" r="15" fill="hsl(${(hue + 40) % 360} 85% 78%)"/><path d="M0 ${b}q40-${hue % 30} 80 0t80-8v40H0z" fill="hsl(${(hue + 140) % 360} 30% 38%)"/><path d="M0 ${b + 18}q50-20 90-4t70-6v30H0z" fill="hsl(${(hue + 150) % 360} 34% 26%)"/></svg>`;
}

export function mock(): Plugin {
  return {
    name: "made-up-fleet",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url ?? "/";
        if (path.startsWith("/__mock/down")) {
          downUntil = Date.now() + 1000 * Number(new URL(path, "http://mock").searchParams.get("s") ?? 10);
          [epoch, seq] = [epoch + 1, 1];
          for (const client of clients) client.close();
          return response.end("down");
        }
        if (path.startsWith("/__pictures/")) return response.setHeader("content-type", "image/svg+xml").end(painted(path));
        if (path === "/widget.js") {
          // As the build has it: run `npm run build` once.
          const built = new URL("../dist/widget.js", import.meta.url);
          return response.setHeader("content-type", "text/javascript").end(existsSync(built) ? readFileSync(built) : "");
        }
        if (!path.startsWith("/api/")) return next();
        if (Date.now() < downUntil) return request.socket.destroy();
        void handle(request, response);
      });
      server.httpServer?.on("upgrade", (request, socket) => {
        if (request.url !== "/ws") return;
        if (Date.now() < downUntil) return socket.destroy();
        const client = accept(request, socket, (from, message) => {
          const topics = (message["topics"] ?? []) as string[];
          for (const topic of topics) message["type"] === "unsubscribe" ? from.topics.delete(topic) : from.topics.add(topic);
          if (message["type"] === "subscribe") from.send({ type: "subscribed", room: null, data: { topics } });
          if (message["type"] === "ping") from.send({ type: "pong", room: null, data: {} });
        }, (from) => clients.delete(from));
        clients.add(client);
        client.send({ type: "welcome", room: null, data: { version: "0.9.0", seq, epoch, rooms: rooms.map((one) => one.id), limits: {} } });
      });
      const timer = setInterval(live, 1000);
      server.httpServer?.on("close", () => clearInterval(timer));
    },
  };
}

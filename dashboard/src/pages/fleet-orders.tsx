// Starting, stopping and restarting rooms: asked about first, and followed to the end.

import { useEffect } from "preact/hooks";
import { ask, asProblem, get, session } from "../api/client";
import { may } from "../api/session";
import type { Restarting } from "../api/types";
import { generation } from "../api/use";
import { plural } from "../lib/format";
import { store, useStore } from "../lib/store";
import { IconButton } from "../ui/bits";
import { confirm } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { toast } from "../ui/toast";

export type Order = "start" | "stop" | "restart";

interface Progress { what: Order; running: boolean; done: string[]; current: string | null; left: string[]; failed: { room: string; why: string }[] }

const progress = store<Progress | null>(null);
let polling = 0;

const TEXT: Record<Order, { verb: string; told: string; means: string }> = {
  start: { verb: "Start", told: "starts", means: "A process is started and joins the room." },
  stop: { verb: "Stop", told: "stops", means: "The bot leaves the room and stays away, also over a restart of the fleet, until somebody starts it again." },
  restart: { verb: "Restart", told: "restarts", means: "The bot leaves, and a fresh process joins within seconds. Nothing that was said is lost." },
};

/** Asks whether it is meant, and does it. No rooms stand for all of them. */
export function askFor(what: Order, rooms: string[]): void {
  const { verb, means } = TEXT[what];
  const named = rooms.length === 0 ? "all rooms" : rooms.length === 1 ? (rooms[0] ?? "") : plural(rooms.length, "room");
  confirm({
    title: `${verb} ${named}?`,
    text: <><p>{means}</p>{rooms.length !== 1 && what === "restart" && <p>They go one after the other; the first that fails to join again ends it.</p>}{rooms.length > 1 && <p class="muted">{rooms.join(", ")}</p>}</>,
    verb: `${verb} ${named}`,
    isGrave: what === "stop",
    act: () => (rooms.length === 1 ? one(what, rooms[0] ?? "") : what === "restart" ? restartMany(rooms) : many(what, rooms)),
  });
}

async function one(what: Order, room: string): Promise<void> {
  await ask("POST", `/rooms/${encodeURIComponent(room)}/${what}`);
  toast(`${room} ${TEXT[what].told}.`);
}

async function restartMany(rooms: string[]): Promise<void> {
  await ask("POST", "/fleet/restart", rooms.length === 0 ? {} : { rooms });
  void follow();
}

async function follow(): Promise<void> {
  clearTimeout(polling);
  try {
    const now = await get<Restarting>("/fleet/restart");
    const wasRunning = progress.get()?.running ?? false;
    if (now.running || wasRunning || progress.get()?.what !== "restart") {
      if (now.running || now.done.length + now.failed.length > 0) progress.set({ what: "restart", ...now, failed: now.failed.map(({ room, reason, fate }) => ({ room, why: reason ?? fate })) });
    }
    if (now.running) polling = window.setTimeout(() => void follow(), 1000);
  } catch {
    // The supervisor went away meanwhile; it is asked again when it is back.
  }
}

async function many(what: Order, rooms: string[]): Promise<void> {
  const state: Progress = { what, running: true, done: [], current: null, left: [...rooms], failed: [] };
  void (async () => {
    for (const room of rooms) {
      state.current = room;
      state.left = state.left.filter((one) => one !== room);
      progress.set({ ...state });
      try {
        await ask("POST", `/rooms/${encodeURIComponent(room)}/${what}`);
        state.done = [...state.done, room];
      } catch (error) {
        state.failed = [...state.failed, { room, why: asProblem(error).detail }];
      }
    }
    progress.set({ ...state, current: null, running: false });
  })();
}

/** How far the last order for several rooms is. */
export function Orders() {
  const now = useStore(progress);
  const who = useStore(session);
  const epoch = useStore(generation);
  useEffect(() => {
    if (who && who.room === null && may(who, "rooms:admin")) {
      // One that somebody else began is shown as long as it runs.
      get<Restarting>("/fleet/restart").then((found) => found.running && void follow(), () => undefined);
    }
    return () => clearTimeout(polling);
  }, [who, epoch]);
  if (!now) return null;
  const n = now.done.length + now.failed.length;
  const all = n + now.left.length + (now.current ? 1 : 0);
  const verb = { start: "Starting", stop: "Stopping", restart: "Restarting" }[now.what];
  return (
    <section class={`orders${now.failed.length > 0 ? " has-failed" : ""}`} role="status" aria-live="polite">
      <Icon name={now.running ? "restart" : now.failed.length > 0 ? "alert" : "check"} />
      <div class="orders-text">
        <p><strong>{now.running ? `${verb}: ${n} of ${all} done` : now.failed.length > 0 ? `${n - now.failed.length} of ${all} done` : `All ${all} done`}</strong>{now.current && <span class="muted"> · now {now.current}</span>}</p>
        <progress max={all} value={n} aria-label={`${verb} rooms`} />
        {now.failed.map((failed) => <p key={failed.room} class="ink-red">{failed.room}: {failed.why}</p>)}
      </div>
      {!now.running && <IconButton icon="close" label="Close" onClick={() => progress.set(null)} />}
    </section>
  );
}

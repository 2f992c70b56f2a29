// A beach town in which every room is a building: its windows are lit by what goes on in it, and what is said hangs over its roof.

import { useEffect, useState } from "preact/hooks";
import { useAllRooms } from "../api/rooms";
import { topicsOf, useLive } from "../api/live";
import type { Room } from "../api/types";
import { perMinute } from "../lib/fleet";
import { plural } from "../lib/format";
import { href, useRooms } from "../router";
import { PageHead, PHASES } from "../ui/bits";
import { Empty, Skeleton } from "../ui/states";
import { Building, BUILDING_HEIGHT, BUILDING_WIDTH } from "./world-parts";
import { Sea, Street } from "./world-scene";

const WIDTH = 1200;
const PER_ROW = 5;
const SEA = 190;
const ROW = 230;
const BUBBLE_MS = 5000;

interface Bubble { id: number; room: string; who: string; text: string }

export function WorldPage() {
  const named = useRooms();
  const all = useAllRooms();
  const [bubbles, setBubbles] = useState<Bubble[]>([]);
  useLive(topicsOf("chat", named), (frame) => {
    if (frame.type !== "chat.message" || frame.room === null || document.hidden) return;
    const { username, text } = frame.data as { username: string; text: string };
    const bubble = { id: Date.now() + Math.random(), room: frame.room, who: username, text };
    setBubbles((now) => [...now.filter((one) => one.room !== bubble.room), bubble]);
  });
  useEffect(() => {
    if (bubbles.length === 0) return;
    const timer = setInterval(() => setBubbles((now) => now.filter((one) => Date.now() - one.id < BUBBLE_MS)), 1000);
    return () => clearInterval(timer);
  }, [bubbles.length > 0]);

  const rooms = (all ?? []).filter((room) => (named.length === 0 ? room.is_wanted || room.state !== "stopped" : named.includes(room.id)));
  const people = rooms.reduce((sum, room) => sum + room.user_count, 0);
  return (
    <>
      <PageHead title="World" lead={all === null ? "The town wakes up …" : `${plural(rooms.length, "building")}, ${plural(people, "person", "people")} about. Lit windows are lines a minute; walk into one.`} />
      {all === null ? <Skeleton lines={1} height={520} /> : rooms.length === 0 ? <Empty icon="town" title="The town is empty.">No room is served right now.</Empty> : <Town rooms={rooms} bubbles={bubbles} />}
      <ul class="visually-hidden">{rooms.map((room) => <li key={room.id}>{room.id}: {PHASES[room.state].word}, {plural(room.user_count, "person", "people")}, {plural(perMinute(room), "line")} a minute</li>)}</ul>
    </>
  );
}

function Town({ rooms, bubbles }: { rooms: Room[]; bubbles: Bubble[] }) {
  const isNarrow = useNarrow();
  const perRow = isNarrow ? 2 : Math.min(PER_ROW, Math.max(3, rooms.length));
  const width = isNarrow ? 480 : WIDTH;
  const rows = Math.ceil(rooms.length / perRow);
  const height = SEA + rows * ROW;
  const sorted = [...rooms].sort((a, b) => a.id.localeCompare(b.id));
  const place = (n: number): [number, number] => {
    const inRow = Math.min(perRow, sorted.length - Math.floor(n / perRow) * perRow);
    const step = width / inRow;
    return [(n % perRow) * step + (step - BUILDING_WIDTH) / 2, SEA + Math.floor(n / perRow) * ROW + ROW - 62 - BUILDING_HEIGHT];
  };
  return (
    <div class="world">
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label="The town; each building is a room">
        <Sea width={width} depth={SEA} />
        {Array.from({ length: rows }, (_, n) => <Street key={n} y={SEA + n * ROW} width={width} height={ROW} nth={n} />)}
        {sorted.map((room, n) => {
          const [x, y] = place(n);
          return (
            <a key={room.id} href={href(`/rooms/${encodeURIComponent(room.id)}`, {}, [])} class="world-house" aria-label={`${room.id}, ${PHASES[room.state].word}, ${plural(room.user_count, "person", "people")}`}>
              <Building room={room} x={x} y={y} nth={n} />
            </a>
          );
        })}
        {bubbles.map((bubble) => {
          const n = sorted.findIndex((room) => room.id === bubble.room);
          if (n < 0) return null;
          const [x, y] = place(n);
          return <Said key={bubble.id} bubble={bubble} x={x + BUILDING_WIDTH / 2} y={y + 4} width={width} room={width / perRow} />;
        })}
      </svg>
    </div>
  );
}

const LETTER = 6.6;

function Said({ bubble, x, y, width, room }: { bubble: Bubble; x: number; y: number; width: number; room: number }) {
  const whole = `${bubble.who}: ${bubble.text}`;
  // Neighbours speak too.
  const most = Math.floor((room - 36) / LETTER);
  const text = whole.length > most ? `${whole.slice(0, most - 1)}…` : whole;
  const half = Math.min(width / 2 - 8, (text.length * LETTER + 24) / 2);
  const middle = Math.max(half + 6, Math.min(width - half - 6, x));
  return (
    <g class="world-said" aria-hidden="true">
      <rect x={middle - half} y={y - 32} width={half * 2} height={26} rx={13} />
      <path d={`M${x - 6} ${y - 7}l6 8 6-8z`} />
      <text x={middle} y={y - 14.5} text-anchor="middle">{text}</text>
    </g>
  );
}

function useNarrow(): boolean {
  const query = "(max-width: 720px)";
  const [is, set] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const wish = matchMedia(query);
    const look = (): void => set(wish.matches);
    wish.addEventListener("change", look);
    return () => wish.removeEventListener("change", look);
  }, []);
  return is;
}

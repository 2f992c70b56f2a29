// The buildings of the town. Which kind a room gets follows from its name, so that it is the same every time.

import type { Room } from "../api/types";
import { lit } from "../lib/fleet";

export const BUILDING_WIDTH = 186;
export const BUILDING_HEIGHT = 132;

type Kind = "pub" | "cinema" | "house" | "servo" | "shed" | "club";
const KINDS: Kind[] = ["pub", "house", "club", "servo", "cinema", "shed"];
const NAMED: [RegExp, Kind][] = [[/pub|bar|hotel|tavern/, "pub"], [/cinema|movie|film|theat/, "cinema"], [/servo|garage|petrol/, "servo"], [/shed|wool|barn|farm/, "shed"], [/club|bowlo|surf|rsl/, "club"]];
const PAINTS = 6;
const MOST_PEOPLE = 9;

function hashOf(name: string): number {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return hash;
}

const kindOf = (name: string): Kind => NAMED.find(([shape]) => shape.test(name))?.[1] ?? KINDS[hashOf(name) % KINDS.length] ?? "house";

interface Windows { xs: number[]; ys: number[]; w: number; h: number; n: number }

/** Windows in rows, lit in an order that looks like chance and is the same every time. */
function Panes({ xs, ys, w, h, n }: Windows) {
  const all = ys.flatMap((y, row) => xs.map((x, column) => ({ x, y, key: (row * 7 + column * 5) % 11 })));
  const order = [...all.keys()].sort((a, b) => (all[a]?.key ?? 0) - (all[b]?.key ?? 0));
  const on = new Set(order.slice(0, n));
  return <>{all.map(({ x, y }, nth) => <rect key={nth} class={on.has(nth) ? "w-lit" : "w-dark"} x={x} y={y} width={w} height={h} rx={1.5} />)}</>;
}

export function Building({ room, x, y, nth }: { room: Room; x: number; y: number; nth: number }) {
  const kind = kindOf(room.id);
  const isOff = room.state === "stopped";
  return (
    <g transform={`translate(${x} ${y})`} class={`w-house w-paint-${hashOf(room.id) % PAINTS}${isOff ? " w-off" : ""}`}>
      <ellipse class="w-shade" cx={93} cy={133} rx={88} ry={6} />
      {SHAPES[kind](room)}
      <Sign name={room.id} />
      <circle class={`w-lamp lamp-${room.state}`} cx={170} cy={47} r={4} />
      <People n={room.user_count} seed={nth} />
    </g>
  );
}

/** The name on a board; long ones are set smaller. */
function Sign({ name }: { name: string }) {
  const size = Math.min(15, 150 / (name.length * 0.58));
  return <><rect class="w-sign" x={14} y={39} width={158} height={22} rx={4} /><text class="w-name" x={88} y={50 + size * 0.36} font-size={size} text-anchor="middle">{name}</text></>;
}

const SHAPES: Record<Kind, (room: Room) => preact.JSX.Element> = {
  pub: (room) => (
    <>
      <rect class="w-wall" x={10} y={18} width={166} height={114} />
      <path class="w-roof" d="M4 20 22 2h142l18 18z" />
      <Panes xs={[24, 56, 88, 120, 148]} ys={[24]} w={14} h={12} n={Math.ceil(lit(room, 9) / 2)} />
      <path class="w-trim" d="M2 64h182l-8 12H10z" />
      <path class="w-post" d="M14 76v56M60 76v56M126 76v56M172 76v56" />
      <Panes xs={[22, 68, 140]} ys={[86]} w={26} h={24} n={Math.floor(lit(room, 9) / 2)} />
      <rect class="w-door" x={101} y={88} width={22} height={44} rx={2} />
    </>
  ),
  cinema: (room) => (
    <>
      <path class="w-wall" d="M12 30h40V6h82v24h40v102H12z" />
      <path class="w-trim" d="M58 10h70v5H58zM58 19h70v4H58z" />
      <path class="w-roof" d="M4 64h178v11H4z" />
      <g class={lit(room, 4) > 0 ? "w-bulbs" : "w-bulbs-off"}>{Array.from({ length: 15 }, (_, n) => <circle key={n} cx={12 + n * 11.6} cy={69.5} r={2.2} />)}</g>
      <Panes xs={[20, 40, 132, 152]} ys={[86]} w={14} h={30} n={lit(room, 4)} />
      <rect class="w-door" x={66} y={86} width={25} height={46} rx={2} /><rect class="w-door" x={95} y={86} width={25} height={46} rx={2} />
    </>
  ),
  house: (room) => (
    <>
      <rect class="w-wall" x={16} y={34} width={154} height={98} />
      <path class="w-roof" d="M6 38 93 0l87 38z" />
      <rect class="w-wall-2" x={132} y={4} width={13} height={22} />
      <Panes xs={[28, 62, 134]} ys={[70, 100]} w={22} h={19} n={lit(room, 6)} />
      <rect class="w-door" x={98} y={84} width={24} height={48} rx={2} />
      <path class="w-post" d="M16 132v-12h8v12m4 0v-12h8v12" />
    </>
  ),
  servo: (room) => (
    <>
      <rect class="w-wall" x={62} y={36} width={114} height={96} />
      <path class="w-roof" d="M2 20h182v16H2z" />
      <path class="w-trim" d="M2 26h182v4H2z" />
      <path class="w-post" d="M14 36v96M50 36v96" />
      <rect class="w-door" x={22} y={104} width={11} height={28} rx={3} /><rect class="w-door" x={37} y={104} width={11} height={28} rx={3} />
      <Panes xs={[70, 96, 150]} ys={[72, 100]} w={20} h={20} n={lit(room, 6)} />
      <rect class="w-door" x={121} y={80} width={24} height={52} rx={2} />
    </>
  ),
  shed: (room) => (
    <>
      <path class="w-wall" d="M14 44q79-58 158 0v88H14z" />
      <path class="w-roof" d="M6 46q87-72 174 0l-6 4q-81-62-162 0z" />
      <path class="w-line" d="M30 66v66M46 66v66M140 66v66M156 66v66" />
      <Panes xs={[22, 40, 134, 152]} ys={[76]} w={12} h={14} n={lit(room, 4)} />
      <path class={lit(room, 2) > 1 ? "w-lit" : "w-dark"} d="M66 74h54v58H66z" /><path class="w-door" d="M66 74h20v58H66zM100 74h20v58h-20z" />
    </>
  ),
  club: (room) => (
    <>
      <rect class="w-wall" x={8} y={28} width={170} height={104} />
      <path class="w-roof" d="M2 16h182v14H2z" />
      <path class="w-post" d="M150 16V-8" /><path class="w-flag" d="M150-8h22l-6 7 6 7h-22z" />
      <Panes xs={[18, 44, 70, 128, 152]} ys={[70]} w={19} h={18} n={Math.min(5, lit(room, 8))} />
      <path class="w-trim" d="M84 96h42l5-8H79z" />
      <Panes xs={[20, 46, 140]} ys={[100]} w={22} h={18} n={Math.max(0, lit(room, 8) - 5)} />
      <rect class="w-door" x={92} y={97} width={26} height={35} rx={2} />
    </>
  ),
};

/** Some of who is there, on the footpath. */
function People({ n, seed }: { n: number; seed: number }) {
  return (
    <>{Array.from({ length: Math.min(MOST_PEOPLE, Math.ceil(n / 3)) }, (_, nth) => (
      <g key={nth} class={`w-person w-shirt-${(seed * 3 + nth * 5) % 6} w-sway-${(nth + seed) % 4}`} transform={`translate(${14 + ((nth * 41 + seed * 23) % 160)} ${134 + ((nth * 13) % 9)})`}>
        <circle cx={0} cy={-13} r={3.4} /><path d="M-4 0v-6a4 4 0 0 1 8 0v6z" />
      </g>
    ))}</>
  );
}

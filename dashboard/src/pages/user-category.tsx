// What a person has done of one kind of thing.

import { url } from "../api/client";
import type { BoardKind, Category } from "../api/types";
import { useApi } from "../api/use";
import { BOARDS, CATEGORIES, figureOf, valueOf } from "../lib/boards";
import { count, dayAndTime, money, plural, words } from "../lib/format";
import { useParam } from "../router";
import { Card, Choose, Figure, RoomLink } from "../ui/bits";
import { Chart } from "../ui/chart";
import { Empty, Show } from "../ui/states";

export function UserCategory({ path, rooms }: { path: string; rooms: string[] }) {
  const [kind, setKind] = useParam<BoardKind>("category", "talkers");
  const found = useApi<Category>(url(`${path}/category/${kind}`, { room: rooms }));
  return (
    <div class="stack">
      <Choose label="Of what" value={kind} onChange={setKind} choices={CATEGORIES.map((one) => [one, BOARDS[one].name] as const)} />
      <Show from={found} lines={6} height={60}>{(all) => <Shown all={all} kind={kind} />}</Show>
    </div>
  );
}

function Shown({ all, kind }: { all: Category; kind: BoardKind }) {
  const figures = Object.entries(all.figures ?? {});
  const days = [...all.days].reverse();
  const hasMoney = days.some((day) => day.came_in > 0 || day.went_out > 0);
  const isHours = all.parts.length > 0 && all.parts.every((part) => /^\d\d$/.test(part.name));
  if (days.length === 0 && all.parts.length === 0 && all.single.length === 0) {
    return <Card><Empty icon="info" title={`Nothing of ${BOARDS[kind].name.toLowerCase()} yet.`}>It may be otherwise in all rooms.</Empty></Card>;
  }
  return (
    <>
      <dl class="figures">{figures.map(([key, value]) => <Figure key={key} name={words(key.replace(/_percent$/, ""))} value={figureOf(key, value)} />)}</dl>
      <div class="columns">
        {days.length > 0 && (
          <Card title="By day" tools={<span class="muted small">the last {plural(days.length, "day")} of it</span>}>
            <Chart height={200} stepSeconds={86_400} label={`${BOARDS[kind].about} by day, at most ${Math.max(...days.map((day) => day.count))}`} times={days.map((day) => Date.parse(`${day.date}T12:00:00`) / 1000)}
              series={hasMoney ? [{ label: "Came in", colour: "green", bars: true, values: days.map((day) => day.came_in || null), format: money }, { label: "Went out", colour: "red", bars: true, values: days.map((day) => -day.went_out || null), format: (n) => money(Math.abs(n)) }] : [{ label: "How many", colour: "gold", bars: true, values: days.map((day) => day.count), format: count }]} />
          </Card>
        )}
        {isHours ? (
          <Card title="By hour of the day"><Hours parts={all.parts} /></Card>
        ) : all.parts.length > 0 && (
          <Card flush title="Of what it was made">
            <div class="table-wrap"><table class="table"><thead><tr><th scope="col">What</th><th scope="col" class="num">Times</th><th scope="col" class="num">Came out well</th><th scope="col" class="num">In all</th><th scope="col" class="num">Best</th></tr></thead>
              <tbody>{all.parts.map((part) => (
                <tr key={part.name}><td>{words(part.name)}</td><td class="num">{count(part.count)}</td><td class="num">{part.count > 0 ? `${Math.round((100 * part.wins) / part.count)} %` : "–"}</td><td class="num">{valueOf(kind, part.total)}</td><td class="num">{valueOf(kind, part.best)}</td></tr>
              ))}</tbody></table></div>
          </Card>
        )}
      </div>
      {all.single.length > 0 && (
        <Card flush title={kind === "fishing" || kind === "gamblers" ? "The best" : "The latest"}>
          <div class="table-wrap"><table class="table"><thead><tr><th scope="col">What</th><th scope="col" class="wide-only">Facts</th><th scope="col">Room</th><th scope="col" class="num">Figure</th><th scope="col" class="num">When</th></tr></thead>
            <tbody>{all.single.map((one, nth) => (
              <tr key={nth}><td>{words(one.what ?? kind)}</td><td class="wide-only muted small">{Object.entries(one.details ?? {}).filter(([, value]) => typeof value !== "object").map(([key, value]) => `${words(key).toLowerCase()} ${figureOf(key, value)}`).join(", ")}</td><td><RoomLink id={one.room} /></td><td class="num"><b>{kind === "pissers" ? money(one.value) : valueOf(kind, one.value)}</b></td><td class="num muted">{dayAndTime(one.at)}</td></tr>
            ))}</tbody></table></div>
        </Card>
      )}
    </>
  );
}

function Hours({ parts }: { parts: Category["parts"] }) {
  const at = new Map(parts.map((part) => [Number(part.name), part.count]));
  const most = Math.max(1, ...parts.map((part) => part.count));
  const top = parts.reduce((best, part) => (part.count > best.count ? part : best));
  return (
    <figure class="hours" role="img" aria-label={`By hour of the day, most at ${top.name}:00`}>
      {Array.from({ length: 24 }, (_, hour) => (
        <span key={hour} class="hours-bar" title={`${String(hour).padStart(2, "0")}:00 – ${count(at.get(hour) ?? 0)}`}><i style={{ height: `${(100 * (at.get(hour) ?? 0)) / most}%` }} /><small>{hour % 6 === 0 ? String(hour).padStart(2, "0") : ""}</small></span>
      ))}
    </figure>
  );
}

// Parts of a room's page: its activity, its games, its commands, its talkers.

import { useLive } from "../api/live";
import { url } from "../api/client";
import type { Activity, CommandUse, Entry, Games } from "../api/types";
import { useApi } from "../api/use";
import { ago, count, plural, words } from "../lib/format";
import { href, useParam } from "../router";
import { Card, Choose, PersonLink } from "../ui/bits";
import { Chart } from "../ui/chart";
import { Empty, Show } from "../ui/states";

type Span = "day" | "week" | "month";
const SPANS: Record<Span, [hours: number, bucket: "hour" | "day"]> = { day: [24, "hour"], week: [168, "hour"], month: [24 * 30, "day"] };

/** The start of an hour, so that the question stays the same for that long. */
const from = (hours: number): string => new Date(Math.floor(Date.now() / 3_600_000 - hours + 1) * 3_600_000).toISOString().replace(".000", "");

export function RoomActivity({ id }: { id: string }) {
  const [span, setSpan] = useParam<Span>("span", "day");
  const [hours, bucket] = SPANS[span];
  const found = useApi<Activity>(url(`/rooms/${encodeURIComponent(id)}/activity`, { from: from(hours), bucket, limit: 1 }), 300);
  return (
    <Card title="Activity" tools={<Choose label="How far back" value={span} onChange={setSpan} choices={[["day", "24 hours"], ["week", "7 days"], ["month", "30 days"]]} />}>
      <Show from={found} lines={1} height={246}>{({ buckets }) => buckets.length === 0 ? <Empty icon="pulse" title="Nothing happened in that time.">Take a longer one.</Empty> : (
        <Chart label={`Lines and people of ${id}: ${plural(buckets.reduce((all, one) => all + one.messages, 0), "line")}, at most ${Math.max(...buckets.map((one) => one.peak_users))} people at once`}
          times={buckets.map((one) => Date.parse(one.start) / 1000)} stepSeconds={bucket === "day" ? 86_400 : 3600}
          series={[
            { label: "Lines", colour: "gold", bars: true, values: buckets.map((one) => one.messages), format: count },
            { label: "Most people at once", colour: "green", values: buckets.map((one) => one.peak_users), format: count },
          ]} />
      )}</Show>
    </Card>
  );
}

/** Whatever a game tells of itself, in words. */
function Told({ facts }: { facts: Record<string, unknown> }) {
  return (
    <dl class="facts">{Object.entries(facts).filter(([, value]) => value !== null && value !== "").map(([key, value]) => (
      <div key={key}><dt>{words(key)}</dt><dd>{told(key, value)}</dd></div>
    ))}</dl>
  );
}

function told(key: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => (typeof one === "object" ? Object.values(one as object).join(" ") : String(one))).join(", ");
  if (typeof value === "object" && value !== null) return Object.entries(value).map(([name, one]) => `${words(name)} ${String(one)}`).join(", ");
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value)) return ago(value);
  if (typeof value === "number" && /pot|stake|price|amount|take|purse/.test(key)) return `$${count(value)}`;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? count(value) : String(value);
}

export function RoomGames({ id }: { id: string }) {
  const found = useApi<Games>(`/rooms/${encodeURIComponent(id)}/games`, 60);
  useLive(["stats", "stats:" + id], (frame) => {
    if (frame.type === "heist" && frame.room === id) found.reload();
  });
  return (
    <Card title="Games running">
      <Show from={found} lines={2} height={36}>{(games) => {
        const running: [string, Record<string, unknown>][] = [
          ...(games.heist ? [["Heist", games.heist] as [string, Record<string, unknown>]] : []), ...(games.raffle ? [["Raffle", games.raffle] as [string, Record<string, unknown>]] : []),
          ...games.contests.map((one) => ["Contest", one] as [string, Record<string, unknown>]), ...games.duels.map((one) => ["Coin duel", one] as [string, Record<string, unknown>]),
          ...(games.poll ? [["Poll", games.poll] as [string, Record<string, unknown>]] : []),
        ];
        return running.length === 0 ? <p class="muted">None right now. <a href={href("/commands", { category: "economy" })}>What can be played</a></p>
          : <div class="games">{running.map(([name, facts], n) => <section key={n}><h3>{name}</h3><Told facts={facts} /></section>)}</div>;
      }}</Show>
    </Card>
  );
}

export function RoomCommands({ id }: { id: string }) {
  const found = useApi<{ items: CommandUse[] }>(`/rooms/${encodeURIComponent(id)}/commands?days=7`, 600);
  return (
    <Card title="Commands of 7 days">
      <Show from={found} lines={6}>{({ items }) => {
        const most = Math.max(1, ...items.map((one) => one.uses));
        return items.length === 0 ? <p class="muted">Nobody asked for anything.</p> : (
          <ul class="bars">{items.slice(0, 12).map((one) => (
            <li key={one.command}>
              <a href={href("/commands", { q: one.command })}>!{one.command}</a>
              <span class="bars-line"><i style={{ width: `${(100 * one.uses) / most}%` }} /></span>
              <span class="num" title={one.failed > 0 ? `${plural(one.failed, "failure")}` : undefined}>{count(one.uses)}{one.failed > 0 && <span class="ink-red"> ·{one.failed}</span>}</span>
            </li>
          ))}</ul>
        );
      }}</Show>
    </Card>
  );
}

export function RoomTop({ entries }: { entries: Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <Card title="Top talkers" tools={<a class="small" href={href("/boards", { board: "talkers" })}>All boards</a>}>
      <ol class="tops">{entries.map((one) => <li key={one.username}><span class="rank">{one.rank}</span><PersonLink name={one.username} shown={one.display_name} /><span class="num">{count(one.value)}</span></li>)}</ol>
    </Card>
  );
}

// Parts of a room's page: its activity, its games, its commands, its talkers.

import type { ComponentChildren } from "preact";
import { useLive } from "../api/live";
import { url } from "../api/client";
import type { Activity, Challenge, CommandUse, Entry, Games } from "../api/types";
import { useApi } from "../api/use";
import { count, money, plural, words } from "../lib/format";
import { href, useParam } from "../router";
import { Ago, Card, Choose, PersonLink } from "../ui/bits";
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

function Facts({ rows }: { rows: [string, ComponentChildren][] }) {
  return <dl class="facts">{rows.filter(([, value]) => value !== null).map(([key, value]) => <div key={key}><dt>{key}</dt><dd>{value}</dd></div>)}</dl>;
}

const people = (names: string[]): ComponentChildren => (names.length === 0 ? "nobody yet" : names.map((name, n) => <>{n > 0 && ", "}<PersonLink key={name} name={name} /></>));
const against = (one: Challenge): [string, ComponentChildren][] => [["Who", <><PersonLink name={one.challenger} /> against <PersonLink name={one.challenged} /></>], ["At stake", money(one.amount)], ["State", one.status === "pending" ? <>to be answered <Ago time={one.expires_at} /></> : words(one.status)]];

export function RoomGames({ id }: { id: string }) {
  const found = useApi<Games>(`/rooms/${encodeURIComponent(id)}/games`, 60);
  useLive([`stats:${id}`], (frame) => {
    if (frame.type === "heist") found.reload();
  });
  return (
    <Card title="Games running">
      <Show from={found} lines={2} height={36}>{({ heist, raffle, contests, duels, poll }) => {
        const running: [string, [string, ComponentChildren][]][] = [];
        if (heist) running.push(["Heist", [["State", words(heist.state)], ["Crime", heist.crime], ["Crew", people(heist.crew)], ["On the way", heist.departed_at && <>since <Ago time={heist.departed_at} /></>]]]);
        if (raffle) running.push([`Raffle: ${raffle.title}`, [["Ticket", money(raffle.ticket_price)], ["Sold", `${plural(raffle.tickets, "ticket")} to ${plural(raffle.entrants, "person", "people")}`], ["Draws", raffle.closes_at && <Ago time={raffle.closes_at} />]]]);
        for (const one of contests) running.push(["Contest", against(one)]);
        for (const one of duels) running.push(["Coin duel", against(one)]);
        if (poll) running.push([`Poll: ${poll.question}`, poll.options.map((option, n): [string, ComponentChildren] => [option, poll.votes ? plural(poll.votes[n] ?? 0, "vote") : "hidden"])]);
        return running.length === 0 ? <p class="muted">None right now. <a href={href("/commands", { category: "economy" })}>What can be played</a></p>
          : <div class="games">{running.map(([name, rows], n) => <section key={n}><h3>{name}</h3><Facts rows={rows} /></section>)}</div>;
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

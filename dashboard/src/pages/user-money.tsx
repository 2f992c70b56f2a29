// A person's money: the wallet day by day, and every line of the ledger that made it what it is.

import { url } from "../api/client";
import type { BalanceDay, LedgerLine } from "../api/types";
import { useApi, usePages } from "../api/use";
import { figureOf } from "../lib/boards";
import { dayAndTime, full, money, signed, words } from "../lib/format";
import { useParam } from "../router";
import { Card, Choose, More, PersonLink, RoomLink } from "../ui/bits";
import { Chart } from "../ui/chart";
import { Empty, Show } from "../ui/states";

const noon = (date: string): number => Date.parse(`${date}T12:00:00`) / 1000;

export function UserMoney({ path, rooms }: { path: string; rooms: string[] }) {
  const [days, setDays] = useParam<"30" | "90" | "365">("days", "30");
  const [kind, setKind] = useParam<string>("kind", "");
  const balances = useApi<{ days: BalanceDay[] }>(url(`${path}/balances`, { days }));
  const ledger = usePages<LedgerLine>(`${path}/ledger`, { room: rooms, kind, limit: 50 });
  const kinds = [...new Set([...(kind === "" ? [] : [kind]), ...(ledger.data ?? []).map((line) => line.kind)])].sort();
  return (
    <div class="stack">
      <Card title="The wallet" tools={<Choose label="How far back" value={days} onChange={setDays} choices={[["30", "30 days"], ["90", "90 days"], ["365", "A year"]]} />}>
        <Show from={balances} lines={1} height={246}>{({ days: all }) => all.length === 0 ? <Empty icon="coin" title="No wallet yet." /> : (
          <Chart label={`Money at the end of each day, from ${money(all[0]?.balance)} to ${money(all.at(-1)?.balance)}`} times={all.map((day) => noon(day.date))} stepSeconds={86_400}
            series={[{ label: "In the wallet", colour: "gold", values: all.map((day) => day.balance), format: money }, { label: "Came in", colour: "green", bars: true, values: all.map((day) => day.came_in || null), format: money }, { label: "Went out", colour: "red", bars: true, values: all.map((day) => -day.went_out || null), format: (n) => money(Math.abs(n)) }]} />
        )}</Show>
      </Card>
      <Card flush title="Explain the balance" tools={
        <select class="select" aria-label="Kind of line" value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
          <option value="">Every kind</option>{kinds.map((one) => <option key={one} value={one}>{words(one)}</option>)}
        </select>
      }>
        <Show from={ledger} lines={10} height={30}>{(lines) => lines.length === 0 ? <Empty icon="coin" title="No line of that kind.">Take every kind, or all rooms.</Empty> : (
          <div class="table-wrap"><table class="table ledger">
            <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col" class="wide-only">Facts</th><th scope="col" class="wide-only">Room</th><th scope="col" class="num">Amount</th><th scope="col" class="num wide-only">Wallet then</th></tr></thead>
            <tbody>{lines.map((line) => (
              <tr key={line.id}>
                <td class="muted"><time dateTime={line.at} title={full(line.at)}>{dayAndTime(line.at)}</time></td>
                <td><b>{words(line.kind)}</b>{line.counterparty && <span class="muted"> with <PersonLink name={line.counterparty} /></span>}</td>
                <td class="wide-only muted small">{facts(line)}</td>
                <td class="wide-only">{line.room === "*" ? <span class="muted">a room that is gone</span> : <RoomLink id={line.room} />}</td>
                <td class={`num ${line.amount > 0 ? "ink-green" : line.amount < 0 ? "ink-red" : "muted"}`}><b>{signed(line.amount)}</b><span class="sub narrow-only">then {money(line.balance)}</span>{line.trust_change !== 0 && <span class="sub">trust {line.trust_change > 0 ? "+" : "−"}{Math.abs(line.trust_change)}</span>}</td>
                <td class="num wide-only">{money(line.balance)}</td>
              </tr>
            ))}</tbody>
          </table></div>
        )}</Show>
        <More pages={ledger} what="lines" />
      </Card>
    </div>
  );
}

/** Facts of a game that are dollars. */
const DOLLARS = new Set(["stake", "paid", "price", "bet", "amount", "pot", "prize"]);

function facts(line: LedgerLine): string {
  const told = Object.entries(line.details ?? {}).filter(([, value]) => typeof value !== "object").map(([key, value]) => `${words(key).toLowerCase()} ${DOLLARS.has(key) && typeof value === "number" ? money(value) : figureOf(key, value)}`);
  return [line.description, ...told].filter(Boolean).join(", ");
}

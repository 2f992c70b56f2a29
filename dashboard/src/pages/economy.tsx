// Money as a whole: how much there is, where it comes from and goes to, and whether the games pay what they say.

import { url } from "../api/client";
import type { Economy, Flow, Period, Return } from "../api/types";
import { useApi } from "../api/use";
import { PERIODS } from "../lib/boards";
import { compact, count, money, percent, signed, words } from "../lib/format";
import { href, useParam, useRooms } from "../router";
import { Card, Choose, Figure, PageHead } from "../ui/bits";
import { Empty, Show } from "../ui/states";

export function EconomyPage() {
  const rooms = useRooms();
  const [period, setPeriod] = useParam<Period>("period", "all");
  const found = useApi<Economy>(url("/economy", { room: rooms, period }), 120);
  return (
    <>
      <PageHead title="Economy" lead="Every dollar has a line in the ledger; here is what they add up to.">
        <Choose label="How far back" value={period} onChange={setPeriod} choices={PERIODS} />
      </PageHead>
      <Show from={found} lines={8} height={54}>{({ supply, flows, returns }) => (
        <div class="stack">
          <dl class="figures">
            <Figure name="All money" value={money(supply.total)} note="over all rooms" tone="gold" />
            <Figure name="Wallets with money" value={count(supply.wallets)} /><Figure name="The one in the middle" value={money(supply.median)} />
            <Figure name="The fullest" value={money(supply.richest)} note={supply.total > 0 ? `${percent((100 * supply.richest) / supply.total)} of all` : undefined} />
            <Figure name="The house owns" value={money(supply.house)} />
          </dl>
          <Flows flows={flows} period={period} />
          <Returns returns={returns} />
        </div>
      )}</Show>
    </>
  );
}

function Flows({ flows, period }: { flows: Flow[]; period: Period }) {
  const moved = flows.filter((flow) => flow.lines > 0);
  const most = Math.max(1, ...moved.map((flow) => Math.max(flow.came_in, flow.went_out)));
  const came = moved.reduce((all, flow) => all + flow.came_in, 0);
  const went = moved.reduce((all, flow) => all + flow.went_out, 0);
  return (
    <Card title="Where it comes from, where it goes" tools={<span class="muted small">in {money(came)} · out {money(went)} · <b class={came >= went ? "ink-green" : "ink-red"}>{signed(came - went)}</b></span>}>
      {moved.length === 0 ? <Empty icon="coin" title="No money moved in that time.">{period === "all" ? "" : "Take a longer one."}</Empty> : (
        <ul class="flows" aria-label="What each kind of line brought and took">
          <li class="flows-heads muted small" aria-hidden="true"><span>Kind</span><span class="num">went out</span><span>came in</span><span class="num">net</span></li>
          {moved.map((flow) => (
            <li key={flow.kind}>
              <span class="flows-name" title={`${count(flow.lines)} lines`}>{words(flow.kind)} <span class="muted small">{compact(flow.lines)}</span></span>
              <span class="flows-out"><span class="visually-hidden">went out {money(flow.went_out)}</span>{flow.went_out > 0 && <i style={{ width: `${(100 * flow.went_out) / most}%` }} title={money(flow.went_out)} />}</span>
              <span class="flows-in"><span class="visually-hidden">came in {money(flow.came_in)}</span>{flow.came_in > 0 && <i style={{ width: `${(100 * flow.came_in) / most}%` }} title={money(flow.came_in)} />}</span>
              <span class={`num ${flow.net > 0 ? "ink-green" : flow.net < 0 ? "ink-red" : "muted"}`}>{signed(flow.net)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Returns({ returns }: { returns: Return[] }) {
  return (
    <Card flush title="What the games give back" tools={<span class="muted small">The exact figures follow from <a href={href("/commands", { tab: "odds" })}>the odds</a>.</span>}>
      <div class="table-wrap"><table class="table">
        <thead><tr><th scope="col">Game</th><th scope="col" class="num wide-only">Rounds</th><th scope="col" class="num wide-only">Staked</th><th scope="col" class="num wide-only">Paid</th><th scope="col">Measured beside exact</th><th scope="col" class="num">Measured</th><th scope="col" class="num">Exact</th></tr></thead>
        <tbody>{returns.map((one) => (
          <tr key={one.game}>
            <td><a class="plain" href={href("/commands", { q: one.game })}>{words(one.game)}</a></td><td class="num wide-only">{count(one.rounds)}</td><td class="num wide-only">{money(one.staked)}</td><td class="num wide-only">{money(one.paid)}</td>
            <td class="returns-cell"><Beside one={one} /></td>
            <td class="num"><b>{percent(one.returned_percent, 2)}</b></td><td class="num muted">{percent(one.exact_percent, 2)}</td>
          </tr>
        ))}</tbody>
      </table></div>
    </Card>
  );
}

/** From 70 to 110 per cent: the bar is what was measured, the mark what follows from the rules. */
function Beside({ one }: { one: Return }) {
  if (one.returned_percent === null) return <span class="muted small">not played yet</span>;
  const at = (n: number): number => Math.max(0, Math.min(100, ((n - 70) / 40) * 100));
  const off = one.exact_percent === null ? null : one.returned_percent - one.exact_percent;
  return (
    <span class="returns" role="img" aria-label={`Measured ${percent(one.returned_percent, 2)}${off === null ? "" : `, ${Math.abs(off).toFixed(2)} points ${off < 0 ? "below" : "above"} the exact figure`}`}>
      <i class="returns-bar" style={{ width: `${at(one.returned_percent)}%` }} />{one.exact_percent !== null && <i class="returns-mark" style={{ left: `${at(one.exact_percent)}%` }} />}
    </span>
  );
}

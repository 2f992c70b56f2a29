// The manual of all commands, and the exact odds of the games.

import type { CommandUse, Command, Commands, Earning, Game } from "../api/types";
import { useApi } from "../api/use";
import { count, duration, money, words } from "../lib/format";
import { useParam, useRooms } from "../router";
import { Card, Chip, Choose, PageHead, SearchField, Tabs } from "../ui/bits";
import { Icon } from "../ui/icons";
import { Empty, Show } from "../ui/states";

export function CommandsPage() {
  const found = useApi<Commands>("/commands");
  const [tab] = useParam<"all" | "odds" | "earnings">("tab", "all");
  const [sought, setSought] = useParam<string>("q", "", "replace");
  return (
    <>
      <PageHead title="Commands" lead="All that Dazza does when he is asked. Written from the table that he works by.">
        <SearchField label="Search commands" value={sought} onChange={setSought} />
      </PageHead>
      <Tabs label="Parts of the manual" fallback="all" tabs={[["all", "All commands"], ["odds", "Odds of the games"], ["earnings", "What jobs bring"]]} />
      <Show from={found} lines={10} height={64}>{(all) => tab === "odds" ? <Odds games={all.games} sought={sought} /> : tab === "earnings" ? <Earnings all={all.earnings} sought={sought} /> : <List all={all} sought={sought} />}</Show>
    </>
  );
}

const isMeant = (one: Command, sought: string): boolean => {
  const text = [one.name, ...one.aliases, one.about, one.usage].join(" ").toLowerCase();
  return sought.toLowerCase().replace(/^!/, "").split(/\s+/).every((word) => text.includes(word));
};

function List({ all, sought }: { all: Commands; sought: string }) {
  const rooms = useRooms();
  const categories = [...new Set(all.commands.map((one) => one.category))];
  const [category, setCategory] = useParam<string>("category", "all");
  const room = rooms.length === 1 ? rooms[0] : undefined;
  const uses = useApi<{ items: CommandUse[] }>(room ? `/rooms/${encodeURIComponent(room)}/commands?days=7` : null);
  const used = new Map(uses.data?.items.map((one) => [one.command, one.uses]));
  const games = new Map<string, Game[]>();
  for (const game of all.games) games.set(game.command, [...(games.get(game.command) ?? []), game]);
  const shown = all.commands.filter((one) => (category === "all" || one.category === category) && isMeant(one, sought));
  const groups = categories.map((name) => [name, shown.filter((one) => one.category === name)] as const).filter(([, list]) => list.length > 0);
  return (
    <>
      <div class="toolbar tight">
        <Choose label="Category" value={category} onChange={setCategory} choices={[["all", "All"], ...categories.map((one) => [one, words(one)] as [string, string])]} />
        <span class="muted small" role="status">{count(shown.length)} of {count(all.commands.length)}</span>
      </div>
      {shown.length === 0 && <Empty icon="search" title={`No command fits “${sought}”.`}>Try another word, or all categories.</Empty>}
      <div class="stack">
        {groups.map(([name, list]) => (
          <section key={name} class="command-group" aria-label={words(name)}>
            <h2>{words(name)} <span class="muted small">{list.length}</span></h2>
            <ul class="command-list">{list.map((one) => <Entry key={one.name} one={one} games={games.get(one.name) ?? []} uses={room ? (used.get(one.name) ?? 0) : null} />)}</ul>
          </section>
        ))}
      </div>
    </>
  );
}

const ACCESS: Record<string, [string, string]> = { everyone: ["", ""], moderator: ["moderators", "amber"], moderators: ["moderators", "amber"], admin: ["admins", "red"], admins: ["admins", "red"], operator: ["operators", "red"] };

function Entry({ one, games, uses }: { one: Command; games: Game[]; uses: number | null }) {
  const [who, tone] = ACCESS[one.access] ?? [one.access, "amber"];
  return (
    <li class="command">
      <p class="command-usage"><code>!{one.usage}</code>{uses !== null && <span class="muted small">{uses > 0 ? `${count(uses)} in 7 days` : "not used lately"}</span>}</p>
      <p>{one.about}</p>
      <p class="command-facts small">
        {who && <Chip tone={tone ?? "amber"}>{who}</Chip>}
        {one.wait_seconds > 0 && <span title={one.is_wait_shared ? "The wait holds in all rooms together" : "The wait holds by room"}><Icon name="clock" size={14} /> {duration(one.wait_seconds)}{one.is_wait_shared ? ", in all rooms" : ""}</span>}
        {one.pm !== "refused" && <span title="It may be asked by private message"><Icon name="chat" size={14} /> {one.pm === "accepted" ? "by PM too" : "by PM alone"}</span>}
        {games.length > 0 && <span title="What comes back of what is staked"><Icon name="dice" size={14} /> {range(games.map((game) => game.returned_per_mille))} back</span>}
        {one.aliases.length > 0 && <span class="command-aliases">also {one.aliases.map((alias) => <code key={alias}>!{alias}</code>)}</span>}
      </p>
    </li>
  );
}

function range(all: number[]): string {
  const [least, most] = [Math.min(...all) / 10, Math.max(...all) / 10];
  return least === most ? `${least} %` : `${least} to ${most} %`;
}

function Odds({ games, sought }: { games: Game[]; sought: string }) {
  const shown = games.filter((game) => game.command.includes(sought.toLowerCase().replace(/^!/, "")));
  return (
    <Card flush title="Exact odds" tools={<span class="muted small">Counted through from the rules, not measured.</span>}>
      {shown.length === 0 ? <Empty icon="dice" title="No game fits." /> : (
        <div class="table-wrap"><table class="table"><thead><tr><th scope="col">Game</th><th scope="col" class="num">Stake</th><th scope="col" class="num">Comes back</th><th scope="col" class="num wide-only">Exactly</th><th scope="col" class="num">Pays at all</th></tr></thead>
          <tbody>{shown.map((game) => (
            <tr key={`${game.command}${game.stake}`}><td><code>!{game.command}</code></td><td class="num">{money(game.stake)}</td><td class="num"><b>{(game.returned_per_mille / 10).toFixed(1)} %</b></td><td class="num wide-only muted exact">{game.returned_exactly}</td><td class="num">{(game.hits_per_mille / 10).toFixed(1)} %</td></tr>
          ))}</tbody></table></div>
      )}
    </Card>
  );
}

function Earnings({ all, sought }: { all: Earning[]; sought: string }) {
  const shown = all.filter((one) => `${one.command} ${one.when}`.includes(sought.toLowerCase().replace(/^!/, "")));
  return (
    <Card flush title="What jobs bring on average">
      {shown.length === 0 ? <Empty icon="coin" title="No job fits." /> : (
        <div class="table-wrap"><table class="table"><thead><tr><th scope="col">Job</th><th scope="col">When</th><th scope="col" class="num">Brings</th><th scope="col" class="num wide-only">Exactly</th></tr></thead>
          <tbody>{shown.map((one) => <tr key={one.command + one.when}><td><code>!{one.command}</code></td><td class="muted">{one.when}</td><td class="num"><b>{one.brings}</b></td><td class="num wide-only muted exact">{one.brings_exactly}</td></tr>)}</tbody></table></div>
      )}
    </Card>
  );
}

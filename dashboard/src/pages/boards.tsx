// Leaderboards: all of them as cards, or one at length.

import { url } from "../api/client";
import type { Board, BoardKind, Boards, Entry, Period } from "../api/types";
import { useApi } from "../api/use";
import { BOARDS, extraOf, KINDS, PERIODS, valueOf } from "../lib/boards";
import { plural } from "../lib/format";
import { href, useParam, useRooms } from "../router";
import { Avatar, Card, Chip, Choose, PageHead, PersonLink, SearchField } from "../ui/bits";
import { Icon } from "../ui/icons";
import { Empty, ProblemNote, Show, Skeleton } from "../ui/states";

const REFRESH_SECONDS = 120;

export function BoardsPage() {
  const rooms = useRooms();
  const [kind] = useParam<BoardKind | "all">("board", "all");
  const [period, setPeriod] = useParam<Period>("period", "all");
  const [sought, setSought] = useParam<string>("q", "", "replace");
  const board = kind !== "all" && kind in BOARDS ? kind : null;
  const where = rooms.length === 0 ? "all rooms" : rooms.length === 1 ? rooms[0] : `${rooms.length} rooms`;
  return (
    <>
      <PageHead title={board ? BOARDS[board].name : "Leaderboards"} lead={`${board ? BOARDS[board].about : "Who leads in what"}, in ${where}.`}>
        <SearchField label="Find a name" value={sought} onChange={setSought} />
        <Choose label="How far back" value={period} onChange={setPeriod} choices={PERIODS} />
      </PageHead>
      <nav class="board-nav" aria-label="Boards">
        <a href={href("/boards", { period: period === "all" ? null : period, q: sought })} aria-current={board ? undefined : "page"}>All boards</a>
        {KINDS.map((one) => <a key={one} href={href("/boards", { board: one, period: period === "all" ? null : period, q: sought })} aria-current={one === board ? "page" : undefined}>{BOARDS[one].name}</a>)}
      </nav>
      {board ? <One kind={board} period={period} rooms={rooms} sought={sought} /> : <All period={period} rooms={rooms} sought={sought} />}
    </>
  );
}

interface Asked { period: Period; rooms: string[]; sought: string }

const fits = (entry: Entry, sought: string): boolean => sought === "" || entry.display_name.toLowerCase().includes(sought.toLowerCase());

function All({ period, rooms, sought }: Asked) {
  const found = useApi<Boards>(url("/stats/leaderboard/all", { room: rooms, period, limit: sought === "" ? 5 : 10 }), REFRESH_SECONDS);
  if (found.isFirst) return <div class="board-grid">{KINDS.slice(0, 9).map((kind) => <Card key={kind} title={BOARDS[kind].name}><Skeleton lines={5} height={30} /></Card>)}</div>;
  if (!found.data) return found.problem ? <ProblemNote problem={found.problem} retry={found.reload} /> : null;
  const boards = found.data.leaderboards.map((board) => ({ ...board, entries: board.entries.filter((entry) => fits(entry, sought)) }));
  const shown = sought === "" ? boards : boards.filter((board) => board.entries.length > 0);
  if (shown.length === 0) return <Empty icon="search" title={`Nobody called “${sought}” leads in anything.`}>Only the first ten of each board are searched; <a href={href("/users", { q: sought })}>look among all people</a>.</Empty>;
  return (
    <div class="board-grid">
      {shown.map((board) => (
        <Card key={board.type} title={<a class="card-link" href={href("/boards", { board: board.type, period: period === "all" ? null : period })}>{BOARDS[board.type]?.name ?? board.type}<Icon name="right" size={16} /></a>}
          tools={<Scope board={board} rooms={rooms} />}>
          <p class="muted small board-about">{BOARDS[board.type]?.about}</p>
          {board.entries.length === 0 ? <p class="muted board-none">Nobody yet{period === "all" ? "" : " in this time"}.</p> : (
            <ol class="board-list">{board.entries.slice(0, sought === "" ? 5 : 10).map((entry) => (
              <li key={entry.username}>
                <Medal rank={entry.rank} />
                <span class="board-who"><Name entry={entry} sought={sought} />{entry.achievement && <Badge />}</span>
                <span class="board-value">{valueOf(board.type, entry.value)}</span>
              </li>
            ))}</ol>
          )}
        </Card>
      ))}
    </div>
  );
}

function One({ kind, period, rooms, sought }: Asked & { kind: BoardKind }) {
  const found = useApi<Board>(url(`/stats/leaderboard/${kind}`, { room: rooms, period, limit: 50 }), REFRESH_SECONDS);
  return (
    <Card flush label={BOARDS[kind].name}>
      <Show from={found} lines={10} height={38}>{(board) => {
        const entries = board.entries.filter((entry) => fits(entry, sought));
        const most = Math.max(1, ...board.entries.map((entry) => entry.value));
        if (board.entries.length === 0) return <Empty icon="trophy" title="Nobody is on this board yet.">{period === "all" ? "Be the first." : "Take a longer time."}</Empty>;
        if (entries.length === 0) return <Empty icon="search" title={`Nobody called “${sought}” is among the first ${board.entries.length}.`}><a href={href("/users", { q: sought })}>Look among all people</a>.</Empty>;
        return (
          <>
            <div class="board-foot muted small">{plural(board.entries.length, "person", "people")}<Scope board={board} rooms={rooms} />{board.period !== period && <Chip tone="amber">counted over all time: no dates are kept for it</Chip>}</div>
            <ol class="board-long">{entries.map((entry) => (
              <li key={entry.username}>
                <Medal rank={entry.rank} /><Avatar name={entry.display_name} size={36} />
                <span class="board-who"><span><Name entry={entry} sought={sought} />{entry.achievement && <Badge />}</span>
                  <span class="sub-wrap">{extraOf(entry.extra).map(([key, value]) => <span key={key}>{key} <b>{value}</b></span>)}</span></span>
                <span class="board-bar" aria-hidden="true"><i style={{ width: `${(100 * entry.value) / most}%` }} /></span>
                <span class="board-value">{valueOf(kind, entry.value)}</span>
              </li>
            ))}</ol>
          </>
        );
      }}</Show>
    </Card>
  );
}

/** A name, with what was searched marked in it. */
function Name({ entry, sought }: { entry: Entry; sought: string }) {
  const name = entry.display_name;
  const at = sought === "" ? -1 : name.toLowerCase().indexOf(sought.toLowerCase());
  if (at < 0) return <PersonLink name={entry.username} shown={name} />;
  return <a class="person" href={href(`/users/${encodeURIComponent(entry.username)}`)}>{name.slice(0, at)}<mark>{name.slice(at, at + sought.length)}</mark>{name.slice(at + sought.length)}</a>;
}

function Scope({ board, rooms }: { board: Board; rooms: string[] }) {
  return board.scope === "global" && rooms.length > 0 ? <Chip tone="blue" title="What it counts is one figure over all rooms">all rooms</Chip> : null;
}

const Badge = () => <span class="badge" title="A badge was earned"><Icon name="star" size={15} label="has a badge" /></span>;
const Medal = ({ rank }: { rank: number }) => <span class={`medal${rank <= 3 ? ` medal-${rank}` : ""}`}>{rank}</span>;

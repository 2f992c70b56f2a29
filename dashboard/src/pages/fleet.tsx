// All rooms, a live row each.

import { useEffect, useRef, useState } from "preact/hooks";
import { may } from "../api/session";
import { session } from "../api/client";
import { useApi } from "../api/use";
import { rooms as allRooms, roomsProblem, loadRooms, useFreshRooms } from "../api/rooms";
import type { FleetView, Room } from "../api/types";
import { bytes, compact, count, duration, millis, plural } from "../lib/format";
import { isMeant, needsEyes, perMinute, sorted, type SortKey, upFor } from "../lib/fleet";
import { useStore } from "../lib/store";
import { useParam, useRooms } from "../router";
import { Ago, Card, Choose, Figure, IconButton, PageHead, PhaseChip, RoomLink, SearchField } from "../ui/bits";
import { Spark } from "../ui/chart";
import { Icon } from "../ui/icons";
import { Empty, ProblemNote, Skeleton } from "../ui/states";
import { askFor, Orders, type Order } from "./fleet-orders";

const COLUMNS: [SortKey, string, boolean][] = [
  ["name", "Room", false], ["state", "State", false], ["uptime", "Up for", true], ["restarts", "Restarts", true], ["users", "People", true],
  ["lines", "Lines a minute", true], ["p99", "p99", true], ["memory", "Memory", true], ["error", "Last error", true],
];

export function FleetPage() {
  useFreshRooms();
  const live = useStore(allRooms);
  const problem = useStore(roomsProblem);
  const who = useStore(session);
  const named = useRooms();
  const [sort, setSort] = useParam<string>("sort", "name");
  const [typed, setTyped] = useParam<string>("q", "", "replace");
  const [which, setWhich] = useParam<"served" | "eyes" | "all">("show", "served");
  const [frozen, setFrozen] = useState<{ rooms: Room[]; at: number } | null>(null);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());

  const [key, isDown] = [sort.replace(/^-/, "") as SortKey, sort.startsWith("-")];
  // What failed is told to admins alone, by the view of the whole fleet.
  const isOfAll = may(who, "rooms:admin");
  const view = useApi<FleetView>(isOfAll ? "/fleet" : null, 20);
  const errors = new Map(view.data?.rooms.map((room) => [room.name, room.last_error]));
  const rooms = frozen?.rooms ?? (live && view.data ? live.map((room) => ({ ...room, last_error: errors.get(room.name) ?? room.last_error ?? null })) : live);
  const inView = (rooms ?? []).filter((room) => named.length === 0 || named.includes(room.id));
  const shown = sorted(
    inView.filter((room) => (which === "all" || (which === "eyes" ? needsEyes(room) : room.is_wanted || room.state !== "stopped")) && isMeant(room, typed)),
    COLUMNS.some(([column]) => column === key) ? key : "name", isDown,
  );
  const hasErrors = shown.some((room) => room.last_error !== undefined);
  const columns = COLUMNS.filter(([column]) => column !== "error" || hasErrors);
  const order = (what: Order, ids: string[]): void => askFor(what, ids);
  const isAdmin = who !== null && shown.some((room) => may(who, "rooms:admin", room.id));
  const chosen = shown.filter((room) => picked.has(room.id)).map((room) => room.id);
  const sortBy = (column: SortKey, isNumber: boolean): void => {
    const first = isNumber ? `-${column}` : column;
    const other = isNumber ? column : `-${column}`;
    setSort(sort === first ? other : first);
  };
  const pick = (id: string, is: boolean): void => {
    const next = new Set(picked);
    if (is) next.add(id);
    else next.delete(id);
    setPicked(next);
  };

  return (
    <>
      <PageHead title="Fleet" lead="Every room, as it is right now.">
        <SearchField label="Filter rooms" value={typed} onChange={setTyped} />
        <button type="button" class="button" aria-pressed={frozen !== null} onClick={() => setFrozen(frozen || !rooms ? null : { rooms, at: Date.now() })}>
          <Icon name={frozen ? "play" : "snow"} size={16} /> {frozen ? "Go on" : "Freeze"}
        </button>
      </PageHead>
      {problem && !live ? <ProblemNote problem={problem} retry={() => void loadRooms()} /> : <Sums rooms={rooms === null ? null : inView} />}
      <Orders />
      <div class="toolbar">
        <Choose label="Which rooms" value={which} onChange={setWhich} choices={[["served", "Served"], ["eyes", "Needs a look"], ["all", "All"]]} />
        {frozen && <span class="chip tone-blue"><Icon name="snow" size={14} /> Frozen; rows keep still until you go on</span>}
        <span class="toolbar-space" />
        {isAdmin && <Bulk chosen={chosen} all={shown.map((room) => room.id)} order={order} clear={() => setPicked(new Set())} isWhole={named.length === 0 && who?.room === null} />}
      </div>
      <Card flush label="Rooms">
        {rooms === null && !problem && <div class="pad"><Skeleton lines={6} height={44} /></div>}
        {rooms !== null && shown.length === 0 && (
          inView.length === 0
            ? <Empty icon="fleet" title="There are no rooms yet."><p>Add one with <code>dazza-fleet rooms add NAME</code>.</p></Empty>
            : <Empty icon="search" title={which === "eyes" && typed === "" ? "Nothing needs a look." : "No room fits."}>
                {which === "eyes" && typed === "" ? <p>Every room that is to be served is joined.</p> : <p>Clear the filter, or show all rooms.</p>}
              </Empty>
        )}
        {shown.length > 0 && (
          <table class="fleet-table">
            <thead>
              <tr>
                {isAdmin && (
                  <th class="col-pick" scope="col">
                    <input type="checkbox" aria-label="Pick all rooms shown" checked={chosen.length === shown.length}
                      onChange={(event) => setPicked(new Set(event.currentTarget.checked ? shown.map((room) => room.id) : []))} />
                  </th>
                )}
                {columns.map(([column, name, isNumber]) => (
                  <th key={column} scope="col" class={`col-${column}${isNumber && column !== "error" ? " num" : ""}`} aria-sort={key === column ? (isDown ? "descending" : "ascending") : "none"}>
                    <button type="button" class="sort" onClick={() => sortBy(column, isNumber)}>{name}<i class="sort-mark" aria-hidden="true">{key === column ? (isDown ? "↓" : "↑") : ""}</i></button>
                  </th>
                ))}
                {isAdmin && <th scope="col" class="col-acts"><span class="visually-hidden">Orders</span></th>}
              </tr>
            </thead>
            <tbody>{shown.map((room) => (
              <Row key={room.id} room={room} now={frozen?.at} hasErrors={hasErrors} isAdmin={isAdmin} may={may(who, "rooms:admin", room.id)} isPicked={picked.has(room.id)} pick={pick} order={order} />
            ))}</tbody>
          </table>
        )}
      </Card>
      <p class="muted small foot-note">A p99 is the time within which 99 of 100 answers leave their room. The lines show the last half hour.</p>
    </>
  );
}

function Sums({ rooms }: { rooms: Room[] | null }) {
  if (!rooms) return <div class="figures"><Skeleton lines={1} height={74} /></div>;
  const wanted = rooms.filter((room) => room.is_wanted);
  const joined = wanted.filter((room) => room.state === "joined").length;
  const sum = (of: (room: Room) => number): number => rooms.reduce((all, room) => all + of(room), 0);
  return (
    <dl class="figures">
      <Figure name="Rooms joined" value={<>{joined}<span class="of"> of {wanted.length}</span></>} {...(joined < wanted.length ? { tone: "amber" } : {})} />
      <Figure name="People" value={count(sum((room) => room.user_count))} note={plural(sum((room) => room.viewer_count), "connection")} />
      <Figure name="Lines a minute" value={count(sum(perMinute))} note={`${compact(sum((room) => room.message_count))} heard so far`} />
      <Figure name="Commands answered" value={compact(sum((room) => room.command_count))} />
      <Figure name="Memory of rooms" value={rooms.some((room) => room.memory_bytes != null) ? bytes(sum((room) => room.memory_bytes ?? 0)) : "–"} note={plural(sum((room) => room.restarts), "restart")} />
    </dl>
  );
}

interface RowProps { room: Room; now: number | undefined; hasErrors: boolean; isAdmin: boolean; may: boolean; isPicked: boolean; pick(id: string, is: boolean): void; order(what: Order, ids: string[]): void }

function Row({ room, now, hasErrors, isAdmin, may: isAllowed, isPicked, pick, order }: RowProps) {
  const lines = room.lines_per_minute ?? [];
  const isOff = room.state === "stopped";
  return (
    <tr class={`${needsEyes(room) ? "needs-eyes" : ""}${isOff ? " is-off" : ""}`}>
      {isAdmin && <td class="col-pick"><input type="checkbox" aria-label={`Pick ${room.id}`} disabled={!isAllowed} checked={isPicked} onChange={(event) => pick(room.id, event.currentTarget.checked)} /></td>}
      <td class="col-name">
        <RoomLink id={room.id} />
        <span class="sub">{room.current_media ? <><Icon name="film" size={13} /> {room.current_media.title}</> : room.reason ?? (isOff ? "not served" : "nothing plays")}</span>
      </td>
      <td class="col-state"><PhaseChip phase={room.state} reason={room.reason} /></td>
      <td class="col-uptime num" data-label="Up for">{duration(upFor(room, now))}</td>
      <td class="col-restarts num" data-label="Restarts">{count(room.restarts)}</td>
      <td class="col-users num" data-label="People"><Bumped value={room.user_count} />{room.afk_count ? <span class="sub">{room.afk_count} away</span> : null}</td>
      <td class="col-lines num" data-label="Lines a minute">
        <span class="lines"><Spark values={lines} label={`Lines a minute over half an hour, at most ${Math.max(0, ...lines)}`} /><span class="lines-now">{count(perMinute(room))}</span></span>
      </td>
      <td class="col-p99 num" data-label="p99">{millis(room.p99_ms)}</td>
      <td class="col-memory num" data-label="Memory">{bytes(room.memory_bytes)}</td>
      {hasErrors && <td class="col-error" data-label="Last error">{room.last_error ? <><Ago time={room.last_error.time} /><span class="sub" title={room.last_error.text}>{room.last_error.text}</span></> : <span class="muted">none</span>}</td>}
      {isAdmin && (
        <td class="col-acts">
          {isAllowed && (room.is_wanted
            ? <><IconButton icon="restart" label={`Restart ${room.id}`} onClick={() => order("restart", [room.id])} /><IconButton icon="stop" label={`Stop ${room.id}`} onClick={() => order("stop", [room.id])} /></>
            : <IconButton icon="play" label={`Start ${room.id}`} onClick={() => order("start", [room.id])} />)}
        </td>
      )}
    </tr>
  );
}

/** A figure that glows for a moment when it changes. */
function Bumped({ value }: { value: number }) {
  const [nth, setNth] = useState(0);
  const before = useRef(value);
  useEffect(() => {
    if (before.current !== value) setNth((n) => n + 1);
    before.current = value;
  }, [value]);
  return <span key={nth} class={nth > 0 ? "bumped" : undefined}>{count(value)}</span>;
}

interface BulkProps { chosen: string[]; all: string[]; isWhole: boolean; order(what: Order, ids: string[]): void; clear(): void }

function Bulk({ chosen, all, isWhole, order, clear }: BulkProps) {
  if (chosen.length === 0) {
    return isWhole && all.length > 1 ? <button type="button" class="button" onClick={() => order("restart", [])}><Icon name="restart" size={16} /> Restart all</button> : null;
  }
  return (
    <div class="bulk" role="group" aria-label="Orders for the rooms picked">
      <span class="muted">{plural(chosen.length, "room")} picked</span>
      <button type="button" class="button small" onClick={() => order("start", chosen)}><Icon name="play" size={15} /> Start</button>
      <button type="button" class="button small" onClick={() => order("restart", chosen)}><Icon name="restart" size={15} /> Restart</button>
      <button type="button" class="button small" onClick={() => order("stop", chosen)}><Icon name="stop" size={15} /> Stop</button>
      <IconButton icon="close" label="Pick none" onClick={clear} />
    </div>
  );
}

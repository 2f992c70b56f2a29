// One room: what is said, who is there, what plays; and for its admins its settings and its log.

import { useEffect, useState } from "preact/hooks";
import { ask } from "../api/client";
import { useLive } from "../api/live";
import { useAllRooms, useFreshRooms } from "../api/rooms";
import { useMay } from "../api/session";
import type { Media, Room, RoomStats, Visitors } from "../api/types";
import { useApi } from "../api/use";
import { bytes, compact, count, duration, millis, plural, runtime } from "../lib/format";
import { perMinute, upFor } from "../lib/fleet";
import { type Changes, merged, withMove } from "../lib/here";
import { useParam } from "../router";
import { Ago, Avatar, Card, Chip, Figure, PageHead, PersonLink, PhaseChip, PHASES, Tabs } from "../ui/bits";
import { Chat } from "../ui/chat";
import { confirm } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { LogTail } from "../ui/log-tail";
import { Empty, Show, Skeleton } from "../ui/states";
import { toast } from "../ui/toast";
import { askFor } from "./fleet-orders";
import { RoomActivity, RoomCommands, RoomGames, RoomTop } from "./room-parts";
import { RoomSettings } from "./room-settings";
import type { PageProps } from ".";

export function RoomPage({ params }: PageProps) {
  const id = params[0] ?? "";
  const rooms = useAllRooms();
  useFreshRooms();
  const [tab] = useParam<"live" | "settings" | "log">("tab", "live");
  const isAdmin = useMay("rooms:admin", id);
  const room = rooms?.find((one) => one.id === id);
  if (rooms !== null && !room) {
    return (
      <>
        <PageHead title={id} />
        <Empty icon="fleet" title="There is no such room."><p>It may have been taken out of the fleet. <a href="/">All rooms</a></p></Empty>
      </>
    );
  }
  return (
    <>
      <PageHead title={id} lead={room ? <RoomLead room={room} /> : <Skeleton lines={1} />}>{isAdmin && room && <Acts room={room} />}</PageHead>
      {isAdmin && <LastFailure id={id} />}
      {isAdmin && <Tabs label="Parts of the room" fallback="live" tabs={[["live", "Live"], ["settings", "Settings"], ["log", "Log"]]} />}
      {tab === "settings" && isAdmin ? <RoomSettings room={id} /> : tab === "log" && isAdmin ? <LogTail key={id} source={{ room: id }} title={`Log of ${id}`} /> : <Live key={id} id={id} room={room} />}
    </>
  );
}

function RoomLead({ room }: { room: Room }) {
  return (
    <span class="room-lead">
      <PhaseChip phase={room.state} reason={room.reason} />
      <span>{room.reason ?? PHASES[room.state]?.means}</span>
      {room.uptime !== null && <span>up for {duration(upFor(room))}</span>}
      {room.restarts > 0 && <span>{plural(room.restarts, "restart")}</span>}
      {room.memory_bytes != null && <span>{bytes(room.memory_bytes)}</span>}
      {room.p99_ms != null && <span>p99 {millis(room.p99_ms)}</span>}
    </span>
  );
}

/** What went wrong last; for the room's admins, whom alone the API tells. */
function LastFailure({ id }: { id: string }) {
  const failure = useApi<Room>(`/rooms/${encodeURIComponent(id)}`, 15).data?.last_error;
  if (!failure) return null;
  return <p class="room-failure"><Icon name="alert" size={16} /><span>Last failure, <Ago time={failure.time} />: {failure.text}</span></p>;
}

function Acts({ room }: { room: Room }) {
  const reconnect = (): void => confirm({
    title: `Reconnect ${room.id}?`, text: <p>The bot drops its line to the chat server and joins again. Its process goes on.</p>, verb: "Reconnect",
    act: () => ask("POST", `/rooms/${encodeURIComponent(room.id)}/reconnect`).then(() => toast(`${room.id} reconnects.`)),
  });
  return room.is_wanted ? (
    <>
      <button type="button" class="button" onClick={reconnect}>Reconnect</button>
      <button type="button" class="button" onClick={() => askFor("restart", [room.id])}><Icon name="restart" size={16} /> Restart</button>
      <button type="button" class="button" onClick={() => askFor("stop", [room.id])}><Icon name="stop" size={16} /> Stop</button>
    </>
  ) : <button type="button" class="button primary" onClick={() => askFor("start", [room.id])}><Icon name="play" size={16} /> Start</button>;
}

function Live({ id, room }: { id: string; room: Room | undefined }) {
  const isAdmin = useMay("rooms:admin", id);
  const stats = useApi<RoomStats>(`/rooms/${encodeURIComponent(id)}/stats?days=7`, 300);
  return (
    <div class="room-grid">
      <div class="room-main">
        <Chat room={id} maySay={isAdmin} />
        <RoomActivity id={id} />
        <div class="columns">
          <RoomCommands id={id} />
          <Show from={stats} lines={6} height={26}>{(data) => <RoomTop entries={data.top_talkers} />}</Show>
        </div>
      </div>
      <div class="room-aside">
        <Playing id={id} media={room?.current_media ?? null} length={room?.playlist_length ?? 0} />
        <Who id={id} />
        <RoomGames id={id} />
        <Card title="All time">
          <Show from={stats} lines={4} height={44}>{({ totals }) => (
            <dl class="figures in-card">
              <Figure name="Lines" value={compact(totals.messages)} /><Figure name="People" value={compact(totals.users)} />
              <Figure name="Last 24 hours" value={compact(totals.messages_of_day)} note={plural(totals.users_of_day, "person", "people")} />
              <Figure name="A minute now" value={count(room ? perMinute(room) : null)} />
              <Figure name="Videos" value={compact(totals.media_plays)} /><Figure name="Heists" value={compact(totals.heists)} />
              {totals.peak_hour !== null && <Figure name="Busiest hour" value={`${String(totals.peak_hour).padStart(2, "0")}:00`} />}
            </dl>
          )}</Show>
        </Card>
      </div>
    </div>
  );
}

function Playing({ id, media, length }: { id: string; media: Media | null; length: number }) {
  const [told, setTold] = useState<Media | null>(null);
  useLive([`chat:${id}`], (frame) => {
    if (frame.type === "chat.media") setTold(frame.data as Media);
  });
  useEffect(() => setTold(null), [media?.id, media?.title]);
  const now = told ?? media;
  return (
    <Card title="On the screen" tools={<span class="muted small">{plural(length, "entry", "entries")} in the playlist</span>}>
      {now ? (
        <div class="playing"><span class="playing-icon"><Icon name="film" size={22} /></span>
          <div><p class="playing-title">{now.title}</p><p class="muted small">{[now.duration > 0 ? runtime(now.duration) : "live", SOURCES[now.type] ?? now.type].filter(Boolean).join(" · ")}</p></div>
        </div>
      ) : <p class="muted">Nothing plays.</p>}
    </Card>
  );
}

const SOURCES: Record<string, string> = { yt: "YouTube", vi: "Vimeo", dm: "Dailymotion", tw: "Twitch", fi: "a file", sc: "SoundCloud", gd: "Google Drive", li: "live", rt: "a stream", hl: "a stream" };

function Who({ id }: { id: string }) {
  const found = useApi<Visitors>(`/rooms/${encodeURIComponent(id)}/users?online=true&limit=200`);
  const [changes, setChanges] = useState<Changes>(new Map());
  useEffect(() => setChanges(new Map()), [found.data]);
  useLive([`chat:${id}`], (frame) => setChanges((all) => withMove(all, frame)));
  const people = merged(found.data?.items ?? [], changes, id);
  return (
    <Card title="Who is here" tools={found.data && <Chip tone="green">{people.length}</Chip>} flush>
      <div class="who-list" tabIndex={0} role="region" aria-label="People here">
        <Show from={found} lines={6} height={34}>{() => people.length === 0 ? <Empty icon="people" title="Nobody is here." /> : (
          <ul>{people.map((one) => (
            <li key={one.username} class={one.is_afk ? "is-afk" : undefined}>
              <Avatar name={one.display_name} size={30} />
              <span class="who-words"><PersonLink name={one.username} shown={one.display_name} /><span class="sub">here since <Ago time={one.joined_at} /></span></span>
              {one.is_afk && <Chip tone="grey">away</Chip>}
            </li>
          ))}</ul>
        )}</Show>
      </div>
    </Card>
  );
}

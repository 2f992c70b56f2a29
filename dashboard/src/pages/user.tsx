// One person: what is known of him, where he stands, what he did with his money.

import { url } from "../api/client";
import type { Achievement, Heat, Profile, Quote, Rank } from "../api/types";
import { useApi } from "../api/use";
import { BOARDS, valueOf } from "../lib/boards";
import { compact, count, dayOf, money, plural } from "../lib/format";
import { href, useParam, useRooms } from "../router";
import { Ago, Avatar, Card, Chip, Figure, PageHead, RoomLink, Tabs } from "../ui/bits";
import { Meter } from "../ui/chart";
import { Icon, type IconName } from "../ui/icons";
import { Empty, ProblemNote, Show, Skeleton } from "../ui/states";
import { UserCategory } from "./user-category";
import { UserMoney } from "./user-money";
import type { PageProps } from ".";

export function UserPage({ params }: PageProps) {
  const name = (params[0] ?? "").toLowerCase();
  const rooms = useRooms();
  const [tab] = useParam<"overview" | "money" | "detail">("tab", "overview");
  const path = `/stats/users/${encodeURIComponent(name)}`;
  const found = useApi<Profile>(url(path, { room: rooms }));
  const one = found.data;
  if (!one && found.problem) {
    return (
      <>
        <PageHead title={params[0] ?? ""} />
        {found.problem.status === 404
          ? <Empty icon="user" title="Nobody of that name is known here."><p>{rooms.length > 0 ? "Perhaps in another room: choose all rooms above." : "The name may be mistyped, or its owner wants to be left out."} <a href={href("/users")}>All people</a></p></Empty>
          : <ProblemNote problem={found.problem} retry={found.reload} />}
      </>
    );
  }
  const shown = one?.display_name ?? params[0] ?? "";
  const online = one?.rooms.filter((room) => room.is_online) ?? [];
  return (
    <>
      <div class="user-head">
        <Avatar name={shown} size={64} />
        <PageHead title={shown} lead={one ? (
          <span class="room-lead">
            {online.length > 0 ? <Chip tone="green"><i class="dot" /> here now, in {online.map((room) => room.room).join(", ")}</Chip> : <span>last seen <Ago time={one.last_seen} /></span>}
            <span>first seen {dayOf(one.first_seen)}</span>
          </span>
        ) : <Skeleton lines={1} />}>
          <a class="button" href={href(`/gallery/${encodeURIComponent(name)}`)}><Icon name="picture" size={16} /> {one ? plural(one.image_count, "picture") : "Pictures"}</a>
        </PageHead>
      </div>
      {one ? (
        <dl class="figures">
          <Figure name="Lines" value={compact(one.message_count)} note={`${compact(one.word_count)} words`} />
          <Figure name="Money" value={money(one.balance)} note="over all rooms" tone="gold" />
          <Figure name="Trust" value={<>{one.trust}<span class="of"> of 100</span></>} note={<Meter percent={one.trust} label={`Trust ${one.trust} of 100`} tone="green" />} />
          <Figure name="Bongs" value={count(one.bong_count)} /><Figure name="Drinks" value={count(one.drink_count)} />
          <Figure name="Heists" value={count(one.heist_count)} note={`${money(one.heist_take)} taken`} />
        </dl>
      ) : <div class="figures"><Skeleton lines={1} height={92} /></div>}
      <div class="user-tabs"><Tabs label="Parts of the page" fallback="overview" tabs={[["overview", "Overview"], ["money", "Money"], ["detail", "In detail"]]} /></div>
      {tab === "money" ? <UserMoney path={path} rooms={rooms} /> : tab === "detail" ? <UserCategory path={path} rooms={rooms} /> : <Overview path={path} rooms={rooms} profile={one} />}
    </>
  );
}

function Overview({ path, rooms, profile }: { path: string; rooms: string[]; profile: Profile | undefined }) {
  const ranks = useApi<{ ranks: Rank[] }>(url(`${path}/ranks`, { room: rooms }));
  const achievements = useApi<{ achievements: Achievement[] }>(`${path}/achievements`);
  const heat = useApi<{ hours: Heat[] }>(url(`${path}/heat`, { room: rooms }));
  const quote = useApi<Quote>(url(`${path}/quote`, { room: rooms }));
  return (
    <div class="user-grid">
      <div class="stack">
        <Card title="When they talk" tools={<span class="muted small">the last twelve weeks</span>}><Show from={heat} lines={7} height={20}>{({ hours }) => <HeatMap hours={hours} />}</Show></Card>
        <Card title="Achievements"><Show from={achievements} lines={6} height={54}>{(all) => <Achievements all={all.achievements} />}</Show></Card>
      </div>
      <div class="stack">
        {quote.problem?.status !== 404 && (
          <Card title="Once said" tools={<button type="button" class="button quiet small" onClick={quote.reload}><Icon name="restart" size={15} /> Another</button>}>
            <Show from={quote} lines={2}>{(said) => <blockquote class="quote"><p>{said.message}</p><footer class="muted small">in {said.room}, {dayOf(said.at)}</footer></blockquote>}</Show>
          </Card>
        )}
        <Card title="Where they stand" flush>
          <Show from={ranks} lines={8}>{(all) => all.ranks.length === 0 ? <p class="muted pad">On no board yet.</p> : (
            <table class="table"><thead class="visually-hidden"><tr><th>Board</th><th>Figure</th><th>Rank</th></tr></thead><tbody>{all.ranks.map((rank) => (
              <tr key={rank.type}>
                <td><a class="plain" href={href("/boards", { board: rank.type })}>{BOARDS[rank.type]?.name ?? rank.type}</a></td>
                <td class="num muted">{valueOf(rank.type, rank.value)}</td>
                <td class="num"><b class={rank.rank <= 3 ? "ink-gold" : undefined}>{count(rank.rank)}</b><span class="muted"> of {count(rank.total)}</span></td>
              </tr>
            ))}</tbody></table>
          )}</Show>
        </Card>
        <Card title="Rooms" flush>
          {profile ? (
            <table class="table"><thead class="visually-hidden"><tr><th>Room</th><th>Lines</th><th>Last seen</th></tr></thead><tbody>{profile.rooms.map((room) => (
              <tr key={room.room}><td><RoomLink id={room.room} /></td><td class="num">{count(room.message_count)} <span class="muted">lines</span></td><td class="num muted">{room.is_online ? <Chip tone="green">here</Chip> : <Ago time={room.last_seen} />}</td></tr>
            ))}</tbody></table>
          ) : <div class="pad"><Skeleton lines={3} /></div>}
        </Card>
      </div>
    </div>
  );
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const STEPS = 5;

function HeatMap({ hours }: { hours: Heat[] }) {
  const most = Math.max(1, ...hours.map((one) => one.messages));
  const at = new Map(hours.map((one) => [one.weekday * 24 + one.hour, one.messages]));
  const top = hours.reduce<Heat | null>((best, one) => (best === null || one.messages > best.messages ? one : best), null);
  if (!top) return <p class="muted">Nothing was said in the last twelve weeks.</p>;
  const told = `Most on ${DAYS[top.weekday - 1]} at ${top.hour}:00`;
  return (
    <figure class="heat">
      <div class="heat-grid" role="img" aria-label={`Lines by hour of the week. ${told}`}>
        <span />{Array.from({ length: 24 }, (_, hour) => <span key={hour} class="heat-hour">{hour % 6 === 0 ? `${String(hour).padStart(2, "0")}` : ""}</span>)}
        {DAYS.map((day, nth) => (
          <>
            <span key={day} class="heat-day">{day}</span>
            {Array.from({ length: 24 }, (_, hour) => {
              const n = at.get((nth + 1) * 24 + hour) ?? 0;
              return <span key={`${day}${hour}`} class={`heat-cell heat-${n === 0 ? 0 : Math.ceil((n / most) * STEPS)}`} title={`${day} ${String(hour).padStart(2, "0")}:00 – ${plural(n, "line")}`} />;
            })}
          </>
        ))}
      </div>
      <figcaption class="heat-foot muted small"><span>{told}</span><span class="heat-key">less {[0, 1, 2, 3, 4, 5].map((n) => <i key={n} class={`heat-cell heat-${n}`} />)} more</span></figcaption>
    </figure>
  );
}

const SIGNS: [RegExp, IconName][] = [[/night|owl|early|morning/, "moon"], [/bong|cone/, "leaf"], [/drink|pub|beer/, "glass"], [/fish|angl/, "fish"], [/heist|crook|crim/, "mask"], [/gambl|punt|pokie|bet/, "dice"], [/streak|day|regular/, "calendar"], [/image|picture|gallery|photo/, "picture"], [/money|rich|wealth|econom/, "coin"], [/chat|message|talk|word/, "chat"]];

/** Drawn signs stand for the API's, which not every machine can show. */
const signOf = (one: Achievement): IconName => SIGNS.find(([shape]) => shape.test(`${one.type} ${one.name} ${one.category}`.toLowerCase()))?.[1] ?? "trophy";

const LEVELS = ["bronze", "silver", "gold", "diamond"];

function Achievements({ all }: { all: Achievement[] }) {
  if (all.length === 0) return <p class="muted">None yet; they come with time.</p>;
  const sorted = [...all].sort((a, b) => b.reached.length - a.reached.length || b.progress_percent - a.progress_percent);
  return (
    <ul class="achievements">{sorted.map((one) => (
      <li key={one.type} class={one.reached.length === 0 ? "none-yet" : undefined}>
        <span class={`achievement-icon level-of-${one.reached.at(-1)?.level ?? "none"}`} aria-hidden="true"><Icon name={signOf(one)} size={21} /></span>
        <div class="achievement-words">
          <p><b>{one.name}</b> {one.reached.length > 0 && <Chip tone="gold">{one.reached.at(-1)?.level}</Chip>}</p>
          <p class="muted small">{one.description}: {count(one.value)}{one.next_threshold !== null && ` of ${count(one.next_threshold)} for ${one.next_tier}`}</p>
          <Meter percent={one.progress_percent} label={one.next_tier ? `${Math.round(one.progress_percent)} per cent of the way to ${one.next_tier}` : "All tiers reached"} />
          <span class="visually-hidden">{LEVELS.filter((level) => one.reached.some((tier) => tier.level === level)).join(", ")}</span>
        </div>
      </li>
    ))}</ul>
  );
}

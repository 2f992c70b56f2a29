// Pictures that people posted: everybody's galleries, one of them, what is gone, and what came and went.

import { useRef } from "preact/hooks";
import { url } from "../api/client";
import { useLive } from "../api/live";
import type { Gallery, GalleryAct, GalleryPage as GalleriesPage, Picture } from "../api/types";
import { useApi, usePages } from "../api/use";
import { safe } from "../lib/address";
import { count, plural, words } from "../lib/format";
import { href, useParam, useRooms } from "../router";
import { Ago, Avatar, Card, Chip, Choose, More, PageHead, PersonLink, Tabs } from "../ui/bits";
import { Icon } from "../ui/icons";
import { Empty, ProblemNote, Show, Skeleton } from "../ui/states";
import { Lightbox, LockButton, Recheck, Tile } from "./gallery-parts";
import type { PageProps } from ".";

type Full = Gallery & { images: Picture[] };

const SHOWN = 8;
const SETTLE_MS = 3000;

/** Asks anew when something came or went, but not at each of many. */
function useGalleryNews(reload: () => void): void {
  const timer = useRef(0);
  useLive(["gallery"], () => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(reload, SETTLE_MS);
  });
}

export function GalleryPage({ params }: PageProps) {
  const owner = params[0];
  return owner ? <One owner={owner.toLowerCase()} /> : <All />;
}

function All() {
  const [tab] = useParam<"galleries" | "gone" | "activity">("tab", "galleries");
  const rooms = useRooms();
  const found = usePages<Full, GalleriesPage>("/gallery/images", { room: rooms, limit: 20 });
  useGalleryNews(found.reload);
  const stats = found.first?.stats;
  return (
    <>
      <PageHead title="Gallery" lead={stats ? `${plural(stats.total_images, "picture")} of ${plural(stats.total_users, "person", "people")}, as they were posted in the chat.` : "Pictures as they were posted in the chat."} />
      <Tabs label="Parts of the gallery" fallback="galleries" tabs={[["galleries", "Galleries"], ["gone", "Graveyard"], ["activity", "Comings and goings"]]} />
      {tab === "gone" ? <Graveyard rooms={rooms} /> : tab === "activity" ? <Acts rooms={rooms} /> : <Galleries found={found} />}
    </>
  );
}

function Galleries({ found }: { found: ReturnType<typeof usePages<Full, GalleriesPage>> }) {
  if (found.isFirst) return <div class="stack">{[0, 1, 2].map((n) => <Card key={n}><Skeleton lines={2} height={90} /></Card>)}</div>;
  if (!found.data) return found.problem ? <ProblemNote problem={found.problem} retry={found.reload} /> : null;
  const galleries = [...found.data].sort((a, b) => Date.parse(b.latest_at ?? "1970-01-01") - Date.parse(a.latest_at ?? "1970-01-01"));
  if (galleries.length === 0) return <Empty icon="picture" title="No pictures from here yet.">A link to a picture in the chat is all it takes; or choose all rooms.</Empty>;
  return (
    <div class="stack">
      {galleries.map((one) => {
        const to = href(`/gallery/${encodeURIComponent(one.username)}`);
        return (
          <Card key={one.username} label={`Gallery of ${one.display_name}`}>
            <header class="gallery-head">
              <Avatar name={one.display_name} size={36} />
              <div class="gallery-words"><h2><a class="card-link" href={to}>{one.display_name}<Icon name="right" size={16} /></a></h2><p class="muted small">{count(one.image_count)} of 25 · latest <Ago time={one.latest_at} /></p></div>
              {one.is_locked && <Chip tone="gold"><Icon name="lock" size={13} /> locked</Chip>}
            </header>
            <ul class="tiles row">{one.images.slice(0, SHOWN).map((picture) => <li key={picture.id}><Tile picture={picture} to={href(`/gallery/${encodeURIComponent(one.username)}`, { picture: String(picture.id) })} /></li>)}</ul>
            {one.images.length > SHOWN && <p class="gallery-all"><a href={to}>All {count(one.image_count)}</a></p>}
          </Card>
        );
      })}
      <More pages={found} what="galleries" />
    </div>
  );
}

function One({ owner }: { owner: string }) {
  const rooms = useRooms();
  const [deleted, setDeleted] = useParam<"no" | "yes">("deleted", "no");
  const [shown, setShown] = useParam<string>("picture", "");
  const gallery = useApi<Gallery>(`/gallery/locks/${encodeURIComponent(owner)}`);
  const pictures = usePages<Picture>(`/gallery/images/${encodeURIComponent(owner)}`, { room: rooms, limit: 100, include_deleted: deleted === "yes" });
  const reload = (): void => {
    pictures.reload();
    gallery.reload();
  };
  useGalleryNews(reload);
  const all = pictures.data ?? [];
  const at = all.findIndex((one) => String(one.id) === shown);
  const name = gallery.data?.display_name ?? owner;
  return (
    <>
      <div class="user-head">
        <Avatar name={name} size={56} />
        <PageHead title={`Gallery of ${name}`} lead={gallery.data ? (
          <span class="room-lead"><span>{count(gallery.data.image_count)} of 25 pictures</span>{gallery.data.is_locked ? <Chip tone="gold"><Icon name="lock" size={13} /> locked since <Ago time={gallery.data.locked_at} /></Chip> : <Chip tone="grey"><Icon name="unlock" size={13} /> not locked</Chip>}<a href={href(`/users/${encodeURIComponent(owner)}`)}>Profile</a></span>
        ) : <Skeleton lines={1} />}>
          <Choose label="Which pictures" value={deleted} onChange={setDeleted} choices={[["no", "Here now"], ["yes", "Gone ones too"]]} />
          {gallery.data && <LockButton gallery={gallery.data} done={reload} />}
        </PageHead>
      </div>
      <Show from={pictures} lines={3} height={180}>{(found) => found.length === 0
        ? <Empty icon="picture" title="No pictures here.">{rooms.length > 0 ? "None from these rooms; choose all rooms above." : "When they post one in the chat, it is kept here."}</Empty>
        : <ul class="tiles">{found.map((picture) => <li key={picture.id}><Tile picture={picture} to={href(`/gallery/${encodeURIComponent(owner)}`, { picture: String(picture.id), deleted: deleted === "yes" ? "yes" : null })} /></li>)}</ul>}</Show>
      <More pages={pictures} what="pictures" />
      {at >= 0 && <Lightbox picture={all[at] as Picture} isLocked={gallery.data?.is_locked ?? true} step={(by) => setShown(String(all[(at + by + all.length) % all.length]?.id ?? ""))} n={all.length} close={() => setShown("")} done={reload} />}
    </>
  );
}

function Graveyard({ rooms }: { rooms: string[] }) {
  const found = usePages<Picture>("/gallery/pruned", { room: rooms, limit: 50 });
  return (
    <Card flush title="Gone, but not forgotten" tools={<span class="muted small">Dead pictures are looked for again; those that come back return by themselves.</span>}>
      <Show from={found} lines={8} height={40}>{(all) => all.length === 0 ? <Empty icon="cross" title="Nothing has died lately." /> : (
        <div class="table-wrap"><table class="table">
          <thead><tr><th scope="col">Picture</th><th scope="col">Gallery</th><th scope="col">Why</th><th scope="col" class="wide-only">Gone since</th><th scope="col"><span class="visually-hidden">Look again</span></th></tr></thead>
          <tbody>{all.map((one) => (
            <tr key={one.id}>
              <td class="grave"><span class="grave-stone"><Icon name="cross" size={17} /></span><a class="plain grave-url" href={safe(one.url)} target="_blank" rel="noopener noreferrer">{one.url.replace(/^https?:\/\//, "")}</a></td>
              <td><PersonLink name={one.username} /></td><td class="muted">{one.pruned_reason ?? "–"}</td><td class="muted wide-only"><Ago time={one.gone_at} /></td>
              <td class="num"><Recheck picture={one} done={found.reload} /></td>
            </tr>
          ))}</tbody>
        </table></div>
      )}</Show>
      <More pages={found} what="of them" />
    </Card>
  );
}

const DID: Record<string, [string, string]> = { add: ["posted", "green"], delete: ["deleted", "red"], prune: ["died", "amber"], restore: ["came back", "green"], lock: ["locked", "gold"], unlock: ["unlocked", "grey"] };

function Acts({ rooms }: { rooms: string[] }) {
  const [type, setType] = useParam<"all" | "added" | "deleted">("type", "all");
  const found = usePages<GalleryAct>(url("/gallery/activity"), { room: rooms, type, limit: 50 });
  useGalleryNews(found.reload);
  return (
    <Card flush title="Comings and goings" tools={<Choose label="Which" value={type} onChange={setType} choices={[["all", "All"], ["added", "Posted"], ["deleted", "Deleted"]]} />}>
      <Show from={found} lines={8} height={34}>{(all) => all.length === 0 ? <Empty icon="picture" title="Nothing came or went." /> : (
        <ul class="acts">{all.map((one) => {
          const [did, tone] = DID[one.action] ?? [words(one.action).toLowerCase(), "grey"];
          return (
            <li key={`${one.action}${one.id}`}>
              <Chip tone={tone}>{did}</Chip>
              <span class="acts-words">{one.username && <PersonLink name={one.username} />} {one.url && <a class="plain" href={safe(one.url)} target="_blank" rel="noopener noreferrer">{one.url.replace(/^https?:\/\//, "")}</a>}
                {(one.actor || one.reason) && <span class="muted small"> {one.actor && one.actor !== one.username ? `by ${one.actor}` : ""}{one.reason ? ` (${one.reason})` : ""}</span>}</span>
              <span class="muted small"><Ago time={one.at} /></span>
            </li>
          );
        })}</ul>
      )}</Show>
      <More pages={found} what="of them" />
    </Card>
  );
}

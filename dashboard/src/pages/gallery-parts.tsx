// Parts of the gallery: a picture small and big, and what its owner may do with it.

import { useEffect, useState } from "preact/hooks";
import { ask, asProblem, session } from "../api/client";
import { may, signingIn } from "../api/session";
import type { Gallery, Picture, Session } from "../api/types";
import { dayAndTime } from "../lib/format";
import { useStore } from "../lib/store";
import { safe } from "../lib/address";
import { Ago, IconButton, PersonLink, RoomLink } from "../ui/bits";
import { confirm, Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { toast } from "../ui/toast";

export const owns = (who: Session | null, name: string): boolean => may(who, "gallery:write") || (who !== null && who.scopes.includes("gallery:own") && who.username?.toLowerCase() === name.toLowerCase());

function Image({ picture, big = false }: { picture: Picture; big?: boolean }) {
  const [isDead, setDead] = useState(false);
  const from = safe(picture.url);
  if (isDead || !from) return <span class="tile-dead"><Icon name={picture.is_active ? "picture" : "cross"} size={big ? 40 : 24} /><span class="small">{picture.is_active ? "cannot be shown" : "gone"}</span></span>;
  return <img src={from} alt={`Posted by ${picture.username}${picture.room ? ` in ${picture.room}` : ""}`} loading={big ? "eager" : "lazy"} decoding="async" referrerpolicy="no-referrer" onError={() => setDead(true)} />;
}

export function Tile({ picture, to }: { picture: Picture; to: string }) {
  return (
    <a class={`tile${picture.is_active ? "" : " is-gone"}`} href={to}>
      <Image picture={picture} />
      <span class="tile-note"><Ago time={picture.posted_at} />{picture.room && <span>{picture.room}</span>}</span>
    </a>
  );
}

interface Box { picture: Picture; isLocked: boolean; n: number; step(by: number): void; close(): void; done(): void }

export function Lightbox({ picture, isLocked, n, step, close, done }: Box) {
  const who = useStore(session);
  const mine = owns(who, picture.username);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === "ArrowRight") step(1);
      if (event.key === "ArrowLeft") step(-1);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [picture.id, n]);
  const copy = (): void => void navigator.clipboard?.writeText(picture.url).then(() => toast("The address is copied."), () => toast("The browser did not allow it.", "bad"));
  const drop = (): void => {
    close();
    confirm({
      title: "Delete this picture?", isGrave: true, verb: "Delete",
      text: <p>It goes from the gallery of {picture.username}. For seven days an admin can bring it back.</p>,
      act: () => ask("DELETE", "/gallery/images", { url: picture.url, username: picture.username }).then(() => {
        toast("Deleted.");
        done();
      }),
    });
  };
  return (
    <Dialog wide title={`Posted ${dayAndTime(picture.posted_at)}`} onClose={close}>
      <div class="lightbox">
        <div class="lightbox-view"><Image key={picture.id} picture={picture} big /></div>
        {n > 1 && <><span class="lightbox-before"><IconButton icon="right" label="The one before" tone="" onClick={() => step(-1)} /></span><span class="lightbox-after"><IconButton icon="right" label="The next one" tone="" onClick={() => step(1)} /></span></>}
      </div>
      <dl class="facts lightbox-facts">
        <div><dt>Gallery</dt><dd><PersonLink name={picture.username} /></dd></div>
        {picture.room && <div><dt>Room</dt><dd><RoomLink id={picture.room} /></dd></div>}
        {picture.original_poster && picture.original_poster !== picture.username && <div><dt>First posted</dt><dd>by <PersonLink name={picture.original_poster} /></dd></div>}
        {picture.pruned_reason && <div><dt>Gone</dt><dd>{picture.pruned_reason}, <Ago time={picture.gone_at} /></dd></div>}
        <div><dt>Looked at</dt><dd><Ago time={picture.last_check_at} /></dd></div>
      </dl>
      <footer class="dialog-foot">
        {picture.is_active && (mine || !isLocked) && <button type="button" class="button grave" onClick={drop}><Icon name="trash" size={16} /> Delete</button>}
        <button type="button" class="button" onClick={copy}><Icon name="copy" size={16} /> Copy address</button>
        <a class="button" href={safe(picture.url)} target="_blank" rel="noopener noreferrer"><Icon name="out" size={16} /> Open</a>
      </footer>
    </Dialog>
  );
}

export function LockButton({ gallery, done }: { gallery: Gallery; done(): void }) {
  const who = useStore(session);
  const mine = owns(who, gallery.username);
  if (!mine) {
    return who ? null : <button type="button" class="button" onClick={() => signingIn.set({ why: "The owner of a gallery gets a token for it from the bot by private message: ask with !gallery." })}><Icon name="key" size={16} /> This is mine</button>;
  }
  const locked = !gallery.is_locked;
  const turn = (): void => confirm({
    title: locked ? "Lock this gallery?" : "Unlock this gallery?", verb: locked ? "Lock" : "Unlock",
    text: <p>{locked ? "Only its owner can delete from it then." : "Everybody can delete from it then; what is deleted can be brought back for seven days."}</p>,
    act: () => ask("PUT", `/gallery/locks/${encodeURIComponent(gallery.username)}`, { locked }).then(() => {
      toast(locked ? "Locked." : "Unlocked.");
      done();
    }),
  });
  return <button type="button" class="button" onClick={turn}><Icon name={locked ? "lock" : "unlock"} size={16} /> {locked ? "Lock" : "Unlock"}</button>;
}

export function Recheck({ picture, done }: { picture: Picture; done(): void }) {
  const who = useStore(session);
  const [isBusy, setBusy] = useState(false);
  if (!who) return null;
  const look = (): void => {
    setBusy(true);
    ask<{ accessible: boolean; restored: boolean; reason?: string }>("POST", `/gallery/pruned/${picture.id}/recheck`)
      .then((found) => {
        toast(found.restored ? "It is back in the gallery." : `Still gone${found.reason ? `: ${found.reason}` : ""}.`, found.restored ? "good" : "bad");
        if (found.restored) done();
      }, (error: unknown) => toast(asProblem(error).detail, "bad"))
      .finally(() => setBusy(false));
  };
  return <button type="button" class="button small" disabled={isBusy} onClick={look}>{isBusy ? "Looking …" : "Look again"}</button>;
}

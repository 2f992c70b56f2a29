// Tokens: who may do what over the web. A new one is shown once.

import { useState } from "preact/hooks";
import { ask, asProblem, type Problem } from "../api/client";
import { useAllRooms } from "../api/rooms";
import { useMay } from "../api/session";
import type { Token } from "../api/types";
import { useApi } from "../api/use";
import { useRooms } from "../router";
import { Ago, Card, Chip, IconButton, PageHead, PersonLink, RoomLink } from "../ui/bits";
import { confirm, Dialog } from "../ui/dialog";
import { Icon } from "../ui/icons";
import { Empty, ProblemNote, Show } from "../ui/states";
import { toast } from "../ui/toast";
import { ForAdmins } from "./audit";

const SCOPES: [string, string][] = [["rooms:admin", "start, stop and change rooms, read logs and the audit"], ["gallery:write", "delete and lock in all galleries"], ["metrics:read", "read figures that are not for everyone"]];
const LASTS: [string, number | null][] = [["for ever", null], ["a day", 86_400], ["a week", 604_800], ["30 days", 2_592_000], ["a year", 31_536_000]];

export function TokensPage() {
  const isAdmin = useMay("rooms:admin");
  const rooms = useRooms();
  const found = useApi<{ items: Token[] }>(isAdmin ? "/tokens" : null);
  const [isNew, setNew] = useState(false);
  return (
    <>
      <PageHead title="Tokens" lead="A token is shown once, when it is made; only its hash is kept.">
        {isAdmin && <button type="button" class="button primary" onClick={() => setNew(true)}><Icon name="plus" size={16} /> New token</button>}
      </PageHead>
      {!isAdmin ? <ForAdmins what="This page" /> : (
        <Card flush label="Tokens">
          <Show from={found} lines={5} height={44}>{({ items }) => {
            const shown = items.filter((one) => rooms.length === 0 || one.room === null || rooms.includes(one.room));
            return shown.length === 0 ? <Empty icon="key" title="There are no tokens for this.">Make one above, or with <code>dazza-fleet tokens create</code>.</Empty> : (
              <div class="table-wrap"><table class="table">
                <thead><tr><th scope="col">Name</th><th scope="col">Good for</th><th scope="col">Where</th><th scope="col" class="wide-only">Last used</th><th scope="col" class="wide-only">Ends</th><th scope="col"><span class="visually-hidden">Revoke</span></th></tr></thead>
                <tbody>{shown.map((one) => (
                  <tr key={one.id} class={one.revoked_at ? "is-off" : undefined}>
                    <td><b>{one.name}</b><span class="sub">made <Ago time={one.created_at} /></span></td>
                    <td><span class="chips">{one.scopes.map((scope) => <Chip key={scope} tone={scope === "rooms:admin" ? "gold" : "grey"}>{scope}</Chip>)}</span></td>
                    <td>{one.username ? <PersonLink name={one.username} /> : one.room ? <RoomLink id={one.room} /> : <span class="muted">all rooms</span>}</td>
                    <td class="muted wide-only"><Ago time={one.last_used_at} /></td><td class="muted wide-only">{one.revoked_at ? <Chip tone="red">revoked</Chip> : one.expires_at ? <Ago time={one.expires_at} /> : "never"}</td>
                    <td class="num">{!one.revoked_at && <IconButton icon="trash" label={`Revoke ${one.name}`} onClick={() => revoke(one, found.reload)} />}</td>
                  </tr>
                ))}</tbody>
              </table></div>
            );
          }}</Show>
        </Card>
      )}
      {isNew && <NewToken close={() => setNew(false)} done={found.reload} />}
    </>
  );
}

function revoke(token: Token, done: () => void): void {
  confirm({
    title: `Revoke ${token.name}?`, isGrave: true, verb: "Revoke",
    text: <p>It is good for nothing from then on, and its sessions end. That cannot be taken back; a new one can be made.</p>,
    act: () => ask("DELETE", `/tokens/${token.id}`).then(() => {
      toast(`${token.name} is revoked.`);
      done();
    }),
  });
}

function NewToken({ close, done }: { close(): void; done(): void }) {
  const rooms = useAllRooms() ?? [];
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>(["rooms:admin"]);
  const [room, setRoom] = useState("");
  const [lasts, setLasts] = useState(3);
  const [made, setMade] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const make = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    const seconds = LASTS[lasts]?.[1] ?? null;
    ask<{ token: string }>("POST", "/tokens", { name: name.trim(), scopes, ...(room === "" ? {} : { room }), ...(seconds === null ? {} : { expires_in: seconds }) }).then((answer) => {
      setMade(answer.token);
      setProblem(null);
      done();
    }, (error: unknown) => setProblem(asProblem(error))).finally(() => setBusy(false));
  };
  const copy = (): void => void navigator.clipboard?.writeText(made ?? "").then(() => toast("Copied."), () => toast("The browser did not allow it; select it and copy it.", "bad"));
  if (made !== null) {
    return (
      <Dialog title={`${name} is made`} onClose={close}>
        <p>Keep it somewhere safe now: it is not shown again.</p>
        <pre class="code token">{made}</pre>
        <footer class="dialog-foot"><button type="button" class="button" onClick={copy}><Icon name="copy" size={16} /> Copy</button><button type="button" class="button primary" onClick={close}>I have it</button></footer>
      </Dialog>
    );
  }
  return (
    <Dialog title="New token" onClose={close}>
      <form class="form" onSubmit={make}>
        <label class="field"><span>Name</span><input class="input" value={name} maxLength={64} required autofocus placeholder="what or whom it is for" onInput={(event) => setName(event.currentTarget.value)} /></label>
        <fieldset class="field"><legend>Good for</legend>{SCOPES.map(([scope, about]) => (
          <label key={scope} class="check-row"><input type="checkbox" checked={scopes.includes(scope)} onChange={(event) => setScopes(event.currentTarget.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))} /><span><b class="mono">{scope}</b> <span class="muted small">{about}</span></span></label>
        ))}</fieldset>
        <label class="field"><span>Where</span><select class="select" value={room} onChange={(event) => setRoom(event.currentTarget.value)}><option value="">all rooms</option>{rooms.map((one) => <option key={one.id}>{one.id}</option>)}</select></label>
        <label class="field"><span>For how long</span><select class="select" value={String(lasts)} onChange={(event) => setLasts(Number(event.currentTarget.value))}>{LASTS.map(([label], n) => <option key={label} value={String(n)}>{label}</option>)}</select></label>
        {problem && <ProblemNote problem={problem} title="That did not work" />}
        <footer class="dialog-foot"><button type="button" class="button" onClick={close}>Cancel</button><button type="submit" class="button primary" disabled={isBusy || name.trim() === "" || scopes.length === 0}>Make it</button></footer>
      </form>
    </Dialog>
  );
}

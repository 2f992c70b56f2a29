// Who changed what: everything that was done with a token, at the control socket or by an admin in the chat.

import { useStore } from "../lib/store";
import { session } from "../api/client";
import { signingIn } from "../api/session";
import type { AuditRow } from "../api/types";
import { usePages } from "../api/use";
import { dayAndTime, full } from "../lib/format";
import { useParam, useRooms } from "../router";
import { Card, Chip, More, PageHead, RoomLink, SearchField } from "../ui/bits";
import { Empty, Show } from "../ui/states";

/** A page that is for those who are signed in. */
export function ForAdmins({ what }: { what: string }) {
  return (
    <Empty icon="key" title={`${what} is for admins.`}>
      <p>Sign in with a token that is good for <code>rooms:admin</code>.</p>
      <p><button type="button" class="button primary" onClick={() => signingIn.set({ why: null })}>Sign in</button></p>
    </Empty>
  );
}

export function AuditPage() {
  const who = useStore(session);
  const rooms = useRooms();
  const [sought, setSought] = useParam<string>("q", "", "replace");
  const isAdmin = who?.scopes.includes("rooms:admin") ?? false;
  const mine = rooms.length === 0 && who?.room ? [who.room] : rooms;
  const found = usePages<AuditRow>(isAdmin ? "/audit" : null, { room: mine, limit: 50 });
  const fits = (row: AuditRow): boolean => `${row.actor} ${row.action} ${row.room ?? ""} ${row.target ?? ""} ${row.request_id ?? ""}`.toLowerCase().includes(sought.toLowerCase());
  return (
    <>
      <PageHead title="Audit" lead="Who changed what, what stood before and what stands now.">{isAdmin && <SearchField label="Filter what is shown" value={sought} onChange={setSought} />}</PageHead>
      {!isAdmin ? <ForAdmins what="The audit" /> : (
        <Card flush label="Audit">
          <Show from={found} lines={10} height={40}>{(all) => {
            const shown = all.filter(fits);
            return shown.length === 0 ? <Empty icon="scroll" title={sought === "" ? "Nothing was changed yet." : "No entry fits."} /> : (
              <ul class="audit">{shown.map((row) => (
                <li key={row.id}>
                  <details>
                    <summary>
                      <time class="muted" dateTime={row.at} title={full(row.at)}>{dayAndTime(row.at)}</time>
                      <b class="mono">{row.action}</b>
                      <span>{row.room && <b>{row.room}</b>} {row.target && <span class="muted">{row.target}</span>}</span>
                      <span class="audit-who">{row.actor} <Chip tone={row.actor_kind === "player" ? "blue" : row.actor_kind === "operator" ? "gold" : "grey"}>{row.actor_kind}</Chip></span>
                    </summary>
                    <div class="audit-more">{row.room && <p>In <RoomLink id={row.room} /></p>}<State name="Before" value={row.before} /><State name="After" value={row.after} />{row.request_id && <p class="muted small">Request <code>{row.request_id}</code></p>}</div>
                  </details>
                </li>
              ))}</ul>
            );
          }}</Show>
          <More pages={found} what="entries" />
        </Card>
      )}
    </>
  );
}

function State({ name, value }: { name: string; value: unknown }) {
  return <div><h3>{name}</h3>{value === null || value === undefined ? <p class="muted small">nothing</p> : <pre class="code">{typeof value === "string" ? value : JSON.stringify(value, null, 2)}</pre>}</div>;
}

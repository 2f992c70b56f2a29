// The settings of a room, made of what the API says each of them is.

import { useState } from "preact/hooks";
import { useMay } from "../api/session";
import { ask, asProblem, type Problem } from "../api/client";
import type { Setting, Settings } from "../api/types";
import { useApi } from "../api/use";
import { plural, words } from "../lib/format";
import { at, faultOf, type Value } from "../lib/settings";
import { Card, Chip, SearchField } from "../ui/bits";
import { ProblemNote, Show } from "../ui/states";
import { toast } from "../ui/toast";

export function RoomSettings({ room }: { room: string }) {
  const found = useApi<Settings>(`/rooms/${encodeURIComponent(room)}/settings`);
  return <Show from={found} lines={10} height={54}>{(settings) => <Form key={JSON.stringify(settings.effective)} room={room} settings={settings} reload={found.reload} />}</Show>;
}

function Form({ room, settings, reload }: { room: string; settings: Settings; reload(): void }) {
  const [changed, setChanged] = useState<Record<string, Value>>({});
  const [unset, setUnset] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isOfAll = useMay("rooms:admin");
  const [sought, setSought] = useState("");
  const schema = settings.schema.filter((one) => (isOfAll || one.by === "owner") && `${one.key} ${one.help}`.toLowerCase().includes(sought.toLowerCase()));
  const n = Object.keys(changed).length + unset.size;
  const faults = settings.schema.filter((one) => one.key in changed && faultOf(one, changed[one.key] as Value) !== null);
  const restarts = settings.schema.some((one) => !one.live && (one.key in changed || unset.has(one.key)));
  const change = (setting: Setting, value: Value | null): void => {
    const next = { ...changed };
    const now = at(settings.effective, setting.key);
    const open = new Set(unset);
    open.delete(setting.key);
    if (value === null || JSON.stringify(value) === JSON.stringify(now)) delete next[setting.key];
    else next[setting.key] = value;
    setChanged(next);
    setUnset(open);
  };
  const back = (setting: Setting): void => {
    const next = { ...changed };
    delete next[setting.key];
    setChanged(next);
    setUnset(new Set([...unset, setting.key]));
  };
  const save = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    const typed = Object.fromEntries(settings.schema.filter((one) => one.key in changed).map((one) => [one.key, one.type === "int" ? Number(changed[one.key]) : changed[one.key]]));
    ask("PATCH", `/rooms/${encodeURIComponent(room)}/settings`, { set: typed, unset: [...unset] }).then(() => {
      toast(restarts ? "Saved; the bot connects anew for it." : "Saved; it holds from the next line on.");
      setChanged({});
      setUnset(new Set());
      setProblem(null);
      reload();
    }, (error: unknown) => setProblem(asProblem(error))).finally(() => setBusy(false));
  };
  return (
    <form onSubmit={save}>
      <Card flush title={`Settings of ${room}`} tools={<SearchField label="Find a setting" value={sought} onChange={setSought} />}>
        <p class="muted small settings-lead">They are written to <code>fleet.toml</code>, whose comments stay. What is not marked otherwise holds at once, without a restart.</p>
        <div class="settings">
          {schema.map((one) => {
            const isWritten = at(settings.written, one.key) !== undefined && !unset.has(one.key);
            const value = (unset.has(one.key) ? one.default : (changed[one.key] ?? at(settings.effective, one.key) ?? one.default)) as Value;
            const fault = one.key in changed ? faultOf(one, value) : null;
            const id = `set-${one.key}`;
            return (
              <div key={one.key} class={`setting${one.key in changed || unset.has(one.key) ? " is-changed" : ""}`}>
                <div class="setting-words">
                  <label for={id}>{words(one.key.replace(".enabled", "").replace(".", ": "))}</label>
                  <p class="muted small">{one.help.charAt(0).toUpperCase() + one.help.slice(1)}.</p>
                  <p class="small setting-facts"><code>{one.key}</code> {!one.live && <Chip tone="amber">connects anew</Chip>} {isWritten ? <button type="button" class="link" onClick={() => back(one)}>back to the default</button> : <span class="muted">default</span>}</p>
                </div>
                <div class="setting-value">
                  <Field id={id} setting={one} value={value} fault={fault} change={(next) => change(one, next)} />
                  {fault && <p class="ink-red small" id={`${id}-fault`} role="alert">{fault}</p>}
                </div>
              </div>
            );
          })}
        </div>
        {problem && <div class="pad"><ProblemNote problem={problem} title="That was not saved" /></div>}
        <footer class="settings-foot">
          <span class="muted" role="status">{n === 0 ? "Nothing is changed." : `${plural(n, "change")}. ${restarts ? "The bot leaves and connects anew for it." : "No restart is needed."}`}</span>
          <button type="button" class="button" disabled={n === 0} onClick={() => { setChanged({}); setUnset(new Set()); setProblem(null); }}>Undo</button>
          <button type="submit" class="button primary" disabled={n === 0 || faults.length > 0 || isBusy}>{isBusy ? "Saving …" : "Save"}</button>
        </footer>
      </Card>
    </form>
  );
}

interface FieldProps { id: string; setting: Setting; value: Value; fault: string | null; change(value: Value): void }

function Field({ id, setting, value, fault, change }: FieldProps) {
  const told = { id, "aria-invalid": fault !== null, "aria-describedby": fault ? `${id}-fault` : undefined };
  switch (setting.type) {
    case "bool":
      return <label class="switch"><input {...told} type="checkbox" role="switch" checked={value === true} onChange={(event) => change(event.currentTarget.checked)} /><span aria-hidden="true">{value === true ? "On" : "Off"}</span></label>;
    case "int":
      return <input {...told} class="input" type="number" inputMode="numeric" min={setting.min ?? undefined} max={setting.max ?? undefined} value={String(value)} onInput={(event) => change(event.currentTarget.value === "" ? "" : Number(event.currentTarget.value))} />;
    case "list":
      return <ListField id={id} value={Array.isArray(value) ? value : []} change={change} />;
    case "table":
      return <TableField id={id} value={typeof value === "object" && !Array.isArray(value) ? value : {}} change={change} />;
    default:
      return <input {...told} class="input" value={String(value ?? "")} onInput={(event) => change(event.currentTarget.value)} />;
  }
}

function ListField({ id, value, change }: { id: string; value: string[]; change(value: string[]): void }) {
  const [text, setText] = useState(value.join("\n"));
  return (
    <>
      <textarea id={id} class="input" rows={Math.min(6, Math.max(2, text.split("\n").length))} value={text} placeholder="One a line" spellcheck={false}
        onInput={(event) => {
          setText(event.currentTarget.value);
          change(event.currentTarget.value.split(/[\n,]/).map((one) => one.trim()).filter(Boolean));
        }} />
      <span class="muted small">One a line.</span>
    </>
  );
}

function TableField({ id, value, change }: { id: string; value: Record<string, string>; change(value: Record<string, string>): void }) {
  const [text, setText] = useState(Object.entries(value).map(([key, one]) => `${key} = ${one}`).join("\n"));
  return (
    <>
      <textarea id={id} class="input" rows={Math.min(8, Math.max(2, text.split("\n").length))} value={text} placeholder="roll = 10s" spellcheck={false}
        onInput={(event) => {
          setText(event.currentTarget.value);
          const pairs = event.currentTarget.value.split("\n").map((line) => line.split("=")).filter((pair) => pair.length === 2 && pair[0]?.trim() !== "");
          change(Object.fromEntries(pairs.map(([key, one]) => [(key ?? "").trim(), (one ?? "").trim()])));
        }} />
      <span class="muted small">One a line: a name, =, and its value.</span>
    </>
  );
}

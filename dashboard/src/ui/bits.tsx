// Small parts that many pages use.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Pages } from "../api/use";
import type { Phase } from "../api/types";
import { ago, full } from "../lib/format";
import { store, useStore } from "../lib/store";
import { href, useParam, usePlace } from "../router";
import { Icon, type IconName } from "./icons";

interface Head { title: string; lead?: ComponentChildren; children?: ComponentChildren }

/** How a page begins: its name, what it shows, and what can be set. */
export function PageHead({ title, lead, children }: Head) {
  useEffect(() => {
    document.title = `${title} · Dazza fleet`;
  }, [title]);
  return (
    <header class="page-head">
      <div><h1>{title}</h1>{lead && <p class="lead">{lead}</p>}</div>
      {children && <div class="page-tools">{children}</div>}
    </header>
  );
}

interface Sheet { title?: ComponentChildren; tools?: ComponentChildren; children: ComponentChildren; class?: string; label?: string; flush?: boolean }

export function Card({ title, tools, children, class: more = "", label, flush = false }: Sheet) {
  return (
    <section class={`card ${more}${flush ? " flush" : ""}`} aria-label={label ?? (typeof title === "string" ? title : undefined)}>
      {(title || tools) && <header class="card-head">{title && <h2>{title}</h2>}{tools && <div class="card-tools">{tools}</div>}</header>}
      {children}
    </section>
  );
}

export const PHASES: Record<Phase, { word: string; tone: string; means: string }> = {
  starting: { word: "Starting", tone: "blue", means: "The process has just been started" },
  connecting: { word: "Connecting", tone: "blue", means: "On the way into the room" },
  joined: { word: "Joined", tone: "green", means: "In the room and at work" },
  degraded: { word: "Degraded", tone: "amber", means: "At work, but the chat server or the database is away" },
  stopping: { word: "Stopping", tone: "grey", means: "Leaving in order" },
  backing_off: { word: "Backing off", tone: "amber", means: "Ended; the next try is set" },
  quarantined: { word: "Quarantined", tone: "red", means: "Failed too often; slow trials only" },
  blocked: { word: "Blocked", tone: "red", means: "Shut out, or in need of a person" },
  stopped: { word: "Stopped", tone: "grey", means: "Not wanted, and not running" },
};

export function PhaseChip({ phase, reason }: { phase: Phase; reason?: string | null }) {
  const { word, tone, means } = PHASES[phase] ?? PHASES.stopped;
  return <span class={`chip tone-${tone}`} title={reason ?? means}><i class="dot" />{word}</span>;
}

export function Chip({ tone = "grey", children, title }: { tone?: string; children: ComponentChildren; title?: string }) {
  return <span class={`chip tone-${tone}`} title={title}>{children}</span>;
}

/** A figure with its name. */
export function Figure({ name, value, note, tone }: { name: string; value: ComponentChildren; note?: ComponentChildren; tone?: string }) {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd class={tone ? `ink-${tone}` : undefined}>{value}</dd>
      {note && <dd class="figure-note">{note}</dd>}
    </div>
  );
}

export function PersonLink({ name, shown }: { name: string; shown?: string }) {
  return <a class="person" href={href(`/users/${encodeURIComponent(name.toLowerCase())}`)}>{shown ?? name}</a>;
}

export function RoomLink({ id }: { id: string }) {
  usePlace();
  return <a class="room-link" href={href(`/rooms/${encodeURIComponent(id)}`, {}, [])}>{id}</a>;
}

interface Choice<T extends string> { label: string; choices: readonly (readonly [T, string])[]; value: T; onChange(value: T): void }

/** One of few, side by side. */
export function Choose<T extends string>({ label, choices, value, onChange }: Choice<T>) {
  return (
    <div class="choose" role="group" aria-label={label}>
      {choices.map(([key, name]) => (
        <button key={key} type="button" aria-pressed={key === value} onClick={() => onChange(key)}>{name}</button>
      ))}
    </div>
  );
}

interface TabList<T extends string> { label: string; tabs: readonly (readonly [T, ComponentChildren])[]; param?: string; fallback: T }

/** Tabs whose choice stands in the address; they are links, so that each opens in a window of its own too. */
export function Tabs<T extends string>({ label, tabs, param = "tab", fallback }: TabList<T>) {
  const { path, query } = usePlace();
  const [value] = useParam<T>(param, fallback);
  const list = useRef<HTMLElement>(null);
  useEffect(() => list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" }), [value]);
  const others = Object.fromEntries([...query].filter(([key]) => key !== "room" && key !== param));
  return (
    <nav class="tabs" aria-label={label} ref={list}>
      {tabs.map(([key, name]) => (
        <a key={key} href={href(path, { ...others, [param]: key === fallback ? null : key })} aria-current={key === value ? "page" : undefined}>{name}</a>
      ))}
    </nav>
  );
}

interface Find { value: string; onChange(value: string): void; label: string; wait?: number }

/** The field to which `/` goes. */
export function SearchField({ value, onChange, label, wait = 150 }: Find) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), wait);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label class="search">
      <Icon name="search" size={16} />
      <input type="search" data-search value={text} placeholder={label} aria-label={label} spellcheck={false} autocomplete="off"
        onInput={(event) => setText(event.currentTarget.value)} />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}

const minute = store(Date.now());
setInterval(() => minute.set(Date.now()), 20_000);

/** A moment as the time since; the exact one shows on hovering. */
export function Ago({ time }: { time: string | null | undefined }) {
  const now = useStore(minute);
  return time ? <time dateTime={time} title={full(time)}>{ago(time, Math.max(now, Date.now() - 20_000))}</time> : <span class="muted">never</span>;
}

export function More<T, P>({ pages, what }: { pages: Pages<T, P>; what: string }) {
  if (!pages.hasMore) return null;
  return (
    <div class="more">
      <button type="button" class="button" disabled={pages.isLoadingMore} onClick={pages.more}>
        {pages.isLoadingMore ? "Loading …" : `More ${what}`}
      </button>
    </div>
  );
}

interface Press { icon: IconName; label: string; onClick(): void; disabled?: boolean; tone?: string; pressed?: boolean }

export function IconButton({ icon, label, onClick, disabled = false, tone = "quiet", pressed }: Press) {
  return (
    <button type="button" class={`button square ${tone}`} aria-label={label} title={label} disabled={disabled} aria-pressed={pressed} onClick={onClick}>
      <Icon name={icon} size={17} />
    </button>
  );
}

/** A name as a coloured mark with its first letter; always the same colour for the same name. */
export function Avatar({ name, size = 32 }: { name: string; size?: number }) {
  let hash = 0;
  for (const letter of name.toLowerCase()) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return <span class={`avatar hue-${hash % 8}`} style={{ width: `${size}px`, height: `${size}px`, fontSize: `${size * 0.42}px` }} aria-hidden="true">{(name.match(/[a-z0-9]/i)?.[0] ?? "?").toUpperCase()}</span>;
}

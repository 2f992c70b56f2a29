// What is said in a room, as it is said. Whatever people write is text, never markup.

import { useEffect, useState } from "preact/hooks";
import { ask, asProblem } from "../api/client";
import { useLive } from "../api/live";
import type { Frame, Said } from "../api/types";
import { usePages } from "../api/use";
import { dayOf, full, plural, timeOf } from "../lib/format";
import { useParam } from "../router";
import { Card, PersonLink } from "./bits";
import { Icon } from "./icons";
import { Empty, ProblemNote, Skeleton } from "./states";
import { toast } from "./toast";
import { useTail } from "./tail";

interface Entry { key: string; kind: "say" | "join" | "leave" | "media"; who: string; text: string; at: string; isBot: boolean; isCommand: boolean }

const MOST_LIVE = 400;
const AT_END = 48;
let nth = 0;

function entryOf(frame: Frame): Entry | null {
  const data = frame.data as Record<string, unknown>;
  const at = String(data["at"] ?? frame.ts ?? new Date().toISOString());
  const base = { key: `l${(nth += 1)}`, who: String(data["username"] ?? ""), text: "", at, isBot: data["is_bot"] === true, isCommand: false };
  switch (frame.type) {
    case "chat.message": return { ...base, kind: "say", text: String(data["text"] ?? ""), isCommand: data["is_command"] === true };
    case "chat.join": return { ...base, kind: "join" };
    case "chat.leave": return { ...base, kind: "leave" };
    case "chat.media": return { ...base, kind: "media", text: String(data["title"] ?? "") };
    default: return null;
  }
}

const past = (said: Said): Entry => ({ key: `p${said.room}${said.id}`, kind: "say", who: said.display_name, text: said.message, at: said.sent_at, isBot: said.is_own, isCommand: said.is_command });

export function Chat({ room, maySay }: { room: string; maySay: boolean }) {
  const [commands, setCommands] = useParam<"no" | "yes">("commands", "no", "replace");
  const history = usePages<Said>("/chat/recent", { room, limit: 60, bot: true, commands: commands === "yes" });
  const [live, setLive] = useState<Entry[]>([]);
  const [unseen, setUnseen] = useState(0);

  const newest = history.first?.items[0]?.sent_at ?? "";
  useEffect(() => setLive((all) => all.filter((entry) => Date.parse(entry.at) > Date.parse(newest || "1970-01-01T00:00:00Z"))), [history.first]);
  useLive([`chat:${room}`], (frame) => {
    const entry = entryOf(frame);
    if (!entry || (commands === "no" && entry.isCommand)) return;
    setLive((all) => [...all.slice(1 - MOST_LIVE), entry]);
    if (!isAtEnd.current && entry.kind === "say") setUnseen((n) => n + 1);
  });

  const entries = [...(history.data ?? []).map(past).reverse(), ...live].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const { box, isAtEnd, hold, look } = useTail([entries.length, entries[0]?.key], AT_END);
  const toEnd = (): void => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
    isAtEnd.current = true;
    setUnseen(0);
  };
  const onScroll = (): void => {
    look();
    if (isAtEnd.current) setUnseen(0);
  };
  const older = (): void => {
    hold();
    history.more();
  };

  return (
    <Card flush class="chat" title="Chat" tools={
      <label class="check"><input type="checkbox" checked={commands === "yes"} onChange={(event) => setCommands(event.currentTarget.checked ? "yes" : "no")} /> Commands</label>
    }>
      <div class="chat-view">
        <div class="chat-log" ref={box} role="log" aria-label={`Chat of ${room}`} tabIndex={0} onScroll={onScroll}>
          {history.hasMore && <div class="chat-older"><button type="button" class="button small" disabled={history.isLoadingMore} onClick={older}>{history.isLoadingMore ? "Loading …" : "Older lines"}</button></div>}
          {history.isFirst && <div><Skeleton lines={12} height={18} label="Loading the chat" /></div>}
          {history.problem && <div><ProblemNote problem={history.problem} retry={history.reload} /></div>}
          {!history.isFirst && !history.problem && entries.length === 0 && <div><Empty icon="chat" title="It is quiet in here.">What people say shows here the moment they say it.</Empty></div>}
          {entries.map((entry, n) => <Line key={entry.key} entry={entry} before={entries[n - 1]} />)}
        </div>
        {unseen > 0 && <button type="button" class="chat-pill" onClick={toEnd}><Icon name="down" size={15} /> {unseen} new</button>}
      </div>
      {maySay && <Say room={room} />}
      <p class="visually-hidden" role="status">{unseen > 0 ? `${plural(unseen, "new line")} below` : ""}</p>
    </Card>
  );
}

const DID = { join: "came in", leave: "left", media: "" };

function Line({ entry, before }: { entry: Entry; before: Entry | undefined }) {
  const day = dayOf(entry.at);
  const isNewDay = before !== undefined && dayOf(before.at) !== day;
  const isSame = !isNewDay && before?.kind === "say" && before.who === entry.who && entry.kind === "say" && Date.parse(entry.at) - Date.parse(before.at) < 120_000;
  return (
    <>
      {isNewDay && <div class="chat-day"><span>{day}</span></div>}
      {entry.kind === "say" ? (
        <div class={`chat-line${entry.isBot ? " bot" : ""}${entry.isCommand ? " command" : ""}${isSame ? " same" : ""}`}>
          <time dateTime={entry.at} title={full(entry.at)}>{timeOf(entry.at)}</time>
          <span class="chat-words"><PersonLink name={entry.who} /> <span class="chat-text">{entry.text}</span></span>
        </div>
      ) : (
        <div class="chat-note">
          {entry.kind === "media" ? <><Icon name="film" size={14} /> Now: {entry.text}</> : <>{entry.who} {DID[entry.kind]}</>}
        </div>
      )}
    </>
  );
}

function Say({ room }: { room: string }) {
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const say = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    ask("POST", `/rooms/${encodeURIComponent(room)}/say`, { text: text.trim() })
      .then(() => setText(""), (error: unknown) => toast(asProblem(error).detail, "bad"))
      .finally(() => setBusy(false));
  };
  return (
    <form class="chat-say" onSubmit={say}>
      <input class="input" value={text} maxLength={240} placeholder={`Say something in ${room} as the bot`} aria-label={`Say something in ${room} as the bot`} onInput={(event) => setText(event.currentTarget.value)} />
      <button type="submit" class="button" disabled={isBusy || text.trim() === ""}><Icon name="send" size={16} /> Say</button>
    </form>
  );
}

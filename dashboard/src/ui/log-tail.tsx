// The tail of a log: sifted by level and words, paused, and read back.

import { useEffect, useRef, useState } from "preact/hooks";
import { asProblem, get, type Problem, url } from "../api/client";
import type { Level, LogLine, Logs } from "../api/types";
import { generation } from "../api/use";
import { full, plural, timeWithSeconds } from "../lib/format";
import { useStore } from "../lib/store";
import { useParam } from "../router";
import { Card } from "./bits";
import { Icon } from "./icons";
import { Empty, ProblemNote, Skeleton } from "./states";
import { useTail } from "./tail";

const LEVELS: Level[] = ["debug", "info", "warn", "error"];
const MOST = 2000;
const AT_END = 40;

/** Follows lines of JSON until it is told to stop; `begun` is called when all from then on will be heard. */
async function follow(path: string, stop: AbortSignal, begun: () => void, hear: (line: LogLine) => void): Promise<void> {
  const answer = await fetch(`/api/v1${path}`, { signal: stop, headers: { accept: "application/x-ndjson" } });
  const reader = answer.ok ? answer.body?.pipeThrough(new TextDecoderStream()).getReader() : undefined;
  if (!reader) throw new Error(String(answer.status));
  begun();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") hear(JSON.parse(line) as LogLine);
  }
}

export function LogTail({ source, title }: { source: { room: string } | { source: "fleet" }; title: string }) {
  const [level, setLevel] = useParam<Level>("level", "info", "replace");
  const [shape, setShape] = useParam<string>("regex", "", "replace");
  const [typed, setTyped] = useState(shape);
  const [lines, setLines] = useState<LogLine[] | null>(null);
  const [previous, setPrevious] = useState<string | null>(null);
  const [complaints, setComplaints] = useState<string[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [paused, setPaused] = useState<LogLine[] | null>(null);
  const [again, setAgain] = useState(0);
  const epoch = useStore(generation);
  const { box, isAtEnd, hold, look } = useTail([lines], AT_END);
  const isPaused = useRef(false);
  isPaused.current = paused !== null;
  const query = { ...source, level, regex: shape };
  const key = JSON.stringify(query);
  const fault = faultOf(typed);

  useEffect(() => {
    const stop = new AbortController();
    let timer = 0;
    setProblem(null);
    // What is heard before the page of what was written is there, and may be on it.
    let early: LogLine[] | null = [];
    const take = (line: LogLine): void => {
      if (early) early.push(line);
      else if (isPaused.current) setPaused((all) => [...(all ?? []), line].slice(-MOST));
      else setLines((all) => [...(all ?? []), line].slice(-MOST));
    };
    let isAsked = false;
    const load = (): void => {
      if (isAsked || stop.signal.aborted) return;
      isAsked = true;
      get<Logs>(url("/logs", { ...query, limit: 200 }), stop.signal).then((found) => {
        const known = new Set(found.items.map((line) => JSON.stringify(line)));
        setLines([...found.items, ...(early ?? []).filter((line) => !known.has(JSON.stringify(line)))]);
        early = null;
        setPrevious(found.previous);
        setComplaints(found.complaints ?? []);
        isAtEnd.current = true;
      }, (error: unknown) => {
        if (stop.signal.aborted) return;
        setProblem(asProblem(error));
        stop.abort();
        clearTimeout(timer);
      });
    };
    // The stream first: what is written while the page is asked for would be on neither.
    follow(url("/logs/stream", query), stop.signal, load, take).catch(load).finally(() => {
      // The stream ended: what was missed is asked for with the rest.
      if (!stop.signal.aborted) timer = window.setTimeout(() => setAgain((n) => n + 1), 4000);
    });
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [key, again, epoch]);
  useEffect(() => {
    if (typed === shape || fault) return;
    const timer = setTimeout(() => setShape(typed), 300);
    return () => clearTimeout(timer);
  }, [typed]);
  const back = (): void => {
    get<Logs>(url("/logs", { ...query, limit: 200, cursor: previous })).then((found) => {
      hold();
      setLines((all) => [...found.items, ...(all ?? [])].slice(0, MOST * 2));
      setPrevious(found.previous);
    }, (error: unknown) => setProblem(asProblem(error)));
  };
  const goOn = (): void => {
    setLines((all) => [...(all ?? []), ...(paused ?? [])].slice(-MOST));
    setPaused(null);
  };

  return (
    <Card flush title={title} tools={
      <>
        <select class="select" aria-label="Least level" value={level} onChange={(event) => setLevel(event.currentTarget.value as Level)}>
          {LEVELS.map((one) => <option key={one} value={one}>{one === "error" ? "error" : `${one} and worse`}</option>)}
        </select>
        <label class="search"><Icon name="search" size={16} />
          <input data-search class="mono" value={typed} placeholder="Words or a pattern" aria-label="Words or a regular expression" aria-invalid={fault !== null} spellcheck={false} onInput={(event) => setTyped(event.currentTarget.value)} />
          <kbd aria-hidden="true">/</kbd>
        </label>
        <button type="button" class="button small" aria-pressed={paused !== null} onClick={() => (paused === null ? setPaused([]) : goOn())}>
          <Icon name={paused === null ? "pause" : "play"} size={15} /> {paused === null ? "Pause" : paused.length > 0 ? `Go on (${paused.length} new)` : "Go on"}
        </button>
      </>
    }>
      {fault && <p class="log-fault ink-red" role="alert">This pattern cannot be read: {fault}</p>}
      {complaints.map((one) => <p key={one} class="log-fault ink-amber">{one}</p>)}
      <div class="log" ref={box} tabIndex={0} role="log" aria-live="off" aria-label={title} onScroll={look}>
        {previous && lines && <div class="chat-older"><button type="button" class="button small" onClick={back}>Further back</button></div>}
        {problem && <div class="pad"><ProblemNote problem={problem} retry={() => setAgain((n) => n + 1)} /></div>}
        {lines === null && !problem && <div class="pad"><Skeleton lines={12} height={16} /></div>}
        {lines?.length === 0 && <Empty icon="scroll" title="No line fits.">{shape !== "" || level !== "info" ? "Take a lower level, or another pattern." : "Nothing was logged yet."}</Empty>}
        {lines?.map((line, n) => <LogRow key={`${line.at}${n}`} line={line} />)}
      </div>
      <p class="visually-hidden" role="status">{paused && paused.length > 0 ? `Paused, ${plural(paused.length, "new line")}` : ""}</p>
    </Card>
  );
}

function faultOf(pattern: string): string | null {
  try {
    new RegExp(pattern);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, "") : String(error);
  }
}

function LogRow({ line }: { line: LogLine }) {
  const fields = Object.entries(line.fields ?? {});
  const level = line.level ?? "none";
  return (
    <div class={`log-row level-${level}`}>
      <time dateTime={line.at} title={full(line.at)}>{timeWithSeconds(line.at)}</time>
      <span class="log-level">{line.level ?? ""}</span>
      <span class="log-words">{line.message}{fields.map(([key, value]) => <span key={key} class="log-field"> {key}=<b>{typeof value === "string" ? value : JSON.stringify(value)}</b></span>)}</span>
      <span class="log-target">{line.target}</span>
    </div>
  );
}

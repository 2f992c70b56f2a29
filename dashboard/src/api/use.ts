// What a component shows of the API: the answer, that it is on its way, or why there is none.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { store, useStore } from "../lib/store";
import { asProblem, get, Problem, session, url } from "./client";
import type { Page } from "./types";

/** Rises when all that is shown may be out of date: the supervisor is another one, or entries of the feed were missed. */
export const generation = store(0);

export interface Loaded<T> {
  data: T | undefined;
  problem: Problem | undefined;
  /** Whether there is nothing to show yet. */
  isFirst: boolean;
  reload(): void;
}

const MOST_KEPT = 80;
const kept = new Map<string, unknown>();

function keep(path: string, data: unknown): void {
  kept.delete(path);
  kept.set(path, data);
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}

export function forget(): void {
  kept.clear();
}

/** Asks for `path`, again every so many seconds while the page is looked at; what was known of it is shown meanwhile. */
export function useApi<T>(path: string | null, every = 0): Loaded<T> {
  const epoch = useStore(generation);
  const who = useStore(session)?.name ?? "";
  const key = path === null ? null : `${who} ${path}`;
  const [, redraw] = useState(0);
  const [nth, setNth] = useState(0);
  const problems = useRef<{ key: string; problem: Problem } | null>(null);

  useEffect(() => {
    if (path === null || key === null) return;
    const stop = new AbortController();
    let timer = 0;
    const load = async (): Promise<void> => {
      let wait = every;
      if (!document.hidden || !kept.has(key)) {
        try {
          keep(key, await get<T>(path, stop.signal));
          problems.current = null;
        } catch (error) {
          if (stop.signal.aborted) return;
          const problem = asProblem(error);
          problems.current = { key, problem };
          if (problem.retryAfter !== null) wait = Math.max(problem.retryAfter, every);
          else if (problem.status === 0 || problem.status >= 500) wait = Math.max(every, 10);
        }
        if (stop.signal.aborted) return;
        redraw((n) => n + 1);
      }
      if (wait > 0) timer = window.setTimeout(load, wait * 1000);
    };
    void load();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [path, key, every, epoch, nth]);

  const data = key === null ? undefined : (kept.get(key) as T | undefined);
  const problem = key !== null && problems.current?.key === key ? problems.current.problem : undefined;
  const reload = useCallback(() => setNth((n) => n + 1), []);
  return { data, problem, isFirst: data === undefined && problem === undefined, reload };
}

export interface Pages<T, P> extends Loaded<T[]> {
  /** The first page as it came, with what it says besides. */
  first: P | undefined;
  hasMore: boolean;
  isLoadingMore: boolean;
  more(): void;
}

/** A long list: its first page, and further ones on demand. */
export function usePages<T, P extends Page<T> = Page<T>>(path: string | null, query: Record<string, string | number | boolean | string[] | null> = {}, every = 0): Pages<T, P> {
  const whole = path === null ? null : url(path, query);
  const first = useApi<P>(whole, every);
  const [rest, setRest] = useState<{ of: string; items: T[]; next: string | null } | null>(null);
  const [isLoadingMore, setLoading] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  useEffect(() => {
    setRest(null);
    setProblem(undefined);
  }, [whole]);
  const mine = rest !== null && rest.of === whole ? rest : null;
  const next = mine ? mine.next : (first.data?.next ?? null);
  const more = (): void => {
    if (path === null || whole === null || next === null || isLoadingMore) return;
    setLoading(true);
    get<P>(url(path, { ...query, cursor: next }))
      .then((page) => {
        setRest({ of: whole, items: [...(mine?.items ?? []), ...page.items], next: page.next });
        setProblem(undefined);
      }, (error: unknown) => setProblem(asProblem(error)))
      .finally(() => setLoading(false));
  };
  const data = first.data === undefined ? undefined : [...first.data.items, ...(mine?.items ?? [])];
  return { ...first, data, first: first.data, problem: problem ?? first.problem, hasMore: next !== null, isLoadingMore, more };
}

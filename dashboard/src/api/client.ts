// Questions to the API, and its refusals.

import { store } from "../lib/store";
import type { Fault, ProblemBody, Session } from "./types";

/** A refusal, or no answer at all (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly requestId: string | null = null,
    readonly faults: Fault[] = [],
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
  }
}

/** Who is signed in here. */
export const session = store<Session | null>(null);

/** Raised when the API says that the session is no longer good. */
export const sessionEnded = store(0);

const BASE = "/api/v1";

export async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  const who = session.get();
  if (method !== "GET" && who) headers["x-csrf-token"] = who.csrf;
  if (body !== undefined) headers["content-type"] = "application/json";
  let answer: Response;
  try {
    answer = await fetch(BASE + path, {
      method, headers, credentials: "same-origin",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, "No answer", "The supervisor does not answer. This page tries again by itself.");
  }
  if (!answer.ok) throw await refusal(answer, path);
  if (answer.status === 204 || answer.headers.get("content-length") === "0") return undefined as T;
  const text = await answer.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

async function refusal(answer: Response, path: string): Promise<Problem> {
  const said = (await answer.json().catch(() => null)) as ProblemBody | null;
  const wait = Number(answer.headers.get("retry-after"));
  if (answer.status === 401 && session.get() && path !== "/session") {
    session.set(null);
    sessionEnded.set((n) => n + 1);
  }
  return new Problem(
    answer.status, said?.title ?? answer.statusText, said?.detail ?? `The API answered ${answer.status}.`,
    answer.headers.get("x-request-id"), said?.faults ?? [], wait > 0 ? wait : null,
  );
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => ask<T>("GET", path, undefined, signal);

type Value = string | number | boolean | null | undefined | string[];

/** A path with what is behind its `?`; what is empty is left out. */
export function url(path: string, query: Record<string, Value> = {}): string {
  const all = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const one of value) all.append(key, one);
    else if (value !== null && value !== undefined && value !== "") all.set(key, String(value));
  }
  const text = all.toString();
  return text === "" ? path : `${path}?${text}`;
}

export const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, "This page failed", error instanceof Error ? error.message : String(error));

// What stands in the place of what is not there: it is on its way, there is none, or it failed.

import type { ComponentChildren } from "preact";
import type { Problem } from "../api/client";
import { signingIn } from "../api/session";
import type { Loaded } from "../api/use";
import { Icon, type IconName } from "./icons";

/** Grey bars the size of what is coming. */
export function Skeleton({ lines = 3, height = 20, label = "Loading" }: { lines?: number; height?: number; label?: string }) {
  return (
    <div class="skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, n) => <span key={n} class="bone" style={{ height: `${height}px` }} />)}
    </div>
  );
}

export function Empty({ icon = "info", title, children }: { icon?: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <span class="empty-icon"><Icon name={icon} size={26} /></span>
      <p class="empty-title">{title}</p>
      {children && <div class="empty-text">{children}</div>}
    </div>
  );
}

const ADVICE: Record<number, string> = {
  0: "Nothing needs doing here: as soon as it answers, this page is right again.",
  401: "Sign in with a token that is good for this.",
  403: "The token you signed in with is not good for this. Sign out and use another one.",
  429: "You have asked a great deal in a short time. This page asks again when it may.",
  503: "The database is away. The rooms go on without it; this page asks again by itself.",
};

const TITLES: Record<number, string> = {
  401: "Not signed in", 403: "Not allowed", 404: "Not found", 409: "Not possible right now", 422: "That cannot be taken", 429: "Too much at once", 500: "Something broke", 503: "Away for now",
};

interface Note { problem: Problem; retry?: () => void; title?: string }

/** A refusal in the API's own words, with the id that the log has it under; one with a `title` of its own stands in a form. */
export function ProblemNote({ problem, retry, title }: Note) {
  const detail = problem.detail.charAt(0).toUpperCase() + problem.detail.slice(1);
  return (
    <div class="problem" role="alert">
      <Icon name="alert" size={20} />
      <div>
        <p class="problem-title">{title ?? TITLES[problem.status] ?? problem.title}</p>
        {problem.faults.length === 0 && <p>{detail}{/[.!?…]$/.test(detail) ? "" : "."}</p>}
        {problem.faults.length > 0 && (
          <ul>{problem.faults.map((fault) => (
            <li key={fault.key + fault.problem}>{fault.key && <code>{fault.key}</code>} {fault.problem}; to mend it: {fault.hint}</li>
          ))}</ul>
        )}
        {!title && ADVICE[problem.status] && <p class="muted">{ADVICE[problem.status]}</p>}
        {problem.requestId && <p class="muted small">Request <code>{problem.requestId}</code></p>}
        {problem.status === 401 && !title && <button type="button" class="button small primary" onClick={() => signingIn.set({ why: null })}>Sign in</button>}
        {retry && problem.status !== 401 && <button type="button" class="button small" onClick={retry}><Icon name="restart" size={15} /> Try again</button>}
      </div>
    </div>
  );
}

interface Shown<T> { from: Loaded<T>; lines?: number; height?: number; children(data: T): ComponentChildren }

/** The answer once it is there; bones before, and the refusal when there is none. */
export function Show<T>({ from, lines = 4, height = 22, children }: Shown<T>) {
  if (from.data !== undefined) {
    return (
      <>
        {from.problem && from.problem.status !== 0 && <ProblemNote problem={from.problem} retry={from.reload} />}
        {children(from.data)}
      </>
    );
  }
  if (from.problem) return <ProblemNote problem={from.problem} retry={from.reload} />;
  return <Skeleton lines={lines} height={height} />;
}

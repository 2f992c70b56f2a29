// Signing in and out. What a session is good for decides which buttons there are; the API decides what they do.

import { store, useStore } from "../lib/store";
import { ask, session, sessionEnded } from "./client";
import type { Session } from "./types";
import { forget, generation } from "./use";

const MARK = "dazza.session";

/** Whether the dialog for signing in is open, and why. */
export const signingIn = store<{ why: string | null } | null>(null);

const mark = (is: boolean): void => {
  try {
    if (is) localStorage.setItem(MARK, "1");
    else localStorage.removeItem(MARK);
  } catch {
    // Without storage a reload signs out of this page; the session itself stands.
  }
};

/** Takes up a session that this browser began. */
export async function resume(): Promise<void> {
  let had = false;
  try {
    had = localStorage.getItem(MARK) === "1";
  } catch {
    had = true;
  }
  if (!had) return;
  try {
    session.set(await ask<Session>("GET", "/session"));
  } catch {
    mark(false);
  }
}

export async function signIn(token: string): Promise<void> {
  const opened = await ask<Session>("POST", "/session", { token });
  mark(true);
  forget();
  session.set(opened);
  generation.set((n) => n + 1);
}

export async function signOut(): Promise<void> {
  await ask("DELETE", "/session").catch(() => undefined);
  mark(false);
  forget();
  session.set(null);
}

sessionEnded.watch(() => {
  mark(false);
  signingIn.set({ why: "Your session has ended. Sign in again to go on; nothing on this page is lost." });
});

export function may(who: Session | null, scope: string, room?: string): boolean {
  if (!who || !who.scopes.includes(scope)) return false;
  return who.room === null || (room !== undefined && who.room === room);
}

export function useMay(scope: string, room?: string): boolean {
  return may(useStore(session), scope, room);
}

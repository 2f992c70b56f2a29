// Where the reader is. Every state that can be shown again stands in the address: the path, and what is behind the `?`.

import { store, useStore } from "./lib/store";

export interface Place { path: string; query: URLSearchParams }

const read = (): Place => ({ path: location.pathname.replace(/(.)\/+$/, "$1"), query: new URLSearchParams(location.search) });

export const place = store<Place>(read());

/** Rooms that are asked about; none is all. */
export const roomsOf = (query: URLSearchParams): string[] => [...new Set(query.getAll("room"))];

export function usePlace(): Place {
  return useStore(place);
}

/** The rooms in the address, as they are asked for. */
export function useRooms(): string[] {
  return roomsOf(usePlace().query);
}

/** An address within these pages; the rooms chosen go along unless others are given. */
export function href(path: string, query: Record<string, string | null> = {}, rooms = roomsOf(place.get().query)): string {
  const all = new URLSearchParams();
  for (const room of rooms) all.append("room", room);
  for (const [key, value] of Object.entries(query)) if (value !== null && value !== "") all.set(key, value);
  const text = all.toString();
  return text === "" ? path : `${path}?${text}`;
}

export function go(to: string, how: "push" | "replace" = "push"): void {
  if (to === location.pathname + location.search) return;
  const before = location.pathname;
  history[how === "push" ? "pushState" : "replaceState"](null, "", to);
  place.set(read());
  if (location.pathname !== before) arrive();
}

/** A page begins at its top, and readers of screens hear which one it is. */
function arrive(): void {
  window.scrollTo(0, 0);
  requestAnimationFrame(() => document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true }));
}

/** One value of the address; the default stands for its absence. */
export function useParam<T extends string>(key: string, fallback: T, how: "push" | "replace" = "push"): [T, (value: T) => void] {
  const { query } = usePlace();
  const value = (query.get(key) ?? fallback) as T;
  const set = (next: T): void => {
    const { path, query } = place.get();
    const all = new URLSearchParams(query);
    if (next === fallback) all.delete(key);
    else all.set(key, next);
    const text = all.toString();
    go(text === "" ? path : `${path}?${text}`, how);
  };
  return [value, set];
}

/** Chooses rooms without leaving the page. */
export function chooseRooms(rooms: string[]): void {
  const { path, query } = place.get();
  const all = new URLSearchParams();
  for (const room of rooms) all.append("room", room);
  // A place in a list belongs to the rooms that it was made of.
  for (const [key, value] of query) if (key !== "room" && key !== "cursor") all.append(key, value);
  const text = all.toString();
  go(text === "" ? path : `${path}?${text}`);
}

/** Follows links within these pages without loading them anew. */
export function followLinks(): void {
  addEventListener("popstate", () => place.set(read()));
  document.addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest?.("a");
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || event.defaultPrevented || link.hasAttribute("target") || link.hasAttribute("download")) return;
    // Links within drawings have no `href` that is a text.
    const url = new URL(link.getAttribute("href") ?? "", location.href);
    if (url.origin !== location.origin || url.pathname.startsWith("/api/") || url.hash !== "") return;
    event.preventDefault();
    go(url.pathname + url.search);
  });
}

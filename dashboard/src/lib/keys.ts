// Keys that work everywhere: `/` to search, `?` for help, `g` and a letter to go somewhere.

import { go, href } from "../router";
import { store } from "./store";

export const helpOpen = store(false);

export const PLACES: [key: string, path: string, name: string][] = [
  ["f", "/", "Fleet"], ["b", "/boards", "Leaderboards"], ["p", "/users", "People"], ["i", "/gallery", "Gallery"],
  ["e", "/economy", "Economy"], ["c", "/commands", "Commands"], ["u", "/guide", "Contest guide"], ["w", "/world", "World"],
  ["s", "/status", "Status"], ["a", "/audit", "Audit"], ["t", "/tokens", "Tokens"], ["d", "/widget", "Chat widget"],
];

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));

export function listenToKeys(): void {
  let isGoing = false;
  let timer = 0;
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTyping(event.target)) return (event.target as HTMLElement).blur();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (isGoing) {
      isGoing = false;
      const to = PLACES.find(([key]) => key === event.key.toLowerCase());
      if (to) {
        event.preventDefault();
        go(href(to[1]));
      }
      return;
    }
    if (event.key === "/") {
      const search = document.querySelector<HTMLInputElement>("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "?") {
      event.preventDefault();
      helpOpen.set(true);
    } else if (event.key === "g") {
      isGoing = true;
      clearTimeout(timer);
      timer = window.setTimeout(() => (isGoing = false), 1500);
    }
  });
}

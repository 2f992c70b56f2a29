// Dark or light: the system's wish until the reader has another.

import { store } from "./store";

export type Theme = "system" | "dark" | "light";
const KEY = "dazza.theme";

function remembered(): Theme {
  const set = document.documentElement.dataset["theme"];
  return set === "dark" || set === "light" ? set : "system";
}

export const theme = store<Theme>(remembered());

export function setTheme(next: Theme): void {
  if (next === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
  try {
    if (next === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // It holds for this visit.
  }
  theme.set(next);
}

/** A colour of the theme, for what is drawn and not styled. */
export const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Calls when colours may have changed. */
export function onColours(call: () => void): () => void {
  const wish = matchMedia("(prefers-color-scheme: light)");
  wish.addEventListener("change", call);
  const unwatch = theme.watch(call);
  return () => {
    wish.removeEventListener("change", call);
    unwatch();
  };
}

// What each leaderboard is called and in what it counts.

import type { BoardKind, Period } from "../api/types";
import { compact, count, dayOf, money, percent, words } from "./format";

export const BOARDS: Record<BoardKind, { name: string; about: string; unit: "lines" | "money" | "kg" | "times" | "pictures" }> = {
  talkers: { name: "Talkers", about: "Lines said", unit: "lines" },
  bongs: { name: "Bongs", about: "Bongs pulled", unit: "times" },
  drinks: { name: "Drinks", about: "Drinks had", unit: "times" },
  gamblers: { name: "Gamblers", about: "Biggest single win", unit: "money" },
  fishing: { name: "Fishing", about: "Heaviest catch", unit: "kg" },
  bottles: { name: "Bottles", about: "Earned with bottles", unit: "money" },
  cashie: { name: "Cash jobs", about: "Earned with cash jobs", unit: "money" },
  sign_spinning: { name: "Sign spinning", about: "Earned with a sign", unit: "money" },
  beggars: { name: "Beggars", about: "How often they begged", unit: "times" },
  pissers: { name: "Contests", about: "Contests won", unit: "times" },
  money: { name: "Money", about: "Money owned", unit: "money" },
  criminal: { name: "Crooks", about: "Heists joined", unit: "times" },
  messages: { name: "Messages", about: "Lines said, in all rooms", unit: "lines" },
  images: { name: "Pictures", about: "Pictures in the gallery", unit: "pictures" },
};

export const KINDS = Object.keys(BOARDS) as BoardKind[];

/** Boards of which there is more to show on a person's page. */
export const CATEGORIES: BoardKind[] = ["talkers", "bongs", "drinks", "gamblers", "fishing", "bottles", "cashie", "sign_spinning", "beggars", "pissers"];

export const PERIODS: [Period, string][] = [["day", "Today"], ["week", "7 days"], ["month", "30 days"], ["all", "All time"]];

export function valueOf(kind: BoardKind, value: number): string {
  switch (BOARDS[kind]?.unit) {
    case "money": return money(Math.round(value));
    case "kg": return `${value.toFixed(value < 10 ? 2 : 1)} kg`;
    default: return count(value);
  }
}

const MONEY = new Set(["average", "best", "worst", "received", "came_in", "went_out", "money_won", "money_lost", "best_shift", "worst_shift", "take"]);

/** A figure by the name that the API gives it. */
export function figureOf(key: string, value: unknown): string {
  if (typeof value === "string") return /^\d{4}-\d\d-\d\dT/.test(value) ? dayOf(value) : value.replace(/_/g, " ");
  if (typeof value !== "number") return JSON.stringify(value);
  if (key.endsWith("_percent")) return percent(value);
  if (MONEY.has(key)) return Number.isInteger(value) ? money(value) : `$${value.toFixed(2)}`;
  if (key === "kilograms") return `${value.toFixed(1)} kg`;
  if (key === "distance" || key === "best_distance") return `${value.toFixed(1)} m`;
  if (key === "best_volume") return `${count(Math.round(value))} mL`;
  if (key === "best_duration") return `${value.toFixed(1)} s`;
  return Number.isInteger(value) ? compact(value) : value.toFixed(2);
}

/** What else there is to say of a place on a board, short. */
export function extraOf(extra: Record<string, unknown>): [string, string][] {
  return Object.entries(extra ?? {}).filter(([key, value]) => value !== null && value !== "" && key !== "at").map(([key, value]) => [words(key.replace(/_percent$/, "")), figureOf(key, value)]);
}

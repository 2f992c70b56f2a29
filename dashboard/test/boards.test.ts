// Figures of leaderboards in their units, and addresses that lead nowhere bad.

import { expect, it } from "vitest";
import { extraOf, figureOf, valueOf } from "../src/lib/boards";
import { safe } from "../src/lib/address";
import { lit } from "../src/lib/fleet";
import type { Room } from "../src/api/types";

it("a figure is in the unit of its board", () => {
  expect([valueOf("money", 1234.4), valueOf("fishing", 4.2), valueOf("talkers", 48_211)]).toEqual(["$1,234", "4.20 kg", "48,211"]);
  expect([figureOf("success_percent", 41.66), figureOf("best", 12), figureOf("average", 11.4), figureOf("best_distance", 4.81)]).toEqual(["41.7 %", "$12", "$11.40", "4.8 m"]);
  expect(extraOf({ jobs: 3, at: "2024-01-01T00:00:00Z", spot: null })).toEqual([["Jobs", "3"]]);
});

it("only addresses of the web become links", () => {
  expect(safe("https://example.org/a.png")).toBe("https://example.org/a.png");
  expect(["javascript:alert(1)", "data:text/html,x", " https://example.org"].map(safe)).toEqual([undefined, undefined, undefined]);
});

it("windows are lit by what goes on", () => {
  const room = { state: "joined", user_count: 0, lines_per_minute: [0] } as unknown as Room;
  expect([lit(room, 6), lit({ ...room, user_count: 4 }, 6), lit({ ...room, user_count: 4, lines_per_minute: [90] }, 6), lit({ ...room, user_count: 4, state: "stopped" }, 6)]).toEqual([0, 1, 6, 0]);
});

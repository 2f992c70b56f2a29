// What a form makes of settings: what stands under a key, and what cannot be taken.

import { describe, expect, it } from "vitest";
import type { Setting } from "../src/api/types";
import { at, faultOf } from "../src/lib/settings";

const setting = (more: Partial<Setting>): Setting => ({ key: "k", type: "text", default: "", min: null, max: null, help: "", by: "owner", live: true, ...more });

describe("settings", () => {
  it("stand under a dotted key, flat or deep", () => {
    expect(at({ "heists.enabled": true }, "heists.enabled")).toBe(true);
    expect(at({ heists: { enabled: false } }, "heists.enabled")).toBe(false);
    expect(at({ heists: 5 }, "heists.enabled")).toBeUndefined();
  });

  it("of numbers keep to their bounds", () => {
    const percent = setting({ type: "int", min: 0, max: 100 });
    expect([faultOf(percent, 0), faultOf(percent, 100)]).toEqual([null, null]);
    expect([faultOf(percent, -1), faultOf(percent, 101), faultOf(percent, ""), faultOf(percent, 1.5)].every((fault) => fault !== null)).toBe(true);
  });

  it("of measures have a unit", () => {
    const measure = setting({ type: "measure", default: "1h" });
    expect(["90s", "64 MiB", "1h 30m", "off"].map((value) => faultOf(measure, value))).toEqual([null, null, null, null]);
    expect(["", "90", "soon"].every((value) => faultOf(measure, value) !== null)).toBe(true);
  });
});

// Figures and times as people read them.

import { describe, expect, it } from "vitest";
import { ago, bytes, duration, millis, money, plural, runtime, signed, words } from "../src/lib/format";

describe("figures", () => {
  it("are short and have their unit", () => {
    expect([bytes(0), bytes(2_200_000), bytes(48_203_112)]).toEqual(["0 B", "2.1 MB", "46 MB"]);
    expect([millis(0.123), millis(4.56), millis(123.4), millis(2500)]).toEqual(["0.12 ms", "4.6 ms", "123 ms", "2.5 s"]);
    expect([money(1234), money(-5), signed(5), signed(-5), money(null)]).toEqual(["$1,234", "−$5", "+$5", "−$5", "–"]);
    expect([plural(1, "room"), plural(2000, "room")]).toEqual(["1 room", "2,000 rooms"]);
  });
});

describe("times", () => {
  it("are in the two greatest units", () => {
    expect([duration(5), duration(65), duration(3700), duration(90_000), duration(null)]).toEqual(["5 s", "1 min 5 s", "1 h 1 min", "1 d 1 h", "–"]);
    expect([runtime(65), runtime(3725)]).toEqual(["1:05", "1:02:05"]);
  });

  it("are told from now", () => {
    const now = Date.parse("2024-06-01T12:00:00Z");
    expect(ago("2024-06-01T11:58:00Z", now)).toBe("2 min ago");
    expect(ago("2024-06-01T13:00:00Z", now)).toBe("in 1 h");
    expect(ago("2024-06-01T11:59:58Z", now)).toBe("just now");
    expect(ago(null, now)).toBe("never");
  });
});

it("keys become words", () => {
  expect([words("sign_spinning"), words("gallery.delete")]).toEqual(["Sign spinning", "Gallery delete"]);
});

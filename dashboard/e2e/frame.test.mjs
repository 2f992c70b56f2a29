// What holds on every page: the room selector, keys, phones, contrast and labels.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { browser, fleet, page, PAGES, stage, until } from "./stage.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

stage(async () => {
  await until("people to have talked", async () => Number(await fleet.sql("SELECT count(*) FROM messages")) > 30);
});

test("rooms are chosen on every page, and the choice stands in the address", async () => {
  const at = await page(browser, fleet);
  for (const path of PAGES.filter((path) => !path.startsWith("/rooms/"))) {
    await at.at(path);
    const picker = at.getByRole("button", { name: /Rooms shown/ });
    await picker.click();
    await at.getByRole("button", { name: "All rooms", exact: true }).waitFor();
    await at.getByTitle("Only thepub").click();
    await until(`${path} to be about one room`, async () => new URL(at.url()).searchParams.getAll("room").join() === "thepub");
    await picker.click();
    await at.getByRole("button", { name: "All rooms", exact: true }).click();
    await until(`${path} to be about all`, async () => !at.url().includes("room="));
  }
  assert.deepEqual(at.faults, []);
});

test("keys lead everywhere", async () => {
  const at = await page(browser, fleet);
  await at.at("/");
  await at.locator("tbody tr").first().waitFor();
  await at.keyboard.press("/");
  assert.equal(await at.evaluate(() => document.activeElement.tagName), "INPUT");
  await at.keyboard.press("Escape");
  for (const [key, path] of [["b", "/boards"], ["e", "/economy"], ["c", "/commands"], ["s", "/status"], ["f", "/"]]) {
    await at.keyboard.press("g");
    await at.keyboard.press(key);
    await until(`g ${key} to lead to ${path}`, async () => new URL(at.url()).pathname === path);
  }
  await at.keyboard.press("?");
  await at.getByRole("dialog").waitFor();
  await at.keyboard.press("Escape");
  await at.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(at.faults, []);
});

test("a phone shows every page without scrolling sideways", async () => {
  const at = await page(browser, fleet, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
  for (const path of PAGES) {
    await at.at(path);
    await at.waitForLoadState("networkidle").catch(() => undefined);
    const [wide, width] = await at.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= width, `${path} is ${wide} wide on ${width}`);
  }
  assert.deepEqual(at.faults, []);
});

test("every page passes the rules of WCAG AA that a program can check, dark and light", async () => {
  for (const colorScheme of ["dark", "light"]) {
    const at = await page(browser, fleet, { colorScheme, reducedMotion: "reduce" });
    for (const path of PAGES) {
      await at.at(path);
      await at.waitForLoadState("networkidle").catch(() => undefined);
      await at.evaluate(AXE);
      const found = await at.evaluate(() => globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
      const told = found.violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`);
      assert.deepEqual(told, [], `${path}, ${colorScheme}`);
    }
    await at.context().close();
  }
});

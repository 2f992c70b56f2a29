// What holds on every page: the room selector, keys, phones, contrast and labels, and that nothing runs which people typed.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { browser, fleet, page, signIn, stage, until } from "./stage.mjs";

const PAGES = ["/", "/rooms/thepub", "/boards", "/boards?board=talkers", "/users", "/users/shazza", "/gallery", "/economy", "/commands", "/guide", "/world", "/status", "/audit", "/tokens", "/widget"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a name, a line, a title or a setting may hold. */
const CORPUS = [
  `<script>window.hit=1</script>`, `<img src=x onerror="window.hit=1">`, `"><svg onload=window.hit=1>`, `javascript:window.hit=1`,
  `</textarea><iframe srcdoc="<script>parent.hit=1</script>">`, `\${window.hit=1}`, `{{constructor.constructor('window.hit=1')()}}`, `' onmouseover='window.hit=1`,
];

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

test("what people typed is text everywhere", async () => {
  const quote = (text) => `'${text.replaceAll("'", "''")}'`;
  for (const [n, text] of CORPUS.entries()) {
    await fleet.sql(`INSERT INTO users (username, display_name, first_seen, last_seen) VALUES ('odd${n}', ${quote(text.slice(0, 40))}, now(), now()) ON CONFLICT (username) DO UPDATE SET display_name = excluded.display_name`);
    await fleet.sql(`INSERT INTO user_stats (username, first_seen, last_seen, message_count) VALUES ('odd${n}', now(), now(), ${9000 + n}) ON CONFLICT (username) DO UPDATE SET message_count = excluded.message_count`);
    await fleet.sql(`INSERT INTO user_room_stats (room_id, username, first_seen, last_seen, message_count) VALUES ('thepub', 'odd${n}', now(), now(), ${9000 + n})`);
    await fleet.sql(`INSERT INTO messages (room_id, username, message, sent_at, word_count, is_command, is_own) VALUES ('thepub', 'odd${n}', ${quote(text)}, now(), 1, false, false)`);
    await fleet.sql(`INSERT INTO media_history (room_id, title, media_type, media_id, started_at) VALUES ('thepub', ${quote(text)}, 'yt', 'x${n}', now())`).catch(() => undefined);
    await fleet.sql(`INSERT INTO user_images (username, url, source_room, posted_at) VALUES ('odd${n}', ${quote(`https://example.org/${text}`)}, 'thepub', now())`);
    await fleet.sql(`INSERT INTO audit_log (actor, actor_kind, action, target, after) VALUES (${quote(text)}, 'operator', ${quote(text)}, ${quote(text)}, to_jsonb(${quote(text)}::text))`);
  }
  const at = await page(browser, fleet);
  const log = (await import("node:fs")).appendFileSync;
  for (const text of CORPUS) log(fleet.log("thepub"), `${JSON.stringify({ timestamp: new Date().toISOString(), level: "info", message: text, target: text, [text]: text })}\n`);
  await at.at("/");
  await signIn(at, await fleet.token("corpus"));
  await at.getByRole("button", { name: "Sign out" }).waitFor();
  // Said in the room by the bot: it comes back over the live feed.
  for (const text of CORPUS.slice(0, 3)) {
    await at.evaluate(async (text) => {
      const { csrf } = await (await fetch("/api/v1/session")).json();
      await fetch("/api/v1/rooms/thepub/say", { method: "POST", headers: { "x-csrf-token": csrf, "content-type": "application/json" }, body: JSON.stringify({ text }) });
    }, text);
  }
  const odd = CORPUS.map((_, n) => `/users/odd${n}`);
  for (const path of [...PAGES, ...odd, "/rooms/thepub?tab=log", "/rooms/thepub?tab=settings", "/gallery/odd1", "/gallery?tab=activity", `/users?q=${encodeURIComponent(CORPUS[1])}`, `/boards?q=${encodeURIComponent(CORPUS[0])}&board=${encodeURIComponent(CORPUS[2])}`, `/rooms/${encodeURIComponent(CORPUS[1])}`, `/${encodeURIComponent(CORPUS[0])}`]) {
    await at.at(path);
    await at.waitForLoadState("networkidle").catch(() => undefined);
    assert.equal(await at.evaluate(() => globalThis.hit), undefined, path);
    assert.equal(await at.locator("iframe[srcdoc], img[onerror], svg[onload], [onmouseover]").count(), 0, path);
    assert.equal(await at.locator("a[href^='javascript:']").count(), 0, path);
  }
  // What the bot says is in nobody's history: it is said again to the page that listens.
  await at.at("/rooms/thepub");
  await at.getByLabel("Say something in thepub as the bot").fill(CORPUS[0]);
  await at.getByRole("button", { name: "Say", exact: true }).click();
  await at.getByText(CORPUS[0], { exact: false }).first().waitFor();
  assert.deepEqual(at.faults, []);
});

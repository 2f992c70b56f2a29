// Whatever people typed, wherever it shows: it is text, and nothing of it runs.

import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { test } from "node:test";
import { browser, fleet, guest, page, PAGES, signIn, stage, until } from "./stage.mjs";

/** What a name, a line, a title or a setting may hold. */
const CORPUS = [
  `<script>window.hit=1</script>`, `<img src=x onerror="window.hit=1">`, `"><svg onload=window.hit=1>`, `javascript:window.hit=1`,
  `</textarea><iframe srcdoc="<script>parent.hit=1</script>">`, `\${window.hit=1}`, `{{constructor.constructor('window.hit=1')()}}`, `' onmouseover='window.hit=1`,
];

stage(async () => {
  await until("people to have talked", async () => Number(await fleet.sql("SELECT count(*) FROM messages")) > 30);
});

const quote = (text) => `'${text.replaceAll("'", "''")}'`;

/** Nothing that was typed is markup on this page, and nothing of it has run. */
async function isText(at, where) {
  assert.equal(await at.evaluate(() => globalThis.hit), undefined, where);
  assert.equal(await at.locator("iframe[srcdoc], img[onerror], svg[onload], [onmouseover]").count(), 0, where);
  assert.equal(await at.locator("a[href^='javascript:']").count(), 0, where);
}

test("what people typed is text everywhere", async () => {
  for (const [n, text] of CORPUS.entries()) {
    await fleet.sql(`INSERT INTO users (username, display_name, first_seen, last_seen) VALUES ('odd${n}', ${quote(text.slice(0, 40))}, now(), now()) ON CONFLICT (username) DO UPDATE SET display_name = excluded.display_name`);
    await fleet.sql(`INSERT INTO user_stats (username, first_seen, last_seen, message_count) VALUES ('odd${n}', now(), now(), ${9000 + n}) ON CONFLICT (username) DO UPDATE SET message_count = excluded.message_count`);
    await fleet.sql(`INSERT INTO user_room_stats (room_id, username, first_seen, last_seen, message_count) VALUES ('thepub', 'odd${n}', now(), now(), ${9000 + n})`);
    await fleet.sql(`INSERT INTO messages (room_id, username, message, sent_at, word_count, is_command, is_own) VALUES ('thepub', 'odd${n}', ${quote(text)}, now(), 1, false, false)`);
    await fleet.sql(`INSERT INTO media_history (room_id, title, media_type, media_id, added_by, first_seen, last_seen) VALUES ('thepub', ${quote(text)}, 'yt', 'x${n}', 'odd${n}', now(), now())`);
    await fleet.sql(`INSERT INTO video_sessions (room_id, media_id, media_type, media_title, start_time, end_time) VALUES ('thepub', 'x${n}', 'yt', ${quote(text)}, now(), now())`);
    await fleet.sql(`INSERT INTO custom_commands (room_id, name, response, created_by) VALUES ('thepub', 'odd${n}', ${quote(text)}, 'odd${n}')`);
    await fleet.sql(`INSERT INTO user_images (username, url, source_room, posted_at) VALUES ('odd${n}', ${quote(`https://example.org/${text}`)}, 'thepub', now())`);
    await fleet.sql(`INSERT INTO audit_log (actor, actor_kind, action, target, after) VALUES (${quote(text)}, 'operator', ${quote(text)}, ${quote(text)}, to_jsonb(${quote(text)}::text))`);
  }
  const all = quote(CORPUS.join(" "));
  await fleet.sql(`UPDATE raffles SET status = 'cancelled', closed_at = now() WHERE status = 'open'; INSERT INTO raffles (room_id, title, status, opened_by, opened_at) VALUES ('thepub', ${all}, 'open', 'odd0', now())`);
  await fleet.sql(`UPDATE polls SET closed_at = now() WHERE closed_at IS NULL; INSERT INTO polls (room_id, question, options, votes, opened_by, opened_at) VALUES ('thepub', ${all}, ARRAY[${CORPUS.map(quote)}], ARRAY[${CORPUS.map(() => 0)}], 'odd0', now())`);
  await fleet.sql(`UPDATE video_sessions SET media_title = ${all} WHERE room_id = 'thepub' AND end_time IS NULL`);
  const landed = { users: "username LIKE 'odd_'", messages: "username LIKE 'odd_'", media_history: "added_by LIKE 'odd_'", video_sessions: "media_id LIKE 'x_'", custom_commands: "created_by LIKE 'odd_'", user_images: "username LIKE 'odd_'" };
  for (const [table, whose] of Object.entries(landed)) {
    assert.equal(Number(await fleet.sql(`SELECT count(*) FROM ${table} WHERE ${whose}`)), CORPUS.length, table);
  }
  const at = await page(browser, fleet);
  for (const text of CORPUS) appendFileSync(fleet.log("thepub"), `${JSON.stringify({ timestamp: new Date().toISOString(), level: "info", message: text, target: text, [text]: text })}\n`);
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
    await isText(at, path);
  }
  // What the bot says is in nobody's history: it is said again to the page that listens.
  await at.at("/rooms/thepub");
  await at.getByLabel("Say something in thepub as the bot").fill(CORPUS[0]);
  await at.getByRole("button", { name: "Say", exact: true }).click();
  await at.getByText(CORPUS[0], { exact: false }).first().waitFor();
  assert.deepEqual(at.faults, []);
});

test("what a room's own commands say is text, as it comes over the live feed and in the widget", async () => {
  // Without those that have blanks of their own.
  const plain = CORPUS.map((text, n) => [text, n]).filter(([text]) => !text.includes("{"));
  for (const [text, n] of plain) {
    await fleet.sql(`INSERT INTO custom_commands (room_id, name, response, created_by) VALUES ('thepub', 'odd${n}', ${quote(text)}, 'odd0') ON CONFLICT (room_id, name) DO NOTHING`);
  }
  // A process that begins reads them.
  await fleet.verb("restart", "thepub");
  const at = await page(browser, fleet);
  await at.at("/rooms/thepub");
  const embedded = await page(browser, fleet);
  await embedded.at("/embed?room=thepub");
  const visitor = await guest(browser, fleet, "thepub", "Visitor");
  for (const [text, n] of plain) {
    await visitor.say(`!odd${n}`);
    await at.getByRole("log").getByText(text).first().waitFor();
    await embedded.getByText(text).first().waitFor();
  }
  for (const one of [at, embedded]) {
    await isText(one, one.url());
    assert.deepEqual(one.faults, []);
  }
});

test("what the live feed tells is text: titles, names, reasons", async () => {
  const now = new Date().toISOString();
  for (const path of ["/", "/rooms/thepub", "/world", "/embed?room=thepub"]) {
    const at = await page(browser, fleet);
    const feed = await new Promise((done) => {
      // Between the page and the fleet: all goes through, and we may tell more.
      void at.routeWebSocket(/\/ws$/, (page) => {
        const server = page.connectToServer();
        server.onMessage((message) => page.send(message));
        page.onMessage((message) => server.send(message));
        done(page);
      }).then(() => at.at(path));
    });
    await until("the page", () => at.evaluate(() => document.body.querySelectorAll("*").length > 3));
    const room = (await (await fetch(`${fleet.url}/api/v1/rooms/thepub`)).json());
    for (const text of CORPUS) {
      const media = { title: text, type: text, id: text, duration: 90 };
      const tell = (type, data) => feed.send(JSON.stringify({ type, room: "thepub", data, seq: null, ts: now }));
      tell("chat.message", { username: text, text, at: now, is_bot: false, is_command: false });
      tell("chat.join", { username: text, at: now });
      tell("chat.afk", { username: text, afk: true, at: now });
      tell("chat.media", media);
      tell("room.row", { ...room, name: text, reason: text, current_media: media, last_error: { time: now, text } });
      tell("achievement", { username: text, type: text, level: text, at: now });
      tell("heist", { state: text, until: now, id: 1, crime: text });
      // A turn for the page to show it.
      await at.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await isText(at, `${path}: ${text}`);
    }
    if (path === "/rooms/thepub") await at.getByText(CORPUS[0]).first().waitFor();
    assert.deepEqual(at.faults, []);
    await at.context().close();
  }
});

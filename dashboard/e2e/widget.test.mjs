// The chat widget in pages of other sites: as a frame anywhere, as an element where the operator has named the site.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { browser, Fleet, fleet, page, stage, until } from "./stage.mjs";

/** What the pages of other sites hold, by their path. */
const PAGES = {
  "/embed": () => `<iframe src="${fleet.url}/embed?room=thepub" title="Chat" width="360" height="480"></iframe>`,
  "/widget": () => `<iframe src="${fleet.url}/widget" title="Page"></iframe>`,
  "/fleet": () => `<iframe src="${fleet.url}/" title="Page"></iframe>`,
  "/element": () => `<script src="${fleet.url}/widget.js"></script><dazza-chat-widget room="thepub"></dazza-chat-widget>`,
};

const sites = [];

/** Another site: another name of this machine, another port. */
const site = (host) => new Promise((done) => {
  const server = createServer((asked, answer) => {
    answer.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    answer.end(`<!doctype html><html lang="en"><title>Elsewhere</title><body>${PAGES[asked.url]?.() ?? ""}`);
  });
  sites.push(server);
  server.listen(0, "127.0.0.1", () => done(`http://${host}:${server.address().port}`));
});

let named, unnamed;
stage(async () => {
  await until("people to have talked", async () => Number(await fleet.sql("SELECT count(*) FROM messages WHERE room_id = 'thepub'")) > 5);
}, async () => {
  [named, unnamed] = [await site("localhost"), await site("localhost")];
  return Fleet.begin("", `cors_origins = ["${named}"]`);
});
after(() => sites.forEach((server) => server.close()));

test("any site may show the chat as a frame, and it is live in there", async () => {
  const at = await page(browser, fleet);
  await at.goto(`${unnamed}/embed`);
  const log = at.frameLocator("iframe").locator("dazza-chat-widget .log");
  await until("lines that were said before", async () => (await log.innerText()).trim().length > 0);
  const said = await log.innerText();
  await until("what is said now", async () => (await log.innerText()) !== said);
  assert.deepEqual(at.faults, []);
});

test("no other page is shown in a frame of another site", async () => {
  for (const path of ["/widget", "/fleet"]) {
    const at = await page(browser, fleet);
    await at.goto(named + path);
    await until("the browser to refuse it", () => at.faults.some((fault) => fault.includes("frame-ancestors 'none'")));
    assert.equal(await at.frameLocator("iframe").getByRole("heading").count(), 0);
    await at.context().close();
  }
});

test("the widget is live on a site that is named in cors_origins", async () => {
  const at = await page(browser, fleet);
  await at.goto(`${named}/element`);
  const widget = at.locator("dazza-chat-widget");
  await until("it to be connected", () => widget.evaluate((it) => it.connected));
  const n = await widget.evaluate((it) => it.messageCount);
  await until("something to be said", async () => (await widget.evaluate((it) => it.messageCount)) > n);
  assert.ok((await at.locator("dazza-chat-widget .log").innerText()).trim().length > 0);
  assert.deepEqual(at.faults, []);
});

test("a site that is not named reads nothing and follows nothing", async () => {
  const at = await page(browser, fleet);
  await at.goto(`${unnamed}/element`);
  const [isRead, isFollowed] = await at.evaluate((url) => Promise.all([
    fetch(`${url}/api/v1/chat/recent`).then(() => true, () => false),
    new Promise((done) => {
      const socket = new WebSocket(`${url.replace("http", "ws")}/ws`);
      socket.onopen = () => done(true);
      socket.onerror = () => done(false);
    }),
  ]), fleet.url);
  assert.deepEqual([isRead, isFollowed], [false, false]);
  assert.equal(await at.locator("dazza-chat-widget").evaluate((it) => it.connected), false);
});

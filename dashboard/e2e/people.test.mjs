// Leaderboards, people and galleries.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ROOMS, browser, fleet, page, signIn, stage, until } from "./stage.mjs";

stage(async () => {
  const counted = "SELECT count(DISTINCT room_id) FROM user_room_stats WHERE message_count > 0";
  await until("people to have talked, and to be counted", async () => Number(await fleet.sql(counted)) === ROOMS.length);
});

test("leaderboards are those of a room or of all, of a day or of ever", async () => {
  const at = await page(browser, fleet);
  await at.at("/boards");
  await at.getByRole("link", { name: "All boards" }).waitFor();
  const answer = (board) => at.waitForResponse((response) => response.url().includes(`/leaderboard/${board}`) && response.ok());
  const [all] = await Promise.all([answer("talkers").then((response) => response.json()), at.at("/boards?board=talkers")]);
  assert.deepEqual([all.scope, all.rooms], ["global", []]);
  const [one] = await Promise.all([answer("talkers").then((response) => response.json()), at.at("/boards?board=talkers&room=thepub&period=day")]);
  assert.deepEqual([one.scope, one.rooms, one.period], ["room", ["thepub"], "day"]);
  const sum = (board) => board.entries.reduce((sum, entry) => sum + entry.value, 0);
  assert.ok(sum(one) > 0 && sum(one) < sum(all), `${sum(one)} of ${sum(all)}`);
  const first = one.entries[0];
  await at.getByRole("link", { name: first.display_name, exact: true }).first().waitFor();
  await at.getByLabel("Find a name").fill(first.display_name.slice(0, 4));
  await until("the name to be marked", async () => (await at.locator("mark").count()) > 0);
  assert.deepEqual(at.faults, []);
});

test("a person's page shows who that is, and the money to the dollar", async () => {
  const at = await page(browser, fleet);
  const who = await until("somebody with a ledger", () => fleet.sql("SELECT username FROM economy_transactions WHERE username NOT IN ('dazza') GROUP BY username ORDER BY count(*) DESC, username LIMIT 1"));
  await at.at(`/users/${who}`);
  await at.getByRole("heading", { level: 1 }).waitFor();
  const found = await at.evaluate(async (who) => {
    const get = async (path) => (await fetch(`/api/v1/stats/users/${who}${path}`)).json();
    const [profile, ledger] = [await get(""), await get("/ledger?limit=200")];
    return { balance: profile.balance, sum: ledger.items.reduce((sum, line) => sum + line.amount, 0), n: ledger.items.length, next: ledger.next };
  }, who);
  assert.ok(found.n > 0);
  if (found.next === null) assert.equal(found.sum, found.balance);
  await at.getByText("Money", { exact: true }).first().waitFor();
  await at.at("/users/nobody-at-all");
  await at.getByText(/nothing is known|nobody/i).first().waitFor();
  assert.deepEqual(at.faults, []);
});

test("a gallery is locked by its owner and by nobody else", async () => {
  await fleet.sql("INSERT INTO user_images (username, url, source_room, posted_at) VALUES ('shazza', 'https://example.org/cat.png', 'thepub', now()), ('kez', 'https://example.org/dog.png', 'thepub', now())");
  const at = await page(browser, fleet);
  await at.at("/gallery/shazza");
  await signIn(at, await fleet.ownersToken("shazza"));
  await at.getByRole("button", { name: /^Lock/ }).click();
  await at.getByRole("dialog").getByRole("button", { name: "Lock", exact: true }).click();
  await until("the gallery to be locked", async () => (await fleet.sql("SELECT is_locked FROM user_gallery_locks WHERE username = 'shazza'")) === "t");
  await at.at("/gallery/kez");
  await at.getByRole("heading", { level: 1 }).waitFor();
  const status = await at.evaluate(async () => {
    const { csrf } = await (await fetch("/api/v1/session")).json();
    return (await fetch("/api/v1/gallery/locks/kez", { method: "PUT", headers: { "x-csrf-token": csrf, "content-type": "application/json" }, body: JSON.stringify({ locked: true }) })).status;
  });
  assert.equal(status, 403);
  assert.deepEqual(at.faults, []);
});

// The fleet as it is, and what an operator does to it from the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, fleet, page, ROOMS, signIn, stage, until } from "./stage.mjs";

stage();

const row = (at, room) => at.getByRole("row").filter({ has: at.getByRole("link", { name: room, exact: true }) });

test("every room has a live row that anyone may read", async () => {
  const at = await page(browser, fleet);
  await at.at("/");
  for (const room of ROOMS) await row(at, room).getByText("Joined").waitFor();
  const heard = () => at.locator(".figures").innerText();
  const before = await heard();
  await until("the figures to change by themselves", async () => (await heard()) !== before);
  await at.getByLabel("Filter rooms").fill("pub");
  await until("one room to be left", async () => (await at.locator("tbody tr").count()) === 1);
  assert.ok((await at.url()).includes("q=pub"), "the filter stands in the address");
  await at.getByLabel("Filter rooms").fill("");
  await until("all rooms to be back", async () => (await at.locator("tbody tr").count()) === ROOMS.length);
  await at.getByRole("button", { name: "People" }).click();
  await until("the order to stand in the address", async () => at.url().includes("sort="));
  await at.getByRole("button", { name: "Freeze" }).click();
  await at.getByText("rows keep still").waitFor();
  const frozen = await at.locator("tbody").innerText();
  await at.waitForTimeout(1500);
  assert.equal(await at.locator("tbody").innerText(), frozen, "a frozen table keeps still");
  assert.equal(await at.getByRole("button", { name: "Restart fatpizza" }).count(), 0, "strangers have no orders");
  assert.deepEqual(at.faults, []);
});

test("a restart from the page is what status shows", async () => {
  const at = await page(browser, fleet);
  const token = await fleet.token("operator");
  const old = (await fleet.room("thepub")).pid;
  await at.at("/");
  await signIn(at, token);
  await at.getByRole("button", { name: "Restart thepub" }).click();
  await at.getByRole("dialog").getByRole("button", { name: "Restart thepub" }).click();
  await until("another process, joined", async () => {
    const seen = await fleet.room("thepub");
    return seen.pid !== old && seen.phase === "joined";
  });
  await row(at, "thepub").getByText("Joined").waitFor();
  await at.getByRole("button", { name: "Stop shedcinema" }).click();
  await at.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  assert.equal((await fleet.room("shedcinema")).phase, "joined", "a question that was answered with no");

  const before = new Map((await fleet.rooms()).map((room) => [room.name, room.pid]));
  await at.getByRole("button", { name: "Restart all" }).click();
  await at.getByRole("dialog").getByRole("button", { name: "Restart all rooms" }).click();
  await at.getByText(`All ${ROOMS.length} done`).waitFor();
  const now = await fleet.rooms();
  assert.ok(now.every((room) => room.pid !== before.get(room.name) && room.phase === "joined"), JSON.stringify(now.map((room) => room.phase)));
  assert.deepEqual(at.faults, []);
});

test("a supervisor that is killed is missed, and all is right again when it is back", async () => {
  const at = await page(browser, fleet);
  await at.at("/");
  await row(at, "fatpizza").getByText("Joined").waitFor();
  await at.locator(".live-mark", { hasText: "Live" }).waitFor();
  const pids = new Map((await fleet.rooms()).map((room) => [room.name, room.pid]));
  await fleet.kill();
  await at.getByText("The supervisor is away.").waitFor();
  assert.ok((await at.locator("tbody tr").count()) >= ROOMS.length, "what was known stays");
  await fleet.up();
  await at.locator(".live-mark", { hasText: "Live" }).waitFor();
  await at.getByText("The supervisor is away.").waitFor({ state: "detached" });
  for (const room of await fleet.rooms()) {
    assert.equal(room.pid, pids.get(room.name), "the rooms went on meanwhile");
    await row(at, room.name).getByText("Joined").waitFor();
  }
  await fleet.verb("stop", "shedcinema");
  await row(at, "shedcinema").getByText("Joined").waitFor({ state: "detached" });
  await fleet.verb("start", "shedcinema");
  await row(at, "shedcinema").getByText("Joined").waitFor();
  assert.deepEqual(at.faults, []);
});

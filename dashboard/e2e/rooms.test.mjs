// One room: what is said, its settings and its log.

import assert from "node:assert/strict";
import { appendFileSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { browser, fleet, page, signIn, stage, until } from "./stage.mjs";

let token;
stage(async () => {
  token = await fleet.token("operator");
});

test("chat is live, the bot says what an admin types, and who is here is shown", async () => {
  const at = await page(browser, fleet);
  await at.at("/rooms/thepub");
  const chat = at.getByRole("log");
  await until("somebody to say something", async () => (await chat.innerText()).trim().length > 0);
  const n = (await chat.innerText()).length;
  await until("more to be said", async () => (await chat.innerText()).length > n);
  await at.getByText("Who is here").waitFor();
  assert.equal(await at.getByRole("tab", { name: "Settings" }).count() + await at.getByRole("link", { name: "Settings" }).count(), 0);
  await signIn(at, token);
  await at.getByPlaceholder(/say/i).fill("evening all, this is from the web");
  await at.keyboard.press("Enter");
  await until("it to be heard in the room", async () => (await chat.innerText()).includes("evening all, this is from the web"));
  assert.deepEqual(at.faults, []);
});

test("settings change without a restart, and the file keeps its comments", async () => {
  const at = await page(browser, fleet);
  const { pid } = await fleet.room("thepub");
  await at.at("/rooms/thepub?tab=settings");
  await signIn(at, token);
  const percent = at.locator("[id='set-greetings.percent']");
  await percent.fill("500");
  await at.getByRole("alert").first().waitFor();
  assert.ok(await at.getByRole("button", { name: "Save" }).isDisabled(), "what cannot be is not sent");
  await percent.fill("33");
  await at.getByRole("button", { name: "Save" }).click();
  await until("the file to say so", async () => /greetings.*percent = 33/.test(readFileSync(fleet.config, "utf8")));
  assert.ok(readFileSync(fleet.config, "utf8").includes("[rooms.thepub] # the owner of thepub wrote this"));
  await at.getByText("Nothing is changed.").waitFor();
  await at.reload();
  await until("the new value to be there", async () => (await percent.inputValue()) === "33");
  const seen = await fleet.room("thepub");
  assert.deepEqual([seen.pid, seen.phase], [pid, "joined"], "the same process goes on");
  assert.deepEqual(at.faults, []);
});

test("the log is followed across a rotation, sifted, paused and read back", async () => {
  const at = await page(browser, fleet);
  await at.at("/rooms/fatpizza?tab=log");
  await signIn(at, token);
  const log = at.getByRole("log");
  await until("the log to be there", async () => (await log.innerText()).includes("fatpizza"));
  const path = fleet.log("fatpizza");
  const write = (message, level = "info") => appendFileSync(path, `${JSON.stringify({ timestamp: new Date().toISOString(), level, message, target: "test" })}\n`);
  write("before the rotation");
  await log.getByText("before the rotation").waitFor();
  // As the writer of the log does when the file is full.
  renameSync(path, `${path}.0`);
  writeFileSync(path, "");
  write("after the rotation");
  await log.getByText("after the rotation").waitFor();
  await log.getByText("before the rotation").waitFor();
  await at.getByRole("button", { name: "Pause" }).click();
  write("while paused");
  await at.getByRole("button", { name: /Go on \(\d+ new\)/ }).waitFor();
  assert.equal(await log.getByText("while paused").count(), 0);
  await at.getByRole("button", { name: /Go on/ }).click();
  await log.getByText("while paused").waitFor();
  write("something is wrong", "error");
  await at.getByLabel("Least level").selectOption("error");
  await log.getByText("something is wrong").waitFor();
  await until("the rest to go", async () => (await log.getByText("while paused").count()) === 0);
  await at.getByLabel("Least level").selectOption("info");
  await at.getByLabel("Words or a regular expression").fill("(before|after) the rotation");
  await until("two lines", async () => (await log.locator(".log-row").count()) === 2);
  await at.getByLabel("Words or a regular expression").fill("(");
  await at.getByText("This pattern cannot be read").waitFor();
  for (let n = 0; n < 450; n += 1) write(`line ${n}`);
  await at.getByLabel("Words or a regular expression").fill("line \\d+$");
  await until("the newest lines", async () => (await log.innerText()).includes("line 449"));
  assert.equal(await log.getByText("line 100", { exact: true }).count(), 0);
  await log.getByRole("button", { name: "Further back" }).click();
  await log.getByText("line 100", { exact: true }).waitFor();
  assert.deepEqual(at.faults, []);
});

test("what failed last is shown to the room's admin and to nobody else", async () => {
  const { pid } = await fleet.room("shedcinema");
  process.kill(pid, "SIGKILL");
  await until("another process to have joined", async () => {
    const now = await fleet.room("shedcinema");
    return now.pid !== pid && now.phase === "joined";
  });
  const at = await page(browser, fleet);
  await at.at("/rooms/shedcinema");
  await at.getByText("Who is here").waitFor();
  assert.equal(await at.getByText(/Last failure/).count(), 0);
  await signIn(at, await fleet.token("shed", "--room", "shedcinema"));
  await at.getByText(/Last failure.*SIGKILL/).waitFor();
  await at.at("/rooms/thepub");
  await at.getByText("Who is here").waitFor();
  assert.equal(await at.getByText(/Last failure/).count(), 0);
  assert.deepEqual(at.faults, []);
});

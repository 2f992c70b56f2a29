// Who may do what: signing in, wrong tokens, sessions that end, tokens of one room.

import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, fleet, page, signIn, stage, until } from "./stage.mjs";

stage();

test("a wrong token is refused, a good one signs in, and the cookie is out of reach of scripts", async () => {
  const at = await page(browser, fleet);
  await at.at("/");
  await signIn(at, "dazza_wrong");
  await at.getByText("That token is not good").waitFor();
  await at.getByRole("dialog").getByLabel("Token").fill(await fleet.token("owner"));
  await at.getByRole("dialog").getByRole("button", { name: "Sign in", exact: true }).click();
  await at.getByRole("button", { name: "Sign out" }).waitFor();
  const [cookie] = await at.context().cookies();
  assert.deepEqual([cookie.name, cookie.httpOnly, cookie.sameSite], ["dazza_session", true, "Strict"]);
  assert.equal(await at.evaluate(() => document.cookie), "");
  assert.equal(await at.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }).includes("dazza_")), false, "no secret is stored in the page");
  await at.reload();
  await at.getByRole("button", { name: "Sign out" }).click();
  await at.getByRole("button", { name: "Sign in" }).first().waitFor();
  await until("the cookie to be gone", async () => (await at.context().cookies()).length === 0);
  assert.deepEqual(at.faults, []);
});

test("a session that is over says so and asks to sign in again", async () => {
  const at = await page(browser, fleet);
  await at.at("/audit");
  await signIn(at, await fleet.token("passing"));
  await at.getByText("token.create").first().waitFor();
  await fleet.sql("UPDATE api_tokens SET expires_at = now() WHERE made_by IS NOT NULL");
  await at.reload();
  await at.getByRole("button", { name: "Sign in" }).first().waitFor();
  assert.equal(await at.getByText("token.create").count(), 0, "nothing of it is shown any more");
  assert.deepEqual(at.faults, []);
});

test("a token of one room touches no other", async () => {
  const at = await page(browser, fleet);
  const token = await fleet.token("pub", "--room", "thepub");
  await at.at("/");
  await signIn(at, token);
  await at.getByRole("button", { name: "Restart thepub" }).waitFor();
  assert.equal(await at.getByRole("button", { name: "Restart fatpizza" }).count(), 0);
  const status = await at.evaluate(async () => {
    const session = await (await fetch("/api/v1/session")).json();
    const headers = { "x-csrf-token": session.csrf };
    const ask = async (method, path) => (await fetch(`/api/v1${path}`, { method, headers })).status;
    return [await ask("POST", "/rooms/fatpizza/restart"), await ask("GET", "/rooms/fatpizza/settings"), await ask("GET", "/logs?room=fatpizza"), await ask("GET", "/audit"), await ask("GET", "/rooms/thepub/settings")];
  });
  assert.deepEqual(status, [403, 403, 403, 403, 200]);
  await at.at("/rooms/fatpizza?tab=settings");
  await at.getByText("Who is here").waitFor();
  assert.equal(await at.getByRole("button", { name: "Save" }).count(), 0, "there are no settings to see");
  await at.at("/rooms/thepub?tab=settings");
  await at.getByRole("button", { name: "Save" }).waitFor();
  assert.deepEqual(at.faults, []);
});

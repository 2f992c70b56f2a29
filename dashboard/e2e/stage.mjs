// A fleet of its own with a stand-in chat server full of people, and a browser to look at it.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before } from "node:test";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const run = promisify(execFile);

/** Where the programs are. */
const PROGRAMS = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../../target", process.env.DAZZA_PROFILE ?? "debug");

/** What is waited for comes within this. Unit: milliseconds. */
export const PATIENCE = 30_000;

export const ROOMS = ["fatpizza", "shedcinema", "thepub"];

/** The pages, with what they show at first. */
export const PAGES = ["/", "/rooms/thepub", "/boards", "/boards?board=talkers", "/users", "/users/shazza", "/gallery", "/economy", "/commands", "/guide", "/world", "/status", "/audit", "/tokens", "/widget"];

/** Looks until `look` gives something, and gives that. */
export async function until(what, look) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert.ok(Date.now() < deadline, `waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

const freePort = () => new Promise((done, fail) => {
  const server = createServer();
  server.on("error", fail);
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

export class Fleet {
  #children = [];

  /** A fleet that is up, with all its rooms joined; `web` is what else its `[web]` says. */
  static async begin(more = "", web = "") {
    const fleet = new Fleet();
    fleet.folder = mkdtempSync(join(tmpdir(), "dazza-browser-"));
    chmodSync(fleet.folder, 0o711);
    const [sim, port] = [join(fleet.folder, "sim.url"), await freePort()];
    const chat = fleet.#start("dazza-sim", ["--listen", "127.0.0.1:0", "--demo", "--pace", "4", "--address-file", sim]);
    fleet.sim = chat;
    await until("the chat server", () => assert.equal(chat.exitCode, null, chat.told) ?? (existsSync(sim) && readFileSync(sim, "utf8").trim()));
    fleet.config = join(fleet.folder, "fleet.toml");
    fleet.chat = readFileSync(sim, "utf8").trim();
    fleet.url = `http://127.0.0.1:${port}`;
    mkdirSync(join(fleet.folder, "var", "secrets"), { recursive: true, mode: 0o711 });
    writeFileSync(join(fleet.folder, "password"), "dazza-demo", { mode: 0o600 });
    writeFileSync(fleet.config, `[fleet]
state_dir = "var"

[cytube]
url = "${fleet.chat}"
connect_burst = 50
connect_interval = "100ms"
max_sockets_per_address = 100

[accounts.main]
username = "dazza"
password = { file = "${fleet.folder}/password" }

[web]
listen = "127.0.0.1:${port}"
${web}

[backup]
at = "off"

[supervision]
orphan_grace = "60s"

${ROOMS.map((room) => `[rooms.${room}] # the owner of ${room} wrote this\n`).join("\n")}${more}`);
    await fleet.up();
    return fleet;
  }

  #start(program, args) {
    const child = spawn(join(PROGRAMS, program), args, { stdio: ["ignore", "ignore", "pipe"] });
    child.told = "";
    child.stderr.on("data", (text) => (child.told += text));
    this.#children.push(child);
    return child;
  }

  /** Starts the supervisor and waits until all rooms are joined. */
  async up() {
    this.supervisor = this.#start("dazza-fleet", ["up", "--config", this.config]);
    const { supervisor } = this;
    await until("all rooms to be joined", async () => {
      assert.equal(supervisor.exitCode, null, supervisor.told);
      const rooms = await this.rooms().catch(() => []);
      return rooms.length > 0 && rooms.every((room) => room.phase === "joined");
    });
  }

  /** Kills the supervisor as the system would; the rooms stay. */
  async kill() {
    const ended = new Promise((done) => this.supervisor.once("exit", done));
    this.supervisor.kill("SIGKILL");
    await ended;
  }

  /** What a verb of the command line prints. */
  async verb(...args) {
    const { stdout } = await run(join(PROGRAMS, "dazza-fleet"), [...args, "--config", this.config]);
    return stdout;
  }

  /** The rooms as `dazza-fleet status` has them; it fails while some are not joined, and tells them all the same. */
  async rooms() {
    const told = await this.verb("status", "--json").catch((failure) => failure.stdout ?? "");
    return told === "" ? [] : JSON.parse(told).rooms;
  }

  async room(name) {
    return (await this.rooms()).find((room) => room.name === name);
  }

  /** A token for all rooms or for one. */
  async token(name, ...more) {
    return (await this.verb("tokens", "create", "--name", name, "--scope", "rooms:admin", ...more)).trim();
  }

  /** Runs a statement as the owner of the database. */
  async sql(statement) {
    const password = readFileSync(join(this.folder, "var", "secrets", "postgres-superuser"), "utf8").trim();
    const psql = ["/usr/bin/psql", ...readdirSync("/usr/lib/postgresql", { withFileTypes: true }).map((version) => `/usr/lib/postgresql/${version.name}/bin/psql`)].find(existsSync);
    const args = ["-h", join(this.folder, "var", "postgres"), "-U", "postgres", "-d", "dazza", "-Atqc", statement];
    const { stdout } = await run(psql, args, { env: { ...process.env, PGPASSWORD: password } });
    return stdout.trim();
  }

  /** A token as the bot sends it to the owner of a gallery by private message. */
  async ownersToken(username) {
    const token = `dazza_${randomBytes(24).toString("hex")}`;
    const hash = createHash("sha256").update(token).digest("hex");
    await this.sql(`INSERT INTO api_tokens (name, token_hash, scopes, username, expires_at) VALUES ('gallery of ${username}', decode('${hash}', 'hex'), ARRAY['gallery:own'], '${username}', now() + interval '15 minutes')`);
    return token;
  }

  log(name) {
    return join(this.folder, "var", "logs", `${name}.jsonl`);
  }

  async end() {
    await this.verb("down").catch(() => undefined);
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function browse() {
  const found = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  assert.ok(found, "there is no Chromium; scripts/install test brings it");
  return chromium.launch({ executablePath: found, args: ["--no-sandbox"] });
}

/** A page in a context of its own. Whatever runs that should not, or is refused by the policy, is a fault. */
export async function page(browser, fleet, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  const opened = await context.newPage();
  opened.faults = [];
  opened.on("pageerror", (error) => opened.faults.push(String(error)));
  opened.on("dialog", (dialog) => {
    opened.faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  opened.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|Refused to/.test(message.text())) opened.faults.push(message.text());
  });
  opened.at = (path) => opened.goto(fleet.url + path);
  return opened;
}

/** Signs in by the dialog. */
export async function signIn(at, token) {
  await at.getByRole("button", { name: "Sign in" }).first().click();
  const dialog = at.getByRole("dialog");
  await dialog.getByLabel("Token").fill(token);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** A guest in a room of the chat server, who speaks its own protocol; what they say is said. */
export async function guest(browser, fleet, room, name) {
  const at = await (await browser.newContext()).newPage();
  await at.evaluate(([url, room, name]) => new Promise((done, fail) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
    const emit = (event, payload) => socket.send(`42${JSON.stringify([event, payload])}`);
    globalThis.say = (msg) => emit("chatMsg", { msg, meta: {} });
    socket.onopen = () => {
      socket.send("40");
      emit("login", { name });
      emit("joinChannel", { name: room });
    };
    socket.onmessage = ({ data }) => {
      if (data === "2") socket.send("3");
      if (data.startsWith('42["userlist"')) done();
    };
    socket.onerror = fail;
  }), [fleet.chat, room, name]);
  return { say: (text) => at.evaluate((text) => globalThis.say(text), text) };
}

/** What the tests of a file look at, from their beginning to their end. */
export let fleet, browser;

/** Sets the stage for the tests of a file; `ready` waits for what they take for granted. */
export function stage(ready = async () => undefined, begin = () => Fleet.begin()) {
  before(async () => {
    fleet = await begin();
    browser = await browse();
    await ready();
  });
  after(async () => {
    await browser?.close();
    await fleet?.end();
  });
}

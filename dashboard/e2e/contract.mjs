// Holds a running fleet to its own OpenAPI document with a property-based tester, given as the command line to run.

import { spawn } from "node:child_process";
import { Fleet } from "./stage.mjs";

const fleet = await Fleet.begin();
try {
  const token = await fleet.token("tester");
  const [program, ...args] = process.argv.slice(2).map((arg) => arg.replace("URL", fleet.url).replace("TOKEN", token));
  process.exitCode = await new Promise((done) => spawn(program, args, { stdio: "inherit" }).on("exit", (code) => done(code ?? 1)));
} finally {
  await fleet.end();
}

// The reference Socket.IO client, driven by its test: a JSON line on standard input is a deed, a line printed is what happened.
//
//   node client.js http://127.0.0.1:1337 '{"reconnectionDelay":50}'
"use strict";

const { io } = require("socket.io-client");
const { createInterface } = require("node:readline");

const [url, options] = process.argv.slice(2);
const socket = io(url, { ...JSON.parse(options || "{}"), transports: ["websocket"] });
const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");

socket.on("connect", () => say({ connected: socket.id }));
socket.on("connect_error", (error) => say({ refused: error.message }));
socket.on("disconnect", (reason) => say({ left: reason }));
socket.onAny((name, ...args) => say({ heard: name, args }));

const deeds = {
  emit: (args) => socket.emit(...args),
  binary: (name) => socket.emit(name, Buffer.from([1, 2, 3])),
  connect: () => socket.connect(),
  disconnect: () => socket.disconnect(),
};
createInterface({ input: process.stdin }).on("line", (line) => {
  for (const [deed, argument] of Object.entries(JSON.parse(line))) deeds[deed](argument);
});

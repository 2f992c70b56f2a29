// The reference Socket.IO server, driven by its client: each event asks for one behaviour.
//
//   node server.js '{"pingInterval":300,"pingTimeout":200}'
//
// Prints one JSON line {"port":N} when it listens, and one line for each thing a test waits for.
"use strict";

const { createServer } = require("node:http");
const { Server } = require("socket.io");

const options = JSON.parse(process.argv[2] || "{}");
const http = createServer();
const io = new Server(http, { ...options, transports: ["websocket"], perMessageDeflate: false });
const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");

io.use((socket, next) => (options.refuse ? next(new Error(options.refuse)) : next()));

io.on("connection", (socket) => {
  const websocket = socket.conn.transport.socket;
  socket.on("echo", (argument) => socket.emit("echo", argument));
  socket.on("several", (all) => socket.emit("several", ...all));
  socket.on("binary", () => socket.emit("binary", Buffer.from([1, 2, 3])));
  socket.on("large", (bytes) => socket.emit("large", "x".repeat(bytes)));
  socket.on("bare", (name) => socket.emit(name));
  socket.on("leave", () => socket.disconnect());
  socket.on("hang up", () => socket.conn.close());
  socket.on("close", (code, reason) => websocket.close(code, reason));
  socket.on("cut", () => websocket.terminate());
  socket.on("raw", (texts) => texts.forEach((text) => websocket.send(text)));
  // What a busy channel sends at a join: 264 kB of emotes and a playlist of 175 kB.
  socket.on("burst", () => {
    const media = { id: "dQw4w9WgXcQ", title: "A song of some length", seconds: 212, duration: "03:32", type: "yt", meta: {} };
    const item = (_, uid) => ({ media, uid, temp: false, queueby: "alice" });
    const emote = (_, n) => ({ name: `:emote${n}:`, image: `https://example.com/emotes/${n}.png`, source: `(^|\\s):emote${n}:` });
    socket.emit("emoteList", Array.from({ length: 2800 }, emote));
    socket.emit("playlist", Array.from({ length: 1000 }, item));
    for (let n = 0; n < 200; n++) socket.emit("chatMsg", { username: "alice", msg: `line ${n}`, meta: {}, time: n });
    socket.emit("usercount", 1);
  });
  socket.on("pings", () => {
    let n = 0;
    socket.conn.on("heartbeat", () => socket.emit("heartbeat", ++n));
  });
  socket.on("first", () => socket.data.first = process.hrtime.bigint());
  socket.on("second", () => socket.emit("apart", Number(process.hrtime.bigint() - socket.data.first) / 1000));
  socket.on("disconnect", (reason) => say({ left: reason }));
});

http.listen(0, "127.0.0.1", () => say({ port: http.address().port }));

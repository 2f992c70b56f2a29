// As much of RFC 6455 as a made-up feed needs: text frames, small ones in, any out.

import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

export interface Client { topics: Set<string>; send(message: unknown): void; close(): void }

export function accept(request: IncomingMessage, socket: Duplex, hear: (client: Client, message: Record<string, unknown>) => void, gone: (client: Client) => void): Client {
  const key = createHash("sha1").update(String(request.headers["sec-websocket-key"]) + GUID).digest("base64");
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
  const client: Client = {
    topics: new Set(),
    send: (message) => void (socket.writable && socket.write(framed(JSON.stringify(message)))),
    close: () => socket.destroy(),
  };
  let rest = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (let frame = read(rest); frame !== null; frame = read(rest)) {
      rest = rest.subarray(frame.size);
      if (frame.code === 8) return void socket.end();
      if (frame.code === 1) hear(client, JSON.parse(frame.text) as Record<string, unknown>);
    }
  });
  const end = (): void => gone(client);
  socket.on("close", end);
  socket.on("error", () => socket.destroy());
  return client;
}

function framed(text: string): Buffer {
  const body = Buffer.from(text);
  if (body.length < 126) return Buffer.concat([Buffer.from([0x81, body.length]), body]);
  if (body.length < 65_536) return Buffer.concat([Buffer.from([0x81, 126, body.length >> 8, body.length & 255]), body]);
  const head = Buffer.alloc(10);
  head[0] = 0x81;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(body.length), 2);
  return Buffer.concat([head, body]);
}

function read(bytes: Buffer): { code: number; text: string; size: number } | null {
  if (bytes.length < 6) return null;
  const code = (bytes[0] ?? 0) & 15;
  let length = (bytes[1] ?? 0) & 127;
  let at = 2;
  if (length === 126) {
    if (bytes.length < 8) return null;
    length = bytes.readUInt16BE(2);
    at = 4;
  }
  if (bytes.length < at + 4 + length) return null;
  const mask = bytes.subarray(at, at + 4);
  const body = bytes.subarray(at + 4, at + 4 + length).map((byte, n) => byte ^ (mask[n % 4] ?? 0));
  return { code, text: Buffer.from(body).toString(), size: at + 4 + length };
}

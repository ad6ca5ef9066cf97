// WebSocket clients as cheap as can be, for bench/chat.ts: the handshake by hand, frames sent without a mask's work, and what
// arrives counted by a mark in each message's text, so that the generator is not what is measured.
import { connect, type Socket } from 'node:net';

/** In each message once, then the moment it was due, in µs of the generator's clock, on sixteen digits. */
export const mark = '~due~';
const digits = 16;
const needle = Buffer.from(mark);
const whole = needle.length + digits;

export const stamped = (dueMs: number, bytes: number): string =>
  `${mark}${String(Math.round(dueMs * 1_000)).padStart(digits, '0')}`.padEnd(bytes, 'x');

/** A text frame from a client: masked, as the standard wants, by a key that changes nothing. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126 ? [0x81, 0x80 | payload.length] : [0x81, 0xfe, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]);
}

export type Line = {
  send(text: string): void;
  /** Resolves when what arrived contains this. */
  heard(text: string): Promise<void>;
  close(): void;
};

/** `onMark` is told of each message: when it was due, ms. */
export async function openLine(
  port: number,
  path: string,
  cookie: string,
  onMark: (dueMs: number) => void,
): Promise<Line> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let rest: Buffer = Buffer.alloc(0);
  let text = '';
  let look = (): void => {};
  let listening = true;
  socket.on('data', (chunk: Buffer) => {
    if (listening) {
      text += chunk.toString('latin1');
      look();
    }
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = data.indexOf(needle);
    let done = 0;
    while (at !== -1 && at + whole <= data.length) {
      onMark(Number(data.toString('latin1', at + needle.length, at + whole)) / 1_000);
      done = at + whole;
      at = data.indexOf(needle, done);
    }
    rest = Buffer.from(data.subarray(Math.max(done, data.length - whole + 1)));
  });
  const heard = (wanted: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`never heard ${wanted}: ${text.slice(-400)}`)), 10_000);
      look = () => {
        if (!text.includes(wanted)) return;
        clearTimeout(late);
        resolve();
      };
      look();
    });
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nCookie: ${cookie}\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await heard('101 Switching');
  return {
    send: (message) => void socket.write(clientFrame(message)),
    async heard(wanted) {
      await heard(wanted);
      if (wanted.includes('subscribed') || wanted.includes('430')) listening = false;
    },
    close: () => socket.destroy(),
  };
}

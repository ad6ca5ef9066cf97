// What somebody who does not speak Kafka said first: its four bytes, read as a frame length by the broker, tell the protocol.

export type Spoken = 'http' | 'tls' | 'ssh' | 'amqp' | 'mqtt' | 'redis';
export type FirstBytes = { hex: string; ascii: string; spoken: Spoken | null };

const starts: readonly [RegExp, Spoken][] = [
  [/^(GET |POST|PUT |HEAD|DELE|OPTI|PATC|CONN|TRAC|PRI )/, 'http'],
  [/^SSH-/, 'ssh'],
  [/^AMQP/, 'amqp'],
  [/^(\*\d\r\n|\*\d\d\r|PING|AUTH|INFO)/, 'redis'],
];

function spokenBy(bytes: readonly number[], ascii: string): Spoken | null {
  // RFC 8446, 5.1: a record of type handshake (22), version 3.x.
  if (bytes[0] === 0x16 && bytes[1] === 0x03) return 'tls';
  // MQTT 3.1.1, 3.1: CONNECT, remaining length, then the length of the protocol name.
  if (bytes[0] === 0x10 && bytes[2] === 0x00 && (bytes[3] === 0x04 || bytes[3] === 0x06)) return 'mqtt';
  return starts.find(([start]) => start.test(ascii))?.[1] ?? null;
}

/** From the broker's words on a frame it refused (`frame length 1195725856 is …`); null when it says nothing of a length. */
export function firstBytes(detail: string | null): FirstBytes | null {
  const found = /frame length (-?\d+)/.exec(detail ?? '');
  if (!found) return null;
  const length = Number(found[1]) >>> 0;
  const bytes = [24, 16, 8, 0].map((shift) => (length >>> shift) & 0xff);
  const text = String.fromCharCode(...bytes);
  return {
    hex: bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
    ascii: text.replace(/[^\x20-\x7e]/g, '·'),
    spoken: spokenBy(bytes, text),
  };
}

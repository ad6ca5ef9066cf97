// Turns: a client that sends thousands of requests at once is served whole and in order, and others come between.
import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { TestSocket } from '../testing/fuzz-socket.ts';
import { Connection, type Outcome } from './connection.ts';

const count = 1_000;
const loop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** `count` requests that say their number, in one piece. */
function flood(): Buffer {
  const frame = (nth: number): Buffer => {
    const bytes = Buffer.alloc(12);
    bytes.writeInt32BE(8);
    bytes.writeInt32BE(nth, 8);
    return bytes;
  };
  return Buffer.concat(Array.from({ length: count }, (_, nth) => frame(nth)));
}

/** `msEach`: what a request takes on the clock. `late`: answered in a microtask, as a write to the page cache is. */
function greedy(late: boolean, msEach = 0) {
  const clock = manualClock();
  const socket = new TestSocket();
  const served: number[] = [];
  const connection: Connection = new Connection(
    socket.asSocket,
    { id: 1, nodeId: 1, seat: { pace: () => 0, leave() {} } },
    {
      clock,
      limits: { maxRequestBytes: 1_000, maxWaitingBytes: 1_000_000 },
      serve(frame) {
        served.push(frame.readInt32BE(4));
        clock.advance(msEach);
        const outcome: Outcome = { kind: 'reply', chunks: [frame], bytes: frame.length };
        return late ? Promise.resolve(outcome) : outcome;
      },
      servesAfterEnd: () => false,
      account: () => true,
      stuck() {},
      freed() {},
      closed() {},
    },
  );
  return { connection, socket, served };
}

it.each([
  ['at once', false],
  ['in microtasks', true],
])('requests answered %s leave the event loop its turn, and all are answered in order', async (_how, late) => {
  const { socket, served } = greedy(late);
  socket.receive(flood());
  await Promise.resolve();
  let before = 0;
  for (let turns = 0; served.length < count; turns += 1) {
    if (turns > count) throw new Error(`stuck after ${served.length}`);
    await loop();
    expect(served.length - before).toBeLessThanOrEqual(128);
    before = served.length;
  }
  expect(served).toEqual(Array.from({ length: count }, (_unused, nth) => nth));
});

it('slow requests end a turn early', async () => {
  const { socket, served } = greedy(false, 1);
  socket.receive(flood());
  expect(served.length).toBeLessThanOrEqual(2);
  await loop();
  expect(served.length).toBeLessThanOrEqual(6);
});

it('of several that wait, one goes on in each turn of the loop', async () => {
  const floods = Array.from({ length: 5 }, () => greedy(true));
  for (const { socket } of floods) socket.receive(flood());
  await loop();
  await loop();
  for (let turns = 0; turns < 10; turns += 1) {
    const before = floods.map(({ served }) => served.length);
    await loop();
    expect(floods.filter(({ served }, nth) => served.length > (before[nth] as number)).length).toBeLessThanOrEqual(2);
  }
});

it('one that closes while it waits is forgotten', async () => {
  const { connection, socket, served } = greedy(false);
  socket.receive(flood());
  const before = served.length;
  connection.close('peer');
  await loop();
  await loop();
  expect(served.length).toBe(before);
});

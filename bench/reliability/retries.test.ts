// The short form of retries.ts and acks.ts.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acknowledged } from '../support/acks.ts';
import { bundledChat } from '../support/chat-process.ts';
import { createFrameFilter } from '../support/frame-filter.ts';
import { retried } from '../support/retries.ts';

/** Processes start and end; on a busy machine each takes its time. */
const patience = 120_000;
let bundle: Awaited<ReturnType<typeof bundledChat>>;
beforeAll(async () => {
  bundle = await bundledChat();
});
afterAll(() => bundle.remove());

it('what is published again and again, because no answer comes, is stored once', { timeout: patience }, async () => {
  const given = { seed: 1, publishes: 150, senders: 6, cuts: 10, restarts: 1 };
  const figures = await retried(bundle.file, given);
  expect(figures).toMatchObject({ stored: 150, storedTwice: 0, missing: 0, wrongNumber: 0, holes: 0, restarts: 1 });
  // Every first answer was lost.
  expect(figures.dropped).toBeGreaterThanOrEqual(150);
});

const dying = { seed: 1, messages: 100, subscribers: 5, deaths: 20, rate: 100, pendingEach: 30, bytes: 100 };
const none = { forgotten: 0, notTaken: 0, pending: 0, unmarked: 0 };

it('what is owed to a reader that dies is acknowledged in the end, or counted, no more', {
  timeout: patience,
}, async () => {
  const figures = await acknowledged(bundle.file, { ...dying, restarts: 0 });
  expect(figures).toMatchObject({ ...none, overcounted: 0 });
  expect(figures.deaths).toBeGreaterThan(20);
});

it('nothing of it is forgotten when the server is killed', { timeout: patience }, async () => {
  // An acknowledgement is written with its turn and promised to nobody: what kill -9 took of them may be counted as given up.
  expect(await acknowledged(bundle.file, { ...dying, restarts: 1 })).toMatchObject({ ...none, restarts: 1 });
});

it('the proxy takes out the frames it means, whatever the chunks', () => {
  const frame = (text: string): Buffer => Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text)]);
  const head = Buffer.from('HTTP/1.1 101 Switching Protocols\r\n\r\n');
  const whole = Buffer.concat([head, frame('one'), frame('no'), frame('two')]);
  for (let size = 1; size <= whole.length; size += 1) {
    const filter = createFrameFilter((text) => text === 'no');
    const out: Buffer[] = [];
    for (let at = 0; at < whole.length; at += size) out.push(filter(whole.subarray(at, at + size)));
    expect(Buffer.concat(out)).toEqual(Buffer.concat([head, frame('one'), frame('two')]));
  }
});

// Frames made wrong in every way: the broker closes what it cannot read, and goes on serving.

import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { produce } from './apis/00-produce/messages.ts';
import { tables } from './apis/tables.ts';
import { encodeBatch } from './protocol/encode-batch.ts';
import { requestFrame } from './protocol/headers.ts';
import { messageOf } from './protocol/test-messages.ts';
import { rawClient, testBroker } from './testing.ts';

const seed = 20_261_121;

/** Random messages of every API and version, all of them legal frames. */
function legalFrames(): Buffer[] {
  const frames: Buffer[] = [];
  for (const api of tables) {
    for (let version = api.versions.min; version <= api.versions.max; version += 1) {
      for (const message of fc.sample(messageOf(api.request, version), { numRuns: 3, seed })) {
        const header = { correlationId: 1, clientId: 'fuzz' };
        frames.push(Buffer.concat(requestFrame(api, version, header, message as never)));
      }
    }
  }
  return frames;
}

/** The same numbers each time: a failure can be run again. */
function numbers(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

it('survives some ten thousand damaged frames, and says of each closed connection why', async () => {
  const broker = await testBroker({ limits: { maxTopics: 20, maxWaitMs: 5 } });
  const frames = legalFrames();
  const random = numbers(seed);
  for (let round = 0; round < 400; round += 1) {
    const socket = connect({ host: '127.0.0.1', port: broker.address.port });
    socket.on('error', () => {}).resume();
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    for (let count = 0; count < 25; count += 1) {
      const frame = Buffer.from(frames[random(frames.length)] as Buffer);
      // Lengths in front stay right most of the time: damage should reach the decoders and handlers.
      for (let bytes = random(4); bytes > 0; bytes -= 1) frame[4 + random(frame.length - 4)] = random(256);
      if (random(30) === 0) frame[random(4)] = random(256);
      socket.write(frame);
    }
    socket.end();
    await closed;
  }
  const client = await rawClient(broker);
  const records = encodeBatch([{ value: 'alive' }]);
  const reply = await client.ask(produce, 7, {
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: 'alive', partitionData: [{ index: 0, records }] }],
  });
  expect(reply.responses[0]?.partitionResponses[0]?.errorCode).toBe(0);
  const internal = broker.events.filter((event) => event.type === 'notice' && event.message.includes('internal'));
  expect(internal).toEqual([]);
  const silent = broker.events.filter(
    (event) => event.type === 'connection-closed' && event.reason === 'bad-frame' && !event.detail,
  );
  expect(silent).toEqual([]);
});

// Packets no client library would write, sent below Socket.IO: the sender may lose its connection, nobody else anything.
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { openPage, startEdge, until } from './fixtures.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const crafted = [
  '',
  '9',
  '2',
  '2[',
  '2{}',
  '2[]',
  '2[null]',
  '2[{"a":1}]',
  '2["disconnect"]',
  '2["connect"]',
  '2["connect_error",{}]',
  '2["newListener","x"]',
  '2["removeListener"]',
  '2["error"]',
  '2["hello",{}]',
  '2["f",[]]',
  '20["lab:command"]',
  '2999999999999999999["lab:join",{}]',
  '3[1]',
  '37["ack of nothing"]',
  '1',
  '0',
  '0{"token":"x"}',
  '0/admin,',
  '4{"message":"x"}',
  '51-["lab:join",{"_placeholder":true,"num":0}]',
  '5999999999-["lab:join"]',
  '51-["lab:join",{"_placeholder":true,"num":-1}]',
  '61-1[{"_placeholder":true,"num":9}]',
  '2["lab:join",{"lab":"count","__proto__":{"polluted":1}}]',
  `21["lab:command",${deep(20_000)}]`,
  `21["lab:command",{"lab":"count","id":"12345678","command":${deep(5_000)}}]`,
  `2["${'x'.repeat(100_000)}"]`,
  'é\u0000\ud800',
];

describe('raw packets', () => {
  it('never reach anybody else than their sender', async () => {
    const { url, close, journal } = await startEdge({ people: { maxSocketsEach: 1_000 } });
    closers.push(close);
    const witness = openPage(url, 'witness');
    closers.push(() => void witness.close());
    await witness.join();
    const sendRaw = async (packet: string): Promise<void> => {
      const sender = openPage(url, 'sender', { reconnection: false });
      await until(() => sender.hello);
      sender.socket.io.engine.write(packet);
      sender.socket.io.engine.write(packet);
      // Answered, or cut: either is an end.
      await Promise.race([
        sender.socket
          .timeout(500)
          .emitWithAck('lab:leave', { lab: 'count' })
          .catch(() => null),
        new Promise((resolve) => sender.socket.on('disconnect', resolve)),
      ]);
      sender.close();
    };
    await Promise.all(crafted.map(sendRaw));
    const noise = fc.oneof(
      fc.string(),
      fc.string().map((text) => `2["lab:join",${JSON.stringify(text)}]`),
      fc.json().map((json) => `2${json}`),
    );
    await Promise.all(fc.sample(noise, { seed: 5, numRuns: 60 }).map(sendRaw));
    expect(await witness.send({ type: 'add', n: 1 })).toMatchObject({ ok: true });
    await until(() => witness.next === journal.head);
    expect(witness.faults).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('that are larger than the transport allows cut their sender alone', async () => {
    const { url, close } = await startEdge();
    closers.push(close);
    const [sender, witness] = [openPage(url, 'sender', { reconnection: false }), openPage(url, 'witness')];
    closers.push(() => void witness.close());
    await until(() => sender.hello && witness.hello);
    const gone = new Promise((resolve) => sender.socket.on('disconnect', resolve));
    sender.socket.io.engine.write('x'.repeat(300_000));
    await gone;
    expect(await witness.send({ type: 'add', n: 1 })).toMatchObject({ ok: true });
  });
});

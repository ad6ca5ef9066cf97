// The short form of resume.ts: twenty clients, cuts at seeded moments, a SIGKILL, a past that is lost, and the judge itself.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledChat } from '../support/chat-process.ts';
import { createRecord, judge } from '../support/chat-record.ts';
import { faultsOf, storm } from '../support/storm.ts';

let bundle: Awaited<ReturnType<typeof bundledChat>>;
beforeAll(async () => {
  bundle = await bundledChat();
});
afterAll(() => bundle.remove());

/** Four processes start and end; on a busy machine each takes its time. */
const patience = 120_000;
const small = { clients: 10, messages: 120, cuts: 20, restarts: 1 };

describe('clients of both doors, cut off and back while the server is killed', () => {
  it(
    'process every number once and in order, or are told that it is gone, though the past is bounded and lost once',
    async () => {
      const server = { chat: { historySize: 30 }, plain: { probeMs: 300 } };
      const figures = await storm(bundle.file, { ...small, wipes: 1, seed: 1, server });
      expect(faultsOf(figures)).toEqual([]);
      expect(figures).toMatchObject({ published: small.messages + 1, restarts: small.restarts });
      expect(figures.gone).toBeGreaterThan(0);
    },
    patience,
  );

  it(
    'miss nothing at all when the server keeps enough',
    async () => {
      const server = { chat: { historySize: 10_000 }, plain: { probeMs: 300 } };
      const figures = await storm(bundle.file, { ...small, wipes: 0, seed: 2, server });
      expect(faultsOf(figures)).toEqual([]);
      expect(figures).toMatchObject({ gone: 0, deliveries: small.clients * (small.messages + 1) });
    },
    patience,
  );
});

describe('the judge', () => {
  const read = (epoch: string, first: number, ...numbers: [sequence: number, publication: number][]) => {
    const record = createRecord();
    record.begin(epoch, first);
    for (const [sequence, publication] of numbers) record.message(sequence, publication);
    return { name: 'x', record };
  };
  const acked = (sequence: number) => ({ acked: { epoch: 'e', sequence }, refused: false });

  it('finds what is missing, doubled, out of order, and what others read otherwise', () => {
    const one = read('e', 1, [1, 0], [3, 2], [2, 1], [3, 2], [4, 0]);
    const other = read('e', 1, [1, 9]);
    const found = judge([one, other], [acked(1), acked(7), acked(5)], 'e');
    expect(found).toMatchObject({ silentGaps: 1, reordered: 1, duplicates: 1, disagreements: 1, storedTwice: 1 });
    expect(found).toMatchObject({ ackedWrong: 2, ackedLost: 0, deliveries: 6 });
  });

  it('finds what was acknowledged and read by nobody, unless somebody was told that it is gone', () => {
    const reader = read('e', 1, [1, 0]);
    expect(judge([reader], [acked(1), acked(2)], 'e').ackedLost).toBe(1);
    reader.record.gone(2, 4);
    expect(judge([reader], [acked(1), acked(2)], 'e')).toMatchObject({ ackedLost: 0, gone: 3 });
    expect(judge([reader], [{ acked: null, refused: true }], 'e').refusedButStored).toBe(1);
  });
});

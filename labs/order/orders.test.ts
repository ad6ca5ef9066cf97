// The three orders, each on hundreds of seeded networks and exchanges: what it promises holds, what it does not promise breaks.
// RELAIS_SCHEDULES=10000 npx vitest run labs/order/orders.test.ts for a long look.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exchange } from './exchange.ts';
import { rendezVous } from './exchange.ts';
import { type Order, orders } from './inbox.ts';
import { judge } from './judge.ts';
import { beginning, type OrderState, orderLabFrom } from './lab.ts';
import { simulate } from './simulate.ts';
import { compareClocks, missingBefore } from './vector-clock.ts';

const numRuns = Number(process.env.RELAIS_SCHEDULES ?? 300);

const run = (exchange: Exchange, order: Order, seed: number): OrderState => {
  const start = beginning(exchange.participants, order, seed);
  const { fold } = orderLabFrom(start);
  return simulate(exchange, order, seed).reduce((state, event) => fold(state, event, 0), start);
};

/** Any exchange of two to four people: a message may answer any earlier one. */
const exchange: fc.Arbitrary<Exchange> = fc
  .record({
    people: fc.integer({ min: 2, max: 4 }),
    lines: fc.array(fc.record({ sender: fc.nat(3), answers: fc.option(fc.nat(20)) }), { minLength: 1, maxLength: 9 }),
  })
  .map(({ people, lines }) => ({
    participants: Array.from({ length: people }, (_, index) => `P${index}`),
    lines: lines.map(({ sender, answers }, index) => ({
      id: `m${index}`,
      sender: sender % people,
      text: '…',
      after: answers === null || index === 0 ? [] : [`m${answers % index}`],
    })),
  }));
const cases = (judgeIt: (state: OrderState, script: Exchange) => void, order: Order) =>
  fc.assert(
    fc.property(exchange, fc.integer({ min: 0, max: 2 ** 31 }), (script, seed) =>
      judgeIt(run(script, order, seed), script),
    ),
    { seed: 20_261_126, numRuns },
  );

describe.each(orders)('under the order %s', (order) => {
  it('everybody reads every message once, and nothing is left waiting', () => {
    cases((state, { lines }) => {
      const ids = lines.map(({ id }) => id).sort();
      for (const reader of state.readers) {
        expect([...reader.read].sort()).toEqual(ids);
        expect(reader.held).toEqual([]);
      }
      expect(state.desk).toEqual([]);
    }, order);
  });

  it('a message read too early says before what it came, as the whole run shows', () => {
    cases((state) => {
      const { fifo, causal } = judge(state);
      const told = state.visits.flatMap(({ id, place, early }) => early.map((first) => `${place} ${first} ${id}`));
      expect(told.sort()).toEqual(
        [...fifo, ...causal].map((each) => `${each.reader} ${each.first} ${each.second}`).sort(),
      );
    }, order);
  });

  it('the same seed gives the same run', () => {
    expect(simulate(rendezVous, order, 42)).toEqual(simulate(rendezVous, order, 42));
  });
});

describe('what each order promises', () => {
  it('FIFO: the messages of one sender are read in the order they were sent', () => {
    cases((state) => {
      expect(judge(state).fifo).toEqual([]);
    }, 'fifo');
  });

  it('causal: nothing is read before what its sender had seen', () => {
    cases((state) => {
      expect(judge(state)).toMatchObject({ fifo: [], causal: [] });
    }, 'causal');
  });

  it('causal: clocks tell before from after, and what is concurrent, as it truly was', () => {
    cases(({ sent }) => {
      for (const a of sent)
        for (const b of sent) {
          const truth =
            a.id === b.id ? 'same' : b.past.includes(a.id) ? 'before' : a.past.includes(b.id) ? 'after' : 'concurrent';
          expect(compareClocks(a.clock, b.clock)).toBe(truth);
        }
    }, 'causal');
  });

  it('total: everybody reads the same order, the one of the sequencer, and causes come first in it', () => {
    cases((state) => {
      const numbered = state.sent.toSorted((a, b) => (a.stamp?.total ?? 0) - (b.stamp?.total ?? 0));
      for (const { read } of state.readers) expect(read).toEqual(numbered.map(({ id }) => id));
      expect(judge(state)).toEqual({ fifo: [], causal: [], total: null });
    }, 'total');
  });

  it('a message says what it waits for', () => {
    expect(missingBefore(1, [2, 1, 0], [1, 0, 0])).toEqual([{ sender: 0, number: 2 }]);
    expect(missingBefore(1, [2, 3, 0], [2, 1, 0])).toEqual([{ sender: 1, number: 2 }]);
    expect(missingBefore(1, [2, 1, 0], [2, 0, 5])).toEqual([]);
  });
});

describe('the rendez-vous, on the network of seed 42', () => {
  const broken = (order: Order) => {
    const { fifo, causal, total } = judge(run(rendezVous, order, 42));
    return { fifo: fifo.length > 0, causal: causal.length > 0, total: total !== null };
  };

  it('shows what each order keeps and what it still lets through', () => {
    expect(broken('aucun')).toEqual({ fifo: true, causal: true, total: true });
    expect(broken('fifo')).toEqual({ fifo: false, causal: true, total: true });
    expect(broken('causal')).toEqual({ fifo: false, causal: false, total: true });
    expect(broken('total')).toEqual({ fifo: false, causal: false, total: false });
  });

  it('has Chloé read « Non, 18 h » before the question, until the order is causal', () => {
    const chloe = (order: Order) => run(rendezVous, order, 42).readers[2]?.read;
    expect(chloe('fifo')).toEqual(['C1', 'B1', 'A1', 'A2']);
    expect(chloe('causal')).toEqual(['C1', 'A1', 'A2', 'B1']);
  });
});

// The hub against fake links and a clock moved by hand: pace, sharing, slow readers, resume without gap or repeat.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame, JournalRecord, VolatileValue } from '#contract/journal.ts';
import type { Lab } from '#labs/lab.ts';
import { createJournal, createPersonalJournals } from '#server/journal/index.ts';
import { manualClock } from './clock.ts';
import { createHub, type HubLimits, type Link } from './hub.ts';

type Tick = { n: number; pad?: string };
const lab: Lab<number[], Tick> = { name: 'demo', initial: () => [], fold: (state, event) => [...state, event.n] };

function fakeLink(id: string) {
  const link = {
    id,
    bytes: 0,
    cuts: 0,
    frames: [] as Frame[][],
    backlog: () => link.bytes,
    cut() {
      link.cuts += 1;
    },
  };
  return link;
}
type FakeLink = ReturnType<typeof fakeLink>;

function stage(limits: Partial<HubLimits> = {}, maxRecords?: number) {
  const clock = manualClock();
  const sends: { links: readonly Link[]; frames: Frame[] }[] = [];
  const hub = createHub({
    clock,
    limits,
    send(links, frames) {
      sends.push({ links, frames });
      for (const link of links) (link as FakeLink).frames.push(frames);
    },
  });
  const journal = createJournal(lab, { epoch: 'e1', createdAt: 0, ...(maxRecords ? { maxRecords } : {}) });
  hub.open(journal, 50);
  let n = 0;
  const append = (count = 1, pad = ''): void => {
    for (let index = 0; index < count; index += 1) {
      journal.append({ n, pad }, clock.now());
      n += 1;
    }
  };
  return { clock, hub, journal, sends, append };
}

const recordsOf = (frames: readonly Frame[][]): JournalRecord[] =>
  frames.flat().flatMap((frame) => (frame.kind === 'events' ? frame.records : []));
const offsetsOf = (frames: readonly Frame[][]): number[] => recordsOf(frames).map((record) => record.offset);
const valuesOf = (frames: readonly Frame[][]): VolatileValue[] =>
  frames.flat().flatMap((frame) => (frame.kind === 'volatile' ? frame.values : []));
const upTo = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

describe('hub', () => {
  it('gives a newcomer the state at the head, then only what follows', () => {
    const { hub, append, clock } = stage();
    append(3);
    const link = fakeLink('a');
    expect(hub.join(link, 'demo', undefined, undefined, 'ada')).toMatchObject({
      recovered: false,
      head: 3,
      snapshot: [0, 1, 2],
    });
    append(2);
    clock.advance(50);
    expect(offsetsOf(link.frames)).toEqual([3, 4]);
  });

  it('turns 10 000 events in one second into at most 20 pushes, none lost', () => {
    const { hub, append, clock } = stage();
    const link = fakeLink('a');
    hub.join(link, 'demo', undefined, undefined, 'ada');
    clock.advance(1_000);
    for (let step = 0; step < 1_000; step += 1) {
      append(10);
      clock.advance(1);
    }
    expect(link.frames.length).toBeLessThanOrEqual(21);
    clock.advance(50);
    expect(offsetsOf(link.frames)).toEqual(upTo(0, 10_000));
  });

  it('sends the first event of a quiet lab at the end of the turn, not after the pace', () => {
    const { hub, append, clock } = stage();
    const link = fakeLink('a');
    hub.join(link, 'demo', undefined, undefined, 'ada');
    append();
    clock.advance(0);
    expect(offsetsOf(link.frames)).toEqual([0]);
  });

  it('writes once for all readers that are owed the same', () => {
    const { hub, append, clock, sends, journal } = stage();
    const links = upTo(0, 30).map((index) => fakeLink(`l${index}`));
    for (const link of links) hub.join(link, 'demo', undefined, undefined, 'ada');
    append(2);
    journal.setVolatile([['lag', 4]]);
    clock.advance(50);
    expect(sends.length).toBe(1);
    expect(sends[0]?.links.length).toBe(30);
    expect(sends[0]?.frames.map((frame) => frame.kind)).toEqual(['events', 'volatile']);
  });

  it('sends the last volatile value of each key once per flush', () => {
    const { hub, clock, journal } = stage();
    const link = fakeLink('a');
    hub.join(link, 'demo', undefined, undefined, 'ada');
    clock.advance(100);
    journal.setVolatile([['x', 0]]);
    clock.advance(0);
    for (let n = 1; n <= 500; n += 1) journal.setVolatile([['x', n]]);
    clock.advance(50);
    expect(valuesOf(link.frames)).toEqual([
      ['x', 0],
      ['x', 500],
    ]);
  });

  it('stops feeding a reader above the soft limit, then goes on where it stopped, volatile values coalesced', () => {
    const { hub, append, clock, journal } = stage();
    const link = fakeLink('a');
    hub.join(link, 'demo', undefined, undefined, 'ada');
    link.bytes = 300_000;
    for (let n = 0; n < 20; n += 1) {
      append();
      journal.setVolatile([[`k${n % 2}`, n]]);
      clock.advance(50);
    }
    expect(link.frames).toEqual([]);
    link.bytes = 0;
    clock.advance(50);
    expect(offsetsOf(link.frames)).toEqual(upTo(0, 20));
    expect(valuesOf(link.frames).sort()).toEqual([
      ['k0', 18],
      ['k1', 19],
    ]);
  });

  it('drops the outbox past the hard limit, says "behind" once drained, and the reader resumes by offset', () => {
    const { hub, append, clock } = stage();
    const link = fakeLink('a');
    hub.join(link, 'demo', undefined, undefined, 'ada');
    link.bytes = 300_000;
    append(80, 'x'.repeat(10_000));
    clock.advance(50);
    expect(hub.stats.dropped).toBe(1);
    link.bytes = 50_000;
    clock.advance(200);
    expect(link.frames).toEqual([]);
    link.bytes = 0;
    clock.advance(50);
    expect(link.frames).toEqual([[{ kind: 'behind', lab: 'demo', epoch: 'e1', head: 80 }]]);
    append();
    clock.advance(50);
    expect(link.frames.length).toBe(1);
    const reply = hub.join(link, 'demo', 'e1', 10, 'ada');
    expect(reply).toMatchObject({ recovered: true, head: 81 });
    clock.advance(500);
    const joined = reply?.recovered ? reply.records.map((record) => record.offset) : [];
    expect([...joined, ...offsetsOf(link.frames)]).toEqual(upTo(10, 81));
  });

  it('gives a state instead of a resume to a dropped reader that is further away than the hard limit', () => {
    const { hub, append, clock } = stage();
    const link = fakeLink('a');
    hub.join(link, 'demo', undefined, undefined, 'ada');
    link.bytes = 300_000;
    append(200, 'x'.repeat(10_000));
    clock.advance(50);
    link.bytes = 0;
    clock.advance(50);
    expect(hub.join(link, 'demo', 'e1', 0, 'ada')).toMatchObject({ recovered: false, head: 200 });
  });

  it('closes a reader that stays slow for 15 s, with a reason, and nobody else', () => {
    const { hub, append, clock } = stage();
    const [slow, fine] = [fakeLink('slow'), fakeLink('fine')];
    for (const link of [slow, fine]) hub.join(link, 'demo', undefined, undefined, 'ada');
    slow.bytes = 2_000_000;
    append();
    clock.advance(14_000);
    expect(slow.cuts).toBe(0);
    clock.advance(2_000);
    expect(slow.cuts).toBe(1);
    expect(slow.frames.at(-1)).toEqual([{ kind: 'closing', reason: 'slow' }]);
    expect([fine.cuts, offsetsOf(fine.frames), hub.readers(), hub.stats.slowClosed]).toEqual([0, [0], 1, 1]);
  });

  it('keeps a reader that falls behind and recovers within its patience', () => {
    const { hub, append, clock } = stage();
    const link = fakeLink('a');
    hub.join(link, 'demo', undefined, undefined, 'ada');
    for (let round = 0; round < 10; round += 1) {
      link.bytes = 300_000;
      append();
      clock.advance(10_000);
      link.bytes = 100_000;
      clock.advance(100);
    }
    expect([link.cuts, offsetsOf(link.frames)]).toEqual([0, upTo(0, 10)]);
  });

  it('tells a slow reader it is behind when its next record was evicted meanwhile', () => {
    const { hub, append, clock } = stage({}, 5);
    const link = fakeLink('a');
    hub.join(link, 'demo', undefined, undefined, 'ada');
    link.bytes = 300_000;
    append(10);
    clock.advance(50);
    link.bytes = 0;
    clock.advance(100);
    expect(link.frames.flat()).toEqual([{ kind: 'behind', lab: 'demo', epoch: 'e1', head: 10 }]);
  });

  it('sends nothing after leave or a lost connection', () => {
    const { hub, append, clock } = stage();
    const [left, gone] = [fakeLink('left'), fakeLink('gone')];
    for (const link of [left, gone]) hub.join(link, 'demo', undefined, undefined, 'ada');
    hub.leave(left, 'demo');
    hub.forget(gone);
    append(5);
    clock.advance(100);
    expect([left.frames, gone.frames]).toEqual([[], []]);
    expect(hub.join(fakeLink('x'), 'nowhere', undefined, undefined, 'ada')).toBeNull();
  });

  it('resumes exactly once whatever the cuts: no gap, no repeat, no reordering (seeded)', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 40 }), pad: fc.nat(300) }),
        fc.record({ do: fc.constant('advance' as const), ms: fc.nat(120) }),
        fc.record({ do: fc.constant('cut' as const), lose: fc.boolean() }),
        fc.record({ do: fc.constant('slow' as const), bytes: fc.constantFrom(0, 100, 3_000, 9_000) }),
      ),
      { maxLength: 60 },
    );
    const limits = { softBytes: 2_000, hardBytes: 8_000, pieceBytes: 1_000, drainedBytes: 200 };
    fc.assert(
      fc.property(steps, (script) => {
        const { hub, append, clock, journal } = stage(limits, 60);
        const seen: number[] = [];
        let next = 0;
        let link = fakeLink('0');
        const process = (offset: number): void => {
          expect(offset).toBe(next);
          seen.push(offset);
          next += 1;
        };
        const join = (): void => {
          const reply = hub.join(link, 'demo', 'e1', next, 'ada');
          if (!reply) throw new Error('no such lab');
          if (reply.recovered) for (const record of reply.records) process(record.offset);
          else next = reply.head;
          if (!reply.recovered) expect(reply.snapshot).toHaveLength(next);
        };
        const receive = (): void => {
          const frames = link.frames.splice(0).flat();
          for (const frame of frames) {
            if (frame.kind === 'events') for (const record of frame.records) process(record.offset);
            if (frame.kind === 'behind') join();
            if (frame.kind === 'closing') reconnect();
          }
        };
        let connections = 0;
        const reconnect = (): void => {
          hub.forget(link);
          connections += 1;
          link = fakeLink(String(connections));
          join();
        };
        join();
        for (const step of script) {
          if (step.do === 'append') append(step.count, 'x'.repeat(step.pad));
          if (step.do === 'advance') clock.advance(step.ms);
          if (step.do === 'slow') link.bytes = step.bytes;
          if (step.do === 'cut') {
            if (!step.lose) receive();
            reconnect();
          } else {
            receive();
          }
        }
        link.bytes = 0;
        for (let round = 0; round < 200 && next < journal.head; round += 1) {
          clock.advance(50);
          receive();
        }
        expect(next).toBe(journal.head);
        expect(new Set(seen).size).toBe(seen.length);
      }),
      { seed: 20_261, numRuns: 300 },
    );
  });

  it('gives each person their own journal where a lab keeps one a person, and holds it only while somebody reads', () => {
    const { hub, clock, sends } = stage();
    const own = createPersonalJournals({ ...lab, name: 'own' }, { epoch: 'e', now: () => 0 });
    hub.open(own, 50);
    const [ada, adaToo, bob] = [fakeLink('a1'), fakeLink('a2'), fakeLink('b')];
    own.of('bob').append({ n: 7 }, 0);
    expect(hub.join(ada, 'own', undefined, undefined, 'ada')).toMatchObject({ head: 0, snapshot: [] });
    hub.join(adaToo, 'own', undefined, undefined, 'ada');
    expect(hub.join(bob, 'own', undefined, undefined, 'bob')).toMatchObject({ head: 1, snapshot: [7] });
    own.of('ada').append({ n: 1 }, 0);
    own.of('bob').append({ n: 8 }, 0);
    clock.advance(50);
    expect([ada, adaToo, bob].map(({ frames }) => recordsOf(frames).map(({ event }) => event))).toEqual([
      [{ n: 1 }],
      [{ n: 1 }],
      [{ n: 8 }],
    ]);
    expect(sends).toHaveLength(2);
    hub.forget(ada);
    hub.leave(adaToo, 'own');
    own.drop('ada');
    expect(own.all()).toHaveLength(1);
    expect(hub.join(ada, 'own', 'e.2', 1, 'ada')).toMatchObject({ recovered: false, epoch: 'e.3', head: 0 });
  });
});

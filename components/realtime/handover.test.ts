// A lab that another server takes over, as a page sees it: its journal, its marks, and what the frame may say.
import { describe, expect, it, vi } from 'vitest';
import type { JournalRecord } from '#contract/journal.ts';
import { createClientJournal } from './client-journal.ts';
import { type Added, handEnv, handover, records, type Sum, sumLab } from './fixtures.ts';
import { createLabStore } from './lab-store.ts';
import { nameOf } from './marks.ts';

const left: Sum = { total: 100, seen: 1 };

/** Four events, a handover at offset 4 that leaves `left`, three events more. */
const told: readonly JournalRecord<Added>[] = [...records(0, 4), handover(4, true, left), ...records(5, 8)];
/** What one sees at each offset, from 0 on. */
const totals = [0, 1, 3, 6, 10, 100, 106, 113, 121];

describe('the journal of a page', () => {
  it.each([2, 4, 5, 128])(
    'goes on from what the handover left, and keeps what was before, in chunks of %i',
    (chunk) => {
      const journal = createClientJournal(sumLab, { chunk, chunks: 40 });
      for (const record of told) journal.append(record);
      expect(totals.map((_, offset) => journal.stateAt(offset).total)).toEqual(totals);
      expect(journal.state()).toEqual({ total: 121, seen: 4 });
    },
  );

  it('begins again when nothing was left', () => {
    const journal = createClientJournal(sumLab);
    for (const record of [...records(0, 4), handover(4, true)]) journal.append(record);
    expect([journal.stateAt(4).total, journal.stateAt(5)]).toEqual([10, sumLab.initial()]);
  });
});

function liveStore(head = 0) {
  const env = handEnv();
  const store = createLabStore(sumLab, env);
  const snapshot = { total: 0, seen: head };
  store.restore({ recovered: false, epoch: 'e', head, at: 0, snapshot, volatile: [] });
  const push = (...given: readonly JournalRecord<Added>[]) => {
    expect(store.accept({ kind: 'events', lab: 'sum', epoch: 'e', records: [...given] })).toBe('ok');
    env.paint();
  };
  env.paint();
  return { env, store, push };
}

describe('a store', () => {
  it('steps over a handover both ways: the old state before it, the new one after it', () => {
    const { store, push } = liveStore();
    push(...told);
    const seen = totals.toReversed().map((_, back) => {
      store.scrubTo(totals.length - 1 - back);
      return store.snapshot().state.total;
    });
    expect(seen).toEqual(totals.toReversed());
    for (const total of totals.slice(1)) {
      store.step(1);
      expect(store.snapshot().state.total).toBe(total);
    }
  });

  it('marks it for every panel, whose namer never meets it, and steps to the mark', () => {
    const { store, push } = liveStore();
    const markOf = vi.fn((event: Added) => (event.add === 2 ? 'deux' : null));
    push(...told.slice(0, 3));
    store.setMarks(markOf);
    push(...told.slice(3));
    expect(store.snapshot().marks.map(({ offset, label, small }) => [offset, label, small])).toEqual([
      [2, 'deux', false],
      [5, 'un autre serveur prend le relais', false],
    ]);
    store.setMarks((event) => markOf(event));
    expect(markOf.mock.calls.every(([event]) => 'add' in event)).toBe(true);
    store.stepMark(-1);
    expect(store.snapshot()).toMatchObject({ offset: 5, state: left });
    store.stepMark(-1);
    expect(store.snapshot()).toMatchObject({ offset: 2, state: { total: 3 } });
  });

  it('tells the last one, until it is read', () => {
    const { store, push } = liveStore();
    push(...records(0, 2));
    expect(store.snapshot().handover).toBeNull();
    push(handover(2, true));
    expect(store.snapshot().handover).toEqual({ moved: true, at: 1_002, offset: 2, read: false });
    store.pause();
    push(...records(3, 5), handover(5, false));
    expect(store.snapshot()).toMatchObject({ offset: 3, handover: { moved: false, offset: 5, read: false } });
    store.readHandover();
    expect(store.snapshot().handover).toMatchObject({ offset: 5, read: true });
    push(handover(6, true));
    expect(store.snapshot().handover).toMatchObject({ offset: 6, read: false });
  });

  it('learns of one that came while the link was lost', () => {
    const { env, store, push } = liveStore();
    push(...records(0, 2));
    store.restore({ recovered: true, epoch: 'e', head: 3, records: [handover(2, true)], volatile: [] });
    env.paint();
    expect(store.snapshot().handover).toMatchObject({ moved: true, offset: 2 });
  });

  it('says nothing of those that came before this page, though one walks back to them', () => {
    const { env, store } = liveStore(8);
    store.askPast();
    store.step(-1);
    store.rewind({ recovered: true, epoch: 'e', head: 9, records: [...told], volatile: [] });
    store.accept({ kind: 'events', lab: 'sum', epoch: 'e', records: records(8, 9) });
    env.paint();
    expect(store.snapshot()).toMatchObject({ first: 0, offset: 7, handover: null, state: { total: 113 } });
    store.stepMark(-1);
    expect(store.snapshot()).toMatchObject({ offset: 5, state: left });
  });

  it('says nothing more of it once the journal is another one', () => {
    const { env, store, push } = liveStore();
    push(handover(0, true));
    store.restore({ recovered: false, epoch: 'new', head: 3, at: 0, snapshot: left, volatile: [] });
    env.paint();
    expect(store.snapshot().handover).toBeNull();
  });
});

it('has a namer that remembers forget what came before', () => {
  const markOf = Object.assign(() => 'nom', { anew: vi.fn() });
  expect(nameOf(records(0, 1)[0] as JournalRecord<Added>, markOf)).toBe('nom');
  expect(markOf.anew).not.toHaveBeenCalled();
  expect(nameOf(handover(1, false), markOf)).toBe('événements non notés');
  expect(markOf.anew).toHaveBeenCalledOnce();
});

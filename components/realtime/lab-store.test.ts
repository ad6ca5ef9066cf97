// The store of one lab: fold, contiguity, bounded past, view control, one commit per frame.
import { describe, expect, it, vi } from 'vitest';
import { type Added, handEnv, records, sumLab, totalAt } from './fixtures.ts';
import { createLabStore } from './lab-store.ts';

function liveStore(count: number, limits?: { chunk: number; chunks: number }) {
  const env = handEnv(limits);
  const store = createLabStore(sumLab, env);
  store.restore({ recovered: false, epoch: 'e', head: 0, at: 0, snapshot: sumLab.initial(), volatile: [] });
  const push = (from: number, to: number) =>
    store.accept({ kind: 'events', lab: 'sum', epoch: 'e', records: records(from, to) });
  push(0, count);
  env.paint();
  return { env, store, push };
}

describe('a lab store', () => {
  it('starts from the snapshot and folds what follows', () => {
    const env = handEnv();
    const store = createLabStore(sumLab, env);
    expect(store.snapshot().ready).toBe(false);
    store.restore({ recovered: false, epoch: 'e', head: 40, at: 0, snapshot: { total: 7, seen: 40 }, volatile: [] });
    store.accept({ kind: 'events', lab: 'sum', epoch: 'e', records: records(40, 42) });
    env.paint();
    expect(store.snapshot()).toMatchObject({
      ready: true,
      head: 42,
      first: 40,
      state: { total: 7 + 41 + 42, seen: 42 },
    });
    expect(store.position()).toEqual({ epoch: 'e', offset: 42 });
  });

  it('commits once per frame, however many frames of events arrived', () => {
    const { env, store, push } = liveStore(0);
    const listener = vi.fn();
    store.subscribe(listener);
    for (let offset = 0; offset < 50; offset += 1) push(offset, offset + 1);
    store.acceptVolatile([['k', 1]]);
    expect(listener).not.toHaveBeenCalled();
    env.paint();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(store.snapshot().state.total).toBe(totalAt(50));
  });

  it('refuses a gap and another epoch, and ignores what it already has', () => {
    const { env, store, push } = liveStore(10);
    expect(push(12, 14)).toBe('gap');
    expect(store.accept({ kind: 'events', lab: 'sum', epoch: 'other', records: records(10, 11) })).toBe('gap');
    expect(push(5, 12)).toBe('ok');
    env.paint();
    expect(store.snapshot().state).toEqual({ total: totalAt(12), seen: 12 });
  });

  it('shows the state at any kept offset, equal to a fresh replay up to it', () => {
    const { store } = liveStore(100, { chunk: 8, chunks: 40 });
    for (const offset of [0, 1, 7, 8, 9, 63, 64, 99, 100]) {
      store.scrubTo(offset);
      expect(store.snapshot().state).toEqual({ total: totalAt(offset), seen: offset });
    }
  });

  it('keeps a bounded past and says where it begins', () => {
    const { env, store, push } = liveStore(0, { chunk: 8, chunks: 4 });
    for (let offset = 0; offset < 1_000; offset += 10) push(offset, offset + 10);
    env.paint();
    const { first, head, live } = store.snapshot();
    expect(head).toBe(1_000);
    expect(head - first).toBeLessThanOrEqual(32);
    expect(live.total).toBe(totalAt(1_000));
    store.scrubTo(0);
    expect(store.snapshot()).toMatchObject({ offset: first, state: { total: totalAt(first) } });
  });

  it('freezes the view on pause and counts what waits', () => {
    const { env, store, push } = liveStore(10);
    store.pause();
    push(10, 47);
    env.paint();
    expect(store.snapshot()).toMatchObject({
      view: { mode: 'paused', offset: 10, waiting: 37 },
      state: { total: totalAt(10) },
      live: { total: totalAt(47) },
    });
    store.goLive();
    expect(store.snapshot()).toMatchObject({ view: { mode: 'live' }, state: { total: totalAt(47) } });
  });

  it('steps back and forth by one event, and from mark to mark', () => {
    const { store } = liveStore(20);
    store.setMarks((event: Added) => (event.add % 6 === 0 ? `multiple ${event.add}` : null));
    store.step(-1);
    expect(store.snapshot().offset).toBe(19);
    store.stepMark(-1);
    expect(store.snapshot().offset).toBe(18);
    store.stepMark(-1);
    expect(store.snapshot()).toMatchObject({ offset: 12, state: { total: totalAt(12) } });
    store.stepMark(1);
    store.stepMark(1);
    expect(store.snapshot().offset).toBe(20);
  });

  it('knows no volatile value of the past', () => {
    const { store } = liveStore(10);
    store.acceptVolatile([['position', 3]]);
    store.pause();
    expect(store.snapshot().volatile.get('position')).toBe(3);
    store.step(-1);
    expect(store.snapshot().volatile.size).toBe(0);
  });

  it('keeps the past and the pause when it resumes, and drops both when the server cannot', () => {
    const { env, store } = liveStore(10);
    store.scrubTo(4);
    store.restore({ recovered: true, epoch: 'e', head: 12, records: records(10, 12), volatile: [] });
    env.paint();
    expect(store.snapshot()).toMatchObject({ head: 12, first: 0, view: { mode: 'paused', offset: 4, waiting: 8 } });
    store.restore({ recovered: false, epoch: 'new', head: 3, at: 0, snapshot: { total: 6, seen: 3 }, volatile: [] });
    env.paint();
    expect(store.snapshot()).toMatchObject({ head: 3, first: 3, view: { mode: 'live' }, state: { total: 6 } });
  });

  describe('that began with a snapshot', () => {
    function late(limits?: { chunk: number; chunks: number }) {
      const env = handEnv(limits);
      const store = createLabStore(sumLab, env);
      const snapshot = { total: totalAt(40), seen: 40 };
      store.restore({ recovered: false, epoch: 'e', head: 40, at: 0, snapshot, volatile: [] });
      env.paint();
      return { env, store };
    }

    it('asks for the past once, replays it unseen, then stands where one wanted to be', () => {
      const { env, store } = late();
      expect(store.snapshot()).toMatchObject({ first: 40, reach: 0 });
      expect(store.askPast()).toBe(true);
      expect(store.askPast()).toBe(false);
      store.step(-1);
      store.step(-1);
      const listener = vi.fn();
      store.subscribe(listener);
      store.rewind({ recovered: true, epoch: 'e', head: 41, records: records(0, 10), volatile: [] });
      env.paint();
      expect(listener).not.toHaveBeenCalled();
      store.accept({ kind: 'events', lab: 'sum', epoch: 'e', records: records(10, 41) });
      env.paint();
      expect(store.snapshot()).toMatchObject({ first: 0, head: 41, offset: 38, state: { total: totalAt(38) } });
    });

    it('stays where it is when the server no longer has the past', () => {
      const { env, store } = late();
      store.askPast();
      store.pause();
      const snapshot = { total: totalAt(45), seen: 45 };
      store.rewind({ recovered: false, epoch: 'e', head: 45, at: 0, snapshot, volatile: [] });
      env.paint();
      expect(store.snapshot()).toMatchObject({
        reach: 45,
        view: { mode: 'paused', offset: 40, waiting: 5 },
        state: { total: totalAt(40) },
      });
    });

    it('gives up waiting for the past when an ordinary join answers instead', () => {
      const { env, store } = late();
      store.askPast();
      store.step(-1);
      store.restore({ recovered: true, epoch: 'e', head: 42, records: records(40, 42), volatile: [] });
      env.paint();
      expect(store.snapshot()).toMatchObject({ reach: 40, head: 42, live: { total: totalAt(42) } });
    });

    it('does not ask for a past longer than it could keep', () => {
      expect(late({ chunk: 4, chunks: 4 }).store.askPast()).toBe(false);
    });
  });
});

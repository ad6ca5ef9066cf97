// What the broker asks of every place where it is kept: what a killed run left is all there, for the next one.
import { describe, expect, it } from 'vitest';
import { broker, numbers, ok, publish, teacherCode, turning } from './fixtures.ts';
import type { ChatStore } from './store.ts';

export type Kept = {
  /** The store as the next run finds it; the one before was killed. `compactFrom`: written again when it is so large, in bytes. */
  open(compactFrom?: number): Promise<ChatStore>;
};

export function storeSuite(name: string, newPlace: () => Kept): void {
  async function start(place: Kept, given: { compactFrom?: number; limits?: Parameters<typeof broker>[0] } = {}) {
    return broker({ ...given.limits, store: await place.open(given.compactFrom) });
  }
  async function withMessages(place: Kept, count: number, given: Parameters<typeof start>[1] = {}) {
    const b = await start(place, given);
    const ada = b.program('ada', 'r');
    for (let n = 1; n <= count; n += 1) ok(await publish(b, ada.session, 'r', `m${n}`, `c${n}`));
    return { ...b, ada };
  }

  describe(`after a kill, kept in ${name}`, () => {
    it('rooms have their numbers, their epoch, their past and the ids they saw', async () => {
      const place = newPlace();
      const first = await withMessages(place, 4);
      const { epoch } = ok(first.ada.session.subscribe('r', {})).subscribed;
      const b = await start(place);
      const ada = b.program('ada');
      const { subscribed, missed } = ok(ada.session.subscribe('r', { epoch, from: 3 }));
      expect(subscribed).toMatchObject({ sequence: 4, recovered: true, epoch });
      expect(numbers(missed)).toEqual([3, 4]);
      expect(ok(await publish(b, ada.session, 'r', 'm4', 'c4'))).toMatchObject({ sequence: 4, duplicate: true });
      expect(ok(await publish(b, ada.session, 'r', 'm5', 'c5'))).toMatchObject({ sequence: 5, duplicate: false });
    });

    it('an acknowledgement counts, and what was not acknowledged comes again', async () => {
      const place = newPlace();
      const first = await start(place);
      const [ada, bob] = [first.program('ada', 'r'), first.program('bob')];
      ok(bob.session.subscribe('r', { acks: true }));
      for (let n = 1; n <= 3; n += 1) await publish(first, ada.session, 'r', `m${n}`);
      ok(bob.session.ack('r', 2, false));
      await turning(first, first.chat.written());
      const b = await start(place);
      const { missed } = ok(b.program('bob').session.subscribe('r', { acks: true }));
      expect(numbers(missed)).toEqual([1, 3]);
    });

    it('a cleared history stays cleared, and a private topic waits for its owner', async () => {
      const place = newPlace();
      const first = await withMessages(place, 3);
      ok(await turning(first, first.ada.session.clearHistory('r', teacherCode)));
      const zoe = first.connect();
      ok(zoe.session.identify({ id: 'p1', name: 'Zoé', signed: true }));
      ok(await publish(first, first.ada.session, '@Zoé', 'canari'));
      const b = await start(place);
      const back = b.connect();
      expect(b.program('eve').session.history('@Zoé')).toMatchObject({ ok: false, error: { code: 'not-yours' } });
      ok(back.session.identify({ id: 'p1', name: 'Zoé', signed: true }));
      expect(ok(back.session.history('@Zoé')).messages).toMatchObject([{ content: 'canari' }]);
      expect(ok(back.session.history('r')).messages).toMatchObject([{ sequence: 4, sender: 'Relais' }]);
    });

    it('what was written again without what is forgotten is as before', async () => {
      const limits = { limits: { historySize: 5, pendingEach: 20 } };
      const place = newPlace();
      const b = await withMessages(place, 30, { compactFrom: 3_000, limits });
      ok(b.program('bob').session.subscribe('r', { acks: true }));
      for (let n = 31; n <= 60; n += 1) ok(await publish(b, b.ada.session, 'r', `m${n}`, `c${n}`));
      // What is being written again is, once what comes after it is written.
      ok(await publish(b, b.ada.session, 'r2', 'last', 'last'));
      const after = await start(place, { limits });
      const ada = after.program('ada');
      expect(ok(ada.session.history('r')).messages.map(({ sequence }) => sequence)).toEqual([56, 57, 58, 59, 60]);
      expect(ok(ada.session.pending('r'))).toMatchObject([
        { userId: 'bob', pending: Array.from({ length: 20 }, (_, n) => n + 41), givenUp: 10 },
      ]);
      expect(ok(await publish(after, ada.session, 'r', 'm2', 'c2'))).toMatchObject({ sequence: 2, duplicate: true });
      expect(ok(await publish(after, ada.session, 'r', 'm61', 'c61'))).toMatchObject({ sequence: 61 });
    });
  });
}

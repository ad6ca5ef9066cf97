// What is said while a write is under way.
import { expect, it } from 'vitest';
import { memoryStore } from '#server/store/index.ts';
import { broker, ok } from './fixtures.ts';
import type { Entry } from './store.ts';

it('an acknowledgement given while a write is under way is written after it, without anybody else’s word', async () => {
  const appended: Entry[] = [];
  const written: Entry[] = [];
  let finish: ((done: boolean) => void) | null = null;
  let slow = false;
  const commit = () => {
    written.push(...appended.splice(0));
    if (!slow) return undefined;
    return new Promise<boolean>((resolve) => {
      finish = resolve;
    });
  };
  const b = broker({ store: { ...memoryStore(), append: (entry) => void appended.push(entry), commit } });
  const [ada, bob] = [b.program('ada', 'r'), b.program('bob')];
  ok(bob.session.subscribe('r', { acks: true }));
  void ada.session.publish('r', 'one');
  b.turn();
  slow = true;
  void ada.session.publish('r', 'two');
  b.turn();
  ok(bob.session.ack('r', 1, false));
  slow = false;
  (finish as ((done: boolean) => void) | null)?.(true);
  await new Promise((resolve) => setImmediate(resolve));
  b.turn();
  expect(written.some((entry) => entry.t === 'ack')).toBe(true);
});

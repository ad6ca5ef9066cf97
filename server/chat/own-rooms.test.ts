// Rooms of the server's own: found by nobody who is not told their name, bounded apart, gone when they are ended or when the
// server starts again.
import { describe, expect, it } from 'vitest';
import { checkRoom } from '#contract/chat-names.ts';
import { memoryStore } from '#server/store/index.ts';
import { broker, codeOf, numbers, ok, publish } from './fixtures.ts';
import type { Entry } from './store.ts';

function open(b: ReturnType<typeof broker>): string {
  const name = b.chat.openOwn();
  if (name === null) throw new Error('full');
  return name;
}

describe('a room of the server’s own', () => {
  it('works as any room for who knows its name, which nobody can type first', async () => {
    const b = broker();
    const [one, other] = [open(b), open(b)];
    expect(one).not.toBe(other);
    expect(checkRoom(one).ok).toBe(false);
    const ada = b.program('ada');
    expect(codeOf(ada.session.subscribe(`${one}x`, {}))).toBe('invalid');
    ok(ada.session.subscribe(one, { acks: true }));
    b.turn();
    ok(await publish(b, ada.session, one, 'x'));
    expect(numbers(ada.told)).toEqual([1]);
    expect(ok(ada.session.pending(other))).toEqual([]);
    expect(b.chat.stats().rooms).toBe(0);
  });

  it('keeps fewer unacknowledged messages for a subscriber who wants fewer, and counts what it gave up', async () => {
    const b = broker();
    const name = open(b);
    const [ada, bob] = [b.program('ada'), b.program('bob')];
    ok(bob.session.subscribe(name, { acks: true, most: 2 }));
    bob.session.close(true);
    for (const text of ['1', '2', '3']) await publish(b, ada.session, name, text);
    expect(ok(ada.session.pending(name))).toMatchObject([{ online: false, pending: [2, 3], givenUp: 1 }]);
    const back = b.program('bob');
    const { subscribed, missed } = ok(back.session.subscribe(name, { acks: true, most: 2 }));
    expect([numbers(missed), subscribed.pending, subscribed.givenUp]).toEqual([[2, 3], 2, 1]);
  });

  it('takes no place from rooms of people, nor they from it, and is ended with all it held', async () => {
    const b = broker({ limits: { rooms: 1, ownRooms: 2 } });
    const [first] = [open(b), open(b)];
    expect(b.chat.openOwn()).toBeNull();
    const ada = b.program('ada', 'r');
    ok(ada.session.subscribe(first, { acks: true }));
    void ada.session.publish(first, 'said just before');
    b.chat.endOwn(first);
    b.turn();
    expect(b.chat.openOwn()).not.toBeNull();
    expect(codeOf(ada.session.subscribe(first, {}))).toBe('invalid');
    b.chat.endOwn('r');
    expect(ok(await publish(b, ada.session, 'r', 'still there'))).toMatchObject({ sequence: 1 });
    expect(b.errors).toEqual([]);
  });

  it('is gone when the server starts again', async () => {
    const written: Entry[] = [];
    const b = broker({ store: { ...memoryStore(), append: (entry) => void written.push(entry) } });
    const name = open(b);
    const ada = b.program('ada', 'r');
    ok(ada.session.subscribe(name, { acks: true }));
    await publish(b, ada.session, name, 'x');
    await publish(b, ada.session, 'r', 'y');
    const later: Entry[] = [];
    const again = broker({
      store: { ...memoryStore(), recovered: written, append: (entry) => void later.push(entry) },
    });
    const back = again.program('ada', 'r');
    expect(codeOf(back.session.subscribe(name, {}))).toBe('invalid');
    expect(ok(back.session.history('r')).messages).toHaveLength(1);
    expect(later).toContainEqual({ t: 'forget', key: name });
  });
});

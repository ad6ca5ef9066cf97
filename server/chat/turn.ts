// The end of a turn: what was said is written in one go, then told, each batch made once however many hear it. Nothing is told
// before it is written, so that a kill loses nothing that anybody saw. One flush at a time.
import { batchesOf, type Room } from './room.ts';
import type { Session } from './session.ts';
import type { ChatStore } from './store.ts';
import type { Batch, ChatClock } from './types.ts';

type Mark = { room: Room; head: number; count: number };
type Waiting = { promise: Promise<boolean>; resolve: (written: boolean) => void };

function waiting(): Waiting {
  let resolve: (written: boolean) => void = () => {};
  const promise = new Promise<boolean>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

export function createTurn(options: {
  clock: ChatClock;
  store: ChatStore;
  /** The disk refused what these rooms were told since the last flush: it never happened. */
  onRefused: (rooms: Iterable<Room>) => void;
  onError: (error: unknown) => void;
  snapshot: () => Iterable<Parameters<ChatStore['append']>[0]>;
}) {
  const { clock, store } = options;
  const touched = new Set<Room>();
  const told = new Set<Session>();
  const stats = { delivered: 0, batches: 0 };
  let current = waiting();
  let scheduled = false;
  let busy = false;
  /** Asked for while one was under way: what it did not take with it (an acknowledgement) is not left for a later turn. */
  let again = false;
  let idle = waiting();

  function schedule(): void {
    if (busy) {
      again = true;
      return;
    }
    if (scheduled) return;
    scheduled = true;
    clock.after(0, flush);
  }

  function flush(): void {
    scheduled = false;
    if (busy) return;
    const marks = [...touched].map((room) => ({ room, head: room.log.head, count: room.queue.length }));
    touched.clear();
    const mine = current;
    current = waiting();
    const done = store.commit();
    if (done === undefined) {
      finish(marks, mine, true);
      return;
    }
    busy = true;
    done.then(
      (written) => finish(marks, mine, written),
      (error: unknown) => {
        options.onError(error);
        finish(marks, mine, false);
      },
    );
  }

  function finish(marks: readonly Mark[], mine: Waiting, written: boolean): void {
    if (written) deliver(marks);
    else {
      // What was said meanwhile stands on numbers that are taken back.
      options.onRefused(new Set([...marks.map(({ room }) => room), ...touched]));
      current.resolve(false);
      current = waiting();
    }
    mine.resolve(written);
    if (!store.large) {
      rest();
      return;
    }
    busy = true;
    store.compact(options.snapshot()).then(rest, (error: unknown) => {
      options.onError(error);
      rest();
    });
  }

  function rest(): void {
    busy = false;
    if (again || touched.size > 0 || told.size > 0) {
      again = false;
      schedule();
    } else {
      idle.resolve(true);
      idle = waiting();
    }
  }

  function deliver(marks: readonly Mark[]): void {
    const now = clock.now();
    const sessions = new Set(told);
    told.clear();
    for (const { room, head, count } of marks) {
      room.log.settle(head, now);
      for (const [session, batch] of batchesOf(room, count)) {
        session.outbox.push(batch);
        sessions.add(session);
      }
    }
    for (const session of sessions) {
      const batches = session.outbox;
      session.outbox = [];
      if (session.closed || batches.length === 0) continue;
      stats.batches += 1;
      for (const { items } of batches) stats.delivered += items.length;
      session.peer.deliver(batches);
    }
  }

  return {
    stats: stats as Readonly<typeof stats>,
    /** Something happened in this room. */
    touch(room: Room): void {
      touched.add(room);
      schedule();
    },
    /** For this connection alone, before what its rooms are told this turn. */
    tell(session: Session, items: Batch['items']): void {
      session.outbox.push({ items });
      told.add(session);
      schedule();
    },
    /** Resolves when what was appended so far is written and told; false when the disk refused it. */
    written: (): Promise<boolean> => {
      schedule();
      return current.promise;
    },
    /** Resolves when nothing is left to write. */
    async drained(): Promise<void> {
      while (busy || scheduled || touched.size > 0) {
        const wait = idle.promise;
        schedule();
        await wait;
      }
    },
  };
}
export type Turn = ReturnType<typeof createTurn>;

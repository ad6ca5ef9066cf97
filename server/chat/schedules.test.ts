// Any schedule of loss, repetition, disorder, cuts, restarts and forgetting: each reader processes every number once and in
// order, or was told that it is gone. Seeded; the readers are the reorder buffer of the page and of the terminal.
// RELAIS_SCHEDULES=10000 npx vitest run server/chat/schedules.test.ts for a long look.
import { describe, expect, it } from 'vitest';
import type { ChatEvent, ChatMessage } from '#contract/chat.ts';
import { type Reorder, receive, reorderFrom, type Step, skipTo, subscribed } from '#labs/order/reorder.ts';
import { type Disk, openFileStore } from '#server/store/index.ts';
import type { ChatSession } from './broker.ts';
import { broker, ok } from './fixtures.ts';
import type { Entry } from './store.ts';

type Broker = ReturnType<typeof broker>;

function random(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return state % below;
  };
}

/** A file in memory, that a restart finds again. */
function memoryDisk(): Disk {
  let bytes = Buffer.alloc(0);
  return {
    read: async () => bytes,
    write(chunks) {
      bytes = Buffer.concat([bytes, ...chunks]);
      return undefined;
    },
    sync: async () => {},
    async truncate(size) {
      bytes = bytes.subarray(0, size);
    },
    async replace(chunks) {
      bytes = Buffer.concat([...chunks]);
    },
    close: async () => {},
  };
}

/** A reader behind a bad network; `account` is what it processed or was told to be gone, as one line of numbers. */
function reader(name: string, below: (n: number) => number) {
  const seen: { sequence: number; content: string }[] = [];
  const gone: [from: number, to: number][] = [];
  let state: Reorder<ChatMessage> | null = null;
  let session: ChatSession | null = null;
  let late: ChatMessage[] = [];

  function take(step: Step<ChatMessage>): void {
    state = step.state;
    for (const told of step.told) {
      if (told.kind === 'delivered') seen.push({ sequence: told.sequence, content: told.message.content });
      if (told.kind === 'gone') gone.push([told.from, told.to]);
      if (told.kind === 'reset') throw new Error('no epoch ends in this schedule');
      if (told.kind === 'ask') ask();
    }
  }
  function hear(message: ChatMessage): void {
    if (state) take(receive(state, message.sequence, message, 0));
  }
  function ask(): void {
    if (!session || !state) return;
    const history = ok(session.history('r', state.expected));
    take(skipTo(state, history.oldest, 0));
    for (const message of history.messages) hear(message);
  }
  /** One in six is lost, one in six comes twice, one in six comes late. */
  function arrive(events: readonly ChatEvent[]): void {
    for (const event of events) {
      if (event.type !== 'message') continue;
      const fate = below(6);
      if (fate === 0) continue;
      if (fate === 1) late.push(event);
      else hear(event);
      if (fate === 2) hear(event);
    }
    if (below(3) === 0) {
      for (const message of late.reverse()) hear(message);
      late = [];
    }
  }
  return {
    name,
    seen,
    gone,
    cut(): void {
      session?.close(true);
      session = null;
      late = [];
    },
    connect({ chat }: Broker): void {
      if (session) return;
      const opened = chat.connect({
        deliver: (batches) => void (session === opened && arrive(batches.flatMap(({ items }) => items))),
        evicted: () => {},
        graceMs: 0,
        more: false,
      });
      session = opened;
      ok(opened.identify({ id: `~${name}`, name, signed: false }));
      const how = state === null || state.epoch === null ? {} : { epoch: state.epoch, from: state.expected };
      const { subscribed: head, missed, history } = ok(opened.subscribe('r', how));
      state ??= reorderFrom(head.epoch, head.sequence + 1);
      if (state.expected === 1) state = reorderFrom(head.epoch);
      const step = subscribed(state, head, 0);
      // What was missed follows by itself.
      take(head.recovered ? { ...step, told: step.told.filter(({ kind }) => kind !== 'ask') } : step);
      for (const event of missed) if (event.type === 'message' && below(4) > 0) hear(event);
      for (const message of history?.messages ?? []) hear(message);
    },
    /** What is still missing is asked for. */
    settle: ask,
    expected: (): number => state?.expected ?? 1,
  };
}

async function run(seed: number): Promise<void> {
  const below = random(seed);
  const disk = memoryDisk();
  const open = async (): Promise<Broker> => {
    const store = await openFileStore<Entry>({ disk, boot: 'same', after: () => () => {}, onError: () => {} });
    return broker({ store, limits: { historySize: 6 } });
  };
  let b = await open();
  const readers = ['r1', 'r2', 'r3'].map((name) => reader(name, below));
  let writer = b.program('writer', 'r');
  const published: string[] = [];
  let unsure: { text: string; cid: string } | null = null;
  for (let step = 0; step < 120; step += 1) {
    const one = readers[below(3)];
    switch (below(8)) {
      case 0:
        one?.cut();
        break;
      case 1:
        one?.connect(b);
        break;
      case 2: {
        if (below(4) > 0) break;
        // Killed: nothing is closed, and perhaps the last message was never acknowledged to its writer.
        for (const each of readers) each.cut();
        b = await open();
        writer = b.program('writer', 'r');
        if (unsure) void writer.session.publish('r', unsure.text, unsure.cid);
        b.turn();
        break;
      }
      default: {
        for (let n = below(4); n >= 0; n -= 1) {
          const text = `m${published.length + 1}`;
          unsure = { text, cid: `c${published.length + 1}` };
          published.push(text);
          void writer.session.publish('r', text, unsure.cid);
          if (below(3) === 0) b.turn();
        }
        b.turn();
      }
    }
  }
  for (const each of readers) {
    each.connect(b);
    each.settle();
  }
  for (const { seen, gone, expected } of readers) {
    // Every number from the first one heard of to the last: processed once, or gone.
    const account = [...seen.map(({ sequence }) => [sequence, sequence] as [number, number]), ...gone].sort(
      ([a], [c]) => a - c,
    );
    for (const [index, [from]] of account.entries()) {
      if (index > 0) expect(from).toBe((account[index - 1]?.[1] ?? 0) + 1);
    }
    const order = seen.map(({ sequence }) => sequence);
    expect(order).toEqual([...order].sort((a, c) => a - c));
    for (const { sequence, content } of seen) expect(content).toBe(published[sequence - 1]);
    expect(expected()).toBe(published.length + 1);
  }
}

describe('whatever the schedule', () => {
  it.each(Array.from({ length: Number(process.env.RELAIS_SCHEDULES ?? 40) }, (_, seed) => seed + 1))(
    'every number is processed once and in order, or said to be gone (seed %i)',
    run,
  );
});

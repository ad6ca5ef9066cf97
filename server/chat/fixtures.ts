// Shared by the tests of this folder: a broker on a clock moved by hand, and connections that keep what they are told.
import type { ChatEvent } from '#contract/chat.ts';
import { createBucket } from '#server/realtime/bucket.ts';
import { manualClock } from '#server/realtime/clock.ts';
import { memoryStore } from '#server/store/index.ts';
import { type ChatSession, createChat } from './index.ts';
import type { ChatLimits } from './limits.ts';
import type { ChatStore } from './store.ts';

/** No two brokers make the same: an epoch must not come again. */
let ids = 0;

export const teacherCode = 'K7QM-2XWP';

export function broker(
  given: { store?: ChatStore; limits?: Partial<ChatLimits>; rate?: number; shared?: { graceMs: number } } = {},
) {
  const clock = manualClock();
  const errors: unknown[] = [];
  const { rate = 1_000 } = given;
  const chat = createChat({
    clock,
    newId: () => {
      ids += 1;
      return `id${ids}`;
    },
    limiter: (kind) => createBucket(clock, kind === 'code' ? { rate: 1 / 6, burst: 10 } : { rate, burst: rate }),
    store: given.store ?? memoryStore(),
    teacherCode,
    onError: (error) => errors.push(error),
    ...(given.limits ? { limits: given.limits } : {}),
    ...(given.shared ? { shared: given.shared } : {}),
  });
  /** Ends the turn: what was said is written and told. */
  const turn = (): void => clock.advance(0);

  function connect(options: { graceMs?: number; more?: boolean } = {}) {
    const told: ChatEvent[] = [];
    const state = { evicted: false, deliveries: 0 };
    const session = chat.connect({
      deliver(batches) {
        state.deliveries += 1;
        for (const { items } of batches) told.push(...items);
      },
      evicted: () => {
        state.evicted = true;
      },
      graceMs: options.graceMs ?? 0,
      more: options.more ?? false,
    });
    return { session, told, state };
  }

  /** A program that comes with a name alone, and is in these rooms. */
  function program(name: string, ...rooms: string[]) {
    const made = connect();
    const reply = made.session.identify({ id: `~${name.toLowerCase()}`, name, signed: false });
    if (!reply.ok) throw new Error(reply.error.message);
    for (const room of rooms) ok(made.session.subscribe(room, {}));
    turn();
    return made;
  }
  return { chat, clock, turn, connect, program, errors };
}

export function ok<T>(ack: { ok: true; result: T } | { ok: false; error: { message: string } }): T {
  if (!ack.ok) throw new Error(ack.error.message);
  return ack.result;
}
export const codeOf = (ack: { ok: boolean; error?: { code: string } }): string =>
  ack.ok ? 'ok' : (ack.error?.code ?? '');

type Told = readonly ChatEvent[];
export const messages = (told: Told) => told.flatMap((event) => (event.type === 'message' ? [event] : []));
export const numbers = (told: Told): number[] => messages(told).map(({ sequence }) => sequence);
export const presence = (told: Told): string[] =>
  told.flatMap((event) => (event.type === 'presence' ? [`${event.userId} ${event.action}`] : []));

/** Ends turns until this is answered: a store that is far away needs more than one. */
export async function turning<T>({ turn }: { turn: () => void }, asked: Promise<T>): Promise<T> {
  let over = false;
  const ended = (): void => {
    over = true;
  };
  asked.then(ended, ended);
  while (!over) {
    turn();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return asked;
}

/** Publishes and ends the turn. */
export const publish = (b: { turn: () => void }, session: ChatSession, room: string, content: string, cid?: string) =>
  turning(b, session.publish(room, content, cid));

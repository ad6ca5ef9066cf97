// One subscriber of the lab `accuses`, as a program would be: it takes messages off its connection, processes them one at a
// time, notes each number it has processed, and acknowledges before or after. A cut takes its connection, a crash what it held too.
import type { AccusesEvent, AckWhen } from '#contract/accuses.ts';
import type { ChatEvent } from '#contract/chat.ts';
import type { Ack } from '#contract/errors.ts';
import type { Chat, ChatSession } from '#server/chat/index.ts';
import type { Clock } from '#server/realtime/index.ts';

/** On the way from the broker; and at work on one message: time enough for an eye, and for a crash in the middle. */
export const pace = { wayMs: 60, workMs: 500 } as const;

type Told = AccusesEvent extends infer Event ? (Event extends AccusesEvent ? Omit<Event, 'waiting'> : never) : never;
export type Tell = (event: Told) => void;
type Message = Extract<ChatEvent, { type: 'message' }>;
type Held = { readonly sequence: number; acked: boolean };

export type AckingSubscriber = ReturnType<typeof createSubscriber>;

export function createSubscriber(options: {
  who: number;
  identity: { id: string; name: string };
  room: string;
  most: number;
  chat: Chat;
  clock: Clock;
  tell: Tell;
}) {
  const { who, identity, room, most, chat, clock, tell } = options;
  let session: ChatSession | null = null;
  let when: AckWhen = 'after';
  let withheld = false;
  let armed = false;
  /** Come by this connection, and not taken off it yet. */
  let coming: Message[] = [];
  let held: Held[] = [];
  const processed = new Set<number>();
  /** Acknowledgements it keeps to itself. */
  const kept = new Set<number>();
  let cancelWay = (): void => {};
  let cancelWork: (() => void) | null = null;

  function arrive(messages: readonly Message[]): void {
    if (messages.length === 0) return;
    if (coming.length === 0) cancelWay = clock.after(pace.wayMs, takeAll);
    coming.push(...messages);
  }

  function takeAll(): void {
    const messages = coming;
    coming = [];
    for (const { sequence, redelivered = false } of messages) {
      tell({ type: 'delivered', who, sequence, redelivered });
      take(sequence);
    }
  }

  function take(sequence: number): void {
    const inHand = held.find((each) => each.sequence === sequence);
    if (inHand || processed.has(sequence)) {
      tell({ type: 'recognised', who, sequence });
      if (inHand === undefined) acknowledge(sequence);
      else if (when === 'before') inHand.acked = acknowledge(sequence);
      return;
    }
    const one: Held = { sequence, acked: false };
    held.push(one);
    if (when === 'before') one.acked = acknowledge(sequence);
    work();
  }

  /** True when the broker has it. */
  function acknowledge(sequence: number, upTo = false): boolean {
    if (session === null) return false;
    if (withheld) {
      kept.add(sequence);
      return false;
    }
    if (!session.ack(room, sequence, upTo).ok) return false;
    tell({ type: 'acked', who, sequence, upTo });
    return true;
  }

  function work(): void {
    if (cancelWork !== null || held.length === 0) return;
    cancelWork = armed ? clock.after(pace.workMs / 2, crash) : clock.after(pace.workMs, finish);
  }

  function finish(): void {
    cancelWork = null;
    const one = held.shift();
    if (!one) return;
    processed.add(one.sequence);
    tell({ type: 'processed', who, sequence: one.sequence });
    if (!one.acked) acknowledge(one.sequence);
    work();
  }

  function lose(): void {
    session?.close(true);
    session = null;
    cancelWay();
    coming = [];
    kept.clear();
  }

  function crash(): void {
    cancelWork?.();
    cancelWork = null;
    armed = false;
    lose();
    const gone = held.map(({ sequence }) => sequence);
    held = [];
    tell({ type: 'crashed', who, held: gone });
  }

  return {
    isConnected: (): boolean => session !== null,
    /** Its answer, before anything it brings is told. */
    connect(): Ack<{ again: number[]; givenUp: number }> {
      const opened = chat.connect({
        deliver: (batches) => arrive(batches.flatMap(({ items }) => items.filter(isMessage))),
        evicted: () => {},
        graceMs: 0,
        more: false,
      });
      const named = opened.identify({ ...identity, signed: false });
      const reply = named.ok ? opened.subscribe(room, { acks: true, most }) : named;
      if (!reply.ok) {
        opened.close(false);
        return reply;
      }
      session = opened;
      const missed = reply.result.missed.filter(isMessage);
      arrive(missed);
      const { givenUp = 0 } = reply.result.subscribed;
      return { ok: true, result: { again: missed.map(({ sequence }) => sequence), givenUp } };
    },
    cut(): void {
      lose();
      tell({ type: 'cut', who });
    },
    crash(): void {
      if (cancelWork !== null) crash();
      else if (!armed) {
        armed = true;
        tell({ type: 'armed', who });
      }
    },
    acknowledge(next: AckWhen): void {
      when = next;
      tell({ type: 'acknowledges', who, when });
      for (const one of held) {
        if (one.acked) continue;
        if (when === 'before') one.acked = acknowledge(one.sequence);
        else kept.delete(one.sequence);
      }
    },
    withhold(next: boolean): void {
      withheld = next;
      tell({ type: 'withholds', who, withheld });
      if (withheld || kept.size === 0) return;
      const upTo = Math.max(...kept);
      kept.clear();
      if (acknowledge(upTo, true)) for (const one of held) one.acked ||= one.sequence <= upTo;
    },
    close(): void {
      lose();
      cancelWork?.();
      cancelWork = null;
    },
  };
}

const isMessage = (event: ChatEvent): event is Message => event.type === 'message';

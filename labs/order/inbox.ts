// What a participant does with a message that arrives, under each order: deliver it, or keep it until its turn.
// `fifo` and `total` are the reorder buffer of reorder.ts, on the number of the sender or of the sequencer; `causal` reads
// vector clocks; `aucun` delivers what comes as it comes. Pure.
import { type Reorder, receive, reorderFrom } from './reorder.ts';
import { type Clock, type Missing, missingBefore, ticked, zeroClock } from './vector-clock.ts';

export const orders = ['aucun', 'fifo', 'causal', 'total'] as const;
export type Order = (typeof orders)[number];

export type Envelope = {
  readonly id: string;
  readonly sender: number;
  /** Its place among the messages of its sender, from 1. */
  readonly number: number;
  readonly clock: Clock;
  /** Its place among all messages, from 1, once the sequencer has stamped it. */
  readonly total: number | null;
};

export type Inbox = {
  readonly order: Order;
  /** Messages delivered from each sender: what this participant knows. */
  readonly clock: Clock;
  /** Waiting for their turn, in order of arrival. */
  readonly held: readonly Envelope[];
  /** One stream a sender (`fifo`), or one for all (`total`). */
  readonly streams: readonly Reorder<Envelope>[];
};

/** What one message waits for: earlier ones of a sender, or (`sender: null`) earlier numbers of the sequencer. */
export type Waits = Missing | { readonly sender: null; readonly number: number };

export function emptyInbox(order: Order, participants: number): Inbox {
  const streams = order === 'fifo' ? participants : order === 'total' ? 1 : 0;
  return {
    order,
    clock: zeroClock(participants),
    held: [],
    streams: Array.from({ length: streams }, () => reorderFrom<Envelope>(null)),
  };
}

export type Accepted = { inbox: Inbox; delivered: readonly Envelope[]; waits: readonly Waits[] };

/** A message has come; `delivered` may hold others that had waited for it. Each message comes once. */
export function accept(inbox: Inbox, message: Envelope): Accepted {
  const waits = waitsOf(inbox, message);
  const delivered: Envelope[] = [];
  let { streams } = inbox;
  if (inbox.order === 'aucun') delivered.push(message);
  else if (inbox.order === 'causal') delivered.push(...readyOf(inbox.clock, [...inbox.held, message]));
  else {
    const at = inbox.order === 'fifo' ? message.sender : 0;
    const stream = streams[at];
    const step = stream && receive(stream, numberOf(inbox.order, message), message, 0);
    if (step) {
      streams = streams.with(at, step.state);
      for (const told of step.told) if (told.kind === 'delivered') delivered.push(told.message);
    }
  }
  const clock = delivered.reduce((known, { sender }) => ticked(known, sender), inbox.clock);
  const held = [...inbox.held, message].filter((each) => !delivered.includes(each));
  return { inbox: { ...inbox, clock, held, streams }, delivered, waits };
}

const numberOf = (order: Order, { number, total }: Envelope): number =>
  order === 'total' && total !== null ? total : number;

/** Why this message cannot be delivered yet; empty when it can. */
function waitsOf({ order, clock, streams }: Inbox, message: Envelope): readonly Waits[] {
  if (order === 'aucun') return [];
  if (order === 'causal') return missingBefore(message.sender, message.clock, clock);
  const stream = streams[order === 'fifo' ? message.sender : 0];
  const needed = numberOf(order, message) - 1;
  if (!stream || needed < stream.expected) return [];
  return [order === 'fifo' ? { sender: message.sender, number: needed } : { sender: null, number: needed }];
}

/** What may be delivered among those that wait, in an order that respects their clocks; each delivery may free others. */
function readyOf(known: Clock, waiting: readonly Envelope[]): Envelope[] {
  const ready: Envelope[] = [];
  let clock = known;
  for (;;) {
    const next = waiting.find(
      (each) => !ready.includes(each) && missingBefore(each.sender, each.clock, clock).length === 0,
    );
    if (!next) return ready;
    ready.push(next);
    clock = ticked(clock, next.sender);
  }
}

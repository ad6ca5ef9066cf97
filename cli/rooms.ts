// What the client knows of each of its rooms: the reorder buffer and what came out of it. Knows no socket and no terminal.
import type { ChatMessage } from '#contract/chat.ts';
import {
  type Reorder,
  receive,
  reorderFrom,
  type Step,
  skipTo,
  subscribed,
  type Told,
  tick,
} from '#labs/order/reorder.ts';

export type Outcome = {
  /** In order: messages, numbers that the server no longer has, and that its past was lost: another numbering begins. */
  told: Extract<Told<ChatMessage>, { kind: 'delivered' | 'gone' | 'reset' }>[];
  /** Missing from here on: to be asked for. */
  askFrom: number | null;
};

/** What a server says with `subscribed`; one that knows only the course's contract says no epoch and nothing of the past. */
export type Head = { sequence: number; epoch?: string | undefined; oldest?: number | undefined };

export type Rooms = {
  names(): string[];
  has(room: string): boolean;
  /** What to send with `subscribe` so that nothing is missed; empty for a room that is new to us. */
  resume(room: string): { epoch?: string; from?: number };
  wanted(room: string): void;
  forget(room: string): void;
  head(room: string, head: Head, now: number): Outcome;
  message(message: ChatMessage, now: number): Outcome;
  /** An answer to what was asked: it has everything that is left from the number asked for. */
  history(room: string, messages: readonly ChatMessage[], oldest: number | undefined, now: number): Outcome;
  /** Time has passed. */
  tick(room: string, now: number): Outcome;
  /** When `tick` has something to do, ms; null when nothing is missing. */
  askAt(room: string): number | null;
};

const nothing = (): Outcome => ({ told: [], askFrom: null });

export function createRooms(): Rooms {
  /** Null until the server told where the room is. */
  const rooms = new Map<string, Reorder<ChatMessage> | null>();

  function note(outcome: Outcome, told: readonly Told<ChatMessage>[]): void {
    for (const each of told) {
      if (each.kind === 'delivered' || each.kind === 'gone' || each.kind === 'reset') outcome.told.push(each);
      else if (each.kind === 'ask') outcome.askFrom = each.ranges[0]?.from ?? null;
    }
  }
  function take(room: string, step: Step<ChatMessage>, outcome = nothing()): Outcome {
    rooms.set(room, step.state);
    note(outcome, step.told);
    return outcome;
  }

  return {
    names: () => [...rooms.keys()],
    has: (room) => rooms.has(room),
    resume(room) {
      const state = rooms.get(room);
      if (!state) return {};
      return { from: state.expected, ...(state.epoch === null ? {} : { epoch: state.epoch }) };
    },
    wanted(room) {
      if (!rooms.has(room)) rooms.set(room, null);
    },
    forget: (room) => void rooms.delete(room),
    head(room, { sequence, epoch = null, oldest }, now) {
      const known = rooms.get(room);
      // Nothing was processed yet: there is no past to lose.
      const state = known?.expected === 1 && known.held.length === 0 ? reorderFrom<ChatMessage>(epoch) : known;
      if (state)
        return take(room, subscribed(state, { epoch, sequence, ...(oldest === undefined ? {} : { oldest }) }, now));
      rooms.set(room, reorderFrom(epoch, sequence + 1));
      return nothing();
    },
    message(message, now) {
      const state = rooms.get(message.room);
      return state ? take(message.room, receive(state, message.sequence, message, now)) : nothing();
    },
    history(room, messages, oldest, now) {
      const state = rooms.get(room);
      if (!state) return nothing();
      const first = oldest ?? messages[0]?.sequence;
      const outcome = nothing();
      if (first !== undefined) take(room, skipTo(state, first, now), outcome);
      for (const message of messages) {
        const next = rooms.get(room);
        if (next) take(room, receive(next, message.sequence, message, now), outcome);
      }
      return outcome;
    },
    tick(room, now) {
      const state = rooms.get(room);
      return state ? take(room, tick(state, now)) : nothing();
    },
    askAt: (room) => rooms.get(room)?.gap?.askAt ?? null,
  };
}

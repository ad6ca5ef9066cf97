// Keeps each lab in use joined: joins with (epoch, offset), joins again after a gap or a lost link, leaves what nobody
// looks at, sends commands once. Knows neither React nor socket.io.
import type { Ack } from '#contract/errors.ts';
import type { Frame } from '#contract/journal.ts';
import type { Hello } from '#contract/socket.ts';
import type { Lab } from '#labs/lab.ts';
import { createLabStore, type LabStore, type StoreEnv } from './lab-store.ts';
import type { Wire } from './wire.ts';

export type ClientEnv = StoreEnv & {
  /** Returns a function that cancels. */
  after(ms: number, run: () => void): () => void;
  newId(): string;
};

export type LabClient = {
  store<S, E>(lab: Lab<S, E>): LabStore<S, E>;
  /** Somebody looks at this lab; returns what to call when they stop. */
  use(lab: string): () => void;
  /** Somebody wants to go back further than this page remembers: asks the server once. */
  wantPast(lab: string): void;
  /** One command, carried out at most once: a retry bears the same id. `workspace`: a sandbox's slug. Never rejects. */
  send<T>(lab: string, command: unknown, workspace?: string): Promise<Ack<T>>;
  setHidden(hidden: boolean): void;
  /** What the server said of us when it first answered; null until then. */
  hello(): Hello | null;
  onHello(listener: () => void): () => void;
  /** How far the server's clock is ahead of this machine's, ms; 0 until it told. */
  clockAhead(): number;
};

/** Milliseconds. A page that changes keeps its lab; a hidden tab leaves after a while; a refused join is tried again. */
const delays = { leave: 1_000, hidden: 30_000, rejoin: 1_000, reopen: 10_000 } as const;

const unreachable: Ack<never> = {
  ok: false,
  error: {
    code: 'unavailable',
    message: 'Le serveur n’a pas répondu. Rien ne dit si l’action a eu lieu\u00a0: regardez le panneau.',
  },
};

/** `ticket` numbers the joins: an answer to an older one is dropped. */
type Slot = { store: LabStore<unknown, unknown>; users: number; joined: boolean; ticket: number };

export function createLabClient(wire: Wire, env: ClientEnv): LabClient {
  const slots = new Map<string, Slot>();
  const reopened = new Set<() => void>();
  const helloListeners = new Set<() => void>();
  let hello: Hello | null = null;
  let ahead = 0;
  let hidden = false;
  let cancelHide: (() => void) | null = null;
  let away = false;

  /** `fromStart`: asks for the whole past instead of what is missing. */
  function join(name: string, slot: Slot, fromStart = false): void {
    if (slot.users === 0 || away || !wire.connected()) return;
    slot.ticket += 1;
    slot.joined = false;
    const ticket = slot.ticket;
    const again = () => {
      if (slot.ticket === ticket) join(name, slot);
    };
    const position = slot.store.position();
    wire.join({ lab: name, ...position, ...(fromStart && position ? { offset: 0 } : {}) }).then(
      (reply) => {
        if (slot.ticket !== ticket) return;
        if (!reply.ok) {
          env.after(delays.rejoin, again);
          return;
        }
        slot.joined = true;
        if (fromStart) slot.store.rewind(reply.result);
        else slot.store.restore(reply.result);
        slot.store.setLink('live');
      },
      () => void env.after(delays.rejoin, again),
    );
  }

  function leave(name: string, slot: Slot): void {
    slot.ticket += 1;
    slot.joined = false;
    if (wire.connected()) wire.leave({ lab: name }).catch(() => undefined);
  }

  function accept(frame: Frame): void {
    // `closing` is followed by the end of the connection, which `lost` tells.
    if (frame.kind === 'closing') return;
    const slot = slots.get(frame.lab);
    // Between a join and its answer, frames belong to the reader we no longer are.
    if (!slot?.joined) return;
    if (frame.kind === 'volatile') slot.store.acceptVolatile(frame.values);
    else if (frame.kind === 'behind' || slot.store.accept(frame) === 'gap') join(frame.lab, slot);
  }

  const events = {
    opened() {
      for (const [name, slot] of slots) join(name, slot);
      for (const resolve of [...reopened]) resolve();
    },
    hello(given: Hello) {
      ahead = given.now - env.now();
      // The same words at another time are no news.
      if (hello && JSON.stringify({ ...hello, now: given.now }) === JSON.stringify(given)) return;
      hello = given;
      for (const listener of helloListeners) listener();
    },
    lost() {
      for (const slot of slots.values()) {
        slot.ticket += 1;
        slot.joined = false;
        slot.store.setLink('lost');
      }
    },
    frames(frames: readonly Frame[]) {
      for (const frame of frames) accept(frame);
    },
  };

  /** True as soon as the link is there; false when it did not come back in time. */
  function linkIsThere(): Promise<boolean> {
    if (wire.connected()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const done = (there: boolean) => {
        reopened.delete(opened);
        cancel();
        resolve(there);
      };
      const opened = () => done(true);
      const cancel = env.after(delays.reopen, () => done(false));
      reopened.add(opened);
    });
  }

  return {
    store<S, E>(lab: Lab<S, E>) {
      let slot = slots.get(lab.name);
      if (!slot) {
        slot = { store: createLabStore<unknown, unknown>(lab, env), users: 0, joined: false, ticket: 0 };
        slots.set(lab.name, slot);
      }
      return slot.store as unknown as LabStore<S, E>;
    },
    use(name) {
      const slot = slots.get(name);
      if (!slot) return () => undefined;
      slot.users += 1;
      wire.open(events);
      if (slot.users === 1 && !slot.joined) join(name, slot);
      let done = false;
      return () => {
        if (done) return;
        done = true;
        slot.users -= 1;
        if (slot.users > 0) return;
        env.after(delays.leave, () => {
          if (slot.users === 0 && slot.joined) leave(name, slot);
        });
      };
    },
    wantPast(name) {
      const slot = slots.get(name);
      if (slot?.joined && slot.store.askPast()) join(name, slot, true);
    },
    async send<T>(lab: string, command: unknown, workspace?: string): Promise<Ack<T>> {
      const request = { lab, id: env.newId(), command, ...(workspace === undefined ? {} : { workspace }) };
      for (let attempt = 0; attempt < 2; attempt += 1) {
        if (!(await linkIsThere())) return unreachable;
        const reply = await wire.command(request).catch(() => null);
        if (reply) return reply as Ack<T>;
      }
      return unreachable;
    },
    hello: () => hello,
    clockAhead: () => ahead,
    onHello(listener) {
      helloListeners.add(listener);
      return () => helloListeners.delete(listener);
    },
    setHidden(next) {
      if (next === hidden) return;
      hidden = next;
      cancelHide?.();
      cancelHide = null;
      if (hidden) {
        cancelHide = env.after(delays.hidden, () => {
          away = true;
          for (const [name, slot] of slots) if (slot.joined) leave(name, slot);
        });
      } else if (away) {
        away = false;
        for (const [name, slot] of slots) {
          slot.store.setLink('connecting');
          join(name, slot);
        }
      }
    },
  };
}

// The doors' chat where several servers share: a connection outlives the broker it speaks to. When another one leads, it says
// there who it is and where it was in each room, and goes on; what was asked and not answered is asked again when that is safe.
import type { Ack } from '#contract/errors.ts';
import { broken } from '#server/cluster/index.ts';
import type { Answered } from '../answered.ts';
import type { DoorChat, DoorSession } from '../broker.ts';
import { refusals } from '../refusals.ts';
import type { ChatClock, Peer, Who } from '../types.ts';
import { createPlaces, type Place, unheard } from './places.ts';
import { createRosters, meanwhile, type Rosters } from './rosters.ts';

export const frontDefaults = {
  /** How long a request may wait for a server that leads, ms: longer than a lease and its taking. */
  patienceMs: 8_000,
  /** Requests of one connection that wait. */
  waiting: 200,
} as const;

type Request = {
  run: (session: DoorSession) => Answered<unknown>;
  /** Asked again by another broker when nobody knows whether this one carried it out. */
  again: boolean;
  settle: (ack: Ack<unknown>) => void;
  /** Under way at the present broker. */
  under: boolean;
};

type Connection = { attach(back: DoorChat, before: Rosters): void; detach(): void; goOn(): void };

export type Front = DoorChat & {
  /** This is the broker from now on; null: there is none for the moment. */
  attach(back: DoorChat | null): void;
  /**
   * `open`: the broker is asked. `held`: it may not be the broker any more, requests wait. `cut`: Redis cannot be reached, what is
   * asked is refused; nobody forgets where they were.
   */
  be(mode: Mode): void;
};
type Mode = 'open' | 'held' | 'cut';

export function createFront(clock: ChatClock): Front {
  const connections = new Set<Connection>();
  const rosters = createRosters();
  let back: DoorChat | null = null;
  let mode: Mode = 'held';

  function connect(peer: Peer): DoorSession {
    const places = createPlaces();
    const requests = new Set<Request>();
    let session: DoorSession | null = null;
    let who: Who | null = null;
    let isAway = false;
    let { more } = peer;
    let life = 0;

    function attach(to: DoorChat, before: Rosters): void {
      life += 1;
      const mine = life;
      session = to.connect({
        deliver(batches) {
          if (mine !== life) return;
          places.told(batches);
          rosters.told(batches);
          peer.deliver(batches);
        },
        evicted() {
          if (mine === life) evicted();
        },
        ...(peer.cut
          ? {
              cut() {
                if (mine === life) peer.cut?.();
              },
            }
          : {}),
        graceMs: peer.graceMs,
        more,
      });
      const present = session;
      if (who !== null) heed(present.identify(who), (ack) => !ack.ok && mine === life && evicted());
      for (const [room, place] of places.all()) {
        const { epoch, next: from, acks } = place;
        heed(present.subscribe(room, { epoch, from, goesOn: true, ...(acks ? { acks } : {}) }), (ack) => {
          if (mine === life) resumed(place, ack, before);
        });
        // It was made to come back.
        if (mine !== life) return;
      }
      if (isAway) present.away();
      goOn();
    }

    function goOn(): void {
      for (const request of [...requests]) if (!request.under) issue(request);
    }

    function evicted(): void {
      who = null;
      places.clear();
      peer.evicted();
    }

    function resumed(place: Place, ack: Awaited<ReturnType<DoorSession['subscribe']>>, before: Rosters): void {
      if (!ack.ok || ack.result.subscribed.recovered === false) {
        peer.restart?.();
        return;
      }
      place.epoch = ack.result.subscribed.epoch;
      rosters.entered(ack.result);
      const items = [...meanwhile(before, ack.result, clock.now()), ...unheard(ack.result.missed, place)];
      if (items.length === 0) return;
      places.told([{ items }]);
      peer.deliver([{ items }]);
    }

    function issue(request: Request, answer?: Answered<unknown>): void {
      if (session === null || mode !== 'open') return;
      request.under = true;
      const mine = life;
      heed(
        answer ?? request.run(session),
        (ack) => request.settle(ack),
        () => {
          if (mine === life) request.under = false;
          if (!request.again) request.settle(refusals.changed());
        },
      );
    }

    function wait<T>(run: Request['run'], again: boolean, under: Promise<Ack<T>> | null): Promise<Ack<T>> {
      if (requests.size >= frontDefaults.waiting) return Promise.resolve(refusals.tooManyWaiting());
      return new Promise((resolve) => {
        const settle = (ack: Ack<unknown>): void => {
          if (!requests.delete(request)) return;
          cancel();
          resolve(ack as Ack<T>);
        };
        const request: Request = { run, again, settle, under: false };
        const cancel = clock.after(frontDefaults.patienceMs, () => settle(refusals.noLeader()));
        requests.add(request);
        if (under !== null) issue(request, under);
      });
    }

    /** `heard`: what the answer changes here, before anything that is told after it. */
    function ask<T>(
      run: (session: DoorSession) => Answered<T>,
      options: { again?: boolean; heard?: (result: T) => void } = {},
    ): Answered<T> {
      const { again = true, heard } = options;
      if (mode === 'cut') return refusals.cut();
      const told = (ack: Ack<T>): Ack<T> => {
        if (ack.ok) heard?.(ack.result);
        return ack;
      };
      // Nothing of this connection waits for a broker: it is asked at once, in order.
      const answer = session === null || mode === 'held' ? null : run(session);
      if (answer !== null && !(answer instanceof Promise)) return told(answer);
      return wait<T>(run, again, answer).then(told);
    }

    const connection: Connection = {
      attach,
      goOn,
      detach() {
        life += 1;
        session = null;
        for (const request of requests) request.under = false;
      },
    };
    connections.add(connection);
    if (back !== null) attach(back, new Map());

    return {
      get name() {
        return who?.name ?? null;
      },
      identify(given) {
        if (who !== null && who.id === given.id && who.name === given.name) return { ok: true, result: who.name };
        return ask((at) => at.identify(given), {
          heard: (name) => {
            who = { ...given, name };
          },
        });
      },
      subscribe: (room, how) =>
        ask((at) => at.subscribe(room, how), {
          heard(reply) {
            places.entered(reply, how.acks === true);
            rosters.entered(reply);
          },
        }),
      unsubscribe: (room) => ask((at) => at.unsubscribe(room), { heard: () => places.left(room) }),
      async publish(room, content, cid) {
        return ask((at) => at.publish(room, content, cid), { again: cid !== undefined });
      },
      history: (room, from) => ask((at) => at.history(room, from)),
      ack: (room, sequence, upTo) => ask((at) => at.ack(room, sequence, upTo)),
      async clearHistory(room, code) {
        return ask((at) => at.clearHistory(room, code), { again: false });
      },
      pending: (room) => ask((at) => at.pending(room)),
      wantsMore() {
        more = true;
        peer.more = true;
        session?.wantsMore();
      },
      active() {
        isAway = false;
        session?.active();
      },
      away() {
        isAway = true;
        session?.away();
      },
      close(lost) {
        if (!connections.delete(connection)) return;
        session?.close(lost);
        connection.detach();
        for (const { settle } of [...requests]) settle(refusals.nobody());
      },
    };
  }

  return {
    connect,
    attach(next) {
      if (back !== null) for (const connection of connections) connection.detach();
      back = next;
      if (next === null) return;
      const before = rosters.copy();
      for (const connection of connections) connection.attach(next, before);
    },
    be(next) {
      mode = next;
      if (next === 'open') for (const connection of connections) connection.goOn();
    },
  };
}

/** `ended`: the line to the broker did, and nobody knows. */
function heed<T>(answer: Answered<T>, look: (ack: Ack<T>) => void, ended: () => void = () => {}): void {
  if (answer instanceof Promise) void answer.then((ack) => (ack === (broken as Ack<T>) ? ended() : look(ack)));
  else look(answer);
}

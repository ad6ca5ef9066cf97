// At the server that leads: the broker's sessions for connections that other servers carry. What a turn tells one server goes
// as one message, each batch once: the fan-out happens there.
import { type Cluster, type Line, parsed } from '#server/cluster/index.ts';
import type { Answered } from '../answered.ts';
import type { DoorChat, DoorSession } from '../broker.ts';
import { refusals } from '../refusals.ts';
import type { Batch } from '../types.ts';
import { type Asked, asked, type Opened, opened, sign, type Turned } from './wire.ts';

/** Who was carried by a server that is lost may come back by another one within so long, ms. */
export const lostServerGraceMs = 5_000;

type Turn = {
  item: ReturnType<Line['tell']>;
  payload: Turned;
  numbers: Map<Batch, number>;
  groups: Map<string, number[]>;
};

/** Serves whatever broker `broker` gives at the time; null: this server does not lead. */
export function serveGuests(cluster: Cluster, broker: () => DoorChat | null): void {
  const carried = new Map<Line, Map<number, DoorSession>>();
  const turns = new WeakMap<Line, Turn>();

  function newTurn(line: Line): Turn {
    const payload: Turned = { batches: [], to: [] };
    return { item: line.tell('chat:turn', payload), payload, numbers: new Map(), groups: new Map() };
  }

  /** Added to what the line has not sent yet, as long as nothing else was said after it. */
  function deliver(line: Line, s: number, batches: readonly Batch[]): void {
    const known = turns.get(line);
    const turn = known && line.isLast(known.item) ? known : newTurn(line);
    turns.set(line, turn);
    const numbers = batches.map((batch) => {
      const number = turn.numbers.get(batch) ?? turn.payload.batches.push(batch.items) - 1;
      turn.numbers.set(batch, number);
      return number;
    });
    const group = numbers.join();
    const sessions = turn.groups.get(group);
    if (sessions) sessions.push(s);
    else {
      const to = { batches: numbers, sessions: [s] };
      turn.groups.set(group, to.sessions);
      turn.payload.to.push(to);
    }
  }

  function open(line: Line, { s, graceMs, more, program }: Opened): void {
    const chat = broker();
    const sessions = carried.get(line);
    if (chat === null || !sessions) return;
    const session = chat.connect({
      deliver: (batches) => deliver(line, s, batches),
      evicted: () => void line.tell('chat:evicted', { s }),
      ...(program ? { cut: () => void line.tell('chat:cut', { s }) } : {}),
      get graceMs() {
        return line.ended ? Math.max(graceMs, lostServerGraceMs) : graceMs;
      },
      get stranded() {
        return line.ended;
      },
      more,
    });
    sessions.set(s, session);
  }

  cluster.onGuest((line) => {
    const sessions = new Map<number, DoorSession>();
    carried.set(line, sessions);
    line.onEnd(() => {
      carried.delete(line);
      for (const session of sessions.values()) session.close(true);
    });
  });
  cluster.serve(
    'chat:open',
    parsed(opened, (what, line) => {
      open(line, what);
      return undefined;
    }),
  );
  cluster.serve(
    'chat:sign',
    parsed(sign, ({ s, is }, line) => {
      const sessions = carried.get(line);
      const session = sessions?.get(s);
      if (!session) return undefined;
      if (is === 'more') session.wantsMore();
      else if (is === 'active' || is === 'away') session[is]();
      else {
        sessions?.delete(s);
        session.close(is === 'lost');
      }
      return undefined;
    }),
  );
  cluster.serve(
    'chat:ask',
    parsed(asked, (what, line) => {
      const session = carried.get(line)?.get(what.s);
      return session ? ask(session, what) : refusals.noLeader();
    }),
  );
}

function ask(session: DoorSession, what: Asked): Answered<unknown> {
  switch (what.do) {
    case 'identify':
      return session.identify(what.who);
    case 'subscribe':
      return session.subscribe(what.room, what.how);
    case 'unsubscribe':
      return session.unsubscribe(what.room);
    case 'publish':
      return session.publish(what.room, what.content, what.cid);
    case 'history':
      return session.history(what.room, what.from);
    case 'ack':
      return session.ack(what.room, what.sequence, what.upTo);
    case 'clear':
      return session.clearHistory(what.room, what.code);
    case 'pending':
      return session.pending(what.room);
  }
}

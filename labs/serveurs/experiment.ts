// « Deux serveurs, une salle », as a predicate over what was told. Pure.
import type { ClientName, ServerName } from '#contract/serveurs.ts';
import { fateOf } from './fates.ts';
import { type ServeursState, serveursLab } from './lab.ts';

export const oneRoom = { id: 'deux-serveurs-une-salle', steps: ['missed', 'everybody', 'survived'] } as const;

export type RoomProof = {
  /** Without Redis: a message is stored, and the server of somebody who is in the room does not have it. */
  missed: { client: ClientName; message: number; server: ServerName } | null;
  /** With Redis: each of them was given it once, under one number. */
  everybody: { message: number; sequence: number } | null;
  /** With Redis: a server was killed, its clients went on at the other, and nobody missed or was given twice anything. */
  survived: { killed: ServerName; moved: number; messages: number } | null;
};

type Kill = { server: ServerName; waiting: Set<ClientName>; moved: number; saidAfter: boolean };

/** `from`: of what is told, the first that counts. */
export function proofOfRoom(state: ServeursState, from = 0): RoomProof {
  const proof: RoomProof = { missed: null, everybody: null, survived: null };
  let at = serveursLab.initial();
  let kill: Kill | null = null;
  for (const [index, { event }] of state.told.entries()) {
    const before = at;
    at = serveursLab.fold(at, event, 0);
    if (event.type === 'started') kill = null;
    if (index < from) continue;
    if (event.type === 'lacking' && at.mode === 'alone') {
      const { client, message, server } = event;
      proof.missed ??= { client, message, server };
    }
    if (at.mode !== 'redis') continue;
    if (event.type === 'received') {
      const numbers = new Set(
        at.clients.flatMap(({ got }) => got.flatMap((each) => (each.message === event.message ? [each.sequence] : []))),
      );
      const once = at.clients.every((client) => fateOf(client, event.message) === 'received');
      if (once && numbers.size === 1) proof.everybody ??= { message: event.message, sequence: event.sequence };
    }
    if (event.type === 'down' && event.why === 'killed') {
      const orphans = before.clients.filter(({ server }) => server === event.server).map(({ name }) => name);
      kill =
        orphans.length > 0 ? { server: event.server, waiting: new Set(orphans), moved: 0, saidAfter: false } : null;
    }
    if (kill === null) continue;
    if (event.type === 'said') kill.saidAfter = true;
    if (event.type === 'joined' && event.server !== kill.server && kill.waiting.delete(event.client)) {
      if (event.recovered === false) kill = null;
      else kill.moved += 1;
    }
    if (kill?.saidAfter && kill.waiting.size === 0 && isWhole(at))
      proof.survived ??= { killed: kill.server, moved: kill.moved, messages: at.messages.length };
  }
  return proof;
}

const isWhole = ({ clients, messages }: ServeursState): boolean =>
  messages.every(
    ({ message, sequence }) =>
      sequence !== null && clients.every((client) => client.there && fateOf(client, message) === 'received'),
  );

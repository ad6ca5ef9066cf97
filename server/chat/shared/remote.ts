// At a server that does not lead: the broker as it is reached over the line to the one that does. Each batch that comes is one
// object for all connections of this server that are told it, as if the broker were here.
import type { Ack } from '#contract/errors.ts';
import { type Cluster, type Line, parsed } from '#server/cluster/index.ts';
import type { DoorChat, DoorSession } from '../broker.ts';
import type { Batch, Peer } from '../types.ts';
import { type Asked, ended, type Sign, turned } from './wire.ts';

type Without<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

/** Answers what is told to connections of this server, on the line that is theirs. */
export function createRemote(cluster: Cluster): (line: Line) => DoorChat {
  const peers = new WeakMap<Line, Map<number, Peer>>();
  let sessions = 0;

  cluster.serve(
    'chat:turn',
    parsed(turned, ({ batches, to }, line) => {
      const shared = batches.map((items): Batch => ({ items }));
      const here = peers.get(line);
      for (const group of to) {
        const theirs = group.batches.flatMap((number) => shared[number] ?? []);
        for (const s of group.sessions) here?.get(s)?.deliver(theirs);
      }
      return undefined;
    }),
  );
  cluster.serve(
    'chat:evicted',
    parsed(ended, ({ s }, line) => {
      peers.get(line)?.get(s)?.evicted();
      return undefined;
    }),
  );
  cluster.serve(
    'chat:cut',
    parsed(ended, ({ s }, line) => {
      peers.get(line)?.get(s)?.cut?.();
      return undefined;
    }),
  );

  return (line) => {
    const here = new Map<number, Peer>();
    peers.set(line, here);
    return {
      connect(peer) {
        sessions += 1;
        const s = sessions;
        here.set(s, peer);
        line.tell('chat:open', { s, graceMs: peer.graceMs, more: peer.more, program: peer.cut !== undefined });
        const tell = (is: Sign): void => void line.tell('chat:sign', { s, is });
        // What comes back is an Ack, checked by the line; its result is that of the same request to the same code.
        const ask = <T>(what: Without<Asked, 's'>): Promise<Ack<T>> =>
          line.call('chat:ask', { s, ...what }) as Promise<Ack<T>>;
        const session: DoorSession = {
          name: null,
          identify: (who) => ask({ do: 'identify', who }),
          subscribe: (room, { epoch, from, acks, goesOn = false }) =>
            ask({ do: 'subscribe', room, how: { epoch, from, acks, goesOn } }),
          unsubscribe: (room) => ask({ do: 'unsubscribe', room }),
          publish: (room, content, cid) => ask({ do: 'publish', room, content, cid }),
          history: (room, from) => ask({ do: 'history', room, from }),
          ack: (room, sequence, upTo) => ask({ do: 'ack', room, sequence, upTo }),
          clearHistory: (room, code) => ask({ do: 'clear', room, code }),
          pending: (room) => ask({ do: 'pending', room }),
          wantsMore: () => tell('more'),
          active: () => tell('active'),
          away: () => tell('away'),
          close(lost) {
            here.delete(s);
            tell(lost ? 'lost' : 'closed');
          },
        };
        return session;
      },
    };
  };
}

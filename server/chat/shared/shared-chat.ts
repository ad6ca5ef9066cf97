// One chat for several servers: the one that leads has the broker and its store in Redis; the others reach it over their line.
// The doors of each speak to a front that outlives changes of the lead.
import type { Cluster, Role } from '#server/cluster/index.ts';
import { openRedisStore, type RedisStore } from '#server/store/index.ts';
import { type Chat, type ChatStats, createChat, type DoorChat } from '../broker.ts';
import type { Entry } from '../store.ts';
import type { ChatClock } from '../types.ts';
import { createFront } from './front.ts';
import { lostServerGraceMs, serveGuests } from './host.ts';
import { createRemote } from './remote.ts';

type SharedChat = DoorChat & { stats(): ChatStats; close(): Promise<void> };

type Options = Omit<Parameters<typeof createChat>[0], 'store' | 'shared' | 'clock'> & {
  cluster: Cluster;
  clock: ChatClock;
  /** What every connection passes on its way to the broker, whichever server carries it; ended with that broker. */
  around?: (chat: DoorChat) => DoorChat & { end(): void };
  /** This server leads, and its broker is there. */
  onLead: () => void;
};

/** How soon a store that could not be read is read again, ms. */
const againMs = 500;
const bare = ({ connect }: DoorChat) => ({ connect, end() {} });
const nothing: ChatStats = { rooms: 0, people: 0, delivered: 0, batches: 0, published: 0 };

export function createSharedChat({ cluster, around = bare, onLead, ...options }: Options): SharedChat {
  const { clock, onError } = options;
  const front = createFront(clock);
  const remote = createRemote(cluster);
  let broker: { chat: Chat; store: RedisStore<Entry>; entry: ReturnType<typeof bare> } | null = null;
  /** Changes of role; what was begun under an earlier one is given up. */
  let turn = 0;

  function drop(): void {
    front.attach(null);
    const { chat, entry } = broker ?? {};
    broker = null;
    entry?.end();
    // It can write nothing any more: what it held is at the one that leads now.
    chat?.close().catch(onError);
  }

  async function lead(role: Extract<Role, { kind: 'leader' }>, mine: number): Promise<void> {
    if (role.fresh && broker !== null) drop();
    if (broker === null) {
      const { link, keys, key } = cluster;
      const redis = {
        get linked() {
          return link.state === 'linked';
        },
        evaluate: link.evaluate,
        range: link.range,
      };
      const stored = {
        redis,
        keys: { log: key('chat'), fence: keys.fence },
        term: role.term,
        lost: role.lost,
        onError,
      };
      const store = await openRedisStore<Entry>(stored).catch((error: unknown) => {
        onError(error);
        return null;
      });
      if (mine !== turn) return;
      if (store === null) {
        clock.after(againMs, () => {
          if (mine === turn) void lead(role, mine);
        });
        return;
      }
      const chat = createChat({ ...options, store, shared: { graceMs: lostServerGraceMs } });
      const entry = around(chat);
      broker = { chat, store, entry };
      front.attach(entry);
    } else {
      broker.store.renew(role.term);
      // What Redis may have lost is written again, before anything is built on it: begun by the first, over with the second.
      for (let turns = 0; turns < 2; turns += 1) await broker.chat.written();
      if (mine !== turn) return;
    }
    front.be('open');
    onLead();
  }

  serveGuests(cluster, () => broker?.entry ?? null);
  cluster.onRole((role) => {
    turn += 1;
    front.be(role.kind === 'cut' ? 'cut' : 'held');
    if (role.kind === 'leader') void lead(role, turn);
    else if (role.kind === 'follower') {
      drop();
      front.attach(remote(role.line));
      front.be('open');
    } else if (broker === null) front.attach(null);
  });

  return {
    connect: (peer) => front.connect(peer),
    stats: () => broker?.chat.stats() ?? nothing,
    async close() {
      turn += 1;
      await broker?.chat.close();
    },
  };
}

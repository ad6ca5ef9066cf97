// What programs do with watched topics, handed to whoever watches them: each gets its own topics' deeds and nobody else's.
// Clients of pages are left out: they are the demonstration, not somebody's work.
import type { Broker, Deed, TopicWatch } from '#server/broker/index.ts';
import type { Log } from '../../log.ts';

export type DeedListener = (deeds: Deed[], dropped: number) => void;

type Watcher = {
  wants(topic: string): boolean;
  listener: DeedListener;
  /** What one deed told about those that name no topic: connections that touched ours, groups that read them. */
  connections: Set<number>;
  groups: Set<string>;
};

const maxFollowed = 2_000;

export type Watching = {
  /** Resolves once the broker watches. @throws RangeError when too many watch. */
  watch(watch: TopicWatch, listener: DeedListener): Promise<() => void>;
  hear(deeds: readonly Deed[], dropped: number): void;
};

export function createWatching(options: {
  witness: Broker['witness'];
  isPage(clientId: string): boolean;
  log: Log;
}): Watching {
  const watchers = new Set<Watcher>();

  function isFor(watcher: Watcher, deed: Deed): boolean {
    if (deed.kind === 'left') return watcher.groups.has(deed.group);
    if (deed.kind === 'closed') return watcher.connections.delete(deed.connection);
    const topics = deed.kind === 'joined' ? deed.topics : [deed.topic];
    if (!topics.some(watcher.wants)) return false;
    add(watcher.connections, deed.connection);
    if (deed.kind === 'joined') add(watcher.groups, deed.group);
    return true;
  }

  return {
    async watch({ topics = [], prefixes = [] }, listener) {
      const id = await options.witness.watch({ topics, prefixes });
      const names = new Set(topics);
      const watcher: Watcher = {
        wants: (topic) => names.has(topic) || prefixes.some((prefix) => topic.startsWith(prefix)),
        listener,
        connections: new Set(),
        groups: new Set(),
      };
      watchers.add(watcher);
      return () => {
        if (!watchers.delete(watcher)) return;
        options.witness
          .unwatch(id)
          .catch((error: unknown) => options.log.debug({ err: String(error) }, 'a watch went with its broker'));
      };
    },
    hear(deeds, dropped) {
      const outside = deeds.filter(({ clientId }) => clientId === null || !options.isPage(clientId));
      for (const watcher of [...watchers]) {
        const own = outside.filter((deed) => isFor(watcher, deed));
        if (own.length > 0 || dropped > 0) watcher.listener(own, dropped);
      }
    },
  };
}

function add<T>(set: Set<T>, value: T): void {
  if (set.size < maxFollowed) set.add(value);
}

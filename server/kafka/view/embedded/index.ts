// The cluster view of the embedded Kafka: pushed from the broker's own events, nothing is polled.
import type { Broker, BrokerEvent } from '#server/broker/index.ts';
import { pageClientId } from '../../bridge/client-ids.ts';
import type { InnerBridge } from '../../bridge/index.ts';
import type { Clock, Timer } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { ClusterView } from '../../types.ts';
import { createPublisher } from '../publisher.ts';
import { createClients } from './clients.ts';
import { createTranslator } from './translate.ts';
import { createWatching } from './watching.ts';

/** What this view needs of a broker, in this thread or in another. */
export type EventSource = Pick<Broker, 'open' | 'readRecord' | 'onDeath' | 'witness'>;

export function createEmbeddedView(options: {
  source: EventSource;
  bridge: InnerBridge;
  address: string;
  clock: Clock;
  log: Log;
}): ClusterView {
  const { source, bridge, address, clock, log } = options;
  const publisher = createPublisher({ clock, log });
  const ownerOfClientId = bridge.ownerOfClientId.bind(bridge);
  const now = () => clock.now();
  const clients = createClients({ ownerOfClientId, now });
  const translator = createTranslator({ clients, ownerOfClientId, set: publisher.set, now });
  const watching = createWatching({
    witness: source.witness,
    isPage: (clientId) => ownerOfClientId(clientId) !== null || clientId.startsWith(pageClientId),
    log,
  });
  let timer: Timer | null = null;
  let closed = false;

  function settle(): void {
    publisher.tell(clients.settle('end'));
    publisher.tell(translator.lateStarts());
    timer?.cancel();
    const at = clients.lookAgainAt();
    timer = at === null || closed ? null : clock.after(Math.max(1, at - clock.now()), settle);
  }

  function hear(events: BrokerEvent[]): void {
    if (closed) return;
    for (const event of events) {
      if (event.type === 'witnessed') watching.hear(event.deeds, event.dropped);
      if (event.type === 'notice') log.debug({ level: event.level }, event.message);
      publisher.tell(translator.translate(event));
    }
    settle();
  }

  async function begin(): Promise<() => void> {
    const early: BrokerEvent[][] = [];
    let ready = false;
    const { snapshot, close } = await source.open((events) => {
      if (ready) hear(events);
      else early.push(events);
    });
    publisher.tell([
      // Frames and faults live in the embedded broker, but this view does not bring them to pages: it promises neither.
      {
        type: 'cluster.described',
        source: 'embedded',
        address,
        capabilities: { clients: true, readings: true, frames: false, faults: true, deeds: true },
      },
      ...translator.snapshot(snapshot),
    ]);
    ready = true;
    for (const events of early) hear(events);
    settle();
    return close;
  }

  const begun = begin();
  // Whoever opens the view is told; until then a failure must not end the process.
  begun.catch((error: unknown) => log.error({ err: String(error) }, 'the broker could not be followed'));
  const forgetDeath = source.onDeath((reason) => {
    log.error({ reason }, 'the embedded broker has stopped by itself');
    publisher.tell([{ type: 'cluster.lost', reason: 'Le Kafka embarqué s’est arrêté. Redémarrez le serveur.' }]);
  });
  const stopPositions = bridge.onPosition((now) => publisher.tell(translator.position(now)));

  return {
    async open(listener) {
      await begun;
      return publisher.open(listener);
    },
    readRecord: (topic, partition, offset) => source.readRecord(topic, partition, offset),
    watch: (topics, listener) => watching.watch(topics, listener),
    async close() {
      closed = true;
      timer?.cancel();
      stopPositions();
      forgetDeath();
      publisher.close();
      const stop = await begun.catch(() => null);
      stop?.();
    },
  };
}

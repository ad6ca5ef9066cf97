// What the embedded MQTT broker keeps in memory, bounded: retained messages, persistent sessions, what waits for each absent
// one. Aedes keeps without a bound; its store is met here, method by method.
import type { Aedes } from 'aedes';

export const keptLimits = {
  retained: 200,
  sessions: 300,
  /** Messages that wait for one absent session; the next ones are lost to it, as Mosquitto does by default. */
  waiting: 100,
  /** A session that does not come back is forgotten, ms. */
  absentMs: 30 * 60_000,
} as const;

type Client = { id: string; clean?: boolean };
type Packet = { topic: string; payload: Buffer; retain?: boolean; messageId?: number };
/** The part of Aedes's memory store that is met. */
type Store = {
  storeRetained(packet: Packet): Promise<void>;
  outgoingEnqueueCombi(subscriptions: { clientId: string }[], packet: Packet): Promise<void>;
  outgoingEnqueue(subscription: { clientId: string }, packet: Packet): Promise<void>;
  outgoingClearMessageId(client: { id: string }, packet: { messageId?: number }): Promise<Packet | undefined>;
  outgoingStream(client: { id: string }): AsyncIterable<Packet>;
  cleanSubscriptions(client: { id: string }): Promise<void>;
  cleanIncoming(client: { id: string }): Promise<void>;
};

export type Kept = {
  /** May this client begin, or go on with, the session that it asks for? */
  admits(client: Client): boolean;
  came(client: Client): void;
  left(client: Client): void;
  /** Has this topic, or may it still have, a retained message? */
  mayRetain(topic: string): boolean;
  close(): void;
};

export function boundKept(broker: Aedes): Kept {
  const { persistence: store } = broker as unknown as { persistence: Store };
  const retained = new Set<string>();
  const waiting = new Map<string, number>();
  /** Persistent sessions; a timer for those whose client is away. */
  const sessions = new Map<string, NodeJS.Timeout | null>();

  const storeRetained = store.storeRetained.bind(store);
  store.storeRetained = async (packet) => {
    if (packet.payload.length === 0) retained.delete(packet.topic);
    else if (retained.size >= keptLimits.retained && !retained.has(packet.topic)) return;
    else retained.add(packet.topic);
    await storeRetained(packet);
  };

  const room = (id: string): boolean => (waiting.get(id) ?? 0) < keptLimits.waiting;
  const add = (id: string): void => void waiting.set(id, (waiting.get(id) ?? 0) + 1);
  const enqueueCombi = store.outgoingEnqueueCombi.bind(store);
  store.outgoingEnqueueCombi = async (subscriptions, packet) => {
    const taken = subscriptions.filter(({ clientId }) => room(clientId));
    for (const { clientId } of taken) add(clientId);
    await enqueueCombi(taken, packet);
  };
  const enqueue = store.outgoingEnqueue.bind(store);
  store.outgoingEnqueue = async (subscription, packet) => {
    if (!room(subscription.clientId)) return;
    add(subscription.clientId);
    await enqueue(subscription, packet);
  };
  const clear = store.outgoingClearMessageId.bind(store);
  store.outgoingClearMessageId = async (client, packet) => {
    const cleared = await clear(client, packet);
    const count = waiting.get(client.id) ?? 0;
    if (cleared && count > 1) waiting.set(client.id, count - 1);
    else if (cleared) waiting.delete(client.id);
    return cleared;
  };

  async function forget(id: string): Promise<void> {
    sessions.delete(id);
    await store.cleanSubscriptions({ id });
    await store.cleanIncoming({ id });
    const left: Packet[] = [];
    for await (const packet of store.outgoingStream({ id })) left.push(packet);
    for (const packet of left) await clear({ id }, packet);
    waiting.delete(id);
  }

  return {
    admits: ({ id, clean }) => clean === true || sessions.has(id) || sessions.size < keptLimits.sessions,
    came({ id, clean }) {
      const timer = sessions.get(id);
      if (timer) clearTimeout(timer);
      if (clean) sessions.delete(id);
      else sessions.set(id, null);
    },
    left({ id, clean }) {
      if (clean || !sessions.has(id)) return;
      const timer = setTimeout(() => void forget(id), keptLimits.absentMs);
      timer.unref();
      sessions.set(id, timer);
    },
    mayRetain: (topic) => retained.has(topic) || retained.size < keptLimits.retained,
    close() {
      for (const timer of sessions.values()) if (timer) clearTimeout(timer);
    },
  };
}

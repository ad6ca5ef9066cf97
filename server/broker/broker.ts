// What an embedder holds: one interface, whether the broker runs in this thread or in a worker.

import type { NodeChange } from './core/cluster.ts';
import type { Core } from './core/core.ts';
import type { ActiveFault, Fault } from './core/faults.ts';
import type { FrameWatch, InspectedFrame } from './core/frames.ts';
import { type OpenCore, openCore } from './core/open-core.ts';
import { type BrokerOptions, settingsOf } from './core/options.ts';
import { readWhole } from './core/shown-records.ts';
import { describeCore, withRecent } from './core/snapshot.ts';
import type { TopicWatch } from './deeds.ts';
import type { BrokerEvent, BrokerSnapshot, FrameInfo, NodeInfo, ShownRecord } from './events.ts';

export type EventListener = (events: BrokerEvent[]) => void | Promise<void>;

/** Refusals are values; `code` is a Kafka error code, `message` English. */
export type TopicRefusal = { ok: false; code: number; message: string };

export type Broker = {
  /** Where it listens, and what clients are told (Metadata). */
  readonly address: { host: string; port: number };
  readonly advertised: { host: string; port: number };
  snapshot(): Promise<BrokerSnapshot>;
  /** From the next event on. Events come in order, gathered for flushMs. */
  subscribe(listener: EventListener): () => void;
  /** Snapshot and stream in one step: the listener hears exactly what happens after the snapshot. */
  open(listener: EventListener): Promise<{ snapshot: BrokerSnapshot; close: () => void }>;
  /** One record, whole up to 256 kB. Null when it is not there (any more). */
  readRecord(topic: string, partition: number, offset: number): Promise<ShownRecord | null>;
  createTopic(topic: string, partitions: number): Promise<{ ok: true } | TopicRefusal>;
  /** The brokers of the cluster. Stopping one closes its listener and sockets; its partitions go to others. */
  readonly nodes: {
    list(): Promise<NodeInfo[]>;
    stop(node: number): Promise<NodeChange>;
    start(node: number): Promise<NodeChange>;
  };
  readonly faults: {
    /** Rejects with RangeError when there are too many. */
    add(fault: Fault): Promise<string>;
    remove(id: string): Promise<boolean>;
    list(): Promise<ActiveFault[]>;
  };
  /** What goes over the wire, for an inspector. Nothing is kept while nobody watches. */
  readonly frames: {
    /** Begins to keep frames; they are told as `frames` events too. Rejects with RangeError when too many watch. */
    watch(watch?: FrameWatch): Promise<string>;
    unwatch(id: string): Promise<boolean>;
    list(connection?: number): Promise<FrameInfo[]>;
    /** Every field of one frame with its place in the bytes. Null when it is not kept (any more). */
    inspect(frame: number): Promise<InspectedFrame | null>;
  };
  /** What clients do with chosen topics, told as `witnessed` events (deeds.ts). Costs nothing while nobody watches. */
  readonly witness: {
    /** Rejects with RangeError when too many watch. */
    watch(watch: TopicWatch): Promise<string>;
    unwatch(id: string): Promise<boolean>;
  };
  /** Called when the broker stops without having been asked to (its worker died). Never called after close(). */
  onDeath(listener: (reason: string) => void): () => void;
  close(): Promise<void>;
};

/** Starts a broker in this thread. @throws ListenError {code, host, port} when the port cannot be had. */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  return brokerOf(await openCore(settingsOf(options)));
}

function brokerOf({ core, close }: OpenCore): Broker {
  const { nodeId, host, port, advertisedHost } = core.settings;
  const address = core.cluster.address(nodeId) ?? { host, port };
  let closing: Promise<void> | null = null;
  return {
    address,
    advertised: { host: advertisedHost, port: address.port },
    snapshot: () => withRecent(core, describeCore(core, address)),
    subscribe: (told) => core.hub.subscribe(told),
    open: (told) => openStream(core, address, told),
    readRecord: (topic, partition, offset) => readWhole(core, topic, partition, offset),
    async createTopic(topic, partitions) {
      const change = await core.topics.create(topic, partitions, 'admin');
      return change.ok ? { ok: true } : change;
    },
    nodes: {
      list: async () => core.cluster.list(),
      stop: (node) => core.cluster.stop(node),
      start: (node) => core.cluster.start(node),
    },
    faults: {
      add: async (fault) => core.faults.add(fault),
      remove: async (id) => core.faults.remove(id),
      list: async () => core.faults.list(),
    },
    frames: {
      watch: async (watch) => core.frames.watch(watch),
      unwatch: async (id) => core.frames.unwatch(id),
      list: async (connection) => core.frames.list(connection),
      inspect: async (frame) => core.frames.inspect(frame),
    },
    witness: {
      watch: async (watch) => core.witness.watch(watch),
      unwatch: async (id) => core.witness.unwatch(id),
    },
    onDeath: () => () => {},
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Events that come while the snapshot's records are still being read wait for it. */
async function openStream(core: Core, address: { host: string; port: number }, told: EventListener) {
  let release = (): void => {};
  const ready = new Promise<void>((resolve) => {
    release = resolve;
  });
  const close = core.hub.subscribe((events) => ready.then(() => told(events)));
  const snapshot = await withRecent(core, describeCore(core, address));
  // The caller sees the snapshot first: its continuation runs before the events that waited.
  setImmediate(release);
  return { snapshot, close };
}

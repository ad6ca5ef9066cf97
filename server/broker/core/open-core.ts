// Puts the broker together, bottom up, and takes it apart again in the reverse order.

import { registry } from '../apis/index.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { BrokerEvent } from '../events.ts';
import { consumerDecoder } from '../groups/consumer-decoder.ts';
import { openGroupCoordinator } from '../groups/registry.ts';
import { openLogStore } from '../log/log-store.ts';
import { Admission } from '../net/admission.ts';
import { listen } from '../net/listener.ts';
import { ClientQuotas } from './client-quotas.ts';
import { Cluster } from './cluster.ts';
import { Connections } from './connections.ts';
import type { Core } from './core.ts';
import { Dispatcher, servesAfterEnd } from './dispatch.ts';
import { Faults } from './faults.ts';
import { Frames } from './frames.ts';
import { Hub } from './hub.ts';
import { openLeaders } from './leaders.ts';
import type { Settings } from './options.ts';
import { Retention } from './retention.ts';
import { readShown } from './shown-records.ts';
import { openClusterId, openGroupStore, openProducerIds } from './state-stores.ts';
import { TopicStore } from './topic-store.ts';
import { Topics } from './topics.ts';
import { Witness } from './witness.ts';

export type OpenCore = { core: Core; close(): Promise<void> };
type Notice = Core['notice'];

/** Opens storage, groups and the port. @throws ListenError when the port cannot be had; nothing is left open then. */
export async function openCore(settings: Settings, clock: Clock = systemClock): Promise<OpenCore> {
  const hub = new Hub({
    clock,
    flushMs: settings.flushMs,
    perEvent: settings.show.perEvent,
    read: (partition, from, end) => readShown(partition, from, end, settings.show),
  });
  const emit = (event: BrokerEvent): void => hub.emit(event);
  const notice: Notice = (level, message) => emit({ type: 'notice', level, message });
  const undo: (() => unknown)[] = [() => hub.close()];
  const takeApart = async (): Promise<void> => {
    for (const step of undo.reverse()) await step();
  };
  try {
    const logs = await openLogStore({
      dir: settings.dataDir === '' ? null : settings.dataDir,
      durability: settings.durability,
      clock,
      notice,
    });
    undo.push(() => logs.close());
    const partitions = function* () {
      for (const topic of topics.list()) yield* topic.partitions;
    };
    const leaders = await openLeaders(logs, partitions);
    const { nodeId, nodes } = settings;
    const cluster: Cluster = new Cluster({
      // Three apart, as the course's example of three brokers has them: 9092, 9095, 9098.
      nodes: Array.from({ length: nodes }, (_, nth) => ({
        id: nodeId + nth,
        port: settings.port === 0 ? 0 : settings.port + 3 * nth,
      })),
      advertisedHost: settings.advertisedHost,
      clock,
      leaders,
      partitions,
      listen: ({ id, port }) => openListener(id, port),
      emit,
      notice,
      unclean: settings.uncleanLeaderElection,
      followMs: settings.followMs,
    });
    const topics = new Topics({
      store: new TopicStore(logs, await logs.openState('topics'), notice),
      logs,
      emit,
      maxTopics: settings.limits.maxTopics,
      maxPartitions: settings.limits.maxPartitions,
      nodes: {
        place: (count, from) => cluster.place(count, cluster.defaultCopies, from),
        repaired: (stored = []) => cluster.repaired(stored),
        leader: leaders.known,
        adopt: (added) => cluster.adopt(added),
      },
    });
    undo.push(() => topics.close());
    await topics.load();
    for (const partition of partitions()) if (partition.replication.reassigned) await leaders.note(partition);
    const connections = new Connections(emit);
    const witness = new Witness({
      now: () => clock.now(),
      tell: (deed, written) => hub.witnessed(deed, written),
      partition: (topic, index) => topics.partition(topic, index),
      topicById: (id) => topics.byId(id),
      about: (connection) => connections.about(connection),
    });
    undo.push(() => witness.clear());
    const groups = await openGroupCoordinator({
      clock,
      store: await openGroupStore(logs),
      emit(event) {
        if (witness.any) witness.hear(event);
        emit(event);
      },
      decoder: consumerDecoder,
      limits: { initialRebalanceDelayMs: 0 },
    });
    undo.push(() => groups.close());
    const { maxStoredBytes } = settings.limits;
    const everyMs = settings.retentionCheckMs;
    const retention = new Retention({ topics, clock, emit, maxStoredBytes, everyMs });
    undo.push(() => retention.stop());

    const admission = new Admission(settings.limits, clock);
    const faults = new Faults(clock, (fault, connection, api) => emit({ type: 'fault-hit', fault, connection, api }));
    undo.push(() => faults.clear());
    const frames = new Frames(clock, emit);
    undo.push(() => frames.clear());
    const core: Core = {
      settings,
      clock,
      clusterId: await openClusterId(logs),
      apis: registry.apis,
      topics,
      groups,
      producerIds: await openProducerIds(logs),
      retention,
      quotas: new ClientQuotas(settings.quotas, clock),
      admission,
      hub,
      faults,
      frames,
      witness,
      connections,
      cluster,
      notice,
    };
    const dispatcher = new Dispatcher(core, registry);
    const openListener = (node: number, port: number) =>
      listen({
        host: settings.host,
        port,
        nodeId: node,
        clock,
        limits: { ...settings.limits, maxWaitingBytes: 1024 * 1024 },
        admission,
        serve: dispatcher.serve,
        servesAfterEnd,
        opened: (connection) => connections.opened(connection),
        closed(connection, reason, detail) {
          groups.connectionClosed(connection.id);
          witness.closed(connection.id, reason);
          connections.closed(connection.id, reason, detail);
          if (reason !== 'bad-frame' && reason !== 'limit') return;
          notice('warn', `connection ${connection.id} (${connection.address}) closed: ${detail ?? reason}`);
        },
        notice,
      });
    undo.push(() => cluster.close());
    await cluster.open();
    return { core, close: takeApart };
  } catch (error) {
    await takeApart();
    throw error;
  }
}

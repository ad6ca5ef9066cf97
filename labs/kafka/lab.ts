// The lab `kafka`: from what happened on a cluster to what the panel draws. Pure: runs on the server and in the browser.
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { Lab } from '../lab.ts';
import { foldExperiments, initialExperiments } from './experiments/index.ts';
import { clientLeft, clientProduced, clientSeen, consumerChanged, consumerRemoved } from './fold-clients.ts';
import { groupChanged, groupDeleted, memberLeft, offsetsCommitted, programCut, topicForgotten } from './fold-groups.ts';
import {
  logStartMoved,
  newRecords,
  recordsAppended,
  topicCreated,
  topicDeleted,
  topicExtended,
} from './fold-topics.ts';
import { lagHistory, noLagHistory } from './lag-past.ts';
import { addLine, factOf } from './lines.ts';
import { type KafkaState, topicOf } from './state.ts';

export const kafkaLab: Lab<KafkaState, KafkaEvent> = {
  name: 'kafka',
  initial: () => ({
    at: null,
    cluster: null,
    topics: [],
    clients: [],
    groups: [],
    labels: [],
    consumers: [],
    lagHistory: noLagHistory,
    lines: [],
    nextLine: 0,
    experiments: initialExperiments(),
    totals: { events: 0, records: 0, bytes: 0, commits: 0, rebalances: 0 },
  }),
  fold(state, event, at) {
    const told = { ...foldCluster(state, event, at), lagHistory: lagHistory(state, at), at };
    const marked = { ...told, experiments: foldExperiments(state, told, event, at) };
    const counted = { ...marked, totals: totals(state, marked, event) };
    const fact = factOf(state, counted, event);
    return fact === null ? counted : addLine(counted, fact, at);
  },
};

function foldCluster(state: KafkaState, event: KafkaEvent, at: number): KafkaState {
  switch (event.type) {
    case 'cluster.described': {
      const { source, address, capabilities } = event;
      return { ...state, cluster: { source, address, capabilities, lost: null } };
    }
    case 'cluster.lost':
      return state.cluster ? { ...state, cluster: { ...state.cluster, lost: event.reason } } : state;
    case 'cluster.recovered':
      return state.cluster ? { ...state, cluster: { ...state.cluster, lost: null } } : state;
    case 'topic.created':
      return { ...state, topics: topicCreated(state.topics, event.topic, event.partitions, at) };
    case 'topic.extended':
      return { ...state, topics: topicExtended(state.topics, event.topic, event.partitions, at) };
    case 'topic.deleted':
      return {
        ...state,
        topics: topicDeleted(state.topics, event.topic),
        groups: topicForgotten(state.groups, event.topic),
      };
    case 'records.appended':
      return {
        ...state,
        topics: recordsAppended(state.topics, event, at),
        clients: clientProduced(state.clients, event, at),
      };
    case 'log.start-moved':
      return { ...state, topics: logStartMoved(state.topics, event.topic, event.partition, event.logStart, at) };
    case 'client.appeared':
    case 'client.changed':
      return { ...state, clients: clientSeen(state.clients, event.client, at) };
    case 'client.left':
      return {
        ...state,
        clients: clientLeft(state.clients, event.id, event.cause, at),
        groups: event.cause === 'clean' ? state.groups : programCut(state.groups, event.id, at),
      };
    case 'group.changed':
      return { ...state, ...groupChanged(state, event.group, event.cause, at) };
    case 'group.member-left':
      return {
        ...state,
        groups: memberLeft(state.groups, event.group, event.memberId, event.clientId, event.cause, at),
      };
    case 'group.deleted':
      return { ...state, ...groupDeleted(state, event.group) };
    case 'offsets.committed':
      return { ...state, ...offsetsCommitted(state, event, at) };
    case 'consumer.changed':
      return { ...state, consumers: consumerChanged(state.consumers, event.consumer) };
    case 'consumer.removed':
      return { ...state, consumers: consumerRemoved(state.consumers, event.consumer) };
    case 'reading.started':
    case 'experiment.reset':
    case 'prediction.made':
      return state;
    default:
      // A newer server may tell what this page does not know yet: the state stands.
      event satisfies never;
      return state;
  }
}

function totals(before: KafkaState, after: KafkaState, event: KafkaEvent): KafkaState['totals'] {
  const next = { ...before.totals, events: before.totals.events + 1 };
  if (event.type === 'records.appended') {
    const end = topicOf(before, event.topic)?.partitions[event.partition]?.end ?? 0;
    next.records += newRecords(end, event);
    next.bytes += event.bytes;
  }
  if (event.type === 'offsets.committed') next.commits += 1;
  if (event.type === 'group.changed') {
    const count = (state: KafkaState) => state.groups.find((each) => each.group === event.group.group)?.rebalances ?? 0;
    next.rebalances += Math.max(0, count(after) - count(before));
  }
  return next;
}

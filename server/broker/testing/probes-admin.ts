// Probes of administration: what is refused, with which code, and what changes.

import { createTopics } from '../apis/19-create-topics/messages.ts';
import { deleteTopics } from '../apis/20-delete-topics/messages.ts';
import { describeConfigs } from '../apis/32-describe-configs/messages.ts';
import { alterConfigs } from '../apis/33-alter-configs/messages.ts';
import { createPartitions } from '../apis/37-create-partitions/messages.ts';
import { incrementalAlterConfigs } from '../apis/44-incremental-alter-configs/messages.ts';
import { defineProbes, type Setting } from './probe-kit.ts';

type Wanted = {
  name: string;
  numPartitions?: number;
  replicationFactor?: number;
  configs?: { name: string; value: string | null }[];
  assignments?: { partitionIndex: number; brokerIds: number[] }[];
};
const complete = (wanted: Wanted) => ({
  numPartitions: 1,
  replicationFactor: 1,
  configs: [],
  assignments: [],
  ...wanted,
});
async function made({ wire }: Setting, wanted: Wanted[], validateOnly = false) {
  const { topics } = await wire.ask(createTopics, 5, { topics: wanted.map(complete), timeoutMs: 5_000, validateOnly });
  return topics.map(({ errorCode, numPartitions, replicationFactor }) => ({
    errorCode,
    numPartitions,
    replicationFactor,
  }));
}

async function grown(s: Setting, name: string, count: number, assignments: { brokerIds: number[] }[] | null = null) {
  const topics = [{ name, count, assignments }];
  const { results } = await s.wire.ask(createPartitions, 1, { topics, timeoutMs: 5_000, validateOnly: true });
  return results.map((one) => one.errorCode);
}

const topicType = 2;
const brokerType = 4;
async function described(s: Setting, resourceType: number, resourceName: string, keys: string[] | null = null) {
  const resources = [{ resourceType, resourceName, configurationKeys: keys }];
  const { results } = await s.wire.ask(describeConfigs, 2, { resources });
  return results.map(({ errorCode, configs }) => ({
    errorCode,
    configs: configs
      .map(({ name, value, readOnly, configSource }) => ({ name, value, readOnly, configSource }))
      .sort((one, other) => one.name.localeCompare(other.name)),
  }));
}

type Change = { name: string; value: string | null; operation?: number };
async function changed(s: Setting, configs: Change[], resourceName = s.topic, resourceType = topicType) {
  const list = configs.map(({ name, value, operation = 0 }) => ({ name, value, configOperation: operation }));
  const resources = [{ resourceType, resourceName, configs: list }];
  const { responses } = await s.wire.ask(incrementalAlterConfigs, 0, { resources, validateOnly: true });
  return responses.map((one) => one.errorCode);
}

const set = 0;
const remove = 1;
const append = 2;
const subtract = 3;

export const adminProbes = defineProbes({
  'CreateTopics: plain': (s) => made(s, [{ name: s.name('made'), numPartitions: 3 }]),
  'CreateTopics: the defaults of the broker': async (s) =>
    (await made(s, [{ name: s.name('default'), numPartitions: -1, replicationFactor: -1 }])).map(
      (one) => one.errorCode,
    ),
  'CreateTopics: it is there already': (s) => made(s, [{ name: s.topic }]),
  'CreateTopics: a name that is none': (s) => made(s, [{ name: 'not a name' }, { name: '' }, { name: '..' }]),
  'CreateTopics: a name too long': (s) => made(s, [{ name: 'x'.repeat(250) }]),
  'CreateTopics: names that collide': async (s) => {
    await made(s, [{ name: `${s.name('dot')}.x` }]);
    return made(s, [{ name: `${s.name('dot')}_x` }]);
  },
  'CreateTopics: no partitions': (s) => made(s, [{ name: s.name('zero'), numPartitions: 0 }]),
  'CreateTopics: more replicas than brokers': (s) => made(s, [{ name: s.name('many'), replicationFactor: 3 }]),
  'CreateTopics: no replicas': (s) => made(s, [{ name: s.name('none'), replicationFactor: 0 }]),
  'CreateTopics: the same name twice': (s) => made(s, [{ name: s.name('twice') }, { name: s.name('twice') }]),
  'CreateTopics: a setting nobody knows': (s) =>
    made(s, [{ name: s.name('odd'), configs: [{ name: 'odd', value: '1' }] }]),
  'CreateTopics: a setting out of range': (s) =>
    made(s, [{ name: s.name('range'), configs: [{ name: 'retention.ms', value: '-7' }] }]),
  'CreateTopics: a setting that is no number': (s) =>
    made(s, [{ name: s.name('text'), configs: [{ name: 'retention.ms', value: 'soon' }] }]),
  'CreateTopics: places on a broker that is not there': (s) =>
    made(s, [
      {
        name: s.name('placed'),
        numPartitions: -1,
        replicationFactor: -1,
        assignments: [{ partitionIndex: 0, brokerIds: [99] }],
      },
    ]),
  'CreateTopics: places and numbers': (s) =>
    made(s, [{ name: s.name('both'), assignments: [{ partitionIndex: 0, brokerIds: [1] }] }]),
  'CreateTopics: only looked at': async (s) => {
    const name = s.name('looked');
    return [await made(s, [{ name }], true), await made(s, [{ name }], true)];
  },
  'DeleteTopics: a topic that is not there': async ({ wire, name }) =>
    (await wire.ask(deleteTopics, 3, { topicNames: [name('nowhere')], timeoutMs: 5_000 })).responses.map(
      (one) => one.errorCode,
    ),
  'CreatePartitions: more': (s) => grown(s, s.topic, 5),
  'CreatePartitions: as many': (s) => grown(s, s.topic, 2),
  'CreatePartitions: fewer': (s) => grown(s, s.topic, 1),
  'CreatePartitions: a topic that is not there': (s) => grown(s, s.name('nowhere'), 5),
  'CreatePartitions: too few places': (s) => grown(s, s.topic, 5, [{ brokerIds: [1] }]),
  'CreatePartitions: a broker that is not there': (s) => grown(s, s.topic, 3, [{ brokerIds: [99] }]),
  'DescribeConfigs: two of a topic': (s) => described(s, topicType, s.topic, ['cleanup.policy', 'retention.ms']),
  'DescribeConfigs: one nobody knows': (s) => described(s, topicType, s.topic, ['odd']),
  'DescribeConfigs: every setting of a topic': async (s) =>
    (await described(s, topicType, s.topic)).map(({ errorCode, configs }) => ({
      errorCode,
      names: configs.map(({ name }) => name).sort(),
    })),
  'DescribeConfigs: values of a new topic': async (s) =>
    described(s, topicType, s.topic, [
      'max.message.bytes',
      'message.timestamp.type',
      'min.insync.replicas',
      'retention.bytes',
      'segment.bytes',
    ]),
  'DescribeConfigs: a topic that is not there': (s) => described(s, topicType, s.name('nowhere'), []),
  'DescribeConfigs: a broker that is not there': (s) => described(s, brokerType, '99', []),
  'DescribeConfigs: a kind that is none': (s) => described(s, 99, 'x', []),
  'AlterConfigs: a setting nobody knows': async (s) => {
    const resources = [{ resourceType: topicType, resourceName: s.topic, configs: [{ name: 'odd', value: '1' }] }];
    const { responses } = await s.wire.ask(alterConfigs, 1, { resources, validateOnly: true });
    return responses.map((one) => one.errorCode);
  },
  'IncrementalAlterConfigs: set': (s) => changed(s, [{ name: 'retention.ms', value: '1000', operation: set }]),
  'IncrementalAlterConfigs: remove': (s) => changed(s, [{ name: 'retention.ms', value: null, operation: remove }]),
  'IncrementalAlterConfigs: append to a list': (s) =>
    changed(s, [{ name: 'cleanup.policy', value: 'compact', operation: append }]),
  'IncrementalAlterConfigs: take from a list': (s) =>
    changed(s, [{ name: 'cleanup.policy', value: 'compact', operation: subtract }]),
  'IncrementalAlterConfigs: append to a number': (s) =>
    changed(s, [{ name: 'retention.ms', value: '5', operation: append }]),
  'IncrementalAlterConfigs: an operation that is none': (s) =>
    changed(s, [{ name: 'retention.ms', value: '5', operation: 9 }]),
  'IncrementalAlterConfigs: set to null': (s) => changed(s, [{ name: 'retention.ms', value: null }]),
  'IncrementalAlterConfigs: a bad value': (s) => changed(s, [{ name: 'cleanup.policy', value: 'burn' }]),
  'IncrementalAlterConfigs: one setting twice': (s) =>
    changed(s, [
      { name: 'retention.ms', value: '5' },
      { name: 'retention.ms', value: '6' },
    ]),
  'IncrementalAlterConfigs: a topic that is not there': (s) =>
    changed(s, [{ name: 'retention.ms', value: '5' }], s.name('nowhere')),
});

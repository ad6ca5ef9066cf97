// The Kafka lab against doubles of the view and the bridge: order of events, commands, owners.
import { describe, expect, it } from 'vitest';
import { type KafkaCommandInput, kafkaCommand } from '#contract/kafka-commands.ts';
import type { KafkaEvent, PageConsumerView, RecordView } from '#contract/kafka-events.ts';
import { experiments } from '#labs/kafka/experiments/index.ts';
import type { Bridge, ClusterBatch, ClusterView } from '#server/kafka/types.ts';
import { createKafkaLab } from './kafka.ts';
import { kafkaRules } from './kafka-rules.ts';

const described: KafkaEvent = {
  type: 'cluster.described',
  source: 'embedded',
  address: 'localhost:9092',
  capabilities: { clients: true, readings: true, frames: false, faults: false, deeds: true },
};
const topic = (name: string): KafkaEvent => ({ type: 'topic.created', topic: name, partitions: 3 });
const consumer: PageConsumerView = {
  consumer: 'c-1',
  owner: 'ada',
  group: 'g',
  topic: 't',
  clientId: 'x',
  fromBeginning: true,
  autoCommit: true,
  delayMs: 0,
  state: 'running',
};

function stage() {
  const calls: unknown[] = [];
  let topicsRefused = false;
  const errors: string[] = [];
  let tell = (_batch: ClusterBatch): void => {};
  let changed: Parameters<Bridge['onConsumer']>[0] = () => {};
  let answerOpen = (_events: KafkaEvent[]): void => {};
  const record: RecordView = { offset: 4, timestamp: 1, key: null, value: null, headers: [] };
  const view: ClusterView = {
    open(listener) {
      tell = listener;
      return new Promise((resolve) => {
        answerOpen = resolve;
      });
    },
    watch: async () => null,
    readRecord: async (_topic, _partition, offset) => (offset === 4 ? record : null),
    close: async () => {},
  };
  const call =
    (name: string, result: unknown = null) =>
    async (...given: unknown[]) => {
      calls.push([name, ...given]);
      return { ok: true as const, result: result as never };
    };
  const bridge: Bridge = {
    publish: call('publish', { partition: 1, offset: 2, ms: 3 }),
    publishMany: async (who, input) => {
      calls.push(['publishMany', who, input]);
      return { ok: true, result: { accepted: input.records.length } };
    },
    addConsumer: call('addConsumer', { consumer: 'c-1' }),
    pauseConsumer: call('pause'),
    resumeConsumer: call('resume'),
    slowConsumer: call('slow'),
    commitConsumer: call('commit', { partitions: 3 }),
    stopConsumer: call('stop'),
    killConsumer: call('kill'),
    createTopic: async (...given) =>
      topicsRefused ? { ok: false, error: { code: 'invalid', message: 'non' } } : call('createTopic')(...given),
    consumers: () => [],
    onConsumer(listener) {
      changed = listener;
      return () => {
        changed = () => {};
      };
    },
    ownerOfClientId: () => null,
    clientIdFor: (_owner, client) => client,
    closeOwner: async (owner) => {
      calls.push(['closeOwner', owner]);
      if (owner === 'broken') throw new Error('no');
    },
    close: async () => {},
  };
  const lab = createKafkaLab({
    view,
    bridge,
    epoch: 'e',
    now: () => 5,
    onError: (_error, message) => errors.push(message),
  });
  return {
    lab,
    calls,
    errors,
    answer: (events: KafkaEvent[]) => answerOpen(events),
    open: async () => {
      const opened = lab.open();
      answerOpen([described]);
      await opened;
    },
    tell: (events: KafkaEvent[], volatile: ClusterBatch['volatile'] = []) => tell({ events, volatile }),
    changed: (change: Parameters<typeof changed>[0]) => changed(change),
    refuseTopics: () => {
      topicsRefused = true;
    },
    events: () => (lab.journal.read('e', 0, 1e6) ?? []).map((one) => one.event),
    run: (input: KafkaCommandInput, id = 'ada') => lab.run({ id }, kafkaCommand.parse(input)),
  };
}

describe('the journal of the Kafka lab', () => {
  it('tells the present first, then what happened while it was described, then what happens', async () => {
    const { lab, tell, answer, events } = stage();
    const opened = lab.open();
    tell([topic('meanwhile')]);
    answer([described, topic('there')]);
    await opened;
    tell([topic('late')], [['position:x', { position: 3, memberId: null }]]);
    expect(events()).toEqual([described, topic('there'), topic('meanwhile'), topic('late')]);
    expect(lab.journal.volatile()).toEqual([['position:x', { position: 3, memberId: null }]]);
    expect(lab.journal.snapshot().state).toMatchObject({ cluster: { source: 'embedded' }, topics: { length: 3 } });
  });

  it('tells how page consumers fare, until it is closed', async () => {
    const { lab, changed, events, tell, open } = stage();
    await open();
    changed({ consumer, by: 'ada' });
    changed({ removed: 'c-1' });
    lab.close();
    changed({ consumer });
    tell([topic('late')]);
    expect(events().slice(1)).toEqual([
      { type: 'consumer.changed', consumer, by: 'ada' },
      { type: 'consumer.removed', consumer: 'c-1' },
    ]);
  });
});

describe('who made a topic', () => {
  const made = (by?: string) => ({ ...topic('t'), ...(by === undefined ? {} : { by }) });

  it('is the person whose command it was, whether the news come before the answer or after', async () => {
    const { run, tell, events, open } = stage();
    await open();
    const asked = run({ type: 'create-topic', topic: 't', partitions: 3 }, 'ada');
    tell([topic('t'), topic('other')]);
    await asked;
    await run({ type: 'create-topic', topic: 'late', partitions: 3 }, 'zoe');
    tell([topic('late')]);
    expect(events().slice(1)).toEqual([made('ada'), topic('other'), { ...topic('late'), by: 'zoe' }]);
  });

  it('is nobody once their topic was deleted, or when they were refused', async () => {
    const { run, tell, events, open, refuseTopics } = stage();
    await open();
    await run({ type: 'create-topic', topic: 't', partitions: 3 });
    const deleted: KafkaEvent = { type: 'topic.deleted', topic: 't' };
    tell([topic('t'), deleted, topic('t'), deleted]);
    refuseTopics();
    await run({ type: 'create-topic', topic: 't', partitions: 3 });
    tell([topic('t')]);
    expect(events().slice(1)).toEqual([made('ada'), deleted, made(), deleted, made()]);
  });
});

describe('commands of the Kafka lab', () => {
  it('publish, with and without key, and refuse in bytes what is short in characters', async () => {
    const { run, calls } = stage();
    expect(await run({ type: 'publish', topic: 't', key: null, value: 'v', acks: -1 })).toMatchObject({ ok: true });
    expect(calls).toEqual([
      ['publish', { owner: 'ada' }, { topic: 't', key: null, value: 'v', headers: [], acks: -1, partition: undefined }],
    ]);
    const headers = Array.from({ length: 10 }, (): [string, string] => ['h', '€'.repeat(2_000)]);
    const heavy = {
      type: 'publish' as const,
      topic: 't',
      key: '',
      value: '€'.repeat(20_000),
      acks: 1 as const,
      headers,
    };
    expect(await run(heavy)).toMatchObject({ ok: false, error: { code: 'too-large', field: 'value' } });
    expect(calls.length).toBe(1);
  });

  it('send ten measures of four sensors, one after the other', async () => {
    const { run, calls } = stage();
    expect(await run({ type: 'publish-demo', topic: 't', acks: 1 })).toEqual({ ok: true, result: { accepted: 10 } });
    const [, who, input] = calls[0] as [
      string,
      unknown,
      { records: { key: string; value: string }[]; intervalMs: number },
    ];
    expect(who).toEqual({ owner: 'ada' });
    expect(input.intervalMs).toBe(200);
    expect(new Set(input.records.map((record) => record.key))).toEqual(
      new Set(['capteur-1', 'capteur-2', 'capteur-3', 'capteur-4']),
    );
    for (const record of input.records) expect(JSON.parse(record.value)).toMatchObject({ capteur: record.key });
  });

  it('send a burst with seven keys, or none', async () => {
    const { run, calls } = stage();
    await run({ type: 'burst', topic: 't', count: 20, acks: 0 });
    await run({ type: 'burst', topic: 't', count: 3, keys: 0, acks: 0 });
    const keysOf = (call: unknown) =>
      (call as [string, unknown, { records: { key: string | null }[] }])[2].records.map((record) => record.key);
    expect(new Set(keysOf(calls[0])).size).toBe(7);
    expect(keysOf(calls[1])).toEqual([null, null, null]);
  });

  it('reach the bridge with their owner', async () => {
    const { run, calls } = stage();
    await run({ type: 'add-consumer', topic: 't', group: 'g' });
    await run({ type: 'pause-consumer', consumer: 'c-1' });
    await run({ type: 'resume-consumer', consumer: 'c-1' });
    await run({ type: 'slow-consumer', consumer: 'c-1', delayMs: 9 });
    await run({ type: 'stop-consumer', consumer: 'c-1' });
    await run({ type: 'kill-consumer', consumer: 'c-1' });
    await run({ type: 'create-topic', topic: 't', partitions: 3 }, 'bob');
    const who = { owner: 'ada' };
    expect(calls).toEqual([
      ['addConsumer', who, { topic: 't', group: 'g', fromBeginning: true, autoCommit: true, delayMs: 0 }],
      ['pause', who, 'c-1'],
      ['resume', who, 'c-1'],
      ['slow', who, 'c-1', 9],
      ['stop', who, 'c-1'],
      ['kill', who, 'c-1'],
      ['createTopic', { owner: 'bob' }, 't', 3],
    ]);
  });

  it('read a record, or say that it is not there', async () => {
    const { run } = stage();
    expect(await run({ type: 'read-record', topic: 't', partition: 0, offset: 4 })).toMatchObject({ ok: true });
    expect(await run({ type: 'read-record', topic: 't', partition: 0, offset: 5 })).toMatchObject({
      ok: false,
      error: { code: 'not-found', message: expect.stringContaining('offset 5') },
    });
  });

  it('write predictions and fresh starts into the journal, under the name of who made them', async () => {
    const { run, events } = stage();
    const experiment = experiments[0];
    const step = experiment?.steps.find((one) => one.choices);
    const choice = step?.choices?.[0];
    if (!experiment || !step || choice === undefined) throw new Error('no experiment with a prediction');
    await run({ type: 'predict', experiment: experiment.id, step: step.id, choice });
    await run({ type: 'reset-experiment', experiment: experiment.id }, 'bob');
    expect(events()).toEqual([
      { type: 'prediction.made', experiment: experiment.id, step: step.id, choice, person: 'ada' },
      { type: 'experiment.reset', experiment: experiment.id, person: 'bob' },
    ]);
    for (const wrong of [
      { type: 'predict' as const, experiment: 'nowhere', step: step.id, choice },
      { type: 'predict' as const, experiment: experiment.id, step: step.id, choice: 'nothing' },
      { type: 'reset-experiment' as const, experiment: 'nowhere' },
    ]) {
      expect(await run(wrong)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    }
    expect(events().length).toBe(2);
  });
});

describe('somebody who has gone', () => {
  it('leaves no client behind, and a failure to close is told, not thrown', async () => {
    const { lab, calls, errors } = stage();
    lab.personGone({ id: 'ada' });
    lab.personGone({ id: 'broken' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toEqual([
      ['closeOwner', 'ada'],
      ['closeOwner', 'broken'],
    ]);
    expect(errors).toEqual(['clients of a person who has gone']);
  });
});

describe('rules', () => {
  it('exist in French for every field of every command', () => {
    const fields = kafkaCommand.options.flatMap((option) => Object.keys(option.shape));
    expect(new Set(fields.filter((field) => field !== 'type' && !(field in kafkaRules)))).toEqual(new Set());
  });
});

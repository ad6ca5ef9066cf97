// The fold as a whole: pure, resumable from a snapshot, bounded, sharing what did not change.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { bounds } from './bounds.ts';
import { kafkaLab } from './lab.ts';
import type { KafkaState } from './state.ts';
import { appended, client, group, left, member, play, predicted } from './testing/events.ts';

const name = fc.constantFrom('demo-topic', '__proto__', 'constructor', 't');
const partition = fc.nat(4);
const who = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const groupName = fc.constantFrom('demo-group', '__proto__');
const key = fc.option(fc.constantFrom('k1', 'k2', '', '<b>'), { nil: null });
const members = fc
  .uniqueArray(who, { maxLength: 5 })
  .chain((ids) => fc.tuple(...ids.map((id) => fc.tuple(fc.constant(id), name, fc.uniqueArray(partition)))))
  .map((all) => all.map(([id, topic, partitions]) => member(id, topic, partitions)));

const event: fc.Arbitrary<KafkaEvent> = fc.oneof(
  fc.record({ type: fc.constant('topic.created' as const), topic: name, partitions: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ type: fc.constant('topic.extended' as const), topic: name, partitions: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ type: fc.constant('topic.deleted' as const), topic: name }),
  fc
    .tuple(name, partition, fc.nat(40), fc.array(key, { maxLength: 12 }), fc.option(who, { nil: null }))
    .map((all) => appended(...all)),
  fc.record({ type: fc.constant('log.start-moved' as const), topic: name, partition, logStart: fc.nat(50) }),
  who.map((id) => ({ type: 'client.appeared' as const, client: client(id) })),
  who.map((id) => ({ type: 'client.changed' as const, client: client(id, { library: 'kafka-python' }) })),
  fc.record({
    type: fc.constant('client.left' as const),
    id: who,
    cause: fc.constantFrom('clean' as const, 'silence' as const),
  }),
  fc
    .tuple(
      groupName,
      fc.constantFrom('Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead'),
      fc.nat(9),
      members,
    )
    .map(([of, phase, generation, all]) => group(of, phase as 'Stable', generation, phase === 'Empty' ? [] : all)),
  fc.tuple(groupName, who).map(([of, id]) => left(of, id)),
  fc.record({ type: fc.constant('group.deleted' as const), group: groupName }),
  fc.record({
    type: fc.constant('offsets.committed' as const),
    group: groupName,
    memberId: fc.option(who, { nil: null }),
    offsets: fc.array(fc.record({ topic: name, partition, offset: fc.nat(60) }), { maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('reading.started' as const),
    group: groupName,
    memberId: who,
    topic: name,
    partition,
    offset: fc.nat(60),
  }),
  fc
    .constantFrom(
      ['repartition', 'partage'],
      ['repartition', 'n-importe'],
      ['deux-groupes', 'chacun-tout'],
      ['persistance', 'suite'],
      ['meme-cle', 'une'],
      ['depuis-le-debut', 'rien'],
    )
    .map(([experiment, choice]) => predicted(choice ?? '', 'moi', experiment)),
  fc.record({
    type: fc.constant('experiment.reset' as const),
    experiment: fc.constantFrom('repartition', 'persistance', 'meme-cle', '__proto__'),
    person: who,
  }),
);

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/** Events after which every list is as long as it may be. */
const filling = 16_000;

const step = (state: KafkaState, next: KafkaEvent, index: number) => kafkaLab.fold(state, next, 1_000 * (index + 1));

describe('the fold of the lab kafka', () => {
  it('never changes what it is given, and gives the same state to everybody', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const live = frozen(events).reduce(
          (state, each, index) => frozen(step(state, each, index)),
          frozen(kafkaLab.initial()),
        );
        expect(events.reduce(step, kafkaLab.initial())).toEqual(live);
      }),
    );
  });

  it('goes on from a snapshot that crossed the wire as if it had seen everything', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.nat(60), (events, cut) => {
        const whole = events.reduce(step, kafkaLab.initial());
        const snapshot: KafkaState = JSON.parse(JSON.stringify(events.slice(0, cut).reduce(step, kafkaLab.initial())));
        const resumed = events
          .slice(cut)
          .reduce((state, each, index) => step(state, each, index + Math.min(cut, events.length)), snapshot);
        expect(JSON.stringify(resumed)).toBe(JSON.stringify(whole));
        expect(resumed).toEqual(whole);
      }),
    );
  });

  it('leaves an event it does not know without effect', () => {
    const state = play([appended('t', 0, 0, ['a'])]);
    const next = kafkaLab.fold(state, { type: 'from.the-future' } as unknown as KafkaEvent, 5);
    expect(next.topics).toBe(state.topics);
    expect(next.lines).toBe(state.lines);
  });

  it('shares the parts that did not change', () => {
    const state = play([
      { type: 'topic.created', topic: 'a', partitions: 2 },
      { type: 'topic.created', topic: 'b', partitions: 2 },
      group('g', 'Stable', 1, [member('m', 'a', [0, 1])]),
    ]);
    const next = play([appended('a', 1, 0, ['k'])], state);
    expect(next.groups).toBe(state.groups);
    expect(next.clients).toBe(state.clients);
    expect(next.topics[1]).toBe(state.topics[1]);
    expect(next.topics[0]?.partitions[0]).toBe(state.topics[0]?.partitions[0]);
    expect(next.topics[0]?.partitions[1]).not.toBe(state.topics[0]?.partitions[1]);
  });

  it('stays small: events that fill every list of it are followed by as many again, and it grows no more', () => {
    let state = kafkaLab.initial();
    let full = 0;
    const long = 'x'.repeat(5_000);
    for (let n = 0; n < 2 * filling; n += 1) {
      const at = n * 50;
      const topic = `topic-${n % 300}`;
      const next: KafkaEvent =
        n % 10 === 0
          ? { type: 'client.appeared', client: client(`p-${n}`) }
          : n % 10 === 1
            ? { type: 'client.left', id: `p-${n - 1}`, cause: 'closed' }
            : n % 10 === 2
              ? group(`group-${n % 700}`, 'Stable', n, [member(`m-${n}`, topic, [n % 3])])
              : n % 10 === 3
                ? left(`group-${(n - 1) % 700}`, `m-${n}`)
                : n % 10 === 4
                  ? predicted('attend', `someone-${n}`)
                  : {
                      type: 'records.appended',
                      topic,
                      partition: n % 200,
                      baseOffset: n,
                      count: 500,
                      bytes: 9,
                      client: `p-${n}`,
                      acks: 1,
                      kept: [
                        {
                          offset: n + 499,
                          timestamp: at,
                          key: null,
                          value: { text: long, encoding: 'utf8', size: 5_000 },
                          headers: [],
                        },
                      ],
                    };
      state = kafkaLab.fold(state, next, at);
      if (n + 1 === filling) full = JSON.stringify(state).length;
    }
    expect(state.totals.events).toBe(2 * filling);
    expect(state.lines).toHaveLength(bounds.lines);
    expect(state.topics.length).toBeLessThanOrEqual(bounds.topics);
    expect(state.groups.length).toBeLessThanOrEqual(bounds.groups);
    expect(state.clients.length).toBeLessThanOrEqual(bounds.clients);
    expect(full).toBeLessThan(3_000_000);
    // A character or two for each event, kept for ever, would be more.
    expect(JSON.stringify(state).length).toBeLessThan(full + filling);
  }, 60_000);
});

import { describe, expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { Clock } from '../clock.ts';
import { silentLog } from '../log.ts';
import type { ClusterBatch } from '../types.ts';
import { createPublisher } from './publisher.ts';

/** A clock whose timers fire when told. */
function handClock(): Clock & { fire(): void } {
  let due: (() => void)[] = [];
  return {
    now: () => 0,
    after(_ms, run) {
      due.push(run);
      const cancel = () => {
        due = due.filter((each) => each !== run);
      };
      return { cancel };
    },
    fire() {
      const now = due;
      due = [];
      for (const run of now) run();
    },
  };
}
const created = (topic: string): KafkaEvent => ({ type: 'topic.created', topic, partitions: 1 });

function opened() {
  const clock = handClock();
  const publisher = createPublisher({ clock, log: silentLog });
  const batches: ClusterBatch[] = [];
  return { clock, publisher, batches, listener: (batch: ClusterBatch) => void batches.push(batch) };
}

describe('publisher', () => {
  it('tells a newcomer nothing twice and misses nothing', () => {
    const { clock, publisher, batches, listener } = opened();
    publisher.tell([created('a')]);
    expect(publisher.open(listener)).toEqual([created('a')]);
    publisher.tell([created('b')]);
    clock.fire();
    expect(batches.flatMap(({ events }) => events)).toEqual([created('b')]);
  });

  it('gives a newcomer the volatile values of now, then only those that change', () => {
    const { clock, publisher, batches, listener } = opened();
    publisher.set('x', { position: 1 });
    publisher.set('y', { position: 9 });
    publisher.open(listener);
    clock.fire();
    publisher.set('x', { position: 1 });
    publisher.set('x', { position: 2 });
    publisher.set('y', null);
    clock.fire();
    expect(batches.map(({ volatile }) => volatile)).toEqual([
      [
        ['x', { position: 1 }],
        ['y', { position: 9 }],
      ],
      [
        ['x', { position: 2 }],
        ['y', null],
      ],
    ]);
  });

  it('goes on when a listener throws', () => {
    const { clock, publisher, batches, listener } = opened();
    publisher.open(() => {
      throw new Error('broken listener');
    });
    publisher.open(listener);
    publisher.tell([created('a')]);
    clock.fire();
    expect(batches).toHaveLength(1);
  });

  it('remembers the present: deleted topics and departed programs are not told to newcomers', () => {
    const { publisher, listener } = opened();
    publisher.tell([created('a'), created('b'), { type: 'topic.deleted', topic: 'a' }]);
    publisher.tell([
      { type: 'offsets.committed', group: 'g', memberId: 'm', offsets: [{ topic: 'b', partition: 0, offset: 1 }] },
      { type: 'offsets.committed', group: 'g', memberId: 'm', offsets: [{ topic: 'b', partition: 0, offset: 2 }] },
      { type: 'cluster.lost', reason: 'Le broker ne répond pas.' },
    ]);
    expect(publisher.open(listener)).toEqual([
      created('b'),
      { type: 'offsets.committed', group: 'g', memberId: null, offsets: [{ topic: 'b', partition: 0, offset: 2 }] },
      { type: 'cluster.lost', reason: 'Le broker ne répond pas.' },
    ]);
  });
});

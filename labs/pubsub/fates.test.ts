// What became of each message, measured from events: the table of the panel.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileEvent } from '#contract/file.ts';
import type { SceneEvent, Subscriber } from '#contract/pubsub.ts';
import { sharesOf } from '../file/shares.ts';
import { lateSubscriber, proofOf } from './experiment.ts';
import { fatesOf } from './fates.ts';
import { keptEvents, pubsubLab } from './lab.ts';
import { emptyScene, sceneLab } from './run.ts';

const at = {
  broker: 'embarque',
  real: false,
  address: null,
  capabilities: { remembersAbsent: true, readsPast: true, acknowledges: false, sharesWork: false },
} as const;
const plain = (id: number, name: string): Subscriber => ({ id, name, durable: false, from: 'now' });
const durable = (id: number, name: string): Subscriber => ({ ...plain(id, name), durable: true });
const came = (subscriber: Subscriber): SceneEvent => ({ type: 'subscribed', subscriber });
const left = (subscriber: number): SceneEvent => ({ type: 'left', subscriber, reason: 'asked' });
const back = (subscriber: number): SceneEvent => ({ type: 'returned', subscriber });
const got = (subscriber: number, sequence: number): SceneEvent => ({
  type: 'received',
  subscriber,
  sequence,
  again: false,
});
/** Published, and received at once by these. */
const sent = (sequence: number, ...to: number[]): SceneEvent[] => [
  { type: 'published', sequence },
  ...to.map((id) => got(id, sequence)),
];
const fold = (events: readonly SceneEvent[]) =>
  events.reduce((state, event) => sceneLab.fold(state, event, 0), emptyScene);
const table = (events: readonly SceneEvent[]) =>
  Object.fromEntries(fatesOf(fold(events)).map(({ subscriber, cells }) => [subscriber.name, cells.join(' ')]));
const file = (event: FileEvent): SceneEvent => ({ type: 'queue', event });
const kept = (events: readonly SceneEvent[]) =>
  [
    { type: 'run.started', run: 'r', topic: 't', at } as const,
    ...events.map((event) => ({ type: 'run.told', event }) as const),
  ].reduce((state, event) => pubsubLab.fold(state, event, 0), pubsubLab.initial()).run;

/** Away for the second message; Denis comes for the third. */
const story: SceneEvent[] = [
  came(plain(1, 'Alice')),
  came(plain(2, 'Bob')),
  came(durable(3, 'Chloé')),
  ...sent(1, 1, 2, 3),
  left(2),
  left(3),
  ...sent(2, 1),
  came(plain(4, 'Denis')),
  back(2),
  back(3),
  got(3, 2),
  ...sent(3, 1, 2, 3, 4),
];

describe('who got what', () => {
  it('tells what was missed by who was away from what a durable one caught up with', () => {
    expect(table(story)).toEqual({
      Alice: 'received received received',
      Bob: 'received missed received',
      Chloé: 'received received received',
      Denis: 'before before received',
    });
    const [, bob] = fatesOf(fold(story));
    expect(bob).toMatchObject({ received: 2, missed: [2], doubled: [], inOrder: true });
  });

  it('waits for what may still come, and for nothing once it is over', () => {
    const under = [came(plain(1, 'A')), came(durable(2, 'B')), left(2), ...sent(1)];
    expect(table(under)).toEqual({ A: 'coming', B: 'waiting' });
    expect(table([...under, left(1)])).toEqual({ A: 'missed', B: 'waiting' });
    expect(table([...under, { type: 'ended' }])).toEqual({ A: 'missed', B: 'missed' });
    expect(table([...under, { type: 'refused', sequence: 1 }])).toEqual({ A: 'refused', B: 'refused' });
  });

  it('says of nothing that it was missed because the server that tells was lost', () => {
    const death = 'connection';
    const can = { nack: 'yes', redelivered: true, counted: true, deadLetters: 'broker', prefetch: 'worker' } as const;
    const broker = { name: 'embarque', capabilities: { ...can, bounded: true, death, parallel: null } } as const;
    const task = { task: 'r-2', number: 2, poison: false };
    const run = kept([
      came(plain(1, 'Alice')),
      came(plain(2, 'Bob')),
      came(durable(3, 'Chloé')),
      left(2),
      ...sent(1, 1, 3),
      file({ type: 'opened', broker, others: [], waiting: 0 }),
      file({ type: 'hired', worker: 1, takesMs: 600, prefetch: 1 }),
      ...sent(2, 3),
      file({ type: 'sent', ...task }),
      file({ type: 'given', worker: 1, redelivered: false, attempt: 1, ...task }),
    ]);
    const lost = pubsubLab.left?.({ run }).run;
    const events = lost?.events.map(({ event }) => event) ?? [];
    expect(table(events)).toEqual({ Alice: 'received unknown', Bob: 'missed missed', Chloé: 'received received' });
    const scene = fold(events);
    expect(scene).toMatchObject({ ended: 'lost', file: { workers: [] } });
    expect(scene.subscribers.map(({ there, lost: isCut }) => [there, isCut])).toEqual([
      [false, true],
      [false, false],
      [false, true],
    ]);
    expect(scene.file && sharesOf(scene.file).workers).toMatchObject([{ there: false, how: 'killed', died: [2] }]);
    expect(pubsubLab.left?.({ run: lost ?? null }).run).toBe(lost);
    expect(pubsubLab.left?.(pubsubLab.initial())).toEqual({ run: null });
  });

  it('waits for the past of who asked for it', () => {
    const late: Subscriber = { id: 1, name: 'A', durable: false, from: 'beginning' };
    expect(table([...sent(1), came(late)])).toEqual({ A: 'coming' });
    expect(table([...sent(1), came(late), got(1, 1)])).toEqual({ A: 'received' });
    expect(table([...sent(1), came(late), left(1), ...sent(2), back(1)])).toEqual({ A: 'missed missed' });
  });

  it('counts a message that came twice once, as doubled, and sees disorder', () => {
    const events = [came(plain(1, 'A')), ...sent(1), ...sent(2), got(1, 2), got(1, 1), got(1, 2)];
    expect(fatesOf(fold(events))[0]).toMatchObject({ received: 2, doubled: [2], inOrder: false });
  });

  it('gives every message exactly one fate, whatever happens', () => {
    const id = fc.integer({ min: 1, max: 4 });
    const step = fc.oneof(
      id.map((one) => came({ ...plain(one, `S${one}`), durable: one % 2 === 0 })),
      id.map(left),
      id.map(back),
      fc.tuple(id, fc.integer({ min: 1, max: 9 })).map(([one, sequence]) => got(one, sequence)),
      fc.constant<'publish'>('publish'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let published = 0;
        const here = new Set<number>();
        const events: SceneEvent[] = [];
        for (const each of steps) {
          if (each === 'publish') {
            published += 1;
            events.push({ type: 'published', sequence: published });
          } else if (each.type === 'subscribed') {
            if (!here.has(each.subscriber.id)) events.push(each);
            here.add(each.subscriber.id);
          } else if (each.type !== 'received' || each.sequence <= published) events.push(each);
        }
        for (const { cells, received, missed, waiting } of fatesOf(fold(events))) {
          expect(cells).toHaveLength(published);
          const counted = cells.filter((cell) => cell === 'received' || cell === 'doubled').length;
          expect(received).toBe(counted);
          expect(counted + missed.length + waiting.length).toBeLessThanOrEqual(published);
        }
      }),
    );
  });
});

describe('the experiment of the late subscriber', () => {
  const proof = (events: readonly SceneEvent[], from = 0) => {
    const run = kept(events);
    if (!run) throw new Error('no run');
    return proofOf(run, from);
  };

  it('is proven by who came late, who missed and who caught up', () => {
    expect(proof(story)).toEqual({
      late: { name: 'Denis', before: 2, first: 3 },
      away: { name: 'Bob', missed: 1, next: 3 },
      kept: { name: 'Chloé', caught: 1 },
    });
  });

  it('takes nothing for granted before it has happened', () => {
    expect(proof(story.slice(0, -4))).toMatchObject({ late: null, away: null });
    const before = story.findIndex((event) => event.type === 'returned');
    expect(proof(story.slice(0, before))).toEqual({ late: null, away: null, kept: null });
    // Back without having missed anything.
    expect(proof([came(plain(1, 'A')), ...sent(1, 1), left(1), back(1), ...sent(2, 1)])).toMatchObject({ away: null });
  });

  it('forgets what was before it began again', () => {
    const nothing = Object.fromEntries(lateSubscriber.steps.map((step) => [step, null]));
    expect(proof(story, story.length)).toEqual(nothing);
  });

  it('keeps a bounded run', () => {
    const many = Array.from({ length: keptEvents + 50 }, (_, index) => got(1, index + 1));
    expect(kept(many)?.events).toHaveLength(keptEvents);
  });
});

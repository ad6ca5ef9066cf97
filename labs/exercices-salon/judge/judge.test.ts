// Whatever a program does, a judge answers: each of its points with one of three verdicts, each mistake once, and never throws.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '#contract/exercices-salon.ts';
import { reportOf } from '../reports.ts';
import { checksOf, judge } from './index.ts';

const t = fc.nat(100_000);
const topic = fc.constantFrom('room' as const, 'own' as const);
const sequence = fc.integer({ min: 1, max: 12 });
const from = fc.option(fc.integer({ min: 1, max: 12 }));
const to = fc.constantFrom('@Relais', '@relais-alma', 'exercice-x-y', '@bob');
const words = fc.constantFrom('reçu', 'traité', 'perdu', 'bonjour');
const events: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({
    type: fc.constant('subscribed' as const),
    t,
    topic,
    connection: fc.nat(5),
    from,
    acks: fc.boolean(),
    proven: fc.boolean(),
    recovered: fc.option(fc.boolean()),
  }),
  fc.record({
    type: fc.constant('told' as const),
    t,
    topic,
    sequence,
    sender: fc.constantFrom('Relais', 'relais-alma'),
    why: fc.constantFrom('first' as const, 'again' as const, 'asked' as const),
  }),
  fc.record({
    type: fc.constant('kept' as const),
    t,
    topic,
    sequence,
    sender: fc.constant('Relais'),
    why: fc.constantFrom('held' as const, 'lost' as const, 'away' as const),
  }),
  fc.record({
    type: fc.constant('said' as const),
    t,
    to,
    content: fc.tuple(words, sequence).map((two) => two.join(' ')),
  }),
  fc.record({ type: fc.constant('acked' as const), t, sequence, upTo: fc.boolean() }),
  fc.record({ type: fc.constant('asked' as const), t, topic, from, oldest: sequence }),
  fc.record({ type: fc.constant('forgot' as const), t, topic, upTo: sequence, why: fc.constant('size' as const) }),
  fc.record({ type: fc.constant('cut' as const), t }),
  fc.record({ type: fc.constant('waited' as const), t, ms: fc.nat(9_000) }),
  fc.record({ type: fc.constant('clear-refused' as const), t }),
);
const reasons = fc.constantFrom('played' as const, 'gone' as const, 'left' as const);
const runs = fc
  .tuple(
    fc.array(events, { maxLength: 60 }),
    fc.option(fc.record({ type: fc.constant('ended' as const), t, reason: reasons })),
  )
  .map(([all, end]): RunEvent[] => (end ? [...all, end] : all));

describe.each(['accuses', 'prive', 'histoire'] as const)('the judge of %s', (exercise) => {
  it('answers each point, names a mistake once, and does not accuse who has not begun', () => {
    fc.assert(
      fc.property(runs, (all) => {
        const { checks, mistakes, ended } = judge(exercise, all);
        expect(checks.map(({ id }) => id)).toEqual([...checksOf[exercise]]);
        expect(new Set(mistakes.map(({ name }) => name)).size).toBe(mistakes.length);
        for (const { numbers } of mistakes) expect(numbers.length).toBeLessThanOrEqual(12);
        // Nobody is told « je ne peux pas dire » as long as it can still be seen.
        if (ended === null) for (const { verdict } of checks) expect(verdict).not.toBe('unknown');
      }),
      { seed: 3 },
    );
    expect(judge(exercise, []).mistakes).toEqual([]);
    expect(judge(exercise, []).checks.every(({ verdict }) => verdict === 'not-yet')).toBe(true);
  });
});

it.each([
  ['reçu 7', { kind: 'got', from: 7, to: 7 }],
  ['Recu: 7', { kind: 'got', from: 7, to: 7 }],
  ['traité 12', { kind: 'done', from: 12, to: 12 }],
  ['perdu 9-15', { kind: 'gone', from: 9, to: 15 }],
  ['perdus 9 à 15', { kind: 'gone', from: 9, to: 15 }],
  ['perdu 15-9', null],
  ['perdu 1-999999', null],
  ['reçu', null],
  ['bonjour 7', null],
])('reads %j', (text, report) => expect(reportOf(text)).toEqual(report));

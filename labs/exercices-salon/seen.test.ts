// Whatever happens in the rooms of a class, the state stays bounded, and nothing is proven by what is not the person's.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SeenEvent } from '#contract/exercices-salon.ts';
import { begunAgain, experiments, foldSeen, nothingSeen, type SeenState } from './seen.ts';

const room = fc.constantFrom('general', 'td-2');
const client = fc.integer({ min: 1, max: 6 });
const sequence = fc.integer({ min: 1, max: 30 });
const name = fc.constantFrom('Ada', 'bob', 'carole', 'ada-2');
const eventsOf = (mine: fc.Arbitrary<boolean>): fc.Arbitrary<SeenEvent> =>
  fc.oneof(
    fc.record({ type: fc.constant('came' as const), room, client, name, mine, page: fc.boolean() }),
    fc.record({
      type: fc.constant('went' as const),
      room,
      client,
      how: fc.constantFrom('left' as const, 'closed' as const, 'lost' as const),
    }),
    fc.record({ type: fc.constant('spoke' as const), room, client, sequence, text: fc.constant('msg') }),
    fc.record({
      type: fc.constant('reached' as const),
      room,
      sequences: fc.array(sequence, { minLength: 1, maxLength: 3 }),
      clients: fc.array(client, { minLength: 1, maxLength: 6 }),
    }),
    fc.record({ type: fc.constant('past' as const), room, client, from: sequence, to: sequence }),
    fc.record({
      type: fc.constant('presence' as const),
      room,
      client,
      userId: name,
      action: fc.constantFrom('join' as const, 'leave' as const),
    }),
  );
const folded = (events: readonly SeenEvent[]): SeenState =>
  events.reduce((state, event, index) => foldSeen(state, event, index * 100), nothingSeen);

it('stays bounded, and a proof stays as it was first seen', () => {
  fc.assert(
    fc.property(fc.array(eventsOf(fc.boolean()), { maxLength: 300 }), (events) => {
      let before = nothingSeen;
      for (const [index, event] of events.entries()) {
        const state = foldSeen(before, event, index * 100);
        for (const [step, evidence] of Object.entries(before.marks))
          expect(state.marks[step as keyof typeof state.marks]).toBe(evidence);
        before = state;
      }
      expect(before.spoken.length).toBeLessThanOrEqual(60);
      expect(before.gone.length).toBeLessThanOrEqual(30);
      expect(JSON.parse(JSON.stringify(before))).toEqual(before);
      for (const { id, steps } of experiments)
        for (const step of steps) expect(begunAgain(before, id).marks[step]).toBeUndefined();
    }),
    { seed: 5 },
  );
});

it('proves nothing where none of the person’s own clients is', () => {
  fc.assert(
    fc.property(fc.array(eventsOf(fc.constant(false)), { maxLength: 200 }), (events) => {
      expect(folded(events).marks).toEqual({});
    }),
    { seed: 5 },
  );
});

// The short form of names.ts.
import { expect, it } from 'vitest';
import { namesThroughTheDoors } from '../support/names.ts';

it('hostile names write nothing elsewhere, change no prototype, and are never like the teacher’s', {
  timeout: 120_000,
}, async () => {
  const { asked, answered, accepted, ...harm } = await namesThroughTheDoors({ seed: 1, names: 600 });
  expect(harm).toEqual({ teachers: [], strangeFiles: [], prototypes: [] });
  expect([asked, answered]).toEqual([600, 600]);
  expect(accepted).toBeGreaterThan(20);
});

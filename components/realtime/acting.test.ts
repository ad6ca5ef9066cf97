// What a command does to the sentence about a handover: the person's own puts it away once carried out, the page's own never.
import { expect, it, vi } from 'vitest';
import type { Ack } from '#contract/errors.ts';
import { type Acting, actingOn } from './acting.ts';
import { handEnv, handover, sumLab } from './fixtures.ts';
import { createLabStore } from './lab-store.ts';

const done: Ack<never> = { ok: true, result: undefined as never };
const refused: Ack<never> = { ok: false, error: { code: 'unavailable', message: 'Pas maintenant.' } };

function told() {
  const env = handEnv();
  const store = createLabStore(sumLab, env);
  store.restore({ recovered: false, epoch: 'e', head: 0, at: 0, snapshot: sumLab.initial(), volatile: [] });
  const come = (offset: number) => {
    store.accept({ kind: 'events', lab: 'sum', epoch: 'e', records: [handover(offset, true)] });
    env.paint();
  };
  come(0);
  const isRead = () => store.snapshot().handover?.read;
  return { come, isRead, acting: (answer: () => Ack<never>): Acting => actingOn(store, async () => answer()) };
}

it('is read once the person has had a command carried out', async () => {
  const { isRead, acting } = told();
  expect(await acting(() => refused).send({})).toBe(refused);
  expect(isRead()).toBe(false);
  expect(await acting(() => done).send({})).toBe(done);
  expect(isRead()).toBe(true);
});

it('is not read by what the page asks by itself', async () => {
  const { isRead, acting } = told();
  expect(await acting(() => done).tend({})).toBe(done);
  expect(isRead()).toBe(false);
});

it('is not read by a command that was on its way before it came', async () => {
  const { come, isRead, acting } = told();
  const answer = vi.fn(() => {
    come(1);
    return done;
  });
  await acting(answer).send({});
  expect(answer).toHaveBeenCalledOnce();
  expect(isRead()).toBe(false);
});

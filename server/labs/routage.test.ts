// The routing lab read as a page reads it: by its journal alone.
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '#contract/journal.ts';
import { type RoutageCommand, type RoutageEvent, routageCommand } from '#contract/routage.ts';
import { examples, given } from '#labs/routage/given.ts';
import { keptEvents, type RoutageState } from '#labs/routage/lab.ts';
import { routingFrom, routingLabFrom } from '#labs/routage/run.ts';
import { manualClock } from '../realtime/clock.ts';
import { refuseIssue } from '../realtime/refusal.ts';
import { createRoutageLab } from './routage.ts';
import { readerOf, takeOver } from './test-kit.ts';

const alice = { id: 'alice' };
const publication = (label: string): RoutageCommand => {
  const { topic, content } = examples.find((each) => each.label === label) ?? examples[0];
  return { type: 'publish', topic, content };
};
const filter = (name: string, expression: string): RoutageCommand => ({
  type: 'subscribe',
  name,
  rule: { kind: 'content', expression },
});

function start(epoch = 'e') {
  const lab = createRoutageLab({ clock: manualClock(), epoch });
  const events = () => {
    const journal = readerOf(lab, 'alice');
    const records = (journal.read(journal.epoch, 0, 10_000_000) ?? []) as JournalRecord<RoutageEvent>[];
    return records.map(({ event }) => event);
  };
  const runOf = (owner: string) => (readerOf(lab, owner).snapshot().state as RoutageState).run;
  const stateOf = (owner: string) => {
    const run = runOf(owner);
    if (!run) return null;
    const beginning = routingFrom(run.run, run.subscribers);
    return run.events.reduce((state, { event }) => routingLabFrom(beginning).fold(state, event, 0), beginning);
  };
  const received = (owner: string) =>
    Object.fromEntries((stateOf(owner)?.subscribers ?? []).map((one) => [one.name, one.received]));
  return {
    lab,
    events,
    runOf,
    stateOf,
    received,
    run: (command: RoutageCommand, who = alice) => lab.run(who, command),
  };
}

describe('the routing lab', () => {
  it('routes by topic and by content, and tells what became of each publication for each subscriber', async () => {
    const { run, received, events, stateOf } = start();
    expect(await run(publication('un but'))).toEqual({ ok: true, result: { publication: 1, reached: 2 } });
    await run(publication('une nouvelle'));
    await run(publication('une grosse commande'));
    await run(publication('une petite commande'));
    await run(publication('un remboursement'));
    expect(received('alice')).toEqual({ Alice: [1], Bob: [1], Chloé: [2], 'Grosses commandes': [3], Journal: [3, 4] });
    expect(events().filter((event) => event.type === 'run.told')).toHaveLength(5 * (1 + given.length));
    expect(stateOf('alice')?.subscribers.at(-1)?.verdict).toEqual({
      reached: false,
      because: { kind: 'content', decided: [{ text: 'type = "order"', found: 'refund', holds: false }] },
    });
  });

  it('takes subscribers in, changes them and lets them go', async () => {
    const { run, received } = start();
    expect(await run(filter('Alertes', 'value > 10 et non type = "order"'))).toMatchObject({
      result: { subscriber: 6 },
    });
    await run({ type: 'change', subscriber: 3, name: 'Chloé', rule: { kind: 'topic', topic: 'boutique' } });
    await run({ type: 'remove', subscriber: 5 });
    await run(publication('un remboursement'));
    expect(received('alice')).toEqual({ Alice: [], Bob: [], Chloé: [1], 'Grosses commandes': [], Alertes: [1] });
    await run({ type: 'reset' });
    expect(Object.keys(received('alice'))).toEqual(given.map(({ name }) => name));
  });

  it('refuses what it cannot carry out in one sentence, and nothing moves', async () => {
    const { run, events } = start();
    expect(await run(filter('Alertes', 'value >'))).toEqual({
      ok: false,
      error: {
        code: 'invalid',
        field: 'rule.expression',
        message: 'Caractère 8\u00a0: Il manque une valeur après «\u00a0>\u00a0», à la fin.',
      },
    });
    expect(await run(filter('Alertes', '('.repeat(2_000)))).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(await run(filter('Journal', 'a = 1'))).toMatchObject({ error: { field: 'name' } });
    const change = { type: 'change', name: 'X', rule: { kind: 'topic', topic: 't' } } as const;
    expect(await run({ ...change, subscriber: 99 })).toMatchObject({ error: { code: 'not-found' } });
    expect(await run({ type: 'remove', subscriber: 99 })).toMatchObject({ error: { code: 'not-found' } });
    expect(events()).toEqual([]);
    for (const name of ['A', 'B', 'C']) await run(filter(name, 'a = 1'));
    expect(await run(filter('D', 'a = 1'))).toMatchObject({ error: { code: 'limit-reached' } });
  });

  it('is asked for nothing that the contract does not allow', () => {
    const { lab } = start();
    const refused = (command: unknown) => {
      const read = routageCommand.safeParse(command);
      if (read.success) return null;
      const reply = refuseIssue(read.error, lab.rules);
      return reply.ok ? null : reply.error.message;
    };
    const publish = { type: 'publish', topic: 't', content: [] };
    const field = (name: string, value: unknown) => ({ ...publish, content: [{ field: name, value }] });
    expect(refused(publish)).toBeNull();
    expect(refused({ ...publish, topic: 'deux mots' })).toMatch(/^Un sujet est un seul mot/);
    expect(refused(filter('', 'a = 1'))).toMatch(/^Un nom a de 1 à 24/);
    expect(refused({ type: 'subscribe', name: 'x', rule: { kind: 'topic', topic: '' } })).toMatch(/^Un sujet/);
    for (const wrong of [
      field('a b', 1),
      field('a', null),
      field('a', { b: 1 }),
      field('a', Number.POSITIVE_INFINITY),
      field('a', 1e300),
      field('a', 'x'.repeat(41)),
      {
        ...publish,
        content: [
          { field: 'a', value: 1 },
          { field: 'a', value: 2 },
        ],
      },
      { ...publish, content: Array.from({ length: 7 }, (_, index) => ({ field: `f${index}`, value: 1 })) },
    ]) {
      expect(refused(wrong)).toMatch(/^Un contenu a 6 champs au plus/);
    }
  });

  it('keeps people apart, and forgets who has gone', async () => {
    const { lab, run, received, runOf } = start();
    await run({ type: 'remove', subscriber: 1 });
    await run(publication('un but'), { id: 'bob' });
    expect(received('bob')).toMatchObject({ Alice: [1], Bob: [1] });
    expect(received('alice')).not.toHaveProperty('Alice');
    lab.personGone(alice);
    expect(runOf('alice')).toBeNull();
    await run(publication('un but'));
    expect(received('alice')).toMatchObject({ Alice: [1], Bob: [1] });
  });

  it('goes on at another server with the same subscribers, the next id and the next number', async () => {
    const lost = start();
    await lost.run(filter('Alertes', 'value > 10'));
    await lost.run({ type: 'remove', subscriber: 6 });
    await lost.run({ type: 'remove', subscriber: 1 });
    await lost.run(publication('un but'));
    const { run, lab, runOf, stateOf, received } = start('f');
    takeOver(lab, 'alice', { run: lost.runOf('alice') });
    expect(await run({ type: 'remove', subscriber: 1 })).toMatchObject({ error: { code: 'not-found' } });
    expect(await run(filter('Alertes', 'value > 10'))).toMatchObject({ result: { subscriber: 7 } });
    expect(await run(publication('une grosse commande'))).toMatchObject({ result: { publication: 2 } });
    expect(received('alice')).toEqual({ Bob: [1], Chloé: [], 'Grosses commandes': [2], Journal: [2], Alertes: [2] });
    expect(runOf('alice')?.run).toBe(lost.runOf('alice')?.run);
    expect(stateOf('alice')?.last).toMatchObject({ type: 'received', publication: 2 });
    for (let published = 2; published < 60; published += 1) await run(publication('un but'));
    expect(runOf('alice')?.run).not.toBe(lost.runOf('alice')?.run);
    expect(stateOf('alice')).toMatchObject({ publication: { number: 60 } });
  });

  it('takes a publication that was interrupted on its way to those who had not had it', async () => {
    const lost = start();
    await lost.run(publication('un but'));
    const whole = lost.runOf('alice');
    const cut = whole && { ...whole, events: whole.events.slice(0, 3) };
    const { lab, received, stateOf } = start();
    takeOver(lab, 'alice', { run: cut });
    expect(received('alice')).toMatchObject({ Alice: [1], Bob: [1], Chloé: [] });
    expect(stateOf('alice')?.subscribers.every(({ verdict }) => verdict !== null)).toBe(true);
    expect(stateOf('alice')).toEqual(lost.stateOf('alice'));
  });

  it('goes on as another run when one is full, with the same subscribers and the next number', async () => {
    const { run, runOf, stateOf } = start();
    await run({ type: 'remove', subscriber: 1 });
    const first = runOf('alice')?.run;
    for (let published = 0; published < 100; published += 1) await run(publication('un but'));
    expect(runOf('alice')?.run).not.toBe(first);
    expect(runOf('alice')?.events.length).toBeLessThanOrEqual(keptEvents);
    expect(stateOf('alice')).toMatchObject({ publication: { number: 100 } });
    expect(stateOf('alice')?.subscribers).toHaveLength(4);
    expect(stateOf('alice')?.subscribers.every(({ verdict }) => verdict !== null)).toBe(true);
  });
});

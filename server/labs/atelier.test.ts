// The workshop with real kafkajs clients on the real embedded broker, read as a page reads it: by its journal alone.
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { WorkshopSettings } from '#contract/atelier.ts';
import { checkInvariant, type Verdict } from '#labs/atelier/judge.ts';
import { incidentsOf, lotsOf, noIncident } from '#labs/atelier/plan.ts';
import { fast, type House, openHouse, type Told, worker } from './testing/workshop.ts';

const verdict = (events: Told[], lots = 1): Verdict => checkInvariant(lotsOf(lots), events);
const kindOf = (events: Told[], lots = 1) => {
  const found = verdict(events, lots);
  return found?.result === 'broken' ? found.worst.kind : (found?.result ?? null);
};
/** What was done with each lot, in order, without times nor who. */
const storyOf = (events: Told[], lot: string) =>
  events.flatMap(({ event }) =>
    'lot' in event && event.lot === lot && ['began', 'finished', 'crashed'].includes(event.type)
      ? [
          `${event.type} ${event.step} ${'partition' in event ? event.partition : ''} ${'offset' in event ? event.offset : ''}`,
        ]
      : [],
  );

// Everybody has topics and clients of their own, and most of a run waits.
describe.concurrent('the workshop', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(async () => {
    await house.close();
  });

  it('does three steps in order, each committed before the next, in one partition from offset 0', async () => {
    const events = await worker(house.lab, 'first').play();
    expect(verdict(events)).toEqual({ result: 'kept' });
    expect(storyOf(events, 'LOT_42')).toEqual([
      'began 1 1 0',
      'finished 1 1 0',
      'began 2 1 1',
      'finished 2 1 1',
      'began 3 1 2',
      'finished 3 1 2',
    ]);
  });

  it('works on several lots at once, each in order; the same seed gives the same story', async () => {
    const zoe = worker(house.lab, 'zoe');
    const first = await zoe.play({}, 3);
    expect(kindOf(first, 3)).toBe('kept');
    const atWork = new Set<string>();
    let most = 0;
    for (const { event } of first) {
      if (event.type === 'began') atWork.add(event.lot);
      if (event.type === 'finished') atWork.delete(event.lot);
      most = Math.max(most, atWork.size);
    }
    expect(most).toBeGreaterThan(1);
    const second = await zoe.play({}, 3);
    for (const lot of lotsOf(3)) expect(storyOf(second, lot)).toEqual(storyOf(first, lot));
  });

  it('does the step again before the next when its consumer dies between work and commit', async () => {
    const events = await worker(house.lab, 'alice').play({}, 1, incidentsOf(42, 1, ['crash']));
    expect(kindOf(events)).toBe('kept');
    const crash = events.find(({ event }) => event.type === 'crashed')?.event;
    const again = events.filter(
      ({ event }) => event.type === 'began' && crash?.type === 'crashed' && event.offset === crash.offset,
    );
    expect(again).toHaveLength(2);
  });

  it('waits for its only consumer to be started again', async () => {
    const bob = worker(house.lab, 'bob');
    const incidents = incidentsOf(42, 1, ['crash']);
    await bob.command({ type: 'start', settings: { ...fast, consumers: 1 }, lots: 1, incidents });
    await bob.until((all) => all.some(({ event }) => event.type === 'crashed'));
    expect(await bob.command({ type: 'restart' })).toMatchObject({ ok: true, result: { restarted: 1 } });
    expect(kindOf(await bob.ended())).toBe('kept');
  });

  it.each<[string, Partial<WorkshopSettings>, Parameters<typeof incidentsOf>[2], string[]]>([
    ['no key', { keyed: false }, [], ['two-at-once', 'out-of-order']],
    ['no idempotence and a lost acknowledgement', { idempotent: false }, ['lostAck'], ['twice']],
    ['no confirmation awaited and a refused send', { awaited: false }, ['refused'], ['out-of-order']],
    ['acks=0 and a refused send', { acks: 0, idempotent: false }, ['refused'], ['lost', 'out-of-order']],
    ['automatic commit and a death', { autoCommit: true }, ['crash'], ['lost']],
    ['a commit before the work and a death', { commitAfter: false }, ['crash'], ['lost']],
    ['several records a poll', { oneByOne: false, workMs: 600 }, [], ['uncommitted']],
  ])('shows what breaks with %s, and the two events that crossed', async (_, settings, asked, kinds) => {
    const events = await worker(house.lab, `off-${Object.keys(settings).join('-')}`.toLowerCase()).play(
      settings,
      1,
      incidentsOf(42, 1, asked),
    );
    const found = verdict(events);
    if (found?.result !== 'broken') throw new Error(`kept: ${JSON.stringify(events.map(({ event }) => event))}`);
    expect(kinds).toContain(found.worst.kind);
    expect(found.worst.first.n).toBeLessThan(found.worst.second.n);
  });

  it('keeps the invariant with all settings right when an acknowledgement is lost, or a send refused', async () => {
    const eve = worker(house.lab, 'eve');
    for (const asked of [['lostAck'], ['refused']] as const) {
      const events = await eve.play({}, 1, incidentsOf(42, 1, asked));
      expect(kindOf(events)).toBe('kept');
      expect(events.some(({ event }) => event.type === 'send.retried')).toBe(true);
    }
  });

  it('tells in its own words what the client refuses', async () => {
    const events = await worker(house.lab, 'carol').play({ acks: 1 });
    expect(events.at(-1)?.event).toMatchObject({
      type: 'ended',
      reason: 'failed',
      why: expect.stringMatching(/idempotent producer/),
    });
  });
});

describe('a workshop alone on its broker', () => {
  it('keeps to a topic of its own, hidden behind its name, and leaves nothing behind', async () => {
    const house = await openHouse();
    onTestFinished(() => house.close());
    const ada = worker(house.lab, 'ada');
    const topics = async () => (await house.broker.snapshot()).topics.map(({ topic }) => topic);
    await ada.command({ type: 'start', settings: { ...fast, workMs: 1_000 }, lots: 1, incidents: noIncident });
    await ada.until((all) => all.some(({ event }) => event.type === 'began'));
    expect((await topics()).filter((topic) => /^ada\.demo-[a-z0-9]+\.commandes_machines_td$/.test(topic))).toHaveLength(
      1,
    );
    await ada.command({ type: 'start', settings: fast, lots: 1, incidents: noIncident });
    await ada.ended();
    house.lab.personGone({ id: 'ada' });
    await expect.poll(async () => [house.workshop.open(), await topics()], { timeout: 15_000 }).toEqual([0, []]);
  });
});

describe('on a cluster that takes no orders', () => {
  it('works, and says what it cannot do', async () => {
    const house = await openHouse('cluster');
    try {
      const ada = worker(house.lab, 'ada');
      expect(kindOf(await ada.play())).toBe('kept');
      const start = { type: 'start', settings: fast, lots: 1, incidents: incidentsOf(1, 1, ['lostAck']) } as const;
      expect(await ada.command(start)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    } finally {
      await house.close();
    }
  });
});

// Adversarial schedules for the workshop, each drawn from a seed: answers that come late, commands written twice or refused, a death
// at any point; then the verdict on what really happened.
import { type AtelierEvent, crashPoints, type Incidents, type WorkshopSettings } from '#contract/atelier.ts';
import { checkInvariant, type Verdict } from '#labs/atelier/judge.ts';
import { lotsOf, rightSettings, type SettingName } from '#labs/atelier/plan.ts';
import { chance } from '#labs/chance.ts';
import { type House, type Told, worker } from './workshop.ts';

export type Schedule = {
  seed: number;
  lots: number;
  settings: WorkshopSettings;
  incidents: Incidents;
  /** Requests of its clients that the broker serves late. */
  late: { api: string; client: string; ms: number; times: number }[];
};

const apis = ['Produce', 'Fetch', 'OffsetCommit', 'Heartbeat'] as const;

export function scheduleOf(seed: number): Schedule {
  const draw = chance(seed * 7_919);
  draw();
  const among = (count: number): number => Math.floor(draw() * count);
  const lots = 1 + among(3);
  const consumers = 1 + among(3);
  const place = () => ({ lot: among(lots), step: 1 + among(3) });
  const maybe = <T>(share: number, make: () => T): T | null => (draw() < share ? make() : null);
  const incidents: Incidents = {
    crash: maybe(0.7, () => ({ ...place(), point: crashPoints[among(crashPoints.length)] ?? 'between' })),
    lostAck: maybe(0.5, place),
    refused: maybe(0.4, place),
  };
  const late = Array.from({ length: among(4) }, () => {
    const api = apis[among(apis.length)] ?? 'Fetch';
    const client = api === 'Produce' ? 'producteur' : `c${1 + among(consumers)}`;
    return { api, client, ms: 50 + among(250), times: 1 + among(3) };
  });
  const settings = { ...rightSettings, workMs: 100 + among(80), consumers, seed };
  return { seed, lots, settings, incidents, late };
}

/** What is wrong with each setting turned off, and the schedules that can show it. */
export const wrong: Record<SettingName, { change: Partial<WorkshopSettings>; shows(schedule: Schedule): boolean }> = {
  keyed: { change: { keyed: false }, shows: ({ settings }) => settings.consumers > 1 },
  acks: { change: { acks: 0, idempotent: false }, shows: ({ incidents }) => incidents.refused !== null },
  idempotent: { change: { idempotent: false }, shows: ({ incidents }) => incidents.lostAck !== null },
  awaited: { change: { awaited: false }, shows: ({ incidents }) => (incidents.refused?.step ?? 3) < 3 },
  autoCommit: { change: { autoCommit: true }, shows: ({ incidents }) => incidents.crash?.point === 'between' },
  commitAfter: { change: { commitAfter: false }, shows: ({ incidents }) => incidents.crash?.point === 'between' },
  oneByOne: { change: { oneByOne: false, workMs: 400 }, shows: ({ incidents }) => incidents.crash === null },
};

export type Played = { schedule: Schedule; verdict: Verdict; events: Told[] };

/** Plays it as a person who starts whoever died again. */
export async function play(house: House, schedule: Schedule, owner: string): Promise<Played> {
  const { lots, settings, incidents, late } = schedule;
  const faults: string[] = [];
  for (const { api, client, ms, times } of late) {
    const match = { api, clientId: house.clientId(owner, client) };
    faults.push(await house.broker.faults.add({ match, action: { kind: 'delay', ms }, times }));
  }
  const one = worker(house.lab, owner);
  try {
    const started = await one.command({ type: 'start', settings, lots, incidents });
    if (!started.ok) throw new Error(started.error.message);
    const is = (type: AtelierEvent['type']) => (all: Told[]) => all.some(({ event }) => event.type === type);
    await one.until((all) => is('crashed')(all) || is('ended')(all));
    if (!is('ended')(one.told())) await one.command({ type: 'restart' });
    const events = await one.ended();
    return { schedule, events, verdict: checkInvariant(lotsOf(lots), events) };
  } finally {
    for (const id of faults) await house.broker.faults.remove(id);
    house.lab.personGone({ id: owner });
  }
}

/** All of them, a few at a time; in the order of the seeds. */
export async function playAll(house: House, schedules: readonly Schedule[], atOnce = 6): Promise<Played[]> {
  const played: Played[] = [];
  const left = schedules.map((schedule, index) => ({ schedule, index }));
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift())
      played[next.index] = await play(house, next.schedule, `p${next.index}`);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return played;
}

/** The first schedule that breaks with this setting turned off; null when none of those tried does. */
export async function firstBroken(house: House, setting: SettingName, tries = 8): Promise<Played | null> {
  const { change, shows } = wrong[setting];
  const candidates = Array.from({ length: 200 }, (_, index) => scheduleOf(index + 1))
    .filter(shows)
    .slice(0, tries);
  for (const schedule of candidates) {
    const settings = { ...schedule.settings, ...change };
    const played = await play(house, { ...schedule, settings }, `off-${setting.toLowerCase()}`);
    if (played.verdict?.result === 'broken') return played;
  }
  return null;
}

/** One line: what broke, with the two events and the seed. */
export function reportOf({ schedule, verdict }: Played): string {
  if (verdict?.result !== 'broken') return `seed ${schedule.seed}: ${verdict?.result ?? 'no verdict'}`;
  const { kind, lot, step, first, second } = verdict.worst;
  const told = [first, second].map(({ n, type, partition, offset }) => `#${n} ${type} P${partition} ${offset}`);
  return `seed ${schedule.seed}: ${kind}, ${lot} step ${step}: ${told.join(' × ')}`;
}

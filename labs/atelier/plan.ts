// What a run is made of before anything happens: lots, the order in which their commands leave, how long each step takes, where
// an incident strikes. All drawn from the seed. Pure.
import type { CrashPoint, Incidents, WorkshopSettings } from '#contract/atelier.ts';
import { chance } from '../chance.ts';

export const machines = [
  { code: 'M1', name: 'Découpe CNC', task: 'forme de base', instruction: 'decouper la forme de base' },
  { code: 'M2', name: 'Perçage laser', task: 'trous de fixation', instruction: 'percer les trous de fixation' },
  { code: 'M3', name: 'Finition', task: 'polissage', instruction: 'polir et nettoyer' },
] as const;
export const steps = [1, 2, 3] as const;
export const topicName = 'commandes_machines_td';
export const partitionCount = 3;

/** With three partitions, murmur2 puts each on one of its own. */
export const lotNames = ['LOT_42', 'LOT_43', 'LOT_44'] as const;
export const lotsOf = (count: number): string[] => lotNames.slice(0, count);

/** What the statement asks for. */
export const rightSettings: WorkshopSettings = {
  keyed: true,
  acks: -1,
  idempotent: true,
  awaited: true,
  autoCommit: false,
  oneByOne: true,
  commitAfter: true,
  workMs: 1_500,
  consumers: 3,
  seed: 42,
};

export const noIncident: Incidents = { crash: null, lostAck: null, refused: null };

/** The settings that are not as the statement asks. */
export type SettingName = 'keyed' | 'acks' | 'idempotent' | 'awaited' | 'autoCommit' | 'oneByOne' | 'commitAfter';
export const settingNames: readonly SettingName[] = [
  'keyed',
  'acks',
  'idempotent',
  'awaited',
  'autoCommit',
  'commitAfter',
  'oneByOne',
];
export const settingsOff = (settings: WorkshopSettings): SettingName[] =>
  settingNames.filter((name) => settings[name] !== rightSettings[name]);

const draws = (seed: number, salt: number) => {
  const draw = chance(seed * 1_000_003 + salt);
  // A first number from nearby seeds is too much alike.
  draw();
  return draw;
};

/** Commands in the order in which they leave: in order within each lot, lots mixed by the seed. */
export function sendOrder(seed: number, lots: readonly string[]): { lot: string; step: number }[] {
  const draw = draws(seed, 1);
  const next = lots.map(() => 1);
  const order: { lot: string; step: number }[] = [];
  while (order.length < lots.length * steps.length) {
    const open = lots.map((_, index) => index).filter((index) => (next[index] ?? 4) <= steps.length);
    const index = open[Math.floor(draw() * open.length)] ?? 0;
    order.push({ lot: lots[index] ?? '', step: next[index] ?? 1 });
    next[index] = (next[index] ?? 1) + 1;
  }
  return order;
}

/** How long this step of this lot takes, ms: the time set, a fifth more or less. */
export function workTime({ seed, workMs }: WorkshopSettings, lot: number, step: number): number {
  const draw = draws(seed, 100 + lot * 10 + step);
  return Math.round(workMs * (0.8 + 0.4 * draw()));
}

/** Where keyless records begin to go round. */
export const firstPartition = (seed: number): number => Math.floor(draws(seed, 2)() * partitionCount);

export type IncidentName = 'crash' | 'lostAck' | 'refused';

/** The asked incidents, each where the seed makes it strike: never so late that nothing would follow it. */
export function incidentsOf(
  seed: number,
  lots: number,
  asked: readonly IncidentName[],
  point: CrashPoint = 'between',
): Incidents {
  const draw = draws(seed, 3);
  const place = () => ({ lot: Math.floor(draw() * lots), step: 1 + Math.floor(draw() * 2) });
  const [crash, lostAck, refused] = [place(), place(), place()];
  return {
    crash: asked.includes('crash') ? { ...crash, point } : null,
    lostAck: asked.includes('lostAck') ? lostAck : null,
    refused: asked.includes('refused') ? refused : null,
  };
}

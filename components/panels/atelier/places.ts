// Where each lot stands on the conveyor, and the cells of each partition. Pure.
import type { PartitionState, RecordState, RunState, StepState } from '#labs/atelier/state.ts';

/** Seven places along the conveyor: before M1, in M1, between, in M2, between, in M3, out. */
export type Token = {
  readonly key: string;
  readonly lot: string;
  readonly index: number;
  readonly slot: number;
  readonly state: 'waits' | 'works' | 'done' | 'out' | 'dead';
};

/** A lot stands in one place, or in two when two machines have it at once. */
export function tokensOf({ lots, workers }: RunState): Token[] {
  return lots.flatMap(({ lot, steps }, index): Token[] => {
    if (steps.length === 0) return [];
    const active = steps.flatMap((state, place) =>
      state === 'working' || state === 'done' ? [{ step: place + 1, state }] : [],
    );
    if (active.length > 0)
      return active.map(({ step, state }, place) => {
        const holder = workers.find(({ hand }) => hand?.lot === lot && hand.step === step);
        const isDead = holder === undefined ? false : holder.state === 'dead' || holder.state === 'failed';
        return {
          key: place === 0 ? lot : `${lot} ${step}`,
          lot,
          index,
          slot: step * 2 - 1,
          state: isDead ? 'dead' : state === 'working' ? 'works' : 'done',
        };
      });
    const last = steps.lastIndexOf('committed') + 1;
    return [{ key: lot, lot, index, slot: last * 2, state: last === 3 ? 'out' : 'waits' }];
  });
}

export type MachineState = 'idle' | 'works' | 'done' | 'dead' | 'passed';

/** How a machine stands: the most pressing of what its lots are in. */
export function machineState(run: RunState | null, tokens: readonly Token[], step: number): MachineState {
  const here = tokens.filter(({ slot }) => slot === step * 2 - 1);
  if (here.some(({ state }) => state === 'dead')) return 'dead';
  if (here.some(({ state }) => state === 'works')) return 'works';
  if (here.length > 0) return 'done';
  const states = run?.lots.map(({ steps }): StepState | undefined => steps[step - 1]) ?? [];
  return states.length > 0 && states.every((state) => state === 'committed') ? 'passed' : 'idle';
}

/** `record` null: nobody has told what lies there, or nothing yet (`end`). */
export type Cell = { readonly offset: number; readonly record: RecordState | null; readonly end: boolean };

/** Cells of one partition, from 0, the one to come last. */
export function cellsOf({ records }: PartitionState): Cell[] {
  const end = (records.at(-1)?.offset ?? -1) + 1;
  return Array.from({ length: end + 1 }, (_, offset) => ({
    offset,
    record: records.find((one) => one.offset === offset) ?? null,
    end: offset === end,
  })).slice(-10);
}

/** A mark under a lane: `column` counts its cells from 1. */
export type LaneMark = {
  readonly kind: 'committed' | 'works' | 'early' | 'dead';
  readonly column: number;
  readonly text: string;
};

export function marksOf(run: RunState, partition: PartitionState, cells: readonly Cell[]): LaneMark[] {
  const first = cells[0]?.offset ?? 0;
  const column = (offset: number): number => Math.min(cells.length, Math.max(1, offset - first + 1));
  const marks: LaneMark[] = [];
  const holders = run.workers.filter(({ hand }) => hand?.partition === partition.partition);
  const { committed } = partition;
  if (committed !== null) {
    // What one who died left undone may have been done since by another.
    const isDone = (offset: number) => partition.records.find((one) => one.offset === offset)?.state === 'done';
    const isEarly = holders.some(
      ({ hand, state }) =>
        hand && committed > hand.offset && state !== 'done' && state !== 'waiting' && !isDone(hand.offset),
    );
    marks.push({
      kind: isEarly ? 'early' : 'committed',
      column: column(committed),
      text: `validé\u00a0: prochain ${committed}${isEarly ? ', trop tôt' : ''}`,
    });
  }
  for (const { worker, hand, state } of holders) {
    if (!hand) continue;
    const dead = state === 'dead' || state === 'failed';
    const text = dead
      ? `${worker} est mort sur ${hand.offset}`
      : state === 'working'
        ? `${worker} travaille sur ${hand.offset}`
        : state === 'done'
          ? `${worker} a terminé ${hand.offset}`
          : `${worker} a lu ${hand.offset}`;
    marks.push({ kind: dead ? 'dead' : 'works', column: column(hand.offset), text });
  }
  return marks;
}

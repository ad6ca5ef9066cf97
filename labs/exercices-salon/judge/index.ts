// The judges, one an exercise.
import type { ExerciseName, RunEvent } from '#contract/exercices-salon.ts';
import { accusesChecks, judgeAccuses } from './accuses.ts';
import { histoireChecks, judgeHistoire } from './histoire.ts';
import { judgePrive, priveChecks } from './prive.ts';
import type { Judgement } from './types.ts';

export type { Check, Judgement, Mistake, MistakeName } from './types.ts';

/** Cards of exercises, as lessons name them. */
export const exercises = [{ id: 'exercice-accuses' }, { id: 'exercice-prive' }, { id: 'exercice-histoire' }] as const;

export const checksOf = { accuses: accusesChecks, prive: priveChecks, histoire: histoireChecks } as const;
const judges: Record<ExerciseName, (events: readonly RunEvent[]) => Judgement> = {
  accuses: judgeAccuses,
  prive: judgePrive,
  histoire: judgeHistoire,
};

export const judge = (exercise: ExerciseName, events: readonly RunEvent[]): Judgement => judges[exercise](events);

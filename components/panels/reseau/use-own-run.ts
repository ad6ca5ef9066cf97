'use client';
// The run of the person at this page, through the network they set.
import type { RunEvent } from '#contract/reseau.ts';
import { type KeptRun, type ReseauState, reseauLab } from '#labs/reseau/lab.ts';
import { beginningOf, type RunState, receiverNames, runLabFrom } from '#labs/reseau/run.ts';
import { emptyRun, type ToldRun, useLastTold, useToldRun } from '../../lab/use-told-run.ts';
import type { LabStore } from '../../realtime/lab-store.ts';
import type { MarkName } from '../../realtime/marks.ts';
import { type LabHandle, useLab } from '../../realtime/use-lab.ts';
import { defaults } from './settings.ts';

/** `lab`: with its link and the way to command it. */
export type OwnRun = ToldRun<RunState, RunEvent> & { lab: LabHandle<ReseauState> };

export function useOwnRun(): OwnRun {
  const lab = useLab(reseauLab);
  const run = useLastTold(lab.live.run);
  return { lab, ...useToldRun(lab, reseauLab.name, run, () => storeOf(run)) };
}

function storeOf(run: KeptRun | null): LabStore<RunState, RunEvent> {
  const beginning = beginningOf(run?.run ?? '', run?.count ?? 0, run?.network ?? defaults);
  return emptyRun(runLabFrom(beginning), beginning.run, markOf);
}

/** What one wants to find again: what was lost, what was asked for again, the end. */
function markOf(event: RunEvent): MarkName | null {
  if (event.type === 'asked') return `${receiverNames[event.receiver]} redemande`;
  if (event.type === 'ended') return 'fin du déroulé';
  if (event.type !== 'sent') return null;
  const lost = event.packets.find(({ takes }) => takes === null);
  return lost ? `${lost.sequence} perdu vers ${receiverNames[lost.receiver]}` : null;
}

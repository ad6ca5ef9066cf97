'use client';
// The publisher and the subscribers of the person at this page, walked along as a journal of their own.
import type { SceneEvent } from '#contract/pubsub.ts';
import { type KeptScene, type PubsubState, pubsubLab } from '#labs/pubsub/lab.ts';
import { type Scene, sceneLab } from '#labs/pubsub/run.ts';
import { emptyRun, type ToldRun, useLastTold, useToldRun } from '../../lab/use-told-run.ts';
import type { MarkName } from '../../realtime/marks.ts';
import { type LabHandle, useLab } from '../../realtime/use-lab.ts';

export type OwnScene = ToldRun<Scene, SceneEvent> & { lab: LabHandle<PubsubState>; run: KeptScene | null };

export function useOwnScene(): OwnScene {
  const lab = useLab(pubsubLab);
  const run = useLastTold(lab.live.run);
  const told = useToldRun(lab, pubsubLab.name, run, () => emptyRun(sceneLab, run?.run ?? '', markOf));
  return { lab, run, ...told };
}

/** Who comes and who goes, in the queue too; the first message of each ten. */
function markOf(event: SceneEvent): MarkName | null {
  if (event.type === 'subscribed') return `${event.subscriber.name} s’abonne`;
  if (event.type === 'left') return event.reason === 'lost' ? 'connexion coupée' : 'départ';
  if (event.type === 'returned') return 'retour';
  if (event.type === 'queue') {
    const { event: told } = event;
    if (told.type === 'opened') return 'file ouverte';
    return told.type === 'left' ? `ouvrier ${told.worker} parti` : null;
  }
  return event.type === 'published' && event.sequence % 10 === 1 ? `message ${event.sequence}` : null;
}

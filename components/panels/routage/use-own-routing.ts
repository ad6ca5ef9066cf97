'use client';
// The router of the person at this page: the one given at the start until the server has told of theirs.
import type { RoutingEvent } from '#contract/routage.ts';
import { given } from '#labs/routage/given.ts';
import { type RoutageState, routageLab } from '#labs/routage/lab.ts';
import { type Routing, routingFrom, routingLabFrom } from '#labs/routage/run.ts';
import { emptyRun, type ToldRun, useLastTold, useToldRun } from '../../lab/use-told-run.ts';
import type { MarkName } from '../../realtime/marks.ts';
import { type LabHandle, useLab } from '../../realtime/use-lab.ts';

export type OwnRouting = ToldRun<Routing, RoutingEvent> & { lab: LabHandle<RoutageState>; beginning: Routing };

export function useOwnRouting(): OwnRouting {
  const lab = useLab(routageLab);
  const run = useLastTold(lab.live.run);
  const beginning = routingFrom(run?.run ?? '', run?.subscribers ?? given);
  const told = useToldRun(lab, routageLab.name, run, () => emptyRun(routingLabFrom(beginning), beginning.run, markOf));
  return { lab, beginning, ...told };
}

function markOf(event: RoutingEvent): MarkName | null {
  if (event.type === 'published') return `publication ${event.publication}`;
  if (event.type === 'subscribed') return `abonnement de ${event.subscriber.name}`;
  return event.type === 'changed' ? `changement de ${event.subscriber.name}` : null;
}

// The named places of a run on the timeline: each commence, terminé, commit; a death, what is done again, what breaks. What an event
// breaks depends on those before it: a page has a namer of its own, which begins again with each run. When some of them are
// missing it accuses nobody before the next run.
import type { AtelierEvent } from '#contract/atelier.ts';
import { freshJudge, type Judge, judge } from '#labs/atelier/judge.ts';
import type { MarkName, MarkOf } from '../../realtime/marks.ts';
import { machineCode, violationNames } from './words.ts';

export function createMarkOf(): MarkOf<AtelierEvent> {
  let state: Judge = freshJudge([]);
  let begun = new Set<string>();
  const begin = (lots: readonly string[]) => {
    state = freshJudge(lots);
    begun = new Set();
  };
  const markOf: MarkOf<AtelierEvent> = (event) => {
    if (event.type === 'run.started') {
      begin(event.lots);
      return 'nouveau déroulé';
    }
    const before = state.violations.length;
    state = judge(state, event, 0);
    const broken = state.violations.slice(before)[0];
    if (broken) return `violation\u00a0: ${violationNames[broken.kind]}`;
    const isAgain = event.type === 'began' && begun.has(`${event.partition} ${event.offset}`);
    if (event.type === 'began') begun.add(`${event.partition} ${event.offset}`);
    return isAgain ? `rejeu\u00a0: ${event.lot} · ${machineCode(event.step)}` : nameOf(event);
  };
  // The judge knows no lot then: whatever comes breaks nothing.
  markOf.anew = () => begin([]);
  return markOf;
}

function nameOf(event: AtelierEvent): MarkName | null {
  const small = (label: string): MarkName => ({ label, series: event.type, every: 1, small: true });
  if (event.type === 'began') return small(`commence\u00a0: ${event.lot} · ${machineCode(event.step)}`);
  if (event.type === 'finished') return small(`terminé\u00a0: ${event.lot} · ${machineCode(event.step)}`);
  if (event.type === 'committed') return small(`commit\u00a0: P${event.partition}, prochain ${event.next}`);
  if (event.type === 'crashed') return `panne de ${event.worker}`;
  return null;
}

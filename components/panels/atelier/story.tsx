// What the invariant says of the run, with the two events that crossed; and each go of a machine with its times.
import { verdictOf } from '#labs/atelier/judge.ts';
import type { Pass, RunState } from '#labs/atelier/state.ts';
import { clockTimeMs } from '../../lab/format.ts';
import { Check } from '../../ui/icons.tsx';
import { machineCode, verdictText, witnessText } from './words.ts';

export function VerdictBanner({ run }: { run: RunState }) {
  const verdict = verdictOf(run.judge);
  if (verdict === null) return null;
  if (verdict.result === 'kept')
    return (
      <p
        data-verdict="kept"
        data-cible="verdict"
        className="mb-3 flex items-center gap-2 rounded-lg bg-good-soft px-3 py-1.5 font-semibold text-good projection:mb-1 projection:py-0.5"
      >
        <Check /> {verdictText(verdict, run)}
      </p>
    );
  const { first, second } = verdict.worst;
  return (
    <div
      data-verdict={verdict.worst.kind}
      data-cible="verdict"
      className="mb-3 rounded-lg border-2 border-warn bg-warn-soft px-3 py-1.5 text-warn projection:mb-1 projection:py-0.5"
    >
      <p className="font-semibold">{verdictText(verdict, run)}</p>
      <p className="flex flex-wrap gap-x-4 text-sm projection:leading-tight">
        <span className="sr-only">Les deux événements qui se croisent&nbsp;: </span>
        {[first, second].map((witness, index) => {
          const { time, what } = witnessText(witness);
          return (
            <span key={witness.n} data-temoin={index + 1}>
              {index === 0 ? '①' : '②'} <span className="font-mono projector-hidden">{time}</span> {what}
            </span>
          );
        })}
        <span className="projector-hidden">graine {run.settings.seed}</span>
      </p>
    </div>
  );
}

const few = 6;

/** « commence → terminé → commit », in the order of the times. */
export function Passes({ passes }: { passes: readonly Pass[] }) {
  return (
    <ol aria-label="Passages" data-cible="journal" className="mt-4 font-mono text-sm projector-hidden">
      {passes
        .map((pass) => (
          <li key={`${pass.began} ${pass.worker} ${pass.offset}`} className="py-0.5">
            <PassLine pass={pass} />
          </li>
        ))
        .slice(-few)
        .reverse()}
    </ol>
  );
}

export function stagesOf({
  began,
  finished,
  committed,
  died,
}: Pass): { word: string; at: number | null; early: boolean }[] {
  const isEarly = committed !== null && (finished === null ? died || committed <= began : committed < finished);
  const commit = committed === null ? [] : [{ word: 'commit', at: committed, early: isEarly || finished === null }];
  const told = [
    // A commit that came first may bear the same time.
    ...(committed !== null && committed <= began ? commit : []),
    { word: 'commence', at: began, early: false },
    ...(finished === null ? [] : [{ word: 'terminé', at: finished, early: false }]),
    ...(committed !== null && committed > began ? commit : []),
  ].toSorted((a, b) => a.at - b.at);
  return died ? [...told, { word: 'panne', at: null, early: true }] : told;
}

function PassLine({ pass }: { pass: Pass }) {
  return (
    <>
      <span className="inline-block min-w-[8rem] font-semibold">
        {pass.lot} · {machineCode(pass.step)}
      </span>{' '}
      {stagesOf(pass).map(({ word, at, early }, index) => (
        <span key={word} className={early ? 'text-warn' : 'text-muted'}>
          {index > 0 ? ' → ' : ''}
          {at === null ? '' : <span className="text-ink max-sm:hidden">{clockTimeMs(at)} </span>}
          {word}
        </span>
      ))}
      {pass.again ? <span className="text-accent"> (rejoué)</span> : null}
    </>
  );
}

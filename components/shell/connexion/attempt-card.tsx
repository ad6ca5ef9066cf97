'use client';
// One program that knocks: how far it came, and the one thing to do next.
import type { Place } from '#contract/connexion-events.ts';
import { type Diagnosis, rungs, type Verdict } from '#labs/connexion/diagnosis.ts';
import type { Attempt } from '#labs/connexion/lab.ts';
import { clockTime } from '../../lab/format.ts';
import { Check, Cross, Hourglass, Question } from '../../ui/icons.tsx';
import { adviceFor, rungNames, verdictNames } from './words.ts';

const icons = { yes: Check, no: Cross, waiting: Hourglass, unknown: Question } as const;
const looks: Record<Verdict, string> = {
  yes: 'border-good bg-good text-sheet',
  no: 'border-warn bg-warn text-sheet',
  waiting: 'border-accent text-accent',
  unknown: 'border-line-strong border-dashed text-muted',
};
const sureWords = { certain: 'certain', probable: 'probable', incertain: 'je ne peux pas dire' } as const;

export function AttemptCard({
  attempt,
  diagnosis,
  place,
}: {
  attempt: Attempt;
  diagnosis: Diagnosis;
  place: Place | null;
}) {
  const stop = rungs.findIndex((rung) => diagnosis.verdicts[rung] !== 'yes');
  const advice = adviceFor(diagnosis.cause, attempt, place);
  const name = attempt.clientId ?? 'Programme sans nom';
  const facts = [
    attempt.library && `${attempt.library} ${attempt.version ?? ''}`.trim(),
    attempt.address,
    clockTime(attempt.startedAt),
    attempt.tries > 1 ? `essai n°\u00a0${attempt.tries}` : null,
  ].filter(Boolean);
  return (
    <article
      aria-label={`${name}\u00a0: ${advice.title}`}
      data-cause={diagnosis.cause.kind}
      className="rounded-xl border border-line bg-sheet p-4"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="wrap-anywhere font-bold text-lg">{name}</h3>
        <p className="text-muted text-sm">{facts.join(' · ')}</p>
      </div>
      <ol className="my-3 space-y-1.5">
        {rungs.map((rung, index) => (
          <RungLine
            key={rung}
            name={rungNames[rung]}
            verdict={diagnosis.verdicts[rung]}
            rung={rung}
            first={index === stop}
          />
        ))}
      </ol>
      <div className={`rounded-lg p-3 ${diagnosis.cause.kind === 'works' ? 'bg-good-soft' : 'bg-sunk'}`}>
        <p className="state-word font-bold">{advice.title}</p>
        <p>{advice.seen}</p>
        {advice.means ? (
          <p className="mt-1 text-muted">
            {advice.means} <span className="whitespace-nowrap text-sm">({sureWords[advice.sure]})</span>
          </p>
        ) : null}
        {advice.todo.length > 0 ? (
          <ul className="mt-2 list-disc pl-5">
            {advice.todo.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : null}
      </div>
    </article>
  );
}

/** `first`: the rung where it stops; nothing is said of those above. */
function RungLine(props: { name: string; verdict: Verdict; rung: string; first: boolean }) {
  const { name, verdict, rung, first } = props;
  const Icon = icons[verdict];
  return (
    <li className="flex items-center gap-3" data-marche={rung} data-verdict={verdict}>
      <span className={`grid size-6 shrink-0 place-items-center rounded-full border-2 ${looks[verdict]}`}>
        {first || verdict === 'yes' ? <Icon size={14} strokeWidth={3} /> : null}
      </span>
      <span className={verdict === 'yes' ? '' : 'text-muted'}>
        {name}
        {first ? <span className="text-sm"> · {verdictNames[verdict]}</span> : null}
        {verdict === 'yes' ? <span className="sr-only"> · {verdictNames.yes}</span> : null}
      </span>
    </li>
  );
}

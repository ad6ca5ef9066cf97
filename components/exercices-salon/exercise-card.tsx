'use client';
// One exercise of the chat: the room of this person, their program as soon as it is there, a list ticked live by the judge, the
// mistakes by their names with what proves them, and hints opened one by one.
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ExerciseName } from '#contract/exercices-salon.ts';
import { type Judgement, judge } from '#labs/exercices-salon/judge/index.ts';
import { exercicesLab, type KeptRun } from '#labs/exercices-salon/lab.ts';
import { duration } from '../lab/format.ts';
import { serverLife } from '../realtime/server-life.ts';
import { useLab, useServerNow } from '../realtime/use-lab.ts';
import { useMe } from '../realtime/use-people.ts';
import { useKeptSteps } from '../shell/progress-store.ts';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Checklist } from './checklist.tsx';
import { type ExerciseWords, endTexts, exerciseWords } from './exercise-words.ts';
import { Hints } from './hints.tsx';
import { Launch } from './launch.tsx';
import { Mistakes } from './mistakes.tsx';
import { Wire } from './wire.tsx';

function ExerciseCard({ exercise }: { exercise: ExerciseName }) {
  const words: ExerciseWords = exerciseWords[exercise];
  const lab = useLab(exercicesLab);
  const { live, send } = lab;
  const { name } = useMe();
  const [problem, setProblem] = useState<string | null>(null);
  const ask = useCallback(
    async (type: 'open' | 'redraw') => {
      const reply = await send({ type, exercise });
      setProblem(reply.ok ? null : reply.error.message);
    },
    [send, exercise],
  );
  const life = serverLife(lab);
  // Another life of the server has no room for anybody.
  useEffect(() => {
    if (life !== null) void ask('open');
  }, [life, ask]);
  const opened = live.rooms[exercise];
  const run = live.runs[exercise] ?? null;
  const judgement = useMemo(() => judge(exercise, run?.events ?? []), [exercise, run]);
  const passed = judgement.checks.filter(({ verdict }) => verdict === 'passed').length;
  const whole = run !== null && passed === judgement.checks.length;
  const [kept] = useKeptSteps(
    `exercice-${exercise}`,
    useMemo(() => [{ id: 'reussi', done: whole, observed: whole ? 'par votre programme' : null }], [whole]),
  );
  return (
    <section
      aria-label={`Exercice · ${words.title}`}
      className="my-5 rounded-xl border border-line bg-sheet p-4"
      data-exercice={exercise}
    >
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-3">
        <h3 className="font-bold">Exercice · {words.title}</h3>
        <p className="text-muted" aria-live="polite">
          <span className="sr-only">Points réussis&nbsp;: </span>
          {passed} / {judgement.checks.length}
        </p>
      </div>
      {opened ? (
        <Launch words={words} room={opened.room} name={name} />
      ) : (
        <p className="text-muted">J’ouvre votre salle d’exercice…</p>
      )}
      <Program run={run} judgement={judgement} waits={life !== null && opened !== undefined} />
      <Checklist checks={judgement.checks} texts={words.checks} began={run !== null} />
      {kept?.done && !whole ? (
        <p className="mt-3 text-muted text-sm">Vous l’avez déjà réussi&nbsp;: {kept.observed}.</p>
      ) : null}
      <Mistakes mistakes={judgement.mistakes} />
      <Hints hints={words.hints} />
      {run ? <Wire events={run.events} /> : null}
      <p className="projector-hidden mt-3 flex flex-wrap items-center gap-3 text-muted text-sm">
        <span>
          Graine {opened?.seed ?? 1}&nbsp;: tant qu’elle ne change pas, Relais joue les mêmes tours au même endroit.
        </span>
        <Button small onClick={() => void ask('redraw')}>
          Autre graine
        </Button>
      </p>
      {problem ? (
        <p role="alert" className="mt-3 rounded-lg bg-warn-soft p-2 text-sm text-warn">
          {problem}
        </p>
      ) : null}
    </section>
  );
}

function Program({ run, judgement, waits }: { run: KeptRun | null; judgement: Judgement; waits: boolean }) {
  const running = run !== null && judgement.ended === null;
  const now = useServerNow(waits && !running);
  const [since, setSince] = useState<number | null>(null);
  useEffect(() => {
    if (now !== null) setSince((before) => before ?? now);
  }, [now]);
  if (run === null) {
    if (!waits) return null;
    const silent = now === null || since === null ? '' : ` (rien reçu depuis ${duration(now - since)})`;
    return <p className="my-3 text-muted">J’attends votre programme{silent}…</p>;
  }
  return (
    <p className="my-3 flex flex-wrap items-center gap-2" data-programme={run.program}>
      <Chip tone={running ? 'good' : 'idle'}>{run.program}</Chip>
      <span>
        Partie {run.run}, graine {run.seed}. {judgement.ended ? endTexts[judgement.ended] : 'En cours…'}
      </span>
    </p>
  );
}

export const AcknowledgeCard = () => <ExerciseCard exercise="accuses" />;
export const PrivateCard = () => <ExerciseCard exercise="prive" />;
export const HistoryCard = () => <ExerciseCard exercise="histoire" />;

'use client';
// The steps of an experiment beside its panel: ticked by what was observed, never by a button « fait ».
import { memo, type ReactNode, useEffect, useId, useMemo, useRef } from 'react';
import { slugOf } from '#contract/person.ts';
import { forgetExperiment, useKeptSteps } from '../shell/progress-store.ts';
import { Button } from '../ui/button.tsx';
import { Check } from '../ui/icons.tsx';
import { type Shortcut, useShortcuts } from '../ui/shortcuts.ts';

type ExperimentChoice = { id: string; label: string };

export type ExperimentStep = {
  id: string;
  /** What to do; may hold `<kbd>` and words that act on the panel. */
  text: ReactNode;
  done: boolean;
  /** What proved it, French, without « observé : »; null until then. */
  observed: string | null;
  /** A prediction to make before doing it. */
  choices?: readonly ExperimentChoice[];
  chosen?: string | null;
  /** Said once the run has marked the prediction: right or not, and why. */
  verdict?: { right: boolean; text: ReactNode } | null;
  /** Locks the choices: it has happened. */
  closed?: boolean;
};

export type ExperimentCardProps = {
  title: string;
  /** Under which the browser keeps what was done; made from the title when absent. */
  id?: string;
  steps: readonly ExperimentStep[];
  onPredict?: (step: string, choice: string) => void;
  onReset?: () => void;
  /** A whole French sentence when a command was refused. */
  problem?: string | null;
  /** What this source cannot show, if it matters here. */
  note?: string | undefined;
};

/** Drawn again only when one of its own things changes: events go by without touching it. */
export const ExperimentCard = memo(function ExperimentCard(props: ExperimentCardProps) {
  const { title, id = slugOf(title), onPredict, onReset, problem, note } = props;
  // Done once in this browser stays done: another epoch of the journal takes no tick away.
  const steps = useKeptSteps(id, props.steps);
  const isTold = props.steps.some(({ done }) => done);
  const begin = useMemo(
    () =>
      onReset &&
      (() => {
        onReset();
        forgetExperiment(id, isTold);
      }),
    [id, onReset, isTold],
  );
  useResetKey(begin);
  const done = steps.filter((step) => step.done).length;
  const current = steps.find((step) => !step.done)?.id;
  return (
    <section aria-label={`Expérience · ${title}`} className="my-5 rounded-xl border border-line bg-sheet p-4">
      <div className="mb-3 flex items-baseline justify-between gap-3">
        <h3 className="font-bold">Expérience · {title}</h3>
        <p className="shrink-0 text-muted" aria-live="polite">
          <span className="sr-only">Étapes réussies&nbsp;: </span>
          {done} / {steps.length}
        </p>
      </div>
      <ol className="space-y-3">
        {steps.map((step) => (
          <Step key={step.id} step={step} current={step.id === current} onPredict={onPredict} />
        ))}
      </ol>
      {note ? <p className="mt-3 text-muted text-sm">{note}</p> : null}
      {problem ? (
        <p role="alert" className="mt-3 rounded-lg bg-warn-soft p-2 text-sm text-warn">
          {problem}
        </p>
      ) : null}
      {begin ? (
        <Button
          small
          tone="quiet"
          className="projector-hidden mt-3 -ml-2 text-muted"
          aria-keyshortcuts="r"
          onClick={begin}
        >
          Recommencer l’expérience
        </Button>
      ) : null}
    </section>
  );
});

/** R begins the experiment again; the last card of a page answers. */
function useResetKey(onReset: (() => void) | undefined): void {
  const latest = useRef(onReset);
  useEffect(() => {
    latest.current = onReset;
  });
  const has = onReset !== undefined;
  useShortcuts(
    useMemo(
      () =>
        has ? [{ keys: ['r'], shown: 'R', label: 'recommencer l’expérience', run: () => latest.current?.() }] : none,
      [has],
    ),
  );
}

const none: readonly Shortcut[] = [];

function Step({
  step,
  current,
  onPredict,
}: {
  step: ExperimentStep;
  current: boolean;
  onPredict: ExperimentCardProps['onPredict'];
}) {
  const ring = step.done
    ? 'border-good bg-good text-sheet'
    : current
      ? 'border-accent'
      : 'border-line-strong border-dashed';
  return (
    <li className="flex gap-3" aria-current={current ? 'step' : undefined} data-etape={step.id} data-fait={step.done}>
      <span className={`mt-0.5 grid size-5.5 shrink-0 place-items-center rounded-full border-2 ${ring}`}>
        {step.done ? <Check size={14} strokeWidth={3.5} /> : null}
        <span className="sr-only">{step.done ? 'réussie : ' : 'à faire : '}</span>
      </span>
      <div className="min-w-0 flex-1">
        <div>{step.text}</div>
        {step.choices ? <Choices step={step} choices={step.choices} onPredict={onPredict} /> : null}
        {step.verdict ? (
          <p className="mt-1 text-sm">
            <strong>{step.verdict.right ? 'Prévu !' : 'Pas ce que vous aviez prévu.'}</strong> {step.verdict.text}
          </p>
        ) : null}
        {step.observed ? <p className="mt-0.5 text-muted text-sm">observé&nbsp;: {step.observed}</p> : null}
      </div>
    </li>
  );
}

function Choices({
  step,
  choices,
  onPredict,
}: {
  step: ExperimentStep;
  choices: readonly ExperimentChoice[];
  onPredict: ExperimentCardProps['onPredict'];
}) {
  const name = useId();
  return (
    <fieldset className="mt-1.5" disabled={step.closed || !onPredict}>
      <legend className="sr-only">Votre prédiction</legend>
      <div className="flex flex-wrap gap-2">
        {choices.map((choice) => (
          <label
            key={choice.id}
            className="cursor-pointer rounded-lg border border-line-strong px-2.5 py-0.5 font-semibold text-sm has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-disabled:cursor-default has-focus-visible:outline-3 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={choice.id}
              className="sr-only"
              checked={step.chosen === choice.id}
              onChange={() => onPredict?.(step.id, choice.id)}
            />
            {choice.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

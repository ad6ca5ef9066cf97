'use client';
// The card of any experiment of the Kafka lab: reads the same lab as the panel, sends predictions and resets.
import { useCallback, useMemo, useState } from 'react';
import { stepsOf } from '#labs/kafka/experiments/index.ts';
import type { StepProgress } from '#labs/kafka/experiments/marks.ts';
import { kafkaLab } from '#labs/kafka/lab.ts';
import type { KafkaState } from '#labs/kafka/state.ts';
import { ExperimentCard, type ExperimentStep } from '../../../lab/experiment-card.tsx';
import { type LabHandle, useHello, useLab } from '../../../realtime/use-lab.ts';
import { useShownTopic } from '../shown-topic.ts';
import { evidenceText } from './evidence.ts';

/** What an experiment says; the ids are those of labs/kafka/experiments. */
export type ExperimentWords = {
  id: string;
  title: string;
  /** What to do, by step. */
  texts: { readonly [step: string]: string };
  choices: { readonly [choice: string]: string };
  /** What the run says of a prediction. */
  verdict(choice: string, outcome: string): string;
  /** Said under a prediction that came too late. */
  late?: string;
  /** Said when the source cannot see where outside programs begin to read, and that matters here. */
  withoutReadings?: string;
};

export function JournalExperiment({ words }: { words: ExperimentWords }) {
  const topic = useShownTopic();
  return <ExperimentView words={words} lab={useLab(kafkaLab)} me={useHello()?.person ?? null} topic={topic} />;
}

/** The card without its wire: what tests draw. */
export function ExperimentView({
  words,
  lab,
  me,
  topic = null,
}: {
  words: ExperimentWords;
  lab: Pick<LabHandle<KafkaState>, 'state' | 'send'>;
  me: string | null;
  /** What is predicted or begun again is about this topic; null: any. */
  topic?: string | null;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const { send } = lab;
  const { experiments, cluster } = lab.state;
  const steps = useMemo(
    () => stepsOf({ experiments }, words.id, me).map((step) => stepView(step, words)),
    [experiments, words, me],
  );
  const ask = useCallback(
    async (command: unknown) => {
      const reply = await send(command);
      setProblem(reply.ok ? null : reply.error.message);
    },
    [send],
  );
  const here = useMemo(() => ({ experiment: words.id, ...(topic === null ? {} : { topic }) }), [words, topic]);
  const predict = useCallback(
    (step: string, choice: string) => void ask({ type: 'predict', step, choice, ...here }),
    [ask, here],
  );
  const reset = useCallback(() => void ask({ type: 'reset-experiment', ...here }), [ask, here]);
  return (
    <ExperimentCard
      title={words.title}
      steps={steps}
      note={cluster?.capabilities.readings === false ? words.withoutReadings : undefined}
      problem={problem}
      onPredict={predict}
      onReset={reset}
    />
  );
}

function stepView(step: StepProgress, words: ExperimentWords): ExperimentStep {
  const { prediction } = step;
  const late = prediction !== null && !prediction.armed && prediction.outcome === null ? words.late : undefined;
  const view: ExperimentStep = {
    id: step.id,
    text: late ? (
      <>
        {words.texts[step.id]}
        <span className="block text-sm text-warn">{late}</span>
      </>
    ) : (
      words.texts[step.id]
    ),
    done: step.done,
    observed: step.evidence ? evidenceText(step.evidence) : null,
  };
  if (step.choices.length === 0) return view;
  const outcome = prediction?.outcome ?? null;
  return {
    ...view,
    choices: step.choices.map((id) => ({ id, label: words.choices[id] ?? id })),
    chosen: prediction?.choice ?? null,
    verdict:
      prediction === null || outcome === null
        ? null
        : { right: prediction.choice === outcome, text: words.verdict(prediction.choice, outcome) },
    closed: outcome !== null || prediction?.locked === true,
  };
}

'use client';
// The card of the experiment « Répartition de charge » beside its panel: reads the same lab, sends predictions and resets.
import { useState } from 'react';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { stepsOf } from '#labs/kafka/experiments/index.ts';
import type { StepProgress } from '#labs/kafka/experiments/marks.ts';
import { repartition, repartitionSteps } from '#labs/kafka/experiments/repartition.ts';
import { kafkaLab } from '#labs/kafka/lab.ts';
import type { KafkaState } from '#labs/kafka/state.ts';
import { ExperimentCard, type ExperimentStep } from '../../lab/experiment-card.tsx';
import { type LabHandle, useHello, useLab } from '../../realtime/use-lab.ts';
import { choiceLabels, evidenceText, lateText, verdictOf } from './words-experiment.ts';

const texts: Record<string, string> = {
  [repartitionSteps.share]: 'Ajoutez un deuxième consommateur au groupe',
  [repartitionSteps.publish]: 'Publiez dix messages avec plusieurs clés',
  [repartitionSteps.predict]: 'Prédisez, puis ajoutez-en deux\u00a0: que fait le quatrième\u00a0?',
  [repartitionSteps.takeover]: 'Tuez un consommateur qui a des partitions et regardez qui les reprend',
};

export function RepartitionCard() {
  return <RepartitionView lab={useLab(kafkaLab)} me={useHello()?.person ?? null} />;
}

export function RepartitionView({
  lab,
  me,
}: {
  lab: Pick<LabHandle<KafkaState, KafkaEvent>, 'state' | 'send'>;
  me: string | null;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async (command: unknown) => {
    const reply = await lab.send(command);
    setProblem(reply.ok ? null : reply.error.message);
  };
  return (
    <ExperimentCard
      title="Répartition de charge"
      steps={stepsOf(lab.state, repartition.id, me).map(stepView)}
      problem={problem}
      onPredict={(step, choice) => void ask({ type: 'predict', experiment: repartition.id, step, choice })}
      onReset={() => void ask({ type: 'reset-experiment', experiment: repartition.id })}
    />
  );
}

function stepView(step: StepProgress): ExperimentStep {
  const late = lateText(step);
  const view: ExperimentStep = {
    id: step.id,
    text: late ? (
      <>
        {texts[step.id]}
        <span className="block text-sm text-warn">{late}</span>
      </>
    ) : (
      texts[step.id]
    ),
    done: step.done,
    observed: step.evidence ? evidenceText(step.evidence) : null,
  };
  if (step.choices.length === 0) return view;
  return {
    ...view,
    choices: step.choices.map((id) => ({ id, label: choiceLabels[id] ?? id })),
    chosen: step.prediction?.choice ?? null,
    verdict: verdictOf(step),
    closed: step.prediction !== null && step.prediction.outcome !== null,
  };
}

'use client';
// The experiments of the workshop: ticked by what this person's runs have shown, never by hand.
import { useCallback, useMemo, useState } from 'react';
import type { AtelierCommand } from '#contract/atelier.ts';
import { crashAndReplay, everySetting, severalLots } from '#labs/atelier/experiments.ts';
import { atelierLab } from '#labs/atelier/lab.ts';
import type { Proofs } from '#labs/atelier/proofs.ts';
import { kafkaLab } from '#labs/kafka/lab.ts';
import { ExperimentCard } from '../../lab/experiment-card.tsx';
import { useLab } from '../../realtime/use-lab.ts';
import { useWholeLab } from '../../realtime/use-whole-lab.ts';
import { crashSteps, everySettingSteps, type ShownStep, severalSteps } from './evidence.ts';

export function EverySettingCard() {
  const faults = useWholeLab(kafkaLab).live.cluster?.capabilities.faults ?? true;
  const note = faults
    ? undefined
    : 'Un vrai Kafka ne perd ni ne refuse un envoi sur demande\u00a0: trois de ces étapes demandent le Kafka embarqué.';
  return <Card title="Chaque réglage" id={everySetting.id} stepsOf={everySettingSteps} note={note} />;
}

export const CrashAndReplayCard = () => <Card title="Panne et rejeu" id={crashAndReplay.id} stepsOf={crashSteps} />;

export const SeveralLotsCard = () => <Card title="Plusieurs lots" id={severalLots.id} stepsOf={severalSteps} />;

function Card(props: { title: string; id: string; stepsOf(proofs: Proofs): ShownStep[]; note?: string | undefined }) {
  const { title, id, stepsOf, note } = props;
  const { live, send } = useLab(atelierLab);
  const [problem, setProblem] = useState<string | null>(null);
  const steps = useMemo(() => stepsOf(live.proofs), [stepsOf, live.proofs]);
  const command = useCallback(
    async (sent: AtelierCommand) => {
      const reply = await send(sent);
      setProblem(reply.ok ? null : reply.error.message);
    },
    [send],
  );
  const onPredict = useCallback(
    (step: string, choice: string) => void command({ type: 'predict', experiment: id, step, choice }),
    [command, id],
  );
  const onReset = useCallback(() => void command({ type: 'reset', experiment: id }), [command, id]);
  return <ExperimentCard {...{ title, id, steps, problem, note, onPredict, onReset }} />;
}

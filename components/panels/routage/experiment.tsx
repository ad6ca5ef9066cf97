'use client';
// « Trouver ses lecteurs » : ticked by what the person's router has told, never by hand.
import { useCallback, useMemo, useState } from 'react';
import { findReaders, type Proof, proofOf } from '#labs/routage/experiment.ts';
import { routageLab } from '#labs/routage/lab.ts';
import { ExperimentCard, type ExperimentStep } from '../../lab/experiment-card.tsx';
import { counted } from '../../lab/format.ts';
import { useLab } from '../../realtime/use-lab.ts';

const texts: Record<keyof Proof, string> = {
  topic: 'Une publication atteint deux abonnés par son sujet, et passe à côté d’un autre',
  content: 'Une même publication passe un filtre, et un autre la refuse',
  own: 'Écrivez un filtre\u00a0: il laisse passer une publication, et en refuse une autre',
};

export function FindReadersCard() {
  const { live } = useLab(routageLab);
  const { run } = live;
  // Begun again: what happened in the run up to that moment is of before.
  const [forgotten, setForgotten] = useState<{ run: string; events: number } | null>(null);
  const steps = useMemo(() => {
    const from = run && forgotten?.run === run.run ? forgotten.events : 0;
    const proof = run ? proofOf(run, from) : null;
    return findReaders.steps.map(
      (id): ExperimentStep => ({
        id,
        text: texts[id],
        done: (proof?.[id] ?? null) !== null,
        observed: proof ? observed(proof, id) : null,
      }),
    );
  }, [run, forgotten]);
  const reset = useCallback(() => setForgotten(run ? { run: run.run, events: run.events.length } : null), [run]);
  return <ExperimentCard title="Trouver ses lecteurs" id={findReaders.id} steps={steps} onReset={reset} />;
}

function observed({ topic, content, own }: Proof, id: keyof Proof): string | null {
  if (id === 'topic')
    return (
      topic &&
      `la ${topic.publication} a atteint ${counted(topic.reached, 'abonné')} sur ${topic.reached + topic.passed}`
    );
  if (id === 'content') return content && `${content.by} a refusé la ${content.publication}, par ${content.text}`;
  return own && `${own.name} a reçu la ${own.received}, pas la ${own.passed}`;
}

'use client';
// « Trouver ses lecteurs » : ticked by what the person's router has told, never by hand.
import { useMemo } from 'react';
import { findReaders, type Proof, proofOf } from '#labs/routage/experiment.ts';
import { routageLab } from '#labs/routage/lab.ts';
import { ExperimentCard, type ExperimentStep } from '../../lab/experiment-card.tsx';
import { counted } from '../../lab/format.ts';
import { useBegunAgain } from '../../lab/use-begun-again.ts';
import { useLab } from '../../realtime/use-lab.ts';

const texts: Record<keyof Proof, string> = {
  topic: 'Une publication atteint deux abonnés par son sujet, et passe à côté d’un autre',
  content: 'Une même publication passe un filtre, et un autre la refuse',
  own: 'Écrivez un filtre\u00a0: il laisse passer une publication, et en refuse une autre',
};

const none = [] as const;

export function FindReadersCard() {
  const { live } = useLab(routageLab);
  const { run } = live;
  const { from, reset } = useBegunAgain(findReaders.id, run?.events ?? none);
  const steps = useMemo(() => {
    const proof = run ? proofOf(run, from) : null;
    return findReaders.steps.map(
      (id): ExperimentStep => ({
        id,
        text: texts[id],
        done: (proof?.[id] ?? null) !== null,
        observed: proof ? observed(proof, id) : null,
      }),
    );
  }, [run, from]);
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

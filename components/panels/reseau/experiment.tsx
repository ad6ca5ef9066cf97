'use client';
// « Boucher le trou » : ticked by what the person's runs have shown, never by hand.
import { useMemo } from 'react';
import { askedDisorder, fillTheGap, type Proof, proofOf } from '#labs/reseau/experiment.ts';
import { reseauLab } from '#labs/reseau/lab.ts';
import { ExperimentCard, type ExperimentStep } from '../../lab/experiment-card.tsx';
import { count, counted } from '../../lab/format.ts';
import { useBegunAgain } from '../../lab/use-begun-again.ts';
import { useLab } from '../../realtime/use-lab.ts';

const texts: Record<keyof Proof, string> = {
  disorder: `Avec numéros et au moins ${askedDisorder} % de désordre, envoyez neuf messages, jusqu’à ce que tous soient lus`,
  gap: 'Faites perdre un message, et attendez qu’un récepteur le redemande et le reçoive',
  misled: 'Coupez les numéros et rejouez\u00a0: qui comprend de travers\u00a0?',
};

const none = [] as const;

export function FillTheGapCard() {
  const { live } = useLab(reseauLab);
  const { run } = live;
  const { from, reset } = useBegunAgain(fillTheGap.id, run?.events ?? none);
  // A run is judged whole: one that had begun before proves nothing.
  const steps = useMemo(() => stepsOf(run && from === 0 ? proofOf(run) : null), [run, from]);
  return <ExperimentCard title="Boucher le trou" id={fillTheGap.id} steps={steps} onReset={reset} />;
}

function stepsOf(proof: Proof | null): ExperimentStep[] {
  return fillTheGap.steps.map((id) => ({
    id,
    text: texts[id],
    done: (proof?.[id] ?? null) !== null,
    observed: proof ? observed(proof, id) : null,
  }));
}

function observed({ disorder, gap, misled }: Proof, id: keyof Proof): string | null {
  if (id === 'disorder')
    return disorder && `${disorder.sent} envoyés, ${disorder.held} en tampon au plus, chez ${disorder.receiver}`;
  if (id === 'gap')
    return (
      gap && `${gap.receiver} a attendu le ${gap.sequence} pendant ${count(gap.waited)}\u00a0ms avant de le recevoir`
    );
  return misled && `${counted(misled.wrong, 'lecture fausse', 'lectures fausses')} chez ${misled.receiver}`;
}

'use client';
// « Boucher le trou » : ticked by what the person's runs have shown, never by hand.
import { useCallback, useMemo, useState } from 'react';
import { askedDisorder, fillTheGap, type Proof, proofOf } from '#labs/reseau/experiment.ts';
import { reseauLab } from '#labs/reseau/lab.ts';
import { ExperimentCard, type ExperimentStep } from '../../lab/experiment-card.tsx';
import { count, counted } from '../../lab/format.ts';
import { useLab } from '../../realtime/use-lab.ts';

const texts: Record<keyof Proof, string> = {
  disorder: `Avec numéros et au moins ${askedDisorder} % de désordre, envoyez neuf messages, jusqu’à ce que tous soient lus`,
  gap: 'Faites perdre un message, et attendez qu’un récepteur le redemande et le reçoive',
  misled: 'Coupez les numéros et rejouez\u00a0: qui comprend de travers\u00a0?',
};

export function FillTheGapCard() {
  const { live } = useLab(reseauLab);
  const { run } = live;
  // Begun again: what the run at that moment proves is of before.
  const [forgotten, setForgotten] = useState<string | null>(null);
  const steps = useMemo(() => stepsOf(run && run.run !== forgotten ? proofOf(run) : null), [run, forgotten]);
  const name = run?.run ?? null;
  const reset = useCallback(() => setForgotten(name), [name]);
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

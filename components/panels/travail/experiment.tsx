'use client';
// « Le gel et son remède » : ticked by what the server measured of its pings, never by hand.
import { type ReactNode, useMemo } from 'react';
import { type FreezeProof, freeze, proofOfFreeze } from '#labs/travail/experiment.ts';
import { travailLab } from '#labs/travail/lab.ts';
import { ExperimentCard, type ExperimentStep } from '../../lab/experiment-card.tsx';
import { counted } from '../../lab/format.ts';
import { useBegunAgain } from '../../lab/use-begun-again.ts';
import { useLab } from '../../realtime/use-lab.ts';
import { lasting } from './words.ts';

const texts: Record<keyof FreezeProof, ReactNode> = {
  frozen: 'Demandez un rapport «\u00a0dans le gestionnaire\u00a0»\u00a0: tant qu’il se fait, aucun ping n’a de réponse',
  fluid: 'Demandez le même «\u00a0par la file\u00a0»\u00a0: les pings continuent d’avoir leur réponse',
  again: 'Demandez-en un autre par la file, et tuez l’ouvrier avant la fin\u00a0: le rapport se fait quand même',
};

const step = (id: keyof FreezeProof, observed: string | null): ExperimentStep => ({
  id,
  text: texts[id],
  done: observed !== null,
  observed,
});

export function FreezeCard() {
  const { live } = useLab(travailLab);
  const { from, reset } = useBegunAgain(freeze.id, live.told);
  const steps = useMemo(() => {
    const { frozen, fluid, again } = proofOfFreeze(live, from);
    return [
      step(
        'frozen',
        frozen &&
          `un aller-retour de ${lasting(frozen.longestMs)} au lieu de ${lasting(frozen.usualMs)}, et ${counted(frozen.waited, 'ping')} en attente`,
      ),
      step(
        'fluid',
        fluid &&
          `${counted(fluid.answered, 'réponse')} pendant ${lasting(fluid.workMs)} de travail, la plus longue en ${lasting(fluid.longestMs)}`,
      ),
      step('again', again && `la tâche a été redistribuée, et le rapport fait à l’essai ${again.attempt}`),
    ];
  }, [live, from]);
  return <ExperimentCard title="Le gel et son remède" id={freeze.id} steps={steps} onReset={reset} />;
}

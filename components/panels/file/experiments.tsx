'use client';
// « Partager dix tâches » and « Tuer un travailleur » : ticked by what the queue has told, never by hand.
import { type ReactNode, useMemo } from 'react';
import {
  type KillProof,
  killOne,
  proofOfKilling,
  proofOfSharing,
  type ShareProof,
  shareTen,
} from '#labs/file/experiments.ts';
import { type FileState, fileLab } from '#labs/file/lab.ts';
import { ExperimentCard, type ExperimentStep } from '../../lab/experiment-card.tsx';
import { counted } from '../../lab/format.ts';
import { useBegunAgain } from '../../lab/use-begun-again.ts';
import { useLab } from '../../realtime/use-lab.ts';

const shareTexts: Record<keyof ShareProof, string> = {
  three: 'Ajoutez trois ouvriers',
  shared: 'Envoyez dix tâches, et attendez que tous les aient faites',
  slow: 'Rendez un ouvrier deux fois plus lent que les autres, et envoyez dix tâches\u00a0: il en fait moins',
};
const killTexts: Record<keyof KillProof, string> = {
  killed: 'Tuez un ouvrier qui a une tâche en main',
  redelivered: 'Un autre ouvrier reçoit la même tâche, redistribuée',
  lost: 'Attendez la fin\u00a0: aucune tâche n’est perdue',
};

function useProof<P>(id: string, prove: (state: FileState, from: number) => P): { proof: P; reset: () => void } {
  const { live } = useLab(fileLab);
  const { from, reset } = useBegunAgain(id, live.told);
  const proof = useMemo(() => prove(live, from), [prove, live, from]);
  return { proof, reset };
}

const step = (id: string, text: ReactNode, observed: string | null): ExperimentStep => ({
  id,
  text,
  done: observed !== null,
  observed,
});

export function ShareTenCard() {
  const { proof, reset } = useProof(shareTen.id, proofOfSharing);
  const steps = useMemo(() => {
    const { three, shared, slow } = proof;
    return [
      step('three', shareTexts.three, three && `${counted(three.length, 'ouvrier')} à la fois`),
      step(
        'shared',
        shareTexts.shared,
        shared?.map(([who, done]) => `ouvrier ${who}\u00a0: ${done}`).join(', ') ?? null,
      ),
      step(
        'slow',
        shareTexts.slow,
        slow && `l’ouvrier ${slow.slow[0]} en a fait ${slow.slow[1]}, l’ouvrier ${slow.fast[0]} ${slow.fast[1]}`,
      ),
    ];
  }, [proof]);
  return <ExperimentCard title="Partager dix tâches" id={shareTen.id} steps={steps} onReset={reset} />;
}

export function KillOneCard() {
  const { proof, reset } = useProof(killOne.id, proofOfKilling);
  const steps = useMemo(() => {
    const { killed, redelivered, lost } = proof;
    return [
      step(
        'killed',
        killTexts.killed,
        killed && `ouvrier ${killed.worker}, avec ${counted(killed.tasks.length, 'tâche')}`,
      ),
      step(
        'redelivered',
        killTexts.redelivered,
        redelivered && `la tâche ${redelivered.task} est allée à l’ouvrier ${redelivered.worker}`,
      ),
      step(
        'lost',
        killTexts.lost,
        lost &&
          `${counted(lost.sent, 'envoyée')}, ${counted(lost.done, 'faite')}${lost.aside > 0 ? `, ${counted(lost.aside, 'mise de côté', 'mises de côté')}` : ''}`,
      ),
    ];
  }, [proof]);
  return <ExperimentCard title="Tuer un travailleur" id={killOne.id} steps={steps} onReset={reset} />;
}

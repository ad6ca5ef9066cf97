'use client';
// « Tout arrive une fois » : ticked by what the person's room has told, never by hand.
import { useCallback, useMemo } from 'react';
import { onceOnly, type Proof, proofOf } from '#labs/accuses/experiment.ts';
import { accusesLab } from '#labs/accuses/lab.ts';
import { ExperimentCard, type ExperimentStep } from '../../lab/experiment-card.tsx';
import { counted } from '../../lab/format.ts';
import { useLab } from '../../realtime/use-lab.ts';

const texts: Record<keyof Proof, string> = {
  missed: 'Coupez un abonné, publiez, reconnectez-le\u00a0: il traite tout ce qu’il a manqué',
  twice: 'Faites renvoyer un message déjà traité\u00a0: reçu deux fois, traité une fois',
  lost: 'Perdez un message\u00a0: acquitté avant le traitement, puis la panne',
  replayed: 'Faites rejouer un message\u00a0: la même panne, sans accusé, puis le traitement jusqu’au bout',
};

export function OnceOnlyCard() {
  const { live, send } = useLab(accusesLab);
  const steps = useMemo(() => {
    const proof = proofOf(live);
    return onceOnly.steps.map(
      (id): ExperimentStep => ({ id, text: texts[id], done: proof[id] !== null, observed: observed(proof, id) }),
    );
  }, [live]);
  // What happened is of the room: another one begins with nothing.
  const used = live.run !== null;
  const reset = useCallback(() => {
    if (used) void send({ type: 'reset' });
  }, [used, send]);
  return <ExperimentCard title="Tout arrive une fois" id={onceOnly.id} steps={steps} onReset={reset} />;
}

function observed(proof: Proof, id: keyof Proof): string | null {
  if (id === 'missed') {
    const { missed } = proof;
    return missed && `${missed.name} a traité ${counted(missed.count, 'message manqué', 'messages manqués')}`;
  }
  const one = proof[id];
  if (!one) return null;
  if (id === 'twice') return `${one.name} a reconnu le ${one.sequence} à son numéro`;
  if (id === 'lost') return `${one.name} avait acquitté le ${one.sequence}, qui n’est pas revenu`;
  return `${one.name} n’avait pas acquitté le ${one.sequence}, revenu et traité`;
}

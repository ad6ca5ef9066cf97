'use client';
// « L’abonné tardif » : ticked by what the person's own subscribers have received, never by hand.
import { useMemo } from 'react';
import { lateSubscriber, type Proof, proofOf } from '#labs/pubsub/experiment.ts';
import { pubsubLab } from '#labs/pubsub/lab.ts';
import { ExperimentCard, type ExperimentStep } from '../../lab/experiment-card.tsx';
import { counted } from '../../lab/format.ts';
import { useBegunAgain } from '../../lab/use-begun-again.ts';
import { useLab } from '../../realtime/use-lab.ts';

const texts: Record<keyof Proof, string> = {
  late: 'Publiez, puis abonnez quelqu’un, puis publiez encore\u00a0: que reçoit le retardataire\u00a0?',
  away: 'Débranchez un abonné ordinaire, publiez, rebranchez-le, publiez\u00a0: que lui manque-t-il\u00a0?',
  kept: 'Débranchez un abonné durable, publiez, rebranchez-le\u00a0: que retrouve-t-il\u00a0?',
};

const none = [] as const;

export function LateSubscriberCard() {
  const { live } = useLab(pubsubLab);
  const { run } = live;
  const { from, reset } = useBegunAgain(lateSubscriber.id, run?.events ?? none);
  const steps = useMemo(() => {
    const proof = run ? proofOf(run, from) : null;
    return lateSubscriber.steps.map(
      (id): ExperimentStep => ({
        id,
        text: texts[id],
        done: (proof?.[id] ?? null) !== null,
        observed: proof ? observed(proof, id) : null,
      }),
    );
  }, [run, from]);
  return <ExperimentCard title="L’abonné tardif" id={lateSubscriber.id} steps={steps} onReset={reset} />;
}

function observed({ late, away, kept }: Proof, id: keyof Proof): string | null {
  if (id === 'late')
    return (
      late && `${late.name} est arrivé après ${counted(late.before, 'message')}\u00a0; son premier est le ${late.first}`
    );
  if (id === 'away')
    return away && `${away.name} a perdu ${counted(away.missed, 'message')}, puis a reçu le ${away.next}`;
  return kept && `${kept.name} a retrouvé ${counted(kept.caught, 'message')} à son retour`;
}

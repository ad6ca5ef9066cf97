'use client';
// « Deux serveurs, une salle » : ticked by what the clients were given, never by hand.
import { type ReactNode, useMemo } from 'react';
import { oneRoom, proofOfRoom, type RoomProof } from '#labs/serveurs/experiment.ts';
import { serveursLab } from '#labs/serveurs/lab.ts';
import { ExperimentCard, type ExperimentStep } from '../../lab/experiment-card.tsx';
import { counted } from '../../lab/format.ts';
import { useBegunAgain } from '../../lab/use-begun-again.ts';
import { useLab } from '../../realtime/use-lab.ts';

const texts: Record<keyof RoomProof, ReactNode> = {
  missed: 'Démarrez sans Redis, et faites écrire Alice\u00a0: qui ne reçoit rien\u00a0?',
  everybody: 'Démarrez avec Redis, et faites écrire Alice\u00a0: tous reçoivent, une fois, sous le même numéro',
  survived:
    'Toujours avec Redis, tuez un serveur, puis faites écrire quelqu’un\u00a0: ses clients passent chez l’autre, et rien ne manque',
};

const step = (id: keyof RoomProof, observed: string | null): ExperimentStep => ({
  id,
  text: texts[id],
  done: observed !== null,
  observed,
});

export function OneRoomCard() {
  const { live } = useLab(serveursLab);
  const { from, reset } = useBegunAgain(oneRoom.id, live.told);
  const steps = useMemo(() => {
    const { missed, everybody, survived } = proofOfRoom(live, from);
    return [
      step(
        'missed',
        missed && `le message ${missed.message} n’est pas au serveur ${missed.server}, chez ${missed.client}`,
      ),
      step(
        'everybody',
        everybody && `le message ${everybody.message}, n°\u00a0${everybody.sequence}, chez les quatre clients`,
      ),
      step(
        'survived',
        survived &&
          `serveur ${survived.killed} tué, ${counted(survived.moved, 'client')} chez l’autre\u00a0; ${counted(survived.messages, 'message')}, aucun ne manque, aucun en double`,
      ),
    ];
  }, [live, from]);
  return <ExperimentCard title="Deux serveurs, une salle" id={oneRoom.id} steps={steps} onReset={reset} />;
}

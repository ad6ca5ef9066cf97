'use client';
// The four experiments of the chat: ticked by what the server witnessed in the rooms of this person, never by hand.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { exercicesLab } from '#labs/exercices-salon/lab.ts';
import { type ExperimentId, experiments, type SeenState } from '#labs/exercices-salon/seen.ts';
import { ExperimentCard, type ExperimentStep } from '../lab/experiment-card.tsx';
import { serverLife } from '../realtime/server-life.ts';
import { useLab } from '../realtime/use-lab.ts';
import { useMe } from '../realtime/use-people.ts';
import { evidenceText, experimentTexts, titles } from './experiment-words.ts';

const stepsOf = (id: ExperimentId, { marks }: SeenState): ExperimentStep[] =>
  (experiments.find((each) => each.id === id)?.steps ?? []).map((step) => {
    const evidence = marks[step];
    return {
      id: step,
      text: experimentTexts[step],
      done: evidence !== undefined,
      observed: evidence ? evidenceText(evidence) : null,
    };
  });

function ChatExperiment({ id }: { id: ExperimentId }) {
  const lab = useLab(exercicesLab);
  const { live, send } = lab;
  const { name } = useMe();
  const [problem, setProblem] = useState<string | null>(null);
  const ask = useCallback(
    async (command: unknown) => {
      const reply = await send(command);
      setProblem(reply.ok ? null : reply.error.message);
    },
    [send],
  );
  const life = serverLife(lab);
  // Another life of the server knows nobody who looks.
  useEffect(() => {
    if (life !== null) void ask({ type: 'watch' });
  }, [life, ask]);
  const steps = useMemo(() => stepsOf(id, live.seen), [id, live.seen]);
  const reset = useCallback(() => void ask({ type: 'reset', experiment: id }), [ask, id]);
  const note =
    name === null
      ? 'Choisissez d’abord un pseudonyme, en haut de la page\u00a0: vos clients se reconnaissent à lui.'
      : live.seen.crowded
        ? 'Il se passe trop de choses dans cette salle pour tout suivre. Rejoignez-en une à vous.'
        : `Sont à vous cette page, et les programmes dont le nom commence par «\u00a0${name}-\u00a0»\u00a0: ${name}-2, par exemple.`;
  return <ExperimentCard title={titles[id]} id={id} steps={steps} note={note} problem={problem} onReset={reset} />;
}

export const ThreeClientsCard = () => <ChatExperiment id="trois-clients" />;
export const TwoRoomsCard = () => <ChatExperiment id="deux-salles" />;
export const BurstCard = () => <ChatExperiment id="rafale" />;
export const PresenceCard = () => <ChatExperiment id="presence" />;

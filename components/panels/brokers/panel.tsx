'use client';
// The panel « Quatre brokers » : two scenarios, every broker of this server, and tables measured from what happened on each.
import { useMemo, useState } from 'react';
import { type Scenario, scenarios } from '#contract/brokers.ts';
import { brokersLab, isOver } from '#labs/brokers/lab.ts';
import { queueResultsOf, resultsOf } from '#labs/brokers/results.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { timelineOf } from '../../lab/timeline.ts';
import { useLab } from '../../realtime/use-lab.ts';
import { Button } from '../../ui/button.tsx';
import { usePortes } from '../pubsub/outside.tsx';
import { brokerText, everyBroker } from '../pubsub/words.ts';
import { inWords } from './results-table.tsx';
import { ScenarioSection } from './scenario-section.tsx';
import { crewText, lastText, markOf, resultText, wholeText } from './words.ts';

export function BrokersPanel() {
  const lab = useLab(brokersLab, { markOf });
  const portes = usePortes();
  const { state, live, view } = lab;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const timeline = useMemo(() => timelineOf(lab), [lab]);
  /** The one that a projector shows. */
  const [chosen, setChosen] = useState<Scenario>('topic');
  const rows = useMemo(() => {
    const { crews, whole } = queueResultsOf(state);
    return {
      topic: resultsOf(state).map((row) => inWords(row, resultText)),
      queue: [...crews.map((row) => inWords(row, crewText)), inWords(whole, wholeText)],
    };
  }, [state]);
  const absent = everyBroker(portes.live.brokers).filter(({ at }) => at === null);
  const playing = live.played.some((one) => !isOver(one));
  const lost = lab.link.status === 'lost' ? 'Le lien avec le serveur est perdu.' : null;
  const blocked = lost ?? (playing ? 'Les scénarios se jouent encore.' : null);

  async function play() {
    setBusy(true);
    setProblem(null);
    lab.goLive();
    const reply = await lab.send({ type: 'play' });
    setBusy(false);
    if (!reply.ok) setProblem(reply.error.message);
  }
  const said = lastText(state);
  return (
    <LabFrame
      title="Quatre brokers"
      link={lab.link}
      ready={lab.ready}
      tools={
        <Button
          tone="primary"
          disabled={busy || blocked !== null}
          title={blocked ?? undefined}
          data-cible="jouer"
          onClick={() => void play()}
        >
          {live.played.length === 0 ? 'Jouer les deux scénarios' : 'Rejouer les deux scénarios'}
        </Button>
      }
      heading={
        state.played.length === 0 ? undefined : (
          // biome-ignore lint/a11y/useSemanticElements: two buttons, not fields
          <div role="group" aria-label="Scénario projeté" className="hidden gap-2 projection:flex">
            {scenarios.map((each) => (
              <Button
                key={each}
                small
                className="aria-pressed:border-accent aria-pressed:text-accent"
                aria-pressed={each === chosen}
                onClick={() => setChosen(each)}
              >
                {each === 'topic' ? 'Publish/subscribe' : 'File d’attente'}
              </Button>
            ))}
          </div>
        )
      }
      announcement={view.mode === 'live' && !playing ? said : ''}
      timeline={timeline}
    >
      {problem ? (
        <p role="alert" className="mb-3 rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {problem}
        </p>
      ) : null}
      <p className="mb-3 min-h-[1.6em] font-semibold projection:mb-1" data-dernier>
        {said}
      </p>
      {state.played.length === 0 ? (
        <p className="mb-3 text-muted">
          Publish/subscribe&nbsp;: Alice reste là, Bob et Chloé s’absentent pendant trois messages, Denis et Emma
          arrivent en retard. File d’attente&nbsp;: deux ouvriers s’en vont, un troisième meurt avec une tâche en main,
          deux autres arrivent. Qui reçoit quoi, et qui traite quoi&nbsp;? Les tableaux le diront, broker par broker.
        </p>
      ) : (
        <div className="space-y-6">
          {scenarios.map((each) => (
            <ScenarioSection key={each} scenario={each} state={state} rows={rows[each]} projected={each === chosen} />
          ))}
        </div>
      )}
      {absent.length === 0 ? null : (
        <ul className="mt-4 text-muted text-sm projection:hidden" data-cible="absents">
          {absent.map(({ broker, setting }) => (
            <li key={broker} data-absent={broker}>
              {`${brokerText[broker]} n’est pas sur ce serveur\u00a0: il faut le réglage `}
              <code>{setting}</code>
            </li>
          ))}
        </ul>
      )}
    </LabFrame>
  );
}

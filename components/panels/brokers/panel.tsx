'use client';
// The panel « Quatre brokers » : one scenario, every broker of this server, and a table measured from what happened on each.
import { useMemo, useState } from 'react';
import { brokersLab } from '#labs/brokers/lab.ts';
import { resultsOf } from '#labs/brokers/results.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { timelineOf } from '../../lab/timeline.ts';
import { useLab } from '../../realtime/use-lab.ts';
import { Button } from '../../ui/button.tsx';
import { usePortes } from '../pubsub/outside.tsx';
import { brokerText, everyBroker } from '../pubsub/words.ts';
import { ResultsTable } from './results-table.tsx';
import { lastText, markOf } from './words.ts';

export function BrokersPanel() {
  const lab = useLab(brokersLab, { markOf });
  const portes = usePortes();
  const { state, live, view } = lab;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const timeline = useMemo(() => timelineOf(lab), [lab]);
  const rows = useMemo(() => resultsOf(state), [state]);
  const absent = everyBroker(portes.live.brokers).filter(({ at }) => at === null);
  const playing = live.played.some(({ done }) => !done);
  const lost = lab.link.status === 'lost' ? 'Le lien avec le serveur est perdu.' : null;
  const blocked = lost ?? (playing ? 'Le scénario se joue encore.' : null);

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
          {live.played.length === 0 ? 'Jouer le scénario' : 'Rejouer le scénario'}
        </Button>
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
          Alice reste là. Bob et Chloé s’absentent pendant trois messages. Denis et Emma arrivent en retard. Qui reçoit
          quoi&nbsp;? Le tableau le dira, broker par broker.
        </p>
      ) : (
        <ResultsTable played={state.played} rows={rows} />
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

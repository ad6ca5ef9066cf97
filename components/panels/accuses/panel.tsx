'use client';
// The panel « Accusés de réception » : a publisher and three subscribers in a room of the person's own; what waits for an
// acknowledgement, what a cut or a crash does to it.
import { useEffect, useMemo, useState } from 'react';
import { type AccusesCommand, accusesBounds } from '#contract/accuses.ts';
import { accusesLab } from '#labs/accuses/lab.ts';
import { aboutToShow } from '../../lab/highlight.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { LastEvents } from '../../lab/last-events.tsx';
import { timelineOf } from '../../lab/timeline.ts';
import { useTable } from '../../lab/use-table.ts';
import { useLab } from '../../realtime/use-lab.ts';
import { Button } from '../../ui/button.tsx';
import { SubscriberControls } from './controls.tsx';
import { AcksDrawing, type ControlsOf } from './drawing.tsx';
import { TableView } from './table-view.tsx';
import { useAnnouncement } from './use-announcement.ts';
import { eventText, lastText, markOf } from './words.ts';

export function AcksPanel() {
  const lab = useLab(accusesLab, { markOf });
  const { state, live, view } = lab;
  const [table, toggleTable] = useTable();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const timeline = useMemo(() => timelineOf(lab), [lab]);
  const announcement = useAnnouncement(state, view.mode === 'live');
  const { goLive } = lab;
  useEffect(() => {
    document.addEventListener(aboutToShow, goLive);
    return () => document.removeEventListener(aboutToShow, goLive);
  }, [goLive]);

  async function ask(command: AccusesCommand) {
    setBusy(true);
    setProblem(null);
    goLive();
    const reply = await lab.send(command);
    setBusy(false);
    if (!reply.ok) setProblem(reply.error.message);
  }
  const lost = lab.link.status === 'lost' ? 'Le lien avec le serveur est perdu.' : null;
  const past = view.mode === 'paused' ? 'Revenez en direct pour agir.' : null;
  const fixed = lost ?? past;
  const full = live.said.length >= accusesBounds.messages ? 'Cette salle est pleine\u00a0: recommencez.' : null;
  const blocked = fixed ?? full;
  const controlsOf: ControlsOf = (one, who) => (
    <SubscriberControls one={one} who={who} blocked={fixed} onAsk={(command) => void ask(command)} />
  );
  return (
    <LabFrame
      title="Accusés de réception"
      link={lab.link}
      ready={lab.ready}
      onTable={toggleTable}
      table={table}
      tools={
        <div data-cible="publier" className="flex flex-wrap items-center gap-2">
          <Button
            tone="primary"
            disabled={busy || blocked !== null}
            title={blocked ?? undefined}
            onClick={() => void ask({ type: 'publish', count: 1 })}
          >
            Publier
          </Button>
          <Button
            disabled={busy || blocked !== null}
            title={blocked ?? undefined}
            onClick={() => void ask({ type: 'publish', count: accusesBounds.burst })}
          >
            Cinq d’un coup
          </Button>
          <Button
            disabled={busy || fixed !== null || live.said.length === 0}
            title={fixed ?? 'Le même message, sous le même identifiant'}
            data-cible="repeter"
            onClick={() => void ask({ type: 'repeat' })}
          >
            Répéter le dernier
          </Button>
          <Button
            tone="quiet"
            disabled={busy || fixed !== null || live.run === null}
            title={fixed ?? undefined}
            onClick={() => void ask({ type: 'reset' })}
          >
            Recommencer
          </Button>
        </div>
      }
      announcement={announcement}
      timeline={timeline}
    >
      {problem ? (
        <p role="alert" className="mb-3 rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {problem}
        </p>
      ) : null}
      {table ? (
        <TableView state={state} controlsOf={controlsOf} />
      ) : (
        <>
          <p className="mb-3 min-h-[1.6em] font-semibold projection:mb-1 projection:leading-tight" data-dernier>
            {lastText(state)}
          </p>
          <AcksDrawing state={state} controlsOf={controlsOf} />
          <LastEvents told={state.told} before={state.count - state.told.length} textOf={eventText} />
        </>
      )}
    </LabFrame>
  );
}

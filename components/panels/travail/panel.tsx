'use client';
// The panel « Travail long » : a report that takes seconds, made in the handler of a server or through a queue, beside the pings of
// that server. One person's own.
import { useCallback, useEffect, useState } from 'react';
import type { TravailCommand, TravailEvent } from '#contract/travail.ts';
import { travailLab, underWay } from '#labs/travail/lab.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { LastEvents } from '../../lab/last-events.tsx';
import { timelineOf } from '../../lab/timeline.ts';
import { useTable } from '../../lab/use-table.ts';
import type { MarkName } from '../../realtime/marks.ts';
import { useLab } from '../../realtime/use-lab.ts';
import { LivePings } from './live-pings.tsx';
import { Places } from './places.tsx';
import { ReportCard } from './report-card.tsx';
import { ReportForm } from './report-form.tsx';
import { TableView } from './table-view.tsx';
import { usePings } from './use-pings.ts';
import { eventText, standing, wayText } from './words.ts';

function markOf(event: TravailEvent): MarkName | null {
  if (event.type === 'asked') return `rapport ${event.report}, ${wayText(event.way)}`;
  if (event.type === 'killed') return `ouvrier tué (rapport ${event.report})`;
  if (event.type === 'made') return `rapport ${event.report} fait`;
  if (event.type === 'failed') return `rapport ${event.report} pas fait`;
  return null;
}
const options = { markOf };
const reopenMs = 10_000;

export function LongWorkPanel() {
  const lab = useLab(travailLab, options);
  const { state, live, view, link, ready, send, tend } = lab;
  const [table, toggleTable] = useTable();
  const [problem, setProblem] = useState<string | null>(null);

  const ask = useCallback(
    async (command: TravailCommand, by = send): Promise<void> => {
      setProblem(null);
      const reply = await by(command);
      if (!reply.ok) setProblem(reply.error.message);
    },
    [send],
  );

  const isLive = ready && link.status === 'live';
  const isClosed = isLive && live.server === null && live.closed !== 'killed';
  useEffect(() => {
    if (!isClosed) return;
    const open = (): void => {
      if (!document.hidden) void ask({ type: 'open' }, tend);
    };
    open();
    // There may be no room for it yet.
    const again = setInterval(open, reopenMs);
    document.addEventListener('visibilitychange', open);
    return () => {
      clearInterval(again);
      document.removeEventListener('visibilitychange', open);
    };
  }, [isClosed, ask, tend]);
  const pings = usePings(isLive && live.server !== null, tend);

  const job = underWay(live);
  const fixed =
    link.status === 'lost'
      ? 'Le lien avec le serveur est perdu.'
      : view.mode === 'paused'
        ? 'Revenez en direct pour agir.'
        : null;
  const blocked = fixed ?? (live.server === null ? 'Le serveur de démonstration s’ouvre.' : null);
  const atWork = job?.way === 'queue' && (job.stage === 'hand' || job.stage === 'working');
  const label = job?.way === 'inline' ? 'Tuer le serveur gelé' : 'Abandonner';
  const reports = state.reports.toReversed();
  return (
    <LabFrame
      title="Travail long"
      link={link}
      ready={ready}
      onTable={toggleTable}
      table={table}
      form={
        <div className="space-y-2">
          <ReportForm
            blocked={blocked ?? (job ? 'Un rapport à la fois.' : null)}
            onMake={(way, size) => void ask({ type: 'make', way, size })}
            onKill={fixed === null && atWork ? () => void ask({ type: 'kill' }) : null}
            cancel={fixed === null && job ? { label, run: () => void ask({ type: 'cancel' }) } : null}
          />
          {problem ? (
            <p role="alert" className="rounded-lg bg-warn-soft p-2 text-sm text-warn">
              {problem}
            </p>
          ) : null}
        </div>
      }
      announcement={view.mode === 'live' && job === null ? standing(live) : ''}
      timeline={timelineOf(lab)}
    >
      {table ? (
        <TableView state={state} pings={view.mode === 'live' ? pings : null} />
      ) : (
        <div className="@container space-y-3">
          <p className="wrap-anywhere min-h-[1.6em] font-semibold" data-dernier>
            {standing(state)}
          </p>
          {view.mode === 'live' ? (
            <LivePings pings={pings} />
          ) : (
            <p className="text-muted text-sm">
              Les pings se voient en direct. Ceux d’un rapport passé sont gardés avec lui, plus bas.
            </p>
          )}
          <Places state={state} />
          <section aria-label="Rapports" className="space-y-2" data-cible="rapports">
            {reports.map((report) => (
              <ReportCard key={report.report} report={report} />
            ))}
          </section>
          <LastEvents told={state.told} before={state.forgotten} textOf={({ event }) => eventText(event)} />
        </div>
      )}
    </LabFrame>
  );
}

'use client';
// The panel « L’atelier » : three machines at work on real records, every setting of the statement a switch.
import { useMemo, useState } from 'react';
import type { AtelierCommand, Incidents } from '#contract/atelier.ts';
import { verdictOf } from '#labs/atelier/judge.ts';
import { atelierLab } from '#labs/atelier/lab.ts';
import { type IncidentName, incidentsOf, rightSettings, settingsOff, topicName } from '#labs/atelier/plan.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { timelineOf } from '../../lab/timeline.ts';
import { useTable } from '../../lab/use-table.ts';
import { useLab } from '../../realtime/use-lab.ts';
import { Chip } from '../../ui/chip.tsx';
import { WorkshopDrawing } from './drawing.tsx';
import { Lanes } from './lanes.tsx';
import { createMarkOf } from './marks.ts';
import { Settings } from './settings.tsx';
import { Passes, VerdictBanner } from './story.tsx';
import { TableView } from './table-view.tsx';
import { Tools } from './tools.tsx';
import { emptyText, lastText, offText, verdictText } from './words.ts';

export function AtelierPanel() {
  const markOf = useMemo(createMarkOf, []);
  const lab = useLab(atelierLab, { markOf });
  const [settings, setSettings] = useState(rightSettings);
  const [asked, setAsked] = useState<IncidentName[]>([]);
  const [table, toggleTable] = useTable();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const { state, live, link } = lab;
  const { run } = state;
  const now = live.run;

  async function command(sent: AtelierCommand) {
    setBusy(true);
    setProblem(null);
    lab.goLive();
    const reply = await lab.send(sent);
    setBusy(false);
    if (!reply.ok) setProblem(reply.error.message);
  }
  const launch = (lots: number) =>
    command({ type: 'start', settings, lots, incidents: incidentsOf(settings.seed, lots, asked) });
  const replay = () => {
    if (!now) return;
    const incidents: Incidents = { ...now.incidents, crash: now.incidents.crash ?? now.struck };
    return command({ type: 'start', settings: now.settings, lots: now.lots.length, incidents });
  };
  const blocked = link.status === 'lost' ? 'Le lien avec le serveur est perdu.' : null;
  const off = settingsOff(run?.settings ?? settings);
  const verdict = now ? verdictOf(now.judge) : null;
  return (
    <LabFrame
      title="L’atelier"
      link={link}
      ready={lab.ready}
      onTable={toggleTable}
      table={table}
      heading={
        <>
          <Chip className="font-mono text-ink! max-sm:hidden">{topicName}</Chip>
          {off.length > 0 ? <Chip tone="warn">{off.map((name) => offText[name]).join(', ')}</Chip> : null}
        </>
      }
      tools={
        <Tools
          {...{ blocked, busy }}
          running={now !== null && now.ended === null}
          armed={now?.armed ?? false}
          dead={
            now?.ended === null ? now.workers.filter(({ state: is }) => is === 'dead' || is === 'failed').length : 0
          }
          replay={now !== null && now.ended !== null}
          seed={settings.seed}
          onLaunch={(lots) => void launch(lots)}
          onReplay={() => void replay()}
          onCrash={() => void command({ type: 'crash' })}
          onRestart={() => void command({ type: 'restart' })}
          onSeed={(seed) => setSettings({ ...settings, seed })}
        />
      }
      announcement={now && verdict && lab.view.mode === 'live' ? verdictText(verdict, now) : ''}
      timeline={timelineOf(lab)}
    >
      {problem ? (
        <p role="alert" className="mb-3 rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {problem}
        </p>
      ) : null}
      <div className="@container">
        <div className="flex flex-col gap-x-8 gap-y-5 @3xl:flex-row">
          <div className="min-w-0 flex-1">
            {table && run ? (
              <TableView run={run} />
            ) : (
              <>
                {run ? <VerdictBanner run={run} /> : null}
                <p className="mb-3 min-h-[1.6em] font-semibold projection:mb-1 projection:leading-tight" data-dernier>
                  {run ? lastText(run, state.last?.event ?? null) : emptyText}
                </p>
                <WorkshopDrawing run={run} />
                {run ? (
                  <>
                    <Lanes run={run} />
                    <Passes passes={run.passes} />
                  </>
                ) : null}
              </>
            )}
          </div>
          <div className="@3xl:w-[15rem] shrink-0 projector-hidden">
            <Settings
              {...{ settings, asked }}
              onChange={(change) => setSettings({ ...settings, ...change })}
              onAsk={setAsked}
            />
          </div>
        </div>
      </div>
    </LabFrame>
  );
}

'use client';
// The panel « Plusieurs serveurs » : two server processes of ours, linked by Redis or not, and who is given what is said in the one
// room. One person's own.
import { useCallback, useEffect, useState } from 'react';
import type { ServeursCommand, ServeursEvent } from '#contract/serveurs.ts';
import { type ClientView, isOpen, type ServerView, serveursLab } from '#labs/serveurs/lab.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { LastEvents } from '../../lab/last-events.tsx';
import { timelineOf } from '../../lab/timeline.ts';
import { useTable } from '../../lab/use-table.ts';
import type { MarkName } from '../../realtime/marks.ts';
import { useLab } from '../../realtime/use-lab.ts';
import { Button } from '../../ui/button.tsx';
import { type Actions, Drawing } from './drawing.tsx';
import { StartForm } from './start-form.tsx';
import { TableView } from './table-view.tsx';
import { WhoGotWhat } from './who-got-what.tsx';
import { eventText, modeText, ofWhom, standing } from './words.ts';

function markOf(event: ServeursEvent): MarkName | null {
  if (event.type === 'started') return `deux serveurs ${modeText[event.mode]}`;
  if (event.type === 'said') return `message ${event.message}, ${ofWhom(event.client)}`;
  if (event.type === 'down') return `serveur ${event.server} mort`;
  return null;
}
const options = { markOf };

export function ServersPanel() {
  const lab = useLab(serveursLab, options);
  const { state, live, view, link, ready, send, tend } = lab;
  const [table, toggleTable] = useTable();
  const [problem, setProblem] = useState<string | null>(null);
  /** Something that takes a moment is under way: a server starts, or dies. */
  const [busy, setBusy] = useState(false);

  const ask = useCallback(
    async (command: ServeursCommand, by = send): Promise<void> => {
      setProblem(null);
      const reply = await by(command);
      if (!reply.ok) setProblem(reply.error.message);
    },
    [send],
  );
  const askAndWait = (command: ServeursCommand): void => {
    setBusy(true);
    void ask(command).finally(() => setBusy(false));
  };

  const isLive = ready && link.status === 'live';
  const unknown = isLive && live.redis === null;
  useEffect(() => {
    if (unknown) void ask({ type: 'look' }, tend);
  }, [unknown, ask, tend]);

  const blocked =
    link.status === 'lost'
      ? 'Le lien avec le serveur est perdu.'
      : view.mode === 'paused'
        ? 'Revenez en direct pour agir.'
        : busy
          ? 'Un instant\u00a0: un serveur démarre ou s’arrête.'
          : null;
  const goesOn = isOpen(live);
  const canAct = blocked === null && goesOn;
  const actions: Actions = {
    ofServer: ({ name, process, down }: ServerView) =>
      !goesOn ? null : process ? (
        <Button small disabled={!canAct} onClick={() => askAndWait({ type: 'kill', server: name })}>
          Tuer<span className="sr-only"> le serveur {name}</span> <code>kill -9</code>
        </Button>
      ) : down ? (
        <Button small disabled={!canAct} onClick={() => askAndWait({ type: 'revive', server: name })}>
          Relancer<span className="sr-only"> le serveur {name}</span>
        </Button>
      ) : null,
    ofClient({ name, server, there }: ClientView) {
      if (!goesOn) return null;
      const other = server === 'A' ? 'B' : 'A';
      const hasOther = live.servers.some((each) => each.name === other && each.process !== null);
      return (
        <>
          <Button small disabled={!canAct || !there} onClick={() => void ask({ type: 'say', client: name })}>
            Écrire<span className="sr-only"> par {name}</span>
          </Button>
          <Button
            small
            tone="quiet"
            disabled={!canAct || !hasOther}
            onClick={() => void ask({ type: 'move', client: name })}
          >
            <span className="sr-only">{name} </span>→ {other}
          </Button>
        </>
      );
    },
  };
  return (
    <LabFrame
      title="Plusieurs serveurs"
      link={link}
      ready={ready}
      onTable={toggleTable}
      table={table}
      form={
        <div className="space-y-2">
          <StartForm
            redis={live.redis}
            played={live.mode}
            blocked={blocked}
            onStart={(mode) => askAndWait({ type: 'start', mode })}
            onStop={canAct ? () => askAndWait({ type: 'stop' }) : null}
          />
          {problem ? (
            <p role="alert" className="rounded-lg bg-warn-soft p-2 text-sm text-warn">
              {problem}
            </p>
          ) : null}
        </div>
      }
      announcement={view.mode === 'live' ? standing(live) : ''}
      timeline={timelineOf(lab)}
    >
      {table ? (
        <TableView state={state} />
      ) : (
        <div className="space-y-3">
          <p className="wrap-anywhere min-h-[1.6em] font-semibold" data-dernier>
            {standing(state)}
          </p>
          <Drawing state={state} actions={actions} />
          {state.messages.length === 0 ? null : (
            <div className="projection:hidden" data-cible="compte">
              <WhoGotWhat state={state} />
            </div>
          )}
          <LastEvents told={state.told} before={state.forgotten} textOf={({ event }) => eventText(event)} />
        </div>
      )}
    </LabFrame>
  );
}

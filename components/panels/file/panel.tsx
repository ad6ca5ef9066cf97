'use client';
// The panel « File d’attente » : a producer, a queue on a real broker, workers that are its consumers. One person's own.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type FileCommand, type FileEvent, fileBounds } from '#contract/file.ts';
import { fileLab } from '#labs/file/lab.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { LastEvents } from '../../lab/last-events.tsx';
import { timelineOf } from '../../lab/timeline.ts';
import { useTable } from '../../lab/use-table.ts';
import type { MarkName } from '../../realtime/marks.ts';
import { useLab } from '../../realtime/use-lab.ts';
import { Button } from '../../ui/button.tsx';
import { BrokerChoice } from './broker-choice.tsx';
import { type Actions, QueueDrawing } from './queue-drawing.tsx';
import { TableView } from './table-view.tsx';
import { brokerNames, eventText, numbersOf, seconds, standing, taskName } from './words.ts';
import { paces, selectClass, WorkerForm } from './worker-form.tsx';

function markOf(event: FileEvent): MarkName | null {
  if (event.type === 'opened') return `file sur ${brokerNames[event.broker.name]}`;
  if (event.type === 'left') return `ouvrier ${event.worker} ${event.how === 'killed' ? 'tué' : 'parti'}`;
  if (event.type === 'dead') return `${taskName(event.number)} mise de côté`;
  if (event.type === 'hired') return `ouvrier ${event.worker}`;
  if (event.type === 'sent') return { label: 'envoi', series: 'sent', every: 20, small: true };
  return null;
}
const options = { markOf };

export function QueuePanel() {
  const lab = useLab(fileLab, options);
  const { state, live, view, link, ready, send, tend } = lab;
  const [table, toggleTable] = useTable();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const ask = useCallback(
    async (command: FileCommand, by = send): Promise<void> => {
      setBusy(true);
      setProblem(null);
      const reply = await by(command);
      setBusy(false);
      // Asked twice, and it is gone: nothing to complain of.
      const isGone =
        (command.type === 'kill' || command.type === 'stop') && !reply.ok && reply.error.code === 'not-found';
      if (!reply.ok && !isGone) setProblem(reply.error.message);
    },
    [send],
  );

  const isClosed = ready && link.status === 'live' && live.broker === null;
  useEffect(() => {
    if (isClosed) void ask({ type: 'open', broker: 'embarque' }, tend);
  }, [isClosed, ask, tend]);

  const fixed =
    link.status === 'lost'
      ? 'Le lien avec le serveur est perdu.'
      : view.mode === 'paused'
        ? 'Revenez en direct pour agir.'
        : null;
  const can = live.broker?.capabilities ?? null;
  const noPoison = can?.nack === 'no' ? 'Sans nack, une tâche empoisonnée bloquerait sa partition.' : null;
  const full = live.workers.length >= fileBounds.workers ? `${fileBounds.workers} ouvriers au plus.` : null;
  const title = fixed ?? undefined;
  const actions = useMemo<Actions>(() => {
    const off = { disabled: fixed !== null, title: fixed ?? undefined };
    return {
      ofWorker: ({ worker, takesMs }) => (
        <>
          <label className="flex items-center gap-1 text-muted text-sm">
            <span className="sr-only">Durée d’une tâche de l’ouvrier {worker}</span>
            <select
              className={selectClass}
              value={takesMs}
              {...off}
              onChange={(event) => void ask({ type: 'pace', worker, takesMs: Number(event.target.value) })}
            >
              {paces.map((each) => (
                <option key={each} value={each}>
                  {seconds(each)}
                </option>
              ))}
            </select>
          </label>
          <Button
            small
            aria-label={`Tuer l’ouvrier ${worker}`}
            {...off}
            onClick={() => void ask({ type: 'kill', worker })}
          >
            Tuer
          </Button>
          <Button
            small
            tone="quiet"
            aria-label={`Arrêter l’ouvrier ${worker}`}
            {...off}
            onClick={() => void ask({ type: 'stop', worker })}
          >
            Arrêter
          </Button>
        </>
      ),
      ofHand: ({ task, number, worker }) =>
        worker === null || can?.nack === 'no' ? null : (
          <>
            <Button
              small
              tone="quiet"
              className="px-1.5!"
              aria-label={`Rendre la ${taskName(number)}`}
              {...off}
              onClick={() => void ask({ type: 'nack', worker, task, requeue: true })}
            >
              rendre
            </Button>
            <Button
              small
              tone="quiet"
              className="px-1.5!"
              aria-label={`Refuser la ${taskName(number)}`}
              {...off}
              onClick={() => void ask({ type: 'nack', worker, task, requeue: false })}
            >
              refuser
            </Button>
          </>
        ),
      ofDead: ({ task, number }) => (
        <Button
          small
          aria-label={`Remettre en file la ${taskName(number)}`}
          {...off}
          onClick={() => void ask({ type: 'again', task })}
        >
          Remettre en file
        </Button>
      ),
    };
  }, [ask, fixed, can]);
  const send1 = (count: number, poison: boolean) => void ask({ type: 'send', count, poison });
  const cannotSend = { disabled: busy || fixed !== null || live.broker === null, title };
  const numberOf = numbersOf(state);
  return (
    <LabFrame
      title="File d’attente"
      link={link}
      ready={ready}
      onTable={toggleTable}
      table={table}
      tools={
        <>
          <Button tone="primary" {...cannotSend} onClick={() => send1(10, false)}>
            Dix tâches
          </Button>
          <Button {...cannotSend} onClick={() => send1(1, false)}>
            Une tâche
          </Button>
          <Button
            {...cannotSend}
            disabled={cannotSend.disabled || noPoison !== null}
            title={title ?? noPoison ?? undefined}
            onClick={() => send1(1, true)}
          >
            Une tâche empoisonnée
          </Button>
          <Button tone="quiet" {...cannotSend} onClick={() => void ask({ type: 'reset' })}>
            Recommencer
          </Button>
        </>
      }
      form={
        <div className="space-y-2">
          <WorkerForm
            blocked={fixed ?? (live.broker === null ? 'La file n’est pas encore ouverte.' : full)}
            onHire={(takesMs, prefetch) => void ask({ type: 'hire', takesMs, prefetch })}
          />
          <BrokerChoice state={live} blocked={fixed} onChoose={(broker) => void ask({ type: 'open', broker })} />
          {problem ? (
            <p role="alert" className="rounded-lg bg-warn-soft p-2 text-sm text-warn">
              {problem}
            </p>
          ) : null}
        </div>
      }
      announcement={view.mode === 'live' && settled(live) ? standing(live) : ''}
      timeline={timelineOf(lab)}
    >
      {table ? (
        <TableView state={state} actions={actions} />
      ) : (
        <>
          <p className="wrap-anywhere mb-3 min-h-[1.6em] font-semibold projection:mb-1" data-dernier>
            {standing(state)}
          </p>
          <QueueDrawing state={state} actions={actions} />
          <LastEvents told={state.told} before={state.forgotten} textOf={({ event }) => eventText(event, numberOf)} />
        </>
      )}
    </LabFrame>
  );
}

/** Worth a sentence to who listens: everything is done, or nobody works. */
const settled = ({ tasks, workers }: { tasks: readonly { place: string }[]; workers: readonly unknown[] }): boolean =>
  workers.length === 0 || tasks.every(({ place }) => place === 'done' || place === 'dead');

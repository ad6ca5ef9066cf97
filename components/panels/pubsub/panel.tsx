'use client';
// The panel « Publish/Subscribe » : one publisher, subscribers that come and go, on the broker one chooses; who got what is
// measured from what happened.
import { useMemo, useState } from 'react';
import { type PubsubCommand, pubsubBounds } from '#contract/pubsub.ts';
import { bothOf } from '#labs/pubsub/both.ts';
import { fatesOf } from '#labs/pubsub/fates.ts';
import type { Standing } from '#labs/pubsub/run.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { LastEvents } from '../../lab/last-events.tsx';
import { useTable } from '../../lab/use-table.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Abilities, BrokersList } from './brokers-list.tsx';
import { SceneDrawing } from './drawing.tsx';
import { SceneForm } from './form.tsx';
import { Outside, usePortes } from './outside.tsx';
import type { QueueActions } from './queue-side.tsx';
import { bothText } from './queue-words.ts';
import { storyOf } from './story.ts';
import { TableView } from './table-view.tsx';
import { useOwnScene } from './use-own-scene.ts';
import { brokerText, outcomeText } from './words.ts';

export function PubsubPanel() {
  const { lab, run, seen, timeline, goLive, events } = useOwnScene();
  const portes = usePortes();
  const [table, toggleTable] = useTable();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** One wants another broker: the list is shown again, and what is there stays until one begins. */
  const [choosing, setChoosing] = useState(false);
  const { state, live, offset, view } = seen;
  const fates = useMemo(() => fatesOf(state), [state]);
  const story = useMemo(() => storyOf(events.slice(0, offset)), [events, offset]);

  async function ask(command: PubsubCommand): Promise<boolean> {
    setBusy(true);
    setProblem(null);
    goLive();
    const reply = await lab.send(command);
    setBusy(false);
    if (!reply.ok) setProblem(reply.error.message);
    if (reply.ok && command.type === 'begin') setChoosing(false);
    return reply.ok;
  }
  const lost = lab.link.status === 'lost' ? 'Le lien avec le serveur est perdu.' : null;
  const past = view.mode === 'paused' ? 'Revenez en direct pour agir.' : null;
  const over = live.ended ? 'Cette diffusion est terminée\u00a0: recommencez.' : null;
  const fixed = lost ?? past ?? over;
  const at = run?.broker ?? null;
  const isEmpty = at === null || choosing;
  const both = useMemo(() => bothOf(state), [state]);
  // Said to who listens once the workers have nothing more to do.
  const isWorking = both !== null && both.queue.hand + both.queue.waiting > 0 && (state.file?.workers.length ?? 0) > 0;
  const said = both && !state.ended ? bothText(both) : outcomeText(state, fates);

  const actionsOf = (one: Standing) => (
    <>
      <Button
        small
        aria-label={one.there ? `Débrancher ${one.name}` : `Rebrancher ${one.name}`}
        disabled={busy || fixed !== null}
        title={fixed ?? undefined}
        onClick={() => void ask({ type: one.there ? 'leave' : 'return', subscriber: one.id })}
      >
        {one.there ? 'Débrancher' : 'Rebrancher'}
      </Button>
      <Button
        small
        tone="quiet"
        aria-label={`Retirer ${one.name}`}
        disabled={busy || fixed !== null}
        title={fixed ?? undefined}
        onClick={() => void ask({ type: 'remove', subscriber: one.id })}
      >
        Retirer
      </Button>
    </>
  );
  const workers = live.file?.workers.length ?? 0;
  const full = workers >= pubsubBounds.workers ? `${pubsubBounds.workers} ouvriers au plus.` : null;
  const queueActions: QueueActions = {
    hire: (
      <Button
        small
        disabled={busy || (fixed ?? full) !== null}
        title={fixed ?? full ?? undefined}
        onClick={() => void ask({ type: 'hire' })}
      >
        Un ouvrier de plus
      </Button>
    ),
    ofWorker: ({ worker }) => (
      <Button
        small
        aria-label={`Arrêter l’ouvrier ${worker}`}
        disabled={busy || fixed !== null}
        title={fixed ?? undefined}
        onClick={() => void ask({ type: 'dismiss', worker })}
      >
        Arrêter
      </Button>
    ),
  };
  return (
    <LabFrame
      title="Publish/Subscribe"
      link={lab.link}
      ready={lab.ready}
      onTable={toggleTable}
      table={table}
      heading={
        at ? (
          <Chip tone="accent">{`${brokerText[at.broker]}${at.real || at.broker === 'embarque' ? '' : ' · embarqué'}`}</Chip>
        ) : undefined
      }
      tools={
        at ? (
          <>
            <Button disabled={busy || lost !== null} onClick={() => setChoosing((shown) => !shown)}>
              {choosing ? 'Garder ce broker' : 'Autre broker'}
            </Button>
            <Button
              tone="quiet"
              disabled={busy || lost !== null}
              onClick={() => void ask({ type: 'begin', broker: at.broker })}
            >
              Recommencer
            </Button>
          </>
        ) : undefined
      }
      form={
        at && !isEmpty ? (
          <SceneForm at={at} taken={live.subscribers.map(({ name }) => name)} blocked={fixed} busy={busy} onAsk={ask} />
        ) : undefined
      }
      announcement={isEmpty ? '' : view.mode === 'paused' ? (story.at(-1) ?? '') : isWorking ? '' : said}
      timeline={timeline}
    >
      {problem ? (
        <p role="alert" className="mb-3 rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {problem}
        </p>
      ) : null}
      {isEmpty ? (
        <BrokersList
          brokers={portes.live.brokers}
          blocked={lost}
          busy={busy}
          onBegin={(broker) => void ask({ type: 'begin', broker })}
        />
      ) : table ? (
        <TableView fates={fates} file={state.file} story={story} actionsOf={actionsOf} queueActions={queueActions} />
      ) : (
        <>
          <p
            className="wrap-anywhere mb-3 min-h-[1.6em] font-semibold projection:mb-1 projection:leading-tight"
            data-dernier
          >
            {view.mode === 'live' ? said : (story.at(-1) ?? 'Rien n’est encore arrivé.')}
          </p>
          <SceneDrawing
            scene={state}
            fates={fates}
            at={at}
            topic={run?.topic ?? ''}
            actionsOf={actionsOf}
            queueActions={queueActions}
          />
          <Abilities at={at} />
          {at.broker === 'mqtt' && !at.real ? (
            <Outside portes={portes} port={at.address?.split(':').at(-1) ?? ''} topic={run?.topic ?? ''} />
          ) : null}
          <LastEvents told={story} textOf={(text) => text} />
        </>
      )}
    </LabFrame>
  );
}

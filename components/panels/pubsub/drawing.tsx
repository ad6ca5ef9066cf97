'use client';
// One publisher, a broker, and a card for each subscriber: under its name, one square a message, whose fate is a sign and words.
// Beside them the work queue, once the same messages go there too.
import type { ReactNode } from 'react';
import type { BrokerAtHand } from '#contract/pubsub.ts';
import type { Fates } from '#labs/pubsub/fates.ts';
import type { Scene, Standing } from '#labs/pubsub/run.ts';
import { type QueueActions, QueueSide } from './queue-side.tsx';
import { Square } from './square.tsx';
import { brokerText, fateText, kindText, placeText, presenceText, summaryOf } from './words.ts';

export type ActionsOf = (one: Standing) => ReactNode;

export function SceneDrawing({
  scene,
  fates,
  at,
  topic,
  actionsOf,
  queueActions,
}: {
  scene: Scene;
  fates: readonly Fates[];
  at: BrokerAtHand;
  topic: string;
  actionsOf: ActionsOf;
  queueActions: QueueActions;
}) {
  const { file } = scene;
  return (
    <section aria-label="La diffusion" className="@container">
      <p className="wrap-anywhere mb-3 flex flex-wrap items-center gap-x-2 gap-y-1 projection:mb-1" data-cible="chemin">
        <span className="rounded-lg border-2 border-line-strong bg-sheet px-2 font-semibold">
          éditeur <span className="font-mono">{scene.published}</span>
        </span>
        <span aria-hidden="true">→</span>
        <span className="rounded-lg border-2 border-accent bg-accent-soft px-2 font-semibold">
          {brokerText[at.broker]}
        </span>
        <span className="text-muted text-sm">{placeText(at)}</span>
        <span className="text-muted text-sm projection:hidden">
          sujet <code>{topic}</code>
        </span>
      </p>
      <div className={file ? 'grid gap-4 @2xl:grid-cols-2' : ''}>
        <section aria-label="Le sujet" className="min-w-0">
          {file ? <h3 className="mb-2 font-bold projection:mb-1">Le sujet&nbsp;: chaque abonné reçoit tout</h3> : null}
          <ul className="space-y-2 projection:space-y-1">
            {fates.map((each) => (
              <li key={each.subscriber.id}>
                <Card fates={each} actions={actionsOf(each.subscriber)} />
              </li>
            ))}
          </ul>
        </section>
        {file ? <QueueSide file={file} actions={queueActions} /> : null}
      </div>
      <p className="mt-2 text-muted text-sm projection:hidden" aria-hidden="true">
        <Square look="received" number={1} /> reçu <Square look="missed" number={2} /> perdu{' '}
        <Square look="waiting" number={3} /> gardé <Square look="before" number={4} /> avant son arrivée
      </p>
    </section>
  );
}

function Card({ fates, actions }: { fates: Fates; actions: ReactNode }) {
  const { subscriber: one, cells } = fates;
  return (
    <article
      aria-label={`Abonné ${one.name}`}
      data-cible={`abonne-${one.name.toLowerCase()}`}
      className={`min-w-0 rounded-xl border bg-sheet px-3 py-2 projection:py-0.5 ${one.there ? 'border-line' : 'border-line-strong border-dashed'}`}
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-bold">{one.name}</h3>
        <span className="text-muted text-sm">{kindText(one)}</span>
        <span className={`font-semibold ${one.there ? 'text-good' : 'text-warn'}`} data-presence>
          <span aria-hidden="true">{one.there ? '●' : '○'}</span> {presenceText(one)}
        </span>
        {actions ? <div className="projector-hidden ml-auto flex gap-1">{actions}</div> : null}
      </div>
      {cells.length === 0 ? null : (
        <ol className="mt-1 flex flex-wrap gap-1" aria-label={`Les messages de ${one.name}`}>
          {cells.map((fate, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a message is its number
            <li key={index} data-message={index + 1} data-sort={fate}>
              <span className="sr-only">{`${index + 1}\u00a0: ${fateText[fate]}`}</span>
              <Square look={fate} number={index + 1} />
            </li>
          ))}
        </ol>
      )}
      <p className="wrap-anywhere text-muted text-sm projection:hidden" data-cible="bilan">
        {summaryOf(fates)}
      </p>
      {one.strangers.length === 0 ? null : (
        <p className="wrap-anywhere text-sm projection:hidden" data-etranger>
          d’un autre programme&nbsp;: <span className="font-mono">{one.strangers.at(-1)}</span>
        </p>
      )}
    </article>
  );
}

'use client';
// One publisher, a broker, and a card for each subscriber: under its name, one square a message, whose fate is a sign and words.
import type { ReactNode } from 'react';
import type { BrokerAtHand } from '#contract/pubsub.ts';
import type { Fate, Fates } from '#labs/pubsub/fates.ts';
import type { Scene, Standing } from '#labs/pubsub/run.ts';
import { brokerText, fateText, kindText, placeText, presenceText, summaryOf } from './words.ts';

export type ActionsOf = (one: Standing) => ReactNode;

export function SceneDrawing({
  scene,
  fates,
  at,
  topic,
  actionsOf,
}: {
  scene: Scene;
  fates: readonly Fates[];
  at: BrokerAtHand;
  topic: string;
  actionsOf: ActionsOf;
}) {
  return (
    <section aria-label="La diffusion">
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
      <ul className="space-y-2 projection:space-y-1">
        {fates.map((each) => (
          <li key={each.subscriber.id}>
            <Card fates={each} actions={actionsOf(each.subscriber)} />
          </li>
        ))}
      </ul>
      <p className="mt-2 text-muted text-sm projection:hidden" aria-hidden="true">
        <Square fate="received" number={1} /> reçu <Square fate="missed" number={2} /> perdu{' '}
        <Square fate="waiting" number={3} /> gardé <Square fate="before" number={4} /> avant son arrivée
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
              <Square fate={fate} number={index + 1} />
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

const squares: Record<Fate, string> = {
  received: 'border-good bg-good-soft text-good',
  doubled: 'border-warn bg-good-soft text-warn border-double',
  missed: 'border-warn border-dashed text-warn line-through',
  before: 'border-transparent text-muted',
  waiting: 'border-accent border-dotted text-accent',
  coming: 'border-line-strong border-dotted text-muted',
  refused: 'border-warn bg-warn-soft text-warn',
};
const signs: Partial<Record<Fate, string>> = { doubled: '×2', before: '·', refused: '!' };

function Square({ fate, number }: { fate: Fate; number: number }) {
  return (
    <span
      aria-hidden="true"
      className={`inline-grid h-[1.6em] min-w-[1.6em] place-items-center rounded border-2 px-0.5 font-bold font-mono text-xs projection:text-base ${squares[fate]}`}
    >
      {signs[fate] ?? number}
    </span>
  );
}

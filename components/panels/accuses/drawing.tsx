'use client';
// The room and its three subscribers: on the left what the broker keeps for each until it acknowledges, on the right what the
// subscriber holds and has processed, between them the connection, whole or cut.
import type { ReactNode } from 'react';
import { type AccusesState, publisherName, type Subscriber } from '#labs/accuses/lab.ts';
import { linkWords, outcomesOf, whenWords } from './words.ts';

export type ControlsOf = (one: Subscriber, who: number) => ReactNode;

export function AcksDrawing({ state, controlsOf }: { state: AccusesState; controlsOf: ControlsOf }) {
  return (
    <section aria-label="La salle et ses abonnés" className="@container space-y-3 projection:space-y-1.5">
      <Room state={state} />
      <ul className="space-y-3 projection:space-y-1.5">
        {state.subscribers.map((one, who) => (
          <li key={one.name}>
            <Card one={one} who={who} most={state.most} controls={controlsOf(one, who)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Numbers drawn in one row; those before are counted. */
const drawn = 12;

function Room({ state: { said } }: { state: AccusesState }) {
  const hidden = Math.max(0, said.length - drawn);
  return (
    <div data-cible="salle" className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <strong>{publisherName}</strong>
      <span className="text-muted text-sm">publie dans la salle</span>
      <ol aria-label="numéros de la salle" className="flex flex-wrap items-center gap-1">
        {hidden > 0 ? <Before count={hidden} /> : null}
        {said.slice(hidden).map(({ sequence, repeats }) => (
          <li key={sequence} data-range={sequence} className={`${pill} border-2 border-ink bg-sheet`}>
            {sequence}
            {repeats > 0 ? (
              <span className="ml-1 font-normal font-sans text-xs" data-repete={repeats}>
                répété, rangé une fois
              </span>
            ) : null}
          </li>
        ))}
      </ol>
      {said.length === 0 ? <em className="text-muted">vide</em> : null}
    </div>
  );
}

function Card({ one, who, most, controls }: { one: Subscriber; who: number; most: number; controls: ReactNode }) {
  const colour = `var(--group-${who + 1})`;
  const broken = one.link === 'cut' || one.link === 'crashed';
  const away = one.link === 'none' || one.link === 'over';
  return (
    <article
      aria-label={`Abonné ${one.name}`}
      data-cible={`abonne-${who}`}
      data-lien={one.link}
      className="grid min-w-0 @2xl:grid-cols-[minmax(0,1fr)_2.5rem_minmax(0,1.5fr)] gap-y-1"
    >
      <div className="min-w-0 rounded-xl border border-line border-dashed bg-sunk px-3 py-2 projection:py-0.5">
        <h3 className="text-muted text-sm">le broker garde pour {one.name}</h3>
        <div data-cible="attente">
          <Numbers label={`en attente de l’accusé de ${one.name}`} numbers={one.waiting} kind="waiting" none="rien" />
        </div>
        {most > 0 ? <p className="text-muted text-xs projection:hidden">{most} au plus</p> : null}
      </div>
      <div aria-hidden="true" className="relative grid place-items-center @max-2xl:h-4">
        <span
          className={`absolute @2xl:inset-x-0 @2xl:top-1/2 @2xl:bottom-auto @2xl:border-t-4 @2xl:border-l-0 @max-2xl:inset-y-0 @max-2xl:left-6 @max-2xl:border-l-4 ${broken ? 'border-warn border-dashed' : away ? 'border-line' : ''}`}
          style={broken || away ? undefined : { borderColor: colour }}
        />
        {broken ? (
          <span className="relative bg-paper px-1 font-bold text-warn leading-none @max-2xl:ml-8 @max-2xl:justify-self-start">
            ✗
          </span>
        ) : null}
      </div>
      <div
        className="min-w-0 rounded-xl border bg-sheet px-3 py-2 projection:py-0.5"
        style={{ borderColor: one.link === 'live' ? colour : 'var(--line)' }}
      >
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <span className="font-bold" style={{ color: colour }}>
            {one.name}
          </span>
          <span
            className={`text-sm ${broken ? 'font-semibold text-warn' : 'text-muted'}`}
            data-cible="lien"
            data-lien-mot
          >
            {linkWords[one.link]}
          </span>
          <span className="text-muted text-sm">
            <span className="hidden projection:inline">acquitte {whenWords[one.when]} le traitement</span>
            {one.withheld ? <strong className="text-warn"> accusés retenus</strong> : null}
            {one.armed ? <strong className="text-warn"> panne au prochain</strong> : null}
          </span>
        </div>
        <div className="projection:flex projection:flex-wrap projection:gap-x-5">
          <Row label="en main" cible="en-main">
            <Numbers label={`en main chez ${one.name}`} numbers={one.held} kind="held" none="rien" />
          </Row>
          <Row label="traités" cible="traites">
            <Numbers label={`traités par ${one.name}`} numbers={one.processed} kind="processed" none="rien" />
          </Row>
        </div>
        <p className="flex flex-wrap gap-x-3 text-sm empty:hidden" data-cible="bilan">
          {outcomesOf(one).map(({ kind, text }) => (
            <span
              key={kind}
              data-bilan={kind}
              className={`font-semibold ${kind === 'lost' || kind === 'givenUp' ? 'text-warn' : 'text-good'}`}
            >
              {text}
            </span>
          ))}
        </p>
        {controls ? (
          <div className="projector-hidden mt-1.5 flex flex-wrap items-center gap-1.5">{controls}</div>
        ) : null}
      </div>
    </article>
  );
}

function Row({ label, cible, children }: { label: string; cible: string; children: ReactNode }) {
  return (
    <div className="mt-1 flex gap-2 text-sm projection:mt-0" data-cible={cible}>
      <span className="w-[4rem] shrink-0 text-muted leading-[1.6rem]">{label}</span>
      {children}
    </div>
  );
}

const pill =
  'inline-flex h-[1.6rem] min-w-[1.6rem] items-center justify-center rounded px-1 font-bold font-mono text-sm';
const looks = {
  waiting: 'border-2 border-warn border-dashed bg-sheet',
  held: 'border-2 border-accent',
  processed: 'bg-sunk',
} as const;

function Numbers({
  label,
  numbers,
  kind,
  none,
}: {
  label: string;
  numbers: readonly number[];
  kind: keyof typeof looks;
  none: string;
}) {
  const hidden = Math.max(0, numbers.length - drawn);
  return (
    <div className="flex min-h-[1.6rem] min-w-0 flex-wrap items-center gap-1 text-sm">
      {numbers.length === 0 ? <em className="text-muted">{none}</em> : null}
      <ol aria-label={label} className="contents">
        {hidden > 0 ? <Before count={hidden} /> : null}
        {numbers.slice(hidden).map((sequence, place) => (
          <li key={sequence} className={`${pill} ${looks[kind]}`}>
            {sequence}
            {kind === 'held' && place === 0 ? (
              <span className="ml-1 font-normal font-sans text-xs">en cours</span>
            ) : null}
          </li>
        ))}
      </ol>
    </div>
  );
}

const Before = ({ count }: { count: number }) => <li className="text-muted text-sm">{count} avant, puis</li>;

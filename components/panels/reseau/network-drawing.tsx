'use client';
// The network as it stands at the event one looks at: a way a receiver, envelopes where the time of the run puts them, what was
// lost under the way; at its end what the receiver expects, holds and has read.
import type { ReactNode } from 'react';
import type { Flight, Receiver, RunState } from '#labs/reseau/run.ts';
import { standText } from './words.ts';

export function NetworkDrawing({ state }: { state: RunState }) {
  return (
    <section aria-label="Le réseau" className="@container">
      <p className="mb-2 text-sm projection:mb-0" data-cible="emettrice">
        <strong>Alice</strong> <span className="font-mono text-muted">{state.sent} envoyés</span>
      </p>
      <ul className="space-y-3 projection:space-y-1.5">
        {state.receivers.map((one, index) => (
          <li
            key={one.name}
            className="grid gap-x-4 @xl:grid-cols-[minmax(0,1fr)_minmax(19rem,25rem)] projection:grid-cols-[minmax(0,1fr)_24rem]"
          >
            <Way state={state} receiver={index} />
            <Card state={state} one={one} index={index} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Lost packets stay in sight for this long, ms of the run. */
const mourned = 1_500;

function Way({ state, receiver }: { state: RunState; receiver: number }) {
  const isLast = receiver === state.receivers.length - 1;
  const flights = state.flights.filter((each) => each.receiver === receiver);
  const lost = state.lost.filter((each) => each.receiver === receiver && state.t - each.left < mourned);
  return (
    <div className="relative min-h-14" aria-hidden="true" data-cible="reseau">
      {/* The trunk: from the sender above, down to this way. */}
      <span
        className={`absolute left-0 border-line-strong border-l-2 ${receiver === 0 ? '-top-1' : '-top-3'} ${isLast ? 'bottom-1/2' : 'bottom-0'}`}
      />
      <span className="absolute inset-x-0 top-1/2 border-line-strong border-t-2" />
      {flights.map((each) => (
        <span
          key={`${each.sequence} ${each.copy}`}
          data-en-route={each.sequence}
          className="absolute top-1/2 -translate-x-1/2 -translate-y-1/2 transition-[left] duration-300"
          style={{ left: `${placeOf(each, state.t)}%` }}
        >
          <Envelope sequence={each.sequence} receiver={receiver} />
        </span>
      ))}
      {lost.length > 0 ? (
        <span className="absolute top-1/2 left-[20%] mt-4 whitespace-nowrap font-semibold text-warn text-xs leading-none projection:mt-5">
          ✗ {lost.length > 1 ? 'perdus' : 'perdu'}&nbsp;: {lost.map(({ sequence }) => sequence).join(', ')}
        </span>
      ) : null}
    </div>
  );
}

/** Where an envelope is after so much of its way, in percent; neither end hides it. */
const placeOf = ({ left, takes }: Flight, t: number): number =>
  4 + 92 * Math.min(1, Math.max(0, takes === null || takes === 0 ? 1 : (t - left) / takes));

function Envelope({ sequence, receiver }: { sequence: number; receiver: number }) {
  return (
    <span
      className="relative grid h-[1.5rem] w-[2.1rem] place-items-center rounded border-2 bg-sheet font-bold font-mono text-xs"
      style={{ borderColor: `var(--group-${receiver + 1})`, color: `var(--group-${receiver + 1})` }}
    >
      {sequence}
    </span>
  );
}

function Card({ state, one, index }: { state: RunState; one: Receiver; index: number }) {
  const { numbered } = state.network;
  const { stand, detail } = standText(state, one);
  return (
    <article
      aria-label={`Récepteur ${one.name}`}
      data-cible={`recepteur-${index}`}
      className="min-w-0 rounded-xl border border-line bg-sheet px-3 py-2 projection:py-0.5"
    >
      <div className="flex items-baseline gap-x-3">
        <h3 className="font-bold" style={{ color: `var(--group-${index + 1})` }}>
          {one.name}
        </h3>
        <p className="min-w-0 flex-1 text-muted text-sm leading-tight" data-cible="manque">
          {stand}
          <span className="projection:hidden">{detail}</span>
        </p>
        {numbered ? (
          <p className="whitespace-nowrap text-muted text-sm" data-cible="attendu">
            attendu <strong className="state-word font-mono text-ink">{one.stream.expected}</strong>
          </p>
        ) : (
          <p className="whitespace-nowrap text-muted text-sm">sans numéros</p>
        )}
      </div>
      {numbered ? (
        <div data-cible="tampon">
          <Row name="tampon">
            {one.stream.held.map(({ sequence }) => (
              <li key={sequence} className={`${pill} border-2 border-warn border-dashed`}>
                {sequence}
              </li>
            ))}
          </Row>
        </div>
      ) : null}
      <Row name="livrés">
        {one.delivered.map(({ sequence, wrong }, place) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a delivery is its place, the same number may come twice
            key={place}
            data-faux={wrong ?? undefined}
            className={`${pill} ${wrong ? 'bg-warn-soft text-warn' : 'bg-sunk'}`}
          >
            {sequence}
            {wrong ? <span className="sr-only">{wrong === 'twice' ? ' une fois de trop' : ' trop tard'}</span> : null}
            {wrong ? <span aria-hidden="true">{wrong === 'twice' ? '×2' : '↩'}</span> : null}
          </li>
        ))}
      </Row>
    </article>
  );
}

const pill =
  'inline-flex h-[1.6rem] min-w-[1.6rem] items-center justify-center rounded px-1 font-bold font-mono text-sm';

function Row({ name, children }: { name: 'tampon' | 'livrés'; children: ReactNode[] }) {
  return (
    <div className="mt-1 flex gap-2 text-sm projection:mt-0">
      <span className="w-[3.6rem] shrink-0 text-muted">{name}</span>
      {children.length === 0 ? <em className="text-muted">{name === 'tampon' ? 'vide' : 'rien'}</em> : null}
      <ol aria-label={name} className="flex min-h-[1.6rem] flex-wrap gap-1">
        {children}
      </ol>
    </div>
  );
}

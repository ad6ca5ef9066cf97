'use client';
// The run as a drawing: a lane a participant, time to the right, one column an event. A line goes from where a message was
// sent to where it came; a dashed box waits; what is read is full, and what is read too early is crossed.
import { type ReactNode, useEffect, useRef } from 'react';
import type { OrderState, Sent, Visit } from '#labs/order/lab.ts';
import { Name } from './name.tsx';
import { across, down, lanesOf } from './places.ts';
import { Token } from './token.tsx';

const laneName = 'flex h-(--lane) items-center pr-2';

export function Drawing({ state, columns }: { state: OrderState; columns: number }) {
  const lanes = lanesOf(state);
  const box = useRef<HTMLDivElement>(null);
  const now = across(state.columns - 1, columns);
  const y = (place: number) => down(lanes, place);
  // Where the drawing is wider than the screen, what has just happened stays in sight.
  useEffect(() => {
    const { current } = box;
    if (current) current.scrollLeft = (now / 100) * current.scrollWidth - current.clientWidth * 0.7;
  }, [now]);
  return (
    <section
      aria-label="Déroulé"
      data-cible="deroule"
      className="flex rounded-lg bg-sunk [--lane:clamp(3.2rem,8dvh,5rem)] projection:[--lane:2.35rem]"
    >
      <ul className="shrink-0 py-1 pl-3 projection:pb-4">
        {lanes.map((place) =>
          place < state.readers.length ? (
            <li key={place} data-cible={`lecteur-${place}`} className={laneName}>
              <Name state={state} place={place} />
            </li>
          ) : (
            <li key={place} data-cible="sequenceur" className={laneName}>
              <strong className="text-sm">Séquenceur</strong>
            </li>
          ),
        )}
      </ul>
      <div
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard (WCAG 2.1.1)
        tabIndex={0}
        role="img"
        aria-label={described(state)}
        className="min-w-0 flex-1 overflow-x-auto py-1 projection:pb-4"
      >
        <div
          className="relative min-w-[38rem] projection:min-w-0"
          style={{ height: `calc(var(--lane) * ${lanes.length})` }}
        >
          <svg aria-hidden="true" className="absolute inset-0 size-full">
            {lanes.map((place) => (
              <line key={place} x1="0" x2="100%" y1={`${y(place)}%`} y2={`${y(place)}%`} stroke="var(--line-strong)" />
            ))}
            {state.columns > 0 ? (
              <line x1={`${now}%`} x2={`${now}%`} y1="0" y2="100%" stroke="var(--accent)" strokeDasharray="4 4" />
            ) : null}
            {state.sent.flatMap((message) =>
              legsOf(state, message).map((leg) => <Leg key={leg.key} {...{ leg, columns, y, now }} />),
            )}
          </svg>
          {state.visits.map((visit) => (
            <Wait key={`${visit.id} ${visit.place}`} {...{ visit, columns, now }} top={y(visit.place)} />
          ))}
          {state.visits.map((visit) => (
            <VisitMarks key={`${visit.id} ${visit.place}`} {...{ visit, state, columns }} top={y(visit.place)} />
          ))}
          {state.sent.map(({ id, sender, column }) => (
            <At key={id} left={across(column, columns)} top={y(sender)}>
              <Token id={id} sender={sender} />
            </At>
          ))}
        </div>
      </div>
    </section>
  );
}

type LegData = { key: string; sender: number; from: number; at: number; to: number; came: number | null };

/** The ways of a message: straight to the others, or to the sequencer and from there to everybody. */
function legsOf({ order, readers, visits }: OrderState, { id, sender, column, stamp }: Sent): LegData[] {
  const desk = readers.length;
  const came = (place: number) => visits.find((each) => each.id === id && each.place === place)?.came ?? null;
  const leg = (from: number, at: number, to: number) => ({
    key: `${id} ${from} ${to}`,
    sender,
    from,
    at,
    to,
    came: came(to),
  });
  const people = readers.map((_, index) => index);
  if (order !== 'total') return people.filter((place) => place !== sender).map((place) => leg(sender, column, place));
  return [leg(sender, column, desk), ...(stamp ? people.map((place) => leg(desk, stamp.column, place)) : [])];
}

function Leg({ leg, columns, y, now }: { leg: LegData; columns: number; y(place: number): number; now: number }) {
  const { sender, from, at, to, came } = leg;
  const [start, end] = [y(from), y(to)];
  // Still on its way: half of the height, up to the present; where and when it will come is not known yet.
  const x2 = came === null ? now : across(came, columns);
  const y2 = came === null ? start + (end - start) / 2 : end;
  return (
    <line
      x1={`${across(at, columns)}%`}
      y1={`${start}%`}
      x2={`${x2}%`}
      y2={`${y2}%`}
      stroke={`var(--key-${sender + 1})`}
      strokeWidth="max(2px, var(--stroke))"
      strokeDasharray={came === null ? '3 5' : undefined}
    />
  );
}

/** How long it has waited, under all that was read meanwhile. */
function Wait({ visit, columns, now, top }: { visit: Visit; columns: number; now: number; top: number }) {
  const { came, done } = visit;
  if (done === came) return null;
  const left = across(came, columns);
  const width = (done === null ? now : across(done, columns)) - left;
  return (
    <span
      className="absolute h-1 -translate-y-1/2 bg-warn"
      style={{ left: `${left}%`, width: `${width}%`, top: `${top}%` }}
    />
  );
}

function VisitMarks({ visit, state, columns, top }: { visit: Visit; state: OrderState; columns: number; top: number }) {
  const { id, place, came, done, early } = visit;
  const message = state.sent.find((each) => each.id === id);
  if (!message) return null;
  return (
    <>
      {done === came ? null : (
        <At left={across(came, columns)} top={top}>
          <Token id={id} sender={message.sender} waits />
        </At>
      )}
      {done === null ? null : (
        <At left={across(done, columns)} top={top}>
          <Token id={id} sender={message.sender} />
          {early.length > 0 ? <Below tone="text-warn">✗</Below> : null}
          {place === state.readers.length ? <Below tone="text-ink">n°&nbsp;{message.stamp?.total}</Below> : null}
        </At>
      )}
    </>
  );
}

const At = ({ left, top, children }: { left: number; top: number; children: ReactNode }) => (
  <span className="absolute -translate-x-1/2 -translate-y-1/2" style={{ left: `${left}%`, top: `${top}%` }}>
    {children}
  </span>
);

const Below = ({ tone, children }: { tone: string; children: ReactNode }) => (
  <span
    className={`-translate-x-1/2 absolute top-full left-1/2 whitespace-nowrap rounded bg-sunk px-0.5 font-bold text-xs leading-none ${tone}`}
  >
    {children}
  </span>
);

function described({ readers, sent }: OrderState): string {
  const reads = readers.map(({ name, read }) => `${name} a lu ${read.join(', ') || 'rien'}`);
  return `Dessin du déroulé. ${sent.length} messages envoyés. ${reads.join('. ')}. Le tableau dit la même chose en mots.`;
}

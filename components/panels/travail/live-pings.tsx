// The pings of this page, live: the last half minute, what waits, the longest freeze of it.
import { PingCurve } from './ping-curve.tsx';
import { everyMs, type Pings, spanMs } from './use-pings.ts';
import { lasting } from './words.ts';

/** Waiting longer than one ping takes to leave: no longer « under way ». */
const waitingOf = ({ now, list }: Pings): number =>
  list.filter(({ at, ms }) => ms === null && now - at > everyMs / 2).length;

/** The three figures, as they are shown. */
export function figuresOf(pings: Pings): { last: string; longest: string; waits: number } {
  const { now, list } = pings;
  const last = list.findLast(({ ms }) => ms !== null)?.ms ?? null;
  const longest = Math.max(0, ...list.map(({ at, ms }) => ms ?? now - at));
  return {
    last: last === null ? '—' : lasting(last),
    longest: list.length === 0 ? '—' : lasting(longest),
    waits: waitingOf(pings),
  };
}

export function LivePings({ pings }: { pings: Pings }) {
  const { now, list } = pings;
  const bars = list.map(({ at, ms }) => ({ at, ms: ms ?? now - at, waits: ms === null }));
  const { last, longest, waits } = figuresOf(pings);
  return (
    <section aria-label="Pings" data-cible="pings" className="rounded-xl border border-line bg-sheet px-3 py-2">
      <h3 className="font-bold">
        Pings{' '}
        <span className="font-normal text-muted text-sm">de cette page au serveur de démonstration, et retour</span>
      </h3>
      <PingCurve
        bars={bars}
        from={now - spanMs}
        to={now}
        everyMs={everyMs}
        label={`Pings des 30 dernières secondes. Le plus long aller-retour : ${longest}. Réponses en attente : ${waits}.`}
      />
      <dl className="mt-1 grid grid-cols-3 gap-2 text-sm max-sm:text-xs">
        <Figure name="dernier aller-retour" value={last} />
        <Figure name="le plus long, en 30 s" value={longest} target="plus-long" />
        <Figure name="réponses en attente" value={String(waits)} target="attente" warn={waits > 0} />
      </dl>
    </section>
  );
}

function Figure(props: { name: string; value: string; target?: string; warn?: boolean }) {
  const { name, value, target, warn = false } = props;
  return (
    <div data-cible={target}>
      <dt className="text-muted">{name}</dt>
      <dd className={`font-bold font-mono text-lg ${warn ? 'text-warn' : ''}`}>{value}</dd>
    </div>
  );
}

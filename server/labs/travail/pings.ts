// What the server itself measures of the pings that it passes on to a demonstration server, while a report is made.
import { type PingsMeasured, travailBounds } from '#contract/travail.ts';

const remembered = 20;
/** Round trips told of one report. */
const listed = 80;

type Watch = { from: number; asked: Set<number>; answered: number; list: [number, number][]; over: boolean };

export type Pings = {
  /** The number of a ping that leaves now; null when too many wait. */
  sent(): number | null;
  /** Its round trip, ms; null when nobody knows it. */
  came(ping: number): number | null;
  /** The work begins now. */
  begin(): void;
  /** The work is over; those that wait are counted as such from now on. */
  end(): void;
  /** What was measured; to be asked once those that waited have their answers. */
  measured(): PingsMeasured;
};

export function createPings(elapsed: () => number): Pings {
  const under = new Map<number, number>();
  const quiet: number[] = [];
  let sent = 0;
  let watch: Watch | null = null;

  return {
    sent() {
      if (under.size >= travailBounds.pings) return null;
      sent += 1;
      under.set(sent, elapsed());
      if (watch && !watch.over) watch.asked.add(sent);
      return sent;
    },
    came(ping) {
      const at = under.get(ping);
      if (at === undefined) return null;
      under.delete(ping);
      const ms = elapsed() - at;
      if (watch?.asked.delete(ping)) {
        if (!watch.over) watch.answered += 1;
        watch.list.push([Math.max(0, Math.round(at - watch.from)), ms]);
      } else {
        quiet.push(ms);
        if (quiet.length > remembered) quiet.shift();
      }
      return ms;
    },
    begin() {
      watch = { from: elapsed(), asked: new Set(under.keys()), answered: 0, list: [], over: false };
    },
    end() {
      if (watch) watch.over = true;
    },
    measured() {
      const { answered = 0, list = [] } = watch ?? {};
      watch = null;
      const waited = list.length - answered;
      const longestMs = tenth(Math.max(0, ...list.map(([, ms]) => ms)));
      const told = list.toSorted(([a], [b]) => a - b).slice(0, listed);
      return {
        answered,
        waited,
        longestMs,
        usualMs: median(quiet),
        list: told.map(([at, ms]): [number, number] => [at, tenth(ms)]),
      };
    },
  };
}

const tenth = (ms: number): number => Math.round(ms * 10) / 10;

function median(values: readonly number[]): number | null {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  return middle === undefined ? null : tenth(middle);
}

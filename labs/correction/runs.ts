// Which deeds are one run of one program. The broker sees connections; a student runs programs: connections of one client
// id and one machine that are open at the same time are one run, and so is a first connection that only asked its way.
import type { TdDeed } from '#contract/correction.ts';

export type Of<K extends TdDeed['kind']> = Extract<TdDeed, { kind: K }>;
export type Run = {
  deeds: TdDeed[];
  connections: Set<number>;
  open: Set<number>;
  members: Set<string>;
  startedAt: number;
  /** Null while a connection is open. */
  endedAt: number | null;
  /** When its first connection was opened; null where nobody can know. */
  openedAt: number | null;
  /** Wrote or read, or joined a group: its next connection after its end is another run. */
  worked: boolean;
};

const hostOf = (address: string): string => address.slice(0, address.lastIndexOf(':'));
const isWork = ({ kind }: TdDeed): boolean => kind !== 'asked-metadata' && kind !== 'closed';
/** A connection that asked its way, then another one that works: one program. */
const startMs = 2_000;

export const all = <K extends TdDeed['kind']>(deeds: readonly TdDeed[], kind: K): Of<K>[] =>
  deeds.filter((deed): deed is Of<K> => deed.kind === kind);

/** `since`: what was open before is another run than what comes after, whatever they have in common. */
export function runsOf(deeds: readonly TdDeed[], since: number): Run[] {
  const runs: (Run & { key: string; producers: Set<number> })[] = [];
  for (const deed of deeds) {
    if (deed.kind === 'left') {
      runs.findLast(({ members }) => members.has(deed.memberId))?.deeds.push(deed);
      continue;
    }
    const key = JSON.stringify([deed.clientId, hostOf(deed.address), (deed.openedAt ?? since) < since]);
    const producers = producersOf(deed);
    let run =
      runs.findLast(({ connections }) => connections.has(deed.connection)) ??
      runs.findLast((each) => producers.some((producer) => each.producers.has(producer))) ??
      runs.findLast((each) => each.key === key && goesOn(each, deed.at));
    if (!run) {
      if (deed.kind === 'closed') continue;
      run = {
        key,
        deeds: [],
        connections: new Set(),
        open: new Set(),
        members: new Set(),
        producers: new Set(),
        startedAt: deed.at,
        openedAt: deed.openedAt,
        endedAt: null,
        worked: false,
      };
      runs.push(run);
    }
    run.deeds.push(deed);
    run.connections.add(deed.connection);
    if (deed.openedAt !== null) run.openedAt = Math.min(run.openedAt ?? deed.openedAt, deed.openedAt);
    for (const producer of producers) run.producers.add(producer);
    run.worked ||= isWork(deed);
    if ('memberId' in deed && deed.memberId !== '') run.members.add(deed.memberId);
    if (deed.kind === 'closed') {
      run.open.delete(deed.connection);
      if (run.open.size === 0) run.endedAt = deed.at;
    } else {
      run.open.add(deed.connection);
      run.endedAt = null;
    }
  }
  return runs;
}

const goesOn = (run: Run, at: number): boolean => run.endedAt === null || (!run.worked && at - run.endedAt <= startMs);

const producersOf = (deed: TdDeed): number[] =>
  deed.kind === 'produced'
    ? deed.batches.flatMap(({ producerId }) => (producerId !== null && producerId >= 0 ? [producerId] : []))
    : [];

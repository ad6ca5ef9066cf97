// The experiments of the queue, as predicates over what happened there. Pure.
import type { FileEvent } from '#contract/file.ts';
import type { FileState } from './lab.ts';

export const shareTen = { id: 'partager-dix-taches', steps: ['three', 'shared', 'slow'] } as const;
export const killOne = { id: 'tuer-un-travailleur', steps: ['killed', 'redelivered', 'lost'] } as const;

export type ShareProof = {
  /** Three workers at once. */
  three: number[] | null;
  /** Ten tasks, done once each, by three workers at least: how many by each. */
  shared: [worker: number, done: number][] | null;
  /** Of ten tasks, the slowest of three workers did less than the fastest. */
  slow: { slow: [number, number]; fast: [number, number] } | null;
};
export type KillProof = {
  killed: { worker: number; tasks: number[] } | null;
  redelivered: { task: number; worker: number } | null;
  /** Nothing is: each task that was sent was done, or is put aside where everybody sees it. */
  lost: { sent: number; done: number; aside: number } | null;
};

const wanted = 10;
const several = 3;

/** `from`: of what is told, the first that counts. */
export function proofOfSharing(state: FileState, from = 0): ShareProof {
  const proof: ShareProof = { three: null, shared: null, slow: null };
  /** Everybody who works, from before too. */
  const paces = workersBefore(state);
  const sent = new Set<string>();
  const doneBy = new Map<string, number>();
  for (const [index, { event }] of state.told.entries()) {
    pace(paces, event);
    if (index < from) continue;
    if (paces.size >= several) proof.three ??= [...paces.keys()];
    if (event.type === 'sent' && !event.poison && paces.size >= several) sent.add(event.task);
    if (event.type === 'acked' && sent.has(event.task) && !doneBy.has(event.task)) doneBy.set(event.task, event.worker);
    if (event.type === 'late') doneBy.delete(event.task);
    // What will not be done is none of the ten: they would never end.
    if (event.type === 'unsent' || event.type === 'dead') sent.delete(event.task);
    if (sent.size < wanted || doneBy.size < sent.size) continue;
    const counts = [...paces.keys()].map((worker): [number, number] => [worker, count(doneBy, worker)]);
    const those = counts.filter(([, done]) => done > 0);
    // Somebody more, whom nothing reached, takes nothing away from those who shared.
    if (those.length >= several) proof.shared ??= those;
    proof.slow ??= slower(counts, paces);
    // The next ten are another round.
    sent.clear();
    doneBy.clear();
  }
  return proof;
}

/** Those who work and whose arrival is no longer kept. */
function workersBefore({ told, workers }: FileState): Map<number, number> {
  const arrived = new Set(told.map(({ event }) => (event.type === 'hired' ? event.worker : 0)));
  return new Map(
    workers.flatMap(({ worker, takesMs }): [number, number][] => (arrived.has(worker) ? [] : [[worker, takesMs]])),
  );
}

function pace(paces: Map<number, number>, event: FileEvent): void {
  if (event.type === 'hired' || event.type === 'paced') paces.set(event.worker, event.takesMs);
  if (event.type === 'left') paces.delete(event.worker);
}

const count = (doneBy: ReadonlyMap<string, number>, worker: number): number =>
  [...doneBy.values()].filter((by) => by === worker).length;

function slower(counts: [number, number][], paces: ReadonlyMap<number, number>): ShareProof['slow'] {
  const byPace = counts.toSorted(([a], [b]) => (paces.get(a) ?? 0) - (paces.get(b) ?? 0));
  const fast = byPace[0];
  const slow = byPace.at(-1);
  if (!fast || !slow || counts.length < several) return null;
  if ((paces.get(slow[0]) ?? 0) < 2 * (paces.get(fast[0]) ?? 0) || slow[1] >= fast[1]) return null;
  return { slow, fast };
}

/** `from`: of what is told, the first that counts. */
export function proofOfKilling(state: FileState, from = 0): KillProof {
  const proof: KillProof = { killed: null, redelivered: null, lost: null };
  const inHand = new Map<string, { worker: number; number: number }>();
  const orphans = new Map<string, number>();
  const sent = new Set<string>();
  const done = new Set<string>();
  const aside = new Set<string>();
  for (const [index, { event }] of state.told.entries()) {
    const isNew = index >= from;
    // Given out without having been sent here: sent before this server started.
    if (event.type === 'sent' || event.type === 'given') sent.add(event.task);
    if (event.type === 'unsent') sent.delete(event.task);
    if (event.type === 'dead') aside.add(event.task);
    if (event.type === 'again') aside.delete(event.task);
    if (event.type === 'given') {
      const worker = orphans.get(event.task);
      if (isNew && worker !== undefined && worker !== event.worker)
        proof.redelivered ??= { task: event.number, worker: event.worker };
      inHand.set(event.task, { worker: event.worker, number: event.number });
    }
    if (event.type === 'nacked' || event.type === 'acked') inHand.delete(event.task);
    if (event.type === 'acked') done.add(event.task);
    if (event.type === 'late') done.delete(event.task);
    if (event.type === 'left') {
      const had = [...inHand].filter(([, { worker }]) => worker === event.worker);
      for (const [task] of had) inHand.delete(task);
      if (event.how === 'killed' && isNew && had.length > 0) {
        for (const [task] of had) orphans.set(task, event.worker);
        proof.killed ??= { worker: event.worker, tasks: had.map(([, { number }]) => number) };
      }
    }
    if (proof.redelivered && [...sent].every((task) => done.has(task) || aside.has(task)))
      proof.lost ??= countsOf([...sent], done, aside);
  }
  return proof;
}

function countsOf(sent: readonly string[], done: ReadonlySet<string>, aside: ReadonlySet<string>): KillProof['lost'] {
  return {
    sent: sent.length,
    done: sent.filter((task) => done.has(task)).length,
    aside: sent.filter((task) => aside.has(task)).length,
  };
}

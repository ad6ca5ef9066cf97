// The experiments of the queue, as predicates over what happened there. Pure.
import type { FileEvent } from '#contract/file.ts';
import type { FileState } from './lab.ts';

export const shareTen = { id: 'partager-dix-taches', steps: ['three', 'shared', 'slow'] } as const;
export const killOne = { id: 'tuer-un-travailleur', steps: ['killed', 'redelivered', 'lost'] } as const;

export type ShareProof = {
  /** Three workers at once. */
  three: number[] | null;
  /** Ten tasks, done once each, by three workers: how many by each. */
  shared: [worker: number, done: number][] | null;
  /** Of ten tasks, the slowest of three workers did less than the fastest. */
  slow: { slow: [number, number]; fast: [number, number] } | null;
};
export type KillProof = {
  killed: { worker: number; tasks: number[] } | null;
  redelivered: { task: number; worker: number } | null;
  lost: { sent: number; done: number } | null;
};

const wanted = 10;

export function proofOfSharing(state: FileState, from = 0): ShareProof {
  const proof: ShareProof = { three: null, shared: null, slow: null };
  /** Everybody who works, from before too. */
  const paces = new Map<number, number>();
  const sent = new Set<string>();
  const doneBy = new Map<string, number>();
  let index = state.forgotten;
  for (const { event } of state.told) {
    pace(paces, event);
    const isNew = index >= from;
    index += 1;
    if (!isNew) continue;
    if (paces.size >= 3) proof.three ??= [...paces.keys()];
    if (event.type === 'sent' && !event.poison && paces.size >= 3) sent.add(event.task);
    if (event.type === 'acked' && sent.has(event.task) && !doneBy.has(event.task)) doneBy.set(event.task, event.worker);
    if (sent.size < wanted || doneBy.size < sent.size) continue;
    const counts = [...paces.keys()].map((worker): [number, number] => [worker, count(doneBy, worker)]);
    if (counts.length >= 3 && counts.every(([, done]) => done > 0)) proof.shared ??= counts;
    proof.slow ??= slower(counts, paces);
    // The next ten are another round.
    sent.clear();
    doneBy.clear();
  }
  return proof;
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
  if (!fast || !slow || counts.length < 3) return null;
  if ((paces.get(slow[0]) ?? 0) < 2 * (paces.get(fast[0]) ?? 0) || slow[1] >= fast[1]) return null;
  return { slow, fast };
}

export function proofOfKilling(state: FileState, from = 0): KillProof {
  const proof: KillProof = { killed: null, redelivered: null, lost: null };
  const inHand = new Map<string, { worker: number; number: number }>();
  const orphans = new Map<string, number>();
  const sent = new Set<string>();
  const done = new Set<string>();
  let index = state.forgotten;
  for (const { event } of state.told) {
    const isNew = index >= from;
    index += 1;
    if (event.type === 'sent') sent.add(event.task);
    if (event.type === 'unsent') sent.delete(event.task);
    if (event.type === 'given') {
      const worker = orphans.get(event.task);
      if (isNew && worker !== undefined && worker !== event.worker)
        proof.redelivered ??= { task: event.number, worker: event.worker };
      inHand.set(event.task, { worker: event.worker, number: event.number });
    }
    if (event.type === 'nacked' || event.type === 'acked') inHand.delete(event.task);
    if (event.type === 'acked') done.add(event.task);
    if (event.type === 'left') {
      const had = [...inHand].filter(([, { worker }]) => worker === event.worker);
      for (const [task] of had) inHand.delete(task);
      if (event.how === 'killed' && isNew && had.length > 0) {
        for (const [task] of had) orphans.set(task, event.worker);
        proof.killed ??= { worker: event.worker, tasks: had.map(([, { number }]) => number) };
      }
    }
    if (proof.redelivered && event.type === 'acked' && [...sent].every((task) => done.has(task)))
      proof.lost ??= { sent: sent.size, done: done.size };
  }
  return proof;
}

// « Le gel et son remède », as a predicate over what the server told and measured. Pure.
import type { TravailState } from './lab.ts';

export const freeze = { id: 'le-gel-et-son-remede', steps: ['frozen', 'fluid', 'again'] } as const;

/** A ping this many times longer than usual, and waited for with others, is a freeze. */
export const freezeTimes = 10;
const several = 3;

export type FreezeProof = {
  /** Made in the handler: no ping was answered before its end. */
  frozen: { longestMs: number; usualMs: number; waited: number } | null;
  /** Made through the queue: pings went on being answered. */
  fluid: { answered: number; longestMs: number; workMs: number } | null;
  /** The worker was killed, the task given out again, the report made all the same. */
  again: { attempt: number; kills: number } | null;
};

/** `from`: of what is told, the first that counts. */
export function proofOfFreeze(state: TravailState, from = 0): FreezeProof {
  const proof: FreezeProof = { frozen: null, fluid: null, again: null };
  const ways = new Map<number, string>();
  const kills = new Map<number, number>();
  const redelivered = new Map<number, number>();
  for (const { event } of state.told.slice(from)) {
    if (event.type === 'asked') ways.set(event.report, event.way);
    if (event.type === 'killed') kills.set(event.report, (kills.get(event.report) ?? 0) + 1);
    if (event.type === 'given' && event.redelivered) redelivered.set(event.report, event.attempt);
    if (event.type !== 'made') continue;
    const { answered, waited, longestMs, usualMs } = event.pings;
    const way = ways.get(event.report);
    const isFrozen =
      answered === 0 && waited >= several && usualMs !== null && longestMs >= freezeTimes * Math.max(1, usualMs);
    if (way === 'inline' && isFrozen) proof.frozen ??= { longestMs, usualMs, waited };
    const isFluid = answered >= several && longestMs < event.ms / 2;
    if (way === 'queue' && isFluid) proof.fluid ??= { answered, longestMs, workMs: event.ms };
    const killed = kills.get(event.report);
    const attempt = redelivered.get(event.report);
    if (killed !== undefined && attempt !== undefined) proof.again ??= { attempt, kills: killed };
  }
  return proof;
}

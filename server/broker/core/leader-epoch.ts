// Leader epochs (KIP-320) of a cluster where leaders never move: what a client knows must be what is.

import { errorCodes } from '../protocol/errors.ts';

/** 0, 74 when the client is behind, 75 when it knows an epoch this broker never had. -1 asks for no check. */
export function epochProblem(known: number, current: number): number {
  if (known < 0 || known === current) return errorCodes.NONE;
  return known < current ? errorCodes.FENCED_LEADER_EPOCH : errorCodes.UNKNOWN_LEADER_EPOCH;
}

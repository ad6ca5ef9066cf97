// What the runs of a person have proved, and what they had predicted before: all that the experiments are ticked by. Pure, bounded.
import type { AtelierEvent, Incidents, InHand, WorkshopSettings } from '#contract/atelier.ts';

import { type Verdict, verdictOf } from './judge.ts';
import type { RunState } from './state.ts';

/** A step done again after a crash: `before`: the one that died, `beforeNext`: no later step of the lot had begun. */
export type Replay = InHand & { readonly at: number; readonly died: string; readonly beforeNext: boolean };

export type RunProof = {
  readonly run: string;
  readonly settings: WorkshopSettings;
  readonly incidents: Incidents;
  readonly lots: number;
  /** Predictions made before it began, by `experiment step`. */
  readonly predicted: Readonly<Record<string, string>>;
  readonly verdict: Verdict;
  /** Over by itself: everything that was written has been read. */
  readonly done: boolean;
  /** The first consumer that died with its work done and not committed. */
  readonly crash: (InHand & { readonly at: number }) | null;
  readonly replay: Replay | null;
  /** Two lots at work at once, in two consumers' hands. */
  readonly parallel: { readonly lots: readonly [string, string]; readonly at: number } | null;
  /** What the client refused to do, in its own words. */
  readonly refusal: string | null;
};
export type Proofs = {
  readonly runs: readonly RunProof[];
  readonly predictions: Readonly<Record<string, string>>;
  /** Runs that began before this name count no more, by experiment. */
  readonly since: Readonly<Record<string, string | null>>;
};

export const noProofs: Proofs = { runs: [], predictions: {}, since: {} };
const most = { runs: 40 } as const;
export const predictionKey = (experiment: string, step: string): string => `${experiment} ${step}`;

export function foldProofs(
  proofs: Proofs,
  before: RunState | null,
  after: RunState | null,
  event: AtelierEvent,
  at: number,
): Proofs {
  switch (event.type) {
    case 'predicted':
      return {
        ...proofs,
        predictions: { ...proofs.predictions, [predictionKey(event.experiment, event.step)]: event.choice },
      };
    case 'experiment.reset':
      return {
        ...proofs,
        predictions: Object.fromEntries(
          Object.entries(proofs.predictions).filter(([key]) => !key.startsWith(`${event.experiment} `)),
        ),
        since: { ...proofs.since, [event.experiment]: proofs.runs.at(-1)?.run ?? null },
      };
    case 'run.started':
      return { ...proofs, runs: [...proofs.runs, opened(event, proofs.predictions)].slice(-most.runs) };
    default: {
      const last = proofs.runs.at(-1);
      if (!last || !after) return proofs;
      const next = observed(last, before, after, event, at);
      return next === last ? proofs : { ...proofs, runs: proofs.runs.with(-1, next) };
    }
  }
}

function opened(
  { run, settings, incidents, lots }: Extract<AtelierEvent, { type: 'run.started' }>,
  predicted: Proofs['predictions'],
): RunProof {
  return {
    run,
    settings,
    incidents,
    lots: lots.length,
    predicted,
    verdict: null,
    done: false,
    crash: null,
    replay: null,
    parallel: null,
    refusal: null,
  };
}

function observed(
  proof: RunProof,
  before: RunState | null,
  { judge, workers }: RunState,
  event: AtelierEvent,
  at: number,
): RunProof {
  if (event.type === 'send.failed') return { ...proof, refusal: proof.refusal ?? event.reason };
  if (event.type === 'crashed') {
    const hand = workers.find(({ worker }) => worker === event.worker)?.hand;
    const wasDone = before?.workers.find(({ worker }) => worker === event.worker)?.state === 'done';
    return hand && wasDone ? { ...proof, crash: proof.crash ?? { ...hand, at } } : proof;
  }
  if (event.type === 'began') return { ...proof, ...seen(proof, event, at, workers), ...brokenBy(judge) };
  if (event.type === 'ended') return { ...proof, verdict: verdictOf(judge), done: event.reason === 'done' };
  return judge.violations === before?.judge.violations ? proof : { ...proof, ...brokenBy(judge) };
}

const brokenBy = (judge: RunState['judge']): Partial<RunProof> => {
  const verdict = verdictOf(judge);
  return verdict?.result === 'broken' ? { verdict } : {};
};

function seen(
  { crash, replay, parallel }: RunProof,
  event: Extract<AtelierEvent, { type: 'began' }>,
  at: number,
  workers: RunState['workers'],
): Partial<RunProof> {
  const { lot, step, partition, offset, worker } = event;
  const isAgain = crash !== null && replay === null && crash.lot === lot;
  const isSame = isAgain && crash.partition === partition && crash.offset === offset;
  const isLater = isAgain && step > crash.step;
  const other = workers.find((one) => one.worker !== worker && one.state === 'working' && one.hand?.lot !== lot);
  return {
    ...(isSame || isLater
      ? { replay: { worker, partition, offset, lot, step, at, died: crash.worker, beforeNext: isSame } }
      : {}),
    ...(parallel === null && other?.hand ? { parallel: { lots: [other.hand.lot, lot] as const, at } } : {}),
  };
}

// The experiments of the workshop and how each step is ticked: by what the runs of this person have shown, and by nothing else.

import type { ViolationKind } from './judge.ts';
import { type SettingName, settingsOff } from './plan.ts';
import { type Proofs, predictionKey, type RunProof } from './proofs.ts';

/** What may break, as one predicts it. */
export const breakages = ['ordre', 'perdue', 'deux-fois', 'trop-tot', 'rien'] as const;
export type Breakage = (typeof breakages)[number];

const breakageOf: Record<ViolationKind, Breakage> = {
  lost: 'perdue',
  twice: 'deux-fois',
  'out-of-order': 'ordre',
  'two-at-once': 'ordre',
  'replayed-late': 'ordre',
  uncommitted: 'trop-tot',
  'committed-early': 'trop-tot',
};
export const brokeBy = (proof: RunProof): Breakage =>
  proof.verdict?.result === 'broken' ? breakageOf[proof.verdict.worst.kind] : 'rien';

export const everySetting = {
  id: 'chaque-reglage',
  /** Step by setting turned off. */
  steps: [
    { id: 'cle', setting: 'keyed' },
    { id: 'confirmation', setting: 'awaited' },
    { id: 'idempotence', setting: 'idempotent' },
    { id: 'acks', setting: 'acks' },
    { id: 'commit-auto', setting: 'autoCommit' },
    { id: 'commit-avant', setting: 'commitAfter' },
    { id: 'par-lecture', setting: 'oneByOne' },
  ],
} as const satisfies { id: string; steps: readonly { id: string; setting: SettingName }[] };
export const crashAndReplay = { id: 'panne-et-rejeu', steps: ['panne', 'rejeu', 'tenu'] } as const;
export const severalLots = { id: 'plusieurs-lots', steps: ['paralleles', 'ordre', 'sans-cle'] } as const;

/** What a page may predict and begin again. */
export const choicesOf = (experiment: string, step: string): readonly string[] =>
  experiment === everySetting.id && everySetting.steps.some(({ id }) => id === step) ? breakages : [];
export const isExperiment = (id: string): boolean =>
  [everySetting.id, crashAndReplay.id, severalLots.id].some((one) => one === id);

export type Mark = { readonly id: string; readonly proof: RunProof | null; readonly predicted: string | null };

/** Runs that count for it: those after it was begun again. */
function counting({ runs, since }: Proofs, experiment: string): readonly RunProof[] {
  const from = since[experiment] ?? null;
  return from === null ? runs : runs.slice(runs.findIndex(({ run }) => run === from) + 1);
}

/** The client refuses idempotence without acks=all: one who turns acks off must turn off both. */
function isAlone(proof: RunProof, setting: SettingName): boolean {
  const off = settingsOff(proof.settings);
  if (!off.includes(setting)) return false;
  return off.every((name) => name === setting || (setting === 'acks' && name === 'idempotent'));
}

/** One setting turned off, predicted before, and something broke: told when the run is over, for the worst may come last. */
export function everySettingMarks(proofs: Proofs): Mark[] {
  const runs = counting(proofs, everySetting.id);
  return everySetting.steps.map(({ id, setting }) => {
    const key = predictionKey(everySetting.id, id);
    const broke = (proof: RunProof) => proof.verdict?.result === 'broken' && proof.done;
    const proof = runs.find((one) => isAlone(one, setting) && one.predicted[key] !== undefined && broke(one)) ?? null;
    return { id, proof, predicted: proof?.predicted[key] ?? proofs.predictions[key] ?? null };
  });
}

/** All settings right: a death between work and commit, the step done again before the next, the invariant kept. */
export function crashMarks(proofs: Proofs): Mark[] {
  const right = counting(proofs, crashAndReplay.id).filter((proof) => settingsOff(proof.settings).length === 0);
  const is: Record<(typeof crashAndReplay.steps)[number], (proof: RunProof) => boolean> = {
    panne: (proof) => proof.crash !== null,
    rejeu: (proof) => proof.replay?.beforeNext === true,
    tenu: (proof) => proof.replay?.beforeNext === true && proof.done && proof.verdict?.result === 'kept',
  };
  return crashAndReplay.steps.map((id) => ({ id, proof: right.find(is[id]) ?? null, predicted: null }));
}

export function severalLotsMarks(proofs: Proofs): Mark[] {
  const runs = counting(proofs, severalLots.id).filter(({ lots }) => lots > 1);
  const right = (proof: RunProof) => settingsOff(proof.settings).length === 0;
  const is: Record<(typeof severalLots.steps)[number], (proof: RunProof) => boolean> = {
    paralleles: (proof) => right(proof) && proof.parallel !== null,
    ordre: (proof) => right(proof) && proof.parallel !== null && proof.done && proof.verdict?.result === 'kept',
    'sans-cle': (proof) => isAlone(proof, 'keyed') && proof.verdict?.result === 'broken',
  };
  return severalLots.steps.map((id) => ({ id, proof: runs.find(is[id]) ?? null, predicted: null }));
}

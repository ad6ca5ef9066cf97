// The steps of the workshop's experiments as their cards show them, and the sentence of each proof. Pure.
import {
  type Breakage,
  breakages,
  brokeBy,
  type crashAndReplay,
  crashMarks,
  type everySetting,
  everySettingMarks,
  type Mark,
  type severalLots,
  severalLotsMarks,
} from '#labs/atelier/experiments.ts';
import type { Proofs, RunProof } from '#labs/atelier/proofs.ts';
import { clockTimeMs } from '../../lab/format.ts';
import { machineCode, violationText, witnessText } from './words.ts';

export type ShownStep = {
  id: string;
  text: string;
  done: boolean;
  observed: string | null;
  choices?: { id: string; label: string }[];
  chosen?: string | null;
  verdict?: { right: boolean; text: string } | null;
  closed?: boolean;
};

const choiceLabels: Record<Breakage, string> = {
  ordre: 'le désordre',
  perdue: 'une étape perdue',
  'deux-fois': 'une étape en double',
  'trop-tot': 'un commit au mauvais moment',
  rien: 'rien',
};

const settingTexts: Record<(typeof everySetting.steps)[number]['id'], string> = {
  cle: 'Coupez «\u00a0Clé du lot\u00a0», puis lancez LOT_42. Qu’est-ce qui casse\u00a0?',
  confirmation:
    'Remettez la clé. Coupez «\u00a0Attendre chaque confirmation\u00a0», demandez «\u00a0Refuser un envoi\u00a0», lancez LOT_42.',
  idempotence: 'Coupez seulement «\u00a0Idempotence\u00a0», demandez «\u00a0Perdre un accusé\u00a0», lancez LOT_42.',
  acks: 'Choisissez acks = 0 et coupez l’idempotence (kafkajs l’exige), demandez «\u00a0Refuser un envoi\u00a0», lancez LOT_42.',
  'commit-auto':
    'Activez seulement «\u00a0Commit automatique\u00a0», demandez «\u00a0Mourir entre (a) et (b)\u00a0», lancez LOT_42.',
  'commit-avant':
    'Coupez seulement «\u00a0Commit après le travail\u00a0», demandez «\u00a0Mourir entre (a) et (b)\u00a0», lancez LOT_42.',
  'par-lecture': 'Coupez seulement «\u00a0Un message par lecture\u00a0», sans incident, lancez LOT_42.',
};

export function everySettingSteps(proofs: Proofs): ShownStep[] {
  return everySettingMarks(proofs).map(({ id, proof, predicted }) => ({
    id,
    text: settingTexts[id as keyof typeof settingTexts],
    done: proof !== null,
    observed: proof && brokenText(proof),
    choices: breakages.map((choice) => ({ id: choice, label: choiceLabels[choice] })),
    chosen: predicted,
    closed: proof !== null,
    verdict: proof && {
      right: predicted === brokeBy(proof),
      text: `Ce déroulé a donné\u00a0: ${choiceLabels[brokeBy(proof)]}.`,
    },
  }));
}

function brokenText({ verdict, settings }: RunProof): string | null {
  if (verdict?.result !== 'broken') return null;
  const [first, second] = [verdict.worst.first, verdict.worst.second].map(witnessText);
  return `${violationText(verdict.worst)} ${first?.time} ${first?.what}, puis ${second?.time} ${second?.what}. Graine ${settings.seed}.`;
}

const crashTexts: Record<(typeof crashAndReplay.steps)[number], string> = {
  panne:
    'Tous les réglages remis, demandez «\u00a0Mourir entre (a) et (b)\u00a0» et lancez LOT_42\u00a0: le travail est fait, le commit ne part pas.',
  rejeu:
    'Redémarrez le consommateur, ou attendez qu’un autre prenne sa partition\u00a0: l’étape est rejouée avant la suivante.',
  tenu: 'Laissez finir\u00a0: l’invariant est tenu.',
};

export const crashSteps = (proofs: Proofs): ShownStep[] =>
  crashMarks(proofs).map((mark) => shown(mark, crashTexts[mark.id as keyof typeof crashTexts], crashText(mark)));

function crashText({ id, proof }: Mark): string | null {
  if (!proof) return null;
  const { crash, replay } = proof;
  if (id === 'panne' && crash)
    return `${crash.worker} est mort à ${clockTimeMs(crash.at)}\u00a0: ${machineCode(crash.step)} avait traité ${crash.lot}, l’offset ${crash.offset} n’était pas validé`;
  if (id === 'rejeu' && replay)
    return `${replay.worker} rejoue ${machineCode(replay.step)} à ${clockTimeMs(replay.at)}, même offset ${replay.offset}, avant l’étape suivante`;
  return 'chaque étape commencée, terminée, validée avant la suivante';
}

const severalTexts: Record<(typeof severalLots.steps)[number], string> = {
  paralleles: 'Lancez plusieurs lots\u00a0: deux lots sont au travail en même temps.',
  ordre: 'Laissez finir\u00a0: chaque lot est passé par 1, 2, 3, dans l’ordre.',
  'sans-cle': 'Coupez «\u00a0Clé du lot\u00a0» et relancez plusieurs lots\u00a0: l’ordre de chaque lot casse.',
};

export const severalSteps = (proofs: Proofs): ShownStep[] =>
  severalLotsMarks(proofs).map((mark) =>
    shown(mark, severalTexts[mark.id as keyof typeof severalTexts], severalText(mark)),
  );

function severalText({ id, proof }: Mark): string | null {
  if (!proof) return null;
  if (id === 'paralleles' && proof.parallel)
    return `${proof.parallel.lots.join(' et ')} au travail à ${clockTimeMs(proof.parallel.at)}, chez deux consommateurs`;
  return id === 'sans-cle' ? brokenText(proof) : `${proof.lots} lots, chacun dans l’ordre`;
}

const shown = ({ id, proof }: Mark, text: string, observed: string | null): ShownStep => ({
  id,
  text,
  done: proof !== null,
  observed,
});

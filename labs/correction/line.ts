// One line of the checklist: a rule, its verdict, what decided it.
import type { TdDeed } from '#contract/correction.ts';
import type { MistakeId } from './mistakes.ts';

/** `inconnu`: « je ne peux pas dire ». */
export type Verdict = 'reussi' | 'pas-encore' | 'inconnu';
export type RuleId =
  | 'topic'
  | 'cle'
  | 'valeur'
  | 'acks'
  | 'idempotence'
  | 'attente'
  | 'ordre'
  | 'groupe'
  | 'debut'
  | 'travail'
  | 'commit'
  | 'un-a-la-fois'
  | 'reprise'
  | 'depart';
export type Line = {
  id: RuleId;
  verdict: Verdict;
  /** What was seen, with offsets and times; what is awaited when nothing was. French, whole. */
  evidence: string;
  /** Only with `pas-encore`: what was seen and is wrong. */
  mistake: MistakeId | null;
  /** Numbers of the requests that decided it. */
  deeds: readonly number[];
};
export type Card = { verdict: Verdict; lines: readonly Line[] };
export type Checklist = { producer: Card; consumer: Card };

const deedIds = (deeds: readonly TdDeed[]): number[] => [...new Set(deeds.map(({ id }) => id))].slice(0, 20);

export const passed = (id: RuleId, evidence: string, deeds: readonly TdDeed[]): Line => ({
  id,
  verdict: 'reussi',
  evidence,
  mistake: null,
  deeds: deedIds(deeds),
});
export const awaited = (id: RuleId, evidence: string, deeds: readonly TdDeed[] = []): Line => ({
  id,
  verdict: 'pas-encore',
  evidence,
  mistake: null,
  deeds: deedIds(deeds),
});
export const wrong = (id: RuleId, mistake: MistakeId, evidence: string, deeds: readonly TdDeed[]): Line => ({
  id,
  verdict: 'pas-encore',
  evidence,
  mistake,
  deeds: deedIds(deeds),
});
export const unknown = (id: RuleId, evidence: string, deeds: readonly TdDeed[] = []): Line => ({
  id,
  verdict: 'inconnu',
  evidence,
  mistake: null,
  deeds: deedIds(deeds),
});

/** A card is passed when each of its lines is; a mistake, or something awaited, wins over what cannot be told. */
export function cardOf(lines: readonly Line[]): Card {
  const verdict = lines.every((line) => line.verdict === 'reussi')
    ? 'reussi'
    : lines.some((line) => line.verdict === 'pas-encore')
      ? 'pas-encore'
      : 'inconnu';
  return { verdict, lines };
}

/** `offset 4`, `offsets 0, 1, 2`, `offsets 0 à 9`. */
export function offsetsText(offsets: readonly number[]): string {
  const sorted = [...new Set(offsets)].sort((a, b) => a - b);
  const [first, last] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (sorted.length === 1) return `offset ${first}`;
  return sorted.length > 4 && last - first === sorted.length - 1
    ? `offsets ${first} à ${last}`
    : `offsets ${sorted.slice(0, 12).join(', ')}`;
}

export const durationText = (ms: number): string =>
  ms < 1_000 ? `${Math.max(0, Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1).replace('.', ',')} s`;
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count > 1 ? many : one}`;

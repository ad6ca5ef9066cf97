// Which lines of the journal one asked for: by kind, and by words found in the sentence as it is shown. Pure.
import type { Fact, Line } from '#labs/kafka/facts.ts';
import { factText } from './sentences.ts';
import type { Who } from './who.ts';

export const journalKinds = {
  tout: 'tout',
  messages: 'messages et topics',
  groupes: 'groupes',
  validations: 'validations',
  programmes: 'programmes',
  expériences: 'expériences',
} as const;
export type JournalKind = keyof typeof journalKinds;

export const isJournalKind = (text: string): text is JournalKind => Object.hasOwn(journalKinds, text);

export function kindOf(fact: Fact): Exclude<JournalKind, 'tout'> {
  switch (fact.kind) {
    case 'appended':
    case 'log-start-moved':
    case 'topic-created':
    case 'topic-extended':
    case 'topic-deleted':
      return 'messages';
    case 'rebalance-started':
    case 'rebalance-settled':
    case 'group-empty':
    case 'group-deleted':
    case 'member-left':
    case 'reading-started':
    case 'consumer':
      return 'groupes';
    case 'committed':
      return 'validations';
    case 'client-appeared':
    case 'client-left':
    case 'cluster-described':
    case 'cluster-lost':
    case 'cluster-recovered':
      return 'programmes';
    case 'experiment-reset':
    case 'prediction':
      return 'expériences';
  }
}

/** Case, accents and kinds of spaces do not matter to somebody who searches. */
const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/gu, ' ').toLowerCase();

export function filtered(
  lines: readonly Line[],
  { kind, text, who }: { kind: JournalKind; text: string; who: Who },
): readonly Line[] {
  const wanted = plain(text.trim());
  if (kind === 'tout' && wanted === '') return lines;
  return lines.filter(
    ({ fact }) =>
      (kind === 'tout' || kindOf(fact) === kind) && (wanted === '' || plain(factText(fact, who)).includes(wanted)),
  );
}

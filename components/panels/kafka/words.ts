// The French of the Kafka panel: what happened, why, in one plain sentence. Facts come from labs/kafka, never sentences.
import type { CommitView, GroupPhase, LeaveCause, PageConsumerView, RebalanceCause } from '#contract/kafka-events.ts';
import type { Trend } from '#labs/kafka/lag-past.ts';
import type { Owned, Owner } from '#labs/kafka/owners.ts';
import { count, duration } from '../../lab/format.ts';

const nb = '\u00a0';

/** `P1, P2`; with the topic in front when it is not the one in view, or none is and there are several. */
export function partitionList(assignment: readonly Owned[], topic?: string): string {
  const owned = assignment.filter(({ partitions }) => partitions.length > 0);
  const parts = owned.map((each) => {
    const list = partitionRuns(each.partitions);
    return (topic === undefined ? owned.length === 1 : each.topic === topic) ? list : `${each.topic}${nb}: ${list}`;
  });
  return parts.join(' · ');
}

/** `P0, P1`; four neighbours or more are told by their ends, `P0 à P23`. */
function partitionRuns(partitions: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const partition of [...partitions].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run.last + 1 === partition) run.last = partition;
    else runs.push({ first: partition, last: partition });
  }
  return runs
    .flatMap(({ first, last }) =>
      last - first >= 3
        ? [`P${first} à P${last}`]
        : Array.from({ length: last - first + 1 }, (_, index) => `P${first + index}`),
    )
    .join(', ');
}

/** `P0 → 12`, in order; with the topic in front when there are several. `between`: what stands before the offset. */
export function offsetTexts(offsets: readonly CommitView[], between: string): string[] {
  const several = new Set(offsets.map(({ topic }) => topic)).size > 1;
  return [...offsets]
    .sort((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition)
    .map(({ topic, partition, offset }) => `${several ? `${topic} ` : ''}P${partition}${between}${count(offset)}`);
}

/** `C1 → P0 · C2 → P1, P2 · C4 attend`. */
export const ownersText = (owners: readonly Owner[], topic?: string): string =>
  owners
    .map((owner) => {
      const list = partitionList(owner.assignment, topic);
      return list === '' ? `${owner.label} attend` : `${owner.label} → ${list}`;
    })
    .join(' · ');

export function phaseGloss(phase: GroupPhase): string {
  switch (phase) {
    case 'Stable':
      return 'chacun lit ses partitions';
    case 'PreparingRebalance':
      return 'le groupe rappelle ses membres';
    case 'CompletingRebalance':
      return 'les partitions sont redistribuées';
    case 'Empty':
      return 'plus aucun membre, les offsets validés restent';
    case 'Dead':
      return 'le groupe n’existe plus';
  }
}

/** How a program went away. Kafka has no goodbye for a producer: it closes its connections, finished or killed. */
export const goneText = (cause: LeaveCause): string =>
  cause === 'closed' ? 'a fermé sa connexion' : cause === 'clean' ? 'a terminé' : leaveText(cause);

/** How a member left its group, as the end of a sentence: « consommateur.py … ». */
export function leaveText(cause: LeaveCause): string {
  switch (cause) {
    case 'clean':
      return 'est parti proprement';
    case 'closed':
      return 'a coupé sa connexion sans prévenir';
    case 'silence':
      return 'ne donne plus signe de vie';
    case 'poll-too-slow':
      return 'a mis trop longtemps entre deux lectures';
    case 'kicked':
      return 'a été exclu du groupe';
    case 'server-stopped':
      return 'était là quand le serveur s’est arrêté';
  }
}

/** Why a rebalance started. `label` is the member's name on screen when it is known. */
export function causeText(cause: RebalanceCause | null, label: string | null = null): string {
  const who = label || cause?.clientId || 'un membre';
  switch (cause?.kind) {
    case 'join':
      return `${who} arrive`;
    case 'leave':
      return `${who} est parti proprement`;
    case 'silence':
      return `${who} ne donne plus signe de vie`;
    case 'poll-too-slow':
      return `${who} a mis trop longtemps entre deux lectures`;
    case 'kicked':
      return `${who} a été exclu`;
    case 'subscription':
      return `${who} demande d’autres topics qu’avant`;
    case 'given-back':
      return `${who} a rendu des partitions, pour que d’autres les prennent`;
    case 'new-topic':
      return `${who} a redemandé un partage${nb}: un de ses topics vient d’être créé`;
    case 'partitions':
      return `${who} a redemandé un partage${nb}: le topic a de nouvelles partitions`;
    case 'rejoin':
      return `${who} a redemandé un partage`;
    case 'restart':
      return 'le serveur Kafka a redémarré';
    case 'unknown':
    case undefined:
      return 'cause non dite par Kafka';
  }
}

/** `génération 4`; empty when the source does not tell it (a real cluster: -1). */
export const generationText = (generation: number): string => (generation < 0 ? '' : `génération ${generation}`);

/** How long nobody read, told while it is short enough to be watched: `0,12 s`, `3 s`. */
export const pauseText = (ms: number): string =>
  ms < 10_000 ? `${(ms / 1_000).toFixed(2).replace('.', ',')}${nb}s` : `${Math.round(ms / 1_000)}${nb}s`;

/** How long the oldest uncommitted record has waited: `≈ 12 s`; `plus de 3 min` when an older one is out of sight. */
export function ageText(ms: number, exact: boolean): string {
  if (ms < 1_000) return exact ? 'moins d’une seconde' : '';
  return exact ? `≈${nb}${duration(ms)}` : `plus de ${duration(ms)}`;
}

export const trendWords: Record<Trend, { arrow: string; word: string }> = {
  up: { arrow: '↗', word: 'augmente' },
  down: { arrow: '↘', word: 'diminue' },
  flat: { arrow: '→', word: 'ne bouge pas' },
};

/** The session timeout, as the end of a sentence; its length only when it is known. */
export const sessionText = (ms: number): string =>
  ms > 0 ? `son délai de session, ${count(Math.round(ms / 1_000))}${nb}s` : 'la fin de son délai de session';

/** Where a group that committed nothing yet begins, and who commits, in the settings' own words. */
export const readingText = ({ fromBeginning, autoCommit }: PageConsumerView): string =>
  `${fromBeginning ? 'earliest' : 'latest'} · ${autoCommit ? 'valide seul' : 'validation manuelle'}`;

export function acksText(acks: number | null): string {
  switch (acks) {
    case -1:
      return 'acks=all';
    case 0:
    case 1:
      return `acks=${acks}`;
    default:
      return 'acks non dit';
  }
}

export function consumerStateText(state: PageConsumerView['state']): string {
  switch (state) {
    case 'starting':
      return 'démarre';
    case 'running':
      return 'lit';
    case 'paused':
      return 'en pause';
    case 'stopping':
      return 's’arrête';
    case 'stopped':
      return 'arrêté';
    case 'killed':
      return 'tué';
    case 'failed':
      return 'en échec';
  }
}

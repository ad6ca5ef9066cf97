'use client';
// Why a group moves or moved last, how long nobody read, and who owned what before and after.
import type { GroupState } from '#labs/kafka/state.ts';
import { causeText, ownersText, pauseText } from './words.ts';

/** A first arrival needs no explanation. */
export function RebalanceNote({ group, topic }: { group: GroupState; topic: string }) {
  const { rebalance } = group;
  if (rebalance === null) return null;
  const label =
    [...group.members, ...group.former].find(({ memberId }) => memberId === rebalance.cause?.memberId)?.label ?? null;
  const why = causeText(rebalance.cause, label);
  if (rebalance.after === null) {
    return (
      <p className="mt-1 rounded-md bg-warn-soft px-2 py-1 text-warn text-xs">
        Rééquilibrage&nbsp;: {why}. Personne ne lit en attendant.
      </p>
    );
  }
  if (rebalance.cause === null || rebalance.before.length === 0) return null;
  const pause = rebalance.settledAt === null ? 0 : rebalance.settledAt - rebalance.startedAt;
  return (
    <details className="mt-1 text-muted text-xs">
      <summary>
        dernier rééquilibrage&nbsp;: {why}
        {/* A source that is looked at once a second sees only the result: it has no pause to tell. */}
        {pause > 0 ? <>, pause de {pauseText(pause)}</> : null}
      </summary>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <dt>avant</dt>
        <dd className="wrap-anywhere font-mono">{ownersText(rebalance.before, topic)}</dd>
        <dt>après</dt>
        <dd className="wrap-anywhere font-mono">{ownersText(rebalance.after, topic) || 'plus personne'}</dd>
      </dl>
    </details>
  );
}

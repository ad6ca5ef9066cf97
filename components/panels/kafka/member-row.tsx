'use client';
// One member of a group: what it owns, how late it is, where it runs, and whether its program is still there.
import type { PageConsumerView } from '#contract/kafka-events.ts';
import { isPartial, type Lag, totalLag } from '#labs/kafka/lag.ts';
import type { MemberState, TopicState } from '#labs/kafka/state.ts';
import { count } from '../../lab/format.ts';
import { useActions } from './command.ts';
import { ConsumerControls } from './consumer-controls.tsx';
import type { MemberStatus } from './derive.ts';
import { LagEquations, LagWord } from './lag.tsx';
import type { Who } from './who.ts';
import { consumerStateText, partitionList, sessionText } from './words.ts';

export function MemberRow({
  member,
  status,
  crowded,
  lags,
  topic,
  consumer,
}: {
  member: MemberState;
  status: MemberStatus;
  /** More members than partitions. */
  crowded: boolean;
  lags: readonly Lag[];
  topic: TopicState;
  consumer: PageConsumerView | null;
}) {
  const from = memberFrom(member, useActions().who);
  const cut = member.cutAt !== null || consumer?.state === 'killed';
  return (
    <li className="py-1.5" data-membre={member.label} data-statut={status} data-coupe={cut || undefined}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-2">
        <p className="min-w-0">
          <span className={`font-bold ${cut ? 'text-muted' : ''}`}>{member.label}</span>{' '}
          {status === 'owner' ? (
            <span className="wrap-anywhere text-sm">← {partitionList(member.assignment, topic.topic)}</span>
          ) : null}
        </p>
        {status === 'owner' ? <LagWord lag={totalLag(lags)} partial={isPartial(topic, lags)} /> : null}
      </div>
      {status === 'owner' ? null : <p className="text-sm text-warn leading-snug">{statusText(status, crowded)}</p>}
      <p className="wrap-anywhere font-mono text-muted text-xs">
        {from}
        {member.origin === 'outside' ? <span className="projector-hidden"> · {member.address}</span> : null}
        {consumer && (consumer.state !== 'running' || consumer.delayMs > 0) ? (
          <strong className="text-ink">
            {' '}
            · {consumerStateText(consumer.state)}
            {consumer.delayMs > 0 ? `, ${count(consumer.delayMs)}\u00a0ms par message` : ''}
          </strong>
        ) : null}
      </p>
      {cut ? (
        <p role="status" className="text-warn text-xs">
          connexion coupée&nbsp;: le groupe attend encore {sessionText(member.sessionTimeoutMs)}, avant de donner ses
          partitions à d’autres.
        </p>
      ) : null}
      {lags.length > 0 ? <LagEquations lags={lags} /> : null}
      {consumer ? <ConsumerControls consumer={consumer} label={member.label} /> : null}
    </li>
  );
}

function statusText(status: Exclude<MemberStatus, 'owner'>, crowded: boolean): string {
  switch (status) {
    case 'idle':
      return crowded ? 'attend\u00a0: plus de consommateurs que de partitions' : 'attend\u00a0: aucune partition';
    case 'elsewhere':
      return 'lit un autre topic';
    case 'rebalancing':
      return 'attend la nouvelle répartition';
  }
}

/** Where a member runs: an outside program by its own name, a page by whose it is. */
export function memberFrom(member: MemberState, who: Who): string {
  if (member.origin === 'outside') return member.clientId;
  if (member.owner !== null && member.owner === who.me) return who.projected ? 'ce navigateur' : 'votre navigateur';
  const name = who.nameOf(member.owner);
  return name === null ? 'un autre navigateur' : `navigateur · ${name}`;
}

'use client';
// Consumer groups of the topic: phase in Kafka's own word, members with what they own and how late they are.
import { memo } from 'react';
import type { PageConsumerView } from '#contract/kafka-events.ts';
import { isPartial, lagsOf, totalLag } from '#labs/kafka/lag.ts';
import { type LagHistory, type LagSpan, pastOf } from '#labs/kafka/lag-past.ts';
import { partitionsOf } from '#labs/kafka/owners.ts';
import type { GroupState, TopicState } from '#labs/kafka/state.ts';
import { counted } from '../../lab/format.ts';
import { ConsumerControls } from './consumer-controls.tsx';
import { farewells, memberStatus, readersFirst } from './derive.ts';
import type { GroupStyle } from './keys.ts';
import { GroupLag, LagEquations, LagWord } from './lag.tsx';
import { MemberRow } from './member-row.tsx';
import { RebalanceNote } from './rebalance-note.tsx';
import { consumerStateText, leaveText, phaseGloss } from './words.ts';

export type GroupsProps = {
  groups: readonly { group: GroupState; style: GroupStyle }[];
  topic: TopicState;
  consumers: readonly PageConsumerView[];
  lagHistory: LagHistory;
  /** Time of the last event: what is recent is judged by it, not by this machine's clock. */
  now: number;
};

export function Groups({ groups, topic, consumers, lagHistory, now }: GroupsProps) {
  return (
    <section aria-label="Groupes de consommateurs" data-cible="groupes groupe" className="min-w-0">
      <h3 className="mb-2 font-semibold text-muted text-xs uppercase tracking-wider projection:sr-only">Groupes</h3>
      <div className="space-y-3">
        {groups.map(({ group, style }) => (
          <GroupCard
            key={group.group}
            group={group}
            style={style}
            topic={topic}
            consumers={consumers}
            past={pastOf(lagHistory, group.group, topic.topic)}
            farewells={farewells(group, now).length}
          />
        ))}
        {groups.length === 0 ? (
          <p className="text-muted text-sm">
            Aucun groupe ne lit ce topic. Ajoutez un consommateur, ou lancez <code>python consommateur.py</code>.
          </p>
        ) : null}
        <Starting groups={groups} topic={topic} consumers={consumers} />
      </div>
    </section>
  );
}

type CardProps = {
  group: GroupState;
  style: GroupStyle;
  topic: TopicState;
  consumers: readonly PageConsumerView[];
  past: readonly LagSpan[];
  /** How many of the last departures are still worth showing. */
  farewells: number;
};

const GroupCard = memo(function GroupCard({ group, style, topic, consumers, past, farewells }: CardProps) {
  const moving = group.phase === 'PreparingRebalance' || group.phase === 'CompletingRebalance';
  const orphans = group.members.length === 0 ? committedPartitions(group, topic) : [];
  const orphanLags = lagsOf(group, topic, orphans);
  return (
    <article
      aria-label={`Groupe ${group.group}`}
      data-groupe={group.group}
      data-phase={group.phase}
      className={`rounded-xl border bg-sheet px-3 py-2 ${moving ? 'border-warn' : 'border-line'}`}
    >
      <h4 className="flex flex-wrap items-baseline gap-x-1.5 leading-snug">
        <span className="wrap-anywhere font-bold" style={{ color: style.color }}>
          <span aria-hidden="true">{style.shape} </span>
          {group.group}
        </span>
        <span className="text-muted text-sm" title={phaseGloss(group.phase)}>
          <span className={`state-word ${moving ? 'font-bold text-warn' : ''}`}>{group.phase}</span>
          {group.generation < 0 ? null : <> · gén.&nbsp;{group.generation}</>}
        </span>
      </h4>
      <p className={`text-muted text-xs ${moving ? '' : 'projector-hidden'}`}>{phaseGloss(group.phase)}</p>
      <RebalanceNote group={group} topic={topic.topic} />
      <GroupLag group={group} topic={topic} past={past} />
      <ul className="mt-1 divide-y divide-dashed divide-line">
        {readersFirst(group, topic).map((member) => (
          <MemberRow
            key={member.memberId}
            member={member}
            status={memberStatus(group, member, topic)}
            crowded={group.members.length > topic.count}
            lags={lagsOf(group, topic, partitionsOf(member, topic.topic))}
            topic={topic}
            consumer={consumers.find((each) => each.consumer === member.consumer) ?? null}
          />
        ))}
      </ul>
      {orphanLags.length > 0 ? (
        <div className="mt-1 flex flex-wrap items-baseline justify-between gap-x-2">
          <LagEquations lags={orphanLags} />
          <LagWord lag={totalLag(orphanLags)} partial={isPartial(topic, orphanLags)} />
        </div>
      ) : null}
      {group.former.slice(group.former.length - Math.min(farewells, 3)).map((member) => (
        <p key={member.memberId} className="mt-1 text-muted text-xs transition duration-300 starting:opacity-0">
          <span className="line-through">{member.label || member.clientId}</span> {leaveText(member.cause)}
        </p>
      ))}
    </article>
  );
});

const committedPartitions = (group: GroupState, topic: TopicState): number[] =>
  group.committed
    .filter((each) => each.topic === topic.topic)
    .map(({ partition }) => partition)
    .sort((a, b) => a - b);

/** Consumers of pages that are not members (yet, or any more). */
function Starting({ groups, topic, consumers }: Pick<GroupsProps, 'groups' | 'topic' | 'consumers'>) {
  const members = new Set(groups.flatMap(({ group }) => group.members.map(({ consumer }) => consumer)));
  const waiting = consumers.filter(
    (each) =>
      each.topic === topic.topic &&
      !members.has(each.consumer) &&
      (each.state === 'starting' || each.state === 'failed' || each.state === 'running' || each.state === 'paused'),
  );
  if (waiting.length === 0) return null;
  return (
    <ul aria-label="Consommateurs qui ne sont pas encore dans leur groupe" className="space-y-1">
      {waiting.slice(-6).map((consumer) => (
        <li key={consumer.consumer} className="rounded-xl border border-line border-dashed px-3 py-2 text-sm">
          <span className="font-bold">{consumer.group}</span>{' '}
          <span className="text-muted">
            {consumer.state === 'failed' ? consumerStateText('failed') : 'un consommateur rejoint le groupe…'}
          </span>
          {consumer.reason ? <p className="text-warn">{consumer.reason}</p> : null}
          <ConsumerControls consumer={consumer} label={consumer.consumer} />
        </li>
      ))}
      {waiting.length > 6 ? <li className="text-muted text-sm">et {counted(waiting.length - 6, 'autre')}</li> : null}
    </ul>
  );
}

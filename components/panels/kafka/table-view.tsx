'use client';
// The text twin of the drawing: the same state as tables with headings (key T).
import type { ReactNode } from 'react';
import type { PageConsumerView } from '#contract/kafka-events.ts';
import { allPartitions, isPartial, lagsOf, totalLag, waitingSince } from '#labs/kafka/lag.ts';
import { pastOf } from '#labs/kafka/lag-past.ts';
import { partitionsOf } from '#labs/kafka/owners.ts';
import { clientName, type GroupState, type KafkaState, type MemberState, type TopicState } from '#labs/kafka/state.ts';
import { clockTimeMs, count } from '../../lab/format.ts';
import { Table } from '../../lab/table.tsx';
import { ConsumerControls } from './consumer-controls.tsx';
import { cursorsOf, type GroupCursor, memberStatus, producersOf, readersFirst } from './derive.ts';
import type { GroupStyle } from './keys.ts';
import { keyText } from './keys.ts';
import { GroupLag, LagAge } from './lag.tsx';
import { memberFrom } from './member-row.tsx';
import { factText } from './sentences.ts';
import type { Who } from './who.ts';
import {
  acksText,
  causeText,
  consumerStateText,
  generationText,
  goneText,
  ownersText,
  partitionList,
  pauseText,
  phaseGloss,
  sessionText,
} from './words.ts';

const recordsShown = 20;

export function TableView({
  state,
  topic,
  groups,
  consumers,
  volatile,
  who,
  onSelect,
  children,
}: {
  state: KafkaState;
  topic: TopicState;
  groups: readonly { group: GroupState; style: GroupStyle }[];
  consumers: readonly PageConsumerView[];
  /** Positions of readers, when they are known. */
  volatile: ReadonlyMap<string, unknown>;
  who: Who;
  onSelect(partition: number, offset: number): void;
  /** Tables of what is not the state: the marks. */
  children: ReactNode;
}) {
  const { outside, mine } = producersOf(state, topic.topic, who.me);
  const records = topic.partitions
    .flatMap(({ partition, recent }) => recent.map((record) => ({ partition, record })))
    .sort((a, b) => b.record.at - a.record.at || b.record.offset - a.record.offset)
    .slice(0, recordsShown);
  const positions = new Map(
    topic.partitions.map((each) => [each.partition, cursorsOf(groups, topic.topic, each, volatile)]),
  );
  const lines = state.lines.slice(-linesShown).toReversed();
  return (
    <div className="mt-3 space-y-6">
      <Table caption={`Partitions de ${topic.topic}`} heads={['Partition', 'Début', 'Fin', 'Messages vus']}>
        {topic.partitions.map((each) => (
          <tr key={each.partition}>
            <th scope="row">P{each.partition}</th>
            <td>{count(each.logStart)}</td>
            <td>{count(each.end)}</td>
            <td>{count(each.count)}</td>
          </tr>
        ))}
      </Table>
      {groups.map(({ group }) => (
        <div key={group.group} className="space-y-3">
          <Table
            caption={[
              `Groupe ${group.group}\u00a0: ${group.phase}`,
              phaseGloss(group.phase),
              generationText(group.generation),
              rebalanceText(group, topic.topic),
            ]
              .filter((part) => part !== '')
              .join(', ')}
            heads={['Membre', 'Programme', 'Partitions', 'Retard', 'Présence', 'Actions']}
          >
            {group.members.length === 0 ? (
              <tr>
                <td colSpan={6}>plus aucun membre</td>
              </tr>
            ) : null}
            {readersFirst(group, topic).map((member) => {
              const partitions = partitionsOf(member, topic.topic);
              const lags = lagsOf(group, topic, partitions);
              const lag = totalLag(lags);
              const consumer = consumers.find((each) => each.consumer === member.consumer);
              return (
                <tr key={member.memberId}>
                  <th scope="row">{member.label}</th>
                  <td>{memberFrom(member, who)}</td>
                  <td>
                    {partitionList(member.assignment, topic.topic) || idleWord[memberStatus(group, member, topic)]}
                  </td>
                  <td>{lag === null ? 'rien validé' : `${isPartial(topic, lags) ? '≥\u00a0' : ''}${count(lag)}`}</td>
                  <td>{presence(member, consumer)}</td>
                  <td>{consumer ? <ConsumerControls consumer={consumer} label={member.label} /> : 'aucune'}</td>
                </tr>
              );
            })}
          </Table>
          <GroupLag group={group} topic={topic} past={pastOf(state.lagHistory, group.group, topic.topic)} />
          <Table
            caption={`Retard de ${group.group} par partition`}
            heads={['Partition', 'Fin', 'Validé', 'Retard (fin − validé)', 'Attend depuis', 'Lit']}
          >
            {lagsOf(group, topic, allPartitions(topic)).map((each) => (
              <tr key={each.partition}>
                <th scope="row">P{each.partition}</th>
                <td>{count(each.end)}</td>
                <td>{each.committed === null ? 'rien' : count(each.committed)}</td>
                <td>{each.lag === null ? '—' : count(each.lag)}</td>
                <td>
                  <LagAge waiting={waitingSince(topic, [each])} unknown={each.lag ? 'non dit' : '—'} />
                </td>
                <td>{readText(positions.get(each.partition), group.group)}</td>
              </tr>
            ))}
          </Table>
        </div>
      ))}
      <Table caption="Producteurs" heads={['Programme', 'Bibliothèque', 'Adresse', 'Messages', 'Présence']}>
        <tr>
          <th scope="row">Vous</th>
          <td>kafkajs</td>
          <td>navigateur</td>
          <td>{count(mine.sent)}</td>
          <td>présent</td>
        </tr>
        {outside.map(({ client, sent }) => (
          <tr key={client.view.id}>
            <th scope="row">{clientName(client.view)}</th>
            <td>{client.view.library ?? 'non dite'}</td>
            <td>{client.view.address}</td>
            <td>{`${count(sent)}, ${acksText(client.acks)}`}</td>
            <td>{client.left ? goneText(client.left.cause) : 'présent'}</td>
          </tr>
        ))}
      </Table>
      <Table caption="Journal" heads={['Heure', 'Événement']}>
        {lines.map((line) => (
          <tr key={line.n}>
            <td>{clockTimeMs(line.at)}</td>
            <td>{factText(line.fact, who)}</td>
          </tr>
        ))}
      </Table>
      {children}
      <Table caption="Derniers messages" heads={['Partition', 'Offset', 'Clé', 'Valeur', 'Actions']}>
        {records.map(({ partition, record }) => (
          <tr key={`${partition}-${record.offset}`}>
            <td>P{partition}</td>
            <td>{count(record.offset)}</td>
            <td>{keyText(record.key)}</td>
            <td className="max-w-60 truncate">{record.value?.text ?? 'null'}</td>
            <td>
              <button type="button" className="underline" onClick={() => onSelect(partition, record.offset)}>
                Ouvrir<span className="sr-only">{` P${partition}, offset ${record.offset}`}</span>
              </button>
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

const linesShown = 30;

function presence(member: MemberState, consumer: PageConsumerView | undefined): string {
  if (member.cutAt !== null || consumer?.state === 'killed')
    return `connexion coupée, le groupe attend ${sessionText(member.sessionTimeoutMs)}`;
  return consumer ? consumerStateText(consumer.state) : 'là';
}

function rebalanceText(group: GroupState, topic: string): string {
  const { rebalance } = group;
  if (rebalance === null || rebalance.cause === null) return '';
  const known = [...group.members, ...group.former];
  const label = known.find(({ memberId }) => memberId === rebalance.cause?.memberId)?.label ?? null;
  const why = causeText(rebalance.cause, label);
  if (rebalance.after === null || rebalance.settledAt === null) return `rééquilibrage en cours (${why})`;
  const before = ownersText(rebalance.before, topic);
  // A first arrival needs no explanation.
  if (before === '') return '';
  const pause = rebalance.settledAt - rebalance.startedAt;
  return `dernier rééquilibrage (${why}${pause > 0 ? `, pause de ${pauseText(pause)}` : ''}, avant\u00a0: ${before})`;
}

const readText = (cursors: readonly GroupCursor[] | undefined, group: string): string => {
  const position = cursors?.find((each) => each.group === group)?.position ?? null;
  return position === null ? 'non dit' : count(position);
};

const idleWord = {
  owner: '',
  idle: 'attend',
  elsewhere: 'lit un autre topic',
  rebalancing: 'attend la nouvelle répartition',
} as const;

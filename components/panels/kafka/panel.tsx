'use client';
// The panel « Kafka en direct » : draws the state of the lab `kafka` and sends its commands. Wires; the parts draw.
import { memo, useCallback, useMemo, useState } from 'react';
import type { Ack } from '#contract/errors.ts';
import { kafkaLab } from '#labs/kafka/lab.ts';
import type { KafkaState } from '#labs/kafka/state.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { timelineOf } from '../../lab/timeline.ts';
import { useTable } from '../../lab/use-table.ts';
import { type LabHandle, useHello, useLab } from '../../realtime/use-lab.ts';
import { useWorkspace } from '../../realtime/use-people.ts';
import { type Draft, type PanelActions, PanelContext, type Send } from './command.ts';
import { chooseTopic, groupsOf, producersOf } from './derive.ts';
import { Empty } from './empty.tsx';
import { EventLine } from './event-line.tsx';
import { Groups } from './groups.tsx';
import { Inspector, type Selection } from './inspector.tsx';
import { FrozenTime } from './lag.tsx';
import { Lanes } from './lanes.tsx';
import { markOf } from './marks.ts';
import { MarksTable } from './marks-table.tsx';
import { Producers } from './producers.tsx';
import { type Acks, PublishForm, type Sent } from './publish-form.tsx';
import { useTellShownTopic } from './shown-topic.ts';
import { TableView } from './table-view.tsx';
import { Toolbar } from './toolbar.tsx';
import { TwoLibraries } from './two-libraries-card.tsx';
import { useAnnouncement } from './use-announcement.ts';
import { useWho, type Who } from './who.ts';

export function KafkaPanel() {
  const { prefix } = useWorkspace();
  return <KafkaView lab={useLab(kafkaLab, { markOf })} who={useWho(useHello()?.person ?? null)} prefix={prefix} />;
}

// Those of the course's programs: a panel opened for the first time shows what they do.
const course = { topic: 'demo-topic', group: 'demo-group' } as const;

/** The panel without its wire: what tests draw. */
export function KafkaView({
  lab,
  who,
  prefix = '',
}: {
  lab: LabHandle<KafkaState>;
  who: Who;
  /** What stands before names on the wire, in a sandbox. */
  prefix?: string;
}) {
  const { state, view, link } = lab;
  const [asked, setAsked] = useState<string | null>(null);
  const [acks, setAcks] = useState<Acks>(-1);
  const [table, toggleTable] = useTable();
  const [selection, setSelection] = useState<Selection | null>(null);
  const [libraries, setLibraries] = useState(false);
  const [draft, setDraft] = useState<{ n: number; draft: Draft } | null>(null);
  const topic = chooseTopic(state, asked, course.topic);
  const name = topic?.topic ?? course.topic;

  const blocked = blockedBecause(view.mode === 'paused', link.status, state.cluster?.lost ?? null);
  const send = lab.send;
  const actions = useMemo<PanelActions>(
    () => ({
      who,
      blocked,
      send: ((command) => send<never>(command) as Promise<Ack<never>>) as Send,
      onWire: (name) => `${prefix}${name}`,
      replay: (next) => setDraft((before) => ({ n: (before?.n ?? 0) + 1, draft: next })),
    }),
    [who, blocked, send, prefix],
  );
  const select = useCallback(
    (partition: number, offset: number) => setSelection({ topic: name, partition, offset }),
    [name],
  );
  const selectSent = useCallback(
    ({ partition, offset }: Sent) => {
      if (offset !== null) select(partition, offset);
    },
    [select],
  );
  const toggleLibraries = useCallback(() => setLibraries((shown) => !shown), []);
  useTellShownTopic(name);
  const announcement = useAnnouncement(lab.live, name, who);

  return (
    <PanelContext value={actions}>
      <LabFrame
        title="Kafka en direct"
        link={link}
        ready={lab.ready}
        announcement={announcement}
        onTable={toggleTable}
        table={table}
        heading={<TopicChoice names={state.topics.map(({ topic }) => topic)} name={name} onChoose={setAsked} />}
        tools={
          <Toolbar
            topic={name}
            acks={acks}
            group={course.group}
            libraries={topic === null ? null : libraries}
            onLibraries={toggleLibraries}
          />
        }
        form={
          <PublishForm
            key={draft?.n ?? 0}
            topic={name}
            partitions={topic?.count ?? null}
            draft={draft?.draft ?? null}
            acks={acks}
            onAcks={setAcks}
            onSent={selectSent}
          />
        }
        timeline={timelineOf(lab)}
        sandbox={prefix !== ''}
      >
        {libraries && topic ? (
          <TwoLibraries key={topic.topic} state={state} topic={topic} onClose={() => setLibraries(false)} />
        ) : null}
        <FrozenTime value={view.mode === 'live' && link.status === 'live' ? null : state.at}>
          <Content {...{ lab, name, who, table, selection, select, prefix }} onClose={() => setSelection(null)} />
        </FrozenTime>
      </LabFrame>
    </PanelContext>
  );
}

function blockedBecause(past: boolean, link: 'connecting' | 'live' | 'lost', lost: string | null): string | null {
  if (past) return 'Vous regardez le passé\u00a0: revenez en direct pour agir.';
  if (link === 'lost') return 'Le lien avec le serveur est perdu.';
  if (lost !== null) return 'Le cluster Kafka ne répond plus.';
  return null;
}

type TopicChoiceProps = { names: readonly string[]; name: string; onChoose(topic: string): void };

const TopicChoice = memo(function TopicChoice({ names, name, onChoose }: TopicChoiceProps) {
  return (
    <select
      aria-label="Topic montré"
      className="min-w-0 max-w-full rounded-lg border border-line bg-sheet px-2 py-1 font-mono text-sm"
      value={name}
      onChange={(event) => onChoose(event.target.value)}
    >
      {(names.includes(name) ? names : [name, ...names]).map((each) => (
        <option key={each}>{each}</option>
      ))}
    </select>
  );
}, sameChoice);

function sameChoice(a: TopicChoiceProps, b: TopicChoiceProps): boolean {
  if (a.name !== b.name || a.onChoose !== b.onChoose || a.names.length !== b.names.length) return false;
  return a.names.every((each, index) => each === b.names[index]);
}

function Content({
  lab,
  name,
  who,
  table,
  selection,
  select,
  prefix,
  onClose,
}: {
  lab: LabHandle<KafkaState>;
  name: string;
  who: Who;
  table: boolean;
  selection: Selection | null;
  select(partition: number, offset: number): void;
  prefix: string;
  onClose(): void;
}) {
  const { state, volatile } = lab;
  const topic = state.topics.find((each) => each.topic === name) ?? null;
  const groups = groupsOf(state, name);
  const address = state.cluster?.address ?? 'localhost:9092';
  const opened = selection !== null && selection.topic === name ? selection : null;
  const inspector =
    opened && topic ? (
      <Inspector
        key={`${opened.partition}-${opened.offset}`}
        state={state}
        topic={topic}
        selection={opened}
        onClose={onClose}
      />
    ) : null;

  if (topic === null) return <Empty address={address} topic={`${prefix}${name}`} since={null} />;
  if (table) {
    return (
      <>
        {inspector}
        <TableView {...{ state, topic, groups, who, volatile }} consumers={state.consumers} onSelect={select}>
          <MarksTable marks={lab.marks} onScrub={lab.scrubTo} />
        </TableView>
      </>
    );
  }
  const silent = topic.partitions.every(({ end, logStart }) => end === logStart);
  return (
    <div className="@container">
      <div className="grid gap-x-6 gap-y-5 @3xl:grid-cols-[minmax(9rem,12rem)_minmax(0,1fr)_minmax(12rem,14rem)] projection:grid-cols-[minmax(0,1fr)_minmax(0,16rem)]">
        <div className="order-3 @3xl:order-none projection:hidden">
          <Producers {...producersOf(state, name, who.me)} seen={state.cluster?.capabilities.clients ?? true} />
        </div>
        <div className="order-1 min-w-0 @3xl:order-none">
          <Lanes {...{ topic, groups, volatile }} live={lab.view.mode === 'live'} selected={opened} onSelect={select} />
          {silent ? <Empty address={address} topic={`${prefix}${name}`} since={topic.since} /> : null}
          <div className="space-y-3 @3xl:px-4">
            {inspector}
            <EventLine lines={state.lines} who={who} />
          </div>
        </div>
        <div className="order-2 min-w-0 @3xl:order-none">
          <Groups
            groups={groups}
            topic={topic}
            consumers={state.consumers}
            lagHistory={state.lagHistory}
            now={state.at ?? 0}
          />
        </div>
      </div>
    </div>
  );
}

// From events to the event line of the panel: which facts are worth a line, and which are told together.
import type { KafkaEvent, PageConsumerView, RecordView } from '#contract/kafka-events.ts';
import { bounds } from './bounds.ts';
import type { Actor, Fact, Line } from './facts.ts';
import { type ClientState, clientName, clientOf, groupOf, type KafkaState } from './state.ts';

export const actorOf = (client: ClientState | undefined): Actor | null =>
  client ? { name: clientName(client.view), origin: client.view.origin, owner: client.view.owner } : null;

function labelOf(state: KafkaState, group: string, memberId: string | null): string | null {
  if (memberId === null) return null;
  const found = groupOf(state, group);
  const here = found?.members.find((each) => each.memberId === memberId) ?? null;
  return (here ?? found?.former.find((each) => each.memberId === memberId))?.label ?? null;
}

/** What an event adds to the line, `before` and `after` its fold; null when there is nothing to tell. */
export function factOf(before: KafkaState, after: KafkaState, event: KafkaEvent): Fact | null {
  switch (event.type) {
    case 'cluster.described':
      return { kind: 'cluster-described', source: event.source, address: event.address };
    case 'cluster.lost':
      return { kind: 'cluster-lost', reason: event.reason };
    case 'cluster.recovered':
      return { kind: 'cluster-recovered' };
    case 'topic.created':
      return { kind: 'topic-created', topic: event.topic, partitions: event.partitions, by: event.by ?? null };
    case 'topic.extended':
      return { kind: 'topic-extended', topic: event.topic, partitions: event.partitions };
    case 'topic.deleted':
      return { kind: 'topic-deleted', topic: event.topic };
    case 'records.appended':
      return {
        kind: 'appended',
        topic: event.topic,
        partition: event.partition,
        first: event.baseOffset,
        count: event.count,
        key: keyOf(event.kept.at(-1)),
        actor: actorOf(clientOf(after, event.client)),
        acks: event.acks,
      };
    case 'log.start-moved':
      return { kind: 'log-start-moved', topic: event.topic, partition: event.partition, logStart: event.logStart };
    case 'client.appeared':
      return clientAppeared(event.client);
    case 'client.changed':
      return null;
    case 'client.left': {
      const client = clientOf(before, event.id);
      if (!client || client.left || client.view.origin === 'page') return null;
      const actor = actorOf(client);
      return actor && { kind: 'client-left', actor, cause: event.cause, produced: client.producedTotal };
    }
    case 'group.changed':
      return groupFact(before, after, event);
    case 'group.member-left':
      return {
        kind: 'member-left',
        group: event.group,
        label: labelOf(before, event.group, event.memberId) ?? labelOf(after, event.group, event.memberId) ?? '',
        clientId: event.clientId,
        cause: event.cause,
      };
    case 'group.deleted':
      return groupOf(before, event.group) ? { kind: 'group-deleted', group: event.group } : null;
    case 'offsets.committed': {
      if (groupOf(before, event.group)?.committed === groupOf(after, event.group)?.committed) return null;
      const label = labelOf(after, event.group, event.memberId);
      return { kind: 'committed', group: event.group, label, offsets: event.offsets.slice(-bounds.partitions) };
    }
    case 'reading.started': {
      const { group, memberId, topic, partition, offset } = event;
      const offsets = [{ topic, partition, offset }];
      return { kind: 'reading-started', group, label: labelOf(after, group, memberId), offsets };
    }
    case 'consumer.changed':
      return consumerFact(before, after, event.consumer, event.by ?? null);
    case 'consumer.removed':
      return null;
    case 'experiment.reset':
      return { kind: 'experiment-reset', experiment: event.experiment, person: event.person };
    case 'prediction.made':
      return {
        kind: 'prediction',
        experiment: event.experiment,
        step: event.step,
        choice: event.choice,
        person: event.person,
      };
    default:
      event satisfies never;
      return null;
  }
}

function keyOf(record: RecordView | undefined): { text: string | null } | null {
  return record ? { text: record.key?.text.slice(0, bounds.keyText) ?? null } : null;
}

/** Programs of a page tell about themselves as consumers; here the outside programs appear. */
function clientAppeared(view: ClientState['view']): Fact | null {
  if (view.origin === 'page') return null;
  const actor: Actor = { name: clientName(view), origin: view.origin, owner: view.owner };
  return {
    kind: 'client-appeared',
    actor,
    library: view.library,
    version: view.libraryVersion,
    address: view.address,
  };
}

function groupFact(
  before: KafkaState,
  after: KafkaState,
  { group: view, cause }: Extract<KafkaEvent, { type: 'group.changed' }>,
): Fact | null {
  const was = groupOf(before, view.group)?.rebalance ?? null;
  const is = groupOf(after, view.group)?.rebalance ?? null;
  if (is === null || is === was) return null;
  if (is.after !== null) {
    if (view.phase === 'Empty') return { kind: 'group-empty', group: view.group };
    return {
      kind: 'rebalance-settled',
      group: view.group,
      generation: is.generation,
      before: is.before,
      after: is.after,
    };
  }
  const goesOn = was !== null && was.after === null;
  if (goesOn && (cause === null || was.cause !== null)) return null;
  const label = labelOf(after, view.group, is.cause?.memberId ?? null);
  return { kind: 'rebalance-started', group: view.group, cause: is.cause, label };
}

function consumerFact(before: KafkaState, after: KafkaState, view: PageConsumerView, by: string | null): Fact | null {
  const was = before.consumers.find((each) => each.consumer === view.consumer);
  if (was?.state === view.state && was.delayMs === view.delayMs) return null;
  const group = groupOf(after, view.group);
  const member = [...(group?.members ?? []), ...(group?.former ?? [])].find((each) => each.consumer === view.consumer);
  return {
    kind: 'consumer',
    group: view.group,
    label: member?.label ?? null,
    consumer: view.consumer,
    by,
    state: view.state,
    delayMs: view.delayMs,
    slowed: was?.state === view.state,
    reason: view.reason ?? null,
  };
}

/** Adds a fact; records that follow each other and commits of one member within a second are told together. */
export function addLine(state: KafkaState, fact: Fact, at: number): KafkaState {
  const from = Math.max(0, state.lines.length - 6);
  for (let index = state.lines.length - 1; index >= from; index -= 1) {
    const line = state.lines[index];
    if (line === undefined || at - line.at > bounds.lineMergeMs) break;
    const merged = merge(line.fact, fact);
    if (merged) return { ...state, lines: state.lines.with(index, { ...line, fact: merged }) };
  }
  const line: Line = { n: state.nextLine, at, fact };
  const room = state.lines.length < bounds.lines ? state.lines : state.lines.slice(1);
  return { ...state, lines: [...room, line], nextLine: state.nextLine + 1 };
}

function merge(line: Fact, next: Fact): Fact | null {
  if (line.kind === 'appended' && next.kind === 'appended') {
    const same =
      line.topic === next.topic && line.partition === next.partition && line.actor?.name === next.actor?.name;
    // A record a second is a story worth a line each; what merges is what comes faster than one can read.
    if (!same || line.acks !== next.acks || line.first + line.count !== next.first) return null;
    if (line.count + next.count < 3) return null;
    return { ...line, count: line.count + next.count, key: null };
  }
  if (
    (line.kind === 'committed' && next.kind === 'committed') ||
    (line.kind === 'reading-started' && next.kind === 'reading-started')
  ) {
    if (line.group !== next.group || line.label !== next.label) return null;
    const others = line.offsets.filter(
      (each) => !next.offsets.some(({ topic, partition }) => topic === each.topic && partition === each.partition),
    );
    return { ...next, offsets: [...others, ...next.offsets].slice(-bounds.partitions) };
  }
  return null;
}

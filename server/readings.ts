// The product's own numbers, for `/metrics`.

import type { ChatStats } from '#server/chat/index.ts';
import type { ClusterStats } from '#server/cluster/index.ts';
import type { Reading } from '#server/http/index.ts';
import type { JournalReader } from '#server/journal/index.ts';
import type { EdgeStats, LabDoor, PlainStats } from '#server/realtime/index.ts';

const told: readonly [keyof EdgeStats, string, string][] = [
  ['sockets', 'relais_sockets', 'Open sockets of pages.'],
  ['people', 'relais_people', 'People with at least one open socket.'],
  ['flushes', 'relais_flushes_total', 'Socket writes of panel frames.'],
  ['records', 'relais_records_delivered_total', 'Journal records delivered to pages.'],
  ['dropped', 'relais_outbox_drops_total', 'Outboxes dropped because a reader was too slow.'],
  ['slowClosed', 'relais_slow_closed_total', 'Sockets closed because they stayed too slow.'],
  ['chatWrites', 'relais_chat_page_writes_total', 'Socket writes of the chat to pages.'],
  ['chatEvents', 'relais_chat_page_events_total', 'Events of the chat delivered to pages.'],
  ['chatSlow', 'relais_chat_page_slow_total', 'Pages cut by the chat because they did not read.'],
  ['accepted', 'relais_requests_accepted_total', 'Messages of pages answered with a result.'],
  ['refused', 'relais_requests_refused_total', 'Messages of pages answered with an error.'],
];

const said: readonly [keyof ChatStats, string, string][] = [
  ['rooms', 'relais_chat_rooms', 'Rooms of the chat.'],
  ['people', 'relais_chat_people', 'People in the chat, programs and the subscribers of labs included.'],
  ['published', 'relais_chat_messages_total', 'Messages numbered by the chat.'],
  ['delivered', 'relais_chat_delivered_total', 'Events delivered to connections of the chat.'],
];

const plain: readonly [keyof PlainStats, string, string][] = [
  ['connections', 'relais_plain_connections', 'Programs connected to /chat.'],
  ['writes', 'relais_plain_writes_total', 'Socket writes to programs.'],
  ['slowClosed', 'relais_plain_slow_closed_total', 'Programs cut because they did not read.'],
  ['refused', 'relais_plain_refused_total', 'Messages of programs answered with an error.'],
];

export type Sources = {
  edge: () => EdgeStats | null;
  chat: () => ChatStats;
  /** Null: this server is alone. */
  cluster: () => ClusterStats | null;
  plain: () => PlainStats | null;
  journals: readonly LabDoor['journal'][];
};

const total = (journals: readonly JournalReader[], read: (journal: JournalReader) => number): number =>
  journals.reduce((sum, journal) => sum + read(journal), 0);

export function readingsOf({ edge: stats, chat, cluster, plain: programs, journals }: Sources): Reading[] {
  const perJournal = (read: (journal: JournalReader) => number) => () =>
    Object.fromEntries(journals.map((source) => [source.name, total('all' in source ? source.all() : [source], read)]));
  return [
    ...told.map(([key, name, help]): Reading => ({ name, help, read: () => stats()?.[key] ?? 0 })),
    ...said.map(([key, name, help]): Reading => ({ name, help, read: () => chat()[key] })),
    ...plain.map(([key, name, help]): Reading => ({ name, help, read: () => programs()?.[key] ?? 0 })),
    {
      name: 'relais_cluster_members',
      help: 'Servers that share with this one, itself included; 1 when it is alone.',
      read: () => cluster()?.members ?? 1,
    },
    {
      name: 'relais_cluster_leads',
      help: '1 when this server has the rooms of the chat in its own memory: it leads, or it is alone.',
      read: () => Number(cluster()?.leads ?? true),
    },
    {
      name: 'relais_cluster_linked',
      help: '0 when this server cannot reach the Redis through which it shares.',
      read: () => Number(cluster()?.linked ?? true),
    },
    {
      name: 'relais_journal_events_total',
      help: 'Events appended to a journal since the start; where each person has one, those of people who are here.',
      read: perJournal((journal) => journal.head),
    },
    {
      name: 'relais_journal_kept',
      help: 'Events of a journal that can still be read by offset.',
      read: perJournal((journal) => journal.head - journal.start),
    },
    {
      name: 'relais_journal_kept_bytes',
      help: 'Size of these events, as JSON.',
      read: perJournal((journal) => journal.bytesFrom(journal.start)),
    },
  ];
}

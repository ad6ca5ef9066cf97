// The product's own numbers, for `/metrics`.
import type { Reading } from '#server/http/index.ts';
import type { JournalReader } from '#server/journal/index.ts';
import type { EdgeStats } from '#server/realtime/index.ts';

const told: readonly [keyof EdgeStats, string, string][] = [
  ['sockets', 'relais_sockets', 'Open sockets of pages.'],
  ['people', 'relais_people', 'People with at least one open socket.'],
  ['flushes', 'relais_flushes_total', 'Socket writes of panel frames.'],
  ['records', 'relais_records_delivered_total', 'Journal records delivered to pages.'],
  ['dropped', 'relais_outbox_drops_total', 'Outboxes dropped because a reader was too slow.'],
  ['slowClosed', 'relais_slow_closed_total', 'Sockets closed because they stayed too slow.'],
  ['accepted', 'relais_requests_accepted_total', 'Messages of pages answered with a result.'],
  ['refused', 'relais_requests_refused_total', 'Messages of pages answered with an error.'],
];

export function readingsOf(stats: () => EdgeStats | null, journals: readonly JournalReader[]): Reading[] {
  const perJournal = (read: (journal: JournalReader) => number) => () =>
    Object.fromEntries(journals.map((journal) => [journal.name, read(journal)]));
  return [
    ...told.map(([key, name, help]): Reading => ({ name, help, read: () => stats()?.[key] ?? 0 })),
    {
      name: 'relais_journal_events_total',
      help: 'Events appended to a journal since the start.',
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

// Shared by the tests of labs with a journal a person.
import type { JournalReader } from '#server/journal/index.ts';
import type { LabRunner } from '#server/realtime/index.ts';

/** The journal that this person's pages read. */
export function readerOf({ journal }: Pick<LabRunner<never>, 'journal'>, personId: string): JournalReader {
  return 'of' in journal ? journal.of(personId) : journal;
}

// Shared by the tests of labs with a journal a person.
import type { createPersonalJournals, JournalReader } from '#server/journal/index.ts';
import type { LabRunner } from '#server/realtime/index.ts';

/** The journal that this person's pages read. */
export function readerOf({ journal }: Pick<LabRunner<never>, 'journal'>, personId: string): JournalReader {
  return 'of' in journal ? journal.of(personId) : journal;
}

/**
 * What another server does that takes this lab over in `state`: the person's journal begins with what remains, as JSON brings it, and
 * the runner is told. Returns what remains.
 */
export function takeOver<State>(
  lab: Pick<LabRunner<never>, 'journal' | 'resumed'>,
  personId: string,
  state: State,
): State {
  const journals = lab.journal as ReturnType<typeof createPersonalJournals<unknown, unknown>>;
  const remains = journals.lab.left ? journals.lab.left(state) : journals.lab.initial();
  const left = JSON.parse(JSON.stringify(remains)) as State;
  journals.seed(personId, left);
  lab.resumed?.({ id: personId }, left);
  return left;
}

// What became of each message for each client, folded from what was told: given once, more than once, not yet, or not to be had
// where they are. Pure.
import { type ClientView, isOpen, type ServeursState } from './lab.ts';

export type Fate = 'received' | 'doubled' | 'missed' | 'awaited';
export type Fates = {
  readonly client: ClientView;
  /** One a message that is stored, by its number. */
  readonly cells: readonly { readonly message: number; readonly fate: Fate; readonly late: boolean }[];
  /** What they said, and no server has answered yet; null once nobody will. */
  readonly unanswered: number | null;
  readonly counts: Readonly<Record<Fate, number>>;
};

export function fateOf({ got, lacks }: ClientView, message: number): Fate {
  const times = got.filter((each) => each.message === message).length;
  if (times > 1) return 'doubled';
  if (times === 1) return 'received';
  return lacks.includes(message) ? 'missed' : 'awaited';
}

export function fatesOf(state: ServeursState): readonly Fates[] {
  const stored = state.messages.filter(({ sequence }) => sequence !== null);
  return state.clients.map((client) => {
    const cells = stored.map(({ message }) => ({
      message,
      fate: fateOf(client, message),
      late: client.got.find((each) => each.message === message)?.late ?? false,
    }));
    const counts: Record<Fate, number> = { received: 0, doubled: 0, missed: 0, awaited: 0 };
    for (const { fate } of cells) counts[fate] += 1;
    const unanswered = state.messages.find(
      ({ by, sequence, refused }) => by === client.name && sequence === null && refused === null,
    );
    return { client, cells, counts, unanswered: isOpen(state) ? (unanswered?.message ?? null) : null };
  });
}

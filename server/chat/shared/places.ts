// Where one connection is in each of its rooms: what it needs to go on at another broker without a hole and without hearing
// anything twice.
import type { ChatEvent, SubscribeReply } from '#contract/chat.ts';
import type { Batch } from '../types.ts';

export type Place = { epoch: string; next: number; acks: boolean };

/** What a batch changes, the same for all who are told it. */
type Moves = { room: string; epoch: string | null; next: number }[];
const known = new WeakMap<Batch, Moves>();

function movesOf(batch: Batch): Moves {
  const made = known.get(batch);
  if (made) return made;
  const moves = new Map<string, Moves[number]>();
  for (const event of batch.items) {
    if (event.type !== 'message' && event.type !== 'subscribed') continue;
    const epoch = event.type === 'subscribed' ? event.epoch : (moves.get(event.room)?.epoch ?? null);
    moves.set(event.room, { room: event.room, epoch, next: event.sequence + 1 });
  }
  const list = [...moves.values()];
  known.set(batch, list);
  return list;
}

export function createPlaces() {
  const places = new Map<string, Place>();
  return {
    all: (): Iterable<[room: string, place: Place]> => [...places],
    entered({ subscribed: { room, epoch, sequence } }: SubscribeReply, acks: boolean): void {
      places.set(room, { epoch, next: sequence + 1, acks: acks || (places.get(room)?.acks ?? false) });
    },
    left: (typed: string): void => void places.delete(typed.normalize('NFC')),
    /** These were told. */
    told(batches: readonly Batch[]): void {
      for (const batch of batches)
        for (const { room, epoch, next } of movesOf(batch)) {
          const place = places.get(room);
          if (place) Object.assign(place, epoch === null ? { next: Math.max(place.next, next) } : { epoch, next });
          // A first private message finds its reader, who did not ask.
          else if (epoch !== null) places.set(room, { epoch, next, acks: false });
        }
    },
    clear: (): void => places.clear(),
  };
}

/** Of what is sent again, what this connection has not been told yet: new to it, whatever others were sent. */
export function unheard(missed: readonly ChatEvent[], { next }: Place): ChatEvent[] {
  return missed.flatMap((event) => {
    if (event.type !== 'message' || event.sequence < next) return [];
    const { redelivered: _, ...fresh } = event;
    return [fresh];
  });
}

// The rooms of the chat that this browser was in, so that a page that is loaded again goes back to them. What is read is checked:
// anything may have written there.
import { checkRoom } from '#contract/chat-names.ts';
import { salonBounds } from '#labs/chat/salon.ts';

/** Where the chat keeps the rooms it is in. */
export type RoomsMemory = {
  /** Null when nothing was ever kept, or nothing that can be read. */
  read(): string[] | null;
  write(rooms: readonly string[]): void;
};

const key = 'relais.salles';

export function readRooms(text: string | null): string[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
  if (!Array.isArray(value)) return null;
  const names = value.flatMap((each: unknown) => {
    const check = typeof each === 'string' ? checkRoom(each) : null;
    return check?.ok ? [check.name] : [];
  });
  // A list of which nothing is a room was not written here; an empty one was.
  if (names.length === 0 && value.length > 0) return null;
  return [...new Set(names)].slice(0, salonBounds.rooms);
}

/** Refused or full storage: the rooms are those of the page. */
export const browserRooms: RoomsMemory = {
  read() {
    try {
      return readRooms(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(rooms) {
    try {
      localStorage.setItem(key, JSON.stringify(rooms));
    } catch {
      // As above.
    }
  },
};

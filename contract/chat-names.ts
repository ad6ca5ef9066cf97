// Names of the chat: rooms, people and private topics. The same rule in the browser, the terminal and the server.
import { isReserved, slugOf } from './person.ts';

/** A program's `userId` may be longer than a pseudonym: a UUID has 36 characters. */
export const chatLengths = { room: 64, userId: 40, content: 2_000, clientMessageId: 64 } as const;

export type ChatNameCheck = { ok: true; name: string; key: string } | { ok: false; message: string };

const refusal = (message: string): ChatNameCheck => ({ ok: false, message });

/** Letters, digits, and between them the few signs that people put in names. Nothing that draws nothing. */
const plain = /^[\p{L}\p{Nd}](?:[\p{L}\p{M}\p{Nd}_-]|[.:#/ ](?![ ]|$))*$/u;
const invisible = /\p{Default_Ignorable_Code_Point}/u;
const isPlain = (text: string): boolean => plain.test(text) && !invisible.test(text);
/** Before any work on it: a megabyte is not worth a normalisation. */
const tooLong = (typed: string, most: number): boolean => typed.length > 4 * most;

/** Rooms are told apart as they are typed: `General` is not `general`. */
export function checkRoom(typed: string): ChatNameCheck {
  const most = chatLengths.room;
  const long = `Le nom d’une salle a ${most} caractères au plus.`;
  if (tooLong(typed, most)) return refusal(long);
  const name = typed.normalize('NFC');
  if (name === '') return refusal('Il faut le nom d’une salle.');
  if ([...name].length > most) return refusal(long);
  if (!isPlain(name))
    return refusal(
      'Le nom d’une salle commence par une lettre ou un chiffre, sans signe invisible ni «\u00a0@\u00a0».',
    );
  return { ok: true, name, key: name };
}

/** `key` is the same for two names that only case, accents, spaces or hyphens tell apart: one person bears them. */
export function checkUserId(typed: string): ChatNameCheck {
  const most = chatLengths.userId;
  const long = `Un nom a ${most} caractères au plus.`;
  if (tooLong(typed, most)) return refusal(long);
  const name = typed.normalize('NFC');
  if (name === '') return refusal('Il faut un nom (userId).');
  if ([...name].length > most) return refusal(long);
  if (!isPlain(name) || /[:#/]/.test(name))
    return refusal(
      'Un nom s’écrit avec des lettres, des chiffres, «\u00a0-\u00a0», «\u00a0_\u00a0» et «\u00a0.\u00a0».',
    );
  if (/\p{Script=Latin}/u.test(name) && /(?!\p{Script=Latin})\p{L}/u.test(name))
    return refusal('Un nom s’écrit avec un seul alphabet.');
  const hyphened = name.replace(/[ .]/g, '-');
  if (isReserved(hyphened)) return refusal('Ce nom est réservé. Choisissez-en un autre.');
  return { ok: true, name, key: slugOf(hyphened) };
}

/** The private topic of somebody is `@` and their name; null when this is a room. */
export const privateName = (room: string): string | null => (room.startsWith('@') ? room.slice(1) : null);

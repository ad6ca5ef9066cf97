// The fields of what is asked of the chat, the same on both doors.
import { z } from 'zod';
import { chatLengths } from './chat-names.ts';

// The length is checked with the name's other rules, in chat-names.ts; here only what no name can be.
export const nameField = z.string().max(1_000);
const sequence = z.int().min(1);
const well = z.string().refine((text) => !/\p{Surrogate}/u.test(text), 'ce texte est mal formé.');

export const subscribeFields = {
  room: nameField,
  /** With `from`: which numbering it belongs to, as told by `subscribed`. */
  epoch: z.string().max(64).optional(),
  /** The next number wanted, last processed + 1: what was missed follows, or one is told that it is gone. */
  from: sequence.optional(),
  /** This subscriber acknowledges: what it has not acknowledged is kept, and sent again when it comes back. */
  acks: z.boolean().optional(),
};
export const publishFields = {
  room: nameField,
  content: well.max(chatLengths.content),
  /** Made by the sender: the same one sent again by the same person is stored once and answered twice alike. */
  clientMessageId: z.string().min(1).max(chatLengths.clientMessageId).optional(),
};
export const roomFields = { room: nameField };
/** `from`: only from this number on. */
export const historyFields = { room: nameField, from: sequence.optional() };
/** `upTo`: this number and every one below. */
export const ackFields = { room: nameField, sequence, upTo: z.boolean().optional() };
export const clearFields = { room: nameField, code: z.string().max(200) };

// The chat for any program: the plain WebSocket `/chat`, one JSON object a message. Required types and fields are the course's
// contract, to the letter; the optional ones were added.
import { z } from 'zod';
import type { ChatEvent, History, Published } from './chat.ts';
import {
  ackFields,
  clearFields,
  historyFields,
  nameField,
  publishFields,
  roomFields,
  subscribeFields,
} from './chat-fields.ts';
import type { ErrorCode } from './errors.ts';

/** Where the plain WebSocket is. */
export const chatPath = '/chat';

/** Unknown fields are let through: a student's program may carry its own. */
export const plainRequest = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    ...subscribeFields,
    userId: nameField,
    /** Proves that this program is the person of a page (`chat:token`). */
    token: z.string().max(500).optional(),
    /** Tell me of states too (`status`), not only of joins and leaves. */
    more: z.boolean().optional(),
  }),
  z.object({ type: z.literal('unsubscribe'), ...roomFields }),
  z.object({ type: z.literal('publish'), ...publishFields, sender: nameField }),
  z.object({ type: z.literal('get_history'), ...historyFields }),
  z.object({ type: z.literal('ack'), ...ackFields }),
  /** Answered alike. `active`: a sign of the person, not only of the program. */
  z.object({ type: z.literal('heartbeat'), active: z.boolean().optional() }),
  z.object({ type: z.literal('away') }),
  /** The teacher's alone. */
  z.object({ type: z.literal('clear_history'), ...clearFields }),
]);
export type PlainRequest = z.infer<typeof plainRequest>;

export type PlainError = { error: string; code?: ErrorCode; request?: string; room?: string };
export type PlainReply =
  | ChatEvent
  | History
  | ({ type: 'published'; clientMessageId: string } & Published)
  | { type: 'heartbeat'; timestamp: number }
  | { type: 'history_cleared'; room: string; sequence: number }
  | PlainError;

/** To the letter, alone in its message, for what is no JSON. */
export const notJson = { error: 'Invalid message format' } as const;

/** Why the plain door closes a connection. After `slow`, `restart` and `silent` come back and resume by `epoch` and `from`. */
export const closeCodes = {
  restart: 1_012,
  slow: 4_001,
  silent: 4_002,
  /** The person who bears this name signed in: take another one, or their token. */
  nameTaken: 4_003,
  /** Refused too many times in a row. */
  refused: 4_004,
  full: 1_013,
} as const;

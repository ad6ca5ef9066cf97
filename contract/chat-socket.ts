// The chat for pages, over the Socket.IO edge: who speaks is known by the cookie, hence never said. Each request is acknowledged;
// what happens in rooms comes as `chat`, at most one event a turn.
import { z } from 'zod';
import type { ChatEvent, History, PendingView, Published, SubscribeReply } from './chat.ts';
import { ackFields, clearFields, historyFields, publishFields, roomFields, subscribeFields } from './chat-fields.ts';
import type { Ack } from './errors.ts';

export const chatRequests = {
  /** The answer has what was missed; what comes after it follows as `chat`. */
  'chat:subscribe': z.strictObject(subscribeFields),
  'chat:unsubscribe': z.strictObject(roomFields),
  /** To `@name`: to that person alone. Acknowledged when written; with a client message id, when on disk. */
  'chat:publish': z.strictObject(publishFields),
  'chat:history': z.strictObject(historyFields),
  'chat:ack': z.strictObject(ackFields),
  /** `active`: a sign of the person, after a rest; `away`: they rest. */
  'chat:presence': z.strictObject({ state: z.enum(['active', 'away']) }),
  /** The teacher's alone. */
  'chat:clear': z.strictObject(clearFields),
  /** Who acknowledges in this room, and what each of them has not. */
  'chat:pending': z.strictObject(roomFields),
  /** What a program of theirs gives as `token` on `/chat`, to be the same person. */
  'chat:token': z.strictObject({}),
} as const;

export type ChatAnswers = {
  'chat:subscribe': SubscribeReply;
  'chat:unsubscribe': null;
  'chat:publish': Published;
  'chat:history': History;
  'chat:ack': null;
  'chat:presence': null;
  'chat:clear': { room: string; sequence: number };
  'chat:pending': PendingView[];
  'chat:token': { token: string; name: string };
};
export type ChatRequestName = keyof ChatAnswers;
export type ChatRequest<Name extends ChatRequestName> = z.infer<(typeof chatRequests)[Name]>;

export type ChatToServer = {
  [Name in ChatRequestName]: (request: ChatRequest<Name>, ack: (reply: Ack<ChatAnswers[Name]>) => void) => void;
};
export type ChatToClient = { chat: (events: ChatEvent[]) => void };

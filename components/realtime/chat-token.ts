// What a program of this person shows on `/chat` to be them.
import type { ChatAnswers } from '#contract/chat-socket.ts';
import type { Ack } from '#contract/errors.ts';
import { browserWire } from './browser-client.ts';

/** Null: the server did not answer. */
export const askChatToken = (): Promise<Ack<ChatAnswers['chat:token']> | null> =>
  new Promise((resolve) => browserWire.ask('chat:token', {}, resolve));

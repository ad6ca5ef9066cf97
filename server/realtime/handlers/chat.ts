// The family `chat:*`: validated by the contract, asked of the broker in the name that the cookie tells.

import type { History, SubscribeReply } from '#contract/chat.ts';
import { type ChatAnswers, type ChatRequest, type ChatRequestName, chatRequests } from '#contract/chat-socket.ts';
import type { Ack } from '#contract/errors.ts';
import { type Answered, type DoorSession, whenAnswered } from '#server/chat/index.ts';
import type { ChatEntry } from '../chat-door.ts';
import type { Caller, Handler } from '../handle.ts';
import type { Person } from '../types.ts';

type Ask<Name extends ChatRequestName> = (
  request: ChatRequest<Name>,
  session: DoorSession,
  caller: Caller,
) => Answered<ChatAnswers[Name]>;

/** About as many bytes as it has on the wire. */
function weightOf(answer: SubscribeReply | History): number {
  const lists = 'missed' in answer ? [answer.missed, answer.history?.messages ?? []] : [answer.messages];
  return lists.flat().reduce((sum, one) => sum + 200 + ('content' in one ? 2 * one.content.length : 0), 0);
}

/** A past may weigh more than a page may owe. */
function noting<Answer extends SubscribeReply | History>(chat: ChatEntry, answer: Answered<Answer>): Answered<Answer> {
  return whenAnswered(answer, (ack) => ack.ok && chat.answered(weightOf(ack.result)));
}

/** Handlers for every connection. `tokenOf`: what proves this person, under this name, to the plain door. */
export function chatHandlers(tokenOf: (person: Person, name: string) => string): Map<string, Handler<never>> {
  const asks: { [Name in ChatRequestName]: Ask<Name> } = {
    'chat:subscribe': ({ room, ...how }, session, { chat }) => noting(chat, session.subscribe(room, how)),
    'chat:unsubscribe': ({ room }, session) => session.unsubscribe(room),
    'chat:publish': ({ room, content, clientMessageId }, session) => session.publish(room, content, clientMessageId),
    'chat:history': ({ room, from }, session, { chat }) => noting(chat, session.history(room, from)),
    'chat:ack': ({ room, sequence, upTo = false }, session) => session.ack(room, sequence, upTo),
    'chat:presence'({ state }, session) {
      session[state]();
      return { ok: true, result: null };
    },
    'chat:clear': ({ room, code }, session) => session.clearHistory(room, code),
    'chat:pending': ({ room }, session) => session.pending(room),
    'chat:token'(_request, { name }, { known }) {
      const own = name ?? '';
      return { ok: true, result: { token: tokenOf(known.person, own), name: own } };
    },
  };
  function handler<Name extends ChatRequestName>(name: Name): Handler<ChatRequest<Name>> {
    return {
      schema: chatRequests[name] as unknown as Handler<ChatRequest<Name>>['schema'],
      run(request, caller) {
        const session = caller.chat.session();
        const ask = (found: Ack<DoorSession>) => (found.ok ? asks[name](request, found.result, caller) : found);
        return session instanceof Promise ? session.then(ask) : ask(session);
      },
    };
  }
  const names = Object.keys(asks) as ChatRequestName[];
  return new Map(names.map((name) => [name, handler(name) as Handler<never>]));
}

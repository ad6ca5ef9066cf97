// One message of a program becomes an answer: what is said to whom it may be said. Knows no socket.
import { checkRoom, checkUserId, privateName } from '#contract/chat-names.ts';
import { type PlainError, type PlainReply, type PlainRequest, plainRequest } from '#contract/chat-plain.ts';
import type { Ack, WireError } from '#contract/errors.ts';
import type { Answered, DoorSession } from '#server/chat/index.ts';
import { refuse, refuseIssue } from '../refusal.ts';

export type Asker = {
  readonly session: DoorSession;
  /** What else is asked waits until this is answered. */
  whileTelling<T>(told: Promise<T>): Promise<T>;
  /** Told of states too. */
  wantsMore(): void;
  now(): number;
  /** Does a person of a page bear this name, or one that looks like it? */
  taken(key: string): boolean;
  /** Whose token this is; null when it is nobody's. */
  ofToken(token: string): { id: string; name: string } | null;
  /** This name was refused because somebody bears it: are they still there? */
  contested(name: string): void;
};

/** Several at once: in this order, made one by one as the reader takes them. */
type Reply = (reply: PlainReply | readonly PlainReply[]) => void;

const errorOf = ({ message, code }: WireError, request?: PlainRequest): PlainError => ({
  error: message,
  code,
  ...(request ? { request: request.type } : {}),
  ...(request && 'room' in request ? { room: request.room } : {}),
});

/** The connection's own name, from now on at the latest. */
function identify({ session, taken, ofToken, contested }: Asker, name: string, token?: string): Answered<string> {
  if (session.name !== null && session.name === name) return { ok: true, result: name };
  const check = checkUserId(name);
  // Whoever has a name is refused another one by the broker, which is to know of it.
  if (!check.ok)
    return session.name === null
      ? refuse('invalid', check.message)
      : session.identify({ id: `~${name}`, name, signed: false });
  const own = session.name === null ? null : checkUserId(session.name);
  if (own?.ok && own.key === check.key) return { ok: true, result: own.name };
  if (own === null && token !== undefined) {
    const bearer = ofToken(token);
    const theirs = bearer === null ? null : checkUserId(bearer.name);
    if (bearer === null || !theirs?.ok || theirs.key !== check.key)
      return refuse('forbidden', 'Ce jeton n’est pas (ou plus) celui de ce nom. Prenez-en un autre dans la page.');
    return session.identify({ ...bearer, signed: true });
  }
  if (own === null && taken(check.key)) {
    return refuse(
      'limit-reached',
      `Le nom «\u00a0${check.name}\u00a0» est celui de quelqu’un de la page. Prenez-en un autre.`,
    );
  }
  const look = (reply: Ack<string>): Ack<string> => {
    if (!reply.ok && reply.error.code === 'limit-reached') contested(check.key);
    return reply;
  };
  const told = session.identify({ id: `~${check.key}`, name: check.name, signed: false });
  return told instanceof Promise ? told.then(look) : look(told);
}

/** A request that leads nowhere leaves its connection as it was: without a name, if it had none. */
function identifyFor(asker: Asker, room: string, name: string, token?: string): Answered<string> {
  if (asker.session.name !== null) return identify(asker, name, token);
  const to = privateName(room);
  const place = to === null ? checkRoom(room) : checkUserId(to);
  return place.ok ? identify(asker, name, token) : refuse('invalid', place.message);
}

type Run<Type extends PlainRequest['type']> = (
  request: Extract<PlainRequest, { type: Type }>,
  asker: Asker,
  reply: Reply,
) => Ack<unknown> | Promise<Ack<unknown>>;

const done: Ack<null> = { ok: true, result: null };

const runs: { [Type in PlainRequest['type']]: Run<Type> } = {
  async subscribe({ room, userId, token, more, ...how }, asker, reply) {
    const told = identifyFor(asker, room, userId, token);
    const who = told instanceof Promise ? await asker.whileTelling(told) : told;
    if (!who.ok) return who;
    if (more) asker.wantsMore();
    const asked = asker.session.subscribe(room, how);
    const answer = asked instanceof Promise ? await asked : asked;
    if (!answer.ok) return answer;
    const { subscribed, missed, history } = answer.result;
    reply([subscribed, ...(history ? [history] : []), ...missed]);
    return done;
  },
  unsubscribe: ({ room }, { session }) => session.unsubscribe(room),
  async publish({ room, sender, content, clientMessageId }, asker, reply) {
    const told = identifyFor(asker, room, sender);
    const who = told instanceof Promise ? await asker.whileTelling(told) : told;
    if (!who.ok) return who;
    const answer = await asker.session.publish(room, content, clientMessageId);
    if (answer.ok && clientMessageId !== undefined) reply({ type: 'published', clientMessageId, ...answer.result });
    return answer;
  },
  async get_history({ room, from }, { session }, reply) {
    const asked = session.history(room, from);
    const answer = asked instanceof Promise ? await asked : asked;
    if (answer.ok) reply([answer.result]);
    return answer;
  },
  ack: ({ room, sequence, upTo = false }, { session }) => session.ack(room, sequence, upTo),
  heartbeat({ active }, { session, now }, reply) {
    if (active) session.active();
    reply({ type: 'heartbeat', timestamp: now() });
    return done;
  },
  away(_request, { session }) {
    session.away();
    return done;
  },
  async clear_history({ room, code }, { session }, reply) {
    const answer = await session.clearHistory(room, code);
    if (answer.ok) reply({ type: 'history_cleared', ...answer.result });
    return answer;
  },
};

const rules: Readonly<Record<string, string>> = {
  type: 'Champ «\u00a0type\u00a0»\u00a0: il faut subscribe, unsubscribe, publish ou get_history.',
};

/** Answers one message, already read as JSON. Resolves to whether it was carried out. */
export async function answerPlain(json: unknown, asker: Asker, reply: Reply): Promise<boolean> {
  const parsed = plainRequest.safeParse(json);
  if (!parsed.success) {
    const refusal = refuseIssue(parsed.error, rules);
    if (!refusal.ok) reply(errorOf(refusal.error));
    return false;
  }
  const request = parsed.data;
  const run = runs[request.type] as Run<PlainRequest['type']>;
  const answer = await run(request, asker, reply);
  if (!answer.ok) reply(errorOf(answer.error, request));
  return answer.ok;
}

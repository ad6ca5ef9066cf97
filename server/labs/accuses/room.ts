// One person's room of the running chat: a publisher and three subscribers who acknowledge, each a connection of its own. What
// happens is told as it happens, with what the broker says is still waiting.
import { type AccusesEvent, accusesBounds, type Waiting } from '#contract/accuses.ts';
import type { Published } from '#contract/chat.ts';
import type { Ack } from '#contract/errors.ts';
import { publisherName, subscriberNames } from '#labs/accuses/lab.ts';
import type { Chat } from '#server/chat/index.ts';
import type { Clock } from '#server/realtime/index.ts';
import { type AckingSubscriber, createSubscriber, type Tell } from './subscriber.ts';

export type AckingRoom = {
  readonly published: number;
  readonly closed: boolean;
  readonly subscribers: readonly AckingSubscriber[];
  connect(who: number): Ack<unknown>;
  publish(): Promise<Ack<Published>>;
  /** The last publication, under its id again; null when there is none. */
  repeat(): Promise<Ack<Published>> | null;
  close(): void;
};

/** Null when the broker has too many such rooms. `tag`: makes the names of this room's people nobody else's. */
export function openRoom(options: {
  chat: Chat;
  clock: Clock;
  tag: string;
  append: (event: AccusesEvent) => void;
}): Ack<AckingRoom> | null {
  const { chat, clock, tag, append } = options;
  const room = chat.openOwn();
  if (room === null) return null;
  const most = accusesBounds.waiting;
  // Their names are seen in this room alone; nobody else can bear them.
  const people = [publisherName, ...subscriberNames].map((name) => ({
    id: `accuses:${tag}:${name}`,
    name: `${name}.${tag}`,
  }));
  const [publisher, ...readers] = people as [{ id: string; name: string }, ...typeof people];
  const session = chat.connect({ deliver: () => {}, evicted: () => {}, graceMs: 0, more: false });
  let published = 0;
  let closed = false;
  let last: { content: string; id: string } | null = null;
  let known = '';

  /** What the broker says, when it has changed. */
  function waiting(): { waiting?: Waiting[] } {
    const views = session.pending(room as string);
    if (!views.ok) return {};
    const said = readers.map(({ name }) => {
      const view = views.result.find(({ userId }) => userId === name);
      return { numbers: view?.pending ?? [], givenUp: view?.givenUp ?? 0 };
    });
    const text = JSON.stringify(said);
    if (text === known) return {};
    known = text;
    return { waiting: said };
  }

  const tell: Tell = (event) => {
    if (!closed) append({ ...event, ...waiting() } as AccusesEvent);
  };

  const subscribers = readers.map((identity, who) =>
    createSubscriber({ who, identity, room, most, chat, clock, tell }),
  );

  function close(): void {
    closed = true;
    for (const one of subscribers) one.close();
    session.close(false);
    chat.endOwn(room as string);
  }

  async function send(message: { content: string; id: string }): Promise<Ack<Published>> {
    const reply = await session.publish(room as string, message.content, message.id);
    if (reply.ok) {
      const { sequence, duplicate } = reply.result;
      if (!duplicate) published += 1;
      tell({ type: duplicate ? 'duplicate' : 'published', sequence });
    }
    return reply;
  }

  for (const ask of [
    () => session.identify({ ...publisher, signed: false }),
    ...subscribers.map((one) => one.connect),
  ]) {
    const reply: Ack<unknown> = ask();
    if (reply.ok) continue;
    close();
    return reply;
  }
  tell({ type: 'opened', run: tag, most });

  return {
    ok: true,
    result: {
      get published() {
        return published;
      },
      get closed() {
        return closed;
      },
      subscribers,
      connect(who) {
        const reply = subscribers[who]?.connect();
        if (reply?.ok) tell({ type: 'back', who, ...reply.result });
        return reply ?? { ok: true, result: null };
      },
      publish() {
        const content = `Message ${published + 1}`;
        last = { content, id: `${tag}-${published + 1}` };
        return send(last);
      },
      repeat: () => (last === null ? null : send(last)),
      close,
    },
  };
}

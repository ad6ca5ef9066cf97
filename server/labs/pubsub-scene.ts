// One publisher and its subscribers on one broker: real clients, opened one step after the other, and told as it happens.
import type { Ack } from '#contract/errors.ts';
import type { SceneEvent, Subscriber } from '#contract/pubsub.ts';
import type { PubSub, Received, Subscription } from '#server/pubsub/index.ts';
import { refuse } from '#server/realtime/index.ts';

type Member = Subscriber & { there: Subscription | null };

export type Scene = {
  readonly published: number;
  member(id: number): Member | undefined;
  readonly members: readonly Member[];
  /** Each answers once it has happened, after whatever was asked before. */
  subscribe(asked: Omit<Subscriber, 'id'>): Promise<Ack<{ subscriber: number }>>;
  leave(id: number): Promise<Ack<unknown>>;
  comeBack(id: number): Promise<Ack<unknown>>;
  remove(id: number): Promise<Ack<unknown>>;
  publish(): Promise<Ack<{ sequence: number }>>;
  /** Closes every client, and leaves nothing on the broker. Nothing is told any more. */
  close(): Promise<void>;
};

const shownText = 80;

export function createScene(options: {
  pubsub: PubSub;
  topic: string;
  /** In every message, so that those of others are told apart. */
  series: string;
  tell(event: SceneEvent): void;
}): Scene {
  const { pubsub, topic, series } = options;
  const members: Member[] = [];
  let published = 0;
  let made = 0;
  let isClosed = false;
  let queue: Promise<unknown> = Promise.resolve();

  const tell = (event: SceneEvent): void => {
    if (!isClosed) options.tell(event);
  };
  /** One step after the other: what is told has happened in that order. */
  function step<T>(work: () => Promise<Ack<T>>): Promise<Ack<T>> {
    const done = queue.then(() => (isClosed ? over() : work()));
    queue = done.catch(() => {});
    return done;
  }
  const clientName = ({ id }: { id: number }): string => `relais-${series}-${id}`;

  function received(id: number, { body, again }: Received): void {
    const sequence = sequenceIn(body, series);
    if (sequence !== null) {
      tell({ type: 'received', subscriber: id, sequence, again });
      return;
    }
    const text = [...body.replace(/\p{C}/gu, ' ')].slice(0, shownText).join('');
    tell({ type: 'stranger', subscriber: id, text });
  }

  /** What arrives while it is still coming in is told once it is there. */
  async function connect(member: Member, from: Subscriber['from'], come: SceneEvent): Promise<Ack<unknown>> {
    const early: Received[] = [];
    let isThere = false;
    let mine: Subscription | null = null;
    const reply = await pubsub.subscribe({
      topic,
      name: clientName(member),
      durable: member.durable,
      from,
      received(message) {
        if (isThere) received(member.id, message);
        else early.push(message);
      },
      lost() {
        if (mine === null || member.there !== mine) return;
        member.there = null;
        tell({ type: 'left', subscriber: member.id, reason: 'lost' });
      },
    });
    if (!reply.ok) return reply;
    mine = reply.result;
    member.there = mine;
    tell(come);
    isThere = true;
    for (const message of early) received(member.id, message);
    return reply;
  }

  async function away(member: Member): Promise<void> {
    const { there } = member;
    member.there = null;
    await there?.leave();
  }

  const known = (id: number): Member | undefined => members.find((one) => one.id === id);

  return {
    get published() {
      return published;
    },
    members,
    member: known,
    subscribe: (asked) =>
      step(async () => {
        made += 1;
        const member: Member = { ...asked, id: made, there: null };
        const { there: _, ...subscriber } = member;
        const reply = await connect(member, asked.from, { type: 'subscribed', subscriber });
        if (!reply.ok) return reply;
        members.push(member);
        return { ok: true, result: { subscriber: member.id } };
      }),
    leave: (id) =>
      step(async () => {
        const member = known(id);
        if (!member) return gone();
        if (!member.there) return refuse('invalid', `${member.name} est déjà parti.`);
        await away(member);
        tell({ type: 'left', subscriber: id, reason: 'asked' });
        return { ok: true, result: {} };
      }),
    comeBack: (id) =>
      step(async () => {
        const member = known(id);
        if (!member) return gone();
        if (member.there) return refuse('invalid', `${member.name} est déjà là.`);
        return connect(member, 'now', { type: 'returned', subscriber: id });
      }),
    remove: (id) =>
      step<unknown>(async () => {
        const member = known(id);
        if (!member) return gone();
        await away(member);
        members.splice(members.indexOf(member), 1);
        tell({ type: 'removed', subscriber: id });
        return member.durable ? pubsub.forget(topic, clientName(member)) : { ok: true, result: {} };
      }),
    publish: () =>
      step(async () => {
        published += 1;
        const sequence = published;
        tell({ type: 'published', sequence });
        const reply = await pubsub.publish(topic, bodyOf(series, sequence));
        if (!reply.ok) tell({ type: 'refused', sequence });
        return reply.ok ? { ok: true, result: { sequence } } : reply;
      }),
    async close() {
      isClosed = true;
      await queue;
      const durable = members.filter((one) => one.durable);
      await Promise.all(members.splice(0).map(away));
      for (const one of durable) await pubsub.forget(topic, clientName(one));
      await pubsub.drop(topic);
    },
  };
}

const gone = () => refuse('not-found', 'Cet abonné n’est plus là.', 'subscriber');
const over = () => refuse('not-found', 'Cette diffusion est terminée. Commencez-en une autre.');

export const bodyOf = (series: string, sequence: number): string =>
  JSON.stringify({ n: sequence, texte: `Message ${sequence}`, serie: series });

/** Null: not one of ours. */
export function sequenceIn(body: string, series: string): number | null {
  try {
    const read = JSON.parse(body) as { n?: unknown; serie?: unknown } | null;
    return read?.serie === series && Number.isSafeInteger(read.n) && Number(read.n) > 0 ? Number(read.n) : null;
  } catch {
    return null;
  }
}

// What connections pass on their way to the broker, listened to: what each asked, was told, and how it ended. Costs one test when
// nobody listens. Also where a room that the house plays (an exercise) takes the place of the broker's, for one connection. Where
// servers share, it is around the broker of the one that leads, and hears the connections of all of them.
import type { ChatEvent, SubscribeReply } from '#contract/chat.ts';
import { privateName } from '#contract/chat-names.ts';
import type { Ack } from '#contract/errors.ts';
import { type Batch, type DoorChat, type DoorSession, type Peer, whenAnswered } from '#server/chat/index.ts';
import type { Client, House, Played, Watched } from './types.ts';

export type ChatWatch = {
  /** This broker, listened to. `end`: it is given up, and nobody is connected to it any more. */
  around(chat: DoorChat): DoorChat & { end(): void };
  clients(): Iterable<Client>;
  /** Returns what stops it. */
  listen(listener: (watched: Watched) => void): () => void;
  /** Who plays exercise rooms, from now on. */
  house(house: House): void;
};

const forPrograms = (): Ack<never> => ({
  ok: false,
  error: { code: 'forbidden', message: 'Une salle d’exercice est pour un programme, pas pour une page.' },
});
const playedElsewhere = (): Ack<never> => ({
  ok: false,
  error: {
    code: 'unavailable',
    message: 'Le serveur qui menait cette partie n’est plus là. Reconnectez-vous pour en commencer une autre.',
  },
});
const isPrivate = (room: string): boolean => privateName(room) !== null;

export function createChatWatch(): ChatWatch {
  /** Of each broker, who is connected to it, and what forgets them. */
  const brokers = new Set<Map<Client, () => void>>();
  const listeners = new Set<(watched: Watched) => void>();
  let house: House = { plays: () => false, lost: () => {}, enter: () => null };
  let made = 0;

  const tell = (watched: Watched): void => {
    for (const listener of listeners) listener(watched);
  };

  function connect(chat: DoorChat, clients: Map<Client, () => void>, peer: Peer): DoorSession {
    made += 1;
    const client: Client = { id: made, page: peer.cut === undefined, who: null, rooms: new Set() };
    clients.set(client, () => forget('server'));
    let played: Played | null = null;
    /** Its own private topic is the house's as long as it plays with it. */
    const ours = (batch: Batch): Batch => {
      const items = batch.items.filter((item) => !('room' in item) || !played?.owns(item.room));
      return items.length === batch.items.length ? batch : { items };
    };
    const session = chat.connect({
      deliver(batches) {
        const real = played === null ? batches : batches.map(ours).filter(({ items }) => items.length > 0);
        if (listeners.size > 0) for (const { items } of real) tell({ type: 'told', client, items });
        if (real.length > 0) peer.deliver(real);
      },
      evicted() {
        depart('closed');
        peer.evicted();
      },
      get graceMs() {
        return peer.graceMs;
      },
      get more() {
        return peer.more;
      },
      set more(more) {
        peer.more = more;
      },
    });

    /** `goesOn`: it was there, and what it missed by a change of servers is no past that it found. */
    function came(room: string, { missed, history }: SubscribeReply, goesOn: boolean): void {
      if (isPrivate(room)) return;
      client.rooms.add(room);
      if (listeners.size === 0) return;
      tell({ type: 'came', client, room });
      if (!goesOn) past(room, [...(history?.messages ?? []), ...missed]);
    }
    function past(room: string, events: readonly object[]): void {
      const numbers = events.flatMap((event) => ('sequence' in event ? [Number(event.sequence)] : []));
      const [first] = numbers;
      const last = numbers.at(-1);
      if (first !== undefined && last !== undefined) tell({ type: 'past', client, room, from: first, to: last });
    }
    function went(room: string, how: 'left' | 'closed' | 'lost'): void {
      if (client.rooms.delete(room) && listeners.size > 0) tell({ type: 'went', client, room, how });
    }
    function depart(how: 'closed' | 'lost'): void {
      for (const room of [...client.rooms]) went(room, how);
    }
    function forget(how: 'closed' | 'lost' | 'server'): boolean {
      if (!clients.delete(client)) return false;
      depart(how === 'closed' ? how : 'lost');
      played?.close(how);
      return true;
    }
    /** Who plays this room for this connection; null: the broker does. */
    function player(room: string, goesOn = false): Ack<Played> | null {
      if (played?.owns(room)) return { ok: true, result: played };
      const { who } = client;
      const { cut } = peer;
      if (cut === undefined) return house.plays(room) ? forPrograms() : null;
      if (goesOn) {
        if (!house.plays(room)) return null;
        // What was played with it is over with the server that played: it comes back and begins again.
        house.lost(room);
        return playedElsewhere();
      }
      if (who === null) return null;
      const entered = house.enter(room, {
        id: client.id,
        who,
        tell: (items: readonly ChatEvent[]) => peer.deliver([{ items }]),
        cut,
      });
      if (entered?.ok) {
        if (played !== null) played.close('closed');
        played = entered.result;
      }
      return entered;
    }

    return {
      get name() {
        return session.name;
      },
      identify(who) {
        return whenAnswered(session.identify(who), (answer) => {
          if (answer.ok) client.who = { ...who, name: answer.result };
          else if (client.who !== null) played?.posed(who.name);
        });
      },
      subscribe(room, how) {
        const { goesOn = false } = how;
        const by = player(room, goesOn);
        if (by) return by.ok ? by.result.subscribe(room, how) : by;
        return whenAnswered(session.subscribe(room, how), (answer) => {
          if (answer.ok) came(answer.result.subscribed.room, answer.result, goesOn);
        });
      },
      unsubscribe(room) {
        if (played?.owns(room)) return played.unsubscribe(room);
        return whenAnswered(session.unsubscribe(room), (answer) => {
          if (answer.ok) went(room.normalize('NFC'), 'left');
        });
      },
      async publish(room, content, cid) {
        const by = player(room);
        if (by) return by.ok ? by.result.publish(room, content, cid) : by;
        const answer = await session.publish(room, content, cid);
        if (answer.ok && listeners.size > 0 && !answer.result.duplicate && !isPrivate(room)) {
          const { room: name, sequence } = answer.result;
          tell({ type: 'spoke', client, room: name, sequence, text: content.slice(0, 40) });
        }
        return answer;
      },
      history(room, from) {
        if (played?.owns(room)) return played.history(room, from);
        return whenAnswered(session.history(room, from), (answer) => {
          if (answer.ok && listeners.size > 0 && !isPrivate(room)) past(answer.result.room, answer.result.messages);
        });
      },
      ack: (room, sequence, upTo) =>
        played?.owns(room) ? played.ack(room, sequence, upTo) : session.ack(room, sequence, upTo),
      wantsMore: () => session.wantsMore(),
      active: () => session.active(),
      away: () => session.away(),
      clearHistory: async (room, code) =>
        played?.owns(room) ? played.clearHistory(room) : session.clearHistory(room, code),
      pending: (room) => session.pending(room),
      close(lost) {
        if (forget(peer.stranded ? 'server' : lost ? 'lost' : 'closed')) session.close(lost);
      },
    };
  }

  return {
    around(chat) {
      const here = new Map<Client, () => void>();
      brokers.add(here);
      return {
        connect: (peer) => connect(chat, here, peer),
        end() {
          brokers.delete(here);
          for (const forget of [...here.values()]) forget();
        },
      };
    },
    *clients() {
      for (const here of brokers) yield* here.keys();
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    house(player) {
      house = player;
    },
  };
}

// The chat of this page: in its rooms as long as somebody looks, back in them after a lost link with the number it wants next,
// what it says sent until it is answered. Everything asked and heard is told to a store (labs/chat/salon.ts), which decides
// what it means. Knows neither React nor socket.io.
import type { ChatEvent, Published } from '#contract/chat.ts';
import { chatLengths } from '#contract/chat-names.ts';
import type { Ack, ErrorCode } from '#contract/errors.ts';
import {
  ownTopic,
  roomOf,
  type SalonEvent,
  type SalonState,
  salonBounds,
  salonLab,
  type Unsent,
} from '#labs/chat/salon.ts';
import type { ClientEnv } from './lab-client.ts';
import { createLabStore, type LabStore } from './lab-store.ts';
import type { RoomsMemory } from './rooms-storage.ts';
import type { ChatWire } from './wire.ts';

/** Where everybody meets first. */
export const firstRoom = 'general';

/** Milliseconds: a page that changes keeps its rooms; what the server could not do is asked again. */
const delays = { leave: 1_000, again: 1_500 } as const;
/** Events that one may walk back to. */
const journal = { chunk: 64, chunks: 32 } as const;
const epoch = 'page';

export type ChatClient = {
  readonly store: LabStore<SalonState, SalonEvent>;
  /** Somebody looks; returns what to call when they stop. */
  use(): () => void;
  /** Who this page is; null: nobody yet, hence in no room. */
  setName(name: string | null): void;
  join(room: string): void;
  leave(room: string): void;
  /** Resolves when the server has it on disk or refused it; what the link does not carry waits for it. Never rejects. */
  say(room: string, content: string): Promise<Ack<Published>>;
  presence(state: 'active' | 'away'): void;
  /** Has the past of a room forgotten: the teacher's alone. Never rejects. */
  clear(room: string, code: string): Promise<Ack<unknown>>;
};

/** Nothing is wrong with what was asked: it is asked again. */
const passing: ReadonlySet<ErrorCode> = new Set(['rate-limited', 'unavailable', 'broker-error', 'internal']);
const refuse = (code: ErrorCode, message: string): Ack<never> => ({ ok: false, error: { code, message } });

export function createChatClient(wire: ChatWire, env: ClientEnv, memory: RoomsMemory): ChatClient {
  const store = createLabStore(salonLab, { ...env, limits: journal });
  const wanted = new Set(memory.read() ?? [firstRoom]);
  const settle = new Map<string, (reply: Ack<Published>) => void>();
  const waits = new Map<string, () => void>();
  let state = salonLab.initial();
  let offset = 0;
  let name: string | null = null;
  let users = 0;
  /** Answers of another life of this page (before a cut, before it left) are dropped. */
  let life = 0;

  store.restore({ recovered: false, epoch, head: 0, at: env.now(), snapshot: state, volatile: [] });

  function tell(event: SalonEvent): void {
    const at = env.now();
    state = salonLab.fold(state, event, at);
    store.accept({ kind: 'events', lab: salonLab.name, epoch, records: [{ offset, at, event }] });
    offset += 1;
  }

  const live = (): boolean => users > 0 && name !== null && wire.connected();

  function wait(key: string, ms: number, run: () => void): void {
    waits.get(key)?.();
    const cancel = env.after(ms, () => {
      waits.delete(key);
      run();
    });
    waits.set(key, cancel);
  }

  function forgetWaits(): void {
    for (const cancel of waits.values()) cancel();
    waits.clear();
  }

  function enter(room: string): void {
    if (!live()) return;
    const mine = life;
    const own = room === ownTopic;
    tell({ type: 'entering', room });
    const { stream } = roomOf(state, room) ?? { stream: null };
    const resume = stream
      ? { from: stream.expected, ...(stream.epoch === null ? {} : { epoch: stream.epoch }) }
      : { from: 1 };
    wire.ask('chat:subscribe', { room: own ? `${ownTopic}${name}` : room, ...resume }, (reply) => {
      if (mine !== life || !(own || wanted.has(room))) return;
      if (reply?.ok) {
        tell({ type: 'entered', room, reply: reply.result });
        watch(room);
      } else if (reply && !passing.has(reply.error.code)) {
        wanted.delete(room);
        memory.write([...wanted]);
        tell({ type: 'refused', room, reason: reply.error.message });
      } else wait(`enter ${room}`, delays.again, () => enter(room));
    });
  }

  /** What is missing is asked for when its time has come. */
  function watch(room: string): void {
    const gap = roomOf(state, room)?.stream?.gap;
    const key = `gap ${room}`;
    if (!gap) {
      waits.get(key)?.();
      waits.delete(key);
      return;
    }
    wait(key, Math.max(1, gap.askAt - env.now()), () => {
      const from = roomOf(state, room)?.stream?.expected ?? 1;
      const mine = life;
      tell({ type: 'asked', room });
      wire.ask('chat:history', { room: room === ownTopic ? `${ownTopic}${name}` : room, from }, (reply) => {
        if (mine === life && reply?.ok) tell({ type: 'past', history: reply.result });
        if (mine === life) watch(room);
      });
    });
  }

  function enterAll(): void {
    if (!live()) return;
    life += 1;
    forgetWaits();
    store.setLink('live');
    for (const room of [...wanted, ownTopic]) enter(room);
    for (const unsent of state.unsent) publish(unsent);
  }

  function apart(): void {
    life += 1;
    forgetWaits();
    tell({ type: 'apart' });
  }

  function publish({ id, room, content }: Unsent): void {
    if (!wire.connected()) return;
    wire.ask('chat:publish', { room, content, clientMessageId: id }, (reply) => {
      if (!settle.has(id)) return;
      if (reply === null || (!reply.ok && passing.has(reply.error.code))) {
        // Stored or not, perhaps by an earlier try: the same id again is answered alike. Without a link, its return sends it.
        wait(`say ${id}`, delays.again, () => publish({ id, room, content }));
        return;
      }
      tell({ type: 'settled', id, published: reply.ok ? reply.result : null });
      settle.get(id)?.(reply);
      settle.delete(id);
    });
  }

  wire.listen({
    opened() {
      if (name === null || users === 0) store.setLink('live');
      enterAll();
    },
    lost() {
      store.setLink('lost');
      apart();
    },
    heard(events: readonly ChatEvent[]) {
      const rooms = new Set<string>();
      for (const event of events) {
        if (!roomOf(state, event.room)) continue;
        tell({ type: 'heard', event });
        rooms.add(event.room.startsWith(ownTopic) ? ownTopic : event.room);
      }
      for (const room of rooms) watch(room);
    },
  });

  return {
    store,
    use() {
      users += 1;
      if (wire.connected()) store.setLink('live');
      if (users === 1) enterAll();
      let done = false;
      return () => {
        if (done) return;
        done = true;
        users -= 1;
        env.after(delays.leave, () => {
          if (users > 0 || !state.rooms.some(({ inside }) => inside)) return;
          for (const room of [...wanted, `${ownTopic}${name}`]) wire.ask('chat:unsubscribe', { room }, () => {});
          apart();
        });
      };
    },
    setName(next) {
      if (next === name) return;
      const before = name;
      name = next;
      if (next === null) return;
      tell({ type: 'named', name: next });
      if (before === null) enterAll();
    },
    join(room) {
      if (wanted.has(room)) return;
      if (wanted.size >= salonBounds.rooms) {
        const most = salonBounds.rooms;
        tell({
          type: 'refused',
          room,
          reason: `Vous êtes dans ${most} salles, et c’est le maximum ici. Quittez-en une.`,
        });
        return;
      }
      wanted.add(room);
      memory.write([...wanted]);
      tell({ type: 'entering', room });
      enter(room);
    },
    leave(room) {
      if (!wanted.delete(room)) return;
      memory.write([...wanted]);
      if (wire.connected()) wire.ask('chat:unsubscribe', { room }, () => {});
      tell({ type: 'left', room });
    },
    say(room, content) {
      if (content.length > chatLengths.content)
        return Promise.resolve(refuse('too-large', `Un message a ${chatLengths.content} caractères au plus.`));
      if (state.unsent.length >= salonBounds.unsent)
        return Promise.resolve(
          refuse('limit-reached', 'Trop de messages attendent le lien. Celui-ci n’est pas parti.'),
        );
      const unsent = { id: env.newId(), room, content };
      tell({ type: 'sending', unsent });
      return new Promise((resolve) => {
        settle.set(unsent.id, resolve);
        publish(unsent);
      });
    },
    presence(next) {
      if (live()) wire.ask('chat:presence', { state: next }, () => {});
    },
    clear: (room, code) =>
      new Promise((resolve) => {
        const silent = refuse('unavailable', 'Le serveur n’a pas répondu. Réessayez dans un instant.');
        wire.ask('chat:clear', { room, code }, (reply) => resolve(reply ?? silent));
      }),
  };
}

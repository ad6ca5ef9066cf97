// The four experiments of the chat: what was seen in the rooms of one person, and which steps it proves. Pure, bounded. A step
// is proven once, by the first thing that shows it.
import type { SeenClient, SeenEvent } from '#contract/exercices-salon.ts';

export type HereClient = SeenClient & { readonly rooms: readonly string[] };
/** One message, from what its sender asked and what each connection was told. */
export type Spoken = {
  readonly room: string;
  readonly sequence: number;
  /** Null until the sender's side was told. */
  readonly by: { readonly client: number; readonly name: string; readonly mine: boolean } | null;
  readonly text: string;
  readonly at: number;
  /** Who was told, and who else was in a room then. */
  readonly reached: readonly number[];
  readonly lastAt: number;
};
type Gone = {
  readonly room: string;
  readonly name: string;
  readonly how: 'left' | 'closed' | 'lost';
  readonly at: number;
};

export type Evidence =
  | { kind: 'three'; room: string; names: readonly string[] }
  | { kind: 'reached'; room: string; sequence: number; names: readonly string[]; ms: number }
  | { kind: 'past'; room: string; name: string; from: number; to: number; sequence: number }
  | { kind: 'both'; name: string; rooms: readonly string[] }
  | { kind: 'apart'; room: string; sequence: number; absent: string; elsewhere: string }
  | { kind: 'each'; name: string; heard: readonly { room: string; sequence: number }[] }
  | { kind: 'burst'; room: string; texts: readonly string[]; ms: number }
  | { kind: 'consecutive'; room: string; numbers: readonly number[] }
  | { kind: 'order'; name: string; numbers: readonly number[] }
  | { kind: 'join'; room: string; name: string }
  | { kind: 'leave'; room: string; name: string; how: 'left' | 'closed' }
  | { kind: 'lost'; room: string; name: string; ms: number };

export const experiments = [
  { id: 'trois-clients', steps: ['three', 'reached', 'past'] },
  { id: 'deux-salles', steps: ['both', 'apart', 'each'] },
  { id: 'rafale', steps: ['burst', 'consecutive', 'order'] },
  { id: 'presence', steps: ['join', 'leave', 'lost'] },
] as const;
export type ExperimentId = (typeof experiments)[number]['id'];
export type StepId = Evidence['kind'];
export type Marks = { readonly [Step in StepId]?: Evidence };

export type SeenState = {
  readonly clients: readonly HereClient[];
  readonly spoken: readonly Spoken[];
  readonly gone: readonly Gone[];
  readonly marks: Marks;
  readonly crowded: boolean;
};
export const nothingSeen: SeenState = { clients: [], spoken: [], gone: [], marks: {}, crowded: false };

const kept = { clients: 80, spoken: 60, gone: 30 } as const;
/** Three messages within this are a burst. */
export const burstMs = 2_000;
/** A departure that is told later than this is another one. */
const departureMs = 20_000;

export function foldSeen(state: SeenState, event: SeenEvent, at: number): SeenState {
  switch (event.type) {
    case 'came':
      return came(state, event);
    case 'went': {
      const one = state.clients.find(({ client }) => client === event.client);
      if (!one) return state;
      const rooms = one.rooms.filter((room) => room !== event.room);
      const others = state.clients.filter((each) => each !== one);
      const gone = [...state.gone, { room: event.room, name: one.name, how: event.how, at }].slice(-kept.gone);
      return { ...state, gone, clients: rooms.length > 0 ? [...others, { ...one, rooms }] : others };
    }
    case 'spoke': {
      const { room, client, sequence, text } = event;
      const one = state.clients.find((each) => each.client === client);
      const by = { client, name: one?.name ?? '', mine: one?.mine ?? false };
      return withSpoken(state, room, sequence, at, (spoken) => ({ ...spoken, by, text }));
    }
    case 'reached':
      return event.sequences.reduce(
        (before, sequence) =>
          withSpoken(before, event.room, sequence, at, (spoken) => ({
            ...spoken,
            reached: [...new Set([...spoken.reached, ...event.clients])],
            lastAt: at,
          })),
        state,
      );
    case 'past': {
      const { room, client, from, to } = event;
      const one = state.clients.find((each) => each.client === client);
      const before = state.spoken.findLast(
        (each) =>
          each.room === room &&
          each.by?.mine &&
          each.sequence >= from &&
          each.sequence <= to &&
          !each.reached.includes(client),
      );
      if (!one || !before) return state;
      return proven(state, { kind: 'past', room, name: one.name, from, to, sequence: before.sequence });
    }
    case 'presence':
      return presence(state, event, at);
    case 'crowded':
      return state.crowded ? state : { ...state, crowded: true };
    default:
      event satisfies never;
      return state;
  }
}

/** What was proven is forgotten, and what happened before no longer counts; who is where stays true. */
export function begunAgain(state: SeenState, experiment: string): SeenState {
  const { steps = [] } = experiments.find(({ id }) => id === experiment) ?? {};
  const marks = Object.fromEntries(Object.entries(state.marks).filter(([step]) => !steps.some((one) => one === step)));
  return { ...state, marks, spoken: [], gone: [], crowded: false };
}

const proven = (state: SeenState, evidence: Evidence): SeenState =>
  state.marks[evidence.kind] ? state : { ...state, marks: { ...state.marks, [evidence.kind]: evidence } };

const nameOf = (state: SeenState, client: number): string | null =>
  state.clients.find((each) => each.client === client)?.name ?? null;
const namesOf = (state: SeenState, clients: readonly number[]): string[] => [
  ...new Set(clients.flatMap((each) => nameOf(state, each) ?? [])),
];

function came(before: SeenState, event: Extract<SeenEvent, { type: 'came' }>): SeenState {
  const { client, name, mine, page, room } = event;
  const known = before.clients.find((each) => each.client === client);
  const rooms = [...new Set([...(known?.rooms ?? []), room])];
  const one: HereClient = { client, name, mine, page, rooms };
  const clients = [...before.clients.filter((each) => each.client !== client), one].slice(-kept.clients);
  let state: SeenState = { ...before, clients };
  const here = clients.filter((each) => each.rooms.includes(room));
  const names = [...new Set(here.map((each) => each.name))];
  if (names.length >= 3 && here.some((each) => each.mine)) state = proven(state, { kind: 'three', room, names });
  if (mine && rooms.length >= 2) state = proven(state, { kind: 'both', name, rooms: rooms.slice(0, 2) });
  return state;
}

function withSpoken(
  before: SeenState,
  room: string,
  sequence: number,
  at: number,
  change: (spoken: Spoken) => Spoken,
): SeenState {
  const index = before.spoken.findIndex((each) => each.room === room && each.sequence === sequence);
  const known = before.spoken[index] ?? { room, sequence, by: null, text: '', at, reached: [], lastAt: at };
  const spoken = change(known);
  const list = index === -1 ? [...before.spoken, spoken].slice(-kept.spoken) : before.spoken.with(index, spoken);
  return judged({ ...before, spoken: list }, spoken);
}

/** What this message proves, once both its sender and those it reached are known. */
function judged(state: SeenState, spoken: Spoken): SeenState {
  const { room, sequence, by, reached } = spoken;
  if (by === null || reached.length === 0) return state;
  let next = state;
  const names = namesOf(state, reached);
  if (by.mine && names.length >= 3) {
    const ms = Math.max(0, spoken.lastAt - spoken.at);
    next = proven(next, { kind: 'reached', room, sequence, names, ms });
  }
  next = apart(next, spoken);
  return by.mine ? burst(next, spoken) : next;
}

/** A client of this person was told, is in another room too, and somebody who is only in that one was told nothing. */
function apart(state: SeenState, { room, sequence, reached }: Spoken): SeenState {
  const both = state.clients.filter((each) => each.mine && each.rooms.length >= 2 && reached.includes(each.client));
  let next = state;
  for (const one of both) {
    const elsewhere = one.rooms.filter((each) => each !== room);
    const absent = state.clients.find(
      (each) =>
        !reached.includes(each.client) &&
        !each.rooms.includes(room) &&
        elsewhere.some((other) => each.rooms.includes(other)),
    );
    const other = elsewhere.find((each) => absent?.rooms.includes(each));
    if (absent && other) next = proven(next, { kind: 'apart', room, sequence, absent: absent.name, elsewhere: other });
    const heard = one.rooms.flatMap((each) => {
      const last = state.spoken.findLast((said) => said.room === each && said.reached.includes(one.client));
      return last ? [{ room: each, sequence: last.sequence }] : [];
    });
    if (heard.length >= 2) next = proven(next, { kind: 'each', name: one.name, heard: heard.slice(0, 2) });
  }
  return next;
}

function burst(state: SeenState, { room, by }: Spoken): SeenState {
  const mine = state.spoken.filter((each) => each.room === room && each.by?.client === by?.client);
  const three = mine.toSorted((a, b) => a.sequence - b.sequence).slice(-3);
  const [first, , last] = three;
  if (!first || !last || three.length < 3 || last.at - first.at > burstMs) return state;
  const numbers = three.map(({ sequence }) => sequence);
  const ms = Math.max(0, last.at - first.at);
  let next = proven(state, { kind: 'burst', room, texts: three.map(({ text }) => text), ms });
  if (last.sequence - first.sequence === 2) next = proven(next, { kind: 'consecutive', room, numbers });
  const inOrder = three.every((each, index) => index === 0 || each.lastAt >= (three[index - 1]?.lastAt ?? 0));
  const other = state.clients.find(
    (each) => each.client !== by?.client && three.every(({ reached }) => reached.includes(each.client)),
  );
  return inOrder && other ? proven(next, { kind: 'order', name: other.name, numbers }) : next;
}

function presence(state: SeenState, event: Extract<SeenEvent, { type: 'presence' }>, at: number): SeenState {
  const { room, userId: name, action, client } = event;
  const told = state.clients.find((each) => each.client === client);
  if (!told?.mine || told.name === name) return state;
  if (action === 'join') return proven(state, { kind: 'join', room, name });
  const gone = state.gone.findLast((each) => each.room === room && each.name === name && at - each.at < departureMs);
  if (!gone) return state;
  if (gone.how === 'lost') return proven(state, { kind: 'lost', room, name, ms: Math.max(0, at - gone.at) });
  return proven(state, { kind: 'leave', room, name, how: gone.how });
}

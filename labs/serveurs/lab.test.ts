// The lab of several servers, fed with what its server tells: what became of each message, and what proves the experiment.
import { describe, expect, it } from 'vitest';
import { type ClientName, clientNames, type Mode, type ServerName, type ServeursEvent } from '#contract/serveurs.ts';
import { proofOfRoom } from './experiment.ts';
import { fatesOf } from './fates.ts';
import { isOpen, keptEvents, type ServeursState, serveursLab } from './lab.ts';

const folded = (...events: ServeursEvent[]): ServeursState =>
  events.reduce((state, event) => serveursLab.fold(state, event, 0), serveursLab.initial());
const joined = (client: ClientName, server: ServerName, recovered: boolean | null = null): ServeursEvent => ({
  type: 'joined',
  client,
  server,
  recovered,
  sequence: 0,
});
const opened = (mode: Mode): ServeursEvent[] => [
  { type: 'started', mode },
  { type: 'up', server: 'A', pid: 10, port: 4_001 },
  { type: 'up', server: 'B', pid: 11, port: 4_002 },
  joined('Alice', 'A'),
  joined('Bob', 'A'),
  joined('Chloé', 'B'),
  joined('David', 'B'),
];
const said = (message: number, sequence = message): ServeursEvent[] => [
  { type: 'said', message, client: 'Alice', server: 'A' },
  { type: 'stored', message, server: 'A', sequence },
];
const given = (message: number, to: readonly ClientName[], late = false): ServeursEvent[] =>
  to.map((client) => ({ type: 'received', client, message, sequence: message, late }));
const lacking = (client: ClientName, message = 1): ServeursEvent => ({ type: 'lacking', client, message, server: 'B' });
const killed: ServeursEvent[] = [
  { type: 'left', client: 'Alice', server: 'A', why: 'lost' },
  { type: 'left', client: 'Bob', server: 'A', why: 'lost' },
  { type: 'down', server: 'A', why: 'killed' },
];
const fates = (state: ServeursState) => fatesOf(state).map(({ cells }) => cells.map(({ fate }) => fate));

describe('what became of a message', () => {
  it('is missed once a server said that it does not have it, and given all the same when it comes after all', () => {
    const alone = [...opened('alone'), ...said(1), ...given(1, ['Alice', 'Bob'])];
    expect(fates(folded(...alone))).toEqual([['received'], ['received'], ['awaited'], ['awaited']]);
    const missed = [...alone, lacking('Chloé')];
    expect(fates(folded(...missed))[2]).toEqual(['missed']);
    expect(fates(folded(...missed, ...given(1, ['Chloé'], true)))[2]).toEqual(['received']);
    expect(fates(folded(...alone, ...given(1, ['Bob'])))[1]).toEqual(['doubled']);
  });

  it('says nothing of a message that no server keeps yet, and forgets a demonstration when another begins', () => {
    const state = folded(...opened('alone'), { type: 'said', message: 1, client: 'Bob', server: 'A' });
    expect(fates(state)).toEqual([[], [], [], []]);
    expect(folded(...opened('alone'), ...said(1), { type: 'started', mode: 'redis' })).toMatchObject({
      mode: 'redis',
      messages: [],
    });
    const ended = folded(...opened('redis'), { type: 'ended', why: 'asked', keys: 5 });
    expect(isOpen(ended)).toBe(false);
    expect(ended.servers.every(({ process }) => process === null)).toBe(true);
  });

  it('keeps a bounded story', () => {
    const many = Array.from({ length: keptEvents + 3 }, (): ServeursEvent => ({ type: 'found', redis: true }));
    expect(folded(...many)).toMatchObject({ forgotten: 3, told: { length: keptEvents } });
  });
});

describe('what remains of a demonstration when the server that led it is lost', () => {
  const lost = (state: ServeursState): ServeursState => serveursLab.left?.(state) ?? serveursLab.initial();

  it('is what was said and given, and no process', () => {
    const asked: ServeursEvent = { type: 'said', message: 2, client: 'Bob', server: 'A' };
    const before = folded(...opened('redis'), ...said(1), ...given(1, ['Alice', 'Bob']), asked);
    const after = lost(before);
    // Nobody waits for an answer any more.
    expect([before, after].map((state) => fatesOf(state)[1]?.unanswered)).toEqual([2, null]);
    expect(isOpen(after)).toBe(false);
    expect(after.ended).toEqual({ why: 'lost', keys: 0 });
    expect(after.servers.map(({ process }) => process)).toEqual([null, null]);
    expect(after.clients.some(({ there }) => there)).toBe(false);
    expect(fates(after)).toEqual(fates(before));
    expect(lost(after)).toBe(after);
    expect(lost(folded())).toEqual(serveursLab.initial());
  });

  it('lets the experiment go on with another demonstration, what it has proven and what it has begun again with', () => {
    const before = folded(...opened('alone'), ...said(1), ...given(1, ['Alice', 'Bob']), lacking('Chloé'));
    const again: ServeursEvent[] = [...opened('redis'), ...said(1), ...given(1, clientNames)];
    const after = again.reduce((state, event) => serveursLab.fold(state, event, 0), lost(before));
    expect(proofOfRoom(after)).toMatchObject({ missed: { client: 'Chloé' }, everybody: { message: 1 } });
    const from = before.forgotten + before.told.length;
    expect(proofOfRoom(after, from)).toMatchObject({ missed: null, everybody: { message: 1 } });
  });
});

describe('the experiment « Deux serveurs, une salle »', () => {
  const alone = [...opened('alone'), ...said(1), ...given(1, ['Alice', 'Bob']), lacking('Chloé')];
  const linked = [...opened('redis'), ...said(1), ...given(1, clientNames)];
  const moved = [joined('Alice', 'B', true), joined('Bob', 'B', true)];

  it('is proven step by step, each by what was told', () => {
    expect(proofOfRoom(folded(...alone)).missed).toEqual({ client: 'Chloé', message: 1, server: 'B' });
    expect(proofOfRoom(folded(...linked))).toMatchObject({ missed: null, everybody: { message: 1, sequence: 1 } });
    const survived = [...linked, ...killed, ...moved, ...said(2), ...given(2, clientNames)];
    expect(proofOfRoom(folded(...survived)).survived).toEqual({ killed: 'A', moved: 2, messages: 2 });
  });

  it.each([
    ['nothing was said after it', [...linked, ...killed, ...moved]],
    ['somebody still waits', [...linked, ...killed, joined('Alice', 'B', true), ...said(2), ...given(2, clientNames)]],
    [
      'one was given it twice',
      [...linked, ...given(1, ['Bob']), ...killed, ...moved, ...said(2), ...given(2, clientNames)],
    ],
    [
      'another numbering',
      [
        ...linked,
        ...killed,
        joined('Alice', 'B', false),
        joined('Bob', 'B', true),
        ...said(2),
        ...given(2, clientNames),
      ],
    ],
    ['without Redis', [...alone, ...killed, ...moved, ...said(2), ...given(2, clientNames)]],
  ])('is not proven of a server that was killed when %s', (_what, events) => {
    expect(proofOfRoom(folded(...events)).survived).toBeNull();
  });

  it('counts nothing of before it was begun again', () => {
    const state = folded(...alone, ...linked);
    expect(proofOfRoom(state, state.told.length)).toEqual({ missed: null, everybody: null, survived: null });
  });
});

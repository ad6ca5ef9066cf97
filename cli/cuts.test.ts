// Ten terminals on a real door, their links cut at seeded moments in the middle of whatever they say or hear: every message that
// was typed is stored once, and everybody shows every number once and in order, or says that it is gone.
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '#server/realtime/fixtures.ts';
import { startDoor } from '#server/realtime/plain/fixtures.ts';
import { type Client, createClient, type Shown } from './client.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** The client's own patience, a hundred times shorter. */
const hurried = {
  now: () => Date.now(),
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms / 100);
    return () => clearTimeout(timer);
  },
};

function terminal(url: string, name: string) {
  const shown: Shown[] = [];
  let socket: WebSocket | null = null;
  let ids = 0;
  const client: Client = createClient({
    dial(on) {
      const mine = new WebSocket(url, { perMessageDeflate: false });
      socket = mine;
      mine.on('open', on.open);
      mine.on('message', (data) => on.text(data.toString()));
      mine.on('error', () => {});
      mine.on('close', (code) => on.closed(code));
      return { send: (text) => mine.send(text), close: () => mine.close() };
    },
    name,
    clock: hurried,
    newId: () => {
      ids += 1;
      return `${name}-${ids}`;
    },
    show: (one) => void shown.push(one),
    onEnd: () => {},
  });
  cleanUps.push(() => client.quit());
  client.join('general');
  return { client, shown, cut: () => socket?.terminate() };
}

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

it.each([1, 2, 3])('whatever the cuts (seed %i)', async (seed) => {
  const below = random(seed);
  const door = await startDoor({ chat: { historySize: 40 } });
  cleanUps.push(door.close);
  const terminals = Array.from({ length: 10 }, (_, n) => terminal(door.url, `t${n}`));
  const joined = ({ shown }: { shown: Shown[] }): boolean => shown.some(({ kind }) => kind === 'joined');
  await until(() => terminals.every(joined));
  const typed: string[] = [];
  for (let round = 0; round < 60; round += 1) {
    for (let n = below(6); n > 0; n -= 1) {
      const writer = below(terminals.length);
      const text = `m${typed.length}`;
      typed.push(text);
      terminals[writer]?.client.say('general', text);
    }
    if (below(2) === 0) terminals[below(terminals.length)]?.cut();
    await new Promise((resolve) => setTimeout(resolve, below(8)));
  }
  await until(() => terminals.every(({ client }) => client.unsent() === 0));
  const reader = terminal(door.url, 'last');
  await until(() => joined(reader));
  const head = typed.length;
  // Stored once each: there are as many numbers as things typed.
  expect(reader.shown.find(({ kind }) => kind === 'joined')).toMatchObject({ sequence: head });
  const account = (shown: Shown[]) =>
    shown.flatMap((one) => {
      if (one.kind === 'message') return [[one.message.sequence, one.message.sequence] as const];
      return one.kind === 'gone' ? [[one.from, one.to] as const] : [];
    });
  await until(() => terminals.every(({ shown }) => account(shown).at(-1)?.[1] === head));
  for (const { shown } of terminals) {
    let next = 1;
    for (const [from, to] of account(shown)) {
      expect(from).toBe(next);
      next = to + 1;
    }
    expect(shown.some(({ kind }) => kind === 'reset' || kind === 'gave-up' || kind === 'refused')).toBe(false);
  }
});

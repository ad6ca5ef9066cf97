// The lab of several servers read as a page reads it: by its journal. Its servers are processes, its Redis a real one.
import { createClient } from 'redis';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Mode, type ServeursCommand, type ServeursEvent, serveursBounds } from '#contract/serveurs.ts';
import { proofOfRoom } from '#labs/serveurs/experiment.ts';
import { fatesOf } from '#labs/serveurs/fates.ts';
import { type ServeursState, serveursLab } from '#labs/serveurs/lab.ts';
import { type Clock, manualClock, systemClock } from '../../realtime/clock.ts';
import { hasRedis, startRedis } from '../../testing/brokers.ts';
import { readerOf, takeOver } from '../test-kit.ts';
import { createServeursLab } from './index.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

type Given = { redisUrl?: string | null; clock?: Clock; demos?: number };

function openLab({ redisUrl = null, clock = systemClock, ...limits }: Given = {}) {
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  // From source on a machine that tests share, a process may take long to start.
  const lab = createServeursLab({ redisUrl, clock, epoch: 'e', onError, limits: { startWithinMs: 50_000, ...limits } });
  cleanUps.push(() => lab.close());
  const state = (owner = 'ada') => readerOf(lab, owner).snapshot().state as ServeursState;
  const run = (command: ServeursCommand, id = 'ada') => lab.run({ id }, command);
  const ok = async (command: ServeursCommand) => expect(await run(command)).toEqual({ ok: true, result: {} });
  const everybodyIn = () => until(() => expect(state().clients.every(({ there }) => there)).toBe(true));
  return {
    lab,
    errors,
    state,
    run,
    ok,
    everybodyIn,
    async start(mode: Mode) {
      await ok({ type: 'start', mode });
      await everybodyIn();
    },
    /** Said, stored, and given to as many. */
    async say(client: 'Alice' | 'Bob' | 'Chloé' | 'David', to: number) {
      await ok({ type: 'say', client });
      const message = state().messages.length;
      await until(() => {
        expect(state().messages.at(-1)?.sequence).not.toBeNull();
        expect(given(state(), message)).toHaveLength(to);
      });
    },
  };
}

const given = ({ clients }: ServeursState, message: number) =>
  clients.flatMap(({ name, got }) => got.flatMap((each) => (each.message === message ? [name] : [])));
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 25_000, interval: 10 });
const pids = ({ servers }: ServeursState) => servers.flatMap(({ process: one }) => (one ? [one.pid] : []));
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('has nothing to act in when another server takes over, until one starts a demonstration again', async () => {
  const { lab, state, run } = openLab();
  const events: ServeursEvent[] = [
    { type: 'started', mode: 'alone' },
    { type: 'up', server: 'A', pid: 10, port: 4_001 },
  ];
  takeOver(
    lab,
    'ada',
    events.reduce((folded, event) => serveursLab.fold(folded, event, 0), serveursLab.initial()),
  );
  expect(state()).toMatchObject({ mode: 'alone', ended: { why: 'lost' } });
  expect(await run({ type: 'say', client: 'Bob' })).toMatchObject({ error: { code: 'not-found' } });
  expect(await run({ type: 'start', mode: 'redis' })).toMatchObject({ error: { code: 'unsupported' } });
});

describe('two servers without Redis', () => {
  it('have two conversations: who is at the other server is given nothing, and its server has nothing', async () => {
    const { lab, start, say, state, ok, errors, everybodyIn } = openLab();
    await start('alone');
    expect(new Set(pids(state())).size).toBe(2);
    await say('Alice', 2);
    await say('Chloé', 2);
    expect(given(state(), 1)).toEqual(['Alice', 'Bob']);
    // Each has a numbering of its own.
    expect(state().messages.map(({ sequence }) => sequence)).toEqual([1, 1]);
    await until(() => expect(fatesOf(state()).map(({ counts }) => counts.missed)).toEqual([1, 1, 1, 1]));
    expect(proofOfRoom(state()).missed).toMatchObject({ message: 1, server: 'B' });
    const [first] = pids(state());
    await ok({ type: 'kill', server: 'A' });
    expect(isAlive(first ?? 0)).toBe(false);
    await until(() => expect(state().clients.map(({ there }) => there)).toEqual([false, false, true, true]));
    await say('David', 2);
    await ok({ type: 'revive', server: 'A' });
    await everybodyIn();
    await until(() => expect(fatesOf(state()).map(({ counts }) => counts.missed)).toEqual([2, 2, 1, 1]));
    expect(state().clients[0]).toMatchObject({ server: 'A', recovered: false });
    // Whoever moves is given what the other room has, of another numbering.
    await ok({ type: 'move', client: 'Alice' });
    await until(() => expect(state().clients[0]?.got.map(({ message }) => message)).toEqual([1, 2, 3]));
    const all = pids(state());
    lab.personGone({ id: 'ada' });
    await until(() => expect(all.some(isAlive)).toBe(false));
    expect(errors).toEqual([]);
  });

  it('refuses what cannot be, and ends by itself when nobody does anything with it', async () => {
    const clock = manualClock();
    const { run, state, ok, everybodyIn } = openLab({ demos: 1, clock });
    const silent = openLab({ redisUrl: 'redis://127.0.0.1:1' });
    await ok({ type: 'look' });
    expect(state().redis).toBe(false);
    expect(await run({ type: 'start', mode: 'redis' })).toMatchObject({
      error: { code: 'unsupported', message: expect.stringContaining('REDIS_URL') },
    });
    expect(await run({ type: 'say', client: 'Bob' })).toMatchObject({ error: { code: 'not-found' } });
    const [refused] = await Promise.all([
      silent.run({ type: 'start', mode: 'redis' }),
      ok({ type: 'start', mode: 'alone' }),
    ]);
    expect(refused).toMatchObject({ error: { message: expect.stringContaining('Redis ne répond pas') } });
    expect(silent.state().ended?.why).toBe('failed');
    await everybodyIn();
    expect(await run({ type: 'start', mode: 'alone' }, 'bob')).toMatchObject({
      error: { code: 'limit-reached', message: expect.stringContaining('Il y a déjà 1 démonstration') },
    });
    const all = pids(state());
    clock.advance(serveursBounds.idleMs * 1.2);
    await until(() => expect(state().ended?.why).toBe('idle'));
    expect(all.some(isAlive)).toBe(false);
  });
});

describe.skipIf(!hasRedis)('two servers linked by Redis', () => {
  async function linked() {
    const redis = await startRedis();
    cleanUps.push(() => redis.close());
    const keys = async () => {
      const client = await createClient({ url: redis.url }).connect();
      const all = await client.keys('*');
      client.destroy();
      return all;
    };
    return { ...openLab({ redisUrl: redis.url }), keys };
  }

  it('have one room: everybody is given everything once; whoever’s server is killed goes on at the other', async () => {
    const { start, say, state, ok, errors, keys, everybodyIn } = await linked();
    await start('redis');
    expect(state().servers.map(({ role }) => role)).toEqual(['leads', 'follows']);
    await say('Alice', 4);
    await say('David', 4);
    expect(state().messages.map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(proofOfRoom(state())).toMatchObject({
      missed: null,
      everybody: { message: 1, sequence: 1 },
      survived: null,
    });
    expect((await keys()).every((key) => key.startsWith('relais-demo:'))).toBe(true);
    await ok({ type: 'kill', server: 'A' });
    await ok({ type: 'say', client: 'Chloé' });
    await until(() => expect(given(state(), 3)).toHaveLength(4));
    await everybodyIn();
    expect(state().clients.map(({ server, recovered }) => [server, recovered])).toEqual([
      ['B', true],
      ['B', true],
      ['B', null],
      ['B', null],
    ]);
    await until(() => expect(proofOfRoom(state()).survived).toEqual({ killed: 'A', moved: 2, messages: 3 }));
    await ok({ type: 'revive', server: 'A' });
    await until(() => expect(state().servers.map(({ role }) => role)).toEqual(['follows', 'leads']));
    await ok({ type: 'move', client: 'Bob' });
    await everybodyIn();
    await say('Bob', 4);
    for (const { counts, client } of fatesOf(state())) {
      expect(counts).toMatchObject({ received: 4, doubled: 0, missed: 0, awaited: 0 });
      expect(client.got.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    }
    await ok({ type: 'stop' });
    expect(state().ended?.keys).toBeGreaterThan(0);
    expect(await keys()).toEqual([]);
    expect(errors).toEqual([]);
  });
});

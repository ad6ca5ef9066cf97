// Who is here and under which name: presence that a reload does not shake, names that two people never share, sandboxes kept.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manualClock } from './clock.ts';
import { createDirectory } from './directory.ts';
import { openSandboxes } from './sandboxes.ts';

const fail = (error: unknown): never => {
  throw error;
};

async function start(given: { dataDir?: string; maxNames?: number } = {}) {
  const clock = manualClock();
  const sandboxes = await openSandboxes(given.dataDir ?? null, { onError: fail });
  const directory = createDirectory({
    clock,
    epoch: 'e',
    sandboxes,
    limits: given.maxNames === undefined ? {} : { maxNames: given.maxNames },
  });
  return { clock, directory, sandboxes, told: () => Object.fromEntries(directory.journal.volatile()) };
}

describe('presence', () => {
  it('counts people, not tabs, named or not', async () => {
    const { directory, told } = await start();
    directory.entered('a', null);
    directory.entered('a', null);
    directory.entered('b', 'Bob');
    expect(told()).toEqual({ online: 2, 'p:b': { name: 'Bob', here: true }, 's:bob': true });
  });

  it('does not count a reload as a departure, and counts a departure after a while', async () => {
    const { directory, told, clock } = await start();
    directory.entered('b', 'Bob');
    directory.away('b');
    clock.advance(2_000);
    directory.entered('b', 'Bob');
    clock.advance(10_000);
    expect(told().online).toBe(1);
    directory.away('b');
    clock.advance(3_000);
    expect(told()).toMatchObject({ online: 0, 'p:b': { name: 'Bob', here: false } });
    directory.gone('b');
    expect([told()['p:b'], directory.nameOf('b')]).toEqual([{ name: 'Bob', here: false }, 'Bob']);
  });
});

describe('names', () => {
  it('are not shared by two people here, whatever case and accents', async () => {
    const { directory, told } = await start();
    directory.entered('a', null);
    directory.entered('b', null);
    expect(directory.rename('a', 'Zoé')).toBe('ok');
    expect(directory.rename('b', 'ZOE')).toBe('taken');
    expect(directory.rename('nobody', 'zoe')).toBe('taken');
    expect(directory.rename('a', 'Zoë')).toBe('ok');
    expect(directory.rename('a', 'Ada')).toBe('ok');
    expect(directory.rename('b', 'Zoe')).toBe('ok');
    expect(told()).toMatchObject({ 'p:a': { name: 'Ada' }, 'p:b': { name: 'Zoe' } });
    expect([directory.slugOf('a'), directory.slugOf('b'), directory.slugOf('c')]).toEqual(['ada', 'zoe', null]);
  });

  it('come back with the cookie; a latecomer whose name is borne by somebody here is told so', async () => {
    const { directory } = await start();
    expect(directory.entered('a', 'Ada')).toEqual({ name: 'Ada', wanted: null });
    expect(directory.entered('b', 'ada')).toEqual({ name: null, wanted: 'ada' });
    directory.gone('a');
    expect(directory.entered('b', 'ada')).toEqual({ name: 'ada', wanted: null });
    expect(directory.entered('a', 'Ada')).toEqual({ name: null, wanted: 'Ada' });
  });

  it('cannot be changed so often that all prefixes would be taken', async () => {
    const { directory, clock } = await start();
    directory.entered('a', null);
    const tries = Array.from({ length: 12 }, (_, index) => directory.rename('a', `nom-${index}`));
    expect(tries).toEqual([...Array(10).fill('ok'), 'too-often', 'too-often']);
    expect(directory.rename('a', 'nom-9')).toBe('ok');
    clock.advance(31_000);
    expect(directory.rename('a', 'autre')).toBe('ok');
  });

  it('of people who have left are remembered up to a limit', async () => {
    const { directory, told } = await start({ maxNames: 2 });
    for (const [id, name] of ['Ann', 'Ben', 'Cid'].entries()) {
      directory.entered(String(id), name);
      directory.gone(String(id));
    }
    expect(Object.keys(told()).filter((key) => key.startsWith('p:'))).toEqual(['p:1', 'p:2']);
    expect(directory.nameOf('0')).toBeNull();
  });
});

describe('sandboxes', () => {
  it('belong to every name ever taken, over restarts', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'relais-'));
    const first = await start({ dataDir });
    first.directory.entered('a', 'Zoé');
    first.directory.rename('a', 'Ada');
    await first.directory.close();
    const second = await start({ dataDir });
    expect(second.told()).toEqual({ online: 0, 's:zoe': true, 's:ada': true });
    expect([second.directory.isSandbox('zoe'), second.directory.isSandbox('bob')]).toEqual([true, false]);
    for (const torn of ['', '[', '["../x"]', '{}']) {
      await writeFile(join(dataDir, 'sandboxes.json'), torn);
      expect((await openSandboxes(dataDir, { onError: fail })).all(), torn).toEqual([]);
    }
    await rm(dataDir, { recursive: true });
  });

  it('are bounded: the oldest prefix is given back', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'relais-'));
    const sandboxes = await openSandboxes(dataDir, { onError: fail, max: 2 });
    expect(['ann', 'ben', 'ann', 'cid'].map((slug) => sandboxes.add(slug))).toEqual([null, null, null, 'ann']);
    await sandboxes.saved();
    expect(JSON.parse(await readFile(join(dataDir, 'sandboxes.json'), 'utf8'))).toEqual(['ben', 'cid']);
    await rm(dataDir, { recursive: true });
  });
});

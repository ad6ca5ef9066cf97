// The list of topics survives restarts, half-done deletions and its own loss.

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { openLogStore } from '../log/log-store.ts';
import { temporaryFolder } from '../testing.ts';
import { defaultTopicConfig } from './topic-config.ts';
import { TopicStore } from './topic-store.ts';
import { Topics } from './topics.ts';

const nodes = {
  place: (count: number) => Array.from({ length: count }, () => [1]),
  repaired: () => [1],
  leader: () => undefined,
  adopt: async () => {},
};

async function open(dir: string) {
  const notices: string[] = [];
  const notice = (_level: string, message: string) => void notices.push(message);
  const logs = await openLogStore({ dir, durability: 'interval', clock: systemClock, notice });
  const store = new TopicStore(logs, await logs.openState('topics'), notice);
  const topics = new Topics({ store, logs, emit: () => {}, maxTopics: 10, maxPartitions: 30, nodes });
  await topics.load();
  const close = async (): Promise<void> => {
    await topics.close();
    await logs.close();
  };
  const described = () =>
    topics.list().map(({ name, id, partitions, config }) => [name, id, partitions.length, config]);
  return { topics, notices, close, described };
}

it('keeps names, ids, partitions and settings', async () => {
  const dir = await temporaryFolder();
  const first = await open(dir);
  await first.topics.create('b', 2, 'admin', { ...defaultTopicConfig, 'retention.ms': 5 });
  await first.topics.create('a', 1, 'auto');
  await first.topics.addPartitions('a', 3);
  await first.topics.create('gone', 2, 'admin');
  await first.topics.delete('gone');
  const before = first.described();
  await first.close();
  const second = await open(dir);
  expect(second.described()).toEqual([...before].sort());
  expect(second.notices).toEqual([]);
  await second.close();
});

it('rebuilds topics from their folders when the list is lost, and finishes a deletion that a crash cut short', async () => {
  const dir = await temporaryFolder();
  const first = await open(dir);
  await first.topics.create('a', 3, 'admin');
  await first.close();
  await rm(join(dir, 'topics.state'));
  const second = await open(dir);
  expect(second.topics.get('a')?.partitions.length).toBe(3);
  expect(second.notices).toEqual([expect.stringContaining('rebuilt from its 3 partition folders')]);
  await second.topics.delete('a');
  await second.close();
  // The folder of a partition is still there, as if the machine had stopped between the list and the folders.
  const half = await openLogStore({ dir, durability: 'interval', clock: systemClock, notice: () => {} });
  await half.open('a', 1, defaultTopicConfig);
  await half.close();
  const third = await open(dir);
  expect(third.topics.list()).toEqual([]);
  expect((await readdir(dir)).filter((name) => name.startsWith('a-'))).toEqual([]);
  await third.close();
});

it('refuses impossible topics and respects its limits, side by side too', async () => {
  const { topics, close } = await open(await temporaryFolder());
  const codeOf = async (name: string, partitions = 1) => {
    const change = await topics.create(name, partitions, 'admin');
    return change.ok ? 0 : change.code;
  };
  expect(await Promise.all([codeOf('a.b'), codeOf('a.b'), codeOf('a_b')])).toEqual([0, 36, 17]);
  for (const name of ['', '.', '..', 'é', 'a/b', '../x', '__consumer_offsets', 'x'.repeat(250)]) {
    expect([name, await codeOf(name)]).toEqual([name, 17]);
  }
  expect(await codeOf('none', 0)).toBe(37);
  expect(await codeOf('many', 30)).toBe(44);
  const codes = await Promise.all(Array.from({ length: 12 }, (_, n) => codeOf(`t${n}`)));
  expect(codes.filter((code) => code === 0).length).toBe(9);
  expect(codes.filter((code) => code === 44).length).toBe(3);
  const ensured = await Promise.all([topics.ensure('t0', 1), topics.ensure('t0', 1)]);
  expect(ensured.map(({ ok }) => ok)).toEqual([true, true]);
  await close();
});

// Groups: commit and resume, then a second process of the same client joins, leaves, and is killed.

import type { Driver } from './driver.ts';
import { must, until, type Work } from './ground.ts';
import { sessionTimeoutMs } from './types.ts';

const partitions = 4;

async function produceTo(work: Work, topic: string, values: readonly string[]): Promise<void> {
  for (let partition = 0; partition < partitions; partition += 1) {
    const mine = values.filter((_, index) => index % partitions === partition);
    if (mine.length === 0) continue;
    const messages = mine.map((value) => ({ key: value, value }));
    await work.driver.ask('produce', { topic, partition, messages, acks: -1, idempotent: false, compression: 'none' });
  }
}

const valuesOf = async (driver: Driver, member: number): Promise<string[]> =>
  (await driver.ask('member', { member })).records.map(({ value }) => value ?? '').sort();

const received = (driver: Driver, member: number, count: number) =>
  until(`${count} records`, async () => {
    const { assigned, records } = await driver.ask('member', { member });
    must(records.length >= count, `${records.length} came, from partitions ${assigned}`);
    return true;
  });
const same = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
const numbered = (what: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${what}${String(index).padStart(2, '0')}`);

export async function groupScenario(work: Work): Promise<void> {
  await work.cell('group: consume, commit, resume', () => commitAndResume(work));
  await rebalances(work);
}

async function commitAndResume(work: Work): Promise<void> {
  const { driver, ground } = work;
  const [topic, group] = [work.name('resume'), work.name('resume-group')];
  await ground.createTopic(topic, partitions);
  const before = numbered('before', 8);
  await produceTo(work, topic, before);
  const first = await driver.ask('join', { group, topic });
  await received(driver, first, 8);
  must(same(await valuesOf(driver, first), before), 'the group did not get exactly what was produced');
  await driver.ask('commit', { member: first });
  await until('the commit', async () => {
    const offsets = await ground.committed(group, topic, partitions);
    return same(
      [0, 1, 2, 3].map((index) => offsets.get(index)),
      [2, 2, 2, 2],
    );
  });
  await driver.ask('leave', { member: first });
  const after = numbered('after', 4);
  await produceTo(work, topic, after);
  const second = await driver.ask('join', { group, topic });
  await received(driver, second, 4);
  must(same(await valuesOf(driver, second), after), `after a commit came ${await valuesOf(driver, second)}`);
  await driver.ask('leave', { member: second });
}

/** Every partition is held once, and each of `holders` holds its share. */
async function shared(holders: [Driver, number][]): Promise<boolean> {
  const views = await Promise.all(holders.map(([driver, member]) => driver.ask('member', { member })));
  const all = views.flatMap(({ assigned }) => assigned).sort((one, other) => one - other);
  return same(all, [0, 1, 2, 3]) && views.every(({ assigned }) => assigned.length === partitions / holders.length);
}

async function rebalances(work: Work): Promise<void> {
  const { driver, ground } = work;
  const [topic, group] = [work.name('rebalance'), work.name('rebalance-group')];
  await ground.createTopic(topic, partitions);
  const one = await driver.ask('join', { group, topic });
  let other: Driver | null = null;
  try {
    await work.cell('rebalance: a member joins', async () => {
      await until('the first member to hold everything', () => shared([[driver, one]]));
      other = await work.another();
      const two = await other.ask('join', { group, topic });
      await until('two members to share', () =>
        shared([
          [driver, one],
          [other as Driver, two],
        ]),
      );
      await work.cell('rebalance: a member leaves', async () => {
        await (other as Driver).ask('leave', { member: two });
        await until('the member that stays to hold everything', () => shared([[driver, one]]), sessionTimeoutMs - 500);
      });
    });
    await work.cell('rebalance: a member is killed', async () => {
      other ??= await work.another();
      const doomed = await other.ask('join', { group, topic });
      await until('two members to share again', () =>
        shared([
          [driver, one],
          [other as Driver, doomed],
        ]),
      );
      await other.kill();
      other = null;
      await until('the survivor to hold everything', () => shared([[driver, one]]), sessionTimeoutMs + 12_000);
      const late = numbered('late', 4);
      await produceTo(work, topic, late);
      await until('the survivor to get the rest', async () => same(await valuesOf(driver, one), late));
    });
  } finally {
    if (other) await (other as Driver).close();
    await driver.ask('leave', { member: one }).catch(() => null);
  }
}

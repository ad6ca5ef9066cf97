// Administration: topics, partitions, configs and groups, made, looked at, changed and removed by each client.

import { must, until, type Work } from './ground.ts';

export async function adminScenario(work: Work): Promise<void> {
  await topics(work);
  await groups(work);
}

async function topics(work: Work): Promise<void> {
  const { driver, ground } = work;
  const topic = work.name('made');
  await work.cell('topics: create', async () => {
    await driver.ask('createTopic', { topic, partitions: 2, configs: { 'retention.ms': '7200000' } });
    await until('the topic', async () => (await ground.batches(topic)).length === 0);
  });
  if (work.cells.get('topics: create')?.kind !== 'pass') await ground.createTopic(topic, 2);
  await work.cell('topics: describe', async () => {
    await until('two partitions', async () => (await driver.ask('describeTopic', { topic })) === 2);
    const missing = await driver.ask('describeTopic', { topic: `${topic}-missing` });
    must(missing === 0, `a topic that is not there has ${missing} partitions`);
  });
  await work.cell('configs: describe', async () => {
    const configs = await driver.ask('describeConfigs', { topic });
    must(configs['retention.ms'] === '7200000', `retention.ms is ${configs['retention.ms']}`);
    must(configs['cleanup.policy'] === 'delete', `cleanup.policy is ${configs['cleanup.policy']}`);
    must('segment.bytes' in configs, 'defaults are not listed');
  });
  await work.cell('configs: alter', async () => {
    await driver.ask('alterConfigs', { topic, configs: { 'retention.ms': '3600000', 'max.message.bytes': '123456' } });
    await until('the new configuration', async () => {
      const configs = await driver.ask('describeConfigs', { topic });
      return configs['retention.ms'] === '3600000' && configs['max.message.bytes'] === '123456';
    });
  });
  await work.cell('topics: add partitions', async () => {
    await driver.ask('addPartitions', { topic, total: 5 });
    await until('five partitions', async () => (await driver.ask('describeTopic', { topic })) === 5);
  });
  await work.cell('topics: delete', async () => {
    await driver.ask('deleteTopic', { topic });
    await until('the topic to go', async () => (await driver.ask('describeTopic', { topic })) === 0);
  });
}

async function groups(work: Work): Promise<void> {
  const { driver, ground } = work;
  const [topic, group] = [work.name('watched'), work.name('watched-group')];
  await ground.createTopic(topic, 1);
  const member = await driver.ask('join', { group, topic });
  await until('the member', async () => (await driver.ask('member', { member })).assigned.length === 1);
  await work.cell('groups: list', () =>
    until('the group', async () => (await driver.ask('listGroups', {})).includes(group)).then(() => undefined),
  );
  await work.cell('groups: describe', async () => {
    const seen = await driver.ask('describeGroup', { group });
    must(/stable/i.test(seen.state) && seen.members === 1, `${seen.members} members, ${seen.state}`);
  });
  await driver.ask('leave', { member });
  await work.cell('groups: delete', async () => {
    await driver.ask('deleteGroup', { group });
    await until('the group to go', async () => !(await driver.ask('listGroups', {})).includes(group));
  });
}

// Programs that this project did not write, as a student starts them: seen by name, in shared groups, compressed, gone.
import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientView } from '#contract/kafka-events.ts';
import { findProgram, type House, must, stableGroup, startHouse } from './testing.ts';

const kcat = findProgram(['kcat', 'kafkacat'], ['-V']);
const python = findProgram([process.env.RELAIS_PYTHON ?? 'python3', '/usr/bin/python3'], ['-c', 'import kafka']);
const anna = { owner: 'anna' };
const reader = { topic: 't', group: 'g', fromBeginning: true, autoCommit: true, delayMs: 0 };

let house: House;
let running: ChildProcess[] = [];

beforeEach(async () => {
  house = await startHouse();
  await house.broker.createTopic('t', 3);
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
  await house.close();
});

function start(program: string | null, args: string[], input = ''): ChildProcess {
  const child = spawn(program ?? '', args, { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin?.end(input);
  running.push(child);
  return child;
}
const outsiders = (): ClientView[] =>
  house.heard
    .all('client.appeared')
    .map(({ client }) => client)
    .filter(({ origin }) => origin === 'outside');
const appeared = (role: 'producer' | 'consumer') =>
  house.heard.until(() => outsiders().find(({ roles }) => roles.includes(role)));
const gone = (id: string) => house.heard.until(({ all }) => all('client.left').find((event) => event.id === id));

describe.skipIf(kcat === null)('kcat', () => {
  it('appears once as a producer with its library and address, writes, and is gone', async () => {
    start(kcat, ['-P', '-b', house.address, '-t', 't', '-K', ':'], 'capteur-7:21\n');
    const client = await appeared('producer');
    expect(client).toMatchObject({ clientId: 'rdkafka', library: 'librdkafka', owner: null });
    expect(client.libraryVersion).toMatch(/^\d+\.\d+/);
    expect(client.address).toMatch(/^127\.0\.0\.1:\d+$/);
    const appended = await house.heard.until(({ all }) => all('records.appended')[0]);
    // crc32("capteur-7") mod 3: librdkafka places keys elsewhere than Java does.
    expect(appended).toMatchObject({ client: client.id, count: 1, kept: [{ key: { text: 'capteur-7' } }] });
    expect(await gone(client.id)).toMatchObject({ cause: 'closed' });
    expect(outsiders()).toHaveLength(1);
  });

  it('is one program as a group member, and says goodbye', async () => {
    const child = start(kcat, ['-b', house.address, '-G', 'g', 't']);
    const group = await house.heard.until(stableGroup('g', 1));
    const client = await appeared('consumer');
    expect(group.members[0]).toMatchObject({ origin: 'outside', clientId: 'rdkafka', client: client.id });
    child.kill('SIGINT');
    expect(await gone(client.id)).toMatchObject({ cause: 'clean' });
    expect(outsiders()).toHaveLength(1);
  });

  it('is seen to die without a word', async () => {
    const child = start(kcat, ['-b', house.address, '-G', 'g', '-X', 'session.timeout.ms=2000', 't']);
    await house.heard.until(stableGroup('g', 1));
    const client = await appeared('consumer');
    child.kill('SIGKILL');
    expect(await gone(client.id)).toMatchObject({ cause: 'closed' });
    const left = await house.heard.until(({ all }) => all('group.member-left')[0]);
    expect(left).toMatchObject({ cause: 'silence', clientId: 'rdkafka' });
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])('is read by page consumers when it compresses with %s', async (codec) => {
    const lines = Array.from({ length: 50 }, (_, index) => `mesure ${index}`).join('\n');
    start(kcat, ['-P', '-b', house.address, '-t', 't', '-p', '0', '-z', codec], lines);
    const { consumer } = must(await house.bridge.addConsumer(anna, reader));
    await house.heard.until(({ all }) =>
      all('offsets.committed').some(({ offsets }) => offsets.some(({ offset }) => offset === 50)),
    );
    expect(house.bridge.consumers().find((each) => each.consumer === consumer)?.state).toBe('running');
  });
});

describe.skipIf(python === null)('kafka-python', () => {
  const produce = `
from kafka import KafkaProducer
import sys, time
p = KafkaProducer(bootstrap_servers=sys.argv[1], client_id='producteur.py')
for i in range(3):
    p.send('t', key=b'capteur-7', value=b'%d' % i).get(10)
time.sleep(3)
p.close()
`;
  const consume = `
from kafka import KafkaConsumer
import sys
c = KafkaConsumer('t', bootstrap_servers=sys.argv[1], group_id='g', client_id='consommateur.py', auto_offset_reset='earliest',
  session_timeout_ms=6000, heartbeat_interval_ms=500, auto_commit_interval_ms=1500)
n = 0
for m in c:
    n += 1
    if n == int(sys.argv[2]): break
c.close()
`;

  it('appears once as a producer, by the name it gave itself', async () => {
    start(python, ['-c', produce, house.address]);
    const client = await appeared('producer');
    expect(client).toMatchObject({ clientId: 'producteur.py', origin: 'outside', library: null });
    await house.heard.until(({ all }) => all('records.appended').reduce((sum, { count }) => sum + count, 0) === 3);
    // murmur2("capteur-7") mod 3 = 2, as from a page.
    expect(house.heard.all('records.appended').every((each) => each.partition === 2 && each.client === client.id)).toBe(
      true,
    );
    expect(await gone(client.id)).toMatchObject({ cause: 'closed' });
    expect(outsiders()).toHaveLength(1);
  });

  it('is one program to its end, though it closes its connections one by one', async () => {
    const put = (partition: number) =>
      house.bridge.publish(anna, { topic: 't', key: null, value: 'v', headers: [], acks: 1, partition });
    must(await put(0));
    start(python, ['-c', consume, house.address, '2']);
    const client = await appeared('consumer');
    // Its first commit comes when it is no longer young.
    await house.heard.until(({ all }) => all('offsets.committed')[0]);
    must(await put(1));
    expect(await gone(client.id)).toMatchObject({ cause: 'clean' });
    expect(outsiders()).toHaveLength(1);
    expect(house.heard.all('client.left').filter(({ id }) => id !== client.id)).toEqual([]);
  });

  it('shares a group with a page consumer, and leaves it cleanly', async () => {
    const { consumer } = must(await house.bridge.addConsumer(anna, reader));
    await house.heard.until(stableGroup('g', 1));
    start(python, ['-c', consume, house.address, '2']);
    const group = await house.heard.until(stableGroup('g', 2));
    const partitions = group.members.map(({ assignment }) => assignment.flatMap((each) => each.partitions));
    expect(partitions.flat().sort()).toEqual([0, 1, 2]);
    const theirs = group.members.find(({ origin }) => origin === 'outside');
    expect(theirs).toMatchObject({ clientId: 'consommateur.py', owner: null, consumer: null });
    expect(group.members.find(({ origin }) => origin === 'page')?.consumer).toBe(consumer);
    for (let round = 0; round < 2; round += 1) {
      for (const partition of [0, 1, 2]) {
        const message = { topic: 't', key: null, value: 'v', headers: [], acks: 1 as const, partition };
        must(await house.bridge.publish(anna, message));
      }
    }
    const client = await appeared('consumer');
    expect(await gone(client.id)).toMatchObject({ cause: 'clean' });
    expect(house.heard.all('group.member-left')).toMatchObject([{ clientId: 'consommateur.py', cause: 'clean' }]);
    expect(outsiders()).toHaveLength(1);
  });
});

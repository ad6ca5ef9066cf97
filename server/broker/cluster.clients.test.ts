// A broker of three stops under real clients and comes back: nothing acknowledged is lost, consumers go on.

import { spawn } from 'node:child_process';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { missing, type TestBroker, testBroker, until } from './testing.ts';

async function three(): Promise<TestBroker> {
  const broker = await testBroker({ nodes: 3 });
  const nodes = await broker.nodes.list();
  return Object.assign(broker, { bootstrap: nodes.map(({ port }) => `127.0.0.1:${port}`).join(',') });
}

const client = (broker: TestBroker, clientId: string): Kafka =>
  new Kafka({
    clientId,
    brokers: broker.bootstrap.split(','),
    logLevel: logLevel.NOTHING,
    retry: { retries: 20, initialRetryTime: 20, maxRetryTime: 300 },
  });

async function createTopic(broker: TestBroker, topic: string, numPartitions: number): Promise<void> {
  const admin = client(broker, 'admin').admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor: 3 }] });
  await admin.disconnect();
}

describe('kafkajs with three brokers', () => {
  it('loses nothing acknowledged when one broker after the other stops, and its consumer goes on', async () => {
    const broker = await three();
    await createTopic(broker, 'orders', 3);
    const consumer = client(broker, 'reader').consumer({
      groupId: 'team',
      sessionTimeout: 10_000,
      heartbeatInterval: 100,
      maxWaitTimeInMs: 100,
      retry: { retries: 20, initialRetryTime: 20, maxRetryTime: 300 },
    });
    const got = new Set<string>();
    await consumer.connect();
    onTestFinished(() => consumer.disconnect());
    await consumer.subscribe({ topic: 'orders', fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void got.add(String(message.value)) });

    const producer = client(broker, 'writer').producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    onTestFinished(() => producer.disconnect());
    const acknowledged: string[] = [];
    let going = true;
    const writing = (async () => {
      for (let n = 0; going; n += 1) {
        const value = `v${n}`;
        await producer.send({ topic: 'orders', acks: -1, messages: [{ key: `k${n}`, value }] });
        acknowledged.push(value);
      }
    })();
    for (const node of [1, 2, 3]) {
      const before = acknowledged.length;
      await until('writing', () => acknowledged.length > before + 20);
      await broker.nodes.stop(node);
      const after = acknowledged.length;
      await until(`writing without ${node}`, () => acknowledged.length > after + 20);
      await broker.nodes.start(node);
      await until('all in sync', async () =>
        (await broker.snapshot()).topics.every(({ partitions }) => partitions.every(({ isr }) => isr.length === 3)),
      );
    }
    going = false;
    await writing;
    await until('every record', () => acknowledged.every((value) => got.has(value)));
    const moves = broker.events.filter(({ type }) => type === 'leader-changed');
    expect(moves.length).toBeGreaterThanOrEqual(3);
  });

  it('describes the cluster and its copies', async () => {
    const broker = await three();
    await createTopic(broker, 'orders', 3);
    const admin = client(broker, 'admin').admin();
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    expect(await admin.describeCluster()).toMatchObject({
      controller: 1,
      brokers: [{ nodeId: 1 }, { nodeId: 2 }, { nodeId: 3 }],
    });
    await broker.nodes.stop(1);
    // Its connections to the stopped broker end under it: kafkajs says so once, then asks another.
    await until('another controller', async () => (await admin.describeCluster().catch(() => null))?.controller === 2);
    const { topics } = await admin.fetchTopicMetadata({ topics: ['orders'] });
    const leaders = topics[0]?.partitions.map(({ leader, isr }) => [leader, isr.length]);
    expect(leaders).toEqual([
      [2, 2],
      [2, 2],
      [3, 2],
    ]);
  });

  it('keeps a group over the loss of its coordinator', async () => {
    const broker = await three();
    await createTopic(broker, 'orders', 3);
    const reader = client(broker, 'reader');
    const admin = reader.admin();
    await admin.connect();
    onTestFinished(() => admin.disconnect());
    const consumer = reader.consumer({ groupId: 'team', heartbeatInterval: 100, maxWaitTimeInMs: 100 });
    const got: string[] = [];
    await consumer.connect();
    onTestFinished(() => consumer.disconnect());
    await consumer.subscribe({ topic: 'orders', fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void got.push(String(message.value)) });
    const producer = client(broker, 'writer').producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    onTestFinished(() => producer.disconnect());
    await producer.send({ topic: 'orders', messages: [{ value: 'before' }] });
    await until('the first', () => got.includes('before'));
    const member = (await broker.snapshot()).groups[0]?.members[0];
    const address = (await broker.snapshot()).connections.find(({ connection }) => connection === member?.connection);
    const coordinator = address?.nodeId ?? 0;
    expect(coordinator).toBeGreaterThan(0);
    await broker.nodes.stop(coordinator);
    await producer.send({ topic: 'orders', messages: [{ value: 'after' }] });
    await until('the second', () => got.includes('after'));
    const groups = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
    expect(groups).toEqual(['team']);
  });
});

const python = ['/usr/bin/python3', 'python3'].find((one) => missing(one, '-c', 'import confluent_kafka') === null);

const script = `
import sys, threading
from confluent_kafka import Producer, Consumer
from confluent_kafka.admin import AdminClient, NewTopic
conf = {'bootstrap.servers': sys.argv[1]}
admin = AdminClient(conf)
for future in admin.create_topics([NewTopic('orders', 3, 3)]).values(): future.result()
acked, failed = set(), []
def told(error, message):
    if error: failed.append(str(error))
    else: acked.add(message.value())
producer = Producer({**conf, 'enable.idempotence': True, 'linger.ms': 1})
consumer = Consumer({**conf, 'group.id': 'team', 'auto.offset.reset': 'earliest', 'topic.metadata.refresh.interval.ms': 500})
consumer.subscribe(['orders'])
got = []
n = 0
done = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), done.set())).start()
print('ready', flush=True)
while not done.is_set():
    producer.produce('orders', key='k%d' % n, value='v%d' % n, callback=told)
    n += 1
    producer.poll(0.005)
    message = consumer.poll(0)
    if message is not None and not message.error(): got.append(message.value())
print('left', producer.flush(20), 'failed', failed[:3])
import time
until = time.time() + 25
while len(set(got) & acked) < len(acked) and time.time() < until:
    message = consumer.poll(0.5)
    if message is not None and not message.error(): got.append(message.value())
print('acked', len(acked), 'missing', len(acked - set(got)), 'twice', len(got) - len(set(got)), 'sent', n)
consumer.close()
`;

describe.skipIf(python === undefined)('confluent_kafka with three brokers', () => {
  it('loses and doubles nothing with idempotence while a leader stops and comes back', async () => {
    const broker = await three();
    const child = spawn(python ?? '', ['-c', script, broker.bootstrap], { stdio: 'pipe' });
    onTestFinished(() => void child.kill('SIGKILL'));
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const written = async () => {
      const { topics } = await broker.snapshot();
      return topics.flatMap(({ partitions }) => partitions).reduce((sum, { end }) => sum + end, 0);
    };
    await until('records', async () => (await written()) > 100);
    for (const node of [1, 2]) {
      await broker.nodes.stop(node);
      const then = await written();
      await until(`records without ${node}`, async () => (await written()) > then + 100);
      await broker.nodes.start(node);
    }
    child.stdin.write('\n');
    await ended;
    expect(out).toContain('left 0 failed []');
    expect(out).toContain('missing 0 twice 0');
    expect(Number(/acked (\d+)/.exec(out)?.[1])).toBeGreaterThan(200);
  }, 60_000);
});

describe.skipIf(missing('kcat', '-V') !== null)('kcat with three brokers', () => {
  it('lists them, their leaders and copies', async () => {
    const broker = await three();
    await createTopic(broker, 'orders', 3);
    const list = async (): Promise<string> => {
      const child = spawn('kcat', ['-b', broker.bootstrap, '-L', '-t', 'orders'], { stdio: 'pipe' });
      let out = '';
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk;
      });
      await new Promise<void>((resolve) => child.once('close', () => resolve()));
      return out;
    };
    const before = await list();
    expect(before).toContain('3 brokers');
    expect(before).toContain('partition 1, leader 2, replicas: 2,3,1, isrs: 2,3,1');
    await broker.nodes.stop(2);
    const after = await list();
    expect(after).toContain('2 brokers');
    expect(after).toContain('partition 1, leader 3, replicas: 2,3,1, isrs: 3,1');
  });
});

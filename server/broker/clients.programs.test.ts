// Programs this project did not write, run as their users run them: kcat, kafka-python, confluent_kafka (librdkafka).
// A program that is not installed is skipped, and says so.

import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { missing, testBroker } from './testing.ts';

type Finished = { code: number | null; out: string; err: string };

/** Runs a program to its end; killed after `ms`. Asynchronous: the broker lives in this very process. */
function run(command: string, args: string[], input = '', ms = 25_000): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'pipe' });
    let out = '';
    let err = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, out, err });
    });
    child.stdin.end(input);
  });
}

function suite(name: string, reason: string | null, tests: () => void): void {
  if (reason !== null) process.stderr.write(`skipped, ${reason}: ${name}\n`);
  describe.skipIf(reason !== null)(name, tests);
}

/** The first Python that can import the module: the system's own comes first, distributions package both there. */
function pythonWith(module: string): { python: string; reason: string | null } {
  const candidates = ['/usr/bin/python3', 'python3', 'python'];
  const python = candidates.find((candidate) => missing(candidate, '-c', `import ${module}`) === null);
  return { python: python ?? 'python3', reason: python ? null : `no Python with the module ${module}` };
}
const withKafkaPython = pythonWith('kafka');
const withConfluent = pythonWith('confluent_kafka');

suite('kcat', missing('kcat', '-V'), () => {
  it('produces, lists and consumes', async () => {
    const { bootstrap } = await testBroker();
    const lines = Array.from({ length: 50 }, (_, n) => `k${n % 5}:v${n}\n`);
    for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
      const args = ['-b', bootstrap, '-P', '-t', `t-${codec}`, '-K:', '-z', codec];
      expect(await run('kcat', args, lines.join(''))).toMatchObject({ code: 0 });
      const consumed = await run('kcat', ['-b', bootstrap, '-C', '-t', `t-${codec}`, '-e', '-q', '-f', '%k:%s\\n']);
      expect(consumed.out.split('\n').sort().filter(Boolean)).toEqual(lines.map((line) => line.trim()).sort());
    }
    const listed = await run('kcat', ['-b', bootstrap, '-L']);
    expect(listed.out).toContain('1 brokers');
    expect(listed.out).toContain('topic "t-lz4" with 3 partitions');
  });

  it('consumes in a group and finds offsets by time', async () => {
    const { bootstrap } = await testBroker();
    await run('kcat', ['-b', bootstrap, '-P', '-t', 't', '-p', '0'], 'a\nb\nc\n');
    const group = await run('kcat', ['-b', bootstrap, '-G', 'g', '-c', '3', '-q', '-o', 'beginning', 't']);
    expect(group.out).toBe('a\nb\nc\n');
    const query = await run('kcat', ['-b', bootstrap, '-Q', '-t', 't:0:1']);
    expect(query.out).toContain('t [0] offset 0');
  });
});

const kafkaPython = `
import sys
from kafka import KafkaProducer, KafkaConsumer
from kafka.admin import KafkaAdminClient, NewTopic
boot = sys.argv[1]
admin = KafkaAdminClient(bootstrap_servers=boot)
admin.create_topics([NewTopic('orders', 2, 1)])
producer = KafkaProducer(bootstrap_servers=boot, compression_type='gzip')
for n in range(30):
    producer.send('orders', key=b'k%d' % (n % 5), value=b'v%d' % n).get(timeout=10)
producer.close()
consumer = KafkaConsumer('orders', bootstrap_servers=boot, group_id='team', auto_offset_reset='earliest', consumer_timeout_ms=10000)
got = set()
for message in consumer:
    got.add(message.value)
    if len(got) == 30: break
consumer.commit()
print('got', len(got), 'committed', sum(consumer.committed(tp) for tp in consumer.assignment()))
consumer.close()
print('groups', [group[0] for group in admin.list_consumer_groups()], 'topics', sorted(admin.list_topics()))
admin.close()
`;

suite('kafka-python', withKafkaPython.reason, () => {
  it('administers, produces and consumes in a group', async () => {
    const broker = await testBroker();
    const { out, err } = await run(withKafkaPython.python, ['-c', kafkaPython, broker.bootstrap]);
    expect(`${out}${err}`).toContain('got 30 committed 30');
    expect(out).toContain("groups ['team'] topics ['orders']");
    expect(broker.events.find((event) => event.type === 'member-left')).toMatchObject({ reason: 'leave' });
  });
});

const confluent = `
import sys
from confluent_kafka import Producer, Consumer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic, ConfigResource
conf = {'bootstrap.servers': sys.argv[1]}
admin = AdminClient(conf)
for future in admin.create_topics([NewTopic('orders', 3, 1)]).values(): future.result()
producer = Producer({**conf, 'enable.idempotence': True, 'compression.type': 'lz4'})
for n in range(30): producer.produce('orders', key='k%d' % (n % 5), value='v%d' % n)
print('left', producer.flush(10))
consumer = Consumer({**conf, 'group.id': 'team', 'auto.offset.reset': 'earliest', 'partition.assignment.strategy': 'cooperative-sticky'})
consumer.subscribe(['orders'])
got = set()
while len(got) < 30:
    message = consumer.poll(10)
    if message is None: break
    got.add(message.value())
print('got', len(got), 'committed', sum(p.offset for p in consumer.commit(asynchronous=False)))
consumer.close()
resource = ConfigResource(ConfigResource.Type.TOPIC, 'orders')
for future in admin.describe_configs([resource]).values(): print('retention', future.result()['retention.ms'].value)
for future in admin.delete_topics(['orders']).values(): future.result()
print('topics', list(admin.list_topics(timeout=5).topics))
`;

suite('confluent_kafka', withConfluent.reason, () => {
  it('administers, produces with idempotence and consumes with cooperative assignment', async () => {
    const { bootstrap } = await testBroker();
    const { out, err } = await run(withConfluent.python, ['-c', confluent, bootstrap]);
    expect(`${out}${err}`).toContain('left 0');
    expect(`${out}${err}`).toContain('got 30 committed 30');
    expect(out).toContain('retention 604800000');
    expect(out).toContain('topics []');
  });
});

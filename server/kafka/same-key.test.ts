// « Même clé, deux bibliothèques » : for 1 000 keys, the page's predictions are where real KafkaJS and real kcat put them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Algorithm, partitionOf } from '#labs/partitioners/index.ts';
import { findProgram, type House, must, startHouse } from './testing.ts';

const kcat = findProgram(['kcat', 'kafkacat'], ['-V']);
if (kcat === null) process.stderr.write('SKIPPED: no kcat on this machine, CRC32 is not checked against librdkafka\n');

const count = 1_000;
const partitions = 7;
const letters = ['capteur', 'é', 'lot_', '美', '🙂', 'x y', 'A.B', '0'];

/** Keys of 1 to about 40 characters, ASCII and not; all different, without the tab and line end that kcat splits at. */
const keys = Array.from({ length: count }, (_, n) => {
  const word = letters[n % letters.length] ?? '';
  return `${word.repeat(1 + (n % 5))}-${(n * 2_654_435_761) % 1_000_003}${n % 3 === 0 ? '' : `-${n}`}`;
});

let house: House;
beforeAll(async () => {
  house = await startHouse();
  for (const topic of ['kafkajs', 'kcat']) await house.broker.createTopic(topic, partitions);
});
afterAll(() => house.close());

/** Where each key of a topic really lies, read back by a KafkaJS consumer. */
async function placesIn(topic: string): Promise<Map<string, number>> {
  const kafka = new Kafka({ brokers: [house.address], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `places-${topic}`, maxWaitTimeInMs: 100 });
  const places = new Map<string, number>();
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: async ({ partition, message }) => {
          places.set(String(message.key), partition);
          if (places.size === count) resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return places;
}

const predicted = (algorithm: Algorithm) =>
  new Map(keys.map((key) => [key, partitionOf(algorithm, key, partitions)] as const));

describe('one key in two libraries', () => {
  it('has 1 000 different keys to be judged by', () => {
    expect(new Set(keys).size).toBe(count);
    expect(
      keys.filter((key) => partitionOf('murmur2', key, partitions) !== partitionOf('crc32', key, partitions)).length,
    ).toBeGreaterThan(700);
  });

  it('lies where murmur2 says when the page sends it with KafkaJS', async () => {
    const records = keys.map((key) => ({ key, value: 'v' }));
    must(await house.bridge.publishMany({ owner: 'anna' }, { topic: 'kafkajs', acks: -1, records, intervalMs: 0 }));
    expect(new Map([...(await placesIn('kafkajs'))].sort())).toEqual(new Map([...predicted('murmur2')].sort()));
  });

  it.skipIf(kcat === null)('lies where CRC32 says when kcat sends it, as the command shown does', async () => {
    const child = spawn(kcat ?? '', ['-P', '-b', house.address, '-t', 'kcat', '-K', '\t'], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.stdin.end(keys.map((key) => `${key}\tv\n`).join(''));
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(new Map([...(await placesIn('kcat'))].sort())).toEqual(new Map([...predicted('crc32')].sort()));
  });
});

// The same broker through kafkajs, as the course's own programs use it: what of the raw figures a client can have.
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { percentile } from './load.ts';

/** `single`: ms of one send (median). `messages`: a second, in sends of 100 with five under way. */
export async function kafkajsLoad(
  port: number,
  topic: string,
  seconds: number,
): Promise<{ single: number; messages: number }> {
  const kafka = new Kafka({ clientId: 'bench', brokers: [`127.0.0.1:${port}`], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const value = 'x'.repeat(100);
  const times: number[] = [];
  const singleUntil = performance.now() + (seconds * 1000) / 2;
  while (performance.now() < singleUntil) {
    const sent = performance.now();
    await producer.send({ topic, acks: -1, messages: [{ partition: 0, value }] });
    times.push(performance.now() - sent);
  }
  const hundred = Array.from({ length: 100 }, () => ({ partition: 0, value }));
  const from = performance.now();
  let messages = 0;
  const sending = Array.from({ length: 5 }, async () => {
    while (performance.now() - from < (seconds * 1000) / 2) {
      await producer.send({ topic, acks: -1, messages: hundred });
      messages += hundred.length;
    }
  });
  await Promise.all(sending);
  const took = (performance.now() - from) / 1000;
  await producer.disconnect();
  times.sort((a, b) => a - b);
  return { single: percentile(times, 0.5), messages: messages / took };
}

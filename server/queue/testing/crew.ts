// Run by kill-server.ts in a process of its own, to be killed: our server, with a producer and three workers on one queue, telling what
// was promised and what was done.
import { join } from 'node:path';
import { systemClock as clock } from '#server/realtime/clock.ts';
import type { QueueBroker } from '../types.ts';
import { crewOptions, type Place, quickDeath } from './kill-server.ts';

const [broker = '', at = '', name = '', list = ''] = process.argv.slice(2);
const onError = (): never => process.exit(3);

// Each loads its own libraries alone: it starts many times.
const openings: Record<Place['broker'], () => Promise<QueueBroker>> = {
  async embarque() {
    const [{ openStore }, { createEmbeddedQueues }] = await Promise.all([
      import('#server/store/index.ts'),
      import('../embedded/index.ts'),
    ]);
    return createEmbeddedQueues(await openStore(join(at, 'tasks.log'), { clock, onError }), onError);
  },
  rabbitmq: async () => (await import('../rabbitmq/index.ts')).createRabbitQueues({ url: at, clock }),
  redis: async () =>
    (await import('../redis/index.ts')).createRedisQueues({ url: at, clock, silenceMs: quickDeath.redis }),
  async kafka() {
    const [{ silentLog }, { createKafkaQueues }] = await Promise.all([
      import('#server/kafka/index.ts'),
      import('../kafka/index.ts'),
    ]);
    return createKafkaQueues({ brokers: [at], clock, log: silentLog, sessionMs: quickDeath.kafka });
  },
};
const queues = await openings[broker as Place['broker']]();
const queue = await queues.open(name, crewOptions);
// A line is out before the next thing happens: what is told of a killed process is what it did.
const tell = (line: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()));
for (let each = 0; each < 3; each += 1) {
  queue.consume({
    prefetch: 10,
    async onTask(delivery) {
      await tell(`done ${delivery.id} ${delivery.redelivered ? 'redelivered' : 'first'}`);
      await delivery.ack();
    },
  });
}
const ids = list.split(',').filter((id) => id !== '');
const produce = async (): Promise<void> => {
  for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
    while ((await queue.send({ id, body: '' })) !== 'kept');
    await tell(`kept ${id}`);
  }
};
await Promise.all(Array.from({ length: 10 }, produce));

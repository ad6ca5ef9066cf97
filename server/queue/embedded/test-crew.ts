// Run by embedded.test.ts in a process of its own, to be killed: a producer and three workers on one queue, telling what was
// promised and what was done. Ends by itself once everything is done.
import { join } from 'node:path';
import { systemClock } from '#server/realtime/clock.ts';
import { openStore } from '#server/store/index.ts';
import { createEmbeddedQueues, type Entry } from './index.ts';

const [path = '', list = ''] = process.argv.slice(2);
const onError = (): never => process.exit(3);
const store = await openStore<Entry>(join(path, 'tasks.log'), { clock: systemClock, onError });
const broker = createEmbeddedQueues(store, onError);
const queue = await broker.open('q', { maxDeliveries: 100, maxLength: 5_000, forgetAfterMs: 1 });
// A line is out before the next thing happens: what is told of a killed process is what it did.
const tell = (line: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()));
let inHand = 0;
for (let each = 0; each < 3; each += 1) {
  queue.consume({
    prefetch: 10,
    async onTask(delivery) {
      inHand += 1;
      await tell(`done ${delivery.id} ${delivery.redelivered ? 'redelivered' : 'first'}`);
      await delivery.ack();
      inHand -= 1;
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
while (inHand > 0 || (await queue.ready()) > 0) await new Promise((resolve) => setImmediate(resolve));
await broker.close();

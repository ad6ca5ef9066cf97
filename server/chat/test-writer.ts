// Run by file-store.test.ts in a process of its own, to be killed: publishes for ever, prints what was acknowledged.
import { systemClock } from '#server/realtime/clock.ts';
import { fileDisk, openFileStore } from '#server/store/index.ts';
import { createChat } from './broker.ts';
import type { Entry } from './store.ts';

const [path = '', seed = ''] = process.argv.slice(2);
const { after } = systemClock;
const store = await openFileStore<Entry>({ disk: fileDisk(path), boot: 'same', after, onError: () => process.exit(3) });
const chat = createChat({
  clock: systemClock,
  newId: () => crypto.randomUUID(),
  limiter: () => ({ take: () => true }),
  store,
  teacherCode: 'x',
  onError: () => process.exit(3),
  limits: { historySize: 100_000 },
});
const { identify, publish } = chat.connect({ deliver: () => {}, evicted: () => {}, graceMs: 0, more: false });
identify({ id: 'p1', name: 'writer', signed: true });
for (let n = 0; ; n += 8) {
  const asked = Array.from({ length: 8 }, async (_, index) => {
    const content = `${seed} ${n + index}`;
    const reply = await publish('r', content, content);
    if (reply.ok) process.stdout.write(`${JSON.stringify([reply.result.sequence, content])}\n`);
  });
  await Promise.all(asked);
}

// Shared by the tests of this folder: the chat, its plain door and this lab on a free port; pages without a browser.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { ChatEvent } from '#contract/chat.ts';
import type { ExercicesCommand } from '#contract/exercices-salon.ts';
import { slugOf } from '#contract/person.ts';
import type { ExercicesState } from '#labs/exercices-salon/lab.ts';
import { createChat } from '#server/chat/index.ts';
import { createChatWatch } from '#server/chat-watch/index.ts';
import { createBucket, createPlainDoor, systemClock } from '#server/realtime/index.ts';
import { memoryStore } from '#server/store/index.ts';
import { createExercicesLab } from './runner.ts';
import type { StageLimits } from './stage.ts';

export async function startHouse(
  people: Record<string, string> = { p1: 'Ada', p2: 'Bob' },
  limits: Partial<StageLimits> = {},
) {
  const chat = createChat({
    clock: systemClock,
    newId: () => crypto.randomUUID(),
    limiter: () => createBucket(systemClock, { rate: 100_000, burst: 100_000 }),
    store: memoryStore(),
    teacherCode: 'tournesol-42',
    onError: () => {},
  });
  const watch = createChatWatch();
  const doors = watch.around(chat);
  const slugs = new Map(Object.entries(people).map(([id, name]) => [id, slugOf(name)]));
  const isTaken = (slug: string): boolean => [...slugs.values()].includes(slug);
  const lab = createExercicesLab({
    watch,
    clock: systemClock,
    epoch: 'e',
    slugOf: (id) => slugs.get(id) ?? null,
    isTaken,
    secret: Buffer.from('of these tests'),
    limits,
  });
  const http = createServer();
  const door = createPlainDoor({
    http,
    host: '127.0.0.1',
    chat: doors,
    taken: isTaken,
    ofToken(token) {
      const id = token.replace('token-of-', '');
      const name = people[id];
      return name === undefined ? null : { id, name };
    },
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    port,
    url: `ws://127.0.0.1:${port}/chat`,
    lab,
    doors,
    command: (id: string, command: ExercicesCommand) => lab.run({ id }, command),
    stateOf: (id: string) => lab.journal.of(id).snapshot().state as ExercicesState,
    /** A page of this person, in these rooms. */
    openPage(id: string, ...rooms: string[]) {
      const heard: ChatEvent[] = [];
      const session = doors.connect({
        deliver: (batches) => void heard.push(...batches.flatMap(({ items }) => items)),
        evicted: () => {},
        graceMs: 50,
        more: true,
      });
      session.identify({ id, name: people[id] ?? '', signed: true });
      for (const room of rooms) session.subscribe(room, { from: 1 });
      return { session, heard };
    },
    async close() {
      await door.close(50);
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      lab.close();
      await chat.close();
    },
  };
}
export type HouseUnderTest = Awaited<ReturnType<typeof startHouse>>;

// Servers that lead are killed one after the other while people work: what was answered is in the journal of whoever asked, once and in
// its order, wherever they landed; whoever was shown something is never shown less.
// RELAIS_LABS_KILLS=40: as long as one likes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '#server/realtime/fixtures.ts';
import { hasRedis, type Redis, startRedis } from '#server/testing/brokers.ts';
import { openPage, own, startServer, type TestServer } from './fixtures.ts';

const kills = Number(process.env.RELAIS_LABS_KILLS ?? 3);
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const names = ['ada', 'bob', 'eve', 'zoe', 'ali', 'mia'];

describe.skipIf(!hasRedis)('labs of several servers, and leaders that die', () => {
  let redis: Redis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  it(
    'keeps what was answered, and never shows less than before',
    async () => {
      const servers: TestServer[] = [];
      let made = 0;
      async function add(): Promise<void> {
        made += 1;
        servers.push(await startServer(`s${made}`, redis.url));
      }
      for (let each = 0; each < 3; each += 1) await add();
      const living = (at: number): TestServer => servers[at % servers.length] as TestServer;
      const leader = (): TestServer | undefined => servers.find(({ cluster }) => cluster.role.kind === 'leader');
      await until(leader);

      let over = false;
      /** Works until it is told to stop: one number after the other, the next one when this one is answered. */
      async function work(name: string, at: number) {
        const page = openPage(own, name, '1');
        const answered: number[] = [];
        const shown: number[] = [];
        let next = 0;
        for (;;) {
          const server = living(at);
          if (page.server !== server) {
            if (!(await page.join(server)).ok) {
              await pause();
              continue;
            }
            shown.push(page.state.sum);
          }
          if (over) return { page, answered, shown, next };
          next += 1;
          // Powers would be too large: each is told apart by its order.
          if ((await page.ask(next)).ok) answered.push(next);
          // Refused at once while a server finds its Redis again: it must have its turn.
          else await pause();
        }
      }
      const works = names.map(work);
      for (let kill = 0; kill < kills; kill += 1) {
        await until(() => leader());
        const lost = leader() as TestServer;
        const before = lost.runs.length;
        await until(() => lost.runs.length > before + 50);
        servers.splice(servers.indexOf(lost), 1);
        lost.die();
        await add();
      }
      await until(() => leader());
      const { runs } = leader() as TestServer;
      await until(() => runs.length > 50);
      over = true;
      const done = await Promise.all(works);

      for (const { page, answered, shown, next } of done) {
        // The whole journal, as who comes now reads it.
        const late = openPage(own, page.person, 'late');
        await late.join(living(1));
        const records = late.server?.labs.doors
          .map(({ journal }) => ('of' in journal ? journal.of(page.person) : null))
          .flatMap((journal) => journal?.read(journal.epoch, journal.start, Number.POSITIVE_INFINITY) ?? []);
        const told = (records ?? []).flatMap(({ event }) =>
          'n' in (event as object) ? [(event as { n: number }).n] : [],
        );
        const from = told[0] ?? 0;
        expect(new Set(told).size).toBe(told.length);
        expect([...told].sort((a, b) => a - b)).toEqual(told);
        expect(answered.filter((n) => n >= from && !told.includes(n))).toEqual([]);
        // Nothing that was answered is missing in the state either; the rest may have been done or not.
        const least = answered.reduce((sum, n) => sum + n, 0);
        expect(late.state.sum).toBeGreaterThanOrEqual(least);
        expect(late.state.sum).toBeLessThanOrEqual((next * (next + 1)) / 2);
        expect(shown).toEqual([...shown].sort((a, b) => a - b));
        expect(answered.length).toBeGreaterThan(kills);
      }
      const errors = servers.flatMap((server) => server.errors);
      await Promise.all(servers.map((server) => server.close()));
      expect(errors).toEqual([]);
    },
    30_000 + kills * 10_000,
  );
});

it.runIf(!hasRedis)('SKIPPED: leaders that die, redis-server is not installed', () => {});

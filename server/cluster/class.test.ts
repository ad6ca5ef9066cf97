// A class on two servers and one Redis, each in a process of its own: Redis is killed and comes back, whole and empty, the server
// that leads is killed. Nobody loses a number, hears one twice, or is shown somebody who is not there.
// RELAIS_CLUSTER_ROUNDS=10: ten times as much is said, on three servers, and one that does not lead is killed too.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '#server/http/index.ts';
import { systemClock } from '#server/realtime/clock.ts';
import { hasRedis, type Redis, startRedis } from '#server/testing/brokers.ts';
import { createLink } from './link.ts';
import { createPerson, type Person } from './testing/person.ts';
import { type ServerProcess, startServer } from './testing/processes.ts';
import { helloOf, pendingOf } from './testing/wires.ts';

const rounds = Number(process.env.RELAIS_CLUSTER_ROUNDS ?? 1);
const isLong = rounds > 1;
const count = 100;
const everybody = 'tous';
const groupOf = (n: number): string => `groupe ${n % 4}`;

async function until(what: string, ready: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 25_000;
  while (!(await ready())) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.skipIf(!hasRedis)('a class on several servers', () => {
  let redis: Redis;
  let servers: ServerProcess[] = [];
  const people: Person[] = [];
  /** Rounds, and messages to everybody. */
  let said = 0;
  let total = 0;
  /** Of somebody new, under this name. */
  let cookieOf: (name: string) => string;

  beforeAll(async () => {
    redis = await startRedis();
    const secret = randomBytes(32);
    const link = createLink({ url: redis.url, name: 'test', clock: systemClock });
    await link.open();
    await link.set('relais:0:secret', secret.toString('hex'));
    link.close();
    servers = await Promise.all(
      (isLong ? [1, 2, 3] : [1, 2]).map(() => startServer({ REDIS_URL: redis.url, TEACHER_CODE: 'tournesol-42' })),
    );
    const identity = createIdentity(secret);
    cookieOf = (name: string): string => {
      const [first = ''] = (identity.identify({ headers: {} }).setCookie ?? '').split(';');
      return identity.named({ headers: { cookie: first } }, name)?.setCookie.split(';')[0] ?? '';
    };
    for (let n = 0; n < count; n += 1) {
      const name = `p${n}x`;
      const rooms = [everybody, groupOf(n)];
      const cookie = n % 2 === 0 ? cookieOf(name) : null;
      people.push(
        createPerson({ name, cookie, urls: () => servers.map(({ url }) => url), at: n, rooms, acks: n % 10 < 2 }),
      );
    }
    await until('everybody is in', () => people.every((person) => person.inside())).catch(async (error: unknown) => {
      const out = people.filter((person) => !person.inside());
      const told = await Promise.all(servers.map((server) => server.readyz()));
      throw new Error(`${String(error)}: ${out.length} ${out[0]?.told()} ${told.join()}`);
    });
  });
  afterAll(async () => {
    for (const person of people) person.leave();
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
    await redis.close();
  });

  /** Each says something to everybody, to its group and to its neighbour; a class does not speak at once. */
  async function talk(): Promise<void> {
    for (let round = 0; round < 3 * rounds; round += 1) {
      said += 1;
      total += people.length;
      for (const [n, person] of people.entries()) {
        person.say(everybody, `${person.name} to all ${said}`);
        person.say(groupOf(n), `${person.name} to its group ${said}`);
        person.say(`@${people[(n + 1) % people.length]?.name}`, `${person.name} alone ${said}`);
        if (n % 10 === 9) await new Promise((resolve) => setTimeout(resolve, isLong ? 40 : 15));
      }
    }
  }

  async function whole(): Promise<void> {
    const short = (): Person[] =>
      people.filter(
        (person) => person.waits() > 0 || person.contents(everybody).length < total || person.privately().length < said,
      );
    await until('everything is answered and heard', () => short().length === 0).catch((error: unknown) => {
      throw new Error(
        `${String(error)}: ${short()
          .map((person) => person.told())
          .slice(0, 5)
          .join('; ')}`,
      );
    });
    expect(people.flatMap(({ wrong }) => wrong).slice(0, 10)).toEqual([]);
    const [first] = people;
    const heard = first?.contents(everybody) ?? [];
    expect(new Set(heard).size).toBe(total);
    for (const person of people) {
      expect(person.contents(everybody)).toEqual(heard);
      expect(person.privately()).toHaveLength(said);
      expect(new Set(person.privately()).size).toBe(said);
    }
  }

  async function present(): Promise<void> {
    const names = new Set(people.map(({ name }) => name));
    /** Who is shown somebody too many, or too few. */
    const wrong = (): string[] =>
      people.flatMap((person) => {
        const members = person.members(everybody);
        const differ = [...members, ...names].filter((name) => members.has(name) !== names.has(name));
        return differ.length === 0 ? [] : [`${person.name}: ${differ.join(' ')}`];
      });
    await until('everybody sees who is there, and nobody else', () => wrong().length === 0).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${wrong().length}, ${wrong().slice(0, 4).join('; ')}`);
    });
    const pages = people.filter(({ isPage }) => isPage);
    await until('every page counts the pages', () => pages.every((page) => page.online() === pages.length));
  }

  async function leader(): Promise<ServerProcess> {
    let found: ServerProcess | undefined;
    await until('somebody leads', async () => {
      const told = await Promise.all(servers.map((server) => server.readyz()));
      found = servers[told.findIndex((text) => text.includes('role leader'))];
      return found !== undefined && told.every((text) => /role (leader|follower)/.test(text));
    });
    if (!found) throw new Error('nobody leads');
    return found;
  }

  async function kill(server: ServerProcess): Promise<void> {
    servers = servers.filter((other) => other !== server);
    await server.end('SIGKILL');
  }

  it('hears the same from each of them', async () => {
    await talk();
    await whole();
    await present();
  });

  it.runIf(isLong)(
    'loses nothing when one that does not lead is killed, with somebody who does not come back',
    async () => {
      const lead = await leader();
      const other = servers.find((server) => server !== lead);
      const left = people.pop();
      const talking = talk();
      if (other) await kill(other);
      left?.leave();
      await talking;
      await whole();
      await present();
    },
  );

  it('loses nothing when Redis comes back empty, as long as the server that leads lives', async () => {
    await leader();
    await redis.kill();
    await redis.empty();
    await redis.start();
    await talk();
    await whole();
    await present();
  });

  it('is told that Redis is away, and goes on by itself when it is back, though it came back older', async () => {
    const talking = talk();
    await redis.kill();
    await redis.age();
    await talking;
    await until('it is said', () =>
      people.some(({ refusals }) => [...refusals].some((text) => text.includes('Redis'))),
    );
    await redis.start();
    await whole();
    await present();
  });

  it('loses nothing when the server that leads is killed', async () => {
    const lead = await leader();
    const talking = talk();
    await kill(lead);
    await talking;
    await whole();
    await present();
  });

  it('has every message acknowledged by those who acknowledge', async () => {
    const acking = people.flatMap(({ name }, n) => (n % 10 < 2 ? [[name, 0] as const] : []));
    const cookie = cookieOf('inspecteur');
    let told: Record<string, number> = {};
    await until('nothing is pending', async () => {
      told = await pendingOf(servers[0]?.url ?? '', cookie, everybody);
      return acking.length > 0 && acking.every(([name]) => told[name] === 0);
    }).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(told)}`);
    });
  });

  it('never gives one name to two people, whatever their servers', async () => {
    for (const { url } of servers) {
      expect(await helloOf(url, cookieOf('P0X'))).toMatchObject({ name: null, wanted: 'P0X' });
      expect(await helloOf(url, cookieOf(`new${url.slice(-5)}`))).toMatchObject({ wanted: null });
    }
  });
});

it.runIf(!hasRedis)('SKIPPED: a class on several servers, redis-server is not installed', () => {});

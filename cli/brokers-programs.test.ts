// The course's programs of module 1, as a student runs them: on Debian's RabbitMQ and Redis, and on our MQTT door as on Mosquitto.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDoor } from '#server/pubsub/door/door.ts';
import {
  freePort,
  hasMosquitto,
  hasRabbit,
  hasRedis,
  type Program,
  startMosquitto,
  startRabbit,
  startRedis,
} from '#server/testing/brokers.ts';

const folder = join(dirname(import.meta.dirname), 'lessons', '01-brokers', 'programmes');
const hasCli = existsSync('/usr/bin/redis-cli');
const hasMosquittoClients = existsSync('/usr/bin/mosquitto_sub');
/** Said by the tests that are passed over. */
const needs = (there: boolean, packages: string) => (there ? '' : ` (skipped: apt-get install ${packages})`);

let running: Running[] = [];
afterEach(() => {
  for (const { kill } of running) kill();
  running = [];
});

type Running = ReturnType<typeof follow>;

/** A program in a terminal: what it prints, what is typed to it, how it ends. */
function follow(child: ChildProcess) {
  let text = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (const watch of [...watchers]) watch();
    });
  // All it started goes with it: a shell's child would outlive its shell.
  const kill = (): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has just ended, and nobody was told yet.
    }
  };
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const program = {
    output: () => text,
    times: (pattern: RegExp) => [...text.matchAll(new RegExp(pattern, 'g'))].length,
    prints: (pattern: RegExp, count = 1) =>
      new Promise<void>((resolve, reject) => {
        const watch = (): void => {
          if (program.times(pattern) < count) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void ended.then(() => {
          watch();
          reject(new Error(`ended without ${count} × ${pattern}:\n${text}`));
        });
      }),
    type: (line: string) => child.stdin?.write(`${line}\n`),
    interrupt: () => child.kill('SIGINT'),
    kill,
    ended,
  };
  return program;
}

function start(command: string, args: readonly string[], env: Record<string, string>): Running {
  const program = follow(spawn(command, args, { cwd: folder, detached: true, env: { ...process.env, ...env } }));
  running.push(program);
  return program;
}
const node = (env: Record<string, string>, name: string, ...args: string[]): Running =>
  start(process.execPath, [name, ...args], env);

describe.skipIf(!hasRabbit)(`with RabbitMQ${needs(hasRabbit, 'rabbitmq-server')}`, () => {
  let rabbit: Program;
  let env: Record<string, string>;
  beforeAll(async () => {
    rabbit = await startRabbit();
    env = { AMQP_URL: `amqp://127.0.0.1:${rabbit.port}` };
  }, 60_000);
  afterAll(() => rabbit?.close(), 30_000);

  it('two workers share the tasks, each done once, and leave on Ctrl+C', async () => {
    const workers = [node(env, 'ouvrier.mjs', '20'), node(env, 'ouvrier.mjs', '20')];
    await Promise.all(workers.map((worker) => worker.prints(/prêt/)));
    const producer = node(env, 'envoyer-taches.mjs');
    expect(await producer.ended).toBe(0);
    expect(producer.output()).toContain('10 tâche(s) gardée(s) par le broker');
    const done = () => workers.map((worker) => worker.times(/faite/));
    await expect.poll(() => done().reduce((sum, each) => sum + each, 0), { timeout: 10_000 }).toBe(10);
    expect(Math.min(...done())).toBeGreaterThan(0);
    for (const worker of workers) worker.interrupt();
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0]);
  });

  it('what a killed worker had in hand goes to another, and says so', async () => {
    const first = node(env, 'ouvrier.mjs', '60000');
    await first.prints(/prêt/);
    await node(env, 'envoyer-taches.mjs', '1').ended;
    await first.prints(/reçue : tâche 1\n/);
    first.kill();
    const second = node(env, 'ouvrier.mjs', '1');
    await second.prints(/redistribuée : tâche 1/);
    await second.prints(/faite : tâche 1/);
  });

  it('what nobody can do is put aside after three tries, with the reason', async () => {
    const program = node(env, 'lettres-mortes.mjs');
    expect(await program.ended, program.output()).toBe(0);
    expect(program.output()).toContain('le double de 21 est 42');
    expect(program.times(/essai \d/)).toBe(3);
    expect(program.output()).toContain('lettre morte : « douze », delivery_limit (1 fois)');
  });

  it('a report through the queue leaves the server free to answer; in place, it answers nobody', async () => {
    const port = String(await freePort());
    const server = node(env, 'rapport-serveur.mjs', port);
    const worker = node(env, 'rapport-ouvrier.mjs');
    await Promise.all([server.prints(/prêt sur/), worker.prints(/prêt/)]);
    const here = node(env, 'rapport-client.mjs', 'ici', '2000000', port);
    await here.prints(/rapport : 148933 nombres premiers/);
    await here.prints(/pendant ce temps : 0\n/);
    const queued = node(env, 'rapport-client.mjs', 'file', '2000000', port);
    await queued.prints(/rapport : 148933 nombres premiers/);
    await queued.prints(/pendant ce temps : [1-9]/);
    expect(worker.output()).toContain('rapport fait : 148933');
  });

  it('tasks that the broker promised to keep are there after its restart', async () => {
    await node(env, 'envoyer-taches.mjs', '4').ended;
    await rabbit.restart();
    const worker = node(env, 'ouvrier.mjs', '1');
    await worker.prints(/faite/, 4);
  }, 60_000);
});

describe.skipIf(!hasRedis || !hasCli)(`with Redis${needs(hasRedis && hasCli, 'redis-server redis-tools')}`, () => {
  let redis: Program;
  let env: Record<string, string>;
  let shims: string;
  beforeAll(async () => {
    redis = await startRedis();
    shims = await shimmed({ 'redis-cli': `/usr/bin/redis-cli -p ${redis.port}` });
    env = { REDIS_URL: `redis://127.0.0.1:${redis.port}`, PATH: `${shims}:${process.env.PATH ?? ''}` };
  });
  afterAll(async () => {
    await redis?.close();
    await rm(shims, { recursive: true, force: true });
  });

  it('who is there receives, from redis-cli as from JavaScript; who is not is not waited for', async () => {
    const nobody = start('sh', ['redis-editeur.sh'], env);
    expect(await nobody.ended).toBe(0);
    expect(nobody.output().trim()).toBe('0');
    const subscriber = start('sh', ['redis-abonne.sh'], env);
    await subscriber.prints(/subscribe\nchatroom\n1/);
    const other = node(env, 's-abonner.mjs');
    await other.prints(/abonné à chatroom/);
    const publisher = start('sh', ['redis-editeur.sh'], env);
    await publisher.prints(/^2\n/);
    await other.prints(/reçu : bonjour à tous/);
    await subscriber.prints(/message\nchatroom\nbonjour à tous/);
    const fromScript = node(env, 'publier.mjs', 'et en JavaScript');
    await fromScript.prints(/publié, envoyé à 2 abonné\(s\)/);
    await subscriber.prints(/message\nchatroom\net en JavaScript/);
    await other.prints(/reçu : et en JavaScript/);
    expect(other.times(/reçu/)).toBe(2);
    other.interrupt();
    expect(await other.ended).toBe(0);
  });

  it('two servers apart have two conversations; tied by Redis, one', async () => {
    for (const isTied of [false, true]) {
      const ports = [String(await freePort()), String(await freePort())];
      const servers = ports.map((port) => node(isTied ? env : {}, 'serveur-relie.mjs', port));
      await Promise.all(servers.map((server) => server.prints(isTied ? /relié par Redis/ : /seul/)));
      const alice = node({}, 'client-salon.mjs', ports[0] ?? '', 'Alice');
      const bob = node({}, 'client-salon.mjs', ports[1] ?? '', 'Bob');
      await Promise.all([alice.prints(/est chez/), bob.prints(/est chez/)]);
      alice.type('tu es là ?');
      await alice.prints(/Alice : tu es là \?/);
      if (isTied) await bob.prints(/Alice : tu es là \?/);
      // Bob hears himself: had Alice's line been for him too, it would have come before.
      bob.type('oui');
      await bob.prints(/Bob : oui/);
      expect(bob.times(/Alice/)).toBe(isTied ? 1 : 0);
    }
  });
});

const places = [
  ['the door of Relais', () => openDoor({ port: 0, hear: () => {}, onError: () => {} })],
  ...(hasMosquitto ? [['Mosquitto', startMosquitto] as const] : []),
] as const;

describe.skipIf(!hasMosquittoClients)(`MQTT${needs(hasMosquittoClients, 'mosquitto-clients')}`, () => {
  it.each(places)(
    'on %s: a session waits for its owner, a state is retained, a will is carried out',
    async (_, open) => {
      const broker = await open();
      const at = (program: string) => `/usr/bin/${program} "$@" -h 127.0.0.1 -p ${broker.port}`;
      const shims = await shimmed({ mosquitto_sub: at('mosquitto_sub'), mosquitto_pub: at('mosquitto_pub') });
      const env = { PATH: `${shims}:${process.env.PATH ?? ''}` };
      const sh = (name: string) => start('sh', [name], env);
      try {
        const sensor = sh('mqtt-testament.sh');
        const subscriber = sh('mqtt-abonne.sh');
        // Subscribed once it receives; published again until then.
        for (let tries = 0; !subscriber.output().includes('serre/temperature 21.4') && tries < 50; tries += 1)
          expect(await sh('mqtt-editeur.sh').ended).toBe(0);
        await subscriber.prints(/serre\/temperature 21\.4/);
        sensor.kill();
        await subscriber.prints(/serre\/capteur-7 hors ligne/);
        subscriber.kill();
        await subscriber.ended;
        expect(await sh('mqtt-editeur.sh').ended).toBe(0);
        const again = sh('mqtt-abonne.sh');
        // Kept for it while it was away; the retained state comes too.
        await again.prints(/serre\/temperature 21\.4/);
        await again.prints(/serre\/porte ouverte/);
      } finally {
        for (const { kill } of running) kill();
        await broker.close();
        await rm(shims, { recursive: true, force: true });
      }
    },
  );
});

/** Commands under their own names that speak to the test's broker: the student's files stay as they are. */
async function shimmed(commands: Record<string, string>): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'relais-commands-'));
  for (const [name, command] of Object.entries(commands)) {
    const line = command.includes('"$@"') ? command : `${command} "$@"`;
    await writeFile(join(place, name), `#!/bin/sh\nexec ${line}\n`);
    await chmod(join(place, name), 0o755);
  }
  return place;
}

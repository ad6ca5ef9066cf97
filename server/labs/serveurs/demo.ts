// One demonstration: two server processes, four clients, who goes where. What happens is told when it happens.
import { randomBytes } from 'node:crypto';
import type { Ack } from '#contract/errors.ts';
import {
  type ClientName,
  clientNames,
  type EndReason,
  type Mode,
  type ServerName,
  type ServeursEvent,
  serveursBounds,
} from '#contract/serveurs.ts';
import { createIdentity } from '#server/http/identity.ts';
import { type Clock, refuse } from '#server/realtime/index.ts';
import { type Child, startChild } from './child.ts';
import { type Client, createClient } from './client.ts';
import { sweepKeys } from './sweep.ts';

export type Demo = {
  start(): Promise<Ack<unknown>>;
  say(client: ClientName): Ack<unknown>;
  kill(server: ServerName): Promise<Ack<unknown>>;
  revive(server: ServerName): Promise<Ack<unknown>>;
  move(client: ClientName): Ack<unknown>;
  /** Its processes end, and its keys are deleted. Null: whoever saw it has gone. */
  end(why: EndReason | null): Promise<void>;
};

type Options = {
  mode: Mode;
  redisUrl: string | null;
  clock: Clock;
  /** How long a server may take to be up. */
  startWithinMs: number;
  tell(event: ServeursEvent): void;
  onError(error: unknown, message: string): void;
};

const done: Ack<unknown> = { ok: true, result: {} };
const homes: Record<ClientName, ServerName> = { Alice: 'A', Bob: 'A', Chloé: 'B', David: 'B' };
const otherOf = (server: ServerName): ServerName => (server === 'A' ? 'B' : 'A');
/** How soon a client that could not come in tries again, ms. */
const againMs = 300;

/** Cookies of the house, as our own server gives them: so that each client is the same person at either server. */
function cookieOf(secret: Buffer, name: string): string {
  const { identify, named } = createIdentity(secret);
  const first = identify({ headers: {} }).setCookie?.split(';')[0] ?? '';
  return named({ headers: { cookie: first } }, name)?.setCookie.split(';')[0] ?? first;
}

export function createDemo({ mode, redisUrl, clock, startWithinMs, onError, ...options }: Options): Demo {
  const secret = randomBytes(32);
  const prefix = `relais-demo:${randomBytes(9).toString('base64url')}:`;
  const redis = mode === 'redis' && redisUrl !== null ? { url: redisUrl, prefix } : null;
  const children = new Map<ServerName, Child>();
  const starting = new Set<ReturnType<typeof startChild>>();
  const stored: number[] = [];
  const wanted = new Map<ClientName, ServerName>(Object.entries(homes) as [ClientName, ServerName][]);
  let last = 0;
  let ending: Promise<void> | null = null;
  /** Nothing is told any more. */
  let isOver = false;

  function tell(event: ServeursEvent): void {
    if (isOver) return;
    if (event.type === 'stored') stored.push(event.message);
    options.tell(event);
  }

  const clients: readonly Client[] = clientNames.map((name) => {
    const client: Client = createClient({
      name,
      cookie: cookieOf(secret, name),
      clock,
      tell,
      onChange: () => void Promise.all(clients.map((each) => each.compare([...stored]))),
      onLost: () => void clock.after(againMs, () => place(client)),
    });
    return client;
  });

  /** Where they want to be; with Redis, wherever there is a server. */
  function place(client: Client): void {
    if (ending !== null || client.at !== null) return;
    const own = wanted.get(client.name) ?? 'A';
    const choices = mode === 'redis' ? [own, otherOf(own)] : [own];
    const server = choices.find((each) => children.has(each));
    const child = server && children.get(server);
    if (!server || !child) return;
    wanted.set(client.name, server);
    client.go(server, child.port);
  }

  async function open(server: ServerName, turn: Promise<unknown> = Promise.resolve()): Promise<Ack<unknown>> {
    const asked = { secret: secret.toString('hex'), version: 'démonstration', redis };
    const one = startChild(asked, turn, startWithinMs, {
      role: (role) => tell({ type: 'role', server, role }),
      end() {
        children.delete(server);
        tell({ type: 'down', server, why: 'died' });
      },
    });
    starting.add(one);
    const started = await one.started;
    starting.delete(one);
    if (!started.ok) {
      if (started.why === 'redis')
        return refuse(
          'unavailable',
          'Redis ne répond pas à l’adresse de REDIS_URL. Vérifiez qu’il est lancé, puis réessayez.',
        );
      if (ending === null) onError(new Error(started.text), 'a server of the demonstration did not start');
      return refuse('unavailable', `Le serveur ${server} n’a pas démarré. Réessayez dans un instant.`);
    }
    const { child } = started;
    if (ending !== null) {
      await child.kill();
      return refuse('unavailable', 'La démonstration est arrêtée.');
    }
    children.set(server, child);
    tell({ type: 'up', server, pid: child.pid, port: child.port });
    return done;
  }

  const placeAll = (): void => {
    for (const client of clients) place(client);
  };

  async function close(why: EndReason | null): Promise<void> {
    for (const client of clients) client.close();
    const all = [...children.values(), ...starting];
    children.clear();
    await Promise.all(all.map((each) => each.kill()));
    const keys = redis === null ? 0 : await sweepKeys(redis.url, redis.prefix).catch(() => 0);
    if (why !== null) tell({ type: 'ended', why, keys });
    isOver = true;
  }

  const clientOf = (name: ClientName): Client => clients.find((each) => each.name === name) as Client;

  return {
    async start() {
      tell({ type: 'started', mode });
      const first = open('A');
      // Both start at once; B asks who leads after A.
      const [a, b] = await Promise.all([first, open('B', first)]);
      if (a.ok && b.ok) placeAll();
      return a.ok ? b : a;
    },
    say(name) {
      const client = clientOf(name);
      if (last >= serveursBounds.messages)
        return refuse(
          'limit-reached',
          `${serveursBounds.messages} messages ont été dits\u00a0: démarrez une autre démonstration.`,
        );
      if (!client.free)
        return refuse('unavailable', `${name} n’est pas dans la salle, ou attend encore une réponse de son serveur.`);
      last += 1;
      client.say(last);
      return done;
    },
    async kill(server) {
      const child = children.get(server);
      if (!child) return refuse('not-found', `Le serveur ${server} n’est pas en vie.`);
      children.delete(server);
      await child.kill();
      tell({ type: 'down', server, why: 'killed' });
      return done;
    },
    async revive(server) {
      if (children.has(server)) return refuse('invalid', `Le serveur ${server} est déjà en vie.`);
      const opened = await open(server);
      placeAll();
      return opened;
    },
    move(name) {
      const client = clientOf(name);
      const server = otherOf(wanted.get(name) ?? 'A');
      const child = children.get(server);
      if (!child) return refuse('unavailable', `Le serveur ${server} n’est pas en vie.`);
      wanted.set(name, server);
      client.leave();
      client.go(server, child.port);
      return done;
    },
    end(why) {
      ending ??= close(why);
      return ending;
    },
  };
}

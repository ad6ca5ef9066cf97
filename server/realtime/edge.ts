// The Socket.IO edge: who may connect, what a connection may send, and the hub that writes to it.
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import type { Frame } from '#contract/journal.ts';
import type { ClientToServer, ServerToClient } from '#contract/socket.ts';
import type { DoorChat } from '#server/chat/index.ts';
import { createChatDoor } from './chat-door.ts';
import type { Clock } from './clock.ts';
import type { DoorDirectory, Entered } from './directory.ts';
import { type Caller, type Handler, handle } from './handle.ts';
import { chatHandlers } from './handlers/chat.ts';
import { labHandlers } from './handlers/lab.ts';
import { createHub, type Link } from './hub.ts';
import { forgetRequest, linkOf } from './link.ts';
import { factsOf, requestAllowed } from './origin.ts';
import { createPeople, type Known, type peopleDefaults } from './people.ts';
import { peopleRunner } from './people-runner.ts';
import type { EdgeStats, Identify, LabDoor, Person } from './types.ts';

type Data = { known: Known; entered: Entered };
type EdgeSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, Data>;

export type EdgeOptions = {
  http: HttpServer;
  /** Address the server is bound to, for the check of `Host`. */
  host: string;
  version: string;
  identify: Identify;
  labs: readonly LabDoor[];
  chat: DoorChat;
  /** What proves to the plain door that a program is this person's. */
  tokenOf: (person: Person, name: string) => string;
  /** Who is here, under which name: told to pages as the lab `people`. */
  directory: DoorDirectory;
  clock: Clock;
  log: Logger;
  people?: Partial<{ [Key in keyof typeof peopleDefaults]: number }>;
};

export type Edge = {
  stats(): EdgeStats;
  /** The directory gave this person another name. */
  renamed(personId: string): void;
  /** Tells every page, lets them hear it, closes. `graceMs`: how long a reader may take. */
  close(graceMs?: number): Promise<void>;
};

/**
 * Requests above 64 kB are refused by a sentence (handle.ts). The transport's own limit is higher because it can only cut the
 * connection, and a page that repeats the command after reconnecting would be cut for ever: 32 000 characters of value are
 * within the rules, and 96 kB in UTF-8.
 */
const transportBytes = 256_000;

const socketIo = {
  path: '/socket.io/',
  serveClient: false,
  // CPU, and a way to make us inflate bombs.
  perMessageDeflate: false,
  httpCompression: false,
  maxHttpBufferSize: transportBytes,
  connectTimeout: 5_000,
  pingInterval: 20_000,
  pingTimeout: 15_000,
} as const;

/** Errors of the handshake, as `connect_error` shows them to the page. */
class HandshakeError extends Error {
  readonly data: { code: 'limit-reached'; message: string };
  constructor(message: string) {
    super(message);
    this.data = { code: 'limit-reached', message };
  }
}

export function createEdge(options: EdgeOptions): Edge {
  const { http, clock, log, identify, directory } = options;
  const labs = new Map([...options.labs, peopleRunner(directory)].map((lab) => [lab.name, lab]));
  const counts = { accepted: 0, refused: 0 };
  const people = createPeople({
    clock,
    onAway: ({ id }) => directory.away(id),
    onGone: (person) => {
      directory.gone(person.id);
      for (const lab of labs.values()) lab.personGone(person);
    },
    ...(options.people ? { limits: options.people } : {}),
  });

  const io = new Server<ClientToServer, ServerToClient, Record<string, never>, Data>(http, {
    ...socketIo,
    allowRequest(request, decide) {
      const allowed = requestAllowed(request, options.host);
      if (!allowed) log.warn(factsOf(request), 'handshake refused: origin');
      decide(allowed ? null : 'Cette page ne vient pas de Relais.', allowed);
    },
  });
  // Who they are is decided once, on the first request of a connection, where a cookie can still be given.
  const identities = new WeakMap<IncomingMessage, ReturnType<Identify>>();
  const identityOf = (request: IncomingMessage): ReturnType<Identify> => {
    const known = identities.get(request) ?? identify(request);
    identities.set(request, known);
    return known;
  };
  io.engine.on('initial_headers', (headers: Record<string, string>, request: IncomingMessage) => {
    const { setCookie } = identityOf(request);
    if (setCookie !== null) headers['set-cookie'] = setCookie;
  });
  io.engine.on('headers', (headers: Record<string, string>) => {
    headers['x-content-type-options'] = 'nosniff';
    headers['cache-control'] = 'no-store';
  });

  const hub = createHub({
    clock,
    send(links, frames) {
      const [only] = links;
      if (!only) return;
      if (links.length === 1) io.sockets.sockets.get(only.id)?.emit('f', frames);
      else io.to(links.map((link) => link.id)).emit('f', frames);
    },
  });
  for (const lab of labs.values()) hub.open(lab.journal, lab.paceMs);
  const chatDoor = createChatDoor({
    chat: options.chat,
    clock,
    nameOf: directory.nameOf,
    send(links, events) {
      const [only] = links;
      if (links.length === 1 && only) io.sockets.sockets.get(only.id)?.emit('chat', events);
      else io.to(links.map((link) => link.id)).emit('chat', events);
    },
    tellSlow: (link) => io.sockets.sockets.get(link.id)?.emit('f', [{ kind: 'closing', reason: 'slow' }]),
  });

  io.use((socket, next) => {
    // Nobody would ever count it out again.
    if (socket.conn.readyState !== 'open') return next(new HandshakeError('Connexion déjà fermée.'));
    const { person, name = null } = identityOf(socket.request);
    const known = people.enter(person);
    if (known === 'server-full') {
      next(new HandshakeError('Le serveur est plein. Réessayez plus tard.'));
    } else if (known === 'person-full') {
      next(new HandshakeError('Trop d’onglets ouverts sur Relais. Fermez-en un, puis rechargez cette page.'));
    } else {
      socket.data.known = known;
      // A connection lost between this step and `connection` would never be counted out otherwise.
      socket.conn.once('close', () => people.leave(person));
      const enter = (entered: Entered): void => {
        socket.data.entered = entered;
        next();
      };
      const entered = directory.entered(person.id, name);
      if (entered instanceof Promise) void entered.then(enter, next);
      else enter(entered);
    }
  });
  io.on('connection', welcome);

  const handlers = new Map([
    ...(Object.entries(labHandlers(hub, labs)) as [string, Handler<never>][]),
    ...chatHandlers(options.tokenOf),
  ]) as Map<string, Handler<unknown>>;

  function welcome(socket: EdgeSocket): void {
    const { known, entered } = socket.data;
    const link: Link = linkOf(socket as unknown as Socket);
    const caller: Caller = {
      known,
      link,
      chat: chatDoor.open(link, known.person),
      log: () => log.child({ person: known.person.id }),
      strikes: 0,
      open: true,
    };
    forgetRequest(socket as unknown as Socket);
    socket.emit('hello', { person: known.person.id, version: options.version, now: clock.now(), ...entered });
    socket.onAny((event: string, ...args: unknown[]) => {
      void handle(event, handlers.get(event), args, caller, counts);
    });
    socket.on('disconnect', () => {
      caller.open = false;
      hub.forget(link);
      caller.chat.close();
    });
  }

  return {
    stats: () => ({ ...people.counts(), ...hub.stats, ...chatDoor.stats, ...counts }),
    renamed: (personId) => chatDoor.renamed(personId),
    async close(graceMs = 300) {
      const farewell: Frame[] = [{ kind: 'closing', reason: 'restart' }];
      io.emit('f', farewell);
      const sockets = [...io.sockets.sockets.values()].map((socket) => ({
        socket,
        link: linkOf(socket as unknown as Socket),
      }));
      await new Promise<void>((resolve) => {
        const end = clock.elapsed() + graceMs;
        const look = (): void => {
          const heard = sockets.every(({ link }) => link.backlog() === 0);
          if (heard || clock.elapsed() >= end) resolve();
          else clock.after(20, look);
        };
        clock.after(0, look);
      });
      hub.close();
      people.close();
      for (const { socket, link } of sockets) {
        if (link.backlog() === 0) socket.conn.close();
        else link.cut();
      }
      await io.close();
    },
  };
}

// A server of the demonstration, in a process of its own: our Socket.IO edge and our chat, with Redis our cluster too. It has no
// pages and no Kafka, listens on loopback, and lives no longer than the process that started it.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createChat, createSharedChat, type DoorChat, openChatStore } from '#server/chat/index.ts';
import { type Cluster, openCluster, type Role } from '#server/cluster/index.ts';
import { createIdentity } from '#server/http/identity.ts';
import {
  createBucket,
  createDirectory,
  createEdge,
  createSharedDirectory,
  type Edge,
  openSandboxes,
  systemClock,
} from '#server/realtime/index.ts';
import type { FromServer, ToServer } from './messages.ts';
import { sweepKeys } from './sweep.ts';

const host = '127.0.0.1';
/** Whoever started it is dead: what is left to do may take so long, ms. */
const leaveMs = 3_000;
/** Four clients that a person leads by hand. */
const rate = { rate: 100, burst: 300 };

const log = pino({ level: 'error', base: null }, pino.destination(2));
const newId = (): string => randomBytes(9).toString('base64url');
const onError = (err: unknown): void => log.error({ err }, 'a server of the demonstration failed at something');
const tell = (message: FromServer): void => void process.send?.(message);
let cluster: Cluster | null = null;
let redis: ToServer['redis'] = null;
let edge: Edge | null = null;

const roles = { leader: 'leads', follower: 'follows', electing: 'electing', cut: 'cut' } as const;
const tellRole = ({ kind }: Role): void => tell({ role: roles[kind] });

/** Resolves when somebody leads: this server, or another. */
function lead(shared: Cluster): Promise<void> {
  let isLinked = false;
  return new Promise((resolve) =>
    shared.onRole((role) => {
      // At first it has not asked anybody yet.
      isLinked ||= role.kind !== 'cut';
      if (isLinked) tellRole(role);
      if (role.kind === 'leader' || role.kind === 'follower') resolve();
    }),
  );
}

async function openChat(shared: Cluster | null): Promise<DoorChat> {
  const limiter = () => createBucket(systemClock, rate);
  const settings = { clock: systemClock, newId, limiter, teacherCode: newId(), onError };
  if (shared === null) return createChat({ ...settings, store: await openChatStore(null, settings) });
  const chat = createSharedChat({ ...settings, cluster: shared, onLead: () => shared.ready() });
  await lead(shared);
  return chat;
}

async function open(asked: ToServer): Promise<void> {
  ({ redis } = asked);
  if (redis !== null) {
    cluster = await openCluster({ ...redis, clock: systemClock, onError });
    if (cluster === null) {
      tell({ failed: 'redis', text: 'Redis does not answer' });
      return;
    }
  }
  const identity = createIdentity(Buffer.from(asked.secret, 'hex'));
  const sandboxes = await openSandboxes(null, { onError });
  const names = { clock: systemClock, epoch: newId(), sandboxes };
  // As in server/app.ts: names before the chat, which asks for them.
  const directory =
    cluster === null
      ? createDirectory(names)
      : createSharedDirectory({ ...names, cluster, onRenamed: (id) => edge?.renamed(id), onGone: () => {} });
  const chat = await openChat(cluster);
  const http = createServer((_request, response) => response.writeHead(404).end());
  edge = createEdge({
    http,
    host,
    version: asked.version,
    identify: identity.identify,
    labs: [],
    directory,
    chat,
    tokenOf: (person, name) => identity.tokenOf(person, name, systemClock.now()),
    clock: systemClock,
    log,
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, host, resolve);
  });
  tell({ up: { port: (http.address() as AddressInfo).port } });
}

/** The main process is dead, and can delete nothing any more. The last of us to go deletes what the others left. */
async function leave(): Promise<void> {
  setTimeout(() => process.exit(1), leaveMs);
  await cluster?.close();
  if (redis !== null) await sweepKeys(redis.url, redis.prefix).catch(() => {});
  process.exit(0);
}

process.once('message', (asked: ToServer) => {
  open(asked).catch((error: unknown) => tell({ failed: 'error', text: String(error) }));
});
process.on('disconnect', () => void leave());
// Ctrl+C in a terminal is said to every process of it: the main one decides.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

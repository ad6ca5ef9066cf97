// The composition: which rooms there are, in which order they open and close. The only file that knows them all.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { startBrokerWorker } from '#server/broker/index.ts';
import {
  type Chat,
  type ChatStats,
  createChat,
  createSharedChat,
  type DoorChat,
  isCode,
  openChatStore,
} from '#server/chat/index.ts';
import { type ChatWatch, createChatWatch } from '#server/chat-watch/index.ts';
import type { ClusterStats } from '#server/cluster/index.ts';
import {
  createHttp,
  createIdentity,
  createMetrics,
  openPages,
  type Pages,
  type ReportOptions,
} from '#server/http/index.ts';
import {
  createAccusesLab,
  createCorrectionLab,
  createExercicesLab,
  createFileLab,
  createReseauLab,
  createRoutageLab,
  createServeursLab,
  createTravailLab,
  inWorkspaces,
  type TravailLab,
} from '#server/labs/index.ts';
import { kafkaPlace } from '#server/pubsub/index.ts';
import { openQueues, type Queues } from '#server/queue/index.ts';
import {
  createBucket,
  createDirectory,
  createEdge,
  createPlainDoor,
  createSharedDirectory,
  type DoorDirectory,
  type Edge,
  hostAllowed,
  type LabDoor,
  type LabRunner,
  openSandboxes,
  type PlainDoor,
  requestAllowed,
  systemClock,
} from '#server/realtime/index.ts';
import { type SharedLabs, shareLabs } from '#server/shared-labs/index.ts';
import type { Config } from './config.ts';
import { nameOf } from './hosts.ts';
import { type Brokers, openBrokers } from './open-brokers.ts';
import { openKafka } from './open-kafka.ts';
import { openShared, type Shared } from './open-shared.ts';
import { readingsOf } from './readings.ts';
import { dataDirRefused, pagesRefused, portRefused } from './start-errors.ts';

export type AppDeps = {
  /** Root of the project: pages, package.json. */
  directory: string;
  log: Logger;
  /** Other pages than Next's, in tests. */
  openPages?: (options: { directory: string; dev: boolean; host: string }) => Promise<Pages>;
  startBroker?: typeof startBrokerWorker;
  /** Called once when the server cannot go on; the sentence is for the user. Close the app then. */
  onFatal?: (sentence: string) => void;
};

export type Opened = {
  url: string;
  kafka: string;
  mqtt: Brokers['mqtt'];
  teacherCode: string;
  /** With whom it shares; null: it is alone. */
  shared: ClusterStats | null;
};

export type App = {
  /** Opens everything. Rejects with StartError (a sentence for the user) after closing what was open. Called once. */
  listen(): Promise<Opened>;
  /** Tells pages, closes clients, then the broker. May be called at any time, any number of times. */
  close(): Promise<void>;
};

const newEpoch = (): string => randomBytes(9).toString('base64url');

/** Easy to read aloud and to type: no 0, O, 1, I. 50 bits, and ten tries a minute. */
function newTeacherCode(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  const code = Array.from(randomBytes(10), (byte) => letters[byte % letters.length]).join('');
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/** How fast one person may speak, and make rooms; and how fast the teacher's code may be guessed, by all together. */
const chatRates = {
  person: { rate: 100, burst: 300 },
  rooms: { rate: 1 / 30, burst: 20 },
  code: { rate: 1 / 6, burst: 10 },
} as const;

const reportAsked = z.object({ person: z.string(), file: z.string() });

/** A report is at the server that made it: the one that leads. */
function reportsAtLeader(shared: SharedLabs, find: TravailLab['find']): ReportOptions['find'] {
  const ask = shared.atLeader('labs:report', reportAsked, ({ person, file }) => find(person, file));
  return async (person, file) => {
    const found = await ask({ person, file });
    return found.ok ? (found.result as ReturnType<TravailLab['find']>) : null;
  };
}

/** Waits for both even when one fails: what opened late must be closed too. */
async function bothOpen<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

export function createApp(config: Config, deps: AppDeps): App {
  const { directory, log } = deps;
  // What is open, closed in reverse order: later rooms stand on earlier ones.
  const closers: { name: string; close: () => Promise<void> }[] = [];
  let ready = false;
  let closing: Promise<void> | null = null;

  const openOwnKafka = (slugOf: DoorDirectory['slugOf']) =>
    openKafka(config, {
      log,
      startBroker: deps.startBroker,
      onDeath: (sentence) => deps.onFatal?.(sentence),
      closers,
      newEpoch,
      slugOf,
    });

  async function openDirectory(
    cluster: Shared['cluster'],
    told: { onRenamed(id: string): void; onGone(id: string): void },
  ): Promise<DoorDirectory> {
    const onError = (err: unknown): void => log.error({ err }, 'the list of sandboxes could not be saved');
    const sandboxes = await openSandboxes(config.dataDir, { onError }).catch((error: unknown) => {
      throw dataDirRefused(error, config) ?? error;
    });
    sandboxes.add(kafkaPlace);
    const settings = { clock: systemClock, epoch: newEpoch(), sandboxes };
    const directory =
      cluster === null ? createDirectory(settings) : createSharedDirectory({ ...settings, cluster, ...told });
    closers.push({ name: 'directory', close: () => directory.close() });
    return directory;
  }

  /** `chat`: for the doors. `own`: the broker for rooms of this server alone. */
  async function openChat(
    teacherCode: string,
    cluster: Shared['cluster'],
    { around }: ChatWatch,
  ): Promise<{ chat: DoorChat; stats: () => ChatStats; own: Chat }> {
    const settings = {
      clock: systemClock,
      newId: newEpoch,
      limiter: (kind: keyof typeof chatRates) => createBucket(systemClock, chatRates[kind]),
      teacherCode,
      onError: (err: unknown): void => log.error({ err }, 'the chat could not be written'),
      limits: { historySize: config.chatHistorySize, historyTtlMs: config.chatHistoryTtlMs },
    };
    const dataDir = cluster === null ? config.dataDir : null;
    const store = await openChatStore(dataDir, settings).catch((error: unknown) => {
      throw dataDirRefused(error, config) ?? error;
    });
    const own = createChat({ ...settings, store });
    closers.push({ name: 'chat', close: () => own.close() });
    if (cluster === null) return { chat: around(own), stats: own.stats, own };
    const chat = createSharedChat({ ...settings, cluster, around, onLead: () => cluster.ready() });
    closers.push({ name: 'shared chat', close: () => chat.close() });
    return { chat, stats: chat.stats, own };
  }

  async function openWorkQueues(kafkaBrokers: string[]): Promise<Queues> {
    const { dataDir, amqpUrl, redisUrl } = config;
    const settings = {
      dataDir,
      amqpUrl,
      redisUrl,
      kafkaBrokers,
      clock: systemClock,
      log: log.child({ room: 'queue' }),
    };
    const queues = await openQueues(settings).catch((error: unknown) => {
      throw dataDirRefused(error, config) ?? error;
    });
    closers.push({ name: 'work queues', close: () => queues.close() });
    return queues;
  }

  function openWorkLabs({ brokers, embedded: broker }: Queues) {
    const onError = (err: unknown, message: string): void => log.error({ err }, message);
    const lab = createFileLab({ brokers, clock: systemClock, epoch: newEpoch(), onError });
    closers.push({ name: 'queue lab', close: () => lab.close() });
    const travail = createTravailLab({ broker, clock: systemClock, epoch: newEpoch(), onError });
    closers.push({ name: 'long report lab', close: () => travail.close() });
    const { redisUrl } = config;
    const serveurs = createServeursLab({ redisUrl, clock: systemClock, epoch: newEpoch(), onError });
    closers.push({ name: 'lab of several servers', close: () => serveurs.close() });
    return { file: lab, travail, serveurs };
  }

  async function openOwnPages(): Promise<Pages> {
    const open = deps.openPages ?? openPages;
    const pages = await open({ directory, dev: config.dev, host: config.host }).catch((error: unknown) => {
      throw pagesRefused(error) ?? error;
    });
    closers.unshift({ name: 'pages', close: () => pages.close() });
    return pages;
  }

  async function open(): Promise<Opened> {
    let edge: Edge | null = null;
    let plain: PlainDoor | null = null;
    const { cluster, secret, teacherCode } = await openShared(config, log.child({ room: 'cluster' }), newTeacherCode);
    if (cluster !== null) closers.push({ name: 'cluster', close: () => cluster.close() });
    const { version } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as { version: string };
    let shared: SharedLabs | null = null;
    const people = await openDirectory(cluster, {
      onRenamed: (id) => edge?.renamed(id),
      onGone: (id) => shared?.gone(id),
    });
    const [kafka, pages] = await bothOpen(openOwnKafka(people.slugOf), openOwnPages());
    // After the embedded Kafka, whose lock tells a second server that this data directory is in use.
    const watch = createChatWatch();
    const { chat, stats, own } = await openChat(teacherCode, cluster, watch);
    const identity = createIdentity(secret);
    const reseau = createReseauLab({ clock: systemClock, epoch: newEpoch() });
    closers.push({ name: 'network lab', close: async () => reseau.close() });
    const routage = createRoutageLab({ clock: systemClock, epoch: newEpoch() });
    const newTag = (): string => randomBytes(6).toString('hex');
    const accuses = createAccusesLab({ clock: systemClock, epoch: newEpoch(), chat: own, newTag });
    closers.push({ name: 'acknowledgements lab', close: async () => accuses.close() });
    const { slugOf, isTaken } = people;
    const exercices = createExercicesLab({ watch, clock: systemClock, epoch: newEpoch(), slugOf, isTaken, secret });
    closers.push({ name: 'chat exercises', close: async () => exercices.close() });
    const { view, address } = kafka;
    const correction = createCorrectionLab({ view, address, clock: systemClock, epoch: newEpoch(), owners: people });
    closers.push({ name: 'correction', close: async () => correction.close() });
    const queues = await openWorkQueues(kafka.brokers);
    const brokers = await openBrokers(config, { kafka, queues, log: log.child({ room: 'pubsub' }), newEpoch });
    closers.push({ name: 'brokers of module 1', close: () => brokers.close() });
    const { file, travail, serveurs } = openWorkLabs(queues);
    const labs: readonly LabRunner[] = [
      inWorkspaces(kafka.lab, people),
      kafka.connexion,
      kafka.atelier,
      reseau,
      routage,
      accuses,
      exercices,
      correction,
      ...brokers.labs,
      file,
      travail,
      serveurs,
    ];
    if (cluster !== null) {
      const onError = (err: unknown): void => log.error({ err }, 'the labs could not be shared');
      const sharing = shareLabs({ cluster, runners: labs, clock: systemClock, newEpoch, onError });
      shared = sharing;
      closers.push({ name: 'shared labs', close: async () => sharing.close() });
    }
    const findReport = shared === null ? travail.find : reportsAtLeader(shared, travail.find);
    const doors: readonly LabDoor[] = shared?.doors ?? labs;
    const rename: DoorDirectory['rename'] = async (id, name) => {
      const told = await people.rename(id, name);
      if (told === 'ok') edge?.renamed(id);
      return told;
    };
    const solutionTries = createBucket(systemClock, chatRates.code);
    const http = createHttp({
      identity,
      policyOf: pages.policyOf,
      hostAllowed: (host) => hostAllowed(host, config.host),
      metrics: createMetrics(
        readingsOf({
          edge: () => edge?.stats() ?? null,
          chat: stats,
          cluster: () => cluster?.stats() ?? null,
          plain: () => plain?.stats() ?? null,
          journals: [people.journal, ...doors.map(({ journal }) => journal)],
        }),
      ),
      ready: () => ready,
      shared: () => cluster?.stats() ?? null,
      pages: pages.handler,
      rename: { allowed: (request) => requestAllowed(request, config.host), rename },
      solution: {
        allowed: (request) => requestAllowed(request, config.host),
        mayTry: () => solutionTries.take(1),
        isCode: (given) => isCode(given, teacherCode),
        folder: join(directory, 'lessons', '04-td', 'solution'),
      },
      report: { find: findReport },
      allowPost: config.dev,
      log: log.child({ room: 'http' }),
    });
    edge = createEdge({
      http,
      host: config.host,
      version,
      identify: identity.identify,
      labs: doors,
      directory: people,
      chat,
      tokenOf: (person, name) => identity.tokenOf(person, name, systemClock.now()),
      clock: systemClock,
      log: log.child({ room: 'realtime' }),
    });
    plain = createPlainDoor({
      http,
      host: config.host,
      chat,
      taken: people.isTaken,
      ofToken: (token) => identity.ofToken(token, systemClock.now()),
      clock: systemClock,
      log: log.child({ room: 'chat' }),
    });
    const opened = edge;
    const programs = plain;
    closers.push({
      name: 'pages and sockets',
      async close() {
        // Requests in progress get a second; a keep-alive connection would hold the server for ever.
        const impatience = setTimeout(() => http.closeAllConnections(), 1_000);
        await Promise.all([opened.close(), programs.close()]);
        clearTimeout(impatience);
      },
    });
    await new Promise<void>((resolve, reject) => {
      http.once('error', (error) => reject(portRefused(error, config) ?? error));
      http.listen(config.port, config.host, resolve);
    });
    http.on('error', (error) => log.error({ err: error }, 'the HTTP server failed to accept a connection'));
    ready = true;
    const { port } = http.address() as AddressInfo;
    const url = `http://${nameOf(config.host)}:${port}`;
    return { url, kafka: kafka.address, mqtt: brokers.mqtt, teacherCode, shared: cluster?.stats() ?? null };
  }

  async function closeAll(): Promise<void> {
    ready = false;
    for (const { name, close } of closers.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        log.error({ err: error }, `${name} did not close cleanly`);
      }
    }
  }

  let opening: Promise<unknown> = Promise.resolve();
  return {
    listen() {
      const opened = open();
      opening = opened.catch(() => {});
      return opened.catch(async (error: unknown) => {
        await closeAll();
        throw error;
      });
    },
    close() {
      // What is half open is closed too, once it is open.
      closing ??= opening.then(closeAll);
      return closing;
    },
  };
}

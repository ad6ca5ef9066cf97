// The lab `connexion` at work: connections to the embedded broker's port, as its own events tell them, minus those that pages
// open themselves; and a knock of our own on the advertised address. Nothing here changes what the broker does.
import { connect } from 'node:net';
import { z } from 'zod';
import type { ConnexionEvent, Place, Work } from '#contract/connexion-events.ts';
import { connexionLab } from '#labs/connexion/lab.ts';
import type { Broker, BrokerEvent, ConnectionInfo } from '#server/broker/index.ts';
import { createJournal, type JournalReader } from '#server/journal/index.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';

const paceMs = 100;
const limits = {
  records: 5_000,
  /** A connection that says nothing is shown after this long: before, it may turn out to be a page's own. */
  holdMs: 300,
  /** Connections shown per second; a flood is not worth more. */
  perSecond: 40,
  /** Connections followed at once. */
  followed: 2_000,
  checkMs: 60_000,
  knockMs: 2_000,
} as const;

type Source = Pick<Broker, 'open' | 'readRecord' | 'onDeath' | 'witness'>;
type Followed = {
  address: string;
  /** `held`: not told yet; `told`; `ours`: a page's or our own knock, never told. */
  state: 'held' | 'told' | 'ours';
  info: ConnectionInfo;
  done: Set<string>;
  cancel: () => void;
};

export type ConnexionLab = LabRunner & {
  readonly journal: JournalReader;
  /** The same broker, listened to on its way to whoever opens it. */
  tap(broker: Source): Source;
  /** Says where programs must knock, and begins to check the advertised address. `isPage`: is this client id a page's? */
  open(place: Place, isPage: (clientId: string) => boolean): void;
  close(): void;
};

/** Resolves to null when something accepted, else to Node's code of the failure. `mine` is told our own port before. */
export function knock(host: string, port: number, mine: (localPort: number) => void): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: limits.knockMs });
    const end = (failure: string | null): void => {
      socket.destroy();
      resolve(failure);
    };
    socket.once('connect', () => {
      mine(socket.localPort ?? 0);
      end(null);
    });
    socket.once('timeout', () => end('ETIMEDOUT'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'EFAIL'));
  });
}

export function createConnexionLab(options: { clock: Clock; epoch: string }): ConnexionLab {
  const { clock } = options;
  const journal = createJournal(connexionLab, {
    epoch: options.epoch,
    createdAt: clock.now(),
    maxRecords: limits.records,
  });
  const followed = new Map<number, Followed>();
  const ownPorts = new Set<number>();
  let isPage = (_clientId: string): boolean => false;
  let second = 0;
  let told = 0;
  let stopChecking = (): void => {};
  let closed = false;

  const append = (event: ConnexionEvent): void => {
    if (!closed) journal.append(event, clock.now());
  };

  function mayTell(): boolean {
    const now = Math.floor(clock.elapsed() / 1_000);
    if (now !== second) {
      second = now;
      told = 0;
    }
    told += 1;
    return told <= limits.perSecond;
  }

  function opened(info: ConnectionInfo): void {
    if (followed.size >= limits.followed) return;
    const id = info.connection;
    const cancel = clock.after(limits.holdMs, () => tell(id));
    followed.set(id, { address: info.address, state: 'held', info, done: new Set(), cancel });
    if (info.clientId !== null || info.apis.length > 0) spoke(info);
  }

  /** Tells a held connection; true when it may be told about. */
  function tell(connection: number): boolean {
    const one = followed.get(connection);
    if (one?.state !== 'held') return one?.state === 'told';
    one.cancel();
    const ours = ownPorts.delete(Number(one.address.slice(one.address.lastIndexOf(':') + 1)));
    one.state = ours || !mayTell() ? 'ours' : 'told';
    if (one.state === 'told') append({ type: 'connection.opened', connection, address: one.address });
    return one.state === 'told';
  }

  function spoke(info: ConnectionInfo): void {
    const { connection, clientId, softwareName, softwareVersion, apis } = info;
    const one = followed.get(connection);
    if (!one) return;
    one.info = info;
    if (one.state === 'held' && clientId !== null && isPage(clientId)) {
      one.cancel();
      one.state = 'ours';
    }
    if (!tell(connection)) return;
    append({ type: 'connection.spoke', connection, clientId, library: softwareName, version: softwareVersion, apis });
  }

  function worked(connection: number, work: Work, name: string): void {
    const one = followed.get(connection);
    const key = `${work} ${name}`;
    if (one?.state !== 'told' || one.done.has(key) || one.done.size >= 20) return;
    one.done.add(key);
    append({ type: 'connection.worked', connection, work, name });
  }

  function gone(event: Extract<BrokerEvent, { type: 'connection-closed' }>): void {
    const { connection, reason, detail = null } = event;
    if (tell(connection)) append({ type: 'connection.closed', connection, reason, detail });
    followed.get(connection)?.cancel();
    followed.delete(connection);
  }

  function hear(event: BrokerEvent): void {
    if (event.type === 'connection-opened') opened(event.connection);
    else if (event.type === 'connection-changed') spoke(event.connection);
    else if (event.type === 'connection-closed') gone(event);
    else if (event.type === 'appended') worked(event.connection, 'produced', event.topic);
    else if (event.type === 'fetched') worked(event.connection, 'fetched', event.topic);
    else if (event.type === 'group-changed' && event.group.phase === 'Stable') {
      for (const { connection } of event.group.members) {
        if (connection !== null) worked(connection, 'joined', event.group.group);
      }
    }
  }

  async function check(host: string, port: number, last: string | null | undefined): Promise<void> {
    const detail = await knock(host, port, (local) => ownPorts.add(local));
    if (closed) return;
    if (detail !== last) append({ type: 'advertised.checked', reached: detail === null, detail });
    stopChecking = clock.after(limits.checkMs, () => void check(host, port, detail));
  }

  return {
    name: journal.name,
    journal,
    paceMs,
    command: z.unknown(),
    rules: {},
    run: async () => refuse('unsupported', 'Le docteur de connexion ne reçoit pas de commande.'),
    personGone: () => {},
    tap: (broker) => ({
      async open(listener) {
        const opening = await broker.open((events) => {
          for (const event of events) hear(event);
          return listener(events);
        });
        for (const info of opening.snapshot.connections) opened(info);
        return opening;
      },
      readRecord: (...args) => broker.readRecord(...args),
      onDeath: (listener) => broker.onDeath(listener),
      witness: broker.witness,
    }),
    open(place, pages) {
      isPage = pages;
      append({ type: 'place.described', place });
      if (place.advertised) void check(place.advertised.host, place.advertised.port, undefined);
    },
    close() {
      closed = true;
      stopChecking();
      for (const one of followed.values()) one.cancel();
    },
  };
}

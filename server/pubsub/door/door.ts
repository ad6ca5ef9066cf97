// The embedded MQTT broker (Aedes, MQTT 3.1 and 3.1.1) and its door on loopback: any MQTT program of this machine may come in,
// under the name it gives itself; pages come in by the same door, known by a password made at the start.
import { randomBytes } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import type { Leaving } from '#contract/pubsub.ts';
import { MqttConnection, TooLarge, TooSlow } from './connection.ts';
import { boundKept } from './kept.ts';

export const doorLimits = {
  programs: 300,
  clientId: 64,
  /** Characters and levels of a topic or a filter; filters of one program. */
  topic: 128,
  levels: 12,
  filters: 20,
  connectMs: 5_000,
  /** QoS 2 messages of one program half way through their handshake. */
  halfway: 100,
} as const;

export type DoorEvent =
  | {
      type: 'came';
      program: number;
      clientId: string;
      address: string;
      clean: boolean;
      resumed: boolean;
      will: string | null;
    }
  | { type: 'subscribed'; program: number; filter: string; qos: number }
  | { type: 'unsubscribed'; program: number; filter: string }
  | { type: 'published'; program: number; topic: string; qos: number; retain: boolean }
  /** Sent to it; at QoS 1 and 2 it has yet to confirm. */
  | { type: 'delivered'; program: number; topic: string }
  | { type: 'left'; program: number; how: Leaving };

export type Door = {
  readonly port: number;
  /** For our own clients; holds their password. */
  readonly url: string;
  close(): Promise<void>;
};

type Program = { program: number; ours: boolean; filters: Set<string>; how: Leaving | null; told: boolean };

const own = 'relais-';
const refused = (returnCode: number, message: string): AuthenticateError =>
  Object.assign(new Error(message), { returnCode }) as AuthenticateError;

// Control characters would be invisible where names are shown.
const isName = (text: string): boolean => text.length <= doorLimits.clientId && !/\p{C}/u.test(text);
const fits = (topic: string): boolean =>
  topic.length <= doorLimits.topic && topic.split('/').length <= doorLimits.levels && !/\p{Cc}/u.test(topic);

/** Rejects with Node's error when the port cannot be had. `hear` is told of outside programs alone. */
export async function openDoor(options: {
  port: number;
  hear: (event: DoorEvent) => void;
  onError: (error: unknown) => void;
}): Promise<Door> {
  const { hear, onError } = options;
  const password = randomBytes(18).toString('base64url');
  const programs = new WeakMap<Client, Program>();
  const byId = new Map<string, Client>();
  let made = 0;

  const tell = (client: Client | null, make: (program: number) => DoorEvent): void => {
    const known = client ? programs.get(client) : undefined;
    if (known?.told) hear(make(known.program));
  };

  const broker = await Aedes.createBroker({
    connectTimeout: doorLimits.connectMs,
    maxClientsIdLength: doorLimits.clientId,
    maxTopicLevels: doorLimits.levels,
    maxInflightInbound: doorLimits.halfway,
    authenticate(client, username, given, done) {
      const ours = username === own && given?.toString() === password;
      const before = byId.get(client.id);
      const isTaken = before !== undefined && programs.get(before)?.ours === true && !ours;
      if (!isName(client.id) || isTaken || (!ours && client.id.startsWith(own)))
        return done(refused(2, 'this client id cannot be had'), null);
      if (!kept.admits(client)) return done(refused(3, 'too many persistent sessions'), null);
      made += 1;
      programs.set(client, { program: made, ours, filters: new Set(), how: null, told: false });
      const replaced = before && programs.get(before);
      if (replaced) replaced.how ??= 'replaced';
      byId.set(client.id, client);
      done(null, true);
    },
    authorizePublish(client, packet, done) {
      if (packet.topic.startsWith('$') || !fits(packet.topic)) return done(new Error('this topic cannot be had'));
      // Delivered, not kept: the message harms nobody.
      if (packet.retain && packet.payload.length > 0 && !kept.mayRetain(packet.topic)) packet.retain = false;
      const { topic, qos, retain } = packet;
      tell(client, (program) => ({ type: 'published', program, topic, qos, retain }));
      done(null);
    },
    authorizeSubscribe(client, subscription, done) {
      const { topic } = subscription;
      const { filters } = programs.get(client) ?? { filters: new Set<string>() };
      const isFull = filters.size >= doorLimits.filters && !filters.has(topic);
      // A null subscription is refused to its sender alone (return code 0x80, [MQTT-3.9.3-2]).
      if (topic.startsWith('$') || !fits(topic) || isFull) return done(null, null);
      filters.add(topic);
      done(null, subscription);
    },
    authorizeForward(client, packet) {
      if (packet.topic.startsWith('$')) return null;
      tell(client, (program) => ({ type: 'delivered', program, topic: packet.topic }));
      return packet;
    },
  });
  const kept = boundKept(broker);

  broker.on('connackSent', ({ returnCode, sessionPresent }, client) => {
    const one = programs.get(client);
    if (returnCode !== 0 || !one) return;
    kept.came(client);
    if (one.ours) return;
    one.told = true;
    const { id: clientId, clean } = client;
    const { address } = client.conn as MqttConnection;
    const will = (client as unknown as { will: { topic: string } | null }).will?.topic ?? null;
    tell(client, (program) => ({ type: 'came', program, clientId, address, clean, resumed: sessionPresent, will }));
    for (const [filter, { qos }] of Object.entries(subscriptionsOf(client)))
      tell(client, (program) => ({ type: 'subscribed', program, filter, qos }));
  });
  broker.on('subscribe', (subscriptions, client) => {
    for (const { topic: filter, qos } of subscriptions)
      if (qos <= 2) tell(client, (program) => ({ type: 'subscribed', program, filter, qos }));
  });
  broker.on('unsubscribe', (filters, client) => {
    // A client that has gone is unsubscribed by the broker: its session is not.
    if (client.closed) return;
    for (const filter of filters) {
      programs.get(client)?.filters.delete(filter);
      tell(client, (program) => ({ type: 'unsubscribed', program, filter }));
    }
  });
  const blame = (client: Client, how: Leaving): void => {
    const one = programs.get(client);
    if (one) one.how ??= how;
  };
  broker.on('keepaliveTimeout', (client) => blame(client, 'silence'));
  broker.on('clientError', (client, error) => {
    if (error instanceof TooLarge) blame(client, 'too-large');
    else if (error instanceof TooSlow) blame(client, 'too-slow');
    else if ((error as NodeJS.ErrnoException).code === undefined) blame(client, 'fault');
  });
  broker.on('connectionError', () => {});
  // Not among its typed events: what its store or its emitter failed at.
  (broker as EventEmitter).on('error', onError);
  broker.on('clientDisconnect', (client) => {
    kept.left(client);
    if (byId.get(client.id) === client) byId.delete(client.id);
    const { saidGoodbye } = client.conn as MqttConnection;
    const how = saidGoodbye ? 'clean' : (programs.get(client)?.how ?? 'lost');
    tell(client, (program) => ({ type: 'left', program, how }));
  });

  const server = createServer((socket) => void broker.handle(new MqttConnection(socket)));
  server.maxConnections = doorLimits.programs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  }).catch(async (error: unknown) => {
    await new Promise<void>((resolve) => broker.close(resolve));
    throw error;
  });
  server.on('error', onError);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `mqtt://${own}:${password}@127.0.0.1:${port}`,
    async close() {
      kept.close();
      await new Promise<void>((resolve) => broker.close(resolve));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const subscriptionsOf = (client: Client) =>
  (client as unknown as { subscriptions: Record<string, { qos: number }> }).subscriptions;

// Many clients, and bad ones: thousands of idle connections, a large group, clients that never read. Figures are printed.

import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { produce } from './apis/00-produce/messages.ts';
import { fetch } from './apis/01-fetch/messages.ts';
import { joinGroup } from './apis/11-join-group/messages.ts';
import { heartbeat } from './apis/12-heartbeat/messages.ts';
import { syncGroup } from './apis/14-sync-group/messages.ts';
import { openCore } from './core/open-core.ts';
import { settingsOf } from './core/options.ts';
import { encodeBatch } from './protocol/encode-batch.ts';
import { requestFrame } from './protocol/headers.ts';
import { type RawClient, rawClient, testBroker, until } from './testing.ts';

const MiB = 1024 * 1024;
const idleConnections = 2_000;
const members = 300;

async function idle(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => {});
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

async function inTens<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count) {
    made.push(...(await Promise.all(Array.from({ length: Math.min(50, count - made.length) }, make))));
  }
  return made;
}

const protocols = [{ name: 'range', metadata: new Uint8Array(8) }];

async function join(client: RawClient, memberId: string) {
  const request = {
    groupId: 'crowd',
    sessionTimeoutMs: 60_000,
    rebalanceTimeoutMs: 60_000,
    memberId,
    protocolType: 'consumer',
    protocols,
  };
  return client.ask(joinGroup, 5, request);
}

/** Joins, rejoins while the group grows, and ends as a synced member. */
async function becomeMember(client: RawClient): Promise<{ memberId: string; generationId: number }> {
  let { memberId } = await join(client, '');
  for (;;) {
    const joined = await join(client, memberId);
    ({ memberId } = joined);
    if (joined.errorCode !== 0) continue;
    const assignments = joined.members.map((member) => ({ memberId: member.memberId, assignment: new Uint8Array(4) }));
    const { generationId } = joined;
    const synced = await client.ask(syncGroup, 3, { groupId: 'crowd', generationId, memberId, assignments });
    if (synced.errorCode === 0) return { memberId, generationId };
  }
}

async function tripMs(client: RawClient, topic: string): Promise<number> {
  const before = performance.now();
  const records = encodeBatch([{ value: 'x'.repeat(100) }]);
  const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }];
  const { responses } = await client.ask(produce, 7, { acks: -1, timeoutMs: 1000, topicData });
  if (responses[0]?.partitionResponses[0]?.errorCode !== 0) throw new Error('produce was refused');
  return performance.now() - before;
}

const tell = (text: string): void => void process.stderr.write(`${text}\n`);

it(`serves ${idleConnections} idle connections and a group of ${members} at once`, async () => {
  const broker = await testBroker({ flushMs: 50 });
  const { port } = broker.address;
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const sockets = await inTens(idleConnections, () => idle(port));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  const connected = performance.now();
  const clients = await inTens(members, () => rawClient(broker));
  // Who joined early is asked to join again by its heartbeats until everybody is there.
  const states = await Promise.all(
    clients.map(async (client) => {
      let state = await becomeMember(client);
      await until('a whole group', async () => {
        const beat = await client.ask(heartbeat, 3, { groupId: 'crowd', ...state });
        if (beat.errorCode !== 0) state = await becomeMember(client);
        const [group] = (await broker.snapshot()).groups;
        return group?.phase === 'Stable' && group.members.length === members && group.generation === state.generationId;
      });
      return state;
    }),
  );
  const joined = performance.now();
  expect(new Set(states.map(({ memberId }) => memberId)).size).toBe(members);
  const { connections } = await broker.snapshot();
  expect(connections.length).toBe(idleConnections + members);
  const worker = await rawClient(broker);
  const trips: number[] = [];
  for (let count = 0; count < 500; count += 1) trips.push(await tripMs(worker, 't'));
  trips.sort((a, b) => a - b);
  const rss = (process.memoryUsage().rss - before) / MiB;
  const [p50 = 0, p99 = 0] = [trips[250], trips[495]];
  tell(
    `${idleConnections} connections in ${Math.round(connected - started)} ms, ${members} members stable after ` +
      `${Math.round(joined - connected)} ms; produce beside them p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms; ` +
      `+${Math.round(rss)} MiB for both ends`,
  );
}, 60_000);

it('keeps memory bounded and others undisturbed while clients do not read', async () => {
  const limits = { maxUnsentBytes: 8 * MiB };
  const { core, close } = await openCore(settingsOf({ port: 0, limits }));
  onTestFinished(close);
  const port = core.cluster.address(1)?.port ?? 0;
  const healthy = await rawClient({ address: { host: '', port } }, 'healthy');
  const records = encodeBatch([{ value: Buffer.alloc(900_000, 'x').toString() }]);
  const topicData = [{ name: 't', partitionData: [{ index: 0, records }] }];
  for (let count = 0; count < 4; count += 1) await healthy.ask(produce, 7, { acks: -1, timeoutMs: 1000, topicData });

  const topics = [{ topic: 't', partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 4 * MiB }] }];
  const ask = Buffer.concat(
    requestFrame(fetch, 11, { correlationId: 1, clientId: 'deaf' }, { maxWaitMs: 0, minBytes: 1, topics }),
  );
  let closed = 0;
  const before = process.memoryUsage().rss;
  const deaf = await inTens(50, () => idle(port));
  let highest = 0;
  for (const socket of deaf) {
    socket.pause();
    socket.once('close', () => {
      closed += 1;
    });
    // A hundred requests each: only the first is served, the rest waits unread.
    for (let count = 0; count < 100; count += 1) socket.write(ask);
    await tripMs(healthy, 'u');
    highest = Math.max(highest, core.admission.unsent);
  }
  const trips: number[] = [];
  for (let count = 0; count < 200; count += 1) trips.push(await tripMs(healthy, 'u'));
  trips.sort((a, b) => a - b);
  expect(highest).toBeGreaterThan(0);
  expect(core.admission.unsent).toBeLessThanOrEqual(limits.maxUnsentBytes);
  expect(core.connections.list().length).toBeLessThan(51);
  const cut = closed;
  for (const socket of deaf) socket.destroy();
  await until('the end of the deaf', () => core.connections.list().length === 1);
  await until('every byte given back', () => core.admission.unsent === 0);
  tell(
    `50 clients that do not read: at most ${(highest / MiB).toFixed(1)} MiB of replies wait (limit 8), ${cut} cut; ` +
      `others p99 ${trips[198]?.toFixed(2)} ms; RSS +${Math.round((process.memoryUsage().rss - before) / MiB)} MiB for both ends`,
  );
});

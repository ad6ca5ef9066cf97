// A probe: a question that is asked of this broker and of Apache Kafka alike, and what of the answer must be the same.

import { produce } from '../apis/00-produce/messages.ts';
import { fetch } from '../apis/01-fetch/messages.ts';
import { joinGroup } from '../apis/11-join-group/messages.ts';
import { syncGroup } from '../apis/14-sync-group/messages.ts';
import { crc32c } from '../log/crc32c.ts';
import { encodeBatch } from '../protocol/encode-batch.ts';
import { errorCodes } from '../protocol/errors.ts';
import type { Wire } from './wire.ts';

/** A topic with two partitions and three records in partition 0; names that nobody else uses. */
export type Setting = { wire: Wire; topic: string; name(what: string): string };
export type Probe = { name: string; ask(setting: Setting): Promise<unknown> };

export const defineProbes = (probes: Record<string, Probe['ask']>): Probe[] =>
  Object.entries(probes).map(([name, ask]) => ({ name, ask }));

/** Time of the first record: young enough for retention to leave it alone. */
export const base = Date.now() - 3_600_000;
export const three = (): Uint8Array =>
  encodeBatch(['a', 'b', 'c'].map((value, index) => ({ key: value, value, timestamp: base + index * 1_000 })));

/** What a Produce to one partition is answered. A topic just made may not have its leader yet: then it is asked again. */
export async function produced(wire: Wire, topic: string, records: Uint8Array | null, index = 0, acks = -1) {
  for (let attempt = 0; ; attempt += 1) {
    const { responses } = await wire.ask(produce, 7, {
      acks,
      timeoutMs: 5_000,
      topicData: [{ name: topic, partitionData: [{ index, records }] }],
    });
    const { errorCode, baseOffset } = responses[0]?.partitionResponses[0] ?? {};
    if (errorCode !== errorCodes.NOT_LEADER_OR_FOLLOWER || attempt === 20) return { errorCode, baseOffset };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A batch with some of its bytes changed and its checksum made right again. */
export function patched(batch: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = Uint8Array.from(batch);
  const view = new DataView(copy.buffer);
  change(view);
  view.setUint32(17, crc32c(copy, 21));
  return copy;
}

type FetchAsk = { offset: number; partition?: number; epoch?: number; isolation?: number; session?: number };
export async function fetched(wire: Wire, topic: string, ask: FetchAsk) {
  const reply = await wire.ask(fetch, 11, {
    maxWaitMs: 0,
    minBytes: 0,
    isolationLevel: ask.isolation ?? 0,
    sessionId: ask.session ?? 0,
    topics: [
      {
        topic,
        partitions: [
          {
            partition: ask.partition ?? 0,
            currentLeaderEpoch: ask.epoch ?? -1,
            fetchOffset: ask.offset,
            partitionMaxBytes: 1 << 20,
          },
        ],
      },
    ],
  });
  const [one] = reply.responses[0]?.partitions ?? [];
  return {
    errorCode: reply.errorCode,
    partition: one && {
      errorCode: one.errorCode,
      highWatermark: one.highWatermark,
      lastStableOffset: one.lastStableOffset,
      logStartOffset: one.logStartOffset,
      aborted: one.abortedTransactions,
      bytes: one.records?.length ?? null,
    },
  };
}

const subscription = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
export const joining = {
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 10_000,
  memberId: '',
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: subscription }],
};

/** One member, alone and stable. */
export async function member(wire: Wire, groupId: string): Promise<{ memberId: string; generationId: number }> {
  const { memberId, generationId } = await wire.ask(joinGroup, 3, { ...joining, groupId });
  const assignments = [{ memberId, assignment: new Uint8Array() }];
  await wire.ask(syncGroup, 2, { groupId, generationId, memberId, assignments });
  return { memberId, generationId };
}

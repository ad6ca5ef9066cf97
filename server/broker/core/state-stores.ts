// Small state on the log store's state logs: what the group coordinator writes, producer ids, the cluster id.

import { randomBytes } from 'node:crypto';
import type { StateStore } from '../groups/store.ts';
import type { LogStore } from '../log/log-store.ts';

/** The group coordinator's records. */
export async function openGroupStore(logs: LogStore): Promise<StateStore> {
  const state = await logs.openState('groups');
  return {
    async load() {
      const records = [...state.recovered];
      state.forget();
      return records;
    },
    async append(record) {
      if (!(await state.append(record))) throw new Error('the state of groups cannot be written');
    },
    compactIfLarge(records) {
      if (state.large) void state.compact(records);
    },
  };
}

export type ProducerIds = {
  /** An id never given before, not even before a crash. Rejects when the disk refuses. */
  next(): Promise<number>;
};

/** Ids are reserved in blocks, before the first one of a block is given out. */
const block = 1_000;

export async function openProducerIds(logs: LogStore): Promise<ProducerIds> {
  const state = await logs.openState('producer-ids');
  let next = 0;
  for (const entry of state.recovered) {
    const { reserved } = entry as { reserved?: unknown };
    if (typeof reserved === 'number' && Number.isSafeInteger(reserved)) next = Math.max(next, reserved);
  }
  state.forget();
  let limit = next;
  let reserving: Promise<void> | null = null;

  async function reserve(): Promise<void> {
    try {
      if (!(await state.append({ reserved: limit + block }))) throw new Error('producer ids cannot be written');
      limit += block;
    } finally {
      reserving = null;
    }
  }

  return {
    async next() {
      while (next >= limit) {
        reserving ??= reserve();
        await reserving;
      }
      next += 1;
      return next - 1;
    },
  };
}

/** Made once for a data folder. */
export async function openClusterId(logs: LogStore): Promise<string> {
  const state = await logs.openState('cluster');
  const { clusterId } = (state.recovered.at(-1) ?? {}) as { clusterId?: unknown };
  if (typeof clusterId === 'string' && /^[A-Za-z0-9_-]{22}$/.test(clusterId)) return clusterId;
  const fresh = randomBytes(16).toString('base64url');
  await state.append({ clusterId: fresh });
  return fresh;
}

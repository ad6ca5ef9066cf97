// The coordinator on the broker's real state log: everything comes back, and the log does not grow without end.

import { describe, expect, it } from 'vitest';
import { createMemoryFs } from '../log/memory-fs.ts';
import { openStateLog } from '../log/state-log.ts';
import { storeInLog } from './state-log-store.ts';
import { startStory } from './story-kit.ts';

describe('groups in a state log', () => {
  it('come back after a restart, and their log is compacted on the way', async () => {
    const fs = createMemoryFs();
    const notices: string[] = [];
    const notice = (_level: string, message: string) => void notices.push(message);
    const open = () => openStateLog({ fs, dir: 'meta', name: 'groups', durability: 'durable', notice });

    const log = await open();
    const before = await startStory({ store: storeInLog(log) });
    const [one] = await before.stable(2);
    const metadata = 'm'.repeat(4000);
    for (let offset = 1; offset <= 700; offset += 1) {
      const entry = { topic: 't', leaderEpoch: -1, metadata };
      const offsets = [0, 1].map((partition) => ({ ...entry, partition, offset }));
      await before.commit(one ?? null, 0, { offsets });
    }
    const told = before.groups.snapshot().committed;
    before.groups.close();
    await log.close();
    expect((await fs.open('meta/groups.state')).size).toBeLessThan(1_200_000);

    const again = await open();
    const after = await startStory({ store: storeInLog(again) });
    expect(after.groups.snapshot().committed).toEqual(told);
    expect(after.committed('g', 't', 1)).toMatchObject({ offset: 700, metadata });
    expect(after.steps()).toEqual(['Stable@2:restored']);
    expect(again.recovered).toEqual([]);
    expect(notices).toEqual([]);
    after.groups.close();
    await again.close();
  });

  it('are refused (15) once the log is closed', async () => {
    const log = await openStateLog({
      fs: createMemoryFs(),
      dir: 'meta',
      name: 'groups',
      durability: 'memory',
      notice: () => undefined,
    });
    const { commit } = await startStory({ store: storeInLog(log) });
    await log.close();
    expect((await commit(null, 1)).map(({ code }) => code)).toEqual([15]);
  });
});

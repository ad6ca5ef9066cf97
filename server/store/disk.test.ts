// The file itself, as the system has it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fileDisk } from './disk.ts';

it('a sync that comes due while the file is written again finds a file, at every moment', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relais-disk-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const disk = fileDisk(join(folder, 'x.log'));
  await disk.read();
  for (let round = 0; round < 20; round += 1) {
    await disk.write([Buffer.from('before')]);
    const syncs: Promise<void>[] = [];
    let over = false;
    const replaced = disk.replace([Buffer.alloc(200_000, round)]).finally(() => {
      over = true;
    });
    while (!over) {
      syncs.push(disk.sync());
      await new Promise((resolve) => setImmediate(resolve));
    }
    await replaced;
    await Promise.all(syncs);
  }
  expect(await disk.read()).toHaveLength(200_000);
  await disk.close();
});

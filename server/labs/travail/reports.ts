// Reports that may still be read, each by its owner alone: a few a person, for a while, in memory.
import { createHash, randomBytes } from 'node:crypto';
import { travailBounds } from '#contract/travail.ts';
import type { Clock } from '#server/realtime/index.ts';

/** Of everybody: 15 MB at most. */
const all = 60;

type Kept = { owner: string; report: number; html: string; cancel: () => void };

export type Reports = {
  add(owner: string, report: number, html: string): { file: string; bytes: number; sum: string };
  find(owner: string, file: string): { report: number; html: string } | null;
  dropOf(owner: string): void;
  close(): void;
};

export function createReports(clock: Clock, onForget: (owner: string, report: number) => void): Reports {
  const kept = new Map<string, Kept>();

  function forget(file: string): void {
    const old = kept.get(file);
    if (!old) return;
    kept.delete(file);
    old.cancel();
    onForget(old.owner, old.report);
  }

  function makeRoom(owner: string): void {
    const theirs = [...kept].filter(([, each]) => each.owner === owner);
    for (const [file] of theirs.slice(0, Math.max(0, theirs.length + 1 - travailBounds.kept))) forget(file);
    for (const file of kept.keys()) {
      if (kept.size < all) return;
      forget(file);
    }
  }

  return {
    add(owner, report, html) {
      makeRoom(owner);
      const file = randomBytes(16).toString('hex');
      kept.set(file, { owner, report, html, cancel: clock.after(travailBounds.keptMs, () => forget(file)) });
      const sum = createHash('sha256').update(html).digest('hex').slice(0, 12);
      return { file, bytes: Buffer.byteLength(html), sum };
    },
    find(owner, file) {
      const found = kept.get(file);
      return found?.owner === owner ? { report: found.report, html: found.html } : null;
    },
    dropOf(owner) {
      for (const [file, each] of [...kept]) if (each.owner === owner) forget(file);
    },
    close() {
      for (const { cancel } of kept.values()) cancel();
      kept.clear();
    },
  };
}

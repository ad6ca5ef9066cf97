// Which prefixes belong to students: remembered over restarts, because the topics behind them are kept too. Bounded.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const fileName = 'sandboxes.json';
const kept = z.array(z.string().regex(/^[a-z0-9-]{2,200}$/));

export type Sandboxes = {
  all(): readonly string[];
  has(slug: string): boolean;
  /** The slug that had to be forgotten for it; null when none was. */
  add(slug: string): string | null;
  /** Resolves when everything added so far is on disk, or could not be. */
  saved(): Promise<void>;
};

/** `dataDir` null: remembered as long as the process lives. A torn file is an empty one. */
export async function openSandboxes(
  dataDir: string | null,
  options: { onError: (error: unknown) => void; max?: number },
): Promise<Sandboxes> {
  const { onError, max = 2_000 } = options;
  const slugs = new Set(dataDir === null ? [] : await load(join(dataDir, fileName)));
  let saving: Promise<void> = Promise.resolve();
  let asked = false;

  function saveSoon(): void {
    if (dataDir === null || asked) return;
    asked = true;
    saving = saving
      .then(async () => {
        asked = false;
        await save(dataDir, [...slugs]);
      })
      .catch(onError);
  }

  return {
    all: () => [...slugs],
    has: (slug) => slugs.has(slug),
    add(slug) {
      if (slugs.has(slug)) return null;
      const [oldest] = slugs;
      const forgotten = slugs.size >= max && oldest !== undefined ? oldest : null;
      if (forgotten !== null) slugs.delete(forgotten);
      slugs.add(slug);
      saveSoon();
      return forgotten;
    },
    saved: () => saving,
  };
}

async function load(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw error;
  });
  try {
    const read = kept.safeParse(JSON.parse(text));
    return read.success ? read.data : [];
  } catch {
    return [];
  }
}

async function save(dataDir: string, slugs: string[]): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, fileName);
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, JSON.stringify(slugs));
  await rename(draft, path);
}

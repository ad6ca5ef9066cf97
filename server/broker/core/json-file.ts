// Small JSON files that are either the old one or the new one after a crash: temporary file, fsync, rename, fsync of the folder.

import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Undefined when the file is missing or not JSON: the caller then repairs. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(`${JSON.stringify(value)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Makes created, renamed and removed names last. Windows cannot open a folder: there the file system does it alone. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

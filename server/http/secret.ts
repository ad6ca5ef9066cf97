// The secret that signs identities: made once, kept under the data directory, readable by its owner alone.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

const fileName = 'identity.key';
const secretBytes = 32;

/** 32 bytes. `dataDir` null: a new secret at each start, so identities end with the process. Throws Node's file errors. */
export async function loadSecret(dataDir: string | null): Promise<Buffer> {
  if (dataDir === null) return randomBytes(secretBytes);
  const path = join(dataDir, fileName);
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  // A torn file (power cut at the first start) is replaced: people get new identities, nothing else is lost.
  if (/^[0-9a-f]{64}\n$/.test(kept)) return Buffer.from(kept.trim(), 'hex');
  const secret = randomBytes(secretBytes);
  await mkdir(dataDir, { recursive: true });
  const draft = `${path}.${process.pid}`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${secret.toString('hex')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return secret;
}

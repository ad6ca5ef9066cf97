// Every key of a demonstration begins with a prefix of its own, and goes with it.
import { createClient } from 'redis';

const connectMs = 1_000;

/** How many there were; rejects when Redis cannot be reached. */
export async function sweepKeys(url: string, prefix: string): Promise<number> {
  const client = createClient({ url, socket: { connectTimeout: connectMs, reconnectStrategy: false } });
  // Told by the promises below, too.
  client.on('error', () => {});
  try {
    await client.connect();
    let deleted = 0;
    for await (const keys of client.scanIterator({ MATCH: `${prefix}*`, COUNT: 1_000 })) {
      if (keys.length > 0) deleted += await client.del(keys);
    }
    return deleted;
  } finally {
    if (client.isOpen) client.destroy();
  }
}

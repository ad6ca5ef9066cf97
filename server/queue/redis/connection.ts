// A connection to Redis that is over once it is lost: who wants it opens another.
import { createClient } from 'redis';
import type { Link } from '../link.ts';

const patienceMs = 5_000;
const newClient = (url: string, name: string) =>
  createClient({
    url,
    name,
    RESP: 2,
    socket: { reconnectStrategy: false, connectTimeout: patienceMs },
    // What is asked of a lost connection is refused at once.
    disableOfflineQueue: true,
  });
export type RedisClient = ReturnType<typeof newClient>;
export type RedisLink = Link & { client: RedisClient };

/** Rejects when Redis does not answer, or refuses us. */
export async function openRedis(url: string, name: string): Promise<RedisLink> {
  const client = newClient(url, name);
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  const cut = (): void => {
    if (client.isOpen) client.destroy();
  };
  await client.connect();
  return {
    client,
    lost,
    cut,
    async close() {
      cut();
    },
  };
}

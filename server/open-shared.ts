// What this server shares with others, by its settings: with REDIS_URL a cluster, its secret and its teacher's code; without,
// its own.
import type { Logger } from 'pino';
import { type Cluster, keepAlike, openCluster } from '#server/cluster/index.ts';
import { loadSecret } from '#server/http/index.ts';
import { systemClock } from '#server/realtime/index.ts';
import type { Config } from './config.ts';
import { dataDirRefused, redisSilent } from './start-errors.ts';

export type Shared = { cluster: Cluster | null; secret: Buffer; teacherCode: string };

/** `newCode`: when nobody gave one. Rejects with a sentence for the user. */
export async function openShared(config: Config, log: Logger, newCode: () => string): Promise<Shared> {
  const secret = await loadSecret(config.dataDir).catch((error: unknown) => {
    throw dataDirRefused(error, config) ?? error;
  });
  const code = config.teacherCode ?? newCode();
  if (config.redisUrl === null) return { cluster: null, secret, teacherCode: code };
  const onError = (err: unknown): void => log.error({ err }, 'sharing with other servers failed at something');
  const cluster = await openCluster({ url: config.redisUrl, clock: systemClock, onError });
  if (cluster === null) throw redisSilent(config.redisUrl);
  try {
    const { link, key } = cluster;
    // Theirs who were here before, when a server that was alone begins to share.
    const shared = await keepAlike(link, key('secret'), secret.toString('hex'));
    if (config.teacherCode !== null) await link.set(key('code'), code);
    const teacherCode = await keepAlike(link, key('code'), code);
    return { cluster, secret: Buffer.from(shared, 'hex'), teacherCode };
  } catch (error) {
    onError(error);
    await cluster.close();
    throw redisSilent(config.redisUrl);
  }
}

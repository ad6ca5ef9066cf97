// What all servers must hold alike and none may make alone (the secret of the cookies, the teacher's code): the first to come
// puts it in Redis. Put there again after a Redis that came back empty.
import type { RedisLink } from './link.ts';

export async function keepAlike(link: RedisLink, key: string, own: string): Promise<string> {
  const value = await link.keep(key, own);
  link.onState((state) => {
    if (state === 'linked') link.keep(key, value).catch(() => {});
  });
  return value;
}

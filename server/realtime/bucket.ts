// A token bucket: how fast one person may send. Counted per person, never per address: a class shares one address.
import type { Clock } from './clock.ts';

/** 20 commands a second are more than hands can do; 40 at once let a page start; larger commands cost more. */
export const bucketDefaults = { rate: 20, burst: 40, bytesPerToken: 4_096 } as const;

export type Bucket = { take(cost: number): boolean };

export function createBucket(clock: Clock, { rate, burst }: { rate: number; burst: number } = bucketDefaults): Bucket {
  let tokens = burst;
  let last = clock.elapsed();
  return {
    take(cost) {
      const now = clock.elapsed();
      tokens = Math.min(burst, tokens + ((now - last) * rate) / 1000);
      last = now;
      if (tokens < cost) return false;
      tokens -= cost;
      return true;
    },
  };
}

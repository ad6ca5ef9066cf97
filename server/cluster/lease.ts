// Who leads: one server at a time, by a lease in Redis that it renews, under a number that grows at each taking. What a leader
// writes bears its number; a write under an older one is refused where it would be written (server/store/redis-store.ts), so
// that a leader that was paused while its lease ran out can do no harm.
import { z } from 'zod';

export const leaseDefaults = {
  /** A leader that is killed is missed for at most so long, ms. */
  leaseMs: 3_000,
  beatMs: 500,
} as const;

export const leaseKeys = (prefix: string) => ({
  lease: `${prefix}lease`,
  fence: `${prefix}fence`,
  /** Which life of Redis the last leader wrote everything to. */
  ran: `${prefix}ran`,
  members: `${prefix}members`,
});

/**
 * One round trip: this server is alive; it renews its lease, or takes one that nobody holds; who leads, and who is there.
 * ARGV: id, lease ms, run of Redis, may it take (1: yes; 0: no; -: unless Redis was restarted under a leader), last known number,
 * and whether what it leads is written there (1: yes). A Redis that came back with less is given the next number.
 */
export const beatScript = `
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local ttl = tonumber(ARGV[2])
redis.call('ZADD', KEYS[4], ms, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', ms - ttl)
local holder = redis.call('GET', KEYS[1])
local before = tonumber(redis.call('GET', KEYS[2]) or '0')
local ran = redis.call('GET', KEYS[3])
local restarted = ran and ran ~= ARGV[3]
local taken = 0
if holder == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ttl)
  if before < tonumber(ARGV[5]) then redis.call('SET', KEYS[2], ARGV[5] + 1) end
  if ARGV[6] == '1' then redis.call('SET', KEYS[3], ARGV[3]) end
elseif not holder and (ARGV[4] == '1' or (ARGV[4] == '-' and not restarted)) then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ttl)
  redis.call('SET', KEYS[2], math.max(before, tonumber(ARGV[5])) + 1)
  holder = ARGV[1]
  taken = 1
end
local term = tonumber(redis.call('GET', KEYS[2]) or '0')
return { holder or '', term, taken, before, restarted and 1 or 0, redis.call('ZRANGE', KEYS[4], 0, -1) }
`;

/** A graceful end: the next one need not wait. */
export const partScript = `
redis.call('ZREM', KEYS[4], ARGV[1])
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1], KEYS[3])
return 1
`;

const reply = z
  .tuple([z.string(), z.number(), z.number(), z.number(), z.number(), z.array(z.string())])
  .transform(([holder, term, taken, before, restarted, members]) => ({
    holder,
    term,
    taken: taken === 1,
    before,
    restarted: restarted === 1,
    members,
  }));
export type Beat = z.infer<typeof reply>;
export const beatOf = (told: unknown): Beat => reply.parse(told);

/** What this server knows of leaders when it asks for the lease. */
export type Known = {
  /** The number it last led under; 0: never, or another one led since. */
  own: number;
  /** The highest number it saw. */
  seen: number;
  /** Redis was restarted since it last saw a leader. */
  restarted: boolean;
  /** How long it has been linked, ms. */
  linkedMs: number;
};

/**
 * May it take a free lease? After a restart of Redis the last leader goes first: what it holds in memory is all there is, and
 * Redis may have come back with less.
 */
export function mayTake({ own, seen, restarted, linkedMs }: Known, leaseMs: number): '1' | '0' | '-' {
  if ((own > 0 && own === seen) || linkedMs > 2 * leaseMs) return '1';
  return restarted && seen > 0 ? '0' : '-';
}

// Where a broker of ours is kept when several servers share it: a list in Redis, one entry an element. A batch is appended whole,
// under the number of its writer's lease: when another server leads, it is refused (fencing). The length is checked too, so that
// a write whose answer was lost is taken back before the next one, and a Redis that came back with less is noticed.
import type { Store } from './types.ts';

/** What this store asks of Redis. Rejects when nobody knows whether it was carried out. */
export type RedisList = {
  readonly linked: boolean;
  evaluate(script: string, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>;
  range(key: string, from: number, to: number): Promise<string[]>;
};

export const redisStoreDefaults = {
  /** The list is written again when it has this many entries, and four times what it had after the last time. */
  compactFrom: 20_000,
  /** Entries of one command. */
  piece: 500,
} as const;

type Options = {
  redis: RedisList;
  /** Of the list, and of the number of the lease. */
  keys: { log: string; fence: string };
  term: number;
  /** Redis may have come back with less than the last writer was promised. */
  lost: boolean;
  onError: (error: unknown) => void;
  limits?: Partial<{ [Key in keyof typeof redisStoreDefaults]: number }>;
};

export type RedisStore<Entry> = Store<Entry> & {
  /** This server leads under another number, nobody led meanwhile: what is there is written again. */
  renew(term: number): void;
};

/** ARGV: lease number, length that the writer knows, entries. */
const appendScript = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return -1 end
local known = tonumber(ARGV[2])
local length = redis.call('LLEN', KEYS[1])
if length < known then return -2 end
if known == 0 then redis.call('DEL', KEYS[1]) elseif length > known then redis.call('LTRIM', KEYS[1], 0, known - 1) end
for from = 3, #ARGV, 1000 do
  redis.call('RPUSH', KEYS[1], unpack(ARGV, from, math.min(from + 999, #ARGV)))
end
return redis.call('LLEN', KEYS[1])
`;
/** A draft grows beside, then takes its place. */
const draftScript = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return -1 end
if ARGV[2] == '1' then redis.call('DEL', KEYS[3]) end
if #ARGV > 2 then redis.call('RPUSH', KEYS[3], unpack(ARGV, 3)) end
return 1
`;
const replaceScript = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return -1 end
if redis.call('EXISTS', KEYS[3]) == 1 then redis.call('RENAME', KEYS[3], KEYS[1]) else redis.call('DEL', KEYS[1]) end
return 1
`;

/** Rejects when the list cannot be read. */
export async function openRedisStore<Entry extends object>(options: Options): Promise<RedisStore<Entry>> {
  const { redis, onError } = options;
  const limits = { ...redisStoreDefaults, ...options.limits };
  const { log, fence } = options.keys;
  const keys = [log, fence, `${log}:draft`];
  let { term } = options;
  let recovered: Entry[] = [];
  let length = 0;
  for (;;) {
    const piece = await redis.range(log, length, length + limits.piece - 1);
    if (piece.length === 0) break;
    length += piece.length;
    for (const text of piece) recovered.push(JSON.parse(text) as Entry);
  }
  let compacted = 0;
  /** Something is not as it should be: everything is written again at the first occasion. */
  let torn = false;
  /** Another server leads: this one writes nothing any more. */
  let deposed = false;
  let waiting: string[] = [];

  async function write(entries: string[]): Promise<boolean> {
    try {
      const told = await redis.evaluate(appendScript, keys.slice(0, 2), [term, length, ...entries]);
      if (typeof told !== 'number' || told < 0) {
        torn = true;
        deposed ||= told === -1;
        return false;
      }
      length = told;
      return true;
    } catch (error) {
      torn = true;
      onError(error);
      return false;
    }
  }

  async function draft(entries: readonly string[], first: boolean): Promise<void> {
    if ((await redis.evaluate(draftScript, keys, [term, first ? 1 : 0, ...entries])) !== 1) {
      deposed = true;
      throw new Error('another server leads');
    }
  }

  function commit(): Promise<boolean> | undefined {
    if (waiting.length === 0) return undefined;
    const entries = waiting;
    waiting = [];
    if (redis.linked && !deposed) return write(entries);
    torn = true;
    return Promise.resolve(false);
  }

  return {
    get recovered() {
      const once = recovered;
      recovered = [];
      return once;
    },
    lost: options.lost,
    append: (entry) => void waiting.push(JSON.stringify(entry)),
    commit,
    // Redis is the promise: with `appendfsync always` what it answered is on disk, otherwise what it does by itself.
    synced: () => Promise.resolve(!deposed),
    get large() {
      if (deposed || !redis.linked) return false;
      return torn || (length > limits.compactFrom && length > compacted * 4);
    },
    async compact(given) {
      // Not again soon, should it fail.
      compacted = length;
      let count = 0;
      let piece: string[] = [];
      for (const entry of given) {
        piece.push(JSON.stringify(entry));
        if (piece.length < limits.piece) continue;
        await draft(piece, count === 0);
        count += piece.length;
        piece = [];
      }
      await draft(piece, count === 0);
      count += piece.length;
      if ((await redis.evaluate(replaceScript, keys, [term])) !== 1) {
        deposed = true;
        throw new Error('another server leads');
      }
      length = count;
      compacted = count;
      torn = false;
    },
    renew(next) {
      term = next;
      deposed = false;
      torn = true;
    },
    async close() {
      await commit();
    },
  };
}

// A journal where all servers find it: a list of records in Redis, one an element, beside where it begins, a state to fold from,
// and its volatile values. The server that leads writes it, under the number of its lease; each write is published by the same
// script, so that what is heard is what was written, in order. No page is shown a record before it is there.
import { z } from 'zod';
import type { JournalRecord, VolatileValue } from '#contract/journal.ts';
import type { Cluster } from '#server/cluster/index.ts';

export const logDefaults = {
  /** What nobody writes to any more goes by itself, ms. */
  keptMs: 24 * 3_600_000,
  /** Records of one answer. */
  piece: 2_000,
} as const;

/**
 * ARGV: lease number, length that the writer knows (-1: begins again), ms it is kept, channel, text told, epoch, start, base,
 * records dropped from its beginning, are volatile values all given (1), their number, each with its key, then records.
 */
const writeScript = `
if redis.call('GET', KEYS[4]) ~= ARGV[1] then return -1 end
local known = tonumber(ARGV[2])
local length = redis.call('LLEN', KEYS[1])
if known < 0 then redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
elseif length < known then return -2
elseif known == 0 then redis.call('DEL', KEYS[1])
elseif length > known then redis.call('LTRIM', KEYS[1], 0, known - 1) end
local values = tonumber(ARGV[11])
if ARGV[10] == '1' then redis.call('DEL', KEYS[3]) end
for at = 12, 10 + 2 * values, 2 do
  if ARGV[at + 1] == '' then redis.call('HDEL', KEYS[3], ARGV[at]) else redis.call('HSET', KEYS[3], ARGV[at], ARGV[at + 1]) end
end
for from = 12 + 2 * values, #ARGV, 1000 do
  redis.call('RPUSH', KEYS[1], unpack(ARGV, from, math.min(from + 999, #ARGV)))
end
local drop = tonumber(ARGV[9])
if drop > 0 then redis.call('LTRIM', KEYS[1], drop, -1) end
redis.call('HSET', KEYS[2], 'epoch', ARGV[6], 'start', ARGV[7])
if ARGV[8] ~= '' then redis.call('HSET', KEYS[2], 'base', ARGV[8]) end
for each = 1, 3 do redis.call('PEXPIRE', KEYS[each], ARGV[3]) end
if ARGV[5] ~= '' then redis.call('PUBLISH', ARGV[4], ARGV[5]) end
return 1
`;
/** ARGV: from which offset (-1: its beginning, with its base and volatile values), how many. */
const readScript = `
local about = redis.call('HMGET', KEYS[2], 'epoch', 'start')
if not about[1] then return false end
local start = tonumber(about[2])
local from = math.max(tonumber(ARGV[1]), start)
local records = redis.call('LRANGE', KEYS[1], from - start, from - start + tonumber(ARGV[2]) - 1)
if tonumber(ARGV[1]) >= 0 then return { about[1], start, from, records, '', {} } end
return { about[1], start, from, records, redis.call('HGET', KEYS[2], 'base') or '', redis.call('HGETALL', KEYS[3]) }
`;
const removeScript = `
if redis.call('GET', KEYS[4]) ~= ARGV[1] then return -1 end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
redis.call('PUBLISH', ARGV[2], ARGV[3])
return 1
`;

const piece = z.tuple([z.string(), z.number(), z.number(), z.array(z.string()), z.string(), z.array(z.string())]);
const record = z.object({ offset: z.int(), at: z.number(), event: z.unknown() });
const base = z.object({ offset: z.int(), at: z.number(), state: z.unknown() });
const heard = z.object({
  epoch: z.string(),
  /** Offset of the first of the records, or of the next one. */
  from: z.int(),
  records: z.array(record),
  volatile: z.array(z.tuple([z.string(), z.unknown()])),
  /** Volatile values that are not among these are no more. */
  whole: z.boolean(),
  /** The journal is no more. */
  gone: z.boolean(),
});

/** State after every record below `offset`. */
export type Base = { offset: number; at: number; state: unknown };
export type Heard = {
  epoch: string;
  from: number;
  records: JournalRecord[];
  volatile: VolatileValue[];
  whole: boolean;
  gone: boolean;
};
export type Past = {
  epoch: string;
  /** Offset of the first record that is kept. */
  start: number;
  records: JournalRecord[];
  /** Null: the lab's beginning, at 0. */
  base: Base | null;
  volatile: VolatileValue[];
};
export type Write = {
  term: number;
  epoch: string;
  /** First offset kept, and next one, before this write. `known` -1: the list begins again, at `from`. */
  start: number;
  from: number;
  known: number;
  records: readonly JournalRecord[];
  volatile: readonly VolatileValue[];
  whole: boolean;
  /** Given where what lies before cannot be folded any more. */
  base: Base | null;
  /** How many of the oldest records are dropped after it. */
  drop: number;
};
/** `deposed`: another server leads. `short`: Redis came back with less than was written. */
export type Written = 'written' | 'deposed' | 'short';

/** The journal's own key: of a lab, and of a person where each has their own. */
export const journalKey = (lab: string, person: string | null): string => (person === null ? lab : `${lab}:${person}`);

export type Log = ReturnType<typeof createLog>;

/** Everything rejects when Redis is cut, or is cut meanwhile. */
export function createLog(cluster: Cluster) {
  const { link } = cluster;
  const channel = cluster.key('labs');
  const keysOf = (key: string): string[] =>
    ['log', 'about', 'volatile'].map((part) => cluster.key(`lab:${key}:${part}`)).concat(cluster.keys.fence);
  const message = (key: string, told: Heard): string => `${key}\n${JSON.stringify(told)}`;

  async function read(key: string, from: number) {
    const told = await link.evaluate(readScript, keysOf(key).slice(0, 3), [from, logDefaults.piece]);
    if (told === null) return null;
    const [epoch, start, first, records, at, values] = piece.parse(told);
    return { epoch, start, first, records: records.map((text) => record.parse(JSON.parse(text))), at, values };
  }

  type Piece = NonNullable<Awaited<ReturnType<typeof read>>>;

  async function readOn(key: string, first: Piece): Promise<JournalRecord[] | null> {
    const found: JournalRecord[] = [];
    let last = first.records.length;
    while (last === logDefaults.piece) {
      const wanted = first.start + first.records.length + found.length;
      const next = await read(key, wanted);
      if (next?.epoch !== first.epoch || next.first !== wanted) return null;
      found.push(...next.records);
      last = next.records.length;
    }
    return found;
  }

  return {
    async write(key: string, what: Write): Promise<Written> {
      const { epoch, from, volatile, whole } = what;
      const records = [...what.records];
      const told = { epoch, from, records, volatile: [...volatile], whole, gone: false };
      const values = volatile.flatMap(([name, value]) => [name, value === null ? '' : JSON.stringify(value)]);
      const given = [
        ...[what.term, what.known, logDefaults.keptMs, channel, message(key, told), epoch, what.start + what.drop],
        ...[what.base === null ? '' : JSON.stringify(what.base), what.drop, whole ? 1 : 0, volatile.length],
        ...values,
        ...records.map((each) => JSON.stringify(each)),
      ];
      const answer = await link.evaluate(writeScript, keysOf(key), given);
      if (answer === -1) return 'deposed';
      return answer === -2 ? 'short' : 'written';
    },
    /** Null: there is none. */
    async load(key: string): Promise<Past | null> {
      for (;;) {
        const first = await read(key, -1);
        if (first === null) return null;
        const rest = await readOn(key, first);
        // Begun again, or cut shorter, while it was read: once more.
        if (rest === null) continue;
        const { epoch, start, values, at } = first;
        const volatile = values.flatMap((name, index): VolatileValue[] =>
          index % 2 === 0 ? [[name, JSON.parse(values[index + 1] ?? 'null')]] : [],
        );
        const records = [...first.records, ...rest];
        return { epoch, start, records, base: at === '' ? null : base.parse(JSON.parse(at)), volatile };
      }
    },
    async remove(key: string, term: number): Promise<void> {
      const gone = { epoch: '', from: 0, records: [], volatile: [], whole: false, gone: true };
      await link.evaluate(removeScript, keysOf(key), [term, channel, message(key, gone)]);
    },
    /** `wanted`: whether anybody here reads that journal; others are not even parsed. */
    hear(wanted: (key: string) => ((told: Heard) => void) | undefined): void {
      link.hear(channel, (text) => {
        const end = text.indexOf('\n');
        const listener = wanted(text.slice(0, end));
        if (!listener) return;
        listener(heardOf(text.slice(end + 1)) ?? unreadable());
      });
    },
  };
}

/** Null: of another version of us, or not ours. */
function heardOf(text: string): Heard | null {
  try {
    const told = heard.safeParse(JSON.parse(text));
    return told.success ? (told.data as Heard) : null;
  } catch {
    return null;
  }
}

/** As if it had been missed: the journal is read again. */
const unreadable = (): Heard => ({ epoch: '?', from: 0, records: [], volatile: [], whole: false, gone: false });

// What two servers write to each other through Redis: numbered packets of a line, each with the items of one turn.
import { z } from 'zod';
import type { Ack } from '#contract/errors.ts';
import { errorCodes } from '#contract/errors.ts';

const wireError = z.object({ code: z.enum(errorCodes), message: z.string(), field: z.string().optional() });
const ack = z.union([
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error: wireError }),
]);

const item = z.union([
  /** Tells something; asks something under a number; answers that number. */
  z.tuple([z.literal('t'), z.string(), z.unknown()]),
  z.tuple([z.literal('c'), z.number(), z.string(), z.unknown()]),
  z.tuple([z.literal('a'), z.number(), ack]),
]);
export type Item = ['t', string, unknown] | ['c', number, string, unknown] | ['a', number, Ack<unknown>];

const packet = z.object({
  /** The server that writes, the line, and the number of the lease under which it was opened. */
  from: z.string().max(64),
  line: z.string().max(64),
  term: z.int(),
  /** Of this packet, in this direction, from 0 on; -1: the line is no more. */
  n: z.int().min(-1),
  items: z.array(item),
});
export type Packet = { from: string; line: string; term: number; n: number; items: Item[] };

/** Null: not ours, or of another version. */
export function packetOf(text: string): Packet | null {
  try {
    const read = packet.safeParse(JSON.parse(text));
    return read.success ? (read.data as Packet) : null;
  } catch {
    return null;
  }
}

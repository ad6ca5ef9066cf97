// What a server says to the one that leads about the connections it carries, and what it is told for them.
import { z } from 'zod';
import type { ChatEvent } from '#contract/chat.ts';

/** The connection, numbered by the server that carries it. */
const s = z.int();
const room = z.string();

export const opened = z.object({ s, graceMs: z.number(), more: z.boolean(), program: z.boolean() });
export type Opened = z.infer<typeof opened>;
export const sign = z.object({ s, is: z.enum(['more', 'active', 'away', 'closed', 'lost']) });
export type Sign = z.infer<typeof sign>['is'];

export const asked = z.discriminatedUnion('do', [
  z.object({ s, do: z.literal('identify'), who: z.object({ id: z.string(), name: z.string(), signed: z.boolean() }) }),
  z.object({
    s,
    do: z.literal('subscribe'),
    room,
    how: z.object({
      epoch: z.string().optional(),
      from: z.int().optional(),
      acks: z.boolean().optional(),
      goesOn: z.boolean().default(false),
    }),
  }),
  z.object({ s, do: z.literal('unsubscribe'), room }),
  z.object({ s, do: z.literal('publish'), room, content: z.string(), cid: z.string().optional() }),
  z.object({ s, do: z.literal('history'), room, from: z.int().optional() }),
  z.object({ s, do: z.literal('ack'), room, sequence: z.int(), upTo: z.boolean() }),
  z.object({ s, do: z.literal('clear'), room, code: z.string() }),
  z.object({ s, do: z.literal('pending'), room }),
]);
export type Asked = z.infer<typeof asked>;

/** What one turn told: each batch once, and who gets which of them, in order. */
const event = z.custom<ChatEvent>((read: unknown) => {
  const { type, room: where } = (read ?? {}) as { type?: unknown; room?: unknown };
  return typeof type === 'string' && typeof where === 'string';
});
export const turned = z.object({
  batches: z.array(z.array(event)),
  to: z.array(z.object({ batches: z.array(z.int()), sessions: z.array(s) })),
});
export type Turned = { batches: (readonly ChatEvent[])[]; to: { batches: number[]; sessions: number[] }[] };

/** Whose name was proven by somebody else, or whose connection is to be cut. */
export const ended = z.object({ s });

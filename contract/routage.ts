// The lab `routage`: what a page asks of the router of its person, and what happened there: who came, what was published, whom
// each publication reached and which part of a subscription decided.
import { z } from 'zod';

export const routageBounds = {
  subscribers: 8,
  name: 24,
  topic: 24,
  /** Fields of one publication, and what a field may hold. */
  fields: 6,
  field: 24,
  text: 40,
  number: 999_999_999_999,
  decimals: 6,
  /** What a filter may be: characters, comparisons, parentheses and « non » within each other. */
  expression: 200,
  comparisons: 12,
  depth: 8,
} as const;

/** No space, no quote: a topic is one word, dots and slashes allowed. */
const topic = z
  .string()
  .max(routageBounds.topic)
  .regex(/^[\p{L}\p{N}._/-]+$/u);
const name = z
  .string()
  .max(routageBounds.name)
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ’'._-]*[\p{L}\p{N}])?$/u);

/** A number that a filter can write too: no exponent, six decimals at most. */
export const isPlainNumber = (value: number): boolean =>
  Math.abs(value) <= routageBounds.number && Number(value.toFixed(routageBounds.decimals)) === value;

const value = z.union([
  z
    .string()
    .max(routageBounds.text)
    .regex(/^[^"\p{Cc}]*$/u),
  z.number().refine(isPlainNumber),
  z.boolean(),
]);
export type Value = z.infer<typeof value>;

export const fieldName = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const pair = z.strictObject({ field: z.string().max(routageBounds.field).regex(fieldName), value });
/** A JSON object as the list of its members: no name of a field can mean anything to the program that reads it. */
const content = z
  .array(pair)
  .max(routageBounds.fields)
  .refine((pairs) => new Set(pairs.map(({ field }) => field)).size === pairs.length);
export type Content = z.infer<typeof content>;

const rule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('topic'), topic }),
  /** Its length and its grammar are judged by the parser, which says where the fault is. */
  z.strictObject({ kind: z.literal('content'), expression: z.string().max(2_000) }),
]);
export type Rule = z.infer<typeof rule>;

const id = z.int().min(1);
export const routageCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('publish'), topic, content }),
  z.strictObject({ type: z.literal('subscribe'), name, rule }),
  z.strictObject({ type: z.literal('change'), subscriber: id, name, rule }),
  z.strictObject({ type: z.literal('remove'), subscriber: id }),
  /** The subscribers given at the start, and nothing published. */
  z.strictObject({ type: z.literal('reset') }),
]);
export type RoutageCommand = z.infer<typeof routageCommand>;

export type Subscriber = { id: number; name: string; rule: Rule };

/** One comparison that decided: as it is written, what the publication held (null: no such field), and whether it held. */
export type Decided = { text: string; found: Value | null; holds: boolean };
export type Because =
  | { kind: 'topic'; wanted: string }
  /** All comparisons that decided; the whole filter cannot be otherwise as long as they stand. */
  | { kind: 'content'; decided: Decided[] };

export type RoutingEvent =
  | { type: 'subscribed'; subscriber: Subscriber }
  | { type: 'changed'; subscriber: Subscriber }
  | { type: 'removed'; subscriber: number }
  | { type: 'published'; publication: number; topic: string; content: Content }
  /** The publication came to this subscriber. */
  | { type: 'received'; publication: number; subscriber: number; because: Because }
  | { type: 'passed'; publication: number; subscriber: number; because: Because };

export type RoutageEvent =
  /** Begins with what stands at that moment; what was told before is over. */
  { type: 'run.started'; run: string; subscribers: Subscriber[] } | { type: 'run.told'; event: RoutingEvent };

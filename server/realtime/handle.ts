// The one place where a message from a page becomes a reply: limit → validate → run → acknowledge. Nothing a page sends
// leaves here as an exception.
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Ack } from '#contract/errors.ts';
import { bucketDefaults } from './bucket.ts';
import type { ChatEntry } from './chat-door.ts';
import { hubDefaults, type Link } from './hub.ts';
import type { Known } from './people.ts';
import { refuse, refuseIssue } from './refusal.ts';

/** Larger requests are refused by a sentence; the transport itself would cut the connection (see edge.ts). */
const maxRequestBytes = 64_000;
/** A connection that owes more already is not answered any more. */
const maxOwedBytes = 4 * hubDefaults.hardBytes;
/** A page that goes on after this many refusals in a row is not a page. */
const maxStrikes = 1_000;

/** One connection of a page. */
export type Caller = {
  readonly known: Known;
  readonly link: Link;
  readonly chat: ChatEntry;
  /** Made when there is something to say: most connections never fail. */
  readonly log: () => Logger;
  strikes: number;
  /** False once it is closed. */
  open: boolean;
};

/** `run` gets a request that has the schema's shape. */
export type Handler<Request> = {
  schema: z.ZodType<Request>;
  run(request: Request, caller: Caller): Ack<unknown> | Promise<Ack<unknown>>;
};

type Reply = (ack: Ack<unknown>) => void;
export type Counts = { accepted: number; refused: number };

/** JSON length of what was sent; Infinity for what has no JSON (cannot come from the wire). */
function sizeOf(payload: unknown): number {
  try {
    return JSON.stringify(payload)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

async function answer(handler: Handler<unknown> | undefined, payload: unknown, caller: Caller): Promise<Ack<unknown>> {
  const bytes = sizeOf(payload);
  const cost = 1 + Math.min(bytes, maxRequestBytes) / bucketDefaults.bytesPerToken;
  if (!caller.known.bucket.take(cost))
    return refuse('rate-limited', 'Trop de demandes à la fois. Attendez une seconde, puis recommencez.');
  if (!handler) return refuse('unsupported', 'Le serveur ne connaît pas cette demande. Rechargez la page.');
  if (bytes > maxRequestBytes)
    return refuse('too-large', `Demande trop volumineuse\u00a0: ${maxRequestBytes / 1_000}\u00a0ko au plus.`);
  const parsed = handler.schema.safeParse(payload);
  return parsed.success ? handler.run(parsed.data, caller) : refuseIssue(parsed.error);
}

/** It still pays: a flood of such messages must not be free. */
function unanswerable(event: string, payload: unknown, caller: Caller): Ack<never> {
  caller.known.bucket.take(1 + Math.min(sizeOf(payload), maxRequestBytes) / bucketDefaults.bytesPerToken);
  caller.log().debug({ event }, 'message without acknowledgement: not carried out');
  return refuse('invalid', 'Message sans accusé de réception.');
}

/**
 * Answers one message. Without a function to answer with, the message is not carried out: its sender could not know how it
 * ended. `args` is what came after the event's name.
 */
export async function handle(
  event: string,
  handler: Handler<unknown> | undefined,
  args: readonly unknown[],
  caller: Caller,
  counts: Counts,
): Promise<void> {
  const last = args.at(-1);
  const reply = typeof last === 'function' ? (last as Reply) : null;
  const payload = reply && args.length === 1 ? undefined : args[0];
  if (caller.link.backlog() > maxOwedBytes) {
    caller.log().warn({ event }, 'closed: does not read its answers');
    caller.link.cut();
    return;
  }
  let ack: Ack<unknown>;
  try {
    ack = reply ? await answer(handler, payload, caller) : unanswerable(event, payload, caller);
  } catch (error) {
    caller.log().error({ err: error, event }, 'handler failed');
    ack = refuse('internal', 'Le serveur a rencontré une erreur. Elle est notée dans son journal\u00a0; réessayez.');
  }
  counts[ack.ok ? 'accepted' : 'refused'] += 1;
  caller.strikes = ack.ok ? 0 : caller.strikes + 1;
  if (caller.strikes > maxStrikes) {
    caller.log().warn({ event, strikes: caller.strikes }, 'closed after too many refusals');
    caller.link.cut();
    return;
  }
  reply?.(ack);
}

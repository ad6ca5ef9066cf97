// `POST /moi`: somebody says how they are called. The only request with a body that the server reads: small, JSON, from our
// own pages. Answers an Ack, and the cookie that keeps the name over refreshes, sleep and restarts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Ack, ErrorCode } from '#contract/errors.ts';
import { checkName, type RenameReply } from '#contract/person.ts';
import type { Identity } from './identity.ts';

const maxBytes = 2_000;
const body = z.strictObject({ name: z.string() });

export type RenameOptions = {
  identity: Identity;
  /** Does this request come from one of our own pages? */
  allowed: (request: IncomingMessage) => boolean;
  /** Tells the others; `taken` when somebody else here bears a name that looks the same. */
  rename: (person: string, name: string) => 'ok' | 'taken' | 'too-often';
};

const statusOf: Partial<Record<ErrorCode, number>> = {
  forbidden: 403,
  'too-large': 413,
  'limit-reached': 409,
  'rate-limited': 429,
};

function answer(response: ServerResponse, ack: Ack<RenameReply>): void {
  const status = ack.ok ? 200 : (statusOf[ack.error.code] ?? 400);
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(ack));
}

const refusal = (code: ErrorCode, message: string): Ack<never> => ({
  ok: false,
  error: { code, message, field: 'name' },
});

/** The text of the body; null as soon as it is longer than a name can be. */
async function read(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Answers one request, whatever it holds. */
export async function renamePerson(
  request: IncomingMessage,
  response: ServerResponse,
  { identity, allowed, rename }: RenameOptions,
): Promise<void> {
  const json = request.headers['content-type']?.split(';')[0]?.trim() === 'application/json';
  if (!allowed(request) || !json) return answer(response, refusal('forbidden', 'Cette page ne vient pas de Relais.'));
  const text = await read(request);
  if (text === null) {
    response.setHeader('Connection', 'close');
    return answer(response, refusal('too-large', 'Demande trop volumineuse.'));
  }
  const given = body.safeParse(parse(text));
  if (!given.success) return answer(response, refusal('invalid', 'La demande est mal formée.'));
  const check = checkName(given.data.name);
  if (!check.ok) return answer(response, refusal('invalid', check.message));
  const { name, slug } = check;
  const named = identity.named(request, name);
  if (named === null)
    return answer(
      response,
      refusal('forbidden', 'Le navigateur n’a pas gardé le cookie de Relais. Rechargez la page.'),
    );
  const told = rename(named.person.id, name);
  if (told === 'too-often')
    return answer(response, refusal('rate-limited', 'Vous changez souvent de nom. Attendez une minute.'));
  if (told === 'taken')
    return answer(
      response,
      refusal('limit-reached', `«\u00a0${name}\u00a0» est déjà pris par quelqu’un ici. Ajoutez une lettre.`),
    );
  response.setHeader('Set-Cookie', named.setCookie);
  answer(response, { ok: true, result: { name, slug } });
}

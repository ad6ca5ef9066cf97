// `POST /moi`: somebody says how they are called, from our own pages. Answers an Ack, and the cookie that keeps the name over
// refreshes, sleep and restarts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Ack, ErrorCode } from '#contract/errors.ts';
import { checkName } from '#contract/person.ts';
import type { Identity } from './identity.ts';
import { answer, parse, readText } from './small-json.ts';

const body = z.strictObject({ name: z.string() });

type RenameReply = 'ok' | 'taken' | 'too-often' | 'unavailable';

export type RenameOptions = {
  identity: Identity;
  /** Does this request come from one of our own pages? */
  allowed: (request: IncomingMessage) => boolean;
  /** Tells the others; `taken` when somebody else here bears a name that looks the same. */
  rename: (person: string, name: string) => RenameReply | Promise<RenameReply>;
};

const refusal = (code: ErrorCode, message: string): Ack<never> => ({
  ok: false,
  error: { code, message, field: 'name' },
});

/** Answers one request, whatever it holds. */
export async function renamePerson(
  request: IncomingMessage,
  response: ServerResponse,
  { identity, allowed, rename }: RenameOptions,
): Promise<void> {
  const json = request.headers['content-type']?.split(';')[0]?.trim() === 'application/json';
  if (!allowed(request) || !json) return answer(response, refusal('forbidden', 'Cette page ne vient pas de Relais.'));
  const text = await readText(request);
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
  const told = await rename(named.person.id, name);
  if (told === 'unavailable')
    return answer(
      response,
      refusal(
        'unavailable',
        'Ce serveur n’atteint pas les autres, qui savent quels noms sont pris. Réessayez dans un instant.',
      ),
    );
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

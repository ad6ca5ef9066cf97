// `POST /solution-td`: the programs of the TD's solution, to whoever holds the teacher's code. They stand beside the lesson,
// outside of what pages are made from.
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { ErrorCode } from '#contract/errors.ts';
import type { Solution } from '#contract/solution.ts';
import { answer, parse, readText } from './small-json.ts';

const solutionRequest = z.strictObject({ code: z.string().max(100) });

export type SolutionOptions = {
  /** Does this request come from one of our own pages? */
  allowed: (request: IncomingMessage) => boolean;
  /** One try for all together; false when there were too many. */
  mayTry: () => boolean;
  /** In constant time. */
  isCode: (given: string) => boolean;
  /** The folder with the solution's files. */
  folder: string;
};

export async function giveSolution(
  request: IncomingMessage,
  response: ServerResponse,
  { allowed, mayTry, isCode, folder }: SolutionOptions,
): Promise<void> {
  const refuse = (code: ErrorCode, message: string): void =>
    answer(response, { ok: false, error: { code, message, field: 'code' } });
  const json = request.headers['content-type']?.split(';')[0]?.trim() === 'application/json';
  if (!allowed(request) || !json) return refuse('forbidden', 'Cette page ne vient pas de Relais.');
  const text = await readText(request);
  if (text === null) {
    response.setHeader('Connection', 'close');
    return refuse('too-large', 'Demande trop volumineuse.');
  }
  const given = solutionRequest.safeParse(parse(text));
  if (!given.success) return refuse('invalid', 'La demande est mal formée.');
  if (!mayTry()) return refuse('rate-limited', 'Trop d’essais. Attendez quelques secondes.');
  if (!isCode(given.data.code)) return refuse('forbidden', 'Ce n’est pas le code de l’enseignant.');
  const names = (await readdir(folder)).filter((name) => /^[a-z_-]+\.(py|ts)$/.test(name)).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  answer<Solution>(response, { ok: true, result: { files } });
}

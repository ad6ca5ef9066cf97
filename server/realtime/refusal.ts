// Refusals in French, from what zod found wrong. The message says what to correct; the code says what a page may do.
import type { z } from 'zod';
import type { Ack, ErrorCode } from '#contract/errors.ts';

export function refuse(code: ErrorCode, message: string, field?: string): Ack<never> {
  return { ok: false, error: field === undefined ? { code, message } : { code, message, field } };
}

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: 'un texte',
  number: 'un nombre',
  int: 'un nombre entier',
  boolean: 'vrai ou faux',
  array: 'une liste',
  tuple: 'une liste de deux textes',
  object: 'un objet',
  nonoptional: 'une valeur',
};

function what(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `il faut ${kinds[issue.expected] ?? 'une autre sorte de valeur'}.`;
    case 'too_big':
      return issue.origin === 'string'
        ? `le texte est trop long (${issue.maximum} caractères au plus).`
        : `la valeur est trop grande (${issue.maximum} au plus).`;
    case 'too_small':
      return issue.origin === 'string'
        ? 'le texte est trop court.'
        : `la valeur est trop petite (${issue.minimum} au moins).`;
    case 'invalid_value':
      return `il faut l’une de ces valeurs\u00a0: ${issue.values.map(String).join(', ')}.`;
    case 'invalid_union':
      return issue.discriminator === undefined ? 'cette valeur n’est pas permise.' : 'cette commande n’existe pas.';
    default:
      return 'cette valeur n’est pas permise.';
  }
}

/** The first thing that is wrong, in one sentence. `rules` gives a field's own words. */
export function refuseIssue(error: z.ZodError, rules: Readonly<Record<string, string>> = {}): Ack<never> {
  const issue = error.issues[0];
  if (!issue) return refuse('invalid', 'La demande est mal formée.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return refuse('invalid', `Champ inconnu\u00a0: «\u00a0${key.slice(0, 40)}\u00a0».`, key.slice(0, 40));
  }
  const field = issue.path.map(String).join('.');
  const code: ErrorCode = issue.code === 'too_big' && issue.origin === 'string' ? 'too-large' : 'invalid';
  if (field === '') return refuse(code, `La demande est mal formée\u00a0: ${what(issue)}`);
  const rule = rules[String(issue.path[0])];
  return refuse(code, rule ?? `Champ «\u00a0${field}\u00a0»\u00a0: ${what(issue)}`, field);
}

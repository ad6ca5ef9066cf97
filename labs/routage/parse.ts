// From an expression to a filter: a recursive descent over exactly the grammar of filter.ts, bounded in length, in comparisons
// and in depth. Why not a library: docs/decisions/0009.
import { routageBounds } from '#contract/routage.ts';
import { type Filter, joined } from './filter.ts';
import { type Fault, quoted, type Token, tokensOf } from './tokens.ts';

export type Parsed = { ok: true; filter: Filter } | { ok: false; fault: Fault };

export function parseFilter(source: string): Parsed {
  const { expression } = routageBounds;
  if (source.length > expression)
    return failed({ at: expression, message: `Un filtre a ${expression} caractères au plus.` });
  const tokens = tokensOf(source);
  if ('message' in tokens) return failed(tokens);
  const reader: Reader = { tokens, next: 0, comparisons: 0 };
  if (tokens.length === 1)
    return failed({ at: 0, message: 'Le filtre est vide. Écrivez par exemple\u00a0: value > 100.' });
  const filter = either(reader, 0);
  if ('message' in filter) return failed(filter);
  const { kind, text, at } = here(reader);
  if (kind === 'end') return { ok: true, filter };
  if (kind === ')') return failed({ at, message: 'Cette parenthèse se ferme sans avoir été ouverte.' });
  return failed({ at, message: `Avant ${quoted(text)}, il manque «\u00a0et\u00a0» ou «\u00a0ou\u00a0».` });
}

type Reader = { readonly tokens: readonly Token[]; next: number; comparisons: number };
type Read = Filter | Fault;

const failed = (fault: Fault): Parsed => ({ ok: false, fault });
const here = ({ tokens, next }: Reader): Token => tokens[next] ?? { kind: 'end', at: 0, text: '' };

function chain(reader: Reader, depth: number, word: 'et' | 'ou', part: (reader: Reader, depth: number) => Read): Read {
  const parts: Filter[] = [];
  for (;;) {
    const read = part(reader, depth);
    if ('message' in read) return read;
    parts.push(read);
    if (here(reader).kind !== word) return joined(word === 'et' ? 'and' : 'or', parts);
    reader.next += 1;
  }
}

const either = (reader: Reader, depth: number): Read => chain(reader, depth, 'ou', every);
const every = (reader: Reader, depth: number): Read => chain(reader, depth, 'et', single);

function single(reader: Reader, depth: number): Read {
  const token = here(reader);
  if (depth >= routageBounds.depth)
    return {
      at: token.at,
      message: `Pas plus de ${routageBounds.depth} parenthèses ou «\u00a0non\u00a0» l’un dans l’autre.`,
    };
  if (token.kind === 'non') {
    reader.next += 1;
    const part = single(reader, depth + 1);
    return 'message' in part ? part : { kind: 'not', part };
  }
  if (token.kind === '(') {
    reader.next += 1;
    const inner = either(reader, depth + 1);
    if ('message' in inner) return inner;
    if (here(reader).kind !== ')') return { at: token.at, message: 'Cette parenthèse n’est pas fermée.' };
    reader.next += 1;
    return inner;
  }
  return comparison(reader);
}

function comparison(reader: Reader): Read {
  const field = here(reader);
  if (field.kind !== 'field') return wanted(field, 'le nom d’un champ');
  reader.next += 1;
  const operator = here(reader);
  if (operator.kind !== 'operator') return wanted(operator, `un opérateur après ${quoted(field.text)}`);
  reader.next += 1;
  const value = here(reader);
  if (value.kind === 'field')
    return { at: value.at, message: `Un texte s’écrit entre guillemets droits\u00a0: "${value.text}".` };
  if (value.kind !== 'value') return wanted(value, `une valeur après ${quoted(operator.text)}`);
  reader.next += 1;
  reader.comparisons += 1;
  if (reader.comparisons > routageBounds.comparisons)
    return { at: field.at, message: `Un filtre a ${routageBounds.comparisons} comparaisons au plus.` };
  return { kind: 'compare', field: field.text, operator: operator.operator, value: value.value };
}

const wanted = ({ kind, text, at }: Token, what: string): Fault => ({
  at,
  message: kind === 'end' ? `Il manque ${what}, à la fin.` : `Il faut ${what}, et non ${quoted(text)}.`,
});

/** « Caractère 7 : … » : a fault as one sentence, for whoever wrote the expression. */
export const faultText = ({ at, message }: Fault): string => `Caractère ${at + 1}\u00a0: ${message}`;

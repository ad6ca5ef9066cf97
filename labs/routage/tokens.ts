// The words of a filter, each with its place; what is none of them is told in a sentence that says what to write instead.
import { isPlainNumber, routageBounds, type Value } from '#contract/routage.ts';
import { type Operator, operators } from './filter.ts';

export type Token = { at: number; text: string } & (
  | { kind: 'field' }
  | { kind: 'operator'; operator: Operator }
  | { kind: 'value'; value: Value }
  | { kind: 'et' | 'ou' | 'non' | '(' | ')' | 'end' }
);
/** `at`: index of the character where it goes wrong. */
export type Fault = { at: number; message: string };

const nb = '\u00a0';
export const quoted = (text: string): string => `«${nb}${text.slice(0, 24)}${nb}»`;

/** What people write who come from another language. */
const instead: Readonly<Record<string, string>> = {
  '==': '=',
  '===': '=',
  '!==': '!=',
  '<>': '!=',
  '≠': '!=',
  '≤': '<=',
  '≥': '>=',
  '=>': '>=',
  '=<': '<=',
  '&&': 'et',
  '&': 'et',
  '||': 'ou',
  '|': 'ou',
  '!': 'non',
};

const word = /[\p{L}_][\p{L}\p{N}_]*/uy;
const number = /-?\d+(?:\.\d+)?/uy;
const text = /"([^"\p{Cc}]*)"/uy;
const sign = /[=!<>≠≤≥&|]+/uy;

export function tokensOf(source: string): Token[] | Fault {
  const tokens: Token[] = [];
  let at = 0;
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  while (at < source.length) {
    const char = source[at] ?? '';
    if (/\s/u.test(char)) {
      at += 1;
      continue;
    }
    const token = one(char, at, read);
    if ('message' in token) return token;
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: 'end', at: source.length, text: '' });
  return tokens;
}

function one(char: string, at: number, read: (pattern: RegExp) => RegExpExecArray | null): Token | Fault {
  if (char === '(' || char === ')') return { kind: char, at, text: char };
  const named = read(word)?.[0];
  if (named !== undefined) return wordOf(named, at);
  const digits = read(number)?.[0];
  if (digits !== undefined) return numberOf(digits, at);
  if (char === '"') {
    const found = read(text);
    if (!found) return { at, message: 'Ce texte commence par un guillemet et n’en a pas à la fin.' };
    const value = found[1] ?? '';
    if (value.length > routageBounds.text)
      return { at, message: `Un texte a ${routageBounds.text} caractères au plus.` };
    return { kind: 'value', value, at, text: found[0] };
  }
  const signs = read(sign)?.[0];
  if (signs !== undefined) {
    const operator = operators.find((each) => each === signs);
    if (operator) return { kind: 'operator', operator, at, text: signs };
    const better = Object.hasOwn(instead, signs) ? instead[signs] : undefined;
    const message = better
      ? `Écrivez ${quoted(better)} au lieu de ${quoted(signs)}.`
      : `${quoted(signs)} n’est pas un opérateur\u00a0: ${operators.join('  ')}.`;
    return { at, message };
  }
  if ("'’‘“”«»".includes(char)) return { at, message: 'Un texte s’écrit entre guillemets droits\u00a0: "order".' };
  return { at, message: `Le caractère ${quoted(char)} n’a pas de sens dans un filtre.` };
}

function wordOf(named: string, at: number): Token | Fault {
  const lower = named.toLowerCase();
  if (lower === 'et' || lower === 'ou' || lower === 'non') return { kind: lower, at, text: named };
  if (lower === 'vrai' || lower === 'faux') return { kind: 'value', value: lower === 'vrai', at, text: named };
  if (named.length > routageBounds.field)
    return { at, message: `Le nom d’un champ a ${routageBounds.field} caractères au plus.` };
  return { kind: 'field', at, text: named };
}

function numberOf(digits: string, at: number): Token | Fault {
  const value = Number(digits);
  if (Math.abs(value) > routageBounds.number)
    return { at, message: 'Ce nombre est trop grand\u00a0: douze chiffres au plus avant le point.' };
  if (!isPlainNumber(value)) return { at, message: 'Six chiffres au plus après le point.' };
  // -0 would be written 0.
  return { kind: 'value', value: value === 0 ? 0 : value, at, text: digits };
}

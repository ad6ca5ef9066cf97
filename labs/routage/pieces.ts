// An expression cut where its comparisons are, so that the ones that decided can be shown in their place.
import type { Decided } from '#contract/routage.ts';
import { tokensOf } from './tokens.ts';

export type Piece = { readonly text: string; readonly decided: Decided | null };

/** `expression` as filterText writes it: a comparison written twice is decided twice alike. */
export function piecesOf(expression: string, decided: readonly Decided[]): Piece[] {
  const tokens = tokensOf(expression);
  if ('message' in tokens) return [{ text: expression, decided: null }];
  const pieces: Piece[] = [];
  let from = 0;
  const cut = (to: number, why: Decided | null) => {
    if (to > from) pieces.push({ text: expression.slice(from, to), decided: why });
    from = to;
  };
  for (const [index, { kind, at }] of tokens.entries()) {
    const value = tokens[index + 2];
    if (kind !== 'field' || !value) continue;
    const end = value.at + value.text.length;
    const why = decided.find(({ text }) => text === expression.slice(at, end));
    if (!why) continue;
    cut(at, null);
    cut(end, why);
  }
  cut(expression.length, null);
  return pieces;
}

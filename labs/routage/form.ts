// A filter as rows of a form, all joined by « et » or all by « ou »; a part with parentheses of its own is a row that shows its
// expression. From a filter and back: nothing is lost.
import { type Comparison, type Filter, filterText, joined } from './filter.ts';

export type Row = { negated: boolean } & (
  | { kind: 'comparison'; comparison: Comparison }
  | { kind: 'part'; part: Filter }
);
export type Form = { joiner: 'and' | 'or'; rows: readonly Row[] };

export function formOf(filter: Filter): Form {
  if (filter.kind === 'and' || filter.kind === 'or') return { joiner: filter.kind, rows: filter.parts.map(rowOf) };
  return { joiner: 'and', rows: [rowOf(filter)] };
}

function rowOf(filter: Filter): Row {
  const negated = filter.kind === 'not';
  const part = negated ? filter.part : filter;
  return part.kind === 'compare' ? { negated, kind: 'comparison', comparison: part } : { negated, kind: 'part', part };
}

/** Null when there is no row. */
export function filterOf({ joiner, rows }: Form): Filter | null {
  if (rows.length === 0) return null;
  return joined(
    joiner,
    rows.map((row) => {
      const part = row.kind === 'comparison' ? row.comparison : row.part;
      return row.negated ? { kind: 'not', part } : part;
    }),
  );
}

export const expressionOf = (form: Form): string => {
  const filter = filterOf(form);
  return filter ? filterText(filter) : '';
};

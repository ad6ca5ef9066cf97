// A filter as rows of a form, all joined by « et » or all by « ou »; a part with parentheses of its own is a row that shows its
// expression. A row holds what a person typed: half-typed rows give an expression that the parser explains.
import { type Filter, filterText, type Operator, valueText } from './filter.ts';
import { parseFilter } from './parse.ts';
import { typedOf, valueTyped } from './typed.ts';

export type Row = { readonly negated: boolean } & (
  | { readonly kind: 'comparison'; readonly field: string; readonly operator: Operator; readonly value: string }
  | { readonly kind: 'part'; readonly text: string }
);
export type Form = { readonly joiner: 'and' | 'or'; readonly rows: readonly Row[] };

export function formOf(filter: Filter): Form {
  if (filter.kind === 'and' || filter.kind === 'or') return { joiner: filter.kind, rows: filter.parts.map(rowOf) };
  return { joiner: 'and', rows: [rowOf(filter)] };
}

function rowOf(filter: Filter): Row {
  const negated = filter.kind === 'not';
  const part = negated ? filter.part : filter;
  if (part.kind !== 'compare') return { negated, kind: 'part', text: filterText(part) };
  const { field, operator, value } = part;
  return { negated, kind: 'comparison', field, operator, value: typedOf(value) };
}

export function expressionOf({ joiner, rows }: Form): string {
  const written = rows.map(rowText).join(joiner === 'and' ? ' et ' : ' ou ');
  const parsed = parseFilter(written);
  return parsed.ok ? filterText(parsed.filter) : written;
}

function rowText(row: Row): string {
  const text =
    row.kind === 'part' ? `(${row.text})` : `${row.field} ${row.operator} ${valueText(valueTyped(row.value))}`.trim();
  return row.negated ? `non ${text}` : text;
}

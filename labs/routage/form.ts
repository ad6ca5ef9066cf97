// A filter as rows of a form, all joined by « et » or all by « ou »; a part with parentheses of its own is a row that shows its
// expression. A row holds what a person typed: half-typed rows give an expression that the parser explains.
import { type Filter, filterText, joined, type Operator, valueText } from './filter.ts';
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

/** Row by row: the parentheses that a row shows do not count in the length of the whole. */
export function expressionOf({ joiner, rows }: Form): string {
  const parts = rows.flatMap((row) => filterOf(row) ?? []);
  const whole = parts.length > 0 && parts.length === rows.length;
  return whole ? filterText(joined(joiner, parts)) : rows.map(rowText).join(joiner === 'and' ? ' et ' : ' ou ');
}

const bareText = (row: Row): string =>
  row.kind === 'part' ? row.text : `${row.field} ${row.operator} ${valueText(valueTyped(row.value))}`.trim();

/** Null: it is not whole yet. */
function filterOf(row: Row): Filter | null {
  const parsed = parseFilter(bareText(row));
  if (!parsed.ok) return null;
  return row.negated ? { kind: 'not', part: parsed.filter } : parsed.filter;
}

function rowText(row: Row): string {
  const text = row.kind === 'part' ? `(${bareText(row)})` : bareText(row);
  return row.negated ? `non ${text}` : text;
}

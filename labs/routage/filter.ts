// What a content filter is, how it is written, and what decides of it. Pure; the parser bounds every filter that comes in.
//
//   filter = all { "ou" all }      all = one { "et" one }      one = "non" one | "(" filter ")" | field op value
import type { Content, Decided, Value } from '#contract/routage.ts';

export const operators = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Operator = (typeof operators)[number];

export type Comparison = { kind: 'compare'; field: string; operator: Operator; value: Value };
export type Filter =
  | Comparison
  | { kind: 'not'; part: Filter }
  /** Two parts at least, none of them of the same kind. */
  | { kind: 'and' | 'or'; parts: readonly Filter[] };

export function valueText(value: Value): string {
  if (typeof value === 'boolean') return value ? 'vrai' : 'faux';
  if (typeof value === 'string') return `"${value}"`;
  // A number this small would be written with an exponent: it has six decimals at most.
  return Math.abs(value) < 1 ? value.toFixed(6).replace(/\.?0+$/, '') : String(value);
}

const rank = { or: 0, and: 1, not: 2, compare: 3 } as const;

/** As a person would write it: parentheses where they are needed and nowhere else. */
export function filterText(filter: Filter, within = 0): string {
  const text = bare(filter);
  return rank[filter.kind] < within ? `(${text})` : text;
}

function bare(filter: Filter): string {
  if (filter.kind === 'compare') return `${filter.field} ${filter.operator} ${valueText(filter.value)}`;
  if (filter.kind === 'not') return `non ${filterText(filter.part, rank.not)}`;
  return filter.parts
    .map((part) => filterText(part, rank[filter.kind] + 1))
    .join(filter.kind === 'and' ? ' et ' : ' ou ');
}

/** Nothing within a kind is of the same kind: « a et (b et c) » is « a et b et c ». */
export function joined(kind: 'and' | 'or', parts: readonly Filter[]): Filter {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { kind, parts: flat };
}

export type Judgement = { holds: boolean; decided: Decided[] };

/**
 * Whether the filter lets this content through, and the comparisons that decided: of an « et » that fails, the first that
 * fails; of an « et » that holds, all of them; of an « ou » the other way round.
 */
export function judge(filter: Filter, content: Content): Judgement {
  if (filter.kind === 'compare') {
    const found = content.find(({ field }) => field === filter.field)?.value ?? null;
    const holds = found !== null && compared(found, filter.operator, filter.value);
    return { holds, decided: [{ text: filterText(filter), found, holds }] };
  }
  if (filter.kind === 'not') {
    const { holds, decided } = judge(filter.part, content);
    return { holds: !holds, decided };
  }
  const settles = filter.kind === 'or';
  const decided: Decided[] = [];
  for (const part of filter.parts) {
    const one = judge(part, content);
    if (one.holds === settles) return one;
    decided.push(...one.decided);
  }
  return { holds: !settles, decided };
}

/** Values of two kinds are different, and neither comes before the other; only numbers have an order. */
function compared(found: Value, operator: Operator, wanted: Value): boolean {
  if (operator === '=') return found === wanted;
  if (operator === '!=') return found !== wanted;
  if (typeof found !== 'number' || typeof wanted !== 'number') return false;
  if (operator === '<') return found < wanted;
  if (operator === '<=') return found <= wanted;
  return operator === '>' ? found > wanted : found >= wanted;
}

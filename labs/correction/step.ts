// One record of the TD as a producer wrote it: the lot it belongs to, its step, and what is wrong with its bytes.
import { tdTopic } from '#contract/correction.ts';
import type { RecordView } from '#contract/kafka-events.ts';

export type ReadKey = { kind: 'none' | 'bytes' } | { kind: 'json' | 'text'; text: string };
export type ReadValue =
  | { kind: 'not-json' | 'cut' }
  | { kind: 'lacks'; fields: string[] }
  | { kind: 'step'; step: number; machine: string; lot: string | null };

/** What the statement calls them, and what is taken for it. */
const names = {
  etape: ['etape', 'étape', 'step', 'ordre'],
  machine: ['machine'],
  instruction: ['instruction', 'consigne', 'action', 'description'],
  lot: ['lot', 'lot_id', 'id_lot', 'batch'],
} as const;

export function readKey({ key }: RecordView): ReadKey {
  if (key === null) return { kind: 'none' };
  if (key.encoding !== 'utf8') return { kind: 'bytes' };
  const { text } = key;
  return { kind: /^\s*["{[]/.test(text) ? 'json' : 'text', text };
}

export function readValue({ value }: RecordView): ReadValue {
  if (value?.cut) return { kind: 'cut' };
  const parsed = value?.encoding === 'utf8' ? parse(value.text) : null;
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return { kind: 'not-json' };
  const given = new Map(Object.entries(parsed).map(([name, one]) => [name.toLowerCase(), one]));
  const find = (field: keyof typeof names): unknown =>
    names[field].map((name) => given.get(name)).find((one) => one !== undefined && one !== null && one !== '');
  const step = Number(/\d+/.exec(String(find('etape') ?? ''))?.[0] ?? Number.NaN);
  const lacking = (['machine', 'instruction'] as const).filter((field) => find(field) === undefined);
  const fields = [...(Number.isInteger(step) ? [] : ['etape']), ...lacking];
  if (fields.length > 0) return { kind: 'lacks', fields };
  const lot = find('lot');
  return { kind: 'step', step, machine: String(find('machine')), lot: lot === undefined ? null : String(lot) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Is this name what somebody writes who meant the TD's topic? `prefix`: of the workspace. */
export function isNear(topic: string, prefix: string): boolean {
  const own = topic.startsWith(prefix) ? topic.slice(prefix.length) : topic;
  const plain = own.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const meant = tdTopic.replaceAll('_', '');
  return own !== tdTopic && (distance(plain, meant) <= 5 || (plain.includes('command') && plain.includes('machine')));
}

/** Levenshtein. */
function distance(one: string, other: string): number {
  if (one.length > 60) return one.length;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

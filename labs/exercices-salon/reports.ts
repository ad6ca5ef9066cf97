// How a program says on the wire what it delivered: `reçu 7`, `traité 7`, `perdu 9-15`. Written in each statement; read here.

export type Report = { kind: 'got' | 'done' | 'gone'; from: number; to: number };

const pattern = /^\s*(re[cç]u|trait[ée]|perdus?)\s*:?\s*(\d{1,6})(?:\s*(?:-|–|—|à|a)\s*(\d{1,6}))?\s*$/i;
/** More numbers than a run has are no report. */
const most = 1_000;

export function reportOf(content: string): Report | null {
  const [, word = '', first = '', last = first] = pattern.exec(content.normalize('NFC')) ?? [];
  if (word === '') return null;
  const [from, to] = [Number(first), Number(last)];
  if (from < 1 || to < from || to - from >= most) return null;
  const kind = word.toLowerCase().startsWith('r') ? 'got' : word.toLowerCase().startsWith('t') ? 'done' : 'gone';
  return { kind, from, to };
}

/** Numbers that this report accounts for, up to the last one given. */
export function accounted(content: string, head: number): number[] {
  const report = reportOf(content);
  if (!report) return [];
  return Array.from({ length: Math.max(0, Math.min(report.to, head) - report.from + 1) }, (_, n) => report.from + n);
}

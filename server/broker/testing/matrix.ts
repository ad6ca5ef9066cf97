// The table of CLIENTS.md: an outcome drawn as text, and read back, so that a run can be held against what is committed.

import { type ClientId, clientIds, clients } from './clients.ts';
import type { Outcome } from './contract.ts';
import { type Cell, cellNames } from './operations.ts';

/** Cells by row and column, as the file holds them. */
export type Table = Map<string, Map<ClientId, Cell>>;
export type Matrix = { cells: Table; cross: Table };

const titleOf = (id: ClientId): string => clients.find((client) => client.id === id)?.title ?? id;
const known = new Map(clients.map(({ id, title }) => [title, id]));

/** What ran, as tables; clients that are not here have `absent` cells. */
export function matrixOf({ cells, cross, absent }: Outcome): Matrix {
  const gone = (id: ClientId): Cell => ({ kind: 'absent', reason: absent.get(id) ?? 'not run' });
  const rows: Table = new Map();
  for (const name of cellNames)
    rows.set(name, new Map(clientIds.map((id) => [id, cells.get(id)?.get(name) ?? gone(id)])));
  const pairs: Table = new Map();
  for (const writer of clientIds) {
    const row = clientIds.map((reader): [ClientId, Cell] => [
      reader,
      cross.get(writer)?.get(reader) ?? gone(cross.has(writer) ? reader : writer),
    ]);
    pairs.set(titleOf(writer), new Map(row));
  }
  return { cells: rows, cross: pairs };
}

/** What ran, completed by what is committed where nothing could run here. */
export function completed(ran: Matrix, committed: Matrix): Matrix {
  const one = (mine: Table, theirs: Table): Table =>
    new Map(
      [...mine].map(([row, columns]) => [
        row,
        new Map(
          [...columns].map(([id, cell]) => [id, cell.kind === 'absent' ? (theirs.get(row)?.get(id) ?? cell) : cell]),
        ),
      ]),
    );
  return { cells: one(ran.cells, committed.cells), cross: one(ran.cross, committed.cross) };
}

const intro = `# Clients of the embedded Kafka

Made by \`npm run test:kafka\`, from a run; \`npm test\` runs the same suite and fails when this file says something else.
Every client was written by other people, and comes in by the front door: a process of its own, a TCP connection.
What was stored is checked on the bytes in the log (codec, producer id, nulls), not on what the client believes.
`;
const legend = `\`yes\`: done and checked. A note: why not, or what is left out.
`;

/** The whole file. `versions` are told, never compared. */
export function renderMatrix({ cells, cross }: Matrix, versions: readonly string[]): string {
  const notes: string[] = [];
  const mark = (reason: string): string => {
    if (!notes.includes(reason)) notes.push(reason);
    return `[^${notes.indexOf(reason) + 1}]`;
  };
  const text = (cell: Cell): string => {
    if (cell.kind === 'pass') return cell.but === undefined ? 'yes' : `yes${mark(cell.but)}`;
    const word = cell.kind === 'fail' ? 'FAILS' : cell.kind === 'absent' ? 'not run' : 'no';
    return `${word}${mark(cell.reason.replaceAll(/\s+/g, ' ').replaceAll('|', '/').slice(0, 300))}`;
  };
  const table = (corner: string, rows: Table): string => {
    const heads = [corner, ...clientIds.map(titleOf)];
    const lines = [...rows].map(([row, columns]) => [row, ...clientIds.map((id) => text(columns.get(id) as Cell))]);
    return [heads, heads.map(() => '---'), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n');
  };
  const parts = [
    intro,
    table('', cells),
    `\n${legend}\n## Written by one, read by each\n`,
    table('written by ↓, read by →', cross),
    `\nTopics in each codec that the writer has here, with headers, null keys and null values; read by all that have the codec.\n`,
    `Last made with ${versions.join(', ')}.\n`,
    notes.map((note, index) => `[^${index + 1}]: ${note}`).join('\n'),
  ];
  return `${parts.join('\n')}\n`;
}

/** Reads the file back. What cannot be understood is left out: then the comparison says so. */
export function parseMatrix(file: string): Matrix {
  const notes = new Map([...file.matchAll(/^\[\^(\d+)\]: (.*)$/gm)].map(([, number, note]) => [number, note ?? '']));
  const cellOf = (text: string): Cell | null => {
    const [, word, number] = /^(yes|no|not run|FAILS)(?:\[\^(\d+)\])?$/.exec(text) ?? [];
    const reason = notes.get(number ?? '');
    if (word === 'yes') return reason === undefined ? { kind: 'pass' } : { kind: 'pass', but: reason };
    if (word === undefined || reason === undefined) return null;
    return { kind: word === 'no' ? 'cannot' : word === 'FAILS' ? 'fail' : 'absent', reason };
  };
  const tables: Table[] = [];
  let columns: (ClientId | undefined)[] = [];
  for (const line of file.split('\n')) {
    if (!line.startsWith('|')) columns = [];
    if (!line.startsWith('|') || line.startsWith('| ---')) continue;
    const [row = '', ...texts] = line
      .slice(1, -1)
      .split('|')
      .map((one) => one.trim());
    if (columns.length === 0) {
      columns = texts.map((title) => known.get(title));
      tables.push(new Map());
      continue;
    }
    const cells = texts.flatMap((text, index): [ClientId, Cell][] => {
      const [id, cell] = [columns[index], cellOf(text)];
      return id && cell ? [[id, cell]] : [];
    });
    tables.at(-1)?.set(row, new Map(cells));
  }
  return { cells: tables[0] ?? new Map(), cross: tables[1] ?? new Map() };
}

/**
 * Where a run contradicts what is committed; what could not run here contradicts nothing. What a passing cell leaves out
 * depends on the codecs of this machine, and is not compared.
 */
export function contradictions(ran: Matrix, committed: Matrix): string[] {
  const said = (cell: Cell | undefined): string =>
    cell === undefined ? 'nothing' : cell.kind === 'pass' ? 'yes' : `${cell.kind}: ${cell.reason}`;
  const found: string[] = [];
  for (const part of ['cells', 'cross'] as const) {
    for (const [row, columns] of ran[part]) {
      for (const [id, cell] of columns) {
        const other = committed[part].get(row)?.get(id);
        if (cell.kind === 'absent' || other?.kind === 'absent' || said(cell) === said(other)) continue;
        found.push(`${row} / ${titleOf(id)}: ran "${said(cell)}", committed "${said(other)}"`);
      }
    }
  }
  return found;
}

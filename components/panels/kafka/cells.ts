// What a lane shows of a partition: its last records one by one, or their number while they come too fast to be followed. Pure.
import type { KeptRecord, PartitionState } from '#labs/kafka/state.ts';

/**
 * A cell of a lane: a record, a jump over records that are not in the window, or the place of the next record. `span`: how many
 * cells wide the jump is.
 */
export type Cell =
  | { kind: 'record'; record: KeptRecord }
  | { kind: 'gap'; from: number; to: number; span: number }
  | { kind: 'next'; offset: number };

/** More records than this at once, or within a second, cannot be followed one by one: they are told as a number. */
export const follow = 12;
const secondMs = 1_000;
/** Records drawn at the end of a flow. */
const flowing = 3;

/** Can its records be followed one by one? Judged by the time of its own events. */
export function isCalm({ last, recent }: PartitionState): boolean {
  if (last === null) return true;
  const before = recent.at(-1 - follow);
  return last.count <= follow && (before === undefined || last.at - before.at > secondMs);
}

/** The last cells of a partition that fit in `width` cells, the next offset included. */
export function cellsOf(partition: PartitionState, width: number): Cell[] {
  const cells: Cell[] = [{ kind: 'next', offset: partition.end }];
  let upTo = partition.end;
  for (let index = partition.recent.length - 1; index >= 0; index -= 1) {
    const record = partition.recent[index];
    if (record === undefined) break;
    const jump = record.offset + 1 < upTo ? 1 : 0;
    // Room is kept for the gap that would stand in front of this record.
    const before = record.offset > partition.logStart ? 1 : 0;
    if (cells.length + jump + 1 + before > width) break;
    if (jump) cells.unshift({ kind: 'gap', from: record.offset + 1, to: upTo, span: 1 });
    cells.unshift({ kind: 'record', record });
    upTo = record.offset;
  }
  if (upTo > partition.logStart) cells.unshift({ kind: 'gap', from: partition.logStart, to: upTo, span: 1 });
  return cells;
}

/** The same room in a flow: how many came before, told once and wide, and the last few records. */
export function flowCellsOf(partition: PartitionState, width: number): Cell[] {
  const cells = cellsOf(partition, Math.min(width, flowing + 2));
  const [first, ...rest] = cells;
  return first?.kind === 'gap' ? [{ ...first, span: width - rest.length }, ...rest] : cells;
}

const spanOf = (cell: Cell): number => (cell.kind === 'gap' ? cell.span : 1);

/** Where the middle of the cell that holds an offset lies, in cells from the left: 0 is the middle of the first. */
export function placeOf(cells: readonly Cell[], offset: number): number {
  const found = cells.findIndex((cell) => {
    if (cell.kind === 'record') return cell.record.offset >= offset;
    return cell.kind === 'gap' ? offset < cell.to : true;
  });
  const index = found === -1 ? cells.length - 1 : found;
  const before = cells.slice(0, index).reduce((sum, cell) => sum + spanOf(cell), 0);
  const cell = cells[index];
  return before + (cell === undefined ? 0 : (spanOf(cell) - 1) / 2);
}

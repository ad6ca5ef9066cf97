'use client';
// One partition as a lane of offsets, with the groups' cursors under it. Redrawn only when this partition moved.
import { type KeyboardEvent, memo } from 'react';
import type { KeptRecord, PartitionState } from '#labs/kafka/state.ts';
import { count, counted } from '../../lab/format.ts';
import { type Cell, cellsOf, flowCellsOf, follow, isCalm, placeOf } from './cells.ts';
import type { GroupCursor } from './derive.ts';
import { keyLabel, keyStyle, keyText } from './keys.ts';
import { useFlow } from './use-flow.ts';

export type LaneProps = {
  partition: PartitionState;
  /** How many cells fit. */
  width: number;
  cursors: readonly GroupCursor[];
  /** False when one looks at the past. */
  live: boolean;
  /** Offset open in the inspector; null when it lies on another lane. */
  selected: number | null;
  onSelect(partition: number, offset: number): void;
};

export const Lane = memo(LaneView, same);

function LaneView({ partition, width, cursors, live, selected, onSelect }: LaneProps) {
  const flows = useFlow(partition, live);
  const cells = flows ? flowCellsOf(partition, width) : cellsOf(partition, width);
  const calm = isCalm(partition);
  const records = cells.flatMap((cell) => (cell.kind === 'record' ? [cell.record] : []));
  const reachable = records.find((record) => record.offset === selected) ?? records.at(-1);
  return (
    <section
      aria-label={`Partition ${partition.partition}`}
      data-cible={`partition-${partition.partition} partition`}
      className="mb-3 rounded-lg projection:relative projection:mb-1.5"
    >
      {/* On a projector the heading stands left of the lane (lanes.tsx keeps the room): three lanes and two groups fit. */}
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 font-mono text-muted text-sm projection:absolute projection:right-full projection:w-(--gutter) projection:flex-col projection:font-sans projection:leading-tight">
        <h4 className="projection:font-bold">P{partition.partition}</h4>
        {partition.last && partition.last.count > follow ? (
          <span className="whitespace-nowrap text-warn projection:order-last">
            + {count(partition.last.count)}
            <span className="projector-hidden"> d’un coup</span>
          </span>
        ) : null}
        <span className="whitespace-nowrap">
          fin <span className="projector-hidden">du journal </span>
          <span data-fin={partition.partition}>{count(partition.end)}</span>
        </span>
      </div>
      <ol
        className="flex gap-1 overflow-hidden rounded-lg bg-sunk p-1"
        aria-label={`Partition ${partition.partition} : derniers offsets`}
        onKeyDown={(event) => moveFocus(event)}
      >
        {cells.map((cell, index) => (
          // Records that can be followed keep their own element as they move on; of a flow, the places keep theirs.
          <li key={calm ? cellKey(cell) : index} className="w-(--cell) shrink-0" style={widthOf(cell)}>
            {cell.kind === 'record' ? (
              <RecordCell
                record={cell.record}
                partition={partition.partition}
                selected={cell.record.offset === selected}
                tabbable={cell.record === reachable}
                calm={calm}
                onSelect={onSelect}
              />
            ) : (
              <Filler cell={cell} />
            )}
          </li>
        ))}
      </ol>
      {cursors.map((cursor) => (
        <Cursor key={cursor.group} {...{ cursor, cells, width, calm }} partition={partition.partition} />
      ))}
    </section>
  );
}

const widthOf = (cell: Cell) =>
  cell.kind === 'gap' && cell.span > 1
    ? { width: `calc(var(--cell) * ${cell.span} + ${(cell.span - 1) * 4}px)` }
    : undefined;

function cellKey(cell: Cell): string {
  if (cell.kind === 'record') return `r${cell.record.offset}`;
  return cell.kind === 'gap' ? `g${cell.to}` : 'next';
}

function same(a: LaneProps, b: LaneProps): boolean {
  if (a.partition !== b.partition || a.width !== b.width || a.live !== b.live) return false;
  if (a.selected !== b.selected || a.onSelect !== b.onSelect) return false;
  return (
    a.cursors.length === b.cursors.length &&
    a.cursors.every((cursor, index) => {
      const other = b.cursors[index];
      return (
        other !== undefined &&
        cursor.group === other.group &&
        cursor.style.color === other.style.color &&
        cursor.committed === other.committed &&
        cursor.position === other.position
      );
    })
  );
}

const box =
  'flex h-[3.25rem] w-full flex-col justify-between overflow-hidden rounded-md px-[0.3rem] py-[0.2rem] text-left projection:h-[2.7rem] projection:py-[0.1rem]';

const RecordCell = memo(function RecordCell({
  record,
  partition,
  selected,
  tabbable,
  calm,
  onSelect,
}: {
  record: KeptRecord;
  partition: number;
  selected: boolean;
  tabbable: boolean;
  calm: boolean;
  onSelect: LaneProps['onSelect'];
}) {
  const tombstone = record.value === null;
  return (
    <button
      type="button"
      aria-label={`offset ${record.offset}, ${keyText(record.key)}${tombstone ? ', pierre tombale' : ''}, partition ${partition}`}
      aria-pressed={selected}
      tabIndex={tabbable ? 0 : -1}
      data-offset={record.offset}
      onClick={() => onSelect(partition, record.offset)}
      className={`${box} border bg-sheet ${selected ? 'border-accent ring-3 ring-accent/40' : 'border-line hover:border-line-strong'} ${calm ? 'transition duration-300 starting:-translate-y-2 starting:opacity-0' : ''}`}
    >
      <Offset offset={record.offset} />
      <span
        className={`block max-w-full truncate rounded px-0.5 text-center font-semibold text-xs leading-snug projection:leading-tight ${tombstone ? 'line-through' : ''}`}
        style={keyStyle(record.key)}
      >
        {keyLabel(record.key)}
      </span>
    </button>
  );
});

/** Five digits fit a cell when they are small; longer offsets show their end, the whole one is in the cell's name. */
function Offset({ offset }: { offset: number }) {
  const text = offset < 100_000 ? String(offset) : `…${String(offset).slice(-4)}`;
  return (
    <span className={`font-mono text-muted leading-tight ${text.length > 4 ? 'text-[0.6875rem]' : 'text-xs'}`}>
      {text}
    </span>
  );
}

function Filler({ cell }: { cell: Exclude<Cell, { kind: 'record' }> }) {
  if (cell.kind === 'next') {
    return (
      <span className={`${box} border border-line-strong border-dashed`} title="Le prochain message sera écrit ici">
        <Offset offset={cell.offset} />
        <span className="sr-only">prochain offset</span>
      </span>
    );
  }
  const hidden = cell.to - cell.from;
  return (
    <span
      className={`${box} items-center justify-center text-muted`}
      title={`offsets ${count(cell.from)} à ${count(cell.to - 1)}`}
    >
      <span aria-hidden="true">…</span>
      <span className="font-mono text-xs" aria-hidden={cell.span > 1}>
        {cell.span > 1 ? counted(hidden, 'message') : hidden > 9_999 ? `${Math.floor(hidden / 1_000)}k` : hidden}
      </span>
      <span className="sr-only">{count(hidden)} messages hors de la fenêtre</span>
    </span>
  );
}

function Cursor({
  cursor,
  cells,
  width,
  calm,
  partition,
}: {
  cursor: GroupCursor;
  cells: readonly Cell[];
  width: number;
  calm: boolean;
  partition: number;
}) {
  const { group, style, committed, position } = cursor;
  const at = committed ?? position;
  if (at === null) return null;
  const index = placeOf(cells, at);
  const reading = position !== null && committed !== null && position !== committed ? position : null;
  // Near the right edge the name goes to the left of its mark, or it would be cut.
  const flip = index > width * 0.6;
  return (
    <div
      className="relative h-[1.4rem] text-xs leading-[1.4rem] projection:h-[1.2rem] projection:leading-[1.2rem]"
      style={{ color: style.color }}
    >
      <p
        data-curseur={`${group} P${partition}`}
        className={`absolute flex items-center gap-1 whitespace-nowrap font-semibold ${calm ? 'transition-[left,right] duration-300' : ''} ${flip ? 'flex-row-reverse' : ''}`}
        style={{
          ...(flip ? { right: `calc(100% - ${place(index)} - 0.5rem)` } : { left: `calc(${place(index)} - 0.5rem)` }),
          // A long name is shortened where the lane ends, on either side.
          maxWidth: flip ? `calc(${place(index)} + 0.5rem)` : `calc(100% - ${place(index)} + 0.5rem)`,
        }}
      >
        <span aria-hidden="true" className="w-[1rem] shrink-0 text-center">
          {committed === null ? '△' : style.shape}
        </span>
        <span className="flex min-w-0 gap-1.5">
          <span className="truncate">{group}</span>
          <span className="shrink-0 font-mono font-normal">
            {committed === null ? `lit ${count(at)}, rien validé` : count(committed)}
            {reading === null ? '' : ` · lit ${count(reading)}`}
          </span>
        </span>
      </p>
    </div>
  );
}

/** A place in cells, from the left of the lane: padding, cells and the gaps between them. */
const place = (index: number): string => `(var(--cell) * ${index + 0.5} + ${index * 4 + 4}px)`;

/** Arrows walk along the records of a lane: one tab stop a lane, not sixty. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button[data-offset]')];
  const next = buttons[buttons.indexOf(event.target) + step];
  // Even at an end the arrow is ours: it must not step the timeline under the reader's hand.
  event.preventDefault();
  next?.focus();
}

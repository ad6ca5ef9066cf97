'use client';
// The partitions of the broker: what lies there, what the group has committed, what each consumer is at.
import type { PartitionState, RunState } from '#labs/atelier/state.ts';
import { LotName, lotStyle } from './drawing.tsx';
import { type Cell, cellsOf, type LaneMark, marksOf } from './places.ts';
import { machineCode } from './words.ts';

export function Lanes({ run }: { run: RunState }) {
  return (
    <section aria-label="Les partitions" data-cible="partitions" className="mt-3 projection:mt-1">
      <h3 className="mb-1 font-semibold text-muted text-xs uppercase tracking-wide projector-hidden">
        Ce que le consommateur a lu, fait, validé
      </h3>
      <ul className="space-y-1.5 projection:space-y-1">
        {run.partitions.map((partition) => (
          <Lane key={partition.partition} run={run} partition={partition} />
        ))}
      </ul>
    </section>
  );
}

/** At least as many cells as keep records of one lane readable, and of one width. */
const fewest = 7;

function Lane({ run, partition }: { run: RunState; partition: PartitionState }) {
  const cells = cellsOf(partition);
  const readers = run.workers
    .filter(({ partitions, state }) => state !== 'dead' && partitions.includes(partition.partition))
    .map(({ worker }) => worker);
  const columns = Math.max(fewest, cells.length);
  const isEmpty = partition.records.length === 0;
  return (
    <li
      data-partition={partition.partition}
      data-cible={`partition-${partition.partition}`}
      className={`grid grid-cols-[3.6rem_minmax(0,1fr)] gap-x-2 max-sm:grid-cols-[2rem_minmax(0,1fr)] projection:grid-cols-[3.4rem_minmax(0,1fr)] ${isEmpty ? 'projection:hidden' : ''}`}
    >
      <p className="pt-1 font-mono text-sm leading-tight projection:pt-0">
        <strong>P{partition.partition}</strong>
        <span className="block text-muted text-xs projection:hidden">{readers.join(', ') || '—'}</span>
      </p>
      {isEmpty ? (
        <p className="rounded-lg bg-sunk px-2 py-1 text-muted text-sm">vide</p>
      ) : (
        <div
          className="grid grid-cols-[repeat(var(--columns),minmax(0,7.6rem))] gap-x-1 projection:flex projection:flex-wrap projection:items-center projection:gap-x-3"
          style={{ ['--columns' as string]: columns }}
        >
          <ol
            aria-label={`Partition ${partition.partition}`}
            className="col-span-full grid grid-cols-subgrid rounded-lg bg-sunk p-1 projection:flex projection:gap-1 projection:p-0.5"
          >
            {cells.map((cell) => (
              <RecordCell key={cell.offset} run={run} cell={cell} />
            ))}
          </ol>
          {marksOf(run, partition, cells).map((mark) => (
            <Mark key={mark.text} mark={mark} columns={columns} />
          ))}
        </div>
      )}
    </li>
  );
}

const borders = {
  written: 'border-line bg-sheet',
  read: 'border-accent bg-sheet',
  working: 'border-2 border-accent bg-sheet',
  done: 'border-good bg-good-soft',
} as const;
const said = { written: 'écrit', read: 'lu', working: 'au travail', done: 'fait' } as const;

function RecordCell({ run, cell }: { run: RunState; cell: Cell }) {
  const { record, offset, end } = cell;
  if (!record)
    return (
      <li className="rounded-md border border-line border-dashed px-1 py-0.5 font-mono text-muted text-xs projection:py-0">
        {offset}
        <span className="sr-only">{end ? ' : pas encore écrit' : ' : pas encore lu'}</span>
      </li>
    );
  const index = run.lots.findIndex(({ lot }) => lot === record.lot);
  return (
    <li
      data-offset={offset}
      data-fait={record.state}
      className={`min-w-0 overflow-hidden rounded-md border px-1 py-0.5 text-xs leading-tight projection:flex projection:items-baseline projection:gap-1.5 projection:py-0 ${borders[record.state]}`}
    >
      <span className="flex justify-between gap-1 font-mono">
        <span>{offset}</span>
        <span className="text-muted projection:hidden">
          {record.step}
          <span className="max-sm:hidden"> · {machineCode(record.step)}</span>
        </span>
      </span>
      <span
        className="block truncate rounded px-1 text-center font-bold max-sm:px-0 projection:leading-tight"
        style={lotStyle(index)}
      >
        <span className="hidden projection:inline">{machineCode(record.step)} · </span>
        <LotName lot={record.lot} />
      </span>
      <span className="sr-only">{said[record.state]}</span>
    </li>
  );
}

const colours: Record<LaneMark['kind'], string> = {
  committed: 'text-good',
  works: 'text-accent',
  early: 'text-warn',
  dead: 'text-warn',
};

/** Under its cell; past the middle it is written towards the left. */
function Mark({ mark, columns }: { mark: LaneMark; columns: number }) {
  const isLeft = mark.column > columns / 2;
  const column = isLeft ? `1 / ${mark.column + 1}` : `${mark.column} / -1`;
  return (
    <p
      className={`whitespace-nowrap px-1 font-semibold text-xs leading-snug ${isLeft ? 'text-right' : ''} ${colours[mark.kind]}`}
      style={{ gridColumn: column }}
    >
      {isLeft ? null : '▲ '}
      {mark.text}
      {isLeft ? <span className="projection:hidden"> ▲</span> : null}
    </p>
  );
}

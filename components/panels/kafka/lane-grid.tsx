'use client';
// Many partitions at a glance: a cell each, with its end, its last key and how late each group is. Pressing one opens its lane.
import { memo } from 'react';
import type { PartitionState } from '#labs/kafka/state.ts';
import { count } from '../../lab/format.ts';
import type { GroupCursor } from './derive.ts';
import { keyLabel, keyStyle, keyText } from './keys.ts';

export type CellProps = {
  partition: PartitionState;
  cursors: readonly GroupCursor[];
  open: boolean;
  onOpen(partition: number): void;
};

export const PartitionCell = memo(CellView, same);

function CellView({ partition, cursors, open, onOpen }: CellProps) {
  const last = partition.recent.at(-1);
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={() => onOpen(partition.partition)}
      data-cible={`partition-${partition.partition} partition`}
      className={`min-w-0 rounded-lg border bg-sheet px-2 py-1 text-left font-mono text-xs ${open ? 'border-accent ring-2 ring-accent/40' : 'border-line hover:border-line-strong'}`}
    >
      <span className="flex items-baseline justify-between gap-2">
        <span className="font-bold text-sm">P{partition.partition}</span>
        <span className="whitespace-nowrap text-muted projection:font-sans">
          fin <span data-fin={partition.partition}>{count(partition.end)}</span>
        </span>
      </span>
      <span className="mt-0.5 flex items-center justify-between gap-2">
        {last ? (
          <span className="max-w-16 truncate rounded px-1 font-semibold font-sans" style={keyStyle(last.key)}>
            <span aria-hidden="true">{keyLabel(last.key)}</span>
            <span className="sr-only">{keyText(last.key)}</span>
          </span>
        ) : (
          <span className="text-muted">vide</span>
        )}
        <span className="flex flex-wrap justify-end gap-x-2">
          {cursors.map(({ group, style, committed }) => (
            <span key={group} style={{ color: style.color }} className="whitespace-nowrap">
              <span aria-hidden="true">{style.shape}</span>
              <span className="sr-only">{group}, retard</span>{' '}
              {committed === null ? '?' : count(Math.max(0, partition.end - committed))}
            </span>
          ))}
        </span>
      </span>
    </button>
  );
}

function same(a: CellProps, b: CellProps): boolean {
  if (a.partition !== b.partition || a.open !== b.open || a.onOpen !== b.onOpen) return false;
  return (
    a.cursors.length === b.cursors.length &&
    a.cursors.every((cursor, index) => {
      const other = b.cursors[index];
      return cursor.group === other?.group && cursor.committed === other.committed;
    })
  );
}

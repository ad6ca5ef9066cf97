'use client';
// All the partitions of a topic: one lane each while they are few, a grid and the lane one looks at when they are many.
import { useCallback, useEffect, useState } from 'react';
import type { GroupState, TopicState } from '#labs/kafka/state.ts';
import { counted } from '../../lab/format.ts';
import { cursorsOf } from './derive.ts';
import type { GroupStyle } from './keys.ts';
import { Lane, type LaneProps } from './lane.tsx';
import { PartitionCell } from './lane-grid.tsx';
import { useCells } from './use-cells.ts';

/** More lanes than this could not be seen together. */
const lanesShown = 8;
/** Cursors drawn under a lane; the other groups are in the column and in the table. */
const groupsShown = 4;
const groupsInCell = 2;

export function Lanes({
  topic,
  groups,
  volatile,
  live,
  selected,
  onSelect,
}: {
  topic: TopicState;
  groups: readonly { group: GroupState; style: GroupStyle }[];
  volatile: ReadonlyMap<string, unknown>;
  /** False when one looks at the past. */
  live: boolean;
  selected: { partition: number; offset: number } | null;
  onSelect: LaneProps['onSelect'];
}) {
  const { ref, ruler, cells } = useCells();
  const drawn = groups.slice(0, groupsShown);
  const hidden = topic.count - topic.partitions.length;
  const many = topic.partitions.length > lanesShown;
  const [open, setOpen] = useState<number | null>(null);
  const toggle = useCallback((partition: number) => setOpen((shown) => (shown === partition ? null : partition)), []);
  // A record one opens, or has just sent, brings its lane.
  const wanted = selected?.partition ?? null;
  useEffect(() => {
    if (wanted !== null) setOpen(wanted);
  }, [wanted]);
  const lanes = many ? topic.partitions.filter(({ partition }) => partition === open) : topic.partitions;
  return (
    <section aria-label={`Partitions de ${topic.topic}`} data-cible="topic partitions" className="min-w-0">
      <h3 className="mb-2 wrap-anywhere font-semibold text-muted text-xs uppercase tracking-wider projection:sr-only">
        {topic.topic} · {counted(topic.count, 'partition')}
      </h3>
      <div
        ref={ref}
        className="relative [--cell:3rem] projection:ml-(--gutter) projection:[--cell:3.2rem] projection:[--gutter:4.7rem]"
      >
        <span ref={ruler} aria-hidden="true" className="invisible absolute h-0 w-(--cell)" />
        {lanes.map((partition) => (
          <Lane
            key={partition.partition}
            partition={partition}
            width={cells}
            cursors={cursorsOf(drawn, topic.topic, partition, volatile)}
            live={live}
            selected={selected?.partition === partition.partition ? selected.offset : null}
            onSelect={onSelect}
          />
        ))}
      </div>
      {many ? (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-2 pb-3 projection:grid-cols-4 projection:gap-1.5 projection:pb-1">
          {topic.partitions.map((partition) => (
            <PartitionCell
              key={partition.partition}
              partition={partition}
              cursors={cursorsOf(groups.slice(0, groupsInCell), topic.topic, partition, volatile)}
              open={partition.partition === open}
              onOpen={toggle}
            />
          ))}
        </div>
      ) : null}
      {hidden > 0 ? (
        <p className="text-muted text-sm">
          et {counted(hidden, 'autre partition', 'autres partitions')}, non dessinées.
        </p>
      ) : null}
    </section>
  );
}

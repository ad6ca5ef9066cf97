'use client';
// All the partitions of a topic, one lane each.
import type { GroupState, TopicState } from '#labs/kafka/state.ts';
import { counted } from '../../lab/format.ts';
import { cursorsOf } from './derive.ts';
import type { GroupStyle } from './keys.ts';
import { Lane, type LaneProps } from './lane.tsx';
import { useCells } from './use-cells.ts';

/** Cursors drawn under a lane; the other groups are in the column and in the table. */
const groupsShown = 4;

export function Lanes({
  topic,
  groups,
  volatile,
  selected,
  onSelect,
}: {
  topic: TopicState;
  groups: readonly { group: GroupState; style: GroupStyle }[];
  volatile: ReadonlyMap<string, unknown>;
  selected: { partition: number; offset: number } | null;
  onSelect: LaneProps['onSelect'];
}) {
  const { ref, ruler, cells } = useCells();
  const drawn = groups.slice(0, groupsShown);
  const hidden = topic.count - topic.partitions.length;
  return (
    <section aria-label={`Partitions de ${topic.topic}`} data-cible="topic partitions" className="min-w-0">
      <h3 className="mb-2 wrap-anywhere font-semibold text-muted text-xs uppercase tracking-wider">
        {topic.topic} · {counted(topic.count, 'partition')}
      </h3>
      <div ref={ref} className="relative [--cell:3rem] projection:[--cell:3.2rem]">
        <span ref={ruler} aria-hidden="true" className="invisible absolute h-0 w-(--cell)" />
        {topic.partitions.map((partition) => (
          <Lane
            key={partition.partition}
            partition={partition}
            width={cells}
            cursors={cursorsOf(drawn, topic.topic, partition, volatile)}
            selected={selected?.partition === partition.partition ? selected.offset : null}
            onSelect={onSelect}
          />
        ))}
      </div>
      {hidden > 0 ? (
        <p className="text-muted text-sm">
          et {counted(hidden, 'autre partition', 'autres partitions')}, non dessinées.
        </p>
      ) : null}
    </section>
  );
}

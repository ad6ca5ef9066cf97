// One message in the row of a subscriber or of a worker: its number, or a sign; what it says is said in words beside it.
import type { Fate } from '#labs/pubsub/fates.ts';

export type Look = Fate | 'hand';

const looks: Record<Look, string> = {
  received: 'border-good bg-good-soft text-good',
  doubled: 'border-warn bg-good-soft text-warn border-double',
  missed: 'border-warn border-dashed text-warn line-through',
  before: 'border-transparent text-muted',
  waiting: 'border-accent border-dotted text-accent',
  coming: 'border-line-strong border-dotted text-muted',
  refused: 'border-warn bg-warn-soft text-warn',
  unknown: 'border-line-strong border-dashed text-muted',
  hand: 'border-accent bg-accent-soft text-accent',
};
const signs: Partial<Record<Look, string>> = { doubled: '×2', before: '·', refused: '!', unknown: '?' };

export function Square({ look, number }: { look: Look; number: number }) {
  return (
    <span
      aria-hidden="true"
      className={`inline-grid h-[1.6em] min-w-[1.6em] place-items-center rounded border-2 px-0.5 font-bold font-mono text-xs projection:text-base ${looks[look]}`}
    >
      {signs[look] ?? number}
    </span>
  );
}

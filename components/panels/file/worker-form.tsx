'use client';
// The next worker: how long it takes for a task, how many it takes in advance.
import { useState } from 'react';
import { fileBounds } from '#contract/file.ts';
import { Button } from '../../ui/button.tsx';
import { seconds } from './words.ts';

export const paces = [500, 1_000, 2_000, 5_000] as const;
const prefetches = [1, 2, 5, 10].filter((each) => each <= fileBounds.prefetch);
export const selectClass = 'min-w-0 rounded-lg border border-line bg-sheet px-2 py-1 text-sm';

export function WorkerForm(props: { blocked: string | null; onHire(takesMs: number, prefetch: number): void }) {
  const { blocked, onHire } = props;
  const [takesMs, setTakesMs] = useState<number>(1_000);
  const [prefetch, setPrefetch] = useState(1);
  return (
    <form
      data-cible="embaucher"
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onHire(takesMs, prefetch);
      }}
    >
      <Button type="submit" disabled={blocked !== null} title={blocked ?? undefined}>
        + Ouvrier
      </Button>
      <label className="flex items-center gap-1 text-sm">
        une tâche lui prend
        <select className={selectClass} value={takesMs} onChange={(event) => setTakesMs(Number(event.target.value))}>
          {paces.map((each) => (
            <option key={each} value={each}>
              {seconds(each)}
            </option>
          ))}
        </select>
      </label>
      <label className="flex items-center gap-1 text-sm">
        prefetch
        <select className={selectClass} value={prefetch} onChange={(event) => setPrefetch(Number(event.target.value))}>
          {prefetches.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
    </form>
  );
}

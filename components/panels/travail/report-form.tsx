'use client';
// What to ask for: which way, for how many pupils.
import { useState } from 'react';
import { type ReportSize, reportSizes, type Way, ways } from '#contract/travail.ts';
import { Button } from '../../ui/button.tsx';
import { sizeText, wayText } from './words.ts';

export function ReportForm(props: {
  blocked: string | null;
  onMake(way: Way, size: ReportSize): void;
  /** Null when there is nothing to give up, or to kill. */
  cancel: { label: string; run(): void } | null;
  onKill: (() => void) | null;
}) {
  const { blocked, onMake, cancel, onKill } = props;
  const [way, setWay] = useState<Way>('inline');
  const [size, setSize] = useState<ReportSize>(40);
  return (
    <form
      data-cible="demander"
      className="flex flex-wrap items-center gap-x-4 gap-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        onMake(way, size);
      }}
    >
      <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <legend className="sr-only">Comment faire le rapport</legend>
        {ways.map((each) => (
          <label key={each} className="flex items-center gap-1.5">
            <input type="radio" name="way" checked={way === each} onChange={() => setWay(each)} />
            {wayText(each)}
          </label>
        ))}
      </fieldset>
      <label className="flex items-center gap-1 text-sm">
        taille du rapport
        <select
          className="rounded-lg border border-line bg-sheet px-2 py-1 text-sm"
          value={size}
          onChange={(event) => setSize(reportSizes.find((each) => String(each) === event.target.value) ?? size)}
        >
          {reportSizes.map((each) => (
            <option key={each} value={each}>
              {sizeText(each)}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit" tone="primary" disabled={blocked !== null} title={blocked ?? undefined}>
        Demander le rapport
      </Button>
      {onKill ? <Button onClick={onKill}>Tuer l’ouvrier</Button> : null}
      {cancel ? (
        <Button tone="quiet" onClick={cancel.run}>
          {cancel.label}
        </Button>
      ) : null}
    </form>
  );
}

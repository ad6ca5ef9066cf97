'use client';
// The marks of the timeline as a table: each with its name, its time, and a way to go there.
import { clockTime, count, counted } from '../../lab/format.ts';
import { Table } from '../../lab/table.tsx';
import type { TimelineMark } from '../../lab/timeline-marks.tsx';

const shown = 40;

export function MarksTable({ marks, onScrub }: { marks: readonly TimelineMark[]; onScrub(offset: number): void }) {
  const hidden = marks.length - shown;
  return (
    <div>
      <Table caption="Repères de la ligne de temps" heads={['Heure', 'Événement', 'Repère', 'Actions']}>
        {marks
          .slice(-shown)
          .toReversed()
          .map(({ offset, at, label }) => (
            <tr key={offset}>
              <td>{at === null ? '' : clockTime(at)}</td>
              <td>{count(offset)}</td>
              <td>{label}</td>
              <td>
                <button type="button" className="underline" onClick={() => onScrub(offset)}>
                  Y aller<span className="sr-only">{` : ${label}, événement ${count(offset)}`}</span>
                </button>
              </td>
            </tr>
          ))}
      </Table>
      {marks.length === 0 ? (
        <p className="text-muted text-sm">Rien de marquant depuis l’ouverture de la page.</p>
      ) : null}
      {hidden > 0 ? <p className="text-muted text-sm">et {counted(hidden, 'autre', 'autres')}, plus anciens.</p> : null}
    </div>
  );
}

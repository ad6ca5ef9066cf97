// Where a report is read, as long as it is kept.
import { reportPath } from '#contract/travail.ts';
import type { ReportView } from '#labs/travail/lab.ts';

export function ReportLinks({ report: { report, file, result } }: { report: ReportView }) {
  if (result === null) return null;
  if (file === null) return <>Ce rapport n’est plus gardé.</>;
  const href = `${reportPath}${file}`;
  return (
    <span className="inline-flex flex-wrap gap-x-4 gap-y-1">
      <a className="inline-block py-0.5 font-semibold text-accent underline" href={href} target="_blank" rel="noopener">
        Ouvrir le rapport {report}
      </a>
      <a
        className="projector-hidden inline-block py-0.5 text-accent underline"
        href={href}
        download={`rapport-${report}.html`}
      >
        Télécharger<span className="sr-only"> le rapport {report}</span>
      </a>
    </span>
  );
}

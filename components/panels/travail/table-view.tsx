// The text twin: reports and what was measured as tables, the pings of the last half minute in figures, all that is kept of what
// happened.
import type { TravailState } from '#labs/travail/lab.ts';
import { Table } from '../../lab/table.tsx';
import { ReportLinks } from './report-links.tsx';
import { eventText, lasting, sizeText, stageText, wayText } from './words.ts';

export function TableView({ state }: { state: TravailState }) {
  return (
    <div className="space-y-5">
      <Table
        caption="Rapports"
        heads={[
          'Rapport',
          'Taille',
          'Comment',
          'Où il en est',
          'Essai',
          'Réponse à la demande',
          'Travail',
          'Pings avec réponse',
          'Pings en attente jusqu’à la fin',
          'Le plus long',
          'D’habitude',
          'Lire',
        ]}
      >
        {state.reports.map((report) => (
          <tr key={report.report}>
            <th scope="row">{report.report}</th>
            <td>{sizeText(report.size)}</td>
            <td>{wayText(report.way)}</td>
            <td>{stageText(report)}</td>
            <td>
              {report.attempt === 0 ? '—' : report.attempt}
              {report.redelivered ? ', redistribuée' : ''}
            </td>
            <td>{orDash(report.answeredMs)}</td>
            <td>{orDash(report.result?.ms)}</td>
            <td>{report.pings?.answered ?? '—'}</td>
            <td>{report.pings?.waited ?? '—'}</td>
            <td>{orDash(report.pings?.longestMs)}</td>
            <td>{orDash(report.pings?.usualMs)}</td>
            <td>
              <ReportLinks report={report} />
            </td>
          </tr>
        ))}
      </Table>
      <Table caption="Déroulé" heads={['Événement', 'Ce qui s’est passé']}>
        {state.told.map(({ event }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the journal
          <tr key={state.forgotten + index}>
            <td>{state.forgotten + index + 1}</td>
            <td>{eventText(event)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

const orDash = (ms: number | null | undefined): string => (ms === null || ms === undefined ? '—' : lasting(ms));

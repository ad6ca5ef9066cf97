// The text twin: reports and what was measured as tables, the pings of the last half minute in figures, all that is kept of what
// happened.
import type { TravailState } from '#labs/travail/lab.ts';
import { Table } from '../../lab/table.tsx';
import { figuresOf } from './live-pings.tsx';
import { ReportLinks } from './report-links.tsx';
import type { Pings } from './use-pings.ts';
import { eventText, lasting, sizeText, stageText, wayText } from './words.ts';

/** `pings`: null in the past. */
export function TableView({ state, pings }: { state: TravailState; pings: Pings | null }) {
  const figures = pings && figuresOf(pings);
  return (
    <div className="space-y-5">
      {figures ? (
        <Table
          caption="Pings de cette page, 30 dernières secondes"
          heads={['Dernier aller-retour', 'Le plus long', 'Réponses en attente']}
        >
          <tr>
            <td>{figures.last}</td>
            <td>{figures.longest}</td>
            <td>{figures.waits}</td>
          </tr>
        </Table>
      ) : null}
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

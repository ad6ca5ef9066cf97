// The text twin: the same state as tables, with the same controls, and the last events.
import type { AccusesState } from '#labs/accuses/lab.ts';
import { Table } from '../../lab/table.tsx';
import type { ControlsOf } from './drawing.tsx';
import { eventText, linkWords, listText, outcomesOf, placed, whenWords } from './words.ts';

export function TableView({ state, controlsOf }: { state: AccusesState; controlsOf: ControlsOf }) {
  return (
    <div className="space-y-5">
      <Table
        caption="Abonnés"
        heads={['Abonné', 'Connexion', 'Acquitte', 'En attente', 'En main', 'Traités', 'Bilan', 'Agir']}
      >
        {state.subscribers.map((one, who) => (
          <tr key={one.name}>
            <th scope="row">{one.name}</th>
            <td>{linkWords[one.link]}</td>
            <td>
              {whenWords[one.when]} le traitement{one.withheld ? ', accusés retenus' : ''}
              {one.armed ? ', panne au prochain' : ''}
            </td>
            <td>{listText(one.waiting) || 'rien'}</td>
            <td>{listText(one.held) || 'rien'}</td>
            <td>{listText(one.processed) || 'rien'}</td>
            <td>
              {outcomesOf(one)
                .map(({ text }) => text)
                .join('\u00a0; ') || 'rien de particulier'}
            </td>
            <td>
              <div className="flex gap-1 py-1 font-sans">{controlsOf(one, who)}</div>
            </td>
          </tr>
        ))}
      </Table>
      <Table caption="Salle" heads={['Numéro', 'Répété par l’éditeur']}>
        {state.said.map(({ sequence, repeats }) => (
          <tr key={sequence}>
            <td>{sequence}</td>
            <td>{repeats === 0 ? 'non' : `${repeats}\u00a0fois, rangé une seule`}</td>
          </tr>
        ))}
      </Table>
      <Table caption="Derniers événements" heads={['Événement', 'Ce qui s’est passé']}>
        {placed(state).map(({ place, event }) => (
          <tr key={place}>
            <td>{place}</td>
            <td>{eventText(event)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

// Who was given what: one row a client, counted from what was told.
import { fatesOf } from '#labs/serveurs/fates.ts';
import type { ServeursState } from '#labs/serveurs/lab.ts';
import { Table } from '../../lab/table.tsx';
import { presenceText } from './words.ts';

export function WhoGotWhat({ state }: { state: ServeursState }) {
  return (
    <Table caption="Qui a reçu quoi" heads={['Client', 'Serveur', 'Reçus', 'Dont en double', 'Manqués', 'Pas encore']}>
      {fatesOf(state).map(({ client, counts }) => (
        <tr key={client.name}>
          <th scope="row">{client.name}</th>
          <td>
            {client.server ?? '—'}
            {client.server === null || client.there ? '' : ` (${presenceText(client, state)})`}
          </td>
          <td data-compte="recus">{counts.received + counts.doubled}</td>
          <td data-compte="doubles">{counts.doubled}</td>
          <td data-compte="manques">{counts.missed}</td>
          <td>{counts.awaited}</td>
        </tr>
      ))}
    </Table>
  );
}

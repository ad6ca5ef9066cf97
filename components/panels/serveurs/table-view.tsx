// The text twin: servers, clients and messages as tables, and all that is kept of what happened.
import { fateOf } from '#labs/serveurs/fates.ts';
import type { ClientView, MessageView, ServeursState } from '#labs/serveurs/lab.ts';
import { Table } from '../../lab/table.tsx';
import { WhoGotWhat } from './who-got-what.tsx';
import { eventText, fateText, linkText, roleText, serverText } from './words.ts';

function cellText(client: ClientView, { message, refused }: MessageView): string {
  if (refused !== null) return '—';
  const numbers = client.got.filter((got) => got.message === message).map(({ sequence }) => `n°\u00a0${sequence}`);
  return numbers.length > 0 ? numbers.join(', ') : fateText[fateOf(client, message)];
}

export function TableView({ state }: { state: ServeursState }) {
  return (
    <div className="space-y-5">
      <Table caption="Serveurs" heads={['Serveur', 'État', 'Rôle', 'Processus', 'Port']}>
        {state.servers.map((server) => (
          <tr key={server.name}>
            <th scope="row">{server.name}</th>
            <td>{serverText(server, state)}</td>
            <td>{server.role ? roleText[server.role] : '—'}</td>
            <td>{server.process?.pid ?? '—'}</td>
            <td>{server.process?.port ?? '—'}</td>
          </tr>
        ))}
      </Table>
      <p className="text-sm">Lien entre les serveurs&nbsp;: {linkText(state)}.</p>
      <WhoGotWhat state={state} />
      <Table
        caption="Messages"
        heads={['Message', 'De', 'Au serveur', 'Numéro', ...state.clients.map(({ name }) => `Pour ${name}`)]}
      >
        {state.messages.map((each) => (
          <tr key={each.message}>
            <th scope="row">{each.message}</th>
            <td>{each.by}</td>
            <td>{each.on}</td>
            <td>
              {each.refused === null
                ? (each.sequence ?? (state.ended ? 'sans réponse' : 'attend la réponse'))
                : 'refusé'}
            </td>
            {state.clients.map((client) => (
              <td key={client.name}>{cellText(client, each)}</td>
            ))}
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

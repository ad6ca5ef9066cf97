// The text twin: the same state as tables, with the same actions, and all that happened up to there.
import type { Routing } from '#labs/routage/run.ts';
import { Table } from '../../lab/table.tsx';
import type { ActionsOf } from './routing-drawing.tsx';
import type { Story } from './story.ts';
import { becauseText, forgottenText, jsonText, ruleText } from './words.ts';

export function TableView({ state, story, actionsOf }: { state: Routing; story: Story; actionsOf: ActionsOf }) {
  const last = state.publication ? `Publication ${state.publication.number}` : 'Publication';
  const forgotten = forgottenText(story.sent);
  return (
    <div className="space-y-5">
      <Table caption="Abonnés" heads={['Abonné', 'Abonnement', last, 'Pourquoi', 'Reçus', 'Changer']}>
        {state.subscribers.map((one) => (
          <tr key={one.id}>
            <th scope="row">{one.name}</th>
            <td>{ruleText(one.rule)}</td>
            <td>
              {one.verdict === null
                ? state.publication
                  ? 'en attente'
                  : 'aucune'
                : one.verdict.reached
                  ? 'reçu'
                  : 'pas reçu'}
            </td>
            <td>{one.verdict ? becauseText(one.verdict.because, state.publication) : 'rien encore'}</td>
            <td>{one.received.join(', ') || 'aucun'}</td>
            <td>
              <div className="flex gap-1">{actionsOf(one)}</div>
            </td>
          </tr>
        ))}
      </Table>
      {forgotten ? <p className="text-muted text-sm">{forgotten}</p> : null}
      <Table caption="Publications" heads={['Numéro', 'Sujet', 'Contenu', 'Reçue par']}>
        {story.sent.map(({ number, topic, content, reached }) => (
          <tr key={number}>
            <td>{number}</td>
            <td>{topic}</td>
            <td>{jsonText(content)}</td>
            <td>{reached.join(', ') || 'personne'}</td>
          </tr>
        ))}
      </Table>
      <Table caption="Déroulé" heads={['Événement', 'Ce qui s’est passé']}>
        {story.told.map(({ text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an event is its place in the run
          <tr key={index}>
            <td>{index + 1}</td>
            <td>{text}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

// The text twin: rooms, people and what was said, as tables. `own`: null where nothing private may be shown.
import type { SalonRoom, SalonState } from '#labs/chat/salon.ts';
import { clockTime } from '../../lab/format.ts';
import { Table } from '../../lab/table.tsx';
import { noticeText, numbersOf, stateWords } from './words.ts';

export function TableView({ state, room, own }: { state: SalonState; room: SalonRoom | null; own: SalonRoom | null }) {
  return (
    <div className="space-y-5">
      <Table caption="Salles" heads={['Salle', 'Attendu', 'En tampon', 'Manquent', 'Doublons ignorés', 'Présence']}>
        {state.rooms.map((each) => {
          const { expected, held, lacks, duplicates } = numbersOf(each);
          return (
            <tr key={each.name}>
              <th scope="row">{each.name}</th>
              <td>{expected}</td>
              <td>{held}</td>
              <td>{lacks}</td>
              <td>{duplicates}</td>
              <td>
                {each.members.map(({ userId, state: how }) => `${userId} (${stateWords[how]})`).join(', ') ||
                  'personne'}
              </td>
            </tr>
          );
        })}
      </Table>
      {room ? <Lines caption={`Ce qui s’est dit dans ${room.name}`} room={room} /> : null}
      {own ? <Lines caption="Messages privés" room={own} /> : null}
    </div>
  );
}

function Lines({ caption, room }: { caption: string; room: SalonRoom }) {
  return (
    <Table caption={caption} heads={['Numéro', 'Qui', 'Quand', 'Quoi']}>
      {room.lines.map((line) => {
        const [number, who, at, what] =
          line.kind === 'message'
            ? [line.message.sequence, line.message.sender, line.message.timestamp, line.message.content]
            : line.kind === 'sent'
              ? [line.sequence, `vous à ${line.to}`, line.at, line.content]
              : ['', 'le salon', 'at' in line ? line.at : null, noticeText(line)];
        return (
          <tr key={line.n}>
            <td>{number}</td>
            <td>
              <bdi>{who}</bdi>
            </td>
            <td>{at === null ? '' : clockTime(at)}</td>
            <td className="[overflow-wrap:anywhere]">
              <bdi>{what}</bdi>
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

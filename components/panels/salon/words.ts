// What is said of rooms and of people, in a reader's words. Pure.
import type { PresenceState } from '#contract/chat.ts';
import type { SalonEvent, SalonLine, SalonRoom } from '#labs/chat/salon.ts';
import { missing, type Range } from '#labs/order/reorder.ts';
import { counted } from '../../lab/format.ts';
import type { MarkName } from '../../realtime/marks.ts';

export const stateWords: Record<PresenceState, string> = {
  offline: 'hors ligne',
  connecting: 'connexion',
  online: 'en ligne',
  away: 'absent',
};

export const quoted = (name: string): string => `«\u00a0${name}\u00a0»`;

export const rangeText = ({ from, to }: Range): string => (from === to ? `${from}` : `${from} à ${to}`);

export type Numbers = { expected: string; held: string; lacks: string; duplicates: number; epoch: string };

/** Where this page is in the room's numbering. */
export function numbersOf({ stream, duplicates }: SalonRoom): Numbers {
  if (!stream)
    return { expected: 'pas encore connu', held: 'vide', lacks: 'rien', duplicates, epoch: 'pas encore connue' };
  return {
    expected: String(stream.expected),
    held: stream.held.map(({ sequence }) => sequence).join(', ') || 'vide',
    lacks: missing(stream).map(rangeText).join(', ') || 'rien',
    duplicates,
    epoch: stream.epoch?.slice(0, 8) ?? 'sans nom',
  };
}

export type Notice = Exclude<SalonLine, { kind: 'message' | 'sent' }>;

export function noticeText(line: Notice): string {
  switch (line.kind) {
    case 'presence':
      return `${line.userId} ${presenceWords[line.what]}.`;
    case 'gone':
      return line.from === line.to
        ? `Le message ${line.from} n’est plus gardé par le serveur\u00a0: il ne viendra pas.`
        : `Les messages ${line.from} à ${line.to} ne sont plus gardés par le serveur\u00a0: ils ne viendront pas.`;
    case 'reset':
      return 'Le serveur a perdu le passé de cette salle\u00a0: la numérotation recommence.';
    case 'back': {
      const missed =
        line.missed === 0
          ? 'rien n’a été manqué'
          : `${counted(line.missed, 'message manqué, rattrapé', 'messages manqués, rattrapés')}`;
      return `De retour\u00a0: ${missed}.`;
    }
  }
}

const presenceWords = {
  join: 'arrive',
  leave: 'quitte la salle',
  vanished: 'n’est plus là\u00a0: sa connexion est fermée',
} as const;

/** What one wants to find again. */
export function markOf(event: SalonEvent): MarkName | null {
  if (event.type === 'apart') return 'coupure';
  if (event.type === 'heard' && event.event.type === 'presence') {
    const { action, room, userId } = event.event;
    const does = action === 'join' ? 'arrive dans' : 'quitte';
    return { label: `${userId} ${does} ${room}`, series: 'presence', every: 1, small: true };
  }
  return null;
}

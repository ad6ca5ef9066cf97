// What the terminal shows, in French. Nothing that others wrote may drive the terminal: signs that move its cursor, change its
// colours or turn the writing round are shown as what they are, nothing.
import type { ChatMessage } from '#contract/chat.ts';
import { backOff, type Shown } from './client.ts';

export const help = [
  '/join salle          entrer dans une salle, ou y revenir',
  '/leave salle         la quitter (sans nom : la salle courante)',
  '/history salle       ses derniers messages (sans nom : la salle courante)',
  '/msg @pseudo texte   un message privé',
  '/quit                partir',
  'tout le reste        est dit dans la salle courante',
].join('\n');

/** Control characters, and those that turn the direction of writing. */
const driving = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu;
export const harmless = (text: string): string => text.replace(driving, '\ufffd');

const plural = (count: number, one: string, many: string): string => `${count} ${count > 1 ? many : one}`;

function line({ room, sender, content, sequence }: ChatMessage): string {
  const from = room.startsWith('@') ? 'privé' : harmless(room);
  return `[${from} ${sequence}] ${harmless(sender)}\u00a0: ${harmless(content)}`;
}

function joined(room: string, sequence: number, members: string[] | null): string {
  const who = members === null ? '' : ` Présents\u00a0: ${members.map(harmless).join(', ')}.`;
  const past =
    sequence === 0
      ? 'Aucun message pour l’instant.'
      : `${plural(sequence, 'message', 'messages')} avant vous (/history).`;
  return `Vous êtes dans «\u00a0${harmless(room)}\u00a0». ${past}${who}`;
}

export function lineOf(shown: Shown): string {
  switch (shown.kind) {
    case 'message':
      return line(shown.message);
    case 'joined':
      return joined(shown.room, shown.sequence, shown.members);
    case 'left':
      return `Vous avez quitté «\u00a0${harmless(shown.room)}\u00a0».`;
    case 'presence':
      return shown.action === 'join'
        ? `→ ${harmless(shown.userId)} arrive dans «\u00a0${harmless(shown.room)}\u00a0».`
        : `← ${harmless(shown.userId)} quitte «\u00a0${harmless(shown.room)}\u00a0».`;
    case 'history': {
      const title = `— ${plural(shown.messages.length, 'message', 'messages')} de «\u00a0${harmless(shown.room)}\u00a0» —`;
      return [title, ...shown.messages.map(line)].join('\n');
    }
    case 'gone':
      return shown.from === shown.to
        ? `… le message ${shown.from} de «\u00a0${harmless(shown.room)}\u00a0» n’est plus gardé par le serveur.`
        : `… les messages ${shown.from} à ${shown.to} de «\u00a0${harmless(shown.room)}\u00a0» ne sont plus gardés par le serveur.`;
    case 'reset':
      return `Le serveur a perdu le passé de «\u00a0${harmless(shown.room)}\u00a0»\u00a0: la numérotation reprend autrement.`;
    case 'sent-privately':
      return `(à ${harmless(shown.to)}) ${harmless(shown.content)}`;
    case 'refused':
      return `Refusé\u00a0: ${harmless(shown.reason)}`;
    case 'too-many-unsent':
      return 'Trop de messages attendent la connexion\u00a0: celui-ci n’est pas envoyé.';
    case 'lost': {
      const what = shown.again ? 'Connexion perdue.' : 'Aucun serveur ne répond.';
      return `${what} Nouvel essai dans ${shown.inMs / 1_000}\u00a0s (${shown.attempt} sur ${backOff.tries})…`;
    }
    case 'back':
      return 'Reconnecté.';
    case 'gave-up':
      return `Toujours rien après ${backOff.tries} essais. Vérifiez que Relais est lancé (npm start), puis recommencez.`;
    case 'name-taken':
      return `Le nom «\u00a0${harmless(shown.name)}\u00a0» est celui de quelqu’un qui vient d’ouvrir la page. Prenez-en un autre.`;
  }
}

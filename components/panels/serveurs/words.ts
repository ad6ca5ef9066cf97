// What happens between two servers and their clients, in French. Pure.
import type { ClientName, EndReason, Mode, ServerRole, ServeursEvent } from '#contract/serveurs.ts';
import { type Fate, fateOf } from '#labs/serveurs/fates.ts';
import { type ClientView, isOpen, type ServerView, type ServeursState } from '#labs/serveurs/lab.ts';
import { counted } from '../../lab/format.ts';

const listed = new Intl.ListFormat('fr-FR');
const names = (clients: readonly ClientView[]): string => listed.format(clients.map(({ name }) => name));

/** French elides before a vowel. */
export const ofWhom = (name: ClientName): string => (name === 'Alice' ? `d’${name}` : `de ${name}`);

export const modeText: Record<Mode, string> = { alone: 'sans Redis', redis: 'avec Redis' };
export const fateText: Record<Fate, string> = {
  received: 'reçu',
  doubled: 'reçu deux fois',
  missed: 'manqué',
  awaited: 'pas encore reçu',
};
export const roleText: Record<ServerRole, string> = {
  leads: 'mène',
  follows: 'suit',
  electing: 'ne sait pas qui mène',
  cut: 'ne joint plus Redis',
};
const endText: Record<EndReason, string> = {
  asked: 'La démonstration est arrêtée.',
  again: 'La démonstration s’arrête\u00a0: une autre commence.',
  idle: 'La démonstration s’est arrêtée\u00a0: personne n’y faisait plus rien.',
  failed: 'La démonstration n’a pas pu commencer.',
  lost: 'La démonstration s’est arrêtée\u00a0: le serveur qui la menait a disparu.',
};
export const noRedisText = 'Ce serveur n’a pas de Redis\u00a0: il manque le réglage REDIS_URL.';

export function serverText({ process, down }: ServerView, { ended }: ServeursState): string {
  if (process) return 'vivant';
  if (down === 'killed') return 'arrêté par kill -9';
  if (down === 'died') return 'mort tout seul';
  return ended === null || ended.why === 'failed' ? 'pas démarré' : 'arrêté';
}

/** Once the demonstration is over, nobody waits for anything. */
export const presenceText = ({ there }: ClientView, { ended }: ServeursState): string =>
  there ? 'relié' : ended ? 'parti' : 'attend';

/** `1 reçu, 2 manqués`: what there is, and no more. */
export function countsText(counts: Readonly<Record<Fate, number>>): string {
  const parts = [
    counts.received + counts.doubled > 0
      ? `${counted(counts.received + counts.doubled, 'reçu')}${counts.doubled > 0 ? `, dont ${counts.doubled} en double` : ''}`
      : null,
    counts.missed > 0 ? counted(counts.missed, 'manqué') : null,
    counts.awaited > 0 ? `${counts.awaited} pas encore` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'rien encore' : parts.join(', ');
}

/** What stands, in one or two sentences; what to do when there is nothing. */
export function standing(state: ServeursState): string {
  if (state.mode === null) return 'Démarrez deux serveurs, d’abord sans Redis.';
  if (state.ended) return endText[state.ended.why];
  if (state.servers.some(({ process, down }) => process === null && down === null))
    return 'Les deux serveurs démarrent…';
  const dead = state.servers.filter(({ down }) => down !== null);
  const waiting = state.clients.filter(({ there }) => !there);
  const sentences = dead.map(({ name }) => `Le serveur ${name} est mort.`);
  if (waiting.length > 0)
    sentences.push(`${names(waiting)} ${waiting.length > 1 ? 'attendent' : 'attend'} un serveur.`);
  if (sentences.length === 0 || state.messages.length > 0) sentences.push(lastMessage(state));
  return sentences.join(' ');
}

function lastMessage(state: ServeursState): string {
  const last = state.messages.at(-1);
  if (!last) return `Les deux serveurs sont prêts, ${modeText[state.mode ?? 'alone']}. Faites écrire quelqu’un.`;
  const title = `Message ${last.message}, ${ofWhom(last.by)}\u00a0:`;
  if (last.refused !== null) return `${title} refusé. ${last.refused}`;
  if (last.sequence === null) return `${title} son serveur n’a pas encore répondu.`;
  const by = (fate: Fate) => state.clients.filter((client) => fateOf(client, last.message) === fate);
  const parts = (['received', 'doubled', 'missed', 'awaited'] as const).flatMap((fate) => {
    const who = by(fate);
    return who.length > 0 ? [`${fateText[fate]} par ${who.length === state.clients.length ? 'tous' : names(who)}`] : [];
  });
  return `${title} ${parts.join('\u00a0; ')}.`;
}

/** What links them, in a few words. */
export function linkText(state: ServeursState): string {
  if (state.mode === null) return 'les serveurs ne sont pas démarrés';
  if (!isOpen(state))
    return state.mode === 'alone'
      ? 'chaque serveur avait sa salle et ses numéros'
      : 'il y avait une seule salle, par Redis';
  if (state.mode === 'alone') return 'aucun lien\u00a0: chaque serveur a sa salle et ses numéros';
  const cut = state.servers.filter(({ role }) => role === 'cut').map(({ name }) => name);
  if (cut.length > 0) return `Redis ne répond plus au serveur ${cut.join(' ni au serveur ')}`;
  const leader = state.servers.find(({ role }) => role === 'leads');
  return leader
    ? `une seule salle, par Redis\u00a0: ${leader.name} mène`
    : 'une seule salle, par Redis\u00a0; celui qui menait n’est plus là, et aucun ne mène encore';
}

export function eventText(event: ServeursEvent): string {
  switch (event.type) {
    case 'found':
      return event.redis ? 'Ce serveur a un Redis.' : noRedisText;
    case 'started':
      return `Deux serveurs démarrent, ${modeText[event.mode]}.`;
    case 'up':
      return `Le serveur ${event.server} est prêt (processus ${event.pid}, port ${event.port}).`;
    case 'role':
      return `Le serveur ${event.server} ${roleText[event.role]}.`;
    case 'down':
      return event.why === 'killed'
        ? `Le serveur ${event.server} est tué (kill -9).`
        : `Le serveur ${event.server} est mort tout seul.`;
    case 'joined': {
      const where = `est dans la salle, par le serveur ${event.server}`;
      if (event.recovered === null) return `${event.client} ${where}.`;
      return event.recovered
        ? `${event.client} ${where}, et reprend au numéro suivant.`
        : `${event.client} ${where}, dont la numérotation est une autre.`;
    }
    case 'left':
      return event.why === 'lost'
        ? `${event.client} a perdu son serveur, ${event.server}.`
        : `${event.client} quitte le serveur ${event.server}.`;
    case 'said':
      return `${event.client} écrit le message ${event.message} au serveur ${event.server}.`;
    case 'stored':
      return `Le serveur ${event.server} garde le message ${event.message}, sous le n°\u00a0${event.sequence}.`;
    case 'refused':
      return `Le message ${event.message} est refusé. ${event.why}`;
    case 'received':
      return `${event.client} reçoit le message ${event.message}, n°\u00a0${event.sequence}${event.late ? ', en arrivant' : ''}.`;
    case 'lacking':
      return `${event.client} demande au serveur ${event.server} tout ce que la salle a\u00a0: le message ${event.message} n’y est pas.`;
    case 'ended':
      return `${endText[event.why]}${event.keys > 0 ? ` ${counted(event.keys, 'clé')} de Redis effacée${event.keys > 1 ? 's' : ''}.` : ''}`;
    default:
      event satisfies never;
      return '';
  }
}

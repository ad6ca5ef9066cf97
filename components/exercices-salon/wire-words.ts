// One line of what was said, in French: who did it, and what.
import type { RunEvent, Told, Topic } from '#contract/exercices-salon.ts';

const nb = '\u00a0';
const told: Record<Told, string> = {
  first: '',
  late: ', avec du retard',
  twice: ', une seconde fois',
  missed: ', manqué pendant la coupure',
  again: ', de nouveau (redelivered)',
  asked: ', parce qu’il est demandé',
};
const kept = {
  held: 'est retenu',
  lost: 'est perdu exprès',
  away: 'est dit pendant la coupure',
} as const;
const where = (topic: Topic): string => (topic === 'own' ? ' du sujet privé' : '');
const house = 'Relais';
const program = 'programme';

export function wireLine(event: RunEvent): { who: string; what: string } {
  switch (event.type) {
    case 'subscribed': {
      const from = event.from === null ? 'sans from' : `from ${event.from}`;
      const recovered = event.recovered === false ? `${nb}; tout n’existe plus` : '';
      return {
        who: program,
        what: `subscribe${event.topic === 'own' ? ' à son sujet privé' : ''}, ${from}${event.acks ? ', acks' : ''}${event.proven ? ', identité prouvée' : ''}${recovered}`,
      };
    }
    case 'told':
      return { who: event.sender, what: `message ${event.sequence}${where(event.topic)}${told[event.why]}` };
    case 'kept':
      return { who: house, what: `le ${event.sequence}${where(event.topic)} ${kept[event.why]}` };
    case 'forgot':
      return {
        who: house,
        what: `n’existe plus jusqu’au ${event.upTo} (${event.why === 'size' ? 'taille de l’historique' : 'durée de vie'})`,
      };
    case 'asked':
      return { who: program, what: `get_history, ${event.from === null ? 'sans from' : `from ${event.from}`}` };
    case 'said':
      return { who: program, what: `publish dans ${event.to}${nb}: ${event.content}` };
    case 'acked':
      return { who: program, what: `ack ${event.sequence}${event.upTo ? ' et avant' : ''}` };
    case 'clear-refused':
      return { who: house, what: 'refuse clear_history' };
    case 'posed':
      return { who: house, what: `refuse de parler au nom de ${event.as}` };
    case 'cut':
      return { who: house, what: 'coupe la connexion, sans un mot' };
    case 'waited':
      return { who: house, what: `a attendu ${event.ms}${nb}ms en vain` };
    case 'flooded':
      return { who: program, what: `${event.requests} demandes en une seconde` };
    case 'ended':
      return { who: house, what: 'fin de la partie' };
  }
}

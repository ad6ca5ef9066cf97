// Order-the-events questions of module 4: a story whose steps have only one right order.
import { fr } from '../quiz-kit.ts';
import type { OrderQuestion } from '../quiz-schema.ts';
import { run } from './run.ts';

export const orders: OrderQuestion[] = [
  {
    kind: 'order',
    id: 'td-invariant@1',
    page: 'trois-machines-un-ordre',
    given: fr`LOT_42, étapes 1 et 2 aux offsets 0 et 1. Tout se passe comme demandé.`,
    ask: fr`Remettez les événements dans l’ordre.`,
    events: [
      { id: 'm1', text: fr`M1 commence l’étape 1` },
      { id: 'fini', text: fr`M1 a terminé l’étape 1` },
      { id: 'commit', text: fr`Le groupe valide 1` },
      { id: 'm2', text: fr`M2 commence l’étape 2` },
      { id: 'commit2', text: fr`Le groupe valide 2` },
    ],
    why: fr`Commence, terminé, commit, puis l’étape suivante. Le commit dit le prochain offset à lire : 1 après l’offset 0, 2 après l’offset 1.`,
    slips: [
      {
        first: 'commit',
        second: 'fini',
        why: fr`Valider avant la fin du travail, c’est le promettre fait. Une panne à cet instant perd l’étape.`,
      },
      {
        first: 'm2',
        second: 'commit',
        why: fr`L’étape 2 attend le commit de l’étape 1. Sinon une panne ferait refaire l’étape 1 après l’étape 2.`,
      },
      {
        first: 'm2',
        second: 'fini',
        why: fr`Deux machines à la fois sur la même pièce : M2 perce pendant que M1 découpe.`,
      },
    ],
    otherwise: fr`Pour chaque étape : commence, terminé, commit. Rien de la suivante avant ce commit.`,
    show: { does: fr`lance LOT_42, tous les réglages justes`, target: 'machines', ...run() },
  },
  {
    kind: 'order',
    id: 'td-reponse-perdue@1',
    page: 'ecrire-dans-l-ordre',
    given: fr`Un producteur sans idempotence envoie l’étape 1. La réponse se perd.`,
    ask: fr`Remettez les événements dans l’ordre.`,
    events: [
      { id: 'envoi', text: fr`Le producteur envoie l’étape 1` },
      { id: 'ecrit', text: fr`Le broker l’écrit à l’offset 0` },
      { id: 'delai', text: fr`Le producteur, sans réponse, arrive au bout de son délai` },
      { id: 'renvoi', text: fr`Le producteur renvoie l’étape 1` },
      { id: 'double', text: fr`Le broker l’écrit à l’offset 1` },
    ],
    why: fr`Pour le producteur, une réponse perdue ressemble à une commande perdue : il renvoie. Le broker, sans numéro de séquence, ne peut pas reconnaître ce qu’il a déjà écrit.`,
    slips: [
      {
        first: 'renvoi',
        second: 'delai',
        why: fr`Tant que le délai n’est pas passé, la réponse peut encore arriver : le client attend.`,
      },
      {
        first: 'delai',
        second: 'ecrit',
        why: fr`Ici la commande n’est pas lente : elle est écrite tout de suite. C’est la réponse qui manque.`,
      },
      {
        first: 'double',
        second: 'renvoi',
        why: fr`Le broker n’écrit que ce qu’on lui envoie : il faut un second envoi pour une seconde écriture.`,
      },
    ],
    otherwise: fr`Demandez-vous à chaque étape : qui le sait déjà, le producteur ou le broker ?`,
    show: {
      does: fr`perd une réponse, sans l’idempotence`,
      target: 'partitions',
      ...run({ idempotent: false }, { lostAck: { lot: 0, step: 1 } }),
    },
  },
];

// Questions of module 2 on routing: direct or published, by topic, by content.
import { fr, item } from '../quiz-kit.ts';
import type { ChoiceQuestion, Draw, NumberQuestion, Show } from '../quiz-schema.ts';

/** Published in the panel « Routage », on the router of the reader. */
const routed = (
  does: string,
  target: string,
  topic: string,
  ...fields: [field: string, value: string | number][]
): Show => ({
  does,
  target,
  panel: 'routage',
  commands: [{ type: 'publish', topic, content: fields.map(([field, value]) => ({ field, value })) }],
});

const order40 = routed(
  fr`publie une commande de 40 : une seule comparaison est soulignée`,
  'abonnement',
  'boutique',
  ['type', 'order'],
  ['value', 40],
);

const choices: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'ordre-direct-couplage@1',
    page: 'message-direct-ou-publication',
    given: fr`Un capteur publie sur le sujet « chaleur ». Un troisième programme doit maintenant recevoir ses mesures.`,
    ask: fr`Que faut-il changer dans le programme du capteur ?`,
    options: [
      {
        id: 'adresse',
        text: fr`Ajouter l’adresse du troisième programme`,
        right: false,
        why: fr`C’est ce qu’il faudrait avec des messages directs. Ici, le capteur ne connaît aucun de ses lecteurs, seulement le sujet.`,
        show: routed(fr`publie sur sports, sans nommer de lecteur`, 'publication', 'sports', ['titre', 'But']),
      },
      {
        id: 'rien',
        text: fr`Rien : le troisième programme s’abonne au sujet`,
        right: true,
        why: fr`L’abonnement se fait auprès du broker. L’éditeur ne connaît que le sujet : c’est le couplage faible de la publication.`,
      },
      {
        id: 'deux-fois',
        text: fr`Publier chaque mesure une fois de plus`,
        right: false,
        why: fr`Une publication suffit pour tous : c’est le broker qui en livre un exemplaire à chaque abonné du sujet.`,
        show: routed(fr`publie une seule fois sur sports : comptez les reçus`, 'verdict', 'sports', ['titre', 'But']),
      },
    ],
  },
  {
    kind: 'choice',
    id: 'ordre-direct-reponse@1',
    page: 'message-direct-ou-publication',
    given: fr`Une page demande au serveur : « quelle est la moyenne de Léa ? » Elle attend la réponse pour l’afficher.`,
    ask: fr`Pourquoi un message direct convient-il mieux qu’une publication ?`,
    options: [
      {
        id: 'un-seul',
        text: fr`On veut une réponse, d’un destinataire que l’on connaît`,
        right: true,
        why: fr`Question et réponse : les deux côtés se connaissent, et l’un attend l’autre. Un broker entre les deux ne découplerait rien.`,
      },
      {
        id: 'rapide',
        text: fr`Un broker perd toujours une partie des messages`,
        right: false,
        why: fr`Un broker peut être aussi sûr qu’une connexion directe, ou plus. La raison est ailleurs : qui doit répondre, et qui attend.`,
        show: {
          does: fr`publie cinq messages à trois abonnés, dans une salle neuve : aucun ne se perd`,
          target: 'abonne-0',
          panel: 'accuses',
          commands: [{ type: 'reset' }, { type: 'publish', count: 5 }],
        },
      },
      {
        id: 'taille',
        text: fr`Une publication ne peut pas porter de nombre`,
        right: false,
        why: fr`Une publication porte ce que l’on veut. Mais à qui est-elle ? À tous les abonnés, dont aucun n’est tenu de répondre.`,
        show: routed(
          fr`publie un nombre, la moyenne 14,5`,
          'publication',
          'notes',
          ['eleve', 'Léa'],
          ['moyenne', 14.5],
        ),
      },
    ],
  },
  {
    kind: 'choice',
    id: 'ordre-sujet-personne@1',
    page: 'router-par-sujet',
    given: fr`Alice et Bob sont abonnés à « sports », Chloé à « news ». Une publication part sur « sport ».`,
    ask: fr`Que se passe-t-il ?`,
    options: [
      {
        id: 'proche',
        text: fr`Alice et Bob la reçoivent, le sujet est presque le leur`,
        right: false,
        why: fr`Le broker ne devine pas : il compare deux mots, lettre pour lettre. « sport » n’est pas « sports ».`,
        show: routed(fr`publie sur sport, sans s`, 'raison', 'sport', ['titre', 'But']),
      },
      {
        id: 'erreur',
        text: fr`L’éditeur reçoit une erreur : personne n’écoute`,
        right: false,
        why: fr`Publier sans lecteur n’est pas une faute : l’éditeur ne connaît pas ses abonnés, pas même leur nombre.`,
        show: routed(fr`publie sur sport, sans s : aucune erreur`, 'publication', 'sport', ['titre', 'But']),
      },
      {
        id: 'personne',
        text: fr`Personne ne la reçoit, et l’éditeur n’en sait rien`,
        right: true,
        why: fr`Aucun abonnement ne porte ce sujet. C’est le revers du découplage : une faute de frappe dans un sujet ne se voit pas.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'ordre-contenu-decide@1',
    page: 'router-par-contenu',
    given: fr`Le filtre est : type = "order" et value > 100. La publication est une commande (order) de 40.`,
    ask: fr`Quelle partie du filtre a décidé ?`,
    options: [
      {
        id: 'value',
        text: fr`value > 100, qui est faux`,
        right: true,
        why: fr`Dans un « et », une seule comparaison fausse suffit à refuser. Le type, lui, était bon : il n’a rien empêché.`,
      },
      {
        id: 'type',
        text: fr`type = "order", qui vient avant`,
        right: false,
        why: fr`Cette comparaison est vraie : seule, elle laisserait passer la publication. La première écrite n’est pas toujours celle qui décide.`,
        show: order40,
      },
      {
        id: 'deux',
        text: fr`les deux, car « et » les lie`,
        right: false,
        why: fr`Les deux sont nécessaires pour laisser passer. Pour refuser, une comparaison fausse suffit, et l’autre est vraie.`,
        show: order40,
      },
    ],
  },
];

const copies: NumberQuestion = {
  kind: 'number',
  id: 'ordre-sujet-livraisons@1',
  page: 'router-par-sujet',
  show: routed(fr`publie une fois sur news : comptez les livraisons`, 'verdict', 'news', ['titre', 'Neige']),
  make(draw: Draw) {
    const [sports, news] = [draw(2, 9), draw(2, 9)];
    const [goals, snow] = [draw(2, 6), draw(2, 6)];
    const answer = sports * goals + news * snow;
    const all = (sports + news) * (goals + snow);
    return item({
      given: fr`${sports} abonnés suivent sports, ${news} suivent news. Un éditeur envoie ${goals} publications sur sports et ${snow} sur news.`,
      ask: fr`Combien de livraisons le broker fait-il ?`,
      answer,
      why: fr`Chaque publication va à tous les abonnés de son sujet : ${goals} × ${sports} + ${snow} × ${news} = ${answer}. L’éditeur, lui, n’a envoyé que ${goals + snow} messages.`,
      traps: [
        {
          value: all,
          why: fr`Vous avez livré chaque publication à tout le monde. Chacun ne reçoit que celles de son sujet.`,
        },
      ],
      otherwise: fr`Comptez par sujet : le nombre de ses publications, fois le nombre de ses abonnés. Puis additionnez.`,
    });
  },
};

const orders: NumberQuestion = {
  kind: 'number',
  id: 'ordre-contenu-passe@1',
  page: 'router-par-contenu',
  show: routed(
    fr`publie une commande de 100 tout juste, devant le filtre value > 100`,
    'abonnement',
    'boutique',
    ['type', 'order'],
    ['value', 100],
  ),
  make(draw: Draw) {
    const limit = draw(4, 9) * 10;
    const values = [
      limit - draw(1, 9),
      limit,
      limit + draw(1, 9),
      limit + draw(10, 40),
      draw(1, 30),
      limit + draw(41, 90),
    ];
    const shown = values.slice(0, draw(3, 6));
    const refunds = draw(1, 4);
    const answer = shown.filter((value) => value > limit).length + refunds;
    return item({
      given: fr`Le filtre est : value > ${limit} ou type = "refund". Des commandes (order) arrivent, de ${shown.join(', ')}. Puis ${refunds} remboursements (refund) de 5.`,
      ask: fr`Combien de publications passent le filtre ?`,
      answer,
      why: fr`${answer - refunds} commandes dépassent ${limit} (${limit} lui-même ne le dépasse pas). Et les ${refunds} remboursements passent par leur type : dans un « ou », une partie vraie suffit.`,
      traps: [
        {
          value: answer + 1,
          why: fr`Vous avez compté la commande de ${limit} : elle égale ${limit}, et > veut plus grand.`,
        },
        {
          value: answer - refunds,
          why: fr`Les remboursements de 5 ne dépassent pas ${limit}, mais leur type suffit : le filtre dit « ou ».`,
        },
      ],
      otherwise: fr`Essayez chaque publication sur les deux parties : avec « ou », une seule partie vraie laisse passer.`,
    });
  },
};

export const routing = [...choices, copies, orders];

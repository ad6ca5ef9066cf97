// Questions of module 2 on acknowledgements: what waits, what comes again, what is lost.
import { fr, item } from '../quiz-kit.ts';
import type { ChoiceQuestion, Draw, NumberQuestion, Question, Show } from '../quiz-schema.ts';

const page = 'accuses-de-reception';

const crashed: Show = {
  does: fr`dans une salle neuve, David acquitte avant, et tombe en panne : relancez-le ensuite`,
  target: 'abonne-2',
  panel: 'accuses',
  commands: [
    { type: 'reset' },
    { type: 'acknowledge', who: 2, when: 'before' },
    { type: 'crash', who: 2 },
    { type: 'publish', count: 1 },
  ],
};

const before: ChoiceQuestion = {
  kind: 'choice',
  id: 'ordre-acquitter-avant@1',
  page,
  given: fr`Un abonné acquitte chaque message dès qu’il arrive, puis le traite. Il tombe en panne au milieu d’un traitement, et redémarre.`,
  ask: fr`Que devient ce message ?`,
  options: [
    {
      id: 'renvoye',
      text: fr`Le broker le renvoie au redémarrage`,
      right: false,
      why: fr`Il renvoie ce qui n’est pas acquitté. Celui-là l’est : le broker l’a oublié avant même le début du traitement.`,
      show: crashed,
    },
    {
      id: 'perdu',
      text: fr`Il est perdu pour cet abonné`,
      right: true,
      why: fr`Le broker avait son accusé, et l’abonné n’a pas fini. Personne ne le garde plus. C’est « au plus une fois ».`,
    },
    {
      id: 'deux',
      text: fr`Il est traité une seconde fois`,
      right: false,
      why: fr`Ce serait le risque de l’autre réglage : acquitter après. Ici, il n’est même pas traité une fois jusqu’au bout.`,
      show: crashed,
    },
  ],
};

const again: ChoiceQuestion = {
  kind: 'choice',
  id: 'ordre-reconnaitre-doublon@1',
  page,
  given: fr`Un abonné a traité le 7. Le lien se coupe avant que son accusé ne parte. À son retour, le 7 arrive à nouveau.`,
  ask: fr`À quoi voit-il qu’il ne doit pas le traiter ?`,
  options: [
    {
      id: 'marque',
      text: fr`À la marque « renvoyé » du message`,
      right: false,
      why: fr`Elle dit : peut-être déjà vu. Un message publié pendant la coupure la porte aussi, et lui n’a jamais été traité.`,
      show: {
        does: fr`dans une salle neuve, publie sans Bob : à son retour, un message neuf porte la marque`,
        target: 'journal',
        panel: 'accuses',
        commands: [
          { type: 'reset' },
          { type: 'cut', who: 0 },
          { type: 'publish', count: 1 },
          { type: 'connect', who: 0 },
        ],
      },
    },
    {
      id: 'numero',
      text: fr`À son numéro, qu’il avait noté`,
      right: true,
      why: fr`Le numéro est le même à chaque envoi. Qui note ce qu’il a traité reconnaît le doublon, l’acquitte, et passe.`,
    },
    {
      id: 'contenu',
      text: fr`À son contenu, qu’il a déjà vu`,
      right: false,
      why: fr`Deux messages différents peuvent dire la même chose : deux virements de 10, deux fois « bonjour ». Les confondre en perdrait un.`,
    },
  ],
};

const waiting: NumberQuestion = {
  kind: 'number',
  id: 'ordre-attente-au-retour@1',
  page,
  show: {
    does: fr`dans une salle neuve, publie trois messages sans Bob : ils attendent`,
    target: 'attente',
    panel: 'accuses',
    commands: [{ type: 'reset' }, { type: 'cut', who: 0 }, { type: 'publish', count: 3 }],
  },
  make(draw: Draw) {
    const last = draw(8, 40);
    const kept = draw(1, 4);
    const away = draw(2, 8);
    const answer = kept + away;
    return item({
      given: fr`Un abonné a reçu et traité tous les messages jusqu’au ${last}, mais il n’a pas acquitté les ${kept} derniers. Il est coupé. ${away} messages sont publiés, puis il revient. Rien n’a été abandonné.`,
      ask: fr`Combien de messages le broker lui envoie-t-il au retour ?`,
      answer,
      why: fr`Tout ce qui n’est pas acquitté : les ${kept} qu’il a déjà traités, et les ${away} publiés sans lui. Il reconnaît les premiers à leur numéro, et ne traite que les ${away} autres.`,
      traps: [
        {
          value: away,
          why: fr`Il n’y a que ${away} messages à traiter, mais le broker n’en sait rien : sans accusé, les ${kept} d’avant attendaient encore.`,
        },
        {
          value: last + away,
          why: fr`Les messages acquittés ne sont plus en attente : le broker ne les renvoie pas.`,
        },
      ],
      otherwise: fr`Comptez ce qui attend un accusé : ce qui a été reçu et non acquitté, plus ce qui a été publié pendant l’absence.`,
    });
  },
};

export const acksQuestions: Question[] = [before, again, waiting];

// The quiz of module 2, on routing, on order and on acknowledgements. Each page ends with its own questions.
import { fr, item } from '../quiz-kit.ts';
import type { Draw, NumberQuestion, OrderQuestion, Question, QuizContent } from '../quiz-schema.ts';
import { acksQuestions } from './quiz-accuses.ts';
import { choices } from './quiz-choices.ts';
import { routing } from './quiz-routing.ts';
import { salonQuestions } from './quiz-salon.ts';

const pages = [
  'message-direct-ou-publication',
  'router-par-sujet',
  'router-par-contenu',
  'pourquoi-l-ordre-est-difficile',
  'fifo-causal-total',
  'numeros-et-tampon',
  'pieges-et-remedes',
  'salon-presence-histoire',
  'accuses-de-reception',
  'cinq-systemes-reels',
];

const clock: NumberQuestion = {
  kind: 'number',
  id: 'ordre-horloge-manque@1',
  page: 'fifo-causal-total',
  show: { does: fr`montre les horloges des lecteurs`, target: 'horloge' },
  make(draw: Draw) {
    const [a, c] = [draw(2, 6), draw(1, 5)];
    const [lackA, lackC] = [draw(1, 5), draw(0, 1)];
    const b = draw(1, 4);
    return item({
      given: fr`Ordre causal. Chloé a lu ${a} messages d’Alice, ${b} de Bob et ${c} d’elle-même. Un message de Bob arrive, avec l’horloge Alice ${a + lackA}, Bob ${b + 1}, Chloé ${c - lackC}.`,
      ask: fr`Combien de messages Chloé doit-elle lire avant de pouvoir lire celui-là ?`,
      answer: lackA,
      why: fr`Bob connaissait ${a + lackA} messages d’Alice, Chloé ${a} : il lui en manque ${lackA}. Le ${b + 1} de Bob est ce message lui-même. Et Chloé connaît tous les siens.`,
      traps: [
        {
          value: lackA + 1,
          why: fr`Vous avez compté le message de Bob lui-même : son horloge le compte aussi, c’est lui qui arrive.`,
        },
        {
          value: 0,
          why: fr`L’horloge du message dit que Bob avait lu ${a + lackA} messages d’Alice. Chloé n’en a lu que ${a} : le lire maintenant serait lire une réponse avant sa question.`,
        },
      ],
      otherwise: fr`Comparez case par case : pour chaque participant, ce que l’auteur connaissait moins ce que Chloé connaît. Le message qui arrive ne compte pas.`,
    });
  },
};

const buffer: NumberQuestion = {
  kind: 'number',
  id: 'ordre-tampon-attendu@1',
  page: 'numeros-et-tampon',
  make(draw: Draw) {
    const expected = draw(3, 40);
    const run = draw(1, 4);
    const next = expected + run + 1;
    const held = [...Array.from({ length: run }, (_, index) => expected + 1 + index), next + 1];
    return item({
      given: fr`Un récepteur attend le ${expected}. Son tampon contient ${held.join(', ')}. Le ${expected} arrive.`,
      ask: fr`Quel numéro attend-il ensuite ?`,
      answer: next,
      why: fr`Il livre ${expected}, puis vide la suite du tampon jusqu’à ${next - 1}. Le ${next} n’y est pas : il l’attend, et garde ${next + 1}.`,
      traps: [
        {
          value: expected + 1,
          why: fr`Le ${expected + 1} est déjà dans le tampon : il est livré aussitôt, avec ceux qui le suivent sans trou.`,
        },
        {
          value: next + 2,
          why: fr`Il ne peut pas sauter le ${next}, qui manque : ${next + 1} reste en tampon.`,
        },
      ],
      otherwise: fr`Livrez le message arrivé, puis tous ceux du tampon qui se suivent sans trou. Le premier absent est l’attendu.`,
    });
  },
};

const gap: OrderQuestion = {
  kind: 'order',
  id: 'ordre-trou@1',
  page: 'numeros-et-tampon',
  given: fr`Le réseau perd le message 5. Les messages 6 et 7 arrivent.`,
  ask: fr`Remettez les événements dans l’ordre.`,
  events: [
    { id: 'perdu', text: fr`Le réseau perd le 5` },
    { id: 'garde', text: fr`Le récepteur, qui attend 5, garde le 6 en tampon` },
    { id: 'delai', text: fr`Le délai se termine sans que le 5 soit arrivé` },
    { id: 'demande', text: fr`Le récepteur redemande le 5` },
    { id: 'livre', text: fr`Le récepteur livre 5, 6 et 7` },
  ],
  why: fr`Le trou ne se voit que lorsqu’un numéro plus grand arrive. Le récepteur laisse d’abord une chance au réseau : le 5 n’est peut-être que lent. Le délai passé, il le redemande, et livre tout dans l’ordre à son arrivée.`,
  slips: [
    {
      first: 'demande',
      second: 'delai',
      why: fr`Redemander aussitôt, ce serait redemander aussi tout ce qui n’est que lent, et charger le réseau pour rien.`,
    },
    {
      first: 'demande',
      second: 'garde',
      why: fr`Avant l’arrivée du 6, le récepteur ne peut pas savoir que le 5 existe.`,
    },
    {
      first: 'livre',
      second: 'demande',
      why: fr`Livrer 6 et 7 sans le 5, c’est le désordre que le tampon doit empêcher.`,
    },
  ],
  otherwise: fr`Demandez-vous à chaque étape : qu’est-ce que le récepteur sait déjà ?`,
};

const inOrder = (questions: Question[]): Question[] =>
  pages.flatMap((page) => questions.filter((question) => question.page === page));

export const orderQuiz: QuizContent = {
  name: 'ordre',
  title: 'Pub/Sub et ordre des messages',
  questions: inOrder([...routing, ...choices, ...salonQuestions, ...acksQuestions, clock, gap, buffer]),
};

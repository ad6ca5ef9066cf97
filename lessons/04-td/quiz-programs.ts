// Questions of module 4 on the student's own program, and on what the broker sees of it.
import { fr } from '../quiz-kit.ts';
import type { ChoiceQuestion } from '../quiz-schema.ts';
import { run } from './run.ts';

export const onPrograms: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'td-rien-lu@1',
    page: 'votre-programme',
    given: fr`Le producteur a écrit trois commandes. Vous lancez ensuite le consommateur, dans un groupe neuf, avec les réglages par défaut de kafka-python. Rien ne s’affiche.`,
    ask: fr`Pourquoi ?`,
    options: [
      {
        id: 'latest',
        text: fr`Un groupe neuf commence à la fin du journal : les trois commandes sont derrière lui`,
        right: true,
        why: fr`auto_offset_reset vaut latest par défaut. Avec earliest, un groupe sans offset validé lit ce qui est déjà écrit.`,
      },
      {
        id: 'effacees',
        text: fr`Les commandes n’avaient pas de lecteur : Kafka les a effacées`,
        right: false,
        why: fr`Kafka garde les messages selon une durée, lus ou non. Un autre groupe, en earliest, les lirait.`,
      },
      {
        id: 'producteur',
        text: fr`Le producteur doit rester lancé tant que le consommateur n’a pas lu`,
        right: false,
        why: fr`Producteur et consommateur ne se connaissent pas : les commandes confirmées attendent dans le topic, le producteur peut partir.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'td-jamais-vide@1',
    page: 'votre-programme',
    given: fr`Ce programme kafka-python se termine tout de suite après sa boucle.`,
    code: 'for etape in (1, 2, 3):\n    producteur.send(TOPIC, key=CLE, value=commande(etape))\n# fin du programme',
    ask: fr`Que trouve-t-on dans le topic ?`,
    options: [
      {
        id: 'peut-etre',
        text: fr`Peut-être rien : le fil qui envoie n’a pas eu le temps de finir`,
        right: true,
        why: fr`send() range le message et rend la main. Un autre fil l’envoie plus tard. Attendre chaque confirmation, ou au moins flush(), l’oblige à finir.`,
      },
      {
        id: 'toujours',
        text: fr`Les trois commandes : send() n’a levé aucune erreur`,
        right: false,
        why: fr`send() ne dit que « bien rangé ». L’erreur, ou la confirmation, est dans l’objet qu’il rend, et que personne ne lit ici.`,
      },
      {
        id: 'deux',
        text: fr`Les deux premières : seule la dernière est encore en route`,
        right: false,
        why: fr`send() n’attend pas l’envoi précédent. Les trois peuvent être encore rangées, en un seul lot, quand le programme s’arrête.`,
      },
    ],
  },
];

export const onTheWire: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'td-invisible@1',
    page: 'la-correction-ligne-par-ligne',
    ask: fr`Un seul de ces réglages reste dans le programme, sans que rien ne le dise sur le fil. Lequel ?`,
    options: [
      {
        id: 'poll',
        text: 'max_poll_records=1',
        right: true,
        why: fr`Le client demande des octets, pas un nombre de messages : il peut en recevoir cinq cents et vous en donner un. Le broker n’en voit que les effets, les instants des commits.`,
      },
      {
        id: 'acks',
        text: "acks='all'",
        right: false,
        why: fr`C’est un champ de chaque requête Produce : −1. Le broker en a besoin pour savoir quand répondre.`,
      },
      {
        id: 'earliest',
        text: "auto_offset_reset='earliest'",
        right: false,
        why: fr`Sans offset validé, le client demande au broker le plus ancien offset (ListOffsets, −2) ou le prochain (−1). Cela se voit.`,
      },
      {
        id: 'idempotence',
        text: 'enable_idempotence=True',
        right: false,
        why: fr`Le client demande un identifiant, et chaque lot le porte avec son numéro de séquence. Sans idempotence, il porte −1.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'td-meme-sequence@1',
    page: 'la-correction-ligne-par-ligne',
    given: fr`Le broker a reçu deux envois du même identifiant de producteur, séquence 1 tous les deux. Il a répondu deux fois l’offset 1.`,
    ask: fr`Que s’est-il passé ?`,
    options: [
      {
        id: 'renvoi',
        text: fr`Une réponse perdue, un renvoi reconnu`,
        right: true,
        why: fr`Même identifiant, même séquence : le broker avait déjà cette commande. Il ne l’écrit pas, et redonne l’offset de la première fois.`,
      },
      {
        id: 'double',
        text: fr`La commande est deux fois dans le journal`,
        right: false,
        why: fr`Deux messages auraient deux offsets. Le même offset, deux fois, dit que rien n’a été écrit la seconde fois.`,
      },
      {
        id: 'deux',
        text: fr`Deux programmes ont envoyé la même étape`,
        right: false,
        why: fr`Deux programmes ont deux identifiants : le broker en donne un nouveau à chaque producteur qui le demande.`,
      },
    ],
    show: {
      does: fr`perd une réponse, avec l’idempotence`,
      target: 'partitions',
      ...run({}, { lostAck: { lot: 0, step: 2 } }),
    },
  },
];

// Questions of module 1 with one right answer, pages 10 to 12: three uses in real time.

import { fr } from '../quiz-kit.ts';
import type { ChoiceQuestion } from '../quiz-schema.ts';

export const onUses: ChoiceQuestion[] = [
  {
    kind: 'choice',
    id: 'brokers-deux-conversations@1',
    page: 'plusieurs-serveurs',
    given: fr`Deux serveurs Socket.IO, sans lien entre eux. Alice est sur le premier, Bob sur le second. Alice écrit « bonjour » à tous.`,
    ask: fr`Pourquoi Bob ne voit-il rien ?`,
    options: [
      {
        id: 'liste',
        text: fr`Le premier serveur n’envoie qu’à ses propres connexions.`,
        right: true,
        why: fr`« À tous » veut dire : à tous ceux de sa liste. La connexion de Bob est dans l’autre processus, que le premier ne connaît pas.`,
      },
      {
        id: 'perdu',
        text: fr`Le message se perd sur le réseau entre les deux serveurs.`,
        right: false,
        why: fr`Il n’y a aucun réseau entre eux : rien n’est envoyé de l’un à l’autre. Il n’y a donc rien à perdre.`,
      },
      {
        id: 'tard',
        text: fr`Bob le verra à sa prochaine reconnexion, avec l’historique.`,
        right: false,
        why: fr`Le second serveur n’a jamais eu ce message. S’il a un historique, c’est celui de sa propre conversation.`,
      },
    ],
    show: {
      does: fr`démarre deux serveurs sans Redis, et fait écrire Alice : regardez l’autre serveur`,
      target: 'serveur-b',
      panel: 'serveurs',
      commands: [
        { type: 'start', mode: 'alone' },
        { type: 'say', client: 'Alice' },
      ],
    },
  },
  {
    kind: 'choice',
    id: 'brokers-boucle-figee@1',
    page: 'un-travail-long',
    given: fr`Un serveur Socket.IO calcule un rapport dans le gestionnaire d’un événement. Pendant quatre secondes, plus aucun client n’a de réponse.`,
    ask: fr`Pourquoi les autres clients sont-ils touchés ?`,
    options: [
      {
        id: 'boucle',
        text: fr`Une seule boucle lit tous les événements, et le calcul l’occupe.`,
        right: true,
        why: fr`Node traite les événements un par un. Tant que la fonction n’a pas rendu la main, ceux des autres clients attendent.`,
      },
      {
        id: 'async',
        text: fr`La fonction n’est pas async : l’écrire ainsi suffirait.`,
        right: false,
        why: fr`async ne déplace pas un calcul : il tourne toujours dans la même boucle. Seule une attente (réseau, disque) la laisse libre.`,
      },
      {
        id: 'reseau',
        text: fr`Le rapport est lourd, et remplit le réseau du serveur.`,
        right: false,
        why: fr`Rien n’est encore envoyé : le rapport n’est pas fini. C’est le processeur qui est pris, pas le réseau.`,
      },
      {
        id: 'socket',
        text: fr`Socket.IO verrouille toutes les connexions pendant une réponse.`,
        right: false,
        why: fr`Il n’a pas de verrou. Avec un gestionnaire qui attend une base de données, les autres continuent.`,
      },
    ],
    show: {
      does: fr`demande un rapport « dans le gestionnaire » au serveur de démonstration : regardez ses pings`,
      target: 'pings',
      panel: 'travail',
      commands: [{ type: 'open' }, { type: 'make', way: 'inline', size: 40 }],
    },
  },
  {
    kind: 'choice',
    id: 'brokers-correlation@1',
    page: 'un-travail-long',
    given: fr`Un serveur dépose deux demandes de rapport, d’Alice puis de Bob. Deux ouvriers répondent dans la même file de réponses. La réponse de Bob arrive d’abord.`,
    ask: fr`Comment le serveur sait-il à qui elle va ?`,
    options: [
      {
        id: 'correlation',
        text: fr`Par l’identifiant de la demande, que l’ouvrier a recopié.`,
        right: true,
        why: fr`C’est le correlationId : le serveur note pour qui il l’a choisi, et le retrouve dans la réponse, dans quelque ordre qu’elle vienne.`,
      },
      {
        id: 'replyto',
        text: fr`Par replyTo, qui nomme la file des réponses.`,
        right: false,
        why: fr`replyTo ramène au bon serveur. Mais les deux demandes ont le même : il ne distingue pas Alice de Bob.`,
      },
      {
        id: 'ordre',
        text: fr`Par l’ordre : la première réponse est celle de la première demande.`,
        right: false,
        why: fr`Deux ouvriers ne finissent pas dans l’ordre des envois. Ici, Alice aurait reçu le rapport de Bob.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'brokers-durable-sans-persistance@1',
    page: 'survivre-a-un-redemarrage',
    given: fr`Une file classique de RabbitMQ est durable. Dix messages y sont envoyés sans persistent: true. Personne ne les lit. RabbitMQ redémarre.`,
    ask: fr`Que trouve-t-on ensuite ?`,
    options: [
      {
        id: 'vide',
        text: fr`La file est là, et elle est vide.`,
        right: true,
        why: fr`durable parle de la file, persistent du message. Il faut les deux. (Une file quorum, elle, écrit tout ce qu’elle reçoit.)`,
      },
      {
        id: 'dix',
        text: fr`La file est là, avec ses dix messages.`,
        right: false,
        why: fr`C’est ce que l’on croit en lisant « durable ». Mais ces messages n’ont jamais demandé à être gardés.`,
      },
      {
        id: 'rien',
        text: fr`Ni la file, ni les messages.`,
        right: false,
        why: fr`La file a été déclarée durable : sa définition survit. Ce sont ses messages qui n’étaient qu’en mémoire.`,
      },
    ],
  },
  {
    kind: 'choice',
    id: 'brokers-sans-confirmation@1',
    page: 'survivre-a-un-redemarrage',
    given: fr`Un producteur envoie une tâche. Avant que la confirmation n’arrive, le réseau est coupé. Il se reconnecte.`,
    ask: fr`Que doit-il faire de cette tâche ?`,
    options: [
      {
        id: 'renvoyer',
        text: fr`La renvoyer : il en répond encore, au risque d’un doublon.`,
        right: true,
        why: fr`La tâche s’est peut-être perdue, ou bien la confirmation. Il ne peut pas le savoir. Renvoyer ne perd rien ; l’ouvrier reconnaîtra un doublon à son identifiant.`,
      },
      {
        id: 'rien',
        text: fr`Rien : TCP garantit que ce qui est envoyé est arrivé.`,
        right: false,
        why: fr`TCP renvoie tant que la connexion vit. Coupée, il ne dit pas ce qui a été lu. Et « lu » n’est pas « écrit sur disque ».`,
      },
      {
        id: 'attendre',
        text: fr`Attendre la confirmation sur la nouvelle connexion.`,
        right: false,
        why: fr`Une confirmation appartient au canal où l’on a envoyé. Ce canal n’existe plus : elle ne viendra jamais.`,
      },
    ],
    show: { does: fr`montre la file : ce qui y est a été promis`, target: 'pretes', panel: 'file' },
  },
];

// One line of the journal as a French sentence: facts come from labs/kafka, names from who.ts.
import type { PageConsumerView } from '#contract/kafka-events.ts';
import type { Fact } from '#labs/kafka/facts.ts';
import { count, counted } from '../../lab/format.ts';
import { actorText, personDoes, type Who } from './who.ts';
import { causeText, generationText, goneText, leaveText, offsetTexts, ownersText } from './words.ts';

const nb = '\u00a0';
const shortened = (text: string, most = 40): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

/** Where records of a line went: `P2 · offset 34`, `P2 · offsets 30 à 34`. */
const place = (partition: number, first: number, size: number): string =>
  size === 1
    ? `P${partition} · offset ${count(first)}`
    : `P${partition} · offsets ${count(first)} à ${count(first + size - 1)}`;

/** One line of the journal, without its time. */
export function factText(fact: Fact, who: Who): string {
  switch (fact.kind) {
    case 'cluster-described':
      return fact.source === 'embedded'
        ? `Kafka embarqué prêt sur ${fact.address}`
        : `relié au cluster Kafka ${fact.address}`;
    case 'cluster-lost':
      return `cluster injoignable${nb}: ${fact.reason}`;
    case 'cluster-recovered':
      return 'cluster de nouveau joignable';
    case 'topic-created':
      return fact.by === null
        ? `topic ${fact.topic} créé${nb}: ${counted(fact.partitions, 'partition')}`
        : `${personDoes(fact.by, who, 'créez', 'crée')} le topic ${fact.topic}${nb}: ${counted(fact.partitions, 'partition')}`;
    case 'topic-extended':
      return `topic ${fact.topic} étendu à ${counted(fact.partitions, 'partition')}${nb}: les clés changent de place`;
    case 'topic-deleted':
      return `topic ${fact.topic} supprimé`;
    case 'appended': {
      const where = place(fact.partition, fact.first, fact.count);
      const what =
        fact.count > 1
          ? counted(fact.count, 'message')
          : fact.key === null
            ? ''
            : fact.key.text === null
              ? 'sans clé'
              : `clé ${shortened(fact.key.text) || '(vide)'}`;
      return [`${actorText(fact.actor, who)} → ${where}`, what].filter((part) => part !== '').join(' · ');
    }
    case 'log-start-moved':
      return `P${fact.partition} de ${fact.topic} commence maintenant à l’offset ${count(fact.logStart)}${nb}: les plus anciens sont effacés`;
    case 'client-appeared': {
      const library =
        fact.library === null ? '' : ` · ${fact.library}${fact.version === null ? '' : ` ${fact.version}`}`;
      return `${fact.actor.name} se connecte depuis ${fact.address}${library}`;
    }
    case 'client-left':
      return `${fact.actor.name} ${goneText(fact.cause)}${fact.produced > 0 ? ` après ${counted(fact.produced, 'message')}` : ''}`;
    case 'rebalance-started':
      return `${fact.group}${nb}: rééquilibrage, ${causeText(fact.cause, fact.label)}`;
    case 'rebalance-settled':
      return `${fact.group} stable${nb}: ${[generationText(fact.generation), ownersText(fact.after)].filter((part) => part !== '').join(', ')}`;
    case 'group-empty':
      return `${fact.group} n’a plus de membre${nb}; ses offsets validés restent`;
    case 'group-deleted':
      return `groupe ${fact.group} supprimé`;
    case 'member-left':
      return `${fact.group}${nb}: ${fact.label || fact.clientId} ${leaveText(fact.cause)}`;
    case 'committed': {
      const offsets = offsetTexts(fact.offsets, ' → ');
      const more = offsets.length > 4 ? ` · et ${offsets.length - 4} autres` : '';
      return `${fact.group}${fact.label === null ? '' : ` ${fact.label}`} valide ${offsets.slice(0, 4).join(' · ')}${more}`;
    }
    case 'reading-started': {
      const offsets = offsetTexts(fact.offsets, ' à l’offset ');
      const more = offsets.length > 4 ? `, et ${offsets.length - 4} autres` : '';
      return `${fact.group}${fact.label === null ? '' : ` ${fact.label}`} commence à lire ${offsets.slice(0, 4).join(', ')}${more}`;
    }
    case 'consumer':
      return consumerText(fact, who);
    case 'experiment-reset':
      return `${personDoes(fact.person, who, 'recommencez', 'recommence')} l’expérience`;
    case 'prediction':
      return `${personDoes(fact.person, who, 'avez', 'a')} fait une prédiction`;
  }
}

type ConsumerFact = Extract<Fact, { kind: 'consumer' }>;

/** What a person did to a consumer: « vous … », « Ada … ». */
const deeds: Record<PageConsumerView['state'], [you: string, they: string, end: string] | null> = {
  starting: ['ajoutez', 'ajoute', ''],
  paused: ['mettez', 'met', ' en pause, il reste membre du groupe'],
  running: ['remettez', 'remet', ' en lecture'],
  stopping: ['arrêtez', 'arrête', ' proprement'],
  killed: ['tuez', 'tue', ', sans un mot au groupe'],
  stopped: null,
  failed: null,
};

function consumerText(fact: ConsumerFact, who: Who): string {
  const label = fact.label ?? 'un consommateur';
  const { group } = fact;
  const deed = deeds[fact.state];
  if (fact.by !== null && fact.slowed) return `${group}${nb}: ${paceText(fact, fact.by, label, who)}`;
  if (fact.by === null || deed === null) return `${group}${nb}: ${label} ${consumerDid(fact)}`;
  const [you, they, end] = deed;
  const doing = personDoes(fact.by, who, you, they);
  return fact.state === 'starting' ? `${doing} un consommateur à ${group}` : `${group}${nb}: ${doing} ${label}${end}`;
}

function paceText({ delayMs }: ConsumerFact, by: string, label: string, who: Who): string {
  if (delayMs > 0)
    return `${personDoes(by, who, 'ralentissez', 'ralentit')} ${label}, ${count(delayMs)}${nb}ms par message`;
  return `${personDoes(by, who, 'ne ralentissez', 'ne ralentit')} plus ${label}`;
}

/** What happened to a consumer by itself, as the end of a sentence. */
function consumerDid(fact: ConsumerFact): string {
  switch (fact.state) {
    case 'starting':
      return 'démarre depuis une page';
    case 'running':
      return fact.delayMs > 0 ? `lit, ${count(fact.delayMs)}${nb}ms par message` : 'lit';
    case 'paused':
      return 'est mis en pause, il reste membre du groupe';
    case 'stopping':
      return 's’arrête proprement';
    case 'stopped':
      return 'est arrêté';
    case 'killed':
      return 'est tué, sans un mot au groupe';
    case 'failed':
      return `a échoué${fact.reason === null ? '' : `${nb}: ${fact.reason}`}`;
  }
}

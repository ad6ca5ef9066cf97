// The words of the two cards.
import type { RuleId, Verdict } from '#labs/correction/line.ts';

export const rules: Record<RuleId, string> = {
  topic: 'écrit dans le topic du TD',
  cle: 'une clé constante par lot',
  valeur: 'une valeur JSON\u00a0: étape, machine, instruction',
  acks: 'acks = all',
  idempotence: 'producteur idempotent',
  attente: 'chaque confirmation attendue',
  ordre: 'étapes 1, 2, 3 dans l’ordre',
  groupe: 'lit dans un groupe',
  debut: 'part du début du topic',
  travail: 'valide après le travail',
  commit: 'une validation par étape, du bon offset',
  'un-a-la-fois': 'une étape à la fois',
  reprise: 'rejoue l’étape après une panne',
  depart: 'quitte le groupe proprement',
};

export const verdicts: Record<Verdict, string> = {
  reussi: 'réussi',
  'pas-encore': 'pas encore',
  inconnu: 'je ne peux pas dire',
};

export const roles = { producer: 'Votre producteur', consumer: 'Votre consommateur' } as const;

export const withoutWire =
  'Ce serveur observe un vrai Kafka\u00a0: il voit les messages, leurs clés, leur ordre et les offsets validés, mais pas les requêtes. Pour la correction entière, lancez Relais sans KAFKA_BROKERS\u00a0: son Kafka embarqué voit tout.';

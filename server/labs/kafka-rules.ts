// What each field of a Kafka command must be, in the words a student reads when it is refused.
import { limits } from '#contract/kafka-commands.ts';

const thousands = (count: number): string => count.toLocaleString('fr-FR');

export const kafkaRules = {
  topic: 'Un nom de topic a de 1 à 249 caractères\u00a0: lettres sans accent, chiffres, point, tiret, souligné.',
  group: 'Un nom de groupe a de 1 à 249 caractères, sans caractère de contrôle.',
  key: `La clé est un texte de ${thousands(limits.key)} caractères au plus.`,
  value: `La valeur est un texte de ${thousands(limits.value)} caractères au plus.`,
  headers: `Au plus ${limits.headers} en-têtes, chacun avec un nom (${limits.headerName} caractères) et une valeur (${thousands(limits.headerValue)} caractères).`,
  acks: 'Le réglage acks vaut 0, 1 ou −1 (all).',
  partition: 'Un numéro de partition est un nombre entier, à partir de 0.',
  partitions: 'Un topic se crée ici avec 1 à 24 partitions.',
  offset: 'Un offset est un nombre entier, à partir de 0.',
  intervalMs: 'L’intervalle va de 0 à 2\u202f000\u00a0ms.',
  delayMs: 'La lenteur va de 0 à 10\u202f000\u00a0ms par message.',
  count: `Une rafale a de 1 à ${thousands(limits.burst)} messages.`,
  keys: 'Une rafale a de 0 à 1\u202f000 clés différentes.',
  fromBeginning: 'Choisissez où commence la lecture\u00a0: au début, ou à la fin.',
  autoCommit: 'Choisissez si les offsets sont validés automatiquement.',
  consumer: 'Ce consommateur n’existe pas.',
  experiment: 'Cette expérience n’existe pas.',
  step: 'Cette étape n’existe pas.',
  choice: 'Ce choix n’existe pas.',
} as const satisfies Readonly<Record<string, string>>;

// What every lesson page must say of itself in `export const meta = {…}`: strict, a misspelt key is refused.
import { z } from 'zod';

/** Names that pages may ask of components/panels/registry.tsx. */
export const panelNames = [
  'accuses',
  'atelier',
  'brokers',
  'file',
  'kafka',
  'ordre',
  'pubsub',
  'reseau',
  'routage',
  'salon',
  'serveurs',
  'travail',
] as const;

const sentence = z.string().trim().min(10).max(300);

export const lessonMeta = z.strictObject({
  title: z.string().trim().min(5).max(90),
  /** One line for the home page and the description of the page. */
  summary: sentence,
  /** How long it takes, honestly. */
  minutes: z.int().min(3).max(90),
  objectives: z.array(sentence).min(1).max(6),
  prerequisites: z.array(sentence).max(6),
  /** The panel beside the text; null for a page without. */
  panel: z.enum(panelNames).nullable(),
  /** The page is itself a quiz, or an exercise that is judged: it does not end with a quiz of its own. */
  ownQuiz: z.boolean().default(false),
  /** The one sentence to remember. */
  remember: sentence,
  sources: z.array(z.strictObject({ title: z.string().min(5), url: z.url({ protocol: /^https$/ }) })).min(1),
});
export type LessonMeta = z.infer<typeof lessonMeta>;

/** The headings of every page, in this order: predict, run, observe, change, make. */
export const skeleton = ['Prédire', 'Lancer', 'Observer', 'Modifier', 'Créer'] as const;

/** A module: its number and slug come from the name of its folder, `NN-slug`. */
export type Module = {
  number: number;
  slug: string;
  title: string;
  summary: string;
};

/** The course. A module without a page yet is announced as such, never linked. */
export const modules: readonly Module[] = [
  {
    number: 1,
    slug: 'brokers',
    title: 'Les brokers de messages',
    summary: 'files d’attente, publish/subscribe, quatre brokers',
  },
  {
    number: 2,
    slug: 'ordre',
    title: 'Pub/Sub et ordre',
    summary: 'salons, présence, numéros, tampons, accusés',
  },
  { number: 3, slug: 'kafka', title: 'Kafka', summary: 'topics, partitions, offsets, groupes' },
  { number: 4, slug: 'td', title: 'TD : la chaîne ordonnée', summary: 'vos programmes, corrigés par le broker' },
  {
    number: 5,
    slug: 'plus-loin',
    title: 'Pour aller plus loin',
    summary: 'réplication, schémas, sécurité, transactions',
  },
];

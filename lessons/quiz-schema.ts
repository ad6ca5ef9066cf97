// What a quiz is: strict, so that a wrong answer without its reason is refused. Tests validate; pages import the types only,
// and so carry no zod. Ids are stable and versioned: a question whose meaning changes gets a new version, never a new sense.
import { z } from 'zod';
import { accusesCommand } from '#contract/accuses.ts';
import { atelierCommand } from '#contract/atelier.ts';
import { brokersCommand } from '#contract/brokers.ts';
import { fileCommand } from '#contract/file.ts';
import { kafkaCommand } from '#contract/kafka-commands.ts';
import { pubsubCommand } from '#contract/pubsub.ts';
import { routageCommand } from '#contract/routage.ts';
import { serveursCommand } from '#contract/serveurs.ts';
import { travailCommand } from '#contract/travail.ts';

const text = z.string().trim().min(2).max(600);
/** A reason is a sentence or more. */
const reason = z.string().trim().min(25).max(700);

/** `module-what-it-asks@version`. */
export const questionId = z.string().regex(/^[a-z]+(-[a-z0-9]+)+@[1-9]\d*$/);
const optionId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

const shown = {
  /** What the button will do, in the reader's words: « publie capteur-7 dans demo-topic ». */
  does: text,
  /** A `data-cible` of the panel. */
  target: z.string().min(1),
};
/** Really sent to the lab of the panel, one after the other. */
const sent = <Command extends z.ZodType>(command: Command) => z.array(command).max(4).default([]);

/** Shows it in the panel: commands carried out, then a part of the panel lit. `panel`: when it is not the quiz's own. */
export const show = z.union([
  z.strictObject({ ...shown, panel: z.undefined().optional(), commands: sent(kafkaCommand) }),
  z.strictObject({ ...shown, panel: z.literal('routage'), commands: sent(routageCommand) }),
  z.strictObject({ ...shown, panel: z.literal('accuses'), commands: sent(accusesCommand) }),
  z.strictObject({ ...shown, panel: z.literal('atelier'), commands: sent(atelierCommand) }),
  z.strictObject({ ...shown, panel: z.literal('file'), commands: sent(fileCommand) }),
  z.strictObject({ ...shown, panel: z.literal('pubsub'), commands: sent(pubsubCommand) }),
  z.strictObject({ ...shown, panel: z.literal('brokers'), commands: sent(brokersCommand) }),
  z.strictObject({ ...shown, panel: z.literal('serveurs'), commands: sent(serveursCommand) }),
  z.strictObject({ ...shown, panel: z.literal('travail'), commands: sent(travailCommand) }),
  z.strictObject({ ...shown, panel: z.literal('salon'), commands: sent(z.never()) }),
]);

const common = {
  id: questionId,
  /** Slug of the lesson page that answers it. */
  page: z.string().regex(/^[a-z0-9-]+$/),
  /** The situation, when there is one. */
  given: text.optional(),
  /** A few lines of program that the question is about. */
  code: z.string().max(600).optional(),
  show: show.optional(),
};

const option = z.strictObject({
  id: optionId,
  text,
  right: z.boolean(),
  /** Why it is right, or the idea behind it and why it fails here. */
  why: reason,
  show: show.optional(),
});

const choice = z
  .strictObject({ ...common, kind: z.literal('choice'), ask: text, options: z.array(option).min(3).max(5) })
  .refine(({ options }) => options.filter(({ right }) => right).length === 1, 'exactly one option is right')
  .refine(({ options }) => new Set(options.map(({ id }) => id)).size === options.length, 'ids of options differ');

const order = z
  .strictObject({
    ...common,
    kind: z.literal('order'),
    ask: text,
    /** In the right order. */
    events: z
      .array(z.strictObject({ id: optionId, text }))
      .min(3)
      .max(6),
    why: reason,
    /** Said when `first` was placed before `second`, one for each tempting inversion; `otherwise` for the rest. */
    slips: z.array(z.strictObject({ first: optionId, second: optionId, why: reason })).min(1),
    otherwise: reason,
  })
  .refine(({ events }) => new Set(events.map(({ id }) => id)).size === events.length, 'ids of events differ')
  .refine(({ events, slips }) => {
    const place = (id: string) => events.findIndex((event) => event.id === id);
    return slips.every(({ first, second }) => place(second) >= 0 && place(first) > place(second));
  }, 'a slip names two events, in the wrong order');

/** One drawing of a number question. */
export const numberItem = z
  .strictObject({
    given: text,
    ask: text,
    answer: z.int(),
    why: reason,
    /** Wrong answers that have an idea behind them. */
    traps: z.array(z.strictObject({ value: z.int(), why: reason })).min(1),
    /** Said to any other wrong answer. */
    otherwise: reason,
  })
  .refine(({ answer, traps }) => traps.every(({ value }) => value !== answer), 'a trap is not the answer')
  .refine(({ traps }) => new Set(traps.map(({ value }) => value)).size === traps.length, 'traps differ');

/** A whole number from `least` to `most`, both possible. */
export type Draw = (least: number, most: number) => number;

const number = z.strictObject({
  id: common.id,
  page: common.page,
  show: common.show,
  kind: z.literal('number'),
  /** Pure: all its chance comes from `draw`, so a seed gives the same question everywhere. */
  make: z.custom<(draw: Draw) => NumberItem>((value) => typeof value === 'function'),
});

export const question = z.discriminatedUnion('kind', [choice, order, number]);
export const quiz = z
  .strictObject({
    name: z.string().regex(/^[a-z]+$/),
    title: text,
    questions: z.array(question).min(1),
  })
  .refine(
    ({ questions }) => new Set(questions.map(({ id }) => id)).size === questions.length,
    'ids of questions differ',
  );

export type Show = z.input<typeof show>;
export type NumberItem = z.infer<typeof numberItem>;
export type ChoiceQuestion = z.input<typeof choice>;
export type OrderQuestion = z.input<typeof order>;
export type NumberQuestion = z.input<typeof number>;
export type Question = ChoiceQuestion | OrderQuestion | NumberQuestion;
export type QuizContent = z.input<typeof quiz>;

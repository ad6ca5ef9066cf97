'use client';
// One question: its situation, a way to answer, and what is said of the answer. Knows nothing of the other questions.
import { type FormEvent, type RefObject, useMemo, useState } from 'react';
import type { Question } from '#lessons/quiz-schema.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Feedback, type OnShow } from './feedback.tsx';
import { ChoiceField, NumberField, OrderField } from './fields.tsx';
import { type Answer, type Drawn, drawn, judge } from './grade.ts';
import type { Mark } from './progress.ts';

export type QuestionCardProps = {
  question: Question;
  mark: Mark;
  /** « Question 3 sur 12 ». */
  place: string;
  heading: RefObject<HTMLHeadingElement | null>;
  onAnswer(answer: Answer): void;
  onRetry(): void;
  onHelp(): void;
  onShow: OnShow;
};

/** Give it a `key` of question and seed: a new draw starts with an empty answer. */
export function QuestionCard({ question, mark, place, heading, onAnswer, onRetry, onHelp, onShow }: QuestionCardProps) {
  const shown = useMemo(() => drawn(question, mark.seed), [question, mark.seed]);
  const [draft, setDraft] = useState<Answer>(() => mark.answer ?? emptyAnswer(shown));
  const [moved, setMoved] = useState('');
  const locked = mark.answer !== null;
  const verdict = mark.answer === null ? null : judge(question, mark.seed, mark.answer);
  const whole = verdict !== null && (verdict.right || mark.helped || mark.tries > 1);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (locked) return;
    const answer = ready(shown, draft);
    if (answer !== null) onAnswer(answer);
  }

  return (
    <form onSubmit={submit} className="space-y-3">
      <p className="text-muted text-sm">{place}</p>
      {shown.given ? <p>{shown.given}</p> : null}
      {question.kind !== 'number' && question.code ? (
        <pre className="overflow-x-auto rounded-lg bg-sunk p-3 font-mono text-sm">
          <code>{question.code}</code>
        </pre>
      ) : null}
      <h3 ref={heading} tabIndex={-1} className="font-bold text-lg outline-none">
        {shown.ask}
      </h3>
      <Field shown={shown} draft={draft} right={verdict?.right ?? null} onDraft={setDraft} onMoved={setMoved} />
      <p role="status" className="sr-only">
        {moved}
      </p>
      {locked ? null : (
        <Button type="submit" tone="primary" disabled={ready(shown, draft) === null}>
          Vérifier
        </Button>
      )}
      <div aria-live="polite">
        {verdict && mark.answer !== null ? (
          <Feedback question={question} answer={mark.answer} verdict={verdict} whole={whole} onShow={onShow} />
        ) : null}
      </div>
      {verdict && !verdict.right ? (
        <div className="flex flex-wrap gap-2">
          <Button onClick={onRetry}>Réessayer</Button>
          {whole ? null : <Button onClick={onHelp}>Montrer l’explication</Button>}
        </div>
      ) : null}
      <details className="text-muted text-sm">
        <summary>Un problème avec cette question&nbsp;?</summary>
        <p className="mt-1">
          Donnez ceci à votre enseignant&nbsp;: <code>{`${question.id}, tirage ${mark.seed}`}</code>{' '}
          <CopyButton text={`${question.id}, tirage ${mark.seed}`} />
        </p>
      </details>
    </form>
  );
}

const emptyAnswer = (shown: Drawn): Answer => (shown.kind === 'order' ? shown.events.map(({ id }) => id) : '');

/** The draft as an answer; null while it is none. */
function ready(shown: Drawn, draft: Answer): Answer | null {
  if (shown.kind !== 'number') return draft === '' ? null : draft;
  const typed = String(draft).trim();
  return /^-?\d{1,9}$/.test(typed) ? Number(typed) : null;
}

function Field({
  shown,
  draft,
  right,
  onDraft,
  onMoved,
}: {
  shown: Drawn;
  draft: Answer;
  /** Null while the answer is open. */
  right: boolean | null;
  onDraft(draft: Answer): void;
  onMoved(said: string): void;
}) {
  const locked = right !== null;
  switch (shown.kind) {
    case 'choice':
      return <ChoiceField options={shown.options} chosen={String(draft)} right={right} onChoose={onDraft} />;
    case 'number':
      return <NumberField item={shown.item} value={String(draft)} locked={locked} onChange={onDraft} />;
    case 'order':
      return (
        <OrderField
          events={shown.events}
          order={Array.isArray(draft) ? draft : []}
          locked={locked}
          onOrder={(order, said) => {
            onDraft(order);
            onMoved(said);
          }}
        />
      );
  }
}

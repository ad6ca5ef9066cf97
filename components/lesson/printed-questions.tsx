// The questions of a page on paper, with room to answer: what is drawn at random is drawn once for all, answers are not printed.
import type { Question } from '#lessons/quiz-schema.ts';
import { drawn } from '../quiz/grade.ts';

/** Everybody who prints has the same sheet. */
const seed = 1;

export function PrintedQuestions({ questions }: { questions: readonly Question[] }) {
  return (
    <ol className="list-decimal space-y-5 pl-6">
      {questions.map((question) => (
        <li key={question.id} className="break-inside-avoid">
          <Printed question={question} />
        </li>
      ))}
    </ol>
  );
}

function Printed({ question }: { question: Question }) {
  const shown = drawn(question, seed);
  return (
    <>
      {shown.given ? <p>{shown.given}</p> : null}
      {question.kind !== 'number' && question.code ? (
        <pre className="my-1 whitespace-pre-wrap rounded-lg border border-line p-2 font-mono text-sm">
          {question.code}
        </pre>
      ) : null}
      <p className="font-bold">{shown.ask}</p>
      {shown.kind === 'choice' ? <Boxes items={shown.options} /> : null}
      {shown.kind === 'order' ? (
        <>
          <p className="text-sm">Numérotez de 1 à {shown.events.length}.</p>
          <Boxes items={shown.events} />
        </>
      ) : null}
      <Lines label={shown.kind === 'number' ? 'Votre réponse, et le calcul\u00a0:' : 'Pourquoi\u00a0?'} />
    </>
  );
}

function Boxes({ items }: { items: readonly { id: string; text: string }[] }) {
  return (
    <ul className="mt-1 space-y-1">
      {items.map(({ id, text }) => (
        <li key={id} className="flex gap-2">
          <span aria-hidden="true" className="mt-0.5 size-5 shrink-0 rounded-sm border border-ink" />
          {text}
        </li>
      ))}
    </ul>
  );
}

function Lines({ label }: { label: string }) {
  return (
    <>
      <p className="mt-2 border-line-strong border-b border-dotted text-sm">{label}</p>
      <p aria-hidden="true" className="h-7 border-line-strong border-b border-dotted" />
      <p aria-hidden="true" className="h-7 border-line-strong border-b border-dotted" />
    </>
  );
}

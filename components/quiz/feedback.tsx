'use client';
// What is said of an answer: the idea behind it first; the whole explanation when it is right, asked for, or missed twice.
import { useState } from 'react';
import type { Question, Show } from '#lessons/quiz-schema.ts';
import { Button } from '../ui/button.tsx';
import { Eye } from '../ui/icons.tsx';
import type { Answer, Verdict } from './grade.ts';

/** Carries out a `show`; resolves to a French sentence that says how it went. */
export type OnShow = (show: Show) => Promise<string>;

export function Feedback({
  question,
  answer,
  verdict,
  whole,
  onShow,
}: {
  question: Question;
  answer: Answer;
  verdict: Verdict;
  /** Show the whole explanation. */
  whole: boolean;
  onShow: OnShow;
}) {
  const tone = verdict.right ? 'border-good bg-good-soft' : 'border-warn bg-warn-soft';
  return (
    <div className={`space-y-2 rounded-lg border-l-4 px-3 py-2 ${tone}`}>
      <p>
        <strong>{verdict.right ? 'Réussi.' : 'Pas encore.'}</strong> {verdict.idea}
      </p>
      {whole && !verdict.right ? (
        <p>
          <strong>La réponse&nbsp;:</strong> {verdict.full}
        </p>
      ) : null}
      {verdict.show ? <ShowButton key={verdict.show.does} show={verdict.show} onShow={onShow} /> : null}
      {whole && question.kind === 'order' && !verdict.right ? (
        <ol className="list-decimal pl-6">
          {question.events.map(({ id, text }) => (
            <li key={id}>{text}</li>
          ))}
        </ol>
      ) : null}
      {whole && question.kind === 'choice' ? <Others question={question} answer={answer} onShow={onShow} /> : null}
    </div>
  );
}

function Others({
  question,
  answer,
  onShow,
}: {
  question: Extract<Question, { kind: 'choice' }>;
  answer: Answer;
  onShow: OnShow;
}) {
  return (
    <details>
      <summary>Et les autres réponses&nbsp;?</summary>
      <ul className="mt-2 space-y-2">
        {question.options
          .filter(({ id }) => id !== answer)
          .map((option) => (
            <li key={option.id}>
              <strong>
                {option.right ? 'Juste' : 'Faux'}&nbsp;: {option.text}
              </strong>{' '}
              {option.why}
              {option.show ? <ShowButton show={option.show} onShow={onShow} /> : null}
            </li>
          ))}
      </ul>
    </details>
  );
}

function ShowButton({ show, onShow }: { show: Show; onShow: OnShow }) {
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button
        small
        disabled={busy}
        onClick={async () => {
          setBusy(true);
          setSaid(await onShow(show));
          setBusy(false);
        }}
      >
        <Eye size="1em" /> Voir dans le panneau
      </Button>
      <span role="status" className="text-muted text-sm">
        {said === '' ? show.does : said}
      </span>
    </p>
  );
}

'use client';
// « Ma progression » : what this browser keeps, and the file by which it goes elsewhere.
import { useId, useRef, useState } from 'react';
import { counted } from '../lab/format.ts';
import { isPageQuiz } from '../quiz/page-questions.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { fileOf, scoreOf } from './progress.ts';
import { forgetEverything, quizzesHere, takeFile, useProgress } from './progress-store.ts';

function save(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `relais-progression-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function ProgressCard({ pages }: { pages: number }) {
  const progress = useProgress();
  const [said, setSaid] = useState<string | null>(null);
  const [sure, setSure] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const quizzes = quizzesHere();
  const whole = Object.entries(quizzes).filter(([name]) => !isPageQuiz(name));
  const own = scoreOf(Object.entries(quizzes).flatMap(([name, quiz]) => (isPageQuiz(name) ? [quiz] : [])));
  const seen = Object.keys(progress.pages).length;
  const steps = Object.keys(progress.steps).length;

  async function take(file: File | undefined) {
    if (!file) return;
    const problem =
      file.size > 1_000_000 ? 'Ce fichier est trop gros pour être une progression.' : takeFile(await file.text());
    setSaid(problem ?? 'Progression ajoutée à celle de ce navigateur.');
    if (field.current) field.current.value = '';
  }

  return (
    <Card title="Ma progression">
      <ul>
        <li>
          <span data-pages-vues={seen}>{counted(seen, 'page vue', 'pages vues')}</span> sur {pages}
        </li>
        <li data-etapes={steps}>{counted(steps, 'étape d’expérience réussie', 'étapes d’expérience réussies')}</li>
        {own.all > 0 ? (
          <li>
            questions de fin de page&nbsp;: {counted(own.right, 'réussie', 'réussies')} sur {own.all}&nbsp;rencontrées
          </li>
        ) : null}
        {whole.map(([name, quiz]) => {
          const { right, all } = scoreOf([quiz]);
          return (
            <li key={name}>
              quiz {name}&nbsp;: {right} / {all}
            </li>
          );
        })}
      </ul>
      <p className="mt-2 text-muted text-sm">Gardée dans ce navigateur, sans compte. Le fichier est à vous.</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button small onClick={() => save(fileOf(progress, quizzes, Date.now()))}>
          Enregistrer dans un fichier
        </Button>
        <Button small onClick={() => field.current?.click()}>
          Reprendre un fichier
        </Button>
        <input
          ref={field}
          id={id}
          type="file"
          accept="application/json,.json"
          aria-label="Fichier de progression"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => void take(event.target.files?.[0])}
        />
        {sure ? (
          <>
            <Button
              small
              tone="primary"
              onClick={() => {
                forgetEverything();
                setSure(false);
                setSaid('Progression effacée.');
              }}
            >
              Oui, tout effacer
            </Button>
            <Button small onClick={() => setSure(false)}>
              Non
            </Button>
          </>
        ) : (
          <Button small tone="quiet" onClick={() => setSure(true)}>
            Tout effacer…
          </Button>
        )}
      </div>
      <p role="status" className="mt-2 text-sm">
        {said}
      </p>
    </Card>
  );
}

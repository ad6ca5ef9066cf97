// The mistakes of a run, each by its name, with what was seen on the wire and the page to read again.
import type { Mistake } from '#labs/exercices-salon/judge/index.ts';
import { mistakeWords } from './mistake-words.ts';

export function Mistakes({ mistakes }: { mistakes: readonly Mistake[] }) {
  if (mistakes.length === 0) return null;
  return (
    <div className="mt-4 space-y-3" role="status" aria-label="Erreurs reconnues">
      {mistakes.map((mistake) => {
        const { title, why, seen, read } = mistakeWords[mistake.name];
        return (
          <div key={mistake.name} className="rounded-lg bg-warn-soft p-3 text-sm" data-erreur={mistake.name}>
            <p className="font-bold text-warn">{title}</p>
            <p>{why}</p>
            <p className="text-muted">vu&nbsp;: {seen(mistake)}</p>
            <p>
              À relire&nbsp;:{' '}
              <a className="text-accent underline underline-offset-4" href={read.path}>
                {read.title}
              </a>
            </p>
          </div>
        );
      })}
    </div>
  );
}

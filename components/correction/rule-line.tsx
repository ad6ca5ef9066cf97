'use client';
// One rule: its sign, its evidence in small, and, when a mistake is named, what to do about it.
import Link from 'next/link';
import type { Line } from '#labs/correction/line.ts';
import { mistakes } from '#labs/correction/mistakes.ts';
import { Check } from '../ui/icons.tsx';
import { rules, verdicts } from './words.ts';

export function RuleLine({ line }: { line: Line }) {
  const { id, verdict, evidence, deeds } = line;
  const mistake = line.mistake === null ? null : mistakes[line.mistake];
  return (
    <li className="flex gap-3" data-regle={id} data-verdict={verdict} data-erreur={line.mistake ?? undefined}>
      <Sign line={line} />
      <div className="min-w-0 flex-1">
        <p className={mistake ? 'font-bold' : ''}>{mistake ? mistake.title : rules[id]}</p>
        <p className="break-words text-muted text-sm">{evidence}</p>
        {mistake ? (
          <details className="mt-1 text-sm">
            <summary className="cursor-pointer font-semibold text-accent">Que faire&nbsp;?</summary>
            <p className="mt-1">{mistake.advice}</p>
            <p className="mt-1">
              <Link href={mistake.page} className="text-accent underline underline-offset-4">
                Relire la leçon
              </Link>
              {deeds.length > 0 ? (
                <span className="text-muted"> · requêtes n° {deeds.slice(0, 8).join(', ')}</span>
              ) : null}
            </p>
          </details>
        ) : null}
      </div>
    </li>
  );
}

function Sign({ line: { verdict, mistake } }: { line: Line }) {
  const [ring, sign, said] =
    verdict === 'reussi'
      ? (['border-good bg-good text-sheet', <Check key="tick" size={14} strokeWidth={3.5} />, verdicts.reussi] as const)
      : mistake !== null
        ? (['border-warn text-warn', '!', 'à corriger'] as const)
        : verdict === 'inconnu'
          ? (['border-line-strong text-muted', '?', verdicts.inconnu] as const)
          : (['border-line-strong border-dashed', null, verdicts['pas-encore']] as const);
  return (
    <span
      className={`mt-0.5 grid size-5.5 shrink-0 place-items-center rounded-full border-2 font-bold text-sm ${ring}`}
    >
      <span aria-hidden="true">{sign}</span>
      <span className="sr-only">{said}&nbsp;: </span>
    </span>
  );
}

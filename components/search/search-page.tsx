'use client';
// « Chercher dans le cours »: a field, what was found, where to read it. The words searched stay in the address, so that a result
// can be come back from, and shared.
import Link from 'next/link';
import { useEffect, useMemo, useRef, useState } from 'react';
import { counted } from '../lab/format.ts';
import { createEngine, type Engine, type Entry, excerpt, type Hit } from './engine.ts';

type Index = { state: 'waiting' } | { state: 'failed' } | { state: 'ready'; search: Engine };

const examples = ['offset', 'rebalance', 'historique', 'acks', 'tampon'] as const;
const longest = 100;

export function SearchPage() {
  const [query, setQuery] = useState('');
  const index = useIndex();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    setQuery((new URLSearchParams(location.search).get('q') ?? '').slice(0, longest));
    // Whoever opens this page comes to type.
    field.current?.focus();
  }, []);
  function change(next: string): void {
    setQuery(next);
    history.replaceState(null, '', next === '' ? '/recherche' : `/recherche?q=${encodeURIComponent(next)}`);
  }
  const asked = query.trim();
  const hits = useMemo(() => (index.state === 'ready' && asked !== '' ? index.search(asked) : []), [index, asked]);
  return (
    <div className="mx-auto max-w-3xl px-5 py-10">
      <h1 className="mb-5 font-bold text-3xl tracking-tight">Chercher dans le cours</h1>
      <search>
        <label className="mb-1 block font-semibold" htmlFor="mots">
          Mots cherchés
        </label>
        <input
          id="mots"
          type="search"
          ref={field}
          autoComplete="off"
          maxLength={longest}
          value={query}
          onChange={(event) => change(event.target.value)}
          className="w-full rounded-xl border border-line-strong bg-sheet px-4 py-2.5 text-lg"
        />
      </search>
      <p role="status" className="mt-3 mb-4 min-h-6 text-muted">
        {told(index, asked, hits.length)}
      </p>
      {asked === '' ? <Examples onPick={change} /> : <Results hits={hits} />}
    </div>
  );
}

function useIndex(): Index {
  const [index, setIndex] = useState<Index>({ state: 'waiting' });
  useEffect(() => {
    const abort = new AbortController();
    fetch('/recherche/index.json', { signal: abort.signal })
      .then(async (reply) => {
        if (!reply.ok) throw new Error(String(reply.status));
        setIndex({ state: 'ready', search: createEngine((await reply.json()) as Entry[]) });
      })
      .catch(() => {
        if (!abort.signal.aborted) setIndex({ state: 'failed' });
      });
    return () => abort.abort();
  }, []);
  return index;
}

function told(index: Index, asked: string, found: number): string {
  if (index.state === 'failed')
    return 'Le texte du cours n’a pas pu être lu. Vérifiez la connexion au serveur, puis rechargez la page.';
  if (asked === '') return 'Un mot suffit, ou le début d’un mot. Les accents ne comptent pas.';
  if (index.state === 'waiting') return 'Je lis le cours…';
  if (found === 0) return 'Rien dans le cours avec ces mots. Essayez-en un seul, ou un autre.';
  return counted(found, 'passage trouvé', 'passages trouvés');
}

function Examples({ onPick }: { onPick: (word: string) => void }) {
  return (
    <p className="flex flex-wrap items-center gap-2">
      <span className="text-muted">Par exemple&nbsp;:</span>
      {examples.map((word) => (
        <button
          key={word}
          type="button"
          onClick={() => onPick(word)}
          className="rounded-lg border border-line-strong bg-sheet px-3 py-1 font-semibold"
        >
          {word}
        </button>
      ))}
    </p>
  );
}

function Results({ hits }: { hits: readonly Hit[] }) {
  return (
    <ol className="space-y-5">
      {hits.map((hit) => (
        <li key={hit.path}>
          <p className="text-muted text-sm">
            {hit.place} {hit.title}
          </p>
          <Link
            href={hit.path}
            prefetch={false}
            className="font-semibold text-accent text-lg underline underline-offset-4"
          >
            {hit.heading ?? hit.title}
          </Link>
          <p>
            {excerpt(hit.text, hit.terms).map(({ at, text, found }) =>
              found ? (
                <mark key={at} className="bg-accent-soft text-ink">
                  {text}
                </mark>
              ) : (
                <span key={at}>{text}</span>
              ),
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}

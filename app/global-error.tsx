'use client';
import './globals.css';

export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="fr">
      <body>
        <main className="mx-auto max-w-xl px-6 py-20">
          <title>Erreur · Relais</title>
          <h1 className="mb-4 font-bold text-3xl">Relais a rencontré une erreur</h1>
          <p className="mb-6 text-lg">L’erreur vient de Relais, pas de vous. Rechargez la page.</p>
          <button
            type="button"
            onClick={reset}
            className="rounded-lg bg-accent px-4 py-2 font-semibold text-accent-ink"
          >
            Réessayer
          </button>
        </main>
      </body>
    </html>
  );
}

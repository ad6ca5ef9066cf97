'use client';
import { Button } from '#components/ui/button.tsx';

export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <main className="mx-auto max-w-xl px-6 py-20">
      <h1 className="mb-4 font-bold text-3xl">Cette page a rencontré une erreur</h1>
      <p className="mb-6 text-lg">L’erreur vient de Relais, pas de vous. Le serveur et Kafka continuent.</p>
      <Button tone="primary" onClick={reset}>
        Réessayer
      </Button>
    </main>
  );
}

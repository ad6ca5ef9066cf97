import type { Metadata } from 'next';
import { CorrectionSoon, SolutionSoon } from '#components/correction/lazy.tsx';
import { Page } from '#components/shell/page.tsx';

export const metadata: Metadata = { title: 'Correction du TD' };

export default function CorrectionPage() {
  return (
    <Page place="Labo">
      <div className="mx-auto max-w-3xl px-5 py-8">
        <h1 className="font-bold text-3xl">Correction du TD</h1>
        <p className="mt-2">
          Lancez votre producteur et votre consommateur chez vous, dans le langage que vous voulez. Le broker regarde ce
          qu’ils font et le dit ici&nbsp;; aucun de vos programmes n’est exécuté par ce serveur.
        </p>
        <CorrectionSoon />
        <h2 className="mt-10 font-bold text-xl">Pour l’enseignant</h2>
        <SolutionSoon />
      </div>
    </Page>
  );
}

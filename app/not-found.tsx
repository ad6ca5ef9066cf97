import Link from 'next/link';
import { Page } from '#components/shell/page.tsx';
import { buttonClass } from '#components/ui/button.tsx';

export default function NotFound() {
  return (
    <Page>
      <div className="mx-auto max-w-xl px-6 py-20">
        <title>Page introuvable · Relais</title>
        <h1 className="mb-4 font-bold text-3xl">Cette page n’existe pas</h1>
        <p className="mb-6 text-lg">L’adresse est peut-être mal recopiée, ou la leçon n’est pas encore écrite.</p>
        <Link href="/" className={buttonClass('primary')}>
          Revenir au sommaire
        </Link>
      </div>
    </Page>
  );
}

import type { Metadata } from 'next';
import { SearchPage } from '#components/search/search-page.tsx';
import { Page } from '#components/shell/page.tsx';

export const metadata: Metadata = {
  title: 'Chercher dans le cours',
  description: 'Un mot, une idée : les pages du cours où l’on en parle.',
};

export default function Recherche() {
  return (
    <Page place="Chercher">
      <SearchPage />
    </Page>
  );
}

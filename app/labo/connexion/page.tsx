import type { Metadata } from 'next';
import { DoctorPage } from '#components/shell/connexion/doctor-page.tsx';
import { Page } from '#components/shell/page.tsx';

export const metadata: Metadata = {
  title: 'Docteur de connexion',
  description: 'Montre, pendant qu’un programme essaie, à quelle étape sa connexion à Kafka s’arrête.',
};

export default function ConnexionPage() {
  return (
    <Page place="Labo">
      <DoctorPage />
    </Page>
  );
}

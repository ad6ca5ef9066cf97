import type { Metadata } from 'next';
import { Panneau } from '#components/lesson/panneau.tsx';
import { Page } from '#components/shell/page.tsx';
import { panelNames } from '#lessons/schema.ts';

type Props = { params: Promise<{ lab: (typeof panelNames)[number] }> };

const titles: Record<(typeof panelNames)[number], string> = {
  accuses: 'Accusés de réception',
  atelier: 'L’atelier',
  brokers: 'Quatre brokers',
  file: 'File d’attente',
  kafka: 'Kafka en direct',
  ordre: 'FIFO, causal, total',
  pubsub: 'Publish/Subscribe',
  reseau: 'Réseau chahuté',
  routage: 'Routage',
  salon: 'Salon de discussion',
};

export const dynamicParams = false;
export const generateStaticParams = () => panelNames.map((lab) => ({ lab }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: titles[(await params).lab] };
}

export default async function LabPage({ params }: Props) {
  const { lab } = await params;
  return (
    <Page place="Labo" fixed>
      <h1 className="sr-only">{titles[lab]}</h1>
      <div className="h-[calc(100dvh-var(--header))]">
        <Panneau nom={lab} />
      </div>
    </Page>
  );
}

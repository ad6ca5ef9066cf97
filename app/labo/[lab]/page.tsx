import type { Metadata } from 'next';
import { Panneau } from '#components/lesson/panneau.tsx';
import { Page } from '#components/shell/page.tsx';
import { labTitles } from '#lessons/labs.ts';
import { panelNames } from '#lessons/schema.ts';

type Props = { params: Promise<{ lab: (typeof panelNames)[number] }> };

export const dynamicParams = false;
export const generateStaticParams = () => panelNames.map((lab) => ({ lab }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: labTitles[(await params).lab] };
}

export default async function LabPage({ params }: Props) {
  const { lab } = await params;
  return (
    <Page place="Labo" fixed>
      <h1 className="sr-only">{labTitles[lab]}</h1>
      <div className="h-[calc(100dvh-var(--header))]">
        <Panneau nom={lab} />
      </div>
    </Page>
  );
}
